"""Toggles: declared, with the default that is stated, read by something, together with those they require, named by the CI."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.entries import Module, Toggle
from ...catalog.evidence import Claim, Spot
from ..survey import Look

_OFF = frozenset({"off", "false", "0", "no", "n", "disabled", "notfound", "ignore", ""})
_ON = frozenset({"on", "true", "1", "yes", "y", "enabled"})
_ABSENT = _OFF | {"absent", "not installed", "none"}


@dataclass(frozen=True)
class _Seen:
    """What the tree says of one switch. None where it cannot say."""

    declared: tuple[Spot, ...] | None = None
    defaults: tuple[tuple[Spot, str], ...] = ()
    read: tuple[Spot, ...] | None = None


def toggles(look: Look) -> Iterator[Claim]:
    """Yield what the tree says of the toggles of modules that are there."""
    for module in look.present:
        for toggle in module.toggles:
            if toggle.until is None:
                yield from _toggle(look, module, toggle)


def _toggle(look: Look, module: Module, toggle: Toggle) -> Iterator[Claim]:
    seen = _SEEN.get(toggle.mechanism, _word)(look, module, toggle)
    yield _found(look, "declared", module, toggle, seen.declared)
    yield _default(look, module, toggle, seen)
    yield _found(look, "read", module, toggle, seen.read)
    for required in toggle.requires:
        yield _requires(look, module, toggle, required)
    spots = [spot for spot in look.scan.words.get(toggle.name, ()) if spot.path in look.ci]
    yield look.claim("ci", "no-claim", module, spots, subject=toggle.name, count=len({spot.path for spot in spots}))


def _found(look: Look, kind: str, module: Module, toggle: Toggle, spots: tuple[Spot, ...] | None) -> Claim:
    verdict = "not-checkable" if spots is None else "verified" if spots else "contradicted"
    return look.claim(
        kind, verdict, module, spots or (), subject=toggle.name, count=len(spots or ()) if spots is not None else None
    )


def _default(look: Look, module: Module, toggle: Toggle, seen: _Seen) -> Claim:
    known: dict[str, Any] = {"subject": toggle.name, "said": toggle.default}
    if not seen.defaults:
        return look.claim("default", "not-checkable", module, **known)
    agree = [spot for spot, value in seen.defaults if _is_same(value, toggle.default)]
    if agree:
        return look.claim("default", "verified", module, agree, **known)
    spot, value = seen.defaults[0]
    return look.claim("default", "contradicted", module, [spot], **known, found=value)


def _is_same(value: str, said: str) -> bool:
    one, other = value.strip("'\"").casefold(), said.casefold()
    return one == other or any(one in words and other in words for words in (_OFF, _ON))


def _requires(look: Look, module: Module, toggle: Toggle, required: str) -> Claim:
    known = {"subject": toggle.name, "said": required}
    found = look.scan.switches.get(toggle.name, ())
    together = [spot for spot, switch in found if switch.how == "read" and required in switch.beside]
    return look.claim("requires", "verified" if together else "not-checkable", module, together, **known)


def _cmake(look: Look, module: Module, toggle: Toggle) -> _Seen:
    found = look.scan.switches.get(toggle.name, [])
    how = {
        name: [(spot, switch.value or "") for spot, switch in found if switch.how == name] for name in ("declared", "set", "read")
    }
    defaults = (*how["declared"], *how["set"])
    # A module that lives in another repository may be what reads it.
    is_away = not look.inside[module.id] and any(submodule in module.namespaces for submodule in look.tree.submodules)
    read = tuple(spot for spot, _ in how["read"])
    return _Seen(tuple(spot for spot, _ in defaults), defaults, None if is_away and not read else read)


def _config(look: Look, module: Module, toggle: Toggle) -> _Seen:
    name = toggle.name.removeprefix("CONFIG_")
    declared = [(spot, switch.value or "") for spot, switch in look.scan.switches.get(name, ()) if switch.how == "declared"]
    if not declared:
        return _word(look, module, toggle)
    places = {spot for spot, _ in declared}
    read = tuple(spot for spot in look.scan.words.get(toggle.name, ()) if spot not in places)
    return _Seen(tuple(spot for spot, _ in declared), tuple(declared), read)


def _environment(look: Look, module: Module, toggle: Toggle) -> _Seen:
    return _Seen(None, tuple(look.scan.defaults.get(toggle.name, ())), _source(look, toggle.name))


def _word(look: Look, module: Module, toggle: Toggle) -> _Seen:
    return _Seen(None, (), _source(look, toggle.name))


def _source(look: Look, name: str) -> tuple[Spot, ...]:
    """Return where a word stands outside docs, tests and the CI: there, something makes use of it."""
    apart = look.docs | look.tests | look.ci
    return tuple(spot for spot in look.scan.words.get(name, ()) if spot.path not in apart)


def _extra(look: Look, module: Module, toggle: Toggle) -> _Seen:
    spots = tuple(look.scan.extras.get(toggle.name, ()))
    # Nobody gets an extra who does not ask for it.
    default = "off" if toggle.default.casefold() not in _ABSENT else toggle.default
    return _Seen(spots, tuple((spot, default) for spot in spots), None)


def _import(look: Look, module: Module, toggle: Toggle) -> _Seen:
    paths = sorted(look.inside[module.id])
    name = toggle.name.partition(".")[0].replace("-", "_")
    read = tuple(Spot(path, look.scan.names[path][name]) for path in paths if name in look.scan.names.get(path, ()))
    is_python = any(path in look.scan.names for path in paths)
    return _Seen(None, (), read if is_python else None)


_SEEN: Mapping[str, Callable[[Look, Module, Toggle], _Seen]] = {
    "cmake": _cmake,
    "config": _config,
    "env": _environment,
    "python-extra": _extra,
    "import": _import,
}
"""How to look for a switch, by its mechanism; as a word in source files where there is none here."""
