"""What is said of owners."""

from __future__ import annotations

from ...diagnostics import Severity
from .kind import ClaimKind, ClaimRule

KINDS = (
    ClaimKind(
        "owner",
        "owners",
        "authors of commits",
        {
            "verified": "`{subject}` last made a commit on {found}",
            "contradicted": "`{subject}` has made no commit since {found}",
            "not-checkable": "no commit can be attributed to `{subject}`",
        },
        field="owners",
        names="person",
        summary=("{n} owner is still active", "{n} owners are still active"),
        rank=8,
        finds_day=True,
        rule=ClaimRule(
            "MC910",
            "an owner is active",
            "A reader asks the owners that a page names."
            " Somebody who has made no commit for years may not answer,"
            " though reviews leave no trace in a tree."
            " `limits: {silent_days: …}` in catalog.yaml sets the limit,"
            " which is three years by default.",
            remedy="ask them, and set `until` if they have stepped down",
            severity=Severity.WARNING,
        ),
    ),
)
