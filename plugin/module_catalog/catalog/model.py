"""Accepted documents → Catalog: frozen entries with indexes. No checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from gettext import NullTranslations
from pathlib import PurePosixPath

from ..diagnostics import Severity
from .entries import Event, Link, Module, Owner, ShowcaseEntry, Toggle
from .evidence import Claim, Evidence
from .included import Included, find
from .lifecycle import Lifecycle, Stage
from .reading.documents import Document
from .requirements import Requirement
from .settings import Settings
from .structure import structure
from .vocabulary import RelationType
from .weights import Weights, severity, weights
from .when import When


@dataclass(frozen=True)
class Person:
    """Somebody of the roster."""

    handle: str
    name: str
    role: str | None = None
    from_: date | None = None
    until: date | None = None
    url: str | None = None
    commits_as: tuple[str, ...] = ()
    """Other names the person's commits carry."""
    members: tuple[str, ...] = ()
    """Who is in a team."""
    is_team: bool = False

    def has_left(self, day: date) -> bool:
        """Say whether the person is no longer there on a day."""
        return self.until is not None and self.until <= day


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: a module of the catalog, or something external."""

    module: Module | None = None
    external: Link | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        target = self.module or self.external
        return target.name if target else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour(Target):
    """One end of a relation, seen from the other."""

    type: RelationType
    is_inverse: bool
    """Whether this is the other end of the relation: the one that most entries do not say."""
    why: str

    @property
    def label(self) -> str:
        """What the relation is called from here."""
        return self.type.inverse_label if self.is_inverse else self.type.label


@dataclass(frozen=True)
class Catalog:
    """Everything the entries say. Modules and showcase entries are sorted by id."""

    settings: Settings
    lifecycle: Lifecycle
    modules: tuple[Module, ...]
    showcase: tuple[ShowcaseEntry, ...]
    people: Mapping[str, Person]
    """People and teams by handle, in the order of the roster."""
    known_ids: frozenset[str]
    """The ids of all module files, also of those that could not be accepted."""
    rejected: tuple[str, ...]
    """The texts of the module files that could not be accepted."""
    roster: Document | None
    """people.yaml; None when there is none."""
    has_roster: bool
    """False when people.yaml could not be read: without it nobody can be told to be missing from it."""
    pictures: frozenset[str]
    """The paths of the files beside showcase entries, relative to the project root."""
    today: date
    """The day as of which freshness is judged."""
    included: Included = field(default_factory=dict)
    """The catalogs of other projects, by the names that references begin with."""
    translation: NullTranslations = field(default_factory=NullTranslations)
    """What pages say in place of English."""
    evidence: Evidence | None = None
    """What the last audit of the source tree found; None when there was none, or when evidence.json could not
    be read."""

    @cached_property
    def weights(self) -> Weights:
        """How severe rules are: what catalog.yaml says takes precedence over the lifecycle."""
        return weights(self.settings, self.lifecycle)

    def severity(self, code: str, default: Severity) -> Severity | None:
        """Return how severe a rule is in this catalog; None when it is off."""
        return severity(self.weights, code, default)

    @cached_property
    def by_id(self) -> Mapping[str, Module]:
        """Modules by id."""
        return {module.id: module for module in self.modules}

    @cached_property
    def by_former_id(self) -> Mapping[str, Module]:
        """Modules by the ids they had before, unless another module has that id now."""
        former = {id_: module for module in self.modules for id_ in module.former_ids}
        return {id_: module for id_, module in sorted(former.items()) if id_ not in self.known_ids}

    def target(self, id_: str) -> Target | None:
        """Return what a reference names, here or in the catalog of another project; None for nothing."""
        target = Target(self.by_id.get(id_), find(id_, self.included))
        return target if target.module or target.external else None

    def targets(self, ids: Iterable[str]) -> dict[str, Target]:
        """Return what references name, by these; those that name nothing are left out."""
        return {id_: target for id_ in ids if (target := self.target(id_))}

    def owner_of(self, toggle: Toggle) -> Module | None:
        """Return the module in whose entry a toggle stands that another one uses; None for any other."""
        id_, _ = toggle.used or ("", "")
        return self.by_id.get(id_) or self.by_former_id.get(id_)

    @cached_property
    def toggle_users(self) -> Mapping[tuple[str, str], tuple[tuple[Module, Toggle], ...]]:
        """The modules that use a toggle, each with what its entry says of that.

        By the id of the module in whose entry the toggle stands, and its name.
        """
        found: dict[tuple[str, str], tuple[tuple[Module, Toggle], ...]] = {}
        for module in self.modules:
            for toggle in module.toggles:
                if owner := self.owner_of(toggle):
                    key = owner.id, toggle.name
                    found[key] = (*found.get(key, ()), (module, toggle))
        return found

    def stage_of(self, module: Module) -> Stage:
        """Return the stage the module is at."""
        return self.lifecycle.by_id[module.stage]

    @cached_property
    def modules_by_name(self) -> tuple[Module, ...]:
        """Modules by name, those that have left after the others."""
        return tuple(
            sorted(self.modules, key=lambda module: (self.is_gone(module), module.name.casefold(), module.id))
        )

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """The fields that entries need."""
        return self.lifecycle.requirements(self.settings.required)

    @cached_property
    def superseding(self) -> tuple[tuple[str, str, Module, int], ...]:
        """What supersedes what, by their ids, and the entry that says so, with the relation's index."""
        found = []
        for module in self.modules:
            for index, relation in enumerate(module.relations):
                type_, is_turned = self.settings.relation_words[relation.type]
                if relation.module and type_.name == "supersedes":
                    new, old = (relation.module, module.id) if is_turned else (module.id, relation.module)
                    found.append((new, old, module, index))
        return tuple(found)

    def is_ahead(self, day: date) -> bool:
        """Say whether a day is still to come everywhere: today is that of UTC, and days begin sooner east."""
        return day > self.today and day - self.today > timedelta(days=1)

    def when(self, event: Event) -> When:
        """Return when an event happened; where it has no date, when the release came out that it came with.

        Nothing is known of the date of a release that is not out.
        """
        out = self.settings.release_days.get(event.release or "")
        return event.date if event.date.year or not out else When.on(out)

    def is_unreleased(self, event: Event) -> bool:
        """Say whether all that is known of when an event happened is a release that is still to come."""
        return not event.date.year and event.release in self.settings.upcoming

    def had_happened(self, event: Event) -> date | None:
        """Return the first day on which an event had certainly happened; None when nothing tells."""
        last = self.when(event).last
        return min(last, self.today) if last else self.today if self.is_unreleased(event) else None

    def may_precede(self, event: Event, day: date) -> bool:
        """Say whether an event may have happened before a day, as far as is known of it."""
        first = self.when(event).first
        return not self.is_unreleased(event) if first is None else first < day

    def leaves_open(self, event: Event, day: date) -> bool:
        """Say whether what is known of the date of an event leaves open if it was before a day."""
        last = self.when(event).last
        return self.may_precede(event, day) and (last is None or last >= day)

    def is_gone(self, module: Module) -> bool:
        """Say whether the module has left the project."""
        return self.stage_of(module).presence == "gone"

    def is_overdue(self, module: Module) -> bool:
        """Say whether the entry should have been read again by now: never when catalog.yaml sets no limit."""
        days = self.settings.limits.review_days
        if not days or self.is_gone(module):
            return False
        return module.reviewed is None or self.today - module.reviewed > timedelta(days=days)

    def active_owners(self, module: Module) -> tuple[Owner, ...]:
        """Return the module's owners that have neither stepped down nor left, as far as the roster knows."""
        known = ((owner, self.people.get(owner.person)) for owner in module.current_owners)
        return tuple(owner for owner, person in known if person is None or not person.has_left(self.today))

    def only_owner(self, module: Module) -> Owner | None:
        """Return the only owner of a module that is not gone; None when it has none, or several.

        A team is several.
        """
        active = () if self.is_gone(module) else self.active_owners(module)
        person = self.people.get(active[0].person) if len(active) == 1 else None
        return active[0] if len(active) == 1 and not (person and person.is_team) else None

    def neighbours(self, module: Module) -> tuple[Neighbour, ...]:
        """Return what the module stands in relation to, by type and name.

        What it says itself comes first, then what others say of it.
        """
        found = []
        for relation in module.relations:
            named = relation.module or ""
            other, external = self.by_id.get(named), relation.external or find(named, self.included)
            if other or external:
                type_, is_turned = self.settings.relation_words[relation.type]
                found.append(Neighbour(other, external, type=type_, is_inverse=is_turned, why=relation.why))
        said = {(one.type, one.module.id) for one in found if one.module and one.type.is_symmetric}
        found += [
            one
            for one in self._incoming.get(module.id, ())
            if one.module and (one.type, one.module.id) not in said
        ]
        order = list(self.settings.relations)
        return tuple(
            sorted(found, key=lambda one: (order.index(one.type.name), one.is_inverse, one.name.casefold()))
        )

    @cached_property
    def _incoming(self) -> Mapping[str, list[Neighbour]]:
        incoming: dict[str, list[Neighbour]] = {}
        for module in self.modules:
            for relation in module.relations:
                if relation.module:
                    type_, is_turned = self.settings.relation_words[relation.type]
                    neighbour = Neighbour(module, type=type_, is_inverse=not is_turned, why=relation.why)
                    incoming.setdefault(relation.module, []).append(neighbour)
        return incoming

    def needed_by(self, module: Module) -> tuple[tuple[Module, int], ...]:
        """Return the modules that cannot do without this one, each with the index of its relation."""
        return self._needs.get(module.id, ())

    @cached_property
    def _needs(self) -> Mapping[str, tuple[tuple[Module, int], ...]]:
        needs: dict[str, list[tuple[Module, int]]] = {}
        for module in self.modules:
            for index, relation in enumerate(module.relations):
                type_, is_turned = self.settings.relation_words[relation.type]
                if relation.module and type_.needs and not is_turned:
                    needs.setdefault(relation.module, []).append((module, index))
        return {id_: tuple(found) for id_, found in needs.items()}

    @cached_property
    def by_namespace(self) -> Mapping[str, tuple[Module, ...]]:
        """The modules that have a namespace, by its path."""
        owners: dict[str, tuple[Module, ...]] = {}
        for module in self.modules:
            for path in module.namespaces:
                owners[path.rstrip("/")] = (*owners.get(path.rstrip("/"), ()), module)
        return owners

    def evidence_of(self, module: Module) -> tuple[Claim, ...]:
        """Return what the last audit found of what the entry says now, sorted by kind and subject.

        There is nothing without an audit.
        """
        # Of one module at a time: what is said of it hangs on no other entry.
        if module.id not in self._evidence:
            found = self.evidence.by_module.get(module.id, ()) if self.evidence else ()
            self._evidence[module.id] = tuple(one for one in found if one.key(module))
        return self._evidence[module.id]

    @cached_property
    def _evidence(self) -> dict[str, tuple[Claim, ...]]:
        """What was asked for so far, by the id of the module."""
        return {}

    def picture_of(self, entry: ShowcaseEntry) -> str | None:
        """Return the path of an entry's picture, relative to the project root.

        None when it has none, or none that is there.
        """
        path = str(PurePosixPath(entry.document.path).parent / entry.picture) if entry.picture else None
        return path if path in self.pictures else None

    def showcase_of(self, module: Module) -> tuple[ShowcaseEntry, ...]:
        """Return the showcase entries that use the module, newest first."""
        entries = [entry for entry in self.showcase if module.id in entry.uses]
        return tuple(sorted(entries, key=lambda entry: (-(entry.year or 0), entry.title)))


