"""Showcase entries (MC8xx)."""

from __future__ import annotations

from pathlib import PurePosixPath

from ...catalog.entries import ShowcaseEntry
from ...catalog.model import Catalog
from ...diagnostics import Related, closest
from .rule import Violation, Violations, rule


@rule("MC801", "a showcase entry lists removed modules in `former_modules`")
def gone_modules(catalog: Catalog) -> Violations:
    """Readers must not go looking for a module that has been removed."""
    for work in catalog.showcase:
        for index, id_ in enumerate(work.modules):
            module = catalog.by_id.get(id_)
            if module and catalog.is_gone(module):
                message = f"`{id_}` was removed from the project: move it to `former_modules`"
                yield Violation(work.document.where("modules", index), message)
        for index, id_ in enumerate(work.former_modules):
            module = catalog.by_id.get(id_)
            if module and not catalog.is_gone(module):
                yield Violation(
                    work.document.where("former_modules", index),
                    f"`{id_}` was not removed: move it to `modules`",
                )


@rule("MC802", "a showcase entry has an address of its own")
def one_address(catalog: Catalog) -> Violations:
    """Two entries with the same address show the same thing twice."""
    first: dict[str, ShowcaseEntry] = {}
    for work in catalog.showcase:
        before = first.setdefault(work.url.rstrip("/").casefold(), work)
        if before is not work:
            related = (Related(before.document.where("url"), "first given here"),)
            message = f"`{before.id}` has the same address: keep one of the two"
            yield Violation(work.document.where("url"), message, related=related)


@rule("MC803", "a showcase entry is published already")
def has_come_out(catalog: Catalog) -> Violations:
    """The showcase lists what exists."""
    for work in catalog.showcase:
        if work.year and work.year > catalog.today.year:
            yield Violation(
                work.document.where("year"),
                f"{work.year} is in the future: write the year it was published, or wait",
            )


@rule("MC804", "a picture file exists")
def picture_is_there(catalog: Catalog) -> Violations:
    """A broken picture makes a page look abandoned. Without `picture`, a cover is drawn."""
    for work in catalog.showcase:
        folder = PurePosixPath(work.document.path).parent
        if work.picture and str(folder / work.picture) not in catalog.pictures:
            beside = [
                PurePosixPath(path).name for path in catalog.pictures if PurePosixPath(path).parent == folder
            ]
            message = f"there is no `{work.picture}` beside this file: add it, or remove the key"
            yield Violation(work.document.where("picture"), message, closest(work.picture, beside))
