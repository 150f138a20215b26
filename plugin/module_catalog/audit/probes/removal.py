"""Removal: what it would take to take a module out."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.evidence import Claim, Spot
from ..survey import Look
from .isolation import outside


def removal(look: Look) -> Iterator[Claim]:
    """Yield, for each module that is there, how many files would go with it and how many others would change."""
    for module in look.present:
        found = outside(look, module)
        spots = [Spot(path, line) for path, (_, line) in found.items()]
        yield look.claim("removal", "no-claim", module, spots, count=len(look.inside[module.id]), of=len(found))
