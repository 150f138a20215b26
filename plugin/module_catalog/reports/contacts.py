"""Whom to ask about a module → names for people, data for programs."""

from __future__ import annotations

from typing import Any

from ..catalog.entries import Module, Owner
from ..catalog.model import Catalog
from ..catalog.queries.whose import contact, contacts


def owner_name(owner: Owner, catalog: Catalog) -> str:
    """Return an owner with a name, and in what capacity."""
    return person_name(owner.person, catalog, owner.as_)


def nobody(module: Module) -> str:
    """Return what is said of a module that no owner is recorded of, with the reason if there is one."""
    return f"no owner on record{': ' + module.no_owners if module.no_owners else ''}"


def person_name(handle: str, catalog: Catalog, as_: str | None = None) -> str:
    """Return a handle with the name behind it, and the capacity or else the role of the person."""
    person = catalog.people.get(handle)
    role = catalog.settings.capacities.get(as_ or (person.role if person else None) or "")
    known = ", ".join(filter(None, (person.name if person else None, role)))
    return f"{handle} ({known})" if known else handle


def contact_data(module: Module, catalog: Catalog) -> dict[str, Any]:
    """Return whom to ask about a module as plain data, without what is not known."""
    known, where = contacts(module, catalog), contact(module, catalog)
    found = {
        "owners": [owner.person for owner in known.owners],
        "others": [{"person": handle, "why": why} for handle, why in known.others],
        "issues": where.issues,
        "forum": where.forum and where.forum.url,
    }
    return {name: value for name, value in found.items() if value is not None}
