"""Roster: people with a role are named by the project's own files."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.evidence import Claim
from ..survey import Survey, stated


def roster(survey: Survey) -> Iterator[Claim]:
    """Yield where the project's files name the owners of the modules that are there."""
    handles = survey.scan.handles
    for module, one in stated("roster", survey.present_asked):
        person, spot = survey.catalog.people.get(one.subject), handles.get(one.subject.casefold())
        role = person.role if person and not person.is_team else None
        verdict = (
            "verified"
            if spot
            else "no-claim"
            if role is None
            else "contradicted"
            if handles
            else "not-checkable"
        )
        yield survey.claim(
            "roster", verdict, module, [spot] if spot else (), subject=one.subject, said=None, found=role
        )
