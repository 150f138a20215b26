"""The files that a change to the source touches → the modules they belong to, and those of no module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from ..entries import Module, Toggle
from ..lifecycle import Stage
from ..model import Catalog
from ..reading.paths import PathClaims
from ..reading.sources import FOLDER
from ..repositories import UNNAMED, joined


@dataclass(frozen=True)
class TouchedModule:
    """A module, and the files of it that a change touches."""

    module: Module
    files: tuple[str, ...]
    """In the order of paths, as entries write them."""

    @property
    def toggles(self) -> tuple[Toggle, ...]:
        """The toggles that are there."""
        return tuple(one for one in self.module.toggles if one.until is None)


@dataclass(frozen=True)
class CodeChange:
    """What a change to the source touches."""

    base: str
    head: str
    """What a report calls where the change begins and ends."""
    count: int
    """How many files it touches."""
    modules: tuple[TouchedModule, ...]
    """By how many of their files it touches, most first, then by name."""
    unclaimed: tuple[str, ...]
    """The files that are there now and that no module has, in the order of paths."""
    catalog: Catalog

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the modules, in the order of the lifecycle."""
        at = {one.module.stage for one in self.modules}
        return tuple(stage for stage in self.catalog.lifecycle.stages if stage.id in at)


def code_change(
    paths: Mapping[str, bool],
    catalog: Catalog,
    *,
    base: str,
    head: str,
    repository: str = UNNAMED,
    place: str | None = None,
) -> CodeChange:
    """Return what a change touches: a file is of the module that claims it most closely.

    That is by a namespace; a file that is in none is of the module whose tests it is among. *paths* are from
    the top of a *repository* of the catalog, each with whether it is there now. *place* is that of the
    catalog's project in it, None where it is elsewhere: its own files are nobody's to claim.
    """
    claims = tuple(_claims(catalog))
    found: dict[str, list[str]] = {}
    unclaimed = []
    for path, is_there in sorted(paths.items()):
        written = joined(repository, path)
        ids = next(filter(None, (_nearest(one, written) for one in claims)), ())
        for id_ in ids:
            found.setdefault(id_, []).append(written)
        if is_there and not ids and not _is_of_catalog(path, place, catalog):
            unclaimed.append(written)
    touched = (TouchedModule(catalog.by_id[id_], tuple(files)) for id_, files in found.items())
    order = sorted(touched, key=lambda one: (-len(one.files), one.module.name.casefold(), one.module.id))
    return CodeChange(base, head, len(paths), tuple(order), tuple(unclaimed), catalog)


def _claims(catalog: Catalog) -> Iterator[PathClaims[Module]]:
    """Yield what the modules that are there claim: their namespaces, then their tests."""
    present = [module for module in catalog.modules if not catalog.is_gone(module)]
    yield PathClaims((path, module) for module in present for path in module.namespaces)
    tested = ((module, module.tests) for module in present)
    yield PathClaims((path, module) for module, tests in tested if tests for path in tests.paths)


def _nearest(claims: PathClaims[Module], path: str) -> tuple[str, ...]:
    """Return the ids of the modules that claim a path most closely."""
    found = [(pattern.rstrip("/").count("/"), module.id) for pattern, module in claims.of(path)]
    nearest = takewhile(lambda one: one[0] == found[0][0], found)
    return tuple(dict.fromkeys(id_ for _, id_ in nearest))


def _is_of_catalog(path: str, place: str | None, catalog: Catalog) -> bool:
    """Say whether a path from the top of a repository is a file of the catalog."""
    if place is None or not path.startswith(place):
        return False
    inside = path.removeprefix(place)
    return inside.startswith(f"{FOLDER}/") or catalog.settings.entry_files.has(inside)
