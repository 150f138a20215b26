"""What needs attention: a row of NEEDS each, for the page of health and for what watches it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..catalog.queries.groups import by_name
from ..catalog.queries.owners import is_unowned
from ..checks.rules import RULES
from ..checks.rules.waivers import waived
from ..diagnostics import Finding
from .evidence import contradictions

Modules = list[Module]
Finder = Callable[[Catalog], Modules]


def present(catalog: Catalog) -> Modules:
    """Return the modules that are in the tree, by name."""
    return [module for module in by_name(catalog) if not catalog.is_gone(module)]


def findings(codes: Collection[str], catalog: Catalog) -> list[Finding]:
    """Return the findings of these rules, as the check counts them: rules that are off and waivers hold."""
    asked = [RULES[code] for code in codes if catalog.severity(code, RULES[code].severity)]
    found = [finding for rule in asked for finding in rule.findings(catalog)]
    return [finding for finding in waived(found, catalog, RULES) if finding.code in codes]


def _found(*codes: str) -> Finder:
    """Return what finds the modules with findings of these rules."""

    def modules(catalog: Catalog) -> Modules:
        paths = {finding.place.path for finding in findings(codes, catalog)}
        return [module for module in by_name(catalog) if module.document.path in paths]

    return modules


def _seeking(catalog: Catalog) -> Modules:
    return [module for module in present(catalog) if module.seeking_owners]


def _unowned(catalog: Catalog) -> Modules:
    return [module for module in by_name(catalog) if is_unowned(module, catalog)]


def _alone(catalog: Catalog) -> Modules:
    return [module for module in by_name(catalog) if catalog.only_owner(module)]


_review_is_due = _found("MC421", "MC705")


def _unread(catalog: Catalog) -> Modules:
    due = {module.id for module in _review_is_due(catalog)}
    return [module for module in present(catalog) if module.reviewed is None and module.id not in due]


def _no_way_out(catalog: Catalog) -> Modules:
    """Return the modules that are to be removed without a replacement or a removal date."""
    leaving = (module for module in present(catalog) if catalog.stage_of(module).presence == "leaving")
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
    by_owner: bool = False
    """Whether the page lists these by who can do it."""


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
        "unconfirmed",
        "module has an owner who has not confirmed it lately.",
        "modules have an owner who has not confirmed it lately.",
        "Ask, and set {field} to the day of the answer; or end the ownership.",
        "owners.confirmed",
        _found("MC505"),
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
        "expired",
        "module has a toggle that was to be gone by now.",
        "modules have a toggle that was to be gone by now.",
        "Remove the toggle, or set a new end in {field}.",
        "toggles.expires",
        _found("MC615"),
        by_owner=True,
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
