"""What is said of what toggles were like in each release."""

from __future__ import annotations

from ...diagnostics import Severity
from .kind import ClaimKind, ClaimRule

KINDS = (
    ClaimKind(
        "was",
        "toggle_history",
        "the files of the tags of releases",
        {
            "verified": "`{subject}` is `{said}` when nobody sets it",
            "contradicted": "`{subject}` is `{found}` when nobody sets it, not `{said}`",
            "not-checkable": "what `{subject}` is when nobody sets it cannot be told: {reason}",
        },
        field="toggles",
        names="name",
        inside="history",
        says="default",
        summary=("{n} default in a release is as stated", "{n} defaults in releases are as stated"),
        finds_better=True,
        rule=ClaimRule(
            "MC936",
            "a toggle had the default that its history states",
            "Whoever looks for the release in which something changed looks at the wrong one.",
            remedy="write the default that the release has",
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "staged",
        "toggle_history",
        "the feature gates in the tags of releases",
        {
            "verified": "`{subject}` is at the stage `{said}`",
            "contradicted": "`{subject}` is at the stage `{found}`, not `{said}`",
            "not-checkable": "at what stage `{subject}` is cannot be told: {reason}",
        },
        field="toggles",
        names="name",
        inside="history",
        says="stage",
        summary=("{n} stage in a release is as stated", "{n} stages in releases are as stated"),
        rule=ClaimRule(
            "MC937",
            "a toggle was at the stage that its history states",
            "A stage says what may be relied on. That of a release is in its code.",
            remedy="write the stage that the release has",
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "became",
        "toggle_history",
        "the files of the tags of releases",
        {"no-claim": "by the tags of releases `{subject}` was `{releases}`"},
        field="toggles",
        names="name",
    ),
)
