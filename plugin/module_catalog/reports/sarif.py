"""Result → SARIF 2.1.0, which GitHub code scanning, Azure DevOps and editors show.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .. import __version__
from ..checks.result import Result
from ..checks.rules import RULES, Rule
from ..diagnostics import Finding, Place, Related, Severity
from .parts import TOOL, as_json, fingerprints, inert, rule_url, said, sentence

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "%SRCROOT%"
"""What paths are relative to. Where that lies is each machine's own business, so the report does not
say it."""


def report(result: Result) -> str:
    """Return a log with one run: the rules that were broken, and a result for each finding."""
    codes = sorted({found.code for found in result.findings})
    digests = fingerprints(result.findings)
    run = {
        "tool": {
            "driver": {
                "name": TOOL,
                "version": __version__,
                "rules": [_rule(RULES[code], result) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "results": [
            {"ruleId": found.code, "ruleIndex": codes.index(found.code), **_result(found, digest)}
            for found, digest in zip(result.findings, digests, strict=True)
        ],
    }
    return as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, result: Result) -> dict[str, Any]:
    url = rule_url(rule.code, result)
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        **({"helpUri": url} if url else {}),
        # GitHub asks for it, and shows it beside the alert.
        "help": {"text": f"{rule.why}\n\nMore: {url or f'module-catalog explain {rule.code}'}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, digest: str) -> dict[str, Any]:
    related = [_related(number, one) for number, one in enumerate(finding.related, start=1)]
    return {
        "level": _LEVELS[finding.severity],
        "message": _message(sentence(finding)),
        "locations": [{"physicalLocation": _location(finding.place)}],
        "partialFingerprints": {"finding/v1": digest},
        **({"relatedLocations": related} if related else {}),
        **({"fixes": [_fix(finding.place, finding.suggestion)]} if finding.suggestion else {}),
    }


def _message(text: str) -> dict[str, str]:
    """Return a message in which no text is a link or a mention.

    GitHub reads messages as Markdown, and every viewer makes a link of `[text](where)`. The standard would
    have braces doubled; as nobody halves them again in a message without arguments, a reader would copy them
    doubled.
    """
    return {"text": inert(text).replace("](", "] (")}


def _related(number: int, related: Related) -> dict[str, Any]:
    return {
        "id": number,
        "message": _message(said(related.message)),
        "physicalLocation": _location(related.place),
    }


def _location(place: Place) -> dict[str, Any]:
    return {"artifactLocation": _artifact(place), "region": _region(place)}


def _artifact(place: Place) -> dict[str, str]:
    return {"uri": quote(place.path), "uriBaseId": _ROOT}


def _region(place: Place) -> dict[str, int]:
    """Return the region of a place. Both count from 1, and the end is the first column after it in both."""
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(place: Place, suggestion: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(place), "insertedContent": {"text": suggestion}}
    return {
        "description": _message(f"Replace it by `{said(suggestion)}`"),
        "artifactChanges": [{"artifactLocation": _artifact(place), "replacements": [replacement]}],
    }
