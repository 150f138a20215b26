"""Result → the claims that the source tree contradicts, each with the finding that the check has of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..catalog.claim_kinds import CLAIM_KINDS
from ..catalog.entries import Module
from ..catalog.evidence import Claim
from ..diagnostics import Finding
from .result import Result
from .rules.evidence import contradiction


@dataclass(frozen=True)
class Contradiction:
    """What an entry claims and the tree contradicts, as far as the check reports it."""

    module: Module
    claim: Claim
    finding: Finding
    when: str
    """When it is so, as "since 0123456789 of 2026-05-05"."""

    @property
    def sentence(self) -> str:
        """What is so since when, and how to fix it, without the places at which it was seen."""
        return contradiction(self.claim, self.when, self._remedy)

    def told(self, when: str) -> Contradiction:
        """Return it with a finding that says *when* it is so."""
        message = contradiction(self.claim, when, self._remedy, self.claim.places)
        return replace(self, when=when, finding=replace(self.finding, message=message))

    @property
    def _remedy(self) -> str:
        rule = CLAIM_KINDS[self.claim.kind].rule
        return rule.remedy if rule else ""


def contradictions(result: Result) -> Iterator[Contradiction]:
    """Yield what the tree contradicts and the check reports: not what is waived or of a rule that is off."""
    found = {(one.code, one.place): one for one in result.findings}
    catalog = result.catalog
    if catalog is None or catalog.evidence is None:
        return
    when = f"at {catalog.evidence.revision()}"
    for module in catalog.modules:
        for claim in catalog.evidence_of(module):
            rule = CLAIM_KINDS[claim.kind].rule
            if rule and claim.verdict == "contradicted":
                place = module.where(*(claim.key(module) or ("name",)))
                if (rule.code, place) in found:
                    yield Contradiction(module, claim, found[rule.code, place], when)
