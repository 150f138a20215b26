"""Long lists → parts, each on a page of its own, so that no page grows with the whole catalog.

    found = parts(rows, limit.most, year, by_letter(lambda row: row.name))

There are none while everything fits on one page. Else the page shows `index_of(found, page, to)` in place of
the list, and for each there is a `Page(…, part=one)`, which shows `links_between(found, page, to)` and the
`items` of its part. It stands in a folder with the name of the page, and its title ends with the label of the
part. Both macros are in `_parts.html.j2`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

from ..catalog.model import Catalog
from .list_paths import file_names

T = TypeVar("T")


class Limit(NamedTuple):
    """How much one page shows before it is split."""

    most: int
    of: str
    """What is counted."""
    why: str


LIMITS: Mapping[str, Limit] = {
    "compare": Limit(100, "modules", "1.7 KB for the facts of each"),
    "compatibility": Limit(120, "modules", "2 KB for the steps of each, several more with many neighbours"),
    "map": Limit(300, "modules and relations", "0.2 KB for a name, 0.6 KB for a relation with its reason"),
    "kind": Limit(300, "relations", "0.6 KB for each with its reason"),
    "toggles": Limit(300, "toggles", "0.7 KB for a row"),
    "configurator": Limit(150, "toggles", "1.2 KB for what each may show, hidden until it is chosen"),
}
"""By the name of the page, or of what stands on it. A page stays below 250 KB of HTML, without the theme."""


class Key(NamedTuple):
    """Where an item belongs: the name of the place in a path, and what a reader calls it."""

    name: str
    label: str


@dataclass(frozen=True)
class Part(Generic[T]):
    """What one page shows of a long list."""

    name: str
    """What its page is called in a path, below that of the whole."""
    label: str
    items: tuple[T, ...]


def one(item: Any) -> int:
    """Return how much an item counts, where all count the same."""
    return 1


def parts(
    items: Iterable[T], most: int, *keys: Callable[[T], Key], weight: Callable[[T], int] = one
) -> tuple[Part[T], ...]:
    """Return the parts of a list, in the order of the list; none where it is no longer than *most*.

    Each part has what one key says, where that is too much, what the next one says; at last there are
    numbers.
    So a part keeps its address when something is added to another one.
    """
    held = tuple(items)
    if sum(map(weight, held)) <= most:
        return ()
    found = _split(Part("", "", held), most, keys, weight)
    names = _names([part.name for part in found])
    return tuple(replace(part, name=name) for part, name in zip(found, names, strict=True))


def _split(
    whole: Part[T], most: int, keys: Sequence[Callable[[T], Key]], weight: Callable[[T], int]
) -> list[Part[T]]:
    if whole.label and sum(map(weight, whole.items)) <= most:
        return [whole]
    if not keys:
        return _numbered(whole, most, weight)
    groups: dict[str, tuple[str, list[T]]] = {}
    for item in whole.items:
        name, label = keys[0](item)
        groups.setdefault(name, (label, []))[1].append(item)
    return [
        found
        for name, (label, group) in groups.items()
        for found in _split(_within(whole, name, label, group), most, keys[1:], weight)
    ]


def _numbered(whole: Part[T], most: int, weight: Callable[[T], int]) -> list[Part[T]]:
    chunks: list[list[T]] = [[]]
    filled = 0
    for item in whole.items:
        if chunks[-1] and filled + weight(item) > most:
            chunks.append([])
            filled = 0
        chunks[-1].append(item)
        filled += weight(item)
    if len(chunks) == 1:
        return [whole]
    return [_within(whole, str(number), str(number), chunk) for number, chunk in enumerate(chunks, 1)]


def _within(whole: Part[T], name: str, label: str, items: Iterable[T]) -> Part[T]:
    return Part(
        f"{whole.name}-{name}" if whole.name else name,
        f"{whole.label}, {label}" if whole.label else label,
        tuple(items),
    )


def _names(wanted: Sequence[str]) -> list[str]:
    """Return a file name of its own for each, as a list by stage or person has."""
    distinct = [
        name if wanted.index(name) == place else f"{name}-{place}" for place, name in enumerate(wanted)
    ]
    names = file_names(distinct)
    return [names[name] for name in distinct]


def by_letter(name: Callable[[T], str]) -> Callable[[T], Key]:
    """Return the key of the first letter of a name; all digits and signs have one."""

    def letter(item: T) -> Key:
        first = unicodedata.normalize("NFKD", name(item).strip().casefold())[:1]
        return Key(first, first.upper()) if first.isalpha() and first.isascii() else _other(first)

    return letter


def _other(first: str) -> Key:
    return Key(f"u{ord(first):04x}", first.upper()) if first.isalpha() else Key("0", "0-9")


def by_kind(kind: Callable[[T], str], catalog: Catalog) -> Callable[[T], Key]:
    """Return the key of the kind of module, of which *kind* returns the id."""
    return lambda item: Key(kind(item), catalog.settings.kinds[kind(item)].plural)
