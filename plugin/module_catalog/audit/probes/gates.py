"""Gates: how much of a module its toggles keep out of a build, and whether one does that has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...catalog.entries import Module, Toggle
from ...catalog.evidence import Claim
from ..builds import ENDINGS
from ..languages.cpp import ENDINGS as COMPILED_OR_HEADERS
from ..survey import Survey, plain, stated

_BUILT = ("cmake", "config")
"""The mechanisms of toggles that CMake files ask for."""


def gates(survey: Survey) -> Iterator[Claim]:
    """Yield what build files say of what the toggles of modules guard that are there."""
    for module in survey.present_asked:
        for _, toggle in module.own_toggles:
            if toggle.gates and toggle.until is None:
                yield _gates(survey, module, toggle)
    for module, one in stated("unguarded", survey.present_asked):
        yield _unguarded(survey, module, one.subject)


def _gates(survey: Survey, module: Module, toggle: Toggle) -> Claim:
    known: dict[str, Any] = {"subject": toggle.name, "said": toggle.gates}
    files = _compiled(survey, module)
    if reason := _why_not(survey, files, toggle.mechanism):
        return survey.claim("gates", "not-checkable", module, **known, reason=reason)
    builds = survey.builds
    name = f"CONFIG_{plain(toggle.name)}" if toggle.mechanism == "config" else toggle.name
    needing = [path for path in files if name in builds.required(path)]
    free = [spot for path in files if (spot := builds.in_any_case(path, name))]
    others = [spot for path in files if (spot := builds.without(path, name))]
    known |= {"count": len(needing), "of": len(files)}
    if toggle.gates == "full" and free:
        return survey.claim("gates", "contradicted", module, free, **known)
    if len(needing) == len(files):
        is_all = toggle.gates == "full"
        is_alone = is_all or not _others(survey, module)
        places = [one.place for path in files for one in builds.of(path) if one.place]
        if is_alone:
            return survey.claim("gates", "verified" if is_all else "contradicted", module, places, **known)
        return survey.claim("gates", "not-checkable", module, places, **known, reason="besides")
    if toggle.gates == "partial" and needing and others:
        return survey.claim("gates", "verified", module, others, **known)
    return survey.claim("gates", "not-checkable", module, **known, reason="build")


def _unguarded(survey: Survey, module: Module, said: str) -> Claim:
    known: dict[str, Any] = {"subject": said}
    files = _compiled(survey, module)
    if reason := _why_not(survey, files, "cmake"):
        return survey.claim("unguarded", "not-checkable", module, **known, reason=reason)
    builds = survey.builds
    shared = frozenset.intersection(*(builds.required(path) for path in files))
    found = sorted(name for name in shared if survey.is_declared(name) and name not in said)
    if found:
        places = [one.place for path in files for one in builds.of(path) if one.place]
        known |= {"found": found[0], "count": len(files)}
        return survey.claim("unguarded", "contradicted", module, places, **known)
    is_always = all(builds.in_any_case(path) for path in files)
    return survey.claim(
        "unguarded", "not-checkable", module, **known, reason="always" if is_always else "build"
    )


def _compiled(survey: Survey, module: Module) -> list[str]:
    """Return the files of a module that are compiled by themselves, but for tests and for modules inside."""
    return sorted(
        path
        for path in survey.inside[module.id] - survey.tests
        if path.endswith(ENDINGS) and module.id in survey.nearest(path)
    )


def _others(survey: Survey, module: Module) -> bool:
    """Say whether a module has files that are not compiled, and may be shipped: no toggle keeps those out."""
    return any(
        not path.endswith(COMPILED_OR_HEADERS) and not _NOT_SHIPPED.search(path)
        for path in survey.inside[module.id] - survey.tests - survey.docs
    )


_NOT_SHIPPED = re.compile(
    r"(?:^|/)(?:BUILD|CMakeLists|Kconfig|LICEN[CS]E|Make|NOTICE|OWNERS|README)[^/]*$|\.cmake$"
)


def _why_not(survey: Survey, files: list[str], mechanism: str) -> str | None:
    """Return why nothing can be said of what a toggle guards; None when something can."""
    if mechanism not in _BUILT:
        return "kind"
    return "uncompiled" if not files else "build" if not survey.builds.is_followed else None
