"""Result → Markdown for the comment of a pull request, or for $GITHUB_STEP_SUMMARY."""

from __future__ import annotations

from ..checks.result import Result
from ..diagnostics import Finding
from .parts import account, cell, inert, position, rule_link, summary

_HEAD = "| | Where | What to fix | Rule |\n|---|---|---|---|\n"
_MOST = 60_000
"""How many characters the rows have together: GitHub refuses a comment of more than 65,536."""


def report(result: Result) -> str:
    """Return a sentence, and a table with a row for each finding, or for as many as a comment holds."""
    rows = [_row(found, result) for found in result.findings]
    shown = _fitting(rows)
    table = f"\n{_HEAD}{''.join(rows[:shown])}" if shown else ""
    rest = sum(found.stands_for for found in result.findings[shown:])
    more = f"\n{rest:,} more are not shown here: `module-catalog check` lists them all.\n" if rest else ""
    return f"{summary(result)}\n{table}{more}"


def _fitting(rows: list[str]) -> int:
    """Return how many rows fit."""
    length = 0
    for number, row in enumerate(rows):
        length += len(row)
        if length > _MOST:
            return number
    return len(rows)


def _row(finding: Finding, result: Result) -> str:
    where = inert(f"`{position(finding.place)}`")
    what = inert(account(finding))
    return (
        f"| {finding.severity.value} | {cell(where)} | {cell(what)} | {rule_link(finding.code, result)} |\n"
    )
