"""The showcase: what the community has made with the modules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..entries import Module, Work
from ..model import Catalog
from . import figures
from .page import Page

Covered = tuple[Work, figures.Cover, list[Module]]
"""A work, its cover, and the modules it uses."""


def showcase(catalog: Catalog) -> Iterator[Page]:
    """The gallery, newest first. Without works there is no page."""
    if not catalog.showcase:
        return
    covers = gallery(catalog.showcase, catalog)
    shows = {"covers": covers, "kinds": Counter(work.kind for work, _, _ in covers).most_common()}
    description = "Papers, products, projects and talks built with {project}."
    yield Page("showcase/index.md", "showcase.md.j2", "Showcase", description, shows)


def gallery(works: Iterable[Work], catalog: Catalog) -> list[Covered]:
    """Return works with their covers, newest first. No cover has the ground of the one before it."""
    covers: list[Covered] = []
    ground = 0
    for work in sorted(works, key=lambda work: (-(work.year or 0), work.title.casefold())):
        cover = figures.cover(work, catalog, not_ground=ground)
        ground = cover.ground
        covers.append((work, cover, [catalog.by_id[id_] for id_ in work.uses if id_ in catalog.by_id]))
    return covers
