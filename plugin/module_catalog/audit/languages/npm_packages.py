"""Files of JavaScript and TypeScript → which of them an import means."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from ...catalog.reading.paths import ancestors
from .facts import Family, FileFacts, Import, Placed
from .javascript import LANGUAGES
from .npm import CONFIG, PACKAGE

_ENDINGS = (".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".vue", ".svelte")
_BUILT = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
"""What a file is compiled from, by the ending that imports name."""
_NODE = frozenset(
    {
        *("assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto"),
        *(
            "dgram",
            "diagnostics_channel",
            "dns",
            "domain",
            "events",
            "fs",
            "http",
            "http2",
            "https",
            "inspector",
        ),
        *(
            "module",
            "net",
            "os",
            "path",
            "perf_hooks",
            "process",
            "punycode",
            "querystring",
            "readline",
            "repl",
        ),
        *(
            "stream",
            "string_decoder",
            "sys",
            "timers",
            "tls",
            "trace_events",
            "tty",
            "url",
            "util",
            "v8",
            "vm",
        ),
        *("wasi", "worker_threads", "zlib"),
    }
)
"""The modules that Node has itself."""
MAX_EXTENDS = 10


def place(files: Mapping[str, FileFacts], paths: Collection[str]) -> Iterator[tuple[str, Placed]]:
    """Yield what each file imports, and the variables it reads."""
    packages = _Packages(files, frozenset(paths))
    for path, facts in files.items():
        imports = () if path.endswith(".json") else tuple(packages.imports(path, facts))
        yield path, Placed(imports, facts.switches)


def _joined(folder: str, path: str) -> str:
    whole = posixpath.normpath(posixpath.join(folder, path))
    return "" if whole == "." else whole


class _Packages:
    """The packages of a tree, and what paths mean in its folders."""

    def __init__(self, files: Mapping[str, FileFacts], paths: frozenset[str]) -> None:
        self._files, self._paths = files, paths
        self._packages = {
            posixpath.dirname(path): facts for path, facts in files.items() if path.endswith("package.json")
        }
        self._package_of = lru_cache(maxsize=1 << 14)(self._nearest)
        self._named: dict[str, list[str]] = {}
        for folder, facts in sorted(self._packages.items()):
            if (name := facts.note("name")) and "node_modules" not in folder.split("/"):
                self._named.setdefault(name, []).append(folder)
        self._configs: dict[str, list[str]] = {}
        for path in sorted(files):
            if path.endswith(".json") and not path.endswith("package.json"):
                self._configs.setdefault(posixpath.dirname(path), []).append(path)
        self._ends: dict[str, list[str]] = {}
        self._in: dict[str, set[str]] = {}
        for path in files:
            if not path.endswith(".json"):
                stem = _stem(path)
                self._ends.setdefault(stem.rpartition("/")[2], []).append(path)
                self._in.setdefault(self._package_of(posixpath.dirname(path)) or "", set()).add(path)
        self._whole = {folder: frozenset(inside) for folder, inside in self._in.items()}
        self._mean = lru_cache(maxsize=1 << 16)(self._meant)

    def _nearest(self, folder: str) -> str | None:
        return next((one for one in (*ancestors(folder), "") if one in self._packages), None)

    def imports(self, path: str, facts: FileFacts) -> Iterator[Import]:
        """Yield the files that a file imports."""
        folder = posixpath.dirname(path)
        for name, line in facts.imports:
            targets, is_certain = self._mean(name.partition("?")[0], folder)
            if targets and targets != {path}:
                yield Import(targets, line, is_certain)
        for beginning, at in facts.noted("loads"):
            if targets := self._beginning_with(beginning, folder) - {path}:
                yield Import(targets, int(at), is_certain=False)

    def _beginning_with(self, name: str, folder: str) -> frozenset[str]:
        """Return the files that a name may mean of which only the beginning is known."""
        beginning = (
            posixpath.normpath(posixpath.join(folder, f"{name}x"))[:-1] if name.startswith(".") else ""
        )
        if name and not beginning and name[:1] != "/":
            first = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
            return frozenset(
                one for found in self._named.get(first, ()) for one in self._whole.get(found, ())
            )
        return frozenset(
            one for inside in self._whole.values() for one in inside if one.startswith(beginning)
        )

    def _meant(self, name: str, folder: str) -> tuple[frozenset[str], bool]:
        """Return the files that a name in a folder means, and whether it means all of them for certain."""
        if name.startswith((".", "/")):
            found = self._file(_joined(folder, name.lstrip("/")) if name[:1] == "." else name[1:])
            return frozenset(found), True
        for meaning in (self._mapped, self._own, self._package):
            targets = meaning(name, folder)
            if targets is not None:
                return targets
        return self._ending_with(name), False

    def _file(self, path: str) -> list[str]:
        """Return the file that a path without its ending, or a folder, stands for."""
        stem, ending = posixpath.splitext(path)
        wanted = [
            path,
            *(stem + one for one in _BUILT.get(ending, ())),
            *(path + one for one in _ENDINGS),
            *(posixpath.join(path, f"index{one}") for one in _ENDINGS),
        ]
        found = [one for one in wanted if one in self._paths]
        if not found and path in self._packages:
            return self._entries(path)[:1]
        return found[:1]

    def _entries(self, folder: str) -> list[str]:
        named = [one for (one,) in self._packages[folder].noted("entry")]
        return [found for one in named for found in self._file(_joined(folder, one))]

    def _mapped(self, name: str, folder: str) -> tuple[frozenset[str], bool] | None:
        """Return what a tsconfig.json in a folder or above says."""
        for above in (*ancestors(folder), ""):
            for config in self._configs.get(above, ()):
                found = [one for path in self._candidates(config, name) for one in self._file(path)]
                if found:
                    return frozenset(found[:1]), True
        return None

    def _candidates(self, config: str, name: str) -> Iterator[str]:
        """Yield where a name may lie by `paths` and `baseUrl` of a configuration, or of one it extends."""
        for _ in range(MAX_EXTENDS):
            folder, facts = posixpath.dirname(config), self._files[config]
            base = facts.note("base")
            for pattern, target in facts.noted("path"):
                if (rest := _star(pattern, name)) is not None:
                    yield _joined(_joined(folder, base or ""), target.replace("*", rest))
            if base is not None:
                yield _joined(_joined(folder, base), name)
            above = facts.note("extends") or ""
            wanted = _joined(folder, above)
            config = wanted if wanted in self._files else f"{wanted}.json"
            if not above or config not in self._files:
                return

    def _own(self, name: str, folder: str) -> tuple[frozenset[str], bool] | None:
        """Return what `imports` of the package says of a name that begins with `#`."""
        package = self._package_of(folder) if name.startswith("#") else None
        if package is None:
            return None
        found = self._given(package, "imports", name)
        return (frozenset(found[:1]), True) if found else None

    def _given(self, package: str, key: str, name: str) -> list[str]:
        """Return the files of the tree that a package gives under a name."""
        targets = (
            target.replace("*", rest)
            for pattern, target in self._packages[package].noted(key)
            if (rest := _star(pattern, name)) is not None
        )
        return [
            one for target in targets if target[:1] == "." for one in self._file(_joined(package, target))
        ]

    def _package(self, name: str, folder: str) -> tuple[frozenset[str], bool] | None:
        """Return the files of a package of the tree; none for a package from elsewhere."""
        parts = name.split("/")
        length = 2 if name.startswith("@") and len(parts) > 1 else 1
        first, rest = "/".join(parts[:length]), "/".join(parts[length:])
        found = self._named.get(first, [])
        if len(found) > 1:
            return frozenset(one for package in found for one in self._whole.get(package, ())), False
        if found:
            return self._part(found[0], rest), True
        if first.startswith("node:") or first in _NODE or self._depends(folder, first):
            return frozenset(), True
        return None

    def _part(self, package: str, rest: str) -> frozenset[str]:
        """Return the file that a name below a package means; all of them where it is built from several."""
        found = self._given(package, "exports", f"./{rest}" if rest else ".")
        found = found or (self._file(_joined(package, rest)) if rest else self._entries(package))
        return frozenset(found[:1]) or self._whole.get(package, frozenset())

    def _depends(self, folder: str, name: str) -> bool:
        return any(
            (name,) in self._packages[above].noted("dependency")
            for above in (*ancestors(folder), "")
            if above in self._packages
        )

    def _ending_with(self, name: str) -> frozenset[str]:
        """Return the files that a name may mean of which only a build tool knows how it begins.

        What it calls that begins with a sign that no folder begins with.
        """
        wanted = f"/{_stem(name.partition('/')[2] if name[:1] in ('@', '~', '#') else name)}"
        found: Iterable[str] = self._ends.get(wanted.rpartition("/")[2], ())
        return frozenset(path for path in found if f"/{_stem(path)}".endswith(wanted))


def _stem(path: str) -> str:
    """Return a path without its ending; for a folder's index, the folder."""
    ending = next((one for one in sorted(_ENDINGS, key=len, reverse=True) if path.endswith(one)), "")
    return path.removesuffix(ending).removesuffix("/index")


def _star(pattern: str, name: str) -> str | None:
    """Return what the star of a pattern stands for in a name; None when the name is another."""
    before, star, after = pattern.partition("*")
    if not star:
        return "" if pattern == name else None
    fits = name.startswith(before) and name.endswith(after) and len(name) >= len(before) + len(after)
    return name[len(before) : len(name) - len(after)] if fits else None


FAMILY = Family((*LANGUAGES, PACKAGE, CONFIG), place)
