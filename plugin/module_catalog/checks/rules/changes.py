"""What a change must not do without a word (MC45x): an earlier catalog against this one. Only `check --base` applies these."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...diagnostics import Place, Severity
from .rule import Between, Rule, Violation, Violations, reason


def between(code: str, title: str, *, severity: Severity = Severity.ERROR) -> Callable[[Between], Rule]:
    """Turn a function of an earlier and a later catalog into the rule it checks; as `rule`."""
    return lambda check: Rule(code, title, reason(check), severity=severity, between=check)


def _pairs(before: Catalog, after: Catalog) -> Iterator[tuple[Module, Module]]:
    """Yield each module of both catalogs, as it was and as it is."""
    return ((module, after.by_id[module.id]) for module in before.modules if module.id in after.by_id)


@between("MC451", "an entry stays when its module goes")
def not_deleted(before: Catalog, after: Catalog) -> Violations:
    """Old names stand in logs, papers and bookmarks. An entry that is gone leads them nowhere."""
    for module in before.modules:
        if module.id not in after.known_ids:
            message = f"the entry of `{module.id}` is gone: keep it, with `stage: removed` and the event that removed it"
            yield Violation(Place(module.document.path), message)


@between("MC452", "a stage is not lowered")
def not_lowered(before: Catalog, after: Catalog) -> Violations:
    """Others have come to rely on a wider reach. The way back is a deprecation, where it is announced."""
    for old, new in _pairs(before, after):
        was, now = before.stage_of(old), after.lifecycle.by_id.get(new.stage)
        if now and was.id in after.lifecycle.by_id and now.presence == was.presence == "live" and now.order < was.order:
            message = f"`{new.id}` was at {was.id}, and {now.id} is less: deprecate it, or put the stage back"
            yield Violation(new.where("stage"), message)


@between("MC453", "a stage follows from the one it had")
def no_jump(before: Catalog, after: Catalog) -> Violations:
    """A history written anew can hide a stage that was skipped; the catalog as it was cannot."""
    for old, new in _pairs(before, after):
        if old.stage == new.stage or old.stage not in after.lifecycle.by_id or _is_lower(old, new, after):
            continue
        if new.entered and not new.entered.is_reading and not _leads(old, new, after):
            allowed = ", ".join(way.to for way in after.lifecycle.transitions if way.from_ == old.stage) or "none"
            yield Violation(
                new.where("stage"), f"no transition leads from {old.stage}, where it was, to {new.stage}; allowed: {allowed}"
            )


def _leads(old: Module, new: Module, catalog: Catalog) -> bool:
    """Say whether the steps that are new in the history lead from the stage the module had to the one it has."""
    had = [event for _, event in old.stage_events]
    held = old.stage
    for _, event in new.stage_events:
        if event not in had and not event.is_reading:
            if not catalog.lifecycle.allows(held, str(event.stage)):
                return False
            held = str(event.stage)
    return held == new.stage


def _is_lower(old: Module, new: Module, catalog: Catalog) -> bool:
    was, now = catalog.lifecycle.by_id[old.stage], catalog.stage_of(new)
    return was.presence == now.presence == "live" and now.order < was.order


@between("MC454", "an owner leaves with a word", severity=Severity.WARNING)
def owners_leave_with_a_word(before: Catalog, after: Catalog) -> Violations:
    """Who looked after a module is a part of its history, and a line that vanishes may have vanished by mistake."""
    for old, new in _pairs(before, after):
        still = {owner.person.casefold() for owner in new.owners}
        for owner in old.current_owners:
            if owner.person.casefold() not in still:
                message = f"`{owner.person}` is no longer named: keep the line, and give it an `until`"
                yield Violation(new.where_key("owners"), message)


@between("MC455", "a toggle leaves with a word", severity=Severity.WARNING)
def toggles_leave_with_a_word(before: Catalog, after: Catalog) -> Violations:
    """Builds still set a toggle that is gone. The catalog is where they learn since when it does nothing."""
    standing = {toggle.name for module in after.modules for toggle in module.toggles}
    for old, new in _pairs(before, after):
        for toggle in old.toggles:
            if toggle.name not in standing:
                message = f"the toggle `{toggle.name}` is no longer named: keep it, and give it an `until`"
                yield Violation(new.where_key("toggles"), message)


@between("MC456", "history is not rewritten")
def not_rewritten(before: Catalog, after: Catalog) -> Violations:
    """What happened stays as it happened. Notes and links may be corrected, and a reading of the catalog may be read anew."""
    for old, new in _pairs(before, after):
        now = [(event.date, event.event, event.stage) for event in new.history]
        for event in old.history:
            if not event.is_reading and (event.date, event.event, event.stage) not in now:
                message = f"the event `{event.event}` of {event.date} was here: put it back as it was, and add what is new"
                yield Violation(new.where_key("history"), message)
