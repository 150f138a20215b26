"""A document and what it is to say instead → its text with only that changed.

Comments, quotes and layout stay as their author left them: only the places are written at which the two
differ, and what was written is read again before anybody gets it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..catalog.reading import documents
from ..catalog.reading.documents import Document
from ..catalog.reading.yaml_reader import Key
from ..catalog.validation.misfits import as_yaml
from ..catalog.validation.schema import effective
from ..diagnostics import CatalogError, Place
from .layout import formatted

_PLAIN = re.compile(
    r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}"
    r"|https?://[^\s,\[\]{}#'\"`]*[^\s,\[\]{}#'\"`:]"
    r"|[^\W\d_][\w.']*(?: [\w()/.;'-]+)*(?: [\w()/.']*[\w).])"
)
"""Days, addresses and sentences without a sign that YAML could take for its own."""

_CLOSING = re.compile(r"(?:[\s,]|#.*)*[\]}]")
"""What follows the last part of a value in brackets: its end."""

Data = dict[str, Any]


class Plain(str):
    """A value that stands without quotes, as it is no text: true, or a number."""

    __slots__ = ()


@dataclass(frozen=True)
class _Change:
    """A stretch of a text, and what takes its place."""

    start: int
    end: int
    text: str


def edited(document: Document, change: Callable[[Data], Data], sort: str = "module") -> str:
    """Return the text of an entry of a sort that says what *change* makes of it; raises as `rewritten`."""
    # What a schema has read is no longer the text that stands there.
    said = documents.parse(document.text, document.path).document
    data = change(said.value() if said else {})
    return rewritten(document, data, list(effective(sort, {})["properties"]))


def rewritten(document: Document, data: Data, order: list[str]) -> str:
    """Return the text of a document changed so that it says *data*.

    Keys are put into *order*, that of their schema, if they were in it. Raises CatalogError when the document
    is written in a way that leaves no place for a change.
    """
    before = documents.parse(document.text, document.path).document
    if before is None or before.value() == data:
        return document.text
    changes = list(_Rewriting(before).changes(data))
    text = document.text
    # From the end to the start, so that the places of the others stay true; of two at one place, the first
    # comes first.
    for _, change in sorted(enumerate(changes), key=lambda one: (one[1].start, one[0]), reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    after = documents.parse(text, document.path).document
    if after is None or after.value() != data:
        raise CatalogError(f"{document.path} cannot be edited in place: write each key on a line of its own")
    was_in_order = formatted(before, order) == before.text
    return formatted(after, order) if was_in_order else text


def written(value: Any) -> str:
    """Return plain data as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if value is None:
        return "null"
    return value if isinstance(value, Plain) or _PLAIN.fullmatch(value) else as_yaml(value)


