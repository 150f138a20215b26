"""Result → text for people: `full` with excerpts, `concise` with a line for each finding, counts by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..checks.result import Result
from ..checks.rules import RULES
from ..diagnostics import Finding, Place
from .colour import Paint, plain
from .parts import COMMAND, meant, position, rule_url, said, summary, width

__all__ = ["block", "concise", "full", "statistics", "summary"]


def concise(result: Result, paint: Paint = plain) -> str:
    """Return a line for each finding, as editors and grep read it, and the summary."""
    return "\n".join([*(_line(found, paint) for found in result.findings), summary(result), ""])


def full(result: Result, paint: Paint = plain) -> str:
    """Return each finding with an excerpt of its file, and the summary."""
    blocks = [block(found, result, paint) for found in result.findings]
    return "\n\n".join([*blocks, f"{summary(result)}\n"])


def statistics(result: Result, paint: Paint = plain) -> str:
    """Return a line for each code that was found, most frequent first, and the summary."""
    counts = Counter((found.code, found.severity.value) for found in result.findings)
    ordered = sorted(counts, key=lambda kind: (-counts[kind], kind))
    longest = max((len(f"{count:,}") for count in counts.values()), default=0)
    lines = [
        f"{counts[code, weight]:>{longest},}  {paint(code, weight)}  {RULES[code].title}"
        for code, weight in ordered
    ]
    return "\n".join([*lines, summary(result), ""])


def block(finding: Finding, result: Result, paint: Paint = plain) -> str:
    """Return one finding with its excerpt and those of related places, over several lines."""
    return "\n".join(_Block(finding, result, paint).lines())


def _line(finding: Finding, paint: Paint) -> str:
    where = paint(position(finding.place), "place")
    return f"{where}: {_weight(finding, paint)}: {said(finding.message)}{paint(meant(finding), 'hint')}"


def _weight(finding: Finding, paint: Paint) -> str:
    return paint(f"{finding.severity.value}[{finding.code}]", finding.severity.value)


@dataclass(frozen=True)
class _Style:
    """How an excerpt is set: what leads to its place, the styles of its carets and the note beside them."""

    arrow: str
    marks: str
    note: str


_RELATED = _Style(":::", "related", "related")


@dataclass(frozen=True)
class _Block:
    """One finding, on its way to several lines."""

    finding: Finding
    result: Result
    paint: Paint

    def lines(self) -> Iterator[str]:
        """Yield the message, the excerpts, and where to read more."""
        finding = self.finding
        yield f"{_weight(finding, self.paint)}: {said(finding.message)}"
        hint = f"did you mean `{said(finding.suggestion)}`?" if finding.suggestion else ""
        yield from self._excerpt(finding.place, hint, _Style("-->", finding.severity.value, "hint"))
        for related in finding.related:
            yield from self._excerpt(related.place, said(related.message), _RELATED)
        more = rule_url(finding.code, self.result) or f"`module-catalog explain {finding.code}`"
        yield f"{self._margin} {self.paint('= rule:', 'frame')} {more}"

    @property
    def _margin(self) -> str:
        """Room for the largest number of a line."""
        places = (self.finding.place, *(related.place for related in self.finding.related))
        return " " * len(str(max(place.line for place in places)))

    def _excerpt(self, place: Place, note: str, style: _Style) -> Iterator[str]:
        yield f"{self._margin}{self.paint(style.arrow, 'frame')} {self.paint(position(place), 'place')}"
        lines = self.result.lines(place.path)
        if place.line > len(lines):
            if note:
                yield f"{self._margin} {self.paint('=', 'frame')} {self.paint(note, style.note)}"
            return
        yield self._row("", "")
        # The line above shows which item of a list, or which mapping, the finding is in.
        for number in range(max(1, place.line - 1), place.line + 1):
            start = _start(place.column) if number == place.line else 0
            yield self._row(str(number), ("…" if start else "") + _shown(lines[number - 1][start:]))
        indent, marks = _carets(place, lines[place.line - 1])
        yield self._row(
            "", indent + self.paint(marks, style.marks) + (note and f" {self.paint(note, style.note)}")
        )

    def _row(self, number: str, content: str) -> str:
        frame = self.paint(f"{number:>{len(self._margin)}} |", "frame")
        return f"{frame} {content}".rstrip()


_LONGEST = 160
"""How much of a line is shown, in characters."""


def _start(column: int) -> int:
    """Return how many characters at the beginning of a line are left out, so that a column is shown."""
    return 0 if column <= _LONGEST * 3 // 4 else column - _LONGEST // 2


def _carets(place: Place, line: str) -> tuple[str, str]:
    """Return the blanks up to a place in its line, as it is shown, and a caret for each column of it."""
    start = _start(place.column)
    end = place.end_column if place.end_line == place.line else len(line.rstrip()) + 1
    blanks = width(line[start : place.column - 1]) + (1 if start else 0)
    return " " * blanks, "^" * max(1, width(line[place.column - 1 : min(end - 1, start + _LONGEST)]))


def _shown(line: str) -> str:
    """Return a line of a file as it may be printed: characters that do not show become ones that do."""
    # A line can be as long as a file, and stand in every finding of it.
    start = line[: 2 * _LONGEST].rstrip("\r")
    clean = "".join(sign if sign.isprintable() else " " if sign == "\t" else "\ufffd" for sign in start)
    clean = COMMAND.sub("#\ufffd", clean)
    return clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}…"
