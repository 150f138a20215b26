"""Authors of commits → people: names, handles and addresses of one person belong together.

Addresses are known here by a digest only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .git_log import Author


class People:
    """Who made commits, and when each was last seen."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._days: dict[Author, date] = {}

    def saw(self, author: Author, day: date) -> None:
        """Take note of a commit."""
        if author not in self._days:
            first, *others = _labels(author)
            for other in others:
                self._parents[self._root(other)] = self._root(first)
        self._days[author] = max(day, self._days.get(author, day))

    def count(self, authors: Iterable[Author]) -> int:
        """Return how many people some authors are."""
        return len({self._root(_labels(author)[0]) for author in authors})

    def last(self, names: Iterable[str]) -> date | None:
        """Return the day of the last commit by a person with one of these names or handles.

        None when none is known.
        """
        return max((self._days[author] for author in self.same(names, self._days)), default=None)

    def same(self, names: Iterable[str], authors: Iterable[Author]) -> list[Author]:
        """Return those of some authors who are a person with one of these names or handles."""
        wanted = {self._root(name.casefold()) for name in names}
        return [author for author in authors if self._root(_labels(author)[0]) in wanted]

    def since(self, day: date) -> frozenset[str]:
        """Return the names and handles of those who made a commit after a day, in lower case."""
        return frozenset(name for author, last in self._days.items() if last > day for name in author.names)

    def _root(self, label: str) -> str:
        while (parent := self._parents.get(label, label)) != label:
            self._parents[label] = label = self._parents.get(parent, parent)
        return label


def _labels(author: Author) -> tuple[str, ...]:
    """Return what ties commits to a person: the address and the names.

    The address is marked, so that no name is taken for one.
    """
    return tuple(
        label for label in (f"<{author.address}>" if author.address else "", *author.names) if label
    ) or ("",)
