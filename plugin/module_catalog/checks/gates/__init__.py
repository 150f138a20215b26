"""Gates: what stages require of modules.

GATES has a row for each kind; `shortfalls` applies those of a module's own stage.
"""

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
    """Say whether a gate of the module's own stage binds it.

    `stay` gates always do, `enter` gates unless it is grandfathered.
    """
    return not gate.is_entry or not is_grandfathered(module, catalog)


def is_grandfathered(module: Module, catalog: Catalog) -> bool:
    """Say whether the module came to its stage before the lifecycle took effect.

    A stage that the catalog read from the past counts as entered before, if the reading was not made
    after that day. So does one of which it is not recorded whether it was before or after.
    """
    effective, entered = catalog.settings.effective, module.entered
    if effective is None or entered is None:
        return False
    return catalog.may_precede(entered, effective) or (
        entered.is_reading and catalog.when(entered).first == effective
    )


def is_undated(module: Module, catalog: Catalog) -> bool:
    """Say whether it is not recorded if the module came to its stage before the lifecycle took effect."""
    effective, entered = catalog.settings.effective, module.entered
    return bool(effective and entered and catalog.leaves_open(entered, effective))


def stage_shortfalls(module: Module, kind: GateKind, catalog: Catalog) -> Iterator[tuple[Gate, Shortfall]]:
    """Yield what the module lacks of what its own stage asks, for every gate of one kind that binds it."""
    stage = catalog.stage_of(module)
    gates = [gate for gate in stage.gates if gate.kind == kind.name]
    # A stage that the history does not lead to is a mistake of its own: what it would ask is not known before
    # that is fixed.
    if not gates or not module.follows_history:
        return
    # So is a day to come: what was asked of those who entered on it is not known either.
    first = module.entered.date.first if module.entered else None
    is_ahead = first is not None and catalog.is_ahead(first)
    for gate in gates:
        # And without a roster nobody is known to have a role, or not to have it.
        is_open = (gate.is_entry and is_ahead) or ("role" in gate.options and not catalog.has_roster)
        if binds(module, gate, catalog) and not is_open:
            for shortfall in shortfalls(module, gate, stage, catalog):
                yield gate, shortfall


def requirements(catalog: Catalog) -> tuple[str, ...]:
    """Return each different requirement of the stages, in the order of the lifecycle."""
    gates = (gate for stage in catalog.lifecycle.stages for gate in stage.gates)
    return tuple(dict.fromkeys(GATES[gate.kind].requirement(gate.options, catalog) for gate in gates))


def within(gate: Gate, catalog: Catalog) -> str:
    """Return what a gate requires as a part of a sentence."""
    said = GATES[gate.kind].requirement(gate.options, catalog)
    return f"{said[0].lower()}{said[1:]}"


def conditions(catalog: Catalog) -> tuple[Schema, ...]:
    """Return the JSON Schemas of what editors can know of the gates: for each stage, what it always asks.

    `enter` gates are among them only when the lifecycle binds every module: a schema knows no dates.
    """
    return tuple(
        {
            "if": {"properties": {"stage": {"const": stage.id}}, "required": ["stage"]},
            "then": {
                **known,
                "errorMessage": f"{stage.label} requires {within(gate, catalog)}",
            },
        }
        for stage in catalog.lifecycle.stages
        for gate in (*(stage.enter if catalog.settings.effective is None else ()), *stage.stay)
        if (known := GATES[gate.kind].schema(gate.options))
    )


_OPEN: Schema = {"type": ["array", "string"], "items": {"$ref": "#/$defs/line"}}
"""What an option is that kinds of gate use for different things, before it is known which kind it stands in.
"""


def definition() -> Schema:
    """Return the JSON Schema of a gate in a lifecycle file: the kinds, and what each has beside its name."""
    names = dict.fromkeys(name for kind in GATES.values() for name in kind.options)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["gate"],
        "properties": {
            "gate": {"enum": list(GATES), "description": "What is checked."},
            **{name: {**_form(name), "description": _description(name)} for name in names},
        },
        "allOf": [
            {"if": {"required": ["gate"], "properties": {"gate": {"const": kind.name}}}, "then": asked}
            for kind in GATES.values()
            if (asked := _asked(kind))
        ],
    }


def _forms(kind: GateKind) -> Mapping[str, Schema]:
    """Return the options of a kind of gate without what is said of them."""
    return {
        name: {key: part for key, part in option.items() if key != "description"}
        for name, option in kind.options.items()
    }


def _form(name: str) -> Schema:
    """Return what every kind of gate that has an option takes it for."""
    forms = [forms[name] for forms in map(_forms, GATES.values()) if name in forms]
    return forms[0] if all(form == forms[0] for form in forms) else _OPEN


def _description(name: str) -> str:
    kinds: dict[str, list[str]] = {}
    for kind in GATES.values():
        if name in kind.options:
            kinds.setdefault(kind.options[name]["description"], []).append(kind.name)
    return " ".join(f"{', '.join(named)}: {said}." for said, named in kinds.items())


def _asked(kind: GateKind) -> Schema:
    """Return what one kind of gate asks of its options beside what all do; empty when it is no more."""
    required = [name for name in kind.options if name not in kind.optional]
    own = {name: form for name, form in _forms(kind).items() if _form(name) is _OPEN}
    return {**({"required": required} if required else {}), **({"properties": own} if own else {})}


__all__ = [
    "GATES",
    "GateKind",
    "Shortfall",
    "binds",
    "conditions",
    "definition",
    "is_grandfathered",
    "is_undated",
    "requirements",
    "shortfalls",
    "stage_shortfalls",
    "within",
]
