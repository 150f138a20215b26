"""What is said of activity."""

from __future__ import annotations

from .kind import ClaimKind

KINDS = (
    ClaimKind(
        "activity",
        "activity",
        "commits with at most 3 files, or with at least 30 % of their files in it",
        {
            "no-claim": (
                "commits mainly to this module in the year before: {count}, authors: {of}, last: {found}"
            )
        },
        finds_day=True,
    ),
)
