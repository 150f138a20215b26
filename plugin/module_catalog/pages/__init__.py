"""PAGES: every kind of page, in the order of the site."""

from __future__ import annotations

from .compare import compare
from .compatibility import compatibility
from .module import modules
from .overview import home, index
from .owners import owners
from .page import Page, PageKind
from .reference import rules, stages
from .showcase import showcase
from .time import changes, roadmap
from .toggles import toggles

PAGES: tuple[PageKind, ...] = (
    home,
    index,
    modules,
    stages,
    toggles,
    compatibility,
    compare,
    roadmap,
    changes,
    owners,
    rules,
    showcase,
)
"""Catalog → pages, one function for each kind of page."""

__all__ = ["PAGES", "Page"]
