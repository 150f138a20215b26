"""What happened to modules, newest first, for the page of changes, for feeds and for links to an event."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..catalog.addresses import FEEDS
from ..catalog.entries import Event, Module
from ..catalog.model import Catalog
from ..catalog.when import When


@dataclass(frozen=True, slots=True)
class Change:
    """An event of a module, with the anchor it has on the module's page."""

    module: Module
    event: Event
    anchor: str
    when: When
    """The date of the event, or that of its release."""
    is_ahead: bool
    """Whether all that is known of its date is a release that is still to come."""

    @property
    def order(self) -> tuple[bool, tuple[int, int, int]]:
        """What sorts it among others."""
        return self.is_ahead, self.when.parts


def changes_of(catalog: Catalog) -> list[Change]:
    """Return what happened to modules, newest first, without what the catalog read on its first day."""
    found = [
        Change(module, event, anchor, catalog.when(event), catalog.is_unreleased(event))
        for module in catalog.modules
        for event, anchor in reversed(tuple(zip(module.history, event_anchors(module), strict=True)))
        if not is_first_reading(event, catalog)
    ]
    return sorted(found, key=lambda change: change.order, reverse=True)


def dated_changes(catalog: Catalog) -> list[Change]:
    """Return the changes of which the day is known, or that of their release: what a feed can date."""
    return [change for change in changes_of(catalog) if change.when.day]


def is_first_reading(event: Event, catalog: Catalog) -> bool:
    """Say whether the catalog assigned a stage on the day its rules took effect.

    The project did nothing then.
    """
    return event.is_reading and catalog.settings.effective == catalog.when(event).first


def event_anchors(module: Module) -> tuple[str, ...]:
    """Return the anchor of each event of a module's history. It stays when an older event is added."""
    seen: Counter[str] = Counter()
    anchors = []
    for event in module.history:
        when = event.date if event.date.year else event.release or event.date
        anchor = f"{when}-{event.event}"
        seen[anchor] += 1
        anchors.append(anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}")
    return tuple(anchors)


def feed_paths(catalog: Catalog) -> dict[str, str]:
    """Return where the feeds stand in the site, by their names.

    There are none when catalog.yaml has no `site`, when nothing happened yet, and when the pages they lead to
    are left out.
    """
    pages = catalog.settings.pages
    is_off = not catalog.settings.site or "off" in (pages.get("changes"), pages.get("module"))
    return {} if is_off or not _has_dated_changes(catalog) else dict(FEEDS)


def _has_dated_changes(catalog: Catalog) -> bool:
    events = (event for module in catalog.modules for event in module.history)
    return any(catalog.when(event).day and not is_first_reading(event, catalog) for event in events)
