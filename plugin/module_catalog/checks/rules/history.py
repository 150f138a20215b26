"""What happened and what is planned (MC6xx)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ...catalog.entries import Event, Module, RoadmapItem, Toggle
from ...catalog.model import Catalog
from ...catalog.queries.toggle_ends import end, first_release, has_passed
from ...catalog.reading.yaml_reader import Key
from ...catalog.releases import day, day_of, meant
from ...catalog.settings import Release, Settings
from ...diagnostics import Severity, closest
from .rule import Violation, Violations, rule
from .toggles import may_be_toggle

_PERIODS = ("former_namespaces", "owners", "compatibility")
"""Fields with items that begin and end."""


def _events(catalog: Catalog) -> Iterator[tuple[Module, int, Event]]:
    """Yield every event of every module, with its place in the history."""
    return (
        (module, index, event) for module in catalog.modules for index, event in enumerate(module.history)
    )


def _planned(catalog: Catalog) -> Iterator[tuple[Module, int, RoadmapItem]]:
    """Yield every item of a roadmap that is not done yet, with its place."""
    items = ((module, index, item) for module in catalog.modules for index, item in enumerate(module.roadmap))
    return (found for found in items if found[2].status in ("planned", "in-progress"))


@rule("MC601", "the history is in order, oldest event first")
def in_order(catalog: Catalog) -> Violations:
    """The last stage in the history is the module's stage, so the order matters."""
    for module in catalog.modules:
        # A day in the future is most likely a wrong one, and told as that.
        past = [(index, one) for index, one in enumerate(module.history) if not _is_future(one, catalog)]
        for (_, before), (index, after) in pairwise(past):
            if _is_earlier(after, before, catalog):
                said, then = (str(one.date) if one.date.year else one.release for one in (after, before))
                message = (
                    f"{said} is listed after {then}, which is later: put the events in order, oldest first"
                )
                key = "date" if after.date.year else "release"
                yield Violation(module.where("history", index, key), message)


def _is_earlier(one: Event, other: Event, catalog: Catalog) -> bool:
    """Say whether an event certainly was before another one.

    What has no date but its release's was at that day at the latest: it may have been earlier than what has
    a date of its own.
    """
    last, first = catalog.when(one).last, catalog.when(other).first
    is_open = one.date.year and not other.date.year
    return not is_open and bool(last and first and last < first)


@rule("MC602", "a release is in the list of releases")
def known_releases(catalog: Catalog) -> Violations:
    """An unknown release is often a misspelt one (with or without its v),
    and cannot be placed on a timeline.
    """  # noqa: D205 - Printed as one sentence.
    names = frozenset(catalog.settings.release_names)
    for module in catalog.modules if names else ():
        for key, name in _moments(module):
            if name not in names and day(name) is None:
                message = (
                    f"`{name}` is not a release of the project:"
                    " add it to `releases` or `upcoming` of catalog.yaml"
                )
                yield Violation(module.where(*key), message, meant(name, catalog.settings))


def _moments(module: Module) -> Iterator[tuple[Key, str]]:
    """Yield the place of every release, or day in its place, that an entry names, and its name."""
    for key, item in _dated(module):
        for name in ("from", "since", "until", "expires", "release", "target", "removal"):
            moment = getattr(item, f"{name}_" if name == "from" else name, None)
            if isinstance(moment, str):
                yield (*key, name), moment


def _dated(module: Module) -> Iterator[tuple[Key, object]]:
    """Yield everything in an entry that may name a release, with its place."""
    yield from _periods(module)
    for field in ("history", "roadmap", "parts"):
        yield from (((field, index), item) for index, item in enumerate(getattr(module, field)))
    for index, toggle in module.own_toggles:
        yield from ((("toggles", index, "history", row), one) for row, one in enumerate(toggle.history))
    yield ("deprecation",), module.deprecation


@rule("MC603", "a roadmap target is in the future", severity=Severity.WARNING)
def target_ahead(catalog: Catalog) -> Violations:
    """Planned is not achieved. When a target has passed, the item is either done or needs a new target."""
    for module, index, item in _planned(catalog):
        if item.target and not catalog.is_gone(module) and (said := _passed(item.target, catalog)):
            message = f"{said}, and this is still {item.status}: set a new target, or update the status"
            yield Violation(module.where("roadmap", index, "target"), message)


def _passed(target: str, catalog: Catalog) -> str | None:
    """Return what to say of a target that has passed; None for one that is still to come."""
    passed = day_of(target, catalog.settings)
    if passed is None:
        return f"`{target}` is out" if target in catalog.settings.out else None
    said = f"`{target}`" if str(passed) == target else f"`{target}` was released on {passed}"
    return said if passed <= catalog.today else None


