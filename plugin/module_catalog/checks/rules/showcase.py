"""Showcase entries (MC8xx)."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from ...catalog.entries import ShowcaseEntry
from ...catalog.model import Catalog
from ...diagnostics import Related, closest
from .rule import Violation, Violations, rule


@rule("MC801", "a showcase entry lists removed modules in `former_modules`", across=True)
def gone_modules(catalog: Catalog) -> Violations:
    """Readers must not go looking for a module that has been removed."""
    for entry in catalog.showcase:
        for index, id_ in enumerate(entry.modules):
            module = catalog.by_id.get(id_)
            if module and catalog.is_gone(module):
                message = f"`{id_}` was removed from the project: move it to `former_modules`"
                yield Violation(entry.document.where("modules", index), message)
        for index, id_ in enumerate(entry.former_modules):
            module = catalog.by_id.get(id_)
            if module and not catalog.is_gone(module):
                yield Violation(
                    entry.document.where("former_modules", index),
                    f"`{id_}` was not removed: move it to `modules`",
                )


@rule("MC802", "a showcase entry has an address of its own", across=True)
def one_address(catalog: Catalog) -> Violations:
    """Two entries with the same address show the same thing twice."""
    first: dict[str, ShowcaseEntry] = {}
    for entry in catalog.showcase:
        before = first.setdefault(entry.url.rstrip("/").casefold(), entry)
        if before is not entry:
            related = (Related(before.document.where("url"), "first given here"),)
            message = f"`{before.id}` has the same address: keep one of the two"
            yield Violation(entry.document.where("url"), message, related=related)


@rule("MC803", "a showcase entry is published already")
def has_come_out(catalog: Catalog) -> Violations:
    """The showcase lists what exists."""
    for entry in catalog.showcase:
        if entry.year and catalog.is_ahead(date(entry.year, 1, 1)):
            yield Violation(
                entry.document.where("year"),
                f"{entry.year} is in the future: write the year it was published, or wait",
            )


@rule("MC804", "a picture file exists")
def picture_is_there(catalog: Catalog) -> Violations:
    """A broken picture makes a page look abandoned. Without `picture`, a cover is drawn."""
    for entry in catalog.showcase:
        folder = PurePosixPath(entry.document.path).parent
        if entry.picture and str(folder / entry.picture) not in catalog.pictures:
            beside = [
                PurePosixPath(path).name for path in catalog.pictures if PurePosixPath(path).parent == folder
            ]
            message = f"there is no `{entry.picture}` beside this file: add it, or remove the key"
            yield Violation(entry.document.where("picture"), message, closest(entry.picture, beside))
