"""Result → workflow commands of GitHub Actions, which show findings at their lines of a pull request."""

from __future__ import annotations

from ..checks.result import Result
from ..diagnostics import Finding, Severity, printable
from .parts import sentence
from .text import concise

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(result: Result) -> str:
    """Return a workflow command for each finding, then the concise report.

    That is for those who read the log, and it is whole: GitHub shows the first ten errors and ten warnings of
    a step.
    """
    commands = "".join(f"{_command(found)}\n" for found in result.findings)
    return commands + concise(result)


def _command(finding: Finding) -> str:
    place = finding.place
    properties = {
        "title": finding.code,
        "file": printable(place.path),
        "line": place.line,
        "col": place.column,
        "endLine": place.end_line,
    }
    if place.end_line == place.line:
        properties["endColumn"] = place.end_column
    given = ",".join(f"{name}={_escaped(str(value), more=True)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {given}::{_escaped(sentence(finding))}"


def _escaped(text: str, *, more: bool = False) -> str:
    """Escape as the runner's toolkit does, so that no text can end the command or start another one."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if more else escaped
