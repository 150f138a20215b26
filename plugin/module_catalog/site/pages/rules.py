"""The page of rules: each with its reason, and with what the program says of its bad example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from ...catalog.model import Catalog
from ...checks import examples
from ...checks.dialect import PLAIN, Dialect, dialect
from ...checks.gates import GATES
from ...checks.pipeline import check_source
from ...checks.rules import RULES, Rule
from ...diagnostics import Severity
from ...reports.text import block
from ..page import Page

FAMILIES = (
    "YAML",
    "Shape",
    "Ids, names, paths, toggles",
    "Relations",
    "Lifecycle",
    "People",
    "Roadmap and history",
    "Freshness and waivers",
    "Showcase",
    "Evidence",
)
_BOOST = 0.3
"""Who searches for owners looks for the page of owners, not for a rule about them."""


@dataclass(frozen=True)
class RuleExample:
    """A rule, with what the program really says of its bad example."""

    rule: Rule
    bad: str
    output: str
    good: str


# Kept, because a server builds the page again and again.
@lru_cache(maxsize=2 * len(RULES))
def explained(code: str, words: Dialect = PLAIN) -> RuleExample:
    """Return a rule with its examples, told in the words of a catalog, and the report of the bad one."""
    shown = examples.of(code, words)
    before = examples.catalog(shown.before, words) if shown.before else None
    result = check_source(examples.catalog(shown.bad, words), today=examples.TODAY, base=before)
    output = "\n\n".join(block(finding, result) for finding in result.findings)
    was = f"{shown.before.strip()}\n\n# … and later\n" if shown.before else ""
    return RuleExample(RULES[code], f"{was}{shown.bad.strip()}", output, shown.good.strip())


def _severity(code: str, catalog: Catalog) -> Severity | None:
    """Return how severe a rule is in a catalog.

    None when no check applies it: it is off, or that of a gate which no stage has.
    """
    is_gate = code in {kind.code for kind in GATES.values()}
    asked = {GATES[gate.kind].code for stage in catalog.lifecycle.stages for gate in stage.gates}
    return catalog.severity(code, RULES[code].severity) if code in asked or not is_gate else None


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every rule that a check applies, with its reason."""
    words = dialect(catalog)
    severities = {code: severity for code in RULES if (severity := _severity(code, catalog))}
    grouped = groupby(severities, key=lambda code: int(code[2]))
    description = "Every rule that the check of the catalog applies, and why."
    shows = {
        "families": [(FAMILIES[at], [explained(code, words) for code in codes]) for at, codes in grouped],
        "others": [explained(code, words) for code in RULES if code not in severities],
        "severities": severities,
    }
    yield Page("rules", "Check rules", description, shows, boost=_BOOST, hides=("navigation",))
