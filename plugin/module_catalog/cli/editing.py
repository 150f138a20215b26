"""How a command changes entries: shown, refused with what to do first, or written whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from .. import clock
from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..catalog.reading.documents import Document
from ..catalog.reading.sources import Folder, Overlay, Source
from ..checks import pipeline
from ..checks.result import Result
from ..diagnostics import Finding, Severity
from ..edit import files
from ..edit.files import Edit
from ..edit.rewriting import Data, edited
from ..reports.parts import said
from .group import report

DRY_RUN = click.option("--dry-run", is_flag=True, help="Write nothing: show what would change.")


def _day(context: click.Context, parameter: click.Parameter, day: datetime | None) -> str:
    return (day.date() if day else clock.today()).isoformat()


DATE = click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    metavar="DAY",
    help="The day it happened, such as 2026-01-31. Default: today.",
)


def edit_of(document: Document, change: Callable[[Data], Data], sort: str = "module") -> Edit:
    """Return the edit that makes an entry of a sort say what *change* makes of it."""
    return Edit(document.path, document.text, edited(document, change, sort))


def showcase_edits(module: Module, catalog: Catalog, change: Callable[[Data, str], Data]) -> list[Edit]:
    """Return the edits of the showcase entries that use a module, or used it."""
    entries = (entry for entry in catalog.showcase if module.id in entry.uses)
    return [edit_of(one.document, lambda entry: change(entry, module.id), "showcase") for one in entries]


def carry_out(
    root: Path,
    result: Result,
    edits: Iterable[Edit],
    *,
    dry_run: bool,
    done: str,
    unmet: Callable[[Catalog], str] = lambda catalog: "",
) -> None:
    """Write edits, or only show them; or refuse, with what is missing, and exit with 1.

    They are refused where the catalog would have an error that it does not have now. *unmet* says of the
    catalog after them what is missing, as lines to paste, and *done* what was done.
    """
    source, changed = Folder(root), [edit for edit in edits if edit.is_change]
    after = _after(source, result, changed)
    missing = unmet(after.catalog) if after.catalog else ""
    moved = {edit.origin: edit.path for edit in changed if edit.origin}
    new = _untold(after.since(result, moved), missing)
    if missing or new.count(Severity.ERROR):
        _refuse(missing, new)
    if after.catalog:
        changed += [Edit(*outdated) for outdated in pipeline.outdated_schemas(source, after.catalog)]
    for edit in changed if dry_run else ():
        click.echo(files.diff(edit, root).encode(), nl=False)
    if not dry_run:
        files.save_all(changed, root)
    if new.findings:
        click.echo(report(new), nl=False, err=True)
    # A diff is for patch to read, so that nothing else may stand beside it.
    told = said(done) if changed else "Nothing is to be changed."
    click.echo(f"Nothing was written. Without --dry-run: {told}" if dry_run else told, err=dry_run)


def _after(source: Source, result: Result, changed: Sequence[Edit]) -> Result:
    """Check the catalog as it would be, and the change that leads there."""
    texts = {edit.path: edit.after for edit in changed}
    moved = {edit.origin: edit.path for edit in changed if edit.origin}
    today = result.catalog.today if result.catalog else clock.today()
    return pipeline.check_source(Overlay(source, texts, moved), today=today, base=source)


def _untold(new: Result, missing: str) -> Result:
    """Return a result without the findings that are told as missing."""
    kept = (one for one in new.findings if not _is_told(one, missing))
    return replace(new, findings=tuple(kept))


def _is_told(finding: Finding, missing: str) -> bool:
    _, sign, shortfall = finding.message.partition(", which requires ")
    return bool(sign and missing) and shortfall in missing


def _refuse(missing: str, new: Result) -> None:
    """Say why nothing is written, and end. What only warns is not in the way."""
    errors = tuple(one for one in new.findings if one.severity is Severity.ERROR)
    if missing:
        click.echo(missing)
    if errors:
        click.echo(report(replace(new, findings=errors)), nl=False)
    click.echo("Nothing was changed: do this first, and run the command again.", err=True)
    sys.exit(1)
