"""The front page, and what pages about all modules share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..addresses import HOME
from ..entries import Event, Module
from ..lifecycle import Stage
from ..model import Catalog
from ..settings import Kind
from . import figures
from .page import Page

_LATELY = 5
BOOST = 0.2
"""Pages that repeat what others say come after them in a search."""


@dataclass(frozen=True)
class Held:
    """A stage and the modules at it, by name."""

    stage: Stage
    modules: tuple[Module, ...]


def by_stage(catalog: Catalog) -> tuple[Held, ...]:
    """Return the stages that have modules, in their order."""
    return held(by_name(catalog), catalog)


def held(modules: Sequence[Module], catalog: Catalog) -> tuple[Held, ...]:
    """Return the stages at which some of these modules are, in their order."""
    found = (Held(stage, tuple(module for module in modules if module.stage == stage.id)) for stage in catalog.lifecycle.stages)
    return tuple(one for one in found if one.modules)


def by_name(catalog: Catalog) -> list[Module]:
    """Return the modules as an index lists them: by name, those that have left after the others."""
    return sorted(catalog.modules, key=lambda module: (catalog.is_gone(module), module.name.casefold(), module.id))


def home(catalog: Catalog) -> Iterator[Page]:
    """The front page: what this is, how far everything reaches, every module once."""
    shows = {
        "reach": figures.reach(catalog),
        "held": by_stage(catalog),
        "kinds": _by_kind(catalog),
        "lately": _lately(catalog),
        "seeking": [module for module in by_name(catalog) if is_seeking(module, catalog)],
    }
    description = "What each module of {project} is for, and whether to rely on it."
    yield Page(HOME, "home.md.j2", "Modules of {project}", description, shows, boost=BOOST)


def _by_kind(catalog: Catalog) -> list[tuple[Kind, list[Module]]]:
    """Return the kinds that have modules, with their modules: widest reach first, those that have left last."""
    kinds = ((kind, [module for module in catalog.modules if module.kind == id_]) for id_, kind in catalog.settings.kinds.items())
    return [
        (kind, sorted(modules, key=lambda module: (*by_reach(module, catalog), module.name.casefold())))
        for kind, modules in kinds
        if modules
    ]


def by_reach(module: Module, catalog: Catalog) -> tuple[bool, int]:
    """Return what sorts modules by their stage: widest reach first, those that are leaving or have left last."""
    stage = catalog.stage_of(module)
    return stage.presence != "live", -stage.order if stage.presence == "live" else stage.order


def _lately(catalog: Catalog) -> list[tuple[Module, Event]]:
    """Return the newest things that happened to modules, readings of the catalog apart."""
    events = [(module, event) for module in catalog.modules for event in module.history if not event.is_reading]
    return sorted(events, key=lambda one: (one[1].date, one[0].id), reverse=True)[:_LATELY]


def is_seeking(module: Module, catalog: Catalog) -> bool:
    """Say whether somebody should step in: the module is there, and nobody is declared."""
    return not catalog.is_gone(module) and (module.seeking_owners or not module.current_owners)


def first_release(module: Module) -> str | None:
    """Return the first release that has the module, if the history says."""
    return next((event.release for event in module.history if event.release), None)
