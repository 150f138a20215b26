"""Document and JSON Schema → the document as the schema reads it, and what does not fit (MC1xx).

jsonschema-rs says "valid" fast, jsonschema explains; misfits.py puts that into our own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from ...diagnostics import Finding
from ..reading.documents import Document
from .fitting import Errors, Scope, fitting
from .schema import Data, Schema

if TYPE_CHECKING:
    import jsonschema

BLANK = "…"
"""What lines to paste have where only the maintainers know."""
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

    def fitting(self, document: Document, scope: Scope) -> Document:
        """Return the document as `check` does, without what does not fit and what *scope* takes with it."""
        rest = fitting(self._read(document.data), Schema.of(self._schema), self._errors_alone, scope)
        return replace(document, **rest._asdict())

    @property
    def required(self) -> frozenset[str]:
        """The keys without which nothing can be made of a document."""
        return frozenset(self._schema["required"])

    @cached_property
    def _errors_alone(self) -> Errors:
        """Yields the errors of each key and its value, whatever else there is."""
        schema = {key: part for key, part in self._schema.items() if key not in _OF_SEVERAL_KEYS}
        return jsonschema_rs.validator_for(schema, validate_formats=True).iter_errors

    @cached_property
    def _explain(self) -> Callable[[Any], Iterator[jsonschema.ValidationError]]:
        from .schema_errors import errors  # noqa: PLC0415  # most catalogs have no error, and it takes time to load

        return errors(self._schema)

    def _findings(self, document: Document) -> Iterator[Finding]:
        from .misfits import findings  # noqa: PLC0415  # as above

        errors = self._explain(document.data)
        return findings(document, self._schema, errors, lambda: self._count(document.data))

    def _count(self, data: Data) -> int:
        return sum(1 for _ in self._quick.iter_errors(data))


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
