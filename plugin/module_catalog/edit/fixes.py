"""Findings that say what was meant → texts that say it. The rest of a file stays as it is, to the byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..catalog.claim_kinds import CLAIM_KINDS
from ..catalog.reading import documents
from ..catalog.reading.sources import Overlay, Source
from ..checks.pipeline import check_source
from ..checks.result import Result
from ..diagnostics import Finding, Place
from .files import Edit

SPELLING = frozenset({"MC101", "MC104", "MC211", "MC233"})
"""The rules about keys, words of closed lists, former ids and hashes: only one thing can be put there.

An id, a release, a handle, a toggle or an address that is not known may not be entered yet: it is suggested,
and never written.
"""

EVIDENT = frozenset(kind.rule.code for kind in CLAIM_KINDS.values() if kind.finds_better and kind.rule)
"""The rules on evidence whose suggestion takes the place of exactly the text a finding is at."""

_ROUNDS = 5
"""An entry is checked against the others only when its shape is right, and a key only when the key around it
is."""


@dataclass(frozen=True)
class Fixes:
    """What fixing changes."""

    edits: tuple[Edit, ...]
    """Sorted by path."""
    count: int
    """How many mistakes it fixes."""


def fix(
    source: Source, *, today: date, is_wanted: Callable[[str], bool], rules: Container[str] = SPELLING
) -> Fixes:
    """Return what fixes those mistakes of a catalog that have exactly one fix.

    They are those that break one of the *rules*, in the files whose paths are wanted. What a first round
    brings to light is fixed in the next one.
    """
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    count = 0
    for _ in range(_ROUNDS):
        result = check_source(Overlay(source, after), today=today)
        fixed = {
            path: _fixed(result.texts[path], found)
            for path, found in _fixable(result, source, is_wanted, rules).items()
        }
        if not any(done for _, done in fixed.values()):
            break
        for path, (text, done) in fixed.items():
            before.setdefault(path, result.texts[path])
            after[path] = text
            count += done
    return Fixes(
        tuple(Edit(path, before[path], after[path]) for path in sorted(after) if after[path] != before[path]),
        count,
    )


def _fixable(
    result: Result, source: Source, is_wanted: Callable[[str], bool], rules: Container[str]
) -> dict[str, list[Finding]]:
    """Return the findings that can be fixed by themselves, by the path of their file."""
    found: dict[str, list[Finding]] = {}
    for finding in result.findings:
        if finding.code in rules and finding.is_certain:
            found.setdefault(finding.place.path, []).append(finding)
    return {
        path: findings
        for path, findings in found.items()
        if path in result.texts and source.has(path) and is_wanted(path)
    }


def _fixed(text: str, findings: Iterable[Finding]) -> tuple[str, int]:
    """Return the text with what was meant in place of what was written, and how often that could be done."""
    count = 0
    # From the end to the start, so that the places of the others stay true.
    for finding in reversed(list(_apart(findings))):
        better = _replaced(text, finding.place, str(finding.suggestion))
        count += better is not None
        text = better or text
    return text, count


def _apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings whose places do not overlap with that of the one before.

    The others wait for the next round.
    """
    end = (0, 0)
    for finding in sorted(findings, key=lambda finding: finding.place):
        place = finding.place
        if (place.line, place.column) >= end:
            end = (place.end_line, place.end_column)
            yield finding


def _replaced(text: str, place: Place, word: str) -> str | None:
    """Return the text with *word* at a place, in the quotes that stand there.

    None where that would change anything else.
    """
    # At the end of a text without a line break, libyaml is on the next line already.
    lines = [0, *(found.end() for found in re.finditer(r"\r\n|[\r\n\x85\u2028\u2029]", text)), len(text)]
    start, end = lines[place.line - 1] + place.column - 1, lines[place.end_line - 1] + place.end_column - 1
    candidates = (f"{text[:start]}{written}{text[end:]}" for written in _spellings(word, text[start:end]))
    return next((candidate for candidate in candidates if _is_only_change(text, candidate, word)), None)


def _spellings(word: str, old: str) -> tuple[str, ...]:
    """Return the ways to write *word* in YAML in place of *old*, best first."""
    single = "'" + word.replace("'", "''") + "'"
    if old.startswith("'"):
        return (single,)
    if old.startswith('"'):
        return ('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"',)
    return word, single


def _is_only_change(before: str, after: str, word: str) -> bool:
    """Say whether two texts of an entry say the same but for one word, which is now *word*."""
    old, new = documents.parse(before, ""), documents.parse(after, "")
    if old.document is None or new.document is None:
        return False
    was, is_ = list(_words(old.document.value())), list(_words(new.document.value()))
    return len(was) == len(is_) and [now for then, now in zip(was, is_, strict=True) if then != now] == [word]


def _words(data: Any) -> Iterator[Any]:
    """Yield everything a document says in order: keys, texts, and what kind of thing holds them."""
    if isinstance(data, dict):
        yield dict
        for key, value in data.items():
            yield key
            yield from _words(value)
        yield None
    elif isinstance(data, list):
        yield list
        for item in data:
            yield from _words(item)
        yield None
    else:
        yield data
