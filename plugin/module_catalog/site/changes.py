"""What happened to modules, newest first, for the page of changes, for feeds and for links to an event."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ..catalog.addresses import FEEDS
from ..catalog.entries import Event, Module
from ..catalog.model import Catalog


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
        if not is_first_reading(event, catalog)
    ]
    return sorted(found, key=lambda change: change.date, reverse=True)


def is_first_reading(event: Event, catalog: Catalog) -> bool:
    """Say whether the catalog assigned a stage on the day its rules took effect.

    The project did nothing then.
    """
    return event.is_reading and event.date == catalog.settings.effective


def event_anchors(module: Module) -> tuple[str, ...]:
    """Return the anchor of each event of a module's history. It stays when an older event is added."""
    seen: Counter[str] = Counter()
    anchors = []
    for event in module.history:
        anchor = f"{event.date.isoformat()}-{event.event}"
        seen[anchor] += 1
        anchors.append(anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}")
    return tuple(anchors)


def feed_paths(catalog: Catalog) -> dict[str, str]:
    """Return where the feeds stand in the site, by their names.

    There are none when catalog.yaml has no `site`, when nothing happened yet, and when the pages they lead to
    are left out.
    """
    pages = catalog.settings.pages
    if (
        not catalog.settings.site
        or not changes_of(catalog)
        or "off" in (pages.get("changes"), pages.get("module"))
    ):
        return {}
    return dict(FEEDS)
