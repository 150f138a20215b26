"""Result → a Code Quality report of GitLab, which a merge request compares with that of its target branch.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import Any

from ..checks.result import Result
from ..diagnostics import Finding, Severity
from .parts import account, as_json, fingerprints

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(result: Result) -> str:
    """Return a list with one object for each finding."""
    digests = fingerprints(result.findings)
    return as_json([_issue(found, digest) for found, digest in zip(result.findings, digests, strict=True)])


def _issue(finding: Finding, digest: str) -> dict[str, Any]:
    return {
        # The widget of a merge request shows the description, but not the name of the check.
        "description": f"{finding.code}: {account(finding)}",
        "check_name": finding.code,
        "fingerprint": digest,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": finding.place.path,
            "lines": {"begin": finding.place.line, "end": finding.place.end_line},
        },
    }
