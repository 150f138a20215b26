"""Folders that hold paths of more than one module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .entries import Module
from .model import Catalog


@dataclass(frozen=True)
class SharedFolder:
    """A path of a module below which other modules have paths."""

    path: str
    is_inside: bool
    """Whether it stands inside such a path of another module itself."""


def paths(module: Module) -> Iterator[str]:
    """Yield the paths that a module has, and those that it had."""
    yield from module.namespaces
    yield from (former.path for former in module.former_namespaces)


def shared_folders(catalog: Catalog) -> Mapping[str, list[SharedFolder]]:
    """Return the paths of each module below which others have some, by the id of the module that has any."""
    inside: dict[str, set[str]] = {}
    for module in catalog.modules:
        for path in paths(module):
            for folder in _above(path):
                inside.setdefault(folder, set()).add(module.id)
    shared = {
        module.id: [path for path in module.namespaces if inside.get(path, set()) - {module.id}]
        for module in catalog.modules
    }
    held = {path: id_ for id_, folders in shared.items() for path in folders}
    return {
        id_: [
            SharedFolder(path, any(held.get(folder, id_) != id_ for folder in _above(path)))
            for path in folders
        ]
        for id_, folders in shared.items()
        if folders
    }


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path
