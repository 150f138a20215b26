"""What narrows a list: the words its items can be chosen by, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MOST = 12
_FIRST = 10
_LAST = 100
"""As many values as one facet has: a reader finds the rest, such as tags of one entry each, by its text."""


@dataclass(frozen=True)
class Choice:
    """A value of a facet, and how many items have it."""

    id: str
    count: int

    @property
    def word(self) -> str:
        """What the address has of it."""
        return _joined(self.id)


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list: the key in the address, and the values that items have."""

    name: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    """Values that show on demand: of more than twelve, the rest after the ten that most have, up to 100."""


def word(facet: str, value: str) -> str:
    """Return what an item's `data-is` holds when it has a value of a facet."""
    return f"{facet}:{_joined(value)}"


def _joined(value: str) -> str:
    """Return a value without the blanks that would end a word."""
    return value.replace(" ", "\N{NO-BREAK SPACE}")


def facet(name: str, values: Iterable[str], items: Sequence[Sequence[str]]) -> Facet:
    """Return a facet over words of items, with *values* in their order, or by count when there are many."""
    counts = Counter(word for words in items for word in words)
    choices = [Choice(value, counts[word(name, value)]) for value in values if counts[word(name, value)]]
    if len(choices) <= _MOST:
        return Facet(name, tuple(choices), ())
    choices.sort(key=lambda choice: -choice.count)
    return Facet(name, tuple(choices[:_FIRST]), tuple(choices[_FIRST:_LAST]))


def narrowing(facets: Iterable[Facet], items: int) -> list[Facet]:
    """Return the facets with something to choose: a value that every item has narrows nothing.

    *items* says how many there are.
    """
    return [one for one in facets if any(choice.count < items for choice in one.choices)]
