"""Python source → what it imports and which environment variables it reads. It is parsed, never run.

What is read of a file does not hang on where it lies: python_names.py puts names in their place.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from .language import Language, UnreadError
from .python_names import MAX_NAME, OWN_NAME, OWN_PACKAGE, cut

MAX_DOTS = 1000
_BETWEEN = re.compile(rb"[^\w\s.\\]+|(?<=\w)[\s\\]+(?=\w)")
"""What no dotted name goes over: a sign, and the blanks between two words."""
_DOT = re.compile(rb"\w[\s\\]*\.")
_SIGNS = bytes(byte if byte == ord(".") else 0 for byte in range(256))
_IN_NAMES = bytes(byte for byte in range(128) if re.match(rb"[\w\s\\]", bytes([byte])))

MAX_LEVEL = 200
"""No package lies deeper, so that no import begins with more dots."""

_GETTERS = ("os.environ.get", "os.getenv", "environ.get", "getenv")
_IMPORTERS = ("importlib.import_module", "__import__", "builtins.__import__")

CALLS = {
    "import": (b"import_module", b"__import__"),
    "env": (b"environ", b"getenv"),
    "python-extra": (b"extras_require",),
}
"""What is in a file that calls what is looked for: to import, to read the environment, to declare extras."""


@dataclass(frozen=True)
class SourceFacts:
    """What one file says. A name that begins with dots is relative to the package of the file."""

    imports: tuple[tuple[str, int], ...] = ()
    """Dotted names with the first line of each: modules, and names that may be modules or something in one.
    """
    uses: tuple[tuple[str, int], ...] = ()
    """Dotted names that begin with an imported one, with the first line of each."""
    calls: tuple[tuple[str, bool, int], ...] = ()
    """What is imported as the file runs: the name or what it begins with, whether it is whole, the line."""
    defaults: tuple[tuple[str, str, int], ...] = ()
    """Environment variables that are read with a default: name, default and line."""
    extras: tuple[tuple[str, int], ...] = ()
    """The names of optional dependencies that a call of `setup` declares."""
    has_computed_extras: bool = False
    """Whether a call of `setup` declares optional dependencies whose names are not in the file."""


def read(content: bytes) -> SourceFacts | None:
    """Return what a file says, or None when it is not Python.

    Raises UnreadError when the file is nested too deep, or has a name of more than MAX_DOTS parts: Python's
    parser takes quadratic time for that.
    """
    if _has_long_names(content):
        raise UnreadError
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(content)
    # What the parser raises for odd and hostile files, depending on how they are odd.
    except (SyntaxError, ValueError):
        return None
    except (RecursionError, MemoryError) as error:
        raise UnreadError from error
    may_call = not content.isascii() or any(word in content for words in CALLS.values() for word in words)
    return _facts(_Nodes(tree), may_call=may_call)


def _has_long_names(content: bytes) -> bool:
    # The dots that only blanks and words stand between: nearly no file has so many, and this is quick.
    if b"." * (MAX_DOTS + 1) not in content.translate(_SIGNS, _IN_NAMES):
        return False
    return any(len(_DOT.findall(piece)) > MAX_DOTS for piece in _BETWEEN.split(content))


class _Nodes:
    """The nodes of a file that say something."""

    def __init__(self, tree: ast.Module) -> None:
        self.imports: list[ast.Import | ast.ImportFrom] = []
        self.assignments: list[ast.Assign] = []
        self._expressions: list[Any] = []
        self._statements(tree)
        self.bound = _bound(self.imports)
        self.stored: set[str] = set()
        self.calls: list[ast.Call] = []
        self.uses: dict[tuple[str, str], int] = {}
        self._walk(self._expressions)
        self.bindings = {name: dotted for name, dotted in self.bound.items() if name not in self.stored}

    def _statements(self, tree: ast.Module) -> None:
        """Go through the statements, those of one depth together: of two bindings the inner one counts."""
        level: list[Any] = [tree]
        while level:
            below: list[Any] = []
            for node in level:
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    self.imports.append(node)
                    continue
                if isinstance(node, ast.Assign):
                    self.assignments.append(node)
                for name, is_block in _parts(type(node)):
                    if part := getattr(node, name, None):
                        below.extend(part) if is_block else self._expressions.append(part)
            level = below

    def _walk(self, stack: list[Any]) -> None:
        """Go through expressions, in any order."""
        while stack:
            node = stack.pop()
            kind = type(node)
            if kind is list:
                stack += node
            elif kind in _VISITS:
                stack += _VISITS[kind](self, node)
            else:
                for name, _ in _parts(kind):
                    if part := getattr(node, name, None):
                        stack.append(part)

    def constant(self, node: ast.Constant) -> tuple[ast.expr, ...]:
        """Take no note: a constant says nothing."""
        return ()

    def name(self, node: ast.Name) -> tuple[ast.expr, ...]:
        """Take note of a name that is given a value."""
        if type(node.ctx) is not ast.Load:
            self.stored.add(node.id)
        return ()

    def argument(self, node: ast.arg) -> tuple[ast.expr, ...]:
        """Take note of a name that calls give a value."""
        self.stored.add(node.arg)
        return (node.annotation,) if node.annotation else ()

    def call(self, node: ast.Call) -> tuple[Any, ...]:
        """Take note of a call."""
        self.calls.append(node)
        return node.func, node.args, node.keywords

    def attribute(self, node: ast.Attribute) -> tuple[ast.expr, ...]:
        """Take note of a chain of names, of which only the first can be another expression."""
        names, below = [node.attr], node.value
        while type(below) is ast.Attribute:
            names.append(below.attr)
            below = below.value
        if type(below) is not ast.Name:
            return (below,)
        if below.id in self.bound:
            key = (below.id, ".".join(reversed(names)))
            self.uses[key] = min(self.uses.get(key, node.lineno), node.lineno)
        return ()


_VISITS: Mapping[type, Callable[[_Nodes, Any], tuple[Any, ...]]] = {
    ast.Constant: _Nodes.constant,
    ast.Name: _Nodes.name,
    ast.arg: _Nodes.argument,
    ast.Attribute: _Nodes.attribute,
    ast.Call: _Nodes.call,
}
"""What takes note of a node, and returns those below it that are still to be seen."""

_BLOCKS = frozenset({"body", "orelse", "finalbody", "handlers", "cases"})
_ATOMS = frozenset({"ctx", "op", "ops", "kind", "type_comment", "type_ignores", "names"})
_PARTS: dict[type, tuple[tuple[str, bool], ...]] = {}


def _parts(kind: type) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a node that can hold others, each with whether these are statements."""
    if kind not in _PARTS:
        is_statement = issubclass(kind, (ast.mod, ast.stmt, ast.excepthandler, ast.match_case))
        names = [name for name in getattr(kind, "_fields", ()) if name not in _ATOMS]
        _PARTS[kind] = tuple((name, is_statement and name in _BLOCKS) for name in names)
    return _PARTS[kind]


