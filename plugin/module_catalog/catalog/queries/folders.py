"""Folders that hold paths of more than one module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..entries import Module
from ..model import Catalog
from ..reading.yaml_reader import Key


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


def claimed(module: Module) -> Iterator[tuple[Key, str]]:
    """Yield every path that an entry names, with its place: where the module, its parts and its tests are."""
    yield from ((("namespaces", index), path) for index, path in enumerate(module.namespaces))
    for index, former in enumerate(module.former_namespaces):
        yield ("former_namespaces", index, "path"), former.path
    for index, part in enumerate(module.parts):
        yield from (
            (("parts", index, "namespaces", position), path) for position, path in enumerate(part.namespaces)
        )
    tests = module.tests.paths if module.tests else ()
    yield from ((("tests", "paths", index), path) for index, path in enumerate(tests))


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
