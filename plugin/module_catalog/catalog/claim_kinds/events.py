"""What is said of the history of a module."""

from __future__ import annotations

from ...diagnostics import Severity
from .kind import ClaimKind, ClaimRule

KINDS = (
    ClaimKind(
        "planned",
        "events",
        "the commits that plans name",
        {
            "verified": "`{subject}` is done since {found}",
            "contradicted": "`{subject}` is in the history since {found}, and said to be `{said}`",
            "not-checkable": "whether `{subject}` is `{said}` cannot be told: {reason}",
        },
        field="roadmap",
        names="url",
        says="status",
        summary=("{n} plan is as far as it says", "{n} plans are as far as they say"),
        rule=ClaimRule(
            "MC933",
            "what is planned has not happened yet",
            "Readers wait for it, and whoever wants to help begins what is there.",
            remedy="write `status: done`, or the change that is still to come",
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "pending",
        "events",
        "the paths and toggles that plans name",
        {"not-checkable": "whether `{subject}` is `{said}` cannot be told: {reason}"},
        field="roadmap",
        names="title",
        says="status",
    ),
    ClaimKind(
        "change",
        "events",
        "the commits that events name",
        {
            "verified": "`{subject}` is in the history, and changes files of this module: {count}",
            "not-checkable": "whether `{subject}` changed this module cannot be told: {reason}",
        },
        field="history",
        names="url",
        summary=("{n} event has its commit", "{n} events have their commits"),
    ),
    ClaimKind(
        "dated",
        "events",
        "the days of the commits that events name",
        {
            "verified": "the commit of `{subject}` is of {said}",
            "contradicted": "the commit of `{subject}` is of {found}, not of {said}",
        },
        field="history",
        names="url",
        says="date",
        summary=(
            "{n} event is of the day of its commit",
            "{n} events are of the days of their commits",
        ),
        finds_better=True,
        rule=ClaimRule(
            "MC926",
            "an event is of the day of its commit",
            "Pages order what happened by these days, and count by them.",
            remedy="write the day of the commit",
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "shipped",
        "events",
        "the tags of releases, and the commits that events name",
        {
            "verified": "`{said}` is the first release with the change of `{subject}`",
            "contradicted": "`{found}` is the first release with the change of `{subject}`, not `{said}`",
            "not-checkable": "whether `{said}` is the first with `{subject}` cannot be told: {reason}",
            "no-claim": "`{found}` is the first release with the change of `{subject}`",
        },
        field="history",
        names="url",
        says="release",
        summary=(
            "{n} event came with the release stated",
            "{n} events came with the releases stated",
        ),
        finds_better=True,
        rule=ClaimRule(
            "MC927",
            "an event came with the release that its entry states",
            "A change can be picked into an earlier release, or wait for a later one.",
            remedy="write the release that the tags show",
            severity=Severity.WARNING,
        ),
    ),
)
