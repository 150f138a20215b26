"""The paths of a tree → its folders with code, and what each is called below the top of its language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cached_property

from ...catalog.reading.paths import ancestors
from ..languages import cpp
from ..languages.others import OTHERS

CODE = (".py", ".pyi", *cpp.ENDINGS, *OTHERS)
"""How the names of files end that hold code."""
_ASIDE = {
    "tests": ("test", "tests", "testing", "testdata", "testsuite", "__tests__", "fixtures"),
    "documentation": ("doc", "docs", "tutorials", "gallery", "site", "reports"),
    "samples": ("example", "examples", "samples", "bench", "benches", "benchmark", "benchmarks"),
    "chores": ("ci", "docker", "scripts", "hack"),
    "other projects": (
        "3rdparty",
        "third_party",
        "third-party",
        "thirdparty",
        "vendor",
        "vendored",
        "external",
    ),
    "what is installed": ("node_modules", "deps"),
}
ASIDE = frozenset(name for names in _ASIDE.values() for name in names)
"""Folders whose code belongs to whatever is beside them, or to another project."""
_TOPS = {
    "what is below": ("src", "source", "sources", "lib", "libs", "include", "pkg", "internal", "main", "app"),
    "the language": ("python", "java", "kotlin", "go", "rust"),
}
TOPS = frozenset(name for names in _TOPS.values() for name in names)
"""Folders that say what language or sort of file is below, and nothing about modules."""
CORE = "core"
"""The kind of what lies right below a top of the tree."""
_KINDS = {
    "backend": ("backend", "backends"),
    "frontend": ("frontend", "frontends"),
    "integration": ("contrib", "integration", "integrations"),
    "plugin": ("plugin", "plugins"),
    "extension": ("extension", "extensions"),
    "provider": ("provider", "providers"),
    "driver": ("driver", "drivers"),
    "adapter": ("adapter", "adapters"),
    "connector": ("connector", "connectors"),
    "receiver": ("receiver",),
    "exporter": ("exporter",),
    "processor": ("processor",),
    "service": ("service", "services"),
    "component": ("component", "components"),
    "part": ("module", "modules"),
    "crate": ("crates",),
    "package": ("packages",),
    "command": ("cmd", "bin", "exec"),
    "app": ("apps",),
    "tool": ("tools",),
    CORE: ("extra", "extras"),
}
CONTAINERS = {folder: kind for kind, folders in _KINDS.items() for folder in folders}
"""The kind of the folders in a folder, by its name."""
_MOST, _FEW = 0.8, 2


class Layout:
    """The folders of a tree that hold code."""

    def __init__(
        self, paths: Iterable[str], *, packages: Collection[str] = (), names: Collection[str] = ()
    ) -> None:
        """Take all paths of the tree, the folders of its packages, and what the project is called."""
        self.files = tuple(path for path in paths if path.endswith(CODE) and not is_aside(path))
        self._packages, self._names = frozenset(packages), frozenset(names)
        self.count: Counter[str] = Counter()
        """How many files of code are below each folder."""
        self.own: Counter[str] = Counter()
        """How many of them are in the folder itself."""
        self.folders_in: dict[str, list[str]] = {}
        """The folders right below each one, in the order of letters."""
        for path in self.files:
            folder = path.rpartition("/")[0]
            self.own[folder] += 1
            self.count.update(ancestors(folder))
        for folder in sorted(self.count):
            self.folders_in.setdefault(folder.rpartition("/")[0], []).append(folder)

    @cached_property
    def tops(self) -> frozenset[str]:
        """The folders that what is below them is called by: `src`, `include/tvm`, and those around them."""
        found: set[str] = set()
        for folder in self.folders_in.get("", ()):
            if folder in TOPS or (len(self.folders_in.get(folder, ())) == 1 and not self.own[folder]):
                found.update(self._down(folder))
        return frozenset(found)

    def _down(self, folder: str) -> Iterable[str]:
        """Yield a folder and those below it, as long as one of them holds nearly all, or is the project.

        A package is something by itself, and so is what has no folders.
        """
        while folder and folder in self.folders_in and (folder in TOPS or folder not in self._packages):
            yield folder
            inside = self.folders_in.get(folder, ())
            if self.own[folder] > _FEW:
                return
            folder = next((one for one in inside if self._is_whole(one, folder)), "")

    def _is_whole(self, inner: str, outer: str) -> bool:
        is_named = inner.rpartition("/")[2] in self._names
        return is_named or self.count[inner] >= _MOST * self.count[outer]

    def below_top(self, path: str) -> str:
        """Return a path without the top that it is below: `relax/op` for `include/tvm/relax/op`."""
        top = next((one for one in ancestors(path.rpartition("/")[0]) if one in self.tops), "")
        return path[len(top) + 1 :] if top else path

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """All folders that hold code but for the tops, in the order of letters."""
        return tuple(folder for folder in sorted(self.count) if folder not in self.tops)

    @cached_property
    def mirrored(self) -> dict[str, list[str]]:
        """The folders of the same name below different tops, by that name."""
        found: dict[str, list[str]] = {}
        for folder in self.folders:
            found.setdefault(self.below_top(folder), []).append(folder)
        return found


def is_aside(path: str) -> bool:
    """Say whether a file is in a hidden folder, or one of tests, documentation or other projects."""
    folders = path.split("/")[:-1]
    return any(folder.casefold() in ASIDE or folder.startswith(".") for folder in folders)


def container_of(path: str) -> str | None:
    """Return the kind of what is in the folder around a path; None where that says nothing."""
    return CONTAINERS.get(path.rpartition("/")[0].rpartition("/")[2])
