"""lifecycle.yaml → Lifecycle: the stages, what each asks, and the transitions between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from .reading.documents import Document
from .reading.yaml_reader import Key
from .requirements import Requirement, merged
from .structure import structure

_FOLDER = Path(__file__).parent / "lifecycles"
BUILT_IN = tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))
"""The lifecycles that come with the program, by the name catalog.yaml calls them."""


def built_in(name: str) -> str:
    """Return the text of a built-in lifecycle, which is written as a project writes its own."""
    return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Gate:
    """One thing a stage asks. What it means stands in checks/gates."""

    kind: str
    options: Mapping[str, Any]
    """What the lifecycle file says beside the kind."""
    key: Key
    """Where it stands in the lifecycle file."""

    @property
    def is_entry(self) -> bool:
        """Whether it is asked of a module that enters the stage, not of one that stays."""
        return self.key[2] == "enter"


@dataclass(frozen=True)
class Stage:
    """One stage: how far a module reaches, and what that asks."""

    id: str
    name: str
    means: str
    presence: str = "live"
    """live, aside, leaving or gone."""
    brief: str = ""
    answer: str = ""
    advice: str = ""
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()
    order: int = 0
    """Its place among the stages, from 0: a greater one is later."""
    requires: tuple[str, ...] = ()
    """The fields that entries need at it, beside those of every stage."""
    enter: tuple[Gate, ...] = ()
    stay: tuple[Gate, ...] = ()

    @property
    def gates(self) -> tuple[Gate, ...]:
        """All that the stage asks, in the order of the lifecycle file."""
        return (*self.enter, *self.stay)

    @property
    def label(self) -> str:
        """What people call the stage: its id and name, or its name alone where the id only repeats it."""
        return self.name if self.id.casefold() == self.name.casefold() else f"{self.id} {self.name}"


@dataclass(frozen=True)
class Transition:
    """A way from one stage to another; from_ is None for the way in."""

    to: str
    from_: str | None = None
    why: str | None = None


@dataclass(frozen=True)
class ToggleKind:
    """A kind of toggle, and the longest that one may live: in days or in releases, or without an end."""

    means: str
    days: int | None = None
    """After its first release."""
    releases: int | None = None
    """That may have it."""


@dataclass(frozen=True)
class Lifecycle:
    """The stages in order, and the transitions between them."""

    name: str
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    document: Document
    source: str | None = None
    summary: str | None = None
    requires: tuple[str, ...] = ()
    """The fields that entries need at every stage."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """How severe rules are where catalog.yaml does not say it, by their codes."""
    toggle_kinds: Mapping[str, ToggleKind] = field(default_factory=dict)
    """The kinds of toggle by the words of entries, in the order of pages."""

    @cached_property
    def by_id(self) -> Mapping[str, Stage]:
        """Stages by id."""
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def live(self) -> tuple[Stage, ...]:
        """The stages that lead from one to the next, narrowest reach first."""
        return tuple(stage for stage in self.stages if stage.presence == "live")

    def allows(self, before: str | None, after: str) -> bool:
        """Say whether a module may go from one stage to the other in one step."""
        return any((key.from_, key.to) == (before, after) for key in self.transitions)

    def words(self) -> dict[str, list[str]]:
        """Return the words the lifecycle gives to entries, by the names of their definitions in schemas."""
        return {"stage": [stage.id for stage in self.stages], "toggle_kind": list(self.toggle_kinds)}

    def requirements(self, further: Iterable[str] = ()) -> tuple[Requirement, ...]:
        """Return the fields that entries need, with *further* ones that the catalog adds at every stage."""
        at_stages = ((stage.id, stage.requires) for stage in self.stages)
        return merged((*self.requires, *further), at_stages)


def build(document: Document) -> Lifecycle:
    """Return the lifecycle that a checked document describes."""
    stages = tuple(_stage(data, order) for order, data in enumerate(document.data["stages"]))
    data = {**document.data, "stages": None}
    return structure(Lifecycle, data, stages=stages, document=document)


def _stage(data: Mapping[str, Any], order: int) -> Stage:
    gates = {when: _gates(data.get(when) or (), ("stages", order, when)) for when in ("enter", "stay")}
    return structure(Stage, {**data, "enter": None, "stay": None}, order=order, **gates)


def _gates(data: Any, key: Key) -> tuple[Gate, ...]:
    return tuple(Gate(gate["gate"], gate, (*key, index)) for index, gate in enumerate(data))
