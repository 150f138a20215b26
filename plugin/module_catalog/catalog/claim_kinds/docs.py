"""What is said of pages and of an API reference."""

from __future__ import annotations

from .kind import ClaimKind, ClaimRule

KINDS = (
    ClaimKind(
        "page",
        "docs",
        "the sources of the documentation",
        {
            "verified": "the page `{subject}` has its source here",
            "contradicted": "the page `{subject}` has no source in the tree",
            "not-checkable": "catalog.yaml does not say where the source of `{subject}` is",
        },
        field="links",
        summary=(
            "{n} linked page has its source here",
            "{n} linked pages have their source here",
        ),
        rank=7,
        rule=ClaimRule(
            "MC914",
            "a linked page of the documentation has its source in the tree",
            "A page without a source disappears with the next build of the documentation."
            " `tree: {docs: …}` in catalog.yaml says where the sources are.",
            remedy="link the page that is there now",
        ),
    ),
    ClaimKind(
        "about",
        "docs",
        "the sources of the documentation",
        {
            "verified": "the page `{subject}` names it",
            "not-checkable": "the page `{subject}` does not name it",
        },
        field="links",
        summary=("{n} linked page names it", "{n} linked pages name it"),
    ),
    ClaimKind(
        "identifier",
        "docs",
        "the definitions in Python files",
        {
            "verified": "`{subject}` is defined here",
            "contradicted": "nothing defines `{subject}`",
            "not-checkable": "whether something defines `{subject}` cannot be told: {reason}",
        },
        field="api",
        rule=ClaimRule(
            "MC929",
            "the Python object of an API reference is defined in the tree",
            "The page of the module has no API reference, and the build of the site may fail.",
            remedy="write the name it has now",
        ),
    ),
)
