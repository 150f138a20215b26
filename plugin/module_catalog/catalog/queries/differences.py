"""Two catalogs → what differs between them, in what it means: no line, no order, no comment of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from ..entries import Event, Module
from ..evidence import Claim
from ..lifecycle import Stage
from ..model import Catalog
from ..when import When
from .changed_values import ValueChange, changes_of_value

DIFFERENCES: Mapping[str, str] = {
    "entered": "New",
    "promoted": "Promoted",
    "returned": "Came back",
    "lowered": "At a lower stage",
    "deprecated": "Deprecated",
    "removed": "Removed",
    "renamed": "Renamed",
    "deleted": "No longer in the catalog",
    "toggles": "Toggles",
    "owners": "Owners",
    "relations": "Relations",
    "roadmap": "Roadmap",
    "history": "Also happened",
    "evidence": "Evidence",
    "showcase": "Showcase",
    "people": "People",
    "catalog": "Catalog",
    "other": "Also changed",
}
"""Every kind of difference, and the heading of a report for it, in the order of reports."""


@dataclass(frozen=True)
class Comparison:
    """Two states of a catalog, and all that differs."""

    base: str
    head: str
    """What a report calls each, such as a revision."""
    catalog: Catalog
    """The later one."""
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()
    """What a reader has to know of the comparison, as sentences: entries that could not be read."""

    def by_kind(self) -> Iterator[tuple[str, Mapping[tuple[str, str], list[Difference]]]]:
        """Yield the heading of each kind that there is, and its differences by id and name."""
        for kind, heading in DIFFERENCES.items():
            found: dict[tuple[str, str], list[Difference]] = {}
            for one in self.differences:
                if one.kind == kind:
                    found.setdefault((one.id, one.name), []).append(one)
            if found:
                yield heading, found


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs."""

    kind: str
    """A key of DIFFERENCES."""
    id: str
    """Of what differs, as it is now, or as it was where it is gone."""
    name: str
    sentence: str
    """What differs, as a clause in English that begins in lower case and ends without a stop."""
    key: str | None = None
    """The key of the entry."""
    was: str | None = None
    now: str | None = None
    """What it says, as text, where that is one value."""
    sort: str = "module"
    """What differs: module, showcase entry, person, release, kind or stage."""


def differences(before: Catalog, after: Catalog) -> tuple[Difference, ...]:
    """Return all that differs, by kind in the order of DIFFERENCES, then by name."""
    return in_order((*_of_modules(before, after), *_of_tables(before, after)))


def in_order(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """Return differences as reports have them: by kind, then by name; those of one name as they are."""
    order = list(DIFFERENCES)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.name.casefold(), one.id)))


def pairs(before: Catalog, after: Catalog) -> Iterator[tuple[Module, Module]]:
    """Yield each module of both catalogs, as it was and as it is, though it may have another id now."""
    now = {**after.by_former_id, **after.by_id}
    return ((module, now[module.id]) for module in before.modules if module.id in now)


def _of_modules(before: Catalog, after: Catalog) -> Iterator[Difference]:
    """Yield what differs between modules. Of one that could not be read on one side, nothing can be said."""
    known = {new.id for _, new in pairs(before, after)}
    kept = {old.id for old, _ in pairs(before, after)}
    for module in after.modules:
        if module.id not in known and module.id not in before.known_ids:
            yield Difference("entered", module.id, module.name, _arrival(module, after), now=module.stage)
    for module in before.modules:
        if module.id not in kept and module.id not in after.known_ids:
            yield Difference("deleted", module.id, module.name, "its entry is gone", was=module.stage)
    for old, new in pairs(before, after):
        yield from _of_module(old, new, before, after)


def _arrival(module: Module, catalog: Catalog) -> str:
    said = f"at {catalog.stage_of(module).label}"
    return f"{said}: {module.summary}" if module.summary else said


