"""The history of a commit → its commits, newest first, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..diagnostics import CatalogError
from .tree import Tree, day

_HEADER = ("%H", "%cd", "%an", "%ae", "%(trailers:key=Co-authored-by,valueonly,separator=%x0a)")
_MOST_PATHS = 1_000_000
"""A commit that changes more files than this is none that people made."""
_HOSTED = re.compile(r"(?:[0-9]+\+)?(?P<login>[^@+]+)@users\.noreply\.[^@]+", re.IGNORECASE)
"""The address that a forge gives to people who show none: it carries their handle."""


@dataclass(frozen=True)
class Author:
    """Who made a commit. The address ties the names of one person together, and never leaves the program."""

    name: str
    address: str

    @property
    def names(self) -> tuple[str, ...]:
        """What the author is called, in lower case: by name, and by the handle that the address carries."""
        hosted = _HOSTED.fullmatch(self.address)
        return tuple(name.casefold() for name in (self.name, hosted["login"] if hosted else "") if name)


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


def commits(tree: Tree) -> Iterator[Commit]:
    """Yield the commits that lead to the tree's, newest first.

    Those that do not say a day of the calendar are left out.
    """
    # A commit begins with an empty field, which no name of a file is, and has as many fields as asked for,
    # empty or not.
    fields = tree.lines_of_log("--name-only", "--date=raw", f"--format=tformat:%x00{'%x00'.join(_HEADER)}")
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
        if when is not None:
            yield Commit(id_, when, (Author(name, address.casefold()), *_named(trailers)), tuple(paths))


def _named(text: str) -> Iterator[Author]:
    """Yield the authors that a text names, each as a name before an address in angle brackets.

    A line can name any number of them.
    """
    for line in text.split("\n"):
        at = 0
        while (start := line.find("<", at)) >= 0 and (end := line.find(">", start)) >= 0:
            yield Author(line[at:start].strip(), line[start + 1 : end].casefold())
            at = end + 1
