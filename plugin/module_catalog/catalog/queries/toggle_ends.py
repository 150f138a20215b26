"""Toggles → by when each is to be gone, as its entry says it or as it follows from its kind."""

from __future__ import annotations

from ..entries import Module, Toggle
from ..lifecycle import ToggleKind
from ..model import Catalog
from ..releases import day_of, later
from ..settings import Settings


def end(toggle: Toggle, module: Module, catalog: Catalog) -> str | None:
    """Return the day or the release by which a toggle of a module is to be gone.

    What the entry says itself takes precedence over what follows from the kind. None for one that is gone or
    is to stay, and where it is not known: no first release is recorded, or that of its end has no name yet.
    """
    if toggle.until or toggle.permanent or catalog.is_gone(module):
        return None
    kind, first = kind_of(toggle, catalog), first_release(toggle)
    return toggle.expires or (_end(first, kind, catalog.settings) if first and kind else None)


def _end(first: str, kind: ToggleKind, settings: Settings) -> str | None:
    """Return by when what came with a release is to be gone, if its kind sets a limit that can be counted."""
    came = day_of(first, settings)
    if came and kind.days:
        return str(later(came, kind.days))
    names = settings.release_names
    with_it = names[names.index(first) :] if first in names else ()
    return with_it[kind.releases] if kind.releases and kind.releases < len(with_it) else None


def kind_of(toggle: Toggle, catalog: Catalog) -> ToggleKind | None:
    """Return the kind of a toggle; None where its entry says none."""
    return catalog.lifecycle.toggle_kinds.get(toggle.kind or "")


def first_release(toggle: Toggle) -> str | None:
    """Return the first release that has a toggle, as far as its entry says."""
    return toggle.since or (toggle.history[0].release if toggle.history else None)


def has_passed(moment: str, catalog: Catalog) -> bool:
    """Say whether a day has come, or a release is out."""
    due = day_of(moment, catalog.settings)
    return due <= catalog.today if due else moment in catalog.settings.out
