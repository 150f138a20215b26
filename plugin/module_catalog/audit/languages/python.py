"""Python source → what it imports and which environment variables it reads. It is parsed, never run.

What is read of a file does not hang on where it lies: python_names.py puts names in their place.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from .language import Language, UnreadError
from .python_calls import (
    CALLS,
    IMPORTERS,
    defaults,
    dictionaries,
    extras,
    imported_by,
    importing,
    meanings,
    run_time_imports,
)
from .python_names import cut

MAX_DOTS = 1000
_BETWEEN = re.compile(rb"[^\w\s.\\]+|(?<=\w)[\s\\]+(?=\w)")
"""What no dotted name goes over: a sign, and the blanks between two words."""
_DOT = re.compile(rb"\w[\s\\]*\.")
_SIGNS = bytes(byte if byte == ord(".") else 0 for byte in range(256))
_IN_NAMES = bytes(byte for byte in range(128) if re.match(rb"[\w\s\\]", bytes([byte])))

MAX_LEVEL = 200
"""No package lies deeper, so that no import begins with more dots."""


@dataclass(frozen=True)
class SourceFacts:
    """What one file says. A name that begins with dots is relative to the package of the file."""

    imports: tuple[tuple[str, int], ...] = ()
    """Dotted names with the first line of each: modules, and names that may be modules or something in one.
    """
    uses: tuple[tuple[str, int], ...] = ()
    """Dotted names that begin with an imported one, with the first line of each: all that is written of each,
    so that a package at the end of one is handed on, and anything in it may be used."""
    possible_uses: tuple[tuple[str, int], ...] = ()
    """Those that begin with a name which the file gives more than one meaning."""
    alone: tuple[tuple[str, int], ...] = ()
    """Imported names that are used without anything behind them, with the first line of each."""
    calls: tuple[tuple[str, bool, int], ...] = ()
    """What is imported as the file runs: the name or what it begins with, whether it is whole, the line."""
    defaults: tuple[tuple[str, str, int], ...] = ()
    """Environment variables that are read with a default: name, default and line."""
    extras: tuple[tuple[str, int], ...] = ()
    """The names of optional dependencies that a call of `setup` declares."""
    has_computed_extras: bool = False
    """Whether a call of `setup` declares optional dependencies whose names are not in the file."""


def read(content: bytes) -> SourceFacts:
    """Return what a file says.

    Raises UnreadError when the file is not Python as the Python that runs this knows it, is nested too deep,
    or has a name of more than MAX_DOTS parts: Python's parser takes quadratic time for that.
    """
    may_call = not content.isascii() or any(word in content for words in CALLS.values() for word in words)
    return _facts(_Nodes(parsed(content), may_call=may_call), may_call=may_call)


def parsed(content: bytes) -> ast.Module:
    """Return the syntax tree of a file. Raises UnreadError, as `read` does."""
    if _has_long_names(content):
        raise UnreadError
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(content)
    # What the parser raises for odd and hostile files, depending on how they are odd.
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnreadError from error


def _has_long_names(content: bytes) -> bool:
    # The dots that only blanks and words stand between: nearly no file has so many, and this is quick.
    if b"." * (MAX_DOTS + 1) not in content.translate(_SIGNS, _IN_NAMES):
        return False
    return any(len(_DOT.findall(piece)) > MAX_DOTS for piece in _BETWEEN.split(content))


class _Nodes:
    """The nodes of a file that say something."""

    def __init__(self, tree: ast.Module, *, may_call: bool) -> None:
        self.imports: list[ast.Import | ast.ImportFrom] = []
        self.assignments: list[ast.Assign] = []
        self._expressions: list[Any] = []
        self._statements(tree)
        self.bound = _bound(self.imports)
        self._importing = importing(self.bound) if may_call else frozenset()
        self.stored: set[str] = set()
        self.calls: list[ast.Call] = []
        self.uses: dict[tuple[str, str], int] = {}
        self.handed_on: list[int] = []
        """The lines on which a function that imports is handed on, to be called who knows how."""
        self._walk(self._expressions)
        self.bindings = {
            name: next(iter(dotted))
            for name, dotted in self.bound.items()
            if len(dotted) == 1 and name not in self.stored
        }

    def _statements(self, tree: ast.Module) -> None:
        """Go through the statements, those of one depth together."""
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
        """Take note of a name that is given a value, or that is all there is of a chain."""
        if type(node.ctx) is not ast.Load:
            self.stored.add(node.id)
        else:
            self._used(node.id, "", node.lineno)
        return ()

    def _used(self, name: str, rest: str, line: int) -> None:
        if name in self.bound:
            self.uses[name, rest] = min(self.uses.get((name, rest), line), line)
        if name in self._importing and meanings(name, rest, self.bound) & IMPORTERS:
            self.handed_on.append(line)

    def argument(self, node: ast.arg) -> tuple[ast.expr, ...]:
        """Take note of a name that calls give a value."""
        self.stored.add(node.arg)
        return (node.annotation,) if node.annotation else ()

    def call(self, node: ast.Call) -> tuple[Any, ...]:
        """Take note of a call."""
        self.calls.append(node)
        if self._importing and imported_by(node, self.bound, self._importing):
            return node.args, node.keywords
        return node.func, node.args, node.keywords

    def attribute(self, node: ast.Attribute) -> tuple[ast.expr, ...]:
        """Take note of a chain of names, of which only the first can be another expression."""
        names, below = [node.attr], node.value
        while type(below) is ast.Attribute:
            names.append(below.attr)
            below = below.value
        if type(below) is not ast.Name:
            return (below,)
        self._used(below.id, ".".join(reversed(names)), node.lineno)
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
    certain, possible, alone = _uses(nodes)
    if not may_call:
        return SourceFacts(imports, certain, possible, alone)
    calls = sorted(nodes.calls, key=lambda call: (call.lineno, call.col_offset))
    declared = tuple(extras(calls, dictionaries(nodes.assignments)))
    anything = (("", False, line) for line in sorted(nodes.handed_on))
    return SourceFacts(
        imports,
        certain,
        possible,
        alone,
        (*run_time_imports(calls, nodes.bound), *anything),
        tuple(defaults(calls)),
        tuple(one for one in declared if one[0]),
        has_computed_extras=any(not name for name, _ in declared),
    )


def _uses(nodes: _Nodes) -> Iterator[tuple[tuple[str, int], ...]]:
    """Yield what is used for certain, what may be used, and what is used with nothing behind it."""
    for has_rest, are_certain in ((True, (True,)), (True, (False,)), (False, (True, False))):
        yield _first(
            (cut(dotted), line)
            for (name, rest), line in nodes.uses.items()
            if bool(rest) is has_rest and (name in nodes.bindings) in are_certain
            for dotted in meanings(name, rest, nodes.bound)
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


def _bound(nodes: Iterable[ast.Import | ast.ImportFrom]) -> dict[str, set[str]]:
    """Return the dotted names that imports give to each name of the file."""
    bound: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                bound.setdefault(alias.asname or first, set()).add(alias.name if alias.asname else first)
        elif (base := _base(node)) is not None:
            for alias in node.names:
                bound.setdefault(alias.asname or alias.name, set()).add(_joined(base, alias.name))
    return bound


def _base(node: ast.ImportFrom) -> str | None:
    """Return the module that a `from` names; None when it leads out of every package."""
    return None if node.level > MAX_LEVEL else "." * node.level + (node.module or "")


def _joined(base: str, name: str) -> str:
    return f"{base}{name}" if base.endswith(".") else f"{base}.{name}"


def _unpacked(packed: Any) -> SourceFacts:
    imports, certain, possible, alone, calls, defaults, extras, has_computed_extras = packed
    rows = map(_rows, (imports, certain, possible, alone, calls, defaults, extras))
    return SourceFacts(*rows, has_computed_extras=has_computed_extras)  # type: ignore[misc, arg-type]  # all are rows


def _rows(packed: Any) -> tuple[Any, ...]:
    return tuple(map(tuple, packed))


def _packed(facts: SourceFacts) -> object:
    return [getattr(facts, field.name) for field in fields(SourceFacts)]


def _read_script(content: bytes) -> SourceFacts | None:
    is_python = content.startswith(b"#!") and b"python" in content.partition(b"\n")[0]
    return read(content) if is_python else None


PYTHON = Language("python", read, _packed, _unpacked)
SCRIPT = Language("python-script", _read_script, _packed, _unpacked)
"""A file without an ending, whose first line says that Python runs it."""
