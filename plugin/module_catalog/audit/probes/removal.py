"""Removal: what it would take to take a module out."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.evidence import Claim, SourceLocation
from ..survey import Survey
from .isolation import outside


def removal(survey: Survey) -> Iterator[Claim]:
    """Yield, for each module there is, how many files would go with it and how many others import it."""
    for module in survey.present_asked:
        if not survey.is_scanned(module):
            yield survey.claim("removal", "not-checkable", module, count=len(survey.inside[module.id]))
            continue
        found = outside(survey, module)
        spots = [SourceLocation(path, line) for path, (_, line) in found.items()]
        yield survey.claim(
            "removal", "no-claim", module, spots, count=len(survey.inside[module.id]), of=len(found)
        )
