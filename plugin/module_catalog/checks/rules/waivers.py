"""Waivers: rules that do not apply to an entry until a date (MC702 to MC704).

Findings → those that remain, and new ones.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from ...catalog.entries import Module, Waiver
from ...catalog.model import Catalog
from ...diagnostics import Finding, Place, Related, Severity
from .rule import Rule

EXPIRED = Rule(
    "MC702",
    "a waiver has not expired",
    "A waiver is temporary. After its last day the finding counts again: fix it, or agree on a new date.",
    across=True,
)
UNUSED = Rule(
    "MC703",
    "a waiver waives a finding",
    "A waiver for something that is already fixed would hide the next mistake.",
    severity=Severity.WARNING,
    across=True,
)
UNKNOWN = Rule(
    "MC704",
    "a waiver names a rule that can be waived",
    "Rules about reading an entry, and the rules about waivers, cannot be waived.",
)

_NEVER = re.compile("MC(0..|10[1-8]|11[01]|20[23]|70[2-4])")
"""The codes that no waiver can name."""


def waived(
    findings: Iterable[Finding], catalog: Catalog, known: Container[str], partial: Container[str] = ()
) -> Iterator[Finding]:
    """Yield the findings that no waiver of their entry covers, then those about the waivers.

    *known* are the codes there are, *partial* the paths of entries that were not checked by every rule.
    """
    waivers = {
        (module.document.path, one.rule): (one, module, index) for module, index, one in _waivers(catalog)
    }
    used = set()
    for finding in findings:
        at = (finding.place.path, finding.code)
        used.add(at)
        if at not in waivers or _NEVER.fullmatch(finding.code):
            yield finding
        elif not waivers[at][0].holds(catalog.today):
            yield _expired(finding, *waivers[at])
    for at, (waiver, module, index) in waivers.items():
        if waiver.rule not in known or _NEVER.fullmatch(waiver.rule):
            message = f"`{waiver.rule}` cannot be waived: fix what it finds, and remove the waiver"
            yield Finding(UNKNOWN.code, message, _place(module, index))
        elif at not in used and at[0] not in partial:
            yield Finding(
                UNUSED.code,
                f"`{waiver.rule}` has no finding here any more: remove the waiver",
                _place(module, index),
            )


def _waivers(catalog: Catalog) -> Iterator[tuple[Module, int, Waiver]]:
    return (
        (module, index, waiver) for module in catalog.modules for index, waiver in enumerate(module.waivers)
    )


def _place(module: Module, index: int) -> Place:
    return module.where("waivers", index, "rule")


def _expired(finding: Finding, waiver: Waiver, module: Module, index: int) -> Finding:
    """Return the finding that counts again, as one of the waiver that has ended: one mistake, one finding."""
    message = f"{finding.message}; the waiver of {finding.code} ended on {waiver.until}"
    related = (*finding.related, Related(_place(module, index), f"it was waived here: {waiver.reason}"))
    return Finding(EXPIRED.code, message, finding.place, finding.suggestion, related)
