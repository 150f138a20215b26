"""The roster → the same with one more person."""

from __future__ import annotations

from .rewriting import Data


def joined(roster: Data, handle: str, *, name: str, role: str | None) -> Data:
    """Return a roster that knows somebody by a handle."""
    person = {"name": name, **({"role": role} if role else {})}
    return {**roster, "people": {**(roster.get("people") or {}), handle: person}}
