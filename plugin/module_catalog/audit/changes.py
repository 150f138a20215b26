"""Addresses of commits and pull requests → the commits of the history, and what they add and remove."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .tree import Tree, day

_PULL = re.compile(r"(?:/pull/|/-/merge_requests/|/pull-requests/)(?P<number>[0-9]{1,9})(?:[/#?].*)?$")
_COMMIT = re.compile(r"/commits?/(?P<id>[0-9a-f]{7,64})(?:[/#?].*)?$")
_SUBJECT = re.compile(r"\((?:#|!)(?P<number>[0-9]{1,9})\)\s*$|^Merge pull request #(?P<merged>[0-9]{1,9}) ")


@dataclass(frozen=True)
class Change:
    """One commit."""

    id: str
    date: date | None
    """The day it was committed; None for one that is not in the calendar."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """The files it changes and that are there before and after."""
    is_merge: bool = False
    """Whether it is a merge: what it changes is what it brought to its first parent."""

    @property
    def paths(self) -> tuple[str, ...]:
        """All files it changes."""
        return (*self.added, *self.removed, *self.changed)


def changes(tree: Tree, addresses: Iterable[str]) -> Mapping[str, tuple[Change, ...]]:
    """Return the commits that lead to a tree's, by the addresses that stand for them.

    There are several where a history was put together of others, each with numbers of its own; none where
    the history has none.
    """
    wanted = sorted(set(addresses))
    numbers = _by_number(tree) if any(map(_PULL.search, wanted)) else {}
    found = {address: _ids(address, tree, numbers) for address in wanted}
    known = {
        change.id: change for change in _read(tree, sorted({id_ for ids in found.values() for id_ in ids}))
    }
    return {address: tuple(known[id_] for id_ in ids) for address, ids in found.items()}


def _ids(address: str, tree: Tree, numbers: Mapping[int, Sequence[str]]) -> Sequence[str]:
    if pull := _PULL.search(address):
        return numbers.get(int(pull["number"]), ())
    commit = _COMMIT.search(address)
    several = [one for one in tree.commits if one.startswith(commit["id"])] if commit else []
    return several if len(several) == 1 else ()


def _by_number(tree: Tree) -> Mapping[int, Sequence[str]]:
    """Return the commits that carry each number of a pull request, as a forge writes it."""
    found: dict[int, list[str]] = {}
    for line in tree.lines_of_log("--format=tformat:%H %s"):
        id_, _, subject = line.decode("utf-8", "replace").strip().partition(" ")
        if match := _SUBJECT.search(subject):
            found.setdefault(int(match["number"] or match["merged"]), []).append(id_)
    return found


def _read(tree: Tree, ids: Sequence[str]) -> Iterator[Change]:
    """Yield what commits change. Each begins with an empty field, which no status and no path is."""
    header = "--format=tformat:%x00%H%x00%cd%x00parents %P"
    options = ("--date=raw", header, "--name-status", "-m", "--first-parent")
    fields = (field.decode("utf-8", "backslashreplace") for field in tree.lines_of_log(*options, only=ids))
    commits: list[list[str]] = []
    for text in fields if ids else ():
        if text:
            commits[-1].append(text.lstrip("\n"))
        else:
            commits.append([])
    for id_, said, parents, *rest in commits:
        paths: dict[str, list[str]] = {"A": [], "D": [], "M": []}
        for status, path in zip(rest[::2], rest[1::2], strict=False):
            paths[status if status in paths else "M"].append(path)
        added, removed, changed = map(tuple, paths.values())
        yield Change(id_, day(said), added, removed, changed, is_merge=parents.count(" ") > 1)


def is_of(address: str, repository: str | None) -> bool:
    """Say whether an address names a commit or a pull request of a repository."""
    is_inside = repository is not None and address.startswith(f"{repository.rstrip('/')}/")
    return is_inside and bool(_PULL.search(address) or _COMMIT.search(address))
