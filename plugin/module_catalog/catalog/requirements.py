"""What an entry must say, as its lifecycle and its catalog ask → conditions of the schema of entries.

Beside a value, three things answer: an empty list with its reason, a reason in place of the list, and
`unrecorded`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .validation.schema import INSTEAD, Data


@dataclass(frozen=True)
class Requirement:
    """A field that entries need, at every stage or at some."""

    field: str
    stages: tuple[str, ...] | None = None
    """None: at every stage."""


_EMPTY = {
    "owners": (
        "`owners` is empty: name an owner, say why none is on record with `no_owners: <why>`,"
        " or ask for one with `seeking_owners: true`"
    ),
    "relations": (
        "`relations` is empty: add a relation, or say why there is none with `stands_alone: <why>`"
    ),
    "roadmap": ("`roadmap` is empty: say what is planned, or why nothing is with `nothing_planned: <why>`"),
}
"""What is said of an empty list. That of toggles is never empty: its reason stands in its place."""
_NO_TOGGLES = "a module has `toggles`, or says with `no_toggle: <why>` why it has none: give one of the two"


def merged(always: Iterable[str], at_stages: Iterable[tuple[str, Iterable[str]]]) -> tuple[Requirement, ...]:
    """Return what entries need: the fields of every stage, and those of single ones by their ids."""
    everywhere = dict.fromkeys(always)
    somewhere: dict[str, list[str]] = {}
    for stage, fields in at_stages:
        for field in fields:
            somewhere.setdefault(field, []).append(stage)
    return (
        *(Requirement(field) for field in everywhere),
        *(Requirement(field, tuple(ids)) for field, ids in somewhere.items() if field not in everywhere),
    )


def required(requirements: Iterable[Requirement], stage: str) -> list[str]:
    """Return the fields that an entry at a stage needs."""
    return [one.field for one in requirements if one.stages is None or stage in one.stages]


def conditions(requirements: Iterable[Requirement]) -> Sequence[Data]:
    """Return the JSON Schemas that say what is required, each a condition of its own."""
    return [condition for one in requirements for condition in _conditions(one)]


def _conditions(one: Requirement) -> Iterator[Data]:
    """Yield what one field asks for: that it is there, and the reason when it is empty."""
    if one.field == "toggles":
        then = {
            "oneOf": [{"required": ["toggles"]}, {"required": ["no_toggle"]}],
            "errorMessage": _NO_TOGGLES,
        }
        yield {"if": _asked(one), "then": then}
        return
    yield {"if": _asked(one), "then": {"required": [one.field]}}
    if one.field in _EMPTY:
        reasons = {
            "anyOf": [{"required": [key]} for key in INSTEAD[one.field]],
            "errorMessage": _EMPTY[one.field],
            "x-at": one.field,
        }
        yield {"if": _asked(one, is_empty=True), "then": reasons}


def _asked(one: Requirement, *, is_empty: bool = False) -> Data:
    """Return when the field is asked for: at its stages, and unless it is said to be unrecorded."""
    properties: Data = {"unrecorded": {"not": {"contains": {"const": one.field}}}}
    given = []
    if one.stages is not None:
        properties["stage"] = {"enum": list(one.stages)}
        given.append("stage")
    if is_empty:
        properties[one.field] = {"type": "array", "maxItems": 0}
        given.append(one.field)
    return {"properties": properties, "required": given}
