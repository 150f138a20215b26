"""EXPORTS: every kind of file for programs. FORMATS: those that the command writes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from .export import Export

EXPORTS: Mapping[str, Export] = {
    found.name: found
    for file in sorted(file.name for file in iter_modules(__path__))
    for found in vars(import_module(f"{__name__}.{file}")).values()
    if isinstance(found, Export)
}
"""By name, file by file: whatever stands in a file of this folder."""

FORMATS: Mapping[str, Export] = {name: EXPORTS[name] for name in sorted(EXPORTS) if EXPORTS[name].is_format}

__all__ = ["EXPORTS", "FORMATS", "Export"]
