"""Tests: those that entries name are there, and which others import a module."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.evidence import Claim, Spot
from ..survey import Look, stated


def tests(look: Look) -> Iterator[Claim]:
    """Yield what the tree says of the tests of modules that are there."""
    for module, one in stated("tests", look.present):
        files = look.below(one.subject)
        verdict = "verified" if files else "contradicted"
        yield look.claim("tests", verdict, module, map(Spot, files[:1]), subject=one.subject, count=len(files))
    for module, one in stated("job", look.present):
        spots = [spot for spot in look.scan.words.get(one.subject, ()) if spot.path in look.ci]
        verdict = "verified" if spots else "contradicted" if look.ci else "not-checkable"
        yield look.claim("job", verdict, module, spots, subject=one.subject)
    for module in look.present:
        own = look.inside[module.id]
        found = {path: line for path, (_, line) in look.importers[module.id].items() if path in look.tests}
        found |= dict.fromkeys(own & look.tests, 0)
        spots = [Spot(path, line or None) for path, line in found.items()]
        yield look.claim("tested", "no-claim", module, spots, count=len(spots))
