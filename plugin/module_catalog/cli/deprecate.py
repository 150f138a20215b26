"""`deprecate`: a module that leaves, with what its users have to know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ..catalog.entries import Module
from ..catalog.lifecycle import Stage
from ..catalog.model import Catalog
from ..checks import pipeline
from ..edit.deprecate import deprecated
from . import named
from .editing import DRY_RUN, carry_out, edit_of
from .group import checked, main, usable
from .stages import EventOptions, event_options, stage_of, unmet


@main.command(
    epilog="\b\nExample:\n  module-catalog deprecate old-tuner --replacement new-tuner --removal v3.0"
    ' \\\n    --reason "The new tuner does everything it did."'
)
@click.argument("id_", metavar="ID", shell_complete=named.ids)
@click.option("--reason", metavar="TEXT", help="Why it is deprecated.")
@click.option(
    "--replacement",
    metavar="ID",
    shell_complete=named.ids,
    multiple=True,
    help="The module to use instead, or several; none if there is none.",
)
@click.option(
    "--removal",
    metavar="RELEASE|DAY",
    shell_complete=named.releases,
    help="The release or day of its removal.",
)
@click.option("--migration", metavar="TEXT", help="What users have to do.")
@click.option("--to", metavar="STAGE", shell_complete=named.stages, help="The stage, where several leave.")
@event_options
@DRY_RUN
@click.pass_obj
def deprecate(
    folder: Path,
    id_: str,
    *,
    reason: str | None,
    replacement: tuple[str, ...],
    removal: str | None,
    migration: str | None,
    to: str | None,
    happened: EventOptions,
    dry_run: bool,
) -> None:
    """Deprecate the module ID.

    The entry gets the stage, the event, and what users need to know in time: since when, why, what to use
    instead, and when it is removed. What the entry says of that already stays. It is refused, with lines to
    paste, while the stage requires what is not said: exit code 1.
    """
    result = checked(folder)
    catalog = usable(result)
    module = named.module_of(id_, catalog)
    stage = stage_of(module, "leaving", to, catalog)
    facts = {
        "reason": reason,
        "replacement": replacement[0] if len(replacement) == 1 else [*replacement] or None,
        "removal": removal,
        "migration": migration,
        "url": happened.url,
    }
    event = happened.event("deprecated", module, stage)
    carry_out(
        pipeline.find_root(folder),
        result,
        [edit_of(module.document, lambda entry: deprecated(entry, stage, event, catalog.lifecycle, facts))],
        dry_run=dry_run,
        done=f"{module.name} is {stage.label} now: {module.document.path}.",
        unmet=lambda after: _unmet(module, stage, after, facts),
    )


def _unmet(module: Module, stage: Stage, after: Catalog, facts: Mapping[str, object]) -> str:
    """Return what is missing, and which options say some of it."""
    missing = unmet(module, stage, after)
    ways = [way for key, way in _OPTIONS.items() if facts[key] is None and f"`deprecation.{key}`" in missing]
    return f"{missing}\n\nOr tell the command: {', '.join(ways)}" if ways else missing


_OPTIONS = {
    "reason": "--reason TEXT",
    "replacement": "--replacement ID (none if there is none)",
    "removal": "--removal RELEASE|DAY",
}
