"""The page about files for programs: what is published where, and what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...catalog.addresses import BADGES, placed, published
from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.queries.groups import by_name, by_stage
from ..changes import feed_paths
from ..exports import EXPORTS, FORMATS, Export
from ..exports.export import ID
from ..page import Page

_BOOST = 0.2
"""Who searches for a module does not look for this."""


@dataclass(frozen=True)
class File:
    """A kind of file that the site has."""

    path: str
    link: str | None
    """The path of such a file; None when there is none yet."""
    description: str


def pages(catalog: Catalog) -> Iterator[Page]:
    """What the catalog publishes for programs, with an example of each."""
    site, sample = catalog.settings.site, _sample(catalog)
    shows = {
        "badges": BADGES,
        "files": [
            _file(export, sample, catalog)
            for export in EXPORTS.values()
            if export.path and not export.missing(catalog)
        ],
        "formats": FORMATS,
        "sample": sample,
        "samples": lambda module: {
            name: one.sample(module, catalog) for name, one in EXPORTS.items() if one.sample
        },
        "one_of_each": [held.modules[0] for held in by_stage(catalog)],
        "site": f"{site.rstrip('/')}/" if site else "…/",
        "at": lambda path: f"{'' if site else '…/'}{published(path, catalog.settings)}",
        "feeds": feed_paths(catalog),
        # A CODEOWNERS file is for one repository: the first, where each has a name.
        "repository": next(iter(catalog.settings.sources), ""),
    }
    description = "The catalog of {project} for programs: JSON, CSV, badges, CODEOWNERS, Backstage."
    yield Page("data", "Data and API", description, shows, boost=_BOOST, hides=("navigation",))


def _file(export: Export, sample: Module | None, catalog: Catalog) -> File:
    path = export.path or ""
    first, module, _ = next(export.files(catalog), (None, None, None))
    link = path.replace(ID, sample.id) if module and sample else first
    path = path if module or not export.is_of_each else path.replace(ID, "<list>")
    return File(placed(path, catalog.settings), link, export.description)


def _sample(catalog: Catalog) -> Module | None:
    """Return the module to show as an example: one with something in most places, if there is one."""

    def said(module: Module) -> int:
        return sum(
            map(bool, (module.namespaces, module.owners, module.toggles, module.relations, module.links.docs))
        )

    return max(by_name(catalog), key=said, default=None)
