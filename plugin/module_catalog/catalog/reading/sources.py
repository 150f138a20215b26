"""Where the files of a catalog come from: a folder on disk, or texts in memory. Both → readings."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from ... import disk
from ...diagnostics import Finding, Place, printable
from . import documents
from .documents import ParseResult
from .globs import is_glob, is_left_out, named, parts

FOLDER = "catalog"
"""The catalog's folder in the project."""
_LINKED_FOLDER = "this is a link to a folder, which is not followed: put the files themselves here"


class Source(Protocol):
    """The files of one catalog. Paths are relative to the project root, with `/`."""

    def below(self, place: str) -> Iterable[str]:
        """Return every path below a folder, or that a glob names, in any order."""

    def unread(self, place: str) -> Iterable[Finding]:
        """Return a finding for each folder whose files would be left out in silence."""

    def has(self, path: str) -> bool:
        """Say whether there is something at a path."""

    def read(self, path: str) -> ParseResult:
        """Read one file. Raises nothing, whatever it is."""

    def text(self, path: str) -> ParseResult:
        """Read one file that is no YAML: the reading has no document. Raises nothing, whatever it is."""

    def picture(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of a picture; or None and why not. Raises nothing, whatever it is."""


class Folder:
    """A catalog on disk."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, str] = {}
        self._plain: set[str] = set()
        """The paths of files that are no links, in folders that are none."""
        self._walked: dict[str, tuple[list[str], list[Finding]]] = {}

    def below(self, place: str) -> Iterable[str]:
        """Return every path below a folder, or that a glob names; links to folders are not followed."""
        return self._walk(place)[0]

    def unread(self, place: str) -> Iterable[Finding]:
        """Return a finding for each folder that cannot be listed, or is a link; of a glob, that it names."""
        return self._walk(place)[1]

    def _walk(self, place: str) -> tuple[list[str], list[Finding]]:
        if place not in self._walked:
            self._walked[place] = self._found(place) if is_glob(place) else self._listed(self._root / place)
        return self._walked[place]

    def _found(self, glob: str) -> tuple[list[str], list[Finding]]:
        """Return the paths that a glob names, and what is in the way.

        A link to a folder is in the way where its whole name stands in the glob: others are many in a source
        tree, and lead to what is somewhere else in it.
        """
        paths: list[str] = []
        findings: list[Finding] = []
        failed = self._failed(findings)
        waiting = [(str(self._root), "", parts(glob))]
        while waiting:
            folder, above, (part, *rest) = waiting.pop()
            if part is None:
                waiting.append((folder, above, rest))
            for entry in _entries(folder, failed):
                path = above + _written(entry.name)
                if is_left_out(entry.name) or not (part is None or part.fullmatch(entry.name)):
                    continue
                kind = _kind(entry)
                if not rest and kind in ("file", "other"):
                    self._keep(path, entry.path, kind)
                    paths.append(path)
                elif kind == "folder" and rest:
                    waiting.append((entry.path, f"{path}/", [None, *rest] if part is None else rest))
                elif kind == "linked folder" and part and part.pattern == re.escape(entry.name):
                    findings.append(Finding("MC007", _LINKED_FOLDER, Place(path)))
        return paths, findings

    def _failed(self, findings: list[Finding]) -> Callable[[OSError], None]:
        """Return what notes that a folder could not be listed."""

        def failed(error: OSError) -> None:
            if not isinstance(error, FileNotFoundError):
                message = f"the folder cannot be read: {error.strerror}"
                findings.append(Finding("MC007", message, Place(self._path(Path(error.filename)))))

        return failed

    def _keep(self, path: str, file: str, kind: str) -> None:
        """Note where the file of a path is."""
        self._files[path] = file
        # Two names can be written alike: what counts is the file that is read.
        (self._plain.add if kind == "file" else self._plain.discard)(path)

    def _listed(self, top: Path) -> tuple[list[str], list[Finding]]:
        """Return the paths below a folder, and what is in the way.

        Nothing is looked at that lies behind a link to a folder.
        """
        paths: list[str] = []
        findings: list[Finding] = []
        if top.is_symlink() and top.is_dir():
            return paths, [Finding("MC007", _LINKED_FOLDER, Place(self._path(top)))]

        failed = self._failed(findings)
        waiting = [(str(top), self._path(top))]
        while waiting:
            folder, above = waiting.pop()
            for entry in _entries(folder, failed):
                path, kind = f"{above}/{_written(entry.name)}", _kind(entry)
                self._keep(path, entry.path, kind)
                paths.append(path)
                if kind == "folder":
                    waiting.append((entry.path, path))
                elif kind == "linked folder":
                    findings.append(Finding("MC007", _LINKED_FOLDER, Place(path)))
        return paths, findings

    def has(self, path: str) -> bool:
        """Say whether there is something at a path."""
        try:
            return (self._root / path).exists()
        except OSError as error:
            # What may not be looked at is there, and reading it says why it cannot be read. No file has so
            # long a name.
            return error.errno != errno.ENAMETOOLONG

    def read(self, path: str) -> ParseResult:
        """Read one file, which must lie in the catalog after all links are followed."""
        return documents.read(self._file(path), path, inside=self._around(path))

    def text(self, path: str) -> ParseResult:
        """Read the text of one file, which must lie in the catalog after all links are followed."""
        return documents.read_text(self._file(path), path, inside=self._around(path))

    def picture(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of a picture, which must lie in the catalog after all links are followed."""
        return documents.read_picture(self._file(path), path, inside=self._around(path))

    def content(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of one file, which must lie in the catalog; or None and why not."""
        return documents.read_bytes(self._file(path), path, inside=self._around(path))

    def _file(self, path: str) -> Path | str:
        return self._files.get(path) or self._root / path

    def _around(self, path: str) -> Path | None:
        """Return the folder that a file must lie in; None where the walk has seen that it does."""
        return None if path in self._plain else self._root / FOLDER

    def _path(self, file: Path) -> str:
        """Return what findings call a file."""
        return _written(file.relative_to(self._root).as_posix())


class Readings:
    """What was read of a folder last, for a server, which reads it again and again."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[bytes, ParseResult]] = {}

    def folder(self, root: Path) -> Folder:
        """Return the catalog on disk below a root; only files are parsed that are not as they were."""
        before, self._last = self._last, {}
        return _ReadAgain(root, before, self._last)


class _ReadAgain(Folder):
    """A catalog on disk of which most was read before."""

    def __init__(
        self,
        root: Path,
        before: Mapping[str, tuple[bytes, ParseResult]],
        now: dict[str, tuple[bytes, ParseResult]],
    ) -> None:
        super().__init__(root)
        self._before = before
        self._now = now

    def read(self, path: str) -> ParseResult:
        """Read one file, as a folder does."""
        content, findings = self.content(path)
        if content is None:
            return ParseResult(None, findings)
        known = self._before.get(path)
        if known is None or known[0] != content:
            known = content, documents.decode(content, path)
        self._now[path] = known
        return known[1]


def _written(name: str) -> str:
    """Return a name as findings write it: with that written out which is no text, or would break a line."""
    return printable(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def _entries(folder: str, failed: Callable[[OSError], None]) -> list[os.DirEntry[str]]:
    """Return what a folder holds, but for the locks of editors.

    That is nothing where it cannot be listed, which *failed* is told.
    """
    try:
        with os.scandir(folder) as found:
            return [one for one in found if not one.name.startswith(_PASSING)]
    except OSError as error:
        failed(error)
        return []


_PASSING = (".#", disk.BEGUN)
"""How files begin that are no part of a catalog: the link, to nowhere, that Emacs puts beside a file whose
changes are not saved, and what a killed run of this program had begun to write."""


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_dir():
            return "linked folder" if entry.is_symlink() else "folder"
        return "file" if entry.is_file(follow_symlinks=False) else "other"
    except OSError:  # A link that leads nowhere it may be followed to. Reading it says so.
        return "other"


_parsed = lru_cache(maxsize=64)(documents.parse)
"""Kept, because the examples of all rules share most of their files."""


class Texts:
    """A catalog in memory: an example of a rule, or a revision of a repository.

    None stands for a link that leads out of it.
    """

    def __init__(self, files: Mapping[str, str | bytes | None]) -> None:
        self.files = files

    def below(self, place: str) -> Iterable[str]:
        """Return every path below a folder, or that a glob names."""
        if is_glob(place):
            return [path for path in self.files if named(place, path) is not None]
        return [path for path in self.files if path.startswith(f"{place}/")]

    def unread(self, place: str) -> Iterable[Finding]:
        """Return nothing: texts in memory are all there."""
        return ()

    def has(self, path: str) -> bool:
        """Say whether there is a text of that path."""
        return path in self.files

    def read(self, path: str) -> ParseResult:
        """Read one text."""
        content = self.files[path]
        if content is None:
            return ParseResult(None, (Finding("MC007", documents.LEADS_OUT, Place(path)),))
        return _parsed(content, path) if isinstance(content, str) else documents.decode(content, path)

    def text(self, path: str) -> ParseResult:
        """Return one text as it is."""
        content = self.files[path]
        if isinstance(content, bytes):
            return documents.decode_text(content, path)
        return self.read(path) if content is None else ParseResult(None, (), content)

    def picture(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of a picture."""
        content = self.files[path]
        return content.encode() if isinstance(content, str) else content, ()


class Overlay:
    """A catalog in which texts stand in for some of its files: those of an edit, or the last good ones."""

    def __init__(
        self,
        source: Source,
        texts: Mapping[str, str],
        moved: Mapping[str, str] = {},
        added: Collection[str] = (),
    ) -> None:
        """Lay texts over a source.

        *moved* are files that have another path now, each with that: a text's. *added* are the paths of texts
        in whose place the source has nothing.
        """
        self._source = source
        self._texts = Texts(texts)
        self._moved = moved
        self._added = Texts({path: texts[path] for path in added})

    def _with(self, path: str) -> Source:
        return self._texts if self._texts.has(path) else self._source

    def below(self, place: str) -> Iterable[str]:
        """Return every path below a folder, or that a glob names."""
        there = [self._moved.get(path, path) for path in self._source.below(place)]
        return [*there, *self._added.below(place)]

    def unread(self, place: str) -> Iterable[Finding]:
        """Return what is in the way of reading a folder, which no text changes."""
        return self._source.unread(place)

    def has(self, path: str) -> bool:
        """Say whether there is something at a path."""
        return path not in self._moved and self._with(path).has(path)

    def read(self, path: str) -> ParseResult:
        """Read one file, or the text in its place."""
        return self._with(path).read(path)

    def text(self, path: str) -> ParseResult:
        """Return the text of one file, or the one in its place."""
        return self._with(path).text(path)

    def picture(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of a picture, which no text changes."""
        return self._source.picture(path)
