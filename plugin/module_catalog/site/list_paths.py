"""Where the lists stand that show the modules of one stage or one person, and the pages of releases.

Words of entries → names of files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count

from ..catalog.entries import Event, Module
from ..catalog.model import Catalog
from ..catalog.page_kinds import FOLDER
from ..catalog.queries.released import release_of

_NOT_PLAIN = re.compile(r"[^a-z0-9._-]+")
_RESERVED = re.compile(r"(index|readme|con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""Names that hosts take for the page of a folder, or that Windows has no files of."""


def file_names(names: Iterable[str]) -> dict[str, str]:
    """Return a file name, without its ending, for each name.

    It is one of its own on every file system, also where case does not count.
    A name in plain small letters keeps them; one that would be the same file as another gets a number.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(set(names), key=lambda name: (name != name.lower(), name)):
        found[name] = _free(_plain(name), taken)
        taken.add(found[name])
    return found


def _plain(name: str) -> str:
    plain = _NOT_PLAIN.sub("-", name.lower()).strip(".")
    return f"{plain}-" if not plain or _RESERVED.fullmatch(plain) else plain


def _free(name: str, taken: Collection[str]) -> str:
    numbered = (f"{name}-{number}" for number in count(2))
    return next(free for free in chain([name], numbered) if free not in taken)


def stage_paths(catalog: Catalog) -> Mapping[str, str]:
    """Return the path of the list of each stage, by its id."""
    return _paths("by-stage", (stage.id for stage in catalog.lifecycle.stages))


def owner_paths(catalog: Catalog) -> Mapping[str, str]:
    """Return the path of the list of each person and team that an entry names, by the handle."""
    return _paths("by-owner", (handle for module in catalog.modules for handle in _handles(module)))


def _handles(module: Module) -> Iterator[str]:
    yield from (owner.person for owner in module.owners)
    yield from (endorsement.person for endorsement in module.endorsements)
    if module.champion:
        yield module.champion.person


def release_paths(catalog: Catalog) -> Mapping[str, str]:
    """Return the path of the page of each release, by the release: of all since the first that entries name.

    One that is not out has a page if something is to come with it.
    """
    came_with, out = release_of(catalog), catalog.settings.out
    named = {name for module in catalog.modules for name in _moments(module, came_with, catalog)}
    since = next((at for at, name in enumerate(out) if name in named), len(out))
    named |= {name for at, name in enumerate(out) if at > since}
    return {name: path for name, path in paths_of_releases(catalog).items() if name in named}


def paths_of_releases(catalog: Catalog) -> Mapping[str, str]:
    """Return where the page of each release is, if it has one."""
    return _paths("by-release", catalog.settings.release_names)


def releases(catalog: Catalog) -> Sequence[tuple[str, str]]:
    """Return the releases that have pages in their order, each with its path."""
    paths = release_paths(catalog)
    return [(name, paths[name]) for name in catalog.settings.release_names if name in paths]


def _moments(
    module: Module, came_with: Callable[[Event], str | None], catalog: Catalog
) -> Iterator[str | None]:
    yield from map(came_with, module.history)
    for toggle in module.toggles:
        yield from (toggle.since, toggle.until, *(change.release for change in toggle.history))
    yield from (item.target for item in module.roadmap)
    if module.deprecation and not catalog.is_gone(module):
        yield module.deprecation.removal


def _paths(folder: str, names: Iterable[str]) -> dict[str, str]:
    return {name: f"{FOLDER}/{folder}/{file}.md" for name, file in file_names(names).items()}
