"""What is said of cited sources."""

from __future__ import annotations

from ...diagnostics import Severity
from .kind import ClaimKind, ClaimRule

KINDS = (
    ClaimKind(
        "cited",
        "citations",
        "the history, and the files of the commits that sources name",
        {
            "verified": "`{subject}` is there",
            "contradicted": "`{subject}` leads to nothing: its commit has no such file, or no such line",
            "not-checkable": "whether `{subject}` is there cannot be told: {reason}",
        },
        field="stage_reason",
        names="source",
        summary=("{n} cited source is there", "{n} cited sources are there"),
        rule=ClaimRule(
            "MC930",
            "a cited source is there",
            "A claim without its source is an opinion.",
            remedy="write the path and the line that the commit has",
        ),
    ),
    ClaimKind(
        "counted",
        "citations",
        "the files of tests",
        {
            "verified": "`{subject}`: test files that its entry names, or that import it: {count}",
            "contradicted": "`{subject}`: the whole tree has this many test files: {count}",
            "not-checkable": "the number in `{subject}` cannot be checked: {reason}",
        },
        field="stage_reason",
        names="claim",
        summary=("{n} number is as stated", "{n} numbers are as stated"),
        rule=ClaimRule(
            "MC940",
            "a number in a reason for a stage is right",
            "A number looks as if somebody had counted.",
            remedy="write how many there are",
            severity=Severity.WARNING,
        ),
    ),
)
