"""The owners of modules: questions that pages, the index and exports ask alike."""

from __future__ import annotations

from datetime import date

from ..entries import Module, Owner
from ..model import Catalog
from ..releases import day


def is_unowned(module: Module, catalog: Catalog) -> bool:
    """Say whether a module that is not gone has no owner.

    It names none, or all that it names have stepped down or left.
    """
    return not catalog.is_gone(module) and not catalog.active_owners(module)


def is_seeking(module: Module, catalog: Catalog) -> bool:
    """Say whether somebody should step in.

    The module is not gone, and its entry asks for somebody, or it has no owner.
    """
    return is_unowned(module, catalog) or (module.seeking_owners and not catalog.is_gone(module))


def profile(handle: str, catalog: Catalog) -> str | None:
    """Return the address of a person's public page.

    It is the roster's, or that of the host the project's repository is on.
    """
    person = catalog.people.get(handle)
    if person is None or person.url or person.is_team:
        return person.url if person else None
    return f"https://github.com/{handle}" if catalog.settings.is_on_github else None


def last_confirmed(owner: Owner) -> date | None:
    """Return the day on which an owner last said so; where none is recorded, the one on which they began."""
    return owner.confirmed or (day(owner.since) if owner.since else None)


def is_confirmed(owner: Owner, catalog: Catalog) -> bool:
    """Say whether an owner has said so lately: always where catalog.yaml sets no limit."""
    days, last = catalog.settings.limits.confirm_days, last_confirmed(owner)
    return not days or (last is not None and (catalog.today - last).days <= days)
