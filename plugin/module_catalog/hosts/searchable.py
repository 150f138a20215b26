"""Pages on disk as a search should read them: Zensical's, and Material's, skip what is marked for them.

Where the plugin runs nothing of this is needed: there a search is shown something else than the page.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..site import search
from ..site.site_file import SiteFile
from .blocks import sections

WORDS = '<div hidden class="mc-searched'
"""How the block begins that has what a search finds of a page.

Its text is in a template, of which no browser makes elements: it can have the ids of what it leads to.
"""
EXCLUDED = "data-search-exclude"
_HEADING = re.compile(r"<h[1-6]\b")
_CLASSES = re.compile(r'\s*<div class="([^"]*)"')


def searchable(file: SiteFile) -> SiteFile:
    """Return a file with a block of what a search finds of it, if it is a page, and everything else left out.

    All but the headings of Markdown: an attribute of those is for the extension `module_catalog.markdown`.
    """
    words = search.html(search.folded(file.search))
    if not words or not isinstance(file.content, str):
        return file
    front_matter, parts = sections(file.content)
    # Headings look as they do because of what stands before them: this takes its place.
    classes = f" {found[1]}" if (found := _CLASSES.match(parts[0])) else ""
    begin = f'{front_matter}\n{WORDS}{classes}"><template>{words}</template></div>'
    body = "\n\n".join(part if index % 2 else _excluded(part) for index, part in enumerate(parts))
    return replace(file, content=f"{begin}\n\n{body}\n")


def _excluded(block: str) -> str:
    """Return HTML that no search reads.

    Material's ends what it skips at the first end of the same tag, which stands in no list here.
    """
    if not block.strip():
        return ""
    marked = _HEADING.sub(rf"\g<0> {EXCLUDED}", block.strip())
    return f"<section {EXCLUDED}>\n{marked}\n</section>"
