"""Texts of entries ↔ the disk: what an edit would change, shown as a diff or saved whole."""

from __future__ import annotations

import codecs
import difflib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .. import disk
from ..catalog.reading.sources import FOLDER
from ..diagnostics import CatalogError


@dataclass(frozen=True)
class Edit:
    """One file before and after.

    The texts are those of `documents`: without a byte order mark, with the file's own line breaks.
    """

    path: str
    """Relative to the project root, with `/`."""
    before: str
    after: str
    origin: str | None = None
    """The path that the file had before, where it gets another one."""

    @property
    def is_change(self) -> bool:
        """Whether there is anything to write."""
        return self.after != self.before or self.origin is not None


def diff(edit: Edit, root: Path) -> str:
    """Return the edit as a unified diff that `patch -p1` and `git apply` take."""
    origin = edit.origin or edit.path
    mark = _mark(root / origin)
    before, after = (_lines(mark + text) for text in (edit.before, edit.after))
    found = difflib.unified_diff(before, after, f"a/{origin}", f"b/{edit.path}")
    head = f"diff --git a/{origin} b/{edit.path}\nrename from {origin}\nrename to {edit.path}\n"
    return (head if edit.origin else "") + "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found
    )


def _lines(text: str) -> list[str]:
    # str.splitlines would also split where neither YAML nor patch does.
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _mark(file: Path) -> str:
    """Return the byte order mark that a file begins with, or nothing."""
    return "\ufeff" if file.is_file() and file.read_bytes().startswith(codecs.BOM_UTF8) else ""


def save(edit: Edit, root: Path) -> None:
    """Write one edited file; as `save_all`."""
    save_all([edit], root)


def save_all(edits: Iterable[Edit], root: Path) -> None:
    """Write edited files, each whole with its byte order mark and its mode, all of them or none.

    Raises CatalogError when a file is no longer what was edited, leads out of the catalog or the project, or
    cannot be written.
    """
    contents: dict[Path, bytes | None] = {}
    for edit in edits:
        origin = edit.origin or edit.path
        with disk.reported(origin):
            file = _inside(root / origin, root / _top(origin))
            mark, content = _mark(file), file.read_bytes()
        before, after = (f"{mark}{text}".encode() for text in (edit.before, edit.after))
        # What is written already was edited through a link to the same file.
        if edit.origin is None and content == after:
            continue
        if content != before:
            raise CatalogError(f"{origin} changed while it was being edited: run the command again")
        if edit.origin:
            contents[file] = None
            file = _new(edit.path, root)
        contents[file] = after
    with disk.reported(", ".join(map(str, contents))):
        disk.replace_all(contents)


def _new(path: str, root: Path) -> Path:
    """Return the file that is to be at a path. Raises CatalogError when there is one already."""
    if os.path.lexists(root / path):
        raise CatalogError(f"{path} exists already")
    return _inside(root / path, root / _top(path))


def create(path: str, text: str, root: Path, *, inside: str | None = None) -> None:
    """Write a new file below the folder *inside*, whole or not at all; by default as `save` does.

    Raises CatalogError when there is one already, or when it cannot be written.
    """
    file = _inside(root / path, root / (inside or _top(path)))
    with disk.reported(path):
        try:
            disk.create(file, text.encode())
        except FileExistsError as error:
            if os.path.lexists(file):
                raise CatalogError(f"{path} exists already") from error
            raise  # It is a folder above that is a file.


def _top(path: str) -> str:
    """Return the folder that a file must lie in: the catalog, or where it is not in that the project."""
    return FOLDER if path.startswith(f"{FOLDER}/") else "."


def _inside(file: Path, folder: Path) -> Path:
    """Return the file itself, all links followed. Raises CatalogError when it lies outside the folder."""
    with disk.reported(file):
        followed = file.resolve()
    if not followed.is_relative_to(folder.resolve()):
        raise CatalogError(f"{file} is a link out of the folder: nothing is written there")
    return followed
