"""Namespaces: they exist, each file has one nearest claimant, and former ones are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...catalog.entries import Module
from ...catalog.evidence import Claim, Spot
from ..renames import moved_to
from ..survey import Look, stated


def namespaces(look: Look) -> Iterator[Claim]:
    """Yield what the tree says of the namespaces of modules that are there."""
    for module, one in stated("namespace", look.present):
        files = look.below(one.subject)
        if not files and _submodules(look, one.subject):
            yield look.claim("namespace", "not-checkable", module, [Spot(one.subject)], subject=one.subject)
            continue
        if files:
            yield look.claim("namespace", "verified", module, map(Spot, files[:1]), subject=one.subject, count=len(files))
            yield _sole(look, module, one.subject, files)
        else:
            now = moved_to(look.tree, one.subject, look.folders)
            yield look.claim("namespace", "contradicted", module, subject=one.subject, found=now)
    for module, one in stated("former", look.present):
        yield former(look, "former", module, one.subject)


def _submodules(look: Look, path: str) -> bool:
    return any(submodule == path.rstrip("/") or path.startswith(f"{submodule}/") for submodule in look.tree.submodules)


def _sole(look: Look, module: Module, path: str, files: tuple[str, ...]) -> Claim:
    """Say whether another module claims files of a namespace just as closely: with a path that is not shorter or longer."""
    others: dict[str, list[str]] = {}
    for file in files:
        for pattern, other in look.claims.of(file):
            if other.id != module.id and pattern.rstrip("/").count("/") == path.rstrip("/").count("/"):
                others.setdefault(other.id, []).append(file)
    if not others:
        return look.claim("sole", "verified", module, subject=path)
    found = min(others)
    return look.claim("sole", "contradicted", module, map(Spot, others[found]), subject=path, found=found, count=len(others[found]))


def former(look: Look, kind: str, module: Module, path: str) -> Claim:
    """Return what the tree says of a path that a module says it has left."""
    files = [file for file in look.below(path) if file not in look.inside.get(module.id, ())]
    claimants = Counter(look.claims.of(file)[0][1].id for file in files if look.claims.of(file))
    left = [file for file in files if not look.claims.of(file)]
    if left:
        return look.claim(kind, "contradicted", module, map(Spot, left), subject=path, count=len(left))
    if files:
        owner = min(claimants, key=lambda id_: (-claimants[id_], id_))
        return look.claim(kind, "not-checkable", module, map(Spot, files[:1]), subject=path, found=owner)
    return look.claim(kind, "verified", module, subject=path)