def _of_module(old: Module, new: Module, before: Catalog, after: Catalog) -> Iterator[Difference]:
    if old.id != new.id:
        yield Difference("renamed", new.id, new.name, f"was `{old.id}`", was=old.id, now=new.id)
    if old.stage != new.stage:
        kind = step(before.stage_of(old), after.stage_of(new))
        sentence = _move(before.stage_of(old), new, after)
        yield Difference(kind, new.id, new.name, sentence, "stage", old.stage, new.stage)
    for kind, key, one in (*_of_entry(old, new), *_of_history(old, new)):
        yield Difference(kind, new.id, new.name, one.sentence, key, one.was, one.now)
    for sentence in _of_evidence(before.evidence_of(old), after.evidence_of(new)):
        yield Difference("evidence", new.id, new.name, sentence)


_CAME_TO = {"live": "returned", "aside": "lowered", "leaving": "deprecated", "gone": "removed"}
"""What became of a module that came to a stage of another presence."""


def step(was: Stage, now: Stage) -> str:
    """Return the kind of difference between two stages."""
    if was.presence != now.presence:
        return _CAME_TO[now.presence]
    return "promoted" if now.order > was.order else "lowered"


def _move(was: Stage, module: Module, catalog: Catalog) -> str:
    """Return from which stage to which a module went, when, and what stands in its place."""
    said = f"from {was.label} to {catalog.stage_of(module).label}{_when(module.entered)}"
    named = module.deprecation.replacements if module.deprecation else ()
    instead = ", ".join(catalog.by_id[one].name for one in named if one in catalog.by_id)
    return f"{said}, replaced by {instead}" if instead else said


@dataclass(frozen=True)
class _List:
    """A list whose items have something that tells one from another."""

    noun: str
    """What a sentence calls an item."""
    name: Callable[[Any], str]
    kind: str = "other"


_LISTS: Mapping[str, _List] = {
    "toggles": _List("toggle", lambda one: one.name or str(one.uses), "toggles"),
    "owners": _List("owner", lambda one: one.person, "owners"),
    "relations": _List("relation", lambda one: f"{one.type} {one.module or one.external.name}", "relations"),
    "roadmap": _List("item", lambda one: one.title, "roadmap"),
    "parts": _List("part", lambda one: one.id),
    "rfcs": _List("proposal", lambda one: one.title),
    "endorsements": _List("endorsement", lambda one: one.person),
    "compatibility": _List("compatibility with", lambda one: ", ".join(one.with_)),
    "former_namespaces": _List("former path", lambda one: one.path),
    "stage_reason": _List("reason", lambda one: one.claim),
    "waivers": _List("waiver of", lambda one: one.rule),
}
"""The lists of an entry that hold more than words, by key."""
_FIELDS = frozenset(field.name for field in fields(Module))
_TOLD = {"id", "document", "stage", "history", "former_ids", *_LISTS}
"""The fields of a module that are told otherwise than as a value."""
_VALUES = tuple(field.name for field in fields(Module) if field.name not in _TOLD)
_OF_OWNERS = ("no_owners", "seeking_owners", "champion")


def _of_entry(old: Module, new: Module) -> Iterator[tuple[str, str, ValueChange]]:
    """Yield what differs at each key of an entry, with the kind of difference it is."""
    for key, listed in _LISTS.items():
        yield from ((listed.kind, key, one) for one in _of_list(getattr(old, key), getattr(new, key), listed))
    values = {key: (getattr(old, key), getattr(new, key)) for key in _VALUES}
    own = sorted({*old.document.data, *new.document.data} - _FIELDS)
    values |= {key: (old.value(key), new.value(key)) for key in own}
    for key, (was, now) in values.items():
        kind = "owners" if key in _OF_OWNERS else "other"
        yield from ((kind, key, one) for one in changes_of_value(key, was, now))


