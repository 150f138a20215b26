"""What an audit of the source tree found of a module → what its page shows: states, sentences, groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from markupsafe import Markup

from ..catalog.claim_kinds import CLAIM_KINDS, PROBES
from ..catalog.entries import Module, Waiver
from ..catalog.evidence import Claim, Evidence
from ..catalog.model import Catalog
from .html import prose
from .messages import Messages

STATES: Mapping[str, str] = {
    "contradicted": "Contradicted",
    "waived": "Waived",
    "not-checkable": "Not checkable",
    "verified": "Verified",
    "seen": "observed",
}
"""How a claim stands, and its word, in the order pages show it. `seen` is a fact: nobody claims it, or the
check does not ask."""


@dataclass(frozen=True)
class ClaimState:
    """One claim, and how it stands."""

    claim: Claim
    state: str
    waiver: Waiver | None = None
    """The waiver that it stands under, when it is waived."""

    @property
    def day(self) -> date | None:
        """The day that was found, of a kind of claim that finds one."""
        return _day(self.claim)


@dataclass(frozen=True)
class ProbeResult:
    """What one probe found that stands in one way."""

    state: str
    probe: str
    kinds: tuple[tuple[ClaimState, ...], ...]
    """By kind of claim."""

    @property
    def title(self) -> str:
        """What the probe is called."""
        return PROBES[self.probe]

    @property
    def found(self) -> tuple[ClaimState, ...]:
        """All of it."""
        return tuple(one for kind in self.kinds for one in kind)

    @property
    def looked_at(self) -> tuple[str, ...]:
        """What the probe looked at, each once."""
        return tuple(dict.fromkeys(kind[0].claim.looked_at for kind in self.kinds))


@dataclass(frozen=True)
class AuditResult:
    """What the last audit found of a module. Claims that its entry no longer makes are not among it."""

    evidence: Evidence
    found: tuple[ClaimState, ...]
    changed: tuple[str, ...]
    """The titles of probes that looked at something the entry has changed since."""

    @cached_property
    def contradicted(self) -> tuple[ClaimState, ...]:
        """What the tree contradicts, as far as the check reports it."""
        return tuple(one for one in self.found if one.state == "contradicted")

    @property
    def rows(self) -> tuple[ProbeResult, ...]:
        """All of it: what is contradicted first, and each in the order the probes look."""
        order = [*STATES], [*PROBES], [*CLAIM_KINDS]
        ranked = sorted(
            self.found,
            key=lambda one: [ranks.index(word) for ranks, word in zip(order, _words(one), strict=True)],
        )
        rows = groupby(ranked, key=lambda one: _words(one)[:2])
        return tuple(ProbeResult(state, probe, _by_kind(found)) for (state, probe), found in rows)

    @property
    def brief(self) -> tuple[tuple[ClaimState, ...], ...]:
        """What matters most of what is not contradicted.

        It is three groups of one state and kind, or two beside a contradiction.
        """
        groups = [
            kind for row in self.rows for kind in row.kinds if row.state not in ("contradicted", "seen")
        ]
        ranked = sorted((kind for kind in groups if _rank(kind)), key=_rank)
        return tuple(ranked[: 2 if self.contradicted else 3])

    def of(self, kind: str, subject: str | None = None) -> tuple[ClaimState, ...]:
        """Return what was found of one kind of claim, about one subject or about all."""
        return tuple(
            one for one in self.found if one.claim.kind == kind and subject in (None, one.claim.subject)
        )


def _words(found: ClaimState) -> list[str]:
    return [found.state, found.claim.probe, found.claim.kind]


def _rank(kind: tuple[ClaimState, ...]) -> int:
    return CLAIM_KINDS[kind[0].claim.kind].rank or 0


def _by_kind(found: Iterable[ClaimState]) -> tuple[tuple[ClaimState, ...], ...]:
    return tuple(tuple(kind) for _, kind in groupby(found, key=lambda one: one.claim.kind))


def audit_result(module: Module, catalog: Catalog) -> AuditResult | None:
    """Return what the last audit found of a module; None when none has looked at it."""
    known = catalog.evidence.by_module.get(module.id) if catalog.evidence else None
    if catalog.evidence is None or not known:
        return None
    found = tuple(
        claim_state(claim, module, catalog) for claim in catalog.evidence_of(module) if claim.message
    )
    changed = {claim.probe for claim in known if claim.is_outdated(module)}
    return AuditResult(
        catalog.evidence, found, tuple(title for probe, title in PROBES.items() if probe in changed)
    )


def contradictions(module: Module, catalog: Catalog) -> tuple[Claim, ...]:
    """Return the claims of a module that the tree contradicts, if the check reports it: see `claim_state`."""
    wrong = (claim for claim in catalog.evidence_of(module) if claim.verdict == "contradicted")
    return tuple(claim for claim in wrong if claim_state(claim, module, catalog).state == "contradicted")


def claim_state(claim: Claim, module: Module, catalog: Catalog) -> ClaimState:
    """Return a claim and how it stands.

    What the check does not report, because its rule is off or waived, raises no alarm.
    """
    if claim.verdict != "contradicted":
        return ClaimState(claim, "seen" if claim.verdict == "no-claim" else claim.verdict)
    rule = CLAIM_KINDS[claim.kind].rule
    if rule is None or catalog.severity(rule.code, rule.severity) is None:
        return ClaimState(claim, "seen")
    waiver = next((one for one in module.waivers if one.rule == rule.code and one.holds(catalog.today)), None)
    return ClaimState(claim, "waived" if waiver else "contradicted", waiver)


def claim_text(claim: Claim, messages: Messages) -> Markup:
    """Return what was found, as HTML in the words of the catalog."""
    values = {
        name: messages.text("unknown") if value is None else value for name, value in claim.words.items()
    }
    if day := _day(claim):
        values["found"] = messages.day(day).unescape()
    values["reason"] = messages.text(claim.why, **values)
    return prose(messages.text(claim.message, **values))


def _day(claim: Claim) -> date | None:
    try:
        return date.fromisoformat(claim.found or "") if CLAIM_KINDS[claim.kind].finds_day else None
    except ValueError:
        return None


def claims_text(group: tuple[ClaimState, ...], messages: Messages) -> Markup:
    """Return in one clause what was found of several claims of one kind that stand in one way, as HTML."""
    first = group[0].claim
    if len(group) == 1:
        return claim_text(first, messages)
    if first.verdict == "verified" and (summary := CLAIM_KINDS[first.kind].summary):
        return messages.ngettext(*summary, len(group))
    return messages.ngettext(
        "{claim}, and {n} more", "{claim}, and {n} more", len(group) - 1, claim=claim_text(first, messages)
    )
