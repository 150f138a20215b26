"""What the source tree contradicts → Markdown for an issue: a list for each owner.

Nobody is mentioned: an owner of a catalog has not asked for mail, and a handle may be another's on a host.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..catalog.entries import Module
from ..catalog.evidence import Evidence, SourceLocation
from ..catalog.model import Catalog
from ..checks.contradictions import Contradiction
from ..checks.result import Result
from ..checks.silent_owners import SilentOwners, silent_owners
from .parts import inert, linked, position, rule_link, said

_MOST = 60_000
"""How many characters the lists have together: GitHub refuses an issue of more than 65,536."""
_NOBODY = "No declared owner"


def report(result: Result, found: Iterable[Contradiction], head: str) -> str:
    """Return a sentence, the *head*, and a list for each owner, in the order of their names."""
    if result.catalog is None:
        return f"{head}\n"
    lists: dict[str, list[str]] = {}
    items = [(one.module, _item(one, result)) for one in found]
    items += [(one.module, _proposal(one)) for one in silent_owners(result)]
    for module, item in items:
        for owner in _owners(module, result.catalog):
            lists.setdefault(owner, []).append(item)
    names = sorted(lists, key=lambda name: (name == _NOBODY, name.casefold()))
    return "".join([f"{head}\n", *_fitting([(name, lists[name]) for name in names])])


def _owners(module: Module, catalog: Catalog) -> Sequence[str]:
    """Return what the owners of a module are called, who have not stepped down."""
    owners = (owner.person for owner in catalog.active_owners(module))
    return [
        f"{inert(catalog.people[handle].name)} (`{handle}`)" if handle in catalog.people else f"`{handle}`"
        for handle in owners
    ] or [_NOBODY]


def _item(one: Contradiction, result: Result) -> str:
    evidence = result.catalog.evidence if result.catalog else None
    places = ", ".join(_spot(spot, evidence) for spot in one.claim.places)
    where = f"`{position(one.finding.place)}`"
    rest = "; ".join(filter(None, (where, places, rule_link(one.finding.code, result))))
    return f"- {inert(one.module.name)}: {inert(said(one.sentence))} ({rest})\n"


def _proposal(one: SilentOwners) -> str:
    return f"- {inert(one.module.name)}: {inert(said(one.sentence))}\n"


def _spot(spot: SourceLocation, evidence: Evidence | None) -> str:
    return linked(inert(f"`{said(str(spot))}`"), evidence.url(spot) if evidence else None)


def _fitting(lists: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Return as much as an issue holds, and how many more there are."""
    shown, length, left = [], 0, 0
    for name, items in lists:
        for index, item in enumerate(items):
            text = item if index else f"\n### {name}\n\n{item}"
            length += len(text)
            if length > _MOST:
                left += 1
            else:
                shown.append(text)
    more = [f"\n{left:,} more are not shown here: `module-catalog audit` lists them all.\n"] if left else []
    return shown + more
