"""Data and JSON Schema → what jsonschema says against it. It loads slowly, and few catalogs need it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema

from .schema import Data

Errors = Callable[[Any], Iterator[jsonschema.ValidationError]]


def errors(schema: Data) -> Errors:
    """Return what yields each error of some data."""
    found: Errors = _Explainer(schema, format_checker=jsonschema.FormatChecker(["date"])).iter_errors
    return found


def _pattern(
    validator: Any, pattern: str, instance: Any, schema: Data
) -> Iterator[jsonschema.ValidationError]:
    """Check a pattern as the standard means it.

    `$` is the end of a text, and not the place before a line break at its end.
    """
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def _unique_items(
    validator: Any, wanted: bool, instance: Any, schema: Data
) -> Iterator[jsonschema.ValidationError]:
    """Check that no two items are the same, in linear time.

    The library compares each mapping with each other one.
    """
    if wanted and isinstance(instance, list):
        written = [json.dumps(item, sort_keys=True) for item in instance]
        if len(set(written)) < len(written):
            yield jsonschema.ValidationError("two items are the same")


def _ref(validator: Any, ref: str, instance: Any, schema: Data) -> Iterator[jsonschema.ValidationError]:
    """Check what is referred to, without a length that the schema beside it limits further.

    The first error of a value is told: it is to give the number that the value must keep to.
    """
    for error in jsonschema.Draft202012Validator.VALIDATORS["$ref"](validator, ref, instance, schema):
        if error.path or error.validator != "maxLength" or "maxLength" not in schema:
            yield error


_Explainer = jsonschema.validators.extend(  # type: ignore[no-untyped-call]  # It has no types.
    jsonschema.Draft202012Validator, {"$ref": _ref, "pattern": _pattern, "uniqueItems": _unique_items}
)
