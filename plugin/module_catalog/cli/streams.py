"""Standard output and standard error, be they of any encoding, full, closed, or without a reader."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress

LEFT = 141
"""The exit code when the reader of a pipe has left: what a shell says of programs that the signal of a
broken pipe ended."""


def prepare() -> None:
    """Write out by its number what an encoding lacks; let a closed stream take all, as /dev/null does."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # open until the program ends
        elif isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="backslashreplace")


def drop() -> None:
    """Send what standard output still holds nowhere, so that the program's end does not write it again."""
    # A stream of a test has no number.
    with suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
