"""Modules in the order in which lists show them, by stage and by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..entries import Module
from ..lifecycle import Stage
from ..model import Catalog
from ..settings import ModuleKind


@dataclass(frozen=True)
class StageModules:
    """A stage and the modules at it, by name."""

    stage: Stage
    modules: tuple[Module, ...]


@dataclass(frozen=True)
class KindGroup:
    """A kind that has modules: its own, or those of its parts too."""

    id: str
    kind: ModuleKind
    present: tuple[Module, ...]
    """Its modules that are in the tree, by name."""
    gone: tuple[Module, ...]
    """Its modules that have left, by name."""
    held: tuple[StageModules, ...]
    """Its modules that are in the tree, by stage."""


def by_stage(catalog: Catalog) -> tuple[StageModules, ...]:
    """Return the stages that have modules, in their order."""
    return modules_by_stage(by_name(catalog), catalog)


def modules_by_stage(modules: Sequence[Module], catalog: Catalog) -> tuple[StageModules, ...]:
    """Return the stages at which some of these modules are, in their order."""
    found = (
        StageModules(stage, tuple(module for module in modules if module.stage == stage.id))
        for stage in catalog.lifecycle.stages
    )
    return tuple(one for one in found if one.modules)


def by_kind(catalog: Catalog) -> list[KindGroup]:
    """Return the kinds that have modules, in the order of catalog.yaml."""
    held = {
        id_: [module for module in by_name(catalog) if module.kind == id_] for id_ in catalog.settings.kinds
    }
    return [_of_kind(id_, modules, catalog) for id_, modules in held.items() if modules]


def by_kind_with_parts(catalog: Catalog) -> list[KindGroup]:
    """Return the kinds that have modules or whose parts have, each with all of them."""
    held: dict[str, list[Module]] = {id_: [] for id_ in catalog.settings.kinds}
    for module in by_name(catalog):
        for id_ in catalog.settings.kinds_above[module.kind]:
            held[id_].append(module)
    return [_of_kind(id_, modules, catalog) for id_, modules in held.items() if modules]


def _of_kind(id_: str, modules: Sequence[Module], catalog: Catalog) -> KindGroup:
    present = tuple(module for module in modules if not catalog.is_gone(module))
    gone = tuple(module for module in modules if catalog.is_gone(module))
    return KindGroup(id_, catalog.settings.kinds[id_], present, gone, modules_by_stage(present, catalog))


def by_name(catalog: Catalog) -> Sequence[Module]:
    """Return the modules as an index lists them: by name, those that have left after the others."""
    return catalog.modules_by_name


def by_reach(module: Module, catalog: Catalog) -> tuple[bool, int]:
    """Return what sorts modules by stage: widest reach first, those that are leaving or have left last."""
    stage = catalog.stage_of(module)
    return stage.presence != "live", -stage.order if stage.presence == "live" else stage.order
