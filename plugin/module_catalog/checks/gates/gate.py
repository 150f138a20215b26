"""What a gate is: one thing a stage can ask of a module, and all that is said of it anywhere."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...diagnostics import Place, Related

GateOptions = Mapping[str, Any]
"""What a lifecycle file says of one use of a gate, such as `role: pmc`."""
Schema = dict[str, Any]


@dataclass(frozen=True)
class Shortfall:
    """What a module lacks to pass a gate, and where its entry would say it."""

    place: Callable[[], Place]
    """Finds the place: an entry is read again for it, and pages never ask."""
    message: str
    """What follows "…, which requires"; ends with the remedy, after a colon."""
    related: tuple[Related, ...] = ()
    paste: str = ""
    """The YAML that an entry with nothing there would add, with … where only its maintainers know. Empty when
    nothing is missing, but something else is wrong."""
    is_acknowledged: bool = False
    """Whether the entry itself says that it lacks this: pages and readiness show it, a check does not report
    it."""


Shortfalls = Iterator[Shortfall]


@dataclass(frozen=True)
class GateKind:
    """One kind of gate: its rule, its sentence, its check, what to paste, and what editors can know of it."""

    name: str
    """The word lifecycle files use."""
    code: str
    title: str
    """What is true of a module that passes, as a clause."""
    why: str
    requirement: Callable[[GateOptions, Catalog], str]
    """What it asks of "it", the module, as a noun phrase: it can follow "Requires" and "Not met:"."""
    shortfalls: Callable[[Module, GateOptions, Catalog], Shortfalls]
    paste: Callable[[GateOptions, Catalog], str]
    """The YAML that a new entry would have to pass, with … where only its maintainers know; empty when no
    line of an entry can do it."""
    schema: Callable[[GateOptions], Schema | None]
    """What a JSON Schema can check of it; None when it cannot."""
    options: Mapping[str, Schema]
    """What a lifecycle file says beside the name, as JSON Schemas by key. A description is the end of a
    sentence."""
    optional: Collection[str]
    """The options that may be left out."""
    across: bool = False
    """Whether it looks at other entries; as `Rule.across`."""


_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
"""The end of a line inside a paragraph."""


def gate(
    code: str,
    title: str,
    *,
    requirement: Callable[[GateOptions, Catalog], str],
    paste: Callable[[GateOptions, Catalog], str] = lambda options, catalog: "",
    schema: Callable[[GateOptions], Schema | None] = lambda options: None,
    options: Mapping[str, Schema] = {},
    optional: Collection[str] = (),
    across: bool = False,
) -> Callable[[Callable[[Module, GateOptions, Catalog], Shortfalls]], GateKind]:
    """Turn a function that yields what a module lacks into the gate of its name.

    Its docstring says why the gate exists.
    """

    def made(shortfalls: Callable[[Module, GateOptions, Catalog], Shortfalls]) -> GateKind:
        why = _LINE_BREAK.sub(" ", inspect.cleandoc(shortfalls.__doc__ or ""))
        name = shortfalls.__name__
        return GateKind(
            name, code, title, why, requirement, shortfalls, paste, schema, options, optional, across
        )

    return made


ROLE: Schema = {"$ref": "#/$defs/id", "description": "the role they must have"}
DAYS: Schema = {"$ref": "#/$defs/days", "description": "how many days"}
"""Options that several gates have."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(count: int) -> str:
    """Return a small number as a word."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def role(options: GateOptions, catalog: Catalog, *, several: bool = False) -> str:
    """Return what a person, or several, with the role asked for are called."""
    name = catalog.settings.roles.get(options["role"], options["role"])
    return f"{name}s" if several else name


def listed(words: list[str], last: str = "and") -> str:
    """Return words as a sentence names them: one, two and three."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def holds(handle: str, wanted: str, catalog: Catalog) -> bool:
    """Say whether somebody is on the roster and has the role, or a stronger one."""
    person = catalog.people.get(handle)
    return person is not None and catalog.settings.has_role(person.role, wanted)
