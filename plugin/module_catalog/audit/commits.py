"""The history of a tree and the modules of a catalog → who worked on what, and when."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile
from typing import Protocol, TypeVar

from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..catalog.reading.paths import PathClaims, is_glob
from .authors import People
from .git_log import READER, Author, Commit, changing, commits, without_paths
from .objects import ReadObjects
from .tree import Tree

T = TypeVar("T")


class Progress(Protocol):
    """Hands on what is gone through, one by one: a progress bar can count it."""

    def __call__(self, label: str, items: Iterable[T], length: int) -> Iterator[T]:
        """Take what is gone through, and how much there is of it."""


YEAR = timedelta(days=365)
FEW, SHARE = 3, 0.3
"""A commit is focused on a module when it changes at most so many files, or when at least this share of its
files lie in it."""


@dataclass
class Activity:
    """What the history says of one module."""

    last: date | None = None
    """The day of the last focused commit."""
    count: int = 0
    """Focused commits in the year before the audited one."""
    authors: set[Author] = field(default_factory=set)
    workers: dict[Author, tuple[int, date]] = field(default_factory=dict)
    """Whoever made commits that changed something in it: how many, and the day of the last."""


@dataclass
class CommitHistory:
    """What the history says, gathered in one pass."""

    modules: dict[str, Activity]
    people: People
    last_changes: dict[str, date]
    """By path or glob of a namespace or a former one: the day of the last commit that changed something
    there."""
    first_changes: dict[str, date]
    """The same of the first one."""
    first_commits: dict[str, str]
    """The id of that commit."""
    start: date = date.max
    """The day of the oldest commit."""


def commit_history(
    catalog: Catalog, tree: Tree, modules: Collection[Module], objects: ReadObjects, progress: Progress
) -> CommitHistory:
    """Go through the history once, for some modules or for all."""
    homes = PathClaims(
        (path, (module, until)) for module in modules for path, until in _paths(catalog, module)
    )
    present = [module for module in modules if not catalog.is_gone(module)]
    found = CommitHistory({module.id: Activity() for module in present}, People(), {}, {}, {})
    if len(modules) == len(catalog.modules) or objects.has_any(READER):
        for commit in progress("Reading the history", commits(tree, objects), len(tree.commits)):
            _note_people(found, commit)
            _note_changes(found, commit, homes, tree.date - YEAR)
        return found
    # Nobody owns what is gone.
    for commit in progress("Reading the history", without_paths(tree), len(tree.commits)) if present else ():
        _note_people(found, commit)
    for commit in changing(
        tree, [beginning(path) for module in modules for path, _ in _paths(catalog, module)]
    ):
        _note_changes(found, commit, homes, tree.date - YEAR)
    return found


def beginning(pattern: str) -> str:
    """Return the folder that all a path or glob stands for is in; "" when that is the top.

    So it is for a name that is not UTF-8 too, which has its bytes written out.
    """
    folders = takewhile(lambda folder: not is_glob(folder), pattern.rstrip("/").split("/"))
    return "" if "\\" in pattern else "/".join(folders)


def _note_people(history: CommitHistory, commit: Commit) -> None:
    history.start = min(history.start, commit.date)
    for author in commit.authors:
        history.people.saw(author, commit.date)


def _note_changes(history: CommitHistory, commit: Commit, homes: PathClaims[_Home], start: date) -> None:
    found = [homes.of(path) for path in commit.paths]
    last, first = history.last_changes, history.first_changes
    for pattern in {pattern for claims in found for pattern, _ in claims}:
        last[pattern] = max(commit.date, last.get(pattern, commit.date))
        # Of several commits of a day, the last in the log is the first that was made.
        if commit.date <= first.get(pattern, commit.date):
            first[pattern], history.first_commits[pattern] = commit.date, commit.id
    inside = _inside(commit, found, history.modules)
    for id_ in inside:
        workers = history.modules[id_].workers
        for author in commit.authors:
            count, day = workers.get(author, (0, commit.date))
            workers[author] = count + 1, max(day, commit.date)
    for id_ in _focused(commit, inside):
        pulse = history.modules[id_]
        pulse.last = max(commit.date, pulse.last or commit.date)
        if commit.date >= start:
            pulse.count += 1
            pulse.authors.add(commit.authors[0])


_Home = tuple[Module, "date | None"]


def _paths(catalog: Catalog, module: Module) -> Iterator[tuple[str, date | None]]:
    """Yield the paths of a module, each with the day until which it was its own: others may be there now."""
    days = catalog.settings.release_days
    yield from ((path, None) for path in module.namespaces)
    for former in module.former_namespaces:
        yield former.path, days.get(former.until or "")


def _inside(
    commit: Commit, found: Iterable[Iterable[tuple[str, _Home]]], present: Container[str]
) -> Mapping[str, int]:
    """Return how many files of a commit are in each module that is there, by its id."""
    inside: dict[str, int] = {}
    for claims in found:
        own = {module.id for _, (module, until) in claims if until is None or commit.date <= until}
        for id_ in (id_ for id_ in own if id_ in present):
            inside[id_] = inside.get(id_, 0) + 1
    return inside


def _focused(commit: Commit, inside: Mapping[str, int]) -> Iterator[str]:
    yield from (
        id_ for id_, count in inside.items() if len(commit.paths) <= FEW or count >= SHARE * len(commit.paths)
    )
