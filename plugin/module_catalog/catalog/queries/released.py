"""What came with a release, or with a range of them, as the histories of modules and toggles tell it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..entries import Event, Module, Toggle, ToggleChange
from ..model import Catalog
from .differences import Difference, happened, in_order, step
from .lifespan import HistoryState, history_states


@dataclass(frozen=True, slots=True)
class ToggleMoment:
    """A release in which a toggle came, was changed, or had no effect any more."""

    toggle: Toggle
    what: Literal["new", "gone", "changed"]
    release: str
    change: ToggleChange | None = None
    """What its history says of that release."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a module: an event of its history, or a moment of one of its toggles."""

    kind: str
    """A key of DIFFERENCES."""
    module: Module
    event: Event | None = None
    place: int = 0
    """That of the event in the history."""
    toggle: ToggleMoment | None = None


def since_release(catalog: Catalog, base: str, head: str | None) -> tuple[Difference, ...]:
    """Return what came after the release *base*, up to *head*; without that, up to the newest.

    Both are names of releases in catalog.yaml. What has no release counts by its date, and what has neither
    not at all: nothing tells when it came.
    """
    names = catalog.settings.release_names
    span = _Span(catalog, names.index(base), names.index(head) if head else len(names) - 1)
    return in_order(
        _difference(one) for module in catalog.modules for one in _of_module(module, catalog) if span.has(one)
    )


def by_release(catalog: Catalog) -> Mapping[str, Sequence[Happened]]:
    """Return what came with each release, after the one before: by module, and as its entry has it.

    What has no release counts by its date, and is left out where that leaves open which release it is. What
    the catalog itself read is of no release, unless the entry names one.
    """
    found: dict[str, list[Happened]] = {}
    came_with = release_of(catalog)
    for module in catalog.modules:
        for one in _of_module(module, catalog):
            if name := one.toggle.release if one.toggle else came_with(one.event) if one.event else None:
                found.setdefault(name, []).append(one)
    return found


def release_of(catalog: Catalog) -> Callable[[Event], str | None]:
    """Return what says with which release an event came: the one it names, else the first after its date.

    None where that is not recorded, or not out; and for what the catalog itself read.
    """
    names = catalog.settings.release_names
    out = sorted((day, names.index(name), name) for name, day in catalog.settings.release_days.items())
    days = [day for day, _, _ in out]

    def came_with(event: Event) -> str | None:
        if event.release in names:
            return event.release
        first, last = event.date.first, event.date.last
        place = bisect_left(days, last) if last else len(out)
        is_open = place == len(out) or (place > 0 and first is not None and first <= days[place - 1])
        return None if is_open or event.is_reading else out[place][2]

    return came_with


@dataclass(frozen=True)
class _Span:
    """The releases after one, up to another: by their places among all."""

    catalog: Catalog
    after: int
    last: int

    def has(self, one: Happened) -> bool:
        """Say whether something came with these releases."""
        if one.toggle:
            return self._has_release(one.toggle.release)
        return one.event is not None and self._has_event(one.event)

    def _has_release(self, name: str | None) -> bool:
        names = self.catalog.settings.release_names
        return name in names and self.after < names.index(name) <= self.last

    def _has_event(self, event: Event) -> bool:
        """Say whether an event came with these releases; one without a release, if its days lie between."""
        if event.release in self.catalog.settings.release_names:
            return self._has_release(event.release)
        names, days = self.catalog.settings.release_names, self.catalog.settings.release_days
        begin, end = days.get(names[self.after]), days.get(names[self.last], self.catalog.today)
        first, last = event.date.first, event.date.last
        return bool(begin and first and last and begin < first and last <= end)


def _of_module(module: Module, catalog: Catalog) -> Iterator[Happened]:
    """Yield all that ever happened to a module, then to its toggles."""
    stage = None
    for place, state in enumerate(history_states(module, catalog)):
        yield Happened(_kind(state, stage, module.history[0], catalog), module, state.event, place)
        stage = state.event.stage or stage
    for _, toggle in module.own_toggles:
        yield from (Happened("toggles", module, toggle=one) for one in _of_toggle(toggle))


def _kind(state: HistoryState, stage: str | None, first: Event, catalog: Catalog) -> str:
    """Return the kind of difference that an event makes after a *stage*; a history has a *first* one."""
    if state.is_found or state.event.is_reading:
        return "history"
    if state.arrives:
        return "entered" if state.event is first else "returned"
    if state.leaves:
        return "removed"
    if state.stage and stage and state.event.stage and stage != state.event.stage:
        return step(catalog.lifecycle.by_id[stage], state.stage)
    return "history"


def _of_toggle(toggle: Toggle) -> Iterator[ToggleMoment]:
    changes = {change.release: change for change in toggle.history}
    if toggle.since:
        yield ToggleMoment(toggle, "new", toggle.since, changes.get(toggle.since))
    if toggle.until:
        yield ToggleMoment(toggle, "gone", toggle.until)
    for change in toggle.history:
        if change.release != toggle.since:
            yield ToggleMoment(toggle, "changed", change.release, change)


def _difference(one: Happened) -> Difference:
    if one.toggle:
        return Difference("toggles", one.module.id, one.module.name, _of_moment(one.toggle), "toggles")
    said = happened(one.event) if one.event else ""
    note = one.event.note if one.event and one.kind != "history" else None
    return Difference(one.kind, one.module.id, one.module.name, note or said, "history")


def _of_moment(moment: ToggleMoment) -> str:
    toggle, change = moment.toggle, moment.change
    if moment.what == "new":
        # What its history says of that release comes before what it is today.
        then = change.default if change else None
        default = f" (default {then or toggle.default})" if then or toggle.has_default else ""
        return f"new toggle `{toggle.name}` in {moment.release}{default}"
    if moment.what == "gone":
        return f"toggle `{toggle.name}` has no effect from {moment.release} on"
    facts = (change.stage, change.default and f"default {change.default}", change.note) if change else ()
    said = ", ".join(one for one in facts if one)
    return f"toggle `{toggle.name}` in {moment.release}" + (f": {said}" if said else "")
