"""The words of a catalog as tables: what an entry may say, and how a page says it."""

from __future__ import annotations

import re
from dataclasses import dataclass

SLOT = re.compile(r"\{(\w+)\}")
"""The place of a value in a message of a page: {name}."""


@dataclass(frozen=True)
class RelationType:
    """How one module stands to another."""

    name: str
    """The word entries use."""
    inverse: str
    """The word for the same relation seen from the other side; most are never typed in an entry."""
    label: str
    """What a page calls it."""
    inverse_label: str
    """What a page calls it on the other module's page."""
    side: str
    """Where a figure draws it: "under" for what a module rests on, "over" for the rest."""
    line: str
    """How a figure draws it: plain, strong, dashed, dotted or clash."""
    needs: bool = False
    """Whether the module stops working when the other one is gone."""
    may_cycle: bool = True
    """Whether modules may stand in this relation in a circle. Real modules depend on each other."""
    either_end: bool = False
    """Whether the entry of the other module may say it too, with the word of the inverse."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that entries may use for it."""
        return (self.name, self.inverse) if self.either_end else (self.name,)

    @property
    def is_symmetric(self) -> bool:
        """Whether the relation is the same seen from both sides."""
        return self.name == self.inverse


RELATIONS = {
    relation.name: relation
    for relation in (
        RelationType(
            "supersedes",
            "superseded-by",
            "replaced",
            "replaced by",
            "under",
            "strong",
            may_cycle=False,
            either_end=True,
        ),
        RelationType("depends-on", "required-by", "depends on", "needed by", "under", "plain", needs=True),
        RelationType(
            "extends", "extended-by", "extends", "extended by", "under", "plain", needs=True, may_cycle=False
        ),
        RelationType(
            "part-of", "has-part", "part of", "contains", "under", "plain", needs=True, may_cycle=False
        ),
        RelationType("integrates-with", "integrates-with", "works with", "works with", "over", "dashed"),
        RelationType("related-to", "related-to", "related to", "related to", "over", "dotted"),
        RelationType("overlaps-with", "overlaps-with", "overlaps with", "overlaps with", "over", "dotted"),
        RelationType("conflicts-with", "conflicts-with", "conflicts with", "conflicts with", "over", "clash"),
    )
}
"""Relation types in the order pages show them."""

EVENTS = {
    "introduced": "Introduced.",
    "entered": "Entered.",
    "extended": "Extended.",
    "changed": "Changed.",
    "reduced": "A part was removed.",
    "moved": "Moved.",
    "renamed": "Renamed.",
    "returned": "Came back.",
    "deprecated": "Deprecated.",
    "removed": "Removed.",
}
"""What can happen to a module, and the sentence a page falls back on when the entry has no note."""

MECHANISMS = {
    "cmake": "CMake option",
    "env": "environment variable",
    "pass-context": "pass context",
    "python-extra": "pip extra",
    "import": "import",
    "config": "configuration",
    "flag": "command line flag",
    "feature-gate": "feature gate",
    "cargo-feature": "Cargo feature",
    "build-tag": "Go build tag",
    "meson": "Meson option",
    "bazel": "Bazel flag",
    "gradle": "Gradle property",
    "maven": "Maven profile",
    "npm-optional": "optional npm dependency",
}
"""Kinds of toggle and what a page calls them."""

PROGRESS = {
    "planned": "planned",
    "in-progress": "in progress",
    "done": "achieved",
    "dropped": "dropped",
    "no-record": "unknown",
}
"""How far a roadmap item is, and what a page calls it."""

RFC_STATUSES = {
    "draft": "draft",
    "open": "open",
    "accepted": "accepted",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
    "closed": "closed without a decision",
    "no-record": "unknown",
}
"""What became of a proposal, and what a page calls it."""

CAPACITIES = {"maintainer": "maintainer", "approver": "approver", "reviewer": "reviewer"}
"""In what capacity somebody may own a module, beside the roles of people, and what a page calls it."""