def module(document: Document, id_: str) -> Module:
    """Return the module that a checked document describes."""
    return structure(Module, document.data, id=id_, document=document)


def showcase_entry(document: Document, id_: str) -> ShowcaseEntry:
    """Return the showcase entry that a checked document describes."""
    return structure(ShowcaseEntry, document.data, id=id_, document=document)


_MODULE_SAYS_NOTHING = {"summary": "", "kind": "", "owners": (), "relations": (), "history": ()}
_ENTRY_SAYS_NOTHING = {"summary": "", "kind": "", "modules": ()}
"""What stands for a required key of an entry that is left out."""


def part_of_module(document: Document, id_: str) -> Module | None:
    """Return the module that what is right of a document describes; None without a name or a stage."""
    if not {"name", "stage"} <= document.data.keys():
        return None
    return structure(Module, {**_MODULE_SAYS_NOTHING, **document.data}, id=id_, document=document)


def part_of_showcase_entry(document: Document, id_: str) -> ShowcaseEntry | None:
    """Return the showcase entry that what is right of a document describes; None without title or address."""
    if not {"title", "url"} <= document.data.keys():
        return None
    return structure(ShowcaseEntry, {**_ENTRY_SAYS_NOTHING, **document.data}, id=id_, document=document)


def people(document: Document) -> dict[str, Person]:
    """Return the people and teams of a checked roster, by handle."""
    found = {
        handle: structure(Person, data, handle=handle) for handle, data in document.data["people"].items()
    }
    teams = document.data.get("teams") or {}
    return found | {
        handle: structure(Person, data, handle=handle, is_team=True) for handle, data in teams.items()
    }
