"""Python source → what it imports and which environment variables it reads. It is parsed, never run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

MAX_NAME, MAX_PARTS = 500, 32
"""The longest dotted name that is looked for, in characters and in parts: no module has a longer one."""

MAX_DOTS = 1000
_BETWEEN = re.compile(rb"[^\w\s.\\]+|(?<=\w)[\s\\]+(?=\w)")
"""What no dotted name goes over: a sign, and the blanks between two words."""
_DOT = re.compile(rb"\w[\s\\]*\.")

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


class TooDeepError(Exception):
    """A file is nested deeper than it can be read."""


def read(content: bytes, package: str) -> Source | None:
    """Return what a file says that lies in a package, which relative imports start from; None when it is not Python.

    Raises TooDeepError when it is nested too deep, or has a name of more than MAX_DOTS parts: Python's parser takes quadratic
    time for that.
    """
    if any(len(_DOT.findall(piece)) > MAX_DOTS for piece in _BETWEEN.split(content)):
        raise TooDeepError
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nodes = list(ast.walk(ast.parse(content)))
    # What the parser raises for odd and hostile files, depending on how they are odd.
    except (SyntaxError, ValueError):
        return None
    except (RecursionError, MemoryError) as error:
        raise TooDeepError from error
    roots = {
        alias.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names if not alias.asname
    }
    found = dict(sorted(_names(nodes, package, roots), key=lambda one: -one[1]))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return Source(tuple(sorted(found.items(), key=lambda one: one[1])), tuple(_defaults(calls)), tuple(_extras(calls)))


def _names(nodes: Sequence[ast.AST], package: str, roots: set[str]) -> Iterator[tuple[str, int]]:
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((_cut(alias.name), node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            if base is not None:
                base = _cut(base)
                yield from ((f"{base}.{alias.name}" if alias.name != "*" else base, node.lineno) for alias in node.names)
        # What a longer chain of names has in it is among its beginnings.
        elif isinstance(node, ast.Attribute) and id(node) not in inner:
            dotted = _dotted(node) or ""
            found = beginnings(_cut(dotted)) if dotted.partition(".")[0] in roots else ()
            yield from ((name, node.lineno) for name in found if "." in name)


def _cut(dotted: str) -> str:
    return ".".join(dotted.split(".", MAX_PARTS)[:MAX_PARTS])[:MAX_NAME]


def beginnings(dotted: str) -> Iterator[str]:
    """Yield a dotted name and what it begins with, up to its first part."""
    while dotted:
        yield dotted
        dotted = dotted.rpartition(".")[0]


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
                yield name.value, _written(default.value), call.lineno


def _written(value: object) -> str:
    """Return a constant as text; in base 16 when it is a number that has too many digits for base 10."""
    try:
        return str(value)
    except ValueError:
        return f"{value:#x}"


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
