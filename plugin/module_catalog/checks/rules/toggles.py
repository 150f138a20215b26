"""Toggles: whose they are, what they need, and what they were like (MC2xx)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from ...catalog.entries import Module, Toggle, ToggleChange
from ...catalog.model import Catalog
from ...catalog.reading.yaml_reader import Key
from ...catalog.settings import Settings
from ...diagnostics import Related, closest
from .identity import claimed_twice
from .rule import Violation, Violations, rule


@rule("MC206", "a toggle belongs to one module", across=True)
def one_toggle(catalog: Catalog) -> Violations:
    """A toggle that two modules describe controls more than either page says. Removed ones control nothing.

    What turns several modules on stands in the entry of one of them, and the others say that they use it.
    """
    toggles = (
        (toggle.name, module, ("toggles", index, "name"))
        for module in catalog.modules
        for index, toggle in module.own_toggles
        if toggle.until is None and not catalog.is_gone(module)
    )
    for claim in claimed_twice(toggles):
        claimed = f"the toggle `{claim.value}` is also listed by `{claim.owner.id}`"
        instead = f"`uses: {claim.owner.id}/{claim.value}`"
        yield claim.violation(f"{claimed}: if it turns both on, write {instead} in place of it here")


@rule("MC215", "a toggle that a module uses stands in another entry", across=True)
def shared_toggles(catalog: Catalog) -> Violations:
    """One entry says of a shared toggle how it is set, and its default. Where none does, nobody can know."""
    for module in catalog.modules:
        names = [toggle.name for toggle in module.toggles]
        for index, toggle in enumerate(module.toggles):
            id_, name = toggle.used or ("", "")
            owner = catalog.owner_of(toggle)
            where = partial(module.where, "toggles", index, "uses")
            if owner is module:
                yield Violation(where(), f"`{id_}` is this module: describe the toggle here")
            elif owner and names.index(name) < index:
                yield Violation(where(), f"the module has a toggle `{name}` already: keep one of the two")
            elif owner and (mistake := _mistaken_use(id_, name, owner, catalog)):
                yield Violation(where(), *mistake)


def _mistaken_use(id_: str, name: str, owner: Module, catalog: Catalog) -> tuple[str, str | None] | None:
    """Return what is wrong with the use of a toggle of a module, and what is meant."""
    own = {toggle.name: toggle for _, toggle in owner.own_toggles}
    used = next((one.uses for one in owner.toggles if one.uses and one.name == name), None)
    if name in own:
        is_left = catalog.is_gone(owner) and own[name].until is None
        return (f"`{owner.id}` is {owner.stage}: describe the toggle here", None) if is_left else None
    if used:
        return f"`{id_}` uses the toggle `{name}` of another module: name that module", used
    if may_be_toggle(name, catalog):
        return None
    meant = closest(name, own)
    return f"`{id_}` has no toggle `{name}`", meant and f"{id_}/{meant}"


@rule("MC207", "a required toggle is in the catalog", across=True)
def known_toggles(catalog: Catalog) -> Violations:
    """Whoever copies the settings of a module needs all of them.

    A toggle that is unknown or removed has no effect.
    """
    toggles = [(toggle, module) for module in catalog.modules for _, toggle in module.own_toggles]
    standing = frozenset(toggle.name for toggle, _ in toggles if toggle.until is None)
    gone = {toggle.name: toggle.until for toggle, _ in toggles if toggle.until}
    called: dict[str, list[str]] = {}
    for toggle, module in toggles:
        for word in {module.id, module.name.casefold()} if toggle.name in standing else ():
            called.setdefault(word, []).append(toggle.name)
    for module in catalog.modules:
        for index, toggle in module.own_toggles:
            for position, name in enumerate(toggle.requires if toggle.until is None else ()):
                if name in standing or may_be_toggle(name, catalog):
                    continue
                if names := called.get(name.casefold()):
                    listed = ", ".join(f"`{one}`" for one in names)
                    meant = names[0] if len(names) == 1 else None
                    which = "its toggle" if meant else "one of its toggles"
                    message = f"`{name}` is a module: name {which}, {listed}"
                else:
                    what = f"was removed in {gone[name]}" if name in gone else "is listed by no module"
                    message = f"the toggle `{name}` {what}: name a toggle that is in the catalog"
                    meant = closest(name, standing, unless=toggle.name)
                yield Violation(module.where("toggles", index, "requires", position), message, meant)


def may_be_toggle(name: str, catalog: Catalog) -> bool:
    """Say whether a name stands in an entry that could not be accepted, and may be a toggle there."""
    return any(name in text for text in catalog.rejected)


@rule("MC217", "an entry describes a toggle once")
def described_once(catalog: Catalog) -> Violations:
    """Of two descriptions nobody can tell which holds, and pages show both."""
    for module in catalog.modules:
        first: dict[str, int] = {}
        for index, toggle in module.own_toggles:
            there = first.setdefault(toggle.name, index) if toggle.until is None else index
            if there != index:
                related = (Related(module.where("toggles", there, "name"), "described here"),)
                message = f"the toggle `{toggle.name}` is described above already: keep one of the two"
                yield Violation(module.where("toggles", index, "name"), message, related=related)


@rule("MC218", "a toggle does not require itself")
def requires_another(catalog: Catalog) -> Violations:
    """Whoever reads what else must be on looks for a second toggle: most likely another one was meant."""
    for module in catalog.modules:
        for index, toggle in module.own_toggles:
            if toggle.name in toggle.requires:
                where = module.where("toggles", index, "requires", toggle.requires.index(toggle.name))
                message = f"`{toggle.name}` requires itself: name the toggle that is meant, or remove it here"
                yield Violation(where, message)


@rule("MC210", "an alternative is a toggle of the module")
def known_alternatives(catalog: Catalog) -> Violations:
    """Pages let a reader choose one toggle of each group in `one_of`.

    A name that is not a toggle of the module, or is in two groups, leaves a reader without that choice.
    """
    for module in catalog.modules:
        there = [toggle.name for toggle in module.toggles if toggle.uses or toggle.until is None]
        taken: set[str] = set()
        is_sure = "toggles" not in module.document.lost
        for index, group in enumerate(module.one_of):
            for position, name in enumerate(group):
                where = module.where("one_of", index, position)
                if name not in there and is_sure:
                    message = f"`{name}` is no toggle that the module has: name one of `toggles`"
                    yield Violation(where, message, closest(name, there))
                elif name in taken:
                    yield Violation(where, f"`{name}` is in another group already: keep it in one of the two")
            taken.update(group)


@rule("MC214", "the history of a toggle leads to what it is now")
def toggle_histories(catalog: Catalog) -> Violations:
    """Whoever runs an older release looks up what the toggle was like there."""
    whole = (module for module in catalog.modules if "toggles" not in module.document.lost)
    for module in whole:
        for index, toggle in module.own_toggles:
            if toggle.history:
                yield from _history_mistakes(module, ("toggles", index), toggle, catalog.settings)


def _wrong_order(before: ToggleChange, after: ToggleChange, names: Sequence[str]) -> str | None:
    """Return what is wrong with when a row of a history begins, after the one before it."""
    if not {before.release, after.release, before.until or after.release} <= {*names}:
        return None
    begins = names.index(after.release)
    if begins <= names.index(before.release):
        return f"`{after.release}` does not come after `{before.release}`: put the rows in order"
    ends = names.index(before.until) if before.until else begins - 1
    if ends >= begins:
        return f"the row above goes on until `{before.until}`: correct one of the two"
    if ends < begins - 1:
        untold = "` to `".join(dict.fromkeys((names[ends + 1], names[begins - 1])))
        return f"the row above ends with `{before.until}`, and none is about `{untold}`: add or correct one"
    return None


def _history_mistakes(module: Module, key: Key, toggle: Toggle, settings: Settings) -> Violations:
    names = settings.release_names
    first, last = toggle.history[0], toggle.history[-1]
    for index, rows in enumerate(pairwise(toggle.history), start=1):
        if mistake := _wrong_order(*rows, names):
            yield Violation(module.where(*key, "history", index, "release"), mistake)
    if toggle.since and first.release != toggle.since:
        begins = f"its history begins with {first.release}"
        message = f"the toggle is there since {toggle.since}, and {begins}: correct one"
        yield Violation(module.where(*key, "history", 0, "release"), message)
    if toggle.until and toggle.until in names and last.release in names[names.index(toggle.until) :]:
        goes_on = f"its history goes on with {last.release}"
        message = f"the toggle is gone since {toggle.until}, and {goes_on}: correct one"
        yield Violation(module.where(*key, "history", len(toggle.history) - 1, "release"), message)
    defaults = [row.default for row in toggle.history if row.default]
    is_current = last.release in settings.out or not names
    if (
        toggle.has_default
        and defaults
        and is_current
        and defaults[-1].casefold() != toggle.default.casefold()
    ):
        message = (
            f"the default is `{toggle.default}`, but `{defaults[-1]}` in the history: correct one of the two"
        )
        yield Violation(module.where(*key, "default"), message)
