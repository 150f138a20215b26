"""What jsonschema says against a document → findings in our own words (MC1xx)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial, reduce
from operator import getitem
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ...diagnostics import Finding, Place, Related, closest, is_certain
from ..reading.documents import Document
from ..reading.yaml_reader import Key
from ..vocabulary import KEYS_ALSO
from .schema import Data, Schema
from .validator import BLANK

if TYPE_CHECKING:
    import jsonschema

_FEW = 8
"""A message lists the allowed values when there are at most this many."""
_SHORT = 80
"""A line to paste that is longer stands in no message."""
_MANY = 1000
"""So many mistakes are told one by one, more than any report shows; the last stands for all that follow."""

_PLAIN = re.compile(r"(?i)(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9._/-]*")
"""What every reader of YAML takes for text, also without quotes."""


def as_yaml(text: str) -> str:
    """Return text as YAML that can stand anywhere on a line."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def findings(
    document: Document, schema: Data, errors: Iterator[jsonschema.ValidationError], count: Callable[[], int]
) -> Iterator[Finding]:
    """Yield what is wrong with a document, each place once; *count* tells how many errors there are."""
    told: set[Key] = set()
    again = _said_again(document)
    for number, error in enumerate(errors, start=1):
        misfit = Misfit(error, document, schema)
        found = misfit.findings() if isinstance(error.instance, dict) or misfit.key not in told else ()
        if misfit.key == _STAGE:
            related = tuple(Related(document.where(*key), "and here") for key in again)
            found = (replace(one, related=related) for one in found)
        elif misfit.key in again and _STAGE in told:
            found = ()
        told.add(misfit.key)
        if number == _MANY:
            rest = count() - number
            yield from (replace(one, stands_for=one.stands_for + rest) for one in found)
            return
        yield from found


_STAGE = ("stage",)


def _said_again(document: Document) -> Sequence[Key]:
    """Return where the history of an entry has the stage that it is at: a wrong word is one mistake."""
    history, stage = document.value("history"), document.value(*_STAGE)
    events = enumerate(history) if isinstance(history, list) else ()
    return [
        ("history", at, "stage")
        for at, event in events
        if isinstance(event, dict) and stage is not None and event.get("stage") == stage
    ]


@dataclass(frozen=True)
class Misfit:
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
    def around(self) -> Mapping[str, Any]:
        """The same, or what it is a branch of: a branch of a condition does not list the keys."""
        *way, last, _ = ("", *self.error.absolute_schema_path)
        if last == "then" and "properties" not in self.schema:
            with suppress(KeyError):
                found: Mapping[str, Any] = reduce(getitem, way[1:], self.root)
                return found
        return self.schema

    @property
    def misspelt(self) -> set[str | None]:
        """The keys of the schema that are most likely meant by those that it does not know."""
        names = frozenset((self.root if not self.key else self.around).get("properties", {}))
        return {_meant(name, names) for name in _unknown(self)}

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
            ending = "" if self._is_required() else ", or remove the key"
            yield self.finding("MC102", f"{self.called} has no value: write one{ending}")
        elif "x-at" in self.schema or keyword in ("anyOf", "oneOf"):
            if keyword == "oneOf" and self._is_misspelt():
                return
            at = self.schema.get("x-at")
            place = self.document.where_key(*self.key, at) if at else self._latter()
            yield self.finding("MC107", self.schema["errorMessage"], place=place)
        elif keyword in ("pattern", "format"):
            message = f"`{_shortened(str(self.value))}` {self.schema['errorMessage']}"
            day = _day(str(self.value)) if "2026-01-31" in message else None
            yield self.finding("MC105", message + self._culprit(), meant=day)
        else:
            yield from _EXPLAIN[keyword](self)

    def _is_required(self) -> bool:
        """Say whether the mapping around the value must have its key."""
        if len(self.key) == 1:
            return self.key[0] in _required(self.root)
        at: Any = self.root
        required: Sequence[str] = ()
        for part in self.error.absolute_schema_path:
            if isinstance(at, Mapping) and part not in at:
                at = reduce(getitem, at["$ref"].split("/")[1:], self.root)
            if part == "properties":
                required = at.get("required", ())
            at = at[part]
        return self.key[-1] in required

    def _is_misspelt(self) -> bool:
        """Say whether one of the keys of which one is missing is there, and misspelt."""
        keys = {key for part in self.limit for key in part.get("required", ())}
        return isinstance(self.value, dict) and not self.misspelt.isdisjoint(keys)

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


