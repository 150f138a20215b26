"""`explain` and `schema`: what the program knows, in a terminal."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import click

from .. import disk
from ..catalog.model import Catalog
from ..catalog.reading.sources import Folder
from ..checks import pipeline
from ..checks.dialect import PLAIN, Dialect, dialect
from ..checks.rules import RULES
from ..diagnostics import CatalogError
from ..site.pages.rules import explained
from . import named
from .group import checked, known_codes, main, usable


@main.command()
@click.argument("code", shell_complete=named.codes)
@click.pass_obj
def explain(folder: Path, code: str) -> None:
    """Explain a rule: what it requires and why, with an example in the words of this catalog."""
    (known,) = known_codes(click.get_current_context(), main.params[0], (code,))
    if known not in RULES:
        several = ", ".join(one for one in RULES if one.startswith(known))
        raise click.BadParameter(f"{known} begins several codes: name one of {several}")
    words = _words(folder)
    shown = explained(known, words)
    title, why = map(words.noun.put_in, (shown.rule.title, shown.rule.why))
    click.echo(f"{known} ({shown.rule.severity.value}): {title}\n\n{why}")
    for title, text in (("Wrong:", shown.bad), ("Finding:", shown.output), ("Right:", shown.good)):
        click.echo(f"\n{title}\n\n{textwrap.indent(text, '    ')}")


def _words(folder: Path) -> Dialect:
    """Return the words of the catalog of a folder; those of the built-in examples where there is none."""
    try:
        catalog = checked(folder).catalog
    except CatalogError:
        return PLAIN
    return dialect(catalog) if catalog else PLAIN


@main.command()
@click.argument("name", required=False, type=click.Choice(pipeline.SCHEMAS))
@click.option(
    "--write", "writes", is_flag=True, help="Write the schemas that editors use into the catalog folder."
)
@click.option("--check", "checks", is_flag=True, help="Exit with 1 when a written schema is out of date.")
@click.pass_obj
def schema(folder: Path, name: str | None, writes: bool, checks: bool) -> None:
    """Print a JSON Schema, or write those for editors.

    It is that of one kind of file, module by default, with the words of this catalog filled in. Editors use
    module, showcase and people: --write puts them where the first line of an entry looks for them.
    """
    if (name is not None) + writes + checks > 1:
        raise click.UsageError("give one of NAME, --write and --check")
    result = checked(folder)
    catalog = usable(result)
    if writes:
        write_schemas(pipeline.find_root(folder), catalog)
    elif checks:
        outdated = [
            path for path, *_ in pipeline.outdated_schemas(Folder(pipeline.find_root(folder)), catalog)
        ]
        click.echo(
            "\n".join(f"{path}: {pipeline.OUTDATED}" for path in outdated)
            or "No written schema is out of date."
        )
        sys.exit(1 if outdated else 0)
    else:
        click.echo(pipeline.editor_schema(name or "module", catalog), nl=False)


def write_schemas(root: Path, catalog: Catalog, *, only_missing: bool = False) -> None:
    """Write the schemas that editors use into the catalog folder, and say which."""
    for line in written_schemas(root, catalog, only_missing=only_missing):
        click.echo(line)


def written_schemas(root: Path, catalog: Catalog, *, only_missing: bool) -> list[str]:
    """Write the schemas that editors use into the catalog folder, and return what to say of each."""
    told = []
    for name, path in pipeline.WRITTEN_SCHEMAS.items():
        file, content = root / path, pipeline.editor_schema(name, catalog).encode()
        with disk.reported(file):
            if only_missing and file.exists():
                continue
            # A link is replaced: what it leads to may be no part of the catalog.
            is_new = file.is_symlink() or not file.is_file() or file.read_bytes() != content
            if is_new:
                disk.replace(file, content)
        told.append(f"Wrote {path}." if is_new else f"{path} is up to date.")
    return told
