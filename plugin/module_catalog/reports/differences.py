"""Comparison → text: for a terminal, for programs, for a pull request, for the notes of a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from ..catalog.model import Catalog
from ..catalog.queries.differences import Comparison, Difference
from ..checks.readiness import readiness
from .parts import as_json, fitting, inert, left_out, module_link, said, unfolding

VERSION = 1
"""Grows when a key changes its meaning or goes; new keys do not change it."""
_OF_NOTES = ("entered", "promoted", "returned", "deprecated", "removed", "renamed", "toggles", "history")
"""The kinds of difference that users of the project read about."""
_MOVES = ("entered", "promoted", "returned", "lowered", "deprecated", "removed")
"""The kinds of difference that bring a module to a stage, which may require something of it."""
_SEEN, _LONGEST = 10, 10_000
"""How many items of a list are seen before the rest is unfolded, and how many characters all of it has."""


def text(comparison: Comparison) -> str:
    """Return a list below a heading for each kind of difference, with a line for each module."""
    lines = [_title(comparison), *(said(note) for note in comparison.notes)]
    for heading, found in comparison.by_kind():
        width = max(len(said(id_)) for id_, _ in found)
        lines += ["", heading]
        for (id_, _), those in found.items():
            first, *rest = _sentences(those, comparison)
            lines += [f"  {said(id_):{width}}  {first}", *(f"  {'':{width}}  {one}" for one in rest)]
    return "\n".join((*lines, ""))


def json(comparison: Comparison) -> str:
    """Return every difference with its kind, whose it is, and what was there before and after."""
    return as_json(
        {
            "version": VERSION,
            "base": comparison.base,
            "head": comparison.head,
            "notes": list(comparison.notes),
            "differences": [_as_data(one) for one in comparison.differences],
        }
    )


def _as_data(one: Difference) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "sort": one.sort,
        "id": one.id,
        "name": one.name,
        "key": one.key,
        "was": one.was,
        "now": one.now,
        "sentence": one.sentence,
    }


def markdown(comparison: Comparison) -> str:
    """Return the same for the comment of a pull request, and what stages require of what comes to them."""
    lines = [f"**{inert(_title(comparison))}**", *(f"\n{inert(said(note))}" for note in comparison.notes)]
    lines += _listed([*_items(comparison)], "module-catalog diff")
    gates = [*_gates(comparison)]
    lines += ["", "**What the stages require:**"] if gates else []
    lines += _listed(gates, "module-catalog ready")
    return "\n".join((*lines, ""))


def release_notes(comparison: Comparison) -> str:
    """Return what users of the project read of a release: what came, moved and went, by what happened."""
    told = tuple(one for one in comparison.differences if one.kind in _OF_NOTES)
    shown = Comparison(comparison.base, comparison.head, comparison.catalog, told)
    lines = _under_headings(_items(shown), "##")
    noun = comparison.catalog.settings.noun
    return "\n".join((*(lines[1:] or [noun.put_in("Nothing changed for users of modules.")]), ""))


_Item = tuple[str, str]
"""A heading, and an item below it: both Markdown."""


def _listed(items: Sequence[_Item], command: str) -> list[str]:
    """Return as many items as a comment holds, below their headings; the first are seen, the rest unfolds."""
    fit = fitting((item for _, item in items), _LONGEST)
    first, rest = items[:fit][:_SEEN], items[:fit][_SEEN:]
    below = unfolding(_under_headings(rest, "####")[1:], len(rest)) if rest else []
    return [*_under_headings(first, "####"), *below, *left_out(len(items) - fit, command)]


def _under_headings(items: Iterable[_Item], marks: str) -> list[str]:
    """Return items of Markdown, each heading before the first of its own."""
    lines: list[str] = []
    for heading, those in groupby(items, key=itemgetter(0)):
        lines += ["", f"{marks} {heading}", "", *(f"- {item}" for _, item in those)]
    return lines


def _items(comparison: Comparison) -> Iterator[_Item]:
    """Yield an item for each kind of difference of a module, below the heading of the kind."""
    for heading, found in comparison.by_kind():
        for those in found.values():
            told = inert("; ".join(_sentences(those, comparison)))
            yield heading, f"{_name(those[0], comparison.catalog)}: {told}"


def _gates(comparison: Comparison) -> Iterator[_Item]:
    """Yield what the stage of each module that came to it requires: what is missing first."""
    catalog = comparison.catalog
    moved = {one.id for one in comparison.differences if one.sort == "module" and one.kind in _MOVES}
    for module in (catalog.by_id[id_] for id_ in sorted(moved & catalog.by_id.keys())):
        shown = readiness(module, catalog, catalog.stage_of(module))
        name = module_link(module.id, module.name, catalog)
        heading = f"{name}, {inert(said(shown.stage.label))}: {shown.met} of {len(shown.steps)} met"
        for step in sorted(shown.steps, key=lambda step: step.state != "open"):
            asked = "; ".join(step.missing) if step.state == "open" else step.sentence + step.note
            told = catalog.settings.noun.put_in(said(asked))
            yield heading, f"`{step.mark}` {inert(told)}"


def _name(one: Difference, catalog: Catalog) -> str:
    return module_link(one.id, one.name, catalog) if one.sort == "module" else inert(said(one.name))


def _sentences(those: Iterable[Difference], comparison: Comparison) -> list[str]:
    noun = comparison.catalog.settings.noun
    return [noun.put_in(said(one.sentence)).removesuffix(".") for one in those]


def _title(comparison: Comparison) -> str:
    between = f"from {comparison.base} to {comparison.head}"
    if not comparison.differences:
        return said(f"Nothing that entries say changed {between}.")
    return said(f"What changed {between}:")


DIFFERENCE_REPORTS: Mapping[str, Callable[[Comparison], str]] = {
    "text": text,
    "json": json,
    "markdown": markdown,
    "release-notes": release_notes,
}
"""Comparison → what is printed, by the name the command line uses."""
