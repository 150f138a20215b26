"""`new`: an entry for a module or a work of the community, or a person on the roster."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from .. import clock
from ..catalog.model import Catalog
from ..catalog.reading.sources import Folder, Overlay, Source
from ..checks import pipeline
from ..checks.result import Result
from ..diagnostics import CatalogError
from ..edit import draft, files
from ..edit.files import Edit
from ..edit.roster import joined
from . import named
from .editing import carry_out, edit_of
from .from_path import said_of
from .group import checked, main
from .read import write_schemas


@main.command(
    epilog="\b\nExamples:\n  module-catalog new my-module --kind backend --from-path src/my_module"
    '\n  module-catalog new ana --person --name "Ana Alves" --role committer'
)
@click.argument("id_", metavar="ID")
@click.option("--kind", shell_complete=named.kinds, help="The kind of the module or showcase entry.")
@click.option("--showcase", "is_work", is_flag=True, help="Create a showcase entry instead of a module.")
@click.option("--person", "is_person", is_flag=True, help="Add a person to the roster instead, by a handle.")
@click.option("--name", help="With --person: the name, as the person writes it.")
@click.option("--role", help="With --person: the strongest role in the project.")
@click.option(
    "--from-path",
    "path",
    metavar="PATH",
    help="Fill in namespaces, toggles and owners as the source tree has them for this path.",
)
@click.option(
    "--source",
    metavar="DIR",
    type=click.Path(exists=True, path_type=Path),
    help="With --from-path: the git repository of the source. Default: that of the catalog.",
)
@click.pass_obj
def new(
    folder: Path,
    id_: str,
    *,
    kind: str | None,
    is_work: bool,
    is_person: bool,
    name: str | None,
    role: str | None,
    path: str | None,
    source: Path | None,
) -> None:
    """Create an entry for the module ID.

    It is a file with every required key, a comment on each, and blanks to fill in. What else the first stage
    requires is added as comments. Nothing is ever overwritten. What a source tree says is taken from its last
    commit, and what no file there says stays a blank.
    """
    root, result = pipeline.find_root(folder), checked(folder)
    if result.catalog is None:
        raise CatalogError("catalog.yaml or the lifecycle has errors: `module-catalog check` lists them")
    if is_person:
        _add(root, result, result.catalog, id_, name=name, role=role)
        return
    if name or role:
        raise click.UsageError("--name and --role need --person")
    if source and not path:
        raise click.UsageError("--source needs --from-path")
    if path and is_work:
        raise click.UsageError("--from-path is for a module")
    given = said_of(source or root, path, result.catalog, root) if path else {}
    _create(root, result.catalog, id_, sort="showcase" if is_work else "module", kind=kind, given=given)


def _add(
    root: Path, result: Result, catalog: Catalog, handle: str, *, name: str | None, role: str | None
) -> None:
    """Add somebody to the roster."""
    if not name:
        raise click.UsageError("--person needs --name")
    if catalog.roster is None:
        raise CatalogError("there is no catalog/people.yaml: `module-catalog init` writes one")
    if handle in catalog.people:
        raise CatalogError(f"{handle} is on the roster already")
    if role:
        named.known(role, catalog.settings.roles, "catalog.yaml has no role")
    edit = edit_of(catalog.roster, lambda roster: joined(roster, handle, name=name, role=role), "people")
    done = f"{name} is on the roster now, as {handle}."
    carry_out(root, result, [edit], dry_run=False, done=done)


def _create(
    root: Path, catalog: Catalog, id_: str, *, sort: str, kind: str | None, given: Mapping[str, Any]
) -> None:
    """Write a new entry, and what editors know of entries."""
    source = Folder(root)
    path = draft.path_of(id_, sort, source)
    if like := draft.similar(id_, sort, source):
        click.echo(
            f"module-catalog: {like} has a similar name: make sure that this is not a duplicate", err=True
        )
    known = {key: value for key, value in given.items() if key != "kind"}
    kind = kind or given.get("kind")
    text = draft.text(sort, catalog, kind, posixpath.dirname(path), known)
    _write_schemas(root, Overlay(source, {path: text}, added=[path]))
    files.create(path, text, root)
    click.echo(f"Wrote {path}.\nFill in the blanks: `module-catalog check` lists those that are left.")


def _write_schemas(root: Path, source: Source) -> None:
    """Write the schemas that the first line of an entry tells editors to look for, as they are with it."""
    catalog = pipeline.check_source(source, today=clock.today()).catalog
    if catalog:
        write_schemas(root, catalog, only_missing=True)
        files.save_all([Edit(*one) for one in pipeline.outdated_schemas(Folder(root), catalog)], root)
