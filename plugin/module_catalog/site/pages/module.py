"""The page of one module."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from ...catalog.addresses import module_path
from ...catalog.entries import Compatibility, Event, Module, Owner, ShowcaseEntry, Toggle
from ...catalog.lifecycle import Stage
from ...catalog.model import Catalog, Neighbour, Target
from ...catalog.own_fields import OwnField
from ...catalog.queries.folders import paths, shared_folders
from ...catalog.queries.lifespan import first_release
from ...catalog.queries.owners import is_seeking
from ...catalog.queries.toggles import anchors, enabling, module_toggles, parts
from ...catalog.queries.whose import contact
from ...catalog.references import of_module
from ...catalog.releases import before, day, day_of
from ...catalog.settings import Contact, ModuleKind
from ...checks.gates import GATES, binds, is_undated
from ...checks.readiness import Readiness, readiness
from ..citation import Citation, citation
from ..copying import Copying, SettingGroup
from ..drawings import relation_key
from ..evidence import STATES, AuditResult, audit_result
from ..list_paths import paths_of_releases
from ..page import Page
from ..parts import LIMITS, Limit
from ..toggle_rows import row_paths
from . import compatibility

_SOME = 20
"""So many neighbours of each sort are on the page of a module that has too many of them."""
_BOOSTS = {"live": 1.0, "aside": 0.5, "leaving": 0.5, "gone": 0.5}
_BOOST_OF_FIRST = 1.2
"""What others begin with comes before them: Relax before Relax VM, which has the word more often."""


@dataclass(frozen=True, slots=True)
class StageStep:
    """A field of the stage strip: a stage, and when the module entered it, if it did."""

    stage: Stage
    entered: Event | None
    is_current: bool


@dataclass(frozen=True)
class RelationGroup:
    """The neighbours of a module that it stands to in one way."""

    label: str
    neighbours: Sequence[Neighbour]
    more: int
    """How many are only on the page of all its relations."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows, beside what the entry itself says."""

    module: Module
    stage: Stage
    kind: ModuleKind
    steps: Sequence[StageStep]
    is_gone: bool
    is_seeking: bool
    """Whether the module is looking for an owner."""
    removed: Event | None
    """The newest event with which it left."""
    first: str | None
    """The first release that has it."""
    last: str | None
    """The last release that has it, when it was removed; None when that is not known."""
    addresses: Mapping[str, str]
    """Where its paths can be read, by path."""
    toggle: Toggle | None
    """The toggle that turns the whole module on, or did; None when there is none now."""
    parts: Sequence[Toggle]
    """The toggles that each turn on a part of it, where none turns on all of it."""
    dropped: Sequence[Toggle]
    """The toggles that left with it."""
    removal_day: date | None
    """The day of its announced removal, or of the release of it, as far as it is known."""
    is_removal_due: bool
    """Whether that day has come."""
    removal_is_day: bool
    """Whether its removal is announced for a day, and not for a release."""
    toggle_rows: Sequence[tuple[str, str]]
    """The page with the row of each of its toggles, and the anchor there."""
    settings_to_copy: Sequence[SettingGroup]
    """The lines that turn it on."""
    relations: Sequence[RelationGroup]
    key: relation_key.RelationKey | None
    combinations: Sequence[tuple[Compatibility, bool]]
    """What it works with, each with whether that is past."""
    readiness: Readiness | None
    """Which gates of the next stage it meets; None for one that is not live."""
    audited: AuditResult | None
    states: Mapping[str, str]
    """How a claim can stand, and its word."""
    mentioned: Mapping[str, Target]
    """What it names, by what it calls that."""
    works: Sequence[ShowcaseEntry]
    """Those that use it."""
    has_reading: bool
    """Whether its stage is this catalog's own reading."""
    misfits: Sequence[str]
    """What is wrong with values that count as not recorded."""
    is_undated: bool
    """Whether it is not recorded if it came to its stage before the lifecycle took effect."""
    contact: Contact
    """Where to ask: what its entry says, else the catalog."""
    histories: Sequence[tuple[str, str]]
    """Its paths, each with the address of the commits to it."""
    former_owners: Sequence[Owner]
    required: Collection[str]
    """The fields that its stage asks it for: those without a value have a row none the less."""
    citation: Citation
    own_values: Sequence[tuple[OwnField, Sequence[Any]]]
    """What it says in the project's own fields; a day as one."""
    releases: Mapping[str, str]
    """The path of the page of each release that its history names."""


