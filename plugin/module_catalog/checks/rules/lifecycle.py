"""Stages and what they require (MC4xx)."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.entries import Module
from ...catalog.lifecycle import Gate, Lifecycle
from ...catalog.model import Catalog
from ...catalog.reading.yaml_reader import Key
from ...diagnostics import Related, Severity, closest
from ..gates import GATES, GateKind, stage_shortfalls
from .rule import Rule, Violation, Violations, rule


@rule("MC401", "the stage is the last one in the history", needs_whole=True)
def last_of_history(catalog: Catalog) -> Violations:
    """A stage that changes without a line in the history has no date, no reason and no decision behind it."""
    for module in catalog.modules:
        if not module.stage_events:
            message = (
                f"the history names no stage: add the event with which `{module.id}` entered {module.stage}"
            )
            yield Violation(module.where_key("history"), message)
            continue
        index, last = module.stage_events[-1]
        if last.stage != module.stage:
            related = (Related(module.where("history", index, "stage"), "the last stage in the history"),)
            message = (
                f"the stage is {module.stage}, but the history ends at {last.stage}:"
                f" add the event that led to {module.stage}, or correct the stage"
            )
            yield Violation(module.where("stage"), message, related=related)


@rule("MC402", "stages in the history follow the transitions of the lifecycle", needs_whole=True)
def allowed_transitions(catalog: Catalog) -> Violations:
    """A module that skips a stage skips what that stage requires.

    Events before the lifecycle took effect are not checked.
    """
    effective = catalog.settings.effective
    for module in catalog.modules:
        held: str | None = None
        for index, event in module.stage_events:
            is_past = effective is not None and catalog.may_precede(event, effective)
            if not (
                event.is_reading
                or is_past
                or held == event.stage
                or catalog.lifecycle.allows(held, str(event.stage))
            ):
                allowed = (
                    ", ".join(key.to for key in catalog.lifecycle.transitions if key.from_ == held) or "none"
                )
                message = (
                    f"no transition leads {f'from {held}' if held else 'in'} to {event.stage};"
                    f" allowed: {allowed}"
                )
                yield Violation(module.where("history", index, "stage"), message)
            held = event.stage


@rule("MC403", "a lifecycle refers only to its own stages")
def own_stages(catalog: Catalog) -> Violations:
    """A gate or a transition that names a stage which does not exist checks nothing."""
    lifecycle = catalog.lifecycle
    for key, name in _named_stages(lifecycle):
        if name not in lifecycle.by_id:
            yield Violation(
                lifecycle.document.where(*key),
                f"the lifecycle has no stage `{name}`",
                closest(name, lifecycle.by_id),
            )


def _named_stages(lifecycle: Lifecycle) -> Iterator[tuple[Key, str]]:
    """Yield every place of the lifecycle file that names a stage, with the name."""
    for index, key in enumerate(lifecycle.transitions):
        yield from (
            (("transitions", index, key), name) for key, name in (("from", key.from_), ("to", key.to)) if name
        )
    for stage in lifecycle.stages:
        for gate in stage.gates:
            if "for" in gate.options:
                yield (*gate.key, "for"), gate.options["for"]
            yield from (
                ((*gate.key, "by", index), name) for index, name in enumerate(gate.options.get("by", ()))
            )


@rule("MC404", "a lifecycle lists each stage once, and has a live one")
def stages_once(catalog: Catalog) -> Violations:
    """Two stages with one id cannot be told apart; without a live stage no module can be in the project."""
    lifecycle = catalog.lifecycle
    ids = [stage.id for stage in lifecycle.stages]
    for index, id_ in enumerate(ids):
        if id_ in ids[:index]:
            place = lifecycle.document.where("stages", index, "id")
            yield Violation(place, f"`{id_}` is the id of a stage above: give each stage its own")
    if not lifecycle.live:
        message = "no stage is live: leave out `presence` for stages that are not about leaving"
        yield Violation(lifecycle.document.where_key("stages"), message)


@rule("MC405", "every stage can be reached by a transition", severity=Severity.WARNING)
def stages_reached(catalog: Catalog) -> Violations:
    """A module could only get to such a stage by breaking the rules."""
    reached = {key.to for key in catalog.lifecycle.transitions}
    for index, stage in enumerate(catalog.lifecycle.stages):
        if stage.id not in reached:
            place = catalog.lifecycle.document.where("stages", index, "id")
            yield Violation(
                place, f"no transition leads to `{stage.id}`: add one to `transitions`, or remove the stage"
            )


@rule("MC406", "a gate names a role of the catalog")
def known_roles(catalog: Catalog) -> Violations:
    """Nobody has a role that catalog.yaml does not name, so no module could ever pass."""
    roles = catalog.settings.roles
    for stage in catalog.lifecycle.stages:
        for gate in stage.gates:
            for key in ("role", "of"):
                name = gate.options.get(key)
                if isinstance(name, str) and name not in roles:
                    known = ", ".join(f"`{role}`" for role in roles)
                    place = catalog.lifecycle.document.where(*gate.key, key)
                    yield Violation(
                        place,
                        f"`{name}` is not a role of catalog.yaml, which has {known}",
                        closest(name, roles),
                    )


def _gate_rule(kind: GateKind) -> Rule:
    def check(catalog: Catalog) -> Violations:
        stages = catalog.lifecycle.stages
        asking = {stage.id for stage in stages if any(gate.kind == kind.name for gate in stage.gates)}
        for module in (one for one in catalog.modules if one.stage in asking):
            for gate, shortfall in stage_shortfalls(module, kind, catalog):
                if not shortfall.is_acknowledged:
                    yield Violation(
                        shortfall.place(),
                        f"{_when(module, gate)}, which requires {shortfall.message}",
                        related=shortfall.related,
                    )

    return Rule(kind.code, kind.title, kind.why, check, needs_whole=True, across=kind.across)


def _when(module: Module, gate: Gate) -> str:
    """Return the first half of a sentence: since when the gate binds the module."""
    if gate.is_entry and module.entered:
        event = module.entered
        when = event.date.phrase or (f"in {event.release}" if event.release else "")
        return " ".join(filter(None, (f"`{module.id}` entered {module.stage}", when)))
    return f"`{module.id}` is at {module.stage}"


GATE_RULES: tuple[Rule, ...] = tuple(map(_gate_rule, GATES.values()))
"""One rule for each kind of gate."""
