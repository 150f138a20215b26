"""Bytes → files, whole or not at all: the one place that writes.

Who reads a file meanwhile gets the old content or the new.
"""

from __future__ import annotations

import io
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from .diagnostics import CatalogError

BEGUN = ".module-catalog-"
"""How a file is called until all of it is written."""


def save(file: Path, content: bytes) -> None:
    """Write what the user named: a file, through links; or a pipe or a device, as it comes.

    Raises CatalogError when that fails.
    """
    with reported(file):
        if file.exists() and not file.is_file():
            file.write_bytes(content)
        else:
            replace(file.resolve(), content)


def replace(file: Path, *content: bytes) -> None:
    """Put the content, all its parts, in one step in the place of a file or of a link; a file keeps its mode.

    Raises OSError when that fails.
    """
    replace_by(file, content)


def replace_by(file: Path, parts: Iterable[bytes]) -> None:
    """Do the same with content that is made part by part."""
    with _beside(file, parts) as written:
        if file.is_file():
            written.chmod(stat.S_IMODE(file.stat().st_mode))
        written.replace(file)


def replace_all(contents: Mapping[Path, bytes | None]) -> None:
    """Put each content in the place of its file, as `replace` does, or remove it for None: all, or none.

    All is written, and what is there is copied, before the first file is touched. When one fails, those
    before it are put back. Raises OSError.
    """
    with ExitStack() as stack:
        steps = []
        for file, content in contents.items():
            is_there = file.is_file()
            mode = stat.S_IMODE(file.stat().st_mode) if is_there else None
            before = _copy(file, file.read_bytes() if is_there else None, mode, stack)
            steps.append((file, _copy(file, content, mode, stack), before))
        done: list[tuple[Path, Path | None]] = []
        try:
            for file, after, before in steps:
                done.append((file, before))
                _put(after, file)
        except BaseException:
            for file, before in reversed(done):
                with suppress(OSError):  # The one that failed is as it was.
                    _put(before, file)
            raise


def _copy(file: Path, content: bytes | None, mode: int | None, stack: ExitStack) -> Path | None:
    """Write a content beside its file, until the stack ends."""
    if content is None:
        return None
    written = stack.enter_context(_beside(file, [content]))
    if mode is not None:
        written.chmod(mode)
    return written


def _put(content: Path | None, file: Path) -> None:
    if content is None:
        file.unlink(missing_ok=True)
    else:
        content.replace(file)


def create(file: Path, content: bytes) -> None:
    """Write a new file, and the folders above it.

    Raises FileExistsError when there is one, OSError when writing fails.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with _beside(file, [content]) as written:
        try:
            os.link(written, file)
        except FileExistsError:
            raise
        except OSError:  # Some file systems have no hard links.
            if os.path.lexists(file):
                raise FileExistsError(file) from None
            written.replace(file)


def scratch() -> IO[bytes]:
    """Return a file that is gone with its stream: in memory, where the disk has no place for one."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return io.BytesIO()


@contextmanager
def reported(file: Path | str) -> Iterator[None]:
    """Turn every failure of the disk into a CatalogError that names the *file* that cannot be written."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        # A link that leads to itself is a RuntimeError before Python 3.13.
        raise CatalogError(
            f"{file} cannot be written: {getattr(error, 'strerror', None) or error}"
        ) from error


@contextmanager
def _beside(file: Path, content: Iterable[bytes]) -> Iterator[Path]:
    """Write the content into a file beside *file*, for a moment: what is left of it in the end is removed."""
    # Not a name made from the process: in a container each has the same number, and one may have been killed.
    beside = file.with_name(f"{BEGUN}{secrets.token_hex(8)}.tmp")
    try:
        with beside.open("xb") as stream:
            stream.writelines(content)
        yield beside
    finally:
        beside.unlink(missing_ok=True)
