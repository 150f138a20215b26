"""Compatibility: pairs as matrices, whole combinations, and the links that chains consist of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from ...catalog.entries import Compatibility, Link, Module
from ...catalog.included import find
from ...catalog.model import Catalog, Neighbour
from ...catalog.queries.groups import by_name
from ...catalog.queries.lifespan import first_release
from ...catalog.releases import position
from ...catalog.settings import ModuleKind
from ..page import Page
from ..parts import LIMITS, Limit, Part, by_kind, by_letter, data_of_parts, parts

_COLUMNS = 6
"""As many columns as a matrix may have beside its first."""
_FEW = 3
"""So many pairs of two kinds make a matrix."""
_FURTHER = 12
"""As many names as are listed behind one module in the middle."""
_BOOST = 0.3

Span = tuple[int, int]
"""The first and the last release of something, as places among all releases; -1 where the first is not on
record."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What an entry says of its module together with others."""

    module: Module
    """Whose entry says it."""
    others: tuple[Module, ...]
    elsewhere: Mapping[str, Link]
    """What it names of the catalogs of other projects, by the references."""
    said: Compatibility
    span: Span
    is_past: bool

    @property
    def all(self) -> tuple[Module, ...]:
        """Every module of the catalog that it is about."""
        return (self.module, *self.others)

    @property
    def ids(self) -> list[str]:
        """What names every module it is about."""
        return [*(module.id for module in self.all), *self.elsewhere]

    @property
    def is_pair(self) -> bool:
        """Whether it is about two modules of the catalog."""
        return len(self.others) == 1 and not self.elsewhere

    def beside(self, *pair: Module) -> list[Module]:
        """Return the modules that must be there too when it is read as one about a pair."""
        return [module for module in self.all if module not in pair]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two modules and what is said of them."""

    row: Module
    column: Module
    said: tuple[Statement, ...]


@dataclass(frozen=True)
class Matrix:
    """The pairs of two kinds of module, the one with more modules at the left."""

    kinds: tuple[ModuleKind, ModuleKind]
    rows: tuple[tuple[Module, tuple[Pair, ...]], ...]
    """Each row with a pair for each column."""
    columns: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class CompatibilityLink:
    """One declared step from a module to another."""

    other: Module
    direction: str
    """"beside" to what it works with, "down" to what it depends on, "clash" to what it does not work with."""
    source: Module
    """Whose entry says it."""
    span: Span
    is_past: bool
    statement: Statement | None = None
    """What is said of their compatibility; None when a relation is all there is."""
    relation: Neighbour | None = None

    @property
    def word(self) -> str:
        """The status of the combination, or what the relation is called."""
        if self.statement:
            return self.statement.said.status
        return self.relation.label if self.relation else ""


@dataclass(frozen=True)
class ModuleReach:
    """A module, what it is linked to by kind, and what lies one step further."""

    module: Module
    groups: tuple[tuple[ModuleKind, tuple[CompatibilityLink, ...]], ...]
    further: tuple[tuple[CompatibilityLink, tuple[CompatibilityLink, ...], int], ...]
    """The module in the middle, what lies behind it, and how many more are not listed."""


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    has_statements: bool
    """Whether an entry makes one: without any, the page says how to."""
    pairs: tuple[Sequence[Matrix], Sequence[Pair]]
    """Matrices, and the pairs that are in none."""
    wholes: Sequence[Statement]
    """What is said of more than two modules together, or with one of another project."""
    past_pairs: tuple[Sequence[Matrix], Sequence[Pair]]
    past_wholes: Sequence[Statement]
    reaches: Sequence[ModuleReach]
    newest: int
    """The place of the newest release among all."""
    parts: Sequence[Part[ModuleReach]] = ()
    """Where all of it stands, if it is too much for one page: by the module whose entry says it."""
    places: Mapping[str, Part[ModuleReach]] = field(default_factory=dict)
    """The part in which the steps of a module stand, by its id."""


OfPairs = Mapping[frozenset[str], tuple[Statement, ...]]
"""What is said of two modules, by their ids."""


class _Known(NamedTuple):
    """What all parts of the page are made from."""

    now: OfPairs
    ever: OfPairs
    """With what is past."""
    place: Mapping[str, int]
    """Where a module comes by its name."""

    @classmethod
    def of(cls, statements: Sequence[Statement], catalog: Catalog) -> _Known:
        """Return what all the statements of a catalog say."""
        return cls(
            now=_of_pairs(one for one in statements if not one.is_past),
            ever=_of_pairs(statements),
            place={module.id: number for number, module in enumerate(by_name(catalog))},
        )


def pages(catalog: Catalog, limits: Mapping[str, Limit] = LIMITS) -> Iterator[Page]:
    """What works together, once worked, and which chains the declared steps form."""
    statements = _statements(catalog)
    known = _Known.of(statements, catalog)
    about = _by_module(statements, catalog)
    links = {id_: _links(catalog.by_id[id_], held, catalog) for id_, held in about.items()}
    linked = {end for id_, steps in links.items() for step in steps for end in (id_, step.other.id)}
    says = {one.module.id for one in statements}
    held = [_reach(module, links, catalog) for module in by_name(catalog) if module.id in linked | says]
    found = parts(
        held if statements else (),
        limits["compatibility"].most,
        by_kind(lambda one: one.module.kind, catalog),
        by_letter(lambda one: one.module.name),
        weight=_weight,
    )
    places = {one.module.id: part for part in found for one in part.items}
    whole = Page(
        "compatibility",
        "Compatibility",
        "Which modules of {project} work together, since which release, and in which chains.",
        replace(
            _shown([] if found else statements, known, catalog),
            reaches=() if found else [one for one in held if one.module.id in linked],
            parts=found,
            places=places,
        ),
        boost=_BOOST,
        data=_data(found, statements, places) if found else "",
    )
    yield whole
    for part in found:
        ids = {one.module.id for one in part.items}
        shows = replace(
            _shown([one for one in statements if one.module.id in ids], known, catalog),
            reaches=[one for one in part.items if one.module.id in linked],
            parts=found,
            places=places,
        )
        yield replace(whole, shows=shows, part=part, data="")


def _shown(shown: Sequence[Statement], known: _Known, catalog: Catalog) -> Shown:
    """Return what a page shows of some statements, of all that are *known*, beside the steps of modules."""
    now = [one for one in shown if not one.is_past]
    past = [one for one in shown if one.is_past]
    return Shown(
        has_statements=bool(known.ever),
        pairs=_matrices(now, known.now, known.place, catalog),
        wholes=[one for one in now if not one.is_pair],
        past_pairs=_matrices(past, known.ever, known.place, catalog),
        past_wholes=[one for one in past if not one.is_pair],
        reaches=(),
        newest=_newest(catalog),
    )


def _weight(one: ModuleReach) -> int:
    """Return how much a page has to say of a module, in steps and in what takes about as much room."""
    steps = sum(len(links) for _, links in one.groups)
    behind = sum(1 + len(names) // 4 for _, names, _ in one.further)
    return 2 + steps + behind + 2 * sum(len(said.with_) for said in one.module.compatibility)


def _data(
    found: Sequence[Part[ModuleReach]],
    statements: Iterable[Statement],
    places: Mapping[str, Part[ModuleReach]],
) -> str:
    """Return what the script needs to find chains: each module's steps, in the order of its row."""
    kinds = {part.name: place for place, part in enumerate(found)}
    steps = {
        one.module.id: [
            [
                link.other.id,
                link.direction,
                *link.span,
                link.relation.type.inverse_label if link.relation and link.direction == "down" else "",
            ]
            for _, links in one.groups
            for link in links
        ]
        for part in found
        for one in part.items
    }
    wholes = [
        [one.ids, int(one.is_past), kinds[places[one.module.id].name]]
        for one in statements
        if not one.is_pair
    ]
    return data_of_parts(found, lambda one: one.module, steps=steps, wholes=wholes)


