"""Citations: changes and files that an entry gives as sources are there; a number is not too high."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ..survey import Survey, stated

_FILE = re.compile(
    r"/(?:-/)?(?:blob|tree)/(?P<revision>[^/#?]+)/(?P<path>[^#?]+)(?:#L(?P<first>[0-9]{1,7})(?:-L?(?P<last>[0-9]{1,7}))?)?$"
)
_UNKNOWN = "not-checkable", "commit"
_ID = re.compile(r"[0-9a-f]{7,64}")


def citations(survey: Survey) -> Iterator[Claim]:
    """Yield what is at the addresses of this repository that the reasons for a stage have as sources."""
    repository = survey.catalog.settings.repository
    for module, one in stated("cited", survey.asked):
        if repository and one.subject.startswith(f"{repository.url.rstrip('/')}/"):
            found = _FILE.search(one.subject.removeprefix(repository.url.rstrip("/")))
            if found:
                yield _cited(survey, module, one.subject, found)
            elif one.subject in survey.changes:
                verdict, reason = ("verified", None) if survey.changes[one.subject] else _UNKNOWN
                yield survey.claim("cited", verdict, module, subject=one.subject, reason=reason)
    for module, one in stated("counted", survey.asked):
        if found := _NUMBER.search(one.subject):
            yield _counted(survey, module, one.subject, found)


_THINGS = (
    *("backends", "classes", "commits", "examples", "files", "folders", "functions", "headers", "lines"),
    *("macros", "modules", "operators", "options", "packages", "passes", "tests", "tutorials", "users"),
)
_NUMBER = re.compile(
    r"(?<![\w.,/#-])(?:(?P<digits>[0-9]{1,6})|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    rf" (?:(?P<tests>test files)|(?:[\w+#-]+ ){{0,2}}(?:{'|'.join(_THINGS)}))\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:was|were|had|(?:in|until|since|of|on) (?:[0-9]{4}|v[0-9]))\b")


def _counted(survey: Survey, module: Module, said: str, found: re.Match[str]) -> Claim:
    """Compare a number of test files with those that there are; what other numbers count is not known."""
    if found["digits"] is None or found["tests"] is None or survey.catalog.is_gone(module):
        return survey.claim("counted", "not-checkable", module, subject=said, reason="prose")
    if _THEN.search(said):
        return survey.claim("counted", "not-checkable", module, subject=said, reason="then")
    named = {file for path in (module.tests.paths if module.tests else ()) for file in survey.below(path)}
    importing = survey.importers[module.id].keys() & survey.tests
    number, total = int(found["digits"]), len(survey.test_files | named)
    if number in (len(named), len(importing), len(named | importing)):
        return survey.claim("counted", "verified", module, subject=said, count=number)
    if number > total:
        return survey.claim("counted", "contradicted", module, subject=said, count=total)
    return survey.claim("counted", "not-checkable", module, subject=said, reason="prose")


def _cited(survey: Survey, module: Module, address: str, found: re.Match[str]) -> Claim:
    commit = _commit(survey, found["revision"])
    if commit is None:
        return survey.claim("cited", "not-checkable", module, subject=address, reason="revision")
    path = unquote(found["path"]).rstrip("/")
    line = int(found["last"] or found["first"] or 0)
    count = survey.lines(commit, path)
    if count is None:
        return survey.claim("cited", "not-checkable", module, subject=address, reason="unread")
    is_there = count > 0 and line <= count
    # A place is shown at the commit that is audited, whose file may be another.
    spots = [SourceLocation(path, line or None)] if is_there and commit == survey.tree.commit else []
    return survey.claim("cited", "verified" if is_there else "contradicted", module, spots, subject=address)


def _commit(survey: Survey, revision: str) -> str | None:
    """Return the commit of the history that a revision names: its tag, or the beginning of its id."""
    if revision in survey.tree.tags:
        return survey.tree.tags[revision]
    several = (
        [one for one in survey.tree.commits if one.startswith(revision)] if _ID.fullmatch(revision) else []
    )
    return several[0] if len(several) == 1 else None
