"""Toggles that several modules share: one entry describes each, and the others say which they use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..entries import Module, Toggle

_ByPlace = Mapping[tuple[str, str], Toggle]


def shared(modules: Sequence[Module]) -> tuple[Module, ...]:
    """Return the modules with what the entries of others say of the toggles that they use.

    Of one that no entry describes, only the name is known.
    """
    if not any(toggle.uses for module in modules for toggle in module.toggles):
        return tuple(modules)
    by_place = _by_place(modules)
    return tuple(
        replace(module, toggles=tuple(_described(one, by_place) for one in module.toggles))
        if any(one.uses for one in module.toggles)
        else module
        for module in modules
    )


def without_unknown(modules: Sequence[Module]) -> tuple[Module, ...]:
    """Return the modules without the toggles that no entry describes: there is nothing to show of them."""
    return tuple(
        module
        if all(one.mechanism for one in module.toggles)
        else replace(module, toggles=tuple(one for one in module.toggles if one.mechanism))
        for module in modules
    )


def _by_place(modules: Sequence[Module]) -> _ByPlace:
    """Return the toggles by the ids that a module has, or had, and their names; those that stand first."""
    ids = {module.id for module in modules}
    found: dict[tuple[str, str], Toggle] = {}
    for module in modules:
        for _, toggle in sorted(module.own_toggles, key=lambda one: one[1].until is not None):
            for id_ in (module.id, *(former for former in module.former_ids if former not in ids)):
                found.setdefault((id_, toggle.name), toggle)
    return found


def _described(toggle: Toggle, by_place: _ByPlace) -> Toggle:
    if toggle.used is None:
        return toggle
    known = by_place.get(toggle.used) or Toggle(toggle.used[1])
    return replace(known, uses=toggle.uses, gates=toggle.gates, what=toggle.what)
