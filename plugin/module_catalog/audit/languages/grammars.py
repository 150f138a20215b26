"""The grammars of tree-sitter, for languages in which a pattern cannot tell code from text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from typing import Any

from .language import UnreadError

EXTRA = "mkdocs-module-catalog[audit]"
MAX_DEPTH = 500
"""Nobody nests brackets deeper; tree-sitter takes quadratic time for those that are never closed."""
MAX_ANGLES = 1000
"""Nobody compares more often in one statement, for which the same holds."""

_OTHERS = bytes(byte for byte in range(256) if byte not in b"([{<>}]);")
_OPENING, _CLOSING, _ENDING = b"([{", b")]}", b";{}"


def missing(*packages: str) -> str | None:
    """Return what to install if one of some packages is not there; None when all are."""
    return None if all(find_spec(package) for package in ("tree_sitter", *packages)) else EXTRA


def version(package: str) -> str:
    """Return what is to be told apart of what was read with one version of a grammar and with another."""
    try:
        return "-".join(metadata.version(name) for name in ("tree-sitter", package.replace("_", "-")))
    except metadata.PackageNotFoundError:
        return ""


@cache
def _parser(package: str, function: str) -> Any:
    tree_sitter = import_module("tree_sitter")
    grammar = getattr(import_module(package), function)()
    return tree_sitter.Parser(tree_sitter.Language(grammar))


def nodes(content: bytes, package: str, function: str, words: re.Pattern[bytes]) -> Iterator[Any]:
    """Yield the nodes of a file in which one of some words stands, the outermost first, in order.

    Raises UnreadError for a file that would take quadratic time.
    """
    places = [found.start() for found in words.finditer(content)]
    if not places:
        return
    if _is_too_deep(content):
        raise UnreadError
    cursor = _parser(package, function).parse(content).walk()
    yield from _around(cursor, places)


def _around(cursor: Any, places: list[int]) -> Iterator[Any]:
    """Walk only to nodes around the places: that takes as long as there are nodes beside them."""
    index = 0
    while index < len(places):
        node = cursor.node
        while index < len(places) and places[index] < node.start_byte:
            index += 1
        if index < len(places) and places[index] < node.end_byte:
            yield node
            if cursor.goto_first_child():
                continue
            while index < len(places) and places[index] < node.end_byte:
                index += 1
        if not _on(cursor.goto_next_sibling, cursor.goto_parent):
            return


def _on(goto_next: Callable[[], bool], goto_parent: Callable[[], bool]) -> bool:
    """Go to what follows a node and all that is in it; say whether there is anything."""
    while not goto_next():
        if not goto_parent():
            return False
    return True


def _is_too_deep(content: bytes) -> bool:
    depth = angles = 0
    for sign in content.translate(None, _OTHERS):
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(depth - 1, 0)
        angles = 0 if sign in _ENDING else angles + (1 if sign == ord("<") else 0)
        if depth > MAX_DEPTH or angles > MAX_ANGLES:
            return True
    return False
