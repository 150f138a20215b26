"""The history of a tree → when each candidate began, when it was last worked on, and by how many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ...catalog.reading.paths import PathClaims
from ..authors import People
from ..commits import FEW, SHARE, YEAR, Progress
from ..git_log import Author, Commit, commits
from ..objects import ReadObjects
from ..tree import Tree
from .candidate import Candidate


@dataclass(frozen=True)
class Activity:
    """What the history says of one candidate. People are counted, and never named."""

    first: date
    """The day of the first commit that changed something at its paths."""
    first_commit: str
    last: date | None
    """The day of the last commit that was about it: not one that changed the whole tree."""
    people: int
    """How many made such commits in the year before the commit of the tree."""


@dataclass
class _Seen:
    first: Commit
    last: date | None = None
    authors: set[Author] = field(default_factory=set)


def activities(
    tree: Tree, candidates: Iterable[Candidate], objects: ReadObjects, progress: Progress
) -> Mapping[Candidate, Activity]:
    """Return what the history says of candidates; nothing of those that no commit changed."""
    claims = PathClaims((path, one) for one in candidates for path in one.paths)
    seen: dict[Candidate, _Seen] = {}
    people = People()
    since = tree.date - YEAR
    for commit in progress("Reading the history", commits(tree, objects), len(tree.commits)):
        for author in commit.authors:
            people.saw(author, commit.date)
        for candidate, count in _changed(commit, claims).items():
            known = seen.setdefault(candidate, _Seen(commit))
            if (commit.date, commit.id) < (known.first.date, known.first.id):
                known.first = commit
            if len(commit.paths) <= FEW or count >= SHARE * len(commit.paths):
                known.last = max(commit.date, known.last or commit.date)
                known.authors |= {commit.authors[0]} if commit.date >= since else set()
    return {
        one: Activity(known.first.date, known.first.id, known.last, people.count(known.authors))
        for one, known in seen.items()
    }


def _changed(commit: Commit, claims: PathClaims[Candidate]) -> dict[Candidate, int]:
    found: dict[Candidate, int] = {}
    for path in commit.paths:
        for one in {claimant for _, claimant in claims.of(path)}:
            found[one] = found.get(one, 0) + 1
    return found
