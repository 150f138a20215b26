"""A checked, browsable catalog of the modules of a large project, from one YAML file per module.

What stands in `__all__` is the public API; everything else may move.
"""

from __future__ import annotations

__version__ = "0.1.0"

from datetime import date
from pathlib import Path

from . import clock
from .catalog.entries import Module
from .catalog.model import Catalog
from .checks import pipeline
from .checks.result import Result
from .diagnostics import CatalogError, Finding, Place, Severity

__all__ = ["Catalog", "CatalogError", "Finding", "Module", "Place", "Result", "Severity", "check", "load"]


def check(path: str | Path = ".", *, today: date | None = None) -> Result:
    """Check the catalog of a folder, or of the nearest one above it, and return all that was found.

    Findings are sorted by file, line and column, and judged as on the day *today*; without it as on
    SOURCE_DATE_EPOCH, or today. Raises CatalogError when there is no catalog.
    """
    return pipeline.check(pipeline.find_root(Path(path)), today=today or clock.today())


def load(path: str | Path = ".", *, today: date | None = None) -> Catalog:
    """Return the catalog of a folder, with its modules sorted by id.

    Entries with mistakes are left out: `check` names them. Raises CatalogError when there is no catalog, or
    when catalog.yaml or the lifecycle has mistakes.

    How many modules of each kind have no owner:

    ```python
    import collections, module_catalog

    alone = [module.kind for module in module_catalog.load().modules if not module.current_owners]
    for kind, count in collections.Counter(alone).most_common():
        print(kind, count)
    ```
    """
    catalog = check(path, today=today).catalog
    if catalog is None:
        raise CatalogError(f"the catalog of {path} cannot be read: `module-catalog check` says why")
    return catalog
