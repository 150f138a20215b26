"""What `audit` only lists: what no entry covers, and the releases that entries leave out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ..catalog.claim_kinds import CLAIM_KINDS
from ..catalog.evidence import Evidence
from ..catalog.model import Catalog
from ..catalog.repositories import split


def _commands(catalog: Catalog, found: Evidence) -> Iterator[str]:
    """Yield a command that begins an entry for what none covers.

    Folders and toggles of one name are one module.
    """
    about: dict[str, list[str]] = {}
    for claim in found.claims:
        name = split(str(claim.subject))[1].rpartition("/")[2].removeprefix("USE_")
        about.setdefault(re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-"), []).append(str(claim.subject))
    for id_, subjects in sorted(about.items()):
        if id_ and id_ not in catalog.known_ids:
            yield f"module-catalog new {id_}  # {', '.join(subjects)}"


def _lines(catalog: Catalog, found: Evidence) -> Iterator[str]:
    """Yield a line for each release that an entry leaves out and that tags show, with where it goes."""
    for claim in found.claims:
        module = catalog.by_id.get(claim.module or "")
        says = CLAIM_KINDS[claim.kind].says
        if module and says and claim.verdict == "no-claim":
            place = module.where(*(claim.key(module) or ("name",)))
            yield f"{place.path}:{place.line}: {claim.subject}: {says}: {claim.found}"


LISTERS: Mapping[str, tuple[tuple[str, ...], Callable[[Catalog, Evidence], Iterator[str]]]] = {
    "discover": (("unclaimed",), _commands),
    "releases": (("releases", "events"), _lines),
}
"""By the name of the option: the probes that look, and what makes lines of what they find."""
