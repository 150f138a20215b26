"""Isolation: what outside a module imports or includes it, and whether the relations of its entry agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ..survey import Survey, stated


def isolation(survey: Survey) -> Iterator[Claim]:
    """Yield what imports and includes say of modules that are there."""
    for module in survey.present_asked:
        yield _isolated(survey, module)
    types = survey.catalog.settings.relations
    for module, one in stated("depends", survey.present_asked):
        said, other = types.get(one.said or ""), survey.catalog.by_id.get(one.subject)
        if said and said.needs and other and not survey.catalog.is_gone(other):
            yield _depends(survey, module, other, said.name)


def outside(survey: Survey, module: Module) -> Mapping[str, tuple[str, int]]:
    """Return the files that need a module: those outside that import or include it, without tests or docs."""
    apart = survey.tests | survey.docs
    return {path: found for path, found in survey.importers[module.id].items() if path not in apart}


def _isolated(survey: Survey, module: Module) -> Claim:
    stage = survey.catalog.stage_of(module)
    asked = any(gate.kind == "isolated" or "isolation" in gate.options.get("of", ()) for gate in stage.gates)
    if not survey.is_scanned(module):
        return survey.claim("isolated", "not-checkable", module, subject=stage.id)
    found = outside(survey, module)
    needing = [path for path in found if not asked or _is_later(survey, path, module)]
    verdict = "no-claim" if not asked else "contradicted" if needing else "verified"
    if verdict == "verified" and (possible := _possible(survey, module)):
        return survey.claim("isolated", "not-checkable", module, possible, subject=stage.id)
    spots = [SourceLocation(path, found[path][1]) for path in needing]
    return survey.claim("isolated", verdict, module, spots, subject=stage.id, count=len(needing))


def _possible(survey: Survey, module: Module) -> list[SourceLocation]:
    """Return where files that must not need a module may import or include it."""
    apart = survey.tests | survey.docs
    return [
        SourceLocation(path, line)
        for path, line in survey.possible_importers[module.id].items()
        if path not in apart and _is_later(survey, path, module)
    ]


def _is_later(survey: Survey, path: str, module: Module) -> bool:
    """Say whether a file belongs to a module of a later stage, or to no module.

    A file of no module is part of the project's core.
    """
    owners = survey.claims.of(path)
    return not owners or survey.catalog.stage_of(owners[0][1]).order > survey.catalog.stage_of(module).order


def _depends(survey: Survey, module: Module, other: Module, said: str) -> Claim:
    known: dict[str, Any] = {"subject": other.id, "said": said}
    mine, theirs = _taking(survey, module, other), _taking(survey, other, module)
    if mine:
        return survey.claim("depends", "verified", module, mine, **known, count=len(mine), of=len(theirs))
    # What lives inside another module, or adds to it, need not import it.
    is_apart = said == "depends-on" and not survey.inside[module.id] & survey.inside[other.id]
    if is_apart and theirs:
        return survey.claim("depends", "contradicted", module, theirs, **known, count=len(theirs))
    return survey.claim("depends", "not-checkable", module, **known)


def _taking(survey: Survey, module: Module, other: Module) -> list[SourceLocation]:
    """Return where files of one module import or include the other; what is in both is of the smaller one."""
    mine, theirs = survey.inside[module.id], survey.inside[other.id]
    mine, theirs = (mine - theirs, theirs) if len(mine) > len(theirs) else (mine, theirs - mine)
    return [
        SourceLocation(path, line)
        for path in sorted(mine)
        for target, line in survey.scan.imports.get(path, {}).items()
        if target in theirs
    ]
