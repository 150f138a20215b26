"""The words on pages: messages in English → what the catalog says instead, where they are translated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from gettext import NullTranslations
from typing import Any

from markupsafe import Markup

from ..catalog.vocabulary import SLOT
from ..catalog.when import When
from . import html
from .html import safe

_COUNTS = ("n", "total")
"""The places of messages in which a whole number is a count."""
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Messages:
    """What pages say. A message is text, never HTML; `{name}` in it is the place of a value."""

    def __init__(self, translation: NullTranslations | None = None) -> None:
        self._translation = translation or NullTranslations()
        # Kept, because pages say the same again and again.
        self._parts = cache(lambda message: _parts(self._translated(message)))

    def text(self, message: str, **values: Any) -> str:
        """Return a message as plain text, with its values in place."""
        return SLOT.sub(lambda slot: str(values.get(slot[1], slot[0])), self._translated(message))

    def gettext(self, message: str, **values: Any) -> Markup:
        """Return a message as HTML, with its values in place. A value that is not Markup is text."""
        return self._filled(self._parts(message), values)

    def ngettext(self, one: str, many: str, number: int, **values: Any) -> Markup:
        """Return the message for one or for many things, as HTML; `{n}` in it is the number."""
        try:
            message = self._translation.ngettext(one, many, number)
        except ZeroDivisionError:  # The rule for plurals is the translator's, and may say anything.
            message = one if number == 1 else many
        return self._filled(_parts(message), {"n": f"{number:,}", **values})

    def listed(self, things: Sequence[str]) -> Markup:
        """Return things as a sentence names them, as HTML: one, two and three."""
        shown = [self._value("", thing) for thing in things]
        if len(shown) < 2:
            return Markup("").join(shown)
        return self.gettext("{things} and {last}", things=Markup(", ").join(shown[:-1]), last=shown[-1])

    def day(self, moment: date | When) -> Markup:
        """Return a date as 22 Aug 2026, whatever the locale of the machine.

        Where no day is known, it is a month: Aug 2026.
        """
        if not moment.day:
            return self.month(moment)
        return self.gettext(
            "{day} {month} {year}",
            day=moment.day,
            month=self.gettext(SHORT_MONTHS[(moment.month or 1) - 1]),
            year=moment.year,
        )

    def month(self, moment: date | When) -> Markup:
        """Return a date's month as Aug 2026, its year alone where no month is known."""
        if not moment.year:
            return self.gettext("date not recorded")
        if not moment.month:
            return Markup(moment.year)
        month = self.gettext(SHORT_MONTHS[moment.month - 1])
        return self.gettext("{month} {year}", month=month, year=moment.year)

    def _translated(self, message: str) -> str:
        # An empty message is the key of a translation's header.
        return self._translation.gettext(message) if message else ""

    def _filled(self, parts: tuple[Markup, ...], values: dict[str, Any]) -> Markup:
        if len(parts) == 1:
            return parts[0]
        shown = [
            self._value(part, values.get(part, f"{{{part}}}")) if index % 2 else part
            for index, part in enumerate(parts)
        ]
        return str.__new__(Markup, "".join(shown))

    @staticmethod
    def _value(name: str, value: Any) -> Markup:
        if name in _COUNTS and isinstance(value, int):
            return Markup(html.number(value))
        return value if isinstance(value, Markup) else safe(str(value))


@lru_cache(maxsize=4096)
def _parts(message: str) -> tuple[Markup, ...]:
    """Return the parts of a message: HTML and the names of places, by turns."""
    return tuple(Markup(part) if index % 2 else safe(part) for index, part in enumerate(SLOT.split(message)))
