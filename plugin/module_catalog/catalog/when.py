"""When something happened, as exactly as somebody wrote it down: a day, a month, a year, or not recorded."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class When:
    """A day, a month, a year, or nothing.

    What was not written down is None, and is never filled in.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def read(cls, text: str) -> When:
        """Return what a checked text says: `2023-05-03`, `2023-05`, `2023` or `unknown`."""
        return UNDATED if text == "unknown" else cls(*map(int, text.split("-")))

    @classmethod
    def on(cls, day: date) -> When:
        """Return a day."""
        return cls(day.year, day.month, day.day)

    @cached_property
    def first(self) -> date | None:
        """The first day it may have been; None when nothing is recorded."""
        return date(self.year, self.month or 1, self.day or 1) if self.year else None

    @cached_property
    def last(self) -> date | None:
        """The last day it may have been; None when nothing is recorded."""
        if not self.year:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def parts(self) -> tuple[int, int, int]:
        """What sorts it: what is known less exactly comes before all that it may be."""
        return self.year or 0, self.month or 0, self.day or 0

    def __lt__(self, other: When) -> bool:
        return self.parts < other.parts

    @property
    def phrase(self) -> str:
        """What a finding says of it after a verb; empty when nothing is recorded."""
        return f"{'on' if self.day else 'in'} {self}" if self.year else ""

    def covers(self, other: When) -> bool:
        """Say whether the other one may be the same, written down more exactly."""
        return all(mine in (None, theirs) for mine, theirs in zip(self._written, other._written, strict=True))

    @property
    def _written(self) -> tuple[int | None, ...]:
        return self.year, self.month, self.day

    def isoformat(self) -> str:
        """Return it as entries write it, which is how HTML writes days, months and years too."""
        written = str(self.year or "unknown")
        for part in (self.month, self.day) if self.year else ():
            written += f"-{part:02}" if part is not None else ""
        return written

    __str__ = isoformat


UNDATED = When()
"""What stands where an entry gives no date, or says that it is unknown."""
