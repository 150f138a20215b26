"""Data that does not fit its schema → what of it does, and which items of its lists are left."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import getitem
from typing import Any, NamedTuple

from jsonschema_rs import ValidationError, ValidationErrorKind

from ..reading.documents import original
from ..reading.yaml_reader import Key
from .schema import Data, Schema

Errors = Callable[[Any], Iterator[ValidationError]]
Scope = Callable[[Key], Key]
"""The way to a value that does not fit → the way to what is left out for it."""


def the_value(key: Key) -> Key:
    """Leave out the value alone: a page shows what else its item says."""
    return key


def its_item(key: Key) -> Key:
    """Leave out the innermost item of a list that it is in, or the top-level key.

    A rule that finds something missing would find what was left out.
    """
    end = next((at for at in range(len(key), 0, -1) if isinstance(key[at - 1], int)), 1)
    return key[:end]


class Fitting(NamedTuple):
    """What of a document fits its schema, in the terms of `Document`."""

    data: Data
    kept: Mapping[Key, Sequence[int]]
    lost: frozenset[str]


def fitting(data: Data, schema: Schema, errors: Errors, scope: Scope) -> Fitting:
    """Return data without what does not fit, of which *errors* yields the errors that a schema finds."""
    left: Data = copy.deepcopy(data)
    kept: dict[Key, Sequence[int]] = {}
    lost: set[str] = set()
    # What is left out may have been required around it: then that is left out next.
    while wrong := {scope(key) for error in errors(left) for key in _ways(error) if key}:
        lost |= {str(key[0]) for key in wrong if key[0] in schema.properties}
        gone: dict[Key, set[str | int]] = {}
        for *around, last in wrong:
            if scope is its_item or not _unrecorded(left, schema, (*around, last)):
                gone.setdefault(tuple(around), set()).add(last)
        # The innermost first: the ways to the others stay as they are.
        for key in sorted(gone, key=len, reverse=True):
            _leave_out(_at(left, key), gone[key], key, kept)
    return Fitting(left, kept, frozenset(lost))


def _ways(error: ValidationError) -> Iterator[Key]:
    """Yield the way to each value that an error is about; a mapping has wrong keys one by one."""
    way = tuple(error.instance_path)
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.AdditionalProperties):
        yield from ((*way, key) for key in kind.unexpected)
    elif isinstance(kind, ValidationErrorKind.PropertyNames):
        yield (*way, str(kind.error.instance))
    elif isinstance(kind, ValidationErrorKind.UniqueItems):
        yield from ((*way, at) for at in _repeated(error.instance))
    else:
        yield way


def _repeated(items: Any) -> Iterator[int]:
    """Yield the index of each item that stands before it already."""
    seen: set[str] = set()
    for at, item in enumerate(items):
        written = json.dumps(item, sort_keys=True)
        if written in seen:
            yield at
        seen.add(written)


def _unrecorded(data: Data, schema: Schema, key: Key) -> bool:
    """Say what is not recorded, where the schema has a word for that, and whether that was of use."""
    value, part = _at(data, key), schema
    for step in key:
        part = part.items if isinstance(step, int) else part.at(step)
    words: Data = part.data.get("x-unrecorded", {})
    missing = {name: word for name, word in words.items() if isinstance(value, dict) and name not in value}
    if missing:
        value.update(missing)
    return bool(missing)


def _leave_out(container: Any, gone: set[str | int], key: Key, kept: dict[Key, Sequence[int]]) -> None:
    """Take some keys or indexes out of the mapping or the list at *key*."""
    if isinstance(container, list):
        way, still = original(key, kept), [at for at in range(len(container)) if at not in gone]
        before = kept.get(way, range(len(container)))
        kept[way] = [before[at] for at in still]
        container[:] = [container[at] for at in still]
    else:
        for name in gone:
            container.pop(name, None)


def _at(data: Any, key: Key) -> Any:
    return reduce(getitem, key, data)
