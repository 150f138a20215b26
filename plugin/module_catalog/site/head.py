"""What stands in the head of a page, for programs that list it, preview it or look for other forms of it.

What needs an address is there where somebody knows that of the site: scrapers read whole addresses only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

from ..catalog.addresses import FEEDS, json_path, preview_path, text_path
from ..catalog.entries import Module, Owner
from ..catalog.model import Catalog
from ..catalog.queries.owners import profile
from . import html
from .changes import feed_paths
from .drawings.preview import HEIGHT, WIDTH
from .exports.feeds import list_title
from .exports.feeds import title as feeds_title
from .exports.previews import preview_of
from .list_feeds import ListFeed, feeds_of_pages
from .page import Page

Address = Callable[[str], str | None]
"""Path of a file of the docs folder → its whole address; None while nobody knows where the site will be."""
_FEED_TYPES = {FEEDS["Atom"]: "application/atom+xml", FEEDS["JSON"]: "application/feed+json"}


class Head(NamedTuple):
    """What is said of a page in its head: plain data."""

    path: str
    title: str
    description: str
    site: str
    alternates: tuple[tuple[str, str, str], ...]
    """The type, the title and the path of each other form of the page, or of what it is about."""
    picture: tuple[str, str] | None
    """The path of what stands beside a link to it, and what that says."""
    facts: Mapping[str, Any]
    """What it is about, in the words of schema.org; nothing for most pages."""


def heads(catalog: Catalog) -> Callable[[Page], Head]:
    """Return what gives the head of a page whose template has been given what it shows."""
    feeds = [(_FEED_TYPES[path], feeds_title(catalog), path) for path in feed_paths(catalog).values()]
    feed_of = feeds_of_pages(catalog)

    def head(page: Page) -> Head:
        module: Module | None = page.names["module"] if page.id == "module" else None
        return Head(
            page.path,
            page.title,
            page.description.replace("`", ""),
            catalog.settings.name,
            (*(_forms(module) if module else ()), *_feeds(feed_of(page), catalog), *feeds),
            _picture(module, catalog) if module else None,
            _facts(module, catalog) if module else {},
        )

    return head


def _forms(module: Module) -> Iterator[tuple[str, str, str]]:
    yield "application/json", module.name, json_path(module.id)
    yield "text/markdown", module.name, text_path(module.id)


def _feeds(own: ListFeed | None, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    if own:
        yield _FEED_TYPES[FEEDS["Atom"]], list_title(own, catalog), own.path


def _picture(module: Module, catalog: Catalog) -> tuple[str, str] | None:
    shown = preview_of(module, catalog)
    said = (shown.name, shown.stage, shown.summary) if shown else ()
    return (preview_path(module.id), ". ".join(filter(None, said))) if shown else None


def _facts(module: Module, catalog: Catalog) -> dict[str, Any]:
    """Return a module as https://schema.org/SoftwareSourceCode has it; what is not on record is absent."""
    settings = catalog.settings
    source, _ = settings.source_of(next(iter(module.namespaces), ""))
    facts = {
        "@type": "SoftwareSourceCode",
        "name": module.name,
        "description": module.summary.replace("`", ""),
        "identifier": module.id,
        "creativeWorkStatus": catalog.stage_of(module).label,
        "codeRepository": source.url if source and module.namespaces else None,
        "license": {"@type": "CreativeWork", "name": module.licence} if module.licence else None,
        "maintainer": [_maintainer(owner, catalog) for owner in catalog.active_owners(module)],
        "isPartOf": _known({"@type": "SoftwareSourceCode", "name": settings.name, "url": settings.url}),
    }
    return _known(facts)


def _maintainer(owner: Owner, catalog: Catalog) -> dict[str, Any]:
    person = catalog.people.get(owner.person)
    return _known(
        {
            "@type": "Organization" if person and person.is_team else "Person",
            "name": person.name if person else owner.person,
            "url": profile(owner.person, catalog),
        }
    )


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}


def tags(head: Head, address: Address, said: str = "") -> str:
    """Return the tags of a head.

    What is *said* there already, by a theme, another plugin or a template of the user's, is not said again.
    """
    return "\n".join(tag for mark, tag in _tags(head, address) if mark not in said)


def _tags(head: Head, address: Address) -> Iterator[tuple[str, str]]:
    """Yield each tag, after what it has in common with another one that says the same."""
    here = address(head.path)
    yield _meta("name", "description", html.title(head.description))
    if here:
        yield 'rel="canonical"', f'<link rel="canonical" href="{escape(here)}">'
    for type_, title, path in head.alternates:
        if at := address(path):
            mark = f'href="{escape(at)}"'
            # Material takes each `[rel=alternate]` for another language, and asks for a sitemap beside it. To
            # a reader of tokens the space is none.
            yield mark, f'<link rel="alternate " type="{type_}" title="{html.title(title)}" {mark}>'
    yield _meta("property", "og:type", "website")
    yield _meta("property", "og:site_name", html.title(head.site))
    yield _meta("property", "og:title", html.title(head.title))
    yield _meta("property", "og:description", html.title(head.description))
    if here:
        yield _meta("property", "og:url", escape(here))
    yield from _picture_tags(head, address)
    if head.facts:
        yield _script({"@context": "https://schema.org", **head.facts, **({"url": here} if here else {})})


def _picture_tags(head: Head, address: Address) -> Iterator[tuple[str, str]]:
    path, said = head.picture or ("", "")
    at = address(path) if path else None
    yield _meta("name", "twitter:card", "summary_large_image" if at else "summary")
    if at:
        yield _meta("property", "og:image", escape(at))
        yield _meta("property", "og:image:type", "image/png")
        yield _meta("property", "og:image:width", str(WIDTH))
        yield _meta("property", "og:image:height", str(HEIGHT))
        yield _meta("property", "og:image:alt", html.title(said))


def _meta(kind: str, name: str, content: str) -> tuple[str, str]:
    return f'="{name}"', f'<meta {kind}="{name}" content="{content}">'


_IN_SCRIPTS = re.compile(r"[<>&`$\u2028\u2029]|[{\[](?!\n)")
"""What could end a script, or be read by what looks for templates in a page."""


def _script(data: Mapping[str, Any]) -> tuple[str, str]:
    # With a value a line, only what is in a text has something after its bracket.
    text = json.dumps(data, ensure_ascii=False, indent=0)
    text = _IN_SCRIPTS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    tag = f'<script type="application/ld+json">\n{text}\n</script>'
    return tag, tag
