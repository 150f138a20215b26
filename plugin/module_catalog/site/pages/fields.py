"""The page for those who write entries: every key of every file, from the schemas of this catalog."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.model import Catalog
from ...checks.gates import GATES
from ...checks.pipeline import schema_text
from ..page import Page

_Part = Mapping[str, Any]
_FILES = {
    "module": "catalog/modules/<id>.yaml",
    "showcase": "catalog/showcase/<id>.yaml",
    "people": "catalog/people.yaml",
    "catalog": "catalog/catalog.yaml",
    "lifecycle": "a lifecycle file",
}


@dataclass(frozen=True)
class Key:
    """A key of a file."""

    parents: str
    """What stands before its name: `toggles[].` for the keys of each toggle."""
    name: str
    form: str
    """What its value must be."""
    says: str
    is_required: bool


@dataclass(frozen=True)
class Sort:
    """A sort of file, and its keys in the order of the schema."""

    name: str
    file: str
    says: str
    keys: tuple[Key, ...]


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every key an entry can have, with the words this catalog knows; and every kind of gate."""
    schemas = {name: json.loads(schema_text(name, catalog)) for name in _FILES}
    gate = schemas["lifecycle"]["$defs"]["gate"]
    shows = {
        "sorts": [
            Sort(name, _FILES[name], schema["description"], tuple(_keys(schema, schema))) for name, schema in schemas.items()
        ],
        "gates": tuple(GATES.values()),
        "gate_keys": tuple(_keys(gate, schemas["lifecycle"])),
    }
    description = "Every key of an entry and of the other files of a catalog: what it says, and what it must be."
    yield Page("fields", "Writing entries", description, shows, hides=("navigation",))


def _keys(part: _Part, schema: _Part, parents: str = "") -> Iterator[Key]:
    """Yield the keys of a mapping, each before the keys of its own value. Those of gates stand in a table of their own."""
    for name, given in {**part.get("properties", {}), **_any_name(part)}.items():
        whole = _whole(given, schema)
        items = _whole(whole.get("items", {}), schema)
        yield Key(parents, name, _form(whole, items), whole.get("description", ""), name in part.get("required", ()))
        for option in (whole, *whole.get("anyOf", ())):
            yield from _keys(option, schema, f"{parents}{name}.")
        if items.get("ref") != "gate":
            yield from _keys(items, schema, f"{parents}{name}[].")


def _any_name(part: _Part) -> _Part:
    """Return the value of a mapping whose keys are not fixed, under a word that stands for them."""
    extra = part.get("additionalProperties")
    return {"<name>": extra} if isinstance(extra, dict) else {}


def _whole(part: _Part, schema: _Part) -> _Part:
    """Return a part of a schema with the definition it refers to put in."""
    if "$ref" not in part:
        return part
    name = part["$ref"].rpartition("/")[2]
    return {"ref": name, **_whole(schema["$defs"][name], schema), **{key: value for key, value in part.items() if key != "$ref"}}


def _form(part: _Part, items: _Part) -> str:
    """Return what a value must be, in words."""
    if "anyOf" in part:
        return " or ".join(_form(option, {}) for option in part["anyOf"])
    if words := part.get("enum") or ([part["const"]] if "const" in part else []):
        return f"{'one of ' if len(words) > 1 else ''}{', '.join(f'`{word}`' for word in words)}"
    if part.get("ref") in ("line", "text"):
        return f"text, at most {part['maxLength']} characters" if part["maxLength"] < _USUAL else "text"
    if "errorMessage" in part and part.get("type") == "string":
        return str(part["errorMessage"]).removeprefix("must be ")
    if items and "properties" not in items:
        return f"a list, each {_form(items, {})}"
    kinds = part.get("type", "")
    return " or ".join(_KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))


_USUAL = 400
"""A line is never longer, so that it is not said at every one."""
_KINDS = {
    "object": "a mapping",
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "array": "a list",
    "null": "null",
}
