"""Names in Python files → the files they mean, in a tree.

A name in a file may be relative to its package, which is known only by where the file lies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .python import SourceFacts

MAX_NAME, MAX_PARTS = 500, 32
"""The longest dotted name that is looked for, in characters and in parts: no module has a longer one."""
OWN_NAME, OWN_PACKAGE = "\0name\0", "\0package\0"
"""What stands for the name of a file and of its package, until they are known."""


@dataclass
class Placed:
    """What a file imports, by the files of its tree."""

    targets: dict[str, int] = field(default_factory=dict)
    """Files, each with the first line that imports it."""
    first_parts: dict[str, int] = field(default_factory=dict)
    """The first parts of all names, with the first line of each."""
    possible: list[tuple[frozenset[str], int]] = field(default_factory=list)
    """Files of which some may be imported as the file runs, with the line."""


class Names:
    """The Python files of a tree, by their dotted names."""

    def __init__(self, paths: Iterable[str]) -> None:
        known = frozenset(paths)
        self.files = frozenset(path for path in known if path.endswith(".py"))
        self._sources = frozenset(
            f"{path.rpartition('/')[0]}/src".lstrip("/") for path in known if _is_manifest(path)
        )
        self._twins: dict[str, list[str]] = {}
        for path in sorted(self.files):
            self._twins.setdefault(self.name(path), []).append(path)
        self._modules = {name: several[-1] for name, several in self._twins.items()}
        self._module = lru_cache(maxsize=1 << 16)(self._module_of)
        self._reach = lru_cache(maxsize=1 << 16)(self._reach_of)
        self._beginning_with = lru_cache(maxsize=1 << 10)(self._all_below)

    def placed(self, path: str, facts: SourceFacts) -> Placed:
        """Return what a file at a path imports."""
        found = Placed()
        for name, line in self._named(path, facts, found.possible).items():
            _note(found.first_parts, name.partition(".")[0], line)
            target = self._nearest(self._module(cut(name)), path)
            is_other = target is not None and target != path and path.startswith(self._reach(target))
            _note(found.targets, target if is_other else None, line)
        return found

    def _named(
        self, path: str, facts: SourceFacts, possible: list[tuple[frozenset[str], int]]
    ) -> dict[str, int]:
        """Return the names that a file imports, each with its first line; add those it may import."""
        module, package = self.module_and_package(path)
        names: dict[str, int] = {}
        for text, is_all, line in facts.calls:
            name, is_whole = _run_time(text, module, package, is_whole=is_all)
            if is_whole:
                _note(names, name, line)
            elif below := self._beginning_with(name):
                possible.append((below, line))
        for name, line in facts.imports:
            _note(names, absolute(name, package), line)
        for name, line in facts.uses:
            for beginning in beginnings(absolute(name, package) or ""):
                _note(names, beginning if "." in beginning else None, line)
        possible += self._possible(facts, package)
        return names

    def _possible(self, facts: SourceFacts, package: str) -> Iterator[tuple[frozenset[str], int]]:
        """Yield files of which some may be used, with the line.

        All in a package may be used when the package itself is, and not something in it.
        """
        for name, line in facts.possible_uses:
            if target := self._module(absolute(name, package) or ""):
                yield frozenset((target,)), line
        for name, line in (*facts.uses, *facts.possible_uses, *facts.alone):
            whole = absolute(name, package) or ""
            if self._modules.get(whole, "").endswith("/__init__.py"):
                yield self._beginning_with(f"{whole}."), line

    def name(self, path: str) -> str:
        """Return the dotted name of a file."""
        return dotted(path, self.files, self._sources)

    def _nearest(self, target: str | None, path: str) -> str | None:
        """Return the one of the files of a name that lies nearest to a file that imports it."""
        several = self._twins[self.name(target)] if target else []
        folders = path.split("/")
        return max(several, key=lambda one: _common(one.split("/"), folders)) if len(several) > 1 else target

    def _reach_of(self, path: str) -> str:
        """Return the folder from below which a file can be imported; "" is everywhere.

        What begins in a folder of tests is found by those beside it: elsewhere its name is another's.
        """
        parts = self.name(path).count(".") + 1 + path.endswith("/__init__.py")
        folder = "/".join((*path.split("/")[:-parts], ""))
        apart = _APART.search(folder)
        return folder[: apart.start("name")] if apart else ""

    def find(self, name: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the file of a dotted name, and the parts of it that are no module; None where none is."""
        path = self._module(cut(name))
        if path is None:
            return None
        rest = name.removeprefix(self.name(path)).strip(".")
        return path, tuple(rest.split(".")) if rest else ()

    def module_and_package(self, path: str) -> tuple[str, str]:
        """Return the dotted names of a file and of the package it is in."""
        module = self.name(path)
        return module, module if path.endswith(("__init__.py", "__init__.pyi")) else module.rpartition(".")[0]

    def _module_of(self, name: str) -> str | None:
        """Return the file of the longest beginning of a dotted name that is a module."""
        return next((self._modules[one] for one in beginnings(name) if one in self._modules), None)

    def _all_below(self, name: str) -> frozenset[str]:
        """Return the files whose dotted names begin with a name."""
        return frozenset(path for module, path in self._modules.items() if module.startswith(name))


