"""What a change must not do silently (MC45x): an earlier catalog against this one.

Only `check --base` applies these.
"""

from __future__ import annotations

from collections.abc import Callable

from ...catalog.entries import Event, Module
from ...catalog.model import Catalog
from ...catalog.queries.differences import pairs
from ...diagnostics import Place, Severity
from .rule import Between, Rule, Violation, Violations, reason


def between(code: str, title: str, *, severity: Severity = Severity.ERROR) -> Callable[[Between], Rule]:
    """Turn a function of an earlier and a later catalog into the rule it checks; as `rule`."""
    return lambda check: Rule(code, title, reason(check), severity=severity, between=check)


@between("MC451", "the entry of a removed module is kept")
def not_deleted(before: Catalog, after: Catalog) -> Violations:
    """Old names live on in logs, papers and bookmarks. Without the entry they lead nowhere."""
    new = [module for module in after.modules if module.id not in before.known_ids]
    for module in before.modules:
        if module.id in after.known_ids or module.id in after.by_former_id:
            continue
        heir = next((one for one in new if _is_same(one, module)), None)
        if heir:
            message = (
                f"`{module.id}` is gone, and `{heir.id}` has its name or its paths:"
                f" if it was renamed, add `former_ids: [{module.id}]`"
            )
            yield Violation(heir.where_key("name"), message)
        else:
            message = (
                f"the entry of `{module.id}` was deleted:"
                " keep it, with `stage: removed` and the event that removed it"
            )
            yield Violation(Place(module.document.path), message)


def _is_same(new: Module, old: Module) -> bool:
    """Say whether a new module is probably an old one with another id."""
    has_name = new.name.casefold() == old.name.casefold()
    return has_name or bool(set(new.namespaces) & set(old.namespaces))


@between("MC452", "a stage is not lowered")
def not_lowered(before: Catalog, after: Catalog) -> Violations:
    """Others rely on the stage a module has reached.

    A module that is to lose reach is deprecated, so that its users are told.
    """
    for old, new in pairs(before, after):
        was, now = before.stage_of(old), after.lifecycle.by_id.get(new.stage)
        if (
            now
            and was.id in after.lifecycle.by_id
            and now.presence == was.presence == "live"
            and now.order < was.order
        ):
            message = (
                f"`{new.id}` was at {was.id}, and {now.id} is a lower stage:"
                " deprecate it, or restore the stage"
            )
            yield Violation(new.where("stage"), message)


@between("MC453", "a change of stage follows a transition of the lifecycle")
def no_jump(before: Catalog, after: Catalog) -> Violations:
    """A rewritten history can hide a skipped stage; a comparison with the earlier catalog shows it."""
    for old, new in pairs(before, after):
        if old.stage == new.stage or old.stage not in after.lifecycle.by_id or _is_lower(old, new, after):
            continue
        if new.entered and not new.entered.is_reading and not _leads(old, new, after):
            allowed = (
                ", ".join(way.to for way in after.lifecycle.transitions if way.from_ == old.stage) or "none"
            )
            yield Violation(
                new.where("stage"),
                f"no transition leads from {old.stage}, where it was, to {new.stage}; allowed: {allowed}",
            )


def _leads(old: Module, new: Module, catalog: Catalog) -> bool:
    """Say whether the new steps in the history lead from the stage the module had to the one it has."""
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


@between("MC454", "an owner who leaves stays on record", severity=Severity.WARNING)
def owners_leave_with_a_word(before: Catalog, after: Catalog) -> Violations:
    """Former owners are part of a module's history. A line that is gone may have been deleted by mistake."""
    for old, new in pairs(before, after):
        still = {owner.person.casefold() for owner in new.owners}
        for owner in old.current_owners:
            if owner.person.casefold() not in still:
                message = f"`{owner.person}` is no longer listed: keep the line, and add `until` to it"
                yield Violation(new.where_key("owners"), message)


@between("MC455", "a removed toggle stays on record", severity=Severity.WARNING)
def toggles_leave_with_a_word(before: Catalog, after: Catalog) -> Violations:
    """Builds may still set a removed toggle. The catalog says since when it has no effect."""
    standing = {toggle.name for module in after.modules for _, toggle in module.own_toggles}
    for old, new in pairs(before, after):
        for _, toggle in old.own_toggles:
            if toggle.name not in standing:
                message = f"the toggle `{toggle.name}` is no longer listed: keep it, and add `until` to it"
                yield Violation(new.where_key("toggles"), message)


def _still_says(now: Event, before: Event) -> bool:
    """Say whether an event says the same, maybe with a date that is known more exactly."""
    is_same = (now.event, now.stage) == (before.event, before.stage)
    is_dated = bool(now.date.year) or before.release in (None, now.release)
    return is_same and before.date.covers(now.date) and is_dated


@between("MC456", "history is not rewritten")
def not_rewritten(before: Catalog, after: Catalog) -> Violations:
    """Past events do not change.

    Notes and links may be corrected, a date written more exactly, and a stage with `basis: reading` changed.
    """
    for old, new in pairs(before, after):
        for event in old.history:
            if not event.is_reading and not any(_still_says(now, event) for now in new.history):
                when = event.date if event.date.year else event.release or event.date
                message = (
                    f"the event `{event.event}` of {when} was changed or removed:"
                    " restore it, and add a new event"
                )
                yield Violation(new.where_key("history"), message)
