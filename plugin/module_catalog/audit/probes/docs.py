"""Docs: the pages that entries link to have a source here, and which pages name a module's paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
from ..languages.python_definitions import definition, taken_whole
from ..languages.python_names import absolute
from ..mentions import mention
from ..survey import Survey, stated

_ENDINGS = (".md", ".rst", ".ipynb", ".py", ".txt", ".adoc", ".html", "/index.md", "/index.rst", "/README.md")
_FIELDS = ("docs", "api")


def docs(survey: Survey) -> Iterator[Claim]:
    """Yield what the tree says of the documentation of modules that are there."""
    for module, one in stated("page", survey.present_asked):
        if one.key[-1] in _FIELDS:
            yield from _page(survey, module, one.subject)
    for module, one in stated("identifier", survey.present_asked):
        yield _identifier(survey, module, one.subject)


def _identifier(survey: Survey, module: Module, name: str) -> Claim:
    found = survey.python_names.find(name)
    if found is None:
        reason = "package" if survey.languages else "unread"
        return survey.claim("identifier", "not-checkable", module, subject=name, reason=reason)
    spots = _defined(survey, *found)
    if spots is None:
        return survey.claim("identifier", "not-checkable", module, subject=name, reason="dynamic")
    return survey.claim("identifier", "verified" if spots else "contradicted", module, spots, subject=name)


def _defined(
    survey: Survey, path: str, names: Sequence[str], seen: frozenset[str] = frozenset()
) -> list[SourceLocation] | None:
    """Return where a Python file, or one that it takes all names from, defines a name that leads to another.

    None where that is not written plainly. The file itself is its line 1.
    """
    if path in seen:
        return []
    content = survey.content(path) if len(seen) < _DEEP else None
    line = None if content is None else definition(content, names)
    if content is None or line is not None:
        return None if line is None else [SourceLocation(path, line)] if line else []
    if definition(content, names[:1]) is not None or names[0].startswith("_"):
        return None
    found = [_handed_on(survey, one, names, seen | {path}) for one in _taken(survey, path, content)]
    known = [spots for spots in found if spots]
    return known[0] if known else None if None in found else []


_DEEP = 10
"""Names that are handed on from file to file more often are not followed."""


def _taken(survey: Survey, path: str, content: bytes) -> list[str | None]:
    """Return the files that one takes all names from; None for what is not one that hands on all it has."""
    several = taken_whole(content)
    if several is None:
        return [None]
    _, package = survey.python_names.module_and_package(path)
    targets = [survey.python_names.find(absolute(name, package) or "") for name in several]
    return [one[0] if one and not one[1] else None for one in targets]


def _handed_on(
    survey: Survey, path: str | None, names: Sequence[str], seen: frozenset[str]
) -> list[SourceLocation] | None:
    """Return where a file defines a name that it hands on; None where that is not known."""
    spots = _defined(survey, path, names, seen) if path else None
    if path is None or not spots:
        return spots
    # What `__all__` leaves out is not handed on.
    return None if definition(survey.content(path) or b"", ("__all__",)) else spots


def _page(survey: Survey, module: Module, address: str) -> Iterator[Claim]:
    wanted = _source(survey, address)
    if wanted is None:
        yield survey.claim("page", "not-checkable", module, subject=address)
        return
    found = [path for path in wanted if path in survey.folders][:1]
    spots = map(SourceLocation, found)
    yield survey.claim("page", "verified" if found else "contradicted", module, spots, subject=address)
    if found:
        spot = mention(survey, module, survey.below(found[0]))
        verdict = "verified" if spot else "not-checkable"
        yield survey.claim("about", verdict, module, [spot] if spot else (), subject=address)


def _source(survey: Survey, address: str) -> list[str] | None:
    """Return where the source of a page could be; None when catalog.yaml does not say whose page it is.

    A file on the branch that the catalog links to is its own source.
    """
    repository = survey.catalog.settings.repository
    if repository and repository.branch:
        for kind in ("blob", "tree"):
            beginning = f"{repository.url.rstrip('/')}/{kind}/{repository.branch}/"
            if address.startswith(beginning):
                return [unquote(urlsplit(address.removeprefix(beginning)).path).rstrip("/")]
    for beginning, folder in survey.places.docs.items():
        if address.startswith(beginning):
            rest = unquote(urlsplit(address.removeprefix(beginning)).path).strip("/")
            base = "/".join(part for part in (folder.strip("/"), rest.removesuffix(".html")) if part)
            return [f"{base}{ending}" for ending in _ENDINGS]
    return None
