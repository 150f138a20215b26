"""A site in several languages, which the plugin mkdocs-static-i18n builds once for each."""

from __future__ import annotations

from typing import Any

from .mkdocs_api import MkDocsConfig

_PLUGIN = "i18n"
"""How that plugin is listed."""


def are_several(config: MkDocsConfig) -> bool:
    """Say whether a site is built once for each of its languages."""
    return _PLUGIN in config.plugins


def language(config: MkDocsConfig) -> str:
    """Return the language that is built; nothing where a site has only one."""
    plugin: Any = config.plugins.get(_PLUGIN)
    return str(plugin.current_language) if plugin else ""


def folder(config: MkDocsConfig) -> str:
    """Return the folder of the language that is built; nothing for the main one."""
    plugin: Any = config.plugins.get(_PLUGIN)
    is_main = plugin is None or plugin.current_language == plugin.default_language
    return "" if is_main else language(config)
