"""Roster: people with a role are named by the project's own files, and owners by that which they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation, StatedClaim
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
    contents = cache(lambda path: (survey.content(path) or b"").decode("utf-8", "replace").split("\n"))
    for module, one in stated("basis", survey.present_asked):
        if path := _file(survey, one.said or ""):
            yield _basis(survey, module, one, path, contents(path))


def _file(survey: Survey, said: str) -> str | None:
    """Return the one file that names people which a text names, where it does not say that it is not so."""
    if _DENIED.search(_ASIDE.sub("", said)):
        return None
    words = {word.rstrip(".,;:") for word in said.split()}
    found = [path for path in sorted(survey.roster) if path in words or path.rpartition("/")[2] in words]
    return found[0] if len(found) == 1 else None


_ASIDE = re.compile(r"\([^()]*\)")
_DENIED = re.compile(r"\b(?:no|not|nor|never|neither|without)\b", re.IGNORECASE)


def _basis(survey: Survey, module: Module, one: StatedClaim, path: str, lines: list[str]) -> Claim:
    """Say whether a file names an owner: in the rules that are named with it, where there are any."""
    known: dict[str, Any] = {"subject": one.subject, "said": one.said, "found": path}
    words = {word.strip(".,;:'\"()") for word in (one.said or "").split()} - {path, ""}
    rules = [number for number, line in enumerate(lines, 1) if {*line.split()[:1]} & words]
    naming = [number for number, line in enumerate(lines, 1) if _named(survey, one.subject).search(line)]
    places = [SourceLocation(path, number) for number in rules]
    if found := [number for number in naming if number in rules or not rules]:
        return survey.claim("basis", "verified", module, [SourceLocation(path, found[0])], **known)
    # Who is in a file by another handle, or by one that is misspelt there, is not known to be missing.
    handles = {word.casefold() for line in lines for word in _HANDLE.findall(line)}
    if not naming and get_close_matches(one.subject.casefold(), handles, 1, _ALIKE):
        return survey.claim("basis", "not-checkable", module, places, **known, reason="alike")
    return survey.claim("basis", "contradicted", module, places, **known, reason="rule" if naming else None)


_HANDLE = re.compile(r"@[\w-]+")
_ALIKE = 0.6
"""From which part of their letters two names are alike, as difflib has it."""


def _named(survey: Survey, handle: str) -> re.Pattern[str]:
    """Return what finds somebody by handle or name."""
    person = survey.catalog.people.get(handle)
    names = (handle, person.name, *person.commits_as) if person else (handle,)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])", re.IGNORECASE)
