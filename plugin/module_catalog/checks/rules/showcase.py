"""Works of the community (MC8xx)."""

from __future__ import annotations

from pathlib import PurePosixPath

from ...catalog.entries import ShowcaseEntry
from ...catalog.model import Catalog
from ...diagnostics import Related, closest
from .rule import Violation, Violations, rule


@rule("MC801", "a work says when what it uses is gone")
def gone_modules(catalog: Catalog) -> Violations:
    """A reader who wants to follow a work must not look for a module that has left."""
    for work in catalog.showcase:
        for index, id_ in enumerate(work.modules):
            module = catalog.by_id.get(id_)
            if module and catalog.is_gone(module):
                message = f"`{id_}` has left the project: name it in `former_modules`"
                yield Violation(work.document.where("modules", index), message)
        for index, id_ in enumerate(work.former_modules):
            module = catalog.by_id.get(id_)
            if module and not catalog.is_gone(module):
                yield Violation(work.document.where("former_modules", index), f"`{id_}` is still there: name it in `modules`")


@rule("MC802", "a work stands in the showcase once")
def one_address(catalog: Catalog) -> Violations:
    """Two entries for one work make it look like two."""
    first: dict[str, ShowcaseEntry] = {}
    for work in catalog.showcase:
        before = first.setdefault(work.url.rstrip("/").casefold(), work)
        if before is not work:
            related = (Related(before.document.where("url"), "it is here first"),)
            message = f"`{before.id}` leads to the same address: keep one of the two"
            yield Violation(work.document.where("url"), message, related=related)


@rule("MC803", "a work has come out")
def has_come_out(catalog: Catalog) -> Violations:
    """The showcase shows what there is."""
    for work in catalog.showcase:
        if work.year and work.year > catalog.today.year:
            yield Violation(work.document.where("year"), f"{work.year} is still to come: name the year it came out, or wait")


@rule("MC804", "a picture is there")
def picture_is_there(catalog: Catalog) -> Violations:
    """A page with a broken picture looks abandoned. Without one, a cover is drawn."""
    for work in catalog.showcase:
        folder = PurePosixPath(work.document.path).parent
        if work.picture and str(folder / work.picture) not in catalog.pictures:
            beside = [PurePosixPath(path).name for path in catalog.pictures if PurePosixPath(path).parent == folder]
            message = f"there is no `{work.picture}` beside this file: add it, or take the key out"
            yield Violation(work.document.where("picture"), message, closest(work.picture, beside))
