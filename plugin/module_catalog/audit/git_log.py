"""The history of a commit → its commits, one at a time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from .. import cache
from ..diagnostics import CatalogError
from .objects import ReadObjects
from .tree import Tree, day

_HEADER = ("%H", "%cd", "%an", "%ae", "%(trailers:key=Co-authored-by,valueonly,separator=%x0a)")
_MOST_PATHS = 1_000_000
"""A commit that changes more files than this is none that people made."""
_HOSTED = re.compile(r"(?:[0-9]+\+)?(?P<login>[^@+]+)@users\.noreply\.[^@]+", re.IGNORECASE)
"""The address that a forge gives to people who show none: it carries their handle."""


@dataclass(frozen=True)
class Author:
    """Who made a commit."""

    name: str
    handle: str
    """What the address carries; "" when that is nothing."""
    address: str
    """A digest of the address, which ties the names of one person together: no address is kept."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the author is called, in lower case: by name, and by handle."""
        return tuple(name.casefold() for name in (self.name, self.handle) if name)


@lru_cache(maxsize=1 << 14)
def _author(name: str, address: str) -> Author:
    address = address.casefold()
    hosted = _HOSTED.fullmatch(address)
    return Author(name, hosted["login"] if hosted else "", cache.digest(address.encode()) if address else "")


@dataclass(frozen=True)
class Commit:
    """One commit."""

    id: str
    date: date
    """The day it was committed."""
    authors: tuple[Author, ...]
    """The author first, then those that the message names as authors too."""
    paths: tuple[str, ...]
    """The files it changed; none for a merge."""


def commits(tree: Tree, objects: ReadObjects) -> Iterator[Commit]:
    """Yield the commits that lead to the tree's. What is known is not read again, and what is read is kept.

    Those that do not say a day of the calendar are left out.
    """
    # Where a history was cut off, a commit changes other files than in all of it.
    is_kept = objects.is_kept and not tree.is_shallow
    unknown = [id_ for id_ in tree.commits if not objects.has(READER, id_)] if is_kept else []
    is_all_unknown = len(unknown) == len(tree.commits) if is_kept else True
    for id_ in () if is_all_unknown else tree.commits:
        if objects.has(READER, id_) and (packed := objects.of(READER, id_)):
            yield _unpacked(id_, packed)
    if unknown or is_all_unknown:
        for id_, commit in _logged(tree, "--name-only", only=() if is_all_unknown else unknown):
            if is_kept:
                objects.keep(READER, id_, _packed(commit) if commit else None)
            if commit:
                yield commit


READER = "commit"


def without_paths(tree: Tree) -> Iterator[Commit]:
    """Yield the commits that lead to the tree's, without the files they changed."""
    return (commit for _, commit in _logged(tree) if commit)


def changing(tree: Tree, below: Iterable[str]) -> Iterator[Commit]:
    """Yield the commits that change something below some paths, with all files they changed.

    The path "" stands for the whole tree.
    """
    paths = [path for path in below if not path or _may_be_there(path)]
    options = ("--name-only", "--full-history", "--full-diff")
    found = _logged(tree, *options, below=() if "" in paths else paths) if paths else ()
    return (commit for _, commit in found if commit)


def _may_be_there(path: str) -> bool:
    """Say whether a path can be that of a file in a tree: git ends where it cannot."""
    return "\0" not in path and not any(part in ("", ".", "..") for part in path.split("/"))


def _packed(commit: Commit) -> object:
    return [str(commit.date), [[one.name, one.handle, one.address] for one in commit.authors], commit.paths]


def _unpacked(id_: str, packed: Any) -> Commit:
    day_, authors, paths = packed
    return Commit(id_, date.fromisoformat(day_), tuple(_known(*facts) for facts in authors), tuple(paths))


_known = lru_cache(maxsize=1 << 14)(Author)


def _logged(
    tree: Tree, *options: str, only: Collection[str] = (), below: Iterable[str] = ()
) -> Iterator[tuple[str, Commit | None]]:
    """Yield the ids of commits, each with the commit; without one when it does not say a day."""
    # A commit begins with an empty field, which no name of a file is, and has as many fields as asked for,
    # empty or not.
    header_format = f"--format=tformat:%x00{'%x00'.join(_HEADER)}"
    fields = tree.lines_of_log(*options, "--date=raw", header_format, only=only, below=below)
    next(fields, None)
    at_start = True
    while at_start:
        header = [field.decode("utf-8", "replace") for _, field in zip(_HEADER, fields, strict=False)]
        if len(header) < len(_HEADER):
            return
        at_start = False
        paths: list[str] = []
        for field in fields:
            if not field:
                at_start = True
                break
            if len(paths) == _MOST_PATHS:
                raise CatalogError(
                    f"the commit {header[0]} changes more than {_MOST_PATHS:,} files,"
                    " which is more than is read"
                )
            paths.append((field if paths else field.removeprefix(b"\n")).decode("utf-8", "backslashreplace"))
        id_, said, name, address, trailers = header
        when = day(said)
        authors = (_author(name, address), *_named(trailers))
        yield id_, Commit(id_, when, authors, tuple(paths)) if when is not None else None


def _named(text: str) -> Iterator[Author]:
    """Yield the authors that a text names, each as a name before an address in angle brackets.

    A line can name any number of them.
    """
    for line in text.split("\n"):
        at = 0
        while (start := line.find("<", at)) >= 0 and (end := line.find(">", start)) >= 0:
            yield _author(line[at:start].strip(), line[start + 1 : end])
            at = end + 1
