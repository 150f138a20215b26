"""The links of pages: relative, to files of the docs folder, as every host resolves them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache

from ..catalog.addresses import placed
from ..catalog.model import Catalog

NOWHERE = "mc-nowhere"
"""Where a link leads whose page is not there."""

Links = Callable[..., str]
"""Path of a file of the docs folder, anchor (none by default) → the address that a page links to."""


def links_from(page: str, catalog: Catalog) -> Links:
    """Return what makes the links of a page at that path.

    They are relative, and lead to Markdown files, as every host resolves them.
    """
    here = posixpath.dirname(page) or "."

    def to(path: str, anchor: str = "") -> str:
        relative = _relative(placed(path, catalog.settings), here)
        return f"{relative}#{anchor}" if anchor else relative

    return to


# Kept, because pages of a folder link to the same files again and again.
@lru_cache(maxsize=1 << 14)
def _relative(path: str, folder: str) -> str:
    """Return a path as it is from a folder, as `relpath` does, which also asks for the working directory."""
    there, here = path.split("/"), folder.split("/") if folder != "." else []
    shared = len(posixpath.commonprefix([there, here]))
    return "/".join([".."] * (len(here) - shared) + there[shared:]) or "."


def without_nowhere(html: str) -> str:
    """Return HTML with links that lead nowhere as text: a link without an address is text."""
    return re.sub(rf' (?:xlink:)?href="{NOWHERE}[^"]*"', "", html) if NOWHERE in html else html
