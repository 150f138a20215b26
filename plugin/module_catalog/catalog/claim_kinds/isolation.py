"""What is said of dependencies."""

from __future__ import annotations

from .kind import ClaimKind, ClaimRule, partly

KINDS = (
    ClaimKind(
        "isolated",
        "isolation",
        "imports and includes outside tests and docs",
        {
            "verified": "nothing of a later stage, or of no module, imports or includes it",
            "contradicted": (
                "at {subject} nothing of a later stage, or of no module, may need it,"
                " and such files import it: {count}"
            ),
            "not-checkable": "whether anything outside needs it cannot be told: {reason}",
            "no-claim": "files outside that import or include it: {count}, in {found}",
            **partly("files outside that import or include it: {count}; {reason}"),
        },
        field="stage",
        rank=4,
        nowhere="verified",
        answers="isolation",
        rule=ClaimRule(
            "MC908",
            "nothing outside imports a module that must be isolated",
            "It can be removed by deleting its folders only as long"
            " as nothing of a later stage imports or includes it.",
            remedy="remove the import, or move the module to the stage it is really at",
        ),
    ),
    ClaimKind(
        "depends",
        "isolation",
        "imports and includes",
        {
            "verified": (
                "its files that import or include `{subject}`: {count};"
                " files of `{subject}` that import or include it: {of}"
            ),
            "contradicted": (
                "none of its files imports `{subject}`, while files of `{subject}` import it: {count}"
            ),
            "not-checkable": "that it needs `{subject}` cannot be shown: {reason}",
        },
        field="relations",
        names="module",
        says="type",
        summary=(
            "its files import or include {n} module it needs",
            "its files import or include {n} modules it needs",
        ),
        nowhere="contradicted",
        rule=ClaimRule(
            "MC909",
            "the source tree agrees with the dependencies of a module",
            "When only the other module imports this one, the relation is written the wrong way round.",
            remedy="reverse the relation, or choose another type",
        ),
    ),
    ClaimKind(
        "replaced",
        "isolation",
        "imports and includes, and what files were before its removal changed them",
        {
            "verified": (
                "files that need it, or named it before its removal,"
                " and import or include `{subject}`: {count}"
            ),
            "not-checkable": "whether `{subject}` took its place cannot be told: {reason}",
        },
        field="deprecation.replacement",
        summary=(
            "{n} replacement is used where it was",
            "{n} replacements are used where it was",
        ),
    ),
    ClaimKind(
        "unstated",
        "isolation",
        "imports and includes outside tests",
        {"no-claim": "files that import or include `{subject}`, to which no relation is stated: {count}"},
    ),
)
