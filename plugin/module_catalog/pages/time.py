"""The pages about time: what modules mean to do, and what happened to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ..addresses import FOLDER, published
from ..entries import Event, Module, RoadmapItem
from ..model import Catalog
from ..releases import day_of, position
from ..settings import Release
from .addresses import release_paths
from .page import Page
from .plates import plates

_BOOST = 0.3
"""Pages that repeat what others say come after them in a search."""

FEEDS = {"Atom": f"{FOLDER}/feed.atom.xml", "JSON": f"{FOLDER}/feed.json"}
"""Where the feeds stand, by what a page calls them."""


@dataclass(frozen=True)
class Plan:
    """A roadmap item, whose it is, and how it stands today."""

    module: Module
    item: RoadmapItem
    due: date | None
    """The day of the target, as far as it is known: a release that is not out has none."""
    has_passed: bool
    is_for_release: bool
    """Whether the target is a release: a page writes days in words."""

    @property
    def is_late(self) -> bool:
        """Whether it should have been reached by now, as far as anybody said."""
        return self.has_passed and self.item.status in ("planned", "in-progress")


COLUMNS = {
    "now": ("Now", "in progress, or for {release}", "Nothing is in progress, and nothing is meant for the next release."),
    "next": ("Next", "has a target", "Nothing has a target after that."),
    "later": ("Later", "no target", "Nothing is wished for without a target."),
}
"""The columns of the roadmap: what each is called, what stands below that, and what it says when it is empty."""


@dataclass(frozen=True)
class Column:
    """A column of the roadmap."""

    id: str
    title: str
    note: str
    """What stands below the title: a message, with a place for the next release."""
    plans: tuple[Plan, ...]
    empty: str


def roadmap(catalog: Catalog) -> Iterator[Page]:
    """What modules mean to do, by when; what was reached; what came to nothing."""
    held = plans_by_place(catalog)
    aimed = sorted((plan for plans in held.values() for plan in plans if plan.item.target), key=_soonest(catalog))
    shows = {
        "columns": [Column(place, title, note, held[place], empty) for place, (title, note, empty) in COLUMNS.items()],
        "targets": [(target, list(plans)) for target, plans in groupby(aimed, lambda plan: plan.item.target)],
        "lists": release_paths(catalog),
        "achieved": sorted(held["achieved"], key=_newest),
        "no_record": held["no-record"],
        "dropped": held["dropped"],
        "void": sorted(held["void"], key=lambda plan: plan.module.name.casefold()),
        "silent": sum(not catalog.is_gone(module) and not module.roadmap for module in catalog.modules),
        "left": {module.id: _left(module, catalog) for module in catalog.modules},
    }
    description = "What the modules of {project} mean to do next, and what they have reached."
    yield Page(f"{FOLDER}/roadmap.md", "roadmap.md.j2", "Roadmap", description, shows, boost=_BOOST)


def plans_by_place(catalog: Catalog) -> dict[str, tuple[Plan, ...]]:
    """Return every item of every roadmap, soonest first, by its place: now, next, later, achieved, no-record, dropped or void."""
    plans = sorted((_plan(module, item, catalog) for module in catalog.modules for item in module.roadmap), key=_soonest(catalog))
    return {place: tuple(plan for plan in plans if _place(plan, catalog) == place) for place in _PLACES}


def _plan(module: Module, item: RoadmapItem, catalog: Catalog) -> Plan:
    due = day_of(item.target, catalog.settings) if item.target else None
    has_passed = due is not None and due <= catalog.today
    return Plan(module, item, due, has_passed, item.target in catalog.settings.release_names)


def is_late(module: Module, catalog: Catalog) -> bool:
    """Say whether a module has not reached by now what it meant to."""
    return any(_plan(module, item, catalog).is_late for item in module.roadmap)


_PLACES = (*COLUMNS, "achieved", "no-record", "dropped", "void")


def _place(plan: Plan, catalog: Catalog) -> str:
    """Return where on the page an item stands."""
    item, upcoming = plan.item, catalog.settings.upcoming
    if item.status == "done":
        return "achieved"
    if catalog.is_gone(plan.module):
        return "void"
    if item.status in ("dropped", "no-record"):
        return item.status
    if item.status == "in-progress" or plan.is_late or (upcoming and item.target == upcoming[0]):
        return "now"
    return "next" if item.target else "later"


def _soonest(catalog: Catalog) -> Callable[[Plan], tuple[date, int, str, str]]:
    """Return what sorts items by their target: days that are known, then releases as they will come, then the rest."""
    last = len(catalog.settings.release_names)

    def key(plan: Plan) -> tuple[date, int, str, str]:
        order = position(plan.item.target, catalog.settings, last)
        return plan.due or date.max, order, plan.module.name.casefold(), plan.module.id

    return key


def _newest(plan: Plan) -> tuple[int, str]:
    return -plan.due.toordinal() if plan.due else 0, plan.module.name.casefold()


def _left(module: Module, catalog: Catalog) -> Event | None:
    """Return the event with which a module left; None for one that is there."""
    return module.entered if catalog.is_gone(module) else None


def event_anchors(module: Module) -> tuple[str, ...]:
    """Return the anchor of each event of a module's history. It stays when an older event is added."""
    seen: Counter[str] = Counter()
    anchors = []
    for event in module.history:
        anchor = f"{event.date.isoformat()}-{event.event}"
        seen[anchor] += 1
        anchors.append(anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}")
    return tuple(anchors)


