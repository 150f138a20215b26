"""The words on pages: messages in English, and what a project says instead."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from .look import safe

_SLOT = re.compile(r"\{(\w+)\}")


class Words:
    """What pages say. A message is text, never HTML; `{name}` in it is the place of a value."""

    def say(self, message: str, **values: Any) -> Markup:
        """Return a message as HTML, with its values in place."""
        parts = _SLOT.split(message)
        return Markup("").join(self._value(part, values) if index % 2 else safe(part) for index, part in enumerate(parts))

    def count(self, one: str, many: str, number: int, **values: Any) -> Markup:
        """Return the message for one or for many things; `{n}` in it is the number."""
        return self.say(one if number == 1 else many, n=f"{number:,}", **values)

    @staticmethod
    def _value(name: str, values: dict[str, Any]) -> Markup:
        value = values.get(name, f"{{{name}}}")
        return value if isinstance(value, Markup) else safe(str(value))
