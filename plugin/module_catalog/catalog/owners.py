"""The owners of modules: questions that pages, the index and exports ask alike."""

from __future__ import annotations

from .entries import Module
from .model import Catalog


def is_unowned(module: Module, catalog: Catalog) -> bool:
    """Say whether a module that is not gone has no owner.

    It names none, or all that it names have stepped down or left.
    """
    return not catalog.is_gone(module) and not catalog.active_owners(module)


def is_seeking(module: Module, catalog: Catalog) -> bool:
    """Say whether somebody should step in.

    The module is not gone, and its entry asks for somebody, or it has no owner.
    """
    return is_unowned(module, catalog) or (module.seeking_owners and not catalog.is_gone(module))
