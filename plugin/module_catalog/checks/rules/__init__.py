"""RULES: every rule of the program, by code."""

from __future__ import annotations

from collections.abc import Mapping

from . import changes, evidence, freshness, history, identity, lifecycle, people, reading, relations, showcase, text, waivers
from .rule import Rule

_FAMILIES = (changes, text, identity, relations, lifecycle, people, history, freshness, waivers, showcase, evidence)

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in sorted(
        (
            *reading.RULES,
            *lifecycle.GATE_RULES,
            *(found for family in _FAMILIES for found in vars(family).values() if isinstance(found, Rule)),
        ),
        key=lambda rule: rule.code,
    )
}
"""Every rule by its code, in the order of codes."""

CONTRADICTED: Mapping[str, Rule] = {rule.claim: rule for rule in RULES.values() if rule.claim}
"""The rules that find what the source tree contradicts, by the kind of claim."""

__all__ = ["CONTRADICTED", "RULES", "Rule"]
