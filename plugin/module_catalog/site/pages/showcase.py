"""The showcase: what the community has made with the modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from ...catalog.entries import ShowcaseEntry
from ...catalog.model import Catalog, Target
from ..drawings import relation_key
from ..filters import facet, narrowing, word
from ..page import Page

_FRESH = timedelta(days=365)
"""How long after somebody followed the link of an entry it stands among the others."""


@dataclass(frozen=True)
class GalleryItem:
    """An entry in the gallery, its picture, and what it is found by."""

    entry: ShowcaseEntry
    drawn: relation_key.CoverPicture
    picture: str | None
    """The path of its own picture in the site, which takes the place of the drawn one."""
    uses: tuple[Target, ...]
    """What it was made with, as far as that is known."""
    words: tuple[str, ...]


def pages(catalog: Catalog) -> Iterator[Page]:
    """The gallery, newest first; entries whose link nobody followed for a year come last.

    Without entries there is no page.
    """
    if not catalog.showcase:
        return
    covers = gallery(catalog.showcase, catalog)
    earlier = [cover for cover in covers if _is_earlier(cover.entry, catalog)]
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
            [facet("kind", catalog.settings.showcase_kinds, items), facet("module", modules, items)],
            len(items),
        ),
        "called": {"module": modules},
    }
    description = "Papers, products, projects and talks built with {project}."
    yield Page("showcase", "Showcase", description, shows)


def gallery(entries: Iterable[ShowcaseEntry], catalog: Catalog) -> list[GalleryItem]:
    """Return entries with their covers, newest first. No cover has the ground of the one before it."""
    covers, ground = [], 0
    for entry in sorted(entries, key=lambda entry: (-(entry.year or 0), entry.title.casefold())):
        drawn = relation_key.cover(entry, catalog, not_ground=ground)
        ground = drawn.ground
        uses = tuple(catalog.targets(entry.uses).values())
        modules = (word("module", one.module.id) for one in uses if one.module)
        picture = picture_path(entry) if catalog.picture_of(entry) else None
        covers.append(GalleryItem(entry, drawn, picture, uses, (word("kind", entry.kind), *modules)))
    return covers


def _is_earlier(entry: ShowcaseEntry, catalog: Catalog) -> bool:
    return entry.checked is not None and catalog.today - entry.checked > _FRESH


def picture_path(entry: ShowcaseEntry) -> str:
    """Return where an entry's own picture stands in the site."""
    return f"showcase/{entry.id}{PurePosixPath(entry.picture or '').suffix}"
