"""What a run keeps for the next one: files in .cache that are never needed, and never wrong.

A file that another program wrote, that is damaged or that a link out of the project leads to is as good as
none.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

from . import __version__, disk

FOLDER = ".cache/module-catalog"
"""Where files are, in the project."""
_HEAD = 32
"""How long that is which stands before what is kept: a digest of it."""


def digest(content: bytes) -> str:
    """Return what tells one content from another."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@cache
def program(*libraries: str) -> str:
    """Return what tells this program, and the libraries that have a say in what it keeps, from any other."""
    package = Path(__file__).parent
    files = sorted(file for file in package.rglob("*") if file.is_file() and file.suffix != ".pyc")
    ours = [(file.relative_to(package).as_posix(), digest(file.read_bytes())) for file in files]
    return digest(repr((__version__, sys.version, ours, [*_versions(libraries)])).encode())


def read(root: Path, name: str, program: str) -> bytes | None:
    """Return what a program kept under a name; None when there is nothing to rely on."""
    with suppress(OSError):
        with _file(root, name).open("rb") as stream:
            head, body = stream.read(_HEAD), stream.read()
        if head == _head(program, body):
            return body
    return None


def write(root: Path, name: str, program: str, body: bytes) -> None:
    """Keep bytes under a name, whole or not at all; without a word where nothing can be written."""
    with suppress(OSError):
        file = _file(root, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        disk.replace(file.parent / ".gitignore", b"*\n")
        disk.replace(file, _head(program, body), body)


def _head(program: str, body: bytes) -> bytes:
    found = hashlib.blake2b(program.encode(), digest_size=_HEAD // 2)
    found.update(body)
    return found.hexdigest().encode()


def _file(root: Path, name: str) -> Path:
    """Return the file of a name. Raises OSError when a link would lead out of the project."""
    file = root / FOLDER / name
    if not file.resolve().is_relative_to(root.resolve()):
        raise OSError
    return file


def _versions(libraries: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for library in libraries:
        with suppress(metadata.PackageNotFoundError):
            yield library, metadata.version(library)