def _day(text: str) -> str | None:
    """Return the one day that a text with the year first can mean, as entries write it."""
    parts = re.fullmatch(r"([1-9][0-9]{3})[-./ ]?([0-9]{1,2})[-./ ]?([0-9]{1,2})", text)
    if not parts:
        return None
    year, *rest = map(int, parts.groups())
    for month, day in (rest, rest[::-1]):
        with suppress(ValueError):
            return date(year, month, day).isoformat()
    return None


def _required(root: Data) -> set[str]:
    """Return the keys that a document needs, at whatever stage."""
    conditions = root.get("allOf", ())
    return {
        *root.get("required", ()),
        *(key for one in conditions for key in one["then"].get("required", ())),
    }


def _unknown(misfit: Misfit) -> list[str]:
    """Return the keys of a mapping that are neither the schema's nor a project's own."""
    known = misfit.root["properties"] if not misfit.key else misfit.around.get("properties", {})
    return [name for name in misfit.value if name not in known and not name.startswith("x-")]


def _meant(name: str, known: frozenset[str]) -> str | None:
    """Return the key that was most likely meant by one that is not known."""
    also = KEYS_ALSO.get(name.casefold(), ())
    return next((key for key in also if key in known), None) or closest(name, known)


def _unknown_keys(misfit: Misfit) -> Iterator[Finding]:
    known = frozenset(misfit.schema.get("properties", {}))
    names = _unknown(misfit)
    for number, name in enumerate(names[:_MANY], start=1):
        meant = _meant(name, known)
        ending = f"; known here: {_listed(sorted(known))}" if not meant and len(known) <= _FEW else ""
        if meant in misfit.value:
            meant, ending = None, f", and `{meant}` is there already: keep one of the two"
        key, colon, value = name.partition(":")
        if colon and value and key in known and misfit.value[name] is None:
            meant, ending = None, f": write `{key}: {value}`, with a space after the colon"
        elif " " in name and misfit.value[name] is None:
            # In braces the rest of a text stands alone after its comma, and YAML takes it for a key.
            ending = "; if it is the end of a text with a comma in it, put quotes around the whole text"
        place = misfit.document.where_key(*misfit.key, name)
        yield misfit.finding(
            "MC101",
            f"`{name}` is not a key of {misfit.called}{ending}",
            place=place,
            meant=meant,
            is_certain=meant is not None and is_certain(name, meant, known),
            stands_for=1 + len(names) - _MANY if number == _MANY else 1,
        )


def _missing_key(misfit: Misfit) -> Iterator[Finding]:
    known = (misfit.root if not misfit.key else misfit.around).get("properties", {})
    misspelt = misfit.misspelt
    for name in misfit.limit:
        # jsonschema gives one error a missing key, and names the key only in its message.
        if f"'{name}'" in misfit.error.message and name not in misspelt:
            purpose = known.get(name, {}).get("description", "").rstrip(".")
            says = purpose.casefold().removeprefix("its ") not in ("", name)
            ending = f": {purpose[0].lower()}{purpose[1:]}" if says else ""
            yield misfit.finding("MC102", f"{misfit.called} has no `{name}`{ending}")


