"""What happened and what is planned (MC6xx)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ...catalog.documents import Document, Key
from ...catalog.entries import Event, Module, RoadmapItem
from ...catalog.model import Catalog
from ...catalog.releases import day, day_of, meant
from ...diagnostics import Severity, closest
from .rule import Violation, Violations, rule

_PERIODS = ("former_namespaces", "owners", "toggles", "compatibility")
"""Fields with items that begin and end."""


def _events(catalog: Catalog) -> Iterator[tuple[Module, int, Event]]:
    """Yield every event of every module, with its place in the history."""
    return ((module, index, event) for module in catalog.modules for index, event in enumerate(module.history))


def _planned(catalog: Catalog) -> Iterator[tuple[Module, int, RoadmapItem]]:
    """Yield every item of a roadmap that is not done yet, with its place."""
    items = ((module, index, item) for module in catalog.modules for index, item in enumerate(module.roadmap))
    return (found for found in items if found[2].status in ("planned", "in-progress"))


@rule("MC601", "the history runs from old to new")
def in_order(catalog: Catalog) -> Violations:
    """The last stage in the history is the module's stage, so the order carries meaning."""
    for module in catalog.modules:
        for index, (before, after) in enumerate(pairwise(module.history), start=1):
            if after.date < before.date:
                message = f"{after.date} comes after {before.date}, which is later: put the events in order, oldest first"
                yield Violation(module.where("history", index, "date"), message)


@rule("MC602", "a release is one the project has")
def known_releases(catalog: Catalog) -> Violations:
    """A release that does not exist is a misspelt one (with or without its v), and cannot be put on a time line."""
    names = frozenset(catalog.settings.release_names)
    for module in catalog.modules if names else ():
        for key, name in _moments(module):
            if name not in names and day(name) is None:
                message = f"`{name}` is not a release of the project: add it to `releases` or `upcoming` of catalog.yaml"
                yield Violation(module.where(*key), message, meant(name, catalog.settings))


def _moments(module: Module) -> Iterator[tuple[Key, str]]:
    """Yield the place of every release, or day in its place, that an entry names, and its name."""
    for field in (*_PERIODS, "history", "roadmap"):
        for index, item in enumerate(getattr(module, field)):
            for key in ("from", "since", "until", "release", "target"):
                name = getattr(item, f"{key}_" if key == "from" else key, None)
                if isinstance(name, str):
                    yield (field, index, key), name
    for key in ("since", "removal"):
        name = getattr(module.deprecation, key, None)
        if isinstance(name, str):
            yield ("deprecation", key), name


@rule("MC603", "a target lies ahead", severity=Severity.WARNING)
def target_ahead(catalog: Catalog) -> Violations:
    """Planned is not achieved. A target that has passed is either a new date or a thing that was done."""
    for module, index, item in _planned(catalog):
        passed = day_of(item.target, catalog.settings) if item.target and not catalog.is_gone(module) else None
        if passed and passed <= catalog.today:
            said = f"`{item.target}`" if str(passed) == item.target else f"`{item.target}` came out on {passed}"
            message = f"{said}, and this is still {item.status}: set a new target, or the status it has"
            yield Violation(module.where("roadmap", index, "target"), message)


@rule("MC604", "a roadmap leads to a stage that is not reached yet")
def stage_ahead(catalog: Catalog) -> Violations:
    """What leads to a stage the module has is done, or leads elsewhere."""
    for module, index, item in _planned(catalog):
        if item.toward and catalog.lifecycle.by_id[item.toward].order <= catalog.stage_of(module).order:
            message = f"`{module.id}` is at {module.stage} already: say what this leads to, or that it is done"
            yield Violation(module.where("roadmap", index, "toward"), message)


@rule("MC605", "the history has happened")
def has_happened(catalog: Catalog) -> Violations:
    """What is to come belongs into the roadmap, where its target is watched."""
    for module, index, event in _events(catalog):
        if event.date > catalog.today:
            message = f"{event.date} is still to come: plan it in `roadmap`, with a target"
            yield Violation(module.where("history", index, "date"), message)


@rule("MC606", "an event comes before its first release")
def before_its_release(catalog: Catalog) -> Violations:
    """The release of an event is the first one that contains it, which cannot have come out before."""
    for module, index, event in _events(catalog):
        out = day_of(event.release, catalog.settings) if event.release else None
        if out and out < event.date:
            message = f"`{event.release}` came out on {out}, before this happened: name the first release that contains it"
            yield Violation(module.where("history", index, "release"), message)


@rule("MC607", "an event names a decision of its entry")
def known_decision(catalog: Catalog) -> Violations:
    """A reader who wants to know why must find the decision on the same page."""
    for module, index, event in _events(catalog):
        titles = [rfc.title for rfc in module.rfcs]
        if event.rfc and event.rfc not in titles:
            message = f"`{event.rfc}` is not a title in `rfcs`: add the decision there, or name it as it is written"
            yield Violation(module.where("history", index, "rfc"), message, closest(event.rfc, titles))


@rule("MC608", "what begins begins before it ends")
def begins_before_it_ends(catalog: Catalog) -> Violations:
    """A toggle, an owner or a combination that ended before it began is one of two dates mistyped."""
    for module in catalog.modules:
        for field in _PERIODS:
            for index, item in enumerate(getattr(module, field)):
                start, end = getattr(item, "since", None) or getattr(item, "from_", None), item.until
                begun, ended = (day_of(moment, catalog.settings) if moment else None for moment in (start, end))
                if begun and ended and ended < begun:
                    message = f"`{end}` comes before `{start}`: one of the two is mistyped"
                    yield Violation(module.where(field, index, "until"), message)


@rule("MC609", "releases stand in the order they came out")
def releases_in_order(catalog: Catalog) -> Violations:
    """Time lines, and the last release that still has a module, follow this order. A release that stands twice has two dates."""
    document: Document = catalog.settings.document
    names = [release.name for release in catalog.settings.releases]
    for index, (before, after) in enumerate(pairwise(catalog.settings.releases), start=1):
        if after.date < before.date:
            message = f"`{after.name}` came out before `{before.name}`: put the releases in order, oldest first"
            yield Violation(document.where("releases", index, "date"), message)
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Violation(document.where("releases", index, "name"), f"`{name}` stands here already: keep one of the two")


@rule("MC610", "what was to be removed by now is removed", severity=Severity.WARNING)
def removal_ahead(catalog: Catalog) -> Violations:
    """A removal that was announced and did not come leaves users between two answers."""
    for module in catalog.modules:
        removal = module.deprecation.removal if module.deprecation else None
        passed = day_of(removal, catalog.settings) if removal and not catalog.is_gone(module) else None
        if passed and passed <= catalog.today:
            message = f"`{removal}` has passed and `{module.id}` is still there: remove it, or announce a new day"
            yield Violation(module.where("deprecation", "removal"), message)
