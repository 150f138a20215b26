"""Catalogs that a check reads through: one that remembers what was asked, and a part of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from ..cache import digest
from ..catalog.entry_files import MODULES, SHOWCASE
from ..catalog.reading import documents
from ..catalog.reading.documents import ParseResult
from ..catalog.reading.globs import is_glob
from ..catalog.reading.sources import Folder, Source
from ..diagnostics import Finding

Question = tuple[str, str]
"""What is asked of a source: a kind of question, and the path it is about."""


class Asked:
    """A folder that remembers each question, and a digest of the answer."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._asked: set[Question] = set()
        self._answers: dict[Question, str] = {}
        self._contents: dict[str, bytes] = {}

    @property
    def answers(self) -> Mapping[Question, str]:
        """What a check asked of this source, with the answers."""
        return {question: self._answers[question] for question in sorted(self._asked)}

    def answer(self, question: Question) -> str:
        """Return a digest of what the folder says; of files, when it was first asked."""
        if question not in self._answers:
            kind, path = question
            self._answers[question] = getattr(self, f"_{kind}")(path)
        return self._answers[question]

    def _below(self, path: str) -> str:
        return digest("\0".join(sorted(self._folder.below(path))).encode())

    def _unread(self, path: str) -> str:
        return digest(repr(self._folder.unread(path)).encode())

    def _has(self, path: str) -> str:
        return str(self._folder.has(path))

    def _content(self, path: str) -> str:
        content, findings = self._folder.content(path)
        if content is None:
            return digest(repr(findings).encode())
        self._contents[path] = content
        return digest(content)

    def _told(self, kind: str, path: str) -> str:
        self._asked.add((kind, path))
        return self.answer((kind, path))

    def below(self, place: str) -> Iterable[str]:
        """Return every path below a folder, or that a glob names."""
        self._told("below", place)
        return self._folder.below(place)

    def unread(self, place: str) -> Iterable[Finding]:
        """Return a finding for each folder whose files would be left out."""
        self._told("unread", place)
        return self._folder.unread(place)

    def has(self, path: str) -> bool:
        """Say whether there is something at a path."""
        return self._told("has", path) == str(True)

    def read(self, path: str) -> ParseResult:
        """Read one file, of which the text is all that is kept in memory."""
        return self._parsed(path, documents.decode)

    def text(self, path: str) -> ParseResult:
        """Read one file that is no YAML."""
        return self._parsed(path, documents.decode_text)

    def _parsed(self, path: str, decode: Callable[[bytes, str], ParseResult]) -> ParseResult:
        # The answer is always of the bytes that are used: a file may change between two readings.
        if path not in self._contents:
            self._answers.pop(("content", path), None)
        self._told("content", path)
        if path not in self._contents:
            return ParseResult(None, self._folder.content(path)[1])
        return decode(self._contents.pop(path), path)

    def picture(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of a picture."""
        self._told("content", path)
        return self._folder.picture(path)


class Only:
    """A catalog with only some of its modules and no showcase: what an entry alone is checked in."""

    def __init__(self, source: Source, paths: Collection[str]) -> None:
        self._source = source
        self._paths = paths
        self.has, self.read, self.text, self.picture = source.has, source.read, source.text, source.picture

    def below(self, place: str) -> Iterable[str]:
        """Return the paths of these entries, and all others that are neither modules nor of the showcase."""
        if place == MODULES:
            return self._paths
        return () if place == SHOWCASE or is_glob(place) else self._source.below(place)

    def unread(self, place: str) -> Iterable[Finding]:
        """Return nothing: what is left out is known from before."""
        return ()
