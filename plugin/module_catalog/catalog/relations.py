"""Relations as entries state them."""

from __future__ import annotations

from .entries import Module
from .groups import by_name
from .model import Catalog, Neighbour

Stated = tuple[Module, Neighbour]
"""A relation as an entry states it: whose entry, and what it says of which other."""


def stated(catalog: Catalog) -> list[Stated]:
    """Return every relation once, as the entries state them, in the order of an index of modules."""
    return [(module, one) for module in by_name(catalog) for one in catalog.neighbours(module) if not one.is_inverse]
