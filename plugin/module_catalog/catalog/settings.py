"""catalog.yaml → Settings: the project, its words and its policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from .entries import Link
from .entry_files import EntryFiles
from .noun import MODULE, Noun
from .own_fields import OwnField, properties
from .own_words import EXTENDED, Named, OwnRelation, relations
from .reading.documents import Document
from .repositories import UNNAMED, Repository, split
from .structure import structure
from .validation.schema import Data
from .vocabulary import CAPACITIES, EVENTS, MECHANISMS, RFC_STATUSES, SHOWCASE_KINDS, RelationType

DEFAULT_LIFECYCLE = "scoped-module"


@dataclass(frozen=True)
class Contact:
    """Where to ask about modules whose entries do not say it."""

    forum: Link | None = None
    issues: str | None = None
    """An address; `{id}` in it stands for the module's."""


@dataclass(frozen=True)
class Include:
    """A copy of the catalog that another project publishes."""

    file: str
    """Relative to the folder of the catalog."""
    sha256: str
    """The hash of the copy that was reviewed."""
    url: str | None = None
    """Where the file is published that was copied."""


@dataclass(frozen=True)
class ModuleKind(Named):
    """A kind of module."""

    summary: str | None = None
    parent: str | None = None
    """The kind that has its modules too."""


@dataclass(frozen=True)
class Release:
    """A release of the project."""

    name: str
    date: date


@dataclass(frozen=True)
class Limits:
    """From when on something counts as old, in days; None: never."""

    review_days: int | None = None
    evidence_days: int | None = None
    """Between the commit that was audited and today."""
    confirm_days: int | None = None
    """Since an owner last said that they own a module."""
    silent_days: int = 3 * 365
    """Without a commit, before an owner counts as silent."""


@dataclass(frozen=True)
class SourceTree:
    """Where things stand in the project's source tree.

    Paths are globs, and a folder stands for all that is in it.
    """

    options: tuple[str, ...] = ()
    """The CMake commands of the project's own that declare an option, beside `option`."""
    ci: tuple[str, ...] = (
        ".github/workflows",
        ".gitlab-ci.yml",
        "Jenkinsfile",
        "**/Jenkinsfile",
        "azure-pipelines.yml",
        ".circleci",
    )
    roster: tuple[str, ...] = (
        "CODEOWNERS",
        ".github/CODEOWNERS",
        "docs/CODEOWNERS",
        "CONTRIBUTORS*",
        "MAINTAINERS*",
        "OWNERS_ALIASES",
        "**/OWNERS",
    )
    """Files that name people as @handle, or as an item of a list."""
    tests: tuple[str, ...] = (
        *("**/test", "**/tests", "**/__tests__", "**/testdata"),
        *("**/test_*.py", "**/conftest.py", "**/*_test.go", "**/tests.rs"),
        *("**/*.test.*", "**/*.spec.*"),
    )
    docs: Mapping[str, str] = field(default_factory=dict)
    """The folder of the documentation's sources, by the beginning of its address."""
    tag: str | None = None
    """The tag of a release, with `{version}` for its name without a `v` before the digits; None: its name."""


