"""The page of rules: each with its reason, and with what the program says of its bad example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from ...catalog.model import Catalog
from ...checks import examples
from ...checks.pipeline import check_source
from ...checks.rules import RULES, Rule
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


@dataclass(frozen=True)
class Explained:
    """A rule, with what the program really says of its bad example."""

    rule: Rule
    bad: str
    output: str
    good: str


# Kept, because a server builds the page again and again.
@cache
def explained(code: str) -> Explained:
    """Return a rule with its examples, and the report of the bad one."""
    rule = RULES[code]
    before = examples.catalog(rule.before) if rule.before else None
    result = check_source(examples.catalog(rule.bad), today=examples.TODAY, base=before)
    output = "\n\n".join(block(finding, result) for finding in result.findings)
    was = f"{rule.before.strip()}\n\n# … and later\n" if rule.before else ""
    return Explained(rule, f"{was}{rule.bad.strip()}", output, rule.good.strip())


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every rule that a check applies, with its reason."""
    grouped = groupby(map(explained, RULES), key=lambda one: int(one.rule.code[2]))
    families = [(FAMILIES[number], list(group)) for number, group in grouped]
    description = "Every rule that a check of the catalog applies, and why."
    yield Page("rules", "Rules", description, {"families": families}, hides=("navigation",))
