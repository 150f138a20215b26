"""What is said of source paths."""

from __future__ import annotations

from collections.abc import Mapping

from .kind import ClaimKind, ClaimRule

LEFT: Mapping[str, str] = {
    "verified": "nothing is left in `{subject}`",
    "not-checkable": "`{subject}` is there and belongs to `{found}` now",
}
NOTHING_LEFT = ("nothing is left in {n} former source path", "nothing is left in {n} former source paths")
"""What is said of a path that a module has left, whether it is gone itself or not."""

KINDS = (
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
        summary=("{n} source path is there", "{n} source paths are there"),
        rank=1,
        finds_better=True,
        answers="namespace",
        rule=ClaimRule(
            "MC902",
            "a namespace is in the tree",
            "Readers, owners and programs follow these paths."
            " Folders move more often than entries are edited.",
            remedy="write the path it has now, or add it to `former_namespaces`",
        ),
    ),
    ClaimKind(
        "sole",
        "namespaces",
        "the source paths of all modules",
        {
            "verified": (
                "no other module claims `{subject}`;"
                " modules with paths inside it: {count}, with paths around it: {of}"
            ),
            "contradicted": "`{found}` claims files of `{subject}` as well: {count}",
        },
        field="namespaces",
        summary=(
            "no other module claims {n} source path",
            "no other module claims {n} source paths",
        ),
        answers="namespace",
        rule=ClaimRule(
            "MC903",
            "no two modules claim the same files",
            "When two modules claim the same files, nobody knows whom to ask about them.",
            remedy="keep them in the namespaces of one module",
        ),
    ),
    ClaimKind(
        "bounds",
        "namespaces",
        "the source paths and the relations of all modules",
        {
            "not-checkable": (
                "`{subject}` may be wider than the module: inside it lie others"
                " to which no relation is stated: {found}"
            ),
            "not-checkable untied": (
                "whether `{subject}` is of this module cannot be told: its files neither name it,"
                " nor import one of the others, nor are imported by one"
            ),
        },
        field="namespaces",
    ),
    ClaimKind(
        "former",
        "namespaces",
        "the files of the tree",
        {**LEFT, "contradicted": "`{subject}` is still there; files: {count}"},
        field="former_namespaces",
        names="path",
        summary=NOTHING_LEFT,
        rule=ClaimRule(
            "MC904",
            "nothing is left in a former namespace",
            "A path that a module has left is either gone or belongs to another module."
            " Files left behind have no owner.",
            remedy="name the module it belongs to, or put the path back into `namespaces`",
        ),
    ),
    ClaimKind(
        "existed",
        "namespaces",
        "the history",
        {
            "verified": "`{subject}` was last changed on {found}",
            "contradicted": "no commit ever changed anything in `{subject}`",
            "not-checkable": "the history of this clone is not whole",
        },
        field="former_namespaces",
        names="path",
        summary=(
            "{n} former source path was once there",
            "{n} former source paths were once there",
        ),
        finds_day=True,
        rule=ClaimRule(
            "MC919",
            "a former namespace was once in the tree",
            "Whoever looks for old code follows this path. One that never was leads nowhere.",
            remedy="write the path it had",
        ),
    ),
)
