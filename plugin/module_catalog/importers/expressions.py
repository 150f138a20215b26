"""The expressions of a mapping: what of a record becomes a value of an entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from .drafts import Data, line, listed, says, slug

_SLOT = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Record:
    """One record of a source, and what paths in a mapping are looked up in."""

    data: Any
    key: str
    path: str

    def at(self, way: str) -> Any:
        """Return what stands at a path such as `a.b`, or what `$file` and its like stand for."""
        special = {
            "$file": self.path,
            "$stem": PurePosixPath(self.path).name.partition(".")[0],
            "$folder": PurePosixPath(self.path).parent.name,
            "$key": self.key,
            ".": self.data,
        }
        return special[way] if way in special else at(self.data, way)


def at(data: Any, way: str) -> Any:
    """Return what stands at a path in data: keys, or numbers of items, with dots between."""
    for key in [way] if isinstance(data, dict) and way in data else way.split("."):
        if isinstance(data, dict):
            data = data.get(key)
        elif isinstance(data, list) and key.isdecimal() and int(key) < len(data):
            data = data[int(key)]
        else:
            return None
    return data


_EXPRESSION = {"path", "first", "constant", "template"}


def value(said: Any, record: Record) -> Any:
    """Return what an expression of a mapping makes of a record.

    A text is a path, a list has an expression for each item or for several, and a mapping is an expression or
    has one for each of its keys.
    """
    if isinstance(said, str):
        return record.at(said)
    if isinstance(said, list):
        return [item for one in said for item in listed(value(one, record)) if says(item)]
    if not _EXPRESSION & set(said):
        found = {key: value(one, record) for key, one in said.items()}
        given = {key: one for key, one in found.items() if says(one)}
        # Where the record says nothing of it, a constant alone is no fact.
        return given if any(not _is_constant(said[key]) for key in given) else {}
    found = _found(said, record)
    for step, made in _STEPS.items():
        if step in said and says(found):
            found = made(found, said[step], record)
    return found if says(found) else said.get("default")


def _is_constant(said: Any) -> bool:
    return isinstance(said, dict) and "constant" in said


def _found(said: Data, record: Record) -> Any:
    if "constant" in said:
        return said["constant"]
    if "template" in said:
        return _filled(said["template"], record)
    if "first" in said:
        return next((found for one in said["first"] if says(found := value(one, record))), None)
    ways = listed(said["path"])
    return next((found for way in ways if says(found := record.at(way))), None)


def _filled(template: str, record: Record) -> str | None:
    """Return a text with what stands at the paths in braces; None where there is nothing at one."""
    found = {way: record.at(way) for way in _SLOT.findall(template)}
    if not all(map(says, found.values())):
        return None
    return _SLOT.sub(lambda slot: line(found[slot[1]]), template)


def _split(found: Any, mark: str, _: Record) -> Any:
    if not isinstance(found, str):
        return found
    return [part for one in found.split(mark) if (part := one.strip())]


def _strip(found: Any, characters: str, _: Record) -> Any:
    if isinstance(found, list):
        return [_strip(one, characters, _) for one in found]
    return found.strip(characters).strip() if isinstance(found, str) else found


def _any(_found: Any, word: Any, _: Record) -> Any:
    return word


def _values(found: Any, values: Mapping[str, Any], _: Record) -> Any:
    if isinstance(found, list):
        return [_values(one, values, _) for one in found]
    return values.get(line(found), found)


def _each(found: Any, part: Any, record: Record) -> Any:
    items = found.items() if isinstance(found, dict) else enumerate(listed(found), start=1)
    made = [value(part, Record(one, str(key), record.path)) for key, one in items]
    return [one for one in made if says(one)]


def _as(found: Any, form: str, _: Record) -> Any:
    if isinstance(found, list):
        return list(dict.fromkeys(_as(one, form, _) for one in found))
    return slug(found) if form == "id" else line(found)


_STEPS: dict[str, Callable[[Any, Any, Record], Any]] = {
    "split": _split,
    "strip": _strip,
    "any": _any,
    "values": _values,
    "each": _each,
    "as": _as,
}
"""What is done with a value, in this order."""


def paths(said: Any) -> Iterator[str]:
    """Yield the paths that expressions read."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, list):
        for one in said:
            yield from paths(one)
    elif _EXPRESSION & set(said):
        yield from listed(said.get("path"))
        yield from paths(said.get("first", []))
        yield from _SLOT.findall(said.get("template", ""))
    else:
        for one in said.values():
            yield from paths(one)
