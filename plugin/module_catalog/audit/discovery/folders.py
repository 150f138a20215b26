"""The folders of a tree → candidates: what layout, packages, toggles and owners take for one thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ...catalog.evidence import SourceLocation
from ...catalog.reading.paths import ancestors
from .candidate import Candidate, Reason, key, words
from .code_owners import Rule
from .layout import CONTAINERS, CORE, TOPS, Layout, container_of
from .toggles import FoundToggle
from .workspaces import Package

_COMMON = 3
"""A name that as many modules have for a folder of theirs is no module's own."""
_LARGE = 3
"""A folder that has as many folders with code is worked on as one thing, though nothing mirrors it."""
_MOST = 2_000
"""More candidates than this are not looked at: no project has so many modules."""
_SAY_NOTHING = frozenset({"api", "client", "common", "core", "lib", "native", "server"})
"""Folders that are called what their manifest calls them."""
_PROGRAMS = ("app", "command")
"""What begins a module: `cpp_rpc` and `rpc_server` belong to `rpc`."""
Named = Mapping[str, tuple[FoundToggle, ...]]
"""Toggles by each key of what they may be named after."""


@dataclass
class _Draft:
    """A candidate while it is put together."""

    name: str
    kind: str
    paths: dict[str, Reason] = field(default_factory=dict)
    more: list[Reason] = field(default_factory=list)
    is_package: bool = False
    """Whether it has a manifest: then it ends where its folder does."""

    def covers(self, path: str) -> bool:
        return any(one in self.paths for one in ancestors(path))

    def made(self) -> Candidate:
        why = tuple(dict.fromkeys((*self.paths.values(), *self.more)))
        outer = (path for path in self.paths if not self.covers(path.rpartition("/")[0]))
        return Candidate(self.name, self.kind, tuple(sorted(outer)), why, self.is_package)


def candidates(
    layout: Layout, packages: Iterable[Package], rules: Iterable[Rule], toggles: Named
) -> tuple[Candidate, ...]:
    """Return what may be a module, in the order of names."""
    finder = _Finder(layout, packages, toggles)
    finder.take_packages()
    finder.take_folders()
    finder.take_rules(rules)
    finder.join_folders()
    finder.join_files()
    made = (draft.made() for draft in finder.drafts[:_MOST] if draft.paths)
    return tuple(sorted(made, key=lambda one: (key(one.name), one.paths)))


