"""The page about modules over time: how many there were by kind and by stage in each release, and its tag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from ...catalog.entries import Event, Module
from ...catalog.model import Catalog
from ...catalog.queries.groups import by_name
from ...catalog.queries.in_tags import InTags
from ...catalog.queries.lifespan import HistoryState, history_states
from ..drawings.step_chart import Series, chart
from ..evidence import STATES, contradictions
from ..list_paths import release_paths
from ..page import Page


@dataclass(frozen=True)
class Moment:
    """A release or, where there are none, the end of a year; the last one is today and has no name."""

    name: str
    date: date


@dataclass(frozen=True)
class Apart:
    """A module of which tags say otherwise than its entry, from one release up to another."""

    module: Module
    is_in_tag: bool
    """Whether the tags have a path of it; else its entry has it there."""
    first: str
    last: str
    is_contradicted: bool
    """Whether the check reports a release that its entry states."""


RELEASE_CLAIMS = ("came", "settled", "vacated", "removed-in", "landed", "shipped")
"""The kinds of claim about releases that tags contradict."""
Standing = dict[str, list[HistoryState | None]]
"""By a module's id how it stands at each moment; None before the first event."""


def pages(catalog: Catalog) -> Iterator[Page]:
    """How many modules each release had, and what came and left with it."""
    tags = InTags(catalog)
    moments = _moments(catalog, tags)
    standing = {module.id: _standing(module, moments, catalog) for module in catalog.modules}
    kinds, stages = _by_kind(standing, catalog), _by_stage(standing, catalog)
    changes = [Series("", _changes(standing, moments, comes=comes)) for comes in (True, False)]
    names = [moment.name for moment in moments]
    found = sum(not _is_recorded(module, catalog) for module in catalog.modules)
    is_known = found < len(standing)
    tagged = _tagged(moments, tags, catalog)
    beside = [*(kinds[:1] if is_known else ()), *([tagged] if tagged else ())]
    shows = {
        "found": found,
        "moments": moments,
        "kinds": kinds,
        "changes": changes,
        "stages": stages,
        "kind_chart": chart(kinds, names) if is_known else None,
        "change_chart": chart(changes, names),
        "stage_chart": chart(stages, names) if stages else None,
        "states": STATES,
        "tagged": tagged,
        "tag_chart": chart(beside, names) if tagged else None,
        "apart": list(_apart(standing, moments, tags, catalog)) if tagged else [],
        "readings": sum(
            module.entered is not None and module.entered.is_reading for module in catalog.modules
        ),
        "lists": release_paths(catalog),
        "by_year": not catalog.settings.releases,
    }
    description = "How many modules {project} had in each release, by kind."
    yield Page("trends", "Trends", description, shows, boost=0.3)


def _is_recorded(module: Module, catalog: Catalog) -> bool:
    """Say whether it is known when a module came: its history does not begin with a reading."""
    return not next(history_states(module, catalog)).is_found


def _moments(catalog: Catalog, tags: InTags) -> list[Moment]:
    """Return the releases from the first event on, or from the first tag that was read."""
    days = [catalog.when(event).first for module in catalog.modules for event in module.history]
    read = [release.date for release in catalog.settings.releases if release.name in tags.releases]
    first = min(filter(None, (*days, *read)), default=catalog.today)
    out = [
        Moment(release.name, release.date)
        for release in catalog.settings.releases
        if release.date <= catalog.today
    ]
    years = [Moment(str(year), date(year, 12, 31)) for year in range(first.year, catalog.today.year)]
    named = out if catalog.settings.releases else years
    return [
        *(moment for moment in sorted(named, key=lambda one: one.date) if moment.date >= first),
        Moment("", catalog.today),
    ]


def _standing(module: Module, moments: Sequence[Moment], catalog: Catalog) -> list[HistoryState | None]:
    found: list[HistoryState | None] = [None] * len(moments)
    since = 0
    steps = list(history_states(module, catalog))
    for index, step in enumerate(steps):
        # What is not dated happened before the next event that is.
        places = (_first(later.event, moments, catalog) for later in steps[index:])
        since = max(since, next((place for place in places if place is not None), len(moments) - 1))
        found[since:] = [step] * (len(moments) - since)
    return found


def _first(event: Event, moments: Sequence[Moment], catalog: Catalog) -> int | None:
    """Return the place of the first moment that certainly has an event; None when nothing dates it.

    That is the release it names, or the first one after its day. A release that came later than others does
    not have what they had only on another branch, so its name counts before the day.
    """
    named = (place for place, moment in enumerate(moments) if moment.name and moment.name == event.release)
    day = catalog.had_happened(event)
    after = (place for place, moment in enumerate(moments) if day and day <= moment.date)
    return next(named, next(after, len(moments) - 1 if day else None))


