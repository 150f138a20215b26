"""The page about people: who owns what, and which modules have no owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ...catalog.entries import Module, Owner
from ...catalog.model import Catalog, Person
from ...catalog.queries.groups import by_name, by_reach
from ...catalog.queries.owners import is_unowned
from ..list_paths import owner_paths
from ..page import Page
from ..parts import LIMITS, Part, by_letter, parts


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


_WITHOUT = ("nobody", "alone", "left", "seeking")
"""The lists of modules that stand before those of people."""


def pages(
    catalog: Catalog, most: int = LIMITS["owners"].most, most_names: int = LIMITS["names"].most
) -> Iterator[Page]:
    """A block for each person and team, after the modules without an owner or with only one.

    Many people are on pages by the first letters of their names. Of a long list of modules the page shows the
    beginning, and the rest is on pages by the first letters too.
    """
    present = [module for module in by_name(catalog) if not catalog.is_gone(module)]
    unowned = [module for module in present if is_unowned(module, catalog)]
    owners_by_name = _owner_modules(catalog)
    found = parts(
        owners_by_name,
        most,
        by_letter(lambda one: one.person.name),
        weight=lambda one: 1 + len(one.modules),
    )
    shows: dict[str, Any] = {
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
        "parts": found,
    }
    # The owner of a module stands beside it in one of the lists.
    split: dict[str, tuple[Part[Any], ...]] = {
        name: tuple(
            replace(part, name=f"{name}-{part.name}")
            for part in parts(shows[name], most_names, by_letter(_name))
        )
        for name in _WITHOUT
    }
    shows["split"] = split
    description = "Who owns the modules of {project}, and which of them need an owner."
    nothing: dict[str, Any] = dict.fromkeys((*_WITHOUT, "owners_by_name", "idle"), ())
    page = Page("owners", "Owners", description, shows, boost=0.3)
    yield replace(
        page,
        moved={owner_anchor(one.person.handle): page.path_of(part) for part in found for one in part.items},
    )
    for part in found:
        yield replace(page, shows=shows | nothing | {"owners_by_name": part.items}, part=part)
    for name, of_list in split.items():
        for one in of_list:
            yield replace(page, shows=shows | nothing | {"parts": (), name: one.items}, part=one)


def _name(one: Module | tuple[Module, Owner]) -> str:
    return one[0].name if isinstance(one, tuple) else one.name


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
