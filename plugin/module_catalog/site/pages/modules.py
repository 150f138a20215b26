"""The index: every module in one table, with what narrows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...catalog.addresses import kind_path
from ...catalog.entries import Module, Toggle
from ...catalog.model import Catalog, Person, Target
from ...catalog.own_fields import OwnField
from ...catalog.queries.groups import StageModules, by_name, by_stage
from ...catalog.queries.owners import is_unowned
from ...catalog.queries.plans import is_late
from ...catalog.vocabulary import WORDS
from ...checks.gates import is_grandfathered
from ..changes import feed_paths
from ..evidence import contradictions
from ..filters import Facet, facet, narrowing, word
from ..list_feeds import list_feeds
from ..list_paths import releases, stage_paths
from ..page import Page
from ..parts import LIMITS, Part, by_letter, parts

_BOOST = 0.2
"""Pages that repeat what others say come after them in a search."""


@dataclass(frozen=True)
class IndexRow:
    """A module in the index."""

    module: Module
    words: tuple[str, ...]
    """What it can be chosen by, each as `facet:value`."""
    names: tuple[str, ...]
    """What it is found by, beside what its row shows."""
    toggles: tuple[Toggle, ...]
    """Those that are there now, then those that were."""


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    held: Sequence[StageModules]
    rows: Sequence[IndexRow]
    facets: Sequence[Facet]
    called: Mapping[str, Mapping[str, str]]
    """The word for each value of a facet, by facet, where the catalog has it."""
    own: Mapping[str, tuple[str, Mapping[str, str]]]
    """The title of each facet of the project's own, and the word for each of its values, by facet."""
    lists: Mapping[str, Mapping[str, str]]
    """The path of the list of each value of a facet, by facet."""
    names: str
    """The name of each owner, by the word that rows have, as JSON."""
    orders: Mapping[str, str]
    """The order of the values of a column, as JSON, where it is not that of letters."""
    present: int
    """How many modules are there."""
    gone: int
    """How many are no longer there."""
    feeds: Mapping[str, str]
    """The address of each feed, by its name."""
    feeds_of: str
    """The feed of each list that has one, by the word that chooses it, as JSON."""
    releases: Sequence[tuple[str, str]]
    """The releases that have pages, newest first, each with its path."""
    is_bare: bool
    """Whether rows are without the words they are found by, which stand in a file then."""
    parts: Sequence[Part[IndexRow]]
    """The pages that have the rows, where they are too many for one."""


@dataclass(frozen=True)
class OwnFacet:
    """A field of the project's own that narrows the index."""

    key: str
    """That of the field in entries."""
    field: OwnField
    called: Mapping[str, str]
    """The word for each value that a module has, in their order."""


SHOWN = 2
"""As many toggles as a row shows."""
_TOGGLES = ("off", "on", "other", "partial", "none")
_FLAGS = (
    "seeking",
    "nobody",
    "alone",
    "roadmap",
    "late",
    "overdue",
    "grandfathered",
    "toggle-many",
    "contradicted",
)
_TAKEN = ("find", "flag", "owner", "part", "sort", "tag", "toggle")
"""What the address of the index says something else with, beside keys of entries."""


def pages(
    catalog: Catalog,
    most: int = LIMITS["modules"].most,
    most_in_part: int = LIMITS["rows"].most,
    most_with_words: int = LIMITS["words of rows"].most,
) -> Iterator[Page]:
    """The table of all modules. In the order of names; of very many, a page for each letter."""
    own = _own_facets(catalog)
    rows = [_row(module, own, catalog) for module in by_name(catalog)]
    gone = sum(catalog.is_gone(row.module) for row in rows)
    found = parts(rows, most_in_part, by_letter(lambda row: row.module.name)) if len(rows) > most else ()
    shows = Shown(
        held=by_stage(catalog),
        rows=() if found else rows,
        facets=_facets(rows, own, catalog),
        called={
            "stage": {stage.id: stage.label for stage in catalog.lifecycle.stages},
            "kind": {id_: kind.plural for id_, kind in catalog.settings.kinds.items()},
            "tag": {tag: tag for tag in _tags(catalog)},
        },
        own={name: (one.field.title, one.called) for name, one in own.items()},
        lists={
            "stage": stage_paths(catalog),
            "kind": {id_: kind_path(id_) for id_ in catalog.settings.kinds},
        },
        names=_names(catalog),
        orders={
            "stage": _json([stage.label for stage in catalog.lifecycle.stages]),
            "since": _json(catalog.settings.release_names),
        },
        present=len(rows) - gone,
        gone=gone,
        feeds=feed_paths(catalog),
        feeds_of=_json({one.word: one.id for one in list_feeds(catalog)}),
        releases=releases(catalog)[::-1],
        is_bare=len(rows) > most_with_words,
        parts=found,
    )
    description = "Every module of {project}: stage, kind, owners, toggle and first release."
    page = Page("modules", "Modules", description, shows, boost=_BOOST)
    in_order = [row for part in found for row in part.items] if found else rows
    yield replace(page, data=_words_of(in_order)) if shows.is_bare else page
    for part in found:
        yield replace(page, shows=replace(shows, rows=part.items), part=part)


