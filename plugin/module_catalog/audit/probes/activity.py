"""Activity: who worked on a module lately. Commits that touch half the tree are no sign of life."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.evidence import Claim
from ..survey import Look


def activity(look: Look) -> Iterator[Claim]:
    """Yield how much each module that is there was worked on."""
    # The end of a history says nothing about a whole year.
    for module in () if look.tree.is_shallow else look.present:
        pulse = look.past.modules[module.id]
        found = str(pulse.last) if pulse.last else None
        yield look.claim("activity", "no-claim", module, count=pulse.count, of=look.past.people.count(pulse.authors), found=found)
