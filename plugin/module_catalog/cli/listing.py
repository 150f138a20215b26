"""`list`: the modules that have something in common."""

from __future__ import annotations

from pathlib import Path

import click

from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..catalog.queries.selection import Selection
from ..catalog.validation.schema import Schema, effective
from . import named
from .answers import answer_json, answer_lines, answer_table, output_format
from .group import main, usable
from .yesterday import AT, read_at


@main.command(
    "list",
    epilog="\b\nExamples:\n  module-catalog list --stage S1 --owner ana"
    "\n  module-catalog list --where toggles.mechanism=cmake --output-format ids",
)
@click.option(
    "--stage", "stages", multiple=True, shell_complete=named.stages, metavar="STAGE", help="At this stage."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    shell_complete=named.kinds,
    metavar="KIND",
    help="Of this kind, or one below it.",
)
@click.option(
    "--owner",
    "owners",
    multiple=True,
    shell_complete=named.handles,
    metavar="HANDLE",
    help="That this person or team owns.",
)
@click.option(
    "--where",
    multiple=True,
    metavar="KEY[=VALUE]",
    callback=named.pair,
    help="Whose entry has this value at a key, such as tags=quantization or tests.ci; without a value, any.",
)
@output_format("ids")
@AT
@click.pass_obj
def list_(
    folder: Path,
    *,
    stages: tuple[str, ...],
    kinds: tuple[str, ...],
    owners: tuple[str, ...],
    where: tuple[tuple[str, str | None], ...],
    output_format: str,
    at: str | None,
) -> None:
    """List modules: all, or those that have something in common.

    One option given twice means either; two options mean both. The columns are id, stage, kind, owners and
    name.
    """
    catalog = usable(read_at(folder, at))
    for stage in stages:
        named.known(stage, catalog.lifecycle.by_id, "the lifecycle has no stage")
    for kind in kinds:
        named.known(kind, catalog.settings.kinds, "there is no kind")
    for owner in owners:
        named.known(owner, catalog.people, "the roster has no")
    for key, _ in where:
        _require_key(key, catalog)
    selected = Selection(stages, kinds, owners, where).modules(catalog)
    if output_format == "json":
        from ..site.exports.api import row  # noqa: PLC0415  # what makes a site takes time to load

        answer_json({"version": 1, "modules": [row(module, catalog) for module in selected]})
    elif output_format == "ids":
        answer_lines(module.id for module in selected)
    else:
        answer_table(_HEAD, (_cells(module, catalog) for module in selected))


def _require_key(key: str, catalog: Catalog) -> None:
    """Raise click's error where no entry can have anything at a key, such as `tests.ci`."""
    part, around = Schema.of(effective("module", {}, own=catalog.settings.own("module"))), "entries have"
    for name in key.split("."):
        forms = [
            one.items if one.type == "array" else one for one in (part, *part.options, *part.items.options)
        ]
        known = {word: inner for form in forms for word, inner in form.properties.items()}
        if name.startswith("x-") or any(form.others.data for form in forms):
            return
        part = known[named.known(name, known, f"{around} no key")]
        around = f"`{name}` has"


_HEAD = ("id", "stage", "kind", "owners", "name")


def _cells(module: Module, catalog: Catalog) -> tuple[str, ...]:
    owners = " ".join(owner.person for owner in catalog.active_owners(module)) or "-"
    return module.id, module.stage, module.kind, owners, module.name
