"""YAML text → Document: plain data that remembers where each value stands (MC0xx).

Entries are YAML as a person means it. Every scalar is text until the schema asks for a number or a truth value, so
`since: 0.10` is "0.10" and `default: on` is "on". What an entry does not need and an attacker likes is refused: anchors, aliases,
tags, merge keys, several documents, deep nesting, large files.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ..diagnostics import Finding, Place, Related

MAX_BYTES = 256 * 1024
"""The largest entry that is read: a hundred times the size of a long real one."""
MAX_WRITTEN = 32 * 1024 * 1024
"""The largest file of the program's own that is read."""
MAX_PICTURE = 1024 * 1024
"""The most bytes a picture of the showcase has: a page shows many."""
MAX_DEPTH = 12
"""The deepest nesting that is read: an entry needs five."""
_ODD_BREAK = re.compile("[\x85\u2028\u2029]|\r(?!\n)")
"""Characters that YAML takes for the end of a line and most editors do not: places after them would be wrong for one of the two."""
LEADS_OUT = "the file is a link that leads out of the catalog: put the entry itself here"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Event = Any
"""An event of libyaml. The published types do not know its anchor, its tag, or that it always has its marks."""
_NULLS = ("", "~", "null")

Key = tuple[str | int, ...]
"""The way to a value from the top of a document: keys of mappings, indexes of lists."""
_Marks = dict[Key, tuple[_Event, _Event]]
"""The events of each key and its value, by the way to the value. An item of a list is its own key."""


@dataclass(frozen=True)
class Document:
    """One file that was read: its data, and the place of each value in it."""

    path: str
    """Relative to the project root, with `/`."""
    text: str
    data: dict[str, Any]
    """Mappings, lists, text and None; whole numbers and truth values too once a schema has read it."""

    @cached_property
    def _marks(self) -> _Marks:
        # Found by a second reading, because most files have no finding.
        marks: _Marks = {}
        _Builder(self.path, marks).build(self.text)
        return marks

    def value(self, *key: str | int) -> Any:
        """Return what stands at *key*, or None where nothing does; without a *key*, all that the document says."""
        found: Any = self.data
        for part in key:
            is_there = part in found if isinstance(found, dict) else isinstance(found, list) and part in range(len(found))
            found = found[part] if is_there else None
        return found

    def scalars(self) -> Iterator[tuple[Key, Any]]:
        """Yield everything that is neither a mapping nor a list, with the way to it, in the order of the document."""
        return _scalars((), self.data)

    def where(self, *key: str | int) -> Place:
        """Return the place of the value at *key*, or of the nearest thing around it that exists."""
        nearest = self._nearest(key)
        return _place(self.path, self._marks[nearest][1]) if nearest else self.where_key()

    def where_key(self, *key: str | int) -> Place:
        """Return the place of the key that leads to *key*, or of the nearest key around it that exists.

        An item of a list is its own key. Without *key*, the place is that of the document's first key.
        """
        nearest = self._nearest(key) or next(iter(self._marks), ())
        return _place(self.path, self._marks[nearest][0]) if nearest else Place(self.path)

    def _nearest(self, key: Key) -> Key:
        while key and key not in self._marks:
            key = key[:-1]
        return key


def _scalars(key: Key, value: Any) -> Iterator[tuple[Key, Any]]:
    if not isinstance(value, (dict, list)):
        yield key, value
        return
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _scalars((*key, name), inner)


class _RefusedError(Exception):
    """A document that is not taken, and the finding that says why."""

    def __init__(self, code: str, message: str, place: Place, *related: Related) -> None:
        super().__init__(message)
        self.finding = Finding(code, message, place, related=related)


@dataclass(frozen=True)
class ParseResult:
    """What reading one file gave: a document unless the file could not be taken, and what is wrong with its YAML."""

    document: Document | None
    findings: tuple[Finding, ...] = ()
    text: str | None = None
    """The text of the file, also of one that is not YAML; None when it is not text."""


def read(file: Path, path: str, *, inside: Path) -> ParseResult:
    """Read one file of a catalog.

    *path* is what findings call it; *inside* is the folder it must lie in after all links are followed. Raises nothing for
    anything a file can be.
    """
    reading = read_text(file, path, inside=inside, most=MAX_BYTES)
    return reading if reading.text is None else parse(reading.text, path)


