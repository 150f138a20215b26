"""The variables of CMake files → the files that they list.

What is not written plainly may be anything, and is never certain.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

from ..catalog.evidence import SourceLocation
from ..catalog.reading.paths import is_glob
from .builds import ANY, FREE, Built
from .languages.cmake import Command, Condition

MOST_ITEMS, MOST_WAYS = 20_000, 200
"""Lists of more files are not followed; nor are names that may be put together in more ways."""
Values = frozenset[Built]


class UnfollowedError(Exception):
    """The build is too large to be followed."""


@dataclass
class Effort:
    """How much more is followed."""

    left: int

    def spend(self, count: int) -> None:
        """Take note of some more. Raises UnfollowedError when that is too much."""
        self.left -= count
        if self.left < 0:
            raise UnfollowedError


@dataclass
class Scope:
    """The variables of a folder or a function."""

    effort: Effort
    folder: str
    base: Condition
    """What has to hold to be here at all."""
    values: dict[str, Values] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    """The variables that a command set of which nothing is known."""
    is_certain: bool = True
    depth: int = 0
    caller: Call | None = None
    """The call of the function, in the scope that called it."""


@dataclass(frozen=True)
class Call:
    """A command where it stands."""

    command: Command
    path: str
    scope: Scope
    here: Condition

    def items(self, arguments: Iterable[str]) -> Values:
        """Return what arguments list, through variables."""
        place = SourceLocation(self.path, self.command.line)
        parts = (part for argument in arguments for part in argument.split(";"))
        found: set[Built] = set()
        for part in parts:
            several = _expanded(part, self.scope, place)
            self.scope.effort.spend(1 + len(several))
            found.update(several)
        return frozenset(found)

    def texts(self, arguments: Iterable[str]) -> tuple[str, ...]:
        """Return what arguments say, sorted."""
        return tuple(sorted({item.pattern for item in self.items(arguments)}))

    def words(self) -> Iterable[tuple[str, Condition]]:
        """Return the words that the command names, each with what has to hold there."""
        for argument in self.command.arguments[1:]:
            for name in _OBJECTS.findall(argument):
                yield name, self.here
            if "$<" not in argument:
                yield from ((one.pattern, one.guard & self.here) for one in self.items([argument]))

    def assign(
        self, name: str, values: Iterable[Built], *, is_more: bool = False, is_above: bool = False
    ) -> None:
        """Set a variable, or one of whoever called. Under a condition it may still be what it was."""
        scope, is_sure, caller = self.scope, self.here == self.scope.base, self.scope.caller
        if is_above and caller:
            scope, is_sure = caller.scope, is_sure and caller.here == caller.scope.base
        new = frozenset(replace(one, guard=one.guard & self.here) for one in values)
        old = scope.values.get(name, frozenset())
        if not is_more:
            old = frozenset() if is_sure else frozenset(replace(one, is_certain=False) for one in old)
        scope.values[name] = old | new
        if len(scope.values[name]) > MOST_ITEMS:
            raise UnfollowedError

    def forget(self) -> None:
        """Take note that the variables that a command names may be anything from here on."""
        for name in self.command.arguments:
            if name in self.scope.values and name.isidentifier():
                self.scope.values[name] |= {anything(SourceLocation(self.path, self.command.line))}
            elif name.isidentifier():
                self.scope.unknown.add(name)


_OBJECTS = re.compile(r"\$<TARGET_OBJECTS:([^>]*)>")
_NESTED = re.compile(r"\$\{\$\{(\w+)\}\}")
_VARIABLE = re.compile(r"\$\{([^${}]*)\}")
_CURRENT, _OF_FILE = "CMAKE_CURRENT_SOURCE_DIR", "CMAKE_CURRENT_LIST_DIR"
_FOLDERS = ("CMAKE_SOURCE_DIR", "PROJECT_SOURCE_DIR", _CURRENT, _OF_FILE)


def anything(place: SourceLocation) -> Built:
    """Return what stands for every file."""
    return Built(ANY, is_certain=False, place=place)


def _expanded(text: str, scope: Scope, place: SourceLocation) -> Collection[Built]:
    """Return what one argument stands for."""
    nested, whole = _NESTED.fullmatch(text), _VARIABLE.fullmatch(text)
    if nested:
        names = {one.pattern for one in scope.values.get(nested[1], ())}
        return frozenset(one for name in names for one in scope.values.get(name, ()))
    if whole and whole[1] not in _FOLDERS:
        unset = (anything(place),) if whole[1] in scope.unknown else ()
        return scope.values.get(whole[1], unset)
    if not text or "_BINARY_DIR}" in text or _OBJECTS.fullmatch(text):
        return ()
    return (anything(place),) if "$<" in text else _ways(text, scope, place)


def _ways(text: str, scope: Scope, place: SourceLocation) -> Sequence[Built]:
    """Return a text with each of the values that the variables in it may have."""
    pieces = _VARIABLE.split(text)
    values = [_named(name, scope, place) for name in pieces[1::2]]
    if prod(map(len, values)) > MOST_WAYS or "${" in "".join(pieces[::2]):
        return (anything(place),)
    return [_joined(pieces[::2], chosen, place) for chosen in product(*values)]


def _named(name: str, scope: Scope, place: SourceLocation) -> Sequence[Built]:
    """Return what a variable is inside a longer text. A folder begins with a slash."""
    if name in _FOLDERS:
        of_file = place.path.rpartition("/")[0]
        return (Built(f"/{scope.folder if name == _CURRENT else of_file if name == _OF_FILE else ''}"),)
    return sorted(scope.values.get(name, ()), key=lambda one: one.order) or (anything(place),)


def _joined(texts: Sequence[str], chosen: Sequence[Built], place: SourceLocation) -> Built:
    """Put together a text of what stands in it and the values of its variables."""
    parts = [texts[0]]
    guard, is_certain = FREE, True
    for value, text in zip(chosen, texts[1:], strict=True):
        is_folder = not parts[-1] and text[:1] in ("/", "")
        parts += [value.pattern if value.pattern != ANY or is_folder else "*", text]
        guard, is_certain = guard & value.guard, is_certain and value.is_certain
    return Built("".join(parts), guard, is_certain, place)


def placed(text: str, folder: str) -> str:
    """Return a path from the top of the tree; "" for one outside it.

    Files of which not even the names are known are taken for some of the folder or below it.
    """
    if text.startswith(ANY):
        return f"{folder}/{text}".lstrip("/") if is_glob(text.rpartition("/")[2]) else text
    path = posixpath.normpath(text.lstrip("/") if text.startswith("/") else posixpath.join(folder, text))
    return "" if path.startswith("..") or path == "." else path


def globbed(call: Call, how: str, patterns: Iterable[str]) -> Iterable[Built]:
    """Yield what `file(GLOB …)` finds, from the top of the tree."""
    rest, skip = [], False
    for one in patterns:
        if not skip and one not in ("CONFIGURE_DEPENDS", "FOLLOW_SYMLINKS", *_WITH_VALUE):
            rest.append(one)
        skip = one in _WITH_VALUE
    for item in call.items(rest):
        path = placed(item.pattern, call.scope.folder)
        if path and how == "GLOB_RECURSE" and ANY not in path:
            folder, _, name = path.rpartition("/")
            path = f"{folder}/{ANY}/{name}".lstrip("/")
        if path:
            yield replace(item, pattern=path if item.pattern.startswith(ANY) else f"/{path}")


_WITH_VALUE = ("RELATIVE", "LIST_DIRECTORIES")
