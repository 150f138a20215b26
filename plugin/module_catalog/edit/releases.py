"""What the tags of releases show and entries leave out → the entries with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..catalog.claim_kinds import CLAIM_KINDS
from ..catalog.entries import Module
from ..catalog.evidence import Claim, Evidence, TagState
from ..catalog.lifecycle import Lifecycle
from ..catalog.model import Catalog
from ..catalog.queries.toggles import stage_called
from ..catalog.reading.yaml_reader import Key
from ..catalog.validation.schema import Schema, effective, rank
from .files import Edit
from .rewriting import Data, edited


@dataclass(frozen=True)
class LeftOut:
    """Something that an entry does not say, and tags do."""

    module: Module
    place: Key
    """Where the entry names what it is about."""
    subject: str
    says: str
    """The key that is missing there."""
    value: str | list[Data] | None
    """What goes there; None where a person has to say it: it may have been so before, came back, or is at a
    stage that the lifecycle calls otherwise."""
    text: str
    """The same in a few words."""


def left_out(catalog: Catalog, found: Evidence) -> Iterator[LeftOut]:
    """Yield what entries leave out, in the order of the evidence."""
    came = {(one.module, one.subject): one.found for one in found.claims if one.kind == "came"}
    for claim in found.claims:
        module = catalog.by_id.get(claim.module or "")
        if module is None or claim.verdict != "no-claim":
            continue
        if claim.kind == "became":
            first = came.get((claim.module, claim.subject))
            yield from _histories(claim, module, first, catalog.lifecycle)
        elif (says := CLAIM_KINDS[claim.kind].says) and (key := claim.key(module)):
            yield LeftOut(module, key, claim.subject or "", says, claim.found, claim.found or "")


def _histories(claim: Claim, module: Module, first: str | None, lifecycle: Lifecycle) -> Iterator[LeftOut]:
    """Yield the history of a toggle whose entry has none, where tags show that it has one."""
    states = [state for state in claim.releases if not state.is_gone]
    has_stages = any(state.stage for state in states)
    if any(state.default is None for state in states) or not (has_stages or len(states) > 1):
        return
    text = "; ".join(map(str, states))
    for index, toggle in module.own_toggles:
        if toggle.name == claim.subject and not toggle.history:
            is_begun = states[0].release in (toggle.since, first)
            is_whole = not any(state.is_gone for state in claim.releases[:-1])
            rows = [_row(state, lifecycle) for state in states] if is_begun and is_whole else [None]
            value = [row for row in rows if row] if all(rows) else None
            yield LeftOut(module, ("toggles", index, "name"), toggle.name, "history", value, text)


def _row(state: TagState, lifecycle: Lifecycle) -> Data | None:
    """Return a row of a history; None where no stage of the lifecycle is called as the source calls it."""
    stage = stage_called(state.stage, lifecycle) if state.stage else None
    if state.stage and stage is None:
        return None
    row = {"release": state.release, "stage": stage.id if stage else None, "default": state.default}
    return {key: value for key, value in row.items() if value}


def edits(catalog: Catalog, found: Evidence) -> tuple[Edit, ...]:
    """Return what fills in what is certain of it; raises CatalogError as `rewritten`."""
    missing: dict[str, list[LeftOut]] = {}
    for one in left_out(catalog, found):
        missing.setdefault(one.module.id, []).append(one)
    documents = ((catalog.by_id[id_].document, several) for id_, several in sorted(missing.items()))
    made = (
        Edit(document.path, document.text, edited(document, partial(filled, missing=several)))
        for document, several in documents
    )
    return tuple(edit for edit in made if edit.is_change)


def filled(entry: Data, missing: Iterable[LeftOut]) -> Data:
    """Return an entry that says what it left out, as far as that is certain: each key at its place."""
    found = dict(entry)
    for one in missing:
        field, index, _ = one.place
        if one.value is not None:
            items = list(found[str(field)])
            items[int(index)] = _with(items[int(index)], one.says, one.value, _order(str(field)))
            found[str(field)] = items
    return found


def _with(item: Mapping[str, Any], key: str, value: Any, order: list[str]) -> Data:
    new = {**item, key: value}
    before = [one for one in item if rank(one, order) < rank(key, order)]
    place = list(item).index(before[-1]) + 1 if before else 0
    names = [*item]
    return {name: new[name] for name in (*names[:place], key, *names[place:])}


def _order(field: str) -> list[str]:
    """Return the keys of what a list of an entry holds, in the order of the schema."""
    return list(Schema.of(effective("module", {})).at(field).items.properties)
