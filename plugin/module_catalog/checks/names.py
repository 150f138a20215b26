"""Findings about words that nobody defined → the same, saying so where it is the name of something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..catalog.model import Catalog
from ..catalog.vocabulary import ALSO, PROGRESS, WORKS, RelationType
from ..diagnostics import Finding, Place

_LETTERS = re.compile("[^0-9]+")
_AROUND = "@\u201c\u201d\u2018\u2019\"' "
"""What people put around a handle that is no part of it."""


def with_names(findings: Iterable[Finding], texts: Mapping[str, str], catalog: Catalog) -> list[Finding]:
    """Return findings, of which those about ids, handles and words of lists say what a name stands for.

    People write what they see on pages: the name of a module or a person, of a stage or a kind, or the label
    of a relation seen from its other end.
    """
    found = list(findings)
    if not any(one.code in ("MC104", "MC105") for one in found):
        return found
    words = _names_of_words(catalog)
    people = _unambiguous((name, id_) for id_, one in catalog.people.items() for name in (one.name, id_))
    inverses = {one.inverse: one for one in catalog.settings.relations.values() if not one.is_symmetric}
    modules = _unambiguous((module.name, module.id) for module in catalog.modules)

    def meant(finding: Finding) -> Finding:
        said = _text_at(finding.place, texts)
        if finding.code == "MC104":
            return _of_list(finding, said, words, inverses)
        known = people if "a handle" in finding.message else modules
        return replace(finding, suggestion=known.get(said.strip(_AROUND).casefold()))

    return [meant(one) if one.code in ("MC104", "MC105") and one.suggestion is None else one for one in found]


def _of_list(
    finding: Finding, said: str, words: Mapping[str, str | None], inverses: Mapping[str, RelationType]
) -> Finding:
    """Return a finding about a word that is not of a list, saying which one of the list is meant.

    Such a finding lists the words there are, if none of them is like the one that was written.
    """
    relation = inverses.get(said)
    if relation:
        message = (
            f"`{said}` is `{relation.name}` seen from the other end:"
            f" write `{relation.name}` in the entry of the other module"
        )
        return replace(finding, message=message)
    for word in (words.get(said.casefold()), ALSO.get(said.casefold())):
        if word and word != said and f"`{word}`" in finding.message:
            return replace(finding, suggestion=word)
    return finding


def _names_of_words(catalog: Catalog) -> dict[str, str | None]:
    """Return words of lists by the names that pages have for them; those of stages by their numbers too."""
    settings = catalog.settings
    stages = [
        (name, one.id) for one in catalog.lifecycle.stages for name in (one.name, _LETTERS.sub("", one.id))
    ]
    kinds = [(name, id_) for id_, kind in settings.kinds.items() for name in {kind.name, kind.plural}]
    relations = [(one.label, one.name) for one in settings.relations.values()]
    lists = (settings.roles, settings.mechanisms, settings.rfc_statuses, PROGRESS, WORKS)
    named = [(name, word) for words in lists for word, name in words.items() if name != word]
    return _unambiguous([*stages, *kinds, *relations, *named])


def _unambiguous(named: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, word in named:
        key = name.casefold()
        found[key] = word if found.get(key, word) == word else None
    return found


def _text_at(place: Place, texts: Mapping[str, str]) -> str:
    """Return what is written at a place of one line, without its quotes."""
    lines = texts.get(place.path, "").splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return line[place.column - 1 : place.end_column - 1].strip("'\"") if place.end_line == place.line else ""
