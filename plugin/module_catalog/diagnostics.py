"""What a finding is: a code, a weight, a sentence and the place it is about."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class CatalogError(Exception):
    """The program cannot go on: one line for the user, exit code 2."""


class Severity(str, enum.Enum):
    """How much a finding weighs. Only an error fails a check that is not strict."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of one file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    path: str
    """The file, relative to the project root, with `/`."""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True)
class Related:
    """A second place that explains a finding."""

    place: Place
    message: str


@dataclass(frozen=True)
class Finding:
    """One mistake at one place."""

    code: str
    """MC and three digits; never reused."""
    message: str
    """What is wrong and how to mend it. One sentence, no full stop, values in backticks."""
    place: Place
    suggestion: str | None = None
    """What was probably meant, ready to put in its place."""
    related: tuple[Related, ...] = ()
    severity: Severity = Severity.ERROR


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return each different finding once, sorted by file, line, column and code."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: (finding.place, finding.code, finding.message)))


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that *word* was probably meant to be, or None."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known)}
    close = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.7)
    return by_folded[close[0]] if close else None


def printable(text: str) -> str:
    """Return *text* on one line, with every character that does not show, or turns the line around, written out."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
