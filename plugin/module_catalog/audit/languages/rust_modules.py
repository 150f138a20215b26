"""Files of Rust → the modules they are, and which of them a path means."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ...catalog.reading.paths import ancestors
from .cargo import CARGO
from .facts import Family, FileFacts, Import, Placed, included
from .rust import MAX_PARTS, RUST

MAX_STEPS = 32
"""A name that is given on more often than this is followed no further."""
_ROOTS = ("src/main.rs", "build.rs")
_ROOT_FOLDERS = ("src/bin", "tests", "examples", "benches")

_Module = tuple[str, tuple[str, ...]]
"""The file a crate begins with, and the names from there."""


def place(files: Mapping[str, FileFacts], paths: Collection[str]) -> Iterator[tuple[str, Placed]]:
    """Yield what each file uses, and the toggles it has."""
    crates, known = _Crates(files), frozenset(paths)
    for path, facts in files.items():
        imports = tuple(crates.imports(path, facts)) if path.endswith(".rs") else ()
        yield path, Placed((*imports, *included(path, facts, known)), facts.switches)


def _joined(folder: str, path: str) -> str:
    """Return a path from a folder; "" for the top of the tree."""
    whole = posixpath.normpath(posixpath.join(folder, path))
    return "" if whole == "." else whole


@dataclass
class _Package:
    folder: str
    facts: FileFacts
    library: str = ""
    """The file that its library begins with; "" when it has none."""
    known: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """The libraries it can name: the file each begins with, and whether it is that one for certain."""


class _Crates:
    """The crates of a tree, and the modules in them."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files
        self._packages = {
            posixpath.dirname(path): _Package(posixpath.dirname(path), facts)
            for path, facts in files.items()
            if path.endswith("Cargo.toml")
        }
        self._modules: dict[_Module, str] = {}
        self._of: dict[str, list[_Module]] = {}
        self._package_of = lru_cache(maxsize=None)(self._nearest)
        named: dict[str, list[_Package]] = {}
        for package in self._packages.values():
            _, library = next(package.facts.noted("lib"), ("", ""))
            package.library = self._there(posixpath.join(package.folder, library)) if library else ""
            if name := package.facts.note("package"):
                named.setdefault(name, []).append(package)
        for package in self._packages.values():
            package.known = dict(self._libraries(package, named))
        for root in self._roots():
            self._follow(root)

    def _there(self, path: str) -> str:
        path = _joined("", path)
        return path if path in self._files else ""

    def _nearest(self, folder: str) -> _Package | None:
        return next((self._packages[one] for one in (*ancestors(folder), "") if one in self._packages), None)

    def _libraries(
        self, package: _Package, named: Mapping[str, list[_Package]]
    ) -> Iterator[tuple[str, tuple[str, bool]]]:
        """Yield what a package can name: its own library, and those it depends on."""
        name, _ = next(package.facts.noted("lib"), ("", ""))
        if package.library:
            yield name.replace("-", "_"), (package.library, True)
        for key, *said in package.facts.noted("dependency"):
            is_shared = said[1] == "*"
            folder, original, path = (
                self._shared(package.folder, key) if is_shared else (package.folder, *said)
            )
            one = self._packages.get(_joined(folder, path)) if path else None
            found = [one] if one else named.get(original, [])
            if len(found) == 1 and found[0].library:
                library, _ = next(found[0].facts.noted("lib"), ("", ""))
                short = key if key != original else library
                yield short.replace("-", "_"), (found[0].library, bool(one))

    def _shared(self, folder: str, key: str) -> tuple[str, str, str]:
        """Return the folder of the workspace that says what a dependency is, with its package and folder."""
        for above in (*ancestors(folder), ""):
            if above in self._packages:
                for name, original, path in self._packages[above].facts.noted("shared"):
                    if name == key:
                        return above, original, path
        return folder, key, ""

    def _roots(self) -> Iterator[str]:
        """Yield the files that crates begin with."""
        for package in self._packages.values():
            named = [
                package.library,
                *(posixpath.join(package.folder, path) for (path,) in package.facts.noted("root")),
            ]
            usual = (posixpath.join(package.folder, path) for path in _ROOTS)
            yield from filter(None, map(self._there, filter(None, (*named, *usual))))
        for path in self._files:
            folder, name = posixpath.split(path)
            above = folder if name != "main.rs" else posixpath.dirname(folder)
            for one in {folder, above} if name.endswith(".rs") else ():
                nearest = self._package_of(one)
                if nearest and one in (posixpath.join(nearest.folder, usual) for usual in _ROOT_FOLDERS):
                    yield path

    def _follow(self, root: str) -> None:
        """Take in the modules of a crate, each once."""
        left: list[tuple[str, tuple[str, ...]]] = [(root, ())]
        while left:
            path, names = left.pop()
            if (root, names) in self._modules or len(names) > MAX_PARTS:
                continue
            self._modules[root, names] = path
            self._of.setdefault(path, []).append((root, names))
            for child, below, _, _ in self._children(path, is_root=not names):
                left.append((child, (*names, *below)))

    def _children(self, path: str, *, is_root: bool) -> Iterator[tuple[str, tuple[str, ...], int, bool]]:
        """Yield the files of modules that a file declares, their names, the line, whether for tests only."""
        folder, name = posixpath.split(path)
        base = folder if is_root or name == "mod.rs" else posixpath.join(folder, name.removesuffix(".rs"))
        for said, names, line, what in self._files[path].noted("mod"):
            usual = posixpath.join(base, names)
            wanted = [posixpath.join(folder, said)] if said else [f"{usual}.rs", f"{usual}/mod.rs"]
            child = next(filter(None, map(self._there, wanted)), "")
            if child:
                yield child, tuple(names.split("/")), int(line), what == "test"

    def imports(self, path: str, facts: FileFacts) -> Iterator[Import]:
        """Yield the modules that a file declares and uses."""
        homes = self._of.get(path) or [(path, ())]
        for child, _, line, is_test in self._children(path, is_root=not homes[0][1]):
            if not is_test:
                yield Import(frozenset({child}), line)
        for home in homes:
            for name, line in facts.imports:
                for target, is_certain in self._meant(name.split("::"), home, facts, set()):
                    if target != path:
                        yield Import(frozenset({target}), line, is_certain)

    def _meant(
        self, parts: list[str], home: _Module, facts: FileFacts, seen: set[tuple[_Module, tuple[str, ...]]]
    ) -> Iterator[tuple[str, bool]]:
        """Yield the files that a path means: the module it leads to, and those that this has it from."""
        if (home, tuple(parts)) in seen or len(seen) >= MAX_STEPS:
            return
        seen.add((home, tuple(parts)))
        start = self._start(parts, home)
        if start is None:
            for (above,) in facts.noted("glob"):
                whole = [*above.split("::"), *parts]
                if self._start(whole[:-1], home) and self._leads(whole, home):
                    yield from self._meant(whole, home, facts, seen)
            return
        module, rest, is_certain = self._deepest(*start)
        target = self._modules[module]
        yield target, is_certain
        given = self._files[target]
        for name, path in given.noted("pub") if rest else ():
            if name == rest[0]:
                whole = [*path.split("::"), *rest[1:]]
                yield from ((one, so and is_certain) for one, so in self._meant(whole, module, given, seen))

    def _leads(self, parts: list[str], home: _Module) -> bool:
        """Say whether a path leads further than to the module that a glob names."""
        start = self._start(parts, home)
        return start is not None and len(self._deepest(*start)[1]) < len(parts) - 1

    def _deepest(self, module: _Module, rest: list[str], is_certain: bool) -> tuple[_Module, list[str], bool]:
        """Return the module that a path leads to, and what is left of the path there."""
        root, names = module
        while rest and (root, (*names, rest[0])) in self._modules:
            names, rest = (*names, rest[0]), rest[1:]
        return (root, names), rest, is_certain

    def _start(self, parts: Iterable[str], home: _Module) -> tuple[_Module, list[str], bool] | None:
        """Return the module that a path begins at, what is left of it, and whether that is certain."""
        first, *rest = parts
        root, names = home
        if first == "crate":
            return ((root, ()), rest, True) if (root, ()) in self._modules else None
        if first in ("self", "super"):
            names = names[:-1] if first == "super" else names
            while rest and rest[0] == "super":
                names, rest = names[:-1], rest[1:]
            return ((root, names), rest, True) if (root, names) in self._modules else None
        if (root, (*names, first)) in self._modules:
            return (root, (*names, first)), rest, True
        package = self._package_of(posixpath.dirname(root))
        if package and first in package.known:
            library, is_certain = package.known[first]
            return ((library, ()), rest, is_certain) if (library, ()) in self._modules else None
        return None


FAMILY = Family((RUST, CARGO), place)
