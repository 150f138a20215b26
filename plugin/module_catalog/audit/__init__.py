"""A source tree and a catalog → Evidence. A probe takes a Survey, gives claims; PROBES has them by name."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict

from ..catalog.claim_kinds import CLAIM_KINDS
from ..catalog.evidence import AuditedTree, Claim, Evidence
from ..catalog.model import Catalog
from ..catalog.repositories import UNNAMED
from .commits import Progress
from .objects import ReadObjects
from .probes import PROBES
from .survey import Survey
from .tree import Tree


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
    looked = AuditedTree(tree.commit, tree.date, repository.url if repository else None)
    evidence = Evidence({UNNAMED: looked}, probes, in_order(found))
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
    return Evidence(after.trees, probes, in_order((*kept, *after.claims)))


def in_order(found: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims as evidence has them."""
    order = list(CLAIM_KINDS)
    return tuple(
        sorted(
            found,
            key=lambda one: (one.module or "", order.index(one.kind), one.subject or "", one.said or ""),
        )
    )


def text(evidence: Evidence) -> str:
    """Return evidence as evidence.json holds it: one claim a line, the same text for the same evidence."""
    trees = {name: {"commit": one.commit, "date": str(one.date)} for name, one in evidence.trees.items()}
    unnamed = trees.pop(UNNAMED, {})
    named = {"repositories": trees} if trees else {}
    head = {"version": 1, **unnamed, **named, "probes": list(evidence.probes)}
    lines = [f"  {_json(name)}: {_json(value)},\n" for name, value in head.items()]
    rows = ",\n".join(f"    {_json(_row(claim))}" for claim in evidence.claims)
    return "{\n" + "".join(lines) + '  "claims": [\n' + rows + "\n  ]\n}\n"


def _row(claim: Claim) -> Mapping[str, object]:
    row = {name: value for name, value in asdict(claim).items() if value not in (None, ())}
    if claim.places:
        row["places"] = [
            {name: value for name, value in asdict(spot).items() if value is not None}
            for spot in claim.places
        ]
    return {"module": claim.module, **row} if claim.module else row


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


__all__ = ["PROBES", "Progress", "ReadObjects", "Tree", "audit", "merged", "text"]
