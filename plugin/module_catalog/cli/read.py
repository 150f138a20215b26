"""`explain`, `ready` and `schema`: what the program knows, in a terminal."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

import click

from .. import disk
from ..catalog.model import Catalog
from ..catalog.schema import Schema, effective
from ..catalog.sources import Folder
from ..catalog.validator import BLANK
from ..checks import pipeline
from ..checks.dialect import PLAIN, Dialect, dialect
from ..checks.readiness import Readiness, readiness
from ..checks.rules import RULES
from ..diagnostics import CatalogError
from ..edit.additions import additions
from ..site.pages.rules import explained
from . import named
from .group import TODAY, checked, known_codes, main, usable


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
@click.argument("id_", metavar="[ID]", required=False, shell_complete=named.ids)
@TODAY
@click.pass_obj
def ready(folder: Path, id_: str | None, today: datetime | None) -> None:
    """List what the next stage requires of a module.

    It says what is met, what is open, and what to add to the entry; without ID, in short for all modules. No
    module has to move to another stage. Exit code 1 when a requirement is open for the module ID.
    """
    result = checked(folder, today)
    catalog = usable(result)
    if id_ is None:
        click.echo("\n".join(_ready_lines(catalog)))
        return
    shown = readiness(named.module_of(id_, catalog), catalog)
    click.echo(ready_text(shown, catalog))
    sys.exit(0 if shown.is_ready else 1)


def _ready_lines(catalog: Catalog) -> Iterator[str]:
    """Yield a line for each live module: its id, the stage it would go to, how many gates it passes."""
    live = [
        readiness(module, catalog)
        for module in catalog.modules
        if catalog.stage_of(module).presence == "live"
    ]
    widths = [
        max((len(text) for text in column), default=0)
        for column in ([one.module.id for one in live], map(_way, live))
    ]
    for one in live:
        yield f"{one.module.id:{widths[0]}}  {_way(one):{widths[1]}}  {one.met} of {len(one.steps)}"


def _way(shown: Readiness) -> str:
    return f"{shown.module.stage} → {shown.stage.id}" if shown.is_next else f"stays {shown.stage.id}"


_MARKS = {"met": "✓", "open": "□", "not required": "-"}


def ready_text(shown: Readiness, catalog: Catalog) -> str:
    """Return the list for one module: each gate with its state, then lines to paste into its entry."""
    here = catalog.stage_of(shown.module).label
    options = f"Requirements for {shown.stage.label}" if shown.is_next else "Requirements to stay there"
    lines = [f"{shown.module.name} is at {here}. {options}: {shown.met} of {len(shown.steps)} met.", ""]
    for step in shown.steps:
        lines += [
            f"  {_MARKS[step.state]} {catalog.settings.noun.put_in(step.sentence)}"
            + " (grandfathered)" * (step.state == "not required"),
            *(f"      {shortfall}" for shortfall in step.missing if step.state == "open"),
        ]
    document, schema = shown.module.document, Schema.of(effective("module", {}))
    pastes = [paste for step in shown.steps for paste in step.pastes]
    if added := additions(pastes, document, schema):
        lines += ["", f"To add to {document.path}, in this order, with your own words for each {BLANK}:"]
        for place, those in groupby(added, key=lambda one: one.place):
            lines += ["", place, *(f"    {line}" for one in those for line in one.lines)]
    return "\n".join(lines)


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
    for name, path in pipeline.WRITTEN_SCHEMAS.items():
        file, content = root / path, pipeline.editor_schema(name, catalog).encode()
        with disk.reported(file):
            if only_missing and file.exists():
                continue
            # A link is replaced: what it leads to may be no part of the catalog.
            is_new = file.is_symlink() or not file.is_file() or file.read_bytes() != content
            if is_new:
                disk.replace(file, content)
        click.echo(f"Wrote {path}." if is_new else f"{path} is up to date.")
