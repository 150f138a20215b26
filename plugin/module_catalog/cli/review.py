"""`review`: a person has read entries, and found them correct."""

from __future__ import annotations

from pathlib import Path

import click

from ..checks import pipeline
from ..edit.review import reviewed
from . import named
from .editing import DATE, DRY_RUN, carry_out, edit_of
from .group import checked, counted, main, usable


@main.command(
    epilog="\b\nExample:\n  module-catalog review $(module-catalog list --owner ana --output-format ids)"
)
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=named.ids)
@DATE
@DRY_RUN
@click.pass_obj
def review(folder: Path, ids: tuple[str, ...], date: str, dry_run: bool) -> None:
    """Say that you have reviewed modules.

    You have read their entries, and found them correct. Each gets the day as `reviewed`, all of them or none.
    """
    result = checked(folder)
    catalog = usable(result)
    modules = [named.module_of(id_, catalog) for id_ in dict.fromkeys(ids)]
    noun = catalog.settings.noun
    carry_out(
        pipeline.find_root(folder),
        result,
        [edit_of(module.document, lambda entry: reviewed(entry, date)) for module in modules],
        dry_run=dry_run,
        done=noun.put_in(f"{counted(len(modules), 'module')} reviewed on {date}."),
    )
