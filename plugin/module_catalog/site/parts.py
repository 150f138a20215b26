"""Long lists → parts, each on a page of its own, so that no page grows with the whole catalog.

    found = parts(rows, limit.most, year, by_letter(lambda row: row.name))

There are none while everything fits on one page. Else the page shows `index_of(found, page, to)` in place of
the list, and for each there is a `Page(…, part=one)`, which shows `links_between(found, page, to)` and the
`items` of its part. It stands in a folder with the name of the page, and its title ends with the label of the
part. Both macros are in `_parts.html.j2`.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

from ..catalog.entries import Module
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
    "compare": Limit(600, "facts", "0.3 KB for each neighbour and each of the other facts together"),
    "compatibility": Limit(
        700, "steps", "0.3 KB for each, for four names behind one, and for half a statement"
    ),
    "map": Limit(600, "modules and relations", "0.2 KB for a name, 0.6 KB for a relation with its reason"),
    "module": Limit(250, "neighbours", "0.4 KB for each with its reason, beside the rest of the page"),
    "neighbours": Limit(400, "neighbours", "0.5 KB for each with its reason"),
    "toggles": Limit(250, "toggles", "0.8 KB for a row"),
    "changes": Limit(360, "changes", "0.6 KB for each"),
    "lifespans": Limit(200, "modules", "0.9 KB for the line of each"),
    "modules of a kind": Limit(200, "modules", "1 KB for a row"),
    "list": Limit(200, "rows", "1 KB for each"),
    "release": Limit(800, "modules", "0.25 KB for a name with its toggles"),
    "owners": Limit(600, "modules of people", "0.3 KB for a name, and as much for each person"),
    "names": Limit(250, "modules", "0.3 KB for a name"),
    "records": Limit(300, "modules", "0.7 KB for a row"),
    "roadmap": Limit(300, "plans", "0.8 KB for a plan, which stands in two lists"),
    "words of rows": Limit(
        250, "modules", "0.4 KB of a row is what scripts find it by, which a file can hold"
    ),
    "modules": Limit(2000, "modules", "0.7 KB for a row; a list that is narrowed and sorted is best whole"),
    "rows": Limit(500, "modules", "0.7 KB for a row"),
    "kind": Limit(300, "relations", "0.6 KB for each with its reason"),
    "configurator": Limit(150, "toggles", "1.2 KB for what each may show, hidden until it is chosen"),
}
"""By the name of the page, or of what stands on it. A page stays below 250 KB of HTML, without the theme."""


class Key(NamedTuple):
    """Where an item belongs: the name of the place in a path, and what a reader calls it."""

    name: str
    label: str
    is_range: bool = False
    """Whether neighbours share a page that has room for them, as letters do: its name has both ends."""
    place: int = 0
    """Where it comes among others; those of one place are in the order of the list."""


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
    """Return the parts of a list; none where it is no longer than *most*.

    Each part has what one key says, where that is too much, what the next one says; at last there are
    numbers.
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
    groups: dict[Key, list[T]] = {}
    for item in whole.items:
        groups.setdefault(keys[0](item), []).append(item)
    return [
        found
        for key, group in _joined(groups, most, weight).items()
        for found in _split(_within(whole, key.name, key.label, group), most, keys[1:], weight)
    ]


def _joined(groups: Mapping[Key, list[T]], most: int, weight: Callable[[T], int]) -> Mapping[Key, list[T]]:
    """Return the groups, with neighbours as one where a range of them fits on a page."""
    found: list[tuple[Key, Key, list[T]]] = []
    for key in sorted(groups, key=lambda key: (key.place, key.name if key.is_range else "")):
        if found and key.is_range and sum(map(weight, found[-1][2] + groups[key])) <= most:
            found[-1] = (found[-1][0], key, found[-1][2] + groups[key])
        else:
            found.append((key, key, groups[key]))
    return {_range(first, last): items for first, last, items in found}


def _range(first: Key, last: Key) -> Key:
    if first == last:
        return first
    return Key(f"{first.name}-{last.name}", f"{first.label}\N{EN DASH}{last.label}")


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
        return Key(first, first.upper(), True) if first.isalpha() and first.isascii() else _other(first)

    return letter


def _other(first: str) -> Key:
    return Key(f"u{ord(first):04x}", first.upper(), True) if first.isalpha() else Key("0", "0-9", True)


def data_of_parts(found: Sequence[Part[T]], module: Callable[[T], Module], **more: Any) -> str:
    """Return what a script has to know of modules whose facts stand on pages of their own, as JSON.

    That is the id of each, a label that no other one has, and the place of its part; and *more*.
    """
    held = [(module(item), place) for place, part in enumerate(found) for item in part.items]
    names = Counter(one.name for one, _ in held)
    modules = [
        [one.id, one.name if names[one.name] == 1 else f"{one.name} ({one.id})", place]
        for one, place in sorted(held, key=lambda pair: (pair[0].name.casefold(), pair[0].id))
    ]
    return json.dumps({"modules": modules, **more}, ensure_ascii=False, separators=(",", ":"))


def by_kind(kind: Callable[[T], str], catalog: Catalog) -> Callable[[T], Key]:
    """Return the key of the kind of module, of which *kind* returns the id."""
    keys = {
        id_: Key(id_, one.plural, place=place)
        for place, (id_, one) in enumerate(catalog.settings.kinds.items())
    }
    return lambda item: keys[kind(item)]
