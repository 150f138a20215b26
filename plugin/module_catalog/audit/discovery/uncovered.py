"""Proposals and a catalog → those that no entry covers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ...catalog.model import Catalog
from ...catalog.reading.paths import PathClaims
from ...catalog.repositories import joined
from . import Proposal
from .candidate import key
from .toggles import FoundToggle


def uncovered(proposals: Iterable[Proposal], catalog: Catalog, repository: str) -> Iterator[Proposal]:
    """Yield the proposals of one of a catalog's repositories that no entry covers, in their order.

    An entry covers one whose path it names, or that has its name. One that lies in the folders of an entry is
    none by itself, unless it is a package, has owners of its own, or a toggle that no entry names.
    """
    present = [module for module in catalog.modules if not catalog.is_gone(module)]
    paths = {path for module in present for path in module.namespaces}
    names = {key(one) for module in catalog.modules for one in (module.id, module.name)}
    claims = PathClaims((path, None) for path in paths)
    toggles = named_toggles(catalog)
    for one in proposals:
        own = [joined(repository, path) for path in one.candidate.paths]
        is_known = key(one.candidate.name) in names or any(path in paths for path in own)
        is_apart = any(not claims.of(path) for path in own)
        if not is_known and (is_apart or _is_something(one, toggles)):
            yield one


def _is_something(proposal: Proposal, toggles: Collection[str]) -> bool:
    is_switched = any(one.name not in toggles for one in proposal.toggles)
    return proposal.candidate.is_package or bool(proposal.owners) or is_switched


def named_toggles(catalog: Catalog) -> frozenset[str]:
    """Return the toggles that entries name."""
    toggles = [toggle for module in catalog.modules for toggle in module.toggles]
    return frozenset(name for toggle in toggles for name in (toggle.name, *toggle.requires))


def unnamed(toggles: Iterable[FoundToggle], found: Iterable[Proposal], catalog: Catalog) -> list[FoundToggle]:
    """Return the toggles that neither an entry names nor a proposal has."""
    known = named_toggles(catalog) | {toggle.name for one in found for toggle in one.toggles}
    return [one for one in toggles if one.name not in known]
