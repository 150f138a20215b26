"""What was there in a release, as far as histories of modules and toggles tell it, and tags beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Literal

from ..entries import Event, Module
from ..model import Catalog
from ..vocabulary import EVENTS
from .in_tags import InTags
from .lifespan import HistoryState, history_states
from .toggles import as_word, by_release

_OF_WHAT_WAS_THERE = frozenset(EVENTS) - {"introduced", "entered"}
"""Events that happen to what is there: a history that begins with one does not say since when it is."""

Presence = Literal["there", "gone", "later", "unknown"]


@dataclass(frozen=True, slots=True)
class ToggleThen:
    """A toggle in a release."""

    name: str
    default: str | None
    """Its value then when nobody set it; None where that, or that the toggle was there, is not recorded."""
    is_tagged: bool = False
    """Whether no entry says that value, and the tag of the release does."""

    @property
    def word(self) -> str | None:
        """The value as a page says it."""
        return as_word(self.default) if self.default else None


@dataclass(frozen=True, slots=True)
class ModuleThen:
    """A module in a release: nothing of it that may have changed since, but its name."""

    id: str
    name: str
    stage: str | None
    """The id of its stage; None where that is not recorded."""
    is_reading: bool
    """Whether the catalog, not the project, assigned that stage."""
    toggles: tuple[ToggleThen, ...]
    in_tag: bool | None = None
    """Whether a path where it is or was is in the tag of the release; None where that is not known."""


@dataclass(frozen=True)
class Snapshot:
    """All modules in a release, each list in the order of the catalog's modules."""

    there: Sequence[ModuleThen]
    unknown: Sequence[ModuleThen]
    """Those of which it is not recorded if they were there."""
    gone: Sequence[ModuleThen]
    """Those that had left."""
    later: int
    """How many were to come."""


def snapshots(catalog: Catalog, modules: Sequence[Module]) -> Callable[[str], Snapshot]:
    """Return what says how *modules* stood in a release that is out, by its name.

    An event counts by the release that it names, else by its date. What has neither happened before the next
    event that has one, as histories are in order.
    """
    states = [(module, tuple(history_states(module, catalog))) for module in modules]
    names, days = catalog.settings.release_names, catalog.settings.release_days
    places = {name: place for place, name in enumerate(names)}
    tags = InTags(catalog)

    def snapshot(release: str) -> Snapshot:
        held: dict[Presence, list[ModuleThen]] = {"there": [], "unknown": [], "gone": [], "later": []}
        for module, history in states:
            had = [_had(state.event, places, places[release], days.get(release)) for state in history]
            presence, stage, is_reading = _stood(history, had)
            toggles = _toggles(module, places, release, catalog, tags) if presence == "there" else ()
            in_tag = tags.has(module, release)
            one = ModuleThen(module.id, module.name, stage, is_reading, tuple(toggles), in_tag)
            held[presence].append(one)
        return Snapshot(held["there"], held["unknown"], held["gone"], len(held["later"]))

    return snapshot


def _had(event: Event, places: Mapping[str, int], place: int, day: date | None) -> bool | None:
    """Say whether an event had happened by a release, given its place among all and its day.

    None where that is not recorded.
    """
    if (at := places.get(event.release or "")) is not None:
        return at <= place
    first, last = event.date.first, event.date.last
    if day is None or first is None or last is None:
        return None
    return True if last <= day else False if first > day else None


def _stood(history: Sequence[HistoryState], had: Sequence[bool | None]) -> tuple[Presence, str | None, bool]:
    """Return how a module stood, the id of its stage, and whether the catalog assigned that one.

    *had* says of each event of its history whether it had happened.
    """
    end = had.index(False) if False in had else len(had)
    last = max((place for place in range(end) if had[place]), default=-1)
    may_be = history[last + 1 : end]
    after = history[end] if end < len(history) else None
    if last < 0:
        return ("unknown" if may_be or _may_be_before(after) else "later"), None, False
    state = history[last]
    if any(one.is_there != state.is_there for one in may_be) or (after and _has_been_read_to_leave(after)):
        return "unknown", None, False
    if not state.is_there:
        return "gone", None, False
    if state.stage is None or any(one.event.stage for one in may_be):
        return "there", None, False
    return "there", state.stage.id, state.is_reading


def _may_be_before(first: HistoryState | None) -> bool:
    """Say whether a module may have been there before the first event of its history."""
    return first is None or first.is_found or first.event.event in _OF_WHAT_WAS_THERE


def _has_been_read_to_leave(state: HistoryState) -> bool:
    """Say whether the catalog found that a module had left, and does not know since when."""
    return state.leaves and state.event.is_reading and not state.event.release


def _toggles(
    module: Module, places: Mapping[str, int], release: str, catalog: Catalog, tags: InTags
) -> Iterator[ToggleThen]:
    """Yield the toggles that a module had in a release, and those that it may have had.

    What no entry says is as the tag has it.
    """
    place = places[release]
    for toggle in module.toggles:
        if places.get(toggle.since or "", place) <= place < places.get(toggle.until or "", place + 1):
            begun = [one for one in by_release(toggle, catalog) if one[0] <= place]
            said = max(begun, key=itemgetter(0))[1] if begun else None
            seen = tags.toggle(module, toggle, release) if said is None else None
            # That it was there is what the entry says, if it does.
            if toggle.since or seen is None or not seen.is_gone:
                default = seen.default if seen else said
                yield ToggleThen(toggle.name, default, is_tagged=bool(seen and seen.default))
