"""Days to come, as iCalendar: targets of roadmaps, removals, reviews, waivers that end."""

from __future__ import annotations

from datetime import datetime, time, timezone
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ...catalog.addresses import module_path, published
from ...catalog.model import Catalog
from ...catalog.queries.due import Due, due
from .export import export

if TYPE_CHECKING:
    from icalendar import Event


def _missing(catalog: Catalog) -> str | None:
    if find_spec("icalendar") is None:
        return "a calendar needs the library icalendar: `pip install 'mkdocs-module-catalog[calendar]'`"
    return None if due(catalog) else "nothing in this catalog has a day that is still to come"


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
    for one in due(catalog):
        found.add_component(_event(one, catalog))
    return bytes(found.to_ical())


def _event(one: Due, catalog: Catalog) -> Event:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", f"{one.module.id}/{one.day.isoformat()}/{one.what.casefold()}@{catalog.settings.name}")
    # When it was said: without a clock, the day of the check.
    event.add("dtstamp", datetime.combine(catalog.today, time(), timezone.utc))
    event.add("dtstart", one.day)  # Without an end it is that day, as RFC 5545 has it.
    event.add("summary", f"{one.module.name}: {one.what}")
    if catalog.settings.site:
        event.add("url", published(module_path(one.module.id), catalog.settings))
    return event