def _of_history(module: Module, releases: Mapping[str, str]) -> Mapping[str, str]:
    """Return those of the paths of releases that the history of a module names."""
    named = {event.release for event in module.history}
    return {name: path for name, path in releases.items() if name in named}


def pages(catalog: Catalog, limits: Mapping[str, Limit] = LIMITS) -> Iterator[Page]:
    """A page for each module."""
    gone = [stage.id for stage in catalog.lifecycle.stages if stage.presence == "gone"]
    copying = Copying(catalog)
    rows, pages_of_rows = anchors(catalog), row_paths(catalog)
    first = set(_first(catalog))
    standing = {one.toggle.name for one in module_toggles(catalog) if not one.is_gone}
    releases = paths_of_releases(catalog)

    def shown(module: Module) -> Shown:
        neighbours = standing_neighbours(module, catalog)
        removal = module.deprecation.removal if module.deprecation else None
        removed = next((event for event in reversed(module.history) if event.stage in gone), None)
        last = _last_release(module, removed, catalog)
        audited = audit_result(module, catalog)
        whole = enabling(module, catalog)
        removal_day = day_of(removal, catalog.settings) if removal else None
        return Shown(
            module=module,
            stage=catalog.stage_of(module),
            kind=catalog.settings.kinds[module.kind],
            steps=_steps(module, catalog),
            is_gone=module.stage in gone,
            is_seeking=is_seeking(module, catalog),
            removed=removed,
            first=_first_release(module, last, catalog),
            last=last,
            addresses=_addresses(module, last, catalog),
            toggle=whole,
            parts=parts(module, catalog),
            dropped=[one for one in module.toggles if one.name not in standing]
            if module.stage in gone
            else (),
            removal_day=removal_day,
            is_removal_due=removal_day is not None and removal_day <= catalog.today,
            removal_is_day=bool(removal) and day(str(removal)) is not None,
            toggle_rows=[(pages_of_rows[anchor], anchor) for anchor in rows[module.id]],
            settings_to_copy=() if module.stage in gone else copying.of_module(module),
            relations=_groups(neighbours, limits["module"].most),
            key=relation_key.bracket_key(module, neighbours),
            combinations=[(one, compatibility.is_past(module, one, catalog)) for one in module.compatibility],
            readiness=readiness(module, catalog) if catalog.stage_of(module).presence == "live" else None,
            audited=audited,
            states=STATES,
            mentioned=_mentioned(module, catalog),
            works=catalog.showcase_of(module),
            has_reading=module.entered is not None and module.entered.is_reading,
            misfits=[catalog.settings.noun.put_in(one.message) for one in module.document.misfits],
            is_undated=is_undated(module, catalog),
            contact=contact(module, catalog),
            histories=_histories(module, catalog),
            former_owners=[owner for owner in module.owners if owner.until],
            required=_required(module, catalog),
            citation=citation(module, audited.evidence if audited else None, catalog),
            own_values=_own_values(module, catalog),
            releases=_of_history(module, releases),
        )

    for module in catalog.modules:
        yield Page(
            "module",
            "{name}",
            "{summary}",
            partial(shown, module),
            at=module_path(module.id),
            values={"name": module.name, "summary": module.summary or module.name},
            source=module.document.path,
            boost=_BOOSTS[catalog.stage_of(module).presence] * (_BOOST_OF_FIRST if module.id in first else 1),
            hides=("navigation",),
        )


