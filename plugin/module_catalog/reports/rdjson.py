"""Result → the diagnostic format of reviewdog, which comments on pull requests and offers suggestions there.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from typing import Any

from ..checks.result import Result
from ..diagnostics import Finding, Place, Severity
from .parts import TOOL, account, as_json, inert, rule_url

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def report(result: Result) -> str:
    """Return one object with all findings. Columns count bytes of UTF-8 from 1, as the format has it."""
    return as_json(
        {"source": {"name": TOOL}, "diagnostics": [_diagnostic(found, result) for found in result.findings]}
    )


def _diagnostic(finding: Finding, result: Result) -> dict[str, Any]:
    reach = _range(finding.place, result)
    url = rule_url(finding.code, result)
    return {
        # reviewdog puts the message into comments as it is, and refuses a key that its version does not know.
        "message": inert(account(finding)),
        "location": {"path": finding.place.path, "range": reach},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code, **({"url": url} if url else {})},
        **({"suggestions": [{"range": reach, "text": finding.suggestion}]} if finding.suggestion else {}),
    }


def _range(place: Place, result: Result) -> dict[str, Any]:
    lines = result.lines(place.path)
    return {
        "start": {"line": place.line, "column": _in_bytes(place.column, place.line, lines)},
        "end": {"line": place.end_line, "column": _in_bytes(place.end_column, place.end_line, lines)},
    }


def _in_bytes(column: int, line: int, lines: list[str]) -> int:
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    return column - len(before) + len(before.encode("utf-8", "surrogatepass"))
