"""JSON Schemas → their parts, with references followed; and what other programs get of them.

The schemas in `schemas/` are the one description of shape. `effective` fills in a catalog's own words, so
that editors, `check` and the documentation read the same text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ..page_kinds import choices
from ..vocabulary import WORDS

Data = dict[str, Any]


@cache
def _packaged(name: str) -> str:
    return (Path(__file__).parent / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")


INSTEAD: Mapping[str, tuple[str, ...]] = {
    "owners": ("no_owners", "seeking_owners"),
    "toggles": ("no_toggle",),
    "relations": ("stands_alone",),
    "roadmap": ("nothing_planned",),
}
"""The fields of which an entry may say why there is nothing, each with the keys that say it."""
_REASONS = frozenset(key for keys in INSTEAD.values() for key in keys)
_NOT_FACTS = frozenset({"summary", "tags", "reviewed", *_REASONS})
"""What an entry has of its own, and no source could have recorded."""


def effective(
    name: str,
    words: Mapping[str, Sequence[str]],
    given: Mapping[str, Data] | None = None,
    conditions: Sequence[Data] = (),
    own: Mapping[str, Data] | None = None,
) -> Data:
    """Return the schema called *name* with the allowed *words* put in, by the names of their definitions.

    Definitions that neither *words* nor the vocabulary fills stay open: any text. Those that are *given*
    stand in the place of the schema's own. *conditions* are further things that must hold, *own* what the
    keys of entries must be that are the project's own.
    """
    schema: Data = json.loads(_packaged(name))
    definitions = {**json.loads(_packaged("common"))["$defs"], **schema.get("$defs", {}), **(given or {})}
    for word, allowed in {**WORDS, **_fields(), **words}.items():
        if word in definitions:
            definitions[word] = {"enum": list(allowed)}
    if "pages" in definitions:
        definitions["pages"] = {**definitions["pages"], "properties": choices()}
    if "own_field" in definitions:
        new = f"^(?!({'|'.join(entry_keys())})$)[a-z][a-z0-9_]*$"
        definitions["own_field"] = {**definitions["own_field"], "pattern": new}
    if own:
        schema = {**schema, "properties": {**schema["properties"], **own}}
        definitions["unrecorded_field"] = {"enum": [*definitions["unrecorded_field"]["enum"], *own]}
    further = {"allOf": [*schema.get("allOf", ()), *conditions]} if conditions else {}
    return {**schema, **further, "$defs": definitions}


def definitions(name: str) -> Mapping[str, Data]:
    """Return the definitions of the schema called *name*, for another one that refers to them."""
    found: Mapping[str, Data] = json.loads(_packaged(name))["$defs"]
    return found


@cache
def _fields() -> Mapping[str, Sequence[str]]:
    """Return the fields of entries that can be required, and those that can be said to be unrecorded."""
    schema: Data = json.loads(_packaged("module"))
    always = {*schema["required"], "unrecorded", "waivers"}
    fields = [key for key in schema["properties"] if key not in always and key not in _REASONS]
    return {"entry_field": fields, "unrecorded_field": [key for key in fields if key not in _NOT_FACTS]}


@cache
def entry_keys() -> Sequence[str]:
    """Return every key of an entry that is not a project's own."""
    return list(json.loads(_packaged("module"))["properties"])


def rank(key: str, order: Sequence[str]) -> tuple[bool, int]:
    """Return what sorts keys: known ones in *order*, then those not in the schema, a project's own last."""
    return key.startswith("x-"), order.index(key) if key in order else len(order)


