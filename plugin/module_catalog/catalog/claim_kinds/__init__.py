"""What an entry claims and a source tree can answer: a table of the kinds, and all that is said of each.

The rules, the gate about evidence, pages and exports read it. A new kind of claim is a row in the file of the
probe that looks; a new probe is a row in PROBES and a file of that name, here and in audit/probes/.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from ..claim_reasons import REASONS
from .kind import ClaimKind, ClaimRule

__all__ = ["CLAIM_KINDS", "PROBES", "VERDICTS", "WORDS", "ClaimKind", "ClaimRule"]

VERDICTS = ("verified", "contradicted", "not-checkable", "no-claim")
"""What the tree says of a claim. `no-claim` is a fact beside which the entry says nothing."""

PROBES: Mapping[str, str] = {
    "namespaces": "Source paths",
    "toggles": "Toggles",
    "gates": "What toggles guard",
    "isolation": "Dependencies",
    "activity": "Activity",
    "owners": "Owners",
    "roster": "Roles",
    "tests": "Tests",
    "docs": "Docs",
    "removed": "Leftovers",
    "removal": "Cost of removal",
    "releases": "Releases",
    "toggle_history": "History of toggles",
    "events": "History",
    "lifetimes": "First and last commits",
    "citations": "Cited sources",
    "unclaimed": "Not in the catalog",
}
"""What probes are called, by the name of each, in the order they look."""

CLAIM_KINDS: Mapping[str, ClaimKind] = {
    kind.name: kind for probe in PROBES for kind in import_module(f"{__name__}.{probe}").KINDS
}
"""Every kind of claim by its name, in the order evidence and pages have them."""

WORDS = {
    "probe": tuple(PROBES),
    "claim_kind": tuple(CLAIM_KINDS),
    "verdict": VERDICTS,
    "reason": tuple(REASONS),
}
"""The words of evidence.json by the names of their definitions in its schema."""
