"""The page for maintainers: what needs attention, a row of NEEDS each, and what is on record, by COLUMNS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ...catalog.entries import Module
from ...catalog.groups import by_name, by_reach
from ...catalog.model import Catalog
from ...catalog.owners import is_unowned
from ...checks.rules import RULES
from ...checks.rules.waivers import waived
from ...diagnostics import Finding
from ..audit_summary import module_audits, probes
from ..evidence import STATES, contradictions
from ..page import Page
from ..parts import LIMITS, by_letter, parts

Modules = list[Module]
Finder = Callable[[Catalog], Modules]


def _present(catalog: Catalog) -> Modules:
    return [module for module in by_name(catalog) if not catalog.is_gone(module)]


def _findings(codes: Collection[str], catalog: Catalog) -> list[Finding]:
    """Return the findings of these rules, as the check counts them: rules that are off and waivers hold."""
    asked = [RULES[code] for code in codes if catalog.severity(code, RULES[code].severity)]
    findings = [finding for rule in asked for finding in rule.findings(catalog)]
    return [finding for finding in waived(findings, catalog, RULES) if finding.code in codes]


def _found(*codes: str) -> Finder:
    """Return what finds the modules with findings of these rules."""

    def modules(catalog: Catalog) -> Modules:
        paths = {finding.place.path for finding in _findings(codes, catalog)}
        return [module for module in by_name(catalog) if module.document.path in paths]

    return modules


def _seeking(catalog: Catalog) -> Modules:
    return [module for module in _present(catalog) if module.seeking_owners]


def _unowned(catalog: Catalog) -> Modules:
    return [module for module in by_name(catalog) if is_unowned(module, catalog)]


def _alone(catalog: Catalog) -> Modules:
    return [module for module in by_name(catalog) if catalog.only_owner(module)]


_review_is_due = _found("MC421", "MC705")


def _unread(catalog: Catalog) -> Modules:
    due = _review_is_due(catalog)
    return [module for module in _present(catalog) if module.reviewed is None and module not in due]


def _no_way_out(catalog: Catalog) -> Modules:
    """Return the modules that are to be removed without a replacement or a removal date."""
    leaving = (module for module in _present(catalog) if catalog.stage_of(module).presence == "leaving")
    return [
        one
        for one in leaving
        if not (
            one.deprecation
            and one.deprecation.replacement not in (None, "no-record")
            and one.deprecation.removal
        )
    ]


def _contradicted(catalog: Catalog) -> Modules:
    return [module for module in by_name(catalog) if contradictions(module, catalog)]


_SOON = timedelta(days=90)


def _misfitting(catalog: Catalog) -> Modules:
    return [module for module in by_name(catalog) if module.document.misfits]


def _waiver_ends(catalog: Catalog) -> Modules:
    ends = catalog.today + _SOON
    return [module for module in by_name(catalog) if any(waiver.until <= ends for waiver in module.waivers)]


@dataclass(frozen=True)
class Need:
    """Something a person can do for modules."""

    id: str
    one: str
    """What follows the number, for one module."""
    many: str
    label: str
    """What to do. {field} is the field of the entry that takes it, or the command that does."""
    field: str
    of: Finder
    """Which modules need it, by name."""


NEEDS: tuple[Need, ...] = (
    Need(
        "contradicted",
        "module makes a claim that the source tree contradicts.",
        "modules make claims that the source tree contradicts.",
        "Either the entry or the tree is out of date, and only a person can say which. "
        "The page of each shows what was found.",
        "",
        _contradicted,
    ),
    Need(
        "misfits",
        "entry has a value that is not right, and counts as not recorded.",
        "entries have values that are not right, and count as not recorded.",
        "The page of each shows what is wrong, and {field} where.",
        "module-catalog check",
        _misfitting,
    ),
    Need(
        "seeking",
        "module is looking for an owner.",
        "modules are looking for an owner.",
        "The entry says so itself. To step in, add yourself to {field}.",
        "owners",
        _seeking,
    ),
    Need(
        "nobody",
        "module without a declared owner.",
        "modules without a declared owner.",
        "No source names an owner who is still active. If you maintain one, add yourself to {field}.",
        "owners",
        _unowned,
    ),
    Need(
        "alone",
        "module with one owner only.",
        "modules with one owner only.",
        "When that person steps down, the module has no owner. A second name in {field} is enough.",
        "owners",
        _alone,
    ),
    Need(
        "left",
        "entry names an owner who has left.",
        "entries name an owner who has left.",
        "End the ownership in {field}, and name a successor.",
        "owners",
        _found("MC503"),
    ),
    Need(
        "review",
        "entry is due for review.",
        "entries are due for review.",
        "Review it, fix what is no longer true, and set {field} to the day of the review.",
        "reviewed",
        _review_is_due,
    ),
    Need(
        "unaudited",
        "entry has changed since the last audit.",
        "entries have changed since the last audit.",
        "No audit has checked what they say now. Run {field} again.",
        "module-catalog audit",
        _found("MC918"),
    ),
    Need(
        "late",
        "roadmap has a target in the past.",
        "roadmaps have a target in the past.",
        "Set a new target in {field}, or update the status.",
        "roadmap",
        _found("MC603"),
    ),
    Need(
        "removal",
        "module is past its removal date.",
        "modules are past their removal date.",
        "Remove it, or announce a new date in {field}.",
        "deprecation.removal",
        _found("MC610"),
    ),
    Need(
        "way-out",
        "module that is to be removed lacks a replacement or a removal date.",
        "modules that are to be removed lack a replacement or a removal date.",
        "Users need both to plan; set them in {field}.",
        "deprecation",
        _no_way_out,
    ),
    Need(
        "waiver",
        "entry has a waiver that ends within 90 days.",
        "entries have a waiver that ends within 90 days.",
        "Fix what it waives before then, or agree on a new date in {field}.",
        "waivers",
        _waiver_ends,
    ),
    Need(
        "unread",
        "entry without a recorded review.",
        "entries without a recorded review.",
        "Nothing is overdue. Whoever reviews one sets {field} to that day.",
        "reviewed",
        _unread,
    ),
)
"""What can be needed, in the order in which a person can do something about it. A module without an RFC needs
nothing."""


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
        if catalog.evidence and _findings(["MC917"], catalog)
        else None
    )


def pages(catalog: Catalog, most: int = LIMITS["records"].most) -> Iterator[Page]:
    """What needs attention, and what is on record for each module that is there.

    The records of many are on pages by the first letters of their names.
    """
    present = _widest_first(_present(catalog), catalog)
    columns = [column for column in COLUMNS if any(column.of(module, catalog) for module in present)]
    records = [(module, [column.of(module, catalog) for column in columns]) for module in present]
    looks = module_audits(present, catalog)
    found = parts(records, most, by_letter(lambda record: record[0].name), weight=lambda _: 2 if looks else 1)
    shows: dict[str, Any] = {
        "needs": [(need, modules) for need in NEEDS if (modules := _widest_first(need.of(catalog), catalog))],
        "columns": [
            (column, sum(cells[at] is not None for _, cells in records)) for at, column in enumerate(columns)
        ],
        "unrecorded": [column.label for column in COLUMNS if column not in columns],
        "records": records,
        "present": len(present),
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
