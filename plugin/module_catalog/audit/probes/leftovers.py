"""Removed modules: nothing of them is left."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.evidence import Claim, SourceLocation
from ..survey import Survey, stated
from .namespaces import former


def removed(survey: Survey) -> Iterator[Claim]:
    """Yield what the tree says of modules that have left: their paths and their toggles."""
    for module, one in stated("left", survey.gone_asked):
        yield former(survey, "left", module, one.subject)
    owners = {
        toggle.name: module.id
        for module in survey.present
        for _, toggle in module.own_toggles
        if toggle.until is None
    }
    for module, one in stated("named", survey.gone_asked):
        if one.subject in owners:
            yield survey.claim(
                "named", "not-checkable", module, subject=one.subject, found=owners[one.subject]
            )
            continue
        apart = survey.docs | survey.tests
        spots: list[SourceLocation] = [
            spot for spot in survey.scan.words.get(one.subject, ()) if spot.path not in apart
        ]
        yield survey.claim(
            "named",
            "contradicted" if spots else "verified",
            module,
            spots,
            subject=one.subject,
            count=len(spots) or None,
        )
