"""What came with a range of releases, as the histories of modules and toggles tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .differences import Difference, happened, in_order, step
from .entries import Event, Module, Toggle
from .lifespan import HistoryState, history_states
from .model import Catalog


def since_release(catalog: Catalog, base: str, head: str | None) -> tuple[Difference, ...]:
    """Return what came after the release *base*, up to *head*; without that, up to the newest.

    Both are names of releases in catalog.yaml. What has no release counts by its date, and what has neither
    not at all: nothing tells when it came.
    """
    names = catalog.settings.release_names
    span = _Span(catalog, names.index(base), names.index(head) if head else len(names) - 1)
    return in_order(one for module in catalog.modules for one in _of_module(module, catalog, span))


@dataclass(frozen=True)
class _Span:
    """The releases after one, up to another: by their places among all."""

    catalog: Catalog
    after: int
    last: int

    def has_release(self, name: str | None) -> bool:
        names = self.catalog.settings.release_names
        return name in names and self.after < names.index(name) <= self.last

    def has(self, event: Event) -> bool:
        """Say whether an event came with these releases; one without a release, if its days lie between."""
        if event.release in self.catalog.settings.release_names:
            return self.has_release(event.release)
        names, days = self.catalog.settings.release_names, self.catalog.settings.release_days
        begin, end = days.get(names[self.after]), days.get(names[self.last], self.catalog.today)
        first, last = event.date.first, event.date.last
        return bool(begin and first and last and begin < first and last <= end)


def _of_module(module: Module, catalog: Catalog, span: _Span) -> Iterator[Difference]:
    stage = None
    for state in history_states(module, catalog):
        if span.has(state.event):
            kind = _kind(state, stage, catalog)
            note = state.event.note if kind != "history" else None
            yield Difference(kind, module.id, module.name, note or happened(state.event), "history")
        stage = state.event.stage or stage
    for _, toggle in module.own_toggles:
        for sentence in _of_toggle(toggle, span):
            yield Difference("toggles", module.id, module.name, sentence, "toggles")


def _kind(state: HistoryState, stage: str | None, catalog: Catalog) -> str:
    """Return the kind of difference that an event of a history makes."""
    if state.is_found or state.is_reading:
        return "history"
    if state.arrives and stage is None:
        return "entered"
    if state.leaves:
        return "removed"
    if state.stage and stage and state.event.stage and stage != state.event.stage:
        return step(catalog.lifecycle.by_id[stage], state.stage)
    return "history"


def _of_toggle(toggle: Toggle, span: _Span) -> Iterator[str]:
    default = f" (default {toggle.default})" if toggle.has_default else ""
    if span.has_release(toggle.since):
        yield f"new toggle `{toggle.name}` in {toggle.since}{default}"
    if span.has_release(toggle.until):
        yield f"toggle `{toggle.name}` has no effect from {toggle.until} on"
    for change in toggle.history:
        if span.has_release(change.release) and change.release != toggle.since:
            facts = (change.stage, change.default and f"default {change.default}", change.note)
            said = ", ".join(one for one in facts if one)
            yield f"toggle `{toggle.name}` in {change.release}" + (f": {said}" if said else "")
