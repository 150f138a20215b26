"""What any page can refer to by name: `module.relax`, `toggle.USE_CUDA`, `stage.S1`, `rule.MC201`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog.addresses import module_path
from ..catalog.model import Catalog
from ..catalog.page_kinds import PAGE_KINDS
from ..catalog.queries.toggles import module_toggles
from ..checks.rules import RULES
from .toggle_rows import row_paths

_NAME = re.compile(r"[\w.:/=+-]+")


@dataclass(frozen=True)
class Reference:
    """Something that has a name on the whole site, and where it stands."""

    name: str
    """The sort of thing, a dot, and what the catalog calls it. It has no blanks, quotes or brackets."""
    title: str
    """What a reader calls it: text of an entry, on one line."""
    path: str
    """The Markdown file of its page."""
    anchor: str


def references(catalog: Catalog) -> dict[str, Reference]:
    """Return everything that can be referred to, by name.

    Where several modules have a toggle of one name, it leads to the first that still stands. A toggle whose
    name is no single word has no reference: neither Markdown nor an inventory can write it.
    """
    found: dict[str, Reference] = {}
    for one in _all(catalog):
        if _NAME.fullmatch(one.name):
            found.setdefault(one.name, one)
    return found


def _all(catalog: Catalog) -> Iterator[Reference]:
    for module in catalog.modules:
        name = f"module.{module.id}"
        yield Reference(name, module.name, module_path(module.id), name)
    for id_, module in catalog.by_former_id.items():
        yield Reference(f"module.{id_}", module.name, module_path(module.id), f"module.{module.id}")
    for stage in catalog.lifecycle.stages:
        yield Reference(f"stage.{stage.id}", stage.label, PAGE_KINDS["stages"].path, stage.id.lower())
    rows = row_paths(catalog)
    for one in module_toggles(catalog):
        yield Reference(f"toggle.{one.toggle.name}", one.toggle.name, rows[one.anchor], one.anchor)
    for code in RULES:
        yield Reference(f"rule.{code}", code, PAGE_KINDS["rules"].path, code.lower())
