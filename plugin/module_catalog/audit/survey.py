"""What probes look at: the catalog, the tree of a commit and its history.

Each is read once, and only when a probe asks.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from ..catalog import evidence
from ..catalog.claim_kinds import CLAIM_KINDS
from ..catalog.entries import Module, Toggle
from ..catalog.evidence import Claim, SourceLocation, TagState
from ..catalog.model import Catalog
from ..catalog.reading.paths import Listing, PathClaims, ancestors
from ..diagnostics import printable
from .builds import Builds
from .changes import Change, changes, is_of
from .cmake_builds import builds
from .code_owners import PLACES, CodeOwners, Line
from .commits import CommitHistory, Progress, commit_history
from .languages import cpp
from .languages.others import OTHERS, REACHES
from .languages.python_calls import CALLS
from .languages.python_mentions import Mentions
from .languages.python_names import Names
from .objects import ReadObjects
from .owners_files import OwnersFile, owners_files
from .releases import Releases
from .scan import CMAKE, MOST, Scan, Scanner
from .tree import MAX_PATH, File, Tree

SAMPLE = 3
"""How many places stand in the evidence for one claim."""


class Survey:
    """One look at a tree."""

    def __init__(
        self,
        catalog: Catalog,
        tree: Tree,
        *,
        select: Collection[str] = (),
        objects: ReadObjects,
        progress: Progress,
    ) -> None:
        """Take the ids of the modules that claims are asked of; where there are none, of all."""
        self.catalog = catalog
        self.tree = tree
        self.objects = objects
        self.progress = progress
        self.places = catalog.settings.tree
        self.asked = tuple(one for one in catalog.modules if not select or one.id in select)
        self._mentions: dict[str, Mentions] = {}
        self._nearest: dict[str, frozenset[str]] = {}
        self._listed: tuple[str, Mapping[str, File]] = "", {}

    @property
    def is_partial(self) -> bool:
        """Whether claims are asked of some modules only."""
        return len(self.asked) < len(self.catalog.modules)

    @cached_property
    def present(self) -> tuple[Module, ...]:
        """The modules that have not left."""
        return tuple(module for module in self.catalog.modules if not self.catalog.is_gone(module))

    @cached_property
    def present_asked(self) -> tuple[Module, ...]:
        """The modules asked for that have not left."""
        return tuple(module for module in self.asked if not self.catalog.is_gone(module))

    @cached_property
    def gone_asked(self) -> tuple[Module, ...]:
        """The modules asked for that have left."""
        return tuple(module for module in self.asked if self.catalog.is_gone(module))

    @cached_property
    def claims(self) -> PathClaims[Module]:
        """The namespaces of the modules that are there."""
        return PathClaims((path, module) for module in self.present for path in module.namespaces)

    @cached_property
    def inside(self) -> Mapping[str, frozenset[str]]:
        """The files of each module that is there, by its id."""
        found: dict[str, set[str]] = {module.id: set() for module in self.present}
        for file in self.tree.files:
            for _, module in self.claims.of(file.path):
                found[module.id].add(file.path)
        return {id_: frozenset(paths) for id_, paths in found.items()}

    def below(self, pattern: str) -> tuple[str, ...]:
        """Return the files that a path or glob names, with links: where they lead is not looked at."""
        return self._listing.below(pattern)

    @cached_property
    def _listing(self) -> Listing:
        return Listing((*(file.path for file in self.tree.files), *self.tree.links))

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every file and every folder."""
        return frozenset(folder for path in self._listing.paths for folder in ancestors(path))

    @cached_property
    def tests(self) -> frozenset[str]:
        """The files where tests are: with what they read, such as data and lists of packages."""
        return self._of(self.places.tests)

    @cached_property
    def test_files(self) -> frozenset[str]:
        """The files of tests that are source code, in a language that is read here or not."""
        return self.tests & self.languages.keys()

    @cached_property
    def ci(self) -> frozenset[str]:
        """The files of the CI."""
        return self._of(self.places.ci)

    @cached_property
    def roster(self) -> frozenset[str]:
        """The files that name the people of the project."""
        return self._of(self.places.roster)

    @cached_property
    def docs(self) -> frozenset[str]:
        """The sources of the documentation."""
        return self._of((*self.places.docs.values(), "docs", "doc", "*.md", "*.rst", "*.txt")) - self._of(
            ("CMakeLists.txt",)
        )

    def _of(self, patterns: Iterable[str]) -> frozenset[str]:
        known = PathClaims((pattern, None) for pattern in patterns)
        return frozenset(path for path in self._listing.paths if known.of(path))

    @cached_property
    def scan(self) -> Scan:
        """What stands in the files: in all of them, or in those that bear on the modules asked for."""
        scanner = Scanner(
            self.tree,
            self.python_names,
            self.objects,
            words=_sought(self.catalog.modules),
            options=self.places.options,
            roster=self.roster,
            ci=self.ci,
            whose=lambda path: frozenset(module.id for _, module in self.claims.of(path)),
        )
        if self.is_partial:
            scanner.only(
                _sought(self.asked),
                lambda path, content: any(self._bears_on(one, path, content) for one in self.asked),
            )
        return scanner.scan(self.progress)

    @cached_property
    def builds(self) -> Builds:
        """What the CMake files build, and what has to be on for it."""
        is_whole = not any(path.endswith(CMAKE) for path in self.scan.unread)
        return builds(self.scan.steps if is_whole else {})

    def is_declared(self, toggle: str) -> bool:
        """Say whether a build file declares a toggle, with or without Kconfig's beginning."""
        names = {toggle, plain(toggle)}
        uses = self.scan.option_uses
        return any(use.how == "declared" for one in names for _, use in uses.get(one, ()))

    @cached_property
    def python_names(self) -> Names:
        """The Python files, by their dotted names."""
        return Names(file.path for file in self.tree.files)

    @cached_property
    def reviewers(self) -> Mapping[str, tuple[tuple[str, SourceLocation], ...]]:
        """By module: whom CODEOWNERS asks to review it, in lines that decide about files of no other."""
        path = next((path for path in PLACES if path in self._listing.paths), None)
        content = self.content(path) if path else None
        if path is None or content is None:
            return {}
        code_owners = CodeOwners(content.decode("utf-8", "replace"))
        about: dict[Line, set[str]] = {}
        for file in self.tree.files:
            if line := code_owners.of(file.path):
                about.setdefault(line, set()).update(self.nearest(file.path) or ("",))
        found: dict[str, list[tuple[str, SourceLocation]]] = {}
        for line, ids in about.items():
            if len(ids) == 1:
                several = found.setdefault(min(ids), [])
                several += [(name, SourceLocation(path, line.number)) for name in line.owners]
        return {id_: tuple(several) for id_, several in found.items()}

    @cached_property
    def owners_files(self) -> Mapping[str, OwnersFile]:
        """The files called OWNERS, by their folder."""
        return owners_files(self.tree)

    def content(self, path: str) -> bytes | None:
        """Return what is in a file; None for a link, and for what is too large or not there."""
        file = next((file for file in self.tree.files if file.path == path), None)
        return next(self.tree.contents((file,)))[1] if file else None

    def _bears_on(self, module: Module, path: str, content: bytes) -> bool:
        """Say whether a Python or C file may say anything about a module: of one that is gone none does."""
        if self.catalog.is_gone(module) or path.endswith(cpp.INCLUDING):
            return not self.catalog.is_gone(module)
        inside = self.inside.get(module.id, frozenset())
        if module.id not in self._mentions:
            mechanisms = {"import", *(toggle.mechanism for toggle in module.toggles)}
            calls = [call for mechanism in mechanisms for call in CALLS.get(mechanism, ())]
            self._mentions[module.id] = Mentions(self.python_names, inside & self.python_names.files, calls)
        return path in inside or self._mentions[module.id].may_be_in(path, content)

    @cached_property
    def commit_history(self) -> CommitHistory:
        """What the history says of the modules asked for."""
        return commit_history(self.catalog, self.tree, self.asked, self.objects, self.progress)

    @cached_property
    def releases(self) -> Releases:
        """The releases that have a tag."""
        toggles = [toggle for module in self.asked for toggle in module.toggles]
        only = {name for toggle in toggles for name in _names(toggle.name)} if self.is_partial else ()
        mechanisms = {toggle.mechanism for toggle in toggles}
        return Releases(self.tree, self.catalog.settings, self.objects, mechanisms, only=only)

    @cached_property
    def changes(self) -> Mapping[str, tuple[Change, ...]]:
        """The commits that events, plans and sources name, by the addresses in entries."""
        repository = self.catalog.settings.repository
        addresses = [event.url for module in self.asked for event in module.history]
        addresses += [item.url for module in self.asked for item in module.roadmap]
        addresses += [one.subject for _, one in stated("cited", self.asked)]
        of_project = (one for one in addresses if one and repository and is_of(one, repository.url))
        return changes(self.tree, of_project)

    def lines(self, commit: str, path: str) -> int | None:
        """Return how many lines a file has at a commit: 0 where there is none; None where it is not read.

        A folder has as many as fit into a number.
        """
        files = self._files_at(commit)
        if path not in files:
            is_folder = any(one.startswith(f"{path}/") for one in files)
            return sys.maxsize if is_folder else 0
        content = next(self.tree.contents((files[path],)))[1]
        return None if content is None else content.count(b"\n") + (not content.endswith(b"\n"))

    def content_before(self, commit: str, path: str) -> bytes | None:
        """Return what was in a file before a commit; None as for `content`."""
        before = self.tree.before(commit)
        file = self._files_at(before).get(path) if before else None
        return next(self.tree.contents((file,)))[1] if file else None

    def _files_at(self, commit: str) -> Mapping[str, File]:
        if self._listed[0] != commit:
            self._listed = commit, {file.path: file for file in self.tree.at(commit).files}
        return self._listed[1]

    @cached_property
    def importers(self) -> Mapping[str, Mapping[str, tuple[str, int]]]:
        """By module: the files outside it that import or include it.

        Each has with it the first file that it takes in, and the line.
        """
        found: dict[str, dict[str, tuple[str, int]]] = {module.id: {} for module in self.present}
        for path, targets in self.scan.imports.items():
            own = {module.id for _, module in self.claims.of(path)}
            for target, line in targets.items():
                for _, module in self.claims.of(target):
                    if module.id not in own:
                        found[module.id].setdefault(path, (target, line))
        return found

    @cached_property
    def possible_importers(self) -> Mapping[str, Mapping[str, int]]:
        """By module: the files outside it that may import or include it, each with the line."""
        found: dict[str, dict[str, int]] = {module.id: {} for module in self.present}
        owners: dict[frozenset[str], frozenset[str]] = {}
        for path, several in self.scan.possible.items():
            own = {module.id for _, module in self.claims.of(path)}
            for targets, line in several:
                if targets not in owners:
                    claimed = (self.claims.of(target) for target in targets)
                    owners[targets] = frozenset(module.id for claims in claimed for _, module in claims)
                for id_ in owners[targets] - own:
                    found[id_].setdefault(path, line)
        return found

    def nearest(self, path: str) -> frozenset[str]:
        """Return the ids of the modules that claim a path most closely."""
        if path not in self._nearest:
            claims = self.claims.of(path)
            found = [(pattern.rstrip("/").count("/"), module.id) for pattern, module in claims]
            self._nearest[path] = frozenset(id_ for depth, id_ in found if depth == found[0][0])
        return self._nearest[path]

    @cached_property
    def languages(self) -> Mapping[str, str]:
        """What the language of each file is called that can import others."""
        endings = ((file.path, f".{file.path.rpartition('.')[2]}") for file in self.tree.files)
        others = {path: OTHERS[ending] for path, ending in endings if ending in OTHERS}
        return {**others, **self.scan.languages}

    @cached_property
    def read_languages(self) -> frozenset[str]:
        """The languages that are read here."""
        return frozenset(self.languages[path] for path in self.scan.imports)

    @property
    def scanned_languages(self) -> tuple[str, ...]:
        """The languages that were read, sorted; none where no probe had asked what stands in the files."""
        return tuple(sorted(self.read_languages)) if "scan" in vars(self) else ()

    def unread(self, languages: Iterable[str]) -> Mapping[str, Any] | None:
        """Return why languages are not read, as facts of a claim; None when all of them are."""
        names = sorted(set(languages) - self.read_languages)
        reason = "extra" if names and all(name in self.scan.missing for name in names) else "language"
        return {"reason": reason, "found": ", ".join(names)} if names else None

    def languages_of(self, module: Module) -> frozenset[str]:
        """Return the languages of the files of a module."""
        return frozenset(self.languages[path] for path in self.inside[module.id] if path in self.languages)

    def untold(self, module: Module) -> Mapping[str, Any] | None:
        """Return why nothing tells what imports a module, as facts of a claim; None when something does."""
        languages = self.languages_of(module)
        if languages & self.read_languages:
            return None
        is_away = any(submodule in module.namespaces for submodule in self.tree.submodules)
        return self.unread(languages) or {"reason": "repository" if is_away else "code"}

    def counted_in(self, module: Module) -> Mapping[str, Any]:
        """Return for which languages a count of what imports a module stands, as facts of a claim.

        It names those that are not read, and where there are none, those that are.
        """
        languages = self.languages_of(module)
        return self.unread(languages) or {"found": ", ".join(sorted(languages & self.read_languages))}

    def reaching(self, module: Module, apart: Collection[str]) -> frozenset[str]:
        """Return the languages of files outside a module, but for some, whose imports can lead into it."""
        languages = self.languages_of(module)
        outside = {
            language
            for path, language in self.languages.items()
            if path not in apart and path not in self.inside[module.id]
        }
        return languages | {one for one in outside if REACHES.get(one, frozenset()) & languages}

    def claim(
        self,
        kind: str,
        verdict: str,
        module: Module | None,
        places: Iterable[SourceLocation] = (),
        **facts: object,
    ) -> Claim:
        """Return a claim with a sample of places, and with all that comes from the tree on one line."""
        shown = sorted(
            {SourceLocation(_short(printable(spot.path), MAX_PATH), spot.line) for spot in places},
            key=lambda spot: (spot.path, spot.line or 0),
        )
        known = {name: _printed(fact) for name, fact in facts.items()}
        if CLAIM_KINDS[kind].nowhere == verdict and self._may_be_unread(kind, module, facts.get("subject")):
            verdict, known["reason"] = "not-checkable", "unread"
        id_ = _word(module.id) if module else None
        return Claim(kind, verdict, id_, places=tuple(shown[:SAMPLE]), **known)

    def _may_be_unread(self, kind: str, module: Module | None, subject: object) -> bool:
        """Say whether a file that is not read may say something about a claim."""
        if any(
            module is None or self._bears_on(module, path, content)
            for path, content in self.scan.too_deep.items()
        ):
            return True
        if CLAIM_KINDS[kind].probe == "toggles":
            return any(self._may_name(path, str(subject)) for path in self.scan.unread)
        inside = self.inside[module.id] if module else frozenset()
        if kind == "depends":
            return not inside.isdisjoint(self.scan.unread)
        apart = self.tests | self.docs | inside
        languages = {self.languages.get(path) for path in self.scan.unread if path not in apart}
        return module is None or not languages.isdisjoint(self.reaching(module, apart))

    def _may_name(self, path: str, toggle: str) -> bool:
        """Say whether a file that is not read may say something about a toggle."""
        if not self.scan.unread[path]:
            return True
        found = [self.scan.words.get(name) for name in _names(toggle)]
        if toggle not in _sought(self.catalog.modules):
            return path.endswith((".py", ".toml", ".cfg"))
        return any(len(spots) == MOST or any(spot.path == path for spot in spots) for spots in found if spots)


