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


@dataclass(frozen=True)
class StageBox:
    """A stage in the drawing."""

    x: float
    stage: Stage


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
    """Stages in a row: ways to later stages lead over them, ways back under them."""

    width: float
    height: float
    y: float
    """How far down the row stands."""
    edge: float
    """Where the word for what comes in from outside stands."""
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
    over = [end - start for _, start, end in arrows if end > start + 1]
    under = [start - end for _, start, end in arrows if end <= start]
    y = (_rise(max(over)) + 2 * _LINE if over else 3 * _LINE) + RADIUS
    height = y + RADIUS + _NAMES + (_rise(max(under)) + 2 * _LINE if under else 0)
    boxes = tuple(StageBox(_x(place), stage) for place, stage in enumerate(lifecycle.stages, start=1))
    return TransitionDiagram(
        2 * EDGE + STEP * len(boxes),
        height,
        y,
        EDGE,
        boxes,
        tuple(_arrow(way, start, end, y) for way, start, end in arrows),
    )


def _x(place: int) -> float:
    return EDGE + STEP * place


def _rise(span: int) -> float:
    """Return how far an arc bends away from the row."""
    return 34 + _LEVEL * max(0, span - 2)


def _arrow(way: Transition, start: int, end: int, y: float) -> Arrow:
    if end == start + 1:
        return _straight(way, start, y)
    why = _short(way, 2 * _LETTERS, 2)
    is_back = end <= start
    # Arcs leave and reach a stage upright, on different sides of its middle,
    # so that none hides another's head.
    side, sign = (-1, 1) if is_back else (1, -1)
    base = y + (RADIUS + _NAMES if is_back else -RADIUS - 4)
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
