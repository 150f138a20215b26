"""How a command changes entries: shown, refused with what to do first, or written whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from .. import clock
from ..catalog.documents import Document
from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..catalog.sources import Folder, Overlay, Source
from ..checks import pipeline
from ..checks.result import Result
from ..diagnostics import Finding, Severity
from ..edit import files
from ..edit.files import Edit
from ..edit.rewriting import Data, edited
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
    new = _new(result, after, missing)
    if missing or any(one.severity is Severity.ERROR for one in new):
        _refuse(missing, replace(after, findings=tuple(new)))
    if after.catalog:
        changed += [Edit(*outdated) for outdated in pipeline.outdated_schemas(source, after.catalog)]
    for edit in changed if dry_run else ():
        click.echo(files.diff(edit, root).encode(), nl=False)
    if not dry_run:
        files.save_all(changed, root)
    if new:
        click.echo(report(replace(after, findings=tuple(new))), nl=False, err=True)
    # A diff is for patch to read, so that nothing else may stand beside it.
    said = done if changed else "Nothing is to be changed."
    click.echo(f"Nothing was written. Without --dry-run: {said}" if dry_run else said, err=dry_run)


def _after(source: Source, result: Result, changed: Sequence[Edit]) -> Result:
    """Check the catalog as it would be, and the change that leads there."""
    texts = {edit.path: edit.after for edit in changed}
    moved = {edit.origin: edit.path for edit in changed if edit.origin}
    today = result.catalog.today if result.catalog else clock.today()
    return pipeline.check_source(Overlay(source, texts, moved), today=today, base=source)


def _new(before: Result, after: Result, missing: str) -> list[Finding]:
    """Return what is found after a change and was not before, but for what is told as missing."""
    known = {(one.code, one.place.path, one.message) for one in before.findings}
    return [
        one
        for one in after.findings
        if (one.code, one.place.path, one.message) not in known and not (missing and _is_told(one, missing))
    ]


def _is_told(finding: Finding, missing: str) -> bool:
    _, sign, shortfall = finding.message.partition(", which requires ")
    return bool(sign) and shortfall in missing


def _refuse(missing: str, new: Result) -> None:
    if missing:
        click.echo(missing)
    if new.findings:
        click.echo(report(new), nl=False)
    click.echo("Nothing was changed: do this first, and run the command again.", err=True)
    sys.exit(1)
