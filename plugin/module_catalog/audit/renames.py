"""A path, and the history → where what was in it is now, or where what is in it was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..catalog.reading.paths import covers, is_glob
from .tree import Tree

_STEPS = 10
"""How often a path is followed from one move to the next."""


def moved_to(tree: Tree, path: str, present: frozenset[str]) -> str | None:
    """Return the path that took the place of one, out of those that are there now, folders included.

    Most of what the last commit took out of it went there. None when nothing tells.
    """
    here = path.rstrip("/")
    for _ in range(0 if is_glob(path) else _STEPS):
        left = [(old, new) for old, new in _last_to_leave(tree, here) if covers(here, old)]
        targets = Counter(_target(here, old, new) for old, new in left)
        target = next((one for one, count in targets.items() if count * 2 > len(left)), None)
        if target is None:
            return None
        here = target
        if here in present:
            return here
    return None


def moved_from(tree: Tree, commit: str, paths: Iterable[str]) -> str | None:
    """Return a file that a commit moved into some paths from outside of them; None if there is none."""
    places = tuple(paths)
    return next(
        (old for old, new in _taken_away(tree, commit) if new and _in(places, new) and not _in(places, old)),
        None,
    )


def _in(places: Iterable[str], path: str) -> bool:
    return any(covers(place, path) for place in places)


def _last_to_leave(tree: Tree, path: str) -> Iterable[tuple[str, str]]:
    """Return what the last commit to take something out of a path took away, and where to: "" if nowhere."""
    commit = tree.asked(
        "log", "-1", "--no-renames", "--diff-filter=D", "--format=%H", tree.commit, "--", f":(literal){path}"
    )
    return _taken_away(tree, commit.decode().strip()) if commit and commit.strip() else ()


def _taken_away(tree: Tree, commit: str) -> Iterable[tuple[str, str]]:
    """Return the files that a commit moved, from where to where, and those that it deleted, to ""."""
    options = (
        "-r",
        "-z",
        "-M",
        "--diff-filter=DR",
        "--name-status",
        "--no-commit-id",
        "--root",
        "--no-ext-diff",
        "--no-textconv",
    )
    return _pairs((tree.asked("diff-tree", *options, commit) or b"").decode("utf-8", "backslashreplace"))


def _pairs(listing: str) -> Iterator[tuple[str, str]]:
    fields = iter(listing.split("\0"))
    for status in filter(None, fields):
        old = next(fields)
        yield old, next(fields) if status.startswith("R") else ""


def _target(path: str, old: str, new: str) -> str | None:
    """Return what became of a path when a file in it moved.

    It is the new path of the file without what lies below, if that is the same as before.
    """
    below = old.removeprefix(path)
    return new.removesuffix(below) or None if new.endswith(below) else None
