"""What an export is: files for programs, and all that is said of them anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...diagnostics import CatalogError

ID = "<id>"
"""Stands in a path for the id of a module, or what a list is called, where there is a file for each."""
Content = Callable[[], bytes]
Missing = Callable[[Catalog], str | None]
Sample = Callable[[Module, Catalog], str]


@dataclass(frozen=True)
class SlowContent:
    """Content that takes long to make, from plain data alone: it is kept as long as these are the same."""

    make: Callable[[Any], bytes]
    given: Any

    def __call__(self) -> bytes:
        """Return it, made anew."""
        return self.make(self.given)


def _nothing(catalog: Catalog) -> None:
    return None


@dataclass(frozen=True)
class Export:
    """A kind of file for programs."""

    name: str
    description: str
    """What it is, in a sentence: a message."""
    make: Callable[[Catalog], Iterator[tuple[str, Module | None, Content]]]
    """Yields for each file the id in its path, the module that it is about, and what makes what it holds; one
    about all has no id and no module."""
    path: str | None
    """Where it stands in the site's docs folder; None where only the command writes it."""
    is_format: bool
    """Whether the command writes it, by its name."""
    missing: Missing = _nothing
    """Returns what a catalog must have first, as a sentence of the command; None when it has it. A site goes
    without the file."""
    sample: Sample | None = None
    """Returns what it says of one module, short enough to be read on a page."""

    @property
    def is_of_each(self) -> bool:
        """Whether there is a file for each module, or for each of something else."""
        return ID in (self.path or "")

    def files(self, catalog: Catalog) -> Iterator[tuple[str, Module | None, Content]]:
        """Yield paths in the site's docs folder, the module each is about, and what makes the content."""
        if self.path is not None and self.missing(catalog) is None:
            for id_, module, content in self.make(catalog):
                yield self.path.replace(ID, id_), module, content

    def content(self, catalog: Catalog) -> bytes:
        """Return what the one file about all holds. Raises CatalogError when something is missing."""
        if (missing := self.missing(catalog)) is not None:
            raise CatalogError(missing)
        ((_, _, content),) = self.make(catalog)
        return content()


def export(
    name: str,
    description: str,
    *,
    path: str | None = None,
    is_format: bool = True,
    missing: Missing = _nothing,
    sample: Sample | None = None,
) -> Callable[[Callable[[Catalog], bytes]], Export]:
    """Turn a function into the export whose file it returns."""

    def made(content: Callable[[Catalog], bytes]) -> Export:
        return Export(
            name,
            description,
            lambda catalog: iter([("", None, partial(content, catalog))]),
            path,
            is_format,
            missing,
            sample,
        )

    return made


def export_of_each(
    name: str, description: str, *, path: str, sample: Sample | None = None
) -> Callable[[Callable[[Module, Catalog], bytes]], Export]:
    """Turn a function into the export that has a file for each module, which it returns.

    *path* says where its id stands.
    """

    def made(content: Callable[[Module, Catalog], bytes]) -> Export:
        def make(catalog: Catalog) -> Iterator[tuple[str, Module, Content]]:
            return ((module.id, module, partial(content, module, catalog)) for module in catalog.modules)

        return Export(name, description, make, path, is_format=False, sample=sample)

    return made
