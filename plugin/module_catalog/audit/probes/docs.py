"""Docs: the pages that entries link to have a source here, and which pages name a module's paths."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from ...catalog.entries import Module
from ...catalog.evidence import Claim, SourceLocation
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
    path, rest = found
    line = survey.defined(path, rest)
    if line is None:
        return survey.claim("identifier", "not-checkable", module, subject=name, reason="dynamic")
    spots = [SourceLocation(path, line)] if line else []
    return survey.claim("identifier", "verified" if line else "contradicted", module, spots, subject=name)


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
