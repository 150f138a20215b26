"""The page of changes: what happened to modules, release by release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.queries.lifespan import HistoryState, history_states
from ...catalog.settings import Release
from ..changes import Change, changes_of, event_anchors, feed_paths, is_first_reading
from ..drawings.timeline import Timeline, timelines
from ..filters import Facet, facet, narrowing, word
from ..list_paths import release_paths
from ..page import Page
from ..parts import LIMITS, Key, Part, by_kind, by_letter, parts

_BOOST = 0.3
"""Pages that repeat what others say come after them in a search."""
_UNDATED = " undated"
_READINGS = " readings"
"""The names of the sections of what has no date, and of stages that the catalog only read. No release or year
is called so.
"""
_NEWEST = 40
"""How many changes the page shows that leads to those of all years: no smaller ones."""
_WHAT = ("stage", "added", "removed", "small")


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened, and what it can be chosen by, each as `facet:value`."""

    change: Change
    words: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Return where it stands on its page."""
        return f"{self.change.module.id}-{self.change.anchor}"


@dataclass(frozen=True)
class Section:
    """What happened up to a release, or in a year where the catalog names no releases. Newest first."""

    name: str
    """Nothing for what came after the newest release."""
    day: date | None
    """The day of the release; None for what is not out, and for a year."""
    changes: Sequence[Line]
    small: Sequence[Line]
    """What left each module at its stage, and where it was: folded."""

    @property
    def is_undated(self) -> bool:
        """Whether it has what no date or release is recorded of."""
        return self.name == _UNDATED

    @property
    def is_read(self) -> bool:
        """Whether it has the stages that the catalog assigned, of which no release is known."""
        return self.name == _READINGS

    @property
    def lines(self) -> Sequence[Line]:
        """All that it has."""
        return [*self.changes, *self.small]

    def anchor(self, *, by_year: bool) -> str:
        """Return where it stands on its page."""
        if self.is_read or self.is_undated:
            return "assigned" if self.is_read else "undated"
        return ("" if by_year else "release-") + (self.name or "next")


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    sections: Sequence[Section]
    by_year: bool
    facets: Sequence[Facet]
    kinds: Mapping[str, str]
    """What each kind is called, by its id."""
    timelines: Sequence[Timeline]
    feeds: Mapping[str, str]
    """The address of each feed, by its name."""
    lists: Mapping[str, str]
    """The path of the list of each release that has one."""
    readings: int
    """How many stages the catalog assigned on the day its rules took effect."""
    parts: Sequence[Part[Line]] = ()
    """The pages of changes, where there are too many for one."""
    lifespans: Sequence[Part[Module]] = ()
    """The pages of drawings, where there are too many modules for one."""


def pages(
    catalog: Catalog, most: int = LIMITS["changes"].most, most_modules: int = LIMITS["lifespans"].most
) -> Iterator[Page]:
    """What happened to modules, by release, above a drawing of how long each has been there.

    Where either is too long there are pages for the years, and for the kinds.
    """
    lines = _lines(catalog)
    found = parts(lines, most, lambda line: _year(line, catalog), lambda line: _release(line, catalog))
    spans = tuple(
        replace(part, name=f"lifespans-{part.name}")
        for part in parts(
            sorted(catalog.modules, key=lambda module: _place(module, catalog)),
            most_modules,
            by_kind(lambda module: module.kind, catalog),
            by_letter(lambda module: module.name),
        )
    )
    large = [line for line in lines if word("what", "small") not in line.words]
    nothing = _nothing(catalog)
    shown = _with(nothing, large[:_NEWEST] if found else lines, catalog, is_whole=not found)
    drawn = () if spans else timelines(catalog)
    page = Page(
        "changes",
        "Changes",
        "What was added to {project}, what changed its stage and what was removed, release by release.",
        replace(shown, timelines=drawn, parts=found, lifespans=spans),
        boost=_BOOST,
    )
    places = {
        anchor: page.path_of(part)
        for part in reversed(found)
        for section in _sections(part.items, catalog, is_whole=False)
        for anchor in (section.anchor(by_year=shown.by_year), *(line.anchor for line in section.lines))
    }
    yield replace(page, moved=places)
    for part in found:
        yield replace(
            page, shows=replace(_with(nothing, part.items, catalog, is_whole=False), parts=found), part=part
        )
    for span in spans:
        drawn = timelines(catalog, span.items)
        yield replace(
            page,
            shows=replace(nothing, timelines=drawn, lifespans=spans),
            part=span,
        )


def _place(module: Module, catalog: Catalog) -> tuple[int, str]:
    return list(catalog.settings.kinds).index(module.kind), module.name.casefold()


def _year(line: Line, catalog: Catalog) -> Key:
    """Return the year of a change: that of the release it is under, if that is out."""
    day = catalog.settings.release_days.get(_section(line.change, catalog))
    year = day.year if day else line.change.when.year
    return Key(str(year), str(year)) if year else Key("undated", "\N{EN DASH}")


def _release(line: Line, catalog: Catalog) -> Key:
    name = _section(line.change, catalog)
    return Key(name.strip() or "next", name if name and not name.startswith(" ") else "\N{EN DASH}")


def _with(nothing: Shown, lines: Sequence[Line], catalog: Catalog, *, is_whole: bool) -> Shown:
    """Return what a page with these changes shows."""
    values = {"what": _WHAT, "kind": list(catalog.settings.kinds)}
    items = [line.words for line in lines]
    facets = narrowing([facet(name, ids, items) for name, ids in values.items()], len(items))
    return replace(nothing, sections=_sections(lines, catalog, is_whole=is_whole), facets=facets)


def _nothing(catalog: Catalog) -> Shown:
    """Return what a page shows that has no changes."""
    return Shown(
        sections=_sections((), catalog, is_whole=False),
        by_year=not catalog.settings.releases,
        facets=(),
        kinds={id_: kind.plural for id_, kind in catalog.settings.kinds.items()},
        timelines=(),
        feeds=feed_paths(catalog),
        lists=release_paths(catalog),
        readings=sum(
            is_first_reading(event, catalog) for module in catalog.modules for event in module.history
        ),
    )


def _lines(catalog: Catalog) -> list[Line]:
    states = {
        (module.id, anchor): state
        for module in catalog.modules
        for state, anchor in zip(history_states(module, catalog), event_anchors(module), strict=True)
    }
    return [
        Line(change, _words(change, states[change.module.id, change.anchor]))
        for change in changes_of(catalog)
    ]


def _words(change: Change, state: HistoryState) -> tuple[str, ...]:
    is_read = _is_read(change)
    what = {
        "stage": change.event.stage is not None,
        "added": state.arrives and not is_read,
        "removed": state.leaves and not is_read,
        "small": _is_small(state),
    }
    return (*(word("what", one) for one, is_so in what.items() if is_so), word("kind", change.module.kind))


def _is_small(state: HistoryState) -> bool:
    """Say whether a module stays at its stage, and where it was: a part of it moved, came or went."""
    is_large = state.event.stage or state.arrives or state.leaves or state.event.event == "deprecated"
    return not is_large


def _sections(lines: Sequence[Line], catalog: Catalog, *, is_whole: bool) -> list[Section]:
    """Return changes by release; where they are all, releases without any too."""
    held: dict[str, list[Line]] = {}
    for line in lines:
        held.setdefault(_section(line.change, catalog), []).append(line)
    days = catalog.settings.release_days
    return [
        Section(
            name,
            days.get(name),
            [line for line in held.get(name, ()) if word("what", "small") not in line.words],
            [line for line in held.get(name, ()) if word("what", "small") in line.words],
        )
        for name in _names(held, catalog)
        if is_whole or name in held
    ]


def _names(held: Mapping[str, Sequence[Line]], catalog: Catalog) -> list[str]:
    """Return the releases, or years, newest first; of those that are not out, the ones with changes."""
    read = [name for name in (_UNDATED, _READINGS) if name in held]
    if not catalog.settings.releases:
        return [*sorted(held.keys() - {_UNDATED, _READINGS}, reverse=True), *read]
    coming = [name for name in (*reversed(catalog.settings.upcoming), "") if name in held]
    return [*coming, *(release.name for release in reversed(_in_order(catalog))), *read]


def _is_read(change: Change) -> bool:
    """Say whether the catalog assigned a stage that no release is known to have brought."""
    return change.event.is_reading and not change.event.release


def _section(change: Change, catalog: Catalog) -> str:
    """Return the release that the entry names, else the first one after the day; a year without releases.

    What the catalog only read belongs to no release.
    """
    if _is_read(change):
        return _READINGS
    last = catalog.had_happened(change.event)
    if last is None and change.event.release not in catalog.settings.release_names:
        return _UNDATED
    if not catalog.settings.releases:
        return str(change.when.year)
    if change.event.release in catalog.settings.release_names:
        return change.event.release
    return next((release.name for release in _in_order(catalog) if last and release.date >= last), "")


def _in_order(catalog: Catalog) -> list[Release]:
    return sorted(catalog.settings.releases, key=lambda release: release.date)