SHOWCASE_KINDS = {
    "paper": "paper",
    "product": "product",
    "project": "project",
    "tutorial": "tutorial",
    "talk": "talk",
}
"""Kinds of showcase entry, and what a page calls them."""

WORKS = {"works": "works", "partial": "in part", "fails": "does not work", "untested": "not tested"}
"""Whether modules work together, and what a page calls it."""

WORKED = {
    "works": "worked",
    "partial": "worked in part",
    "fails": "did not work",
    "untested": "was not tested",
}
"""The same of what is past."""

PAST_LABELS = {
    "depends on": "depended on",
    "extends": "extended",
    "part of": "was part of",
    "contains": "contained",
    "works with": "worked with",
    "related to": "was related to",
    "overlaps with": "overlapped with",
    "conflicts with": "conflicted with",
}
"""What a relation of a removed module is called, where its label says that it still is."""

NO_REPLACEMENT = ("none", "no-record")
"""What a deprecation says in place of an id: that there is no replacement, or that nobody wrote one down."""

WORDS: dict[str, tuple[str, ...]] = {
    "relation": tuple(word for one in RELATIONS.values() for word in one.words),
    "event": tuple(EVENTS),
    "mechanism": tuple(MECHANISMS),
    "maturity": ("experimental", "usable", "mature"),
    "coverage": ("full", "partial"),
    "progress": tuple(PROGRESS),
    "rfc_status": tuple(RFC_STATUSES),
    "vote_rule": ("majority", "two-thirds", "lazy-two-thirds"),
    "basis": ("reading",),
    "works": tuple(WORKS),
    "notice": ("given", "no-record"),
    "showcase_kind": tuple(SHOWCASE_KINDS),
}
"""The closed lists of words by the name of their definition in the JSON Schemas."""

ALSO: dict[str, str] = {
    "added": "introduced",
    "approved": "accepted",
    "broken": "fails",
    "cancelled": "dropped",
    "complete": "done",
    "completed": "done",
    "created": "introduced",
    "declined": "rejected",
    "deleted": "removed",
    "finished": "done",
    "graduated": "entered",
    "merged": "accepted",
    "needs": "depends-on",
    "obsoleted-by": "superseded-by",
    "obsoletes": "supersedes",
    "ok": "works",
    "open": "planned",
    "promoted": "entered",
    "replaced-by": "superseded-by",
    "replaces": "supersedes",
    "requires": "depends-on",
    "started": "in-progress",
    "todo": "planned",
    "unknown": "no-record",
    "uses": "depends-on",
    "wip": "in-progress",
}
"""What people write in place of a word of entries: which one is meant, where the list has it."""

KEYS_ALSO: dict[str, tuple[str, ...]] = {
    "authors": ("owners",),
    "capacity": ("as",),
    "category": ("kind",),
    "codeowners": ("owners",),
    "comment": ("note",),
    "dependencies": ("relations",),
    "description": ("summary", "note", "why"),
    "due": ("target",),
    "flags": ("toggles",),
    "folders": ("namespaces",),
    "github": ("person",),
    "handle": ("person",),
    "id": ("module", "person"),
    "label": ("name", "title"),
    "level": ("stage",),
    "maintainers": ("owners",),
    "milestone": ("target", "release"),
    "milestones": ("roadmap",),
    "name": ("person", "title"),
    "options": ("toggles",),
    "path": ("paths", "namespaces"),
    "paths": ("namespaces",),
    "phase": ("stage",),
    "proposals": ("rfcs",),
    "reason": ("why",),
    "replaced_by": ("replacement",),
    "role": ("as",),
    "state": ("stage", "status"),
    "status": ("stage",),
    "superseded_by": ("replacement",),
    "text": ("note", "summary"),
    "title": ("name",),
    "type": ("kind", "mechanism", "event"),
    "user": ("person",),
    "value": ("default",),
    "version": ("release",),
    "when": ("date",),
}
"""What people write in place of a key: which one is meant, the first that is known there."""
