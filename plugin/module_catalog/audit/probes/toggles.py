"""Toggles: declared, with the default stated, read by something, with those they require, named by the CI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...catalog.entries import Module, Toggle
from ...catalog.evidence import Claim, SourceLocation
from ...catalog.reading.paths import ancestors
from ..languages.cmake import OptionUse
from ..requirements import requirements
from ..scan import CMAKE
from ..survey import Survey, plain, shared_parts
from ..toggle_uses import DECLARED, SWITCHES, declared, declared_otherwise, is_kconfig, switches, uses

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
    others = {} if seen.declared else declared_otherwise(survey, toggle)
    if others and _is_told(toggle, seen):
        yield _mistaken(survey, module, toggle, others)
    else:
        yield from _stated(survey, module, toggle, seen)
    yield from _lines(survey, module, toggle)
    yield from requirements(survey, module, toggle)
    spots = [spot for spot in survey.scan.words.get(toggle.name, ()) if spot.path in survey.ci]
    yield survey.claim(
        "ci", "no-claim", module, spots, subject=toggle.name, count=len({spot.path for spot in spots})
    )


def _stated(survey: Survey, module: Module, toggle: Toggle, seen: _SourceFacts) -> Iterator[Claim]:
    if seen.declared and toggle.mechanism in DECLARED:
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


def _lines(survey: Survey, module: Module, toggle: Toggle) -> Iterator[Claim]:
    """Yield whether the lines that set a toggle name it, or all name others."""
    for kind, lines in (("enabled", toggle.enable), ("disabled", toggle.disable)):
        if lines and toggle.mechanism in DECLARED:
            yield _set(survey, module, toggle, kind, lines)


def _set(survey: Survey, module: Module, toggle: Toggle, kind: str, lines: Sequence[str]) -> Claim:
    known = {"subject": toggle.name, "said": lines[0]}
    words = [word for line in lines for word in _NAME.findall(line)]
    names = {word.removeprefix("-D").removeprefix("CONFIG_") for word in words}
    others = [name for name in sorted(names) if any(of(survey, name) for of in DECLARED.values())]
    if toggle.name.removeprefix("CONFIG_") in names:
        return survey.claim(
            kind, "verified", module, DECLARED[toggle.mechanism](survey, toggle.name), **known
        )
    if others:
        return survey.claim(kind, "contradicted", module, (), **known, found=others[0])
    return survey.claim(kind, "not-checkable", module, (), **known)


_NAME = re.compile(r"[\w-]+")


def _is_told(toggle: Toggle, seen: _SourceFacts) -> bool:
    """Say whether it is known that a toggle is not declared as its mechanism has it."""
    if toggle.mechanism in DECLARED:
        return seen.undeclared != "names"
    return toggle.mechanism in SWITCHES and seen.declared == ()


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
        and not any(one.how == "declared" for word in use.beside.named for _, one in uses(survey, word))
    )
    # A module that lives in another repository may be what reads it.
    is_away = not survey.inside[module.id] and any(
        submodule in module.namespaces for submodule in survey.tree.submodules
    )
    read = tuple(spot for spot, _ in how["read"]) or (None if is_away else ())
    places = tuple(spot for spot, _ in defaults)
    named = _source(survey, toggle.name) or ()
    if read == () and not places and any(not spot.path.endswith(CMAKE) for spot in named):
        return _SourceFacts(places, defaults, None, unread="source")
    return _SourceFacts(places, defaults, read, elsewhere)


def _of_cmake(survey: Survey, name: str) -> list[tuple[SourceLocation, OptionUse]]:
    return [(spot, use) for spot, use in uses(survey, name) if not is_kconfig(spot)]


def _config(survey: Survey, module: Module, toggle: Toggle) -> _SourceFacts:
    name = plain(toggle.name)
    found = [(spot, use) for spot, use in uses(survey, name) if is_kconfig(spot)]
    values = [(spot, use.value) for spot, use in found if use.how == "declared"]
    if not values:
        return replace(_word(survey, module, toggle), undeclared="kconfig")
    places = tuple(spot for spot, _ in values)
    read = _source(survey, toggle.name, apart=places)
    if read == () and any(_source(survey, part) for part in shared_parts(toggle)):
        read, unread = None, "joined"
    else:
        unread = "data"
    defaults = tuple((spot, value) for spot, value in values if value is not None)
    elsewhere = tuple((spot, use.value or "") for spot, use in found if use.how == "set")
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


def _switch(survey: Survey, module: Module, toggle: Toggle) -> _SourceFacts:
    places = declared(survey, module, toggle)
    is_closed, says_reads = SWITCHES[toggle.mechanism]
    names = {
        name
        for (mechanism, name), found in survey.scan.switches.items()
        if mechanism == toggle.mechanism and any(spot.path not in survey.tests for spot, _ in found)
    }
    if not places and not (is_closed and names and "" not in names):
        return replace(_word(survey, module, toggle), undeclared="ways")
    reads = tuple(spot for spot, _ in switches(survey, toggle, "read"))
    if toggle.mechanism == "cargo-feature":
        # Another package may have a feature of the same name.
        folders = {spot.path.rpartition("/")[0] for spot, _ in places}
        reads = tuple(spot for spot in reads if folders & {*ancestors(spot.path), ""})
    defaults = tuple((spot, switch.default) for spot, switch in places if switch.default is not None)
    is_one = len({default for _, default in defaults}) == 1
    return _SourceFacts(
        tuple(spot for spot, _ in places),
        defaults if is_one else (),
        reads if reads or says_reads else None,
        unread="readers",
    )


_SEEN: Mapping[str, Callable[[Survey, Module, Toggle], _SourceFacts]] = {
    "cmake": _cmake,
    "config": _config,
    "env": _environment,
    "python-extra": _extra,
    "import": _import,
    **dict.fromkeys(SWITCHES, _switch),
}
"""How to look for a toggle, by its mechanism; as a word in source files where there is none here."""
