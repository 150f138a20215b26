"""The page for maintainers: what needs attention, and what is on record, by COLUMNS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.queries.groups import by_reach
from ..audit_summary import module_audits, probes
from ..evidence import STATES
from ..needs import NEEDS, Modules, findings, present
from ..page import Page
from ..parts import LIMITS, by_letter, parts

Said = tuple[str, dict[str, object]]
"""A message, and its values."""


def _owners(module: Module, catalog: Catalog) -> Said | None:
    count = len(catalog.active_owners(module))
    return ("{n} active", {"n": count}) if count else None


def _champion(module: Module, catalog: Catalog) -> Said | None:
    return ("@{handle}", {"handle": module.champion.person}) if module.champion else None


def _tests(module: Module, catalog: Catalog) -> Said | None:
    return ("on record", {}) if module.tests else None


def _reviewed(module: Module, catalog: Catalog) -> Said | None:
    return ("{day}", {"day": module.reviewed.isoformat()}) if module.reviewed else None


def _toggles(module: Module, catalog: Catalog) -> Said | None:
    if module.toggles:
        return "{n} on record", {"n": len(module.toggles)}
    return ("none, with its reason", {}) if module.no_toggle else None


def _rfcs(module: Module, catalog: Catalog) -> Said | None:
    accepted = sum(rfc.status == "accepted" for rfc in module.rfcs)
    if accepted:
        return "{n} accepted", {"n": accepted}
    return ("{n} on record", {"n": len(module.rfcs)}) if module.rfcs else None


@dataclass(frozen=True)
class RecordColumn:
    """Something that can be on record for a module."""

    label: str
    of: Callable[[Module, Catalog], Said | None]
    """Records, in a word or two; None when nothing is."""


COLUMNS: tuple[RecordColumn, ...] = (
    RecordColumn("Owner", _owners),
    RecordColumn("Champion", _champion),
    RecordColumn("Tests", _tests),
    RecordColumn("Reviewed", _reviewed),
    RecordColumn("Toggle", _toggles),
    RecordColumn("RFC", _rfcs),
)
"""The columns of the table of what is on record."""


def _widest_first(modules: Modules, catalog: Catalog) -> Modules:
    return sorted(modules, key=lambda module: by_reach(module, catalog))


def _age(catalog: Catalog) -> int | None:
    """Return how many days ago the tree was read, if that is too long ago."""
    return (
        (catalog.today - catalog.evidence.date).days
        if catalog.evidence and findings(["MC917"], catalog)
        else None
    )


def _by_owner(modules: Modules, catalog: Catalog) -> list[tuple[str | None, Modules]]:
    """Return the modules of each active owner, by handle; those of nobody last."""
    found: dict[str | None, Modules] = {}
    for module in modules:
        handles = (owner.person for owner in catalog.active_owners(module))
        for handle in (*handles,) or (None,):
            found.setdefault(handle, []).append(module)
    return sorted(found.items(), key=lambda one: (one[0] is None, one[0] or ""))


def pages(catalog: Catalog, most: int = LIMITS["records"].most) -> Iterator[Page]:
    """What needs attention, and what is on record for each module that is there.

    The records of many are on pages by the first letters of their names.
    """
    there = _widest_first(present(catalog), catalog)
    columns = [column for column in COLUMNS if any(column.of(module, catalog) for module in there)]
    records = [(module, [column.of(module, catalog) for column in columns]) for module in there]
    looks = module_audits(there, catalog)
    found = parts(records, most, by_letter(lambda record: record[0].name), weight=lambda _: 2 if looks else 1)
    shows: dict[str, Any] = {
        "needs": [
            (need, modules, _by_owner(modules, catalog) if need.by_owner else None)
            for need in NEEDS
            if (modules := _widest_first(need.of(catalog), catalog))
        ],
        "columns": [
            (column, sum(cells[at] is not None for _, cells in records)) for at, column in enumerate(columns)
        ],
        "unrecorded": [column.label for column in COLUMNS if column not in columns],
        "records": records,
        "present": len(there),
        "age": _age(catalog),
        "folders": [claim for claim in catalog.evidence.claims if claim.kind == "folder"]
        if catalog.evidence
        else [],
        "looked": looks,
        "probes": probes(looks),
        "states": STATES,
        "parts": found,
    }
    description = "What maintainers of {project}'s modules can do next, and what is on record for each."
    page = Page("health", "Needs attention", description, shows, boost=0.3)
    yield page
    for part in found:
        modules = [module for module, _ in part.items]
        own = {"records": part.items, "looked": [one for one in looks if one.module in modules]}
        yield replace(page, shows=shows | own, part=part)
