"""Gates: what a stage can ask of a module, one row each.

A row of GATES gives the check, the sentence on the stages page and the code of the rule.
lifecycle.schema.json says which words a gate takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .diagnostics import Place, Related
from .lifecycle import Gate
from .model import Catalog, Module, Rfc, Vote

Asks = Mapping[str, Any]


@dataclass(frozen=True)
class Lack:
    """What a module lacks to pass a gate, and where the entry would say it."""

    place: Place
    message: str
    """A clause that follows "…, which asks for"."""
    related: tuple[Related, ...] = ()


@dataclass(frozen=True)
class GateKind:
    """A row of GATES."""

    code: str
    title: str
    why: str
    sentence: Callable[[Asks, Catalog], str]
    """What the gate asks, as a full sentence about "it", the module."""
    lacks: Callable[[Module, Asks, Catalog], Iterator[Lack]]


def binds(module: Module, gate: Gate, catalog: Catalog) -> bool:
    """Say whether a gate of the module's stage binds it. `stay` gates always do; `enter` gates unless it is grandfathered."""
    return not gate.is_entry or not is_grandfathered(module, catalog)


def is_grandfathered(module: Module, catalog: Catalog) -> bool:
    """Say whether the module came to its stage before the lifecycle took effect.

    A stage that the catalog read from the past counts as entered before, if the reading was not made after that day.
    """
    effective, entered = catalog.settings.effective, module.entered
    if effective is None or entered is None:
        return False
    return entered.date < effective or (entered.is_reading and entered.date == effective)


def _fields(module: Module, asks: Asks, catalog: Catalog) -> Iterator[Lack]:
    for name in asks["of"]:
        if not _has(module, name):
            yield Lack(module.where_key(*name.split(".")), f"`{name}`: add it")


def _has(module: Module, name: str) -> bool:
    """Say whether the entry has the field, given as keys joined by dots. An empty list that gives its reason counts."""
    value: Any = module.document.data
    for key in name.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value is not None


def _people(module: Module, asks: Asks, catalog: Catalog) -> Iterator[Lack]:
    group: Any = module.current_owners if asks["in"] == "owners" else module.endorsements
    handles = {one.person.casefold() for one in group if _holds(one.person, asks["role"], catalog)}
    needed = asks["more_than"] + 1
    if len(handles) < needed:
        role = catalog.settings.roles.get(asks["role"], asks["role"])
        counted = f"{len(handles) or 'none'} can be counted: add {needed - len(handles)} more"
        message = f"{needed} {_plural(role)} in `{asks['in']}`, and {counted}"
        yield Lack(module.where_key(asks["in"]), message)


def _holds(handle: str, role: str, catalog: Catalog) -> bool:
    person = catalog.people.get(handle)
    return person is not None and catalog.settings.has_role(person.role, role)


def _champion(module: Module, asks: Asks, catalog: Catalog) -> Iterator[Lack]:
    role = catalog.settings.roles.get(asks["role"], asks["role"])
    if module.champion is None:
        yield Lack(module.where_key(), f"a champion: name a {role} with `champion: {{person: …}}`")
    elif not _holds(module.champion.person, asks["role"], catalog):
        yield Lack(module.where("champion", "person"), f"a champion who is a {role}, and `{module.champion.person}` is none")


def _rfc(module: Module, asks: Asks, catalog: Catalog) -> Iterator[Lack]:
    if not any(rfc.status == "accepted" for _, rfc in _rfcs(module, asks["for"])):
        stage = asks["for"]
        message = f"an accepted decision about {stage}: add it to `rfcs` with `for: {stage}`, `status: accepted` and its `url`"
        yield Lack(module.where_key("rfcs"), message)


def _rfcs(module: Module, stage: str) -> list[tuple[int, Rfc]]:
    return [(index, rfc) for index, rfc in enumerate(module.rfcs) if rfc.for_ == stage]


_MAJORITIES: Mapping[str, Callable[[Vote], bool]] = {
    "majority": lambda vote: vote.for_ > vote.against,
    "two-thirds": lambda vote: vote.for_ >= 2 * vote.against and vote.for_ > 0,
    "lazy-two-thirds": lambda vote: vote.for_ + vote.against >= 3 and vote.for_ >= 2 * vote.against,
}
"""The Apache voting rules: lazy two-thirds wants at least three votes and twice as many for as against (tvm-rfcs 0102)."""


def _vote(module: Module, asks: Asks, catalog: Catalog) -> Iterator[Lack]:
    votes = [(index, rfc.vote) for index, rfc in _rfcs(module, module.stage) if rfc.vote]
    if any(_MAJORITIES[asks["rule"]](vote) for _, vote in votes):
        return
    majority = asks["rule"].replace("-", " ")
    if not votes:
        yield Lack(module.where_key("rfcs"), f"a vote by {majority}: record it as `vote: {{for: …, against: …}}` of the decision")
    for index, vote in votes[:1]:
        message = f"a vote by {majority}, and {vote.for_} for with {vote.against} against is none"
        yield Lack(module.where_key("rfcs", index, "vote"), message)


_OFF = ("off", "false", "0", "no", "disabled")


