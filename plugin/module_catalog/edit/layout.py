"""The text of an entry → the same entry in one shape: the order of keys, blanks at line ends, line breaks.

What it says stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..catalog.entry_files import CATALOG, SHOWCASE, EntryFiles
from ..catalog.reading import documents
from ..catalog.reading.documents import Document
from ..catalog.reading.sources import FOLDER, Source
from ..catalog.validation.schema import effective, rank
from ..diagnostics import Finding
from .files import Edit

_SCHEMAS = {
    CATALOG: "catalog",
    f"{FOLDER}/people.yaml": "people",
}
"""The files beside entries that are formatted, and the schemas that give their keys an order."""

_LINE_END = r"[\n\x85\u2028\u2029]"
"""What ends a line in YAML, besides CR and CRLF, which become LF first."""


@dataclass(frozen=True)
class Formatting:
    """What formatting makes of files."""

    edits: tuple[Edit, ...]
    """One for each file that is YAML, also where nothing changes."""
    findings: tuple[Finding, ...]
    """Why the others are left alone."""
    texts: Mapping[str, str]
    """The text of each file that could be decoded, by its path."""


def formatting(source: Source, is_wanted: Callable[[str], bool]) -> Formatting:
    """Return what formatting makes of the files of a catalog whose paths are wanted."""
    sorts = dict(_files(source))
    readings = {path: source.read(path) for path in sorts if is_wanted(path)}
    # A name that does not print is written out in the path, which then leads nowhere.
    known = [
        one.document
        for path, one in readings.items()
        if one.document and not one.findings and source.has(path)
    ]
    return Formatting(
        edits=tuple(_edit(one, sorts[one.path]) for one in known),
        findings=tuple(finding for one in readings.values() for finding in one.findings),
        texts={path: one.text for path, one in readings.items() if one.text is not None},
    )


def _files(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the path of every file that has a shape, with the name of its schema; entries by path."""
    yield from ((path, name) for path, name in _SCHEMAS.items() if source.has(path))
    modules = EntryFiles.of(source).paths(source)
    for name, paths in (("module", modules), ("showcase", source.below(SHOWCASE))):
        yield from ((path, name) for path in sorted(paths) if path.endswith(".yaml"))


def _edit(document: Document, schema: str) -> Edit:
    after = formatted(document, list(effective(schema, {})["properties"]))
    again = documents.parse(after, document.path)
    if again.findings or again.document is None or again.document.value() != document.value():
        raise RuntimeError(f"formatting would change what {document.path} says")
    return Edit(document.path, document.text, after)


def formatted(document: Document, order: Sequence[str]) -> str:
    """Return the text of a document with its lines tidied and its top-level keys in *order*.

    A project's own keys come last.
    """
    line_break = "\r\n" if set(re.findall(r"\r\n?|\n", document.text)) == {"\r\n"} else "\n"
    lines = _Layout(document).lines(order)
    while lines and lines[0] == "\n":
        del lines[0]
    while lines and lines[-1] == "\n":
        del lines[-1]
    return "".join(lines).replace("\n", line_break)


def _is_blank(line: str) -> bool:
    return not line.strip(" \t\n")


@dataclass(frozen=True)
class _Span:
    """The lines below the first one of a text that takes several.

    Lines count from 0; the end is exclusive.
    """

    start: int
    end: int
    is_block: bool


class _Layout:
    """The lines of one document, and what each belongs to. Lines count from 0 and end in one LF."""

    def __init__(self, document: Document) -> None:
        self._document = document
        plain = re.sub(r"\r\n?", "\n", document.text)
        lines = re.findall(rf"[^\n\x85\u2028\u2029]*{_LINE_END}|[^\n\x85\u2028\u2029]+", plain)
        spans = list(_spans(document, lines))
        self._held = {line for span in spans for line in range(span.start, span.end)}
        """Lines that are part of a text, whatever they look like."""
        blocks = {line for span in spans if span.is_block for line in range(span.start, span.end)}
        self._lines = [
            _ended(line) if at in blocks else _trimmed(_ended(line)) for at, line in enumerate(lines)
        ]

    def lines(self, order: Sequence[str]) -> list[str]:
        """Return the lines with the top-level keys in *order*.

        Where keys do not stand on lines of their own, the lines stay as they are.
        """
        keys = list(self._document.value())
        starts = [self._document.where_key(key).line - 1 for key in keys]
        if not keys or not self._is_in_lines(keys, starts):
            return self._lines
        head = self._top(starts[0], self._head(starts[0]) - 1)
        tops = [head, *(self._top(start, above) for above, start in pairwise(starts))]
        ends = (at for at in range(starts[-1], len(self._lines)) if re.match(r"\.\.\.\s", self._lines[at]))
        tail = self._top(next(ends, len(self._lines)), starts[-1])
        chunks = {
            key: self._lines[top:end] for key, top, end in zip(keys, tops, [*tops[1:], tail], strict=True)
        }
        in_order = sorted(keys, key=lambda key: rank(key, order))
        return [*self._lines[:head], *(line for key in in_order for line in chunks[key]), *self._lines[tail:]]

    def _is_in_lines(self, keys: Sequence[str], starts: Sequence[int]) -> bool:
        """Say whether each key begins a line, and nothing but comments and marks stands above the first."""
        columns = [self._document.where_key(key).column - 1 for key in keys]
        is_alone = all(
            _is_blank(self._lines[start][:column]) for start, column in zip(starts, columns, strict=True)
        )
        above = self._lines[: starts[0]]
        return is_alone and all(_is_blank(line) or re.match(r"\s*#|%|---\s*(#|$)", line) for line in above)

    def _head(self, first: int) -> int:
        """Return the line where the head ends.

        The head is the marks of the document, and the comment that the file begins with.
        """
        at = max((line + 1 for line in range(first) if self._lines[line].startswith(("%", "---"))), default=0)
        for belongs in (_is_blank, _is_comment, _is_blank):
            while at < first and belongs(self._lines[at]):
                at += 1
        return at

    def _top(self, start: int, above: int) -> int:
        """Return the first of the lines directly above *start* that belong to it, below the key at *above*.

        They are blank lines and comments no further in than the keys.
        """
        column = self._document.where_key().column - 1
        while start - 1 > above and start - 1 not in self._held and _is_loose(self._lines[start - 1], column):
            start -= 1
        return start


def _is_comment(line: str) -> bool:
    return line.lstrip(" ").startswith("#")


def _is_loose(line: str, column: int) -> bool:
    indent = len(line) - len(line.lstrip(" "))
    return _is_blank(line) or (_is_comment(line) and indent <= column)


def _ended(line: str) -> str:
    return line if re.search(rf"{_LINE_END}\Z", line) else f"{line}\n"


def _trimmed(line: str) -> str:
    # After a backslash, a blank at the end of a line may be part of a text in double quotes.
    return re.sub(rf"(?<![\\ \t])[ \t]+(?={_LINE_END}\Z)", "", line)


def _spans(document: Document, lines: Sequence[str]) -> Iterator[_Span]:
    """Yield where the texts of a document are that take several lines."""
    for way, _ in document.scalars():
        place = document.where(*way)
        if place.end_line > place.line:
            is_block = lines[place.line - 1][place.column - 1] in "|>"
            end = place.end_line if place.end_column > 1 else place.end_line - 1
            # The empty lines after a block of text are nobody's.
            while is_block and end > place.line and lines[end - 1] == "\n":
                end -= 1
            yield _Span(place.line, end, is_block)