def _printed(fact: Any) -> Any:
    """Return a fact of a claim with what comes from the tree as `_word` has it."""
    if isinstance(fact, tuple):
        return tuple(map(_printed, fact))
    if isinstance(fact, TagState):
        path = fact.path and _short(printable(fact.path), MAX_PATH)
        return replace(fact, default=_printed(fact.default), stage=_printed(fact.stage), path=path)
    return _word(fact) if isinstance(fact, str) else fact


def _word(text: str) -> str:
    """Return text as the schema of evidence has it: on one line, and not too long."""
    return _short(printable(text), 500)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def stated(kind: str, modules: Iterable[Module]) -> Iterator[tuple[Module, evidence.StatedClaim]]:
    """Yield the claims of one kind that modules make, each with its module."""
    return ((module, one) for module in modules for one in evidence.stated(kind, module))


def _sought(modules: Collection[Module]) -> frozenset[str]:
    """Return the words to look for: toggles that source files call by their own name, and CI jobs."""
    toggles = (toggle for module in modules for toggle in module.toggles)
    names = (
        name
        for toggle in toggles
        if toggle.mechanism not in ("import", "python-extra")
        for name in (*_names(toggle.name), *toggle.requires, *shared_parts(toggle))
    )
    return frozenset(names) | {job for module in modules if module.tests for job in module.tests.ci}


def shared_parts(toggle: Toggle) -> tuple[str, ...]:
    """Return how the name of an option of Kconfig begins, which it may share with others.

    A Makefile that asks for many of them names that part, and puts what it asks for together from it.
    """
    beginning, _, _ = plain(toggle.name).rpartition("_")
    return (f"{beginning}_",) if toggle.mechanism == "config" and "_" in beginning else ()


def _names(toggle: str) -> tuple[str, str]:
    """Return a toggle as entries name it and as files declare it."""
    return toggle, plain(toggle).lstrip("-").rpartition("/")[2]


def plain(name: str) -> str:
    """Return the name of a toggle as Kconfig declares it."""
    return name.removeprefix("CONFIG_")
