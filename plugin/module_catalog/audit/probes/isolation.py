"""Isolation: what outside a module imports or includes it, and whether the relations of its entry agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...catalog.entries import Module
from ...catalog.evidence import Claim, Spot
from ...catalog.vocabulary import RELATIONS
from ..survey import Look, stated


def isolation(look: Look) -> Iterator[Claim]:
    """Yield what imports and includes say of modules that are there."""
    for module in look.present:
        yield _isolated(look, module)
    for module, one in stated("depends", look.present):
        other = look.catalog.by_id.get(one.subject)
        if one.said in RELATIONS and RELATIONS[one.said].needs and other and not look.catalog.is_gone(other):
            yield _depends(look, module, other, str(one.said))


def outside(look: Look, module: Module) -> Mapping[str, tuple[str, int]]:
    """Return the files that need a module: those outside that import or include it, without tests and docs."""
    apart = look.tests | look.docs
    return {path: found for path, found in look.importers[module.id].items() if path not in apart}


def _isolated(look: Look, module: Module) -> Claim:
    stage = look.catalog.stage_of(module)
    asked = any(gate.kind == "isolated" or "isolation" in gate.asks.get("of", ()) for gate in (*stage.enter, *stage.stay))
    if not any(path in look.scan.imports for path in look.inside[module.id]):
        return look.claim("isolated", "not-checkable", module, subject=stage.id)
    found = outside(look, module)
    needing = [path for path in found if not asked or _is_later(look, path, module)]
    verdict = "no-claim" if not asked else "contradicted" if needing else "verified"
    spots = [Spot(path, found[path][1]) for path in needing]
    return look.claim("isolated", verdict, module, spots, subject=stage.id, count=len(needing))


def _is_later(look: Look, path: str, module: Module) -> bool:
    """Say whether a file belongs to a module of a later stage, or to no module: then it is part of the project's core."""
    owners = look.claims.of(path)
    return not owners or look.catalog.stage_of(owners[0][1]).order > look.catalog.stage_of(module).order


def _depends(look: Look, module: Module, other: Module, said: str) -> Claim:
    known: dict[str, Any] = {"subject": other.id, "said": said}
    mine, theirs = _taking(look, module, other), _taking(look, other, module)
    if mine:
        return look.claim("depends", "verified", module, mine, **known, count=len(mine))
    # What lives inside another module, or adds to it, need not import it.
    is_apart = said == "depends-on" and not look.inside[module.id] & look.inside[other.id]
    if is_apart and theirs:
        return look.claim("depends", "contradicted", module, theirs, **known, count=len(theirs))
    return look.claim("depends", "not-checkable", module, **known)


def _taking(look: Look, module: Module, other: Module) -> list[Spot]:
    """Return where files of one module import or include the other; what is in both is of the smaller one."""
    mine, theirs = look.inside[module.id], look.inside[other.id]
    mine, theirs = (mine - theirs, theirs) if len(mine) > len(theirs) else (mine, theirs - mine)
    return [
        Spot(path, line) for path in sorted(mine) for target, line in look.scan.imports.get(path, {}).items() if target in theirs
    ]
