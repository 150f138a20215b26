"""Result → Markdown for the comment of a pull request, or for $GITHUB_STEP_SUMMARY."""

from __future__ import annotations

from ..checks.result import Result
from ..diagnostics import Finding
from .parts import account, cell, fitting, folded, inert, left_out, position, rule_link, summary

_HEAD = ("| | Where | What to fix | Rule |", "|---|---|---|---|")
_SEEN, _LONGEST = 10, 22_000
"""How many rows are seen before the rest is unfolded, and how many characters all have together."""


def report(result: Result) -> str:
    """Return a sentence, and a table with a row for each finding, or for as many as a comment holds."""
    rows = [_row(found, result) for found in result.findings]
    fit = fitting(rows, _LONGEST)
    rest = sum(found.stands_for for found in result.findings[fit:])
    table = ["", *folded(rows[:fit], _SEEN, _HEAD)] if fit else []
    return "\n".join((summary(result), *table, *left_out(rest, "module-catalog check"), ""))


def _row(finding: Finding, result: Result) -> str:
    where = inert(f"`{position(finding.place)}`")
    what = inert(account(finding))
    return f"| {finding.severity.value} | {cell(where)} | {cell(what)} | {rule_link(finding.code, result)} |"
