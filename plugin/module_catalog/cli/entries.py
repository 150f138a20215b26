"""`init`, `new` and `fmt`: what writes entries."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from .. import clock
from ..catalog.sources import Folder
from ..checks import pipeline
from ..diagnostics import CatalogError, printable
from ..edit import draft, files, layout, start
from .group import checked, counted, main, report, usable, wanted
from .read import write_schemas


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", "checks", is_flag=True, help="Write nothing: name each file that would change, and end with 1.")
@click.option("--diff", "shows", is_flag=True, help="Write nothing: show what would change.")
@click.pass_obj
def fmt(folder: Path, paths: tuple[Path, ...], checks: bool, shows: bool) -> None:
    """Put entries into one shape: keys in the order of the schema, no blanks at line ends, one line break at the end.

    What they say stays the same, and comments stay where they are: with the key below them. PATHS limit which entries; without
    them it is modules, showcase, people.yaml and catalog.yaml. An entry that is not proper YAML is reported and left alone.
    """
    root = pipeline.find_root(folder)
    formatting = layout.formatting(Folder(root), wanted(root, paths))
    changes = [edit for edit in formatting.edits if edit.after != edit.before]
    for edit in changes:
        if shows:
            click.echo(files.diff(edit, root).encode(), nl=False)
        elif not checks:
            files.save(edit, root)
        # A diff is for patch to read, so that nothing else may stand beside it.
        click.echo(f"{'Would format' if checks or shows else 'Formatted'} {edit.path}", err=shows)
    click.echo(f"{counted(len(formatting.edits) - len(changes), 'file')} in shape already", err=shows)
    if formatting.findings:
        result = replace(checked(folder), findings=formatting.findings, texts=formatting.texts)
        click.echo(report(result), nl=False, err=True)
    sys.exit(1 if formatting.findings or (checks and changes) else 0)


@main.command()
@click.argument("id_", metavar="ID")
@click.option("--kind", help="The kind of module, or of work.")
@click.option("--showcase", "is_work", is_flag=True, help="Begin an entry of the showcase, not a module.")
@click.pass_obj
def new(folder: Path, id_: str, kind: str | None, is_work: bool) -> None:
    """Begin the entry of the module ID: a file with every required key, a hint at each, and blanks to fill in.

    What the first stage asks for beyond them stands there too, as comments. Nothing is ever overwritten.
    """
    root, sort = pipeline.find_root(folder), "showcase" if is_work else "module"
    source, catalog = Folder(root), checked(folder).catalog
    if catalog is None:
        raise CatalogError("catalog.yaml or the lifecycle has mistakes, which `module-catalog check` names")
    path = draft.path_of(id_, sort, source)
    if like := draft.similar(id_, sort, source):
        click.echo(f"module-catalog: {like} has a similar name: make sure that it is not the same", err=True)
    files.create(path, draft.text(sort, catalog, kind), root)
    # The first line of the entry tells editors to look for it.
    write_schemas(root, catalog, only_missing=True)
    click.echo(f"Wrote {path}.\nFill in the blanks: `module-catalog check` names those that are left.")


@main.command()
@click.option("--name", help="The project's name; without it, that of its folder.")
@click.pass_obj
def init(folder: Path, name: str | None) -> None:
    """Begin a catalog in the current folder: catalog.yaml, the roster, schemas for editors, and a site where there is none.

    Files that are there already stay as they are.
    """
    root = folder.resolve()
    has_site = (root / "mkdocs.yml").exists()
    title = name or root.name
    if printable(title) != title:
        raise CatalogError(f"`{printable(title)}` is no text on one line: say with --name what the project is called")
    for path, text in start.files(title, clock.today(), has_site=has_site).items():
        if (root / path).exists():
            click.echo(f"Kept {path}, which was there.")
        else:
            files.create(path, text, root, inside=".")
            click.echo(f"Wrote {path}.")
    write_schemas(root, usable(checked(root)), only_missing=True)
    if has_site:
        click.echo("Add `module-catalog` to the plugins in mkdocs.yml.")
    click.echo("Now say in catalog/catalog.yaml what kinds of module there are, and begin the first: `module-catalog new ID`.")
