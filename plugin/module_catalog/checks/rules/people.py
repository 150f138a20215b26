"""Owners and other people (MC5xx)."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.queries.owners import is_confirmed, last_confirmed
from ...catalog.reading.yaml_reader import Key
from ...catalog.references import own_values
from ...diagnostics import Severity, closest
from .rule import Violation, Violations, rule
from .text import is_placeholder, no_placeholders


@rule("MC501", "everybody an entry names is on the roster")
def on_the_roster(catalog: Catalog) -> Violations:
    """The roster knows who somebody is and what role they have.

    A handle that is not on it is often a misspelt or a renamed one.
    """
    roster = frozenset(catalog.people)
    for team in catalog.people.values() if catalog.roster else ():
        for index, handle in enumerate(team.members):
            if catalog.roster and handle not in roster:
                place = catalog.roster.where("teams", team.handle, "members", index)
                yield Violation(
                    place, f"`{handle}` is not on the roster: add them to it", closest(handle, roster)
                )
    # A placeholder is nobody: that it is one is what there is to say.
    says_so = catalog.severity(no_placeholders.code, no_placeholders.severity)
    for module in catalog.modules if catalog.has_roster else ():
        for key, handle in (*_named(module), *own_values(module, "person", catalog.settings.fields)):
            if handle not in roster and not (says_so and is_placeholder(handle)):
                meant = closest(handle, roster)
                yield Violation(
                    module.where(*key), f"`{handle}` is not on the roster: add them to people.yaml", meant
                )


@rule("MC502", "nobody is named twice in one list")
def named_once(catalog: Catalog) -> Violations:
    """Two lines for one person make one owner look like two. Handles are compared without regard to case.

    Somebody may own a module in several capacities.
    """
    for module in catalog.modules:
        seen: set[tuple[str | int, str, str | None]] = set()
        for key, handle in _named(module):
            capacity = module.owners[int(key[1])].as_ if key[0] == "owners" else None
            one = (key[0], handle.casefold(), capacity)
            if one in seen:
                yield Violation(
                    module.where(*key), f"`{handle}` is listed twice in `{key[0]}`: keep one of the two"
                )
            seen.add(one)


@rule("MC503", "an owner has not left the project", severity=Severity.WARNING)
def still_there(catalog: Catalog) -> Violations:
    """A question to an owner who has left gets no answer."""
    for module in catalog.modules:
        if catalog.is_gone(module):
            continue
        for index, owner in enumerate(module.owners):
            person = catalog.people.get(owner.person)
            if person and person.has_left(catalog.today) and owner.until is None:
                message = (
                    f"`{owner.person}` left on {person.until}:"
                    " add `until` to the ownership, and name a successor"
                )
                yield Violation(module.where("owners", index, "person"), message)


@rule("MC504", "a handle is on the roster once")
def on_the_roster_once(catalog: Catalog) -> Violations:
    """Handles are compared without regard to case, and a team is not a person: entries could mean either."""
    seen: dict[str, str] = {}
    if catalog.roster is None:
        return
    for group in ("people", "teams"):
        for handle in catalog.roster.value(group) or {}:
            before = seen.setdefault(handle.casefold(), f"{group}.{handle}")
            if before != f"{group}.{handle}":
                message = f"`{handle}` is on the roster already, as `{before}`: keep one of the two"
                yield Violation(catalog.roster.where_key(group, handle), message)


@rule("MC505", "an owner has confirmed it lately", severity=Severity.WARNING)
def confirmed_lately(catalog: Catalog) -> Violations:
    """Who once owned a module may have moved on without a word.

    Applies when catalog.yaml sets `limits: {confirm_days: …}`. The days count from `confirmed`; without it,
    from `since` where that is a day.
    """
    days = catalog.settings.limits.confirm_days
    for module in catalog.modules if days else ():
        active = () if catalog.is_gone(module) else catalog.active_owners(module)
        for owner in active:
            if not is_confirmed(owner, catalog):
                last = last_confirmed(owner)
                since = (
                    f"said so on {last}, more than {days} days ago" if last else "has never said so on record"
                )
                message = (
                    f"`{owner.person}` owns this and {since}:"
                    f" once they say so again, `module-catalog own {module.id} --confirm {owner.person}`"
                    " sets `confirmed`; else add `until`"
                )
                yield Violation(module.where("owners", module.owners.index(owner), "person"), message)


def _named(module: Module) -> Iterator[tuple[Key, str]]:
    """Yield the place of every handle an entry names, and the handle."""
    for index, owner in enumerate(module.owners):
        yield ("owners", index, "person"), owner.person
    for index, endorsement in enumerate(module.endorsements):
        yield ("endorsements", index, "person"), endorsement.person
    if module.champion:
        yield ("champion", "person"), module.champion.person
