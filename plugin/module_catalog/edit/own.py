"""An entry → the same with other owners. Those who leave stay on record."""

from __future__ import annotations

from collections.abc import Collection

from ..catalog.validation.schema import INSTEAD
from .rewriting import Data, Plain


def confirmed(entry: Data, people: Collection[str], day: str) -> Data:
    """Return an entry in which some of its owners confirm on a day that they are."""
    lines = entry.get("owners") or ()
    is_asked = (line["person"] in people and not line.get("until") for line in lines)
    return {
        **entry,
        "owners": [
            {**line, "confirmed": day} if asked else line for line, asked in zip(lines, is_asked, strict=True)
        ],
    }


def seeking(entry: Data) -> Data:
    """Return an entry that asks for an owner."""
    return {**entry, "seeking_owners": Plain("true")}


def owned(entry: Data, *, add: Collection[str], as_: str | None, remove: Collection[str], day: str) -> Data:
    """Return an entry that some own from a day on, and others no longer.

    Who was an owner before is one again. That nobody is on record, or nothing recorded, is no longer true.
    """
    lines = [_left(line, day) if line["person"] in remove else line for line in entry.get("owners") or ()]
    for person in add:
        new = {"person": person, **({"as": as_} if as_ else {}), "since": day}
        former = next((at for at, line in enumerate(lines) if line["person"] == person), None)
        lines = (
            [*lines, new]
            if former is None
            else [*lines[:former], _back(lines[former], new), *lines[former + 1 :]]
        )
    found = {**entry, "owners": lines}
    if add:
        found.pop(INSTEAD["owners"][0], None)
        unrecorded = [field for field in found.pop("unrecorded", None) or () if field != "owners"]
        found |= {"unrecorded": unrecorded} if unrecorded else {}
    return found


def _left(line: Data, day: str) -> Data:
    return line if line.get("until") else {**line, "until": day}


def _back(line: Data, new: Data) -> Data:
    return {key: value for key, value in {**line, **new}.items() if key != "until"}
