"""What the source tree says against the catalog, and evidence that is missing or old (MC9xx).

A contradiction is reported where the entry makes the claim. Once the entry claims something else, what was
found no longer counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from ...catalog.claim_kinds import CLAIM_KINDS, ClaimKind, ClaimRule
from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ...catalog.model import Catalog
from ...diagnostics import Place, Severity, printable
from .rule import Rule, Violation, Violations, rule

_PATH = "catalog/evidence.json"


def _contradicted(kind: ClaimKind, said: ClaimRule) -> Rule:
    """Return the rule that one kind of claim is not contradicted."""

    def check(catalog: Catalog) -> Violations:
        for module in catalog.modules if catalog.evidence else ():
            for claim in catalog.evidence_of(module):
                if (claim.kind, claim.verdict) == (kind.name, "contradicted"):
                    yield _violation(catalog, module, claim, said.remedy)

    return Rule(said.code, said.title, said.why, check, said.severity, needs_whole=True)


def _violation(catalog: Catalog, module: Module, claim: Claim, remedy: str) -> Violation:
    revision = catalog.evidence.revision() if catalog.evidence else ""
    key = claim.key(module) or ("name",)
    meant = claim.found if CLAIM_KINDS[claim.kind].finds_better else None
    message = contradiction(claim, f"at {revision}", remedy, claim.places)
    return Violation(module.where(*key), message, meant, is_certain=meant is not None)


def contradiction(claim: Claim, when: str, remedy: str, places: Iterable[SourceLocation] = ()) -> str:
    """Return what a finding says of a claim that the tree contradicts, *when* it does and at what places."""
    seen = f"; see {', '.join(map(str, places))}" if places else ""
    return f"{when}, {printable(claim.sentence)}{seen}: {remedy}"


CLAIM_RULES = tuple(_contradicted(kind, kind.rule) for kind in CLAIM_KINDS.values() if kind.rule)
"""One rule for each kind of claim that can be contradicted."""


@rule("MC917", "the audited commit is recent", severity=Severity.WARNING)
def evidence_is_recent(catalog: Catalog) -> Violations:
    """An old source tree says little about today's.

    Applies when catalog.yaml sets `limits: {evidence_days: …}`.
    """
    days, evidence = catalog.settings.limits.evidence_days, catalog.evidence
    if days is not None and evidence and catalog.today - evidence.date > timedelta(days=days):
        message = (
            f"the audited commit is of {evidence.date}, more than {days} days ago:"
            " run `module-catalog audit` again"
        )
        yield Violation(Place(_PATH), message)


@rule("MC918", "the evidence covers what the entries say now", severity=Severity.WARNING, needs_whole=True)
def evidence_is_of_this(catalog: Catalog) -> Violations:
    """An entry that changed after the audit makes claims that no audit has checked.

    Applies when there is an evidence.json.
    """
    for module in catalog.modules if catalog.evidence and catalog.evidence.probes else ():
        found = catalog.evidence.by_module.get(module.id, ()) if catalog.evidence else ()
        changed = sorted({claim.probe for claim in found if claim.is_outdated(module)})
        if not found:
            message = "no audit has checked this entry: run `module-catalog audit`"
            yield Violation(module.where_key("name"), message)
        # A stage that the history contradicts is a mistake of its own.
        elif changed and module.follows_history:
            message = (
                f"the entry changed after the audit checked its {', '.join(changed)}:"
                " run `module-catalog audit` again"
            )
            yield Violation(module.where_key("name"), message)
