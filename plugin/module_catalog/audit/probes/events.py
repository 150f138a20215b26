"""Events: the commits that they name change the module, on that day, and came with that release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sized
from datetime import timedelta
from typing import Any

from ...catalog.entries import Event, Module
from ...catalog.evidence import Claim, SourceLocation
from ...catalog.reading.paths import covers
from ..changes import Change
from ..releases import arrivals, departures
from ..survey import Survey, stated

DAYS = timedelta(days=3)
"""How far the day of a commit may be from that of its event: time zones, and what waits to be merged."""


def events(survey: Survey) -> Iterator[Claim]:
    """Yield what the history says of the events that name a commit or a pull request of the project."""
    for module in survey.asked if not survey.tree.is_shallow else ():
        for event in module.history:
            if event.url in survey.changes:
                yield from _event(survey, module, event)
    for module in survey.present_asked:
        yield from _plans(survey, module)


def _plans(survey: Survey, module: Module) -> Iterator[Claim]:
    """Yield how far each plan is, as far as the tree and its history can tell."""
    for _, one in stated("planned", (module,)):
        if one.subject in survey.changes and not survey.tree.is_shallow:
            yield _planned(survey, module, one.subject, str(one.said))
    for item in module.roadmap:
        if item.status in _STATED and item.url not in survey.changes:
            yield _pending(survey, module, item.title, item.status)


_STATED = ("planned", "in-progress", "done")
_NAMED = re.compile(r"[\w.-]+(?:/[\w.-]+)+|\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")


def _pending(survey: Survey, module: Module, title: str, status: str) -> Claim:
    """Say what of that which a plan names is there, where no change says whether it has happened."""
    names = _NAMED.findall(title) if status != "done" else ()
    found = next((one for one in names if one in survey.folders or survey.is_declared(one)), None)
    known = {"subject": title, "said": status, "reason": "begun" if found else "plan", "found": found}
    return survey.claim("pending", "not-checkable", module, (), **known)


def unknown(several: Sized) -> str:
    """Return why it is not known which change an address means, of which there are some or none."""
    return "commits" if several else "commit"


def _planned(survey: Survey, module: Module, address: str, said: str) -> Claim:
    """Say whether the change that something planned leads to is in the history already."""
    known: dict[str, Any] = {"subject": address, "said": said}
    days = sorted(str(change.date) for change in survey.changes[address] if change.date)
    if len(days) != 1:
        return survey.claim("planned", "not-checkable", module, **known, reason=unknown(days))
    verdict = "verified" if said == "done" else "contradicted"
    return survey.claim("planned", verdict, module, **known, found=days[0])


def _event(survey: Survey, module: Module, event: Event) -> Iterator[Claim]:
    several = survey.changes[event.url or ""]
    change = several[0] if len(several) == 1 else _nearest(event, several)
    if change is None:
        yield survey.claim("change", "not-checkable", module, subject=event.url, reason=unknown(several))
        return
    found = _of_module(module, change)
    if found:
        places = map(SourceLocation, found)
        yield survey.claim("change", "verified", module, places, subject=event.url, count=len(found))
    else:
        reason = "merge" if change.is_merge else "elsewhere"
        yield survey.claim("change", "not-checkable", module, subject=event.url, reason=reason)
    yield from _dated(survey, module, event, change)
    if found:
        yield from _shipped(survey, module, event, change)


def _nearest(event: Event, several: Iterable[Change]) -> Change | None:
    """Return the one commit of the day of an event; None where there is none, or more than one."""
    found = [change for change in several if _is_on_day(event, change)]
    return found[0] if len(found) == 1 else None


def _is_on_day(event: Event, change: Change) -> bool:
    first, last = event.date.first, event.date.last
    return bool(first and last and change.date and first - DAYS <= change.date <= last + DAYS)


def _of_module(module: Module, change: Change) -> tuple[str, ...]:
    """Return the files of a module, where it is or was, that a commit changes."""
    places = [*module.namespaces, *(former.path for former in module.former_namespaces)]
    return tuple(path for path in change.paths if any(covers(place, path) for place in places))


def _dated(survey: Survey, module: Module, event: Event, change: Change) -> Iterator[Claim]:
    if event.date.year and change.date:
        known = {"subject": event.url, "said": str(event.date)}
        if _is_on_day(event, change):
            yield survey.claim("dated", "verified", module, (), **known)
        else:
            yield survey.claim("dated", "contradicted", module, (), **known, found=str(change.date))


def _shipped(survey: Survey, module: Module, event: Event, change: Change) -> Iterator[Claim]:
    """Yield which release is the first with what a commit adds and without what it removes."""
    found = _releases(survey, module, change)
    if event.release is None:
        if len(found) == 1:
            yield survey.claim("shipped", "no-claim", module, subject=event.url, found=found[0])
        return
    known: dict[str, Any] = {"subject": event.url, "said": event.release}
    if event.release in found:
        yield survey.claim("shipped", "verified", module, **known)
    elif event.release in survey.releases.names and len(found) == 1:
        yield survey.claim("shipped", "contradicted", module, **known, found=found[0])
    else:
        is_tagged = event.release in survey.releases.names
        moved = set(_of_module(module, change)) - set(change.changed)
        reason = ("apart" if moved else "edits") if is_tagged else "tag"
        yield survey.claim("shipped", "not-checkable", module, **known, reason=reason, found=event.release)


def _releases(survey: Survey, module: Module, change: Change) -> tuple[str, ...]:
    """Return the releases that are the first with a file that a commit adds, or without one it removes.

    A release of a day before the commit does not have it, whatever its files are called.
    """
    names, days = survey.releases.names, survey.catalog.settings.release_days
    of_module = set(_of_module(module, change))
    found = set()
    for paths, moments in ((change.added, arrivals), (change.removed, departures)):
        for path in of_module & set(paths):
            later = (
                name
                for name in moments(survey.releases.has(path), names)
                if change.date and name in days and days[name] >= change.date
            )
            found.add(next(later, None))
    return tuple(name for name in names if name in found)
