"""Catalog → files for programs, one function for each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..model import Catalog
from .feeds import feeds
from .inventory import inventory

EXPORTS: tuple[Callable[[Catalog], Iterator[tuple[str, bytes]]], ...] = (feeds, inventory)
"""Each yields paths in the site's docs folder, and what the files hold."""

__all__ = ["EXPORTS"]
