"""A path, and the history → where what was in it is now, or where what is in it was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..catalog.paths import covers, is_glob
from .tree import Tree

_STEPS = 10
"""How often a path is followed from one move to the next."""


def moved_to(tree: Tree, path: str, present: frozenset[str]) -> str | None:
    """Return the path that took the place of one, out of those that are there now, folders included.

    None when nothing tells.
    """
    here = path.rstrip("/")
    for _ in range(0 if is_glob(path) else _STEPS):
        moves = _last_moves(tree, here)
        targets = Counter(target for old, new in moves if (target := _target(here, old, new)))
        if not targets:
            return None
        here = min(targets, key=lambda target: (-targets[target], target))
        if here in present:
            return here
    return None


def moved_from(tree: Tree, commit: str, paths: Iterable[str]) -> str | None:
    """Return a file that a commit moved into some paths from outside of them; None if there is none."""
    places = tuple(paths)
    return next(
        (
            old
            for old, new in _moves(tree, commit)
            if any(covers(place, new) for place in places) and not any(covers(place, old) for place in places)
        ),
        None,
    )


def _last_moves(tree: Tree, path: str) -> Iterable[tuple[str, str]]:
    """Return the moves of the last commit that took something out of a path, from where to where."""
    commit = tree.asked(
        "log", "-1", "--no-renames", "--diff-filter=D", "--format=%H", tree.commit, "--", f":(literal){path}"
    )
    return _moves(tree, commit.decode().strip()) if commit and commit.strip() else ()


def _moves(tree: Tree, commit: str) -> Iterable[tuple[str, str]]:
    """Return the moves of a commit, from where to where."""
    options = (
        "-r",
        "-z",
        "-M",
        "--diff-filter=R",
        "--name-status",
        "--no-commit-id",
        "--root",
        "--no-ext-diff",
        "--no-textconv",
    )
    return _pairs((tree.asked("diff-tree", *options, commit) or b"").decode("utf-8", "backslashreplace"))


def _pairs(listing: str) -> Iterator[tuple[str, str]]:
    fields = iter(listing.split("\0"))
    yield from zip(
        *((field for field in fields if not (field.startswith("R") and field[1:].isdecimal())),) * 2,
        strict=False,
    )


def _target(path: str, old: str, new: str) -> str | None:
    """Return what became of a path when a file in it moved.

    It is the new path of the file without what lies below, if that is the same as before.
    """
    if old == path:
        return new
    below = old.removeprefix(path)
    return (
        new.removesuffix(below)
        if below.startswith("/") and old.startswith(path) and new.endswith(below)
        else None
    )
