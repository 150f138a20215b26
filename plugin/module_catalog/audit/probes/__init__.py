"""What is asked of a tree, one probe a file.

PROBES finds them by the names that catalog/claim_kinds.py has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules

from ...catalog import claim_kinds
from ...catalog.evidence import Claim
from ..survey import Survey

Probe = Callable[[Survey], Iterable[Claim]]

_FILES = [import_module(f"{__name__}.{file.name}") for file in iter_modules(__path__)]
_FUNCTIONS = {
    name: found
    for file in _FILES
    for name, found in vars(file).items()
    if getattr(found, "__module__", "") == file.__name__
}

PROBES: Mapping[str, Probe] = {name: _FUNCTIONS[name] for name in claim_kinds.PROBES}
"""Every probe by its name, in the order they look: the function of that name."""
