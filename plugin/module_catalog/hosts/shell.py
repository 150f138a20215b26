"""What a server keeps of the pages that a theme has rendered: the same content in the same shell is one page.

Only where all that a theme shows around a page is known: it steps aside for templates, hooks and plugins that
it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from .. import cache

_THEMES = ("material", "mkdocs", "readthedocs")
PLUGINS = frozenset({"search", "material/search", "module-catalog", "autorefs", "mkdocstrings"})
"""Plugins that add nothing to a page that depends on other pages."""
_OF_PAGE = ("content", "title", "meta", "url", "canonical_url", "edit_url", "update_date")


class Shells:
    """The pages of one site as a theme rendered them, by their paths, from one rebuild to the next."""

    def __init__(self) -> None:
        self._before: dict[str, tuple[str, str]] = {}
        self._now: dict[str, tuple[str, str]] = {}

    def keep(self, env: Any, config: Any, nav: Any, paths: Collection[str]) -> None:
        """Have an environment of templates render those of the pages at *paths* that have changed."""
        around = _around(config, nav)
        self._before, self._now = self._now, {}
        if around is not None:
            env.template_class = self._class(env.template_class, around, paths)

    def _class(self, base: Any, around: str, paths: Collection[str]) -> Any:
        shells = self

        class Kept(base):  # type: ignore[misc]
            def render(self, *given: Any, **named: Any) -> str:
                page = dict(*given, **named).get("page")
                if page is None or page.file.src_uri not in paths:
                    return str(super().render(*given, **named))
                render: Callable[..., str] = super().render
                key = _digest((around, self.name, *_facts(page)))
                return shells._page(page.file.src_uri, key, lambda: render(*given, **named))

        return Kept

    def _page(self, path: str, key: str, render: Callable[[], str]) -> str:
        known = self._before.get(path)
        self._now[path] = known if known and known[0] == key else (key, render())
        return self._now[path][1]


def is_known(config: Any) -> bool:
    """Say whether all that a site shows around its pages follows from its configuration and navigation."""
    theme = config.theme
    if theme.custom_dir or theme.name not in _THEMES or config.hooks or not config.config_file_path:
        return False
    return config.plugins.keys() <= PLUGINS and b"INHERIT" not in Path(config.config_file_path).read_bytes()


def _around(config: Any, nav: Any) -> str | None:
    """Return what tells all that is around pages from what was before; None where not all of it is known."""
    if not is_known(config):
        return None
    settings = Path(config.config_file_path).read_bytes()
    return _digest((settings, config.site_url, config.site_dir, *_items(nav.items)))


def _items(items: Iterable[Any]) -> Iterator[Any]:
    """Yield what a navigation says, and what the pages in it say of themselves."""
    for item in items:
        yield type(item).__name__, str(item.title), getattr(item, "url", None), getattr(item, "meta", None)
        yield from _items(item.children or ())


def _facts(page: Any) -> Iterator[Any]:
    """Yield all that a theme shows of a page, and of those before and after it."""
    yield from (getattr(page, name) for name in _OF_PAGE)
    yield page.file.src_uri
    yield from _headings(page.toc)
    for beside in (page.previous_page, page.next_page):
        yield beside and (str(beside.title), beside.url)
    yield from ((one.title, one.active) for one in page.ancestors)


def _headings(links: Iterable[Any]) -> Iterator[Any]:
    for link in links:
        yield link.title, link.id, link.level
        yield from _headings(link.children)


def _digest(facts: Iterable[Any]) -> str:
    return cache.digest(repr([*facts]).encode())
