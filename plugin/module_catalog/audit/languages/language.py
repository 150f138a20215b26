"""What a language of the audit is: text of a file → what was read in it, wherever the file lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Facts = TypeVar("Facts")


class UnreadError(Exception):
    """A file cannot be read: it is nested too deep, or is not what its name says."""


@dataclass(frozen=True)
class Language(Generic[Facts]):
    """One row: how a file is read, and how what was read is kept.

    What is read depends on nothing but the bytes: it is kept under the name and the id of the object.
    """

    name: str
    """Which also has in it what the reading hangs on beside the bytes."""
    read: Callable[[bytes], Facts | None]
    """Returns None for a file that is none of the language. Raises UnreadError."""
    packed: Callable[[Facts], object]
    """Returns facts as JSON can hold them."""
    unpacked: Callable[[object], Facts]
