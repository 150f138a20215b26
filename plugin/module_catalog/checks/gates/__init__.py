"""Gates: what stages ask of modules. GATES has a row for each kind; `shortfalls` applies those of a module's own stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...catalog.entries import Module
from ...catalog.lifecycle import Gate, Stage
from ...catalog.model import Catalog
from . import decisions, entry, evidence, people, relations
from .gate import GateKind, Schema, Shortfall

GATES: Mapping[str, GateKind] = {
    kind.name: kind
    for kind in sorted(
        (
            found
            for family in (entry, people, decisions, relations, evidence)
            for found in vars(family).values()
            if isinstance(found, GateKind)
        ),
        key=lambda kind: kind.code,
    )
}
"""Every kind of gate by the name lifecycle files use, in the order of codes."""


def shortfalls(module: Module, gate: Gate, stage: Stage, catalog: Catalog) -> Iterator[Shortfall]:
    """Yield what the module lacks to pass one gate of a stage, whether it is at that stage or not."""
    return GATES[gate.kind].shortfalls(module, {**gate.options, "stage": stage.id}, catalog)


def binds(module: Module, gate: Gate, catalog: Catalog) -> bool:
    """Say whether a gate of the module's own stage binds it: `stay` gates always, `enter` gates unless it is grandfathered."""
    return not gate.is_entry or not is_grandfathered(module, catalog)


def is_grandfathered(module: Module, catalog: Catalog) -> bool:
    """Say whether the module came to its stage before the lifecycle took effect.

    A stage that the catalog read from the past counts as entered before, if the reading was not made after that day.
    """
    effective, entered = catalog.settings.effective, module.entered
    if effective is None or entered is None:
        return False
    return entered.date < effective or (entered.is_reading and entered.date == effective)


def stage_shortfalls(module: Module, kind: GateKind, catalog: Catalog) -> Iterator[tuple[Gate, Shortfall]]:
    """Yield what the module lacks of what its own stage asks, for every gate of one kind that binds it."""
    # A stage that the history does not lead to is a mistake of its own: what it would ask is not known before that is fixed.
    if not module.stage_events or module.stage_events[-1][1].stage != module.stage:
        return
    stage = catalog.stage_of(module)
    for gate in (*stage.enter, *stage.stay):
        if gate.kind == kind.name and binds(module, gate, catalog):
            for shortfall in shortfalls(module, gate, stage, catalog):
                yield gate, shortfall


def sentences(catalog: Catalog) -> tuple[str, ...]:
    """Return each different sentence that says what a stage asks, in the order of the lifecycle."""
    gates = (gate for stage in catalog.lifecycle.stages for gate in (*stage.enter, *stage.stay))
    return tuple(dict.fromkeys(GATES[gate.kind].sentence(gate.options, catalog) for gate in gates))


def conditions(catalog: Catalog) -> tuple[Schema, ...]:
    """Return the JSON Schemas that say what editors can know of the gates: for each stage, what it always asks.

    `enter` gates are among them only when the lifecycle binds every module: a schema knows no dates.
    """
    return tuple(
        {
            "if": {"properties": {"stage": {"const": stage.id}}, "required": ["stage"]},
            "then": {**known, "errorMessage": f"{stage.label} asks: {GATES[gate.kind].sentence(gate.options, catalog)}"},
        }
        for stage in catalog.lifecycle.stages
        for gate in (*(stage.enter if catalog.settings.effective is None else ()), *stage.stay)
        if (known := GATES[gate.kind].schema(gate.options))
    )


__all__ = ["GATES", "GateKind", "Lack", "binds", "conditions", "is_grandfathered", "lacks", "sentences", "shortfalls"]
