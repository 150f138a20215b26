"""Result → JSON: a contract for programs, with a version."""

from __future__ import annotations

from typing import Any

from ..checks.result import Result
from ..diagnostics import Finding, Place, Severity
from .parts import as_json, rule_url

VERSION = 1
"""Grows when a key changes its meaning or goes; new keys do not change it."""


def report(result: Result) -> str:
    """Return the findings and the summary. Paths are relative to the root; lines and columns count from 1."""
    return as_json(
        {
            "version": VERSION,
            "findings": [_finding(found, result) for found in result.findings],
            "summary": {
                **result.counts,
                "errors": result.count(Severity.ERROR),
                "warnings": result.count(Severity.WARNING),
            },
        }
    )


def _finding(finding: Finding, result: Result) -> dict[str, Any]:
    place: Place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "suggestion": finding.suggestion,
        "rule_url": rule_url(finding.code, result),
        "related": [
            {
                "path": one.place.path,
                "line": one.place.line,
                "column": one.place.column,
                "message": one.message,
            }
            for one in finding.related
        ],
    }
