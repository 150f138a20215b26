"""Result → what to remind people of: what has passed and what is due, by who can do something about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..catalog.queries.due import due
from ..catalog.queries.plans import plans_by_place
from ..diagnostics import Finding
from .result import Result
from .silent_owners import silent_owners

REMINDED = ("MC420", "MC421", "MC424", "MC503", "MC505", "MC610", "MC615", "MC702", "MC705", "MC910")
"""The rules whose findings come with time, not with an edit. Targets of roadmaps are looked at one by one."""


@dataclass(frozen=True)
class Reminder:
    """One thing to do for a module."""

    module: Module
    sentence: str
    """What has passed, as a finding says it, or what is due."""
    day: date | None = None
    """When it is due; None for what has passed."""
    command: str | None = None
    """What does it, to paste, where a command can; the sentence has it too."""


def reminders(result: Result, catalog: Catalog, until: date) -> Mapping[str | None, tuple[Reminder, ...]]:
    """Return what has passed, and what is due up to a day, by the handles of active owners.

    None stands for modules that nobody owns; a module of several owners is with each of them. Those who are
    to be reminded come in alphabetical order, nobody last; what has passed comes before what is due.
    """
    found: dict[str | None, list[Reminder]] = {}
    for reminder in (*_passed(result.findings, catalog), *_silent(result), *_due(catalog, until)):
        owners = (owner.person for owner in catalog.active_owners(reminder.module))
        for handle in (*owners,) or (None,):
            found.setdefault(handle, []).append(reminder)
    in_order = sorted(found, key=lambda handle: (handle is None, handle or ""))
    return {handle: tuple(found[handle]) for handle in in_order}


def _passed(findings: tuple[Finding, ...], catalog: Catalog) -> Iterator[Reminder]:
    modules = {module.document.path: module for module in catalog.modules}
    for finding in findings:
        module = modules.get(finding.place.path)
        if module and finding.code in REMINDED:
            yield Reminder(module, finding.message)
    for plans in plans_by_place(catalog).values():
        for plan in plans:
            if plan.is_late:
                yield Reminder(plan.module, f"{plan.item.title}: its target was {plan.item.target}")


def _silent(result: Result) -> Iterator[Reminder]:
    return (Reminder(one.module, one.sentence, command=one.command) for one in silent_owners(result))


def _due(catalog: Catalog, until: date) -> Iterator[Reminder]:
    return (Reminder(one.module, one.what, one.day) for one in due(catalog, until))
