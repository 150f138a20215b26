"""Files of Java and Kotlin → the packages they are in, and which of them a name means."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from .facts import Family, FileFacts, Import, Placed
from .jvm import JAVA, KOTLIN


def place(files: Mapping[str, FileFacts], paths: Collection[str]) -> Iterator[tuple[str, Placed]]:
    """Yield what each file imports or names, and the variables it reads."""
    packages = _Packages(files)
    for path, facts in files.items():
        yield path, Placed(tuple(packages.imports(path, facts)), facts.switches)


class _Packages:
    """The packages of a tree, with the files that declare each name in them."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._all = frozenset(files)
        self._declared: dict[str, dict[str, set[str]]] = {}
        for path, facts in files.items():
            names = self._declared.setdefault(facts.note("package") or "", {})
            for (name,) in facts.noted("type"):
                names.setdefault(name, set()).add(path)
        self._modules: dict[str, set[str]] = {}
        for path, facts in files.items():
            for (name,) in facts.noted("module"):
                self._modules.setdefault(name, set()).add(path)

    def imports(self, path: str, facts: FileFacts) -> Iterator[Import]:
        """Yield the files of what a file imports, and of what it names without an import."""
        imported, packages = set[str](), [facts.note("package") or ""]
        for name, line in facts.imports:
            package, star, _ = name.partition(".*")
            if star and package in self._declared:
                packages.append(package)
            elif targets := self._files(package if star else name):
                imported.add(name.rpartition(".")[2])
                yield from _one(targets, path, line)
        own = {name for (name,) in facts.noted("type")}
        for word, at in facts.noted("word"):
            for package in packages if word not in imported | own else ():
                yield from _one(self._declared[package].get(word, set()), path, int(at))
        for name, at in facts.noted("requires"):
            yield from _one(self._modules.get(name, set()), path, int(at))
        for (at,) in facts.noted("loads"):
            yield Import(self._all, int(at), is_certain=False)

    def _files(self, name: str) -> set[str]:
        """Return the files that declare what a name begins with: a type, of which the rest is a part."""
        parts = name.split(".")
        for length in range(len(parts) - 1, 0, -1):
            declared = self._declared.get(".".join(parts[:length]), {})
            if parts[length] in declared:
                return declared[parts[length]]
        return set()


def _one(targets: set[str], path: str, line: int) -> Iterator[Import]:
    """Yield an import of what is declared in one file, or in one of several."""
    others = frozenset(targets - {path})
    if others and path not in targets:
        yield Import(others, line, len(others) == 1)


FAMILY = Family((JAVA, KOTLIN), place)
