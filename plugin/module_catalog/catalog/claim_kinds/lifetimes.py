"""What is said of the days and releases in which a module came and went, where no commit is named."""

from __future__ import annotations

from ...diagnostics import Severity
from .kind import ClaimKind, ClaimRule

KINDS = (
    ClaimKind(
        "lived",
        "lifetimes",
        "the first and the last commit to its paths",
        {
            "verified": "`{subject}` is of {said}: so is a commit to its paths, the first or the last one",
            "contradicted": (
                "`{subject}` is said to be of {said}, and the first commit to its paths is of {found}"
            ),
            "contradicted there": (
                "`{subject}` is said to be of {said}, and its paths were changed until {found}"
            ),
            "not-checkable": "whether `{subject}` is of {said} cannot be told: {reason}",
        },
        field="history",
        names="event",
        says="date",
        summary=("{n} event is of the day of a commit", "{n} events are of the days of commits"),
        rule=ClaimRule(
            "MC934",
            "a module came and went on the days that its history states",
            "Pages order what happened by these days, and count by them.",
            remedy="write the day of that commit, or add the path it had to `former_namespaces`",
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "landed",
        "lifetimes",
        "the tags of releases",
        {
            "verified": "`{subject}` came with `{said}`: so do the tags say of its paths",
            "contradicted": (
                "`{subject}` is said to have come with `{said}`,"
                " and by the tags its paths show it first in `{found}`"
            ),
            "not-checkable": "whether `{subject}` came with `{said}` cannot be told: {reason}",
        },
        field="history",
        names="event",
        says="release",
        summary=(
            "{n} event came with the release stated",
            "{n} events came with the releases stated",
        ),
        finds_better=True,
        rule=ClaimRule(
            "MC935",
            "a module came and went with the releases that its history states",
            "Whoever needs the module looks for the first release that has it, or the last one.",
            remedy="write the release that the tags show",
            severity=Severity.WARNING,
        ),
    ),
)
