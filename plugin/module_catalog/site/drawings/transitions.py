"""The drawing of the ways between stages: what stands where, in units of the drawing.

A template turns it into SVG.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from ...catalog.lifecycle import Lifecycle, Stage, Transition

STEP, EDGE = 152.0, 60.0
"""How far apart stages stand, and the first from the edge."""
RADIUS = 24.0
_LINE, _LEVEL = 15.0, 42.0
"""The height of a line of text, and how much higher an arc is for each stage it passes."""
_NAMES = 34.0
"""The room below the glyphs that their names need."""
_LETTERS = 15
"""How many letters of a reason fit beside an arrow."""
_IN_A_ROW = 5
"""How many stages a row holds at a size that can be read; more stand below each other."""
_ROWS_STEP, _ROWS_LEVEL, _ROWS_RADIUS = 66.0, 22.0, 16.0
"""The same measures where stages stand below each other."""
_LETTER = 8.5
"""How wide a letter of a name is at most, nearly always."""


@dataclass(frozen=True)
class StageBox:
    """A stage in the drawing."""

    x: float
    y: float
    stage: Stage
    name_x: float
    names: tuple[tuple[float, str], ...]
    """The lines of its name, each with its height."""


@dataclass(frozen=True)
class Arrow:
    """An arrow from one stage to another, or from outside."""

    transition: Transition
    is_back: bool
    path: str
    head: str
    x: float
    lines: tuple[tuple[float, str], ...]
    """Why somebody takes it, in short, each line with its height."""


@dataclass(frozen=True)
class TransitionDiagram:
    """Stages in a row: ways to later stages lead over them, ways back under them.

    Many stages stand below each other: ways to later stages lead along their right, ways back
    along their left.
    """

    width: float
    height: float
    edge: float
    y: float
    """Where the word for what comes in from outside stands; a row of stages stands as far down."""
    anchor: str
    """Which part of a name stands at its place: middle or end."""
    scale: float
    """How much larger than in text glyphs are."""
    boxes: tuple[StageBox, ...]
    arrows: tuple[Arrow, ...]

    @property
    def has_return(self) -> bool:
        """Whether any way leads to an earlier stage."""
        return any(way.is_back for way in self.arrows)


def known(lifecycle: Lifecycle) -> tuple[Transition, ...]:
    """Return the ways between stages that exist."""
    ids = {None, *lifecycle.by_id}
    return tuple(way for way in lifecycle.transitions if way.from_ in ids and way.to in ids)


def drawing(lifecycle: Lifecycle) -> TransitionDiagram:
    """Return the drawing of a lifecycle of any number of stages.

    What comes in from outside stands before the first.
    """
    places: dict[str | None, int] = {None: 0} | {
        stage.id: place for place, stage in enumerate(lifecycle.stages, start=1)
    }
    arrows = [(way, places[way.from_], places[way.to]) for way in known(lifecycle)]
    # The longest first: what is drawn later covers it, and words are drawn with a margin.
    arrows.sort(key=lambda one: -abs(one[2] - one[1]))
    return (_row if len(lifecycle.stages) <= _IN_A_ROW else _column)(lifecycle.stages, arrows)


_Ways = Sequence[tuple[Transition, int, int]]
"""Ways, each with the places of the stages it leads from and to."""


def _row(stages: Sequence[Stage], arrows: _Ways) -> TransitionDiagram:
    over = [end - start for _, start, end in arrows if end > start + 1]
    under = [start - end for _, start, end in arrows if end <= start]
    y = (_rise(max(over)) + 2 * _LINE if over else 3 * _LINE) + RADIUS
    names = [textwrap.wrap(_name(stage), _LETTERS + 2) for stage in stages]
    room = _NAMES + _LINE * (max(map(len, names)) - 1)
    height = y + RADIUS + room + (_rise(max(under)) + 2 * _LINE if under else 0)
    boxes = tuple(
        StageBox(_x(place), y, stage, _x(place), _lines(lines, y + 46))
        for place, (stage, lines) in enumerate(zip(stages, names, strict=True), start=1)
    )
    drawn = tuple(_arrow(way, start, end, y, room) for way, start, end in arrows)
    return TransitionDiagram(2 * EDGE + STEP * len(boxes), height, EDGE, y, "middle", 3, boxes, drawn)


def _name(stage: Stage) -> str:
    return stage.label if len(stage.label) <= _LETTERS + 1 else stage.name


def _column(stages: Sequence[Stage], arrows: _Ways) -> TransitionDiagram:
    """Return stages below each other, without the reasons for the ways: arcs would cross them."""
    names = [textwrap.wrap(stage.label, 2 * _LETTERS) for stage in stages]
    letters = max(len(line) for lines in names for line in lines)
    back = [start - end for _, start, end in arrows if end <= start]
    over = [end - start for _, start, end in arrows if end > start + 1]
    left = (_reach(max(back)) + 10 if back else 4) + max(_LETTER * letters, EDGE)
    x = left + 10 + _ROWS_RADIUS

    def y(place: int) -> float:
        return 20 + _ROWS_STEP * place

    boxes = tuple(
        StageBox(x, y(place), stage, left, _lines(lines, y(place) + 5 - _LINE / 2 * (len(lines) - 1)))
        for place, (stage, lines) in enumerate(zip(stages, names, strict=True), start=1)
    )
    drawn = tuple(
        _down(way, x, y(start) + (_ROWS_RADIUS if start else 8), y(end) - _ROWS_RADIUS)
        if end == start + 1
        else _beside(
            way, end <= start, (x, left - _LETTER * letters), (y(start), y(end)), _reach(abs(end - start))
        )
        for way, start, end in arrows
    )
    width = x + _ROWS_RADIUS + (_reach(max(over)) if over else 0) + 10
    return TransitionDiagram(width, y(len(stages)) + 30, x, y(0), "end", 2, boxes, drawn)


def _reach(span: int) -> float:
    """Return how far an arc bends away from the column."""
    return 30 + _ROWS_LEVEL * max(0, span - 2)


def _down(way: Transition, x: float, top: float, bottom: float) -> Arrow:
    path = f"M{x:g} {top + 5:g}V{bottom - 12:g}"
    return Arrow(way, False, path, f"M{x:g} {bottom - 5:g}l-3.5 -8h7z", x, ())


def _beside(
    way: Transition, is_back: bool, sides: tuple[float, float], ends: tuple[float, float], reach: float
) -> Arrow:
    """Return an arc along the right of the column, or one back along the left of its names."""
    sign = -1 if is_back else 1
    base = sides[1] - 6 if is_back else sides[0] + _ROWS_RADIUS + 4
    top, bottom = ends[0] + sign * 6, ends[1] - sign * 6
    # The middle of such a curve lies at three quarters of its handles.
    bend = base + sign * reach * 4 / 3
    path = f"M{base:g} {top:g}C{bend:g} {top:g} {bend:g} {bottom:g} {base + sign * 6:g} {bottom:g}"
    return Arrow(way, is_back, path, f"M{base:g} {bottom:g}l{sign * 8} -3.5v7z", base + sign * reach, ())


def _x(place: int) -> float:
    return EDGE + STEP * place


def _rise(span: int) -> float:
    """Return how far an arc bends away from the row."""
    return 34 + _LEVEL * max(0, span - 2)


def _arrow(way: Transition, start: int, end: int, y: float, names: float) -> Arrow:
    if end == start + 1:
        return _straight(way, start, y)
    why = _short(way, 2 * _LETTERS, 2)
    is_back = end <= start
    # Arcs leave and reach a stage upright, on different sides of its middle,
    # so that none hides another's head.
    side, sign = (-1, 1) if is_back else (1, -1)
    base = y + (RADIUS + names if is_back else -RADIUS - 4)
    left, right = _x(start) + side * 9, _x(end) - side * 9
    apex = base + sign * _rise(abs(end - start))
    # The middle of such a curve lies at three quarters of its handles.
    bend = base + (apex - base) * 4 / 3
    path = f"M{left:g} {base:g}C{left:g} {bend:g} {right:g} {bend:g} {right:g} {base + sign * 6:g}"
    head = f"M{right:g} {base:g}l-3.5 {sign * 8:g}h7z"
    first = apex + 17 if is_back else apex - 6 - _LINE * (len(why) - 1)
    return Arrow(way, is_back, path, head, (left + right) / 2, _lines(why, first))


def _short(way: Transition, letters: int, lines: int) -> list[str]:
    return textwrap.wrap(way.why or "", letters, max_lines=lines, placeholder=" …")


def _straight(way: Transition, start: int, y: float) -> Arrow:
    why = _short(way, _LETTERS, 3)
    left, right = _x(start) + (RADIUS + 8 if start else 38), _x(start + 1) - RADIUS - 8
    head = f"M{right:g} {y:g}l-8 -3.5v7z"
    return Arrow(
        way,
        False,
        f"M{left:g} {y:g}H{right - 6:g}",
        head,
        (left + right) / 2,
        _lines(why, y - 8 - _LINE * (len(why) - 1)),
    )


def _lines(words: Sequence[str], first: float) -> tuple[tuple[float, str], ...]:
    return tuple((round(first + index * _LINE, 1), line) for index, line in enumerate(words))
