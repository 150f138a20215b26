"""`own`: who looks after a module, from now on or no longer."""

from __future__ import annotations

from pathlib import Path

import click

from ..catalog.entries import Module
from ..checks import pipeline
from ..edit.own import confirmed, owned, seeking
from ..edit.rewriting import Data
from . import named
from .editing import DATE, DRY_RUN, carry_out, edit_of
from .group import checked, main, usable


@main.command(epilog="\b\nExample:\n  module-catalog own relax --add ana --remove ben")
@click.argument("id_", metavar="ID", shell_complete=named.ids)
@click.option(
    "--add", multiple=True, metavar="HANDLE", shell_complete=named.handles, help="Somebody who owns it now."
)
@click.option(
    "--remove",
    multiple=True,
    metavar="HANDLE",
    shell_complete=named.handles,
    help="Somebody who no longer does.",
)
@click.option(
    "--confirm",
    multiple=True,
    metavar="HANDLE",
    shell_complete=named.handles,
    help="An owner who confirms to be one.",
)
@click.option("--seek", "seeks", is_flag=True, help="Ask for an owner: what it says where nobody is left.")
@click.option("--as", "as_", metavar="CAPACITY", help="In what capacity, such as reviewer.")
@DATE
@DRY_RUN
@click.pass_obj
def own(
    folder: Path,
    id_: str,
    *,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    confirm: tuple[str, ...],
    seeks: bool,
    as_: str | None,
    date: str,
    dry_run: bool,
) -> None:
    """Change who owns the module ID.

    Who no longer owns it stays on record as a former owner, with the day. Where catalog.yaml sets `limits:
    {confirm_days: …}`, owners confirm now and then that they are. It is refused, with what to do
    first, while the stage requires more owners than are left: exit code 1. The last one can leave with
    --seek, and the entry asks for another.
    """
    if not (add or remove or confirm or seeks):
        raise click.UsageError("say with --add, --remove or --confirm whom it is about, or --seek")
    result = checked(folder)
    catalog = usable(result)
    module = named.module_of(id_, catalog)
    for handle in add:
        named.known(handle, catalog.people, "the roster has no")
    if as_ and not add:
        raise click.UsageError("--as needs --add")
    if as_:
        named.known(as_, catalog.settings.capacities, "there is no capacity")
    _require_change(module, add, (*remove, *confirm))

    def change(entry: Data) -> Data:
        after = confirmed(owned(entry, add=add, as_=as_, remove=remove, day=date), confirm, date)
        return seeking(after) if seeks else after

    carry_out(
        pipeline.find_root(folder),
        result,
        [edit_of(module.document, change)],
        dry_run=dry_run,
        done=f"{module.name} has owners as you say: {module.document.path}.",
    )


def _require_change(module: Module, add: tuple[str, ...], others: tuple[str, ...]) -> None:
    """Raise click's error where somebody to be added is an owner, or one of the others is none."""
    owners = {owner.person: owner for owner in module.current_owners}
    for handle in others:
        named.known(handle, owners, f"{module.id} has no owner")
    for handle in add:
        if handle in owners:
            raise click.BadParameter(f"{handle} owns {module.id} already")
