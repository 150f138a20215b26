"""`check`: what is wrong with the catalog, in many formats; and `--fix`."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import clock, disk
from ..checks import kept, pipeline
from ..checks.result import Result
from ..diagnostics import Severity
from ..reports import OF_REPOSITORY, PAINTED, REPORTS
from ..reports.colour import coloured, plain
from ..reports.text import summary
from . import named
from .group import TODAY, checked, counted, known_codes, main, shown, wanted, watched

if TYPE_CHECKING:
    from ..edit import fixes


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--output-format",
    type=click.Choice(list(REPORTS)),
    default="full",
    show_default=True,
    help="The format of the report.",
)
@click.option(
    "--output-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report to FILE; print its summary.",
)
@click.option(
    "--statistics",
    "counts",
    is_flag=True,
    help="Print the number of findings of each rule instead of the findings.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    callback=known_codes,
    shell_complete=named.codes,
    help="Report only these rules, such as MC201 or MC2.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODE",
    callback=known_codes,
    shell_complete=named.codes,
    help="Do not report these rules.",
)
@click.option(
    "--base", metavar="REV", help="Check the change since this git revision too, such as origin/main."
)
@click.option(
    "--new", "only_new", is_flag=True, help="With --base: report only what the change adds, of every rule."
)
@TODAY
@click.option(
    "--fix", is_flag=True, help="First fix misspelt keys and words, if only one thing can be meant."
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Keep nothing in .cache of what was found, and use nothing of it. So it is where CI is set, too.",
)
@click.option("--diff", is_flag=True, help="With --fix: show what it would change, and write nothing.")
@click.pass_obj
def check(
    folder: Path,
    paths: tuple[Path, ...],
    *,
    output_format: str,
    output_file: Path | None,
    counts: bool,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    base: str | None,
    only_new: bool,
    today: datetime | None,
    fix: bool,
    diff: bool,
    no_cache: bool,
) -> None:
    """Check every entry. PATHS limit what is reported, not what is read.

    Exit code 0: no errors. 1: errors. 2: there is no catalog to check.
    """
    # The process ends before there is garbage worth collecting, and looking for it takes a tenth of the time.
    gc.disable()
    if only_new and not base:
        raise click.UsageError("--new needs --base")
    if diff and not fix:
        raise click.UsageError("--diff needs --fix")
    if counts and output_format not in PAINTED:
        raise click.UsageError("--statistics works only with the formats full and concise")
    applied = _fix(folder, paths, today, shows=diff) if fix else None
    # Whoever can propose a change to a repository must not be able to tell the check there what it finds.
    keeps = not (no_cache or base or os.environ.get("CI"))
    found = _checked(folder, today) if keeps else checked(folder, today, base, only_new=only_new)
    root = pipeline.find_root(folder)
    limited = _limited(found, root, paths)
    result = shown(_selected(limited, select, ignore))
    if not diff:
        _report(_placed(result, root, output_format), "statistics" if counts else output_format, output_file)
    if applied and (applied.count or result.findings):
        click.echo(_fixed(applied, shows=diff), err=True)
    fails = result.count(Severity.ERROR) or (strict and result.count(Severity.WARNING))
    sys.exit(1 if fails else 0)


def _checked(folder: Path, today: datetime | None) -> Result:
    """Check the catalog of a folder with what the last check of it has kept."""
    root = pipeline.find_root(folder)
    return kept.check(root, today=today.date() if today else clock.today(), progress=watched)


def _fix(folder: Path, paths: tuple[Path, ...], today: datetime | None, *, shows: bool) -> fixes.Fixes:
    """Fix the catalog of a folder, or only show what that would change."""
    from ..catalog.reading.sources import Folder  # noqa: PLC0415  # only needed here, and takes time to load
    from ..edit import files, fixes  # noqa: PLC0415

    root = pipeline.find_root(folder)
    applied = fixes.fix(
        Folder(root), today=today.date() if today else clock.today(), is_wanted=wanted(root, paths)
    )
    for edit in applied.edits:
        if shows:
            click.echo(files.diff(edit, root).encode(), nl=False)
        else:
            files.save(edit, root)
    return applied


def _fixed(applied: fixes.Fixes, *, shows: bool) -> str:
    if not applied.count:
        return "Nothing here can be fixed automatically."
    count, edits = counted(applied.count, "finding"), counted(len(applied.edits), "file")
    return f"{'Would fix' if shows else 'Fixed'} {count} in {edits}."


def _placed(result: Result, root: Path, name: str) -> Result:
    """Return the result with paths as whoever reads a format of that name knows files."""
    if name not in OF_REPOSITORY:
        return result
    from ..git import place_in_repository  # noqa: PLC0415  # only needed here, and takes time to load

    return result.below(place_in_repository(root))


def _report(result: Result, name: str, file: Path | None) -> None:
    """Print a report; or write it to a file, and print its summary."""
    is_painted = file is None and _has_colours()
    text = (
        PAINTED[name](result, coloured if is_painted else plain) if name in PAINTED else REPORTS[name](result)
    )
    if file is not None:
        disk.save(file, text.encode())
        click.echo(summary(result))
    elif name in PAINTED:
        click.echo(text, nl=False, color=is_painted)
    else:
        click.echo(text.encode(), nl=False)


def _has_colours() -> bool:
    """Say whether what is printed may be painted, by the rules of no-color.org and force-color.org."""
    is_terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return bool(os.environ.get("FORCE_COLOR")) or (is_terminal and not os.environ.get("NO_COLOR"))


def _selected(result: Result, select: tuple[str, ...], ignore: tuple[str, ...]) -> Result:
    """Return the result with only the findings of selected rules, all by default, less the ignored ones."""
    kept = (
        found
        for found in result.findings
        if found.code.startswith(select or "MC") and not found.code.startswith(ignore)
    )
    return replace(result, findings=tuple(kept))


def _limited(result: Result, root: Path, paths: tuple[Path, ...]) -> Result:
    """Return the result with only the findings in files at or below *paths*, or all of them without paths."""
    is_wanted = wanted(root, paths)
    return replace(result, findings=tuple(found for found in result.findings if is_wanted(found.place.path)))
