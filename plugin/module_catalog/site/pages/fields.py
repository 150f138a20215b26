"""The page for those who write entries: every key of every file, from the schemas of this catalog."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...catalog.model import Catalog
from ...catalog.validation.schema import Schema
from ...checks.gates import GATES
from ...checks.pipeline import schema_text
from ..page import Page

_FILES = {
    "module": "catalog/modules/<id>.yaml",
    "showcase": "catalog/showcase/<id>.yaml",
    "people": "catalog/people.yaml",
    "catalog": "catalog/catalog.yaml",
    "lifecycle": "a lifecycle file",
}


@dataclass(frozen=True)
class KeyRow:
    """A key of a file."""

    parents: str
    """What stands before its name: `toggles[].` for the keys of each toggle."""
    name: str
    form: str
    """What its value must be."""
    description: str
    is_required: bool


@dataclass(frozen=True)
class FileKind:
    """A sort of file, and its keys in the order of the schema."""

    name: str
    file: str
    description: str
    keys: tuple[KeyRow, ...]


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every key an entry can have, with the words this catalog knows; and every kind of gate."""
    texts = {name: json.loads(schema_text(name, catalog)) for name in _FILES}
    texts["module"]["required"] += [one.field for one in catalog.requirements if one.stages is None]
    schemas = {name: Schema.of(text) for name, text in texts.items()}
    gate = schemas["lifecycle"].definition("gate")
    shows = {
        "sorts": [
            FileKind(name, _FILES[name], schema.description, tuple(_keys(schema)))
            for name, schema in schemas.items()
        ],
        "gates": tuple(GATES.values()),
        "gate_keys": tuple(_keys(gate)),
    }
    description = (
        "Every key of an entry and of the other files of a catalog: what it means, and which values it takes."
    )
    yield Page("fields", "YAML reference", description, shows, hides=("navigation",))


def _keys(part: Schema, parents: str = "") -> Iterator[KeyRow]:
    """Yield the keys of a mapping, each before the keys of its own value.

    Those of gates stand in a table of their own.
    """
    any_name = {"<name>": part.others} if part.others.data else {}
    for name, value in {**part.properties, **any_name}.items():
        yield KeyRow(parents, name, _form(value), value.description, name in part.required)
        for option in (value, *value.options):
            yield from _keys(option, f"{parents}{name}.")
        if value.items.name != "gate":
            yield from _keys(value.items, f"{parents}{name}[].")


def _form(part: Schema) -> str:
    """Return what a value must be, in words."""
    if part.options:
        return " or ".join(map(_form, part.options))
    if part.words or "enum" in part.data:
        return _one_of(part.words)
    if part.name in ("line", "text"):
        longest = part.data["maxLength"]
        return f"text, at most {longest} characters" if longest < _USUAL else "text"
    if "errorMessage" in part.data and "string" in part.data.get("type", ""):
        return str(part.data["errorMessage"]).removeprefix("must be ")
    if part.items.data and not part.items.properties:
        return f"a list, each {_form(part.items)}"
    kinds = part.data.get("type", "")
    return " or ".join(_KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _one_of(words: Sequence[str]) -> str:
    listed = ", ".join(f"`{word}`" for word in words)
    return f"{'one of ' if len(words) > 1 else ''}{listed}" or "a word of a list that is empty here"


_USUAL = 400
"""A line is never longer, so that it is not said at every one."""
_KINDS = {
    "object": "a mapping",
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "null": "null",
}
