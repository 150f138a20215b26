"""JSON that the program itself wrote → its data, or the line from which it is somebody else's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import jsonschema_rs

from .validation.schema import Data, effective


def read(
    name: str, text: str, words: Mapping[str, Sequence[str]], given: Mapping[str, Data] | None = None
) -> tuple[Any, int | None]:
    """Return the data of a JSON file of the schema *name*, and the line from which it is not one.

    One of the two is None. The schema has the *words* in it, and the definitions that are *given*.
    """
    try:
        data = json.loads(text)
        is_valid = jsonschema_rs.validator_for(effective(name, words, given), validate_formats=True).is_valid(
            data
        )
    except json.JSONDecodeError as error:
        return None, error.lineno
    # Also what json takes and JSON does not have: numbers without an end, nesting without an end, halves of
    # characters.
    except (RecursionError, ValueError):
        return None, 1
    return (data, None) if is_valid else (None, 1)
