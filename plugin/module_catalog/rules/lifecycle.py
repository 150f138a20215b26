"""Stages and what they ask (MC4xx)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Related, closest
from ..documents import Key
from ..gates import GATES, GateKind, shortfalls
from ..lifecycle import Gate, Lifecycle
from ..model import Catalog, Module
from .rule import Breach, Breaches, Rule, rule


@rule("MC401", "the stage is the last one in the history")
def last_of_history(catalog: Catalog) -> Breaches:
    """A stage that changes without a line in the history has no date, no reason and no decision behind it."""
    for module in catalog.modules:
        if not module.stage_events:
            message = f"the history names no stage: add the event with which `{module.id}` entered {module.stage}"
            yield Breach(module.where_key("history"), message)
            continue
        index, last = module.stage_events[-1]
        if last.stage != module.stage:
            related = (Related(module.where("history", index, "stage"), "the last stage in the history"),)
            message = (
                f"the stage is {module.stage}, but the history ends at {last.stage}:"
                f" add the event that led to {module.stage}, or put the stage back"
            )
            yield Breach(module.where("stage"), message, related=related)


@rule("MC402", "a stage follows from the one before it")
def allowed_transitions(catalog: Catalog) -> Breaches:
    """A module that jumps over a stage skips what that stage asks. Steps from before the lifecycle took effect are history."""
    effective = catalog.settings.effective
    for module in catalog.modules:
        held: str | None = None
        for index, event in module.stage_events:
            is_past = effective is not None and event.date < effective
            if not (event.is_reading or is_past or held == event.stage or catalog.lifecycle.allows(held, str(event.stage))):
                allowed = ", ".join(way.to for way in catalog.lifecycle.transitions if way.from_ == held) or "none"
                message = f"no way leads {f'from {held}' if held else 'in'} to {event.stage}; allowed: {allowed}"
                yield Breach(module.where("history", index, "stage"), message)
            held = event.stage


@rule("MC403", "a lifecycle speaks of its own stages")
def own_stages(catalog: Catalog) -> Breaches:
    """A gate or a way that names a stage which does not exist checks nothing."""
    lifecycle = catalog.lifecycle
    for key, name in _named_stages(lifecycle):
        if name not in lifecycle.by_id:
            yield Breach(lifecycle.document.where(*key), f"the lifecycle has no stage `{name}`", closest(name, lifecycle.by_id))


def _named_stages(lifecycle: Lifecycle) -> Iterator[tuple[Key, str]]:
    """Yield every place of the lifecycle file that names a stage, with the name."""
    for index, way in enumerate(lifecycle.transitions):
        yield from ((("transitions", index, key), name) for key, name in (("from", way.from_), ("to", way.to)) if name)
    for stage in lifecycle.stages:
        for gate in (*stage.enter, *stage.stay):
            if "for" in gate.asks:
                yield (*gate.way, "for"), gate.asks["for"]
            yield from (((*gate.way, "by", index), name) for index, name in enumerate(gate.asks.get("by", ())))


def _gate_rule(kind: GateKind) -> Rule:
    def check(catalog: Catalog) -> Breaches:
        for module in catalog.modules:
            for gate, found, lack in shortfalls(module, catalog):
                if found is kind:
                    yield Breach(lack.place, f"{_when(module, gate)}, which asks for {lack.message}", related=lack.related)

    return Rule(kind.code, kind.title, kind.why, check)


def _when(module: Module, gate: Gate) -> str:
    """Return the first half of a sentence: since when the gate binds the module."""
    if gate.is_entry and module.entered:
        return f"`{module.id}` entered {module.stage} on {module.entered.date}"
    return f"`{module.id}` is at {module.stage}"


GATE_RULES: tuple[Rule, ...] = tuple(map(_gate_rule, GATES.values()))
"""One rule for each kind of gate."""
