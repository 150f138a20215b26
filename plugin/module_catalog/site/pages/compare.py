"""A few modules side by side: the facts of all, of which a script takes some, and the pairs that are near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...catalog.entries import Event, Module, Relation
from ...catalog.model import Catalog, Neighbour
from ...catalog.queries.groups import by_name
from ...catalog.queries.lifespan import first_release
from ...catalog.vocabulary import RelationType
from ..page import Page
from ..parts import LIMITS, Limit, Part, by_kind, by_letter, data_of_parts, parts

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
    parts: Sequence[Part[Facts]] = ()
    """Where the facts stand, if they are too many for one page: those of a kind together."""


def pages(catalog: Catalog, limits: Mapping[str, Limit] = LIMITS) -> Iterator[Page]:
    """The facts of all modules in one table, and those of a few beside each other."""
    facts = [_facts(module, catalog) for module in by_name(catalog)]
    pairs = _pairs([one.module for one in facts], catalog)
    found = parts(
        facts,
        limits["compare"].most,
        by_kind(lambda one: one.module.kind, catalog),
        by_letter(lambda one: one.module.name),
        weight=_weight,
    )
    whole = Page(
        "compare",
        "Compare modules",
        "Modules of {project} side by side: stage, toggle, owners, relations.",
        Shown(() if found else facts, () if found else pairs, catalog.settings.relations, found),
        boost=_BOOST,
        data=data_of_parts(found, lambda one: one.module) if found else "",
    )
    yield whole
    for part in found:
        held = {one.module.id for one in part.items}
        shows = Shown(
            part.items, [pair for pair in pairs if pair.module.id in held], catalog.settings.relations, found
        )
        yield replace(whole, shows=shows, part=part, data="")


def _weight(one: Facts) -> int:
    """Return how many facts there are of a module that take about as much room as one neighbour."""
    chosen = [relation for relation in one.module.relations if relation.type in _RELATED]
    return 4 + len(one.builds_on) + len(one.stands_beside) + len(chosen)


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
    pairs = []
    for module in modules:
        for relation in module.relations:
            type_, is_turned = catalog.settings.relation_words[relation.type]
            other = catalog.by_id.get(relation.module or "")
            if other and type_.name in _RELATED:
                one, two = (other, module) if is_turned else (module, other)
                pairs.append(Alternatives(one, replace(relation, type=type_.name), two))
    return sorted(pairs, key=lambda pair: _RELATED.index(pair.relation.type))
