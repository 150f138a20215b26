"""What the tags of releases have, as the last audit read them: the paths of modules, and toggles.

It stands beside what entries say of a release, and never in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ..claim_kinds import CLAIM_KINDS
from ..entries import Module, Toggle
from ..evidence import Claim, Evidence, TagState
from ..model import Catalog
from ..reading.paths import is_glob

_PATHS = ("stood", "had-stood")
"""The kinds of claim that say in which tags a path of a module is."""
_FIELDS = ("namespaces", "former_namespaces")
_PROBES = ("releases", "toggle_history", "events", "lifetimes")
"""Those that read tags."""
_SHOWN = 10
"""So many tags are named beside one claim, the newest."""


class InTags:
    """What is in the tags of releases. Nothing is known without an audit, and of a release without a tag."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._evidence = catalog.evidence
        self._places = {name: place for place, name in enumerate(catalog.settings.release_names)}
        trees = [tree.releases for tree in catalog.evidence.trees.values()] if catalog.evidence else []
        self.releases = tuple(name for name in self._places if any(name in tree for tree in trees))
        """Those of which a tag was read, oldest first."""
        self._of = lru_cache(maxsize=None)(self._states)
        self._row = lru_cache(maxsize=None)(self._releases_of)

    def url(self, release: str) -> str | None:
        """Return the address of the tree of a tag; None where there is none, or more than one."""
        trees = self._evidence.trees.values() if self._evidence else ()
        found = [tree for tree in trees if release in tree.releases]
        return found[0].tag_url(release) if len(found) == 1 else None

    def has(self, module: Module, release: str) -> bool | None:
        """Say whether a path where a module is or was is in the tag of a release.

        None where that is not known of all its paths, and none of the others is there.
        """
        return self._row(module.id).get(release)

    def _releases_of(self, id_: str) -> Mapping[str, bool | None]:
        """Return by release whether it has a path of a module."""
        each = [self._path(path, id_) for path in paths(self._catalog.by_id[id_])] if self.releases else ()
        return {
            release: True if True in found else None if None in found else False
            for release, *found in zip(self.releases, *each, strict=True)
            if found
        }

    def _path(self, path: str, id_: str) -> Sequence[bool | None]:
        """Say for each release whether it has a path; None where that is not known."""
        states = next((self._of(id_)[kind, path] for kind in _PATHS if (kind, path) in self._of(id_)), None)
        tree, _ = self._evidence.tree_of(path) if self._evidence else (None, "")
        found: list[bool | None] = []
        for release in self.releases:
            state = self._at(states or (), release)
            is_known = tree is not None and release in tree.releases and states is not None
            found.append((state is not None and not state.is_gone) if is_known else None)
        return found

    def toggle(self, module: Module, toggle: Toggle, release: str) -> TagState | None:
        """Return how a toggle of a module is in the tag of a release; None where that is not known.

        What the tag does not have is gone. Of one that stands in the entry of another module, that one tells.
        """
        id_ = toggle.used[0] if toggle.used else module.id
        trees = self._evidence.trees.values() if self._evidence else ()
        known = self._of(id_).get(("became", toggle.name))
        if known is None or not all(release in tree.releases for tree in trees):
            return None
        return self._at(known, release) or TagState(release, is_gone=True)

    def _states(self, id_: str) -> Mapping[tuple[str, str], tuple[TagState, ...]]:
        """Return how what a module claims is in tags, by the kind of claim and the subject."""
        module = self._catalog.by_id.get(id_)
        claims = self._catalog.evidence_of(module) if module else ()
        known = (one for one in claims if one.kind in (*_PATHS, "became"))
        # What stands in a release that the catalog no longer has cannot be put in order.
        return {(one.kind, one.subject or ""): one.releases for one in known if self._has_all(one.releases)}

    def _has_all(self, states: Iterable[TagState]) -> bool:
        return all(state.release in self._places for state in states)

    def _at(self, states: Iterable[TagState], release: str) -> TagState | None:
        """Return the last state up to a release; None before the first."""
        before = [one for one in states if self._places[one.release] <= self._places[release]]
        return before[-1] if before else None


def tags_of(claim: Claim, evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Return the releases whose tags answer a claim, each with the address of its tag.

    Where the claim is about a path that is in the tag, that is the address of the path; where it is known on
    which line of a file the tag says it, that of the line.
    """
    kind = CLAIM_KINDS[claim.kind]
    only = next(iter(evidence.trees.values())) if len(evidence.trees) == 1 else None
    tree, path = evidence.tree_of(claim.subject or "") if kind.field in _FIELDS else (only, "")
    if tree is None or kind.probe not in _PROBES:
        return ()
    named = (claim.found, claim.said, claim.subject, (claim.subject or "").rpartition("@")[2])
    states = claim.releases or tuple(TagState(name, is_gone=kind.says == "until") for name in named if name)
    known = [one for one in states if one.release in tree.releases][-_SHOWN:]
    places = {one.release: "" if one.is_gone or is_glob(path) else one.path or path for one in known}
    found = {one.release: tree.tag_url(one.release, places[one.release], one.line) for one in known}
    return tuple((release, url) for release, url in found.items() if url)


def paths(module: Module) -> tuple[str, ...]:
    """Return where a module is and was, each path once."""
    former = (one.path for one in module.former_namespaces)
    return tuple(dict.fromkeys((*module.namespaces, *former)))
