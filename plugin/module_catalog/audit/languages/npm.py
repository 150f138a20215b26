"""package.json and tsconfig.json → what names of packages and of paths mean, and optional dependencies."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from .facts import FileFacts, Switch, packed, unpacked
from .language import Language, UnreadError

_KINDS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_ENTRIES = ("source", "types", "typings", "module", "main", "browser")
_TEXT = r'(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")'
_COMMENT = re.compile(rf"{_TEXT}|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMMA = re.compile(rf"{_TEXT}|,(?=\s*[\]}}])", re.DOTALL)
MAX_CONDITIONS = 20
"""Conditions of `exports` that are nested deeper are not looked at."""


def _data(text: str) -> dict[str, Any] | None:
    """Return what JSON holds; None when it is none. Raises UnreadError when it is nested too deep."""
    try:
        data = json.loads(text)
    except ValueError:
        return None
    except RecursionError as error:
        raise UnreadError from error
    return data if isinstance(data, dict) else None


def _package(content: bytes) -> FileFacts | None:
    """Return what a package is called, the files it gives to others, and what it depends on."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    data = _data(text)
    if data is None:
        return None
    optional = {*_keys(data, "optionalDependencies")}
    for name, about in _items(data, "peerDependenciesMeta"):
        optional |= {name} if isinstance(about, dict) and about.get("optional") is True else set()
    lines = _lines(text) if optional else {}
    return FileFacts(
        switches=tuple(
            Switch("npm-optional", "declared", name, lines.get(name, 1), "off") for name in sorted(optional)
        ),
        notes=tuple(_notes(data)),
    )


def _keys(data: Any, key: str) -> Iterator[str]:
    return (name for name, _ in _items(data, key))


def _items(data: dict[str, Any], key: str) -> Iterator[tuple[str, Any]]:
    value = data.get(key)
    yield from value.items() if isinstance(value, dict) else ()


_KEY = re.compile(rf"{_TEXT}(?=\s{{0,50}}:)")


def _lines(text: str) -> dict[str, int]:
    """Return the first line on which each text is a key."""
    found: dict[str, int] = {}
    line, last = 1, 0
    for one in _KEY.finditer(text):
        line, last = line + text.count("\n", last, one.start()), one.start()
        found.setdefault(one[1][1:-1], line)
    return found


def _notes(data: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    if isinstance(data.get("name"), str):
        yield "name", data["name"]
    yield from (("entry", data[key]) for key in _ENTRIES if isinstance(data.get(key), str))
    for key in ("exports", "imports"):
        value = data.get(key)
        is_table = isinstance(value, dict) and all(one[:1] in (".", "#") for one in value)
        for name, target in value.items() if isinstance(value, dict) and is_table else [(".", value)]:
            yield from ((key, name, one) for one in _targets(target))
    yield from (("dependency", name) for kind in _KINDS for name in _keys(data, kind))


def _targets(value: Any) -> Iterator[str]:
    """Yield the files that a value of `exports` may mean, under whatever condition."""
    left = [(value, 0)]
    while left:
        one, depth = left.pop(0)
        if isinstance(one, str):
            yield one
        elif isinstance(one, (dict, list)) and depth < MAX_CONDITIONS:
            left += [(below, depth + 1) for below in (one.values() if isinstance(one, dict) else one)]


def _config(content: bytes) -> FileFacts | None:
    """Return what a tsconfig.json says paths begin with. It may have comments, and commas too many."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    for signs in (_COMMENT, _COMMA):
        text = signs.sub(lambda found: found["text"] or "", text)
    data = _data(text)
    if data is None:
        return None
    options = data.get("compilerOptions")
    options = options if isinstance(options, dict) else {}
    notes: list[tuple[str, ...]] = []
    if isinstance(options.get("baseUrl"), str):
        notes.append(("base", options["baseUrl"]))
    for name, targets in _items(options, "paths"):
        notes += [("path", name, one) for one in _targets(targets)]
    above = data.get("extends")
    notes += [("extends", one) for one in _targets(above) if one.startswith(".")]
    return FileFacts(notes=tuple(notes))


def _row(key: str, files: str, read: Callable[[bytes], FileFacts | None]) -> Language[FileFacts]:
    return Language(key, read, packed, unpacked, name="JavaScript", files=re.compile(files))


PACKAGE = _row("npm-package", r"package\.json", _package)
CONFIG = _row("tsconfig", r"(?:tsconfig(?:\.[\w.-]+)?|jsconfig)\.json", _config)
