"""What a command keeps in .cache for the next one: files which are never needed, and never wrong."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from pathlib import Path

from . import __version__, disk

FOLDER = ".cache/module-catalog"


def read(root: Path, name: str, program: str) -> bytes | None:
    """Return what a program has kept in a file; None when it is damaged, or another program wrote it."""
    with suppress(OSError):
        head, _, body = _file(root, name).read_bytes().partition(b"\n")
        if head == _head(program, body):
            return body
    return None


def write(root: Path, name: str, program: str, body: bytes) -> None:
    """Keep bytes, whole or not at all; without a word where nothing can be written."""
    with suppress(OSError):
        file = _file(root, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / ".gitignore").write_bytes(b"*\n")
        disk.replace(file, _head(program, body) + b"\n" + body)


def program(folder: Path) -> str:
    """Return what tells a program from any other one, also by a change to its files."""
    files = sorted(folder.rglob("*.py"))
    states = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files]
    return digest(repr((__version__, sys.version, states)).encode())


def digest(content: bytes) -> str:
    """Return a short text that no other content has."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _head(program: str, body: bytes) -> bytes:
    return f"{program} {digest(body)}".encode()


def _file(root: Path, name: str) -> Path:
    """Return the file for what is kept. Raises OSError when a link would lead out of the project."""
    file = root / FOLDER / name
    if not file.resolve().is_relative_to(root.resolve()):
        raise OSError
    return file
