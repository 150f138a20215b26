"""What is right of a catalog.yaml or a lifecycle that is not: who asks for more learns that it is unknown.

So nobody has to know which rule depends on what: a rule that asks for what was not read finds no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from ..diagnostics import closest
from . import lifecycle, settings
from .lifecycle import Lifecycle
from .reading.documents import Document
from .reading.yaml_reader import Key
from .settings import Settings
from .validation.fitting import its_item
from .validation.schema import effective

_Value = TypeVar("_Value")


class UnreadError(Exception):
    """What was asked for could not be read."""


class Partial:
    """Something of which a part could not be read."""

    unread: frozenset[str] = frozenset()
    """The names of the attributes that nobody can know."""

    def __getattribute__(self, name: str) -> Any:
        """Return an attribute. Raises UnreadError for one that could not be read."""
        if name in object.__getattribute__(self, "unread"):
            raise UnreadError(name)
        return super().__getattribute__(name)


class PartialSettings(Partial, Settings):
    """What could be read of catalog.yaml."""


class PartialLifecycle(Partial, Lifecycle):
    """What could be read of a lifecycle."""


_BLANKS: Mapping[str, Any] = {"name": "", "kinds": {}, "stages": [], "transitions": []}
"""What stands for required keys that could not be read."""
_HARMLESS = frozenset({"rules", "noun"})
"""The keys of which what could be read is enough."""


def its_setting(key: Key) -> Key:
    """Return the way to what is left out of a catalog.yaml for a value that does not fit."""
    return key if key[0] in _HARMLESS else its_item(key)


def its_gate(key: Key) -> Key:
    """Return the way to what is left out of a lifecycle for a value that does not fit.

    It is the gate that the value is in: without the value, it would ask for something else.
    """
    return key[:4] if key[2:3] in (("enter",), ("stay",)) else key


def known(ask: Callable[[], _Value], otherwise: _Value) -> _Value:
    """Return what *ask* does, or another value where that depends on what could not be read."""
    try:
        return ask()
    except UnreadError:
        return otherwise


def of_settings(right: Document, written: Document) -> PartialSettings:
    """Return what is right of a catalog.yaml, given what is *written* there."""
    required = ("name", "kinds")
    unread = _unread(right, written, required, "catalog") - _HARMLESS
    attributes = {*unread, *(f"{key}_" for key in unread), *(["out"] if "releases" in unread else [])}
    return _made(PartialSettings, settings.build(_filled(right, required)), attributes)


def of_lifecycle(right: Document, written: Document) -> PartialLifecycle:
    """Return what is right of a lifecycle, given what is *written* there.

    A stage is read where it is there, with or without all of its gates.
    """
    lists = ("stages", "transitions")
    there = {key for key in lists if key in right.data and (key,) not in right.kept}
    unread = _unread(right, written, lists, "lifecycle") - there - _HARMLESS
    return _made(PartialLifecycle, lifecycle.build(_filled(right, ("name", *lists))), unread)


def without_lifecycle(document: Document) -> PartialLifecycle:
    """Return what is known of a lifecycle of which nothing could be read; *document* names it."""
    names = {one.name for one in fields(Lifecycle)} - {"rules", "document"}
    return _made(PartialLifecycle, Lifecycle("", (), (), document), names)


_Kind = TypeVar("_Kind", bound=Partial)


def _made(kind: type[_Kind], found: Settings | Lifecycle, unread: Iterable[str]) -> _Kind:
    made = kind(**{one.name: getattr(found, one.name) for one in fields(found)})
    object.__setattr__(made, "unread", frozenset(unread))
    return made


def _filled(document: Document, keys: Iterable[str]) -> Document:
    blank = {key: _BLANKS[key] for key in keys if key not in document.data}
    return replace(document, data={**blank, **document.data})


def _unread(right: Document, written: Document, required: Iterable[str], schema: str) -> set[str]:
    """Return the keys of which something is not there, or is there under a name that is none."""
    known = frozenset(effective(schema, {})["properties"])
    meant = (closest(str(key), known) for key in written.data.keys() - known)
    return {*right.lost, *filter(None, meant), *(key for key in required if key not in right.data)}
