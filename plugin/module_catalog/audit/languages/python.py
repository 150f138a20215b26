"""Python source → what it imports and which environment variables it reads. It is parsed, never run."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from configparser import Error as ConfigError
from configparser import RawConfigParser
from dataclasses import dataclass
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MAX_NAME, MAX_PARTS = 500, 32
"""The longest dotted name that is looked for, in characters and in parts: no module has a longer one."""

MAX_DOTS = 1000
_BETWEEN = re.compile(rb"[^\w\s.\\]+|(?<=\w)[\s\\]+(?=\w)")
"""What no dotted name goes over: a sign, and the blanks between two words."""
_DOT = re.compile(rb"\w[\s\\]*\.")

_GETTERS = ("os.environ.get", "os.getenv", "environ.get", "getenv")


@dataclass(frozen=True)
class SourceFacts:
    """What one file says."""

    imports: tuple[tuple[str, int], ...]
    """Dotted names with their lines: modules, and names that may be modules or something in one."""
    defaults: tuple[tuple[str, str, int], ...]
    """Environment variables that are read with a default: name, default and line."""
    extras: tuple[tuple[str, int], ...] = ()
    """The names of optional dependencies that a call of `setup` declares."""
    computed: tuple[tuple[str, int], ...] = ()
    """What dotted names begin with that are imported as the file runs, with their lines; "" when that can be
    any name."""
    has_computed_extras: bool = False
    """Whether a call of `setup` declares optional dependencies whose names are not in the file."""


class ManifestError(Exception):
    """A pyproject.toml or setup.cfg cannot be read."""


class TooDeepError(Exception):
    """A file is nested deeper than it can be read."""


def read(content: bytes, package: str, module: str) -> SourceFacts | None:
    """Return what a file says, or None when it is not Python.

    Relative imports start from its package, and *module* is its own dotted name. Raises TooDeepError when the
    file is nested too deep, or has a name of more than MAX_DOTS parts: Python's parser takes quadratic time
    for that.
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
    bindings = _bindings(nodes, package)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    computed = list(_run_time_imports(calls, bindings, {"__name__": module, "__package__": package}))
    whole = ((name, line) for is_whole, name, line in computed if is_whole)
    names = (*_names(nodes, package, bindings), *whole)
    found = dict(sorted(names, key=lambda one: -one[1]))
    extras = tuple(_extras(calls, _dictionaries(nodes)))
    return SourceFacts(
        tuple(sorted(found.items(), key=lambda one: one[1])),
        tuple(_defaults(calls)),
        tuple(one for one in extras if one[0]),
        tuple((name, line) for is_whole, name, line in computed if not is_whole),
        has_computed_extras=any(not name for name, _ in extras),
    )


