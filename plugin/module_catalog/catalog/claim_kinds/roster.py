"""What is said of roles."""

from __future__ import annotations

from ...diagnostics import Severity
from .kind import ClaimKind, ClaimRule

KINDS = (
    ClaimKind(
        "roster",
        "roster",
        "the files that name the people of the project",
        {
            "verified": "`{subject}` is named by the project",
            "contradicted": "`{subject}` has the role `{found}`, and no file of the project names them",
            "not-checkable": "the tree has no file that names people",
            "no-claim": "no file that names the people of the project names `{subject}`",
        },
        field="owners",
        names="person",
        summary=("the project names {n} owner", "the project names {n} owners"),
        rule=ClaimRule(
            "MC911",
            "the project names everybody who has a role",
            "Roles are granted by the project. The roster of the catalog only repeats them.",
            remedy="fix people.yaml, or the list in the source tree",
        ),
    ),
    ClaimKind(
        "basis",
        "roster",
        "the files that name the people of the project",
        {
            "verified": "`{found}` names `{subject}`",
            "contradicted": "`{found}` does not name `{subject}`",
            "contradicted rule": "`{found}` names `{subject}`, and not in the rule that is stated",
            "not-checkable": "whether the file names `{subject}` cannot be told: {reason}",
        },
        field="owners",
        names="person",
        says="basis",
        ends="until",
        summary=("{n} owner stands in the file named", "{n} owners stand in the files named"),
        rule=ClaimRule(
            "MC944",
            "the file that an ownership rests on names the owner",
            "Whoever doubts who owns a module looks there.",
            remedy="write where the ownership is written down",
            severity=Severity.WARNING,
        ),
    ),
)
