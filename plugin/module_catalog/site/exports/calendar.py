"""Days to come, as iCalendar: targets of roadmaps, removals, reviews, waivers that end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ...catalog.addresses import module_path, published
from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.releases import day_of
from .export import export

if TYPE_CHECKING:
    from icalendar import Event


@dataclass(frozen=True)
class Day:
    """A day on which something is due."""

    module: Module
    day: date
    what: str
    """What is due, in English; with the day and the module it tells the event from all others."""


def _missing(catalog: Catalog) -> str | None:
    if find_spec("icalendar") is None:
        return "a calendar needs the library icalendar: `pip install 'mkdocs-module-catalog[calendar]'`"
    return None if any(_days(catalog)) else "nothing in this catalog has a day that is still to come"


@export(
    "calendar", "What is due on a day, as iCalendar: targets, removals, reviews, waivers.", missing=_missing
)
def calendar(catalog: Catalog) -> bytes:
    """Return the calendar: a whole day for each thing that is due from today on, by day and module."""
    from icalendar import Calendar  # noqa: PLC0415  # an extra

    found = Calendar()
    found.add("prodid", "-//mkdocs-module-catalog//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", catalog.settings.name)
    for one in sorted(_days(catalog), key=lambda one: (one.day, one.module.id, one.what)):
        found.add_component(_event(one, catalog))
    return bytes(found.to_ical())


def _event(one: Day, catalog: Catalog) -> Event:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", f"{one.module.id}/{one.day.isoformat()}/{one.what.casefold()}@{catalog.settings.name}")
    # When it was said: without a clock, the day of the check.
    event.add("dtstamp", datetime.combine(catalog.today, time(), timezone.utc))
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", f"{one.module.name}: {one.what}")
    if catalog.settings.site:
        event.add("url", published(module_path(one.module.id), catalog.settings))
    return event


def _days(catalog: Catalog) -> Iterator[Day]:
    for module in catalog.modules:
        for day, what in _of(module, catalog):
            if day is not None and day >= catalog.today:
                yield Day(module, day, what)


def _of(module: Module, catalog: Catalog) -> Iterator[tuple[date | None, str]]:
    """Yield what is due for a module, and when, as far as that is known."""
    for waiver in module.waivers:
        yield waiver.until, f"the waiver of {waiver.rule} ends"
    if catalog.is_gone(module):
        return
    for item in module.roadmap:
        if item.target and item.status in ("planned", "in-progress"):
            yield day_of(item.target, catalog.settings), item.title
    if module.deprecation and module.deprecation.removal:
        yield day_of(module.deprecation.removal, catalog.settings), "to be removed"
    if module.reviewed and catalog.settings.limits.review_days:
        yield module.reviewed + timedelta(days=catalog.settings.limits.review_days), "review is due"
