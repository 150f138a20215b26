"""RULES: every rule of the program, by code."""

from __future__ import annotations

from collections.abc import Mapping

from . import (
    changes,
    evidence,
    freshness,
    history,
    identity,
    lifecycle,
    people,
    reading,
    relations,
    showcase,
    sources,
    text,
    toggles,
    waivers,
)
from .rule import Rule

_FAMILIES = (
    changes,
    text,
    identity,
    sources,
    toggles,
    relations,
    lifecycle,
    people,
    history,
    freshness,
    waivers,
    showcase,
    evidence,
)

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in sorted(
        (
            *reading.RULES,
            *lifecycle.GATE_RULES,
            *evidence.CLAIM_RULES,
            *(found for family in _FAMILIES for found in vars(family).values() if isinstance(found, Rule)),
        ),
        key=lambda rule: rule.code,
    )
}
"""Every rule by its code, in the order of codes."""

__all__ = ["RULES", "Rule"]
