"""Result → the owners of modules who have been silent for long, and the command that lets them step down.

They are told as contradictions: no commit of theirs is younger than the limit. Where their activity was not
read, as in a history that is not whole, there is no contradiction, and nothing is proposed.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..catalog.entries import Module, Owner
from ..catalog.model import Catalog
from ..catalog.queries.owners import last_confirmed
from .contradictions import contradictions
from .gates import GATES, stage_shortfalls
from .result import Result


@dataclass(frozen=True)
class SilentOwners:
    """Those owners of a module who have been silent for long."""

    module: Module
    people: tuple[str, ...]
    """Their handles, in the order of the entry."""
    is_all: bool
    """Whether nobody else owns the module."""
    missing: tuple[str, ...]
    """What its stage requires of owners and would not have without them, each with its remedy."""

    @property
    def command(self) -> str:
        """What makes them former owners, to paste; where nobody is left, the entry asks for an owner."""
        removed = (word for handle in self.people for word in ("--remove", handle))
        words = ("own", self.module.id, *removed, *(("--seek",) if self.is_all else ()))
        return f"module-catalog {shlex.join(words)}"

    @property
    def sentence(self) -> str:
        """What to do, with the command, and with what is to be done before it."""
        first = f"; before that, its stage needs {'; '.join(self.missing)}" if self.missing else ""
        return f"if {_listed(self.people)} stepped down: `{self.command}`{first}"


def silent_owners(result: Result) -> tuple[SilentOwners, ...]:
    """Return the silent owners of each module that has some, in the order of modules.

    Nobody is among them who began or confirmed within the limit, and none of a finding that is waived.
    """
    found: dict[str, set[str]] = {}
    for one in contradictions(result):
        if one.claim.kind == "owner" and one.claim.subject:
            found.setdefault(one.module.id, set()).add(one.claim.subject)
    catalog = result.catalog
    return tuple(_of_modules(found, catalog)) if catalog else ()


def _of_modules(found: Mapping[str, set[str]], catalog: Catalog) -> Iterator[SilentOwners]:
    for id_, handles in found.items():
        module = catalog.by_id[id_]
        active = catalog.active_owners(module)
        silent = [owner for owner in active if owner.person in handles and not _spoke(owner, catalog)]
        if silent:
            is_all = len(silent) == len(active)
            after = _without(module, silent, catalog)
            before, missing = _missing(module, catalog), _missing(after, catalog)
            new = (message for code, message in missing.items() if code not in before)
            yield SilentOwners(module, tuple(owner.person for owner in silent), is_all, tuple(new))


def _spoke(owner: Owner, catalog: Catalog) -> bool:
    """Say whether an owner began or confirmed within the limit for silence."""
    last = last_confirmed(owner)
    return last is not None and (catalog.today - last).days <= catalog.settings.limits.silent_days


def _without(module: Module, silent: list[Owner], catalog: Catalog) -> Module:
    gone = {owner.person for owner in silent}
    after = replace(module, owners=tuple(owner for owner in module.owners if owner.person not in gone))
    return after if catalog.active_owners(after) else replace(after, seeking_owners=True)


def _missing(module: Module, catalog: Catalog) -> Mapping[str, str]:
    """Return what a check reports as missing at the stage of a module, by the code of the rule."""
    return {
        kind.code: shortfall.message
        for kind in GATES.values()
        for _, shortfall in stage_shortfalls(module, kind, catalog)
        if not shortfall.is_acknowledged
    }


def _listed(people: tuple[str, ...]) -> str:
    *others, last = (f"`{handle}`" for handle in people)
    return f"{', '.join(others)} and {last} have" if others else f"{last} has"
