"""What probes look at: the catalog, the tree of a commit and its history.

Each is read once, and only when a probe asks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..catalog import evidence
from ..catalog.claim_kinds import CLAIM_KINDS
from ..catalog.entries import Module
from ..catalog.evidence import Claim, SourceLocation
from ..catalog.model import Catalog
from ..diagnostics import printable
from .commits import CommitHistory, Progress, commit_history
from .languages import cmake, cpp, python
from .paths import PathClaims, ancestors, covers
from .tree import MAX_PATH, File, Tree

SAMPLE = 3
"""How many places stand in the evidence for one claim."""
_MOST = 1000
"""A word that stands in more places than this is counted no further."""
_BUILD = ("CMakeLists.txt", ".cmake")
_SOURCE = (".py", *cpp.ENDINGS, *_BUILD)


@dataclass
class Scan:
    """What stands in the files of a tree."""

    imports: dict[str, dict[str, int]] = field(default_factory=dict)
    """By file: the files it imports or includes, each with the line that does."""
    possible: dict[str, list[tuple[frozenset[str], int]]] = field(default_factory=dict)
    """By file: the files of which it may import or include some, as it does not say which; with the line."""
    names: dict[str, dict[str, int]] = field(default_factory=dict)
    """By Python file: the first parts of the dotted names it imports, each with its line."""
    words: dict[str, list[SourceLocation]] = field(default_factory=dict)
    """Where the words that were looked for stand, in the order of files and lines."""
    option_uses: dict[str, list[tuple[SourceLocation, cmake.OptionUse]]] = field(default_factory=dict)
    """What build files do with each toggle."""
    defaults: dict[str, list[tuple[SourceLocation, str]]] = field(default_factory=dict)
    """The defaults with which environment variables are read."""
    extras: dict[str, list[SourceLocation]] = field(default_factory=dict)
    """Where optional dependencies of Python packages are declared."""
    has_computed_extras: bool = False
    """Whether a Python package computes the names of its optional dependencies."""
    unread: set[str] = field(default_factory=set)
    """The source and build files that are too large or nested too deep, or that the repository does not have.
    """
    handles: dict[str, SourceLocation] = field(default_factory=dict)
    """Where the files that name people first name each handle, in lower case."""


class Survey:
    """One look at a tree."""

    def __init__(self, catalog: Catalog, tree: Tree, *, progress: Progress) -> None:
        self.catalog = catalog
        self.tree = tree
        self.progress = progress
        self.places = catalog.settings.tree

    @cached_property
    def present(self) -> tuple[Module, ...]:
        """The modules that have not left."""
        return tuple(module for module in self.catalog.modules if not self.catalog.is_gone(module))

    @cached_property
    def gone(self) -> tuple[Module, ...]:
        """The modules that have left."""
        return tuple(module for module in self.catalog.modules if self.catalog.is_gone(module))

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
        return tuple(path for path in self._paths if covers(pattern, path))

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted((*(file.path for file in self.tree.files), *self.tree.links)))

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every file and every folder."""
        return frozenset(folder for path in self._paths for folder in ancestors(path))

    @cached_property
    def tests(self) -> frozenset[str]:
        """The files of tests."""
        return self._of(self.places.tests)

    @cached_property
    def ci(self) -> frozenset[str]:
        """The files of the CI."""
        return self._of(self.places.ci)

    @cached_property
    def docs(self) -> frozenset[str]:
        """The sources of the documentation."""
        return self._of((*self.places.docs.values(), "docs", "doc", "*.md", "*.rst", "*.txt")) - self._of(
            ("CMakeLists.txt",)
        )

    def _of(self, patterns: Iterable[str]) -> frozenset[str]:
        known = PathClaims((pattern, None) for pattern in patterns)
        return frozenset(path for path in self._paths if known.of(path))

    @cached_property
    def scan(self) -> Scan:
        """What stands in the files, in one pass over all of them."""
        return _Scanner(self).scan()

    @cached_property
    def commit_history(self) -> CommitHistory:
        """What the history says, in one pass over all of it."""
        return commit_history(self.catalog, self.tree, self.progress)

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

    def is_scanned(self, module: Module) -> bool:
        """Say whether a file of a module is in a language whose imports or includes are read."""
        return any(path in self.scan.imports for path in self.inside[module.id])

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
        known = {name: _word(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
        if CLAIM_KINDS[kind].nowhere == verdict and self.scan.unread:
            verdict = "not-checkable"
        id_ = _word(module.id) if module else None
        return Claim(kind, verdict, id_, places=tuple(shown[:SAMPLE]), **known)  # type: ignore[arg-type]  # what callers give


def _word(text: str) -> str:
    """Return text as the schema of evidence has it: on one line, and not too long."""
    return _short(printable(text), 500)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def stated(kind: str, modules: Iterable[Module]) -> Iterator[tuple[Module, evidence.StatedClaim]]:
    """Yield the claims of one kind that modules make, each with its module."""
    return ((module, one) for module in modules for one in evidence.stated(kind, module))


class _Scanner:
    """Reads every file of a tree once."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.found = Scan()
        paths = [file.path for file in survey.tree.files]
        self.python_files = frozenset(path for path in paths if path.endswith(".py"))
        self.modules = python.modules(paths)
        self.below: dict[str, frozenset[str]] = {}
        self.headers = cpp.Headers(path for path in paths if path.endswith(cpp.ENDINGS))
        self.roster = survey._of(survey.places.roster)
        self.options = frozenset(
            {"option", "cmake_dependent_option", *(name.casefold() for name in survey.places.options)}
        )
        self.words = {word.encode(): _pattern(word.encode()) for word in _sought(survey.catalog)}

    def scan(self) -> Scan:
        files = self.survey.tree.files
        for file, content in self.survey.progress(
            "Reading the tree", self.survey.tree.contents(files), len(files)
        ):
            if content is not None:
                self._file(file, content)
            elif file.path.endswith(_SOURCE):
                self.found.unread.add(file.path)
        return self.found

    def _file(self, file: File, content: bytes) -> None:
        if b"\0" in content[:8000]:
            return
        path, name = file.path, file.path.rpartition("/")[2]
        if path in self.python_files:
            self._python(path, content)
        elif path.endswith(cpp.ENDINGS):
            self._cpp(path, content)
        elif name.endswith(_BUILD):
            self._cmake(path, content)
        elif name.startswith("Kconfig"):
            self._option_uses(path, cmake.kconfig(content.decode("utf-8", "replace")))
        elif name in ("pyproject.toml", "setup.cfg"):
            self._manifest(path, content.decode("utf-8", "replace"))
        if path in self.roster:
            self._handles(path, content)
        self._words(path, content)

    def _manifest(self, path: str, text: str) -> None:
        try:
            self._extras(path, python.extras(path, text))
        except python.ManifestError:
            self.found.unread.add(path)

    def _python(self, path: str, content: bytes) -> None:
        dotted = python.dotted(path, self.python_files)
        try:
            package = dotted if path.endswith("__init__.py") else dotted.rpartition(".")[0]
            source = python.read(content, package, dotted)
        except python.TooDeepError:
            self.found.unread.add(path)
            return
        if source is None:
            return
        targets: dict[str, int] = {}
        for name, line in source.imports:
            self.found.names.setdefault(path, {}).setdefault(name.partition(".")[0], line)
            if (target := self._module(name)) and target != path:
                targets.setdefault(target, line)
        self.found.imports[path] = targets
        possible = [(self._beginning_with(name), line) for name, line in source.computed]
        self.found.possible[path] = [one for one in possible if one[0]]
        self.found.has_computed_extras |= source.has_computed_extras
        for name, default, line in source.defaults:
            self.found.defaults.setdefault(name, []).append((SourceLocation(path, line), default))
        self._extras(path, source.extras)

    def _module(self, dotted: str) -> str | None:
        """Return the file of the longest beginning of a dotted name that is a module."""
        for name in python.beginnings(dotted):
            if name in self.modules:
                return self.modules[name]
        return None

    def _beginning_with(self, name: str) -> frozenset[str]:
        """Return the Python files whose dotted names begin with a name."""
        if name not in self.below:
            found = (path for dotted, path in self.modules.items() if dotted.startswith(name))
            self.below[name] = frozenset(found)
        return self.below[name]

    def _cpp(self, path: str, content: bytes) -> None:
        targets: dict[str, int] = {}
        several: list[tuple[frozenset[str], int]] = []
        for include, line in cpp.includes(content):
            target = self.headers.find(include, path)
            if target is None and (possible := self.headers.possible(include)):
                several.append((possible, line))
            elif target and target != path:
                targets.setdefault(target, line)
        self.found.imports[path] = targets
        self.found.possible[path] = several

    def _cmake(self, path: str, content: bytes) -> None:
        found = cmake.option_uses(content.decode("utf-8", "replace"), self.options)
        if found is None:
            self.found.unread.add(path)
        self._option_uses(path, found or ())

    def _option_uses(self, path: str, option_uses: Iterable[cmake.OptionUse]) -> None:
        for use in option_uses:
            self.found.option_uses.setdefault(use.name, []).append((SourceLocation(path, use.line), use))

    def _extras(self, path: str, extras: Iterable[tuple[str, int]]) -> None:
        for name, line in extras:
            self.found.extras.setdefault(name, []).append(SourceLocation(path, line))

    def _handles(self, path: str, content: bytes) -> None:
        for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
            for handle in _HANDLE.findall(line):
                self.found.handles.setdefault(handle.casefold(), SourceLocation(path, number))

    def _words(self, path: str, content: bytes) -> None:
        for word, pattern in self.words.items():
            if word in content:
                spots = self.found.words.setdefault(word.decode(), [])
                line, last = 1, 0
                for match in pattern.finditer(content):
                    line, last = line + content.count(b"\n", last, match.start()), match.start()
                    if len(spots) < _MOST and (not spots or spots[-1] != SourceLocation(path, line)):
                        spots.append(SourceLocation(path, line))


_HANDLE = re.compile(r"(?<![\w.])@(?:[\w-]+/)?([A-Za-z0-9][A-Za-z0-9-]*)")


def _pattern(word: bytes) -> re.Pattern[bytes]:
    """Return what finds a word as a whole; a compiler's -D and Kconfig's CONFIG_ may stand before it."""
    return re.compile(rb"(?:(?<![\w-])|(?<=-D)|(?<=\bCONFIG_))" + re.escape(word) + rb"(?![\w-])")


def _sought(catalog: Catalog) -> list[str]:
    """Return the words to look for: toggles that source files call by their own name, and CI jobs."""
    names = Counter(
        name
        for module in catalog.modules
        for toggle in module.toggles
        if toggle.mechanism not in ("import", "python-extra")
        for name in (toggle.name, *toggle.requires)
    )
    jobs = (job for module in catalog.modules if module.tests for job in module.tests.ci)
    return sorted({*names, *jobs})