def read_text(file: Path, path: str, *, inside: Path, most: int = MAX_WRITTEN) -> ParseResult:
    """Read one file that is no YAML, as `read` does: the reading has its text and no document."""
    try:
        return ParseResult(None, (), _text(_content(file, path, inside, most), path, most))
    except _RefusedError as refused:
        return ParseResult(None, (refused.finding,))


def decode(content: bytes, path: str) -> ParseResult:
    """Read the bytes of one entry; as `read`, without a disk."""
    try:
        return parse(_text(content, path), path)
    except _RefusedError as refused:
        return ParseResult(None, (refused.finding,))


def parse(text: str, path: str) -> ParseResult:
    """Read the text of one entry; as `read`, without a disk."""
    if odd := _ODD_BREAK.search(text):
        message = f"the character U+{ord(odd[0]):04X} ends a line only for some: end lines with a line feed"
        return ParseResult(None, (Finding("MC003", message, _point(path, text, odd.start())),), text)
    builder = _Builder(path)
    try:
        data = builder.build(text)
    except _RefusedError as refused:
        return ParseResult(None, (*builder.findings, refused.finding), text)
    except yaml.MarkedYAMLError as error:
        return ParseResult(None, (*builder.findings, _syntax(error, path, text)), text)
    except yaml.reader.ReaderError as error:
        return ParseResult(None, (_character(error, path, text),), text)
    return ParseResult(Document(path, text, data), tuple(builder.findings), text)


def read_picture(file: Path, path: str, *, inside: Path) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Return the bytes of a picture of a catalog, as `read` reads; or None and why not."""
    try:
        content = _content(file, path, inside, MAX_PICTURE)
        if len(content) > MAX_PICTURE:
            raise _RefusedError("MC004", f"the picture is larger than {MAX_PICTURE // 1024} KiB: make it smaller", Place(path))
    except _RefusedError as refused:
        return None, (refused.finding,)
    return content, ()


def _content(file: Path, path: str, inside: Path, most: int) -> bytes:
    try:
        if not file.resolve(strict=True).is_relative_to(inside.resolve()):
            raise _RefusedError("MC007", LEADS_OUT, Place(path))
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _RefusedError("MC007", "this is not a file: entries are plain text files", Place(path))
        # One byte more than is taken says that a file is too large, however large it is.
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except (OSError, RuntimeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "its links form a loop"
        raise _RefusedError("MC007", f"the file cannot be read: {reason}", Place(path)) from error


def _text(content: bytes, path: str, most: int = MAX_BYTES) -> str:
    if len(content) > most:
        raise _RefusedError("MC004", f"the file is larger than {most // 1024} KiB, the most an entry may have", Place(path))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", errors="replace")
        message = f"the file is not UTF-8 text, from byte 0x{content[error.start]:02x} here: save it as UTF-8"
        raise _RefusedError("MC003", message, _point(path, before, len(before))) from error


def _point(path: str, text: str, offset: int) -> Place:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Place(path, line, column, line, column + 1)


def _syntax(error: yaml.MarkedYAMLError, path: str, text: str) -> Finding:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    context = error.context_mark
    related: tuple[Related, ...] = ()
    if context is not None and context is not mark and error.context and (context.line, context.column) != (line - 1, column - 1):
        opened = Place(path, context.line + 1, context.column + 1, context.line + 1, context.column + 2)
        related = (Related(opened, "what cannot be read starts here"),)
    return Finding("MC001", _advice(error, text, line), Place(path, line, column, line, column + 1), related=related)


def _advice(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    """Return what to do about a YAML error, for those that people make, and libyaml's own words for the rest."""
    problem = error.problem or "the text cannot be read"
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return "this line is indented with a tab: YAML takes only spaces"
    return next((advice for sign, advice in _ADVICE.items() if sign in problem), f"this is not YAML: {problem}")


_ADVICE = {
    "mapping values are not allowed": "a colon is not allowed here: put the value in quotes, or check the indentation of this line",
    "did not find expected key": "this line does not fit those above it: check its indentation, and quotes that were not closed",
    "could not find expected ':'": "a key without a colon: write `key: value`, and check quotes that were not closed",
    "found unexpected end of stream": "the text ends inside quotes or brackets: close them",
    "cannot start any token": "a value cannot start with this character: put the value in quotes",
    "did not find expected ',' or": "a comma or a closing bracket is missing before this",
    "block sequence entries are not allowed": "a list cannot start here: put `- ` on a line of its own, indented below its key",
}


