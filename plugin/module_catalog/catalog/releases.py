"""Releases, and the days that stand in their place: what day each is, and which comes first.

The only reader of either.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import zip_longest

from ..diagnostics import closest
from .settings import Settings

_DAY = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")


def day(moment: str) -> date | None:
    """Return the day that a moment says.

    None for a release, such as `20270131`, which Python from 3.11 on reads as a day too.
    """
    if not _DAY.fullmatch(moment):
        return None
    try:
        return date.fromisoformat(moment)
    except ValueError:
        return None


def later(from_: date, days: int) -> date:
    """Return the day so many days after another one, or the last that there is."""
    return date.fromordinal(min(from_.toordinal() + days, date.max.toordinal()))


def day_of(moment: str, settings: Settings) -> date | None:
    """Return the day of a release, or the day itself; None for what is not released yet, or no release."""
    return settings.release_days.get(moment) or day(moment)


def position(release: str | None, settings: Settings, unknown: int) -> int:
    """Return the place of a release among all, those to come included; *unknown* for what is none."""
    names = settings.release_names
    return names.index(release) if release in names else unknown


def meant(name: str, settings: Settings) -> str | None:
    """Return the release that was probably meant by a name that none has.

    It has the same numbers, else the same minor version. A version with other numbers is another version,
    however alike the two are to the eye: it may not be listed yet.
    """
    names = settings.release_names
    numbers = _numbers(name)
    if not numbers:
        return closest(name, names)
    alike = [other for other in names if _numbers(other)[:2] == numbers[:2]]
    return min(
        alike,
        key=lambda other: [abs(a - b) for a, b in zip_longest(_numbers(other), numbers, fillvalue=0)],
        default=None,
    )


def _numbers(name: str) -> list[int]:
    """Return the numbers of a version, those of its major and its minor release at least.

    A name without any number has none.
    """
    found = [int(number) for number in re.findall(r"[0-9]{1,9}", name)]
    return found + [0] * (2 - len(found)) if found else []


def before(release: str | None, settings: Settings) -> str | None:
    """Return the release before another one; None before the first, and for what is not released."""
    names = list(settings.out)
    return names[names.index(release) - 1] if release in names[1:] else None