def _statements(catalog: Catalog) -> list[Statement]:
    """Return what entries say of combinations, by the name of the module whose entry says it."""
    found = []
    for module in by_name(catalog):
        for said in module.compatibility:
            others = _others(module, said, catalog)
            elsewhere = {id_: link for id_ in said.with_ if (link := find(id_, catalog.included))}
            span = _span(module, said, catalog)
            if others or elsewhere:
                found.append(Statement(module, others, elsewhere, said, span, _is_past(span, catalog)))
    return found


def is_past(module: Module, said: Compatibility, catalog: Catalog) -> bool:
    """Say whether what an entry says of a combination no longer is current."""
    return _is_past(_span(module, said, catalog), catalog)


def _others(module: Module, said: Compatibility, catalog: Catalog) -> tuple[Module, ...]:
    known = (catalog.by_id.get(id_) for id_ in dict.fromkeys(said.with_) if id_ != module.id)
    return tuple(other for other in known if other)


def _span(module: Module, said: Compatibility, catalog: Catalog) -> Span:
    lives = (_life(one, catalog) for one in (module, *_others(module, said, catalog)))
    return _common(*lives, _declared(said, catalog))


def _life(module: Module, catalog: Catalog) -> Span:
    """Return which releases have a module, as far as its history tells."""
    names = catalog.settings.release_names
    left = module.entered.release if catalog.is_gone(module) and module.entered else None
    last = position(left, catalog.settings, _newest(catalog)) - 1 if catalog.is_gone(module) else len(names)
    return position(first_release(module), catalog.settings, -1), last


