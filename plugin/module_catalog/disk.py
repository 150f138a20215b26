"""Files whole or not at all: who reads one while it is written gets the old content or the new."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from .diagnostics import CatalogError


def save(file: Path, content: bytes) -> None:
    """Write what the user named: a file, through links; or a pipe or a device, as it comes. Raises CatalogError when that fails."""
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(content)
        else:
            replace(file.resolve(), content)
    except (OSError, RuntimeError) as error:
        raise CatalogError(f"{file} cannot be written: {getattr(error, 'strerror', None) or error}") from error


def replace(file: Path, content: bytes) -> None:
    """Put the content in the file's place in one step; a file that was there keeps its mode. Raises OSError when that fails."""
    beside = file.with_name(f".{os.getpid()}.tmp")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
        if file.exists():
            beside.chmod(stat.S_IMODE(file.stat().st_mode))
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
