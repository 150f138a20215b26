"""An entry → the same as removed: its folders are former ones, and its toggles have ended."""

from __future__ import annotations

from collections.abc import Collection

from ..catalog.lifecycle import Lifecycle, Stage
from .promote import moved
from .rewriting import Data


def removed(
    entry: Data,
    stage: Stage,
    event: Data,
    lifecycle: Lifecycle,
    *,
    until: str | None,
    kept: Collection[str],
) -> Data:
    """Return an entry at a stage of what is gone.

    *until* is the first release without it; *kept* are the toggles that another module has, which go on.
    """
    found = moved(entry, stage, event, lifecycle)
    former = [{"path": path, **_until(until)} for path in found.pop("namespaces", None) or ()]
    if former:
        found["former_namespaces"] = [*(found.get("former_namespaces") or ()), *former]
    if found.get("toggles"):
        found["toggles"] = [_ended(one, until, kept) for one in found["toggles"]]
    return found


def _ended(toggle: Data, until: str | None, kept: Collection[str]) -> Data:
    goes_on = "uses" in toggle or toggle.get("until") or toggle.get("name") in kept
    return toggle if goes_on else {**toggle, **_until(until)}


def _until(until: str | None) -> Data:
    return {"until": until} if until else {}
