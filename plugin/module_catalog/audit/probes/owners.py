"""Owners: whether they are still active. Reviews leave no trace in a tree; commits do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ..owners_files import about
from ..survey import Survey, stated


def owners(survey: Survey) -> Iterator[Claim]:
    """Yield when each owner of the modules that are there last made a commit, and who is asked for review."""
    today = survey.tree.date
    silent = today - min(timedelta(days=survey.catalog.settings.limits.silent_days), today - date.min)
    for module, one in stated("owner", survey.present_asked):
        last = survey.commit_history.people.last(_names(survey, one.subject))
        verdict = "not-checkable" if last is None else "verified" if last > silent else "contradicted"
        if verdict == "contradicted" and (
            survey.tree.is_shallow or _may_be_another(survey, one.subject, silent)
        ):
            verdict, last = "not-checkable", None
        yield survey.claim("owner", verdict, module, subject=one.subject, found=str(last) if last else None)
    for module, one in stated("named-in", survey.present_asked):
        yield from _named(survey, module, one.subject)
    for module in survey.present_asked:
        if survey.inside[module.id] and not survey.tree.is_shallow:
            yield from _worked(survey, module)
        yield from _reviewers(survey, module)


def _named(survey: Survey, module: Module, person: str) -> Iterator[Claim]:
    """Yield whether a file called OWNERS that has a say in a module names an owner, where there is one."""
    files = about(survey.owners_files, module.namespaces)
    if not files or not all(file.is_read for file in files):
        return
    spots = [SourceLocation(file.path) for file in files if person.casefold() in file.names]
    yield survey.claim(
        "named-in", "verified" if spots else "not-checkable", module, spots, subject=person, count=len(spots)
    )


def _worked(survey: Survey, module: Module) -> Iterator[Claim]:
    """Yield what each owner of a module has done to it."""
    workers = survey.commit_history.modules[module.id].workers
    for owner in module.current_owners:
        same = survey.commit_history.people.same(_names(survey, owner.person), workers)
        found = str(max(workers[author][1] for author in same)) if same else None
        count = sum(workers[author][0] for author in same)
        verdict = "verified" if same else "not-checkable"
        yield survey.claim("worked", verdict, module, subject=owner.person, count=count, found=found)


def _reviewers(survey: Survey, module: Module) -> Iterator[Claim]:
    """Yield whether CODEOWNERS asks the owners of a module for review, in lines that are about it alone."""
    asked = {name.casefold(): (name, spot) for name, spot in survey.reviewers.get(module.id, ())}
    owners = {owner.person.casefold(): owner.person for owner in module.current_owners}
    for key, person in owners.items() if asked else ():
        yield _reviewer(survey, module, person, asked.get(key), list(asked.values()))
    for key, (name, spot) in sorted(asked.items()):
        if key not in owners and not _may_be_several(name):
            yield survey.claim("unlisted", "no-claim", module, [spot], subject=name)


_Asked = tuple[str, SourceLocation]


def _reviewer(
    survey: Survey, module: Module, person: str, found: _Asked | None, asked: list[_Asked]
) -> Claim:
    if found:
        return survey.claim("reviewer", "verified", module, [found[1]], subject=person)
    several = [(name, spot) for name, spot in asked if _may_be_several(name)]
    known = {"subject": person, "found": ", ".join(name for name, _ in asked if "@" not in name)}
    places = [spot for _, spot in several or asked]
    if several:
        return survey.claim("reviewer", "not-checkable", module, places, **known, reason="team")
    return survey.claim("reviewer", "contradicted", module, places, **known)


def _may_be_several(name: str) -> bool:
    """Say whether a name is a team, or an address, which does not tell whose it is."""
    return "/" in name or "@" in name


def _names(survey: Survey, handle: str) -> tuple[str, ...]:
    person = survey.catalog.people.get(handle)
    return (handle, person.name, *person.commits_as) if person else (handle,)


def _may_be_another(survey: Survey, handle: str, silent: date) -> bool:
    """Say whether somebody who is active goes by a part of the person's name: the two may be one."""
    person = survey.catalog.people.get(handle)
    words = frozenset(person.name.casefold().split()) if person else frozenset()
    return any(frozenset(name.split()) < words for name in survey.commit_history.people.since(silent))
