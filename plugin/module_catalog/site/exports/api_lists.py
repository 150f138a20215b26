"""More files of the JSON API, each a list across modules: what happened, people, toggles, releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...catalog.addresses import module_path, published
from ...catalog.entries import Module
from ...catalog.model import Catalog, Person
from ...catalog.queries.in_tags import InTags
from ...catalog.queries.released import release_of
from ...catalog.queries.toggle_ends import end
from ...catalog.queries.toggles import ModuleToggle, module_toggles
from ..changes import Change, changes_of
from .api import FILES, Data, api_file, known, written
from .export import export


@export("changes", "What happened to modules, newest first.", path=FILES["changes"], is_format=False)
def changes(catalog: Catalog) -> bytes:
    """Return the events of all modules, as their entries write them, each with whose it is."""
    listed = [_change(one, catalog) for one in changes_of(catalog)]
    return written(api_file("changes", changes=listed))


def _change(one: Change, catalog: Catalog) -> Data:
    place = one.module.history.index(one.event)
    return {
        "module": one.module.id,
        "page": published(module_path(one.module.id), catalog.settings, one.anchor),
        "event": one.module.value("history", place),
    }


@export("people", "People and teams, and what each owns.", path=FILES["people"], is_format=False)
def people(catalog: Catalog) -> bytes:
    """Return everybody whom the roster or an entry names, by handle."""
    owned = _owned(catalog)
    listed = [
        known(
            handle=handle,
            **_of_roster(catalog.people.get(handle), catalog),
            owns=owned.get(handle, {}).get("owns", []),
            owned=owned.get(handle, {}).get("owned", []),
        )
        for handle in sorted({*catalog.people, *owned})
    ]
    return written(api_file("people", people=listed))


def _of_roster(person: Person | None, catalog: Catalog) -> Data:
    if person is None:
        return {}
    return {
        "name": person.name,
        "role": person.role,
        "is_team": person.is_team,
        "has_left": person.has_left(catalog.today),
        "members": list(person.members) or None,
        "url": person.url,
    }


def _owned(catalog: Catalog) -> Mapping[str, Mapping[str, list[str]]]:
    """Return the modules that each handle owns, and those that it once did or that are gone."""
    found: dict[str, dict[str, list[str]]] = {}
    for module in catalog.modules:
        active = {owner.person for owner in catalog.active_owners(module)}
        for handle in dict.fromkeys(owner.person for owner in module.owners):
            is_now = handle in active and not catalog.is_gone(module)
            found.setdefault(handle, {}).setdefault("owns" if is_now else "owned", []).append(module.id)
    return found


@export("toggles", "Every toggle, and the modules that it turns on.", path=FILES["toggles"], is_format=False)
def toggles(catalog: Catalog) -> bytes:
    """Return every toggle as its entry writes it: those that stand first, then by module."""
    listed = [_toggle(one, catalog) for one in module_toggles(catalog)]
    return written(api_file("toggles", toggles=listed))


def _toggle(one: ModuleToggle, catalog: Catalog) -> Data:
    place = next(index for index, toggle in one.module.own_toggles if toggle is one.toggle)
    modules = [module.id for module in one.modules]
    written_there = one.module.value("toggles", place)
    moment = end(one.toggle, one.module, catalog)
    return known(modules=modules, is_gone=one.is_gone, end=moment, toggle=written_there)


@export("releases", "Every release, and what came and left with it.", path=FILES["releases"], is_format=False)
def releases(catalog: Catalog) -> bytes:
    """Return every release in its order, those to come included. An event without one counts by its date."""
    settings, came_with, tags = catalog.settings, release_of(catalog), InTags(catalog)
    events = _by_release(
        (module, came_with(event), event.event) for module in catalog.modules for event in module.history
    )
    listed = [
        known(
            name=name,
            date=day.isoformat() if (day := settings.release_days.get(name)) else None,
            is_out=name in settings.out,
            changes=events.get(name, []),
            tag=_tag(name, catalog, tags) if name in tags.releases else None,
        )
        for name in settings.release_names
    ]
    return written(api_file("releases", releases=listed))


def _tag(release: str, catalog: Catalog, tags: InTags) -> Data:
    has = [module.id for module in catalog.modules if tags.has(module, release)]
    return known(url=tags.url(release), modules=has)


def _by_release(events: Iterable[tuple[Module, str | None, str]]) -> Mapping[str, list[Data]]:
    found: dict[str, list[Data]] = {}
    for module, release, event in events:
        if release:
            found.setdefault(release, []).append({"module": module.id, "event": event})
    return found
