"""Activity: who worked on a module lately. Commits that touch half the tree are no sign of life."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.evidence import Claim
from ..survey import Survey


def activity(survey: Survey) -> Iterator[Claim]:
    """Yield how much each module that is there was worked on."""
    # The end of a history says nothing about a whole year.
    for module in () if survey.tree.is_shallow else survey.present_asked:
        pulse = survey.commit_history.modules[module.id]
        found = str(pulse.last) if pulse.last else None
        yield survey.claim(
            "activity",
            "no-claim",
            module,
            count=pulse.count,
            of=survey.commit_history.people.count(pulse.authors),
            found=found,
        )
