"""A path, a toggle or an id → the modules that it leads to, and the people to ask about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..entries import Module, Owner
from ..model import Catalog
from ..reading.paths import PathClaims
from ..settings import Contact
from .toggles import module_toggles


@dataclass(frozen=True)
class Match:
    """A module that something leads to, and by what."""

    module: Module
    by: str
    """Its namespace or its toggle, as the entry writes it, or its id."""
    is_former: bool = False
    """Whether that is past: a path or a toggle that the module had."""


def whose(asked: str, catalog: Catalog) -> tuple[Match, ...]:
    """Return the modules that an id, a toggle or a path leads to, the nearest first; none for anything else.

    What has no slash is an id before it is a toggle, and a toggle before it is a path. Of a path, the module
    with the nearest namespace around it comes first. One that was in a module which has left leads there,
    unless something that is there claims it.
    """
    ways = (_by_id, _by_toggle, _by_path, _by_former_path)
    found = (tuple(way(asked, catalog)) for way in ways)
    return next(filter(None, found), ())


def _by_id(asked: str, catalog: Catalog) -> Iterator[Match]:
    module = catalog.by_id.get(asked) or catalog.by_former_id.get(asked)
    if module:
        yield Match(module, module.id, is_former=module.id != asked)


def _by_toggle(asked: str, catalog: Catalog) -> Iterator[Match]:
    for one in module_toggles(catalog):
        if one.toggle.name == asked:
            yield from (Match(module, asked, one.is_gone) for module in one.modules)


def _by_path(asked: str, catalog: Catalog) -> Iterator[Match]:
    claims = PathClaims(
        (path, module)
        for module in catalog.modules
        if not catalog.is_gone(module)
        for path in module.namespaces
    )
    return (Match(module, path) for path, module in _nearest(claims, asked))


def _by_former_path(asked: str, catalog: Catalog) -> Iterator[Match]:
    claims = PathClaims(
        (former.path, module) for module in catalog.modules for former in module.former_namespaces
    )
    return (Match(module, path, is_former=True) for path, module in _nearest(claims, asked))


def _nearest(claims: PathClaims[Module], asked: str) -> Iterator[tuple[str, Module]]:
    """Yield each module that covers a path once, by its nearest claim."""
    seen: set[str] = set()
    for path, module in claims.of(asked):
        if module.id not in seen:
            seen.add(module.id)
            yield path, module


@dataclass(frozen=True)
class Contacts:
    """Whom to ask about a module."""

    owners: tuple[Owner, ...]
    """Those who are there."""
    others: tuple[tuple[str, str], ...]
    """Who else knows of it, each with why: its champion, who endorsed it, its former owners. Each once."""


def contacts(module: Module, catalog: Catalog) -> Contacts:
    """Return whom to ask about a module: its owners, then who else is on record."""
    owners = catalog.active_owners(module)
    others = dict(reversed([*_others(module)]))
    asked = {owner.person for owner in owners}
    known = ((handle, why) for handle, why in reversed(others.items()) if handle not in asked)
    return Contacts(owners, tuple(known))


def _others(module: Module) -> Iterator[tuple[str, str]]:
    if module.champion:
        yield module.champion.person, "champion"
    yield from ((one.person, "endorsed it") for one in module.endorsements)
    yield from ((owner.person, "former owner") for owner in module.owners)


def contact(module: Module, catalog: Catalog) -> Contact:
    """Return where to ask about a module: what its entry says, else the catalog while it is there."""
    known = Contact() if catalog.is_gone(module) else catalog.settings.contact
    issues = module.links.issues or (known.issues or "").replace("{id}", module.id)
    return Contact(known.forum, issues or None)
