"""YAML text → plain data, and where each value stands; what is said of text that is not YAML (MC0xx).

Entries are YAML as a person means it. Every scalar is text until the schema asks for a number or a truth
value, so `since: 0.10` is "0.10" and `default: on` is "on". What an entry does not need and an attacker likes
is refused: anchors, aliases, tags, merge keys, several documents, deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import yaml

from ...diagnostics import Finding, Place, Related

MAX_DEPTH = 12
"""The deepest nesting that is read: an entry needs five."""
_TOO_DEEP = f"more than {MAX_DEPTH} levels deep: flatten the entry"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Event = Any
"""An event of libyaml. The published types do not know its anchor, its tag, or that it always has its marks.
"""
_NULLS = ("", "~", "null")

Key = tuple[str | int, ...]
"""The way to a value from the top of a document: keys of mappings, indexes of lists."""
Span = tuple[int, int, int, int]
"""Line and column of a start and of an end, all from 1."""
Marks = dict[Key, tuple[Span, Span]]
"""Where each key and its value stand, by the way to the value. An item of a list is its own key."""


class RefusedError(Exception):
    """A document that is not taken, and the finding that says why."""

    def __init__(self, code: str, message: str, place: Place, *related: Related) -> None:
        super().__init__(message)
        self.finding = Finding(code, message, place, related=related)


class Reader:
    """Makes plain data from libyaml's events, and the table of marks when it is given one."""

    def __init__(self, path: str, marks: Marks | None = None, above: int = 0) -> None:
        self.path = path
        self.marks = marks
        self.above = above
        """How many lines of the file stand above the text."""
        self.findings: list[Finding] = []
        """Mistakes that leave the rest of the document readable."""

    def read(self, text: str) -> dict[str, Any]:
        """Return the mapping that *text* holds. Raises RefusedError or yaml.YAMLError."""
        self.next: Callable[[], _Event] = _LOADER(text).get_event
        self.next()  # the start of the stream
        if isinstance(self.next(), yaml.StreamEndEvent):
            raise RefusedError(
                "MC006", "the file is empty: an entry is a mapping of keys to values", Place(self.path)
            )
        top = self.next()
        data = self._value(top, ())
        if not isinstance(data, dict):
            if place := _conflict(self.path, text):
                raise RefusedError("MC001", _BOTH_SIDES, place)
            if advice := _unspaced(_row(text.split("\n"), top.start_mark.line + 1)):
                raise self._refused("MC001", advice, top)
            raise self._refused(
                "MC006", "the file holds no entry: an entry is a mapping, with one `key: value` a line", top
            )
        self.next()  # the end of the document
        after = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._refused("MC005", "a second document starts here: a file holds one entry", after)
        return data

    def _refused(self, code: str, message: str, event: _Event) -> RefusedError:
        return RefusedError(code, message, place_of(self.path, event))

    def _value(self, event: _Event, key: Key) -> Any:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
            raise self._refused(
                "MC005", f"{_unwanted(event)}, which entries do not use: write the plain value", event
            )
        if kind is yaml.ScalarEvent:
            return _scalar(event)
        if len(key) >= MAX_DEPTH:
            raise self._refused("MC004", _TOO_DEEP, event)
        return self._mapping(key) if kind is yaml.MappingStartEvent else self._list(key)

    def _mapping(self, key: Key) -> dict[str, Any]:
        data: dict[str, Any] = {}
        names: dict[str, _Event] = {}
        while type(name := self.next()) is not yaml.MappingEndEvent:
            if type(name) is not yaml.ScalarEvent or name.tag is not None or name.anchor is not None:
                raise self._refused("MC008", "a key is plain text: write `key: value`", name)
            if name.value == "<<":
                raise self._refused(
                    "MC005", "`<<` merges mappings, which entries do not use: write the keys out", name
                )
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
        related = Related(place_of(self.path, first), "first given here")
        message = f"`{again.value}` is written twice: keep one of the two"
        self.findings.append(Finding("MC002", message, place_of(self.path, again), related=(related,)))

    def _list(self, key: Key) -> list[Any]:
        items: list[Any] = []
        while type(item := self.next()) is not yaml.SequenceEndEvent:
            items.append(self._child(item, (*key, len(items)), item))
        return items

    def _child(self, name: _Event, key: Key, event: _Event) -> Any:
        if self.marks is not None:
            span = _span(event, self.above)
            self.marks[key] = (span if name is event else _span(name, self.above), span)
        return self._value(event, key)


def marks(path: str, text: str, above: int) -> Marks:
    """Return where all stands in a text that can be read, below so many lines *above*."""
    reader = Reader(path, {}, above)
    reader.read(text)
    return reader.marks or {}


def _span(event: _Event, above: int = 0) -> Span:
    start, end = event.start_mark, event.end_mark
    return start.line + above + 1, start.column + 1, end.line + above + 1, end.column + 1


def place_of(path: str, event: _Event) -> Place:
    """Return the place of an event of libyaml."""
    return Place(path, *_span(event))


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


