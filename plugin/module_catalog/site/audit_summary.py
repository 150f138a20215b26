"""Source tree audit: how the claims of each module stand, by the probe that looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..catalog.claim_kinds import PROBES
from ..catalog.entries import Module
from ..catalog.model import Catalog
from .evidence import AuditResult, audit_result

TABLE_PROBES = ("namespaces", "toggles", "isolation", "tests", "docs")
"""The probes in the table."""
_MATTERS = ("contradicted", "waived", "verified", "not-checkable")
"""How claims stand, what matters most first: what cannot be checked takes nothing from what is verified."""


@dataclass(frozen=True)
class ProbeSummary:
    """How claims of a module stand that one probe looked at.

    It has the state that matters most, and how many of them are in it.
    """

    state: str
    count: int
    total: int


@dataclass(frozen=True)
class ModuleAudit:
    """A module, what was found of it, and how its claims stand by probe.

    A probe without a claim to look at is left out.
    """

    module: Module
    found: AuditResult
    by_probe: Mapping[str, ProbeSummary]


def module_audits(modules: Iterable[Module], catalog: Catalog) -> list[ModuleAudit]:
    """Return those of the modules that an audit has looked at, in their order."""
    known = ((module, audit_result(module, catalog)) for module in modules)
    return [ModuleAudit(module, found, _by_probe(found)) for module, found in known if found]


def _by_probe(found: AuditResult) -> dict[str, ProbeSummary]:
    summaries = {}
    for probe in TABLE_PROBES:
        states = [one.state for one in found.found if one.claim.probe == probe and one.state in _MATTERS]
        if states:
            state = min(states, key=_MATTERS.index)
            summaries[probe] = ProbeSummary(state, states.count(state), len(states))
    return summaries


def probes(rows: Iterable[ModuleAudit]) -> dict[str, str]:
    """Return the probes that had a claim to look at, with what they are called, in the order of the table."""
    asked = {probe for row in rows for probe in row.by_probe}
    return {probe: PROBES[probe] for probe in TABLE_PROBES if probe in asked}
