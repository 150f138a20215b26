"""Catalog → files for programs, one function for each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...catalog.model import Catalog
from .api import api
from .badges import badges
from .feeds import feeds
from .graph import graph
from .inventory import inventory
from .table import table

EXPORTS: tuple[Callable[[Catalog], Iterator[tuple[str, bytes]]], ...] = (feeds, api, table, badges, graph, inventory)
"""Each yields paths in the site's docs folder, and what the files hold."""

__all__ = ["EXPORTS"]
