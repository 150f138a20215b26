"""Relations as entries state them, and those between modules that are there."""

from __future__ import annotations

from ..entries import Module
from ..model import Catalog, Neighbour
from ..vocabulary import RelationType
from .groups import by_name

Stated = tuple[Module, Neighbour]
"""A relation as an entry states it: whose entry, and what it says of which other."""
PresentRelation = tuple[Module, RelationType, Module]
"""Two modules that are there, and how the first stands to the other."""


def stated(catalog: Catalog) -> list[Stated]:
    """Return every relation once, as the entries state them, in the order of an index of modules."""
    return [
        (module, one)
        for module in by_name(catalog)
        for one in catalog.neighbours(module)
        if not one.is_inverse
    ]


def present_relations(catalog: Catalog) -> list[PresentRelation]:
    """Return the relations between modules that are in the tree."""
    between = ((module, one.type, one.module) for module, one in stated(catalog) if one.module)
    return [one for one in between if not catalog.is_gone(one[0]) and not catalog.is_gone(one[2])]
