"""First and last commits: a module came and went when its history says, though no commit is named there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ...catalog.entries import Event, Module
from ...catalog.evidence import Claim
from ..releases import arrivals, departures
from ..renames import moved_from
from ..survey import Survey
from .events import DAYS


def lifetimes(survey: Survey) -> Iterator[Claim]:
    """Yield what commits and tags say of events that name none: of its beginning, and of its end."""
    for module in survey.asked if not survey.tree.is_shallow else ():
        for event in module.history:
            if survey.changes.get(event.url or ""):
                continue
            if event.event in ("introduced", "removed"):
                yield from _lived(survey, module, event)
                yield from _landed(survey, module, event)
            elif event.event in ("moved", "renamed"):
                yield from _moved(survey, module, event)


def _moved(survey: Survey, module: Module, event: Event) -> Iterator[Claim]:
    """Yield whether a path of a module came or went when the module is said to have moved."""
    history, names = survey.commit_history, survey.releases.names
    paths = _all_paths(module)
    days = [ends.get(path) for ends in (history.first_changes, history.last_changes) for path in paths]
    if event.date.year:
        is_seen = any(day and not _order(event, day) for day in days)
        yield _seen(survey, "lived", module, event, str(event.date), is_seen=is_seen)
    if event.release in names:
        had = [survey.releases.has(path) for path in paths]
        found = {name for one in had for moments in (arrivals, departures) for name in moments(one, names)}
        yield _seen(survey, "landed", module, event, event.release, is_seen=event.release in found)


def _seen(survey: Survey, kind: str, module: Module, event: Event, said: str, *, is_seen: bool) -> Claim:
    verdict, reason = ("verified", None) if is_seen else ("not-checkable", "still")
    return survey.claim(kind, verdict, module, (), subject=event.event, said=said, reason=reason)


def _all_paths(module: Module) -> tuple[str, ...]:
    return (*module.namespaces, *(former.path for former in module.former_namespaces))


def _paths(survey: Survey, module: Module, event: Event) -> tuple[str, ...]:
    """Return where a module is and was. Of one that is gone, what is there now is another's."""
    paths = _all_paths(module)
    return tuple(path for path in paths if event.event == "introduced" or not survey.below(path))


def _lived(survey: Survey, module: Module, event: Event) -> Iterator[Claim]:
    history = survey.commit_history
    days = history.first_changes if event.event == "introduced" else history.last_changes
    known = [days[path] for path in _paths(survey, module, event) if path in days]
    if not known or not event.date.year:
        return
    facts: dict[str, Any] = {"subject": event.event, "said": str(event.date)}
    day = min(known) if event.event == "introduced" else max(known)
    order = _order(event, day)
    if not order:
        yield survey.claim("lived", "verified", module, (), **facts)
    elif order > 0 or _order(event, history.start) < 0:
        reason = "start" if order < 0 else "older" if event.event == "introduced" else "gone"
        found = history.start if order < 0 else day
        yield survey.claim("lived", "not-checkable", module, (), **facts, reason=reason, found=str(found))
    elif event.event == "introduced" and (origin := _origin(survey, module, event)):
        yield survey.claim("lived", "not-checkable", module, (), **facts, reason="moved", found=origin)
    else:
        where = {} if event.event == "introduced" else {"reason": "there"}
        yield survey.claim("lived", "contradicted", module, (), **facts, **where, found=str(day))


def _origin(survey: Survey, module: Module, event: Event) -> str | None:
    """Return the file that the first commit to the paths of a module moved there, as it was called before."""
    history, paths = survey.commit_history, _paths(survey, module, event)
    known = [(history.first_changes[path], path) for path in paths if path in history.first_changes]
    return moved_from(survey.tree, history.first_commits[min(known)[1]], paths) if known else None


def _order(event: Event, day: date) -> int:
    """Return 0 for an event of about a day; else whether it is before that day, -1, or after it, 1."""
    first, last = event.date.first, event.date.last
    if first is None or last is None or first - DAYS <= day <= last + DAYS:
        return 0
    return -1 if last < day else 1


def _landed(survey: Survey, module: Module, event: Event) -> Iterator[Claim]:
    names = survey.releases.names
    if event.release not in names:
        return
    had = tuple(map(any, zip(*map(survey.releases.has, _paths(survey, module, event)), strict=True)))
    is_first = event.event == "introduced"
    found = arrivals(had, names)[:1] if is_first else departures(had, names)[-1:]
    # Before the oldest release that has a tag, it may have been in one that has none.
    is_whole = names[0] == survey.catalog.settings.out[0] and not survey.releases.has_older_tags
    if not found or (found[0] == names[0] and not is_whole):
        return
    facts: dict[str, Any] = {"subject": event.event, "said": event.release}
    if event.release == found[0]:
        yield survey.claim("landed", "verified", module, (), **facts)
    elif names.index(event.release) < names.index(found[0]):
        if is_first and (origin := _origin(survey, module, event)):
            yield survey.claim("landed", "not-checkable", module, (), **facts, reason="moved", found=origin)
            return
        yield survey.claim("landed", "contradicted", module, (), **facts, found=found[0])
    else:
        # A path may have been another's first, and what it left may have gone on elsewhere.
        reason = "older" if is_first else "gone"
        yield survey.claim("landed", "not-checkable", module, (), **facts, reason=reason, found=found[0])
