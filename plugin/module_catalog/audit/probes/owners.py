"""Owners: whether they are still active. Reviews leave no trace in a tree; commits do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...catalog.entries import Module
from ...catalog.evidence import Claim
from ..survey import Survey, stated


def owners(survey: Survey) -> Iterator[Claim]:
    """Yield when each owner of the modules that are there last made a commit, anywhere in the tree."""
    today = survey.tree.date
    silent = today - min(timedelta(days=survey.catalog.settings.limits.silent_days), today - date.min)
    for module, one in stated("owner", survey.present_asked):
        if not _is_current(module, one.subject):
            continue
        last = survey.commit_history.people.last(_names(survey, one.subject))
        verdict = "not-checkable" if last is None else "verified" if last > silent else "contradicted"
        if verdict == "contradicted" and (
            survey.tree.is_shallow or _may_be_another(survey, one.subject, silent)
        ):
            verdict, last = "not-checkable", None
        yield survey.claim("owner", verdict, module, subject=one.subject, found=str(last) if last else None)


def _is_current(module: Module, person: str) -> bool:
    return any(owner.person == person for owner in module.current_owners)


def _names(survey: Survey, handle: str) -> tuple[str, ...]:
    person = survey.catalog.people.get(handle)
    return (handle, person.name, *person.commits_as) if person else (handle,)


def _may_be_another(survey: Survey, handle: str, silent: date) -> bool:
    """Say whether somebody who is active goes by a part of the person's name: the two may be one."""
    person = survey.catalog.people.get(handle)
    words = frozenset(person.name.casefold().split()) if person else frozenset()
    return any(frozenset(name.split()) < words for name in survey.commit_history.people.since(silent))
