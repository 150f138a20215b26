"""A source tree and a catalog → Evidence. A probe takes a Survey, gives claims; PROBES has them by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .. import __version__
from ..catalog.claim_kinds import CLAIM_KINDS
from ..catalog.evidence import AuditedTree, Claim, Evidence
from ..catalog.evidence_files import text
from ..catalog.model import Catalog
from ..catalog.repositories import UNNAMED
from .commits import Progress
from .objects import ReadObjects
from .probes import PROBES
from .survey import Survey
from .tree import Tree

PROGRAM = f"mkdocs-module-catalog {__version__}"
"""What evidence says that it was found by."""


def audit(
    catalog: Catalog,
    tree: Tree,
    *,
    only: Collection[str] = (),
    select: Collection[str] = (),
    objects: ReadObjects | None = None,
    progress: Progress,
) -> Evidence:
    """Return what the tree says of a catalog: by the probes in *only*, of the modules in *select*.

    Where either is empty, by all probes, or of all modules. What is known of *objects* is not read again, and
    what is read is kept with them.
    """
    objects = objects or ReadObjects()
    survey = Survey(catalog, tree, select=select, objects=objects, progress=progress)
    probes = tuple(name for name in PROBES if not only or name in only)
    found = (
        claim for name in probes for claim in PROBES[name](survey) if not select or claim.module in select
    )
    repository = catalog.settings.repository
    looked = AuditedTree(
        tree.commit, tree.date, repository.url if repository else None, survey.releases.commits
    )
    claims = in_order(found)
    evidence = Evidence({UNNAMED: looked}, probes, claims, PROGRAM, survey.scanned_languages)
    objects.save(is_whole=not only and not select)
    return evidence


def merged(before: Evidence, after: Evidence, select: Collection[str]) -> Evidence:
    """Return evidence of one commit, in which what was found of a part replaces what was known of it."""
    kept = (
        claim
        for claim in before.claims
        if claim.probe not in after.probes or (select and claim.module not in select)
    )
    probes = tuple(name for name in PROBES if name in before.probes or (name in after.probes and not select))
    languages = tuple(sorted({*before.languages, *after.languages}))
    return Evidence(after.trees, probes, in_order((*kept, *after.claims)), after.program, languages)


def in_order(found: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims as evidence has them."""
    order = list(CLAIM_KINDS)
    return tuple(
        sorted(
            found,
            key=lambda one: (one.module or "", order.index(one.kind), one.subject or "", one.said or ""),
        )
    )


__all__ = ["PROBES", "PROGRAM", "Progress", "ReadObjects", "Tree", "audit", "in_order", "merged", "text"]
