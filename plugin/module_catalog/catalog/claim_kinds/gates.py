"""What is said of what toggles keep out of a build."""

from __future__ import annotations

from ...diagnostics import Severity
from .kind import ClaimKind, ClaimRule

KINDS = (
    ClaimKind(
        "gates",
        "gates",
        "the files that CMake files list, and the conditions there",
        {
            "verified": (
                "`{subject}` guards as much as `{said}` says; compiled files that need it: {count} of {of}"
            ),
            "contradicted": (
                "`{subject}` is said to guard `{said}`; compiled files that need it: {count} of {of}"
            ),
            "not-checkable": "how much of it `{subject}` guards cannot be told: {reason}",
        },
        field="toggles",
        names="name",
        says="gates",
        summary=("{n} toggle guards as much as stated", "{n} toggles guard as much as stated"),
        rule=ClaimRule(
            "MC938",
            "a toggle guards as much of its module as its entry states",
            "Whoever turns it off expects that what it guards is not built.",
            remedy="write `gates: full` or `gates: partial`, as the build files have it",
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "unguarded",
        "gates",
        "the files that CMake files list, and the conditions there",
        {
            "contradicted": "its compiled files are built only with `{found}`: {count}",
            "not-checkable": "whether a toggle guards it cannot be told: {reason}",
        },
        field="no_toggle",
        rule=ClaimRule(
            "MC939",
            "no toggle guards a module of which its entry says so",
            "Whoever reads that a module is always there does not look for what left it out.",
            remedy="list the toggle under `toggles`, in place of `no_toggle`",
            severity=Severity.WARNING,
        ),
    ),
)
