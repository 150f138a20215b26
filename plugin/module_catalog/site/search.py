"""What a search finds: a few words for each module, person, kind, stage, toggle, showcase entry and rule.

They take the place of what pages say in full: that would be twenty times as much, and a module would be
lost among the pages that only mention it. Only blanks stand between words: some hosts search punctuation too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ..catalog.entries import Module, ShowcaseEntry
from ..catalog.lifecycle import Stage
from ..catalog.model import Catalog, Person
from ..catalog.toggles import ModuleToggle
from .html import clipped, safe
from .messages import Messages
from .page import Page
from .pages.owners import owner_anchor


@dataclass(frozen=True)
class SearchEntry:
    """Something that can be found: a page, or a part of one."""

    title: str
    words: tuple[str, ...] = ()
    """Its texts, none of them empty."""
    anchor: str = ""
    """Where it stands on the page; nothing for the page itself."""


Names = Mapping[str, Any]
"""What the template of a page can use."""


def _texts(*texts: str | Iterable[str | None]) -> tuple[str, ...]:
    """Return texts, and lists of words as a text each, without those that are empty."""
    joined = (
        text if isinstance(text, str) else " ".join(dict.fromkeys(filter(None, text))) for text in texts
    )
    return tuple(text for text in joined if text)


def _module(names: Names, catalog: Catalog) -> tuple[str, ...]:
    module: Module = names["module"]
    is_own_name = module.id.casefold() == module.name.casefold()
    owners = (owner.person for owner in module.current_owners)
    return _texts(
        module.summary,
        (
            None if is_own_name else module.id,
            catalog.settings.kinds[module.kind].name,
            catalog.stage_of(module).label,
            module.maturity,
            *module.tags,
        ),
        (
            *(one.name for one in module.toggles),
            *module.namespaces,
            *(former.path for former in module.former_namespaces),
        ),
        chain.from_iterable(_called(catalog.people.get(handle, Person(handle, handle))) for handle in owners),
    )


def _called(person: Person) -> tuple[str, ...]:
    return (person.handle,) if person.name == person.handle else (person.handle, person.name)


def _kind(names: Names, catalog: Catalog) -> tuple[str, ...]:
    kind = names["group"].kind
    return _texts((kind.name, names["group"].id), kind.summary or "")


def _list(names: Names, catalog: Catalog) -> tuple[str, ...]:
    person: Person | None = names["person"]
    if person is None:
        return ()
    role = catalog.settings.roles.get(person.role or "")
    return _texts((person.handle, role, *person.commits_as))


def _files(names: Names, catalog: Catalog) -> tuple[str, ...]:
    return _texts([file.path for file in names["files"]], [file.description for file in names["files"]])


_OWN: Mapping[str, Callable[[Names, Catalog], tuple[str, ...]]] = {
    "module": _module,
    "kind": _kind,
    "facet": _list,
    "data": _files,
}
"""The texts of a page itself, by its kind; of others it is their description."""


def _stages(names: Names, catalog: Catalog, messages: Messages) -> Iterator[SearchEntry]:
    stages: Iterable[Stage] = (one.stage for one in names["stages"])
    for stage in stages:
        yield SearchEntry(stage.label, _texts(stage.means), stage.id.lower())


def _toggles(names: Names, catalog: Catalog, messages: Messages) -> Iterator[SearchEntry]:
    standing = (one for table in names["tables"] for _, group in table.kinds for one in group)
    rows: Iterable[ModuleToggle] = (*standing, *(one for one, _ in names["gone"]))
    for one in rows:
        yield SearchEntry(one.toggle.name, _texts(one.module.name), one.anchor)


def _owners(names: Names, catalog: Catalog, messages: Messages) -> Iterator[SearchEntry]:
    """Yield those that have no list of their own, which would be the place to find them."""
    lists = {} if catalog.settings.pages.get("facet") == "off" else names["lists"]
    people: Iterable[Person] = (*(one.person for one in names["owners_by_name"]), *names["idle"])
    for person in people:
        if person.handle not in lists:
            yield SearchEntry(person.name, _texts(person.handle), owner_anchor(person.handle))


def _showcase(names: Names, catalog: Catalog, messages: Messages) -> Iterator[SearchEntry]:
    entries: Iterable[ShowcaseEntry] = (one.entry for part in names["parts"] for one in part)
    for entry in entries:
        words = (messages.text(entry.kind), entry.venue, str(entry.year or ""), *entry.authors)
        texts = _texts(clipped(entry.summary), (*words, *entry.organisations))
        yield SearchEntry(entry.title, texts, f"work-{entry.id}")


def _rules(names: Names, catalog: Catalog, messages: Messages) -> Iterator[SearchEntry]:
    for rule in (one.rule for _, family in names["families"] for one in family):
        yield SearchEntry(f"{rule.code} {messages.text(rule.title)}", anchor=rule.code.lower())


def _fields(names: Names, catalog: Catalog, messages: Messages) -> Iterator[SearchEntry]:
    for sort in names["sorts"]:
        yield SearchEntry(sort.file, _texts([key.name for key in sort.keys]), sort.name)
    for gate in names["gates"]:
        yield SearchEntry(gate.name, _texts(messages.text(gate.title)), f"gate-{gate.name}")


_PARTS: Mapping[str, Callable[[Names, Catalog, Messages], Iterator[SearchEntry]]] = {
    "stages": _stages,
    "toggles": _toggles,
    "owners": _owners,
    "showcase": _showcase,
    "rules": _rules,
    "fields": _fields,
}
"""What can be found on a page of a kind beside the page itself."""


def search_entries(page: Page, catalog: Catalog, messages: Messages) -> tuple[SearchEntry, ...]:
    """Return what can be found of a page: the page itself first, then its parts."""
    own = _OWN[page.id](page.names, catalog) if page.id in _OWN else ()
    parts = _PARTS[page.id](page.names, catalog, messages) if page.id in _PARTS else ()
    return SearchEntry(page.title, own or _texts(page.description)), *parts


def html(entries: Iterable[SearchEntry]) -> str:
    """Return entries as a search reads a page: its texts, then for each part a heading and an anchor."""
    return "".join(
        (f'<h2 id="{safe(one.anchor)}">{safe(one.title)}</h2>' if one.anchor else "")
        + "".join(f"<p>{safe(text)}</p>" for text in one.words)
        for one in entries
    )
