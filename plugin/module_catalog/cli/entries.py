"""`new` and `fmt`: what writes entries."""

from __future__ import annotations

import posixpath
import sys
from dataclasses import replace
from pathlib import Path

import click

from ..catalog.sources import Folder
from ..checks import pipeline
from ..diagnostics import CatalogError
from ..edit import draft, files, layout
from .group import checked, counted, main, report, wanted
from .read import write_schemas


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--check",
    "checks",
    is_flag=True,
    help="Write nothing: list each file that would change, and exit with 1.",
)
@click.option("--diff", "shows", is_flag=True, help="Write nothing: show what would change.")
@click.pass_obj
def fmt(folder: Path, paths: tuple[Path, ...], checks: bool, shows: bool) -> None:
    """Format entries.

    Keys go into the order of the schema, and trailing spaces are removed. What entries say stays the same,
    and each comment stays with the key below it. PATHS limit which files are formatted; without them it is
    modules, showcase, people.yaml and catalog.yaml. An entry that is not valid YAML is reported and left
    alone. Schemas that `schema --write` wrote get what the catalog knows now, such as the ids of new entries.
    """
    root = pipeline.find_root(folder)
    formatting = layout.formatting(Folder(root), wanted(root, paths))
    changes = [edit for edit in formatting.edits if edit.after != edit.before]
    changes += [edit for edit in _schemas(folder, root) if wanted(root, paths)(edit.path)]
    for edit in changes:
        if shows:
            click.echo(files.diff(edit, root).encode(), nl=False)
        elif not checks:
            files.save(edit, root)
        # A diff is for patch to read, so that nothing else may stand beside it.
        click.echo(f"{'Would format' if checks or shows else 'Formatted'} {edit.path}", err=shows)
    unchanged = [edit for edit in formatting.edits if edit not in changes]
    click.echo(f"{counted(len(unchanged), 'file')} already formatted", err=shows)
    if formatting.findings:
        result = replace(checked(folder), findings=formatting.findings, texts=formatting.texts)
        click.echo(report(result), nl=False, err=True)
    sys.exit(1 if formatting.findings or (checks and changes) else 0)


def _schemas(folder: Path, root: Path) -> list[files.Edit]:
    """Return what is to change in the schemas for editors; nothing where there are none, or no catalog."""
    source = Folder(root)
    if not any(map(source.has, pipeline.WRITTEN_SCHEMAS.values())):
        return []
    catalog = checked(folder).catalog
    outdated = pipeline.outdated_schemas(source, catalog) if catalog else ()
    return [files.Edit(path, before, after) for path, before, after in outdated]


@main.command()
@click.argument("id_", metavar="ID")
@click.option("--kind", help="The kind of the module or showcase entry.")
@click.option("--showcase", "is_work", is_flag=True, help="Create a showcase entry instead of a module.")
@click.pass_obj
def new(folder: Path, id_: str, kind: str | None, is_work: bool) -> None:
    """Create an entry for the module ID.

    It is a file with every required key, a comment on each, and blanks to fill in. What else the first stage
    requires is added as comments. Nothing is ever overwritten.
    """
    root, sort = pipeline.find_root(folder), "showcase" if is_work else "module"
    source, catalog = Folder(root), checked(folder).catalog
    if catalog is None:
        raise CatalogError("catalog.yaml or the lifecycle has errors: `module-catalog check` lists them")
    path = draft.path_of(id_, sort, source)
    if like := draft.similar(id_, sort, source):
        click.echo(
            f"module-catalog: {like} has a similar name: make sure that this is not a duplicate", err=True
        )
    # The first line of the entry tells editors to look for it.
    write_schemas(root, catalog, only_missing=True)
    files.create(path, draft.text(sort, catalog, kind, posixpath.dirname(path)), root)
    click.echo(f"Wrote {path}.\nFill in the blanks: `module-catalog check` lists those that are left.")
