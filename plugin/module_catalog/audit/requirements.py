"""What has to be on for a toggle to count: what an entry says of it, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..catalog.entries import Module, Toggle
from ..catalog.evidence import Claim, SourceLocation
from .languages.cmake import OptionUse
from .survey import Survey, plain
from .toggle_uses import DECLARED, declared, uses


def requirements(survey: Survey, module: Module, toggle: Toggle) -> Iterator[Claim]:
    """Yield whether a toggle requires what its entry says, and what it requires besides."""
    for required in toggle.requires:
        yield _requires(survey, module, toggle, required)
    yield from _needed(survey, module, toggle)


def _requires(survey: Survey, module: Module, toggle: Toggle, required: str) -> Claim:
    known: dict[str, Any] = {"subject": toggle.name, "said": required}
    needing = [spot for spot, one in _needs(survey, module, toggle) if plain(one) == plain(required)]
    together = [
        spot
        for spot, use in uses(survey, toggle.name)
        if use.how != "set" and required in _beside(survey, spot, use)
    ]
    if needing or together:
        alone = _apart(survey, module, toggle, required)
        alone += [] if needing else _alone(survey, toggle, required)
        verdict, reason = ("not-checkable", "alone") if alone else ("verified", None)
        spots = alone or needing or together
        return survey.claim("requires", verdict, module, spots, **known, reason=reason)
    turned = _needs(survey, module, replace(toggle, name=required))
    reverse = [spot for spot, one in turned if plain(one) == plain(toggle.name)]
    if reverse:
        return survey.claim("requires", "contradicted", module, reverse, **known)
    reason = None if toggle.mechanism in _READ else "conditions"
    return survey.claim("requires", "not-checkable", module, **known, reason=reason)


_READ = ("cmake", "config", "cargo-feature", "feature-gate", "build-tag")
"""The mechanisms of toggles of which it is read what they require."""


def _apart(survey: Survey, module: Module, toggle: Toggle, required: str) -> list[SourceLocation]:
    """Return where a toggle is declared that does not need the other there, though it does elsewhere."""
    found = declared(survey, module, toggle)
    apart = [spot for spot, switch in found if required not in switch.requires]
    return apart if len(apart) < len(found) else []


def _alone(survey: Survey, toggle: Toggle, required: str) -> list[SourceLocation]:
    """Return where a toggle is asked for that need not have the other beside it."""
    return [
        spot
        for spot, use in uses(survey, toggle.name)
        if use.how == "read"
        and toggle.name in use.beside
        and required not in use.beside.named
        and required not in survey.builds.around(spot.path)
    ]


def _needed(survey: Survey, module: Module, toggle: Toggle) -> Iterator[Claim]:
    """Yield the toggles without which one does not count, and that its entry does not state."""
    found: dict[str, list[SourceLocation]] = {}
    for spot, name in (*_needs(survey, module, toggle), *_always_beside(survey, toggle)):
        found.setdefault(name, []).append(spot)
    stated = {plain(name) for name in (toggle.name, *toggle.requires)}
    for name, spots in sorted(found.items()):
        if name not in stated and not _apart(survey, module, toggle, name):
            yield survey.claim("needed", "no-claim", module, spots, subject=toggle.name, found=name)


def _needs(survey: Survey, module: Module, toggle: Toggle) -> list[tuple[SourceLocation, str]]:
    """Return what has to be on where a toggle is declared, each with the place."""
    found = [(spot, name) for spot, switch in declared(survey, module, toggle) for name in switch.requires]
    for spot, use in uses(survey, plain(toggle.name)) if toggle.mechanism in DECLARED else ():
        names = sorted(_beside(survey, spot, use)) if use.how == "declared" else ()
        found += [(spot, name) for name in names if _is_option(survey, name)]
    return found


def _always_beside(survey: Survey, toggle: Toggle) -> Iterator[tuple[SourceLocation, str]]:
    """Yield what has to be on wherever CMake files ask for a toggle."""
    if toggle.mechanism != "cmake":
        return
    asked = [
        (spot, {*_beside(survey, spot, use)})
        for spot, use in uses(survey, toggle.name)
        if use.how == "read" and toggle.name in use.beside
    ]
    for name in sorted(set.intersection(*(names for _, names in asked)) if asked else ()):
        if _is_option(survey, name):
            yield from ((spot, name) for spot, _ in asked)


def _beside(survey: Survey, spot: SourceLocation, use: OptionUse) -> frozenset[str]:
    """Return what has to be on at a place of a build file."""
    return survey.builds.around(spot.path) | {name for name in use.beside.named if name in use.beside}


def _is_option(survey: Survey, name: str) -> bool:
    return any(use.how == "declared" for _, use in uses(survey, name))
