"""Gates that look at the people of a module."""

from __future__ import annotations

from functools import partial
from typing import Any

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.queries.owners import is_confirmed
from ...diagnostics import Place
from .gate import ROLE, GateOptions, Shortfall, Shortfalls, gate, holds, number, role

_STAND = {"owners": "among its owners", "endorsements": "among those who endorse it"}


def _requirement(options: GateOptions, catalog: Catalog) -> str:
    where, most = _STAND[options["in"]], options["more_than"]
    least = "At least one" if most == 0 else f"More than {number(most)}"
    return f"{least} {role(options, catalog, several=most > 0)} {where}"


def _people(key: str, count: int) -> str:
    return f"{key}:" + "\n  - {person: …}" * count


@gate(
    "MC411",
    "enough people of a role own or endorse the module",
    requirement=_requirement,
    paste=lambda options, catalog: _people(options["in"], options["more_than"] + 1),
    schema=lambda options: {
        "required": [options["in"]],
        "properties": {options["in"]: {"minItems": options["more_than"] + 1}},
    },
    options={
        "in": {"enum": list(_STAND), "description": "who is counted"},
        "role": ROLE,
        "more_than": {
            "$ref": "#/$defs/count",
            "description": "how many are not enough: more_than 3 requires four",
        },
    },
)
def people(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A module must not depend on one person. The RFC behind the built-in lifecycle requires four."""
    group: Any = module.current_owners if options["in"] == "owners" else module.endorsements
    handles = {one.person.casefold() for one in group if holds(one.person, options["role"], catalog)}
    needed = options["more_than"] + 1
    if len(handles) < needed:
        counted = f"(found: {len(handles) or 'none'}): add {needed - len(handles)} more"
        place = partial(module.where_key, options["in"])
        yield Shortfall(
            place,
            f"{needed} {role(options, catalog, several=needed > 1)} in `{options['in']}` {counted}",
            paste=_people(options["in"], needed - len(handles)),
        )


@gate(
    "MC412",
    "the module has a champion",
    requirement=lambda options, catalog: f"A {role(options, catalog)} as its champion",
    paste=lambda options, catalog: "champion: {person: …, date: …, url: …}",
    schema=lambda options: {"required": ["champion"]},
    options={"role": ROLE},
)
def champion(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """Somebody sums up the discussion, suggests a way forward, and drives the work."""
    if module.champion is None:
        yield Shortfall(
            partial(module.where_key, "stage"),
            f"a champion: name a {role(options, catalog)} with `champion: {{person: …}}`",
            paste="champion: {person: …, date: …, url: …}",
        )
    elif not holds(module.champion.person, options["role"], catalog):
        message = (
            f"a champion who is a {role(options, catalog)}, and `{module.champion.person}` is not:"
            " name another one"
        )
        yield Shortfall(partial(module.where, "champion", "person"), message)


@gate(
    "MC420",
    "the module has active owners",
    requirement=lambda options, catalog: (
        f"At least {number(options['at_least'])} active owner{'s' if options['at_least'] > 1 else ''}"
    ),
    paste=lambda options, catalog: _people("owners", options["at_least"]),
    options={"at_least": {"$ref": "#/$defs/count", "description": "how many there must be"}},
)
def active_owners(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A module without an active owner will not be maintained, whatever its stage says.

    An entry that itself says that no owner is on record, or that asks for one, is not reported; its page
    shows it.
    """
    # Somebody who is not on the roster is a mistake of its own, and may well be active.
    active = catalog.active_owners(module)
    if len(active) < options["at_least"]:
        needed = f"{number(options['at_least'])} active owner{'s' if options['at_least'] > 1 else ''}"
        found = number(len(active)) if active else "none"
        ask = "" if active else ", ask for one with `seeking_owners: true`"
        message = f"{needed} (found: {found}): name an owner{ask}, or deprecate the module"
        lines = _people("owners", options["at_least"] - len(active))
        if module.owners:
            is_told = not active and module.seeking_owners
            yield Shortfall(
                partial(module.where_key, "owners"), message, paste=lines, is_acknowledged=is_told
            )
        else:
            yield Shortfall(partial(Place, module.document.path), message, paste=lines, is_acknowledged=True)


def _confirmed(options: GateOptions) -> str:
    return (
        f"{number(options['at_least'])} owner{'s' if options['at_least'] > 1 else ''} who confirmed it lately"
    )


@gate(
    "MC425",
    "owners have confirmed lately that they own the module",
    requirement=lambda options, catalog: f"At least {_confirmed(options)}",
    options={"at_least": {"$ref": "#/$defs/count", "description": "how many there must be"}},
)
def confirmed_owners(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """Who once owned a module may have moved on without a word, and nobody notices until something breaks.

    An owner has to say so again within the `confirm_days` of catalog.yaml. Where it sets none, all count.
    """
    confirmed = [one for one in catalog.active_owners(module) if is_confirmed(one, catalog)]
    if len(confirmed) < options["at_least"]:
        message = (
            f"{_confirmed(options)} (found: {number(len(confirmed)) if confirmed else 'none'}):"
            " ask, and set `confirmed` to the day of the answer, or deprecate the module"
        )
        yield Shortfall(partial(module.where_key, "owners"), message)
