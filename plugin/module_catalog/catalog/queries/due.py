"""What is due on a day: targets of roadmaps, removals, reviews, the ends of waivers and of toggles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..entries import Module
from ..model import Catalog
from ..releases import day_of, later
from .toggle_ends import end


@dataclass(frozen=True)
class Due:
    """A day on which something of a module is due."""

    module: Module
    day: date
    what: str
    """What is due, as a clause in English; with the day and the module it is told from all else."""


def due(catalog: Catalog, until: date | None = None) -> tuple[Due, ...]:
    """Return what is due from today on, up to *until*, by day and module.

    A release that has no day yet is no day.
    """
    found = (
        Due(module, day, what)
        for module in catalog.modules
        for day, what in _of(module, catalog)
        if day is not None and catalog.today <= day <= (until or date.max)
    )
    return tuple(sorted(found, key=lambda one: (one.day, one.module.id, one.what)))


def _of(module: Module, catalog: Catalog) -> Iterator[tuple[date | None, str]]:
    """Yield what is due for a module, and when, as far as that is known."""
    for waiver in module.waivers:
        yield waiver.until, f"the waiver of {waiver.rule} ends"
    if catalog.is_gone(module):
        return
    yield from _expiries(module, catalog)
    for item in module.roadmap:
        if item.target and item.status in ("planned", "in-progress"):
            yield day_of(item.target, catalog.settings), item.title
    if module.deprecation and module.deprecation.removal:
        yield day_of(module.deprecation.removal, catalog.settings), "it is to be removed"
    if module.reviewed and catalog.settings.limits.review_days:
        yield later(module.reviewed, catalog.settings.limits.review_days), "its review is due"


def _expiries(module: Module, catalog: Catalog) -> Iterator[tuple[date | None, str]]:
    for _, toggle in module.own_toggles:
        if moment := end(toggle, module, catalog):
            yield day_of(moment, catalog.settings), f"its toggle {toggle.name} expires"
