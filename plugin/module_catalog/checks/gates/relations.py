"""Gates that look at what needs the module."""

from __future__ import annotations

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...diagnostics import Related
from .gate import GateOptions, Shortfall, Shortfalls, gate, listed


def _needed(module: Module, stages: list[str], catalog: Catalog) -> Shortfalls:
    for other, index in catalog.needed_by(module):
        if other.stage in stages:
            related = (Related(module.where("stage"), f"`{module.id}` is at {module.stage}"),)
            needs = f"`{other.id}` {other.relations[index].type} it"
            message = (
                f"that nothing at {other.stage} needs it, and {needs}:"
                " remove the relation, or move one of the two"
            )
            yield Shortfall(other.where("relations", index, "module"), message, related)


@gate(
    "MC416",
    "nothing of a later stage depends on the module",
    sentence=lambda options, catalog: "Nothing of a later stage depends on it.",
)
def isolated(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A module can be removed by deleting its folders only as long as nothing else needs it."""
    order = catalog.lifecycle.by_id[options["stage"]].order
    later = [stage.id for stage in catalog.lifecycle.live if stage.order > order]
    yield from _needed(module, later, catalog)


@gate(
    "MC418",
    "nothing that stays depends on a module that leaves",
    sentence=lambda options, catalog: f"Nothing at {listed(list(options['by']), 'or')} depends on it.",
    options={
        "by": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/line"},
            "description": "the stages whose modules must not depend on it",
        },
    },
)
def not_needed(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A removal breaks every module that still needs what is removed."""
    yield from _needed(module, list(options["by"]), catalog)
