"""What a search finds: a few words for each module, person, kind, stage, toggle, showcase entry and rule.

They take the place of what pages say in full: that would be twenty times as much, and a module would be
lost among the pages that only mention it. Only blanks stand between words: some hosts search punctuation too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from ..catalog.entries import Module, ShowcaseEntry
from ..catalog.lifecycle import Stage
from ..catalog.model import Catalog, Person
from ..catalog.queries.folders import SharedFolder, paths, shared_folders
from ..catalog.queries.toggles import ModuleToggle
from ..catalog.repositories import split
from .html import clipped, safe
from .messages import Messages
from .page import Page
from .pages.owners import owner_anchor


class SearchEntry(NamedTuple):
    """Something that can be found: a page, or a part of one."""

    title: str
    words: tuple[str, ...] = ()
    """Its texts, none of them empty."""
    anchor: str = ""
    """Where it stands on the page; nothing for the page itself."""
    can_fold: bool = False
    """Whether its title can be one of the texts of its page instead, where entries are dear."""


@dataclass(frozen=True)
class _PageContents:
    """What the entries of a page are made of."""

    names: Mapping[str, Any]
    """What its template can use."""
    catalog: Catalog
    messages: Messages
    folders: Mapping[str, Sequence[SharedFolder]]

    def called(self, handle: str) -> tuple[str, str]:
        """Return what somebody is called."""
        person = self.catalog.people.get(handle)
        return handle, person.name if person else handle


def _texts(*texts: str | Iterable[str | None]) -> tuple[str, ...]:
    """Return texts, and lists of words as a text each, without those that are empty."""
    joined = (
        text if isinstance(text, str) else " ".join(dict.fromkeys(filter(None, text))) for text in texts
    )
    return tuple(text for text in joined if text)


def _module(of: _PageContents) -> tuple[str, ...]:
    module: Module = of.names["module"]
    has_own_id = module.id.replace("-", " ") != module.name.casefold()
    words = (
        module.id if has_own_id else None,
        of.catalog.settings.kinds[module.kind].name,
        of.catalog.stage_of(module).label,
        module.maturity,
        *module.tags,
        # Whoever looks for a path types what it is in its repository.
        *(split(path)[1] for path in paths(module)),
        *chain.from_iterable(of.called(owner.person) for owner in module.current_owners),
    )
    return _texts(module.summary, words)


def _of_module(of: _PageContents) -> Iterator[SearchEntry]:
    """Yield what is found first, as titles are: toggles, and folders in which other modules have paths."""
    module: Module = of.names["module"]
    if module.toggles:
        words = "" if of.catalog.is_gone(module) else of.messages.text("Turn it on")
        yield SearchEntry(
            " ".join(one.name for one in module.toggles), _texts(words), "section-toggles", True
        )
    if folders := of.folders.get(module.id):
        yield SearchEntry(" ".join(split(one.path)[1] for one in folders), anchor="section-places")


def _kind(of: _PageContents) -> tuple[str, ...]:
    kind = of.names["group"].kind
    return _texts((kind.name, of.names["group"].id), kind.summary or "")


def _list(of: _PageContents) -> tuple[str, ...]:
    person: Person | None = of.names["person"]
    if person is None:
        return ()
    role = of.catalog.settings.roles.get(person.role or "")
    return _texts((person.handle, role, *person.commits_as))


def _files(of: _PageContents) -> tuple[str, ...]:
    return _texts([file.path for file in of.names["files"]], [file.description for file in of.names["files"]])


_OWN: Mapping[str, Callable[[_PageContents], tuple[str, ...]]] = {
    "module": _module,
    "kind": _kind,
    "facet": _list,
    "data": _files,
}
"""The texts of a page itself, by its kind; of others it is their description."""


def _stages(of: _PageContents) -> Iterator[SearchEntry]:
    stages: Iterable[Stage] = (one.stage for one in of.names["stages"])
    for stage in stages:
        yield SearchEntry(stage.label, _texts(stage.means), stage.id.lower())


def _toggles(of: _PageContents) -> Iterator[SearchEntry]:
    """Yield the rows of toggles, where modules have no pages on which they are found."""
    if of.catalog.settings.pages.get("module") == "off":
        standing = (one for table in of.names["tables"] for _, group in table.kinds for one in group)
        rows: Iterable[ModuleToggle] = (*standing, *(one for one, _ in of.names["gone"]))
        for one in rows:
            yield SearchEntry(one.toggle.name, _texts(one.module.name), one.anchor)


def _owners(of: _PageContents) -> Iterator[SearchEntry]:
    """Yield those that have no list of their own, which would be the place to find them."""
    lists = {} if of.catalog.settings.pages.get("facet") == "off" else of.names["lists"]
    people: Iterable[Person] = (*(one.person for one in of.names["owners_by_name"]), *of.names["idle"])
    for person in people:
        if person.handle not in lists:
            yield SearchEntry(person.name, _texts(person.handle), owner_anchor(person.handle))


def _showcase(of: _PageContents) -> Iterator[SearchEntry]:
    entries: Iterable[ShowcaseEntry] = (one.entry for part in of.names["parts"] for one in part)
    for entry in entries:
        words = (of.messages.text(entry.kind), entry.venue, str(entry.year or ""), *entry.authors)
        texts = _texts(clipped(entry.summary), (*words, *entry.organisations))
        yield SearchEntry(entry.title, texts, f"work-{entry.id}")


def _rules(of: _PageContents) -> Iterator[SearchEntry]:
    for rule in (one.rule for _, family in of.names["families"] for one in family):
        yield SearchEntry(f"{rule.code} {of.messages.text(rule.title)}", anchor=rule.code.lower())


def _fields(of: _PageContents) -> Iterator[SearchEntry]:
    for sort in of.names["sorts"]:
        yield SearchEntry(sort.file, _texts([key.name for key in sort.keys]), sort.name)
    for gate in of.names["gates"]:
        yield SearchEntry(gate.name, _texts(of.messages.text(gate.title)), f"gate-{gate.name}")


_PARTS: Mapping[str, Callable[[_PageContents], Iterator[SearchEntry]]] = {
    "module": _of_module,
    "stages": _stages,
    "toggles": _toggles,
    "owners": _owners,
    "showcase": _showcase,
    "rules": _rules,
    "fields": _fields,
}
"""What can be found on a page of a kind beside the page itself."""


def searched(catalog: Catalog, messages: Messages) -> Callable[[Page], tuple[SearchEntry, ...]]:
    """Return what says what can be found of a page: the page itself first, then its parts."""
    folders = shared_folders(catalog)

    def entries(page: Page) -> tuple[SearchEntry, ...]:
        of = _PageContents(page.names, catalog, messages, folders)
        own = _OWN[page.id](of) if page.id in _OWN else ()
        parts = _PARTS[page.id](of) if page.id in _PARTS else ()
        return SearchEntry(page.title, own or _texts(page.description)), *parts

    return entries


def folded(entries: Sequence[SearchEntry]) -> tuple[SearchEntry, ...]:
    """Return the entries of a page with those that can fold among the texts of the first."""
    own, parts = entries[:1], entries[1:]
    more = tuple(chain.from_iterable((*one.words, one.title) for one in parts if one.can_fold))
    return *(one._replace(words=one.words + more) for one in own), *(one for one in parts if not one.can_fold)


def html(entries: Iterable[SearchEntry]) -> str:
    """Return entries as a search reads a page: its texts, then for each part a heading and an anchor."""
    return "".join(
        (f'<h2 id="{safe(one.anchor)}">{safe(one.title)}</h2>' if one.anchor else "")
        + "".join(f"<p>{safe(text)}</p>" for text in one.words)
        for one in entries
    )
