"""Gates that look at who stands behind a module."""

from __future__ import annotations

from typing import Any

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...diagnostics import Place
from .gate import Asks, Lack, Lacks, gate, holds, number, proposed, role


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


_STAND = {"owners": ("looks after it", "look after it"), "endorsements": ("endorses it", "endorse it")}


def _sentence(asks: Asks, catalog: Catalog) -> str:
    one, several = _STAND[asks["in"]]
    if asks["more_than"] == 0:
        return f"At least one {role(asks, catalog)} {one}."
    return f"More than {number(asks['more_than'])} {role(asks, catalog, several=True)} {several}."


@gate(
    "MC411",
    "enough people of a role stand behind the module",
    sentence=_sentence,
    paste=lambda asks, catalog: f"{asks['in']}:" + "\n  - {person: …}" * (asks["more_than"] + 1),
    schema=lambda asks: {"required": [asks["in"]], "properties": {asks["in"]: {"minItems": asks["more_than"] + 1}}},
    bad=proposed(owners="[{person: ana}, {person: ben}, {person: cleo}]"),
    good=proposed(),
)
def people(module: Module, asks: Asks, catalog: Catalog) -> Lacks:
    """One person who leaves must not leave a module alone. The RFC behind the built-in lifecycle asks for more than three: four."""
    group: Any = module.current_owners if asks["in"] == "owners" else module.endorsements
    handles = {one.person.casefold() for one in group if holds(one.person, asks["role"], catalog)}
    needed = asks["more_than"] + 1
    if len(handles) < needed:
        counted = f"{len(handles) or 'none'} can be counted: add {needed - len(handles)} more"
        place = module.where_key(asks["in"])
        yield Lack(place, f"{needed} {role(asks, catalog, several=needed > 1)} in `{asks['in']}`, and {counted}")


@gate(
    "MC412",
    "the module has a champion",
    sentence=lambda asks, catalog: f"A {role(asks, catalog)} champions it.",
    paste=lambda asks, catalog: "champion: {person: …, date: …, url: …}",
    schema=lambda asks: {"required": ["champion"]},
    bad=proposed(champion="{person: eva}"),
    good=proposed(),
)
def champion(module: Module, asks: Asks, catalog: Catalog) -> Lacks:
    """Somebody sums up the discussion, suggests a way forward, and drives the work."""
    if module.champion is None:
        yield Lack(module.where_key("stage"), f"a champion: name a {role(asks, catalog)} with `champion: {{person: …}}`")
    elif not holds(module.champion.person, asks["role"], catalog):
        message = f"a champion who is a {role(asks, catalog)}, and `{module.champion.person}` is none: name another one"
        yield Lack(module.where("champion", "person"), message)


@gate(
    "MC420",
    "somebody active looks after the module",
    sentence=lambda asks, catalog: f"At least {number(asks['at_least'])} of its owners {_be(asks['at_least'])} active.",
    paste=lambda asks, catalog: "owners:" + "\n  - {person: …}" * asks["at_least"],
    bad="""
# modules/engine.yaml
owners: [{person: ana, until: v2.0}]
""",
    good="""
# modules/engine.yaml
owners: [{person: ana, until: v2.0}, {person: ben, since: v2.0}]
""",
)
def active_owners(module: Module, asks: Asks, catalog: Catalog) -> Lacks:
    """A module without an active owner is on its way out, whatever its stage says.

    That nobody is on record is another thing: the entry says so itself, and the page shows it.
    """
    # Somebody who is not on the roster is a mistake of its own, and may well be active.
    active = catalog.active_owners(module)
    if len(active) < asks["at_least"]:
        counted = f"{number(asks['at_least'])} active in `owners`, and {number(len(active)) if active else 'none'} can be counted"
        message = f"{counted}: name who looks after it, or deprecate the module"
        if module.owners:
            yield Lack(module.where_key("owners"), message)
        else:
            yield Lack(Place(module.document.path), message, is_said=True)
