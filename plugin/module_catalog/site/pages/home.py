"""The front page: what this is, how far everything reaches, every module once."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.entries import Event, Module
from ...catalog.groups import by_name, by_reach, by_stage
from ...catalog.model import Catalog
from ...catalog.owners import is_unowned
from ...catalog.settings import ModuleKind
from ..drawings import relation_key
from ..page import Page

_LATELY = 5
_BOOST = 0.2
"""Pages that repeat what others say come after them in a search."""


def pages(catalog: Catalog) -> Iterator[Page]:
    """One page, whatever the catalog holds."""
    shows = {
        "reach": relation_key.reach(catalog),
        "held": by_stage(catalog),
        "kinds": _by_kind(catalog),
        "lately": _lately(catalog),
        "unowned": [module for module in by_name(catalog) if is_unowned(module, catalog)],
    }
    description = "What each module of {project} is for, and whether you can rely on it."
    yield Page("home", "Modules of {project}", description, shows, boost=_BOOST)


def _by_kind(catalog: Catalog) -> list[tuple[ModuleKind, list[Module]]]:
    """Return the kinds that have modules, with their modules: widest reach first, those that left last."""
    kinds = (
        (kind, [module for module in catalog.modules if module.kind == id_])
        for id_, kind in catalog.settings.kinds.items()
    )
    return [
        (kind, sorted(modules, key=lambda module: (*by_reach(module, catalog), module.name.casefold())))
        for kind, modules in kinds
        if modules
    ]


def _lately(catalog: Catalog) -> list[tuple[Module, Event]]:
    """Return the newest things that happened to modules, readings of the catalog apart."""
    events = [
        (module, event) for module in catalog.modules for event in module.history if not event.is_reading
    ]
    events.sort(
        key=lambda one: (catalog.is_unreleased(one[1]), catalog.when(one[1]).parts, one[0].id), reverse=True
    )
    return events[:_LATELY]
