"""The relation map: how the kinds stand to each other, and a page for each kind with its modules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...catalog.addresses import DOT, FOLDER, kind_path
from ...catalog.entries import Module
from ...catalog.groups import StageModules, by_name, by_stage
from ...catalog.model import Catalog
from ...catalog.relations import Stated, stated
from ..drawings import graphviz
from ..drawings.relation_map import KindGroup, Relation, between_kinds, of_kinds, of_modules
from ..page import Page

NO_ENGINE = "Relations are shown as lists only: the extra `graph`, or Graphviz itself, would draw them."
"""What to tell whoever builds a site without drawings."""
_BOOST = 0.2
"""Pages that repeat what others say come after them in a search."""


@dataclass(frozen=True)
class KindRelations:
    """A kind on the map: the kinds it builds on and those that build on it, each with how often, and what its entries state."""

    group: KindGroup
    under: tuple[tuple[KindGroup, int], ...]
    over: tuple[tuple[KindGroup, int], ...]
    relations: tuple[Stated, ...]


def is_engine_missing(catalog: Catalog) -> bool:
    """Say whether there are relations to draw, and nothing here that could."""
    return bool(_present(stated(catalog), catalog)) and not graphviz.is_available()


def _present(relations: list[Stated], catalog: Catalog) -> list[Relation]:
    """Return the relations between modules that are in the tree."""
    between = ((module, one.type, one.module) for module, one in relations if one.module)
    return [one for one in between if not catalog.is_gone(one[0]) and not catalog.is_gone(one[2])]


def _groups(catalog: Catalog) -> list[KindGroup]:
    """Return the kinds that have modules, in the order of catalog.yaml."""
    held = {id_: [module for module in by_name(catalog) if module.kind == id_] for id_ in catalog.settings.kinds}
    return [KindGroup(id_, catalog.settings.kinds[id_], *_split(modules, catalog)) for id_, modules in held.items() if modules]


def _split(modules: list[Module], catalog: Catalog) -> tuple[tuple[Module, ...], tuple[Module, ...], tuple[StageModules, ...]]:
    present = tuple(module for module in modules if not catalog.is_gone(module))
    gone = tuple(module for module in modules if catalog.is_gone(module))
    held = (
        StageModules(stage, tuple(module for module in present if module.stage == stage.id)) for stage in catalog.lifecycle.stages
    )
    return present, gone, tuple(one for one in held if one.modules)


def relation_map(catalog: Catalog) -> Iterator[Page]:
    """The drawing of the kinds, then each kind in words, then every relation. Without modules there is no page."""
    groups = {group.id: group for group in _groups(catalog)}
    relations = stated(catalog)
    present = _present(relations, catalog)
    pairs = between_kinds(present)
    drawing = of_kinds([group for group in groups.values() if group.present], pairs)
    shows = {
        "kinds": [
            KindRelations(
                group,
                tuple((groups[head], number) for (tail, head), number in pairs.items() if tail == id_),
                tuple((groups[tail], number) for (tail, head), number in pairs.items() if head == id_),
                tuple(one for one in relations if one[0].kind == id_),
            )
            for id_, group in groups.items()
        ],
        "drawing": drawing,
        "rest": len(present) - sum(line.count for line in drawing.lines) if drawing else 0,
        "stages": [one.stage for one in by_stage(catalog)],
        "dot": DOT,
    }
    description = "How the modules of {project} stand to each other."
    if groups:
        yield Page(f"{FOLDER}/map.md", "map.md.j2", "Map", description, shows, boost=_BOOST)


def kinds(catalog: Catalog) -> Iterator[Page]:
    """A page for each kind that has modules: what it is, its modules, and how they stand to each other and to the rest."""
    relations = stated(catalog)
    present = _present(relations, catalog)
    for group in _groups(catalog):
        inside, outside = [], []
        for module, one in relations:
            if module.kind == group.id:
                inside.append((module, one))
            elif one.module and one.module.kind == group.id:
                outside.append((module, one))
        drawing = of_modules(group.id, present)
        drawn = {box.of.id for box in drawing.boxes} if drawing else set()
        shows = {
            "group": group,
            "drawing": drawing,
            "is_all": drawn.issuperset(module.id for module in group.present),
            "relations": [("inside", inside), ("outside", outside)],
        }
        description = "{kind} of {project}: every module of the kind, and how they stand to each other."
        values = {"kind": group.kind.plural}
        yield Page(kind_path(group.id), "kind.md.j2", "{kind}", description, shows, values, in_nav=False, boost=_BOOST)