class _Rewriting:
    """What is to change in the text of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._break = "\r\n" if "\r\n" in document.text else "\n"

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line starts."""
        return [0, *(found.end() for found in re.finditer("\n", self._text)), len(self._text)]

    def changes(self, data: Data) -> Iterator[_Change]:
        """Yield what makes the document say *data*, those further in first."""
        yield from self._mapping((), self._document.value(), data)

    def _value(self, key: Key, before: Any, after: Any) -> Iterator[_Change]:
        if before == after:
            return
        if isinstance(before, dict) and isinstance(after, dict) and before:
            yield from self._mapping(key, before, after)
        elif isinstance(before, list) and isinstance(after, list) and 0 < len(before) <= len(after):
            yield from self._list(key, before, after)
        elif _is_text(before) and _is_text(after) and before is not None:
            start, end = self._stretch(self._document.where(*key))
            yield _Change(start, end, _quoted(after, self._text[start:end]))
        else:
            yield from self._anew(key, before, after)

    def _mapping(self, key: Key, before: Data, after: Data) -> Iterator[_Change]:
        for name in before:
            if name in after:
                yield from self._value((*key, name), before[name], after[name])
            else:
                yield from self._without(key, name, before)
        for name, new in _new_keys(before, after):
            end = self._end((*key, name), before[name])
            if self._is_in_brackets(key):
                yield _Change(end, end, "".join(f", {one}: {written(value)}" for one, value in new.items()))
            else:
                indent = self._indent((*key, next(iter(before))))
                lines = self._pairs(new, indent) if not key else _flow(new, indent)
                yield self._lines(end, lines)

    def _list(self, key: Key, before: list[Any], after: list[Any]) -> Iterator[_Change]:
        for index, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from self._value((*key, index), one, other)
        new = after[len(before) :]
        if not new:
            return
        end = self._end((*key, len(before) - 1), before[-1])
        if self._is_in_brackets(key):
            yield _Change(end, end, "".join(f", {written(item)}" for item in new))
        else:
            indent = self._before((*key, len(before) - 1))
            yield self._lines(end, [f"{indent}{written(item)}" for item in new])

    def _anew(self, key: Key, before: Any, after: Any) -> Iterator[_Change]:
        """Yield what writes a value anew: as a new key where it has lines of its own, else in its place."""
        if len(key) == 1 and not _is_text(after):
            indent = self._indent(key)
            start, end = self._whole_lines(key, before)
            lines = [*self._comments(start, end), *self._pairs({str(key[0]): after}, indent)]
            yield _Change(start, end, "".join(f"{line}{self._break}" for line in lines))
        else:
            start, end = self._stretch(self._document.where(*key))
            space = "" if self._text[start - 1 : start] in {" ", "["} else " "
            yield _Change(start, self._end(key, before) if before else end, space + written(after))

    def _without(self, key: Key, name: str, around: Data) -> Iterator[_Change]:
        """Yield what takes a key away; comments beside it stay."""
        whole, value = (*key, name), around[name]
        if not self._is_in_brackets(key):
            start, end = self._whole_lines(whole, value)
            yield _Change(start, end, "".join(f"{one}{self._break}" for one in self._comments(start, end)))
            return
        names = list(around)
        at = names.index(name)
        if at:
            start = self._end((*key, names[at - 1]), around[names[at - 1]])
            yield _Change(start, self._end(whole, value), "")
        else:
            start, _ = self._stretch(self._document.where_key(*whole))
            following = self._stretch(self._document.where_key(*key, names[1]))[0] if names[1:] else None
            yield _Change(start, following or self._end(whole, value), "")

    def _pairs(self, new: Mapping[str, Any], indent: str) -> list[str]:
        """Return the lines of new keys: a list of mappings and a mapping have a line for each part."""
        lines: list[str] = []
        for name, value in new.items():
            if isinstance(value, dict):
                lines += [f"{indent}{name}:", *_flow(value, f"{indent}  ")]
            elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
                lines += [f"{indent}{name}:", *(f"{indent}  - {written(item)}" for item in value)]
            else:
                lines.append(f"{indent}{name}: {written(value)}")
        return lines

    def _lines(self, end: int, lines: list[str]) -> _Change:
        """Return what puts lines below the line on which something ends."""
        if self._text[end - 1 : end] == "\n":
            # The empty lines after a block of text are nobody's.
            end = len(self._text[:end].rstrip()) + len(self._break)
        else:
            found = self._text.find("\n", end)
            if found < 0:
                at = len(self._text)
                return _Change(at, at, "".join(f"{self._break}{line}" for line in lines) + self._break)
            end = found + 1
        return _Change(end, end, "".join(f"{line}{self._break}" for line in lines))

    def _whole_lines(self, key: Key, value: Any) -> tuple[int, int]:
        """Return where the first line of a key starts, and where the last line of its value ends."""
        start = self._starts[self._document.where_key(*key).line - 1]
        change = self._lines(self._end(key, value), [])
        return start, change.start

    def _comments(self, start: int, end: int) -> list[str]:
        """Return the comments in a stretch of whole lines, each on a line of its own."""
        text = self._text[start:end]
        for way, _ in reversed(list(self._document.scalars())):
            first, last = self._stretch(self._document.where(*way))
            if start <= first < end:
                text = text[: first - start] + "x" * (last - first) + text[last - start :]
        found = re.finditer(r"(?m)(?:^|(?<=\s))#.*$", text)
        return [self._text[start + one.start() : start + one.end()].rstrip() for one in found]

    def _stretch(self, place: Place) -> tuple[int, int]:
        """Return where a place starts and ends in the text."""
        lines = self._starts
        start = lines[min(place.line, len(lines)) - 1] + place.column - 1
        return start, lines[min(place.end_line, len(lines)) - 1] + place.end_column - 1

    def _is_in_brackets(self, key: Key) -> bool:
        start, _ = self._stretch(self._document.where(*key))
        return bool(key) and self._text[start : start + 1] in {"[", "{"}

    def _end(self, key: Key, value: Any) -> int:
        """Return where a value ends: the last that is said in it, and the bracket that closes it."""
        if value is None:
            return self._stretch(self._document.where_key(*key))[1] + 1
        end = self._stretch(self._document.where(*key))[1] if key else 0
        if _is_text(value):
            return end
        if value:
            places = {name: self._document.where_key(*key, name) for name in _names(value)}
            last = max(places, key=lambda name: (places[name].line, places[name].column))
            end = self._end((*key, last), value[last])
        closing = _CLOSING.match(self._text, end) if self._is_in_brackets(key) else None
        return closing.end() if closing else end

    def _indent(self, key: Key) -> str:
        return " " * (self._document.where_key(*key).column - 1)

    def _before(self, key: Key) -> str:
        """Return what stands before an item on its first line, such as a dash."""
        place = self._document.where(*key)
        return self._text[self._starts[place.line - 1] :][: place.column - 1]


def _new_keys(before: Data, after: Data) -> Iterator[tuple[str, Data]]:
    """Yield the keys that are new, below the one that they come after; below the last where that is none."""
    found: dict[str, Data] = {}
    last = next(reversed(before))
    kept = [name for name in after if name in before]
    place = None
    for name, value in after.items():
        if name in before:
            place = name
        else:
            found.setdefault(last if place in (None, *kept[-1:]) else str(place), {})[name] = value
    yield from found.items()


def _flow(new: Mapping[str, Any], indent: str) -> list[str]:
    return [f"{indent}{name}: {written(value)}" for name, value in new.items()]


def _names(value: Data | list[Any]) -> list[str | int]:
    return [*value] if isinstance(value, dict) else [*range(len(value))]


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _quoted(text: str, old: str) -> str:
    """Return a text as YAML, in the quotes that stand there."""
    if old.startswith("'"):
        return "'" + text.replace("'", "''") + "'"
    if old.startswith('"'):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return written(text)
