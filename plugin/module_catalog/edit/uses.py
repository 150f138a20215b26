"""A showcase entry → the same when a module that it uses has gone, or has come back."""

from __future__ import annotations

from .rewriting import Data

_LISTS = ("modules", "former_modules")


def after_removal(entry: Data, id_: str) -> Data:
    """Return an entry that lists a module among those that it used."""
    return _moved(entry, id_, *_LISTS)


def after_return(entry: Data, id_: str) -> Data:
    """Return an entry that lists a module among those that it uses."""
    return _moved(entry, id_, *reversed(_LISTS))


def _moved(entry: Data, id_: str, before: str, after: str) -> Data:
    left = [one for one in entry.get(before) or () if one != id_]
    found = {**entry, before: left, after: [*(entry.get(after) or ()), id_]}
    return {key: value for key, value in found.items() if value or key == "modules"}
