"""The words that a project declares in catalog.yaml beside the built-in ones, or says otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .vocabulary import RELATIONS, WORDS, RelationType

EXTENDED: Mapping[str, str] = {
    "relations": "relation",
    "mechanisms": "mechanism",
    "events": "event",
    "rfc_statuses": "rfc_status",
    "showcase_kinds": "showcase_kind",
}
"""The keys of catalog.yaml that add to lists of words, and what each list is called in the schemas."""


def declared(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the words of each list that catalog.yaml adds to, whether or not what it says is right."""
    return {
        word: [*WORDS[word], *map(str, data[key])]
        for key, word in EXTENDED.items()
        if isinstance(data.get(key), dict)
    }


@dataclass(frozen=True)
class Named:
    """What pages call something, alone and with others."""

    name: str
    plural_: str | None = None

    @property
    def plural(self) -> str:
        """What several of them are called."""
        if self.plural_:
            return self.plural_
        *before, last = self.name.split(" ")
        # The last word of a proper name such as SIG Node: nobody says SIG Nodes.
        return self.name if before and last[:1].isupper() else _plural(self.name)


def _plural(name: str) -> str:
    """Return the regular plural of an English noun: libraries, gateways, patches, drivers."""
    if re.search("[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if re.search("(s|x|z|ch|sh)$", name) else f"{name}s"


@dataclass(frozen=True)
class OwnRelation:
    """What a project says of a type of relation. What it leaves out stays, or follows from the words."""

    inverse: str | None = None
    label: str | None = None
    inverse_label: str | None = None
    side: str | None = None
    line: str | None = None
    needs: bool | None = None
    may_cycle: bool | None = None

    def type(self, name: str) -> RelationType:
        """Return the type that entries call *name*. Without an inverse, one is the same from both sides."""
        said = {key: value for key, value in vars(self).items() if value is not None}
        inverse, needs = self.inverse or name, bool(self.needs)
        label = self.label or name.replace("-", " ")
        known = RELATIONS.get(name) or RelationType(
            name,
            inverse,
            label,
            label if inverse == name else inverse.replace("-", " "),
            "under" if needs else "over",
            "plain" if needs else "dotted",
        )
        return replace(known, **said)


def relations(own: Mapping[str, OwnRelation]) -> dict[str, RelationType]:
    """Return every type of relation in the order of pages: the built-in ones first."""
    return {**RELATIONS, **{name: one.type(name) for name, one in own.items()}}
