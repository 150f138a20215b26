"""Cargo.toml → the package, what it depends on, and the features it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import toml
from .facts import FileFacts, Switch, packed, unpacked
from .language import Language

_KINDS = ("dependencies", "dev-dependencies", "build-dependencies")
_TARGETS = ("bin", "test", "example", "bench")


def read(content: bytes) -> FileFacts | None:
    """Return what a manifest says; None when it is no TOML. Raises UnreadError when it is nested too deep."""
    try:
        data = toml.data(content)
    except ValueError:
        return None
    text = content.decode("utf-8", "replace")
    return FileFacts(switches=tuple(_features(data, text)), notes=tuple(_notes(data)))


def _table(data: Any, *names: str) -> Mapping[str, Any]:
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _notes(data: Any) -> Iterator[tuple[str, ...]]:
    package, lib = _table(data, "package"), _table(data, "lib")
    if isinstance(package.get("name"), str):
        yield "package", package["name"]
        yield "lib", _text(lib, "name") or package["name"], _text(lib, "path") or "src/lib.rs"
    for target in _TARGETS:
        items = data.get(target)
        for one in items if isinstance(items, list) else ():
            if path := _text(one, "path"):
                yield "root", path
    for name, dependency in _dependencies(data):
        yield "dependency", name, *_where(name, dependency)
    for name, dependency in _table(data, "workspace", "dependencies").items():
        yield "shared", name, *_where(name, dependency)


def _where(name: str, dependency: Any) -> tuple[str, str]:
    """Return the package of a dependency, and its folder: "*" when the workspace says both."""
    if _table(dependency).get("workspace") is True:
        return name, "*"
    path = _table(dependency).get("path")
    return _text(dependency, "package") or name, (path or ".") if isinstance(path, str) else ""


def _text(data: Any, key: str) -> str:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def _dependencies(data: Any) -> Iterator[tuple[str, Any]]:
    for place in (data, *_table(data, "target").values()):
        for kind in _KINDS:
            yield from _table(place, kind).items()


def _features(data: Any, text: str) -> Iterator[Switch]:
    features = {name: _texts(needs) for name, needs in _table(data, "features").items()}
    plain = {need.removeprefix("dep:") for needs in features.values() for need in needs if need[:4] == "dep:"}
    optional = {name for name, one in _dependencies(data) if _table(one).get("optional") is True} - plain
    known = {**dict.fromkeys(sorted(optional), ()), **features}
    on, lines = _closure("default", known), _lines(text)
    for name, needs in known.items():
        if name != "default":
            line, default = lines.get(name, 1), "on" if name in on else "off"
            requires = tuple(need for need in needs if need in known)
            yield Switch("cargo-feature", "declared", name, line, default, requires)
            # Cargo itself asks for a feature that turns on something else.
            if needs or name in optional:
                yield Switch("cargo-feature", "read", name, line)


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(one for one in values if isinstance(one, str)) if isinstance(values, list) else ()


def _closure(name: str, features: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the features that one turns on, in however many steps."""
    found, left = set[str](), [name]
    while left:
        one = left.pop()
        if one in features and one not in found:
            found.add(one)
            left += features[one]
    return found


_KEY = re.compile(r"""^[ \t]*(?:\[(?P<table>[^\]\n]*)\]|["']?(?P<key>[\w-]+)["']?[ \t]*[=.])""", re.MULTILINE)


def _lines(text: str) -> Mapping[str, int]:
    """Return the line that declares each feature: in the table of features, else where it is a dependency."""
    features: dict[str, int] = {}
    others: dict[str, int] = {}
    table, line, last = "", 1, 0
    for found in _KEY.finditer(text):
        line, last = line + text.count("\n", last, found.start()), found.start()
        if found["table"] is not None:
            table = found["table"].strip()
            others.setdefault(table.rpartition(".")[2], line)
        else:
            (features if table == "features" else others).setdefault(found["key"], line)
    return {**others, **features}


CARGO = Language("cargo", read, packed, unpacked, name="Rust", files=re.compile(r"Cargo\.toml"))
