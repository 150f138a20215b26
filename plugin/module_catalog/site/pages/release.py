"""The pages of releases: what changed with each since the one before, and what was there in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ...catalog.entries import Module, RoadmapItem
from ...catalog.lifecycle import Stage
from ...catalog.model import Catalog
from ...catalog.queries.differences import DIFFERENCES
from ...catalog.queries.groups import by_name
from ...catalog.queries.in_tags import InTags
from ...catalog.queries.released import Happened, by_release
from ...catalog.queries.snapshot import ModuleThen, Snapshot, snapshots
from ..evidence import STATES, claim_state
from ..list_paths import releases
from ..page import Page
from ..parts import LIMITS, Limit, Part, by_letter, parts

_BOOST = 0.1
"""Other pages say all of this too."""
_AS_NAMES = 4
"""As many names take as much room as what happened to one module."""
_KINDS = ("entered", "promoted", "returned", "lowered", "deprecated", "removed", "toggles", "history")
HEADINGS: Mapping[str, str] = {kind: DIFFERENCES[kind] for kind in _KINDS}
"""What can happen with a release, and the heading for it, as `diff` has them."""


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """What is or was meant for a release: an item of a roadmap, or without one that the module leaves."""

    module: Module
    item: RoadmapItem | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """The tag of a release, as the last audit read it."""

    url: str | None
    """The address of its tree; None where it is not known, or there is more than one."""
    missing: int
    """How many modules it has no path of, of those that were there."""
    found: int
    """Of how many of the others it has a path."""


Listed = Happened | ReleasePlan | ModuleThen
Row = tuple[str, Listed]
"""Something that the page of a release shows, after the name of its list: a key of HEADINGS, planned or
removal, there, unknown or gone."""


@dataclass(frozen=True)
class Counts:
    """How many modules were there in a release."""

    there: int
    unknown: int
    """Those of which it is not recorded."""
    later: int
    """Those that were to come."""


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    release: str
    out: date | None
    """The day it came out; None when it did not yet, or when that is not recorded."""
    is_out: bool
    previous: str | None
    """The release before; None for the first."""
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    """The nearest releases that have pages, each with its path."""
    counts: Counts | None
    """None for a release that is not out."""
    tag: Tag | None
    """Its tag; None where none was read."""
    has_changed: bool
    """Whether anything changed with it, here or on another page."""
    changed: Sequence[tuple[str, Sequence[Listed]]] = ()
    """What happened with it, below the heading of each kind: here, as all that follows."""
    standing: Sequence[tuple[Stage | None, Sequence[Listed]]] = ()
    """What was there, by stage; last, that of which no stage is recorded."""
    lists: Mapping[str, Sequence[Listed]] = field(default_factory=dict)
    """All that stands here, by the names of Row."""
    parts: Sequence[Part[Row]] = ()
    evidence: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """How it stands, a key of STATES, that something came or went with it: by the module, the kind of claim,
    and the toggle or the event."""
    states: Mapping[str, str] = field(default_factory=lambda: STATES)
    began: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By module and toggle: the default in the tag of one that came with it, where no entry states it."""


_CLAIMS = ("came", "went", "removed-in", "landed")
"""The kinds of claim that tags of releases bear out or contradict."""


def pages(catalog: Catalog, limits: Mapping[str, Limit] = LIMITS) -> Iterator[Page]:
    """A page for each release since the first with which something came, or with which something is to come.

    Where more was there than fits, that stands on more pages, by the first letters of modules; what changed
    does too, where it alone is too much.
    """
    days, out, order = catalog.settings.release_days, catalog.settings.out, catalog.settings.release_names
    found = releases(catalog)
    happened, plans = by_release(catalog), _plans(catalog)
    # By name alone: what has left since was there as the others were.
    snapshot = snapshots(catalog, sorted(catalog.modules, key=lambda module: module.name.casefold()))
    tags = InTags(catalog)
    description = "What changed in {project} with {name}, and what was there in it."
    for (name, path), before, after in zip(found, [None, *found], [*found[1:], None], strict=False):
        then = snapshot(name) if name in out else None
        came = sorted(happened.get(name, ()), key=lambda one: one.module.name.casefold())
        changed = [*((one.kind, one) for one in came), *plans.get(name, ())]
        shows = Shown(
            release=name,
            out=days.get(name),
            is_out=name in out,
            previous=order[order.index(name) - 1] if name != order[0] else None,
            before=before,
            after=after,
            counts=Counts(len(then.there), len(then.unknown), then.later) if then else None,
            tag=_tag(name, then, tags) if then else None,
            has_changed=name in happened,
            evidence=dict(_evidence(name, {one.module.id: one.module for one in came}.values(), catalog)),
            began=dict(_began(name, came, tags)),
        )
        page = Page("release", "{project} {name}", description, shows, path, {"name": name}, boost=_BOOST)
        for part, rows, all_parts in _split(changed, [*_rows(then)] if then else [], limits):
            yield replace(page, shows=_with(rows, replace(shows, parts=all_parts), catalog), part=part)


