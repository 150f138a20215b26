"""What is said of cited sources."""

from __future__ import annotations

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
)
