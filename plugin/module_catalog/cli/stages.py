"""What the commands share that move a module to another stage: the event, the way there, what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import click

from ..catalog.entries import Module
from ..catalog.lifecycle import Stage
from ..catalog.model import Catalog
from ..checks.readiness import Readiness, readiness
from ..diagnostics import CatalogError
from ..edit.promote import event
from ..edit.rewriting import Data
from . import named
from .editing import DATE
from .ready import ready_text

F = TypeVar("F", bound=Callable[..., Any])


RELEASE = click.option(
    "--release",
    metavar="RELEASE",
    shell_complete=named.releases,
    help="The first release that contains the change.",
)
_RFC = click.option(
    "--rfc", metavar="TITLE", help="The decision behind it. Default: the accepted one about the stage."
)
_URL = click.option("--url", metavar="URL", help="Where the change can be verified.")


@dataclass(frozen=True)
class EventOptions:
    """When an event happened, and by what, as a command was told it."""

    date: str
    release: str | None
    rfc: str | None
    url: str | None

    def event(self, name: str, module: Module, stage: Stage) -> Data:
        """Return the event with which a module came to a stage.

        The decision behind it is the accepted one about the stage, where none is named and there is only one.
        """
        decisions = [one.title for one in module.rfcs if one.for_ == stage.id and one.status == "accepted"]
        decision = self.rfc or (decisions[0] if len(decisions) == 1 else None)
        return event(name, date=self.date, stage=stage.id, release=self.release, rfc=decision, url=self.url)


def event_options(command: F) -> F:
    """Add the options that say when an event happened, and by what: the command takes them as *happened*."""

    @wraps(command)
    def gathered(
        *given: Any, date: str, release: str | None, rfc: str | None, url: str | None, **options: Any
    ) -> Any:
        return command(*given, happened=EventOptions(date, release, rfc, url), **options)

    return cast("F", RELEASE(_RFC(_URL(DATE(gathered)))))


def stage_of(module: Module, presence: str, to: str | None, catalog: Catalog) -> Stage:
    """Return the stage of a presence that a module may go to: the one that was named, or the only one.

    Raises click's error where a transition leads to none, or to several.
    """
    lifecycle = catalog.lifecycle
    there = [stage for stage in lifecycle.stages if stage.presence == presence]
    if to is not None:
        named.known(to, [stage.id for stage in there], f"no stage with `presence: {presence}` is called")
        return allowed(module, lifecycle.by_id[to], catalog)
    found = [stage for stage in there if lifecycle.allows(module.stage, stage.id)]
    if len(found) > 1:
        raise click.UsageError(f"say with --to which it is: {', '.join(stage.id for stage in found)}")
    if not there:
        raise CatalogError(f"the lifecycle has no stage with `presence: {presence}`")
    return found[0] if found else allowed(module, there[0], catalog)


def allowed(module: Module, stage: Stage, catalog: Catalog) -> Stage:
    """Return a stage that the module may go to. Raises CatalogError where no transition leads there."""
    if catalog.lifecycle.allows(module.stage, stage.id):
        return stage
    ways = ", ".join(one.to for one in catalog.lifecycle.transitions if one.from_ == module.stage) or "none"
    raise CatalogError(
        f"no transition leads from {module.stage}, where {module.id} is, to {stage.id}; allowed: {ways}"
    )


def unmet(module: Module, stage: Stage, after: Catalog) -> str:
    """Return what a module lacks that was moved to a stage, with lines to paste; nothing if it has all."""
    moved = after.by_id.get(module.id)
    if moved is None:
        return ""
    shown = readiness(moved, after, stage)
    if shown.is_ready:
        return ""
    return ready_text(Readiness(module, stage, True, shown.steps), after, moved.document.data)
