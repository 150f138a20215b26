"""The menus and the search that a theme puts around pages, rendered once for all that have the same.

A page that is in no menu is nowhere named in one. What menus say around it depends on the folder that it is
in, for links are relative, and on the entry that it is under. That this is all, no theme promises: two pages
are rendered, and only when they agree is it taken for true.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

TEMPLATES = {"material": ("partials/nav.html", "partials/tabs.html", "partials/search.html")}
"""The templates of menus and of the search, by the theme."""
Sort = Callable[[Any], Hashable | None]
"""A page → what it has in common with pages around which menus may be the same; None if it may be in one."""


@dataclass
class _Menu:
    """A menu as the first page of a sort has it."""

    html: str
    is_shared: bool | None = None
    """Whether the second page has the same; None before there is one."""

    def fits(self, url: str) -> bool:
        """Say whether a page at that address has the same too: a link to it or below it would be another."""
        return bool(self.is_shared) and f"../{url.rstrip('/').rpartition('/')[2]}" not in self.html


def share(env: Any, theme: str, sort: Sort) -> None:
    """Have an environment of templates render the menus of a theme once for each *sort* of page."""
    for name in TEMPLATES.get(theme, ()):
        template = env.get_template(name)
        template.root_render_func = _shared(template.root_render_func, sort)


def _shared(render: Callable[[Any], Iterator[str]], sort: Sort) -> Callable[[Any], Iterator[str]]:
    known: dict[Hashable, _Menu] = {}

    def shared(context: Any) -> Iterator[str]:
        page = context.get("page")
        key = sort(page) if page else None
        if key is None:
            yield from render(context)
            return
        menu = known.get(key)
        if menu and menu.fits(page.url):
            yield menu.html
            return
        html = "".join(render(context))
        if menu is None:
            known[key] = _Menu(html)
        elif menu.is_shared is None:
            menu.is_shared = menu.html == html
        yield html

    return shared
