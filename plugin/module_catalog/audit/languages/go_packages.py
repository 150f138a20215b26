"""Files of Go → the packages they are, which files an import means, and which gate a name stands for."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ...catalog.reading.paths import Listing, ancestors
from .facts import Family, FileFacts, Import, Placed, Switch, included
from .go import GO, GO_MOD


def place(files: Mapping[str, FileFacts], paths: Collection[str]) -> Iterator[tuple[str, Placed]]:
    """Yield what each file imports, and the toggles it has."""
    packages, gates = _Packages(files), _Gates(files)
    listing, known = Listing(paths), frozenset(paths)
    for path, facts in files.items():
        if path.endswith(".go"):
            found = (
                *packages.imports(path, facts),
                *_embedded(path, facts, listing),
                *included(path, facts, known),
            )
            yield path, Placed(found, (*facts.switches, *gates.of(path, facts, packages)))


def _embedded(path: str, facts: FileFacts, listing: Listing) -> Iterator[Import]:
    """Yield the files that a file has in it: of a folder, all but hidden ones, unless it asks for `all:`."""
    for pattern, line in facts.noted("embed"):
        place = posixpath.join(_folder(path), pattern.removeprefix("all:"))
        depth = place.rstrip("/").count("/") + 1
        for file in listing.below(place):
            is_hidden = any(name.startswith((".", "_")) for name in file.split("/")[depth:])
            if pattern.startswith("all:") or not is_hidden:
                yield Import(frozenset({file}), int(line))


def _folder(path: str) -> str:
    return posixpath.dirname(path)


class _Packages:
    """The packages of a tree, by their import paths."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._mods = {_folder(path): facts for path, facts in files.items() if path.endswith("go.mod")}
        self._in: dict[str, set[str]] = {}
        for path in files:
            if path.endswith(".go") and not path.endswith("_test.go"):
                self._in.setdefault(_folder(path), set()).add(path)
        self._files = {folder: frozenset(paths) for folder, paths in self._in.items()}
        self._folders: dict[str, list[str]] = {}
        self._nowhere: dict[str, list[str]] = {}
        for folder in sorted(self._files):
            root = self._root(folder)
            module = self._mods[root].note("module") if root is not None else None
            if module is None:
                self._nowhere.setdefault(folder.rpartition("/")[2], []).append(folder)
            else:
                path = f"{module}/{_below(folder, root or '')}".rstrip("/")
                self._folders.setdefault(path, []).append(folder)

    def _root(self, folder: str) -> str | None:
        """Return the folder of the module that a folder belongs to."""
        return next((one for one in (*ancestors(folder), "") if one in self._mods), None)

    def imports(self, path: str, facts: FileFacts) -> Iterator[Import]:
        """Yield the packages that a file imports, and its own, whose names it has without an import."""
        own = _folder(path)
        for name, line in facts.imports:
            folders = self.folders(name, own)
            # Where a path is taken twice it is not known which one is built.
            is_certain = len(folders) == 1
            targets = [
                file for one in folders or self._ending_with(name) for file in self._files.get(one, ())
            ]
            if targets:
                yield Import(frozenset(targets), line, is_certain)
        if others := self._files.get(own, frozenset()) - {path}:
            yield Import(others, 1, is_certain=False)

    def folders(self, name: str, own: str) -> list[str]:
        """Return the folders that an import in a folder may mean; several when it is not known which."""
        root = self._root(own)
        replaced = self._replaced(name, root) if root is not None else None
        if replaced is not None:
            return [replaced]
        vendored = (posixpath.join(one, "vendor", name) for one in (*ancestors(own), ""))
        found = next((folder for folder in vendored if folder in self._files), None)
        if found:
            return [found]
        return self._folders.get(name, [])

    def _ending_with(self, name: str) -> list[str]:
        """Return the folders that an import may mean, of those around which no go.mod is."""
        found = self._nowhere.get(name.rpartition("/")[2], ())
        return [folder for folder in found if f"/{name}".endswith(f"/{folder}")]

    def _replaced(self, name: str, root: str) -> str | None:
        """Return the folder that the go.mod in a folder says an import is in; the longest path counts."""
        fits = [
            (len(path), path, target)
            for path, target in self._mods[root].noted("replace")
            if name == path or name.startswith(f"{path}/")
        ]
        if not fits:
            return None
        _, path, target = max(fits)
        return posixpath.normpath(posixpath.join(root, target, _below(name, path)))


def _below(path: str, folder: str) -> str:
    return path[len(folder) :].lstrip("/")


class _Gates:
    """The feature gates of a tree, by the names that files have for them."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._named: dict[tuple[str, str], str] = {}
        self._anywhere: dict[str, set[str]] = {}
        for path, facts in files.items():
            for name, gate, *_ in (*facts.noted("gate"), *facts.noted("constant")):
                if name and gate:
                    self._named[_folder(path), name] = gate
                    self._anywhere.setdefault(name, set()).add(gate)

    def of(self, path: str, facts: FileFacts, packages: _Packages) -> Iterator[Switch]:
        """Yield the gates that a file registers, has in a table, and asks for."""
        gate = Switch("feature-gate", "declared", "", 0)
        for _, name, default, line, _ in facts.noted("gate"):
            yield replace(gate, name=name, default=default, line=int(line))
        needs = {key: others for key, *others in facts.noted("needs")}
        for key, default, line, _ in facts.noted("feature"):
            others = (self._name(one, path, facts, packages) for one in needs.get(key, ()))
            yield replace(
                gate,
                name=self._name(key, path, facts, packages),
                default=default or None,
                line=int(line),
                requires=tuple(sorted(filter(None, others))),
            )
        for key, line in facts.noted("asks"):
            if name := self._name(key, path, facts, packages):
                yield Switch("feature-gate", "read", name, int(line))

    def _name(self, key: str, path: str, facts: FileFacts, packages: _Packages) -> str:
        """Return the gate that a name in a file stands for; "" when it is not known."""
        if key.startswith('"'):
            return key.strip('"')
        package, _, name = key.rpartition(".")
        folders = [_folder(path)]
        if package:
            imported = [where for alias, where in facts.noted("import") if alias == package]
            folders = [folder for where in imported for folder in packages.folders(where, _folder(path))]
        found = {self._named[folder, name] for folder in folders if (folder, name) in self._named}
        found = found or self._anywhere.get(name, set())
        return next(iter(found)) if len(found) == 1 else ""


FAMILY = Family((GO, GO_MOD), place)
