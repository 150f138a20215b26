"""Gates and a module → what its next stage would ask, and what it has of that.

Information, never a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..catalog.entries import Module
from ..catalog.lifecycle import Gate, Stage
from ..catalog.model import Catalog
from .gates import GATES, binds, shortfalls


@dataclass(frozen=True, slots=True)
class GateStatus:
    """One gate, and how the module stands to it."""

    state: str
    """met, open, or not required: the module came to its stage before the gate took effect."""
    sentence: str
    """What the gate asks of "it", the module, as a noun phrase."""
    missing: tuple[str, ...]
    """What the module lacks, each with its remedy; empty when it lacks nothing."""
    code: str
    """The rule that checks it."""
    pastes: tuple[str, ...]
    """YAML that an entry without any of these keys would add, with … where only the maintainers know."""

    @property
    def mark(self) -> str:
        """The sign of its state in a list."""
        return _MARKS[self.state]

    @property
    def note(self) -> str:
        """What follows the sentence of a gate that does not bind the module; nothing for another one."""
        return " (grandfathered)" if self.state == "not required" else ""


_MARKS: Mapping[str, str] = {"met": "✓", "open": "□", "not required": "-"}


@dataclass(frozen=True)
class Readiness:
    """What a stage asks of a module, in the order of the lifecycle file."""

    module: Module
    stage: Stage
    """The stage that asks: the next one, or the module's own when there is no next."""
    is_next: bool
    steps: tuple[GateStatus, ...]

    @property
    def met(self) -> int:
        """How many gates the module passes."""
        return sum(step.state == "met" for step in self.steps)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is open."""
        return all(step.state != "open" for step in self.steps)


def readiness(module: Module, catalog: Catalog, to: Stage | None = None) -> Readiness:
    """Return how a module stands to a stage.

    Without one, it is the next of its lifecycle, or its own when there is none.
    """
    here = catalog.stage_of(module)
    following = to or _next(here, catalog)
    stage = following or here
    gates = (
        *stage.enter,
        *(gate for gate in stage.stay if gate.options not in [other.options for other in stage.enter]),
    )
    placeless = replace(module, document=module.document.without_places())
    return Readiness(module, stage, following is not None, tuple(_steps(placeless, gates, stage, catalog)))


def returning(module: Module, catalog: Catalog) -> Stage | None:
    """Return the stage at which a module that leaves or has left would come back; None for a live one.

    It is the first that a transition leads to from where it is, else the first that one leads into the
    project to.
    """
    here = catalog.stage_of(module)
    if here.presence == "live":
        return None
    allows = catalog.lifecycle.allows
    back = [stage for stage in catalog.lifecycle.live if allows(here.id, stage.id)]
    return next(iter((*back, *(stage for stage in catalog.lifecycle.live if allows(None, stage.id)))), None)


def _next(here: Stage, catalog: Catalog) -> Stage | None:
    """Return the nearest live stage of wider scope that a way leads to from here."""
    ways = [
        catalog.lifecycle.by_id.get(way.to) for way in catalog.lifecycle.transitions if way.from_ == here.id
    ]
    upwards = [stage for stage in ways if stage and stage.presence == "live" and stage.order > here.order]
    return min(upwards, key=lambda stage: stage.order, default=None) if here.presence == "live" else None


def _steps(module: Module, gates: Iterable[Gate], stage: Stage, catalog: Catalog) -> Iterable[GateStatus]:
    for gate in gates:
        kind = GATES[gate.kind]
        put_in = catalog.settings.noun.put_in
        found = tuple(shortfalls(module, gate, stage, catalog))
        missing = tuple(put_in(shortfall.message) for shortfall in found)
        is_asked = stage.id != module.stage or binds(module, gate, catalog)
        state = "met" if not missing else "open" if is_asked else "not required"
        pastes = tuple(one.paste for one in found if one.paste) if state == "open" else ()
        yield GateStatus(state, kind.requirement(gate.options, catalog), missing, kind.code, pastes)
