"""What is said of the releases that something came and went with."""

from __future__ import annotations

from collections.abc import Mapping

from ...diagnostics import Severity
from .kind import ClaimKind, ClaimRule

_CAME: Mapping[str, str] = {
    "verified": "the first release with `{subject}` is `{said}`",
    "contradicted": "the first release with `{subject}` is `{found}`, not `{said}`",
    "not-checkable": ("whether the first release with `{subject}` is `{said}` cannot be told: {reason}"),
    "no-claim": "the first release with `{subject}` is `{found}`",
}
_WENT: Mapping[str, str] = {
    "verified": "the first release without `{subject}` is `{said}`",
    "contradicted": "the first release without `{subject}` is `{found}`, not `{said}`",
    "contradicted there": "`{subject}` is still in `{said}`",
    "not-checkable": ("whether the first release without `{subject}` is `{said}` cannot be told: {reason}"),
    "no-claim": "the first release without `{subject}` is `{found}`",
}
"""What the tags of releases say of the first release with something, and of the first one without it."""

_STOOD: Mapping[str, str] = {
    "no-claim": "by the tags of releases `{subject}` was there `{releases}`",
    "no-claim never": "no release that has a tag has `{subject}`",
}
"""What they say of a path, whatever the entry says of it."""

_REMEDY = "write the release that the tags show"

KINDS = (
    ClaimKind(
        "came",
        "releases",
        "the tags of releases",
        _CAME,
        field="toggles",
        names="name",
        says="since",
        summary=(
            "{n} toggle came with the release stated",
            "{n} toggles came with the releases stated",
        ),
        finds_better=True,
        rule=ClaimRule(
            "MC922",
            "a toggle came with the release that its entry states",
            "Whoever builds an older release sets a toggle that is not there.",
            remedy=_REMEDY,
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "went",
        "releases",
        "the tags of releases",
        _WENT,
        field="toggles",
        names="name",
        says="until",
        summary=(
            "{n} toggle went with the release stated",
            "{n} toggles went with the releases stated",
        ),
        finds_better=True,
        rule=ClaimRule(
            "MC923",
            "a toggle went with the release that its entry states",
            "Whoever still needs the toggle looks for the last release that has it.",
            remedy=_REMEDY,
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "settled",
        "releases",
        "the tags of releases",
        _CAME,
        field="former_namespaces",
        names="path",
        says="from",
        summary=(
            "{n} former source path came with the release stated",
            "{n} former source paths came with the releases stated",
        ),
        finds_better=True,
        rule=ClaimRule(
            "MC924",
            "a former namespace came with the release that its entry states",
            "Whoever looks for old code follows this path in an old release.",
            remedy=_REMEDY,
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "vacated",
        "releases",
        "the tags of releases",
        _WENT,
        field="former_namespaces",
        names="path",
        says="until",
        summary=(
            "{n} former source path went with the release stated",
            "{n} former source paths went with the releases stated",
        ),
        finds_better=True,
        rule=ClaimRule(
            "MC925",
            "a former namespace went with the release that its entry states",
            "Whoever moves to a release has to know which paths are gone in it.",
            remedy=_REMEDY,
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind(
        "removed-in",
        "releases",
        "the tags of releases",
        {
            "verified": "`{subject}` is the first release without its paths",
            "contradicted": "`{found}` is the first release without its paths, not `{subject}`",
            "not-checkable": (
                "whether `{subject}` is the first release without its paths cannot be told: {reason}"
            ),
        },
        field="deprecation.removal",
        finds_better=True,
        rule=ClaimRule(
            "MC931",
            "a removed module went with the release that its entry states",
            "Whoever still needs the module looks for the last release that has it.",
            remedy=_REMEDY,
            severity=Severity.WARNING,
        ),
    ),
    ClaimKind("stood", "releases", "the tags of releases", _STOOD, field="namespaces"),
    ClaimKind(
        "had-stood", "releases", "the tags of releases", _STOOD, field="former_namespaces", names="path"
    ),
)
