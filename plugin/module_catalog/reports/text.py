"""Result → text for people: `full` with excerpts, `concise` with a line for each finding."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..diagnostics import Finding, Place, Severity, printable
from ..pipeline import Result


def concise(result: Result) -> str:
    """Return a line for each finding, as editors and grep read it, and the summary."""
    lines = [f"{_position(found.place)}: {found.severity.value}[{found.code}]: {_sentence(found)}" for found in result.findings]
    return "\n".join([*lines, summary(result), ""])


def full(result: Result) -> str:
    """Return each finding with an excerpt of its file, and the summary."""
    blocks = [block(found, result) for found in result.findings]
    return "\n\n".join([*blocks, f"{summary(result)}\n"])


def summary(result: Result) -> str:
    """Return one sentence: what was found, in how much."""
    wrong = [_count(result.count(severity), severity.value) for severity in Severity if result.count(severity)]
    what = f"{_count(result.counts['modules'], 'module')} and {_count(result.counts['showcase'], 'showcase entry')}"
    return f"Found {', '.join(wrong)} in {what}." if wrong else f"Checked {what}: no mistakes."


def _count(count: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 or noun == 'info' else plural}"


def _position(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.column}"


def _sentence(finding: Finding) -> str:
    meant = f"; did you mean `{finding.suggestion}`?" if finding.suggestion else ""
    return printable(f"{finding.message}{meant}")


def block(finding: Finding, result: Result) -> str:
    """Return one finding with its excerpt and those of related places, over several lines."""
    return "\n".join(_lines(finding, result))


def _lines(finding: Finding, result: Result) -> Iterator[str]:
    yield f"{finding.severity.value}[{finding.code}]: {printable(finding.message)}"
    margin = " " * len(str(max(place.line for place in (finding.place, *(one.place for one in finding.related)))))
    hint = f"did you mean `{printable(finding.suggestion)}`?" if finding.suggestion else ""
    yield from _excerpt(finding.place, hint, margin, result, arrow="-->")
    for related in finding.related:
        yield from _excerpt(related.place, printable(related.message), margin, result, arrow=":::")
    yield f"{margin} = rule: {result.rule_url(finding.code) or f'`module-catalog explain {finding.code}`'}"


def _excerpt(place: Place, hint: str, margin: str, result: Result, *, arrow: str) -> Iterator[str]:
    yield f"{margin}{arrow} {_position(place)}"
    lines = result.texts.get(place.path, "").split("\n")
    if place.path not in result.texts or place.line > len(lines):
        if hint:
            yield f"{margin} = {hint}"
        return
    yield f"{margin} |"
    # The line above shows which item of a list, or which mapping, the finding is in.
    for number in range(max(1, place.line - 1), place.line + 1):
        yield f"{number:>{len(margin)}} | {_shown(lines[number - 1])}".rstrip()
    line = lines[place.line - 1]
    end = place.end_column if place.end_line == place.line else len(line.rstrip()) + 1
    indent = " " * _width(line[: place.column - 1])
    marks = "^" * max(1, _width(line[place.column - 1 : end - 1]))
    yield f"{margin} | {indent}{marks} {hint}".rstrip()


_LONGEST = 160


def _shown(line: str) -> str:
    """Return a line of a file as it may be printed: each character that does not show becomes one that does."""
    clean = "".join(sign if sign.isprintable() else " " if sign == "\t" else "\ufffd" for sign in line.rstrip("\r"))
    return clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}…"


def _width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text[:_LONGEST])
