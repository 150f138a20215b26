"""Steps over time, a row for each count, all to one scale, by plain arithmetic.

A template turns them into SVG.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from ...catalog.lifecycle import Stage

WIDTH, LEFT, RIGHT = 1188.0, 172.0, 1140.0
"""The width of the drawing, and where its first moment begins and its last one ends."""
TOP, GAP, LEAST = 24.0, 14.0, 22.0
_HIGHEST, _WIDEST = 110.0, 7.0
"""How high the highest row is at most, and one module at most."""
_BETWEEN_NAMES = 62.0


@dataclass(frozen=True)
class Series:
    """How many modules of a sort there are at each moment."""

    title: str
    """What the sort is called; empty for all modules."""
    counts: tuple[int, ...]
    beside: tuple[int, ...] | None = None
    """The same with those that are less certain; None where all are certain."""
    stage: Stage | None = None
    gaps: frozenset[int] = frozenset()
    """The places of the moments of which nothing is known; the count is 0 there."""

    @property
    def all(self) -> tuple[int, ...]:
        """How many there are at each moment, certain or not."""
        return self.beside or self.counts


@dataclass(frozen=True)
class ChartRow:
    """A row of the drawing."""

    count: Series
    y: float
    """Where it stands."""
    label: str
    path: str
    outline: str
    """The outline of those that are less certain too; empty when there are none."""


@dataclass(frozen=True)
class StepChart:
    """Rows over each other, to one scale."""

    height: float
    rows: tuple[ChartRow, ...]
    names: tuple[tuple[float, str], ...]
    """The moments that have room for their name, each with its middle."""
    last: float
    """The middle of the last moment, which is today."""


def chart(counts: Sequence[Series], names: Sequence[str]) -> StepChart:
    """Return the drawing of several counts over the same moments."""
    width = (RIGHT - LEFT) / len(names)
    unit = min(_WIDEST, _HIGHEST / max(1, *(max(count.all) for count in counts)))
    y, rows = TOP, []
    for count in counts:
        y += max(LEAST, unit * max(count.all)) + GAP
        label = count.title if len(count.title) <= 24 else f"{count.title[:23]}…"
        outline = _steps(count.all, y, unit, width, count.gaps) if count.all != count.counts else ""
        path = _steps(count.counts, y, unit, width, count.gaps)
        rows.append(ChartRow(count, round(y, 1), label, path, outline))
    each = -(-_BETWEEN_NAMES // width)
    # Counted from the end, where today has its name.
    placed = [(round(LEFT + (index + 0.5) * width, 1), name) for index, name in enumerate(names)]
    named = [one for index, one in enumerate(placed[:-1]) if (len(placed) - 1 - index) % each == 0]
    return StepChart(round(y + 6, 1), tuple(rows), tuple(named), placed[-1][0])


def _steps(counts: Sequence[int], y: float, unit: float, width: float, gaps: Container[int]) -> str:
    """Return the outline of steps that stand on a line, with nothing where there are gaps.

    There is one step a moment, and no slope between two, for nothing happens there.
    """
    path: list[str] = []
    is_drawing = False
    for index, count in enumerate(counts):
        if is_drawing and index in gaps:
            path.append(f"V{y:.1f}Z")
        elif not is_drawing and index not in gaps:
            path.append(f"M{LEFT + index * width:g} {y:.1f}")
        is_drawing = index not in gaps
        if is_drawing:
            path.append(f"V{y - unit * count:.1f}H{LEFT + (index + 1) * width:.1f}")
    return "".join([*path, f"V{y:.1f}Z" if is_drawing else ""])
