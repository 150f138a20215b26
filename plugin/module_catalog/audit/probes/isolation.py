"""Isolation: what outside a module imports or includes it, and whether the relations of its entry agree."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ...catalog.reading.paths import ancestors
from ..mentions import was_named
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
    for module in survey.present_asked:
        yield from _unstated(survey, module)
    for module, one in stated("replaced", survey.asked):
        if one.subject in survey.catalog.by_id:
            yield _replaced(survey, module, survey.catalog.by_id[one.subject])


def _replaced(survey: Survey, module: Module, other: Module) -> Claim:
    """Say whether files that need a module, or that its removal changed, import what replaces it."""
    if survey.catalog.is_gone(other):
        return survey.claim("replaced", "not-checkable", module, subject=other.id, reason="instead")
    if untold := survey.untold(other):
        return survey.claim("replaced", "not-checkable", module, subject=other.id, **untold)
    found = survey.importers[other.id]
    needing = {*survey.importers.get(module.id, ()), *_needed(survey, module, found)}
    spots = [SourceLocation(path, found[path][1]) for path in sorted(needing & found.keys())]
    verdict, reason = ("verified", None) if spots else ("not-checkable", "instead")
    return survey.claim("replaced", verdict, module, spots, subject=other.id, count=len(spots), reason=reason)


def _needed(survey: Survey, module: Module, among: Collection[str]) -> Iterator[str]:
    """Yield the files that named a module before its removal changed them, among some."""
    for event in module.history:
        changes = survey.changes.get(event.url or "", ()) if event.event == "removed" else ()
        for change in changes:
            for path in sorted(set(change.changed) & set(among)):
                if was_named(module, survey.content_before(change.id, path) or b""):
                    yield path


def outside(survey: Survey, module: Module) -> Mapping[str, tuple[str, int]]:
    """Return the files that need a module: those outside that import or include it, without tests or docs."""
    apart = survey.tests | survey.docs
    return {path: found for path, found in survey.importers[module.id].items() if path not in apart}


def _isolated(survey: Survey, module: Module) -> Claim:
    stage = survey.catalog.stage_of(module)
    asked = any(gate.kind == "isolated" or "isolation" in gate.options.get("of", ()) for gate in stage.gates)
    if untold := survey.untold(module):
        return survey.claim("isolated", "not-checkable", module, subject=stage.id, **untold)
    found = outside(survey, module)
    needing = [path for path in found if not asked or _is_later(survey, path, module)]
    spots = [SourceLocation(path, found[path][1]) for path in needing]
    known: dict[str, Any] = {"subject": stage.id, "count": len(needing)}
    if not asked:
        return survey.claim("isolated", "no-claim", module, spots, **known, **survey.counted_in(module))
    if needing:
        return survey.claim("isolated", "contradicted", module, spots, **known)
    return _seems_isolated(survey, module, known)


def _seems_isolated(survey: Survey, module: Module, known: Mapping[str, Any]) -> Claim:
    """Return what can be said of a module that nothing was seen to need."""
    possible = _possible(survey, module)
    if possible:
        language = survey.languages.get(possible[0].path)
        reason = "several" if language == "C and C++" else "computed"
        return survey.claim(
            "isolated", "not-checkable", module, possible, subject=known["subject"], reason=reason
        )
    if links := _links(survey, module):
        stage = known["subject"]
        return survey.claim("isolated", "not-checkable", module, links, subject=stage, reason="link")
    if unread := survey.unread(survey.reaching(module, survey.tests | survey.docs)):
        return survey.claim("isolated", "not-checkable", module, subject=known["subject"], **unread)
    return survey.claim("isolated", "verified", module, **known)


def _links(survey: Survey, module: Module) -> list[SourceLocation]:
    """Return the links by way of which files may take in those of a module: they are not followed."""
    apart = survey.tests | survey.docs
    inside = survey.inside[module.id] & survey.languages.keys()
    leading = {".", *(folder for path in inside for folder in ancestors(path))}
    return [
        SourceLocation(link)
        for link, target in survey.tree.links.items()
        if link not in apart and target in leading
    ]


def _possible(survey: Survey, module: Module) -> list[SourceLocation]:
    """Return where files that must not need a module may import or include it."""
    apart = survey.tests | survey.docs
    return sorted(
        (
            SourceLocation(path, line)
            for path, line in survey.possible_importers[module.id].items()
            if path not in apart and _is_later(survey, path, module)
        ),
        key=lambda spot: spot.path,
    )


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
    if unread := survey.unread(survey.languages_of(module)):
        return survey.claim("depends", "not-checkable", module, **known, **unread)
    # What lives inside another module, or adds to it, need not import it.
    is_apart = said == "depends-on" and not survey.inside[module.id] & survey.inside[other.id]
    if is_apart and theirs and not _taking_nested(survey, module, other):
        return survey.claim("depends", "contradicted", module, theirs, **known, count=len(theirs))
    if nested := _taking_nested(survey, module, other):
        return survey.claim("depends", "not-checkable", module, nested, **known, reason="nested")
    return survey.claim("depends", "not-checkable", module, **known, reason="import")


def _unstated(survey: Survey, module: Module) -> Iterator[Claim]:
    """Yield the modules beside this one that its own files take in, where no relation is stated."""
    found: dict[str, dict[str, int]] = {}
    for path in sorted(survey.inside[module.id]):
        if module.id not in survey.nearest(path) or path in survey.tests:
            continue
        for target, line in survey.scan.imports.get(path, {}).items():
            for id_ in survey.nearest(target) - survey.nearest(path):
                found.setdefault(id_, {}).setdefault(path, line)
    known = {relation.module for relation in module.relations}
    for id_, lines in sorted(found.items()):
        other = survey.catalog.by_id[id_]
        is_known = id_ in known or any(relation.module == module.id for relation in other.relations)
        if not is_known and not survey.inside[id_] & survey.inside[module.id]:
            spots = [SourceLocation(path, line) for path, line in lines.items()]
            yield survey.claim("unstated", "no-claim", module, spots, subject=id_, count=len(spots))


def _taking(survey: Survey, module: Module, other: Module) -> list[SourceLocation]:
    """Return the files that belong to one module, and to none inside it, and take in files of another's own.

    Each has the first line that does.
    """
    found: dict[str, int] = {}
    for path in sorted(survey.inside[module.id]):
        if module.id in survey.nearest(path) and other.id not in survey.nearest(path):
            for target, line in survey.scan.imports.get(path, {}).items():
                if other.id in survey.nearest(target):
                    found[path] = min(line, found.get(path, line))
    return [SourceLocation(path, line) for path, line in found.items()]


def _taking_nested(survey: Survey, module: Module, other: Module) -> list[SourceLocation]:
    """Return where files in one module take in files in the other, in both with those of modules inside."""
    mine, theirs = survey.inside[module.id], survey.inside[other.id]
    mine, theirs = (mine - theirs, theirs) if len(mine) > len(theirs) else (mine, theirs - mine)
    return [
        SourceLocation(path, line)
        for path in sorted(mine)
        for target, line in survey.scan.imports.get(path, {}).items()
        if target in theirs
    ]
