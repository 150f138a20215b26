"""Tests: those that entries name are there, and which others import a module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ...catalog.reading.paths import ancestors, covers
from ..languages.ci_runs import part_of
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
        job = _job(survey, module, one.subject)
        yield job
        if job.verdict == "verified" and module.tests and module.tests.paths:
            yield _runs(survey, module, one.subject)
    for module in survey.present_asked:
        if untold := survey.untold(module):
            yield survey.claim("tested", "not-checkable", module, **untold)
            continue
        own = survey.inside[module.id]
        found = {
            path: line for path, (_, line) in survey.importers[module.id].items() if path in survey.tests
        }
        found |= dict.fromkeys(own & survey.test_files, 0)
        spots = [SourceLocation(path, line or None) for path, line in found.items()]
        yield survey.claim("tested", "no-claim", module, spots, count=len(spots), **survey.counted_in(module))


def _job(survey: Survey, module: Module, name: str) -> Claim:
    spots = _jobs(survey, name)
    named = [spot for spot in survey.scan.words.get(name, ()) if spot.path in survey.ci]
    if spots or (survey.ci and not named):
        return survey.claim("job", "verified" if spots else "contradicted", module, spots, subject=name)
    reason = "word" if named else "ci"
    return survey.claim("job", "not-checkable", module, named, subject=name, reason=reason)


def _jobs(survey: Survey, name: str) -> list[SourceLocation]:
    """Return where the CI has a job of a name: a file that is called so, or a key or a name in one."""
    return [
        *(SourceLocation(path) for path in sorted(survey.ci) if PurePosixPath(path).stem == name),
        *(spot for job, several in survey.scan.jobs.items() if _is_called(job, name) for spot in several),
    ]


def _runs(survey: Survey, module: Module, name: str) -> Claim:
    """Say whether a job names where the tests of a module are, or tests nothing but other paths."""
    places = [path for path in module.tests.paths if survey.below(path)] if module.tests else []
    spots = _jobs(survey, name)
    parts = [(spot, part_of(survey.scan.job_parts.get(spot.path, ()), spot.line)) for spot in spots]
    for spot, part in parts:
        for one in map(_plain, part.names if part else ()):
            if one in survey.folders and any(_is_about(one, place) for place in places):
                return survey.claim("runs", "verified", module, [spot], subject=name, found=one)
    tested = sorted({_plain(one) for _, part in parts if part for one in part.tested})
    is_whole = bool(places) and all(part and part.tested for _, part in parts)
    if is_whole and all(one in survey.folders for one in tested):
        return survey.claim("runs", "contradicted", module, spots, subject=name, found=", ".join(tested))
    return survey.claim("runs", "not-checkable", module, spots, subject=name, reason="script")


def _plain(name: str) -> str:
    """Return a path of a command from the top, without what stands for all in it."""
    return name.removeprefix("./").removesuffix("/...").rstrip("/")


def _is_about(path: str, place: str) -> bool:
    """Say whether a path is where tests are, in there or around it."""
    return covers(place, path) or any(
        covers(path, one) for one in ancestors(place.partition("*")[0].rstrip("/"))
    )


def _is_called(job: str, name: str) -> bool:
    """Say whether a job runs under a name: GitHub adds what a job is run with, or fills it in."""
    pieces = re.split(r"\$\{\{.*?\}\}", job)
    own = ".+".join(map(re.escape, pieces))
    return any(map(str.strip, pieces)) and re.fullmatch(rf"{own}(?: \(.*\))?", name) is not None
