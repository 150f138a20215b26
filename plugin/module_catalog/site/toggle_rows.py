"""Where the rows of toggles stand: on one page, or on those of its parts."""

from __future__ import annotations

from collections.abc import Mapping

from ..catalog.model import Catalog
from ..catalog.queries.toggles import ModuleToggle, module_toggles
from .page import Page
from .parts import LIMITS, Limit, Part, by_kind, by_letter, parts


def by_toggle(module_toggle: ModuleToggle) -> tuple[str, str]:
    """Return what sorts toggles by their names."""
    return module_toggle.toggle.name.casefold(), module_toggle.anchor


def toggle_parts(catalog: Catalog, limits: Mapping[str, Limit] = LIMITS) -> tuple[Part[ModuleToggle], ...]:
    """Return the parts of the list of toggles, by the kinds and names of their modules."""
    return parts(
        sorted(module_toggles(catalog), key=by_toggle),
        limits["toggles"].most,
        by_kind(lambda one: one.module.kind, catalog),
        by_letter(lambda one: one.module.name),
    )


def row_paths(catalog: Catalog) -> Mapping[str, str]:
    """Return the path of the page on which the row of each toggle stands, by its anchor."""
    page = Page("toggles", "", "", {})
    found = {one.anchor: page.path_of(part) for part in toggle_parts(catalog) for one in part.items}
    return {one.anchor: found.get(one.anchor, page.whole) for one in module_toggles(catalog)}
