"""A source tree → what seems to be its modules, before there is a catalog of it.

Nothing is made up: each thing comes with the place that says so, and what no file says is left open.
Nothing of the tree is run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ...catalog.evidence import SourceLocation
from ...catalog.reading.paths import PathClaims
from ...catalog.settings import SourceTree
from ..commits import Progress
from ..languages.python_names import Names
from ..objects import ReadObjects
from ..scan import Scan, Scanner
from ..tree import Tree
from . import cmake_files, code_owners, folders, workspaces
from .activity import Activity, activities
from .candidate import Candidate, Reason, key, words
from .code_owners import Declared, Owner
from .layout import CORE, Layout, container_of, is_aside
from .needs import Need, needs
from .summaries import Said, summaries
from .toggles import FoundToggle, by_key, declared, of_candidates
from .workspaces import Package

_ENOUGH, _FEW = 3, 12
"""What speaks for a candidate before it is drafted, unless there are not more than a few in all."""
_SIZES = (5, 20)
"""With more files of code than each of these, a candidate counts one more."""


@dataclass(frozen=True)
class Proposal:
    """A candidate with all that the tree says of it."""

    candidate: Candidate
    score: int
    """How much speaks for it."""
    summary: Said | None = None
    owners: tuple[Owner, ...] = ()
    """Those whom a file of the tree names, the paths in order, each once."""
    toggles: tuple[FoundToggle, ...] = ()
    needs: tuple[Need, ...] = ()
    inside: Candidate | None = None
    """The one that all its paths lie in."""
    activity: Activity | None = None


class Discovery:
    """One look at a tree that has no catalog. Each thing is read once, and only when it is asked for."""

    def __init__(self, tree: Tree, *, objects: ReadObjects, progress: Progress) -> None:
        self.tree = tree
        self._objects, self._progress = objects, progress
        self._apart = PathClaims((pattern, None) for pattern in SourceTree().tests)
        self.nearest = lru_cache(maxsize=1 << 18)(self._nearest)

    @cached_property
    def packages(self) -> tuple[Package, ...]:
        """The folders with a manifest."""
        return tuple(workspaces.packages(self.tree))

    @cached_property
    def layout(self) -> Layout:
        """The folders with code."""
        return Layout(
            (file.path for file in self.tree.files),
            packages=[one.path for one in self.packages],
            names=self._names,
        )

    @property
    def _names(self) -> frozenset[str]:
        """What the manifests at the top call the project."""
        return frozenset(one.name for one in self.packages if one.name and not one.path)

    @cached_property
    def _build_files(self) -> Mapping[str, str]:
        return cmake_files.texts(self.tree)

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The commands of the project's own that declare an option, in the order of letters."""
        return tuple(sorted(cmake_files.declaring(self._build_files.values())))

    @cached_property
    def scan(self) -> Scan:
        """What stands in the files."""
        names = Names(file.path for file in self.tree.files)
        scanner = Scanner(
            self.tree,
            names,
            self._objects,
            words=(),
            options=self.options,
            roster=(),
            ci=(),
            whose=lambda _: frozenset(),
        )
        return scanner.scan(self._progress)

    @cached_property
    def toggles(self) -> tuple[FoundToggle, ...]:
        """The toggles that the tree declares."""
        return declared(self.scan, cmake_files.gated(self._build_files), self.is_apart)

    def is_apart(self, path: str) -> bool:
        """Say whether a file is one of tests, documentation or another project."""
        return is_aside(path) or bool(self._apart.of(path))

    @cached_property
    def _project(self) -> frozenset[str]:
        """The words of the project's own name, which say nothing about a part of it."""
        tops = (top.rpartition("/")[2] for top in self.layout.tops)
        return frozenset(word for name in (*tops, *self._names) for word in words(name))

    @cached_property
    def owners(self) -> Declared:
        """Whom files of the tree name as owners."""
        return code_owners.declared(self.tree)

    @cached_property
    def _moved_rules(self) -> Mapping[str, code_owners.Rule]:
        """The rules about what has moved, by the path where it is now."""
        return {str(one.line.folder): one for one in code_owners.moved(self.owners.rules, self.tree)}

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """What may be a module, in the order of names."""
        toggles = by_key(self.toggles, self._project)
        return folders.candidates(self.layout, self.packages, self.owners.rules, toggles)

    @cached_property
    def _claims(self) -> PathClaims[Candidate]:
        return PathClaims((path, one) for one in self.candidates for path in one.paths)

    def _nearest(self, path: str) -> Candidate | None:
        """Return the candidate that a path belongs to most closely, if any."""
        found = self._claims.of(path)
        return found[0][1] if found else None

    @cached_property
    def _toggles_of(self) -> Mapping[Candidate, tuple[FoundToggle, ...]]:
        return of_candidates(self.toggles, self.candidates, self.nearest, self._project)

    def proposals(self) -> tuple[Proposal, ...]:
        """Return all candidates with what the tree and its history say of them, best first."""
        said = summaries(self.tree, self.candidates, self.packages)
        needed = needs(self.scan.imports, self.nearest, self.is_apart, self._toggles_of)
        active = activities(self.tree, self.candidates, self._objects, self._progress)
        found = (
            self._proposal(one, said.get(one), needed.get(one, ()), active.get(one))
            for one in self.candidates
        )
        return tuple(
            sorted(found, key=lambda one: (-one.score, key(one.candidate.name), one.candidate.paths))
        )

    def about(self, path: str) -> Proposal:
        """Return what the tree says of the part at a path: its namespaces, its toggles and its likely owners.

        A path that is no candidate's own is one by itself, with the folders of the same name that mirror it.
        """
        path = path.strip("/")
        found = next((one for one in self.candidates if path in one.paths), None)
        if found is None:
            paths = tuple(sorted(self.layout.mirrored.get(self.layout.below_top(path), ()) or (path,)))
            reason = Reason("it was asked for", SourceLocation(path))
            found = Candidate(path.rpartition("/")[2], container_of(path) or CORE, paths, (reason,))
        said = summaries(self.tree, (found,), self.packages)
        return self._proposal(found, said.get(found), (), None)

    def _proposal(
        self, candidate: Candidate, said: Said | None, needed: tuple[Need, ...], active: Activity | None
    ) -> Proposal:
        toggles = self._toggles_of.get(candidate, ()) or tuple(self._imported(candidate))
        owners = self._owners(candidate)
        size = sum(self.layout.count[path] or 1 for path in candidate.paths)
        reasons = sum(reason.weight for reason in candidate.why)
        score = reasons + bool(toggles) + bool(owners) + bool(said) + sum(size > one for one in _SIZES)
        return Proposal(candidate, score, said, owners, toggles, needed, self._around(candidate), active)

    def _around(self, candidate: Candidate) -> Candidate | None:
        around = [self.nearest(path.rpartition("/")[0]) for path in candidate.paths]
        return around[0] if len(set(around)) == 1 else None

    def _owners(self, candidate: Candidate) -> tuple[Owner, ...]:
        moved = [self._moved_rules[path] for path in candidate.paths if path in self._moved_rules]
        of_paths = (one for path in candidate.paths for one in self.owners.of(path))
        of_former_paths = (one for rule in moved for one in rule.owners)
        # The area `tvm-script` of TVM is its folder `script`, and `Vulkan backend` the one called `vulkan`.
        names = (candidate.name, *(str(rule.was).rpartition("/")[2] for rule in moved))
        around = [(one, kind) for one in ("", *self._project) for kind in ("", candidate.kind)]
        keys = sorted({key(f"{before}{name}{after}") for before, after in around for name in names})
        of_area = (owner for one in keys for owner in self.owners.areas.get(one, ()))
        found: dict[str, Owner] = {}
        for one in (*of_paths, *of_former_paths, *of_area):
            found.setdefault(one.handle.casefold(), one)
        return tuple(found.values())

    def _imported(self, candidate: Candidate) -> list[FoundToggle]:
        """Return the package of another project that only a candidate of the same name imports."""
        users = {
            path: lines[candidate.name] for path, lines in self.scan.names.items() if candidate.name in lines
        }
        own = {path: line for path, line in users.items() if self.nearest(path) == candidate}
        others = [path for path in users if path not in own and not self.is_apart(path)]
        if not own or others:
            return []
        place = SourceLocation(*min(own.items()))
        why = f"{place} imports it, and nothing else of the tree does"
        return [FoundToggle(candidate.name, "import", None, place, why=why)]


def likely(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Return the proposals that a maintainer would keep; the others are listed only."""
    return tuple(one for one in proposals if one.score >= _ENOUGH or len(proposals) <= _FEW)


def about(tree: Tree, path: str, *, objects: ReadObjects, progress: Progress) -> Proposal:
    """Return what a tree says of the part at a path: its namespaces, its toggles and its likely owners."""
    return Discovery(tree, objects=objects, progress=progress).about(path)


__all__ = ["Discovery", "Proposal", "about", "likely"]