def _by_kind(standing: Standing, catalog: Catalog) -> list[Series]:
    """Return how many modules are there at each moment: all, then those of each kind that ever had one."""
    groups = {"": list(catalog.modules)} | {
        kind.plural: [module for module in catalog.modules if module.kind == id_]
        for id_, kind in catalog.settings.kinds.items()
    }
    return [_series(title, modules, standing) for title, modules in groups.items() if modules]


def _series(title: str, modules: Sequence[Module], standing: Standing) -> Series:
    """Return how many of these modules are known to be there, and with those that may have been."""
    known = zip(*(standing[module.id] for module in modules), strict=True)
    possible = zip(*(_there(standing[module.id])[1] for module in modules), strict=True)
    counts = tuple(sum(step is not None and step.is_there for step in steps_) for steps_ in known)
    beside = tuple(map(sum, possible))
    return Series(title, counts, beside if beside != counts else None)


def _by_stage(standing: Standing, catalog: Catalog) -> list[Series]:
    """Return how many modules are at each stage at each moment.

    Each is counted as the project recorded it, and with the catalog's readings. Nothing where the project
    recorded none: a line of readings would show when the catalog read, not when anything changed.
    """
    columns = [
        [step for step in steps_ if step and step.is_there and step.stage]
        for steps_ in zip(*standing.values(), strict=True)
    ]
    if not any(not step.is_reading for column in columns for step in column):
        return []
    counts = []
    for stage in catalog.lifecycle.stages:
        at = [[step for step in column if step.stage is stage] for column in columns]
        recorded = tuple(sum(not step.is_reading for step in column) for column in at)
        if any(at):
            counts.append(Series(stage.label, recorded, tuple(map(len, at)), stage))
    return counts


def _tagged(moments: Sequence[Moment], tags: InTags, catalog: Catalog) -> Series | None:
    """Return of how many modules the tag of each release has a path; None where no tag was read."""
    gaps = frozenset(place for place, moment in enumerate(moments) if moment.name not in tags.releases)
    counts = (
        0 if place in gaps else sum(bool(tags.has(module, moment.name)) for module in catalog.modules)
        for place, moment in enumerate(moments)
    )
    return Series("", tuple(counts), gaps=gaps) if len(gaps) < len(moments) else None


def _apart(standing: Standing, moments: Sequence[Moment], tags: InTags, catalog: Catalog) -> Iterator[Apart]:
    """Yield where tags say otherwise than entries, by the names of modules. What one does not know is not."""
    read = [place for place, moment in enumerate(moments) if moment.name in tags.releases]
    for module in by_name(catalog):
        began, line = _there(standing[module.id])
        known = [place for place in read if not began or standing[module.id][place]]
        seen = [(moments[place].name, line[place], tags.has(module, moments[place].name)) for place in known]
        is_contradicted = any(one.kind in RELEASE_CLAIMS for one in contradictions(module, catalog))
        for (was_there, has), several in groupby(seen, key=itemgetter(1, 2)):
            names = [name for name, _, _ in several]
            if has is not None and has != was_there:
                yield Apart(module, has, names[0], names[-1], is_contradicted)


def _changes(standing: Standing, moments: Sequence[Moment], *, comes: bool) -> tuple[int, ...]:
    """Return how many modules come to, or go from, what each moment has.

    A module whose history begins with a reading was there before, since when is not known: it comes at none.
    Nor does one go at the moment at which the catalog only read that it is gone.
    """
    counts = [0] * len(moments)
    for steps_ in standing.values():
        began, line = _there(steps_)
        for at, (before, now) in enumerate(zip([began, *line], line, strict=False)):
            counts[at] += (before, now) == (not comes, comes) and not _is_read(steps_[at])
    return tuple(counts)


def _is_read(step: HistoryState | None) -> bool:
    """Say whether it is the catalog that says how a module stands, and since which release is not known."""
    return step is not None and step.event.is_reading and not step.event.release


def _there(steps: Sequence[HistoryState | None]) -> tuple[bool, list[bool]]:
    """Return whether a module was there before the first moment, and whether it was at each."""
    first = next((step for step in steps if step), None)
    is_found = first is not None and first.is_found
    return is_found, [is_found if step is None else step.is_there for step in steps]
