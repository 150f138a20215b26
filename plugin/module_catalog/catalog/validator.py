"""Document and JSON Schema → findings in our own words (MC1xx).

jsonschema-rs says "valid" fast, jsonschema explains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from ..diagnostics import Finding, Place, closest, is_certain
from .documents import Document
from .schema import Data, Schema
from .yaml_reader import Key

if TYPE_CHECKING:
    import jsonschema

BLANK = "…"
"""What lines to paste have where only the maintainers know."""
_FEW = 8
"""A message lists the allowed values when there are at most this many."""
_SHORT = 80
"""A line to paste that is longer stands in no message."""
_MANY = 1000
"""So many mistakes are told one by one, more than any report shows; the last stands for all that follow."""
_Reader = Callable[[Any], Any]
_OF_SEVERAL_KEYS = ("required", "allOf", "minProperties")
"""What a schema asks of the keys of a document together."""


@cache
def finder(pattern: str) -> Callable[[str], bool]:
    """Return what says whether a text has something that a regular expression describes.

    It is the same as that of `re` in what both know, and many times as fast for several words at once.
    """
    options = jsonschema_rs.RegexOptions()
    return jsonschema_rs.validator_for({"pattern": pattern}, pattern_options=options).is_valid


class SchemaValidator:
    """One effective schema, ready to check documents."""

    def __init__(self, schema: Data) -> None:
        self._schema = schema
        self._quick = jsonschema_rs.validator_for(schema, validate_formats=True)
        self._read = _reader(Schema.of(schema)) or _as_it_is

    def check(self, document: Document) -> tuple[Document, tuple[Finding, ...]]:
        """Return the document with the numbers and truth values of the schema, and what does not fit."""
        data = self._read(document.data)
        read = document if data is document.data else replace(document, data=data)
        return read, () if self._quick.is_valid(read.data) else tuple(self._findings(read))

    def fitting(self, document: Document) -> Document:
        """Return the document as `check` does, without the keys whose values do not fit."""
        fits, data = self._fits_alone, self._read(document.data)
        return replace(document, data={key: value for key, value in data.items() if fits({key: value})})

    @cached_property
    def _fits_alone(self) -> Callable[[Data], bool]:
        """Says whether one key and its value fit, whatever else there is."""
        schema = {key: part for key, part in self._schema.items() if key not in _OF_SEVERAL_KEYS}
        return jsonschema_rs.validator_for(schema, validate_formats=True).is_valid

    @cached_property
    def _explain(self) -> Callable[[Any], Iterator[jsonschema.ValidationError]]:
        from .schema_errors import errors  # noqa: PLC0415  # most catalogs have no error, and it takes time to load

        return errors(self._schema)

    def _findings(self, document: Document) -> Iterator[Finding]:
        told: set[Key] = set()
        for number, error in enumerate(self._explain(document.data), start=1):
            problem = _Problem(error, document, self._schema)
            found = problem.findings() if isinstance(error.instance, dict) or problem.key not in told else ()
            told.add(problem.key)
            if number == _MANY:
                rest = sum(1 for _ in self._quick.iter_errors(document.data)) - number
                yield from (replace(one, stands_for=one.stands_for + rest) for one in found)
                return
            yield from found


def _reader(schema: Schema) -> _Reader | None:
    """Return what gives data of that shape back with text read as what it stands for.

    None where all of it stays text.
    """
    if not schema.data:
        return None
    if schema.type in _SCALARS:
        scalar = _SCALARS[schema.type]
        return lambda value: scalar(value) if isinstance(value, str) else value
    if item := _reader(schema.items):
        return lambda value: [item(one) for one in value] if isinstance(value, list) else value
    by_key = {key: reader for key, part in schema.properties.items() if (reader := _reader(part))}
    other = _reader(schema.others)
    if not by_key and not other:
        return None
    others = other or _as_it_is

    def read_mapping(value: Any) -> Any:
        return (
            {key: by_key.get(key, others)(inner) for key, inner in value.items()}
            if isinstance(value, dict)
            else value
        )

    def read_named(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        # Most mappings have none of the few keys that are no text: they stay what they are.
        read = {key: reader(value[key]) for key, reader in by_key.items() if key in value}
        return {**value, **read} if read else value

    return read_mapping if other else read_named


def _as_it_is(value: Any) -> Any:
    return value


def _integer(text: str) -> int | str:
    return (
        int(text)
        if text.isdecimal() and text.isascii() and len(text) < 10 and text == str(int(text))
        else text
    )


def _boolean(text: str) -> bool | str:
    return {"true": True, "false": False}.get(text, text)


def _number(text: str) -> float | int | str:
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?")
_SCALARS: dict[str, Callable[[str], Any]] = {"integer": _integer, "number": _number, "boolean": _boolean}
"""What reads text as a value of each type; it gives back text that is none, for the schema to refuse."""


@dataclass(frozen=True)
class _Problem:
    """One error of jsonschema, and what is needed to say it in our own words."""

    error: jsonschema.ValidationError
    document: Document
    root: Data

    @property
    def key(self) -> Key:
        """The way to the value; a key that is itself wrong ends its own way."""
        way = tuple(self.error.absolute_path)
        return (*way, str(self.value)) if "propertyNames" in self.error.absolute_schema_path else way

    @property
    def schema(self) -> Mapping[str, Any]:
        """The part of the schema that the value does not fit."""
        return self.error.schema if isinstance(self.error.schema, Mapping) else {}

    @property
    def value(self) -> Any:
        return self.error.instance

    @property
    def limit(self) -> Any:
        return self.error.validator_value

    @property
    def called(self) -> str:
        """What a message calls the value: its key, or the list it is an item of."""
        names = [part for part in self.key if isinstance(part, str)]
        if not names:
            is_entry = PurePosixPath(self.document.path).parent.name in ("modules", "showcase")
            return "the entry" if is_entry else _shortened(PurePosixPath(self.document.path).name)
        # Thousands of findings may be of one key, however long it is.
        name = f"`{_shortened(names[-1])}`"
        return f"an item of {name}" if isinstance(self.key[-1], int) else name

    @property
    def place(self) -> Place:
        """The value's place, or its key's where the value is a mapping, a list or missing."""
        is_key = "propertyNames" in self.error.absolute_schema_path
        at_value = isinstance(self.value, (str, int)) and not is_key and self.value != ""
        return self.document.where(*self.key) if at_value else self.document.where_key(*self.key)

    def finding(
        self,
        code: str,
        message: str,
        *,
        place: Place | None = None,
        meant: str | None = None,
        is_certain: bool = False,
        stands_for: int = 1,
    ) -> Finding:
        where = place or self.place
        return Finding(code, message, where, meant, stands_for=stands_for, is_certain=is_certain)

    def findings(self) -> Iterator[Finding]:
        keyword = str(self.error.validator)
        if self.value == BLANK or (self.value is None and keyword in ("type", "enum")):
            is_required = len(self.key) == 1 and self.key[0] in _required(self.root)
            ending = "" if is_required else ", or remove the key"
            yield self.finding("MC102", f"{self.called} has no value: write one{ending}")
        elif "x-at" in self.schema or keyword in ("anyOf", "oneOf"):
            at = self.schema.get("x-at")
            place = self.document.where_key(*self.key, at) if at else self._latter()
            yield self.finding("MC107", self.schema["errorMessage"], place=place)
        elif keyword in ("pattern", "format"):
            message = f"`{_shortened(str(self.value))}` {self.schema['errorMessage']}"
            yield self.finding("MC105", message + self._culprit())
        else:
            yield from _EXPLAIN[keyword](self)

    def _latter(self) -> Place:
        """The place of the later one of keys that exclude each other."""
        excluding = [
            key
            for part in self.limit
            if isinstance(part, Mapping)
            for key in part.get("required", ())
            if isinstance(self.value, dict) and key in self.value
        ]
        return self.document.where_key(*self.key, excluding[-1]) if len(excluding) > 1 else self.place

    def _culprit(self) -> str:
        """What to add about the only characters that a value should not have, which are hard to see."""
        pattern = str(self.schema.get("pattern", "(?!)")).replace("$", r"\Z")
        odd = [letter for letter in str(self.value) if letter.isspace() or not letter.isascii()]
        without = re.sub(r"[\s\x80-\U0010ffff]", "", str(self.value))
        is_said = re.search(" spaces| control ", self.schema["errorMessage"])
        if not odd or is_said or not re.search(pattern, without):
            return ""
        return (
            "; it has a space in it" if odd[0] == " " else f"; it has the character U+{ord(odd[0]):04X} in it"
        )


def _required(root: Data) -> set[str]:
    """Return the keys that a document needs, at whatever stage."""
    conditions = root.get("allOf", ())
    return {
        *root.get("required", ()),
        *(key for one in conditions for key in one["then"].get("required", ())),
    }


def _unknown(problem: _Problem) -> list[str]:
    """Return the keys of a mapping that are neither the schema's nor a project's own."""
    known = problem.root["properties"] if not problem.key else problem.schema.get("properties", {})
    return [name for name in problem.value if name not in known and not name.startswith("x-")]


def _unknown_keys(problem: _Problem) -> Iterator[Finding]:
    known = frozenset(problem.schema.get("properties", {}))
    names = _unknown(problem)
    for number, name in enumerate(names[:_MANY], start=1):
        meant = closest(name, known)
        ending = f"; known here: {_listed(sorted(known))}" if not meant and len(known) <= _FEW else ""
        key, colon, value = name.partition(":")
        if colon and value and key in known and problem.value[name] is None:
            meant, ending = None, f": write `{key}: {value}`, with a space after the colon"
        elif " " in name and problem.value[name] is None:
            # In braces the rest of a text stands alone after its comma, and YAML takes it for a key.
            ending = "; if it is the end of a text with a comma in it, put quotes around the whole text"
        place = problem.document.where_key(*problem.key, name)
        yield problem.finding(
            "MC101",
            f"`{name}` is not a key of {problem.called}{ending}",
            place=place,
            meant=meant,
            is_certain=meant is not None and is_certain(name, meant, known),
            stands_for=1 + len(names) - _MANY if number == _MANY else 1,
        )


def _missing_key(problem: _Problem) -> Iterator[Finding]:
    known = (problem.root if not problem.key else problem.schema).get("properties", {})
    names = frozenset(known)
    misspelt = {closest(name, names) for name in _unknown(problem)}
    for name in problem.limit:
        # jsonschema gives one error a missing key, and names the key only in its message.
        if f"'{name}'" in problem.error.message and name not in misspelt:
            purpose = known.get(name, {}).get("description", "").rstrip(".")
            ending = f": {purpose[0].lower()}{purpose[1:]}" if purpose else ""
            yield problem.finding("MC102", f"{problem.called} has no `{name}`{ending}")


_TYPES = {
    "object": "a mapping of keys to values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def _wrong_type(problem: _Problem) -> Iterator[Finding]:
    wanted = problem.limit if isinstance(problem.limit, list) else [problem.limit]
    is_many = isinstance(problem.value, (list, dict))
    got = (
        _TYPES["array" if isinstance(problem.value, list) else "object"]
        if is_many
        else f"`{_shortened(str(problem.value))}`"
    )
    remedy = _remedy(problem) if isinstance(problem.value, str) else None
    ending = f": write `{remedy}`" if remedy and len(remedy) <= _SHORT else ""
    yield problem.finding(
        "MC103", f"{problem.called} must be {' or '.join(_TYPES[name] for name in wanted)}, not {got}{ending}"
    )


def _remedy(problem: _Problem) -> str | None:
    """Return what a word is most likely meant to be where a mapping or a list must stand, as YAML to paste.

    In place of an item of a list it stands for the one required key of the item.
    """
    part = Schema(dict(problem.schema), problem.root.get("$defs", {}))
    if problem.limit == "array" and problem.key:
        item = part.items
        inner = _as_mapping(problem.value, item) if item.type == "object" else as_yaml(problem.value)
        return inner and f"{problem.key[-1]}: [{inner}]"
    if problem.limit == "object" and problem.key and isinstance(problem.key[-1], str):
        inner = _as_mapping(problem.value, part)
        return inner and f"{problem.key[-1]}: {inner}"
    if problem.limit == "object" and problem.key:
        mapping = _as_mapping(problem.value, part)
        is_block = problem.document.line_until(*problem.key).strip() == "-"
        return mapping and (f"- {mapping[1:-1]}" if is_block else mapping)
    return None


def _as_mapping(word: str, part: Schema) -> str | None:
    return f"{{{part.required[0]}: {as_yaml(word)}}}" if len(part.required) == 1 else None


_PLAIN = re.compile(r"(?i)(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9._-]*")
"""What every reader of YAML takes for text, also without quotes."""


def as_yaml(text: str) -> str:
    """Return text as YAML that can stand anywhere on a line."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def _unlisted(problem: _Problem) -> Iterator[Finding]:
    if not isinstance(problem.value, str):
        yield problem.finding("MC103", f"{problem.called} must be one word, not a list or a mapping")
        return
    allowed = [str(word) for word in problem.limit]
    meant = closest(problem.value, allowed)
    ending = f"; allowed: {_listed(allowed)}" if len(allowed) <= _FEW or not meant else ""
    message = f"`{_shortened(problem.value)}` is not a value of {problem.called}{ending}"
    certain = meant is not None and is_certain(problem.value, meant, allowed)
    yield problem.finding("MC104", message, meant=meant, is_certain=certain)


_SIZES = {
    "minLength": "is empty: write something, or remove the key",
    "maxLength": "has {size} characters; {limit} are allowed",
    "minItems": "is an empty list: name something, or remove the key",
    "minProperties": "is empty: name at least one",
    "minimum": "is {size}; {limit} is the smallest value allowed",
    "maximum": "is {size}; {limit} is the largest value allowed",
    "uniqueItems": "names the same thing twice",
}


def _wrong_size(problem: _Problem) -> Iterator[Finding]:
    size = problem.value if isinstance(problem.value, int) else len(problem.value)
    sentence = _SIZES[str(problem.error.validator)].format(limit=problem.limit, size=size)
    yield problem.finding("MC106", f"{problem.called} {sentence}")


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


_EXPLAIN: dict[str, Callable[[_Problem], Iterator[Finding]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "type": _wrong_type,
    "enum": _unlisted,
    **dict.fromkeys(_SIZES, _wrong_size),
}
"""JSON Schema keyword → the findings it gives."""