@rule("MC604", "a roadmap item leads to a stage that is not reached yet")
def stage_ahead(catalog: Catalog) -> Violations:
    """An item toward a stage that the module already has is done, or is toward another stage."""
    for module, index, item in _planned(catalog):
        # A stage that the history contradicts is a mistake of its own.
        if not module.follows_history:
            continue
        if item.toward and catalog.lifecycle.by_id[item.toward].order <= catalog.stage_of(module).order:
            message = (
                f"`{module.id}` is {module.stage}, and this leads to a stage before: set `status: dropped`"
                if catalog.is_gone(module) and item.toward != module.stage
                else f"`{module.id}` is already at {module.stage}: set `status: done`, or name another stage"
            )
            yield Violation(module.where("roadmap", index, "toward"), message)


@rule("MC605", "an event is not in the future")
def has_happened(catalog: Catalog) -> Violations:
    """Plans belong in the roadmap, where their targets are checked."""
    for module, index, event in _events(catalog):
        if _is_future(event, catalog):
            message = f"{event.date} is in the future: move it to `roadmap`, with a target"
            yield Violation(module.where("history", index, "date"), message)


def _is_future(event: Event, catalog: Catalog) -> bool:
    return event.date.first is not None and catalog.is_ahead(event.date.first)


@rule("MC606", "an event is no later than its first release")
def before_its_release(catalog: Catalog) -> Violations:
    """`release` is the first release that contains the change, so it cannot be older than the event."""
    # The day of a release that is out of order is most likely a wrong one, and told as that.
    doubtful = {after.name for _, after in _swapped(catalog.settings)}
    for module, index, event in _events(catalog):
        out = (
            day_of(event.release, catalog.settings)
            if event.release and event.release not in doubtful
            else None
        )
        if out and event.date.first and out < event.date.first <= catalog.today:
            message = (
                f"`{event.release}` was released on {out}, before this happened:"
                " name the first release that contains it"
            )
            yield Violation(module.where("history", index, "release"), message)


@rule("MC607", "the decision of an event is listed in `rfcs`", needs_whole=True)
def known_decision(catalog: Catalog) -> Violations:
    """Readers who want to know why should find the decision on the same page."""
    for module, index, event in _events(catalog):
        titles = [rfc.title for rfc in module.rfcs]
        if event.rfc and event.rfc not in titles:
            message = (
                f"`{event.rfc}` is not a title in `rfcs`:"
                " add the decision there, or write its title as it is there"
            )
            begin = [title for title in titles if title.casefold().startswith(event.rfc.casefold())]
            meant = begin[0] if len(begin) == 1 else closest(event.rfc, titles)
            yield Violation(module.where("history", index, "rfc"), message, meant)


@rule("MC614", "a proposal is opened before it is updated or decided")
def opened_first(catalog: Catalog) -> Violations:
    """When a proposal was decided before it was opened, one of the two days is mistyped."""
    for module in catalog.modules:
        for index, rfc in enumerate(module.rfcs):
            for key, later in (("updated", rfc.updated), ("decided", rfc.decided)):
                if rfc.opened and later and later < rfc.opened:
                    message = (
                        f"{later} comes before {rfc.opened}, when it was opened: one of the two is mistyped"
                    )
                    yield Violation(module.where("rfcs", index, key), message)


@rule("MC608", "a period starts before it ends")
def begins_before_it_ends(catalog: Catalog) -> Violations:
    """When a toggle, an owner or a combination ends before it starts, one of the two dates is mistyped."""
    for module in catalog.modules:
        for key, item in _periods(module):
            start, end = getattr(item, "since", None) or getattr(item, "from_", None), item.until
            begun, ended = (day_of(moment, catalog.settings) if moment else None for moment in (start, end))
            if begun and ended and ended < begun:
                message = f"`{end}` comes before `{start}`: one of the two is mistyped"
                yield Violation(module.where(*key, "until"), message)


def _periods(module: Module) -> Iterator[tuple[Key, Any]]:
    """Yield everything in an entry that has a beginning and an end, with its place."""
    for field in _PERIODS:
        yield from (((field, index), item) for index, item in enumerate(getattr(module, field)))
    yield from ((("toggles", index), toggle) for index, toggle in module.own_toggles)


@rule("MC609", "releases are in order, oldest first")
def releases_in_order(catalog: Catalog) -> Violations:
    """Timelines, and the last release that still has a module, follow this order.

    A release that is listed twice has two dates.
    """
    document, names = catalog.settings.document, catalog.settings.out
    for before, after in _swapped(catalog.settings):
        index = names.index(after.name)
        message = (
            f"`{after.name}` was released before `{before.name}`: put the releases in order, oldest first"
        )
        yield Violation(document.where("releases", index, "date"), message)
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Violation(
                document.where("releases", index, "name"), f"`{name}` is listed twice: keep one of the two"
            )


def _swapped(settings: Settings) -> Iterator[tuple[Release, Release]]:
    """Yield each two neighbours in the list of releases of which the latter was released first."""
    neighbours = pairwise(settings.releases)
    return ((before, after) for before, after in neighbours if after.date < before.date)


