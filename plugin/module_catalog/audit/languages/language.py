"""What a language of the audit is: text of a file → what was read in it, wherever the file lies."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Facts = TypeVar("Facts")


class UnreadError(Exception):
    """A file cannot be read: it is nested too deep, or is not what its name says."""


@dataclass(frozen=True)
class Language(Generic[Facts]):
    """One row: which files are read and how, and how what was read is kept.

    What is read depends on nothing but the bytes: it is kept under the key and the id of the object.
    """

    key: str
    """Which also has in it what the reading hangs on beside the bytes."""
    read: Callable[[bytes], Facts | None]
    """Returns None for a file that is none of the language. Raises UnreadError."""
    packed: Callable[[Facts], object]
    """Returns facts as JSON can hold them."""
    unpacked: Callable[[object], Facts]
    name: str = ""
    """What people call it."""
    files: re.Pattern[str] | None = None
    """What the whole name of a file is that it reads, without folders; None where names do not decide."""
    has_imports: bool = False
    """Whether its files import others: only then can be said what needs a module in it."""
    missing: str | None = None
    """What to install before it can be read; None when it can be read here."""
