"""The files that a site consists of: text in memory, nothing on disk."""

from __future__ import annotations

from dataclasses import dataclass

from .head import Head
from .search import SearchEntry


@dataclass(frozen=True)
class SiteFile:
    """One file of the site's docs folder."""

    path: str
    """Relative to the docs folder, with `/`."""
    content: str | bytes
    source: str | None = None
    """The file of the catalog it shows, relative to the project root."""
    in_nav: bool = False
    """Whether a navigation that lists everything should list it."""
    search: tuple[SearchEntry, ...] = ()
    """What a search finds of a page."""
    head: Head | None = None
    """What stands in the head of a page; None of a file that is none."""
