"""The lists that show the modules of one stage or one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ...catalog.entries import Endorsement, Module, Owner
from ...catalog.lifecycle import Stage
from ...catalog.model import Catalog, Person
from ...catalog.queries import code_owners
from ...catalog.queries.groups import by_name, by_reach
from ..list_paths import owner_paths, stage_paths
from ..page import Page
from ..parts import LIMITS, Part, by_letter, parts

_BOOST = 0.1
"""Other pages say all of this too."""
_BOOST_OF_PEOPLE = 2
"""Who searches for a person finds the person before the modules that have the name."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A module in a list, and what makes it stand there; nothing where its stage does."""

    module: Module
    owner: Owner | None = None
    word: Endorsement | None = None
    """What a champion, or who endorses the module, has on record."""


Parts = Mapping[str, Sequence[ListRow]]
"""The rows of a list, by what they are rows of."""


@dataclass(frozen=True)
class Shown:
    """What a list shows. It is that of a stage, or of a person."""

    parts: Parts
    stage: Stage | None = None
    person: Person | None = None
    is_listed: bool = False
    """Whether the person is on the roster."""
    has_left: bool = False
    lines: Sequence[str] = ()
    """The lines of a CODEOWNERS file for what the person owns."""
    pages: Sequence[Part[tuple[str, ListRow]]] = ()
    """The pages that have the rows, where they are too many for one."""


Place = tuple[str, str, ListRow]
"""A row, and where it stands: on whose list, in which part of it."""


def pages(catalog: Catalog, most: int = LIMITS["list"].most) -> Iterator[Page]:
    """A list for each stage, and for each person and team that an entry names.

    A long one has more pages, by the first letters of modules.
    """
    for page, shown in chain(_stages(catalog), _owners(catalog)):
        rows = [(name, row) for name, held in shown.parts.items() for row in held]
        found = parts(rows, most, by_letter(lambda one: one[1].module.name))
        yield replace(page, shows=replace(shown, pages=found))
        for part in found:
            (held,) = _lists(("", name, row) for name, row in part.items).values()
            yield replace(page, shows=replace(shown, parts=held, pages=found, lines=()), part=part)


def _lists(places: Iterable[Place]) -> Mapping[str, Parts]:
    """Return the rows of each list by its parts, in the order they come in."""
    lists: dict[str, dict[str, list[ListRow]]] = {}
    for name, part, row in places:
        lists.setdefault(name, {}).setdefault(part, []).append(row)
    return lists


def _page(path: str, name: str, description: str, shows: Shown) -> tuple[Page, Shown]:
    boost = _BOOST_OF_PEOPLE if shows.person else _BOOST
    return Page("facet", "{name}", description, shows, at=path, values={"name": name}, boost=boost), shows


def _stages(catalog: Catalog) -> Iterator[tuple[Page, Shown]]:
    lists = _lists((module.stage, "modules", ListRow(module)) for module in by_name(catalog))
    for id_, path in stage_paths(catalog).items():
        stage = catalog.lifecycle.by_id[id_]
        description = "The modules of {project} at the stage {name}."
        yield _page(path, stage.label, description, Shown(lists.get(id_, {}), stage=stage))


def _owners(catalog: Catalog) -> Iterator[tuple[Page, Shown]]:
    lists = _lists(_people(catalog))
    for handle, path in owner_paths(catalog).items():
        person = catalog.people.get(handle, Person(handle, handle))
        description = "The modules of {project} that {name} owns or has endorsed."
        owns = () if person.has_left(catalog.today) else lists[handle].get("owns", ())
        owned = {row.module.id: row.module for row in owns}
        shows = Shown(
            lists[handle],
            person=person,
            is_listed=handle in catalog.people,
            has_left=person.has_left(catalog.today),
            lines=code_owners.lines(owned.values(), catalog).splitlines(),
        )
        yield _page(path, person.name, description, shows)


def _people(catalog: Catalog) -> Iterator[Place]:
    """Yield what everybody owns, did own, and has endorsed; modules of wide scope first."""
    for module in sorted(by_name(catalog), key=lambda module: by_reach(module, catalog)):
        for owner in module.owners:
            is_past = owner.until is not None or catalog.is_gone(module)
            yield owner.person, "owned" if is_past else "owns", ListRow(module, owner=owner)
        if module.champion:
            yield module.champion.person, "champions", ListRow(module, word=module.champion)
        for word in module.endorsements:
            yield word.person, "endorses", ListRow(module, word=word)
