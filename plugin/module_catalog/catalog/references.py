"""Entries → every place in them that names a module, here or in the catalog of another project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .entries import Module, ShowcaseEntry
from .own_fields import OwnField
from .reading.yaml_reader import Key
from .vocabulary import NO_REPLACEMENT

Reference = tuple[Key, str]
"""The place in an entry, and the id there."""


def of_module(module: Module, fields: Mapping[str, OwnField]) -> Iterator[Reference]:
    """Yield what an entry of a catalog with its own *fields* names."""
    for index, relation in enumerate(module.relations):
        if relation.module:
            yield ("relations", index, "module"), relation.module
    for index, combination in enumerate(module.compatibility):
        for position, id_ in enumerate(combination.with_):
            yield ("compatibility", index, "with", position), id_
    for index, id_ in enumerate(module.split_into):
        yield ("split_into", index), id_
    for index, one in enumerate(module.toggles):
        if one.used:
            yield ("toggles", index, "uses"), one.used[0]
    yield from own_values(module, "module", fields)
    yield from _replacements(module)


def of_showcase(entry: ShowcaseEntry) -> Iterator[Reference]:
    """Yield what a showcase entry names."""
    for field in ("modules", "former_modules"):
        for index, id_ in enumerate(getattr(entry, field)):
            yield (field, index), id_


def own_values(module: Module, type_: str, fields: Mapping[str, OwnField]) -> Iterator[Reference]:
    """Yield what an entry says in the project's own fields of a type, with the place of each."""
    for key, field in fields.items():
        said = module.value(key) if field.type == type_ else None
        for index, value in enumerate(field.values(said)):
            yield ((key, index) if isinstance(said, list) else (key,)), value


def _replacements(module: Module) -> Iterator[Reference]:
    deprecation = module.deprecation
    for index, id_ in enumerate(deprecation.replacements if deprecation else ()):
        if id_ not in NO_REPLACEMENT:
            is_listed = deprecation and isinstance(deprecation.replacement, list)
            yield ("deprecation", "replacement", *([index] if is_listed else [])), id_
