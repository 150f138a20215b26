"""Accepted documents → Catalog: frozen entries with indexes. No checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .diagnostics import Place
from .documents import Document
from .lifecycle import Lifecycle, Stage
from .settings import Settings
from .structure import structure
from .vocabulary import RELATIONS, RelationType


@dataclass(frozen=True)
class Person:
    """Somebody of the roster."""

    handle: str
    name: str
    role: str | None = None
    from_: date | None = None
    until: date | None = None
    url: str | None = None
    is_team: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a module is at its stage."""

    claim: str
    source: str


@dataclass(frozen=True)
class FormerNamespace:
    """A path the module lived in before."""

    path: str
    from_: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Owner:
    """Who looks after a module. since and until are dates or releases."""

    person: str
    since: str | None = None
    until: str | None = None
    basis: str | None = None


@dataclass(frozen=True)
class Endorsement:
    """Who spoke for a module, or champions it."""

    person: str
    date: date | None = None
    url: str | None = None


@dataclass(frozen=True)
class Toggle:
    """A switch."""

    name: str
    mechanism: str
    default: str
    enable: str | None = None
    disable: str | None = None
    gates: str | None = None
    what: str | None = None
    requires: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Link:
    """Something outside the catalog."""

    name: str
    url: str


@dataclass(frozen=True)
class Relation:
    """How a module stands to another of the catalog, or to something external: exactly one of the two is given."""

    type: str
    why: str
    module: str | None = None
    external: Link | None = None


@dataclass(frozen=True)
class RoadmapItem:
    """Something planned. target is a date or a release."""

    title: str
    status: str
    toward: str | None = None
    target: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Vote:
    """Binding votes as they were counted."""

    for_: int
    against: int
    abstain: int = 0
    rule: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Rfc:
    """A decision about the module, or the attempt at one."""

    title: str
    status: str
    url: str | None = None
    for_: str | None = None
    decided: date | None = None
    note: str | None = None
    vote: Vote | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened to the module."""

    date: date
    event: str
    stage: str | None = None
    basis: str | None = None
    release: str | None = None
    rfc: str | None = None
    url: str | None = None
    note: str | None = None

    @property
    def is_reading(self) -> bool:
        """Whether the catalog, not the project, assigned the stage."""
        return self.basis == "reading"


@dataclass(frozen=True)
class Compatibility:
    """What the module works with, or does not."""

    with_: tuple[str, ...]
    status: str
    since: str | None = None
    until: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Proposal:
    """The answers a proposal for a new module gives."""

    objective: str | None = None
    non_goals: str | None = None
    today: str | None = None
    novelty: str | None = None
    audience: str | None = None
    risks: str | None = None
    effort: str | None = None
    success_checks: str | None = None
    rejected_alternatives: str | None = None


@dataclass(frozen=True)
class Deprecation:
    """How the module leaves. since and removal are dates or releases."""

    reason: str
    since: str | None = None
    replacement: str | None = None
    removal: str | None = None
    notice: str | None = None
    migration: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Tests:
    """Where the tests are and what runs them."""

    paths: tuple[str, ...] = ()
    ci: tuple[str, ...] = ()


@dataclass(frozen=True)
class Links:
    """Where to read on and whom to ask."""

    docs: str | None = None
    api: str | None = None
    issues: str | None = None
    discussion: str | None = None


@dataclass(frozen=True)
class Waiver:
    """A rule the entry is let off."""

    rule: str
    reason: str
    until: date


@dataclass(frozen=True)
class Module:
    """One module, as its entry describes it."""

    id: str
    document: Document
    name: str
    summary: str
    kind: str
    stage: str
    owners: tuple[Owner, ...]
    relations: tuple[Relation, ...]
    history: tuple[Event, ...]
    stage_reason: tuple[Reason, ...] = ()
    maturity: str | None = None
    namespaces: tuple[str, ...] = ()
    former_namespaces: tuple[FormerNamespace, ...] = ()
    no_owners: str | None = None
    seeking_owners: bool = False
    champion: Endorsement | None = None
    endorsements: tuple[Endorsement, ...] = ()
    toggles: tuple[Toggle, ...] = ()
    no_toggle: str | None = None
    stands_alone: str | None = None
    roadmap: tuple[RoadmapItem, ...] = ()
    nothing_planned: str | None = None
    rfcs: tuple[Rfc, ...] = ()
    compatibility: tuple[Compatibility, ...] = ()
    proposal: Proposal | None = None
    deprecation: Deprecation | None = None
    tests: Tests | None = None
    links: Links = Links()
    api: str | None = None
    reviewed: date | None = None
    tags: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def where(self, *key: str | int) -> Place:
        """Return the place of a value of the entry, or of the nearest thing around it."""
        return self.document.where(*key)

    def where_key(self, *key: str | int) -> Place:
        """Return the place of a key of the entry, or of the nearest one around it."""
        return self.document.where_key(*key)

    @cached_property
    def stage_events(self) -> tuple[tuple[int, Event], ...]:
        """The events that changed the stage, oldest first, each with its index in the history."""
        return tuple((index, event) for index, event in enumerate(self.history) if event.stage)

    @cached_property
    def entered(self) -> Event | None:
        """The event with which it entered the stage it is at; None when the history does not tell."""
        entries = [event for _, event in self.stage_events if event.stage == self.stage]
        return entries[-1] if entries else None

    @property
    def current_owners(self) -> tuple[Owner, ...]:
        """The owners that have not stepped down."""
        return tuple(owner for owner in self.owners if owner.until is None)


@dataclass(frozen=True)
class Work:
    """One work of the community: a showcase entry."""

    id: str
    document: Document
    title: str
    kind: str
    url: str
    summary: str
    modules: tuple[str, ...]
    year: int | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    former_modules: tuple[str, ...] = ()
    picture: str | None = None
    source: str | None = None
    checked: date | None = None

    @property
    def uses(self) -> tuple[str, ...]:
        """The ids of the modules it uses, and of those it used that are gone."""
        return (*self.modules, *self.former_modules)


@dataclass(frozen=True)
class Neighbour:
    """One end of a relation, seen from the other."""

    type: RelationType
    is_inverse: bool
    """Whether the relation is written in the other module's entry."""
    why: str
    module: Module | None = None
    external: Link | None = None

    @property
    def name(self) -> str:
        """What the other end is called."""
        target = self.module or self.external
        return target.name if target else ""

    @property
    def says(self) -> str:
        """What the relation is called from here."""
        return self.type.inverse_says if self.is_inverse else self.type.says


