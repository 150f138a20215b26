"""Where the files of a catalog come from: a folder on disk, or texts in memory. Both → readings."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol

from . import documents
from .diagnostics import Finding, Place, printable
from .documents import Reading

FOLDER = "catalog"
"""The catalog's folder in the project."""


class Source(Protocol):
    """The files of one catalog. Paths are relative to the project root, with `/`."""

    def below(self, folder: str) -> Iterable[str]:
        """Return every path below a folder, in any order."""

    def has(self, path: str) -> bool:
        """Say whether there is something at a path."""

    def read(self, path: str) -> Reading:
        """Read one file. Raises nothing, whatever it is."""

    def text(self, path: str) -> Reading:
        """Read one file that is no YAML: the reading has no document. Raises nothing, whatever it is."""

    def picture(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of a picture; or None and why not. Raises nothing, whatever it is."""


class Folder:
    """A catalog on disk."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, Path] = {}

    def below(self, folder: str) -> Iterable[str]:
        """Return every path below a folder; links to folders are not followed."""
        for file in (self._root / folder).rglob("*"):
            path = self._path(file)
            self._files[path] = file
            yield path

    def has(self, path: str) -> bool:
        """Say whether there is something at a path."""
        try:
            return (self._root / path).exists()
        except OSError as error:
            # What may not be looked at is there, and reading it says why it cannot be read. No file has so long a name.
            return error.errno != errno.ENAMETOOLONG

    def read(self, path: str) -> Reading:
        """Read one file, which must lie in the catalog after all links are followed."""
        return documents.read(self._files.get(path, self._root / path), path, inside=self._root / FOLDER)

    def text(self, path: str) -> Reading:
        """Read the text of one file, which must lie in the catalog after all links are followed."""
        return documents.read_text(self._files.get(path, self._root / path), path, inside=self._root / FOLDER)

    def picture(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of a picture, which must lie in the catalog after all links are followed."""
        return documents.read_picture(self._files.get(path, self._root / path), path, inside=self._root / FOLDER)

    def _path(self, file: Path) -> str:
        """Return what findings call a file. A name that is not text, or that would break a line, is written out."""
        name = file.relative_to(self._root).as_posix()
        return printable(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


class Texts:
    """A catalog in memory: an example of a rule, or a revision of a repository. None stands for a link that leads out of it."""

    def __init__(self, files: Mapping[str, str | bytes | None]) -> None:
        self._files = files

    def below(self, folder: str) -> Iterable[str]:
        """Return every path below a folder."""
        return [path for path in self._files if PurePosixPath(folder) in PurePosixPath(path).parents]

    def has(self, path: str) -> bool:
        """Say whether there is a text of that path."""
        return path in self._files

    def read(self, path: str) -> Reading:
        """Read one text."""
        content = self._files[path]
        if content is None:
            return Reading(None, (Finding("MC007", documents.LEADS_OUT, Place(path)),))
        return documents.parse(content, path) if isinstance(content, str) else documents.decode(content, path)

    def text(self, path: str) -> Reading:
        """Return one text as it is."""
        content = self._files[path]
        return Reading(None, (), content) if isinstance(content, str) else self.read(path)

    def picture(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of a picture."""
        content = self._files[path]
        return content.encode() if isinstance(content, str) else content, ()
