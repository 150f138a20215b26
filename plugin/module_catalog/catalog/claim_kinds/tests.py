"""What is said of tests."""

from __future__ import annotations

from .kind import ClaimKind, ClaimRule, partly

KINDS = (
    ClaimKind(
        "tests",
        "tests",
        "the files of the tree",
        {
            "verified": "`{subject}` is there; files: {count}",
            "contradicted": "`{subject}` is not in the tree",
        },
        field="tests.paths",
        summary=("{n} path of tests is there", "{n} paths of tests are there"),
        rank=6,
        rule=ClaimRule(
            "MC912",
            "the tests of a module are in the tree",
            "Tests that are not there test nothing.",
            remedy="write the path they have now",
        ),
    ),
    ClaimKind(
        "covers",
        "tests",
        "what tests import, and what they name",
        {
            "verified": "`{subject}` imports it, or names it",
            "not-checkable": "nothing in `{subject}` imports it or names it",
        },
        field="tests.paths",
        summary=("{n} path of tests names it", "{n} paths of tests name it"),
    ),
    ClaimKind(
        "job",
        "tests",
        "CI files",
        {
            "verified": "the CI has the job `{subject}`",
            "contradicted": "no CI file names `{subject}`",
            "not-checkable": "whether the CI has the job `{subject}` cannot be told: {reason}",
        },
        field="tests.ci",
        summary=("the CI has {n} job", "the CI has {n} jobs"),
        rule=ClaimRule(
            "MC913",
            "the CI runs the jobs of a module",
            "A dropped job is often the first sign that a module is no longer maintained.",
            remedy="name the job that runs its tests",
        ),
    ),
    ClaimKind(
        "tested",
        "tests",
        "imports and includes of tests",
        {
            "no-claim": "test files that import or include it: {count}, in {found}",
            **partly("test files that import or include it: {count}; {reason}"),
            "not-checkable": "how many tests import it cannot be told: {reason}",
        },
    ),
)
