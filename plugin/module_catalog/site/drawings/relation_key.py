"""Figures by plain arithmetic: what stands where, in units of the drawing. Templates turn it into SVG."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...catalog.entries import Module, ShowcaseEntry
from ...catalog.model import Catalog, Neighbour

ROW, GAP = 25, 20
WIDTH = 920
MOST = 5
"""How many names a group shows before "and 3 more"."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name hanging from a bracket, or what stands in for those left out."""

    y: float
    neighbour: Neighbour | None
    text: str


@dataclass(frozen=True)
class NeighbourGroup:
    """Neighbours by one relation: names at a bracket, and a line to the module."""

    label: str
    line: str
    is_left: bool
    y: float
    names: tuple[Label, ...]
    more: int
    path: str
    bracket: str


@dataclass(frozen=True)
class RelationKey:
    """A bracket key: a module in the middle, what it rests on at the left, the rest at the right."""

    name: str
    """What of the module's name has room."""
    height: float
    middle: float
    box: float
    """The width of the module's box."""
    groups: tuple[NeighbourGroup, ...]

    @property
    def names(self) -> Iterable[tuple[NeighbourGroup, Label]]:
        """Every name, with its group."""
        return ((group, name) for group in self.groups for name in group.names)


def bracket_key(module: Module, neighbours: Sequence[Neighbour]) -> RelationKey | None:
    """Return the bracket key of a module and its neighbours, which come sorted by relation.

    None when there are none.
    """
    sides: dict[bool, list[tuple[str, list[Neighbour]]]] = {True: [], False: []}
    for label, grouped in groupby(neighbours, key=lambda one: one.label):
        group = list(grouped)
        sides[group[0].type.side == "under" and not group[0].is_inverse].append((label, group))
    if not neighbours:
        return None
    height = max(map(_side_height, sides.values())) + 2 * GAP
    name = _fitted(module.name, 28)
    box = max(150.0, 9.0 * len(name) + 70)
    groups = [
        group for is_left, side in sides.items() for group in _placed(side, height, box, is_left=is_left)
    ]
    return RelationKey(name, height, height / 2, box, tuple(groups))


def _rows(group: Sequence[Neighbour]) -> int:
    return min(len(group), MOST + 1)


def _side_height(side: Sequence[tuple[str, Sequence[Neighbour]]]) -> float:
    return sum(_rows(group) * ROW for _, group in side) + GAP * max(0, len(side) - 1)


def _placed(
    side: Sequence[tuple[str, Sequence[Neighbour]]], height: float, box: float, *, is_left: bool
) -> Iterable[NeighbourGroup]:
    top = (height - _side_height(side)) / 2
    for label, group in side:
        rows = _rows(group)
        more = len(group) - MOST if len(group) > MOST + 1 else 0
        names = [
            Label(top + (index + 0.5) * ROW, one, _fitted(one.name))
            for index, one in enumerate(group[: len(group) - more])
        ]
        if more:
            names.append(Label(top + (rows - 0.5) * ROW, None, f"and {more} more"))
        y = top + rows * ROW / 2
        path, bracket = _line(y, height / 2, box, names, is_left=is_left)
        yield NeighbourGroup(label, group[0].type.line, is_left, y, tuple(names), more, path, bracket)
        top += rows * ROW + GAP


def _fitted(name: str, letters: int = 18) -> str:
    return name if len(name) <= letters else f"{name[: letters - 1]}…"


def _line(y: float, middle: float, box: float, names: Sequence[Label], *, is_left: bool) -> tuple[str, str]:
    """Return the line from the box to the group, and the bracket that a group of several has."""
    edge, bend, arm, tip = (
        (WIDTH / 2 - box / 2, 296.0, 156.0, 148.0) if is_left else (WIDTH / 2 + box / 2, 624.0, 764.0, 772.0)
    )
    end = arm if len(names) > 1 else tip
    half = (edge + bend) / 2
    path = f"M{edge:g} {middle:g}C{half:g} {middle:g} {half:g} {y:g} {bend:g} {y:g}H{end:g}"
    bracket = f"M{tip:g} {names[0].y - 8:g}H{arm:g}V{names[-1].y + 8:g}H{tip:g}" if len(names) > 1 else ""
    return path, bracket


@dataclass(frozen=True)
class CoverPicture:
    """The generated picture of a showcase entry, 260 by 170: information, not ornament."""

    ground: int
    """Which of the six grounds, from 1."""
    x: float
    y: float
    """Where the faint circles have their centre."""
    radius: float
    glyphs: tuple[tuple[float, float, Module], ...]
    """A glyph for each module the entry uses, with its centre."""


_RADII = ((1, 30.0), (2, 25.0), (3, 22.0), (4, 19.0), (6, 17.0))


def cover(entry: ShowcaseEntry, catalog: Catalog, *, not_ground: int) -> CoverPicture:
    """Return the cover of an entry: all of it follows from its id and its modules.

    *not_ground* is that of the cover before it.
    """
    digest = hashlib.sha256(entry.id.encode()).digest()
    ground = digest[0] % 6 + 1
    ground = ground % 6 + 1 if ground == not_ground else ground
    modules = [catalog.by_id[id_] for id_ in entry.uses if id_ in catalog.by_id]
    radius = next((radius for most, radius in _RADII if len(modules) <= most), 13.0)
    per_row = len(modules) if len(modules) <= 6 else -(-len(modules) // 2)
    glyphs = []
    for row in range(0, len(modules), max(1, per_row)):
        line = modules[row : row + per_row]
        lift = 0.0 if per_row == len(modules) else (-1.3 if row == 0 else 1.3) * radius
        for index, module in enumerate(line):
            glyphs.append((130 + (index - (len(line) - 1) / 2) * radius * 2.5, 90 + lift, module))
    return CoverPicture(ground, 20 + digest[1] * 220 / 255, 20 + digest[2] * 130 / 255, radius, tuple(glyphs))
