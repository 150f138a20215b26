"""How modules stand to each other (MC3xx)."""

from __future__ import annotations

from ..diagnostics import Related
from ..model import Catalog
from ..vocabulary import RELATIONS
from .rule import Breach, Breaches, rule


@rule("MC301", "a module has no relation to itself")
def not_itself(catalog: Catalog) -> Breaches:
    """A relation says how a module stands to another one."""
    for module in catalog.modules:
        for index, relation in enumerate(module.relations):
            if relation.module == module.id:
                yield Breach(module.where("relations", index, "module"), f"`{module.id}` is this module: name another one")


@rule("MC302", "a relation is written once")
def written_once(catalog: Catalog) -> Breaches:
    """The other side of a relation is derived. Written twice, its two reasons drift apart."""
    for module in catalog.modules:
        first: dict[tuple[str, str], int] = {}
        for index, relation in enumerate(module.relations):
            if relation.module is None:
                continue
            before = first.setdefault((relation.type, relation.module), index)
            if before != index:
                related = (Related(module.where("relations", before), "it is here first"),)
                message = f"`{relation.type}` `{relation.module}` is written twice: keep one of the two"
                yield Breach(module.where("relations", index, "module"), message, related=related)


@rule("MC303", "a relation that goes both ways is written at one end")
def written_at_one_end(catalog: Catalog) -> Breaches:
    """The other module's page shows it all the same. Written at both ends, its two reasons drift apart."""
    for module in catalog.modules:
        for index, relation in enumerate(module.relations):
            other = catalog.by_id.get(relation.module or "")
            if other is None or not RELATIONS[relation.type].is_symmetric or other.id >= module.id:
                continue
            for position, back in enumerate(other.relations):
                if (back.type, back.module) == (relation.type, module.id):
                    related = (Related(other.where("relations", position), "it is here too"),)
                    message = f"`{other.id}` already says `{relation.type}` `{module.id}`: keep one of the two"
                    yield Breach(module.where("relations", index, "module"), message, related=related)
