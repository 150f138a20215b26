"""Names in Python files → the files they mean, in a tree.

A name in a file may be relative to its package, which is known only by where the file lies.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .python import SourceFacts

MAX_NAME, MAX_PARTS = 500, 32
"""The longest dotted name that is looked for, in characters and in parts: no module has a longer one."""
OWN_NAME, OWN_PACKAGE = "\0name\0", "\0package\0"
"""What stands for the name of a file and of its package, until they are known."""


_PROJECT = ("pyproject.toml", "setup.cfg", "setup.py")
"""The files that say what a folder is installed as."""
_LIBRARY = frozenset(
    {name for name in sys.stdlib_module_names if not name.startswith("_")}
    - {"annotationlib", "compression", "tomllib"}
    | {"aifc", "asynchat", "asyncore", "audioop", "binhex", "cgi", "cgitb", "chunk", "crypt", "distutils"}
    | {"imghdr", "imp", "lib2to3", "mailcap", "msilib", "nis", "nntplib", "ossaudiodev", "pipes", "smtpd"}
    | {"sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib"}
)
"""What the library of Python 3.10 has, whichever Python this runs under."""


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
        all_paths = frozenset(paths)
        self.files = frozenset(path for path in all_paths if path.endswith(".py"))
        found = (path.rpartition("/") for path in all_paths)
        self._projects = frozenset(folder for folder, _, name in found if name in _PROJECT)
        self._above = lru_cache(maxsize=None)(self._folder_above)
        self._own = {path: self._dotted(path) for path in sorted(self.files)}
        self._twins: dict[str, list[str]] = {}
        for path, name in self._own.items():
            self._twins.setdefault(name, []).append(path)
        self._modules = {name: several[-1] for name, several in self._twins.items()}
        self._shared = frozenset(self._of_several())
        self._within = lru_cache(maxsize=None)(self._only_within)
        self._reach = lru_cache(maxsize=None)(self._reach_of)
        self._module = lru_cache(maxsize=1 << 16)(self._module_of)
        self._beginning_with = lru_cache(maxsize=1 << 10)(self._all_below)

    def placed(self, path: str, facts: SourceFacts) -> Placed:
        """Return what a file at a path imports."""
        found = Placed()
        for name, line in self._named(path, facts, found.possible).items():
            _note(found.first_parts, name.partition(".")[0], line)
            target = self._nearest(self._module(cut(name)), path)
            if target is None or target == path or not path.startswith(self._reach(target)):
                continue
            if name.partition(".")[0] in _LIBRARY or not self._is_meant(target, path):
                # Another project's, or the library's, unless the folder of this one comes first on the way.
                found.possible.append((frozenset((target,)), line))
            else:
                _note(found.targets, target, line)
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

    def find(self, name: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the file of a dotted name, and the parts of it that are no module; None where none is."""
        path = self._module(cut(name))
        if path is None:
            return None
        rest = name.removeprefix(self.dotted(path)).strip(".")
        return path, tuple(rest.split(".")) if rest else ()

    def module_and_package(self, path: str) -> tuple[str, str]:
        """Return the dotted names of a file and of the package it is in."""
        module = self.dotted(path)
        return module, module if path.endswith(("__init__.py", "__init__.pyi")) else module.rpartition(".")[0]

    def dotted(self, path: str) -> str:
        """Return the dotted name of a file; that of a package for its `__init__.py`."""
        return self._own.get(path) or self._dotted(path)

    def _dotted(self, path: str) -> str:
        parts = re.sub(r"\.pyi?$", "", path.removeprefix(self._above(path))).split("/")
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def _folder_above(self, path: str) -> str:
        """Return the folder, with a `/`, that the name of a file begins below; nothing for the top.

        What a project keeps in `src` is installed from there, also folders without an `__init__.py`.
        Elsewhere only that file shows which folders are packages.
        """
        folders = path.split("/")[:-1]
        for at in range(len(folders), 0, -1):
            if folders[at - 1] == "src" and "/".join(folders[: at - 1]) in self._projects:
                return f"{'/'.join(folders[:at])}/"
        start = len(folders)
        while start and f"{'/'.join(folders[:start])}/__init__.py" in self.files:
            start -= 1
        return f"{'/'.join(folders[:start])}/" if start else ""

    def _nearest(self, target: str | None, path: str) -> str | None:
        """Return the one of the files of a name that lies nearest to a file that imports it."""
        several = self._twins[self.dotted(target)] if target else []
        folders = path.split("/")
        return max(several, key=lambda one: common(one.split("/"), folders)) if len(several) > 1 else target

    def _reach_of(self, path: str) -> str:
        """Return the folder, with a `/`, below which a file can be imported; nothing if it can be anywhere.

        What begins in a folder of tests is found by those beside it: elsewhere its name is another's.
        """
        apart = _APART.search(self._above(path))
        return apart.string[: apart.start("name")] if apart else ""

    def _is_meant(self, target: str, path: str) -> bool:
        """Say whether a file at a path means another one when it names it."""
        return target not in self._shared and path.startswith(self._within(target))

    def _only_within(self, path: str) -> str:
        """Return the folder, with a `/`, outside of which a file has no name; nothing if it is installed."""
        folders = path.split("/")[:-1]
        above = self._above(path).removesuffix("/")
        for end in range(len(folders), 0, -1):
            project = "/".join(folders[:end])
            if project in self._projects:
                return "" if above in (project, f"{project}/src") else f"{project}/"
        return ""

    def _of_several(self) -> Iterator[str]:
        """Yield the `__init__.py` of packages of which another folder of the tree has a part as well."""
        folders: dict[str, set[str]] = {}
        for path, name in self._own.items():
            for beginning in beginnings(name):
                folders.setdefault(beginning, set()).add(self._above(path))
        for path, name in self._own.items():
            if path.endswith("/__init__.py") and len(folders[name]) > 1 and len(self._twins[name]) == 1:
                yield path

    def _module_of(self, name: str) -> str | None:
        """Return the file of the longest beginning of a dotted name that is a module."""
        return next((self._modules[one] for one in beginnings(name) if one in self._modules), None)

    def _all_below(self, name: str) -> frozenset[str]:
        """Return the files whose dotted names begin with a name."""
        return frozenset(path for module, path in self._modules.items() if module.startswith(name))


_APART = re.compile(r"(?:^|/)(?P<name>docs?|examples?|stubs|tests?|testing)/")


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


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many parts two names begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))
