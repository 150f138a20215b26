"""Pages on disk as a search should read them: Zensical's, and Material's, skip what is marked for them.

Where the plugin runs nothing of this is needed: there a search is shown something else than the page.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..site import search
from ..site.build import SiteFile

WORDS = '<div class="mc-searched" hidden><template>'
"""How the block begins that has what a search finds of a page.

No browser makes elements of a template: what stands in it can have the ids of what it leads to.
"""
EXCLUDED = "data-search-exclude"
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_SECTION = re.compile(r"(?m)^(#{2,6} .*)$")
"""A heading of Markdown, which stays what it is."""
_API = "::: "
"""How a block begins that mkdocstrings is to read."""
_HEADING = re.compile(r"<h[1-6]\b")


def searchable(file: SiteFile) -> SiteFile:
    """Return a file with a block of what a search finds of it, if it is a page, and everything else left out.

    All but the headings of Markdown: an attribute of those is for the extension `module_catalog.markdown`.
    """
    words = search.html(search.folded(file.search))
    if not words or not isinstance(file.content, str):
        return file
    front_matter = found[0] if (found := _FRONT_MATTER.match(file.content)) else ""
    parts = _SECTION.split(_HEADING.sub(_marked, file.content[len(front_matter) :]))
    # Splitting at a group alternates: a block, a heading, a block, …
    body = "".join(part if index % 2 else _left_out(part) for index, part in enumerate(parts))
    return replace(file, content=f"{front_matter}{WORDS}{words}</template></div>\n\n{body}")


def _left_out(block: str) -> str:
    """Return blocks of HTML that a search skips.

    Nothing on a page is an article: Material's search takes the end of any element of the same name for the
    end of what it skips.
    """
    if not block.strip() or block.lstrip().startswith(_API):
        return block
    return f"\n\n<article {EXCLUDED}>\n{block.strip()}\n</article>\n\n"


def _marked(tag: re.Match[str]) -> str:
    return f"{tag[0]} {EXCLUDED}"
