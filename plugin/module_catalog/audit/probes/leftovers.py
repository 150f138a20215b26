"""Removed modules: nothing of them is left."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.evidence import Claim, Spot
from ..survey import Look, stated
from .namespaces import former


def removed(look: Look) -> Iterator[Claim]:
    """Yield what the tree says of modules that have left: their paths and their switches."""
    for module, one in stated("left", look.gone):
        yield former(look, "left", module, one.subject)
    owners = {toggle.name: module.id for module in look.present for toggle in module.toggles if toggle.until is None}
    for module, one in stated("named", look.gone):
        if one.subject in owners:
            yield look.claim("named", "not-checkable", module, subject=one.subject, found=owners[one.subject])
            continue
        apart = look.docs | look.tests
        spots: list[Spot] = [spot for spot in look.scan.words.get(one.subject, ()) if spot.path not in apart]
        yield look.claim(
            "named", "contradicted" if spots else "verified", module, spots, subject=one.subject, count=len(spots) or None
        )
