"""Python source → where a name is defined in it. It is parsed, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .language import UnreadError
from .python import parsed


def definition(content: bytes, names: Sequence[str]) -> int | None:
    """Return the line on which the last of some names is defined: each of the others is a class around it.

    0 where nothing defines it, None where that is not written plainly. Without names it is the file: line 1.
    """
    try:
        body: Sequence[ast.stmt] = parsed(content).body
    except UnreadError:
        return None
    line = 1
    for index, name in enumerate(names):
        found = [node for node in _statements(body) if name in _bound(node)]
        if not found:
            return None if any(map(_is_open, _statements(body))) else 0
        line = found[-1].lineno
        if index + 1 < len(names):
            if not isinstance(found[-1], ast.ClassDef) or found[-1].bases or found[-1].decorator_list:
                return None
            body = found[-1].body
    return line


def taken_whole(content: bytes) -> tuple[str, ...] | None:
    """Return what a file takes all names from, as it calls it; None where it may define others besides."""
    try:
        body = [*_statements(parsed(content).body)]
    except UnreadError:
        return None
    stars = [node for node in body if isinstance(node, ast.ImportFrom) and _is_star(node)]
    if any(_is_open(node) for node in body if node not in stars):
        return None
    return tuple("." * node.level + (node.module or "") for node in stars)


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a body, with those of its conditions, loops and attempts."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody"):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from _statements(getattr(node, part, ()))
        for handler in getattr(node, "handlers", ()):
            yield from _statements(handler.body)


def _bound(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement gives something to."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return frozenset((node.name,))
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return frozenset(alias.asname or alias.name.partition(".")[0] for alias in node.names)
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return frozenset(
        one.id for target in targets if target for one in ast.walk(target) if isinstance(one, ast.Name)
    )


def _is_star(node: ast.ImportFrom) -> bool:
    return any(alias.name == "*" for alias in node.names)


def _is_open(node: ast.stmt) -> bool:
    """Say whether a statement may define more names than it says."""
    is_star = isinstance(node, ast.ImportFrom) and _is_star(node)
    is_getter = isinstance(node, ast.FunctionDef) and node.name == "__getattr__"
    return is_star or is_getter or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