def _of_list(old: Iterable[Any], new: Iterable[Any], listed: _List) -> Iterator[ValueChange]:
    was, now = ({listed.name(one): one for one in items} for items in (old, new))
    for name in (*now, *(name for name in was if name not in now)):
        what = f"{listed.noun} `{name}`"
        if name not in was:
            yield ValueChange(f"new {what}{_details(now[name])}", None, name)
        elif name not in now:
            yield ValueChange(f"{what} is no longer listed", name, None)
        else:
            for one in changes_of_value("", was[name], now[name]):
                yield ValueChange(f"{what}: {one.sentence}", one.was, one.now)


def _details(item: Any) -> str:
    """Return what an item says of itself in single words, such as the default of a toggle."""
    keys = (key for key in ("as_", "default", "status", "target") if getattr(item, key, None))
    said = ", ".join(f"{key.rstrip('_')} {getattr(item, key)}" for key in keys)
    return f" ({said})" if said else ""


def _of_history(old: Module, new: Module) -> Iterator[tuple[str, str, ValueChange]]:
    gone = {_of_event(event): event for event in old.history if event not in new.history}
    for event in new.history:
        if event in old.history:
            continue
        if corrected := gone.pop(_of_event(event), None):
            for one in changes_of_value("", corrected, event):
                sentence = f"the event `{event.event}`{_when(event)}: {one.sentence}"
                yield "other", "history", ValueChange(sentence, one.was, one.now)
        elif old.stage == new.stage or event is not new.entered:
            yield "history", "history", ValueChange(happened(event), None, event.event)
    for event in gone.values():
        yield "other", "history", ValueChange(f"no longer says: {happened(event)}", event.event, None)


def _of_event(event: Event) -> tuple[str, str | None, When]:
    """Return what an event is told from others by, whatever else was corrected."""
    return event.event, event.stage, event.date


def happened(event: Event) -> str:
    """Return what an event says of itself: what it was, when, and the note."""
    said = " ".join(filter(None, (event.event, event.stage))) + _when(event)
    return f"{said}: {event.note}" if event.note else said


def _when(event: Event | None) -> str:
    parts = (event.date.phrase, event.release and f"in {event.release}") if event else ()
    return "".join(f" {part}" for part in parts if part)


def _of_evidence(old: Iterable[Claim], new: Iterable[Claim]) -> Iterator[str]:
    """Yield each claim that is contradicted now and was not, and each that no longer is."""
    was, now = ({(one.kind, one.subject, one.said): one for one in claims} for claims in (old, new))
    for about in sorted({*was, *now}, key=str):
        verdicts = [about in claims and claims[about].verdict == "contradicted" for claims in (was, now)]
        if verdicts == [False, True]:
            yield f"now contradicted: {now[about].sentence}"
        elif verdicts == [True, False]:
            yield f"no longer contradicted: {was[about].sentence}"


@dataclass(frozen=True)
class _Table:
    """What a catalog has beside modules, each with a name of its own."""

    kind: str
    noun: str
    items: Callable[[Catalog], Mapping[str, Any]]
    name: Callable[[Any], str] = lambda one: one.name


_TABLES = (
    _Table(
        "showcase",
        "showcase entry",
        lambda one: {entry.id: entry for entry in one.showcase},
        lambda one: one.title,
    ),
    _Table("people", "person", lambda one: one.people),
    _Table("catalog", "release", lambda one: {out.name: out for out in one.settings.releases}),
    _Table("catalog", "kind", lambda one: one.settings.kinds),
    _Table("catalog", "stage", lambda one: one.lifecycle.by_id),
)


def _of_tables(before: Catalog, after: Catalog) -> Iterator[Difference]:
    for table in _TABLES:
        was, now = table.items(before), table.items(after)
        for id_ in (*now, *(id_ for id_ in was if id_ not in now)):
            name = table.name(now.get(id_) or was[id_])
            for sentence in _of_row(table.noun, was.get(id_), now.get(id_)):
                yield Difference(table.kind, id_, name, sentence, sort=table.noun)


def _of_row(noun: str, was: Any, now: Any) -> Iterator[str]:
    if was is None:
        yield f"new {noun}"
    elif now is None:
        yield f"the {noun} is gone"
    elif was != now:
        yield from (one.sentence for one in changes_of_value("", was, now))