def _declared(said: Compatibility, catalog: Catalog) -> Span:
    last = (
        position(said.until, catalog.settings, _newest(catalog) - 1)
        if said.until
        else len(catalog.settings.release_names)
    )
    return position(said.since, catalog.settings, -1), last


def _newest(catalog: Catalog) -> int:
    """Return the place of the newest release that is out."""
    return len(catalog.settings.releases) - 1


def _common(*spans: Span) -> Span:
    return max(first for first, _ in spans), min(last for _, last in spans)


def _is_past(span: Span, catalog: Catalog) -> bool:
    return span[1] < _newest(catalog)


def _matrices(
    shown: Iterable[Statement], said: OfPairs, place: Mapping[str, int], catalog: Catalog
) -> tuple[list[Matrix], list[Pair]]:
    """Return the pairs in *shown*, with all that is *said* of them.

    They come as matrices of two kinds, and the rest one by one, by the *place* of modules.
    """
    order = list(catalog.settings.kinds)
    ends = {
        frozenset((one.module.id, other.id)): (one.module, other)
        for one in shown
        if not one.elsewhere
        for other in one.others
    }
    pairs = [sorted(both, key=lambda module: order.index(module.kind)) for both in ends.values()]
    pairs.sort(
        key=lambda pair: (
            [order.index(module.kind) for module in pair],
            [place[module.id] for module in pair],
        )
    )
    matrices: list[Matrix] = []
    rest: list[Pair] = []
    for _, group in groupby(pairs, key=lambda pair: [module.kind for module in pair]):
        held = list(group)
        sides = [{pair[side].id: pair[side] for pair in held}.values() for side in (0, 1)]
        rows, columns = sorted(
            (sorted(side, key=lambda one: place[one.id]) for side in sides), key=len, reverse=True
        )
        if _is_full(len(held), len(rows), len(columns)):
            matrices.append(_matrix(rows, columns, said, catalog))
        else:
            rest += [Pair(row, column, said[frozenset((row.id, column.id))]) for row, column in held]
    return matrices, sorted(rest, key=lambda pair: place[pair.row.id])


def _of_pairs(statements: Iterable[Statement]) -> OfPairs:
    found: dict[frozenset[str], tuple[Statement, ...]] = {}
    for one in statements:
        for other in one.others if not one.elsewhere else ():
            key = frozenset((one.module.id, other.id))
            found[key] = (*found.get(key, ()), one)
    return found


def _is_full(pairs: int, rows: int, columns: int) -> bool:
    """Say whether a table says it well: there is something to compare, and not much of it is empty."""
    return pairs >= _FEW and columns <= _COLUMNS and 3 * pairs >= rows * columns


