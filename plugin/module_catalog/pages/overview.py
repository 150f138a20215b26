"""The pages about all modules: home and index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from ..entries import Event, Module
from ..gates import is_grandfathered
from ..lifecycle import Stage
from ..model import Catalog
from ..settings import Kind
from . import figures
from .evidence import contradictions
from .page import FOLDER, Page

_LATELY = 5
_BOOST = 0.2
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
    yield Page("index.md", "home.md.j2", "Modules of {project}", description, shows, boost=_BOOST)


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


@dataclass(frozen=True)
class Row:
    """A module in the index, with the words it can be found by."""

    module: Module
    toggle: tuple[str, ...]
    flags: tuple[str, ...]
    since: int
    """The place of its first release among all, from 0; after all of them when it is not known."""


@dataclass(frozen=True)
class Choice:
    """A value of a facet, and how many modules have it."""

    id: str
    says: str
    count: int


@dataclass(frozen=True)
class Facet:
    """One way to narrow the index: the key in the address, its word, and its values, empty ones left out."""

    name: str
    says: str
    choices: tuple[Choice, ...]


FACETS = {"stage": "Stage", "kind": "Kind", "toggle": "Toggle", "flag": "Worth knowing"}
TOGGLES = {"off": "off by default", "on": "on by default", "other": "another default", "partial": "a part of it", "none": "none"}
FLAGS = {
    "seeking": "nobody declared",
    "alone": "one owner",
    "roadmap": "has a roadmap",
    "grandfathered": "grandfathered",
    "toggle-many": "several toggles",
    "contradicted": "contradicted by the source tree",
}


def index(catalog: Catalog) -> Iterator[Page]:
    """The table of all modules, with what narrows it."""
    rows = [_row(module, catalog) for module in by_name(catalog)]
    gone = sum(catalog.is_gone(row.module) for row in rows)
    shows = {"held": by_stage(catalog), "rows": rows, "facets": _facets(rows, catalog), "present": len(rows) - gone, "gone": gone}
    description = "Every module of {project}: stage, kind, owners, toggle and first release."
    yield Page(f"{FOLDER}/index.md", "modules.md.j2", "Modules", description, shows, boost=_BOOST)


def _row(module: Module, catalog: Catalog) -> Row:
    names = catalog.settings.release_names
    since = first_release(module)
    live = catalog.stage_of(module).presence == "live"
    has = {
        "seeking": is_seeking(module, catalog),
        "alone": catalog.only_owner(module) is not None,
        "roadmap": live and any(item.status in ("planned", "in-progress") for item in module.roadmap),
        "grandfathered": live and is_grandfathered(module, catalog),
        "toggle-many": len(module.toggles) > 1,
        "contradicted": bool(contradictions(module, catalog)),
    }
    flags = tuple(flag for flag, is_set in has.items() if is_set)
    return Row(module, _toggle_words(module), flags, names.index(since) if since in names else len(names))


def _toggle_words(module: Module) -> tuple[str, ...]:
    """Return what can be said of a module's toggles, in the order of the facet."""
    words = {{"off": "off", "on": "on"}.get(toggle.default.casefold(), "other") for toggle in module.toggles}
    words |= {"partial" for toggle in module.toggles if toggle.gates == "partial"}
    return tuple(word for word in TOGGLES if word in (words or {"none"}))


def _facets(rows: list[Row], catalog: Catalog) -> list[Facet]:
    """Return the facets that have more than one value to choose from."""
    words: dict[str, tuple[dict[str, str], Callable[[Row], Collection[str]]]] = {
        "stage": ({stage.id: stage.label for stage in catalog.lifecycle.stages}, lambda row: (row.module.stage,)),
        "kind": ({id_: kind.plural for id_, kind in catalog.settings.kinds.items()}, lambda row: (row.module.kind,)),
        "toggle": (TOGGLES, lambda row: row.toggle),
        "flag": (FLAGS, lambda row: row.flags),
    }
    facets = []
    for name, (values, of) in words.items():
        counts = Counter(value for row in rows for value in of(row))
        choices = tuple(Choice(id_, word, counts[id_]) for id_, word in values.items() if counts[id_])
        facets += [Facet(name, FACETS[name], choices)] if len(choices) > 1 or (name == "flag" and choices) else []
    return facets


def first_release(module: Module) -> str | None:
    """Return the first release that has the module, if the history says."""
    return next((event.release for event in module.history if event.release), None)
