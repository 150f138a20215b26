"""The showcase: what the community has made with the modules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model import Catalog
from . import figures
from .page import Page


def showcase(catalog: Catalog) -> Iterator[Page]:
    """The gallery, newest first. Without works there is no page."""
    if not catalog.showcase:
        return
    works = sorted(catalog.showcase, key=lambda work: (-(work.year or 0), work.title.casefold()))
    covers, ground = [], 0
    for work in works:
        cover = figures.cover(work, catalog, not_ground=ground)
        ground = cover.ground
        covers.append((work, cover, [catalog.by_id[id_] for id_ in work.uses if id_ in catalog.by_id]))
    shows = {"covers": covers, "kinds": Counter(work.kind for work in works).most_common()}
    description = "Papers, products, projects and talks built with {project}."
    yield Page("showcase/index.md", "showcase.md.j2", "Showcase", description, shows)