def _matrix(
    rows: Sequence[Module],
    columns: Sequence[Module],
    said: OfPairs,
    catalog: Catalog,
) -> Matrix:
    cells = [
        (row, tuple(Pair(row, one, said.get(frozenset((row.id, one.id)), ())) for one in columns))
        for row in rows
    ]
    return Matrix(
        (catalog.settings.kinds[rows[0].kind], catalog.settings.kinds[columns[0].kind]),
        tuple(cells),
        tuple(columns),
    )


def _by_module(statements: Iterable[Statement], catalog: Catalog) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {module.id: [] for module in catalog.modules}
    for one in statements:
        for module in one.all:
            found[module.id].append(one)
    return found


def _links(module: Module, statements: Iterable[Statement], catalog: Catalog) -> list[CompatibilityLink]:
    """Return the steps from a module: combinations first, then relations to modules not combined with it.

    Three that fail together may work two by two, so they are no step and no clash. Neither is what is said of
    some together with a module of another project.
    """
    said = [
        CompatibilityLink(
            other, "clash" if one.said.status == "fails" else "beside", one.module, one.span, one.is_past, one
        )
        for one in statements
        if not one.elsewhere
        for other in (one.others if one.module is module else [one.module])
        if one.said.status != "fails" or len(one.others) == 1
    ]
    known = {(link.other.id, link.is_past) for link in said}
    related = [
        link for one in catalog.neighbours(module) if one.module and (link := _related(module, one, catalog))
    ]
    return said + [link for link in related if (link.other.id, link.is_past) not in known]


def _related(module: Module, neighbour: Neighbour, catalog: Catalog) -> CompatibilityLink | None:
    """Return a relation as a step; None for one that leads nowhere."""
    ways = {"integrates-with": "beside", "conflicts-with": "clash"}
    direction = "down" if neighbour.type.needs and not neighbour.is_inverse else ways.get(neighbour.type.name)
    if direction is None or neighbour.module is None:
        return None
    span = _common(_life(module, catalog), _life(neighbour.module, catalog))
    source = neighbour.module if neighbour.is_inverse else module
    return CompatibilityLink(
        neighbour.module, direction, source, span, _is_past(span, catalog), relation=neighbour
    )


def _reach(module: Module, links: Mapping[str, Sequence[CompatibilityLink]], catalog: Catalog) -> ModuleReach:
    order = list(catalog.settings.kinds)
    own = sorted(
        links[module.id],
        key=lambda link: (order.index(link.other.kind), link.is_past, link.other.name.casefold()),
    )
    groups = [
        (catalog.settings.kinds[kind], tuple(group))
        for kind, group in groupby(own, key=lambda link: link.other.kind)
    ]
    further = (
        (first, _behind(first, module, own, links, catalog)) for first in own if first.direction != "clash"
    )
    listed = [
        (first, tuple(behind[:_FURTHER]), max(0, len(behind) - _FURTHER))
        for first, behind in further
        if behind
    ]
    return ModuleReach(module, tuple(groups), tuple(listed))


def _behind(
    first: CompatibilityLink,
    module: Module,
    own: Iterable[CompatibilityLink],
    links: Mapping[str, Sequence[CompatibilityLink]],
    catalog: Catalog,
) -> list[CompatibilityLink]:
    """Return the steps that go on from where one led, to what is not near already.

    There is a release that has both steps.
    """
    near = {module.id, *(link.other.id for link in own)}
    onward: dict[str, CompatibilityLink] = {}
    for second in links[first.other.id]:
        span = _common(first.span, second.span)
        is_whole = span[0] <= span[1] and (catalog.is_gone(module) or not _is_past(span, catalog))
        if second.direction != "clash" and second.other.id not in near and is_whole:
            onward.setdefault(second.other.id, second)
    order = list(catalog.settings.kinds)
    return sorted(
        onward.values(), key=lambda link: (order.index(link.other.kind), link.other.name.casefold())
    )
