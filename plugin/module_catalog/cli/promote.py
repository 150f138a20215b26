"""`promote`: a module to its next stage, when it has what that asks for."""

from __future__ import annotations

from pathlib import Path

import click

from ..catalog.entries import Module
from ..catalog.lifecycle import Stage
from ..catalog.model import Catalog
from ..checks import pipeline
from ..checks.readiness import readiness, returning
from ..diagnostics import CatalogError
from ..edit.promote import promoted
from ..edit.uses import after_return
from . import named
from .editing import DRY_RUN, carry_out, edit_of, showcase_edits
from .group import checked, main, usable
from .stages import EventOptions, allowed, event_options, unmet


@main.command(epilog="\b\nExample:\n  module-catalog promote relax --to S2 --release v0.16.0 --dry-run")
@click.argument("id_", metavar="ID", shell_complete=named.ids)
@click.option("--to", metavar="STAGE", shell_complete=named.stages, help="The stage. Default: the next one.")
@event_options
@DRY_RUN
@click.pass_obj
def promote(
    folder: Path,
    id_: str,
    *,
    to: str | None,
    happened: EventOptions,
    dry_run: bool,
) -> None:
    """Move the module ID to its next stage.

    The entry gets the stage and the event that led to it, with the accepted decision about it, and items of
    the roadmap that lead there are done. It is refused, with lines to paste, while the stage requires what
    the entry lacks: exit code 1.
    """
    result = checked(folder)
    catalog = usable(result)
    module = named.module_of(id_, catalog)
    stage = _target(module, to, catalog)
    name = "returned" if catalog.is_gone(module) else "entered"
    event = happened.event(name, module, stage)
    back = showcase_edits(module, catalog, after_return) if name == "returned" else []
    carry_out(
        pipeline.find_root(folder),
        result,
        [edit_of(module.document, lambda entry: promoted(entry, stage, event, catalog.lifecycle)), *back],
        dry_run=dry_run,
        done=f"{module.name} is at {stage.label} now: {module.document.path}.",
        unmet=lambda after: unmet(module, stage, after),
    )


def _target(module: Module, to: str | None, catalog: Catalog) -> Stage:
    """Return the stage that a module is to go to. Raises click's error for one that it cannot go to so."""
    if to is None:
        stage = returning(module, catalog) or readiness(module, catalog).stage
        if stage.id == module.stage:
            raise CatalogError(f"{module.id} is at {stage.label}, and no stage comes after it")
        return allowed(module, stage, catalog)
    named.known(to, catalog.lifecycle.by_id, "the lifecycle has no stage")
    stage = catalog.lifecycle.by_id[to]
    if stage.presence != "live":
        command = {"leaving": "deprecate", "gone": "remove"}[stage.presence]
        raise click.BadParameter(f"`module-catalog {command} {module.id}` leads to {to}")
    return allowed(module, stage, catalog)