def _facts(nodes: _Nodes, *, may_call: bool) -> SourceFacts:
    imports = _first(_imported(nodes.imports))
    uses = _first(
        (cut(f"{nodes.bindings[name]}.{rest}"), line)
        for (name, rest), line in nodes.uses.items()
        if name in nodes.bindings
    )
    if not may_call:
        return SourceFacts(imports, uses)
    calls = sorted(nodes.calls, key=lambda call: (call.lineno, call.col_offset))
    extras = tuple(_extras(calls, _dictionaries(nodes.assignments)))
    return SourceFacts(
        imports,
        uses,
        tuple(_run_time_imports(calls, nodes.bindings)),
        tuple(_defaults(calls)),
        tuple(one for one in extras if one[0]),
        has_computed_extras=any(not name for name, _ in extras),
    )


def _first(names: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return each name with its first line, in the order of lines."""
    found: dict[str, int] = {}
    for name, line in names:
        found[name] = min(line, found.get(name, line))
    return tuple(sorted(found.items(), key=lambda one: (one[1], one[0])))


def _imported(nodes: Iterable[ast.Import | ast.ImportFrom]) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((cut(alias.name), node.lineno) for alias in node.names)
        elif (base := _base(node)) is not None:
            yield from (
                (_joined(cut(base), alias.name) if alias.name != "*" else cut(base), node.lineno)
                for alias in node.names
            )


def _bound(nodes: Iterable[ast.Import | ast.ImportFrom]) -> dict[str, str]:
    """Return the dotted name that imports give to each name of the file."""
    bound: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                bound[alias.asname or first] = alias.name if alias.asname else first
        elif (base := _base(node)) is not None:
            bound |= {alias.asname or alias.name: _joined(base, alias.name) for alias in node.names}
    return bound


def _base(node: ast.ImportFrom) -> str | None:
    """Return the module that a `from` names; None when it leads out of every package."""
    return None if node.level > MAX_LEVEL else "." * node.level + (node.module or "")


def _joined(base: str, name: str) -> str:
    return f"{base}{name}" if base.endswith(".") else f"{base}.{name}"


def _run_time_imports(
    calls: Iterable[ast.Call], bindings: Mapping[str, str]
) -> Iterator[tuple[str, bool, int]]:
    """Yield what calls import: the name or what it begins with, whether that is all of it, the line."""
    known = {"__name__": OWN_NAME, "__package__": OWN_PACKAGE}
    for call in calls:
        first, dot, rest = (_dotted(call.func) or "").partition(".")
        if bindings.get(first, first) + dot + rest in _IMPORTERS and call.args:
            name, is_whole = _beginning(call.args[0], known)
            yield name[:MAX_NAME], is_whole, call.lineno


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


def _unpacked(packed: Any) -> SourceFacts:
    imports, uses, calls, defaults, extras, has_computed_extras = packed
    return SourceFacts(
        _rows(imports), _rows(uses), _rows(calls), _rows(defaults), _rows(extras), has_computed_extras
    )


def _rows(packed: Any) -> tuple[Any, ...]:
    return tuple(map(tuple, packed))


def _packed(facts: SourceFacts) -> object:
    return [getattr(facts, field.name) for field in fields(SourceFacts)]


PYTHON = Language("python", read, _packed, _unpacked)
