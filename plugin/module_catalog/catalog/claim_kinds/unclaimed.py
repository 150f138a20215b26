"""What is said of what no entry covers."""

from __future__ import annotations

from .kind import ClaimKind

KINDS = (
    ClaimKind(
        "folder",
        "unclaimed",
        "the files of the tree",
        {"no-claim": "no entry covers `{subject}`; files: {count}"},
    ),
    ClaimKind(
        "switch",
        "unclaimed",
        "build files",
        {"no-claim": "no entry names the toggle `{subject}`"},
    ),
)
