"""The history of a module, read event by event: when it was there, and at which stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..entries import Event, Module
from ..lifecycle import Stage
from ..model import Catalog


@dataclass(frozen=True)
class HistoryState:
    """An event of a module, and how the module stands after it."""

    event: Event
    stage: Stage | None
    """The stage it is at; None as long as the history has stated none."""
    is_reading: bool
    """Whether the catalog, not the project, assigned that stage."""
    was_there: bool
    is_there: bool

    @property
    def is_found(self) -> bool:
        """Whether it is only known that the module is there, and not since when.

        Nothing is recorded, or the catalog read it.
        """
        if self.was_there or self.event.release:
            return False
        return not self.event.date.year or (self.event.is_reading and self.event.event == "entered")

    @property
    def arrives(self) -> bool:
        """Whether the module comes, or comes back, with the event."""
        return self.is_there and not self.was_there and not self.is_found

    @property
    def leaves(self) -> bool:
        """Whether the module goes with the event."""
        return self.was_there and not self.is_there


def history_states(module: Module, catalog: Catalog) -> Iterator[HistoryState]:
    """Yield every event of a module's history with what follows from it, oldest first."""
    stage, is_reading, is_there = None, False, False
    for index, event in enumerate(module.history):
        if event.stage:
            stage, is_reading = catalog.lifecycle.by_id[event.stage], event.is_reading
        was_there = is_there
        # Whatever the first event is called: before it the module is not on record.
        is_there = _is_there(event, stage, was_there=was_there or index == 0)
        yield HistoryState(event, stage, is_reading, was_there, is_there)


def _is_there(event: Event, stage: Stage | None, *, was_there: bool) -> bool:
    """Say whether a module is there after an event.

    A part that comes back does not bring back what is gone.
    """
    if event.event == "removed" or (stage is not None and stage.presence == "gone"):
        return False
    return was_there or bool(event.stage) or event.event == "returned"


def first_release(module: Module) -> str | None:
    """Return the first release that has the module: that of its arrival, if the history says it."""
    return module.history[0].release
