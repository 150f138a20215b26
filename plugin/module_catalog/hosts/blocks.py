"""A page of the site → Markdown with its headings alone, and the blocks of HTML that go between them.

Text of entries never passes through Markdown, where other plugins and extensions would read it: the blocks
wait outside, and a comment holds the place of each.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol

_API = "::: "
"""How a block begins that mkdocstrings is to read."""
_HEADING = re.compile(r"(?m)^(#{2,6} .*)$")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PLAIN = re.compile(r"(?:<!-- module-catalog block \d+ -->|#{2,6} [^\[\]{}]*|)")
"""A line that every page makes the same of: it has no link, and nothing that an extension takes for one."""
_PURE = re.compile(
    r"abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|legacy_attrs|md_in_html|meta"
    r"|mkdocs-click|nl2br|sane_lists|smarty|tables|toc|(markdown\.extensions|pymdownx|material\.extensions)\..+"
)
"""Extensions that look at nothing but the text."""
_ROOT = ("", ".", "./")
"""What hosts call the address of the front page."""
_LINK = re.compile(r'( (?:href|src)="| content="0; url=)([^":?#]+\.\w+)(?=[?#"])')


class File(Protocol):
    """A file of a site, as its host has it."""

    src_uri: str
    url: str

    def url_relative_to(self, other: Any, /) -> str:
        """Return the address of this file, as another one links to it."""


def placeholder(index: int) -> str:
    """Return what holds the place of a block."""
    return f"<!-- module-catalog block {index} -->"


def set_aside(text: str) -> tuple[str, list[str]]:
    """Return a page with a comment in place of each block of HTML between its headings, and the blocks."""
    front_matter = match[0] if (match := _FRONT_MATTER.match(text)) else ""
    parts = _HEADING.split(text[len(front_matter) :])
    # Splitting at a group alternates: a block, a heading, a block, …
    lines = [
        part if index % 2 or part.lstrip().startswith(_API) else placeholder(index // 2)
        for index, part in enumerate(parts)
    ]
    return front_matter + "\n\n".join(lines) + "\n", parts[::2]


def is_alike_everywhere(text: str, extensions: Iterable[Any]) -> bool:
    """Say whether Markdown with these extensions makes the same of a text whichever page it is on."""
    return all(map(_is_pure, extensions)) and all(map(_PLAIN.fullmatch, text.split("\n")))


def _is_pure(extension: Any) -> bool:
    # What is no name is a plugin's, which may take notes of every page.
    return isinstance(extension, str) and _PURE.fullmatch(extension) is not None


class Addresses:
    """Addresses of the files of a site. Pages of one folder share them."""

    def __init__(self, find: Callable[[str], File | None]) -> None:
        self._find = find
        self._known: dict[tuple[str, str | None, str], str] = {}

    def resolved(self, html: str, file: File) -> str:
        """Return a block with its links to files of the docs folder turned into addresses of the site."""
        folder = posixpath.dirname(file.src_uri)
        above = posixpath.dirname(file.url.rstrip("/")) if file.url not in _ROOT else None

        def address(found: re.Match[str]) -> str:
            key = folder, above, found[2]
            if (known := self._known.get(key)) is not None:
                return found[1] + known
            target = self._find(posixpath.normpath(posixpath.join(folder, found[2])))
            leads = target.url_relative_to(file) if target else found[2]
            if target is None or not target.url.startswith(file.url):
                self._known[key] = leads
            return found[1] + leads

        return _LINK.sub(address, html)
