"""Items of roadmaps: when each is due, and how it stands today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ..entries import Module, RoadmapItem
from ..model import Catalog
from ..releases import day_of, position


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


PLACES = ("now", "next", "later", "achieved", "no-record", "dropped", "obsolete")
"""Where an item stands: in progress or for the next release, with a target, without one, and what became of
the others."""


def plans_by_place(catalog: Catalog) -> dict[str, tuple[Plan, ...]]:
    """Return every item of every roadmap by its place, which is one of PLACES, the soonest first."""
    plans = sorted(
        (_plan(module, item, catalog) for module in catalog.modules for item in module.roadmap),
        key=soonest(catalog),
    )
    return {place: tuple(plan for plan in plans if _place(plan, catalog) == place) for place in PLACES}


def _plan(module: Module, item: RoadmapItem, catalog: Catalog) -> Plan:
    due = day_of(item.target, catalog.settings) if item.target else None
    is_out = item.target in catalog.settings.out
    has_passed = due <= catalog.today if due else is_out
    return Plan(module, item, due, has_passed, item.target in catalog.settings.release_names)


def is_late(module: Module, catalog: Catalog) -> bool:
    """Say whether a module has not reached by now what it meant to."""
    return any(_plan(module, item, catalog).is_late for item in module.roadmap)


def _place(plan: Plan, catalog: Catalog) -> str:
    """Return where on the page an item stands."""
    item, upcoming = plan.item, catalog.settings.upcoming
    if item.status == "done":
        return "achieved"
    if catalog.is_gone(plan.module):
        return "obsolete"
    if item.status in ("dropped", "no-record"):
        return item.status
    if item.status == "in-progress" or plan.is_late or (upcoming and item.target == upcoming[0]):
        return "now"
    return "next" if item.target else "later"


def soonest(catalog: Catalog) -> Callable[[Plan], tuple[date, int, str, str]]:
    """Return what sorts items by their target.

    Days that are known come first, then releases as they will come, then the rest.
    """
    last = len(catalog.settings.release_names)

    def key(plan: Plan) -> tuple[date, int, str, str]:
        order = position(plan.item.target, catalog.settings, last)
        return plan.due or date.max, order, plan.module.name.casefold(), plan.module.id

    return key
