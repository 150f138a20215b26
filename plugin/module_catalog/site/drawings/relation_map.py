"""Drawings of how kinds and their modules stand to each other: what is in them, how large, how joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...catalog.entries import Module
from ...catalog.queries.groups import KindGroup, StageModules
from ...catalog.queries.relations import PresentRelation
from ...catalog.vocabulary import RelationType
from . import graphviz

_MOST_KINDS, _MOST_PAIRS = 30, 24
"""How many kinds one drawing holds that no line joins too, and how many lines between kinds."""
_MOST_TOGETHER, MOST_ALONE, _MOST_LINES = 25, 40, 60
"""How many modules one drawing holds, with those of other kinds and without, and how many lines."""
_KIND_HEIGHT, _MODULE_HEIGHT = 62.0, 27.0
_BAR_GAP = 3.0
_LONGEST = 24


@dataclass(frozen=True)
class Box:
    """A box by its upper left corner: a kind, or a module."""

    x: float
    y: float
    width: float
    height: float
    of: KindGroup | Module
    text: str
    is_foreign: bool = False
    """Whether it is a module of another kind than the drawing's."""
    parts: tuple[tuple[float, float, StageModules], ...] = ()
    """The stage bar of a kind: where each part begins, and its width."""


@dataclass(frozen=True)
class Connector:
    """A line between two boxes."""

    tail: str
    head: str
    curve: graphviz.Curve
    type: RelationType | None = None
    """None between kinds."""
    count: int = 1
    """For how many relations it stands."""

    @property
    def weight(self) -> float:
        """How thick it is: the more relations, the thicker."""
        return min(5.0, round(0.9 + self.count * 0.35, 2))


