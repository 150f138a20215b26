"""A module and a new id → the edits that give it that: its file, its entry, and whatever names it."""

from __future__ import annotations

from datetime import date

from ..catalog.reading.documents import Document
from ..catalog.reading.sources import Overlay, Source
from . import fixes
from .files import Edit
from .rewriting import Data, edited

_NAMES = frozenset({"MC211"})
"""The rule that whatever names a module does so by the id that it has now."""


def renamed(entry: Data, old: str, new: str) -> Data:
    """Return an entry of the module *new* that was called *old* before."""
    former = [one for one in entry.get("former_ids") or () if one not in (old, new)]
    return {**entry, "former_ids": [*former, old]}


def renaming(
    source: Source, document: Document, path: str, *, old: str, new: str, today: date
) -> tuple[Edit, ...]:
    """Return the edits that rename a module: of its entry, which goes to a path, and of each that names it.

    Those of entries that cannot be read are not among them.
    """
    origin = document.path if document.path != path else None
    text = edited(document, lambda entry: renamed(entry, old, new))
    after = Overlay(source, {path: text}, {origin: path} if origin else {})
    found = fixes.fix(after, today=today, is_wanted=lambda path: True, rules=_NAMES).edits
    own = next((edit.after for edit in found if edit.path == path), text)
    return (Edit(path, document.text, own, origin), *(edit for edit in found if edit.path != path))
