"""What a finding is: a code, a weight, a sentence and the place it is about."""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache


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
    """What is wrong and how to fix it. One sentence, no full stop, values in backticks."""
    place: Place
    suggestion: str | None = None
    """What was probably meant, ready to put in its place."""
    related: tuple[Related, ...] = ()
    severity: Severity = Severity.ERROR
    """What the row of its rule says, or catalog.yaml: whoever finds something does not weigh it."""
    stands_for: int = 1
    """How many findings it is: more than one where a file has more than a report shows."""
    is_certain: bool = False
    """Whether nothing else can have been meant: only then may a program put it there."""


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return each different finding once, sorted by file, line, column and code."""
    return tuple(
        sorted(dict.fromkeys(findings), key=lambda finding: (finding.place, finding.code, finding.message))
    )


MOST_IN_A_FILE = 100
"""So many findings of one file are shown: who has more begins with these, and a stranger cannot flood a
log."""


def capped(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in their order, of each file the first ones.

    After them comes one for each severity that says how many more there are.
    """
    kept: list[Finding] = []
    shown: Counter[str] = Counter()
    further: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        path = finding.place.path
        shown[path] += 1
        if shown[path] <= MOST_IN_A_FILE:
            kept.append(finding)
        else:
            further.setdefault((path, finding.severity), []).append(finding)
    return in_reading_order([*kept, *(_sum(hidden) for hidden in further.values())])


def _sum(hidden: list[Finding]) -> Finding:
    first, count = hidden[0], sum(finding.stands_for for finding in hidden)
    if count == 1:
        return first
    message = f"{first.message}; {count - 1:,} more of this file are not shown: fix those above first"
    return replace(first, message=message, suggestion=None, related=(), stands_for=count)


_ALIKE, _VERY_ALIKE = 70, 85
"""How much of two words must be the same for one to be meant by the other, in hundredths of both; and when no
other is looked for, if the two begin or end alike."""
_END = 3
"""So many letters begin or end a word."""


def closest(word: str, known: Iterable[str], *, unless: str | None = None) -> str | None:
    """Return the known word that *word* was probably meant to be, or None; *unless* is one that it was not.

    Pass a frozenset that stays the same, where many words are looked for among many.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # most catalogs have nothing misspelt, and it takes time to load

    words = _by_folded(known if isinstance(known, frozenset) else frozenset(known))
    folded = word.casefold()
    # To compare a word with thousands takes long, and nearly every slip leaves one of its ends as it was.
    near = {**words.get(folded[:_END], {}), **words.get(f"-{folded[-_END:]}", {})}
    for by_folded, least in ((near, _VERY_ALIKE), (words[""], _ALIKE)):
        close = process.extract(folded, by_folded.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=2)
        if meant := next((by_folded[found] for found, _, _ in close if by_folded[found] != unless), None):
            return meant
    return None


def is_certain(word: str, meant: str, known: Iterable[str]) -> bool:
    """Say whether a known word is the only one that *word* can mean.

    It is written in another case or with other separators, or it is one slip of the keyboard away and no
    other word is. A digit is never a slip: another number is another thing.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # as above

    others = [other for other in known if other != meant]
    if _plain(word) == _plain(meant):
        return all(_plain(other) != _plain(meant) for other in others)
    is_slip = len(meant) >= _LONG and OSA.distance(word, meant) == 1 and _digits(word) == _digits(meant)
    return is_slip and all(OSA.distance(word, other) > 1 for other in others)


_LONG = 4
"""In a shorter word, one letter is too much of it to be a slip."""


def _plain(word: str) -> str:
    return re.sub(r"[-_. ]", "", word.casefold())


def _digits(word: str) -> str:
    return re.sub(r"[^0-9]", "", word)


@lru_cache(maxsize=32)
def _by_folded(known: frozenset[str]) -> dict[str, dict[str, str]]:
    """Return words without regard to case: by how they begin, by a dash and how they end, and all of them."""
    found: dict[str, dict[str, str]] = {"": {}}
    for word in sorted(known):
        folded = word.casefold()
        for end in ("", folded[:_END], f"-{folded[-_END:]}"):
            found.setdefault(end, {})[folded] = word
    return found


def printable(text: str) -> str:
    """Return *text* on one line, with signs written out that do not show, or turn the line around."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
