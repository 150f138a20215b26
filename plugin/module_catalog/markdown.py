"""The Markdown extension `module_catalog.markdown`, by the name that a site's configuration gives it.

It is in `hosts.markdown`.
"""

from __future__ import annotations

from .hosts.markdown import CatalogExtension, makeExtension

__all__ = ["CatalogExtension", "makeExtension"]
