"""Python source → what it imports and which environment variables it reads. It is parsed, never run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_GETTERS = ("os.environ.get", "os.getenv", "environ.get", "getenv")


@dataclass(frozen=True)
class Source:
    """What one file says."""

    imports: tuple[tuple[str, int], ...]
    """Dotted names with their lines: modules, and names that may be modules or something in one."""
    defaults: tuple[tuple[str, str, int], ...]
    """Environment variables that are read with a default: name, default and line."""
    extras: tuple[tuple[str, int], ...] = ()
    """The names of optional dependencies that a call of `setup` declares."""


def read(content: bytes, package: str) -> Source | None:
    """Return what a file says that lies in a package, which relative imports start from; None when it is not Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nodes = list(ast.walk(ast.parse(content)))
    # What the parser raises for odd and hostile files, depending on how they are odd.
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    roots = {
        alias.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names if not alias.asname
    }
    found = dict(sorted(_names(nodes, package, roots), key=lambda one: -one[1]))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return Source(tuple(sorted(found.items(), key=lambda one: one[1])), tuple(_defaults(calls)), tuple(_extras(calls)))


def _names(nodes: Iterable[ast.AST], package: str, roots: set[str]) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            if base is not None:
                yield from ((f"{base}.{alias.name}" if alias.name != "*" else base, node.lineno) for alias in node.names)
        elif isinstance(node, ast.Attribute) and (dotted := _dotted(node)) and dotted.partition(".")[0] in roots:
            yield dotted, node.lineno


def _base(node: ast.ImportFrom, package: str) -> str | None:
    """Return the module that a `from` names; None when it leads out of the package."""
    if not node.level:
        return node.module
    folders = package.split(".") if package else []
    if node.level > len(folders):
        return None
    return ".".join((*folders[: len(folders) - node.level + 1], *([node.module] if node.module else [])))


def _dotted(node: ast.expr) -> str | None:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(names))) if isinstance(node, ast.Name) else None


def _defaults(calls: Iterable[ast.Call]) -> Iterator[tuple[str, str, int]]:
    for call in calls:
        if _dotted(call.func) in _GETTERS and len(call.args) == 2:
            name, default = call.args
            if isinstance(name, ast.Constant) and isinstance(default, ast.Constant) and isinstance(name.value, str):
                yield name.value, str(default.value), call.lineno


def _extras(calls: Iterable[ast.Call]) -> Iterator[tuple[str, int]]:
    for call in calls:
        for keyword in call.keywords:
            if keyword.arg == "extras_require" and isinstance(keyword.value, ast.Dict):
                for key in keyword.value.keys:
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        yield key.value, key.lineno


def modules(paths: Iterable[str]) -> Mapping[str, str]:
    """Return the Python files among *paths* by their dotted names: from the outermost folder with an `__init__.py`."""
    files = {path for path in paths if path.endswith(".py")}
    return {dotted(path, files): path for path in sorted(files)}


def dotted(path: str, files: Iterable[str]) -> str:
    """Return the dotted name of a file; that of a package for its `__init__.py`."""
    *folders, name = path.removesuffix(".py").split("/")
    start = len(folders)
    while start and f"{'/'.join(folders[:start])}/__init__.py" in files:
        start -= 1
    return ".".join((*folders[start:], *([name] if name != "__init__" else [])))


_SECTION = re.compile(r"\s*\[(?P<name>[^\]]+)\]")
_KEY = re.compile(r"""(?P<quote>["']?)(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?P=quote)\s*=""")
_EXTRAS = ("project.optional-dependencies", "options.extras_require", "tool.poetry.extras")


def extras(text: str) -> Iterator[tuple[str, int]]:
    """Yield the optional dependencies that pyproject.toml or setup.cfg declares, with their lines."""
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if found := _SECTION.match(line):
            section = found["name"].strip()
        elif section in _EXTRAS and (found := _KEY.match(line)):
            yield found["name"], number
