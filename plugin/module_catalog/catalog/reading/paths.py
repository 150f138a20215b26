"""Paths and globs of entries and files of the tree → what is whose."""

from __future__ import annotations

import fnmatch
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import takewhile
from typing import Generic, TypeVar

T = TypeVar("T")


def ancestors(path: str) -> Iterator[str]:
    """Yield a path and every folder around it, nearest first."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def is_glob(path: str) -> bool:
    """Say whether a path stands for several."""
    return any(sign in path for sign in "*?[")


def covers(pattern: str, path: str) -> bool:
    """Say whether a path, or a folder around it, is what a path or glob of an entry names.

    `**` is any number of folders.
    """
    pattern = pattern.rstrip("/")
    if not is_glob(pattern):
        return path == pattern or path.startswith(f"{pattern}/")
    return _matches(tuple(pattern.split("/")), tuple(path.split("/")))


def _matches(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    if "**" not in pattern:
        return len(pattern) <= len(path) and all(map(fnmatch.fnmatchcase, path, pattern))
    # Every place in the pattern that the folders so far can lead to: no pattern, however odd, takes more than
    # their product.
    places = _skipped({0}, pattern)
    for folder in path:
        fitting = [at for at in places if at < len(pattern) and _fits(pattern[at], folder)]
        moved = {at + 1 for at in fitting} | {at for at in fitting if pattern[at] == "**"}
        places = _skipped(moved, pattern)
        if len(pattern) in places:
            return True
    return False


def _fits(part: str, folder: str) -> bool:
    return part == "**" or fnmatch.fnmatchcase(folder, part)


def _skipped(places: set[int], pattern: tuple[str, ...]) -> set[int]:
    """Return the places, and those reached when a `**` stands for nothing.

    A `**` at the end stands for something.
    """
    found = set(places)
    for at in range(len(pattern) - 1):
        if at in found and pattern[at] == "**":
            found.add(at + 1)
    return found


class Listing:
    """Paths of files, ready to say which of them a path or glob names."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(sorted(paths))

    def below(self, pattern: str) -> tuple[str, ...]:
        """Return the files that a path or glob names, in the order of paths."""
        if is_glob(pattern):
            place = "/".join(takewhile(lambda part: not is_glob(part), pattern.split("/")))
            return tuple(path for path in self._in(place) if covers(pattern, path))
        place = pattern.rstrip("/")
        at = bisect_left(self.paths, place)
        return (*((place,) if self.paths[at : at + 1] == (place,) else ()), *self._in(place))

    def _in(self, folder: str) -> tuple[str, ...]:
        if not folder:
            return self.paths
        first, last = (bisect_left(self.paths, f"{folder}{sign}") for sign in ("/", "0"))
        return self.paths[first:last]


class PathClaims(Generic[T]):
    """Patterns that somebody claims, ready to say whose a path is."""

    def __init__(self, patterns: Iterable[tuple[str, T]]) -> None:
        self._plain: dict[str, list[tuple[str, T]]] = {}
        self._globs: list[tuple[str, T]] = []
        for pattern, claimant in patterns:
            if is_glob(pattern):
                self._globs.append((pattern, claimant))
            else:
                self._plain.setdefault(pattern.rstrip("/"), []).append((pattern, claimant))
        self.of = lru_cache(maxsize=1 << 18)(self._of)

    def _of(self, path: str) -> tuple[tuple[str, T], ...]:
        """Return the patterns that cover a path, each with who claims it, the nearest first."""
        plain = [found for folder in ancestors(path) for found in self._plain.get(folder, ())]
        globs = [found for found in self._globs if covers(found[0], path)]
        return (
            tuple(sorted((*plain, *globs), key=lambda found: -found[0].rstrip("/").count("/")))
            if globs
            else tuple(plain)
        )
