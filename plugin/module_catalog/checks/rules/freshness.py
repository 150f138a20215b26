"""Reviews and how old they are (MC7xx). Waivers are in waivers.py."""

from __future__ import annotations

from ...catalog.model import Catalog
from ...diagnostics import Severity
from .rule import Violation, Violations, rule


@rule("MC701", "a review date is not in the future")
def review_has_happened(catalog: Catalog) -> Violations:
    """`reviewed` and `checked` are days on which somebody looked, so they cannot be in the future."""
    for module in catalog.modules:
        if module.reviewed and catalog.is_ahead(module.reviewed):
            yield Violation(
                module.where("reviewed"),
                f"{module.reviewed} is in the future: set the day you reviewed the entry",
            )
    for entry in catalog.showcase:
        if entry.checked and catalog.is_ahead(entry.checked):
            yield Violation(
                entry.document.where("checked"),
                f"{entry.checked} is in the future: set the day you followed the link",
            )


@rule("MC705", "an entry is reviewed often enough", severity=Severity.WARNING, needs_whole=True)
def read_often_enough(catalog: Catalog) -> Violations:
    """An entry that nobody reviews goes out of date unnoticed.

    Applies when catalog.yaml sets `limits: {review_days: …}`.
    """
    days = catalog.settings.limits.review_days
    for module in catalog.modules:
        if not catalog.is_overdue(module):
            continue
        if module.reviewed is None:
            yield Violation(
                module.where_key("name"),
                "no review of this entry is on record: review it, and set `reviewed`",
            )
        else:
            message = (
                f"the last review was on {module.reviewed}, more than {days} days ago:"
                " review the entry, and set `reviewed`"
            )
            yield Violation(module.where("reviewed"), message)
