"""The relation map: how the kinds stand to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...catalog.addresses import DOT
from ...catalog.model import Catalog
from ...catalog.queries.groups import KindGroup, by_kind, by_stage
from ...catalog.queries.relations import Stated, present_relations, stated
from ..drawings import graphviz
from ..drawings.relation_map import between_kinds, of_kinds
from ..page import Page
from ..parts import LIMITS, Limit

NO_ENGINE = "Relations are shown as lists only: the extra `graph`, or Graphviz itself, would draw them."
"""What to tell whoever builds a site without drawings."""
_BOOST = 0.2
"""Pages that repeat what others say come after them in a search."""


@dataclass(frozen=True)
class KindRelations:
    """A kind on the map: the kinds under it and over it, each with how often, and what its entries state.

    Under it are those it builds on, over it those that build on it.
    """

    group: KindGroup
    under: tuple[tuple[KindGroup, int], ...]
    over: tuple[tuple[KindGroup, int], ...]
    relations: tuple[Stated, ...]


def is_engine_missing(catalog: Catalog) -> bool:
    """Say whether there are relations to draw, and nothing here that could."""
    return bool(present_relations(catalog)) and not graphviz.is_available()


def pages(catalog: Catalog, limits: Mapping[str, Limit] = LIMITS) -> Iterator[Page]:
    """The drawing of the kinds, then each kind in words, then every relation.

    Modules and relations that are too many are on the pages of their kinds only. Without modules there is no
    page.
    """
    groups = {group.id: group for group in by_kind(catalog)}
    relations, present = stated(catalog), present_relations(catalog)
    pairs = between_kinds(present)
    drawn = [group for group in groups.values() if group.present]
    drawing = of_kinds(drawn, pairs)
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
        "left_out": len(drawn) - len(drawing.boxes) if drawing else 0,
        "rest": len(present) - sum(line.count for line in drawing.lines) if drawing else 0,
        "stages": [one.stage for one in by_stage(catalog)],
        "dot": DOT,
        "is_whole": len(catalog.modules) + len(relations) <= limits["map"].most,
    }
    description = "How the kinds of module of {project} depend on each other."
    if groups:
        yield Page("map", "Module map", description, shows, boost=_BOOST)
