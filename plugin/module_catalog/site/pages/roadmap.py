"""The roadmap: what modules mean to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ...catalog.entries import Event, Module
from ...catalog.model import Catalog
from ...catalog.queries.plans import Plan, plans_by_place, soonest
from ..list_paths import release_paths
from ..page import Page
from ..parts import LIMITS, Part, by_letter, parts

_BOOST = 0.3
"""Pages that repeat what others say come after them in a search."""
_FIRST = 12
"""How many plans of each column the page shows that leads to those of all modules."""

COLUMNS = {
    "now": (
        "Now",
        "in progress, or for {release}",
        "Nothing is in progress, and nothing is planned for the next release.",
    ),
    "next": ("Next", "has a target", "Nothing has a later target."),
    "later": ("Later", "no target", "Nothing is planned without a target."),
}
"""The columns of the roadmap: what each is called, what stands below that, and what it says when empty."""


@dataclass(frozen=True)
class RoadmapColumn:
    """A column of the roadmap."""

    id: str
    title: str
    note: str
    """What stands below the title: a message, with a place for the next release."""
    plans: tuple[Plan, ...]
    empty: str
    more: int = 0
    """How many more there are, on other pages."""


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    columns: Sequence[RoadmapColumn]
    targets: Sequence[tuple[str | None, Sequence[Plan]]]
    """The plans of each release and day, the soonest first."""
    lists: Mapping[str, str]
    """The path of the list of each release that has one."""
    achieved: Sequence[Plan]
    """The newest first."""
    no_record: Sequence[Plan]
    dropped: Sequence[Plan]
    obsolete: Sequence[Plan]
    silent: int
    """How many modules that are there have no plan."""
    left: Mapping[str, Event | None]
    """The event with which a module left, by its id."""
    parts: Sequence[Part[tuple[str, Plan]]] = ()
    """The pages that have all plans, where they are too many for one."""


def pages(catalog: Catalog, most: int = LIMITS["roadmap"].most) -> Iterator[Page]:
    """What modules mean to do, by when; what was reached; what came to nothing.

    Many plans are on pages by the first letters of modules, and the first of each column on this one.
    """
    held = plans_by_place(catalog)
    plans = [(place, plan) for place, found in held.items() for plan in found]
    found = parts(plans, most, by_letter(lambda one: one[1].module.name))
    shown = _shown(held, catalog)
    description = "What is planned for the modules of {project}, and what was achieved."
    page = Page("roadmap", "Roadmap", description, shown, boost=_BOOST)
    yield replace(page, shows=replace(_cut(shown), parts=found)) if found else page
    for part in found:
        own = {place: tuple(plan for at, plan in part.items if at == place) for place in held}
        yield replace(page, shows=replace(_shown(own, catalog), parts=found), part=part)


def _cut(shown: Shown) -> Shown:
    """Return the first plans of each column alone."""
    columns = [
        replace(column, plans=column.plans[:_FIRST], more=len(column.plans[_FIRST:]))
        for column in shown.columns
    ]
    return replace(shown, columns=columns, targets=(), achieved=(), no_record=(), dropped=(), obsolete=())


def _shown(held: Mapping[str, tuple[Plan, ...]], catalog: Catalog) -> Shown:
    aimed = sorted(
        (plan for plans in held.values() for plan in plans if plan.item.target), key=soonest(catalog)
    )
    return Shown(
        columns=[
            RoadmapColumn(place, title, note, held[place], empty)
            for place, (title, note, empty) in COLUMNS.items()
        ],
        targets=[(target, list(plans)) for target, plans in groupby(aimed, lambda plan: plan.item.target)],
        lists=release_paths(catalog),
        achieved=sorted(held["achieved"], key=_newest),
        no_record=held["no-record"],
        dropped=held["dropped"],
        obsolete=sorted(held["obsolete"], key=lambda plan: plan.module.name.casefold()),
        silent=sum(not catalog.is_gone(module) and not module.roadmap for module in catalog.modules),
        left={module.id: _left(module, catalog) for module in catalog.modules},
    )


def _newest(plan: Plan) -> tuple[int, str]:
    return -plan.due.toordinal() if plan.due else 0, plan.module.name.casefold()


def _left(module: Module, catalog: Catalog) -> Event | None:
    """Return the event with which a module left; None for one that is there."""
    return module.entered if catalog.is_gone(module) else None
