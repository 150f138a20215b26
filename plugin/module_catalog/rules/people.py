"""Who looks after a module (MC5xx)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import closest
from ..documents import Key
from ..model import Catalog, Module
from .rule import Breach, Breaches, rule


@rule("MC501", "everybody an entry names is on the roster")
def on_the_roster(catalog: Catalog) -> Breaches:
    """The roster knows who somebody is and what role they have. A handle that is not on it is often a misspelt or a renamed one."""
    for module in catalog.modules if catalog.has_roster else ():
        for key, handle in named(module):
            if handle not in catalog.people:
                meant = closest(handle, catalog.people)
                yield Breach(module.where(*key), f"`{handle}` is not on the roster: add them to people.yaml", meant)


@rule("MC502", "nobody is named twice in one list")
def named_once(catalog: Catalog) -> Breaches:
    """Two lines for one person make one owner look like two. Handles are the same whatever their case."""
    for module in catalog.modules:
        seen: set[tuple[str | int, str]] = set()
        for key, handle in named(module):
            one = (key[0], handle.casefold())
            if one in seen:
                yield Breach(module.where(*key), f"`{handle}` stands in `{key[0]}` already: keep one of the two")
            seen.add(one)


def named(module: Module) -> Iterator[tuple[Key, str]]:
    """Yield the place of every handle an entry names, and the handle."""
    for index, owner in enumerate(module.owners):
        yield ("owners", index, "person"), owner.person
    for index, endorsement in enumerate(module.endorsements):
        yield ("endorsements", index, "person"), endorsement.person
    if module.champion:
        yield ("champion", "person"), module.champion.person
