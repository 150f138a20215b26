"""Toggles: declared, with the default stated, read by something, with those they require, named by the CI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...catalog.entries import Module, Toggle
from ...catalog.evidence import Claim, SourceLocation
from ...catalog.paths import ancestors
from ..languages.cmake import OptionUse
from ..languages.facts import Switch
from ..survey import Survey, plain, shared_parts

_OFF = frozenset({"off", "false", "0", "no", "n", "disabled", "notfound", "ignore", ""})
_ON = frozenset({"on", "true", "1", "yes", "y", "enabled"})
_ABSENT = _OFF | {"absent", "not installed", "none"}


@dataclass(frozen=True)
class _SourceFacts:
    """What the tree says of one toggle. None where it cannot say, for the reason beside it."""

    declared: tuple[SourceLocation, ...] | None = None
    defaults: tuple[tuple[SourceLocation, str], ...] = ()
    read: tuple[SourceLocation, ...] | None = None
    elsewhere: tuple[tuple[SourceLocation, str], ...] = ()
    """Where it is set on some platforms or compilers only, and to what."""
    undeclared: str = "mechanism"
    unread: str = "repository"
    without_default: str = "undeclared"


def toggles(survey: Survey) -> Iterator[Claim]:
    """Yield what the tree says of the toggles of modules that are there."""
    for module in survey.present_asked:
        for _, toggle in module.own_toggles:
            if toggle.until is None:
                yield from _toggle(survey, module, toggle)
            else:
                yield _ended(survey, module, toggle)


def _ended(survey: Survey, module: Module, toggle: Toggle) -> Claim:
    """Say whether a toggle that is said to have been removed is still declared, or read with a default."""
    seen = _SEEN.get(toggle.mechanism, _word)(survey, module, toggle)
    known: dict[str, Any] = {"subject": toggle.name, "said": toggle.until}
    spots = seen.declared or tuple(spot for spot, _ in seen.defaults)
    if seen.declared is None and not spots:
        return survey.claim(
            "ended", "not-checkable", module, seen.read or (), **known, reason=seen.undeclared
        )
    return survey.claim("ended", "contradicted" if spots else "verified", module, spots, **known)


def _toggle(survey: Survey, module: Module, toggle: Toggle) -> Iterator[Claim]:
    seen = _SEEN.get(toggle.mechanism, _word)(survey, module, toggle)
    others = {} if seen.declared else _declared_otherwise(survey, toggle)
    if others and toggle.mechanism in _DECLARED and seen.undeclared != "names":
        yield _mistaken(survey, module, toggle, others)
    else:
        yield from _stated(survey, module, toggle, seen)
    yield from _enabled(survey, module, toggle)
    for required in toggle.requires:
        yield _requires(survey, module, toggle, required)
    yield from _needed(survey, module, toggle)
    spots = [spot for spot in survey.scan.words.get(toggle.name, ()) if spot.path in survey.ci]
    yield survey.claim(
        "ci", "no-claim", module, spots, subject=toggle.name, count=len({spot.path for spot in spots})
    )


def _stated(survey: Survey, module: Module, toggle: Toggle, seen: _SourceFacts) -> Iterator[Claim]:
    if seen.declared and toggle.mechanism in _DECLARED:
        known = {"subject": toggle.name, "said": toggle.mechanism}
        yield survey.claim("mechanism", "verified", module, seen.declared, **known)
    for kind, spots, reason in (
        ("declared", seen.declared, seen.undeclared),
        ("read", seen.read, seen.unread),
    ):
        if spots is None:
            yield survey.claim(kind, "not-checkable", module, subject=toggle.name, reason=reason)
        else:
            verdict = "verified" if spots else "contradicted"
            yield survey.claim(kind, verdict, module, spots, subject=toggle.name, count=len(spots))
    yield _default(survey, module, toggle, seen)


def _enabled(survey: Survey, module: Module, toggle: Toggle) -> Iterator[Claim]:
    """Say whether one of the lines that enable a toggle names it, or all name others."""
    if not toggle.enable or toggle.mechanism not in _DECLARED:
        return
    known = {"subject": toggle.name, "said": toggle.enable[0]}
    words = [word for line in toggle.enable for word in _NAME.findall(line)]
    names = {word.removeprefix("-D").removeprefix("CONFIG_") for word in words}
    others = [name for name in sorted(names) if any(of(survey, name) for of in _DECLARED.values())]
    if toggle.name.removeprefix("CONFIG_") in names:
        yield survey.claim(
            "enabled", "verified", module, _DECLARED[toggle.mechanism](survey, toggle.name), **known
        )
    elif others:
        yield survey.claim("enabled", "contradicted", module, (), **known, found=others[0])
    else:
        yield survey.claim("enabled", "not-checkable", module, (), **known)


_NAME = re.compile(r"[\w-]+")


def _declared_otherwise(survey: Survey, toggle: Toggle) -> Mapping[str, tuple[SourceLocation, ...]]:
    """Return where a toggle is declared that its mechanism does not know, by the mechanism that does."""
    found = {
        mechanism: declared(survey, toggle.name)
        for mechanism, declared in _DECLARED.items()
        if mechanism != toggle.mechanism
    }
    return {mechanism: spots for mechanism, spots in found.items() if spots}


def _mistaken(
    survey: Survey, module: Module, toggle: Toggle, others: Mapping[str, tuple[SourceLocation, ...]]
) -> Claim:
    """Return the claim that a toggle is of another mechanism than its entry says."""
    better = min(others)
    known = {"subject": toggle.name, "said": toggle.mechanism, "found": better}
    return survey.claim("mechanism", "contradicted", module, others[better], **known)


def _default(survey: Survey, module: Module, toggle: Toggle, seen: _SourceFacts) -> Claim:
    known: dict[str, Any] = {"subject": toggle.name, "said": toggle.default}
    if not seen.defaults:
        return survey.claim("default", "not-checkable", module, **known, reason=seen.without_default)
    agree = [spot for spot, value in seen.defaults if is_same(value, toggle.default)]
    apart = [spot for spot, value in seen.elsewhere if not is_same(value, toggle.default)]
    if agree and apart:
        return survey.claim("default", "not-checkable", module, (*agree, *apart), **known, reason="condition")
    if agree:
        return survey.claim("default", "verified", module, agree, **known)
    spot, value = seen.defaults[0]
    return survey.claim("default", "contradicted", module, [spot], **known, found=value)


def is_same(value: str, said: str) -> bool:
    """Say whether a default in the tree is the one that an entry states."""
    one, other = value.strip("'\"").casefold(), said.casefold()
    return one == other or any(one in words and other in words for words in (_OFF, _ON))


def _requires(survey: Survey, module: Module, toggle: Toggle, required: str) -> Claim:
    known = {"subject": toggle.name, "said": required}
    found = _uses(survey, toggle.name)
    together = [
        spot
        for spot, use in found
        if use.how != "set" and (required in use.beside or required in survey.builds.around(spot.path))
    ]
    together += [spot for spot, switch in _declared(survey, module, toggle) if required in switch.requires]
    reverse = [] if together else _needing(survey, module, toggle, required)
    verdict = "verified" if together else "contradicted" if reverse else "not-checkable"
    return survey.claim("requires", verdict, module, together or reverse, **known)


def _needing(survey: Survey, module: Module, toggle: Toggle, other: str) -> list[SourceLocation]:
    """Return where a toggle is declared to need another, which is said to need it."""
    turned = replace(toggle, name=other)
    name = plain(toggle.name)
    needed = (*_required_switches(survey, module, turned), *_required_options(survey, turned))
    return [spot for spot, one in needed if plain(one) == name]


def _needed(survey: Survey, module: Module, toggle: Toggle) -> Iterator[Claim]:
    """Yield the toggles that have to be on where a toggle is declared, and that its entry does not state."""
    found: dict[str, list[SourceLocation]] = {}
    for spot, name in (*_required_switches(survey, module, toggle), *_required_options(survey, toggle)):
        found.setdefault(name, []).append(spot)
    stated = {plain(name) for name in (toggle.name, *toggle.requires)}
    for name, spots in sorted(found.items()):
        if name not in stated:
            yield survey.claim("needed", "no-claim", module, spots, subject=toggle.name, found=name)


def _required_switches(
    survey: Survey, module: Module, toggle: Toggle
) -> Iterator[tuple[SourceLocation, str]]:
    for spot, switch in _declared(survey, module, toggle):
        yield from ((spot, name) for name in switch.requires)


def _required_options(survey: Survey, toggle: Toggle) -> Iterator[tuple[SourceLocation, str]]:
    for spot, use in _uses(survey, plain(toggle.name)) if toggle.mechanism in _DECLARED else ():
        around = survey.builds.around(spot.path)
        for name in sorted(use.beside.named | around) if use.how == "declared" else ():
            if (name in use.beside or name in around) and any(
                one.how == "declared" for _, one in _uses(survey, name)
            ):
                yield spot, name


def _cmake(survey: Survey, module: Module, toggle: Toggle) -> _SourceFacts:
    found = _of_cmake(survey, toggle.name)
    how = {
        name: [(spot, use.value or "") for spot, use in found if use.how == name]
        for name in ("declared", "set", "read")
    }
    defaults = (*how["declared"], *how["set"])
    elsewhere = tuple(
        (spot, use.value or "")
        for spot, use in found
        if use.how == "set"
        and (use.value or "").casefold() in _ON | _OFF
        and use.beside.words
        and not any(one.how == "declared" for word in use.beside.named for _, one in _uses(survey, word))
    )
    # A module that lives in another repository may be what reads it.
    is_away = not survey.inside[module.id] and any(
        submodule in module.namespaces for submodule in survey.tree.submodules
    )
    read = tuple(spot for spot, _ in how["read"])
    places = tuple(spot for spot, _ in defaults)
    return _SourceFacts(places, defaults, None if is_away and not read else read, elsewhere)


def _is_kconfig(spot: SourceLocation) -> bool:
    return spot.path.rpartition("/")[2].startswith("Kconfig")


def _of_cmake(survey: Survey, name: str) -> list[tuple[SourceLocation, OptionUse]]:
    return [(spot, use) for spot, use in _uses(survey, name) if not _is_kconfig(spot)]


def _declared_as(
    is_of: Callable[[SourceLocation], bool],
) -> Callable[[Survey, str], tuple[SourceLocation, ...]]:
    def declared(survey: Survey, name: str) -> tuple[SourceLocation, ...]:
        return tuple(spot for spot, use in _uses(survey, name) if use.how == "declared" and is_of(spot))

    return declared


_DECLARED: Mapping[str, Callable[[Survey, str], tuple[SourceLocation, ...]]] = {
    "cmake": _declared_as(lambda spot: not _is_kconfig(spot)),
    "config": _declared_as(_is_kconfig),
    "python-extra": lambda survey, name: tuple(survey.scan.extras.get(name, ())),
}
"""Where a name is declared as a toggle, by the mechanism: those of the others are declared nowhere."""


def _uses(survey: Survey, name: str) -> list[tuple[SourceLocation, OptionUse]]:
    return survey.scan.option_uses.get(name, [])


def _config(survey: Survey, module: Module, toggle: Toggle) -> _SourceFacts:
    name = plain(toggle.name)
    uses = [(spot, use) for spot, use in _uses(survey, name) if _is_kconfig(spot)]
    declared = [(spot, use.value) for spot, use in uses if use.how == "declared"]
    if not declared:
        return _word(survey, module, toggle)
    places = tuple(spot for spot, _ in declared)
    read = _source(survey, toggle.name, apart=places)
    if read == () and any(_source(survey, part) for part in shared_parts(toggle)):
        read, unread = None, "joined"
    else:
        unread = "data"
    defaults = tuple((spot, value) for spot, value in declared if value is not None)
    elsewhere = tuple((spot, use.value or "") for spot, use in uses if use.how == "set")
    return _SourceFacts(places, defaults, read, elsewhere, unread=unread, without_default="condition")


def _environment(survey: Survey, module: Module, toggle: Toggle) -> _SourceFacts:
    defaults = tuple(survey.scan.defaults.get(toggle.name, ()))
    return _SourceFacts(None, defaults, _source(survey, toggle.name), unread="data")


def _word(survey: Survey, module: Module, toggle: Toggle) -> _SourceFacts:
    return _SourceFacts(None, (), _source(survey, toggle.name), unread="data")


def _source(
    survey: Survey, name: str, *, apart: tuple[SourceLocation, ...] = ()
) -> tuple[SourceLocation, ...] | None:
    """Return where a word stands outside docs, tests and the CI: there, something makes use of it.

    None where only files of data name it, beside some places.
    """
    others = survey.docs | survey.tests | survey.ci
    found = [
        spot
        for spot in survey.scan.words.get(name, ())
        if spot.path not in others and not _READS_NOTHING.search(spot.path) and spot not in apart
    ]
    read = tuple(spot for spot in found if not _DATA.search(spot.path))
    return read if read or not found else None


_READS_NOTHING = re.compile(
    r"(?:^|/)(?:notice|licen[cs]e|readme|changelog|news|authors|contributors)[^/]*$"
    r"|(?<!/cmakelists)(?<!^cmakelists)\.(?:md|rst|txt|adoc|conf|config)$|defconfig$",
    re.IGNORECASE,
)
"""Files that speak of toggles, or set them, and make no use of them."""
_DATA = re.compile(r"\.(?:ya?ml|jsonc?|csv|svg|toml|ini|properties|env)$", re.IGNORECASE)
"""Files that do so most often."""


def _extra(survey: Survey, module: Module, toggle: Toggle) -> _SourceFacts:
    spots = tuple(survey.scan.extras.get(toggle.name, ()))
    if not spots and survey.scan.has_computed_extras:
        return _SourceFacts(undeclared="names", unread="installed", without_default="names")
    # Nobody gets an extra who does not ask for it.
    default = "off" if toggle.default.casefold() not in _ABSENT else toggle.default
    return _SourceFacts(spots, tuple((spot, default) for spot in spots), None, unread="installed")


def _import(survey: Survey, module: Module, toggle: Toggle) -> _SourceFacts:
    paths = sorted(survey.inside[module.id])
    name = toggle.name.partition(".")[0].replace("-", "_")
    read = tuple(
        SourceLocation(path, survey.scan.names[path][name])
        for path in paths
        if name in survey.scan.names.get(path, ())
    )
    is_python = any(path in survey.scan.names for path in paths)
    return _SourceFacts(None, (), read if is_python else None, unread="code")


_Switches = list[tuple[SourceLocation, Switch]]


def _switches(survey: Survey, toggle: Toggle, how: str) -> _Switches:
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


def _declared(survey: Survey, module: Module, toggle: Toggle) -> _Switches:
    """Return where a toggle is declared: in or around the module if it is, as names are not unique."""
    found = _switches(survey, toggle, "declared")
    inside = [one for one in found if one[0].path in survey.inside[module.id]]
    around = {folder for path in module.namespaces for folder in (*ancestors(path), "")}
    return inside or [one for one in found if one[0].path.rpartition("/")[0] in around] or found


def _switch(survey: Survey, module: Module, toggle: Toggle) -> _SourceFacts:
    declared = _declared(survey, module, toggle)
    is_closed, says_reads = _MECHANISMS[toggle.mechanism]
    names = {
        name
        for (mechanism, name), found in survey.scan.switches.items()
        if mechanism == toggle.mechanism and any(spot.path not in survey.tests for spot, _ in found)
    }
    if not declared and not (is_closed and names and "" not in names):
        return _word(survey, module, toggle)
    reads = tuple(spot for spot, _ in _switches(survey, toggle, "read"))
    if toggle.mechanism == "cargo-feature":
        # Another package may have a feature of the same name.
        folders = {spot.path.rpartition("/")[0] for spot, _ in declared}
        reads = tuple(spot for spot in reads if folders & {*ancestors(spot.path), ""})
    defaults = tuple((spot, switch.default) for spot, switch in declared if switch.default is not None)
    is_one = len({default for _, default in defaults}) == 1
    return _SourceFacts(
        tuple(spot for spot, _ in declared),
        defaults if is_one else (),
        reads if reads or says_reads else None,
        unread="readers",
    )


_MECHANISMS = {
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

_SEEN: Mapping[str, Callable[[Survey, Module, Toggle], _SourceFacts]] = {
    "cmake": _cmake,
    "config": _config,
    "env": _environment,
    "python-extra": _extra,
    "import": _import,
    **dict.fromkeys(_MECHANISMS, _switch),
}
"""How to look for a toggle, by its mechanism; as a word in source files where there is none here."""