def dotted(path: str, files: Container[str], sources: Container[str] = ()) -> str:
    """Return the dotted name of a file; that of a package for its `__init__.py`.

    Below one of the folders of *sources*, those around a package may have none: its name begins there.
    """
    *folders, name = re.sub(r"\.pyi?$", "", path).split("/")
    start = len(folders)
    while start and f"{'/'.join(folders[:start])}/__init__.py" in files:
        start -= 1
    start = next((at for at in range(start, 0, -1) if "/".join(folders[:at]) in sources), start)
    return ".".join((*folders[start:], *([name] if name != "__init__" else [])))


_APART = re.compile(r"(?:^|/)(?P<name>(?:docs?|examples?|stubs|tests?|testing))/")


def _is_manifest(path: str) -> bool:
    return path.rpartition("/")[2] in ("pyproject.toml", "setup.cfg", "setup.py")


def absolute(name: str, package: str) -> str | None:
    """Return a name that may be relative to a package as one that is not; None when it leads out of it."""
    rest = name.lstrip(".")
    level = len(name) - len(rest)
    folders = package.split(".") if package else []
    if level > len(folders):
        return None
    return ".".join((*folders[: len(folders) - level + 1], *([rest] if rest else []))) if level else name


def beginnings(dotted: str) -> Iterator[str]:
    """Yield a dotted name and what it begins with, up to its first part."""
    while dotted:
        yield dotted
        dotted = dotted.rpartition(".")[0]


def cut(dotted: str) -> str:
    """Return a dotted name that is no longer than any module's; the dots it begins with are left."""
    rest = dotted.lstrip(".")
    return dotted[: len(dotted) - len(rest)] + ".".join(rest.split(".", MAX_PARTS)[:MAX_PARTS])[:MAX_NAME]


def _run_time(text: str, module: str, package: str, *, is_whole: bool) -> tuple[str, bool]:
    """Return the name that a call imports, or what it begins with, and whether it is whole."""
    name = text.replace(OWN_NAME, module).replace(OWN_PACKAGE, package)
    # A name that begins with a dot is relative to a package that is given beside it.
    return ("", False) if name.startswith(".") else (cut(name), is_whole)


def _note(lines: dict[str, int], name: str | None, line: int) -> None:
    """Take note of a line, if it is the first of a name."""
    if name is not None:
        lines[name] = min(line, lines.get(name, line))


_COMMENTS = re.compile(rb"\A(?:[ \t\f]*(?:#[^\r\n]*)?[\r\n])+")
_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)