def _bindings(nodes: Sequence[ast.AST], package: str) -> Mapping[str, str]:
    """Return the dotted name that each name of the file stands for, of those that imports alone bind."""
    bound: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            bound |= {
                alias.asname or alias.name.partition(".")[0]: alias.name
                if alias.asname
                else alias.name.partition(".")[0]
                for alias in node.names
            }
        elif isinstance(node, ast.ImportFrom) and (base := _base(node, package)) is not None:
            bound |= {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}
    other = {node.arg for node in nodes if isinstance(node, ast.arg)}
    other |= {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    return {name: dotted for name, dotted in bound.items() if name not in other}


_IMPORTERS = ("importlib.import_module", "__import__", "builtins.__import__")


def _run_time_imports(
    calls: Iterable[ast.Call], bindings: Mapping[str, str], known: Mapping[str, str]
) -> Iterator[tuple[bool, str, int]]:
    """Yield what calls import: whether the name is whole, the name or what it begins with, the line."""
    for call in calls:
        first, dot, rest = (_dotted(call.func) or "").partition(".")
        if bindings.get(first, first) + dot + rest in _IMPORTERS and call.args:
            name, is_whole = _beginning(call.args[0], known)
            # A name that begins with a dot is relative to a package that is given beside it.
            is_whole = is_whole and not name.startswith(".")
            yield is_whole, _cut("" if name.startswith(".") else name), call.lineno


def _beginning(node: ast.expr, known: Mapping[str, str]) -> tuple[str, bool]:
    """Return what the text of an expression begins with, and whether that is all of it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, True
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id], True
    if isinstance(node, ast.FormattedValue) and node.format_spec is None and node.conversion == -1:
        return _beginning(node.value, known)
    pieces: Sequence[ast.expr] = node.values if isinstance(node, ast.JoinedStr) else ()
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        pieces = (node.left, node.right)
    text = ""
    for piece in pieces:
        more, is_whole = _beginning(piece, known)
        text += more
        if not is_whole:
            return text, False
    return text, bool(pieces)


def _names(nodes: Sequence[ast.AST], package: str, bindings: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((_cut(alias.name), node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            if base is not None:
                base = _cut(base)
                yield from (
                    (f"{base}.{alias.name}" if alias.name != "*" else base, node.lineno)
                    for alias in node.names
                )
        # What a longer chain of names has in it is among its beginnings.
        elif isinstance(node, ast.Attribute) and id(node) not in inner:
            first, dot, rest = (_dotted(node) or "").partition(".")
            found = beginnings(_cut(bindings[first] + dot + rest)) if first in bindings else ()
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
            if (
                isinstance(name, ast.Constant)
                and isinstance(default, ast.Constant)
                and isinstance(name.value, str)
            ):
                yield name.value, _written(default.value), call.lineno


def _written(value: object) -> str:
    """Return a constant as text; in base 16 when it is a number that has too many digits for base 10."""
    try:
        return str(value)
    except ValueError:
        return f"{value:#x}"


def _dictionaries(nodes: Iterable[ast.AST]) -> Mapping[str, ast.Dict | None]:
    """Return what is written as a dictionary and given a name; None for a name that is given more."""
    found: dict[str, ast.Dict | None] = {}
    for node in nodes:
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            name = _named(target)
            is_all = isinstance(target, ast.Name) and isinstance(node.value, ast.Dict)  # type: ignore[attr-defined]
            found[name] = node.value if is_all and name not in found else None  # type: ignore[attr-defined]
    return found


def _named(target: ast.expr) -> str:
    """Return the name that an assignment changes: that of a dictionary when it is given a key."""
    while isinstance(target, (ast.Subscript, ast.Attribute)):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def _extras(
    calls: Iterable[ast.Call], dictionaries: Mapping[str, ast.Dict | None]
) -> Iterator[tuple[str, int]]:
    """Yield the optional dependencies that calls of `setup` declare, by name; "" for what is computed."""
    for keyword in (keyword for call in calls for keyword in call.keywords):
        if keyword.arg != "extras_require":
            continue
        value: ast.expr | None = keyword.value
        if isinstance(value, ast.Name):
            value = dictionaries.get(value.id)
        for key in value.keys if isinstance(value, ast.Dict) else [None]:
            is_text = isinstance(key, ast.Constant) and isinstance(key.value, str)
            yield (str(key.value), key.lineno) if is_text else ("", 0)  # type: ignore[union-attr]


def modules(paths: Iterable[str]) -> Mapping[str, str]:
    """Return the Python files among *paths* by their dotted names.

    A name begins at the outermost folder with an `__init__.py`.
    """
    files = {path for path in paths if path.endswith(".py")}
    return {dotted(path, files): path for path in sorted(files)}


def dotted(path: str, files: Iterable[str]) -> str:
    """Return the dotted name of a file; that of a package for its `__init__.py`."""
    *folders, name = path.removesuffix(".py").split("/")
    start = len(folders)
    while start and f"{'/'.join(folders[:start])}/__init__.py" in files:
        start -= 1
    return ".".join((*folders[start:], *([name] if name != "__init__" else [])))


def extras(path: str, text: str) -> Iterator[tuple[str, int]]:
    """Yield the optional dependencies that a pyproject.toml or setup.cfg declares, with their lines.

    Raises ManifestError when the file is not what its name says.
    """
    for name in _from_toml(text) if path.endswith(".toml") else _from_cfg(text):
        yield name, _line_of(name, text)


def _from_toml(text: str) -> tuple[str, ...]:
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ManifestError from error
    return (*_keys(data, "project", "optional-dependencies"), *_keys(data, "tool", "poetry", "extras"))


def _keys(data: Any, *names: str) -> tuple[str, ...]:
    """Return the keys of a table inside tables; none where one of them is not there, or is no table."""
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return tuple(data) if isinstance(data, dict) else ()


def _from_cfg(text: str) -> tuple[str, ...]:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[method-assign, assignment]  # Names keep their letters.
    try:
        parser.read_string(text)
    except ConfigError as error:
        raise ManifestError from error
    return tuple(parser["options.extras_require"]) if parser.has_section("options.extras_require") else ()


def _line_of(name: str, text: str) -> int:
    """Return the first line on which a name is a key, or stands at all; 1 where it is written otherwise."""
    word = rf"""(?<![\w-])["']?{re.escape(name)}["']?"""
    found = re.search(rf"{word}[ \t]*[=:]", text) or re.search(word, text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
