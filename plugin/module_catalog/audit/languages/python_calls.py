"""Calls in Python source → what is imported as it runs, variables that are read, extras that are declared."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from .python_names import MAX_NAME, OWN_NAME, OWN_PACKAGE

_GETTERS = ("os.environ.get", "os.getenv", "environ.get", "getenv")
IMPORTERS = frozenset(
    {
        *("importlib.import_module", "__import__", "builtins.__import__"),
        *("runpy.run_module", "pkgutil.resolve_name"),
    }
)
"""The functions that import what a text names."""
LAZY = frozenset({"lazy_loader.attach", "lazy_loader.attach_stub"})
"""Those that import, once it is asked for, what is in the package that a text names."""

CALLS = {
    "import": (b"import_module", b"__import__", b"run_module", b"resolve_name", b"lazy_loader"),
    "env": (b"environ", b"getenv"),
    "python-extra": (b"extras_require",),
}
"""What is in a file that calls what is looked for: to import, to read the environment, to declare extras."""


Bound = Mapping[str, Collection[str]]
"""The dotted names that imports give to each name of a file."""


def meanings(name: str, rest: str, bound: Bound) -> set[str]:
    """Return the dotted names that a chain of names may mean, by its first name and the others."""
    return {f"{one}.{rest}" if rest else one for one in bound.get(name, (name,))}


def importing(bound: Bound) -> frozenset[str]:
    """Return the names that a function which imports can begin with."""
    homes = {name.partition(".")[0] for name in IMPORTERS | LAZY}
    of_homes = (
        name for name, several in bound.items() if any(one.partition(".")[0] in homes for one in several)
    )
    return frozenset(("__import__", *of_homes))


def imported_by(call: ast.Call, bound: Bound, names: Collection[str]) -> ast.expr | None:
    """Return the name that a call imports as the file runs; None for another call.

    *names* are those that a function which imports can begin with.
    """
    if not _called(call, bound, names) & (IMPORTERS | LAZY):
        return None
    given = (keyword.value for keyword in call.keywords if keyword.arg in ("name", "mod_name"))
    return call.args[0] if call.args else next(given, call.func)


def _called(call: ast.Call, bound: Bound, names: Collection[str]) -> set[str]:
    """Return the dotted names of what a call may call, if it begins with one of some names."""
    function = call.func
    first, rest = (function.value, function.attr) if isinstance(function, ast.Attribute) else (function, "")
    is_known = isinstance(first, ast.Name) and first.id in names
    return meanings(first.id, rest, bound) if is_known else set()  # type: ignore[attr-defined]


def run_time_imports(calls: Iterable[ast.Call], bound: Bound) -> Iterator[tuple[str, bool, int]]:
    """Yield what calls import: the name or what it begins with, whether that is all of it, the line."""
    known = {"__name__": OWN_NAME, "__package__": OWN_PACKAGE}
    names = importing(bound)
    for call in calls:
        wanted = imported_by(call, bound, names)
        if wanted is not None:
            name, is_whole = _beginning(wanted, known)
            if is_whole and not _called(call, bound, names) & IMPORTERS:
                name, is_whole = f"{name}.", False
            yield name[:MAX_NAME], is_whole, call.lineno


def _beginning(node: ast.expr, known: Mapping[str, str]) -> tuple[str, bool]:
    """Return what the text of an expression begins with, and whether that is all of it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, True
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id], True
    if isinstance(node, ast.FormattedValue) and node.format_spec is None and node.conversion == -1:
        return _beginning(node.value, known)
    if (template := _template(node)) is not None:
        return template, False
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


def _template(node: ast.expr) -> str | None:
    """Return what a text begins with that `%` or `format` fills in; None for another expression."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        text, sign = node.left, "%"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        text, sign = node.func.value, "{"
    else:
        return None
    is_text = isinstance(text, ast.Constant) and isinstance(text.value, str)
    return text.value.partition(sign)[0] if is_text else None  # type: ignore[attr-defined]


def _dotted(node: ast.expr) -> str | None:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(names))) if isinstance(node, ast.Name) else None


def defaults(calls: Iterable[ast.Call]) -> Iterator[tuple[str, str, int]]:
    """Yield the environment variables that are read with a default: name, default and line."""
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


def dictionaries(nodes: Iterable[ast.AST]) -> Mapping[str, ast.Dict | None]:
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


def extras(
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
