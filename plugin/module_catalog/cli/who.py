"""`who`: whom to ask about a path, a toggle or a module."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..catalog.model import Catalog
from ..catalog.whose import Match, contact, contacts, whose
from ..checks import pipeline
from .answers import answer_json, answer_lines, output_format
from .group import main, reading, usable
from .named import ids
from .show import owner_name, person_name


@main.command(epilog="\b\nExamples:\n  module-catalog who python/tvm/relax/op\n  module-catalog who USE_CUDA")
@click.argument("asked", metavar="PATH|ID|TOGGLE", shell_complete=ids)
@output_format()
@click.pass_obj
def who(folder: Path, asked: str, output_format: str) -> None:
    """Say whom to ask about a path, a toggle or a module.

    Of a path, the module with the nearest namespace around it comes first, with its owners, then who else
    knows of it; then the modules around that one. Exit code 1: no module has it.
    """
    catalog = usable(reading(folder))
    found = whose(_in_project(asked, pipeline.find_root(folder)), catalog)
    if output_format == "json":
        answer_json({"version": 1, "asked": asked, "modules": [match_data(one, catalog) for one in found]})
    elif found:
        answer_lines(_lines(found, catalog))
    else:
        forum = catalog.settings.contact.forum
        ask = f": ask at {forum.url}" if forum else ""
        click.echo(catalog.settings.noun.put_in(f"No module has {asked}{ask}."), err=True)
    sys.exit(0 if found else 1)


def _in_project(asked: str, root: Path) -> str:
    """Return a path as entries write it: from the root, where it is one on this disk."""
    here = Path(asked)
    if (here.is_absolute() or here.exists()) and here.resolve().is_relative_to(root):
        found = here.resolve().relative_to(root).as_posix()
        # What is called like an id may be a folder here, too.
        return found if "/" in asked or found != here.name else asked
    return asked.removeprefix("./").rstrip("/")


def _lines(found: tuple[Match, ...], catalog: Catalog) -> Iterator[str]:
    for index, one in enumerate(found):
        module, known = one.module, contacts(one.module, catalog)
        if index:
            yield ""
        by = "" if one.by == module.id else f", {'formerly ' if one.is_former else ''}by {one.by}"
        yield f"{module.name} ({module.id}), {catalog.stage_of(module).label}{by}"
        yield from (f"  {owner_name(owner, catalog)}" for owner in known.owners)
        if not known.owners:
            yield f"  no owner on record{': ' + module.no_owners if module.no_owners else ''}"
        yield from (f"  then {person_name(handle, catalog)}: {why}" for handle, why in known.others)
        where = contact(module, catalog)
        yield from (f"  {url}" for url in (where.issues, where.forum and where.forum.url) if url)


def match_data(one: Match, catalog: Catalog) -> dict[str, Any]:
    """Return a module that was found, and whom to ask about it, as plain data."""
    module, known, where = one.module, contacts(one.module, catalog), contact(one.module, catalog)
    found = {
        "id": module.id,
        "name": module.name,
        "stage": module.stage,
        "by": one.by,
        "former": one.is_former,
        "owners": [owner.person for owner in known.owners],
        "others": [{"person": handle, "why": why} for handle, why in known.others],
        "issues": where.issues,
        "forum": where.forum and where.forum.url,
    }
    return {name: value for name, value in found.items() if value is not None}
