"""The trees of several repositories and a catalog → one Evidence.

Each tree is audited by itself, with what of the catalog is in its repository; then what was found is put
together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from ..catalog.claim_kinds import CLAIM_KINDS, ClaimKind
from ..catalog.entries import Module
from ..catalog.evidence import Claim, Evidence, stated
from ..catalog.model import Catalog
from ..catalog.queries.in_repository import homes, in_repository
from ..catalog.repositories import UNNAMED, joined, split
from . import audit, in_order
from .commits import Progress
from .objects import ReadObjects
from .survey import SAMPLE
from .tree import Tree

_PATHS = ("namespaces", "former_namespaces", "tests.paths")
"""The fields with paths: what is found of one is said in the repository that it names."""
_PRESENT, _GONE = ("namespace", "former", "tests"), ("left",)
"""The kinds of claim about each path of a module: of one that is there, and of one that has left."""
_OF_PROJECT = ("owners", "links")
"""The fields about people and pages, which may be in any repository, wherever a module is."""
_ABSENT = ("owners", "links", "tests.ci")
"""The fields whose claims are contradicted by what is not there."""
_BEST = ("verified", "contradicted", "no-claim", "not-checkable")
"""Verdicts in different trees: the first of these says most."""


def audit_all(
    catalog: Catalog,
    trees: Mapping[str, Tree],
    *,
    only: Collection[str] = (),
    select: Collection[str] = (),
    objects: ReadObjects | None = None,
    progress: Progress,
) -> Evidence:
    """Return what trees say of a catalog, by the names of their repositories; else as `audit`.

    Of a path in another repository it is said that nothing was looked at.
    """
    parts = [
        part(catalog, name, tree, only=only, select=select, objects=objects, progress=progress)
        for name, tree in trees.items()
    ]
    return together(catalog, parts, select=select)


def part(
    catalog: Catalog,
    name: str,
    tree: Tree,
    *,
    only: Collection[str] = (),
    select: Collection[str] = (),
    objects: ReadObjects | None = None,
    progress: Progress,
) -> Evidence:
    """Return what the tree of one repository says by itself, where those of others may say otherwise."""
    one = in_repository(catalog, name)
    found = audit(one, tree, only=only, select=select, objects=objects, progress=progress)
    claims = (_in(name, claim) for claim in found.claims if _is_asked(claim, name, catalog))
    return replace(found, trees={name: found.trees[UNNAMED]}, claims=tuple(claims))


def together(catalog: Catalog, parts: Sequence[Evidence], *, select: Collection[str] = ()) -> Evidence:
    """Return what the parts of all repositories that were looked at say together.

    Each is of one repository, and the same probes have looked at all of them. What one says of a module that
    the catalog does not have is left out.
    """
    found: dict[tuple[object, ...], list[Claim]] = {}
    for one in parts:
        before: Counter[tuple[object, ...]] = Counter()
        for claim in (claim for claim in one.claims if claim.module is None or claim.module in catalog.by_id):
            key = (claim.module, claim.kind, claim.subject, claim.said)
            # What one tree says twice are two claims: a toggle may have been there twice.
            found.setdefault((*key, before[key]), []).append(claim)
            before[key] += 1
    trees = {name: tree for one in parts for name, tree in one.trees.items()}
    probes = parts[0].probes
    both = (reduce(_both, several) for several in found.values())
    both = (one for one in both if one.kind != "became" or one.releases)
    claims = (known for one in both if (known := _as_far_as_known(one, trees, catalog)))
    modules = (module for module in catalog.modules if not select or module.id in select)
    not_given = (
        claim for module in modules for claim in _not_given(module, trees, catalog) if claim.probe in probes
    )
    programs = sorted({one.program for one in parts if one.program})
    languages = sorted({language for one in parts for language in one.languages})
    return Evidence(
        trees, probes, in_order((*claims, *not_given)), ", ".join(programs) or None, tuple(languages)
    )


def _is_path(kind: ClaimKind) -> bool:
    return kind.field in _PATHS or kind.name == "folder"


def _is_asked(claim: Claim, name: str, catalog: Catalog) -> bool:
    """Say whether a claim is one that this repository can answer."""
    return _is_path(CLAIM_KINDS[claim.kind]) or name in _answering(claim, catalog)


def _answering(claim: Claim, catalog: Catalog) -> frozenset[str]:
    """Return the names of the repositories that what a claim is about may be in."""
    everywhere = frozenset(catalog.settings.sources) or frozenset((UNNAMED,))
    if claim.module is None or CLAIM_KINDS[claim.kind].field in _OF_PROJECT:
        return everywhere
    return homes(catalog.by_id[claim.module]) or everywhere


def _in(name: str, claim: Claim) -> Claim:
    """Return a claim with the paths in it as entries write them."""
    kind = CLAIM_KINDS[claim.kind]
    places = tuple(replace(spot, path=joined(name, spot.path)) for spot in claim.places)
    claim = replace(claim, places=places)
    if _is_path(kind):
        claim = replace(claim, subject=joined(name, str(claim.subject)))
    if kind.field == "namespaces" and kind.finds_better and claim.found:
        claim = replace(claim, found=joined(name, claim.found))
    return claim


def _both(one: Claim, other: Claim) -> Claim:
    """Return what two trees say together.

    What is nowhere in one of them may be in the other, which then has the last word.
    """
    kind = CLAIM_KINDS[one.kind]
    first, second = sorted((one, other), key=lambda claim: _rank(claim, kind))
    if first.verdict != second.verdict:
        return first
    if first.releases != second.releases:
        # A toggle of one name in both may be two.
        return replace(first, releases=())
    days = sorted(filter(None, (first.found, second.found)))
    found = days[-1] if kind.finds_day and days else first.found
    # The same people may work on both.
    of = None if kind.finds_day and first.of and second.of else _sum(first.of, second.of)
    places = (*first.places, *second.places)[:SAMPLE]
    return replace(first, count=_sum(first.count, second.count), of=of, found=found, places=places)


def _as_far_as_known(claim: Claim, given: Collection[str], catalog: Catalog) -> Claim | None:
    """Return a claim as far as the trees that were *given* can tell; None for a number that is not whole.

    What is in none of them may be in another one. What imports a module is looked for in its own only.
    """
    kind = CLAIM_KINDS[claim.kind]
    if kind.answers == "isolation" and claim.verdict == "verified" and len(catalog.settings.sources) > 1:
        return replace(claim, verdict="not-checkable", reason="others")
    missing = () if claim.module is None or _is_path(kind) else _answering(claim, catalog) - {*given}
    if missing and claim.verdict == "no-claim":
        return None
    if missing and claim.verdict == (_nowhere(kind) or ("contradicted" if kind.field in _ABSENT else None)):
        return _unseen(claim, min(missing), catalog)
    return claim


def _unseen(claim: Claim, name: str, catalog: Catalog) -> Claim:
    """Return a claim as one that a repository would tell which was not given."""
    called = name or catalog.settings.sources[name].url
    return replace(claim, verdict="not-checkable", reason="not-given", found=called)


def _rank(claim: Claim, kind: ClaimKind) -> tuple[bool, int]:
    return claim.verdict == _nowhere(kind), _BEST.index(claim.verdict)


def _nowhere(kind: ClaimKind) -> str | None:
    """Return the verdict that says that something is nowhere in a tree."""
    return kind.nowhere or ("verified" if kind.probe == "removed" else None)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def _not_given(module: Module, given: Collection[str], catalog: Catalog) -> Iterator[Claim]:
    """Yield for each path of a module in a repository that was not given that nothing was looked at.

    A repository that the catalog does not have is another finding.
    """
    missing = catalog.settings.sources.keys() - {*given}
    for kind in _GONE if catalog.is_gone(module) else _PRESENT:
        for one in stated(kind, module):
            if (name := split(one.subject)[0]) in missing:
                yield _unseen(Claim(kind, "", module.id, one.subject), name, catalog)
