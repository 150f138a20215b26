"""An entry → the same as deprecated: since when, why, what to use instead, and when it is removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..catalog.lifecycle import Lifecycle, Stage
from .promote import moved
from .rewriting import Data

_ORDER = ("since", "reason", "replacement", "removal", "migration", "url")
"""The keys of a deprecation that a command gives, as the schema has them."""


def deprecated(
    entry: Data, stage: Stage, event: Data, lifecycle: Lifecycle, facts: Mapping[str, Any]
) -> Data:
    """Return an entry at a stage of what leaves. *facts* go before what it says of that already."""
    said = entry.get("deprecation") or {}
    given = {key: value for key, value in facts.items() if value is not None}
    both = {"since": event.get("release") or event["date"], **said, **given}
    order = [*said, *(key for key in _ORDER if key in both and key not in said)]
    # A reason is what the schema asks of every deprecation, so that it comes with one or not at all.
    known = {"deprecation": {key: both[key] for key in order}} if "reason" in both else {}
    return {**moved(entry, stage, event, lifecycle), **known}
