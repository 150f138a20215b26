"""What of a site stands after an edit, as it shows nothing that has changed: told before any of it is made.

An edit changes some keys of some entries. Most of a site shows of modules in general no more than their names
and the like, and of one module at most, or of one kind of thing, all there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from ..catalog.entries import Module
from ..catalog.model import Catalog
from .build import Build, Render
from .exports.export import Content
from .links import Links
from .page import Page
from .site_file import SiteFile

ANYWHERE = frozenset(
    {
        "deprecation",
        "former_ids",
        "former_namespaces",
        "history",
        "kind",
        "links",
        "name",
        "namespaces",
        "no_toggle",
        "owners",
        "relations",
        "seeking_owners",
        "split_into",
        "stage",
        "stage_reason",
        "toggles",
    }
)
"""The keys of entries that a page about something else may show: an edit of one reaches the whole site."""
SHOWN: Mapping[str, frozenset[str]] = {
    "home": frozenset(),
    "moved": frozenset(),
    "neighbours": frozenset(),
    "stages": frozenset(),
    "toggles": frozenset({"one_of"}),
    "map": frozenset(),
    "kind": frozenset({"summary"}),
    "compatibility": frozenset({"compatibility"}),
    "compare": frozenset({"summary"}),
    "roadmap": frozenset({"roadmap"}),
    "changes": frozenset({"roadmap"}),
    "trends": frozenset({"roadmap", "waivers"}),
    "owners": frozenset({"champion", "endorsements"}),
    "facet": frozenset({"champion", "endorsements", "summary"}),
    "release": frozenset({"roadmap", "summary", "waivers"}),
    "showcase": frozenset(),
    "fields": frozenset(),
    "rules": frozenset(),
    "schema": frozenset(),
    "shields": frozenset(),
    "badge": frozenset({"parts"}),
    "atom": frozenset(),
    "json-feed": frozenset(),
    "list-feeds": frozenset({"champion", "endorsements"}),
    "dot": frozenset({"summary"}),
    "inventory": frozenset(),
    "llms": frozenset({"summary"}),
    "people": frozenset(),
    "releases": frozenset({"roadmap"}),
}
"""The keys that only some pages and exports show, by the kind of page or the name of the export: all that
these show of entries beside what may be shown anywhere. What is not here may show everything."""
OF_ONE = frozenset({"module", "preview", "text"})
"""Kinds of page, and exports, that are about a module each, and show of others what may be shown anywhere."""
_KEYS = frozenset(one.name for one in fields(Module)) - {"id", "document"}


@dataclass(frozen=True)
class Edit:
    """What has changed since the last build: some keys, of the entries at some paths."""

    keys: frozenset[str]
    paths: frozenset[str]

    def reaches(self, name: str, source: str | None) -> bool:
        """Say whether a page of a kind, or an export of a name, may show it; *source* is its entry."""
        if name in SHOWN:
            return bool(self.keys & SHOWN[name])
        return name not in OF_ONE or source in self.paths


def edit(before: Catalog, now: Catalog) -> Edit | None:
    """Return what changed from a catalog to one with other entries at most; None where it may be anything."""
    pairs = [(one.document, other.document) for one, other in zip(before.modules, now.modules, strict=False)]
    if len(before.modules) != len(now.modules) or any(one.path != other.path for one, other in pairs):
        return None
    changed = [(one, other) for one, other in pairs if one.text != other.text]
    keys = frozenset(
        key
        for one, other in changed
        for key in one.data.keys() | other.data.keys()
        if one.data.get(key) != other.data.get(key)
    )
    if keys & ANYWHERE or not keys <= _KEYS:
        return None
    return Edit(keys, frozenset(one.path for one, _ in changed))


@dataclass
class Made:
    """What a build has made, of which the next one takes what stands."""

    catalog: Catalog
    around: str | None
    """What tells all that the catalog says beside its entries from anything else."""
    pages: dict[str, list[Page]] = field(default_factory=dict)
    """By their kind, without what they show."""
    places: Sequence[object] = ()
    """Where pages are, and what leads there."""
    files: dict[str, list[SiteFile]] = field(default_factory=dict)
    """By the path of the page, or of the export."""


class Standing(Build):
    """One build, which makes what the edit since the last one reaches."""

    def __init__(self, before: Made | None, catalog: Catalog, around: str | None, texts: Build) -> None:
        """Take what the last build made, and what tells all that is *around* entries, if that is known.

        *texts* gives the text of a page that does not stand.
        """
        self._texts = texts
        self.made = Made(catalog, around)
        self._before = before or self.made
        same = before is not None and around is not None and before.around == around
        self._edit = edit(self._before.catalog, catalog) if same else None

    def pages(self, kind: str, make: Callable[[], Iterable[Page]]) -> list[Page]:
        """Return the pages of a kind; of those that stand, what they show is not known."""
        stands = self._edit and kind in SHOWN and not self._edit.reaches(kind, None)
        pages = self._before.pages[kind] if stands else [*make()]
        self.made.pages[kind] = [replace(page, shows={}) for page in pages]
        return pages

    def is_in_place(self, places: Sequence[object]) -> bool:
        """Say whether what stands can stay, with pages at these *places*; if not, nothing does any more."""
        self.made.places = places
        if self._edit and self._before.places != places:
            self._edit = None
            return False
        return True

    def files(
        self, path: str, name: str, source: str | None, make: Callable[[], Iterable[SiteFile]]
    ) -> list[SiteFile]:
        """Return the files of the page or the export at a path, which is of a kind or has a name."""
        before = self._before.files.get(path)
        stands = before is not None and self._edit and not self._edit.reaches(name, source)
        self.made.files[path] = before if before is not None and stands else [*make()]
        return self.made.files[path]

    def text(self, page: Page, path: str, to: Links, shared: Any, render: Render) -> str:
        """Return the text of a page that does not stand."""
        return self._texts.text(page, path, to, shared, render)

    def content(self, path: str, content: Content) -> bytes:
        """Return what the file of an export holds that does not stand."""
        return self._texts.content(path, content)
