"""The showcase: what the community has made with the modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from ...catalog.entries import Module, ShowcaseEntry
from ...catalog.model import Catalog
from ...catalog.vocabulary import WORDS
from ..drawings import relation_key
from ..filters import facet, narrowing, word
from ..page import Page

_FRESH = timedelta(days=365)
"""How long after somebody followed a work's link the work stands among the others."""


@dataclass(frozen=True)
class GalleryItem:
    """A work in the gallery, its picture, and what it is found by."""

    work: ShowcaseEntry
    drawn: relation_key.CoverPicture
    picture: str | None
    """The path of its own picture in the site, which takes the place of the drawn one."""
    modules: tuple[Module, ...]
    words: tuple[str, ...]


def pages(catalog: Catalog) -> Iterator[Page]:
    """The gallery, newest first; works whose link nobody followed for a year come last.

    Without works there is no page.
    """
    if not catalog.showcase:
        return
    covers = gallery(catalog.showcase, catalog)
    earlier = [cover for cover in covers if _is_earlier(cover.work, catalog)]
    modules = {
        module.id: module.name
        for module in sorted(catalog.modules, key=lambda module: module.name.casefold())
    }
    items = [cover.words for cover in covers]
    shows = {
        "parts": [part for part in ([cover for cover in covers if cover not in earlier], earlier) if part],
        "earlier": earlier,
        "works": len(covers),
        "facets": narrowing(
            [facet("kind", WORDS["showcase_kind"], items), facet("module", modules, items)], len(items)
        ),
        "called": {"module": modules},
    }
    description = "Papers, products, projects and talks built with {project}."
    yield Page("showcase", "Showcase", description, shows)


def gallery(works: Iterable[ShowcaseEntry], catalog: Catalog) -> list[GalleryItem]:
    """Return works with their covers, newest first. No cover has the ground of the one before it."""
    covers, ground = [], 0
    for work in sorted(works, key=lambda work: (-(work.year or 0), work.title.casefold())):
        drawn = relation_key.cover(work, catalog, not_ground=ground)
        ground = drawn.ground
        modules = tuple(catalog.by_id[id_] for id_ in work.uses if id_ in catalog.by_id)
        words = (word("kind", work.kind), *(word("module", module.id) for module in modules))
        covers.append(
            GalleryItem(work, drawn, picture_path(work) if catalog.picture_of(work) else None, modules, words)
        )
    return covers


def _is_earlier(work: ShowcaseEntry, catalog: Catalog) -> bool:
    return work.checked is not None and catalog.today - work.checked > _FRESH


def picture_path(work: ShowcaseEntry) -> str:
    """Return where a work's own picture stands in the site."""
    return f"showcase/{work.id}{PurePosixPath(work.picture or '').suffix}"
