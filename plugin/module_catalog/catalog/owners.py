"""The owners of modules: questions that pages, the index and exports ask alike."""

from __future__ import annotations

from .entries import Module
from .model import Catalog


def is_seeking(module: Module, catalog: Catalog) -> bool:
    """Say whether somebody should step in: the module is there, and nobody is declared."""
    return not catalog.is_gone(module) and (module.seeking_owners or not module.current_owners)
