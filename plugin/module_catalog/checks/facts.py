"""What rules across entries look at: of each entry a few fields, and nothing else.

What such a rule finds follows from these facts of all entries. So it can be found again when most entries are
known by their facts alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..catalog.reading.documents import Document
from ..catalog.validation.schema import entry_keys

Facts = dict[str, Any]
ENTRY_KEYS = frozenset(entry_keys())

FACTS: Mapping[str, tuple[str, ...]] = {
    "name": (),
    "stage": (),
    "history": ("stage", "date", "basis", "release"),
    "namespaces": (),
    "relations": ("module", "type"),
    "toggles": ("name", "uses", "until", "default", "requires"),
    "compatibility": ("with",),
    "deprecation": ("replacement",),
    "former_ids": (),
    "split_into": (),
}
"""The fields; of what has fields of its own, those of them. An item of a list counts if it has the first."""

_COUNTS: Mapping[str, tuple[str, ...]] = {"toggles": ("name", "uses")}
"""Where an item counts for any of several fields, which these are."""


_BLANKS: Mapping[str, Facts] = {
    "history": {"event": ""},
    "relations": {"why": ""},
    "toggles": {"mechanism": ""},
    "compatibility": {"status": ""},
    "deprecation": {"reason": ""},
}
"""What stands for the required keys that are no facts."""


def facts(data: Mapping[str, Any]) -> Facts:
    """Return what the data of an entry says that rules across entries look at.

    The project's own fields may name modules.
    """
    own = {key: data[key] for key in data if key not in ENTRY_KEYS and not key.startswith("x-")}
    return own | {
        key: _seen(data[key], inner, _COUNTS.get(key, inner[:1]))
        for key, inner in FACTS.items()
        if data.get(key) is not None
    }


def _seen(value: Any, keys: tuple[str, ...], counts: tuple[str, ...]) -> Any:
    if not keys:
        return value
    if isinstance(value, list):
        return [
            _seen(item, keys, counts) for item in value if any(item.get(key) is not None for key in counts)
        ]
    return {key: value[key] for key in keys if value.get(key) is not None}


def document(path: str, known: Facts) -> Document:
    """Return an entry of which only the facts are known, and no places."""
    data = {key: _filled(value, _BLANKS[key]) if key in _BLANKS else value for key, value in known.items()}
    return Document(path, "{}", {"kind": "", **data})


def _filled(value: Any, blank: Facts) -> Any:
    return [blank | item for item in value] if isinstance(value, list) else blank | value