def _words_of(rows: Sequence[IndexRow]) -> str:
    """Return what rows are chosen and found by, as JSON: two texts for each, in their order."""
    words = [(" ".join(row.words), " ".join(row.names)) for row in rows]
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _names(catalog: Catalog) -> str:
    """Return the names of owners by the word their modules have, as JSON: rows say only the handle."""
    handles = sorted({owner.person for module in catalog.modules for owner in module.current_owners})
    return _json(
        {word("owner", handle): catalog.people[handle].name for handle in handles if handle in catalog.people}
    )


def _own_facets(catalog: Catalog) -> dict[str, OwnFacet]:
    """Return the project's own facets by name: one that is taken has `own_` before it, as in the CSV."""
    declared = catalog.settings.fields.items()
    return {
        f"own_{key}" if key in _TAKEN else key: OwnFacet(key, one, _called(key, one, catalog))
        for key, one in declared
        if one.facet and one.show
    }


def _called(key: str, one: OwnField, catalog: Catalog) -> dict[str, str]:
    """Return the word for each value that a module has in a field of the project's own."""
    if one.type == "choice":
        return dict(one.choices)
    said = {value for module in catalog.modules for value in one.values(module.value(key))}
    known: Mapping[str, Person | Target] = {}
    if one.type in ("person", "module"):
        known = catalog.people if one.type == "person" else catalog.targets(said)
    called = {str(value): known[value].name if value in known else str(value) for value in sorted(said)}
    return dict(sorted(called.items(), key=lambda pair: pair[1].casefold())) if known else called


def _tags(catalog: Catalog) -> list[str]:
    return sorted({tag for module in catalog.modules for tag in module.tags})


def _row(module: Module, own: Mapping[str, OwnFacet], catalog: Catalog) -> IndexRow:
    present = _present_toggles(module, catalog)
    toggles = (*present, *(toggle for toggle in module.toggles if toggle not in present))
    names = (
        module.id,
        *module.tags,
        *module.namespaces,
        *(former.path for former in module.former_namespaces),
        *(event.note or "" for event in module.history if event.event == "renamed"),
        *(toggle.name for toggle in toggles[SHOWN:]),
        *(one.called[value] for one in own.values() for value in _said(module, one)),
    )
    words = _words(module, present, own, catalog)
    return IndexRow(module, words, tuple(dict.fromkeys(names)), toggles)


def _said(module: Module, one: OwnFacet) -> list[str]:
    return [str(value) for value in one.field.values(module.value(one.key))]


def _present_toggles(module: Module, catalog: Catalog) -> tuple[Toggle, ...]:
    """Return the toggles that a build or a program can still set."""
    if catalog.is_gone(module):
        return ()
    return tuple(toggle for toggle in module.toggles if toggle.until is None)


def _words(
    module: Module, toggles: Sequence[Toggle], own: Mapping[str, OwnFacet], catalog: Catalog
) -> tuple[str, ...]:
    has: Mapping[str, Iterable[str]] = {
        "stage": [module.stage],
        "kind": catalog.settings.kinds_above[module.kind],
        "maturity": [module.maturity] if module.maturity else [],
        "toggle": _toggle_words(toggles),
        "flag": _flags(module, toggles, catalog),
        "owner": [owner.person for owner in module.current_owners],
        "part": dict.fromkeys(part.stage for part in module.parts),
        "tag": module.tags,
        **{name: _said(module, one) for name, one in own.items()},
    }
    return tuple(word(name, value) for name, values in has.items() for value in values)


def _toggle_words(toggles: Sequence[Toggle]) -> list[str]:
    """Return what can be said of toggles, in the order of the facet."""
    words = {{"off": "off", "on": "on"}.get(toggle.default.casefold(), "other") for toggle in toggles}
    words |= {"partial" for toggle in toggles if toggle.gates == "partial"}
    return [word for word in _TOGGLES if word in (words or {"none"})]


def _flags(module: Module, toggles: Sequence[Toggle], catalog: Catalog) -> list[str]:
    """Return what is worth knowing of a module, in the order of the facet."""
    is_live, is_there = catalog.stage_of(module).presence == "live", not catalog.is_gone(module)
    has = {
        "seeking": is_there and module.seeking_owners,
        "nobody": is_unowned(module, catalog),
        "alone": catalog.only_owner(module) is not None,
        "roadmap": is_live and any(item.status in ("planned", "in-progress") for item in module.roadmap),
        "late": is_there and is_late(module, catalog),
        "overdue": catalog.is_overdue(module),
        "grandfathered": is_live and is_grandfathered(module, catalog),
        "toggle-many": len(toggles) > 1,
        "contradicted": bool(contradictions(module, catalog)),
    }
    return [flag for flag in _FLAGS if has[flag]]


def _facets(rows: list[IndexRow], own: Mapping[str, OwnFacet], catalog: Catalog) -> list[Facet]:
    stages = [stage.id for stage in catalog.lifecycle.stages]
    values: Mapping[str, Iterable[str]] = {
        "stage": stages,
        "part": stages,
        "kind": list(catalog.settings.kinds),
        **{name: one.called for name, one in own.items()},
        "tag": _tags(catalog),
        "maturity": WORDS["maturity"],
        "toggle": _TOGGLES,
        "flag": _FLAGS,
    }
    items = [row.words for row in rows]
    return narrowing([facet(name, ids, items) for name, ids in values.items()], len(items))
