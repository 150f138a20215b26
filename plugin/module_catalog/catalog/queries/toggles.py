"""Every toggle of every module, and the anchor of its row on the page of toggles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from ..entries import Module, Toggle
from ..lifecycle import Lifecycle, Stage
from ..model import Catalog

CALLED: Mapping[str, frozenset[str]] = {
    "alpha": frozenset({"alpha"}),
    "beta": frozenset({"beta"}),
    "stable": frozenset({"stable", "ga"}),
    "ga": frozenset({"stable", "ga"}),
    "deprecated": frozenset({"deprecated"}),
}
"""What a stage may be called in a lifecycle, by the word of the source for that of a feature gate, both in
lower case."""

_PLAIN = ("ON", "OFF", "AUTO")
"""Values that read as words. Others stand as they are: case can matter in a path or a name."""


@dataclass(frozen=True)
class ModuleToggle:
    """A toggle, whose it is, and where its row is."""

    toggle: Toggle
    module: Module
    anchor: str
    is_gone: bool
    shared_by: tuple[tuple[Module, Toggle], ...] = ()
    """The other modules that use it, each with what its entry says of that."""

    @property
    def modules(self) -> tuple[Module, ...]:
        """All that it turns on, or a part of: the one in whose entry it stands first."""
        return (self.module, *(module for module, _ in self.shared_by))

    @property
    def told(self) -> tuple[tuple[Module, Toggle], ...]:
        """The other modules whose entries say what it controls of them."""
        return tuple((module, used) for module, used in self.shared_by if used.what or used.gates)

    @property
    def default(self) -> str:
        """Its value when nobody sets it, as a page says it."""
        return as_word(self.toggle.default)


def is_called(stage: Stage, word: str) -> bool:
    """Say whether a stage is what the source of a feature gate has a *word* for."""
    return bool({stage.id.casefold(), stage.name.casefold()} & CALLED.get(word.casefold(), frozenset()))


def stage_called(word: str, lifecycle: Lifecycle) -> Stage | None:
    """Return the one stage for which the source of a feature gate has a *word*; None where none is."""
    found = [stage for stage in lifecycle.stages if is_called(stage, word)]
    return found[0] if len(found) == 1 else None


def as_word(default: str) -> str:
    """Return the value of a toggle as a page says it."""
    return default.lower() if default in _PLAIN else default


def module_toggles(catalog: Catalog) -> tuple[ModuleToggle, ...]:
    """Return every toggle of every module with its anchor: those that stand first, then by module.

    A toggle that a module that is there took over from one that has left stands once, and is not gone.
    """
    held = [
        (toggle.until is not None or catalog.is_gone(module), module, toggle)
        for module in catalog.modules
        for _, toggle in module.own_toggles
    ]
    users = dict(catalog.toggle_users)
    standing = {toggle.name for is_gone, _, toggle in held if not is_gone}
    found: dict[str, ModuleToggle] = {}
    for is_gone, module, toggle in sorted(held, key=lambda one: one[0]):
        if not (is_gone and toggle.name in standing):
            anchor = next(name for name in _anchors(toggle.name, module.id) if name not in found)
            shared_by = users.pop((module.id, toggle.name), ())
            found[anchor] = ModuleToggle(toggle, module, anchor, is_gone, shared_by)
    return tuple(found.values())


def by_release(toggle: Toggle, catalog: Catalog) -> tuple[tuple[int, str | None], ...]:
    """Return the places of releases from which on the toggle has a default, as far as its history tells.

    The first is that of the release in which it came. There is none where neither is recorded.
    """
    names = catalog.settings.release_names
    default = None
    found: dict[int, str | None] = {}
    for change in toggle.history:
        default = change.default or default
        if change.release in names:
            found[names.index(change.release)] = default
        if change.until in names:
            found[names.index(change.until) + 1] = None
    if not found and toggle.since in names:
        found[names.index(toggle.since)] = None
    return tuple(found.items())


def anchors(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return the anchors of each module's toggles, by module, in the order of its entry."""
    rows = module_toggles(catalog)
    found = {(one.module.id, id(one.toggle)): one.anchor for one in rows}
    found |= {(user.id, id(used)): one.anchor for one in rows for user, used in one.shared_by}
    standing = {one.toggle.name: one.anchor for one in rows if not one.is_gone}
    return {
        module.id: tuple(found.get((module.id, id(one))) or standing[one.name] for one in module.toggles)
        for module in catalog.modules
    }