@dataclass(frozen=True)
class Settings:
    """What catalog.yaml says."""

    document: Document
    name: str
    kinds: Mapping[str, ModuleKind]
    """In the order pages show them."""
    noun: Noun = MODULE
    """What pages and findings call an entry."""
    url: str | None = None
    site: str | None = None
    repository: Repository | None = None
    """The one whose paths are written without its name."""
    repositories: Mapping[str, Repository] = field(default_factory=dict)
    """The others, by the names that paths in them begin with."""
    entries: tuple[str, ...] = ()
    """The globs that name entries of modules beside those in the catalog's own folder."""
    includes: Mapping[str, Include] = field(default_factory=dict)
    """The copies of the catalogs of other projects, by the names that references begin with."""
    contact: Contact = Contact()
    about: str | None = None
    lifecycle: str = DEFAULT_LIFECYCLE
    effective: date | None = None
    """The day from which `enter` gates bind; None binds always."""
    requires: tuple[str, ...] = ()
    """The fields that entries need beside those that the lifecycle requires."""
    fields: Mapping[str, OwnField] = field(default_factory=dict)
    """The project's own fields of entries, by their keys, in the order of pages."""
    roles: Mapping[str, str] = field(
        default_factory=lambda: {"pmc": "PMC member", "committer": "committer", "reviewer": "reviewer"}
    )
    """What a person with the role is called, by role, strongest first."""
    relations_: Mapping[str, OwnRelation] = field(default_factory=dict)
    """What the project says of types of relation, its own or built-in ones, by the word of entries."""
    mechanisms_: Mapping[str, Named] = field(default_factory=dict)
    events_: Mapping[str, str] = field(default_factory=dict)
    rfc_statuses_: Mapping[str, str] = field(default_factory=dict)
    showcase_kinds_: Mapping[str, str] = field(default_factory=dict)
    releases: tuple[Release, ...] = ()
    """Those whose day is known, oldest first."""
    out: tuple[str, ...] = ()
    """The names of all releases that are out, in their order."""
    upcoming: tuple[str, ...] = ()
    limits: Limits = Limits()
    tree: SourceTree = SourceTree()
    copy_to: Mapping[str, str] = field(default_factory=dict)
    """The file that the line of a toggle goes into, by mechanism."""
    rules: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Any] = field(default_factory=dict)
    """By the name of a page: off, or a mapping with its title."""
    folder: str = "modules"
    """The folder of the site for the pages about modules."""

    @cached_property
    def sources(self) -> Mapping[str, Repository]:
        """Every repository by its name, the one without a name first."""
        return {**({UNNAMED: self.repository} if self.repository else {}), **self.repositories}

    @cached_property
    def entry_files(self) -> EntryFiles:
        """Where the entries of modules are."""
        return EntryFiles(self.entries)

    def source_of(self, path: str) -> tuple[Repository | None, str]:
        """Return the repository that a path of an entry is in, if it is known, and the path in it."""
        name, inside = split(path)
        return self.sources.get(name), inside

    @property
    def is_on_github(self) -> bool:
        """Whether people are known by their names on GitHub: that is where the first repository is."""
        return next(iter(self.sources.values()), Repository("")).url.startswith("https://github.com/")

    @cached_property
    def release_names(self) -> tuple[str, ...]:
        """Every release an entry may name, in order."""
        return (*self.out, *self.upcoming)

    @cached_property
    def release_days(self) -> Mapping[str, date]:
        """The day of each release that is out, by its name, oldest first; none where it is not known."""
        return {release.name: release.date for release in self.releases}

    @cached_property
    def kinds_above(self) -> Mapping[str, tuple[str, ...]]:
        """Each kind and those that have its modules too, nearest first."""
        return {id_: tuple(self._above(id_)) for id_ in self.kinds}

    def _above(self, id_: str | None) -> Iterator[str]:
        seen = set()
        while id_ in self.kinds and id_ not in seen:
            seen.add(id_)
            yield str(id_)
            id_ = self.kinds[str(id_)].parent

    @cached_property
    def capacities(self) -> Mapping[str, str]:
        """Every capacity in which somebody may own a module, and what a page calls it."""
        return {**CAPACITIES, **self.roles}

    @cached_property
    def relations(self) -> Mapping[str, RelationType]:
        """Every type of relation by the word of entries, in the order of pages."""
        return relations(self.relations_)

    @cached_property
    def relation_words(self) -> Mapping[str, tuple[RelationType, bool]]:
        """What each word for a relation means in an entry, and whether it is told from its other end."""
        return {word: (one, word != one.name) for one in self.relations.values() for word in one.words}

    @cached_property
    def mechanisms(self) -> Mapping[str, str]:
        """Every kind of toggle, and what a page calls it."""
        return {**MECHANISMS, **{id_: one.name for id_, one in self.mechanisms_.items()}}

    @cached_property
    def events(self) -> Mapping[str, str]:
        """Everything that can happen to a module, and the sentence for an event without a note."""
        return {**EVENTS, **self.events_}

    @cached_property
    def rfc_statuses(self) -> Mapping[str, str]:
        """Everything that can become of a proposal, and what a page calls it."""
        return {**RFC_STATUSES, **self.rfc_statuses_}

    @cached_property
    def showcase_kinds(self) -> Mapping[str, str]:
        """Every kind of showcase entry, and what a page calls it."""
        return {**SHOWCASE_KINDS, **self.showcase_kinds_}

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that every entry needs beside those that the lifecycle requires."""
        return (*self.requires, *(key for key, one in self.fields.items() if one.required))

    def own(self, sort: str) -> dict[str, Data]:
        """Return the JSON Schema of each field that entries of a sort have beside the usual ones."""
        return properties(self.fields) if sort == "module" else {}

    def has_role(self, held: str | None, wanted: str) -> bool:
        """Say whether who holds one role also has the wanted one: a stronger role includes weaker ones."""
        order = list(self.roles)
        return held in order and wanted in order and order.index(held) <= order.index(wanted)

    def words(self) -> dict[str, list[str]]:
        """Return the words the catalog gives to entries, by the names of their definitions in the schemas."""
        own = {"kind": self.kinds, "role": self.roles, "capacity": self.capacities}
        return {**{word: list(of) for word, of in own.items()}, **self.extended_words()}

    def extended_words(self) -> dict[str, list[str]]:
        """Return the words of lists that have built-in ones, by the names of their definitions."""
        words = {word: list(getattr(self, key)) for key, word in EXTENDED.items()}
        return {**words, "relation": list(self.relation_words)}


def build(document: Document) -> Settings:
    """Return the settings that a checked document describes."""
    releases = document.data.get("releases") or ()
    dated = [release for release in releases if release.get("date")]
    out = tuple(release["name"] for release in releases)
    return structure(Settings, {**document.data, "releases": dated}, document=document, out=out)
