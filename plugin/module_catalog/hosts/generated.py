"""What generated pages have that their host is not to see before it writes them."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from ..site.head import Address, Head, tags
from ..site.search import SearchEntry
from ..site.site_file import SiteFile
from .blocks import Addresses, filled, set_aside
from .held import Held

_EDIT = '<a class="mc-edit" hidden>'
_ANCHOR = re.compile(r' id="([^"]+)"')


class Generated:
    """What was taken from pages, by their paths."""

    def __init__(self) -> None:
        self.blocks: Held[list[str]] = Held()
        self.anchors: dict[str, frozenset[str]] = {}
        """What the links of other pages can lead to in the blocks."""
        self.entries: dict[str, tuple[SearchEntry, ...]] = {}
        """What a search finds."""
        self.heads: Held[tuple[Any, ...]] = Held()
        """What stands in the head, each as a `Head`."""

    def take(self, file: SiteFile) -> str | bytes:
        """Return what the host may see of a file: of a page, all but its blocks of HTML."""
        content = file.content
        if isinstance(content, str) and file.path.endswith(".md"):
            content, blocks = set_aside(content)
            self.blocks.put(file.path, blocks)
            self.anchors[file.path] = frozenset(unescape(one) for one in _ANCHOR.findall("".join(blocks)))
            self.entries[file.path] = file.search
            if file.head:
                self.heads.put(file.path, tuple(file.head))
        return content

    def leave_out(self, path: str) -> None:
        """Forget what was taken from a page."""
        self.blocks.drop(path)
        self.anchors.pop(path, None)
        self.entries.pop(path, None)
        self.heads.drop(path)

    def filled(self, html: str, page: Any, addresses: Addresses) -> str:
        """Return a page of the host's with its blocks in their places, with the links of this site."""
        blocks = self.blocks[page.file.src_uri]
        edit = f'<a href="{escape(page.edit_url)}">' if page.edit_url else _EDIT
        return filled(html, lambda index: addresses.resolved(blocks[index].replace(_EDIT, edit), page.file))

    def headed(self, html: str, path: str, address: Address) -> str:
        """Return a page as its theme rendered it, with what its head lacks."""
        said, end, rest = html.partition("</head>") if path in self.heads else (html, "", "")
        return f"{said}{tags(Head(*self.heads[path]), address, said)}\n{end}{rest}" if end else html

    def close(self) -> None:
        """Let go of all of it that is not in memory."""
        self.blocks.close()
        self.heads.close()
