"""`remind`: what has passed and what is due soon, by who can do something about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from ..checks.reminders import reminders
from ..reports.reminders import REMINDER_REPORTS
from .group import TODAY, checked, main, usable

_LONGEST = 3650


@main.command(
    epilog="""\b
Example, in a job of each month:
  module-catalog remind --output-format markdown > issue.md
  [ ! -s issue.md ] || gh issue create --title "Catalog: what is due" --body-file issue.md
"""
)
@click.option(
    "--within",
    type=click.IntRange(0, _LONGEST),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Also list what is due within so many days.",
)
@click.option(
    "--output-format",
    type=click.Choice(list(REMINDER_REPORTS)),
    default="text",
    show_default=True,
    help="The format of the list.",
)
@TODAY
@click.pass_obj
def remind(folder: Path, *, within: int, output_format: str, today: datetime | None) -> None:
    """List what has passed and what is due soon, by owner.

    Reviews, targets of roadmaps, removals, waivers, owners who left or are silent. Nothing is printed when
    there is nothing to do.
    """
    result = checked(folder, today)
    catalog = usable(result)
    until = min(catalog.today + timedelta(days=within), date.max)
    found = reminders(result, catalog, until)
    click.echo(REMINDER_REPORTS[output_format](found, catalog).encode(), nl=False)
