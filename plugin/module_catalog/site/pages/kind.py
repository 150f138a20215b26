"""The page of one kind of module."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addresses import kind_path
from ...catalog.groups import by_kind
from ...catalog.model import Catalog
from ...catalog.relations import present_relations, stated
from ..drawings.relation_map import of_modules
from ..page import Page

_BOOST = 0.2
"""Pages that repeat what others say come after them in a search."""


def pages(catalog: Catalog) -> Iterator[Page]:
    """A page for each kind that has modules.

    It says what the kind is, which modules it has, and how they stand to each other and to the rest.
    """
    relations, present = stated(catalog), present_relations(catalog)
    for group in by_kind(catalog):
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
        description = "{kind} of {project}: every module of the kind, and their relations."
        values = {"kind": group.kind.plural}
        yield Page("kind", "{kind}", description, shows, at=kind_path(group.id), values=values, boost=_BOOST)