@dataclass(frozen=True)
class Schema:
    """A JSON Schema, or a part of one, that has the definition it refers to in itself.

    What asks for nothing is a schema too.
    """

    data: Data
    definitions: Data
    """By name: what parts further in refer to."""
    name: str | None = None
    """The name of the definition that was put in."""

    @classmethod
    def of(cls, data: Data) -> Schema:
        """Return a whole schema, which has its definitions with it."""
        return cls(data, data.get("$defs", {}))

    def definition(self, name: str) -> Schema:
        """Return the definition of a name."""
        return self.resolved({"$ref": name})

    def resolved(self, part: Data) -> Schema:
        """Return a part with the definition that it refers to put in.

        What stands beside the reference has precedence.
        """
        if "$ref" not in part:
            return Schema(part, self.definitions)
        name = _name(part)
        meant = self.resolved(self.definitions[name])
        beside = {key: value for key, value in part.items() if key != "$ref"}
        return Schema({**meant.data, **beside}, self.definitions, meant.name or name)

    @cached_property
    def properties(self) -> Mapping[str, Schema]:
        """The keys of a mapping, in the order of the schema."""
        return {key: self.resolved(part) for key, part in self.data.get("properties", {}).items()}

    def at(self, key: str) -> Schema:
        """Return what the value of a key of a mapping must be."""
        return self.properties.get(key, self.others)

    @cached_property
    def others(self) -> Schema:
        """What the value of any other key of a mapping must be."""
        part = self.data.get("additionalProperties")
        return self.resolved(part if isinstance(part, dict) else {})

    @cached_property
    def items(self) -> Schema:
        """What an item of a list must be."""
        return self.resolved(self.data.get("items", {}))

    @cached_property
    def options(self) -> Sequence[Schema]:
        """What it may be, each a way of its own; none where there is one way."""
        return [self.resolved(part) for part in self.data.get("anyOf", ())]

    @property
    def words(self) -> Sequence[str]:
        """The words it is one of; none where it is no word of a list."""
        return self.data.get("enum") or ([self.data["const"]] if "const" in self.data else [])

    @property
    def type(self) -> str:
        """What it must be in the words of JSON Schema, empty where it may be of several types."""
        return str(self.data.get("type", ""))

    @property
    def required(self) -> Sequence[str]:
        """The keys that a mapping must have; where it has one of two forms, those of the usual one."""
        return tuple(self.data.get("required", self.data.get("then", {}).get("required", ())))

    @property
    def description(self) -> str:
        """What it says; empty where the schema does not tell."""
        return str(self.data.get("description", ""))


def changed(part: Any, change: Callable[[Data], Data]) -> Any:
    """Return a part of a schema with each mapping in it as *change* gives it back, the outer ones first."""
    if isinstance(part, list):
        return [changed(item, change) for item in part]
    return (
        {key: changed(value, change) for key, value in change(part).items()}
        if isinstance(part, dict)
        else part
    )


def trimmed(schema: Data) -> Data:
    """Return a schema with only the definitions that it uses."""
    definitions = schema["$defs"]
    rest = {key: part for key, part in schema.items() if key != "$defs"}
    used = _used(rest, definitions)
    return {**rest, "$defs": {word: part for word, part in definitions.items() if word in used}}


def _used(schema: Data, definitions: Data) -> set[str]:
    """Return the names of the definitions that a schema leads to, directly or through another one."""
    used: set[str] = set()
    waiting: list[Any] = [schema]
    while waiting:
        found = set(_references(waiting.pop())) - used
        used |= found
        waiting += [definitions[name] for name in found]
    return used


def _references(part: Any) -> Iterator[str]:
    """Yield the name of each definition that a part of a schema refers to."""
    if isinstance(part, dict) and "$ref" in part:
        yield _name(part)
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _references(inner)


def _name(part: Data) -> str:
    return str(part["$ref"]).rpartition("/")[2]


def text(
    name: str,
    words: Mapping[str, Sequence[str]],
    conditions: Sequence[Data] = (),
    given: Mapping[str, Data] | None = None,
    own: Mapping[str, Data] | None = None,
) -> str:
    """Return the effective schema as editors read it.

    It is JSON with only the definitions that it uses, and ends in a line break. *conditions* are further
    things that must hold: what editors can know of what rules check. *own* as for `effective`.
    """
    schema: Data = changed(effective(name, words, given, conditions, own), _as_editors_read)
    if "when" in schema["$defs"]:
        # To an editor a year without quotes is a number.
        schema["$defs"]["when"]["type"] = ["string", "integer"]
    made = {"$schema": schema["$schema"], "$comment": f"Made by `module-catalog schema {name}`: do not edit."}
    return json.dumps({**made, **trimmed(schema)}, ensure_ascii=False, indent=2) + "\n"


def _as_editors_read(part: Data) -> Data:
    """Return a part with the sentence of each choice in its branches too, where editors look for it.

    A choice of nothing is written as what nothing is: JSON Schema has no empty list of values, and ajv
    refuses all of a schema that has one.
    """
    if part.get("enum") == []:
        return {"type": "string", "not": {}}
    sentence = {"errorMessage": part["errorMessage"]} if "errorMessage" in part else {}
    return {
        **part,
        **{
            key: [{**branch, **sentence} for branch in part[key]] for key in ("anyOf", "oneOf") if key in part
        },
    }