@dataclass(frozen=True)
class Catalog:
    """Everything the entries say. Modules and works are sorted by id."""

    settings: Settings
    lifecycle: Lifecycle
    modules: tuple[Module, ...]
    showcase: tuple[Work, ...]
    people: Mapping[str, Person]
    """People and teams by handle, in the order of the roster."""
    known_ids: frozenset[str]
    """The ids of all module files, also of those that could not be accepted."""
    roster: Document | None
    """people.yaml; None when there is none."""
    has_roster: bool
    """False when people.yaml could not be read: without it nobody can be told to be missing from it."""
    pictures: frozenset[str]
    """The paths of the files beside showcase entries, relative to the project root."""
    today: date
    """The day as of which freshness is judged."""

    @cached_property
    def by_id(self) -> Mapping[str, Module]:
        """Modules by id."""
        return {module.id: module for module in self.modules}

    def stage_of(self, module: Module) -> Stage:
        """Return the stage the module is at."""
        return self.lifecycle.by_id[module.stage]

    def neighbours(self, module: Module) -> tuple[Neighbour, ...]:
        """Return what the module stands in relation to: what it says itself, then what others say of it, each by type and name."""
        own = (Neighbour(RELATIONS[r.type], False, r.why, self.by_id.get(r.module or ""), r.external) for r in module.relations)
        found = [neighbour for neighbour in own if neighbour.module or neighbour.external]
        said = {(one.type, one.module.id) for one in found if one.module and one.type.is_symmetric}
        found += [one for one in self._incoming.get(module.id, ()) if one.module and (one.type, one.module.id) not in said]
        order = list(RELATIONS)
        return tuple(sorted(found, key=lambda one: (order.index(one.type.name), one.is_inverse, one.name.casefold())))

    @cached_property
    def _incoming(self) -> Mapping[str, list[Neighbour]]:
        incoming: dict[str, list[Neighbour]] = {}
        for module in self.modules:
            for relation in module.relations:
                if relation.module:
                    neighbour = Neighbour(RELATIONS[relation.type], True, relation.why, module)
                    incoming.setdefault(relation.module, []).append(neighbour)
        return incoming

    def needed_by(self, module: Module) -> tuple[tuple[Module, int], ...]:
        """Return the modules that cannot do without this one, each with the index of the relation that says so."""
        return self._needs.get(module.id, ())

    @cached_property
    def _needs(self) -> Mapping[str, tuple[tuple[Module, int], ...]]:
        needs: dict[str, tuple[tuple[Module, int], ...]] = {}
        for module in self.modules:
            for index, relation in enumerate(module.relations):
                if relation.module and RELATIONS[relation.type].needs:
                    needs[relation.module] = (*needs.get(relation.module, ()), (module, index))
        return needs

    def works_of(self, module: Module) -> tuple[Work, ...]:
        """Return the works of the showcase that use the module, newest first."""
        works = [work for work in self.showcase if module.id in work.uses]
        return tuple(sorted(works, key=lambda work: (-(work.year or 0), work.title)))


def module(document: Document, id_: str) -> Module:
    """Return the module that a checked document describes."""
    return structure(Module, document.data, id=id_, document=document)


def work(document: Document, id_: str) -> Work:
    """Return the work that a checked document describes."""
    return structure(Work, document.data, id=id_, document=document)


def people(document: Document) -> dict[str, Person]:
    """Return the people and teams of a checked roster, by handle."""
    found = {handle: structure(Person, data, handle=handle) for handle, data in document.data["people"].items()}
    teams = document.data.get("teams") or {}
    return found | {handle: structure(Person, data, handle=handle, is_team=True) for handle, data in teams.items()}