def _toggle(module: Module, asks: Asks, catalog: Catalog) -> Iterator[Lack]:
    if not module.toggles:
        yield Lack(module.where_key("no_toggle"), "a toggle that turns it off: name it in `toggles`")
    wanted = str(asks.get("default", "")).casefold()
    for index, toggle in enumerate(module.toggles if wanted else ()):
        default = toggle.default.casefold()
        if default != wanted and not (default in _OFF and wanted in _OFF):
            message = f"toggles that are {wanted} by default, and `{toggle.name}` is `{toggle.default}`"
            yield Lack(module.where("toggles", index, "default"), message)


def _isolated(module: Module, asks: Asks, catalog: Catalog) -> Iterator[Lack]:
    order = catalog.stage_of(module).order
    later = [stage.id for stage in catalog.lifecycle.live if stage.order > order]
    yield from _not_needed(module, {"by": later}, catalog)


def _not_needed(module: Module, asks: Asks, catalog: Catalog) -> Iterator[Lack]:
    for other, index in catalog.needed_by(module):
        if other.stage in asks["by"]:
            needs = f"`{other.id}` {other.relations[index].type} it"
            message = f"no need of it at {other.stage}, and {needs}: mend the relation, or move one of the two"
            related = (Related(module.where("stage"), f"`{module.id}` is at {module.stage}"),)
            yield Lack(other.where("relations", index, "module"), message, related)


def _supersedes(module: Module, asks: Asks, catalog: Catalog) -> Iterator[Lack]:
    if not any(relation.type == "supersedes" for relation in module.relations):
        yield Lack(module.where_key("relations"), "something it takes the place of: say what with `type: supersedes`")


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _plural(noun: str) -> str:
    return f"{noun}s"


def _people_sentence(asks: Asks, catalog: Catalog) -> str:
    role = _plural(catalog.settings.roles.get(asks["role"], asks["role"]))
    verb = "look after it" if asks["in"] == "owners" else "endorse it"
    return f"More than {_number(asks['more_than'])} {role} {verb}."


def _fields_sentence(asks: Asks, catalog: Catalog) -> str:
    names = [f"`{name}`" for name in asks["of"]]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"Its entry has {listed}."


def _toggle_sentence(asks: Asks, catalog: Catalog) -> str:
    default = f", and it is {asks['default']} by default" if "default" in asks else ""
    return f"A toggle can turn it off{default}."


def _champion_sentence(asks: Asks, catalog: Catalog) -> str:
    return f"A {catalog.settings.roles.get(asks['role'], asks['role'])} champions it."


def _vote_sentence(asks: Asks, catalog: Catalog) -> str:
    who = f" of the {_plural(catalog.settings.roles.get(asks['of'], asks['of']))}" if "of" in asks else ""
    return f"A vote{who} was for it, by {asks['rule'].replace('-', ' ')}."


GATES: Mapping[str, GateKind] = {
    "fields": GateKind(
        "MC410",
        "the entry has what its stage asks for",
        "A stage is a promise, and each of these fields is a part of it.",
        _fields_sentence,
        _fields,
    ),
    "people": GateKind(
        "MC411",
        "enough people of a role stand behind the module",
        "One owner who leaves must not leave a module alone. The RFC asks for more than three, which means four.",
        _people_sentence,
        _people,
    ),
    "champion": GateKind(
        "MC412",
        "the module has a champion",
        "Somebody sums up the discussion and drives the work.",
        _champion_sentence,
        _champion,
    ),
    "rfc": GateKind(
        "MC413",
        "the stage was decided",
        "Each step to a wider reach is a decision of its own, so that the stable core is not changed in passing.",
        lambda asks, catalog: f"A decision about {asks['for']} was accepted.",
        _rfc,
    ),
    "vote": GateKind(
        "MC414",
        "the vote is on record and won",
        "A majority that nobody wrote down cannot be counted again.",
        _vote_sentence,
        _vote,
    ),
    "toggle": GateKind(
        "MC415",
        "a toggle contains the module",
        "Who does not use the module must not notice it.",
        _toggle_sentence,
        _toggle,
    ),
    "isolated": GateKind(
        "MC416",
        "nothing of a later stage depends on the module",
        "A scoped module can leave by deleting its folders only as long as nothing else needs it.",
        lambda asks, catalog: "Nothing of a later stage depends on it.",
        _isolated,
    ),
    "supersedes": GateKind(
        "MC417",
        "the module says what it takes the place of",
        "Replacing something is what the stage means; users of the old thing need to know.",
        lambda asks, catalog: "It says what it takes the place of.",
        _supersedes,
    ),
    "not_needed": GateKind(
        "MC418",
        "nothing that stays depends on what leaves",
        "A module that leaves takes everything along that still needs it.",
        lambda asks, catalog: f"Nothing at {', '.join(asks['by'])} depends on it.",
        _not_needed,
    ),
}
"""Every kind of gate, by the name lifecycle files use."""

Shortfall = tuple[Gate, GateKind, Lack]


def shortfalls(module: Module, catalog: Catalog) -> Iterator[Shortfall]:
    """Yield what the module lacks of what its stage asks, for every gate that binds it."""
    stage = catalog.stage_of(module)
    # A stage that the history does not lead to is a mistake of its own: what it would ask is not known before that is mended.
    gates = (*stage.enter, *stage.stay) if module.stage_events and module.stage_events[-1][1].stage == module.stage else ()
    for gate in gates:
        if binds(module, gate, catalog):
            kind = GATES[gate.kind]
            for lack in kind.lacks(module, gate.asks, catalog):
                yield gate, kind, lack
