"""What is known of one kind of claim, whatever a source tree says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...diagnostics import Severity


@dataclass(frozen=True)
class ClaimRule:
    """The rule that the tree does not contradict claims of one kind."""

    code: str
    title: str
    """What is true of a catalog that keeps the rule, as a clause."""
    why: str
    remedy: str
    """What follows what was found, after a colon."""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class ClaimKind:
    """One kind of claim, and all that is said of it anywhere."""

    name: str
    probe: str
    """The probe that looks."""
    looks_at: str
    """What the probe looks at, in a few words."""
    sentences: Mapping[str, str]
    """By verdict, or by verdict and reason: what was found, with the fields of a Claim in braces.

    `{reason}` is the clause of REASONS.
    """
    field: str | None = None
    """The field of an entry that makes the claim; None for a fact that no field states."""
    names: str | None = None
    """In a list of mappings: the key that names the item."""
    ends: str | None = None
    """In a list of mappings: the key that says that the item no longer claims it."""
    inside: str | None = None
    """In a list of mappings: the key of the rows in each of which something is claimed of it."""
    says: str | None = None
    """In a list of mappings: the key whose value is claimed."""
    summary: tuple[str, str] | None = None
    """What several verified claims come to, for one and for many; None where an entry makes no more than one.
    """
    rank: int | None = None
    """Its place among the kinds that matter most to a reader, from 1; None for the rest."""
    finds_day: bool = False
    """Whether what the tree says is a day."""
    finds_better: bool = False
    """Whether what the tree says can take the place of what the entry says."""
    nowhere: str | None = None
    """The verdict that says that something is nowhere. As long as a file is not read, that cannot be said."""
    answers: str | None = None
    """The word of a gate about evidence that asks for claims of this kind."""
    rule: ClaimRule | None = None
    """None for a kind that is never contradicted."""


def partly(sentence: str) -> dict[str, str]:
    """Return what is said of a count that leaves out a language, by verdict and reason."""
    return {"no-claim language": sentence, "no-claim extra": sentence}
