"""Which lists have a feed of their own: that of each kind, stage and owner. And what stands in it.

Whoever narrows the index by several of them subscribes to several: there is no feed of every combination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..catalog.addresses import kind_path
from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..catalog.queries.lifespan import history_states
from .changes import Change, dated_changes, event_anchors, feed_paths
from .filters import word
from .list_paths import owner_paths, stage_paths
from .page import Page


@dataclass(frozen=True)
class ListFeed:
    """The feed of a list."""

    word: str
    """What chooses the list in the index, as `facet:value`."""
    name: str
    """What the list is called."""
    page: str
    """The path of the list."""
    changes: tuple[Change, ...]
    """Newest first."""

    @property
    def id(self) -> str:
        """The path of the list below the folder of modules, without its ending."""
        return self.page.partition("/")[2].removesuffix(".md")

    @property
    def path(self) -> str:
        """The path of the feed: it stands beside the list."""
        return f"{self.page.removesuffix('.md')}.atom.xml"


_Lists = Iterator[tuple[str, str, str]]
"""Of each list the word that chooses it, its name and the path of its page."""


def _of_kinds(catalog: Catalog) -> _Lists:
    for id_, kind in catalog.settings.kinds.items():
        yield word("kind", id_), kind.plural, kind_path(id_)


def _of_stages_and_owners(catalog: Catalog) -> _Lists:
    for id_, page in stage_paths(catalog).items():
        yield word("stage", id_), catalog.lifecycle.by_id[id_].label, page
    for handle, page in owner_paths(catalog).items():
        person = catalog.people.get(handle)
        yield word("owner", handle), person.name if person else handle, page


_LISTS: Mapping[str, Callable[[Catalog], _Lists]] = {"kind": _of_kinds, "facet": _of_stages_and_owners}
"""The lists that have feeds, by the kind of their page."""


def list_feeds(catalog: Catalog, kinds_of_page: Iterable[str] = tuple(_LISTS)) -> tuple[ListFeed, ...]:
    """Return the feed of each list in which something happened on a day that is known.

    There are none where the site has no feed of all changes, or not the page of the list.
    """
    if not feed_paths(catalog):
        return ()
    found: dict[str, list[Change]] = {}
    stages = {module.id: _stages(module, catalog) for module in catalog.modules}
    for change in dated_changes(catalog):
        for chosen in _words(change, stages[change.module.id], catalog):
            found.setdefault(chosen, []).append(change)
    return tuple(
        ListFeed(chosen, name, page, tuple(found[chosen]))
        for kind_of_page, lists in _LISTS.items()
        if kind_of_page in kinds_of_page and catalog.settings.pages.get(kind_of_page) != "off"
        for chosen, name, page in lists(catalog)
        if chosen in found
    )


def feeds_of_pages(catalog: Catalog) -> Callable[[Page], ListFeed | None]:
    """Return what gives the feed of a page: that of the list it shows, if it has one.

    What a page of another kind shows is not asked for: an edit of that leaves this one as it is.
    """

    @cache
    def of(kind_of_page: str) -> Mapping[str, ListFeed]:
        return {one.page: one for one in list_feeds(catalog, [kind_of_page])}

    return lambda page: of(page.id).get(page.whole)


def _words(change: Change, stages: Mapping[str, frozenset[str]], catalog: Catalog) -> Iterator[str]:
    """Yield what chooses the lists that a change is of.

    Those are of the stages at which the module was before and after it, and of its kinds and owners now.
    """
    module = change.module
    yield from (word("kind", id_) for id_ in catalog.settings.kinds_above[module.kind])
    yield from (word("stage", id_) for id_ in sorted(stages[change.anchor]))
    yield from (word("owner", owner.person) for owner in module.current_owners)


def _stages(module: Module, catalog: Catalog) -> Mapping[str, frozenset[str]]:
    """Return the stages that a module was at before and after each event, by its anchor."""
    found, before = {}, None
    for anchor, step in zip(event_anchors(module), history_states(module, catalog), strict=True):
        found[anchor] = frozenset(stage.id for stage in (before, step.stage) if stage)
        before = step.stage
    return found
