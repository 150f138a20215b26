"""What an entry consists of: frozen pieces, as a checked document describes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ..diagnostics import Place
from .reading.documents import Document
from .when import UNDATED, When

UNKNOWN = ("no-record", "unknown")
"""What an entry says in place of a value that no source tells."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a module is at its stage."""

    claim: str
    source: str


@dataclass(frozen=True, slots=True)
class FormerNamespace:
    """A path the module lived in before."""

    path: str
    from_: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner of a module. since and until are dates or releases."""

    person: str
    as_: str | None = None
    """In what capacity."""
    since: str | None = None
    until: str | None = None
    basis: str | None = None
    confirmed: date | None = None
    """The day on which the owner last said so."""


@dataclass(frozen=True, slots=True)
class Endorsement:
    """Who spoke for a module, or champions it."""

    person: str
    date: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ToggleChange:
    """What a toggle was like from a release on."""

    release: str
    stage: str | None = None
    default: str | None = None
    until: str | None = None
    """The last release in which it was so; None: the one before the next change."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Toggle:
    """A toggle of a module.

    Of one that stands in the entry of another module, a catalog has all that is said there, but for `gates`
    and `what`.
    """

    name: str = ""
    mechanism: str = ""
    default: str = UNKNOWN[-1]
    uses: str | None = None
    """The module in whose entry it stands, and its name there, with a slash between the two."""
    kind: str | None = None
    """What it is for, in a word of the lifecycle."""
    enable: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    gates: str | None = None
    what: str | None = None
    requires: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    expires: str | None = None
    """The date or release by which it is to be gone."""
    permanent: str | None = None
    """Why it is to stay."""
    where: tuple[str, ...] = ()
    """The programs or components that have it."""
    url: str | None = None
    history: tuple[ToggleChange, ...] = ()
    """Oldest first."""

    @property
    def used(self) -> tuple[str, str] | None:
        """The id and the name in `uses`; None for a toggle that stands in the entry itself."""
        id_, _, name = (self.uses or "").partition("/")
        return (id_, name) if self.uses else None

    @property
    def has_default(self) -> bool:
        """Whether its value when nobody sets it is known."""
        return self.default.casefold().replace(" ", "-") not in UNKNOWN


@dataclass(frozen=True, slots=True)
class Link:
    """Something outside the catalog."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How a module stands to another of the catalog, or to something external.

    Exactly one of the two is given.
    """

    type: str
    why: str
    module: str | None = None
    external: Link | None = None


@dataclass(frozen=True, slots=True)
class RoadmapItem:
    """Something planned. target is a date or a release."""

    title: str
    status: str
    toward: str | None = None
    target: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """Binding votes as they were counted."""

    for_: int
    against: int
    abstain: int = 0
    rule: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rfc:
    """A decision about the module, or the attempt at one."""

    title: str
    status: str
    url: str | None = None
    for_: str | None = None
    opened: date | None = None
    updated: date | None = None
    decided: date | None = None
    note: str | None = None
    vote: Vote | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the module."""

    event: str
    date: When = UNDATED
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


@dataclass(frozen=True, slots=True)
class Compatibility:
    """What the module works with, or does not."""

    with_: tuple[str, ...]
    status: str
    since: str | None = None
    until: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Deprecation:
    """How the module leaves. since and removal are dates or releases."""

    reason: str
    since: str | None = None
    replacement: str | list[str] | None = None
    """As the entry says it: an id, several, or why there is none."""
    removal: str | None = None
    notice: str | None = None
    migration: str | None = None
    url: str | None = None

    @property
    def replacements(self) -> tuple[str, ...]:
        """What the entry names, each on its own."""
        said = self.replacement
        return tuple(said) if isinstance(said, list) else () if said is None else (said,)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a module that has a stage of its own. since is a date or a release."""

    id: str
    name: str
    stage: str
    since: str | None = None
    namespaces: tuple[str, ...] = ()
    toggle: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Tests:
    """Where the tests are and what runs them."""

    paths: tuple[str, ...] = ()
    ci: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """Where to read more and where to ask."""

    docs: str | None = None
    api: str | None = None
    issues: str | None = None
    discussion: str | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A rule waived for the entry."""

    rule: str
    reason: str
    until: date

    def holds(self, day: date) -> bool:
        """Say whether it still holds on a day."""
        return day <= self.until


@dataclass(frozen=True)
class Module:
    """One module, as its entry describes it."""

    id: str
    document: Document
    name: str
    kind: str
    stage: str
    history: tuple[Event, ...]
    summary: str = ""
    owners: tuple[Owner, ...] = ()
    relations: tuple[Relation, ...] = ()
    stage_reason: tuple[Reason, ...] = ()
    maturity: str | None = None
    namespaces: tuple[str, ...] = ()
    former_namespaces: tuple[FormerNamespace, ...] = ()
    licence: str | None = None
    no_owners: str | None = None
    seeking_owners: bool = False
    champion: Endorsement | None = None
    endorsements: tuple[Endorsement, ...] = ()
    toggles: tuple[Toggle, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
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
    parts: tuple[Part, ...] = ()
    former_ids: tuple[str, ...] = ()
    split_into: tuple[str, ...] = ()
    api: str | None = None
    reviewed: date | None = None
    tags: tuple[str, ...] = ()
    unrecorded: tuple[str, ...] = ()
    """The fields about which nothing is recorded."""
    waivers: tuple[Waiver, ...] = ()

    def value(self, *key: str | int) -> Any:
        """Return what the entry says at a key, as plain data; None where it says nothing.

        Without a key, all of it.
        """
        return self.document.value(*key)

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

    @property
    def follows_history(self) -> bool:
        """Whether the history leads to the stage it is at: where it does not, one of the two is mistaken."""
        return bool(self.stage_events) and self.stage_events[-1][1].stage == self.stage

    @cached_property
    def entered(self) -> Event | None:
        """The event with which it entered the stage it is at; None when the history does not tell."""
        entries = [event for _, event in self.stage_events if event.stage == self.stage]
        return entries[-1] if entries else None

    @cached_property
    def own_toggles(self) -> tuple[tuple[int, Toggle], ...]:
        """The toggles that stand in the entry itself, each with its index."""
        return tuple((index, toggle) for index, toggle in enumerate(self.toggles) if not toggle.uses)

    @cached_property
    def current_owners(self) -> tuple[Owner, ...]:
        """The owners that have not stepped down: one in several capacities once."""
        current = (owner for owner in self.owners if owner.until is None)
        return tuple({owner.person: owner for owner in current}.values())


@dataclass(frozen=True)
class ShowcaseEntry:
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