class _Finder:
    """Puts candidates together, from what says most to what says least."""

    def __init__(self, layout: Layout, packages: Iterable[Package], toggles: Named) -> None:
        self.drafts: list[_Draft] = []
        self._layout, self._toggles = layout, toggles
        self._by_key: dict[str, _Draft] = {}
        self._by_path: dict[str, _Draft] = {}
        self._common = self._common_names()
        found = {one.path: one for one in packages if layout.count[one.path] and one.path not in layout.tops}
        self._packages = {
            path: one
            for path, one in found.items()
            if path and path.rpartition("/")[2] not in TOPS and not _is_inner(path, found)
        }

    def _common_names(self) -> frozenset[str]:
        """Return the names that folders in many parts of the tree have: `transform`, `utils`."""
        parts: dict[str, set[str]] = {}
        for folder in self._layout.folders:
            around, _, name = self._layout.below_top(folder).rpartition("/")
            # A folder that only contains modules is none of them.
            part = next((one for one in around.split("/") if one not in CONTAINERS), "")
            parts.setdefault(name, set()).add(part)
        return frozenset(name for name, found in parts.items() if len(found) >= _COMMON)

    def take_folders(self) -> None:
        """Take the folders that stand for themselves: where they are, or because the tree mirrors them."""
        for folder in self._layout.folders:
            if not self._only_contains(folder) and (found := self._reason(folder)):
                self._take(folder, *found)

    def _only_contains(self, folder: str) -> bool:
        """Say whether a folder is there for what is in it: by its name, or because that is packages."""
        if folder.rpartition("/")[2] in CONTAINERS:
            return True
        inside = [one for one in self._layout.folders_in.get(folder, ()) if one in self._packages]
        return len(inside) > 1 and not self._layout.own[folder]

    def _reason(self, folder: str) -> tuple[str, Reason] | None:
        """Return the kind of a folder and why it is a candidate; None where nothing says so."""
        place, below = SourceLocation(folder), self._layout.below_top(folder)
        around, _, name = folder.rpartition("/")
        kind = container_of(folder)
        if kind and name not in TOPS:
            return kind, Reason(f"a folder in {around}/", place, 2)
        if "/" not in below:
            return CORE, Reason(f"a folder at the top of {around or 'the tree'}", place, 2)
        return self._second(folder, below, place) if below.count("/") == 1 else None

    def _second(self, folder: str, below: str, place: SourceLocation) -> tuple[str, Reason] | None:
        """Return the same of a folder that is in one at the top."""
        name = below.rpartition("/")[2]
        if found := self._toggles.get(key(name)):
            return CORE, Reason(f"{found[0].name} is named after it", found[0].place, 2)
        if name in self._common:
            return None
        same = self._layout.mirrored[below]
        if len(same) > 1:
            return CORE, Reason(f"{len(same)} folders are called {below}", place, 2)
        is_large = len(self._layout.folders_in.get(folder, ())) >= _LARGE
        return (CORE, Reason("a folder with folders of its own", place, 1)) if is_large else None

    def _take(self, path: str, kind: str, reason: Reason) -> None:
        name = path.rpartition("/")[2]
        if path in self._by_path:
            self._by_path[path].more.append(reason)
            return
        draft = self._by_key.get(key(name))
        if draft is None:
            draft = self._by_key[key(name)] = self._new(name, kind)
        if draft.kind == CORE:
            draft.kind = kind
        draft.paths[path] = reason
        self._by_path[path] = draft

    def _new(self, name: str, kind: str) -> _Draft:
        self.drafts.append(_Draft(name, kind))
        return self.drafts[-1]

    def take_packages(self) -> None:
        """Take the folders with a manifest, each for itself: two of them may have one name."""
        for path, package in self._packages.items():
            reason = Reason("a package of its own", package.place, 3)
            folder = path.rpartition("/")[2]
            name = package.name if package.name and folder in _SAY_NOTHING else folder
            self._take_alone(path, container_of(path) or package.kind, reason, name).is_package = True

    def take_rules(self, rules: Iterable[Rule]) -> None:
        """Take the folders that have owners of their own."""
        for rule in rules:
            folder = rule.line.folder or ""
            is_there = self._layout.count[folder] and folder not in self._layout.tops
            if rule.handles and is_there and (self._layout.own[folder] or not self._only_contains(folder)):
                reason = Reason("its owners are named", rule.place, 3)
                self._take_alone(folder, container_of(folder) or CORE, reason, folder.rpartition("/")[2])

    def _take_alone(self, path: str, kind: str, reason: Reason, name: str) -> _Draft:
        draft = self._by_path.get(path)
        if draft:
            draft.more.append(reason)
            return draft
        known = self._by_key.get(key(name))
        below = self._layout.below_top(path)
        is_mirror = known and below in map(self._layout.below_top, known.paths)
        draft = known if known and is_mirror else self._new(name, kind)
        draft.paths[path] = reason
        self._by_path[path] = draft
        return draft

    def join_folders(self) -> None:
        """Give candidates the other folders of their name: the mirrored ones, or behind their toggle."""
        for folder in self._layout.folders:
            name = folder.rpartition("/")[2]
            draft = self._by_key.get(key(name))
            if draft and not draft.covers(folder) and (reason := self._joins(folder, draft)):
                draft.paths[folder] = reason
        for draft in [one for one in self.drafts if one.kind in _PROGRAMS]:
            whole = self._named_in(draft.name, but=draft)
            if whole and whole.kind not in _PROGRAMS:
                whole.paths |= draft.paths
                draft.paths = {}

    def _joins(self, folder: str, draft: _Draft) -> Reason | None:
        below, place = self._layout.below_top(folder), SourceLocation(folder)
        gates = (
            gated
            for toggle in self._toggles.get(key(draft.name), ())
            for gated in toggle.gates
            if gated.path == folder
        )
        if found := next(gates, None):
            return Reason(f"{found.option} builds it", found.place, 1)
        is_mirrored = below.count("/") == 1 and len(self._layout.mirrored[below]) > 1
        is_free = folder not in self._by_path and draft.kind == CORE and not draft.is_package
        return Reason(f"a folder called {draft.name}", place) if is_mirrored and is_free else None

    def join_files(self) -> None:
        """Give candidates the files of their name that lie where modules are side by side."""
        mirrored = {self._layout.below_top(path): draft for draft in self.drafts for path in draft.paths}
        for path in self._layout.files:
            around, _, name = path.rpartition("/")
            stem = name.partition(".")[0]
            below = self._layout.below_top(f"{around}/{stem}")
            draft = mirrored.get(below) or self._beside(path, stem)
            if draft and not draft.is_package and not draft.covers(path):
                draft.paths[path] = Reason(f"a file called {stem}", SourceLocation(path))

    def _beside(self, path: str, stem: str) -> _Draft | None:
        """Return the candidate that a file in a container, or in a folder of one, is named after."""
        around = list(ancestors(path))[1:3]
        container = next((one for one in around if one.rpartition("/")[2] in CONTAINERS), None)
        if container is None or any(one in self._packages for one in ancestors(path)):
            return None
        # The exact name only, where the file is some other candidate's.
        draft = self._named_in(stem) if container == around[0] else self._by_key.get(key(stem))
        if container != around[0] and draft and draft.kind == CORE:
            return None
        beside = draft.paths if draft else ()
        return None if any(one.startswith(f"{container}/") and "." not in one for one in beside) else draft

    def _named_in(self, name: str, but: _Draft | None = None) -> _Draft | None:
        """Return the candidate that is called like the beginning or the end of a name, the longest first."""
        parts = words(name)
        for length in range(len(parts), 0, -1):
            for some in (parts[:length], parts[-length:]):
                draft = self._by_key.get(key("".join(some)))
                if draft and draft is not but:
                    return draft
        return None


def _is_inner(path: str, packages: Collection[str]) -> bool:
    """Say whether a package lies deep in another one, and not in a container: it is a part of that."""
    around = [one for one in list(ancestors(path))[1:] if one]
    is_beside = bool(around) and around[0].rpartition("/")[2] in CONTAINERS
    return (
        not is_beside
        and bool(around)
        and around[0] not in packages
        and any(one in packages for one in around)
    )
