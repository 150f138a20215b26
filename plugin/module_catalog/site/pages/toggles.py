"""The page of toggles: what each controls, what is gone, and a configurator that puts lines together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.settings import ModuleKind
from ...catalog.toggles import ModuleToggle, module_toggles
from ...catalog.vocabulary import RELATIONS
from ..copying import HEADINGS
from ..page import Page

CLASHES = {"conflicts-with": "Conflict", "overlaps-with": "Overlap"}
"""Relations that somebody who wants both modules should know of, in the order in which they are said."""


@dataclass(frozen=True)
class EnableLine:
    """A line that turns a toggle on."""

    module_toggle: ModuleToggle
    text: str
    requires: tuple[str, ...]
    """The anchors of the toggles that must be on too."""


@dataclass(frozen=True)
class Clash:
    """Two modules that should not, or need not, be on together."""

    word: str
    module: Module
    other: Module
    why: str


@dataclass(frozen=True)
class DependencyNote:
    """A module that depends on another one, which has toggles of its own."""

    module: Module
    other: Module
    module_toggles: tuple[ModuleToggle, ...]


@dataclass(frozen=True)
class Configurator:
    """Everything that the lines and notes of any choice consist of."""

    wanted: tuple[tuple[ModuleKind, tuple[Module, ...]], ...]
    """What can be chosen, by kind."""
    blocks: tuple[tuple[str, tuple[EnableLine, ...]], ...]
    """Lines by mechanism, required ones before those that require them."""
    clashes: tuple[Clash, ...]
    without_line: tuple[tuple[ModuleToggle, str], ...]
    """Toggles with the name of one they require, for which there is no line."""
    several: tuple[tuple[Module, int], ...]
    """Modules with more than one line, and how many."""
    needs: tuple[DependencyNote, ...]
    always: tuple[tuple[Module, tuple[str, ...]], ...]
    """Modules without a toggle, and the ids of those that depend on them."""


Tables = Sequence[tuple[str, Sequence[tuple[ModuleKind, Sequence[ModuleToggle]]]]]
"""The toggles of each mechanism, by its heading, then by kind of module."""


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    tables: Tables
    gone: Sequence[tuple[ModuleToggle, str | None]]
    """Toggles that have left, and the release in which their module did."""
    standing: Sequence[ModuleToggle]
    off: int
    """How many are off by default."""
    anchors: Mapping[str, str]
    """Where a toggle stands on the page, by its name."""
    configurator: Configurator


def pages(catalog: Catalog) -> Iterator[Page]:
    """The reference of all toggles, with the configurator above it."""
    held = module_toggles(catalog)
    standing = sorted((one for one in held if not one.is_gone), key=_name)
    shows = Shown(
        tables=_tables(standing, catalog),
        gone=[
            (one, _left(one.module, catalog))
            for one in sorted((one for one in held if one.is_gone), key=_name)
        ],
        standing=standing,
        off=sum(one.default == "off" for one in standing),
        anchors={one.toggle.name: one.anchor for one in standing},
        configurator=_configurator(standing, catalog),
    )
    description = "Every toggle of {project}'s modules: what it controls, its default, and how to set it."
    yield Page("toggles", "Toggles", description, shows)


def _name(module_toggle: ModuleToggle) -> tuple[str, str]:
    return module_toggle.toggle.name.casefold(), module_toggle.anchor


def _tables(standing: Sequence[ModuleToggle], catalog: Catalog) -> Tables:
    tables = []
    for mechanism, heading in HEADINGS.items():
        rows = [one for one in standing if one.toggle.mechanism == mechanism]
        kinds = [
            (kind, [one for one in rows if one.module.kind == id_])
            for id_, kind in catalog.settings.kinds.items()
        ]
        if rows:
            tables.append((heading, [(kind, group) for kind, group in kinds if group]))
    return tables


def _left(module: Module, catalog: Catalog) -> str | None:
    """Return the release in which the module was gone, if it is and its history says."""
    is_gone = catalog.is_gone(module)
    return module.entered.release if is_gone and module.entered else None


def _configurator(standing: Sequence[ModuleToggle], catalog: Catalog) -> Configurator:
    lines = _lines(standing)
    wanted = {
        one.module_toggle.module.id: one.module_toggle.module
        for one in lines
        if catalog.stage_of(one.module_toggle.module).presence == "live"
    }
    by_kind = [
        (
            kind,
            sorted(
                (module for module in wanted.values() if module.kind == id_),
                key=lambda module: module.name.casefold(),
            ),
        )
        for id_, kind in catalog.settings.kinds.items()
    ]
    blocks = [
        (mechanism, tuple(one for one in lines if one.module_toggle.toggle.mechanism == mechanism))
        for mechanism in HEADINGS
    ]
    modules = [module for _, group in by_kind for module in group]
    several = [(module, sum(one.module_toggle.module is module for one in lines)) for module in modules]
    return Configurator(
        wanted=tuple((kind, tuple(group)) for kind, group in by_kind if group),
        blocks=tuple((mechanism, group) for mechanism, group in blocks if group),
        clashes=_clashes(wanted, modules),
        without_line=_without_line(lines),
        several=tuple((module, number) for module, number in several if number > 1),
        needs=tuple(need for need in _needs(modules, standing, catalog) if need.module_toggles),
        always=_always(need for need in _needs(modules, standing, catalog) if not need.module_toggles),
    )


def _lines(standing: Sequence[ModuleToggle]) -> list[EnableLine]:
    """Return the lines of all toggles that have one, each after those of the toggles it requires."""
    by_name = {one.toggle.name: one for one in standing}
    seen: set[str] = set()
    ordered: dict[str, ModuleToggle] = {}
    for first in standing:
        waiting = [first]
        while waiting:
            module_toggle = waiting[-1]
            seen.add(module_toggle.anchor)
            required = [by_name[name] for name in module_toggle.toggle.requires if name in by_name]
            before = [one for one in required if one.anchor not in seen]
            waiting += reversed(before)
            if not before:
                ordered.setdefault(module_toggle.anchor, waiting.pop())
    return [
        EnableLine(
            one,
            one.toggle.enable,
            tuple(by_name[name].anchor for name in one.toggle.requires if name in by_name),
        )
        for one in ordered.values()
        if one.toggle.enable
    ]


def _clashes(wanted: Mapping[str, Module], modules: Iterable[Module]) -> tuple[Clash, ...]:
    clashes = [
        Clash(CLASHES[relation.type], module, other, relation.why)
        for module in modules
        for relation in module.relations
        if relation.type in CLASHES and (other := wanted.get(relation.module or ""))
    ]
    return tuple(sorted(clashes, key=lambda clash: list(CLASHES.values()).index(clash.word)))


def _without_line(lines: Sequence[EnableLine]) -> tuple[tuple[ModuleToggle, str], ...]:
    settable = {one.module_toggle.toggle.name for one in lines}
    return tuple(
        (one.module_toggle, name)
        for one in lines
        for name in one.module_toggle.toggle.requires
        if name not in settable
    )


def _needs(
    modules: Iterable[Module], standing: Sequence[ModuleToggle], catalog: Catalog
) -> Iterator[DependencyNote]:
    """Yield what each module depends on that is there."""
    for module in modules:
        for relation in module.relations:
            other = catalog.by_id.get(relation.module or "")
            if other and RELATIONS[relation.type].needs and not catalog.is_gone(other):
                yield DependencyNote(module, other, tuple(one for one in standing if one.module is other))


def _always(needs: Iterable[DependencyNote]) -> tuple[tuple[Module, tuple[str, ...]], ...]:
    ordered = sorted(needs, key=lambda need: (need.other.name.casefold(), need.other.id))
    grouped = [list(group) for _, group in groupby(ordered, key=lambda need: need.other.id)]
    return tuple((group[0].other, tuple(need.module.id for need in group)) for group in grouped)
