"""The page of one kind of module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ...catalog.addresses import kind_path
from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.queries.groups import KindGroup, by_kind, by_kind_with_parts
from ...catalog.queries.relations import Stated, present_relations, stated
from ...catalog.settings import ModuleKind
from ..drawings.relation_map import MOST_ALONE, RelationMap, between_kinds, of_kinds, of_modules
from ..page import Page
from ..parts import LIMITS, Key, Part, by_letter, parts

_BOOST = 0.2
"""Pages that repeat what others say come after them in a search."""


@dataclass(frozen=True)
class Shown:
    """What a page shows: a kind, or a part of its modules or of its relations."""

    group: KindGroup
    modules: Sequence[Module]
    drawing: RelationMap | None
    around: RelationMap | None
    """The kind among those it builds on and that build on it, where its modules are too many to draw."""
    is_all: bool
    """Whether the drawing has all modules of the kind that are there."""
    relations: Sequence[tuple[str, Sequence[Stated]]]
    """Those that modules of the kind declare, and those that others do, by the name of the part."""
    has_relations: bool
    """Whether there are any at all."""
    parts: Sequence[Part[Module]] = ()
    relation_parts: Sequence[Part[tuple[str, Stated]]] = ()
    kinds: Sequence[tuple[str, ModuleKind, int]] = ()
    """The kinds that are parts of it, each with how many modules of it are there."""


def pages(
    catalog: Catalog, most: int = LIMITS["modules of a kind"].most, most_relations: int = LIMITS["kind"].most
) -> Iterator[Page]:
    """A page for each kind that has modules, and more for the modules and relations of one that has many.

    It says what the kind is, which modules it has, and how they stand to each other and to the rest.
    """
    relations, present = stated(catalog), present_relations(catalog)
    groups, pairs, above = by_kind(catalog), between_kinds(present), catalog.settings.kinds_above
    for group in by_kind_with_parts(catalog):
        kinds = {id_ for id_, path in above.items() if group.id in path}
        drawing = of_modules(kinds, present, catalog.settings.relations)
        drawn = {box.of.id for box in drawing.boxes} if drawing else set()
        found = [("inside", one) for one in relations if one[0].kind in kinds]
        found += [
            ("outside", one)
            for one in relations
            if one[0].kind not in kinds and one[1].module and one[1].module.kind in kinds
        ]
        modules = group.present + group.gone
        split = parts(modules, most, by_letter(lambda module: module.name))
        split_relations = tuple(
            replace(part, name=f"relations-{part.name}") for part in parts(found, most_relations, _side)
        )
        shown = Shown(
            group,
            () if split else modules,
            drawing,
            None if drawing or len(group.present) <= MOST_ALONE else _around(group.id, groups, pairs),
            drawn.issuperset(module.id for module in group.present),
            () if split_relations else _by_side(found),
            bool(found),
            split,
            split_relations,
            _parts_of(group, catalog),
        )
        description = "{kind} of {project}: every module of the kind, and their relations."
        values = {"kind": group.kind.plural}
        page = Page("kind", "{kind}", description, shown, at=kind_path(group.id), values=values, boost=_BOOST)
        yield page
        bare = replace(
            shown, modules=(), drawing=None, around=None, relations=(), parts=(), relation_parts=()
        )
        for part in split:
            yield replace(page, shows=replace(bare, modules=part.items, parts=split), part=part)
        for side in split_relations:
            shows = replace(bare, relations=_by_side(side.items), relation_parts=split_relations)
            yield replace(page, shows=shows, part=side)


def _parts_of(group: KindGroup, catalog: Catalog) -> list[tuple[str, ModuleKind, int]]:
    above = catalog.settings.kinds_above
    held = Counter(id_ for module in group.present + group.gone for id_ in above[module.kind])
    return [
        (id_, kind, held[id_])
        for id_, kind in catalog.settings.kinds.items()
        if kind.parent == group.id and held[id_]
    ]


def _side(one: tuple[str, Stated]) -> Key:
    return Key(one[0], {"inside": "→", "outside": "←"}[one[0]])


def _around(
    id_: str, groups: Sequence[KindGroup], pairs: Mapping[tuple[str, str], int]
) -> RelationMap | None:
    near = {pair: number for pair, number in pairs.items() if id_ in pair}
    ids = {id_ for pair in near for id_ in pair}
    return of_kinds([group for group in groups if group.present and group.id in ids], near)


def _by_side(relations: Sequence[tuple[str, Stated]]) -> list[tuple[str, Sequence[Stated]]]:
    """Return relations by the side that declares them."""
    return [(part, [one for _, one in rows]) for part, rows in groupby(relations, lambda one: one[0])]
