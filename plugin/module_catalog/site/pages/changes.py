"""The page of changes: what happened to modules, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ...catalog.model import Catalog
from ...catalog.settings import Release
from ...catalog.when import When
from ..changes import Change, changes_of, feed_addresses, is_first_reading
from ..drawings.timeline import timelines
from ..list_paths import release_paths
from ..page import Page

_BOOST = 0.3
"""Pages that repeat what others say come after them in a search."""


@dataclass(frozen=True)
class Month:
    """What happened in a month, newest first."""

    when: When
    """A year where no month is known, nothing where not even the year is."""
    is_ahead: bool
    """Whether the release that its lines came with is still to come."""
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
    placed = sorted(((_order(line), line) for line in lines), key=lambda one: one[0], reverse=True)
    months = groupby(placed, key=lambda one: (one[0][0], one[0][1][:2]))
    return [
        Month(When(year or None, month or None), is_ahead, tuple(line for _, line in group))
        for (is_ahead, (year, month)), group in months
    ]


def _order(line: Change | Release) -> tuple[bool, tuple[int, int, int]]:
    return line.order if isinstance(line, Change) else (False, When.on(line.date).parts)
