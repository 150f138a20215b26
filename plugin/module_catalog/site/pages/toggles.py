"""The page of toggles: what each controls, what is gone, and a configurator that puts lines together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import groupby

from ...catalog.entries import Module, Toggle
from ...catalog.model import Catalog, Target
from ...catalog.queries.toggles import ModuleToggle, by_release, choices, module_toggles
from ...catalog.settings import ModuleKind
from ..copying import CopyBlock, Copying, CopyLine, headings
from ..page import Page
from ..parts import LIMITS, Limit, Part
from ..toggle_rows import by_toggle, toggle_parts

_ON = ("on", "true")
"""Defaults with which nothing is to be set."""
CLASHES = {"conflicts-with": "Conflict", "overlaps-with": "Overlap"}
"""Relations that somebody who wants both modules should know of, in the order in which they are said."""


@dataclass(frozen=True)
class EnableLine:
    """A line that turns a toggle on."""

    module_toggle: ModuleToggle
    line: CopyLine
    requires: tuple[str, ...]
    """The anchors of the toggles that must be on too."""
    by_release: tuple[tuple[int, str | None], ...]
    """The places of releases from which on it has a default."""

    @property
    def changes(self) -> str:
        """The same, as the script reads it."""
        return " ".join(f"{place}:{_state(default)}" for place, default in self.by_release)


def _state(default: str | None) -> str:
    return "on" if (default or "").casefold() in _ON else "off"


@dataclass(frozen=True)
class WantedModule:
    """A module that can be chosen, and what is to be chosen of it."""

    module: Module
    whole: ModuleToggle | None
    """The toggle that comes with it."""
    alternatives: tuple[tuple[ModuleToggle, ...], ...]
    """Groups of which one is chosen."""
    parts: tuple[ModuleToggle, ...]
    """Those that are chosen each on its own."""


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

    @property
    def is_to_set(self) -> bool:
        """Whether a toggle of it may have to be set: one is not on by default."""
        return any(one.default != "on" for one in self.module_toggles)


@dataclass(frozen=True)
class Configurator:
    """Everything that the lines and notes of any choice consist of."""

    wanted: tuple[tuple[ModuleKind, tuple[WantedModule, ...]], ...]
    """What can be chosen, by kind."""
    blocks: tuple[tuple[CopyBlock, tuple[EnableLine, ...]], ...]
    """Lines by where they go, required ones before those that require them."""
    clashes: tuple[Clash, ...]
    without_line: tuple[tuple[ModuleToggle, str], ...]
    """Toggles with the name of one they require, for which there is no line."""
    needs: tuple[DependencyNote, ...]
    always: tuple[tuple[Module, tuple[str, ...]], ...]
    """Modules without a toggle, and the ids of those that depend on them."""
    releases: tuple[tuple[int, str], ...]
    """Every release with its place, newest first: none where no toggle has a history."""


@dataclass(frozen=True)
class ToggleTable:
    """The toggles of a mechanism."""

    mechanism: str
    file: str | None
    """What their lines go into, if catalog.yaml says so."""
    kinds: Sequence[tuple[ModuleKind, Sequence[ModuleToggle]]]

    def has(self, field: str) -> bool:
        """Say whether an entry says this of any of them."""
        return field in self._said

    @property
    def has_ends(self) -> bool:
        """Whether an entry says of any of them how long it is to live."""
        return any(map(self.has, ("kind", "expires", "permanent")))

    @cached_property
    def _said(self) -> frozenset[str]:
        toggles = [one.toggle for _, group in self.kinds for one in group]
        return frozenset(one.name for one in fields(Toggle) if any(getattr(of, one.name) for of in toggles))


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    tables: Sequence[ToggleTable]
    gone: Sequence[tuple[ModuleToggle, str | None]]
    """Toggles that have left, and the release in which their module did."""
    replacements: Mapping[str, Target]
    """What replaces the modules of those that are gone, by id."""
    standing: int
    """How many there are that have not left."""
    off: int
    """How many of these are off by default."""
    anchors: Mapping[str, str]
    """Where a toggle stands on the page, by its name."""
    configurator: Configurator
    is_far: bool = False
    """Whether what the configurator consists of is too much for the page, and in a file."""
    parts: Sequence[Part[ModuleToggle]] = ()
    """Where the rows stand, if they are too many for one page."""
    places: Mapping[str, Part[ModuleToggle]] = field(default_factory=dict)
    """The part in which a row stands, by its anchor."""


def pages(catalog: Catalog, limits: Mapping[str, Limit] = LIMITS) -> Iterator[Page]:
    """The reference of all toggles, with the configurator above it."""
    held = module_toggles(catalog)
    standing = sorted((one for one in held if not one.is_gone), key=by_toggle)
    found = toggle_parts(catalog, limits)
    configurator = _configurator(standing, catalog)
    is_far = sum(len(lines) for _, lines in configurator.blocks) > limits["configurator"].most
    shows = Shown(
        tables=() if found else _tables(standing, catalog),
        gone=() if found else _gone(held, catalog),
        replacements=catalog.targets(
            id_ for one in held if one.module.deprecation for id_ in one.module.deprecation.replacements
        ),
        standing=len(standing),
        off=sum(one.default == "off" for one in standing),
        anchors={one.toggle.name: one.anchor for one in standing},
        configurator=configurator,
        is_far=is_far,
        parts=found,
        places={one.anchor: part for part in found for one in part.items},
    )
    whole = Page(
        "toggles",
        "Toggles",
        "Every toggle of {project}'s modules: what it controls, its default, and how to set it.",
        shows,
        fragment="_configurator.html.j2" if is_far else "",
    )
    yield whole
    for part in found:
        tables = _tables([one for one in part.items if not one.is_gone], catalog)
        shown = replace(shows, tables=tables, gone=_gone(part.items, catalog))
        yield replace(whole, shows=shown, part=part, fragment="")


def _gone(held: Iterable[ModuleToggle], catalog: Catalog) -> list[tuple[ModuleToggle, str | None]]:
    """Return the toggles that have left, each with the release in which its module did."""
    gone = sorted((one for one in held if one.is_gone), key=by_toggle)
    return [(one, _left(one.module, catalog)) for one in gone]


def _tables(standing: Sequence[ModuleToggle], catalog: Catalog) -> list[ToggleTable]:
    tables = []
    for mechanism in headings(catalog.settings):
        rows = [one for one in standing if one.toggle.mechanism == mechanism]
        kinds = [
            (kind, [one for one in rows if one.module.kind == id_])
            for id_, kind in catalog.settings.kinds.items()
        ]
        file = catalog.settings.copy_to.get(mechanism)
        if rows:
            tables.append(ToggleTable(mechanism, file, [(kind, group) for kind, group in kinds if group]))
    return tables


def _left(module: Module, catalog: Catalog) -> str | None:
    """Return the release in which the module was gone, if it is and its history says."""
    is_gone = catalog.is_gone(module)
    return module.entered.release if is_gone and module.entered else None


def _configurator(standing: Sequence[ModuleToggle], catalog: Catalog) -> Configurator:
    copying = Copying(catalog)
    lines = _lines(standing, copying, catalog)
    wanted = {
        module.id: module
        for one in lines
        for module in one.module_toggle.modules
        if catalog.stage_of(module).presence == "live"
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
    rows = {id(one.line): one for one in lines}
    held = {(one.module.id, one.toggle.name): one for one in standing}
    held |= {
        (user.id, used.name): replace(one, module=user, toggle=used)
        for one in standing
        for user, used in one.shared_by
    }
    modules = [module for _, group in by_kind for module in group]
    needs = list(_needs(modules, standing, catalog))
    return Configurator(
        wanted=tuple(
            (kind, tuple(_wanted(module, held, catalog) for module in group))
            for kind, group in by_kind
            if group
        ),
        blocks=tuple(
            (block, tuple(rows[id(line)] for line in block.lines))
            for block in copying.blocks([one.line for one in lines])
        ),
        clashes=_clashes(wanted, modules),
        without_line=_without_line(lines),
        needs=tuple(need for need in needs if need.is_to_set),
        always=_always(need for need in needs if not need.module_toggles),
        releases=_releases(lines, catalog),
    )


def _wanted(module: Module, held: Mapping[tuple[str, str], ModuleToggle], catalog: Catalog) -> WantedModule:
    found = choices(module, catalog)

    def rows(toggles: Iterable[Toggle]) -> tuple[ModuleToggle, ...]:
        return tuple(held[module.id, one.name] for one in toggles)

    whole = rows([found.whole])[0] if found.whole else None
    return WantedModule(module, whole, tuple(map(rows, found.alternatives)), rows(found.parts))


def _releases(lines: Iterable[EnableLine], catalog: Catalog) -> tuple[tuple[int, str], ...]:
    has_history = any(one.module_toggle.toggle.history for one in lines)
    return tuple(enumerate(catalog.settings.release_names))[::-1] if has_history else ()


def _lines(standing: Sequence[ModuleToggle], copying: Copying, catalog: Catalog) -> list[EnableLine]:
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
            copying.line(one.toggle),
            tuple(by_name[name].anchor for name in one.toggle.requires if name in by_name),
            by_release(one.toggle, catalog),
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
    held: dict[str, list[ModuleToggle]] = {}
    for one in standing:
        for module in one.modules:
            held.setdefault(module.id, []).append(one)
    for module in modules:
        for relation in module.relations:
            other = catalog.by_id.get(relation.module or "")
            if (
                other
                and catalog.settings.relation_words[relation.type][0].needs
                and not catalog.is_gone(other)
            ):
                yield DependencyNote(module, other, tuple(held.get(other.id, ())))


def _always(needs: Iterable[DependencyNote]) -> tuple[tuple[Module, tuple[str, ...]], ...]:
    ordered = sorted(needs, key=lambda need: (need.other.name.casefold(), need.other.id))
    grouped = [list(group) for _, group in groupby(ordered, key=lambda need: need.other.id)]
    return tuple((group[0].other, tuple(need.module.id for need in group)) for group in grouped)
