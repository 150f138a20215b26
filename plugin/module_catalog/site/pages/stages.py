"""The page of stages: what each means, what it asks, and what modules may do there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ...catalog.entries import Module
from ...catalog.lifecycle import Gate, Lifecycle, Stage
from ...catalog.model import Catalog
from ...catalog.queries.groups import by_name, by_stage
from ...catalog.queries.toggles import module_toggles
from ...checks.gates import GATES, is_grandfathered, is_undated
from ..drawings.transitions import drawing, known
from ..list_paths import stage_paths
from ..page import Page


@dataclass(frozen=True)
class Requirement:
    """One thing a stage asks, and the rule that checks it."""

    text: str
    code: str


@dataclass(frozen=True)
class StageRequirements:
    """A stage, what it requires, and who is there."""

    stage: Stage
    enter: tuple[Requirement, ...]
    stay: tuple[Requirement, ...]
    modules: tuple[Module, ...]
    grandfathered: int
    undated: int
    """How many others are, because it is not recorded whether they entered the stage before that day."""


def pages(catalog: Catalog) -> Iterator[Page]:
    """What each stage means, what it asks, and which modules are there."""
    shows = {
        "held": by_stage(catalog),
        "stages": [_asked(stage, catalog) for stage in catalog.lifecycle.stages],
        "lists": stage_paths(catalog),
        "drawing": drawing(catalog.lifecycle),
        "ways": known(catalog.lifecycle),
        "powers": _powers(catalog.lifecycle),
        "toggle_counts": Counter(one.toggle.kind for one in module_toggles(catalog) if not one.is_gone),
    }
    description = "What the stages of {project}'s modules mean, and what each requires."
    yield Page("stages", "Stages", description, shows, hides=("navigation",))


def _asked(stage: Stage, catalog: Catalog) -> StageRequirements:
    def required(gates: tuple[Gate, ...]) -> tuple[Requirement, ...]:
        kinds = ((GATES[gate.kind], gate.options) for gate in gates)
        return tuple(Requirement(kind.requirement(options, catalog), kind.code) for kind, options in kinds)

    modules = tuple(module for module in by_name(catalog) if module.stage == stage.id)
    old = [module for module in modules if stage.enter and is_grandfathered(module, catalog)]
    undated = sum(is_undated(module, catalog) for module in old)
    return StageRequirements(
        stage, required(stage.enter), required(stage.stay), modules, len(old) - undated, undated
    )


@dataclass(frozen=True)
class Permission:
    """Something a module may do at one live stage and may not at another, or may at several."""

    label: str
    answers: tuple[bool | None, ...]
    """For each live stage whether a module may; None where the lifecycle does not say."""


def _powers(lifecycle: Lifecycle) -> list[Permission]:
    """Return what modules may do at each live stage; nothing when no two stages speak of the same."""
    said = dict.fromkeys(word for stage in lifecycle.live for word in (*stage.may, *stage.may_not))
    powers = [Permission(word, tuple(_answer(stage, word) for stage in lifecycle.live)) for word in said]
    is_shared = any(sum(answer is not None for answer in power.answers) > 1 for power in powers)
    return powers if is_shared else []


def _answer(stage: Stage, word: str) -> bool | None:
    return True if word in stage.may else False if word in stage.may_not else None
