"""What a catalog takes from elsewhere: the repositories that its paths are in (MC2xx)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ...catalog.model import Catalog
from ...catalog.queries.folders import claimed
from ...catalog.repositories import UNNAMED, joined, split
from ...catalog.settings import Settings
from ...diagnostics import Place, closest
from .rule import Violation, Violations, rule

_Paths = Iterator[tuple[Callable[[], Place], str]]
_OF_ALL = ("ci", "roster", "tests", "docs")
"""The keys of `tree` with paths, which stand for every repository where they name none."""


@rule("MC231", "a path is in a repository of the catalog")
def in_a_repository(catalog: Catalog) -> Violations:
    """A path leads to source only where it is known in which repository it is.

    `repositories` in catalog.yaml has the names that paths begin with. A path without one is in `repository`.
    """
    settings = catalog.settings
    for place, path in (*_of_modules(catalog), *_of_all(settings)):
        name, inside = split(path)
        names = tuple(settings.repositories)
        if name in settings.sources or not (name or names):
            continue
        if not name:
            there = joined(names[0], path)
            message = f"this does not say in which repository it is: write `{there}`, if it is in that one"
            yield Violation(place(), message, there if len(names) == 1 else None)
        elif not names:
            message = f"no repository is called `{name}`: describe it in catalog.yaml, under `repositories`"
            yield Violation(place(), message)
        else:
            listed = ", ".join(f"`{one}`" for one in names)
            meant = closest(name, names)
            message = f"no repository is called `{name}`: `repositories` in catalog.yaml has {listed}"
            yield Violation(place(), message, joined(meant, inside) if meant else None)


def _of_modules(catalog: Catalog) -> _Paths:
    for module in catalog.modules:
        yield from ((partial(module.where, *key), path) for key, path in claimed(module))


def _of_all(settings: Settings) -> _Paths:
    """Yield the paths in `tree` that say in which repository they are."""
    for key in _OF_ALL:
        said = settings.document.value("tree", key) or ()
        items = said.items() if isinstance(said, dict) else enumerate(said)
        for at, path in items:
            if split(path)[0] != UNNAMED:
                yield partial(settings.document.where, "tree", key, at), path
