"""An entry → the same at another stage: the stage, the event that led to it, and the plans that it ends."""

from __future__ import annotations

from typing import Any

from ..catalog.lifecycle import Lifecycle, Stage
from .rewriting import Data

_IS_OPEN = ("planned", "in-progress")


def promoted(entry: Data, stage: Stage, event: Data, lifecycle: Lifecycle) -> Data:
    """Return an entry at a live stage. What was said of its deprecation is no longer true."""
    kept = {key: value for key, value in entry.items() if key != "deprecation"}
    return moved(kept, stage, event, lifecycle)


def moved(entry: Data, stage: Stage, event: Data, lifecycle: Lifecycle) -> Data:
    """Return an entry that an event has led to a stage.

    An item of its roadmap toward that stage is done. One toward a stage before it is done too, unless the
    module leaves: then it will not be.
    """
    found = {**entry, "stage": stage.id, "history": [*(entry.get("history") or ()), event]}
    if entry.get("roadmap"):
        found["roadmap"] = [_planned(item, stage, lifecycle) for item in entry["roadmap"]]
    return found


def _planned(item: Data, stage: Stage, lifecycle: Lifecycle) -> Data:
    toward = lifecycle.by_id.get(item.get("toward") or "")
    if toward is None or toward.order > stage.order or item.get("status") not in _IS_OPEN:
        return item
    is_done = toward == stage or stage.presence == "live"
    return {**item, "status": "done" if is_done else "dropped"}


def event(name: str, **facts: Any) -> Data:
    """Return an event with what is known of it, in the order of the schema."""
    order = ("date", "event", "stage", "release", "rfc", "url", "note")
    known = {"event": name, **{key: value for key, value in facts.items() if value is not None}}
    return {key: known[key] for key in order if key in known}
