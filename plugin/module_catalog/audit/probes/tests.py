"""Tests: those that entries name are there, and which others import a module."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.evidence import Claim, SourceLocation
from ..survey import Survey, stated


def tests(survey: Survey) -> Iterator[Claim]:
    """Yield what the tree says of the tests of modules that are there."""
    for module, one in stated("tests", survey.present_asked):
        files = survey.below(one.subject)
        verdict = "verified" if files else "contradicted"
        yield survey.claim(
            "tests", verdict, module, map(SourceLocation, files[:1]), subject=one.subject, count=len(files)
        )
    for module, one in stated("job", survey.present_asked):
        spots = [spot for spot in survey.scan.words.get(one.subject, ()) if spot.path in survey.ci]
        verdict = "verified" if spots else "contradicted" if survey.ci else "not-checkable"
        yield survey.claim("job", verdict, module, spots, subject=one.subject)
    for module in survey.present_asked:
        if untold := survey.untold(module):
            yield survey.claim("tested", "not-checkable", module, **untold)
            continue
        own = survey.inside[module.id]
        found = {
            path: line for path, (_, line) in survey.importers[module.id].items() if path in survey.tests
        }
        found |= dict.fromkeys(own & survey.tests, 0)
        spots = [SourceLocation(path, line or None) for path, line in found.items()]
        yield survey.claim("tested", "no-claim", module, spots, count=len(spots), **survey.counted_in(module))
