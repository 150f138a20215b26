"""The page of changes: what happened to modules, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ...catalog.model import Catalog
from ...catalog.settings import Release
from ..changes import Change, changes_of, feed_addresses, is_first_reading
from ..drawings.timeline import timelines
from ..list_paths import release_paths
from ..page import Page

_BOOST = 0.3
"""Pages that repeat what others say come after them in a search."""


@dataclass(frozen=True)
class Month:
    """A month, and what happened in it, newest first."""

    first: date
    lines: tuple[Change | Release, ...]


def pages(catalog: Catalog) -> Iterator[Page]:
    """What happened to modules, by month, below a drawing of how long each has been there."""
    found = changes_of(catalog)
    shows = {
        "months": _by_month([*catalog.settings.releases, *found]),
        "timelines": timelines(catalog),
        "feeds": feed_addresses(catalog),
        "lists": release_paths(catalog),
        "readings": sum(
            is_first_reading(event, catalog) for module in catalog.modules for event in module.history
        ),
    }
    description = "What was added to {project}, what changed its stage and what was removed, month by month."
    yield Page("changes", "Changes", description, shows, boost=_BOOST)


def _by_month(lines: Iterable[Change | Release]) -> list[Month]:
    newest_first = sorted(lines, key=lambda line: line.date, reverse=True)
    months = groupby(newest_first, key=lambda line: (line.date.year, line.date.month))
    return [Month(date(year, month, 1), tuple(group)) for (year, month), group in months]
