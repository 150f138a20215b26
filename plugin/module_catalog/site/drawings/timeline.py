"""The range chart: how long each module has been there, by plain arithmetic. A template turns it into SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...catalog.entries import Module
from ...catalog.lifecycle import Stage
from ...catalog.model import Catalog
from ...catalog.queries.lifespan import history_states

WIDTH, LEFT, RIGHT = 1188.0, 172.0, 1160.0
"""The width of the drawing, and where its first and last day stand."""
ROW, KIND, TOP = 17.5, 26.0, 30.0
_ON_ONE_PLATE = 60
_BETWEEN_YEARS = 44.0
"""How far apart the names of years are at least."""


@dataclass(frozen=True)
class Segment:
    """A stretch of time in which a module was there, at one stage."""

    x: float
    end: float
    stage: Stage
    is_known: bool
    """Whether the history states the stage; else it is the first one that it states later."""


@dataclass(frozen=True)
class TimelineRow:
    """A module's line."""

    y: float
    module: Module
    label: str
    segments: tuple[Segment, ...]
    end: float
    is_gone: bool


@dataclass(frozen=True)
class Timeline:
    """A chart of modules, by kind."""

    height: float
    kinds: tuple[tuple[float, str], ...]
    lines: tuple[TimelineRow, ...]
    years: tuple[tuple[float, str], ...]
    """Where each year begins; a year without room for its name has an empty one."""
    releases: tuple[tuple[float, str], ...]
    first: int
    last: int


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, moment: date) -> float:
        share = (moment - self.first).days / max(1, (self.last - self.first).days)
        return round(LEFT + (RIGHT - LEFT) * share, 1)


def timelines(catalog: Catalog, some: Sequence[Module] | None = None) -> list[Timeline]:
    """Return one chart of all modules, or of *some*, or one for each kind when they are too many for one."""
    modules = catalog.modules if some is None else some
    order = {id_: [module for module in modules if module.kind == id_] for id_ in catalog.settings.kinds}
    kinds = [
        (catalog.settings.kinds[id_].plural, sorted(modules, key=lambda module: _oldest(module, catalog)))
        for id_, modules in order.items()
        if modules
    ]
    groups = [kinds] if len(modules) <= _ON_ONE_PLATE else [[kind] for kind in kinds]
    return [_timeline(group, _scale(catalog), catalog) for group in groups if group]


def _oldest(module: Module, catalog: Catalog) -> tuple[date, str]:
    days = (catalog.had_happened(event) for event in module.history)
    return next(filter(None, days), catalog.today), module.name.casefold()


def _scale(catalog: Catalog) -> _Scale:
    events = [event for module in catalog.modules for event in module.history]
    days = [*filter(None, map(catalog.had_happened, events)), catalog.today]
    return _Scale(date(min(days).year, 1, 1), max(days))


def _timeline(kinds: Sequence[tuple[str, Sequence[Module]]], scale: _Scale, catalog: Catalog) -> Timeline:
    y, titles, lines = TOP, [], []
    for title, modules in kinds:
        titles.append((y + KIND - 9, title))
        y += KIND
        lines += [
            _line(module, y + (index + 0.5) * ROW, scale, catalog) for index, module in enumerate(modules)
        ]
        y += len(modules) * ROW
    releases = [
        (scale.x(one.date), one.name)
        for one in catalog.settings.releases
        if scale.first <= one.date <= scale.last
    ]
    return Timeline(
        y + 8, tuple(titles), tuple(lines), _years(scale), tuple(releases), scale.first.year, scale.last.year
    )


def _years(scale: _Scale) -> tuple[tuple[float, str], ...]:
    years = range(scale.first.year, scale.last.year + 1)
    each = -(-len(years) * _BETWEEN_YEARS // (RIGHT - LEFT))
    placed = (
        (scale.x(date(year, 1, 1)), str(year) if index % each == 0 else "")
        for index, year in enumerate(years)
    )
    # A year that has only begun has no room for its name beside the edge.
    return tuple((x, name if x <= WIDTH - _BETWEEN_YEARS else "") for x, name in placed)


def _line(module: Module, y: float, scale: _Scale, catalog: Catalog) -> TimelineRow:
    label = module.name if len(module.name) <= 20 else f"{module.name[:19]}…"
    is_gone = catalog.is_gone(module)
    left = catalog.had_happened(module.entered) if is_gone and module.entered else None
    known = [*filter(None, map(catalog.had_happened, module.history))] if is_gone else []
    end = left or max(known, default=scale.last)
    return TimelineRow(y, module, label, tuple(_segments(module, scale, catalog)), scale.x(end), is_gone)


def _segments(module: Module, scale: _Scale, catalog: Catalog) -> list[Segment]:
    """Return the stretches of a module's time, from the first day that is known.

    One ends where the stage changes, or where the module left for a while. From a change of which the day is
    not known to the next one of which it is, the stage counts as not stated.
    """
    first = next(
        (catalog.lifecycle.by_id[event.stage] for event in module.history if event.stage),
        catalog.stage_of(module),
    )
    begun, stage, is_known, was_there = None, first, False, True
    found: list[Segment] = []
    for step in history_states(module, catalog):
        day = catalog.had_happened(step.event)
        turns = bool(step.event.stage) or step.is_there != was_there
        if turns and day:
            if was_there and begun and begun < day:
                found.append(Segment(scale.x(begun), scale.x(day), stage, is_known))
            begun = day
        begun = begun or day
        stage, was_there = step.stage or first, step.is_there
        is_known = step.stage is not None and (bool(day) if turns else is_known)
    if was_there and begun:
        found.append(Segment(scale.x(begun), scale.x(scale.last), stage, is_known))
    return found
