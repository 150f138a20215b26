"""Result → files for programs, one function for each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..pipeline import Result
from .feeds import feeds

EXPORTS: tuple[Callable[[Result], Iterator[tuple[str, bytes]]], ...] = (feeds,)
"""Each yields paths in the site's docs folder, and what the files hold."""

__all__ = ["EXPORTS"]
