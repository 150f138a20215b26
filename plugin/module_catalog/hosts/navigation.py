"""Where a generated page is in a navigation: plain data of the host → plain data, and a row of links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

_LISTED_ON = {"by-stage": "stages", "by-owner": "owners", "by-release": "changes"}
"""The page beside the folder of each sort of list that leads to all of it."""


def is_listing(path: str) -> bool:
    """Say whether a file tells the plugin awesome-nav or awesome-pages what a navigation has."""
    return posixpath.basename(path) in (".nav.yml", ".pages")


def names(listings: Iterable[str], path: str) -> bool:
    """Say whether one of the texts of such files names a page."""
    return any(
        re.search(rf"(?<![\w.-]){re.escape(posixpath.basename(path))}(?![\w.-])", text) for text in listings
    )


_UP = re.compile(r"((?<!/)/|=|%2F)(?!\.\.(?:/|%2F))(?:(?!%2F)[^/=?#])+(?:/|%2F)\.\.(?:/|%2F)", re.IGNORECASE)
"""A folder, and the step out of it, in a path or in one that a query has."""


def collapsed(address: str) -> str:
    """Return an address without steps up, which hosts leave in queries and in templates."""
    while (shorter := _UP.sub(r"\1", address, count=1)) != address:
        address = shorter
    return address


def above(path: str) -> Iterator[str]:
    """Yield the pages that lead to a generated one, the nearest first."""
    folder = posixpath.dirname(path)
    while folder:
        top, name = posixpath.split(folder)
        if name in _LISTED_ON:
            yield f"{top}/{_LISTED_ON[name]}.md"
        # A page whose list is split has its parts in a folder with its name.
        yield from (f"{folder}.md", f"{folder}/index.md", f"{folder}/overview.md")
        folder = top


def listed(items: Iterable[Any], is_there: Callable[[str], bool]) -> list[Any]:
    """Return a navigation, as the configuration of a site has it, without the pages that are not there."""
    return [kept for item in items if (kept := _listed(item, is_there))]


def _listed(item: Any, is_there: Callable[[str], bool]) -> Any:
    if isinstance(item, str):
        return item if is_there(item) else None
    if isinstance(item, list):
        return listed(item, is_there)
    if isinstance(item, dict):
        return {title: kept for title, under in item.items() if (kept := _listed(under, is_there))}
    return item


def row(links: Iterable[tuple[str, str, bool]], section: str) -> str:
    """Return the pages of a section, for one that hides the navigation that has them.

    *links* are the title of each, which is HTML as themes take it, its address, and whether it is this one.
    """
    entries = "".join(
        f'<li><a href="{escape(address)}"{" aria-current=page" * is_current}>{title}</a></li>'
        for title, address, is_current in links
    )
    return f'<nav class="mc-beside" aria-label="{escape(section)}"><ul>{entries}</ul></nav>\n'
