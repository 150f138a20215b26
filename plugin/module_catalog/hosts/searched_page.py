"""A page of the host's while the plugin of its search reads it, whichever that is."""

from __future__ import annotations

from collections.abc import Sequence

from ..site import search
from ..site.search import SearchEntry
from .mkdocs_api import AnchorLink, Page, TableOfContents


class SearchedPage:
    """A page that shows what a search should find of it, in place of all that it says."""

    def __init__(self, page: Page, entries: Sequence[SearchEntry]) -> None:
        self._page = page
        self._hidden = page.content or "", page.toc
        self._shown = search.html(entries)
        if self._shown:
            page.content = self._shown
            page.toc = TableOfContents([AnchorLink(one.title, one.anchor, 2) for one in entries[1:]])

    def show(self) -> None:
        """Put the page back, with what another plugin put around it meanwhile."""
        if self._shown:
            content, self._page.toc = self._hidden
            before, found, after = (self._page.content or "").partition(self._shown)
            self._page.content = before + content + after if found else content
