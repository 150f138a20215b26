"""The fields of entries that a project declares in catalog.yaml → their part of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .validation.schema import Data

FORMS: Mapping[str, Data] = {
    "text": {"$ref": "#/$defs/line"},
    "number": {"type": "number"},
    "date": {"$ref": "#/$defs/date"},
    "url": {"$ref": "#/$defs/url"},
    "person": {"$ref": "#/$defs/person"},
    "module": {"$ref": "#/$defs/module_id"},
    "choice": {},
}
"""What a value of each type must be; that of a choice is one of its own."""


@dataclass(frozen=True)
class OwnField:
    """A field of the project's own."""

    title: str
    """What pages call it."""
    type: str = "text"
    description: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    """What each value of a choice is called, by the word that entries use."""
    many: bool = False
    """Whether an entry may have several values."""
    required: bool = False
    facet: bool = False
    """Whether the index can be narrowed by it."""
    show: bool = True
    """Whether the page of a module shows it."""

    def schema(self) -> Data:
        """Return the JSON Schema of what an entry says."""
        choices = {"enum": list(self.choices), "enumDescriptions": list(self.choices.values())}
        form = choices if self.type == "choice" else FORMS[self.type]
        if self.many:
            form = {"type": "array", "minItems": 1, "uniqueItems": True, "items": form}
        return {**form, "description": self.description or f"{self.title}."}

    def values(self, said: Any) -> tuple[Any, ...]:
        """Return the values of what an entry says: none for a missing key."""
        return tuple(said) if isinstance(said, list) else () if said is None else (said,)


def properties(fields: Mapping[str, OwnField]) -> dict[str, Data]:
    """Return the JSON Schema of each field by its key."""
    return {key: one.schema() for key, one in fields.items()}
