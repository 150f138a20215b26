"""PAGES: every kind of page, in the order of the site."""

from __future__ import annotations

from ..page import Page, PageKind
from .compare import compare
from .compatibility import compatibility
from .data import data
from .facets import facets
from .fields import fields
from .health import health
from .index import index
from .map import kinds, relation_map
from .module import modules
from .overview import home
from .owners import owners
from .reference import rules, stages
from .showcase import showcase
from .time import changes, roadmap
from .toggles import toggles
from .trends import trends

PAGES: tuple[PageKind, ...] = (
    home,
    index,
    modules,
    stages,
    toggles,
    relation_map,
    kinds,
    compatibility,
    compare,
    roadmap,
    changes,
    trends,
    owners,
    facets,
    health,
    showcase,
    fields,
    rules,
    data,
)
"""Catalog → pages, one function for each kind of page."""

__all__ = ["PAGES", "Page"]
