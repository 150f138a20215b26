"""Where the generated pages of a site are in its navigation, in which most are not listed."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Hashable

from . import navigation
from .mkdocs_api import Files, MkDocsConfig, Navigation, Page, Section
from .mkdocs_pages import GeneratedPage, Headings


class Sections:
    """The entries of tabs and menus that generated pages are under."""

    def __init__(self, nav: Navigation, files: Files, config: MkDocsConfig, paths: frozenset[str]) -> None:
        """Find them for the generated pages at *paths*; have the host render those that it does not list."""
        listed = {page.file.src_uri: page for page in nav.pages}
        self._paths = paths
        headings: dict[str, Headings] = {}
        for path in paths - listed.keys():
            file = files.get_file_from_path(path)
            if file and type(file.page) is Page:
                GeneratedPage(file, config, headings)
        self._under = {
            path: listed[above]
            for path in paths
            if path not in listed
            and (above := next((one for one in navigation.above(path) if one in listed), None))
        }

    def open(self, page: Page, config: MkDocsConfig, added: Collection[str]) -> None:
        """Have tabs and menus say where a page is, and show what is beside it in its section.

        *added* are the paths of all files of the catalog. Only Material hides its navigation.
        """
        path = page.file.src_uri
        if path in self._under:
            self._under[path].active = True
        section = page.parent if path in self._paths else None
        if isinstance(section, Section) and "navigation" in page.meta.get("hide", ()):
            pages = [one for one in section.children if isinstance(one, Page)]
            if any(one.file.src_uri not in added for one in pages):
                page.meta["hide"].remove("navigation")
            elif len(pages) > 1 and config.theme.name == "material":
                links = [(str(one.title), one.file.url_relative_to(page.file), one is page) for one in pages]
                page.content = navigation.row(links, section.title) + (page.content or "")

    def close(self, page: Page) -> None:
        """Leave no entry marked once a page is written."""
        if under := self._under.get(page.file.src_uri):
            under.active = False

    def sort_of_menu(self, page: Page) -> Hashable | None:
        """Return what pages have in common around which the menus are the same; None for one in a menu."""
        if not isinstance(page, GeneratedPage):
            return None
        under = self._under.get(page.file.src_uri)
        return posixpath.dirname(page.url.rstrip("/")), under and under.url, tuple(page.meta.get("hide", ()))
