"""What an entry claims and a source tree can answer: the kinds of claim as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

VERDICTS = ("verified", "contradicted", "not-checkable", "no-claim")
"""What the tree says of a claim. `no-claim` is a fact beside which the entry says nothing."""


@dataclass(frozen=True)
class ClaimKind:
    """One kind of claim."""

    name: str
    probe: str
    """The probe that looks."""
    looks_at: str
    """What the probe looks at, in a few words."""
    sentences: Mapping[str, str]
    """By verdict: what was found, with the fields of a Claim in braces."""
    field: str | None = None
    """The field of an entry that makes the claim; None for a fact that no field states."""
    names: str | None = None
    """In a list of mappings: the key that names the item."""
    says: str | None = None
    """In a list of mappings: the key whose value is claimed."""


_SWITCH = {"probe": "toggles", "field": "toggles", "names": "name"}
_OWNER = {"field": "owners", "names": "person"}

CLAIM_KINDS: Mapping[str, ClaimKind] = {
    kind.name: kind
    for kind in (
        ClaimKind(
            "namespace",
            "namespaces",
            "the files of the tree",
            {
                "verified": "`{subject}` is there; files: {count}",
                "contradicted": "`{subject}` is not in the tree",
                "not-checkable": "`{subject}` is a submodule: its files are in another repository",
            },
            field="namespaces",
        ),
        ClaimKind(
            "sole",
            "namespaces",
            "the namespaces of all modules",
            {
                "verified": "no other module claims what is in `{subject}`",
                "contradicted": "`{found}` claims files of `{subject}` just as closely: {count}",
            },
            field="namespaces",
        ),
        ClaimKind(
            "former",
            "namespaces",
            "the files of the tree",
            {
                "verified": "nothing is left in `{subject}`",
                "contradicted": "`{subject}` is still there; files: {count}",
                "not-checkable": "`{subject}` is there and belongs to `{found}` now",
            },
            field="former_namespaces",
            names="path",
        ),
        ClaimKind(
            "declared",
            looks_at="build files, package metadata and source files",
            sentences={
                "verified": "the toggle `{subject}` is declared",
                "contradicted": "nothing declares the toggle `{subject}`",
                "not-checkable": "where a toggle such as `{subject}` is declared cannot be told",
            },
            **_SWITCH,
        ),
        ClaimKind(
            "default",
            looks_at="where the toggle is declared",
            sentences={
                "verified": "`{subject}` is `{said}` when nobody sets it",
                "contradicted": "`{subject}` is `{found}` when nobody sets it, not `{said}`",
                "not-checkable": "the tree does not say what `{subject}` is when nobody sets it",
            },
            says="default",
            **_SWITCH,
        ),
        ClaimKind(
            "read",
            looks_at="build files and source files",
            sentences={
                "verified": "`{subject}` is read; places: {count}",
                "contradicted": "nothing reads `{subject}`",
                "not-checkable": "what reads `{subject}` is outside this repository, or cannot be told",
            },
            **_SWITCH,
        ),
        ClaimKind(
            "requires",
            looks_at="the conditions of build files",
            sentences={
                "verified": "a condition asks for `{said}` together with `{subject}`",
                "not-checkable": "no condition names `{said}` together with `{subject}`",
            },
            says="requires",
            **_SWITCH,
        ),
        ClaimKind(
            "ci",
            looks_at="the files of the CI",
            sentences={"no-claim": "files of the CI that name `{subject}`: {count}"},
            **_SWITCH,
        ),
        ClaimKind(
            "isolated",
            "isolation",
            "Python imports and C and C++ includes outside tests and docs",
            {
                "verified": "nothing outside imports or includes it",
                "contradicted": "at {subject} nothing of a later stage may need it, and files outside take it in: {count}",
                "not-checkable": "it has no Python, C or C++ files, or not all that may need it can be read",
                "no-claim": "files outside that import or include it: {count}",
            },
            field="stage",
        ),
        ClaimKind(
            "depends",
            "isolation",
            "Python imports and C and C++ includes",
            {
                "verified": "its files that import or include `{subject}`: {count}",
                "contradicted": "none of its files imports `{subject}`, while files of `{subject}` import it: {count}",
                "not-checkable": "no import or include shows that it needs `{subject}`",
            },
            field="relations",
            names="module",
            says="type",
        ),
        ClaimKind(
            "activity",
            "activity",
            "commits with at most 3 files, or with at least 30 % of their files in it",
            {"no-claim": "focused commits in the year before: {count}, authors: {of}; the last one was on {found}"},
        ),
        ClaimKind(
            "owner",
            probe="owners",
            looks_at="authors of commits",
            sentences={
                "verified": "`{subject}` last made a commit on {found}",
                "contradicted": "no commit is under the names of `{subject}` since {found}",
                "not-checkable": "no commit can be told to be by `{subject}`",
            },
            **_OWNER,
        ),
        ClaimKind(
            "roster",
            probe="roster",
            looks_at="the files that name the people of the project",
            sentences={
                "verified": "`{subject}` is named by the project",
                "contradicted": "`{subject}` has the role `{found}`, and no file of the project names them",
                "not-checkable": "the tree has no file that names people",
                "no-claim": "no file of the project names `{subject}`",
            },
            **_OWNER,
        ),
        ClaimKind(
            "tests",
            "tests",
            "the files of the tree",
            {
                "verified": "`{subject}` is there; files: {count}",
                "contradicted": "`{subject}` is not in the tree",
            },
            field="tests.paths",
        ),
        ClaimKind(
            "job",
            "tests",
            "the files of the CI",
            {
                "verified": "the CI names `{subject}`",
                "contradicted": "no file of the CI names `{subject}`",
                "not-checkable": "the tree has no files of a CI",
            },
            field="tests.ci",
        ),
        ClaimKind(
            "tested", "tests", "imports and includes of tests", {"no-claim": "test files that import or include it: {count}"}
        ),
        ClaimKind(
            "page",
            "docs",
            "the sources of the documentation",
            {
                "verified": "the page `{subject}` has its source here",
                "contradicted": "the page `{subject}` has no source in the tree",
                "not-checkable": "where the source of `{subject}` would be is not said",
            },
            field="links",
        ),
        ClaimKind(
            "left",
            "removed",
            "the files of the tree",
            {
                "verified": "nothing is left in `{subject}`",
                "contradicted": "it is removed, and files are left in `{subject}`: {count}",
                "not-checkable": "`{subject}` is there and belongs to `{found}` now",
            },
            field="former_namespaces",
            names="path",
        ),
        ClaimKind(
            "named",
            "removed",
            "all files but tests and docs",
            {
                "verified": "nothing names the toggle `{subject}` any more",
                "contradicted": "it is removed, and places still name its toggle `{subject}`: {count}",
                "not-checkable": "the toggle `{subject}` belongs to `{found}` now",
            },
            field="toggles",
            names="name",
        ),
        ClaimKind(
            "removal",
            "removal",
            "files inside, and imports and includes outside",
            {"no-claim": "files that would go: {count}; others that would change: {of}"},
        ),
        ClaimKind("folder", "unclaimed", "the files of the tree", {"no-claim": "no entry covers `{subject}`; files: {count}"}),
        ClaimKind("switch", "unclaimed", "build files", {"no-claim": "no entry names the toggle `{subject}`"}),
    )
}
"""Every kind of claim by its name."""

PROBES = tuple(dict.fromkeys(kind.probe for kind in CLAIM_KINDS.values()))
"""The names of the probes, in the order they look."""

WORDS = {"probe": PROBES, "claim_kind": tuple(CLAIM_KINDS), "verdict": VERDICTS}
"""The words of evidence.json by the names of their definitions in its schema."""
