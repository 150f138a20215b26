"""REPORTS: every way to print a Result, by the name the command line uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..pipeline import Result
from . import github, json_report, text

Report = Callable[[Result], str]

REPORTS: Mapping[str, Report] = {
    "full": text.full,
    "concise": text.concise,
    "json": json_report.report,
    "github": github.report,
}
"""Result → what is printed, ending in a line break unless empty."""

__all__ = ["REPORTS"]
