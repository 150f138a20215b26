"""A claim that trees contradict now, and evidence of before → the commit since which they do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from ..catalog.evidence import Claim, Evidence
from ..catalog.model import Catalog
from ..catalog.repositories import split
from .commits import beginning
from .objects import ReadObjects
from .several import audit_all
from .tree import Tree


class Bisection:
    """The commits between the evidence of before and the trees, each audited as far as it is asked for."""

    def __init__(
        self,
        catalog: Catalog,
        trees: Mapping[str, Tree],
        before: Evidence,
        now: Evidence,
        objects: ReadObjects,
    ) -> None:
        """Take what was found *before*, and what is found *now* in some trees."""
        self._catalog, self._trees, self._objects = catalog, trees, objects
        self._before, self._now = before, now
        self._contradicted = lru_cache(maxsize=None)(self._contradicted_at)

    def since(self, claim: Claim) -> str:
        """Return since when a claim is contradicted, as what a sentence about it begins with.

        That is the first commit at which it is so, the one before which the entry was another, or, where the
        history does not tell, the one that was looked at.
        """
        moved = [name for name in self._trees if self._commits(name, ())]
        starts = {name: self._before.trees[name].commit for name in moved}
        if moved and self._is_so(claim, starts):
            return f"already at {self._before.revision()}"
        for name in moved:
            if first := self._first(claim, name):
                tree = self._trees[name].at(first)
                return f"since {f'{name} {first[:10]}'.lstrip()} of {tree.date}"
        return f"at {self._now.revision()}"

    def _first(self, claim: Claim, name: str) -> str | None:
        """Return the first commit of a repository at which a claim is contradicted, with others as they are.

        None when it is so already before the first one. Those that change where the module is, or what the
        claim was seen in, are asked first; then all.
        """
        every = self._commits(name, ())
        for commits in (self._commits(name, tuple(self._paths(claim, name))), every):
            at = bisect_left(commits, True, key=lambda commit: self._is_so(claim, {name: commit}))
            if at < len(commits) and not self._is_so(claim, {name: self._parent(name, every, commits[at])}):
                return commits[at]
        return None

    def _parent(self, name: str, every: Sequence[str], commit: str) -> str:
        at = every.index(commit)
        return every[at - 1] if at else self._before.trees[name].commit

    def _commits(self, name: str, paths: Collection[str]) -> Sequence[str]:
        """Return the commits of a repository since it was looked at, oldest first; none when that is unknown.

        They are those of the branch itself: what was merged counts from its merge. With paths, they are those
        that change something there.
        """
        before, tree = self._before.trees.get(name), self._trees[name]
        if before is None:
            return ()
        asked = ("rev-list", "--first-parent", "--reverse", f"{before.commit}..{tree.commit}", "--")
        return (tree.asked(*asked, *(f":(literal){path}" for path in paths)) or b"").decode().split()

    def _paths(self, claim: Claim, name: str) -> Iterator[str]:
        """Yield where a module is, and where the claim was seen in before and is now."""
        module = self._catalog.by_id[claim.module or ""]
        known = (one for one in self._before.by_module.get(module.id, ()) if one.subject == claim.subject)
        places = [spot.path for one in (claim, *known) for spot in one.places]
        former = [former.path for former in module.former_namespaces]
        for path in (*module.namespaces, *former, *places):
            of, inside = split(path)
            if of == name and (start := beginning(inside)):
                yield start

    def _is_so(self, claim: Claim, commits: Mapping[str, str]) -> bool:
        """Say whether a claim is contradicted with some repositories at other commits."""
        key = (claim.module, claim.kind, claim.subject, claim.said)
        return key in self._contradicted(claim.probe, claim.module, tuple(commits.items()))

    def _contradicted_at(
        self, probe: str, module: str, commits: tuple[tuple[str, str], ...]
    ) -> frozenset[tuple[str | None, ...]]:
        trees = {**self._trees, **{name: self._trees[name].at(commit) for name, commit in commits}}
        found = audit_all(
            self._catalog,
            trees,
            only=(probe,),
            select=(module,),
            objects=self._objects,
            progress=lambda label, items, length: iter(items),
        )
        return frozenset(
            (one.module, one.kind, one.subject, one.said)
            for one in found.claims
            if one.verdict == "contradicted"
        )


def new(found: Evidence, before: Evidence) -> Iterator[Claim]:
    """Yield what is contradicted and was not before."""
    known = {_key(claim) for claim in before.claims if claim.verdict == "contradicted"}
    yield from (
        claim for claim in found.claims if claim.verdict == "contradicted" and _key(claim) not in known
    )


def _key(claim: Claim) -> tuple[str | None, ...]:
    return claim.module, claim.kind, claim.subject, claim.said
