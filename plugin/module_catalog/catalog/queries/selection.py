"""What is asked of modules on a command line → those that answer to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..entries import Module
from ..model import Catalog


@dataclass(frozen=True)
class Selection:
    """What selected modules have in common: one of the values of each, all where there are none."""

    stages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """A kind has the modules of those below it."""
    owners: tuple[str, ...] = ()
    where: tuple[tuple[str, str | None], ...] = ()
    """Keys of entries, as `tests.ci`, each with a value that one of its values is; None for any value."""

    def modules(self, catalog: Catalog) -> tuple[Module, ...]:
        """Return the modules that are selected, by id."""
        return tuple(module for module in catalog.modules if self._has(module, catalog))

    def _has(self, module: Module, catalog: Catalog) -> bool:
        owners = {owner.person for owner in module.current_owners}
        return (
            _is_any(self.stages, {module.stage})
            and _is_any(self.kinds, set(catalog.settings.kinds_above[module.kind]))
            and _is_any(self.owners, owners)
            and all(_says(module.document.data, key, value) for key, value in self.where)
        )


def _is_any(wanted: tuple[str, ...], found: set[str]) -> bool:
    return not wanted or not found.isdisjoint(wanted)


def _says(data: Any, key: str, value: str | None) -> bool:
    found = [*values(data, key.split("."))]
    return bool(found) if value is None else value.casefold() in (one.casefold() for one in found)


def values(data: Any, key: list[str]) -> Iterator[str]:
    """Yield every value that stands at a key, in each item where there is a list on the way to it."""
    if isinstance(data, list):
        for item in data:
            yield from values(item, key)
    elif key:
        yield from values(data.get(key[0]), key[1:]) if isinstance(data, dict) else ()
    elif isinstance(data, dict):
        for inner in data.values():
            yield from values(inner, key)
    elif data is not None:
        yield str(data).lower() if isinstance(data, bool) else str(data)
