"""A site as a server last showed it, and what of it an edit of entries changes.

A host knows of no such thing: at each change it builds the whole site anew. It still does whenever something
else than an entry may have changed, and wherever a page may show something that this program does not know.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..catalog.entry_files import MODULES, SHOWCASE
from ..checks.result import Result
from ..site.site_file import SiteFile
from .blocks import is_alike_everywhere, sections
from .shell import is_known

_PLUGINS = frozenset({"search", "material/search", "module-catalog"})
"""Plugins of which what they do with a page, and once it is written, is known."""
SEARCHES = ("search", "material/search")
_READS_FILES = ("pymdownx.snippets", "pymdownx.b64")
"""Extensions of Markdown that read files of which nobody knows when they change."""


def can_follow(config: Any) -> bool:
    """Say whether all that pages of a site depend on is known: then one can be shown again without others."""
    return (
        is_known(config)
        and config.plugins.keys() <= _PLUGINS
        and not (config.extra_templates or config.strict or config.exclude_docs or config.draft_docs)
        and b"!relative" not in Path(config.config_file_path).read_bytes()
        and is_alike_everywhere("", config.markdown_extensions)
        and not any(one in _READS_FILES for one in config.markdown_extensions)
    )


@dataclass(frozen=True)
class Site:
    """All that a site was made of."""

    result: Result
    files: Mapping[str, SiteFile]
    banners: Mapping[str, str]
    """What stands on top of generated pages, where anything does."""
    around: tuple[Any, ...]
    """Of each file that is not the catalog's when it was written."""

    def changed(self, before: Site, own: Collection[str], listed: Collection[str]) -> list[SiteFile] | None:
        """Return which of the site's *own* files are not what they were, in the order of the site.

        None when an edit of entries has changed more than that: the pages that there are, what a navigation
        says of those *listed* in it, or what is around them; or when nothing has changed that is known here.
        """
        if self.around != before.around or _beside(self.result) != _beside(before.result):
            return None
        if self.files.keys() != before.files.keys() or self.result.texts == before.result.texts:
            return None
        if self.result.catalog is None:
            return None
        changed = [
            file
            for path, file in self.files.items()
            if path in own
            if file != before.files[path] or self.banners.get(path) != before.banners.get(path)
        ]
        for file in changed:
            was = before.files[file.path]
            if file.source != was.source or (file.path in listed and _head(file) != _head(was)):
                return None
        return changed


def _beside(result: Result) -> tuple[Any, ...]:
    """Return what a catalog says that is in no entry."""
    folders = (f"{MODULES}/", f"{SHOWCASE}/")
    texts = {path: text for path, text in result.texts.items() if not path.startswith(folders)}
    return texts, result.templates, result.catalog and result.catalog.today


def _head(file: SiteFile) -> str:
    return sections(file.content)[0] if isinstance(file.content, str) else ""


def surroundings(config: Any, catalog: Path) -> tuple[Any, ...]:
    """Return when each file was written that a host watches, but for those in the folder of the *catalog*."""
    places = {config.docs_dir, config.config_file_path, *config.watch} - {str(catalog)}
    return tuple(sorted((path, found.st_mtime_ns, found.st_size) for path, found in _files(places)))


def _files(places: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    for place in places:
        below = (f"{folder}/{name}" for folder, _, names in os.walk(place) for name in names)
        for path in (place, *below):
            with suppress(OSError):  # What an editor writes beside a file is gone soon.
                yield path, os.stat(path)


class SearchIndex:
    """The file that a search reads, after each of some edits.

    The plugin of a search only adds to what it has: a page that is shown again is in its file twice.
    """

    def __init__(self, text: str) -> None:
        """Take the file as it is of a whole site."""
        self._found = self._all = json.loads(text)["docs"]

    def again(self, text: str, pages: Mapping[str, int], shown: Collection[str]) -> str | None:
        """Return the file of the whole site from what the plugin has written after an edit.

        *pages* are the addresses of all pages, with their order; *shown* those that were shown again. None
        when the file is not of the form that is known here.
        """
        index = json.loads(text)
        if _json(index) != text or index.keys() != {"config", "docs"}:
            return None
        added = index["docs"][len(self._all) :]
        self._all = index["docs"]
        found = [*(one for one in self._found if _page(one) not in shown), *added]
        if any(_page(one) not in pages for one in found):
            return None
        self._found = sorted(found, key=lambda one: pages[_page(one)])
        return _json({**index, "docs": self._found})


def _json(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"))


def _page(entry: Mapping[str, str]) -> str:
    return entry["location"].partition("#")[0]
