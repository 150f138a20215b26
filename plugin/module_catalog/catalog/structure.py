"""Checked plain data → frozen dataclasses. The data has passed its schema: nothing here refuses it."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .when import When

T = TypeVar("T")
_Reader = Callable[[Any], Any]
_FROM_TEXT: Mapping[Any, _Reader] = {
    date: lru_cache(maxsize=4096)(date.fromisoformat),
    When: lru_cache(maxsize=4096)(When.read),
}
"""Kept, because the same days stand in many entries."""


def structure(kind: type[T], data: Mapping[str, Any], **known: Any) -> T:
    """Return a *kind* made from *data*, with the *known* fields given as they are.

    A field reads the key of its own name; a trailing underscore is not part of the key (`for_` reads `for`).
    Missing keys and keys without a value leave the field's default.
    A text in place of a list is its only item.
    """
    readers = _readers(kind)  # type: ignore[arg-type]  # a class is hashable, whatever it is
    return kind(**_arguments(readers, data), **known)


def _arguments(readers: Mapping[str, tuple[str, _Reader | None]], data: Mapping[str, Any]) -> dict[str, Any]:
    arguments = {}
    for key, value in data.items():
        if value is not None and key in readers:
            name, reader = readers[key]
            arguments[name] = reader(value) if reader else value
    return arguments


@cache
def _readers(kind: Any) -> dict[str, tuple[str, _Reader | None]]:
    hints = get_type_hints(kind)
    return {
        field.name.rstrip("_"): (field.name, _reader(hints[field.name]))
        for field in fields(kind)
        if field.init
    }


def _reader(hint: Any) -> _Reader | None:
    """Return what turns plain data into a *hint*, or None where it is one already."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _reader(next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        return _list_reader(_reader(arguments[0]))
    if origin is Mapping:
        inner = _reader(arguments[1])
        return (lambda items: {key: inner(value) for key, value in items.items()}) if inner else None
    if hint in _FROM_TEXT:
        return _FROM_TEXT[hint]
    if is_dataclass(hint):
        return lambda data: structure(hint, data)  # type: ignore[arg-type]  # mypy does not narrow to a type here
    return None


def _list_reader(inner: _Reader | None) -> _Reader:
    if inner:
        return lambda items: tuple(map(inner, items))
    return lambda items: (items,) if isinstance(items, str) else tuple(items)
