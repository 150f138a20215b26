"""The files of a tree → what stands in them, in one pass over all that is not known from before."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from .. import cache
from ..catalog.evidence import SourceLocation
from .commits import Progress
from .languages import ci_runs, cmake, cpp
from .languages.ci import CI
from .languages.cmake_steps import STEPS
from .languages.facts import Family, FileFacts, Placed, Switch
from .languages.families import FAMILIES
from .languages.kconfig import KCONFIG
from .languages.language import Language, UnreadError
from .languages.manifests import MANIFESTS
from .languages.python import PYTHON, SCRIPT, SourceFacts
from .languages.python_names import Names
from .objects import ReadObjects
from .tree import MAX_BYTES, MAX_SEARCHED, File, Tree

MOST = 1000
"""A word that stands in more places than this is counted no further."""
CMAKE = ("CMakeLists.txt", ".cmake")


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
    built: dict[str, dict[str, int]] = field(default_factory=dict)
    """By CMake file: the paths it may name, from the top and from its folder, each with its line."""
    steps: dict[str, tuple[cmake.Command, ...]] = field(default_factory=dict)
    """By CMake file: its commands that may have to do with what is built."""
    defaults: dict[str, list[tuple[SourceLocation, str]]] = field(default_factory=dict)
    """The defaults with which environment variables are read."""
    extras: dict[str, list[SourceLocation]] = field(default_factory=dict)
    """Where optional dependencies of Python packages are declared."""
    has_computed_extras: bool = False
    """Whether a Python package computes the names of its optional dependencies."""
    too_deep: dict[str, bytes] = field(default_factory=dict)
    """The Python files that cannot be read: nested too deep, or written for another Python."""
    unread: dict[str, bool] = field(default_factory=dict)
    """The other source and build files that are too large or nested too deep, or that the repository does not
    have: whether words were looked for in them."""
    languages: dict[str, str] = field(default_factory=dict)
    """By file whose language can import others: what the language is called.

    Those that were read are in `imports`.
    """
    missing: dict[str, str] = field(default_factory=dict)
    """What to install, by the languages of the tree that cannot be read here."""
    switches: dict[tuple[str, str], list[tuple[SourceLocation, Switch]]] = field(default_factory=dict)
    """Where toggles are declared and read, by mechanism and name. A name that is computed is empty."""
    jobs: dict[str, list[SourceLocation]] = field(default_factory=dict)
    """Where CI files have each job, by its key and by its name."""
    job_parts: dict[str, tuple[ci_runs.Part, ...]] = field(default_factory=dict)
    """By CI file: its parts that may be jobs."""
    handles: dict[str, SourceLocation] = field(default_factory=dict)
    """Where the files that name people first name each handle, in lower case."""


Words = tuple[tuple[str, tuple[int, ...]], ...]
"""Words, each with the lines it stands on."""


class Scanner:
    """Reads the files of a tree, each once, and none whose object was read before."""

    def __init__(
        self,
        tree: Tree,
        names: Names,
        objects: ReadObjects,
        *,
        words: Collection[str],
        options: Collection[str],
        roster: Collection[str],
        ci: Collection[str] = (),
        whose: Callable[[str], frozenset[str]],
    ) -> None:
        """Take what is looked for beside imports.

        That is some words, the commands that declare a toggle, who is in the files that name people, and the
        jobs of CI files.
        *whose* says which modules a file belongs to.
        """
        self.found = Scan()
        self._tree, self._names, self._objects, self._roster = tree, names, objects, roster
        self._ci = ci
        self._headers = cpp.Headers(file.path for file in tree.files)
        self._cmake = cmake.language(options)
        self._words = words_of(words)
        self._whose = whose
        self._read: dict[Family, dict[str, FileFacts]] = {family: {} for family in FAMILIES}
        self._shared = lru_cache(maxsize=1 << 16)(self._shared_by)
        self._part: Language[Words] | None = None
        self._bears: Callable[[str, bytes], bool] | None = None

    def only(self, words: Collection[str], bears: Callable[[str, bytes], bool]) -> None:
        """Limit what is read to some of the words, and to Python and C files that bear on what is asked."""
        self._part, self._bears = words_of(words), bears

    def scan(self, progress: Progress) -> Scan:
        """Return what stands in the files."""
        plan = [(file, self._plan(file)) for file in self._tree.files]
        unknown = {file.path: file for file, readers in plan if not self._is_known(file, readers)}
        files = self._tree.contents(tuple(unknown.values()), most=MAX_SEARCHED)
        contents = progress("Reading the tree", files, len(unknown))
        for file, readers in plan:
            content = next(contents)[1] if file.path in unknown else None
            if content is not None or file.path not in unknown:
                for language, take in readers:
                    facts = self._facts(language, file, content)
                    if facts is not None:
                        take(file.path, facts)
            elif self._is_source(file.path, readers):
                self.found.unread[file.path] = False
        for family, read in self._read.items():
            for path, placed in family.place(read, tuple(file.path for file in self._tree.files)):
                self._take_placed(path, placed)
        return self.found

    def _plan(self, file: File) -> tuple[_Reader, ...]:
        """Return what reads a file. In one that is too large, words are still looked for."""
        readers = tuple(self._readers(file.path))
        if file.size <= MAX_BYTES:
            return readers
        if self._is_source(file.path, readers):
            self.found.unread[file.path] = file.size <= MAX_SEARCHED
        return readers[-1:] if self.found.unread.get(file.path) else ()

    def _is_source(self, path: str, readers: Iterable[_Reader]) -> bool:
        """Say whether a file is one in which more than words is looked for, by its name."""
        others = (self._words, HANDLES, CI, ci_runs.RUNS, SCRIPT)
        return path in self.found.languages or any(language not in others for language, _ in readers)

    def _is_known(self, file: File, readers: Iterable[_Reader]) -> bool:
        return all(self._objects.has(language.key, file.id) for language, _ in readers)

    def _readers(self, path: str) -> Iterator[_Reader]:
        """Yield what reads a file, each with what takes in what it says."""
        name = path.rpartition("/")[2]
        if path.endswith((".py", ".pyi")):
            self.found.languages[path] = "Python"
            yield PYTHON, self._take_python
        elif name.startswith("Kconfig"):
            yield KCONFIG, self._take_option_uses
        elif "." not in name:
            yield SCRIPT, self._take_python
        elif path.endswith(cpp.INCLUDING):
            self.found.languages[path] = "C and C++"
            yield cpp.CPP, self._take_cpp
        elif name.endswith(CMAKE):
            yield self._cmake, self._take_option_uses
            yield cmake.PATHS, self._take_paths
            yield STEPS, self.found.steps.__setitem__
        elif name in MANIFESTS:
            yield MANIFESTS[name], self._take_extras
        yield from self._families(path, name)
        yield from self._by_place(path)

    def _by_place(self, path: str) -> Iterator[_Reader]:
        """Yield what reads a file because of where it lies; in every file words are looked for, last."""
        if path in self._ci:
            yield CI, self._take_jobs
            yield ci_runs.RUNS, self.found.job_parts.__setitem__
        if path in self._roster:
            yield HANDLES, self._take_handles
        yield self._words, self._take_words

    def _families(self, path: str, name: str) -> Iterator[_Reader]:
        for family in FAMILIES:
            for language in family.languages:
                if language.files is None or not language.files.fullmatch(name):
                    continue
                if language.has_imports:
                    self.found.languages[path] = language.name
                if language.missing is None:
                    yield language, partial(self._take_facts, family)
                elif language.has_imports:
                    self.found.missing[language.name] = language.missing

    def _facts(self, language: Language[Any], file: File, content: bytes | None) -> Any:
        """Return what is known of a file, or what is read in it now; None when that is nothing."""
        if self._objects.has(language.key, file.id):
            packed = self._objects.of(language.key, file.id)
            return None if packed is None else language.unpacked(packed)
        assert content is not None  # noqa: S101  # only what is known is not read
        part = self._part if language is self._words else None
        if part or (
            language in (PYTHON, SCRIPT, cpp.CPP) and self._bears and not self._bears(file.path, content)
        ):
            return part.read(content) if part and not _is_binary(content) else None
        try:
            facts = None if _is_binary(content) else language.read(content)
        except UnreadError:
            if language in (PYTHON, SCRIPT):
                self.found.too_deep[file.path] = content
            else:
                self.found.unread[file.path] = True
            return None
        self._objects.keep(language.key, file.id, None if facts is None else language.packed(facts))
        return facts

    def _take_python(self, path: str, facts: SourceFacts) -> None:
        self.found.languages[path] = "Python"
        placed = self._names.placed(path, facts)
        self.found.imports[path] = placed.targets
        self.found.possible[path] = placed.possible
        if placed.first_parts:
            self.found.names[path] = placed.first_parts
        self.found.has_computed_extras |= facts.has_computed_extras
        for name, default, line in facts.defaults:
            self.found.defaults.setdefault(name, []).append((SourceLocation(path, line), default))
        self._take_extras(path, facts.extras)

    def _take_cpp(self, path: str, includes: Iterable[tuple[str, int]]) -> None:
        targets: dict[str, int] = {}
        several: list[tuple[frozenset[str], int]] = []
        for include, line in includes:
            target = self._headers.find(include, path)
            if target is None and (possible := self._headers.possible(include)):
                several.append((possible, line))
            elif target and target != path:
                targets.setdefault(target, line)
        self.found.imports[path] = targets
        self.found.possible[path] = several

    def _take_option_uses(self, path: str, option_uses: Iterable[cmake.OptionUse]) -> None:
        for use in option_uses:
            self.found.option_uses.setdefault(use.name, []).append((SourceLocation(path, use.line), use))

    def _take_paths(self, path: str, named: Iterable[tuple[str, int]]) -> None:
        folder = path.rpartition("/")[0]
        self.found.built[path] = {place: line for name, line in named for place in (name, f"{folder}/{name}")}

    def _take_extras(self, path: str, extras: Iterable[tuple[str, int]]) -> None:
        for name, line in extras:
            self.found.extras.setdefault(name, []).append(SourceLocation(path, line))

    def _take_facts(self, family: Family, path: str, facts: FileFacts) -> None:
        self._read[family][path] = facts

    def _take_placed(self, path: str, placed: Placed) -> None:
        for switch in placed.switches:
            spot = SourceLocation(path, switch.line)
            self.found.switches.setdefault((switch.mechanism, switch.name), []).append((spot, switch))
            if switch.mechanism == "env" and switch.default is not None:
                self.found.defaults.setdefault(switch.name, []).append((spot, switch.default))
        if path not in self.found.languages:
            return
        targets = self.found.imports.setdefault(path, {})
        possible = self.found.possible.setdefault(path, [])
        for taken, line, is_certain in placed.imports:
            one, everybody, is_of_all = self._shared(taken)
            if is_certain and one and one != path:
                targets[one] = min(line, targets.get(one, line))
            if not (is_certain and is_of_all) and not everybody <= self._whose(path):
                possible.append((taken, line))

    def _shared_by(self, paths: frozenset[str]) -> tuple[str | None, frozenset[str], bool]:
        """Return for files taken in together one that is of no module but those that all are of.

        It is None if there is none. With it goes whom any is of, and whether all are of the same modules.
        """
        owners = {path: self._whose(path) for path in paths}
        common = frozenset.intersection(*owners.values())
        one = min((path for path in paths if owners[path] == common), default=None)
        everybody = frozenset.union(*owners.values())
        return one, everybody, everybody == common

    def _take_handles(self, path: str, handles: Iterable[tuple[str, int]]) -> None:
        for handle, line in handles:
            self.found.handles.setdefault(handle, SourceLocation(path, line))

    def _take_jobs(self, path: str, jobs: Iterable[tuple[str, int]]) -> None:
        for name, line in jobs:
            self.found.jobs.setdefault(name, []).append(SourceLocation(path, line))

    def _take_words(self, path: str, words: Words) -> None:
        for word, lines in words:
            spots = self.found.words.setdefault(word, [])
            spots.extend(SourceLocation(path, line) for line in lines[: MOST - len(spots)])


_Reader = tuple[Language[Any], Callable[[str, Any], None]]


def _is_binary(content: bytes) -> bool:
    return b"\0" in content[:8000]


_HANDLE = re.compile(r"(?<![\w.])@([\w-]+/)?([A-Za-z0-9][A-Za-z0-9-]*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+()[\"']?([A-Za-z0-9][A-Za-z0-9-]*)[\"']?[ \t]*(?:#.*)?")


def _handles(content: bytes) -> tuple[tuple[str, int], ...]:
    """Return the handles that a file names, in lower case, each with its first line.

    They have an `@`, or are items of a list, as in an OWNERS file. That of a team is there with its
    organisation and without.
    """
    found: dict[str, int] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
        item = _ITEM.fullmatch(line)
        for organisation, handle in (*_HANDLE.findall(line), *([item.groups()] if item else ())):
            for name in (handle, f"{organisation}{handle}"):
                found.setdefault(name.casefold(), number)
    return tuple(found.items())


def _pairs(packed: Any) -> Any:
    return tuple(map(tuple, packed))


HANDLES = Language("handles", _handles, list, _pairs)


def words_of(words: Collection[str]) -> Language[Words]:
    """Return what finds words in files of any language, each with the lines it stands on."""
    patterns = {word: (word.encode(), _pattern(word.encode())) for word in sorted(words)}

    def read(content: bytes) -> Words:
        return tuple(
            (word, tuple(_lines(pattern, content)))
            for word, (text, pattern) in patterns.items()
            if text in content
        )

    return Language(f"words-{cache.digest(repr(list(patterns)).encode())}", read, list, _pairs)


def _lines(pattern: re.Pattern[bytes], content: bytes) -> Iterator[int]:
    """Yield the first lines on which a word stands."""
    line, last, before, count = 1, 0, 0, 0
    for match in pattern.finditer(content):
        line, last = line + content.count(b"\n", last, match.start()), match.start()
        if line != before:
            before, count = line, count + 1
            yield line
        if count == MOST:
            return


def _pattern(word: bytes) -> re.Pattern[bytes]:
    """Return what finds a word as a whole; a compiler's -D and Kconfig's CONFIG_ may stand before it."""
    return re.compile(rb"(?:(?<![\w-])|(?<=-D)|(?<=\bCONFIG_))" + re.escape(word) + rb"(?![\w-])")
