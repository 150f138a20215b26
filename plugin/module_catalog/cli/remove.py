"""`remove`: a module that is gone, whose entry stays."""

from __future__ import annotations

from pathlib import Path

import click

from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..checks import pipeline
from ..diagnostics import CatalogError
from ..edit.remove import removed
from ..edit.uses import after_removal
from . import named
from .editing import DRY_RUN, carry_out, edit_of, showcase_edits
from .group import checked, main, usable
from .stages import EventOptions, event_options, stage_of, unmet


@main.command(epilog="\b\nExample:\n  module-catalog remove old-tuner --release v3.0")
@click.argument("id_", metavar="ID", shell_complete=named.ids)
@click.option("--to", metavar="STAGE", shell_complete=named.stages, help="The stage, where several are gone.")
@event_options
@DRY_RUN
@click.pass_obj
def remove(
    folder: Path,
    id_: str,
    *,
    to: str | None,
    happened: EventOptions,
    dry_run: bool,
) -> None:
    """Say that the module ID was removed.

    Its entry stays, so that its old name can be looked up. It gets the stage and the event; its namespaces
    become former ones, and its toggles end with the release, but for those that another module has. Showcase
    entries list it as one that they used. It is refused, with what to do first, while the stage
    requires what is not so: exit code 1.
    """
    result = checked(folder)
    catalog = usable(result)
    module = named.module_of(id_, catalog)
    stage = stage_of(module, "gone", to, catalog)
    until = happened.release or _until(module, happened.date, catalog)
    kept = _kept(module, catalog)
    event = happened.event("removed", module, stage)

    def change(entry: dict[str, object]) -> dict[str, object]:
        return removed(entry, stage, event, catalog.lifecycle, until=until, kept=kept)

    carry_out(
        pipeline.find_root(folder),
        result,
        [edit_of(module.document, change), *showcase_edits(module, catalog, after_removal)],
        dry_run=dry_run,
        done=f"{module.name} is {stage.label} now: {module.document.path}.",
        unmet=lambda after: unmet(module, stage, after),
    )


def _kept(module: Module, catalog: Catalog) -> set[str]:
    """Return the toggles that another module which is there has too."""
    others = (one for one in catalog.modules if one is not module and not catalog.is_gone(one))
    return {toggle.name for one in others for toggle in one.toggles}


def _until(module: Module, date: str, catalog: Catalog) -> str | None:
    """Return what ends paths and toggles where no release was named: the day, if there are no releases."""
    if not catalog.settings.release_names:
        return date
    if not (module.namespaces or any(one.until is None for _, one in module.own_toggles)):
        return None
    announced = module.deprecation.removal if module.deprecation else None
    hint = f": {announced} was announced" if announced in catalog.settings.release_names else ""
    raise CatalogError(f"say with --release which is the first release without {module.id}{hint}")
