"""How to cite the page of a module: as a link in Markdown, and as an entry of BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..catalog.addresses import module_path, published
from ..catalog.entries import Module
from ..catalog.evidence import Evidence
from ..catalog.model import Catalog
from ..catalog.when import When

_COMMIT = 7
"""As many digits of a commit as people write."""


@dataclass(frozen=True)
class Citation:
    """What to cite, and how."""

    url: str | None
    """The address of the page; None when catalog.yaml does not say where the catalog is published."""
    day: When
    """The day that the page describes: that of the audited commit, else of the newest event of its entry."""
    commit: str | None
    """The commit of the source tree that the page was checked against."""
    markdown: str
    bibtex: str


def citation(module: Module, evidence: Evidence | None, catalog: Catalog) -> Citation:
    """Return how to cite a module's page. No clock is asked: the same catalog is cited in the same words."""
    settings = catalog.settings
    url = published(module_path(module.id), settings) if settings.site else None
    day = When.on(evidence.date) if evidence else max(catalog.when(event) for event in module.history)
    commit = evidence.revision(_COMMIT) if evidence else None
    state = f"commit {commit}, {day}" if commit else str(day) if day.year else ""
    name = _escaped(module.name)
    markdown = (
        f"{f'[{name}]({url})' if url else name}, {_escaped(settings.name)}{', ' if state else ''}{state}"
    )
    return Citation(url, day, commit, markdown, _bibtex(module, url, day, commit, catalog))


def _bibtex(module: Module, url: str | None, day: When, commit: str | None, catalog: Catalog) -> str:
    project = catalog.settings.name
    what = f"{catalog.settings.noun.put_in('Module')} of {project}"
    fields = {
        "title": f"{{{_tex(module.name)}}}",
        "author": f"{{{_tex(project)}}}",
        "year": str(day.year or ""),
        "month": str(day.month or ""),
        "url": url,
        "note": _tex(what) + (f", source tree at commit {commit}" if commit else ""),
    }
    key = f"{_KEY.sub('-', project.lower()).strip('-')}-{module.id}".lstrip("-")
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


_MARKDOWN = re.compile(r"[\\\[\]`*_<>]")
_KEY = re.compile(r"[^a-z0-9]+")
_TEX = {
    **{sign: f"\\{sign}" for sign in "{}%&#$_"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""How BibTeX writes what TeX reads as a command."""


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\g<0>", text)


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)
