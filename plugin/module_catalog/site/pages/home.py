"""The front page: what this is, where each question is answered, every module once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...catalog.entries import Event, Module
from ...catalog.model import Catalog
from ...catalog.queries.groups import StageModules, by_name, by_reach, by_stage
from ...catalog.queries.owners import is_unowned
from ...catalog.settings import ModuleKind
from ..changes import feed_paths
from ..page import Page
from ..parts import LIMITS

_LATELY = 5
_FIRST = 12
"""How many modules a list begins with that is too long."""
_BOOST = 0.2
"""Pages that repeat what others say come after them in a search."""


@dataclass(frozen=True)
class KindModules:
    """A kind, and modules of it: those of wide scope first, the removed ones last."""

    id: str
    kind: ModuleKind
    modules: Sequence[Module]
    more: int
    """How many more there are, which its page has."""


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    held: Sequence[StageModules]
    kinds: Sequence[KindModules]
    lately: Sequence[tuple[Module, Event]]
    newest: str
    """The newest release; nothing where none is out."""
    feeds: Mapping[str, str]
    """The address of each feed, by its name."""
    works: int
    """How many entries the showcase has."""
    unowned: Sequence[Module]
    most: int
    """How many modules one of these lists names."""
    seeking: Sequence[Module]
    """Those that have an owner and look for one more."""


def pages(catalog: Catalog, most: int = LIMITS["names"].most) -> Iterator[Page]:
    """One page, whatever the catalog holds: with more modules than *most* it has the first of each list."""
    unowned = [module for module in by_name(catalog) if is_unowned(module, catalog)]
    out = [release for release in catalog.settings.releases if release.date <= catalog.today]
    shows = Shown(
        held=by_stage(catalog),
        kinds=_by_kind(catalog, len(catalog.modules) if len(catalog.modules) <= most else _FIRST),
        lately=_lately(catalog),
        newest=max(out, key=lambda release: release.date).name if out else "",
        feeds=feed_paths(catalog),
        works=len(catalog.showcase),
        unowned=unowned,
        most=len(catalog.modules) if len(catalog.modules) <= most else _FIRST,
        seeking=[
            module
            for module in by_name(catalog)
            if module.seeking_owners and module not in unowned and not catalog.is_gone(module)
        ],
    )
    description = "What each module of {project} is for, and whether you can rely on it."
    yield Page("home", "Modules of {project}", description, shows, boost=_BOOST)


def _by_kind(catalog: Catalog, most: int) -> list[KindModules]:
    """Return the kinds that have modules, each with as many of its modules."""
    found = []
    for id_, kind in catalog.settings.kinds.items():
        modules = sorted(
            (module for module in catalog.modules if module.kind == id_),
            key=lambda module: (*by_reach(module, catalog), module.name.casefold()),
        )
        if modules:
            found.append(KindModules(id_, kind, modules[:most], len(modules[most:])))
    return found


def _lately(catalog: Catalog) -> list[tuple[Module, Event]]:
    """Return the newest things that happened to modules, readings of the catalog apart."""
    events = [
        (module, event) for module in catalog.modules for event in module.history if not event.is_reading
    ]
    events.sort(
        key=lambda one: (catalog.is_unreleased(one[1]), catalog.when(one[1]).parts, one[0].id), reverse=True
    )
    return events[:_LATELY]
