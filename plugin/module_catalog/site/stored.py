"""The files of a site, one after another in a file on disk: no build has all of its pages in memory."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, NamedTuple

from .. import disk
from .head import Head
from .search import SearchEntry
from .site_file import SiteFile

_LENGTH = 8
"""How many bytes at the end say how long the list of places is."""


class Asked(NamedTuple):
    """What the text of a page depends on."""

    key: str
    """The digest of all that it shows."""
    links: tuple[tuple[str, str, str], ...]
    """The path and the anchor of each link that it asked for, and the address that it got."""


class _Place(NamedTuple):
    start: int
    length: int
    key: str | None
    """The digest of what the page shows, if it is one that can be used again."""


class Stored:
    """Files in the order in which they were put here, and the digest of all that they were made of."""

    def __init__(self, stream: IO[bytes], key: str | None, places: dict[str, _Place]) -> None:
        self.stream = stream
        self.key = key
        self._places = places
        """By the path of the file."""
        self._is_whole = True

    @classmethod
    def new(cls) -> Stored:
        """Return one without files, which is gone when nobody has it any more."""
        return cls(disk.scratch(), None, {})

    @classmethod
    def read(cls, stream: IO[bytes]) -> Stored:
        """Return what a stream has up to where it stands, which this very program wrote."""
        end = stream.tell() - _LENGTH
        stream.seek(end)
        length = int.from_bytes(stream.read(_LENGTH), "big")
        key, places = _read(stream, end - length, length)
        return cls(stream, key, {path: _Place(*place) for path, place in places.items()})

    def __del__(self) -> None:
        with suppress(OSError):
            self.stream.close()

    def put(self, file: SiteFile, asked: Asked | None) -> None:
        """Write a file after the others; a page that may be used again with what its text depends on."""
        found = [tuple(one) for one in file.search]
        links = asked and asked.links
        head: Any = file.head and tuple(file.head)
        record = marshal.dumps((file.path, file.content, file.source, file.in_nav, found, head, links))
        self._places[file.path] = _Place(self.stream.tell(), len(record), asked and asked.key)
        self._write(record)

    def end(self, key: str) -> bool:
        """Write where each file is, and say whether there was room for all of them."""
        self.key = key
        places = marshal.dumps((key, {path: tuple(place) for path, place in self._places.items()}))
        self._write(places + len(places).to_bytes(_LENGTH, "big"))
        return self._is_whole

    def files(self) -> Iterator[SiteFile]:
        """Yield all files as they were written."""
        for place in self._places.values():
            path, content, source, in_nav, found, head, _ = _read(self.stream, place.start, place.length)
            entries = tuple(SearchEntry(*one) for one in found)
            yield SiteFile(path, content, source, in_nav, entries, head and Head(*head))

    def page(self, path: str, key: str) -> tuple[Any, Asked] | None:
        """Return the content of a file and what it depends on, if what it shows has the same digest now."""
        place = self._places.get(path)
        if place is None or place.key != key:
            return None
        _, text, *_, links = _read(self.stream, place.start, place.length)
        return text, Asked(key, links)

    def _write(self, content: bytes) -> None:
        try:
            self.stream.write(content)
        except OSError:
            self._is_whole = False


def _read(stream: IO[bytes], start: int, length: int) -> Any:
    stream.seek(start)
    # Nothing but this file writes there.
    return marshal.loads(stream.read(length))  # noqa: S302
