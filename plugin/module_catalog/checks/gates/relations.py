"""Gates that look at what needs the module."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

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
            yield Shortfall(partial(other.where, "relations", index, "module"), message, related)


@gate(
    "MC416",
    "nothing of a later stage depends on the module",
    requirement=lambda options, catalog: "No module of a later stage that depends on it",
    across=True,
)
def isolated(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A module can be removed by deleting its folders only as long as nothing else needs it."""
    order = catalog.lifecycle.by_id[options["stage"]].order
    later = [stage.id for stage in catalog.lifecycle.live if stage.order > order]
    yield from _needed(module, later, catalog)


@gate(
    "MC418",
    "nothing that stays depends on a module that leaves",
    requirement=lambda options, catalog: (
        f"No module at {listed(list(options['by']), 'or')} that depends on it"
    ),
    options={
        "by": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/line"},
            "description": "the stages whose modules must not depend on it",
        },
    },
    across=True,
)
def not_needed(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A removal breaks every module that still needs what is removed."""
    yield from _needed(module, list(options["by"]), catalog)


@gate(
    "MC306",
    "no module lies inside another one of its stage, unless a relation says so",
    requirement=lambda options, catalog: "Namespaces of its own, or a relation to the module around them",
    across=True,
)
def own_namespaces(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A module that can be removed by deleting its folders must not take another one with it unnoticed."""
    known = {one.module for one in module.relations}
    for index, path in enumerate(module.namespaces):
        for other in _around(path, catalog):
            is_apart = other.stage == options["stage"] and other is not module and other.follows_history
            if (
                is_apart
                and other.id not in known
                and module.id not in {one.module for one in other.relations}
            ):
                message = (
                    f"namespaces of its own, and `{path}` is inside one of `{other.id}`:"
                    f" if it is a part, add `{{type: part-of, module: {other.id}, why: …}}` to `relations`"
                )
                lines = f"relations:\n  - {{type: part-of, module: {other.id}, why: …}}"
                yield Shortfall(partial(module.where, "namespaces", index), message, paste=lines)
                known.add(other.id)


def _around(path: str, catalog: Catalog) -> Iterator[Module]:
    """Yield the modules that have a folder around a path among their namespaces, the nearest first."""
    parts = path.rstrip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        yield from catalog.by_namespace.get("/".join(parts[:length]), ())