@dataclass(frozen=True)
class ToggleChoices:
    """How the toggles of a module are chosen: those that are there and have a line that turns them on."""

    whole: Toggle | None
    """The one that comes with the module: nothing is to be chosen."""
    alternatives: tuple[tuple[Toggle, ...], ...]
    """Groups of which one is chosen."""
    parts: tuple[Toggle, ...]
    """Those that are chosen each on its own."""

    @property
    def is_open(self) -> bool:
        """Whether somebody who wants the module has to choose."""
        return bool(self.alternatives or self.parts)


def choices(module: Module, catalog: Catalog) -> ToggleChoices:
    """Return how the toggles of a module are chosen. One that is the only one comes with the module."""
    settable = [one for one in module.toggles if one.enable and one.until is None]
    named = [[one for one in settable if one.name in group] for group in module.one_of]
    alternatives = tuple(tuple(group) for group in named if len(group) > 1)
    single = [one for one in settable if not any(one in group for group in alternatives)]
    main = single[0] if len(settable) == len(single) == 1 else enabling(module, catalog)
    whole = main if main in single else None
    return ToggleChoices(whole, alternatives, tuple(one for one in single if one is not whole))


def standing(catalog: Catalog) -> Mapping[str, Toggle]:
    """Return the toggles that are there, by name."""
    return {one.toggle.name: one.toggle for one in module_toggles(catalog) if not one.is_gone}


def with_required(toggle: Toggle, by_name: Mapping[str, Toggle]) -> tuple[Toggle, ...]:
    """Return a toggle after all that must be on too, each after those that it requires itself."""
    found: dict[str, Toggle] = {}
    seen = {toggle.name}
    waiting = [toggle]
    while waiting:
        required = [by_name[name] for name in waiting[-1].requires if name in by_name and name not in seen]
        seen.update(one.name for one in required[:1])
        waiting += required[:1]
        if not required:
            one = waiting.pop()
            found.setdefault(one.name, one)
    return tuple(found.values())


def enabling(module: Module, catalog: Catalog) -> Toggle | None:
    """Return the toggle that turns the whole module on, or did before it was removed; None without one.

    Where no entry says of a toggle how much it controls, the first one counts as that of the module. One of
    several alternatives is not the one.
    """
    toggles = [one for one in module.toggles if one.until is None or catalog.is_gone(module)]
    first = [one for one in toggles[:1] if one.gates is None]
    alternatives = {name for group in module.one_of for name in group}
    found = [*(one for one in toggles if one.gates == "full"), *first]
    return next((one for one in found if one.name not in alternatives), None)


def parts(module: Module, catalog: Catalog) -> tuple[Toggle, ...]:
    """Return the toggles that turn parts or variants of a module on, where none turns on all of it."""
    alternatives = {name for group in module.one_of for name in group}
    return tuple(
        one
        for one in (module.toggles if enabling(module, catalog) is None else ())
        if one.until is None or catalog.is_gone(module)
        if one.gates == "partial" or one.name in alternatives
    )


def _anchors(name: str, id_: str) -> Iterator[str]:
    """Yield what the anchor of a toggle may be.

    Its name is enough, unless another module has, or had, one of that name.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    plain = f"toggle-{slug or hashlib.sha256(name.encode()).hexdigest()[:8]}"
    yield plain
    yield f"{plain}-{id_}"
    yield from (f"{plain}-{id_}-{number}" for number in count(2))
