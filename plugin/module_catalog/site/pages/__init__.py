"""PAGES: what makes each kind of page, in the order of the site.

The function `pages` of the file that is called as the kind is.
"""

from __future__ import annotations

from importlib import import_module

from ...catalog.page_kinds import PAGE_KINDS
from ..page import Pages

PAGES: tuple[Pages, ...] = tuple(import_module(f"{__name__}.{name}").pages for name in PAGE_KINDS)
"""Catalog → pages, one function for each kind of page."""

__all__ = ["PAGES"]
