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
        ends="until",
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
    ClaimKind(
        "worked",
        "owners",
        "commits that changed files of the module",
        {
            "verified": "commits of `{subject}` that changed it: {count}, the last on {found}",
            "not-checkable": "no commit that changed it can be attributed to `{subject}`",
        },
        field="owners",
        names="person",
        ends="until",
        summary=("{n} owner has worked on it", "{n} owners have worked on it"),
        finds_day=True,
    ),
    ClaimKind(
        "named-in",
        "owners",
        "the files called OWNERS around its paths and in them",
        {
            "verified": "files called OWNERS that let `{subject}` approve or review it: {count}",
            "not-checkable": "no file called OWNERS lets `{subject}` approve or review it or a part of it",
        },
        field="owners",
        names="person",
        ends="until",
        summary=(
            "a file called OWNERS names {n} owner",
            "files called OWNERS name {n} owners",
        ),
    ),
    ClaimKind(
        "reviewer",
        "owners",
        "the lines of CODEOWNERS that are about its files alone",
        {
            "verified": "CODEOWNERS asks `{subject}` to review it",
            "contradicted": "CODEOWNERS asks `{found}` to review it, and not `{subject}`",
            "not-checkable": "whether CODEOWNERS asks `{subject}` to review it cannot be told: {reason}",
        },
        field="owners",
        names="person",
        ends="until",
        summary=("{n} owner is asked for review", "{n} owners are asked for review"),
        rule=ClaimRule(
            "MC932",
            "the owners of a module are asked to review it",
            "Whoever is asked to review a module looks after it, whatever a page says.",
            remedy="write those who are asked, or add the owner to CODEOWNERS",
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "unlisted",
        "owners",
        "the lines of CODEOWNERS that are about its files alone",
        {"no-claim": "CODEOWNERS asks `{subject}` to review it, who is no owner of it"},
    ),
)
