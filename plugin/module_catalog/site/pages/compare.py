"""Two modules side by side: the facts of all, of which a script takes two, and the pairs that are related."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...catalog.entries import Event, Module, Relation
from ...catalog.groups import by_name
from ...catalog.lifespan import first_release
from ...catalog.model import Catalog, Neighbour
from ...catalog.vocabulary import RELATIONS, RelationType
from ..page import Page

_RELATED = ("supersedes", "overlaps-with", "conflicts-with")
"""Relations between modules that people choose between."""
_BOOST = 0.2


@dataclass(frozen=True)
class Facts:
    """What there is to compare of a module, beside what its entry says word for word."""

    module: Module
    builds_on: tuple[Neighbour, ...]
    needed_by: tuple[Module, ...]
    stands_beside: tuple[Neighbour, ...]
    since: str | None
    last: Event | None
    """The newest event that is not the catalog's own reading."""


@dataclass(frozen=True)
class Alternatives:
    """Two modules that somebody may have to choose between."""

    module: Module
    relation: Relation
    other: Module


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    facts: Sequence[Facts]
    pairs: Sequence[Alternatives]
    relation_types: Mapping[str, RelationType]


def pages(catalog: Catalog) -> Iterator[Page]:
    """The facts of all modules in one table, and those of two beside each other."""
    facts = [_facts(module, catalog) for module in by_name(catalog)]
    shows = Shown(facts, _pairs([one.module for one in facts], catalog), RELATIONS)
    description = "Two modules of {project} side by side: stage, toggle, owners, relations."
    yield Page("compare", "Compare two modules", description, shows, boost=_BOOST)


def _facts(module: Module, catalog: Catalog) -> Facts:
    is_gone = catalog.is_gone(module)
    # What others that are gone say is their past; what the module says itself stands.
    near = [
        one
        for one in catalog.neighbours(module)
        if one.module and (is_gone or not one.is_inverse or not catalog.is_gone(one.module))
    ]
    needed_by = {one.id: one for one, _ in catalog.needed_by(module) if is_gone or not catalog.is_gone(one)}
    return Facts(
        module,
        tuple(one for one in near if one.type.needs and not one.is_inverse),
        tuple(sorted(needed_by.values(), key=lambda one: one.name.casefold())),
        tuple(one for one in near if not one.type.needs),
        first_release(module),
        next((event for event in reversed(module.history) if not event.is_reading), None),
    )


def _pairs(modules: Sequence[Module], catalog: Catalog) -> list[Alternatives]:
    """Return the pairs that people choose between, by relation, then by name."""
    pairs = [
        Alternatives(module, relation, other)
        for module in modules
        for relation in module.relations
        if relation.type in _RELATED and (other := catalog.by_id.get(relation.module or ""))
    ]
    return sorted(pairs, key=lambda pair: _RELATED.index(pair.relation.type))