def syntax(error: yaml.MarkedYAMLError, path: str, text: str) -> Finding:
    """Return what is wrong with text that is not YAML, at its place."""
    if conflict := _conflict(path, text):
        return Finding("MC001", _BOTH_SIDES, conflict)
    mark = error.problem_mark or error.context_mark
    if error.context_mark and "could not find expected ':'" in (error.problem or ""):
        # The line after it is where libyaml gives up.
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "nesting depth" in (error.problem or ""):
        # Some libyaml stop at a depth of their own, before they tell of any level.
        return Finding("MC004", _TOO_DEEP, Place(path, line, column, line, column + 1))
    context = error.context_mark
    related: tuple[Related, ...] = ()
    if (
        context is not None
        and context is not mark
        and error.context
        and (context.line, context.column) != (line - 1, column - 1)
    ):
        opened = Place(path, context.line + 1, context.column + 1, context.line + 1, context.column + 2)
        related = (Related(opened, "what cannot be read starts here"),)
    return Finding(
        "MC001",
        _advice(error, text, line, column),
        Place(path, line, column, line, column + 1),
        related=related,
    )


def _advice(error: yaml.MarkedYAMLError, text: str, line: int, column: int) -> str:
    """Return what to do about a YAML error that people make, and libyaml's own words for the rest."""
    problem = error.problem or "the text cannot be read"
    lines = text.split("\n")
    here = _row(lines, line)
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return "this line is indented with a tab: YAML takes only spaces"
    if unspaced := _unspaced(here):
        return unspaced
    if "mapping values are not allowed" in problem and _is_deeper(here, lines[: line - 1]):
        return "this line is indented more than the one above it: align the two, or put the value in quotes"
    opened = error.context_mark
    if here[column - 1 : column] == ":" and opened and opened.line + 1 == line:
        # Inside brackets on one line, libyaml misses a comma before it.
        problem = "mapping values are not allowed"
    return next(
        (advice for sign, advice in _ADVICE.items() if sign in problem), f"this is not YAML: {problem}"
    )


def _row(lines: Sequence[str], line: int) -> str:
    """Return a line; nothing after the last, where libyaml looks for what a file without more lacks."""
    return lines[line - 1] if line <= len(lines) else ""


_OURS, _THEIRS = re.compile(r"^<{7} ", re.MULTILINE), re.compile(r"^={7}\r?$", re.MULTILINE)
_BOTH_SIDES = (
    "a merge conflict is left here: keep one of its sides, and remove the lines of `<<<<<<<`, `=======` and"
    " `>>>>>>>`"
)
_KEY = re.compile(r"\s*(?:- )?[\w-]+: *[^:]*$")
_WIDE = re.compile(r"\s*(?:- )?([\w-]+) ?([\uff1a\ufe55\ua789\u2236])")
_UNSPACED = re.compile(r"\s*(?:- )?([\w-]+):(?:[^\s/]|[^\S \t\r\n])")


def _conflict(path: str, text: str) -> Place | None:
    """Return where git left a conflict for somebody to resolve."""
    ours = _OURS.search(text)
    return point(path, text, ours.start()) if ours and _THEIRS.search(text, ours.end()) else None


def _is_deeper(line: str, above: list[str]) -> bool:
    """Say whether a line with one key begins further to the right than the key that has a value above it."""
    before = next((one for one in reversed(above) if one.strip() and not one.lstrip().startswith("#")), "")
    has_value = bool(_KEY.match(before)) and not before.rstrip().endswith(":")
    return has_value and bool(_KEY.match(line)) and _indent(line) > _indent(before)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _unspaced(line: str) -> str | None:
    """Return what to do about a line whose key lacks the colon, or the space after it, that YAML knows."""
    if wide := _WIDE.match(line):
        return f"`{wide[2]}` is not the colon that YAML knows: write `{wide[1]}: `"
    found = _UNSPACED.match(line)
    return f"after the colon of `{found[1]}` there must be a plain space: write one" if found else None


_ADVICE = {
    "mapping values are not allowed": (
        "a colon is not allowed here: put the value in quotes, or check the indentation of this line"
    ),
    "did not find expected key": (
        "this line does not fit those above it: check its indentation, and quotes that were not closed"
    ),
    "did not find expected '-' indicator": (
        "this line does not fit the list above it: check its indentation, and begin each item with `- `"
    ),
    "could not find expected ':'": (
        "a key without a colon: write `key: value`, and check quotes that were not closed"
    ),
    "found unexpected end of stream": "the text ends inside quotes or brackets: close them",
    "cannot start any token": "a value cannot start with this character: put the value in quotes",
    "did not find expected ',' or": "a comma or a closing bracket is missing before this",
    "did not find expected node content": "a value or a closing bracket is missing before this",
    "block sequence entries are not allowed": (
        "a list cannot start here: put `- ` on a line of its own, indented below its key"
    ),
}


def character(error: yaml.reader.ReaderError, path: str, text: str) -> Finding:
    """Return which character YAML does not allow, at its place."""
    code = error.character if isinstance(error.character, int) else ord(error.character)
    message = f"the character U+{code:04X} is not allowed in YAML: remove it"
    offset = text.find(chr(code))
    return Finding("MC003", message, point(path, text, max(offset, 0)))


def point(path: str, text: str, offset: int) -> Place:
    """Return the place of one character of a text."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Place(path, line, column, line, column + 1)