@dataclass(frozen=True)
class RelationMap:
    """Boxes, and lines between them."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Connector, ...]
    least: int = 1
    """How many relations two kinds have at least, to be joined by a line."""
    is_alone: bool = False
    """Whether modules of other kinds are left out, because there are too many."""
    order: tuple[str, ...] = ()
    """The types of relation in the order of pages."""

    @property
    def legend(self) -> tuple[tuple[RelationType, str], ...]:
        """The styles of its lines, by one relation of each, and the words for all relations drawn so."""
        types = {line.type.name: line.type for line in self.lines if line.type}
        ordered = sorted(types.values(), key=lambda type_: self.order.index(type_.name))
        styles = {type_.line: [one for one in ordered if one.line == type_.line] for type_ in ordered}
        return tuple((style[0], " or ".join(one.label for one in style)) for style in styles.values())


def between_kinds(relations: Iterable[PresentRelation]) -> dict[tuple[str, str], int]:
    """Return how often modules of one kind build on those of another, by both ids, most often first."""
    pairs = Counter(
        (tail.kind, head.kind) for tail, type_, head in relations if type_.needs and tail.kind != head.kind
    )
    return dict(sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])))


def of_kinds(groups: Sequence[KindGroup], pairs: Mapping[tuple[str, str], int]) -> RelationMap | None:
    """Return the drawing of the kinds. Of many pairs, those with the fewest relations are left out.

    Of many kinds, those that no line would join are left out too. None when there is nothing to draw, or no
    engine.
    """
    least = next(
        least
        for least in range(1, sum(pairs.values()) + 2)
        if sum(n >= least for n in pairs.values()) <= _MOST_PAIRS
    )
    kept = {pair: number for pair, number in pairs.items() if number >= least}
    if not kept:
        return None
    if len(groups) > _MOST_KINDS:
        joined = {id_ for pair in kept for id_ in pair}
        groups = [group for group in groups if group.id in joined]
    index = {group.id: number for number, group in enumerate(groups)}
    texts = [_fitted(group.kind.plural) for group in groups]
    width = max(176.0, *(_width(text, 15.5) + 64 for text in texts))
    layout = graphviz.layout(
        ((width, _KIND_HEIGHT),) * len(groups),
        tuple(graphviz.Edge(index[tail], index[head]) for tail, head in kept),
        between=64,
    )
    if layout is None:
        return None
    boxes = (
        Box(
            *_corner(centre, width, _KIND_HEIGHT),
            width,
            _KIND_HEIGHT,
            group,
            text,
            parts=_parts(group, width - 24),
        )
        for group, text, centre in zip(groups, texts, layout.centres, strict=True)
    )
    lines = (
        Connector(groups[index[tail]].kind.plural, groups[index[head]].kind.plural, curve, count=number)
        for ((tail, head), number), curve in zip(kept.items(), layout.curves, strict=True)
    )
    return RelationMap(layout.width, layout.height, tuple(boxes), tuple(lines), least)


def _parts(group: KindGroup, width: float) -> tuple[tuple[float, float, StageModules], ...]:
    """Return the stage bar of a kind: where each part begins, its width, and the stage with its modules."""
    room = width - _BAR_GAP * (len(group.held) - 1)
    parts, x = [], 0.0
    for one in group.held:
        share = room * len(one.modules) / len(group.present)
        parts.append((round(x, 1), round(share, 1), one))
        x += share + _BAR_GAP
    return tuple(parts)


def of_modules(
    kinds: Collection[str], relations: Iterable[PresentRelation], order: Iterable[str]
) -> RelationMap | None:
    """Return the drawing of the modules of a kind and its parts.

    Modules of other kinds are in it too, unless these make it too large.

    Those of other kinds are the ones they stand to. None when fewer than two modules of the kind have
    relations, when they alone are too many, or when there is no engine.
    """
    types = tuple(order)
    ours = [one for one in relations if one[0].kind in kinds or one[2].kind in kinds]
    if _fits(ours, _MOST_TOGETHER):
        return _of_modules(kinds, ours, types, is_alone=False)
    inside = [one for one in ours if one[0].kind in kinds and one[2].kind in kinds]
    return _of_modules(kinds, inside, types, is_alone=True) if _fits(inside, MOST_ALONE) else None


def _fits(relations: Sequence[PresentRelation], most: int) -> bool:
    return (
        len(relations) <= _MOST_LINES
        and len({module.id for tail, _, head in relations for module in (tail, head)}) <= most
    )


def _of_modules(
    kinds: Collection[str], relations: Sequence[PresentRelation], order: tuple[str, ...], *, is_alone: bool
) -> RelationMap | None:
    modules = {module.id: module for tail, _, head in relations for module in (tail, head)}
    drawn = sorted(
        modules.values(), key=lambda module: (module.kind not in kinds, module.name.casefold(), module.id)
    )
    if sum(module.kind in kinds for module in drawn) < 2:
        return None
    index = {module.id: number for number, module in enumerate(drawn)}
    texts = [_fitted(module.name) for module in drawn]
    widths = [_width(text, 13.2) + 36 for text in texts]
    edges = (
        graphviz.Edge(index[tail.id], index[head.id], not type_.is_symmetric)
        for tail, type_, head in relations
    )
    layout = graphviz.layout(tuple((width, _MODULE_HEIGHT) for width in widths), tuple(edges), between=52)
    if layout is None:
        return None
    boxes = (
        Box(
            *_corner(centre, width, _MODULE_HEIGHT),
            width,
            _MODULE_HEIGHT,
            module,
            text,
            module.kind not in kinds,
        )
        for module, text, width, centre in zip(drawn, texts, widths, layout.centres, strict=True)
    )
    lines = (
        Connector(tail.name, head.name, curve, type_)
        for (tail, type_, head), curve in zip(relations, layout.curves, strict=True)
    )
    return RelationMap(
        layout.width, layout.height, tuple(boxes), tuple(lines), is_alone=is_alone, order=order
    )


def _corner(centre: tuple[float, float], width: float, height: float) -> tuple[float, float]:
    return round(centre[0] - width / 2, 1), round(centre[1] - height / 2, 1)


def _fitted(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _width(text: str, size: float) -> float:
    """Return about how wide a text is in a proportional face of some size: rather more than less."""
    # From U+1100 on signs are as wide as they are high, or it does no harm to think so.
    # In hundredths: versions of Python add up fractions in different ways.
    parts = (100 if sign >= "\u1100" else 72 if sign.isupper() or sign in "mw@%" else 54 for sign in text)
    return round(sum(parts) * size / 100, 1)
