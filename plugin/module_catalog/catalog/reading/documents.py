"""Files and texts → Document: plain data that remembers where each value stands."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ...diagnostics import Finding, Place
from . import plain_yaml
from .yaml_reader import Key, Marks, Reader, RefusedError, character, marks, point, syntax

MAX_BYTES = 256 * 1024
"""The largest entry that is read: a hundred times the size of a long real one."""
_FEW = 16 * 1024
"""How many bytes are asked for at first: room for more would be made and given back for each file."""
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
MAX_WRITTEN = 32 * 1024 * 1024
"""The largest file of the program's own that is read."""
MAX_PICTURE = 1024 * 1024
"""The most bytes a picture of the showcase has: a page shows many."""
_ODD_BREAK = re.compile("[\x85\u2028\u2029]|\r(?!\n)")
"""Characters that YAML takes for the end of a line and most editors do not: places after them would be wrong
for one of the two."""
LEADS_OUT = "the file is a link that leads out of the catalog: put the entry itself here"


@dataclass(frozen=True)
class Document:
    """One file that was read: its data, and the place of each value in it."""

    path: str
    """Relative to the project root, with `/`."""
    text: str
    data: dict[str, Any]
    """Mappings, lists, text and None; whole numbers and truth values too once a schema has read it."""
    is_plain: bool = False
    """Whether `plain_yaml` has read it."""
    kept: Mapping[Key, Sequence[int]] = field(default_factory=dict)
    """The items that are left of lists from which some were left out, by the way to each list in the file."""
    lost: frozenset[str] = frozenset()
    """The keys of the schema below which something was left out, because it does not fit."""
    misfits: tuple[Finding, ...] = ()
    """What was left out although the file is used, as findings that somebody is told."""

    @cached_property
    def _marks(self) -> dict[str | int, Marks]:
        """Where things stand, as far as somebody asked for it: by the top-level key they are below."""
        return {}

    def _marks_below(self, key: str | int) -> Marks:
        """Return where all stands that is at a top-level key, or at any where that does not take longer."""
        # Found by a second reading, because most files have no finding; and most others have one.
        if not (self.is_plain and isinstance(key, str)):
            key = ""
        if key not in self._marks:
            part = plain_yaml.part(self.text, key) if key else (self.text, 0)
            self._marks[key] = marks(self.path, *part) if part else {}
        return self._marks[key]

    def without_places(self) -> Document:
        """Return the same for somebody who asks for no place but the file: others take a second reading."""
        found = Document(self.path, self.text, self.data)
        vars(found)["_marks"] = {}
        return found

    def value(self, *key: str | int) -> Any:
        """Return what stands at *key*, or None where nothing does.

        Without a *key*, all that the document says.
        """
        found: Any = self.data
        for part in key:
            is_there = (
                part in found
                if isinstance(found, dict)
                else isinstance(found, list) and part in range(len(found))
            )
            found = found[part] if is_there else None
        return found

    def scalars(self) -> Iterator[tuple[Key, Any]]:
        """Yield all that is neither a mapping nor a list, with the way to it, in the document's order."""
        return _scalars((), self.data)

    def where(self, *key: str | int) -> Place:
        """Return the place of the value at *key*, or of the nearest thing around it that exists."""
        return self._nearest(key, 1) or self.where_key()

    def where_key(self, *key: str | int) -> Place:
        """Return the place of the key that leads to *key*, or of the nearest key around it that exists.

        An item of a list is its own key. Without *key*, the place is that of the document's first key.
        """
        return self._nearest(key, 0) or self._nearest(self._first, 0) or Place(self.path)

    def line_until(self, *key: str | int) -> str:
        """Return what stands on the line of the value at *key* before it."""
        place = self.where(*key)
        return self.text.splitlines()[place.line - 1][: place.column - 1]

    def _nearest(self, key: Key, end: int) -> Place | None:
        """Return the place of what leads to *key*, or of what stands there, or nearest around it."""
        key = original(key, self.kept)
        marks = self._marks_below(key[0]) if key else {}
        while key and key not in marks:
            key = key[:-1]
        return Place(self.path, *marks[key][end]) if key else None

    @property
    def _first(self) -> Key:
        if self.is_plain:
            return tuple(filter(None, (plain_yaml.first_key(self.text),)))
        return next(iter(self._marks_below("")), ())


def original(key: Key, kept: Mapping[Key, Sequence[int]]) -> Key:
    """Return the way that leads in the file to what stands at *key* where items of lists were left out."""
    if not kept:
        return key
    was: Key = ()
    for part in key:
        indexes = kept.get(was, ())
        was = (*was, indexes[part] if isinstance(part, int) and part < len(indexes) else part)
    return was


def _scalars(key: Key, value: Any) -> Iterator[tuple[Key, Any]]:
    if not isinstance(value, (dict, list)):
        yield key, value
        return
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _scalars((*key, name), inner)


