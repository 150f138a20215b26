"""What is said of the cost of removal."""

from __future__ import annotations

from .kind import ClaimKind, partly

KINDS = (
    ClaimKind(
        "removal",
        "removal",
        "files inside, and imports and includes outside tests and docs",
        {
            "no-claim": (
                "files to delete: {count}; files outside that import or include it: {of}, in {found}"
            ),
            **partly("files to delete: {count}; files outside that import or include it: {of}; {reason}"),
            "not-checkable": ("files to delete: {count}; how many others import it cannot be told: {reason}"),
        },
    ),
    ClaimKind(
        "built",
        "removal",
        "the paths in CMake files outside",
        {"no-claim": "CMake files outside that name its paths: {count}"},
    ),
)
