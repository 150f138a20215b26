"""The page about people: who owns what, and which modules have no owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...catalog.entries import Module, Owner
from ...catalog.groups import by_name, by_reach
from ...catalog.model import Catalog, Person
from ...catalog.owners import is_unowned
from ..list_paths import owner_paths
from ..page import Page


@dataclass(frozen=True)
class Ownership:
    """A module, and since when and until when somebody owns it."""

    module: Module
    owner: Owner


@dataclass(frozen=True)
class OwnerModules:
    """Somebody who owns modules or did, with the modules by stage, widest reach first."""

    person: Person
    is_listed: bool
    """Whether the roster knows the handle."""
    has_left: bool
    modules: tuple[Ownership, ...]


def owner_anchor(handle: str) -> str:
    """Return the anchor of somebody's block on the page of owners."""
    return f"owner-{handle}"


def pages(catalog: Catalog) -> Iterator[Page]:
    """A block for each person and team, after the modules without an owner or with only one."""
    present = [module for module in by_name(catalog) if not catalog.is_gone(module)]
    unowned = [module for module in present if is_unowned(module, catalog)]
    owners_by_name = _owner_modules(catalog)
    shows = {
        "present": present,
        "unowned": len(unowned),
        "nobody": [module for module in unowned if not module.current_owners],
        "alone": [(module, owner) for module in present if (owner := catalog.only_owner(module))],
        "left": [module for module in unowned if module.current_owners],
        "seeking": [module for module in present if module.seeking_owners and module.current_owners],
        "owned": len(present) - len(unowned),
        "owners_by_name": owners_by_name,
        "people": sum(not one.person.is_team for one in owners_by_name if _looks_after(one, catalog)),
        "teams": sum(one.person.is_team for one in owners_by_name if _looks_after(one, catalog)),
        "today": catalog.today,
        "idle": _idle(owners_by_name, catalog),
        "lists": owner_paths(catalog),
    }
    description = "Who owns the modules of {project}, and which of them need an owner."
    yield Page("owners", "Owners", description, shows, boost=0.3)


def _idle(owners_by_name: list[OwnerModules], catalog: Catalog) -> list[Person]:
    """Return who is on the roster and owns nothing, by name."""
    busy = {one.person.handle for one in owners_by_name}
    idle = (person for handle, person in catalog.people.items() if handle not in busy)
    return sorted(idle, key=lambda person: (person.name.casefold(), person.handle))


def _owner_modules(catalog: Catalog) -> list[OwnerModules]:
    """Return everybody whom a module names as its owner, by name."""
    kept: dict[str, list[Ownership]] = {}
    for module in by_name(catalog):
        for owner in module.owners:
            kept.setdefault(owner.person, []).append(Ownership(module, owner))
    found = []
    for handle, modules in kept.items():
        person = catalog.people.get(handle, Person(handle, handle))
        modules.sort(key=lambda one: by_reach(one.module, catalog))
        found.append(
            OwnerModules(person, handle in catalog.people, person.has_left(catalog.today), tuple(modules))
        )
    return sorted(found, key=lambda one: (one.person.is_team, one.person.name.casefold(), one.person.handle))


def _looks_after(owner: OwnerModules, catalog: Catalog) -> bool:
    """Say whether somebody still owns a module that is not gone."""
    there = (one for one in owner.modules if not catalog.is_gone(one.module))
    return not owner.has_left and any(one.owner.until is None for one in there)
