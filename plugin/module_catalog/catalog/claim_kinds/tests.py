"""What is said of tests."""

from __future__ import annotations

from ...diagnostics import Severity
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
        "runs",
        "tests",
        "the parts of CI files",
        {
            "verified": "the job `{subject}` names `{found}`, of its tests or around them",
            "contradicted": "the job `{subject}` tests `{found}`, and none of its tests",
            "not-checkable": "whether the job `{subject}` runs its tests cannot be told: {reason}",
        },
        field="tests.ci",
        summary=("{n} job names its tests", "{n} jobs name its tests"),
        rule=ClaimRule(
            "MC941",
            "the CI jobs of a module run its tests",
            "A job that tests something else is green when the module is broken.",
            remedy="name the job that runs them, or the tests that it runs",
            severity=Severity.WARNING,
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
