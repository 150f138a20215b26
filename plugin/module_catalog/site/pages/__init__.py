"""PAGES: what makes the pages of each kind: the function `pages` of the file with the name of the kind."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from ...catalog.page_kinds import PAGE_KINDS
from ..page import Pages

PAGES: Mapping[str, Pages] = {name: import_module(f"{__name__}.{name}").pages for name in PAGE_KINDS}
"""By the name of the kind, in the order of the site."""

__all__ = ["PAGES"]