@rule("MC610", "an announced removal has happened in time", severity=Severity.WARNING)
def removal_ahead(catalog: Catalog) -> Violations:
    """Users plan by the removal that was announced. One that did not happen leaves them guessing."""
    for module in catalog.modules:
        removal = module.deprecation.removal if module.deprecation else None
        passed = day_of(removal, catalog.settings) if removal and not catalog.is_gone(module) else None
        if passed and passed <= catalog.today:
            message = (
                f"`{removal}` has passed and `{module.id}` is still there: remove it, or announce a new date"
            )
            yield Violation(module.where("deprecation", "removal"), message)


@rule("MC616", "a module stayed until the removal that was announced", severity=Severity.WARNING)
def removed_in_time(catalog: Catalog) -> Violations:
    """Users plan by the removal that was announced. One that comes earlier finds them unprepared.

    What was announced for a release is compared with the release of the removal; what was for a day, with its
    day and that of its release.
    """
    for module in filter(catalog.is_gone, catalog.modules):
        removal = module.deprecation.removal if module.deprecation else None
        left = next((event for event in reversed(module.history) if event.stage == module.stage), None)
        if removal and left and _is_early(left, removal, catalog):
            message = (
                f"`{removal}` was announced, and `{module.id}` was removed {_when(left)}:"
                " correct the one that is wrong, or say why in a waiver"
            )
            yield Violation(module.where("deprecation", "removal"), message)


def _when(event: Event) -> str:
    return f"with `{event.release}`" if event.release else f"on {event.date}"


def _is_early(event: Event, removal: str, catalog: Catalog) -> bool:
    """Say whether a removal certainly came before the release or day that was announced."""
    names, days = catalog.settings.release_names, catalog.settings.release_days
    if removal in names:
        return event.release in names and names.index(event.release) < names.index(removal)
    announced, last = day(removal), catalog.when(event).last
    if not announced or not last or (event.release and event.release not in days):
        return False
    return max(last, days.get(event.release or "", last)) < announced


@rule("MC611", "a removed module has no namespaces")
def folders_are_former(catalog: Catalog) -> Violations:
    """Readers look for files where `namespaces` says that they are."""
    for module in filter(catalog.is_gone, catalog.modules):
        if module.namespaces:
            message = (
                f"`{module.id}` is {module.stage}, and these are folders that are there:"
                " move them to `former_namespaces`, as `- path: …`"
            )
            yield Violation(module.where_key("namespaces"), message)


@rule("MC612", "a toggle ends with its module", severity=Severity.WARNING, across=True)
def toggles_have_ended(catalog: Catalog) -> Violations:
    """Users must know in which release a line of their build has lost its effect.

    A toggle that a module which is there has taken over goes on.
    """
    kept = {
        toggle.name for module in catalog.modules if not catalog.is_gone(module) for toggle in module.toggles
    }
    for module in filter(catalog.is_gone, catalog.modules):
        for index, toggle in module.own_toggles:
            if toggle.until is None and toggle.name not in kept and not may_be_toggle(toggle.name, catalog):
                message = (
                    f"`{module.id}` is {module.stage}, and no module that is there has its toggle"
                    f" `{toggle.name}`: name the first release without it as `until`"
                )
                yield Violation(module.where("toggles", index, "name"), message)


@rule("MC615", "a toggle has not outlived the end that was set for it", severity=Severity.WARNING)
def toggles_expire(catalog: Catalog) -> Violations:
    """A toggle that was to be temporary and stays doubles what has to be tested.

    It ends on the day, or with the release, under `expires`; without one, when it has lived as long as the
    lifecycle lets its `kind`, counted from its first release. One that is to stay says why under `permanent`.
    """
    for module in catalog.modules:
        for index, toggle in module.own_toggles:
            moment = end(toggle, module, catalog)
            if moment and has_passed(moment, catalog):
                key = "expires" if toggle.expires else "kind"
                message = (
                    f"{_to_be_gone(toggle, moment)}: remove it and set `until`,"
                    f" set {'a new ' * bool(toggle.expires)}`expires`, or say under `permanent` why it stays"
                )
                yield Violation(module.where("toggles", index, key), message)


def _to_be_gone(toggle: Toggle, moment: str) -> str:
    was = f"`{toggle.name}` was to be gone by {moment}"
    if toggle.expires:
        return was
    return f"{was}, as a toggle of the kind `{toggle.kind}` that is there since {first_release(toggle)}"


@rule("MC613", "only a removed module was split")
def split_when_removed(catalog: Catalog) -> Violations:
    """A module that is there and one that became others are two answers to the question where it is."""
    for module in catalog.modules:
        if module.split_into and not catalog.is_gone(module):
            message = f"`{module.id}` is there, and says what became of it: remove `split_into`"
            yield Violation(module.where_key("split_into"), message)
