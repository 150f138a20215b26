"""FORMATS: what `export` writes, a row for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...catalog.addresses import DOT, FEEDS
from ...catalog.model import Catalog
from ...diagnostics import CatalogError
from .api import everything
from .backstage import backstage
from .codeowners import codeowners
from .feeds import feeds
from .graph import graph
from .table import rows


@dataclass(frozen=True)
class Format:
    """A kind of file."""

    description: str
    """What it is, in a sentence."""
    make: Callable[[Catalog], bytes]


def _feed(name: str) -> Callable[[Catalog], bytes]:
    def make(catalog: Catalog) -> bytes:
        if not catalog.settings.site:
            raise CatalogError("a feed has whole addresses only: say in catalog.yaml with `site` where the catalog is published")
        made = dict(feeds(catalog)).get(FEEDS[name])
        if made is None:
            raise CatalogError("a feed tells what happened, and nothing has happened yet")
        return made

    return make


FORMATS = {
    "codeowners": Format("CODEOWNERS of GitHub and GitLab: whom to ask for review of a path.", codeowners),
    "backstage": Format("catalog-info.yaml of Backstage: a Component for each module.", backstage),
    "csv": Format("A row for each module, for spreadsheets.", rows),
    "json": Format("Everything in one document, by api/v1/schema.json of the site.", everything),
    "dot": Format("Every relation, for Graphviz and whatever else draws graphs.", lambda catalog: dict(graph(catalog))[DOT]),
    "atom": Format("The newest changes, for feed readers.", _feed("Atom")),
    "json-feed": Format("The same as JSON Feed 1.1.", _feed("JSON")),
}
"""Formats by the name the command calls them."""
