"""What a run keeps for the next one: files in .cache that are never needed, and never wrong.

A file that another program wrote, that is damaged or that a link out of the project leads to is as good as
none.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import IO

from . import __version__, disk

FOLDER = ".cache/module-catalog"
"""Where files are, in the project."""
_TAIL = 32
"""How long that is which stands after what is kept: a digest of it."""
_PART = 1 << 20
"""How many bytes of what is kept are in memory at once."""


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
    stream = opened(root, name, program)
    if stream is None:
        return None
    with stream:
        length = stream.tell()
        stream.seek(0)
        return stream.read(length)


def opened(root: Path, name: str, program: str) -> IO[bytes] | None:
    """Return what `read` does as a stream, which stands at the end of it."""
    with suppress(OSError):
        stream = _file(root, name).open("rb")
        if _is_whole(stream, program):
            return stream
        stream.close()
    return None


def write(root: Path, name: str, program: str, body: bytes) -> None:
    """Keep bytes under a name, whole or not at all; without a word where nothing can be written."""
    _write(root, name, _with_tail([body], program))


def write_stream(root: Path, name: str, program: str, stream: IO[bytes]) -> None:
    """Keep what a stream has up to where it stands, as `write` does."""
    _write(root, name, _with_tail(_parts(stream, stream.tell()), program))


def _write(root: Path, name: str, parts: Iterable[bytes]) -> None:
    with suppress(OSError):
        file = _file(root, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        disk.replace(file.parent / ".gitignore", b"*\n")
        disk.replace_by(file, parts)


def _with_tail(parts: Iterable[bytes], program: str) -> Iterator[bytes]:
    """Yield the parts of what is kept, and at last the digest of all of it and of the program."""
    found = hashlib.blake2b(program.encode(), digest_size=_TAIL // 2)
    for part in parts:
        found.update(part)
        yield part
    yield found.hexdigest().encode()


def _is_whole(stream: IO[bytes], program: str) -> bool:
    """Say whether a stream ends with the digest of the rest, and go back to where that ends."""
    length = stream.seek(0, os.SEEK_END) - _TAIL
    (tail,) = deque(_with_tail(_parts(stream, length), program), maxlen=1)
    is_whole = stream.read() == tail
    stream.seek(max(length, 0))
    return is_whole


def _parts(stream: IO[bytes], length: int) -> Iterator[bytes]:
    """Yield the first bytes of a stream, part by part."""
    stream.seek(0)
    while length > 0 and (part := stream.read(min(length, _PART))):
        length -= len(part)
        yield part


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
