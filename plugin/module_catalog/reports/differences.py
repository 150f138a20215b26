"""Comparison → text: for a terminal, for programs, for a pull request, for the notes of a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..catalog.differences import Comparison, Difference
from ..catalog.model import Catalog
from .parts import as_json, inert, module_link, said

VERSION = 1
"""Grows when a key changes its meaning or goes; new keys do not change it."""
_OF_NOTES = ("entered", "promoted", "returned", "deprecated", "removed", "renamed", "toggles", "history")
"""The kinds of difference that users of the project read about."""
_MOST = 200
"""How many lines a report of a pull request has at most: a comment is to be read."""


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
    """Return the same for the comment of a pull request."""
    lines = [f"**{inert(_title(comparison))}**", *(f"\n{inert(said(note))}" for note in comparison.notes)]
    items = [line for part in _sections(comparison, "####") for line in part]
    lines += items[:_MOST]
    if len(items) > _MOST:
        lines += [
            f"\n{len(items) - _MOST:,} more lines are not shown here: `module-catalog diff` lists them."
        ]
    return "\n".join((*lines, ""))


def release_notes(comparison: Comparison) -> str:
    """Return what users of the project read of a release: what came, moved and went, by what happened."""
    told = tuple(one for one in comparison.differences if one.kind in _OF_NOTES)
    shown = Comparison(comparison.base, comparison.head, comparison.catalog, told)
    lines = [line for part in _sections(shown, "##") for line in part]
    noun = comparison.catalog.settings.noun
    return "\n".join((*(lines[1:] or [noun.put_in("Nothing changed for users of modules.")]), ""))


def _sections(comparison: Comparison, marks: str) -> Iterable[list[str]]:
    """Yield the lines of each kind of difference: a heading, and an item for each module."""
    for heading, found in comparison.by_kind():
        items = [
            f"- {_name(those[0], comparison.catalog)}: {inert('; '.join(_sentences(those, comparison)))}"
            for those in found.values()
        ]
        yield ["", f"{marks} {heading}", "", *items]


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
