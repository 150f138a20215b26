"""CMake files → the project's own commands that declare an option, and what is built only with one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ...catalog.evidence import SourceLocation
from ...catalog.reading.paths import is_glob
from ..languages.cmake import BRANCHES, Condition, branch, commands, named
from ..languages.language import UnreadError
from ..tree import Tree

_ENDINGS = ("CMakeLists.txt", ".cmake")
_BEGIN, _END = ("macro", "function"), ("endmacro", "endfunction")


class Gated(NamedTuple):
    """A path that a build file takes in only where an option is on."""

    option: str
    path: str
    place: SourceLocation
    beside: frozenset[str]
    """The other options that have to be on there."""


def texts(tree: Tree) -> Mapping[str, str]:
    """Return the CMake files of a tree, as far as they can be read."""
    files = tuple(file for file in tree.files if file.path.endswith(_ENDINGS))
    return {
        file.path: content.decode("utf-8", "replace") for file, content in tree.contents(files) if content
    }


def declaring(files: Iterable[str]) -> frozenset[str]:
    """Return the macros and functions that declare an option with their first argument, in lower case.

    They do so with `option`, with a cache variable, or with another one of them.
    """
    calls: dict[str, set[str]] = {}
    for text in files:
        name, first = "", ""
        for command in commands(text):
            if command.name in _BEGIN and command.arguments:
                name, first = command.arguments[0].casefold(), f"${{{''.join(command.arguments[1:2])}}}"
            elif command.name in _END:
                name = ""
            elif (
                name
                and command.arguments[:1] == (first,)
                and (command.name != "set" or "CACHE" in command.arguments)
            ):
                calls.setdefault(name, set()).add(command.name)
    found = {"option", "set"}
    while more := {name for name, called in calls.items() if name not in found and called & found}:
        found |= more
    return frozenset(found - {"option", "set"})


def gated(files: Mapping[str, str]) -> Iterator[Gated]:
    """Yield the paths below a condition on options, from the top of the tree and from the file's folder.

    A glob stands for the folder before it. A file that is nested too deep says nothing.
    """
    yield from (one for path, text in files.items() for one in _of_file(path, text))


def _of_file(path: str, text: str) -> list[Gated]:
    try:
        return list(_gated(path, text))
    except UnreadError:
        return []


def _gated(path: str, text: str) -> Iterator[Gated]:
    around = [Condition()]
    for command in commands(text):
        if command.name in BRANCHES:
            branch(command, around)
        elif options := _required(around[-1]):
            place = SourceLocation(path, command.line)
            yield from (
                Gated(option, one, place, options - {option})
                for option in sorted(options)
                for name in named(command)
                for one in _places(name, path)
            )


def _places(name: str, path: str) -> Iterable[str]:
    """Return what a path in a file may stand for."""
    plain = _plain(name)
    below = posixpath.normpath(posixpath.join(posixpath.dirname(path), plain)) if plain else ""
    return dict.fromkeys(one for one in (plain, below) if one)


def _required(condition: Condition | None) -> frozenset[str]:
    """Return what the nearest condition requires that requires anything."""
    while condition is not None:
        if condition.required:
            return condition.required
        condition = condition.around
    return frozenset()


def _plain(name: str) -> str:
    """Return a path up to its first part that is a glob."""
    parts = name.split("/")
    plain = next((parts[:at] for at, part in enumerate(parts) if is_glob(part)), parts)
    return "/".join(plain)
