"""`who`: whom to ask about a path, a toggle, a module, or a change to the source."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..catalog.model import Catalog
from ..catalog.queries.touched import code_change
from ..catalog.queries.whose import Match, contact, contacts, whose
from ..checks import pipeline
from ..reports.code_change import CODE_CHANGE_REPORTS
from ..reports.contacts import contact_data, nobody, owner_name, person_name
from .answers import answer_json, answer_lines, output_format
from .audit_sources import named
from .group import main, reading, usable
from .named import ids


@main.command(
    epilog="""\b
Examples:
  module-catalog who python/tvm/relax/op
  module-catalog who USE_CUDA
  module-catalog who --diff origin/main          what this branch touches
"""
)
@click.argument("asked", metavar="[PATH|ID|TOGGLE]", required=False, shell_complete=ids)
@click.option(
    "--diff", "base", metavar="BASE", help="Say it of all files that the source changed since it left BASE."
)
@click.option(
    "--source",
    metavar="[NAME=]PATH",
    help="With --diff: a checkout of the source, with its name where there are several. Default: the current"
    " folder.",
)
@output_format("markdown")
@click.pass_obj
def who(folder: Path, asked: str | None, *, base: str | None, source: str | None, output_format: str) -> None:
    """Say whom to ask about a path, a toggle or a module, or about a change to the source.

    Of a path, the module with the nearest namespace around it comes first, with its owners, then who else
    knows of it; then the modules around that one. Exit code 1: no module has it.

    With --diff it is what the last commit of the source has changed since its branch left BASE, a revision
    of git: the modules, whom to ask, which tests to run and which toggles there are, what their stages ask
    of a change, and the files of no module. Format markdown is the comment of a pull request.
    """
    if (asked is None) == (base is None):
        raise click.UsageError("say either what to ask about, or with --diff BASE since when")
    catalog = usable(reading(folder))
    root = pipeline.find_root(folder)
    if base is not None:
        _tell_change(base, source or ".", root, catalog, output_format)
    elif source or output_format == "markdown":
        raise click.UsageError("--source and the format markdown need --diff")
    else:
        _tell(str(asked), root, catalog, output_format)


def _tell_change(base: str, source: str, root: Path, catalog: Catalog, output_format: str) -> None:
    """Print what the branch of a source tree has changed since it left a revision."""
    from ..catalog.revisions import changed_files  # noqa: PLC0415  # what runs git takes time to load
    from ..git import place_below  # noqa: PLC0415

    ((repository, folder),) = named((source,), catalog).items()
    changed = changed_files(folder, base, user="who --diff")
    change = code_change(
        changed.paths,
        catalog,
        base=changed.base.label,
        head=changed.head.label,
        repository=repository,
        place=place_below(folder, root),
    )
    click.echo(CODE_CHANGE_REPORTS[output_format](change).encode(), nl=False)


def _tell(asked: str, root: Path, catalog: Catalog, output_format: str) -> None:
    """Print whom to ask about one thing, and exit with 1 where no module has it."""
    found = whose(_in_project(asked, root), catalog)
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
            yield f"  {nobody(module)}"
        yield from (f"  then {person_name(handle, catalog)}: {why}" for handle, why in known.others)
        where = contact(module, catalog)
        yield from (f"  {url}" for url in (where.issues, where.forum and where.forum.url) if url)


def match_data(one: Match, catalog: Catalog) -> dict[str, Any]:
    """Return a module that was found, and whom to ask about it, as plain data."""
    module = one.module
    return {
        "id": module.id,
        "name": module.name,
        "stage": module.stage,
        "by": one.by,
        "former": one.is_former,
        **contact_data(module, catalog),
    }
