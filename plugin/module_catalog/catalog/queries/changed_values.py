"""Two values of an entry → what differs, as clauses in English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

_SHORT = 60
"""How many characters of a value a clause shows; a longer one is only said to be another."""
_PLACES = ("document", "key")
"""The fields of things that say where they stand in a file, not what they are."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What differs in a value, and what it was and is as text; None for nothing, and for several values."""

    sentence: str
    was: str | None
    now: str | None


def changes_of_value(key: str, was: Any, now: Any) -> Iterator[ValueChange]:
    """Yield what differs in a value, named by its key; in one with fields, what differs in each field."""
    if was == now:
        return
    if is_dataclass(was) and is_dataclass(now):
        for field in fields(now):
            if field.name not in _PLACES:
                name = field.name.rstrip("_")
                inner = f"{key}.{name}" if key else name
                yield from changes_of_value(inner, getattr(was, field.name), getattr(now, field.name))
        return
    yield ValueChange(f"`{key}` {_turn(was, now)}", _text(was), _text(now))


def _turn(was: Any, now: Any) -> str:
    """Return what became of a value, as what follows its name."""
    before, after = _text(was), _text(now)
    if _is_nothing(was):
        return f"is {after}" if _is_short(after) else "is new"
    if _is_nothing(now):
        return "is gone"
    if isinstance(was, (list, tuple)) and isinstance(now, (list, tuple)) and None not in (before, after):
        return _of_words(was, now)
    return f"was {before}, is {after}" if _is_short(before, after) else "says something else"


def _of_words(was: list[Any] | tuple[Any, ...], now: list[Any] | tuple[Any, ...]) -> str:
    added = ", ".join(str(one) for one in now if one not in was)
    gone = ", ".join(str(one) for one in was if one not in now)
    said = (added and f"has {added}", gone and f"no longer has {gone}")
    return " and ".join(filter(None, said)) or "is in another order"


def _is_short(*texts: str | None) -> bool:
    return all(text is not None and len(text) <= _SHORT for text in texts)


def _is_nothing(value: Any) -> bool:
    return value is None or value in ((), [], {}, "", False)


def _text(value: Any) -> str | None:
    """Return a value as text; None where it is nothing, or more than a word or a list of words."""
    if _is_nothing(value) or isinstance(value, dict) or is_dataclass(value):
        return None
    if isinstance(value, (list, tuple)):
        parts = [_text(one) for one in value]
        return None if None in parts else ", ".join(map(str, parts))
    return "yes" if value is True else str(value)
