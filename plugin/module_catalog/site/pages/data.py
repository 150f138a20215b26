"""The page about files for programs: what is published where, and what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addresses import API, BADGES, FEEDS, badge_path, json_path, published
from ...catalog.entries import Module
from ...catalog.groups import by_name, by_stage
from ...catalog.model import Catalog
from ..changes import feed_addresses
from ..page import Page

_BOOST = 0.2
"""Who searches for a module does not look for this."""


def pages(catalog: Catalog) -> Iterator[Page]:
    """What the catalog publishes for programs, with an example of each."""
    site = catalog.settings.site
    shows = {
        "api": API,
        "badges": BADGES,
        "sample": _sample(catalog),
        "one_of_each": [held.modules[0] for held in by_stage(catalog)],
        "site": f"{site.rstrip('/')}/" if site else "…/",
        "at": lambda path: f"{'' if site else '…/'}{published(path, catalog.settings)}",
        "feeds": FEEDS if feed_addresses(catalog) else {},
        "json_path": json_path,
        "badge_path": badge_path,
    }
    description = "The catalog of {project} for programs: JSON, CSV, badges, CODEOWNERS, Backstage."
    yield Page("data", "Data", description, shows, boost=_BOOST, hides=("navigation",))


def _sample(catalog: Catalog) -> Module | None:
    """Return the module to show as an example: one with something in most places, if there is one."""

    def said(module: Module) -> int:
        return sum(map(bool, (module.namespaces, module.owners, module.toggles, module.relations, module.links.docs)))

    return max(by_name(catalog), key=said, default=None)
