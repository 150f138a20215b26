"""The history of a commit → its commits, newest first, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .tree import Tree

_HEADER = ("%H", "%cs", "%an", "%ae", "%(trailers:key=Co-authored-by,valueonly,separator=%x0a)")
_AUTHOR = re.compile(r"(?P<name>[^<\n]*)<(?P<address>[^>\n]*)>")
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
    """Yield the commits that lead to the tree's, newest first."""
    # A commit begins with an empty field, which no name of a file is, and has as many fields as asked for, empty or not.
    fields = tree.lines_of_log("--name-only", f"--format=tformat:%x00{'%x00'.join(_HEADER)}")
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
            paths.append((field if paths else field.removeprefix(b"\n")).decode("utf-8", "backslashreplace"))
        id_, day, name, address, trailers = header
        also = (Author(found["name"].strip(), found["address"].casefold()) for found in _AUTHOR.finditer(trailers))
        yield Commit(id_, date.fromisoformat(day), (Author(name, address.casefold()), *also), tuple(paths))
