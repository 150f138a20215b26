"""A catalog of several repositories → the catalog of one of them, in which paths stand without its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .. import model
from ..entries import Module
from ..model import Catalog
from ..repositories import UNNAMED, split
from ..settings import Settings


def in_repository(catalog: Catalog, name: str) -> Catalog:
    """Return the catalog with only the paths that are in one repository: `UNNAMED`, or one of the others.

    All modules are in it, those too that have no path there.
    """
    if name == UNNAMED and not catalog.settings.repositories:
        return catalog
    modules = tuple(_module(module, name) for module in catalog.modules)
    return replace(catalog, settings=_settings(catalog.settings, name), modules=modules)


def homes(module: Module) -> frozenset[str]:
    """Return the names of the repositories that a module is in, or was in when it has left."""
    paths = module.namespaces or tuple(former.path for former in module.former_namespaces)
    return frozenset(split(path)[0] for path in paths)


def _module(module: Module, name: str) -> Module:
    document = replace(module.document, data=_data(module.document.data, name))
    # What is said of shared toggles and of relations does not stand in the entry alone.
    return replace(model.module(document, module.id), toggles=module.toggles, relations=module.relations)


def _data(entry: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the data of an entry with only the paths in one repository; other keys stay as they are."""
    data = dict(entry)
    if data.get("namespaces"):
        data["namespaces"] = _inside(data["namespaces"], name)
    if data.get("former_namespaces"):
        former = data["former_namespaces"]
        data["former_namespaces"] = [
            {**one, "path": inside} for one in former for inside in _inside([one["path"]], name)
        ]
    if data.get("tests"):
        data["tests"] = {**data["tests"], "paths": _inside(data["tests"].get("paths") or (), name)}
    if data.get("parts"):
        parts = data["parts"]
        data["parts"] = [{**one, "namespaces": _inside(one.get("namespaces") or (), name)} for one in parts]
    return data


def _inside(paths: Iterable[str], name: str) -> list[str]:
    return [inside for where, inside in map(split, paths) if where == name]


def _settings(settings: Settings, name: str) -> Settings:
    """Return the settings of one repository; a path of `tree` without a name is one in each."""
    tree = settings.tree
    ci, roster, tests = ((*_of(paths, name),) for paths in (tree.ci, tree.roster, tree.tests))
    docs = {address: inside for address, path in tree.docs.items() for inside in _of((path,), name)}
    return replace(
        settings,
        repository=settings.sources.get(name),
        repositories={},
        tree=replace(tree, ci=ci, roster=roster, tests=tests, docs=docs),
    )


def _of(paths: Iterable[str], name: str) -> Iterable[str]:
    return (inside for where, inside in map(split, paths) if where in (UNNAMED, name))
