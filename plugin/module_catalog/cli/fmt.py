"""`fmt`: entries in one shape."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from ..catalog.reading.sources import Folder
from ..checks import pipeline
from ..edit import files, layout
from .group import checked, counted, main, report, wanted


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