@dataclass(frozen=True)
class ParseResult:
    """What reading one file gave: a document unless the file could not be taken, and what is wrong in it."""

    document: Document | None
    findings: tuple[Finding, ...] = ()
    text: str | None = None
    """The text of the file, also of one that is not YAML; None when it is not text."""


def read(file: Path | str, path: str, *, inside: Path | None) -> ParseResult:
    """Read one file of a catalog.

    *path* is what findings call it; *inside* is the folder it must lie in after all links are followed, None
    where it is known to be no link and to lie there. Raises nothing for anything a file can be.
    """
    reading = read_text(file, path, inside=inside, most=MAX_BYTES)
    return reading if reading.text is None else parse(reading.text, path)


def read_text(file: Path | str, path: str, *, inside: Path | None, most: int = MAX_WRITTEN) -> ParseResult:
    """Read one file that is no YAML, as `read` does: the reading has its text and no document."""
    try:
        return ParseResult(None, (), _text(_content(file, path, inside, most), path, most))
    except RefusedError as refused:
        return ParseResult(None, (refused.finding,))


def read_bytes(
    file: Path | str, path: str, *, inside: Path | None
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Return the bytes of a file, as `read` reads; or None and why not."""
    try:
        return _content(file, path, inside, MAX_WRITTEN), ()
    except RefusedError as refused:
        return None, (refused.finding,)


def decode(content: bytes, path: str) -> ParseResult:
    """Read the bytes of one entry; as `read`, without a disk."""
    try:
        return parse(_text(content, path), path)
    except RefusedError as refused:
        return ParseResult(None, (refused.finding,))


def decode_text(content: bytes, path: str) -> ParseResult:
    """Read the bytes of a file that is no YAML; as `read_text`, without a disk."""
    try:
        return ParseResult(None, (), _text(content, path, MAX_WRITTEN))
    except RefusedError as refused:
        return ParseResult(None, (refused.finding,))


def parse(text: str, path: str) -> ParseResult:
    """Read the text of one entry; as `read`, without a disk."""
    # What is plain, as most entries are, has no character that is refused below.
    if (plain := plain_yaml.read(text)) is not None:
        return ParseResult(Document(path, text, plain, is_plain=True), (), text)
    if odd := _ODD_BREAK.search(text):
        message = f"the character U+{ord(odd[0]):04X} ends a line only for some: end lines with a line feed"
        return ParseResult(None, (Finding("MC003", message, point(path, text, odd.start())),), text)
    reader = Reader(path)
    try:
        data = reader.read(text)
    except RefusedError as refused:
        return ParseResult(None, (*reader.findings, refused.finding), text)
    except yaml.MarkedYAMLError as error:
        return ParseResult(None, (*reader.findings, syntax(error, path, text)), text)
    except yaml.reader.ReaderError as error:
        return ParseResult(None, (character(error, path, text),), text)
    return ParseResult(Document(path, text, data), tuple(reader.findings), text)


def read_picture(
    file: Path | str, path: str, *, inside: Path | None
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Return the bytes of a picture of a catalog, as `read` reads; or None and why not."""
    try:
        content = _content(file, path, inside, MAX_PICTURE)
        if len(content) > MAX_PICTURE:
            raise RefusedError(
                "MC004", f"the picture is larger than {MAX_PICTURE // 1024} KiB: make it smaller", Place(path)
            )
    except RefusedError as refused:
        return None, (refused.finding,)
    return content, ()


def _content(file: Path | str, path: str, inside: Path | None, most: int) -> bytes:
    try:
        if inside is not None:
            _require_file(Path(file), path, inside)
        # One byte more than is taken says that a file is too large, however large it is.
        return _first_bytes(file, most + 1)
    except (OSError, RuntimeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "its links form a loop"
        raise RefusedError("MC007", f"the file cannot be read: {reason}", Place(path)) from error


def _require_file(file: Path, path: str, inside: Path) -> None:
    if not file.resolve(strict=True).is_relative_to(inside.resolve()):
        raise RefusedError("MC007", LEADS_OUT, Place(path))
    if not stat.S_ISREG(file.stat().st_mode):
        raise RefusedError("MC007", "this is not a file: entries are plain text files", Place(path))


def _first_bytes(file: Path | str, most: int) -> bytes:
    """Return the first bytes of a file: the first few are all of most entries."""
    descriptor = os.open(file, _READ)
    try:
        content = os.read(descriptor, min(most, _FEW))
        while content and (room := most - len(content)):
            # As much again as there is: that is little where nothing more comes, and soon much where it does.
            if not (more := os.read(descriptor, min(room, len(content)))):
                break
            content += more
    finally:
        os.close(descriptor)
    return content


def _text(content: bytes, path: str, most: int = MAX_BYTES) -> str:
    if len(content) > most:
        raise RefusedError(
            "MC004", f"the file is larger than {most // 1024} KiB, the most an entry may have", Place(path)
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", errors="replace")
        message = f"the file is not UTF-8 text, from byte 0x{content[error.start]:02x} here: save it as UTF-8"
        raise RefusedError("MC003", message, point(path, before, len(before))) from error