_TYPES = {
    "object": "a mapping of keys to values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def _wrong_type(misfit: Misfit) -> Iterator[Finding]:
    wanted = misfit.limit if isinstance(misfit.limit, list) else [misfit.limit]
    is_many = isinstance(misfit.value, (list, dict))
    got = (
        _TYPES["array" if isinstance(misfit.value, list) else "object"]
        if is_many
        else f"`{_shortened(str(misfit.value))}`"
    )
    remedy = _remedy(misfit) if isinstance(misfit.value, str) else None
    ending = f": write `{remedy}`" if remedy and len(remedy) <= _SHORT else _form(misfit)
    yield misfit.finding(
        "MC103", f"{misfit.called} must be {' or '.join(_TYPES[name] for name in wanted)}, not {got}{ending}"
    )


def _form(misfit: Misfit) -> str:
    """Return what a mapping must have that something else stands in place of, as the end of a sentence."""
    part = Schema(dict(misfit.schema), misfit.root.get("$defs", {}))
    if misfit.limit != "object" or not part.properties:
        return ""
    if part.required:
        return f": it needs {' and '.join(f'`{key}`' for key in part.required)}"
    return f": its keys are {_listed([*part.properties])}" if len(part.properties) <= _FEW else ""


def _remedy(misfit: Misfit) -> str | None:
    """Return what a word is most likely meant to be where a mapping or a list must stand, as YAML to paste.

    In place of an item of a list it stands for the one required key of the item.
    """
    part = Schema(dict(misfit.schema), misfit.root.get("$defs", {}))
    if misfit.limit == "array" and misfit.key:
        item = part.items
        write = partial(_as_mapping, part=item) if item.type == "object" else as_yaml
        items = [*map(write, _split(misfit.value))]
        return f"{misfit.key[-1]}: [{', '.join(filter(None, items))}]" if all(items) else None
    if misfit.limit == "object" and misfit.key and isinstance(misfit.key[-1], str):
        inner = _as_mapping(misfit.value, part)
        return inner and f"{misfit.key[-1]}: {inner}"
    if misfit.limit == "object" and misfit.key:
        mapping = _as_mapping(misfit.value, part)
        is_block = misfit.document.line_until(*misfit.key).strip() == "-"
        return mapping and (f"- {mapping[1:-1]}" if is_block else mapping)
    return None


def _split(text: str) -> list[str]:
    """Return what a text lists that stands in place of a list, with commas or with dashes on one line."""
    listed = re.split(r",\s*|\s+- ", text)
    return [text] if any(" " in one for one in listed) else listed


def _as_mapping(word: str, part: Schema) -> str | None:
    return f"{{{part.required[0]}: {as_yaml(word)}}}" if len(part.required) == 1 else None


def _unlisted(misfit: Misfit) -> Iterator[Finding]:
    if not isinstance(misfit.value, str):
        yield misfit.finding("MC103", f"{misfit.called} must be one word, not a list or a mapping")
        return
    allowed = [str(word) for word in misfit.limit]
    meant = closest(misfit.value, allowed)
    ending = f"; allowed: {_listed(allowed)}" if len(allowed) <= _FEW or not meant else ""
    ending = ending if allowed else ": the project has no words for it yet, so remove the key"
    message = f"`{_shortened(misfit.value)}` is not a value of {misfit.called}{ending}"
    certain = meant is not None and is_certain(misfit.value, meant, allowed)
    yield misfit.finding("MC104", message, meant=meant, is_certain=certain)


_SIZES = {
    "minLength": "is empty: write something, or remove the key",
    "maxLength": "has {size} characters; {limit} are allowed",
    "minItems": "is an empty list: name something, or remove the key",
    "minProperties": "is empty: name at least one",
    "minimum": "is {size}; {limit} is the smallest value allowed",
    "maximum": "is {size}; {limit} is the largest value allowed",
    "uniqueItems": "names the same thing twice",
}


def _wrong_size(misfit: Misfit) -> Iterator[Finding]:
    size = misfit.value if isinstance(misfit.value, int) else len(misfit.value)
    sentence = _SIZES[str(misfit.error.validator)].format(limit=misfit.limit, size=size)
    yield misfit.finding("MC106", f"{misfit.called} {sentence}")


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


_EXPLAIN: dict[str, Callable[[Misfit], Iterator[Finding]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "type": _wrong_type,
    "enum": _unlisted,
    **dict.fromkeys(_SIZES, _wrong_size),
}
"""JSON Schema keyword → the findings it gives."""
