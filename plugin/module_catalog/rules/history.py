"""What happened and what is planned (MC6xx)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..diagnostics import closest
from ..documents import Key
from ..model import Catalog, Module
from .rule import Breach, Breaches, rule


@rule("MC601", "the history runs from old to new")
def in_order(catalog: Catalog) -> Breaches:
    """The last stage in the history is the module's stage, so the order carries meaning."""
    for module in catalog.modules:
        for index, (before, after) in enumerate(pairwise(module.history), start=1):
            if after.date < before.date:
                message = f"{after.date} comes after {before.date}, which is later: put the events in order, oldest first"
                yield Breach(module.where("history", index, "date"), message)


@rule("MC602", "a release is one the project has")
def known_releases(catalog: Catalog) -> Breaches:
    """A release that does not exist is a misspelt one (with or without its v), and cannot be put on a time line."""
    names = catalog.settings.release_names
    for module in catalog.modules if names else ():
        for key, name in _releases(module):
            if name not in names:
                message = f"`{name}` is not a release of the project: add it to `releases` or `upcoming` of catalog.yaml"
                yield Breach(module.where(*key), message, closest(name, names))


def _releases(module: Module) -> Iterator[tuple[Key, str]]:
    """Yield the place of every release an entry names, and its name."""
    listed = {
        "former_namespaces": module.former_namespaces,
        "toggles": module.toggles,
        "compatibility": module.compatibility,
        "history": module.history,
    }
    for field, items in listed.items():
        for index, item in enumerate(items):
            for key in ("from", "since", "until", "release"):
                name = getattr(item, f"{key}_" if key == "from" else key, None)
                if isinstance(name, str):
                    yield (field, index, key), name
