"""`ready`: what the next stage of a module requires, or its return."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from ..catalog.model import Catalog
from ..catalog.validation.schema import Schema, effective
from ..catalog.validation.validator import BLANK
from ..checks.readiness import Readiness, readiness, returning
from ..edit.additions import additions
from . import named
from .answers import answer_json, output_format
from .group import TODAY, checked, main, usable


@main.command(epilog="Example: module-catalog ready relax")
@click.argument("id_", metavar="[ID]", required=False, shell_complete=named.ids)
@output_format()
@TODAY
@click.pass_obj
def ready(folder: Path, id_: str | None, output_format: str, today: datetime | None) -> None:
    """List what the next stage requires of a module.

    It says what is met, what is open, and what to add to the entry; without ID, in short for all modules. No
    module has to move to another stage. Of one that is deprecated or removed, it is what its return would
    take. Exit code 1 when a requirement is open for the module ID.
    """
    catalog = usable(checked(folder, today))
    is_json = output_format == "json"
    if id_ is None:
        live = [one for one in catalog.modules if catalog.stage_of(one).presence == "live"]
        each = [readiness(module, catalog) for module in live]
        if is_json:
            answer_json({"version": 1, "modules": [{"id": one.module.id, **_data(one)} for one in each]})
        else:
            click.echo("\n".join(_ready_lines(each)) or catalog.settings.noun.put_in("No module is there."))
        return
    module = named.module_of(id_, catalog)
    shown = readiness(module, catalog, returning(module, catalog))
    if is_json:
        answer_json({"version": 1, "id": id_, **_data(shown)})
    else:
        click.echo(ready_text(shown, catalog))
    sys.exit(0 if shown.is_ready else 1)


def _data(shown: Readiness) -> dict[str, object]:
    from ..site.exports.api import readiness_data  # noqa: PLC0415  # what makes a site takes time to load

    return {"at": shown.module.stage, **readiness_data(shown)}


def _ready_lines(live: list[Readiness]) -> Iterator[str]:
    """Yield a line for each module: its id, the stage it would go to, how many gates it passes."""
    widths = [
        max((len(text) for text in column), default=0)
        for column in ([one.module.id for one in live], map(_way, live))
    ]
    for one in live:
        yield f"{one.module.id:{widths[0]}}  {_way(one):{widths[1]}}  {one.met} of {len(one.steps)}"


def _way(shown: Readiness) -> str:
    return f"{shown.module.stage} → {shown.stage.id}" if shown.is_next else f"stays {shown.stage.id}"


def ready_text(shown: Readiness, catalog: Catalog, told: Mapping[str, Any] | None = None) -> str:
    """Return the list for one module: each gate with its state, then lines to paste into its entry.

    *told* is what a command was told that the entry does not say: the lines have it.
    """
    here = catalog.stage_of(shown.module).label
    options = f"{_aim(shown, catalog)}: {shown.met} of {len(shown.steps)} met."
    lines = [f"{shown.module.name} is at {here}. {options}", ""]
    for step in shown.steps:
        lines += [
            f"  {step.mark} {catalog.settings.noun.put_in(step.sentence)}{step.note}",
            *(f"      {shortfall}" for shortfall in step.missing if step.state == "open"),
        ]
    if _is_closed(shown, catalog):
        way = f"{{from: {shown.module.stage}, to: {shown.stage.id}}}"
        lines += ["", f"The lifecycle has no transition for that: it would need `{way}`."]
    document, schema = shown.module.document, Schema.of(effective("module", {}))
    pastes = [paste for step in shown.steps for paste in step.pastes]
    if added := additions(pastes, document, schema, told or {}):
        lines += ["", f"To add to {document.path}, in this order, with your own words for each {BLANK}:"]
        for place, those in groupby(added, key=lambda one: one.place):
            lines += ["", place, *(f"    {line}" for one in those for line in one.lines)]
    return "\n".join(lines)


def _aim(shown: Readiness, catalog: Catalog) -> str:
    if not shown.is_next:
        return "Requirements to stay there"
    is_live = catalog.stage_of(shown.module).presence == "live"
    is_back = shown.stage.presence == "live" and not is_live
    return f"Requirements {'to come back to' if is_back else 'for'} {shown.stage.label}"


def _is_closed(shown: Readiness, catalog: Catalog) -> bool:
    """Say whether no transition leads to where the module is to go."""
    return shown.is_next and not catalog.lifecycle.allows(shown.module.stage, shown.stage.id)
