"""What is said of what is left of a removed module."""

from __future__ import annotations

from ...diagnostics import Severity
from .kind import ClaimKind, ClaimRule
from .namespaces import LEFT, NOTHING_LEFT

KINDS = (
    ClaimKind(
        "left",
        "removed",
        "the files of the tree",
        {**LEFT, "contradicted": "it is removed, and files are left in `{subject}`: {count}"},
        field="former_namespaces",
        names="path",
        summary=NOTHING_LEFT,
        rank=2,
        rule=ClaimRule(
            "MC915",
            "nothing is left of a removed module",
            "Files left over from a removed module are still built, shipped and read, and have no owner.",
            remedy="remove them, or name the module they belong to",
        ),
    ),
    ClaimKind(
        "named",
        "removed",
        "all files except tests and docs",
        {
            "verified": "nothing names the toggle `{subject}` any more",
            "contradicted": "it is removed, and places still name its toggle `{subject}`: {count}",
            "not-checkable": "the toggle `{subject}` belongs to `{found}` now",
        },
        field="toggles",
        names="name",
        summary=("nothing names {n} toggle any more", "nothing names {n} toggles any more"),
        rank=5,
        rule=ClaimRule(
            "MC916",
            "nothing names the toggle of a removed module",
            "A build that still sets the toggle looks as if it turned something on.",
            remedy="remove them",
            severity=Severity.WARNING,
        ),
    ),
)