@dataclass(frozen=True)
class Change:
    """An event of a module, with the anchor it has on the module's page."""

    date: date
    module: Module
    event: Event
    anchor: str


def changes_of(catalog: Catalog) -> list[Change]:
    """Return what happened to modules, newest first, without what the catalog read on its first day."""
    found = [
        Change(event.date, module, event, anchor)
        for module in catalog.modules
        for event, anchor in reversed(tuple(zip(module.history, event_anchors(module), strict=True)))
        if not _is_first_reading(event, catalog)
    ]
    return sorted(found, key=lambda change: change.date, reverse=True)


def _is_first_reading(event: Event, catalog: Catalog) -> bool:
    """Say whether the catalog assigned a stage on the day its rules took effect: the project did nothing then."""
    return event.is_reading and event.date == catalog.settings.effective


@dataclass(frozen=True)
class Month:
    """A month, and what happened in it, newest first."""

    first: date
    lines: tuple[Change | Release, ...]


def changes(catalog: Catalog) -> Iterator[Page]:
    """What happened to modules, by month, below a drawing of how long each has been there."""
    found = changes_of(catalog)
    shows = {
        "months": _by_month([*catalog.settings.releases, *found]),
        "plates": plates(catalog),
        "feeds": feed_addresses(catalog),
        "lists": release_paths(catalog),
        "readings": sum(_is_first_reading(event, catalog) for module in catalog.modules for event in module.history),
    }
    description = "What entered {project}, what moved and what left, month by month."
    yield Page(f"{FOLDER}/changes.md", "changes.md.j2", "Changes", description, shows, boost=_BOOST)


def _by_month(lines: Iterable[Change | Release]) -> list[Month]:
    newest_first = sorted(lines, key=lambda line: line.date, reverse=True)
    months = groupby(newest_first, key=lambda line: (line.date.year, line.date.month))
    return [Month(date(year, month, 1), tuple(group)) for (year, month), group in months]


def feed_addresses(catalog: Catalog) -> dict[str, str]:
    """Return where the feeds are published, by their names.

    There are none when catalog.yaml has no `site`, when nothing happened yet, and when the pages they lead to are left out.
    """
    pages = catalog.settings.pages
    if not catalog.settings.site or not changes_of(catalog) or "off" in (pages.get("changes"), pages.get("module")):
        return {}
    return {name: published(path, catalog.settings) for name, path in FEEDS.items()}
