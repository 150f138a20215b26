"""Manifests of Python packages → the optional dependencies they declare."""

from __future__ import annotations

import re
from collections.abc import Callable
from configparser import Error as ConfigError
from configparser import RawConfigParser
from typing import Any

from . import toml
from .language import Language, UnreadError

Extras = tuple[tuple[str, int], ...]
"""Names with their lines."""


def _from_toml(content: bytes) -> tuple[str, ...]:
    try:
        data = toml.data(content)
    except ValueError as error:
        raise UnreadError from error
    return (*_keys(data, "project", "optional-dependencies"), *_keys(data, "tool", "poetry", "extras"))


def _keys(data: Any, *names: str) -> tuple[str, ...]:
    """Return the keys of a table inside tables; none where one of them is not there, or is no table."""
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return tuple(data) if isinstance(data, dict) else ()


def _from_cfg(content: bytes) -> tuple[str, ...]:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[method-assign, assignment]  # Names keep their letters.
    try:
        parser.read_string(content.decode("utf-8", "replace"))
    except ConfigError as error:
        raise UnreadError from error
    return tuple(parser["options.extras_require"]) if parser.has_section("options.extras_require") else ()


def _line_of(name: str, text: str) -> int:
    """Return the first line on which a name is a key, or stands at all; 1 where it is written otherwise."""
    word = rf"""(?<![\w-])["']?{re.escape(name)}["']?"""
    found = re.search(rf"{word}[ \t]*[=:]", text) or re.search(word, text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _read(names: Callable[[bytes], tuple[str, ...]]) -> Callable[[bytes], Extras]:
    def read(content: bytes) -> Extras:
        text = content.decode("utf-8", "replace")
        return tuple((name, _line_of(name, text)) for name in names(content))

    return read


def _unpacked(packed: Any) -> Extras:
    return tuple(map(tuple, packed))


MANIFESTS = {
    "pyproject.toml": Language("pyproject", _read(_from_toml), list, _unpacked),
    "setup.cfg": Language("setup-cfg", _read(_from_cfg), list, _unpacked),
}
"""By the name of the file."""