def _first(catalog: Catalog) -> Iterator[str]:
    """Yield the ids of modules with whose name others begin, or in whose folder others have paths."""
    words = [module.name.split(" ") for module in catalog.modules]
    beginnings = {" ".join(one[:end]) for one in words for end in range(1, len(one))}
    yield from (module.id for module in catalog.modules if module.name in beginnings)
    for id_, folders in shared_folders(catalog).items():
        if not all(one.is_inside for one in folders):
            yield id_


def standing_neighbours(module: Module, catalog: Catalog) -> list[Neighbour]:
    """Return the neighbours of a module that are there.

    What is gone is shown only as replaced, unless the module itself is gone.
    """
    neighbours = catalog.neighbours(module)
    if catalog.is_gone(module):
        return list(neighbours)
    return [
        one
        for one in neighbours
        if not (one.module and catalog.is_gone(one.module)) or one.type.name == "supersedes"
    ]


def _steps(module: Module, catalog: Catalog) -> list[StageStep]:
    entered = {event.stage: event for _, event in module.stage_events}
    return [
        StageStep(stage, entered.get(stage.id), stage.id == module.stage)
        for stage in catalog.lifecycle.stages
    ]


def _last_release(module: Module, removed: Event | None, catalog: Catalog) -> str | None:
    """Return the last release that has a removed module: the one before it was removed, or its paths were."""
    if removed is None or not catalog.is_gone(module):
        return None
    known = catalog.settings.release_days
    ends = (*(former.until for former in module.former_namespaces), removed.release)
    return before(next((end for end in ends if end in known), None), catalog.settings)


def _first_release(module: Module, last: str | None, catalog: Catalog) -> str | None:
    """Return the first release that has the module; None for one after the last, which names its removal."""
    first, names = first_release(module), catalog.settings.release_names
    if first in names and last in names and names.index(first) > names.index(last):
        return None
    return first


def _addresses(module: Module, last: str | None, catalog: Catalog) -> Mapping[str, str]:
    """Return the address of each path of a module that can be read: what its page shows as a link.

    It is that on the branch, or in the last release that had it.
    """
    revision = None if module.namespaces else last
    if not module.namespaces and last is None:
        return {}
    parts = (path for part in module.parts for path in part.namespaces)
    tests = module.tests.paths if module.tests else ()
    sources = {path: catalog.settings.source_of(path) for path in (*paths(module), *parts, *tests)}
    return {path: where.tree(inside, revision) for path, (where, inside) in sources.items() if where}


def _mentioned(module: Module, catalog: Catalog) -> dict[str, Target]:
    return catalog.targets(id_ for _, id_ in of_module(module, catalog.settings.fields))


def _histories(module: Module, catalog: Catalog) -> list[tuple[str, str]]:
    found = ((path, *catalog.settings.source_of(path)) for path in module.namespaces)
    addresses = ((path, where.history(inside)) for path, where, inside in found if where)
    return [(path, address) for path, address in addresses if address]


def _required(module: Module, catalog: Catalog) -> set[str]:
    """Return the fields of the entry that a gate asks for which binds the module at its stage."""
    gates = (gate for gate in catalog.stage_of(module).gates if binds(module, gate, catalog))
    schemas = (GATES[gate.kind].schema(gate.options) for gate in gates)
    return {field for schema in schemas for field in (schema or {}).get("required", ())}


def _own_values(module: Module, catalog: Catalog) -> list[tuple[OwnField, Sequence[Any]]]:
    shown = [(key, one) for key, one in catalog.settings.fields.items() if one.show]
    said = [(one, one.values(module.value(key))) for key, one in shown]
    return [
        (one, [date.fromisoformat(value) for value in values] if one.type == "date" else values)
        for one, values in said
        if values
    ]


def _groups(neighbours: Sequence[Neighbour], most: int) -> list[RelationGroup]:
    """Return the neighbours by what stands between; of too many, only some."""
    listed = len(neighbours) if len(neighbours) <= most else _SOME
    groups = [(label, list(group)) for label, group in groupby(neighbours, key=lambda one: one.label)]
    return [RelationGroup(label, group[:listed], max(0, len(group) - listed)) for label, group in groups]
