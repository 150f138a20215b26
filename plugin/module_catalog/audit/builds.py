"""What the CMake files of a tree build, and what has to be on for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..catalog.evidence import SourceLocation
from ..catalog.reading.paths import PathClaims, is_glob
from .languages.cmake import Condition

ANY = "**"
"""Stands for any number of folders, and by itself for every file there is."""
FREE = Condition()
ENDINGS = (".c", ".cc", ".cpp", ".cxx", ".c++", ".cu", ".m", ".mm")
"""Of files that are compiled by themselves."""

_AND = frozenset({"AND", "and"})


@dataclass(frozen=True)
class Built:
    """A path or glob in a list of files; or another word there."""

    pattern: str
    guard: Condition = FREE
    """What has to hold where it is listed, and where what lists it is built."""
    is_certain: bool = True
    """Whether it is built wherever that holds."""
    place: SourceLocation | None = None
    target: str = ""
    """The library that has it, if others have to take that in."""

    @property
    def order(self) -> tuple[object, ...]:
        """What it is sorted by."""
        guard = sorted(self.guard.required), sorted(self.guard.words)
        return self.pattern, str(self.place), not self.is_certain, self.target, guard


class Builds:
    """What is built of a tree, as far as CMake files say it."""

    def __init__(
        self,
        found: Collection[Built],
        entered: Mapping[str, Condition],
        takers: Mapping[str, Collection[tuple[str, frozenset[str]]]],
    ) -> None:
        """Take what is built, and by CMake file what has to hold where it is taken in.

        Also by library who takes it in, each with the words of the conditions there.
        """
        self._entered = entered
        self._found, self._takers = found, takers

    @cached_property
    def _by_path(self) -> PathClaims[Built]:
        return PathClaims((one.pattern, one) for one in self._found)

    def of(self, path: str) -> tuple[Built, ...]:
        """Return where a file is built, or may be."""
        return tuple(
            one
            for pattern, one in self._by_path.of(path)
            if ANY in pattern or not is_glob(pattern) or pattern.count("/") == path.count("/")
        )

    @property
    def is_followed(self) -> bool:
        """Whether there is anything that could be followed."""
        return bool(self._found)

    def around(self, path: str) -> frozenset[str]:
        """Return what has to be on wherever a CMake file is taken in."""
        return self._entered.get(path, FREE).required

    def required(self, path: str) -> frozenset[str]:
        """Return what has to be on wherever a file is built; nothing where it is built nowhere."""
        found = [one.guard.required for one in self.of(path)]
        return frozenset.intersection(*found) if found else frozenset()

    def in_any_case(self, path: str, toggle: str = "") -> SourceLocation | None:
        """Return where a file is listed that is built whatever a toggle is; None where none is certain."""
        return next(
            (
                one.place
                for one in self.of(path)
                if one.is_certain and not one.guard.words and toggle not in self._words(one.target)
            ),
            None,
        )

    def without(self, path: str, toggle: str) -> SourceLocation | None:
        """Return where a file is listed that is built without a toggle; None where none is certain.

        Conditions ask for nothing there but that some words are on, and that one is not among them.
        """
        return next(
            (
                one.place
                for one in self.of(path)
                if one.is_certain
                and one.guard.words - _AND == one.guard.required
                and toggle not in one.guard.required | self._words(one.target)
            ),
            None,
        )

    def _words(self, target: str) -> frozenset[str]:
        """Return the words of the conditions under which a library is taken in, by whatever way."""
        seen, rest, words = {target}, [target] if target else [], set[str]()
        while rest:
            for taker, around in self._takers.get(rest.pop(), ()):
                words |= around
                if taker not in seen:
                    seen.add(taker)
                    rest.append(taker)
        return frozenset(words)
