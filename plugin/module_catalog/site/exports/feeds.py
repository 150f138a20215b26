"""Feeds of what happened, for programs that people read news with: Atom, and JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timezone
from functools import partial
from io import StringIO

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # It has no types.

from ...catalog.addresses import FEEDS, module_path, published
from ...catalog.model import Catalog
from ...catalog.page_kinds import FOLDER, PAGE_KINDS
from .. import html
from ..changes import Change, dated_changes, feed_paths
from ..list_feeds import ListFeed, list_feeds
from ..messages import Messages
from .api import written
from .export import ID, Content, Export, export

_NEWEST = 50


@dataclass(frozen=True)
class Entry:
    """A line of a feed."""

    id: str
    """The address of the event on its module's page, which is also its id."""
    title: str
    html: str
    when: datetime
    words: tuple[str, ...]


def _missing(catalog: Catalog) -> str | None:
    if not catalog.settings.site:
        return "a feed needs absolute addresses: set `site` in catalog.yaml to where the catalog is published"
    return None if feed_paths(catalog) else "a feed lists events by their days, and there are none yet"


def _entries(changes: Sequence[Change], catalog: Catalog) -> Iterable[Entry]:
    return (_entry(change, catalog) for change in changes[:_NEWEST])


def _entry(change: Change, catalog: Catalog) -> Entry:
    event, module = change.event, change.module
    stage = catalog.lifecycle.by_id[event.stage] if event.stage else None
    # Every entry has a time: without one the library would take the clock's.
    when = datetime.combine(change.when.first or catalog.today, time(), timezone.utc)
    said = Messages(catalog.translation)
    events = catalog.settings.events
    title = f"{module.name}: {stage.label if stage else said.text(events[event.event]).rstrip('.').lower()}"
    words = (catalog.settings.kinds[module.kind].name, *([stage.label] if stage else []))
    return Entry(
        published(module_path(module.id), catalog.settings, change.anchor),
        title,
        _html(change, events, said),
        when,
        words,
    )


def _html(change: Change, events: Mapping[str, str], messages: Messages) -> str:
    event = change.event
    link = f'<a href="{html.safe(event.url)}">{html.safe(html.link_text(event.url))}</a>' if event.url else ""
    reading = messages.gettext("assigned by this catalog") if event.is_reading else ""
    said = [html.safe(event.release or ""), link, reading]
    small = ", ".join(part for part in said if part)
    return f"<p>{html.prose(event.note or messages.text(events[event.event]))}</p>" + (
        f"<p>{small}</p>" if small else ""
    )


def title(catalog: Catalog) -> str:
    """Return what the feeds are called."""
    return Messages(catalog.translation).text("Modules of {project}: changes", project=catalog.settings.name)


def _about(catalog: Catalog) -> str:
    return Messages(catalog.translation).text("Modules that were added, changed their stage or were removed.")


@export("atom", "The latest changes, as an Atom feed.", path=FEEDS["Atom"], missing=_missing)
def atom(catalog: Catalog) -> bytes:
    """Return the feed as Atom."""
    page = PAGE_KINDS["changes"].path
    return _atom(title(catalog), page, FEEDS["Atom"], dated_changes(catalog), catalog)


def _atom(name: str, page: str, path: str, changes: Sequence[Change], catalog: Catalog) -> bytes:
    """Return a feed of *changes* that stands at a path, and is of a page."""
    settings = catalog.settings
    feed = Atom1Feed(
        name,
        published(page, settings),
        _about(catalog),
        author_name=settings.name,
        feed_url=published(path, settings),
    )
    for entry in _entries(changes, catalog):
        feed.add_item(
            entry.title, entry.id, entry.html, pubdate=entry.when, unique_id=entry.id, categories=entry.words
        )
    text = StringIO()
    feed.write(text, "utf-8")
    # XML has no way to write these two, not even as a reference.
    return f"{text.getvalue()}\n".translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}).encode()


@export("json-feed", "The latest changes, as JSON Feed 1.1.", path=FEEDS["JSON"], missing=_missing)
def json_feed(catalog: Catalog) -> bytes:
    """Return the feed as JSON Feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title(catalog),
        "home_page_url": published(PAGE_KINDS["changes"].path, catalog.settings),
        "feed_url": published(FEEDS["JSON"], catalog.settings),
        "description": _about(catalog),
        "authors": [{"name": catalog.settings.name}],
        "items": [
            {
                "id": entry.id,
                "url": entry.id,
                "title": entry.title,
                "content_html": entry.html,
                "date_published": entry.when.isoformat(),
                "tags": entry.words,
            }
            for entry in _entries(dated_changes(catalog), catalog)
        ],
    }
    return written(feed)


def _of_lists(catalog: Catalog) -> Iterator[tuple[str, None, Content]]:
    for one in list_feeds(catalog):
        yield one.id, None, partial(_of_list, one, catalog)


def _of_list(one: ListFeed, catalog: Catalog) -> bytes:
    return _atom(list_title(one, catalog), one.page, one.path, one.changes, catalog)


def list_title(one: ListFeed, catalog: Catalog) -> str:
    """Return what the feed of a list is called."""
    messages = Messages(catalog.translation)
    return messages.text("{list}, {project}: changes", list=one.name, project=catalog.settings.name)


of_lists = Export(
    "list-feeds",
    "The latest changes of each kind, each stage and each owner, as Atom feeds beside their lists.",
    _of_lists,
    path=f"{FOLDER}/{ID}.atom.xml",
    is_format=False,
)
