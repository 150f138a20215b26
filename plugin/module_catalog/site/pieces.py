"""Pieces of the catalog that any page can hold: the words of a comment → what a template shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..catalog.queries.groups import by_name, modules_by_stage
from ..catalog.queries.plans import plans_by_place
from ..diagnostics import closest, printable
from .pages.showcase import gallery


class PieceError(ValueError):
    """The words of a comment that ask for what is not there: one sentence, no full stop."""


@dataclass(frozen=True)
class Piece:
    """What a comment can ask for. Which modules it is about is said by the same filters for all."""

    template: str
    """The name of its template in templates/."""
    shows: Callable[[Sequence[Module], Catalog], Mapping[str, Any]]
    """What the template can use, for these modules."""
    needs_module: bool = False
    """Whether it makes sense only for modules that are named."""


def _modules(modules: Sequence[Module], catalog: Catalog) -> Mapping[str, Any]:
    return {"modules": modules}


def _stages(modules: Sequence[Module], catalog: Catalog) -> Mapping[str, Any]:
    return {"held": modules_by_stage(modules, catalog)}


def _roadmap(modules: Sequence[Module], catalog: Catalog) -> Mapping[str, Any]:
    places = plans_by_place(catalog)
    ids = {module.id for module in modules}
    plans = [plan for place in ("now", "next", "later") for plan in places[place] if plan.module.id in ids]
    return {"plans": plans, "modules": modules}


def _showcase(modules: Sequence[Module], catalog: Catalog) -> Mapping[str, Any]:
    ids = {module.id for module in modules}
    return {"covers": gallery((entry for entry in catalog.showcase if ids.intersection(entry.uses)), catalog)}


PIECES = {
    "badge": Piece("pieces/badge.html.j2", _modules, needs_module=True),
    "card": Piece("pieces/card.html.j2", _modules, needs_module=True),
    "roadmap": Piece("pieces/roadmap.html.j2", _roadmap),
    "showcase": Piece("pieces/showcase.html.j2", _showcase),
    "stages": Piece("pieces/stages.html.j2", _stages),
    "table": Piece("pieces/table.html.j2", _modules),
}
"""Every piece, by the first word of its comment. Each stands in a page as HTML without blank lines."""


@dataclass(frozen=True)
class Filter:
    """One way to say which modules a piece is about."""

    known: Callable[[Catalog], Collection[str]]
    """The values there are."""
    of: Callable[[Module, Catalog], Collection[str]]
    """The values of a module."""


FILTERS = {
    "module": Filter(lambda catalog: catalog.by_id, lambda module, catalog: (module.id,)),
    "kind": Filter(
        lambda catalog: catalog.settings.kinds,
        lambda module, catalog: catalog.settings.kinds_above[module.kind],
    ),
    "stage": Filter(lambda catalog: catalog.lifecycle.by_id, lambda module, catalog: (module.stage,)),
}
"""Filters by name. `kind=backend,tuner` takes several values; a word without `=` is a module."""


def asked(words: str, catalog: Catalog) -> tuple[Piece, Mapping[str, Any]]:
    """Return the piece that a comment asks for, and what its template shows. Raises PieceError.

    Modules that are named stand in the order of their names in the comment, others as in the index.
    """
    name, *rest = words.split() or [""]
    piece = PIECES[_known(name, PIECES, "piece")]
    chosen = _chosen(rest, catalog)
    if piece.needs_module and "module" not in chosen:
        put_in = catalog.settings.noun.put_in
        raise PieceError(put_in(f"`{name}` is about a module: write its id after it"))
    modules = [catalog.by_id[id_] for id_ in chosen["module"]] if "module" in chosen else by_name(catalog)
    return piece, piece.shows([one for one in modules if _fits(one, chosen, catalog)], catalog)


def _chosen(words: Iterable[str], catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Return the values of each filter, in their order."""
    chosen: dict[str, tuple[str, ...]] = {}
    for word in words:
        key, _, values = word.rpartition("=")
        key = key or "module"
        known = FILTERS[_known(key, FILTERS, "filter")].known(catalog)
        chosen[key] = (*chosen.get(key, ()), *(_known(value, known, key) for value in values.split(",")))
    return {key: tuple(dict.fromkeys(values)) for key, values in chosen.items()}


def _fits(module: Module, chosen: Mapping[str, Collection[str]], catalog: Catalog) -> bool:
    return all(not set(values).isdisjoint(FILTERS[key].of(module, catalog)) for key, values in chosen.items())


_FEW = 8
"""How many words a message lists."""


def _known(word: str, known: Collection[str], what: str) -> str:
    """Return a word that is known. Raises PieceError, with what was probably meant."""
    if word in known:
        return word
    meant = closest(word, known)
    listed = ", ".join(f"`{one}`" for one in known)
    hint = (
        f"; did you mean `{meant}`?" if meant else f": there are {listed}" if 1 < len(known) <= _FEW else ""
    )
    raise PieceError(f"there is no {what} `{printable(word)}`{hint}")
