"""Where a tree declares toggles and asks for them, by the mechanism of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..catalog.entries import Module, Toggle
from ..catalog.evidence import SourceLocation
from ..catalog.reading.paths import ancestors
from .languages.cmake import OptionUse
from .languages.facts import Switch
from .survey import Survey, plain


def uses(survey: Survey, name: str) -> list[tuple[SourceLocation, OptionUse]]:
    """Return where CMake files and Kconfig have to do with a name."""
    return survey.scan.option_uses.get(name, [])


def is_kconfig(spot: SourceLocation) -> bool:
    """Say whether a place is in a file of Kconfig."""
    return spot.path.rpartition("/")[2].startswith("Kconfig")


def _declared_as(
    is_of: Callable[[SourceLocation], bool],
) -> Callable[[Survey, str], tuple[SourceLocation, ...]]:
    def declared(survey: Survey, name: str) -> tuple[SourceLocation, ...]:
        return tuple(spot for spot, use in uses(survey, name) if use.how == "declared" and is_of(spot))

    return declared


DECLARED: Mapping[str, Callable[[Survey, str], tuple[SourceLocation, ...]]] = {
    "cmake": _declared_as(lambda spot: not is_kconfig(spot)),
    "config": _declared_as(is_kconfig),
    "python-extra": lambda survey, name: tuple(survey.scan.extras.get(name, ())),
}
"""Where a name is declared as a toggle, by the mechanism: those of the others are declared nowhere."""

Switches = list[tuple[SourceLocation, Switch]]


def switches(survey: Survey, toggle: Toggle, how: str) -> Switches:
    """Return where a toggle is declared or read outside tests.

    A Cargo feature may have its package before it.
    """
    name = toggle.name.lstrip("-")
    name = name.rpartition("/")[2] if toggle.mechanism == "cargo-feature" else name
    return [
        (spot, switch)
        for spot, switch in survey.scan.switches.get((toggle.mechanism, name), ())
        if switch.how == how and spot.path not in survey.tests
    ]


def declared(survey: Survey, module: Module, toggle: Toggle) -> Switches:
    """Return where a toggle is declared: in or around the module if it is, as names are not unique."""
    found = switches(survey, toggle, "declared")
    inside = [one for one in found if one[0].path in survey.inside[module.id]]
    around = {folder for path in module.namespaces for folder in (*ancestors(path), "")}
    return inside or [one for one in found if one[0].path.rpartition("/")[0] in around] or found


SWITCHES: Mapping[str, tuple[bool, bool]] = {
    "feature-gate": (True, False),
    "cargo-feature": (True, True),
    "build-tag": (True, True),
    "meson": (True, True),
    "npm-optional": (True, False),
    "bazel": (False, False),
    "gradle": (False, False),
    "maven": (False, False),
    "flag": (False, False),
}
"""By mechanism: whether all places are known that declare such a toggle, and all that read one."""


def declared_otherwise(survey: Survey, toggle: Toggle) -> Mapping[str, tuple[SourceLocation, ...]]:
    """Return where a toggle is declared that its mechanism does not know, by the mechanism that does."""
    names = {"cmake": toggle.name, "config": plain(toggle.name), "python-extra": toggle.name}
    found = {mechanism: DECLARED[mechanism](survey, name) for mechanism, name in names.items()}
    for mechanism in SWITCHES:
        places = switches(survey, replace(toggle, mechanism=mechanism), "declared")
        found[mechanism] = tuple(spot for spot, _ in places)
    return {mechanism: spots for mechanism, spots in found.items() if spots and mechanism != toggle.mechanism}
