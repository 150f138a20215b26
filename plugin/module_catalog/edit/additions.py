"""What an entry lacks, as YAML for an empty one → lines for the entry that is there, and where they go.

An entry has a key once, and a list in brackets takes no lines of its own: what is pasted as it is told
checks clean but for its blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from ..catalog.reading import documents
from ..catalog.reading.documents import Document
from ..catalog.validation.misfits import as_yaml
from ..catalog.validation.schema import INSTEAD, Schema
from ..catalog.validation.validator import BLANK
from ..diagnostics import Place

_DENIALS: Mapping[str, str] = {field: keys[0] for field, keys in INSTEAD.items()}
"""The keys that say why there is nothing, by the key that has it."""


_TOKEN = re.compile(r"""(?<![^\s\[{,:])(?:'(?:[^']|'')*'|"(?:[^"\\]|\\.)*")|[\[\]{},]""")
"""What matters for where a value in brackets ends."""


@dataclass(frozen=True)
class Addition:
    """Lines of an entry, and those that they take the place of."""

    key: str
    start: int
    """The first line that they take the place of, from 1. Lines are those of the entry as it is."""
    end: int
    """The last such line; the one before *start* where they come in between."""
    lines: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where they go, as a person is told."""
        if not self.lines:
            return f"Remove {self._replaced}, `{self.key}`"
        if self.end >= self.start:
            return f"In place of {self._replaced}"
        return f"Below line {self.end}"

    @property
    def _replaced(self) -> str:
        return f"line {self.start}" if self.start == self.end else f"lines {self.start} to {self.end}"


def needed(part: Schema) -> list[str]:
    """Return the keys that a new mapping needs, in the order of the schema.

    These are the required ones, and the first of alternatives.
    """
    alternatives = part.data.get("oneOf") or part.data.get("anyOf") or [{}]
    keys = {*part.required, *alternatives[0].get("required", ())}
    return [key for key in part.properties if key in keys]


def written(value: Any) -> str:
    """Return plain data as YAML on one line; None is a blank."""
    if value is None:
        return BLANK
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return as_yaml(str(value))


def additions(
    pastes: Iterable[str], document: Document, schema: Schema, told: Mapping[str, Any]
) -> tuple[Addition, ...]:
    """Return what a document needs to say what is to be pasted, from its end to its start.

    So the places of those that follow stay true while one after the other is pasted; those with the same
    place are pasted together. There are none for an entry that is in braces as a whole. *told* is what is
    known already of keys that the document does not have: it fills their blanks.
    """
    if any(document.where_key(key).column > 1 for key in document.data):
        return ()
    wanted: dict[str, Any] = {}
    for paste in pastes:
        parsed = documents.parse(paste.replace(BLANK, ""), "").document
        wanted = _merged(wanted, parsed.value() if parsed else {})
    known = {key: value for key, value in told.items() if key in wanted and key not in document.data}
    wanted = _merged(known, wanted)
    found = [
        one
        for key, value in wanted.items()
        for one in _addition(key, complete(value, schema.at(key)), _Lines(document))
    ]
    # Below one line, what goes on with a value comes before a new key.
    found.sort(key=lambda one: one.key not in document.data)
    return tuple(sorted(found, key=lambda one: (one.start, one.end), reverse=True))


def _merged(one: Any, other: Any) -> Any:
    """Return both in one: lists item by item as long as these say nothing different."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _merged(one.get(key), other.get(key)) for key in {**one, **other}}
    if isinstance(one, list) and isinstance(other, list):
        pairs = [(mine, its, _agree(mine, its)) for mine, its in zip_longest(one, other)]
        return [_merged(mine, its) if agree else mine for mine, its, agree in pairs] + [
            its for _, its, agree in pairs if not agree
        ]
    return other if one is None else one


def _agree(one: Any, other: Any) -> bool:
    """Say whether neither contradicts the other."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_agree(one[key], other[key]) for key in one.keys() & other.keys())
    return one is None or other is None or one == other


def complete(value: Any, part: Schema) -> Any:
    """Return a value with blanks where the schema asks for more."""
    if part.type == "array":
        return [complete(item, part.items) for item in value or [None]]
    if part.type != "object":
        return value
    given = value or {}
    asked = {*given, *needed(part)} or {*[*part.properties][:1]}
    order = [*part.properties, *(key for key in given if key not in part.properties)]
    return {key: complete(given.get(key), part.at(key)) for key in order if key in asked}


class _Lines:
    """The lines of a document, and which of them a key has."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.text.splitlines()
        self.starts = sorted(document.where_key(key).line for key in document.data)

    def of(self, key: str) -> tuple[int, int]:
        """Return the first and the last line of a key and its value."""
        start = self.document.where_key(key).line
        end = next((line - 1 for line in self.starts if line > start), len(self.lines))
        while end > start and not self.lines[end - 1].split("#")[0].strip():
            end -= 1
        return start, end

    def is_block(self, key: str) -> bool:
        """Say whether the value stands on lines of its own below the key."""
        first = self.lines[self.document.where_key(key).line - 1]
        return not first.partition(":")[2].split(" #")[0].strip()

    def indent(self, key: str) -> str:
        """Return what stands before each part of a value that has lines of its own."""
        start, end = self.of(key)
        first = next(line for line in self.lines[start:end] if line.split("#")[0].strip())
        return first[: len(first) - len(first.lstrip())]

    def source(self, place: Place) -> str:
        """Return the value that begins at a place of a list in brackets, on one line."""
        first, *rest = self.lines[place.line - 1 :]
        text = "\n".join([first[place.column - 1 :], *rest])
        depth = 0
        for found in _TOKEN.finditer(text):
            depth += (found[0] in "[{") - (found[0] in "]}")
            if depth < 0 or (depth == 0 and found[0] in ",]}"):
                end = found.start() if depth < 0 or found[0] == "," else found.end()
                return " ".join(line.strip() for line in text[:end].splitlines())
        return text


def _addition(key: str, value: Any, lines: _Lines) -> Iterator[Addition]:
    """Yield the lines for one key, and the removal of the key that says why there is nothing."""
    denial = _DENIALS.get(key)
    denied = lines.of(denial) if denial in lines.document.data else None
    present = lines.document.data.get(key)
    if key not in lines.document.data:
        is_long = isinstance(value, (dict, list))
        new = (f"{key}:", *_parts(value)) if is_long else (f"{key}: {written(value)}",)
        last = lines.of(max(lines.document.data, key=lambda name: lines.of(name)[1]))[1]
        yield Addition(key, *(denied or (last + 1, last)), new)
        return
    start, end = lines.of(key)
    if not isinstance(value, (dict, list)):
        yield Addition(key, start, end, (f"{key}: {written(value)}",))
        return
    if isinstance(present, dict) and isinstance(value, dict):
        value = {name: inner for name, inner in value.items() if name not in present}
    if present and lines.is_block(key):
        yield Addition(key, end + 1, end, tuple(_parts(value, lines.indent(key))))
    else:
        yield Addition(key, start, end, (f"{key}:", *_kept(key, present, lines), *_parts(value)))
    if denial and denied:
        yield Addition(denial, *denied, ())


def _parts(value: Any, indent: str = "  ") -> Iterator[str]:
    """Yield the items of a list or the keys of a mapping, each on a line."""
    if isinstance(value, list):
        yield from (f"{indent}- {written(item)}" for item in value)
    else:
        yield from (f"{indent}{key}: {written(inner)}" for key, inner in value.items())


def _kept(key: str, present: Any, lines: _Lines) -> Iterator[str]:
    """Yield what stands in brackets or braces, each part on a line of its own."""
    document = lines.document
    if isinstance(present, list):
        yield from (f"  - {lines.source(document.where(key, index))}" for index in range(len(present)))
    elif isinstance(present, dict):
        yield from (f"  {name}: {lines.source(document.where(key, name))}" for name in present)