def _character(error: yaml.reader.ReaderError, path: str, text: str) -> Finding:
    character = error.character if isinstance(error.character, int) else ord(error.character)
    message = f"the character U+{character:04X} is not allowed in YAML: remove it"
    offset = text.find(chr(character))
    return Finding("MC003", message, _point(path, text, max(offset, 0)))


class _Builder:
    """Makes plain data from libyaml's events, and the table of marks when it is given one."""

    def __init__(self, path: str, marks: _Marks | None = None) -> None:
        self.path = path
        self.marks = marks
        self.findings: list[Finding] = []
        """Mistakes that leave the rest of the document readable."""

    def build(self, text: str) -> dict[str, Any]:
        """Return the mapping that *text* holds. Raises _RefusedError or yaml.YAMLError."""
        self.next: Callable[[], _Event] = _LOADER(text).get_event
        self.next()  # the start of the stream
        if isinstance(self.next(), yaml.StreamEndEvent):
            raise _RefusedError("MC006", "the file is empty: an entry is a mapping of keys to values", Place(self.path))
        top = self.next()
        data = self._value(top, ())
        if not isinstance(data, dict):
            raise self._refused("MC006", "the file holds no entry: an entry is a mapping, with one `key: value` a line", top)
        self.next()  # the end of the document
        after = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._refused("MC005", "a second document starts here: a file holds one entry", after)
        return data

    def _refused(self, code: str, message: str, event: _Event) -> _RefusedError:
        return _RefusedError(code, message, _place(self.path, event))

    def _value(self, event: _Event, key: Key) -> Any:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
            raise self._refused("MC005", f"{_unwanted(event)}, which entries do not use: write the plain value", event)
        if kind is yaml.ScalarEvent:
            return _scalar(event)
        if len(key) >= MAX_DEPTH:
            raise self._refused("MC004", f"more than {MAX_DEPTH} levels deep: flatten the entry", event)
        return self._mapping(key) if kind is yaml.MappingStartEvent else self._list(key)

    def _mapping(self, key: Key) -> dict[str, Any]:
        data: dict[str, Any] = {}
        names: dict[str, _Event] = {}
        while type(name := self.next()) is not yaml.MappingEndEvent:
            if type(name) is not yaml.ScalarEvent or name.tag is not None or name.anchor is not None:
                raise self._refused("MC008", "a key is plain text: write `key: value`", name)
            if name.value == "<<":
                raise self._refused("MC005", "`<<` merges mappings, which entries do not use: write the keys out", name)
            if name.value in names:
                self._report_twice(names[name.value], name)
                self._skip(key)
                continue
            names[name.value] = name
            data[name.value] = self._child(name, (*key, name.value), self.next())
        return data

    def _skip(self, key: Key) -> None:
        """Read the next value without keeping where it stands: the first of its key does."""
        marks, self.marks = self.marks, None
        self._value(self.next(), key)
        self.marks = marks

    def _report_twice(self, first: _Event, again: _Event) -> None:
        related = Related(_place(self.path, first), "first given here")
        message = f"`{again.value}` is written twice: keep one of the two"
        self.findings.append(Finding("MC002", message, _place(self.path, again), related=(related,)))

    def _list(self, key: Key) -> list[Any]:
        items: list[Any] = []
        while type(item := self.next()) is not yaml.SequenceEndEvent:
            items.append(self._child(item, (*key, len(items)), item))
        return items

    def _child(self, name: _Event, key: Key, event: _Event) -> Any:
        if self.marks is not None:
            self.marks[key] = (name, event)
        return self._value(event, key)


def _place(path: str, event: _Event) -> Place:
    start, end = event.start_mark, event.end_mark
    return Place(path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _unwanted(event: _Event) -> str:
    """Return what of YAML an event uses that entries do not."""
    if isinstance(event, yaml.AliasEvent):
        return f"`*{event.anchor}` is an alias"
    if event.anchor is not None:
        return f"`&{event.anchor}` is an anchor"
    return f"`{event.tag.replace('tag:yaml.org,2002:', '!!')}` is a tag"


def _scalar(event: _Event) -> str | None:
    if event.implicit[0] and event.value in _NULLS:
        return None
    # A block of text ends with the line break before the next key, which nobody means.
    return str(event.value.rstrip("\n") if event.style in ("|", ">") else event.value)
