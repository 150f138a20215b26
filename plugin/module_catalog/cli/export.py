"""`export`: the catalog in the format of another program."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .. import disk
from ..catalog.queries.in_repository import in_repository
from ..edit.marks import between_marks
from ..site.exports import FORMATS
from .group import known_repository, main, usable, whole


@main.command(
    epilog="\b\nFORMAT is one of:\n"
    + "\n".join(f"  {name:<11} {format_.description}" for name, format_ in FORMATS.items())
)
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option(
    "-o",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it to FILE, in place of what is there, or of what stands between its two marks.",
)
@click.option(
    "--repository",
    metavar="NAME",
    help="For codeowners: the repository the file is for, one of `repositories` in catalog.yaml.",
)
@click.option("--check", "checks", is_flag=True, help="Write nothing: exit with 1 when FILE is out of date.")
@click.pass_obj
def export(folder: Path, name: str, *, file: Path | None, repository: str | None, checks: bool) -> None:
    """Print the catalog as FORMAT, or write it to a file.

    Where the file has a line `<!-- begin module-catalog -->` and a line `<!-- end module-catalog -->`, or the
    two as comments that begin with #, only what stands between them is replaced. A catalog with errors is not
    exported: it would be incomplete.
    """
    if checks and file is None:
        raise click.UsageError("--check needs -o FILE")
    if repository is not None and name != "codeowners":
        raise click.UsageError("--repository works only with the format codeowners")
    catalog = usable(whole(folder))
    if repository is not None:
        catalog = in_repository(catalog, known_repository(repository, catalog))
    content = FORMATS[name].content(catalog)
    if file is None:
        click.echo(content, nl=False)
        return
    before = file.read_bytes() if file.is_file() else None
    content = between_marks(before or b"", content)
    if not checks:
        disk.save(file, content)
        click.echo(f"Wrote {file}.")
    elif before == content:
        click.echo(f"{file} is up to date.")
    else:
        of = f" --repository {repository}" if repository else ""
        click.echo(f"{file} is out of date: run `module-catalog export {name} -o {file}{of}`")
        sys.exit(1)
