"""What the catalog gives to mkdocs-autorefs and mkdocstrings, and what mkdocstrings can show of it.

Sites may lack either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from logging import INFO, WARNING, Logger, LoggerAdapter
from typing import Any

from ..catalog.model import Catalog
from ..reports.parts import position
from ..site.references import Reference

Plugins = Mapping[str, Any]
"""The plugins of a site by name."""


def announce(references: Iterable[Reference], address: Callable[[str], str | None], plugins: Plugins) -> None:
    """Make what can be referred to known to other pages and other sites.

    To pages it is known through autorefs, to sites through the inventory of mkdocstrings. Has to be done
    before the two use it: in `on_env`, at the usual priority. *address* turns the path of a page into its
    address from the root of the site, or None when the site does not have it.
    """
    autorefs, mkdocstrings = plugins.get("autorefs"), _mkdocstrings(plugins)
    for one in references:
        page = address(one.path)
        if page is None:
            continue
        url = f"{page}#{one.anchor}"
        if autorefs:
            # Not with its title, which autorefs would put into an attribute without escaping it.
            autorefs.register_url(one.name, url)
        if mkdocstrings:
            mkdocstrings.handlers.inventory.register(one.name, "std", "label", url, dispname=one.title)


def shown_apis(catalog: Catalog, plugins: Plugins, log: LoggerAdapter[Logger]) -> frozenset[str]:
    """Return the Python names whose reference pages can show; log which others entries give."""
    named = [(module, module.api) for module in catalog.modules if module.api]
    if not named:
        return frozenset()
    found = documented(sorted({name for _, api in named for name in (api, _package(api))}), plugins)
    if found is None:
        return frozenset()
    for module, api in named:
        if api not in found:
            # Without its package, the project's code is not here. With it, the name is wrong.
            level = WARNING if _package(api) in found else INFO
            said = "%s: mkdocstrings finds no `%s`, so the page only names it"
            log.log(level, said, position(module.where("api")), api)
    return found


def _package(name: str) -> str:
    return name.partition(".")[0]


def documented(names: Iterable[str], plugins: Plugins) -> frozenset[str] | None:
    """Return those Python names whose reference mkdocstrings can write, None without it.

    At any other name it ends a build. Sources are read, not run, as far as the site's own options say so:
    `allow_inspection` imports what is compiled.
    """
    mkdocstrings = _mkdocstrings(plugins)
    if mkdocstrings is None:
        return None
    try:
        handler = mkdocstrings.get_handler("python")
    except ModuleNotFoundError:
        return None
    options = handler.get_options({})
    return frozenset(name for name in names if _is_there(name, handler, options))


def _mkdocstrings(plugins: Plugins) -> Any:
    plugin = plugins.get("mkdocstrings")
    return plugin if plugin and plugin.plugin_enabled else None


def _is_there(name: str, handler: Any, options: Any) -> bool:
    # They are installed wherever the handler is.
    from griffe import GriffeError  # noqa: PLC0415
    from mkdocstrings import CollectionError  # noqa: PLC0415

    try:
        # A name that is only imported from elsewhere is found, and cannot be read if it is not there.
        return handler.collect(name, options).members is not None
    except (CollectionError, GriffeError):
        return False