def _tag(release: str, then: Snapshot, tags: InTags) -> Tag | None:
    if release not in tags.releases:
        return None
    missing = sum(one.in_tag is False for one in then.there)
    found = sum(bool(one.in_tag) for one in (*then.unknown, *then.gone))
    return Tag(tags.url(release), missing, found)


def _split(
    changed: Sequence[Row], standing: Sequence[Row], limits: Mapping[str, Limit]
) -> Iterator[tuple[Part[Row] | None, Sequence[Row], Sequence[Part[Row]]]]:
    """Yield the rows of the page, then of each part with what does not fit on it; and all the parts."""
    is_long = len(changed) > limits["list"].most
    held = [*changed, *standing] if is_long else standing
    found = parts(held, limits["release"].most, by_letter(_name), weight=_weight)
    here = () if found and is_long else changed if found else (*changed, *standing)
    yield None, here, found
    yield from ((part, part.items, found) for part in found)


def _with(rows: Sequence[Row], shows: Shown, catalog: Catalog) -> Shown:
    """Return what a page shows that has these rows."""
    lists: dict[str, list[Listed]] = {}
    by_stage: dict[str | None, list[Listed]] = {}
    for name, one in rows:
        lists.setdefault(name, []).append(one)
        if isinstance(one, ModuleThen) and name == "there":
            by_stage.setdefault(one.stage, []).append(one)
    return replace(
        shows,
        changed=[(heading, lists[kind]) for kind, heading in HEADINGS.items() if kind in lists],
        standing=[
            (catalog.lifecycle.by_id[id_] if id_ else None, by_stage[id_])
            for id_ in (*catalog.lifecycle.by_id, None)
            if id_ in by_stage
        ],
        lists=lists,
    )


def _rows(then: Snapshot) -> Iterator[Row]:
    for name, modules in (("there", then.there), ("unknown", then.unknown), ("gone", then.gone)):
        yield from ((name, one) for one in modules)


def _evidence(
    release: str, modules: Iterable[Module], catalog: Catalog
) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield how what is said of a release stands, as far as somebody claims it."""
    for module in modules:
        for claim in catalog.evidence_of(module):
            if claim.kind in _CLAIMS and release in (claim.said, claim.subject):
                yield (module.id, claim.kind, claim.subject or ""), claim_state(claim, module, catalog).state


def _began(release: str, came: Iterable[Happened], tags: InTags) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the defaults that the tag has of toggles that came with a release, where no entry states them."""
    for one in came:
        if one.toggle and one.toggle.what == "new" and one.toggle.change is None:
            toggle = one.toggle.toggle
            seen = tags.toggle(one.module, toggle, release)
            if seen and seen.default:
                yield (one.module.id, toggle.name), seen.default


def _name(row: Row) -> str:
    return row[1].name if isinstance(row[1], ModuleThen) else row[1].module.name


def _weight(row: Row) -> int:
    """Return how many names take as much room."""
    return 1 if isinstance(row[1], ModuleThen) else _AS_NAMES


def _plans(catalog: Catalog) -> Mapping[str, Sequence[Row]]:
    """Return what is or was meant for each release; modules by name."""
    found: dict[str, list[Row]] = {}
    for module in by_name(catalog):
        for item in module.roadmap:
            found.setdefault(item.target or "", []).append(("planned", ReleasePlan(module, item)))
        if module.deprecation and module.deprecation.removal and not catalog.is_gone(module):
            found.setdefault(module.deprecation.removal, []).append(("removal", ReleasePlan(module)))
    return found
