"""Removal: what it would take to take a module out."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ...catalog.reading.paths import is_glob
from ..survey import Survey
from .isolation import outside


def removal(survey: Survey) -> Iterator[Claim]:
    """Yield, for each module there is, how many files would go with it and how many others would change."""
    for module in survey.present_asked:
        inside = survey.inside[module.id]
        if untold := survey.untold(module):
            yield survey.claim("removal", "not-checkable", module, count=len(inside), **untold)
        else:
            found = outside(survey, module)
            spots = [SourceLocation(path, line) for path, (_, line) in found.items()]
            known = {"count": len(inside), "of": len(found), **survey.counted_in(module)}
            yield survey.claim("removal", "no-claim", module, spots, **known)
        if survey.scan.built:
            building = [SourceLocation(path, line) for path, line in _building(survey, module)]
            yield survey.claim("built", "no-claim", module, building, count=len(building))


def _building(survey: Survey, module: Module) -> Iterator[tuple[str, int]]:
    """Yield the CMake files outside a module that name a path in it, each with the first line."""
    folders = tuple(path.rstrip("/") for path in module.namespaces if not is_glob(path))
    for path, named in sorted(survey.scan.built.items()):
        lines = [
            line
            for place, line in named.items()
            if any(place == folder or place.startswith(f"{folder}/") for folder in folders)
        ]
        if lines and path not in survey.inside[module.id]:
            yield path, min(lines)
