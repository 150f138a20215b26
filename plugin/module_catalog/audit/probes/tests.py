"""Tests: those that entries name are there, and which others import a module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ..mentions import mention
from ..survey import Survey, stated


def tests(survey: Survey) -> Iterator[Claim]:
    """Yield what the tree says of the tests of modules that are there."""
    for module, one in stated("tests", survey.present_asked):
        files = survey.below(one.subject)
        verdict = "verified" if files else "contradicted"
        yield survey.claim(
            "tests", verdict, module, map(SourceLocation, files[:1]), subject=one.subject, count=len(files)
        )
        if files:
            spot = mention(survey, module, files)
            verdict = "verified" if spot else "not-checkable"
            yield survey.claim("covers", verdict, module, [spot] if spot else (), subject=one.subject)
    for module, one in stated("job", survey.present_asked):
        yield _job(survey, module, one.subject)
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


def _job(survey: Survey, module: Module, name: str) -> Claim:
    spots = [
        *(SourceLocation(path) for path in sorted(survey.ci) if PurePosixPath(path).stem == name),
        *(spot for job, several in survey.scan.jobs.items() if _is_called(job, name) for spot in several),
    ]
    named = [spot for spot in survey.scan.words.get(name, ()) if spot.path in survey.ci]
    if spots or (survey.ci and not named):
        return survey.claim("job", "verified" if spots else "contradicted", module, spots, subject=name)
    reason = "word" if named else "ci"
    return survey.claim("job", "not-checkable", module, named, subject=name, reason=reason)


def _is_called(job: str, name: str) -> bool:
    """Say whether a job runs under a name: GitHub adds what a job is run with, or fills it in."""
    pieces = re.split(r"\$\{\{.*?\}\}", job)
    own = ".+".join(map(re.escape, pieces))
    return any(map(str.strip, pieces)) and re.fullmatch(rf"{own}(?: \(.*\))?", name) is not None