class Mentions:
    """What a Python file has in it when it imports one of some files: a search that is quicker than reading.

    The last parts of a dotted name stand in the text of every file that imports it. The first ones need not,
    as far as the package of the file has the same: imports may be relative to it.
    """

    def __init__(self, names: Names, targets: Iterable[str], calls: Iterable[bytes]) -> None:
        """Take the files that may be imported, and what stands in files that are read in any case."""
        self._names = names
        self._targets = tuple({tuple(names.name(path).split(".")) for path in targets})
        self._packages = tuple({target[:end] for target in self._targets for end in range(1, len(target))})
        self._calls = tuple(calls)
        self._wanted = lru_cache(maxsize=None)(self._wanted_from)

    def may_be_in(self, path: str, content: bytes) -> bool:
        """Say whether a file may import one of the targets, or make one of the calls."""
        text = _plain(content)
        if text is None or any(call in text for call in self._calls):
            return True
        _, package = self._names.module_and_package(path)
        return any(
            all(_stands(word, text) for word in words) and (last is None or _may_be_alone(last, text))
            for words, last in self._wanted(package)
        )

    def _wanted_from(self, package: str) -> tuple[tuple[tuple[bytes, ...], bytes | None], ...]:
        """Return the words that stand together in a file of a package which imports a target.

        Beside those of a package around a target is the one that stands alone where it is handed on.
        """
        folders = package.split(".") if package else []
        wanted = {frozenset(target[_common(target, folders) :]) for target in self._targets}
        least = [words for words in wanted if not any(other < words for other in wanted)]
        around = {(frozenset(one[_common(one, folders) :]), one[-1].encode()) for one in self._packages}
        return (
            *((_encoded(words), None) for words in least),
            *((_encoded(words), last) for words, last in around),
        )


def _encoded(words: Iterable[str]) -> tuple[bytes, ...]:
    """Return words, the longest first: it is the one that stands in the fewest files."""
    return tuple(word.encode() for word in sorted(words, key=len, reverse=True))


_AFTER = re.compile(rb"[\w/-]|\s*\.|\s+import\b")
_BEFORE = re.compile(
    rb"(?:^|[^\w\s.\"'`/-]|\b(?:return|in|is|not|and|or|if|elif|else|while|yield|await|lambda|assert|raise"
    rb"|del|case|match))[\s\\]*(?:\w+[\s\\]*\.[\s\\]*)*\Z|\A[\w\s.\\]*\Z",
    re.MULTILINE,
)
_IMPORTED = re.compile(rb"(?:^|\n)[ \t]*(?:from|import)\s[^\n(]*\Z|\bimport\s*\([^)]*\Z")
_RENAMED = re.compile(rb"\s+as\s+(\w+)")
_LEFT = 200
"""How far to the left of a name is looked, in bytes, for what stands before it."""


def _may_be_alone(name: bytes, text: bytes) -> bool:
    """Say whether a name may stand in code with nothing behind it, as that of a package which is handed on.

    What imports it is passed over: what that binds would stand somewhere else, too.
    """
    names = [name]
    for one in names:
        for end in _ends(one, text):
            before = text[max(0, end - len(one) - _LEFT) : end - len(one)]
            if _IMPORTED.search(before):
                renamed = _RENAMED.match(text, end)
                names += [renamed[1]] if renamed and renamed[1] not in names else []
            elif not _AFTER.match(text, end) and _BEFORE.search(before):
                return True
    return False


def _ends(word: bytes, text: bytes) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at + len(word)
        at = text.find(word, at + len(word))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many parts two names begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))


def _stands(word: bytes, text: bytes) -> bool:
    """Say whether a word stands in a text as a whole."""
    return word in text and bool(_whole(word).search(text))


@lru_cache(maxsize=1 << 12)
def _whole(word: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<!\w)" + re.escape(word) + rb"(?!\w)")


def _plain(content: bytes) -> bytes | None:
    """Return a file with its names as Python takes them; None when its bytes do not show them."""
    coding = _CODING.search(content[: content.find(b"\n", content.find(b"\n") + 1) + 1 or None])
    if coding and coding[1].lower().replace(b"_", b"-") not in (b"utf-8", b"utf8", b"ascii"):
        return None
    # The words of a licence that a file begins with are in the way.
    content = _COMMENTS.sub(b"", content, count=1)
    if content.isascii():
        return content
    try:
        return unicodedata.normalize("NFKC", content.decode()).encode()
    except UnicodeDecodeError:
        return None
