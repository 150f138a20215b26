"""Namespaces: they exist, each file has one nearest claimant, and former ones are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ...catalog.reading.paths import covers
from ..mentions import is_tied
from ..renames import moved_to
from ..survey import Survey, stated


def namespaces(survey: Survey) -> Iterator[Claim]:
    """Yield what the tree says of the namespaces of modules that are there."""
    for module, one in stated("namespace", survey.present_asked):
        files = survey.below(one.subject)
        if not files and _submodules(survey, one.subject):
            yield survey.claim(
                "namespace", "not-checkable", module, [SourceLocation(one.subject)], subject=one.subject
            )
            continue
        if files:
            yield survey.claim(
                "namespace",
                "verified",
                module,
                map(SourceLocation, files[:1]),
                subject=one.subject,
                count=len(files),
            )
            yield _sole(survey, module, one.subject, files)
            yield from _bounds(survey, module, one.subject, files)
            yield from _tied(survey, module, one.subject, files)
        else:
            now = moved_to(survey.tree, one.subject, survey.folders)
            yield survey.claim("namespace", "contradicted", module, subject=one.subject, found=now)
    for module, one in stated("former", survey.present_asked):
        yield former(survey, "former", module, one.subject)
    for module, one in stated("existed", survey.asked):
        yield _existed(survey, module, one.subject)


def _existed(survey: Survey, module: Module, path: str) -> Claim:
    """Say whether a path that a module says it has left was ever in the tree."""
    if survey.tree.is_shallow:
        return survey.claim("existed", "not-checkable", module, subject=path)
    last = survey.commit_history.last_changes.get(path)
    verdict = "verified" if last else "contradicted"
    return survey.claim("existed", verdict, module, subject=path, found=str(last) if last else None)


def _submodules(survey: Survey, path: str) -> bool:
    return any(
        submodule == path.rstrip("/") or path.startswith(f"{submodule}/")
        for submodule in survey.tree.submodules
    )


def _sole(survey: Survey, module: Module, path: str, files: tuple[str, ...]) -> Claim:
    """Say whether another module claims files of a namespace just as closely.

    It does with a path that is neither shorter nor longer.
    """
    others: dict[str, list[str]] = {}
    claimants: set[tuple[str, str]] = set()
    for file in files:
        for pattern, other in survey.claims.of(file):
            claimants.add((pattern, other.id))
            if other.id != module.id and pattern.rstrip("/").count("/") == path.rstrip("/").count("/"):
                others.setdefault(other.id, []).append(file)
    if not others:
        depth = path.rstrip("/").count("/")
        near = {(pattern.rstrip("/").count("/") > depth, id_) for pattern, id_ in claimants}
        inside = {id_ for is_inside, id_ in near if is_inside and id_ != module.id}
        around = {id_ for is_inside, id_ in near if not is_inside and id_ != module.id}
        places = map(SourceLocation, files[:1])
        return survey.claim(
            "sole", "verified", module, places, subject=path, count=len(inside), of=len(around - inside)
        )
    found = min(others)
    return survey.claim(
        "sole",
        "contradicted",
        module,
        map(SourceLocation, others[found]),
        subject=path,
        found=found,
        count=len(others[found]),
    )


def _bounds(survey: Survey, module: Module, path: str, files: tuple[str, ...]) -> Iterator[Claim]:
    """Yield that other modules lie in a namespace, where no entry says what they have to do with this one."""
    inside = {id_ for file in files for id_ in survey.nearest(file)} - {module.id}
    related = {relation.module for relation in module.relations}
    others = [survey.catalog.by_id[id_] for id_ in sorted(inside - related)]
    unrelated = [
        other.id
        for other in others
        if not any(relation.module == module.id for relation in other.relations)
        and not survey.inside[module.id] <= survey.inside[other.id]
    ]
    if unrelated:
        found, count = ", ".join(unrelated), len(unrelated)
        yield survey.claim("bounds", "not-checkable", module, subject=path, found=found, count=count)


def _tied(survey: Survey, module: Module, path: str, files: tuple[str, ...]) -> Iterator[Claim]:
    """Yield that nothing ties a namespace to the others of its module."""
    if survey.inside[module.id] - {*files} and not is_tied(survey, module, path, files):
        places = map(SourceLocation, files)
        yield survey.claim("bounds", "not-checkable", module, places, subject=path, reason="untied")


def former(survey: Survey, kind: str, module: Module, path: str) -> Claim:
    """Return what the tree says of a path that a module says it has left."""
    # What it has deeper in there now is where its entry says; but it has not left what lies in its own paths.
    own = survey.inside.get(module.id, frozenset())
    apart = frozenset() if any(covers(place, path) for place in module.namespaces) else own
    files = [file for file in survey.below(path) if file not in apart]
    claimants = Counter(survey.claims.of(file)[0][1].id for file in files if survey.claims.of(file))
    left = [
        file for file in files if not survey.claims.of(file) or survey.claims.of(file)[0][1].id == module.id
    ]
    if left:
        return survey.claim(
            kind, "contradicted", module, map(SourceLocation, left), subject=path, count=len(left)
        )
    if files:
        owner = min(claimants, key=lambda id_: (-claimants[id_], id_))
        return survey.claim(
            kind, "not-checkable", module, map(SourceLocation, files[:1]), subject=path, found=owner
        )
    return survey.claim(kind, "verified", module, subject=path)
