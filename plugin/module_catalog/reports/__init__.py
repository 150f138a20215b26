"""REPORTS: every way to print a Result, by the name the command line uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..checks.result import Result
from . import github, gitlab, json_report, junit, markdown, rdjson, sarif, text
from .colour import Paint

Report = Callable[[Result], str]

PAINTED: Mapping[str, Callable[[Result, Paint], str]] = {
    "full": text.full,
    "concise": text.concise,
    "statistics": text.statistics,
}
"""Those that a person reads on a terminal, which may be painted."""

REPORTS: Mapping[str, Report] = {
    "full": text.full,
    "concise": text.concise,
    "json": json_report.report,
    "github": github.report,
    "gitlab": gitlab.report,
    "sarif": sarif.report,
    "junit": junit.report,
    "rdjson": rdjson.report,
    "markdown": markdown.report,
}
"""Result → what is printed, ending in a line break unless empty."""

OF_REPOSITORY = frozenset({"github", "gitlab", "sarif", "rdjson"})
"""Those that a host reads, which knows a file by its path from the top of the repository."""

__all__ = ["OF_REPOSITORY", "PAINTED", "REPORTS"]
