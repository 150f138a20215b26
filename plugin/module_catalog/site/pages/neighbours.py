"""The pages of all relations of single modules, where they are too many for the module's own page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...catalog.addresses import neighbours_path
from ...catalog.entries import Module
from ...catalog.model import Catalog, Neighbour
from ..page import Page
from ..parts import LIMITS, Limit, Part, by_letter, parts
from .module import standing_neighbours

_BOOST = 0.1


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    module: Module
    neighbours: Sequence[Neighbour]
    """All of them, or those of a part; none where there are parts."""
    parts: Sequence[Part[Neighbour]]


def pages(catalog: Catalog, limits: Mapping[str, Limit] = LIMITS) -> Iterator[Page]:
    """A page for each module with very many neighbours, and its parts."""
    for module in catalog.modules:
        neighbours = standing_neighbours(module, catalog)
        if len(neighbours) > limits["module"].most:
            yield from _pages(module, neighbours, limits["neighbours"])


def _pages(module: Module, neighbours: Sequence[Neighbour], limit: Limit) -> Iterator[Page]:
    found = parts(neighbours, limit.most, by_letter(lambda one: one.name))
    whole = Page(
        "neighbours",
        "Relations of {name}",
        "Every relation of {name} in {project}.",
        Shown(module, () if found else neighbours, found),
        at=neighbours_path(module.id),
        values={"name": module.name},
        boost=_BOOST,
    )
    yield whole
    for part in found:
        yield replace(whole, shows=Shown(module, part.items, found), part=part)
