"""C and C++ source → what it includes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..paths import ancestors
from .language import Language

ENDINGS = (
    ".c",
    ".cc",
    ".cpp",
    ".cxx",
    ".cu",
    ".cuh",
    ".h",
    ".hh",
    ".hpp",
    ".hxx",
    ".inc",
    ".inl",
    ".m",
    ".mm",
    ".cl",
)

_INCLUDE = re.compile(
    rb"^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*(?P<open>[<\"])(?P<path>[^>\"\n]+)[>\"]",
    re.MULTILINE,
)


def includes(content: bytes) -> Iterator[tuple[str, int]]:
    """Yield the paths that a file includes, each with its line.

    A name in angle brackets that is no path is a header of the compiler, and is passed over.
    """
    if b"include" not in content and b"import" not in content:
        return
    bare = b"".join(_bare(content))
    line, last = 1, 0
    for found in _INCLUDE.finditer(bare):
        line, last = line + bare.count(b"\n", last, found.start("open")), found.start("open")
        if found["open"] == b"<" and b"/" not in found["path"]:
            continue
        yield found["path"].decode("utf-8", "backslashreplace"), line


def _bare(content: bytes) -> Iterator[bytes]:
    """Yield the pieces of a file without its comments, of which the line breaks are left.

    A comment without an end is none.
    """
    at = 0
    while (start := content.find(b"/*", at)) >= 0 and (end := content.find(b"*/", start + 2)) >= 0:
        yield content[at:start]
        yield b"\n" * content.count(b"\n", start, end)
        at = end + 2
    yield content[at:]


_ROOTS = ("include", "inc", "src")
"""The names of folders in which a compiler is likely to look for headers, beside those around a file: others
would be a guess."""


class Headers:
    """The files of a tree, ready to say which one an include means."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._below: dict[str, set[str]] = {}
        self._named: dict[str, list[str]] = {}
        for path in sorted(self._paths):
            folders = path.split("/")
            self._named.setdefault(folders[-1], []).append(path)
            for index, folder in enumerate(folders[:-1], 1):
                if folder in _ROOTS:
                    found = self._below.setdefault("/".join(folders[index:]), set())
                    # Two are enough to know that there are several.
                    if len(found) < 2:
                        found.add(path)

    def find(self, include: str, path: str) -> str | None:
        """Return the file that an include in the file at *path* means.

        None when it is not here, or could be several.
        """
        folder = posixpath.dirname(path)
        beside = posixpath.normpath(posixpath.join(folder, include))
        if beside in self._paths:
            return beside
        wanted = posixpath.normpath(include)
        around = {wanted, *(f"{one}/{wanted}" for one in ancestors(folder))}
        found = {*(around & self._paths), *self._below.get(wanted, ())}
        return found.pop() if len(found) == 1 else None

    def possible(self, include: str) -> frozenset[str]:
        """Return the files that an include may mean: it says how their paths end."""
        wanted = f"/{posixpath.normpath(include)}".replace("/..", "")
        return frozenset(
            path for path in self._named.get(wanted.rpartition("/")[2], ()) if f"/{path}".endswith(wanted)
        )


def _unpacked(packed: Any) -> tuple[tuple[str, int], ...]:
    return tuple(map(tuple, packed))


CPP = Language[tuple[tuple[str, int], ...]]("cpp", lambda content: tuple(includes(content)), list, _unpacked)
