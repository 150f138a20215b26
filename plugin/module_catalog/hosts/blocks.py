"""A page of the site → Markdown with its headings alone, and the blocks of HTML that go between them.

Text of entries never passes through Markdown, where other plugins and extensions would read it: the blocks
wait outside, and a comment holds the place of each.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from ..site.links import NOWHERE, without_nowhere

_API = "::: "
"""How a block begins that mkdocstrings is to read."""
_HEADING = re.compile(r"\n(##(?:#{0,4}) .*)")
"""A line that is a heading, with the end of the line before it: what begins the same is found fast."""
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PLAIN = re.compile(r"(?:<!-- module-catalog block \d+ -->|#{2,6} [^\[\]{}]*|)")
"""A line that every page makes the same of: it has no link, and nothing that an extension takes for one."""
_PLACE = re.compile(r"<!-- module-catalog block (\d+) -->")
_PURE = re.compile(
    r"abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|legacy_attrs|md_in_html|meta"
    r"|mkdocs-click|nl2br|sane_lists|smarty|tables|toc|(markdown\.extensions|pymdownx|material\.extensions)\..+"
)
"""Extensions that look at nothing but the text."""
_ROOT = ("", ".", "./")
"""What hosts call the address of the front page."""
_LINK = re.compile(
    r'(="(?:(?<= href=")|(?<= xlink:href=")|(?<= src=")|(?<= content=")0; url=))([^":?#]+\.\w+)(?=[?#"])'
)
"""The address of a file, and what is before it: all begin the same, which is found fast."""

_DRAWN = re.compile(r'<a (href="[^"]*"><title>)')
"""A link of a drawing, by what no other has; assets/drawings.js says why it is written in another way."""


class File(Protocol):
    """A file of a site, as its host has it."""

    src_uri: str
    url: str

    def url_relative_to(self, other: Any, /) -> str:
        """Return the address of this file, as another one links to it."""


def placeholder(index: int) -> str:
    """Return what holds the place of a block."""
    return f"<!-- module-catalog block {index} -->"


def filled(html: str, block: Callable[[int], str]) -> str:
    """Return a page with each block back in its place."""
    parts = _PLACE.split(html)
    parts[1::2] = [block(int(index)) for index in parts[1::2]]
    return "".join(parts)


def sections(text: str) -> tuple[str, list[str]]:
    """Return the front matter of a page, and its parts, which are blocks of HTML and headings in turn."""
    front_matter = match[0] if (match := _FRONT_MATTER.match(text)) else ""
    # Splitting at a group alternates.
    parts = _HEADING.split(f"\n{text[len(front_matter) :]}")
    parts[0] = parts[0][1:]
    return front_matter, parts


def set_aside(text: str) -> tuple[str, list[str]]:
    """Return a page with a comment in place of each block of HTML between its headings, and the blocks."""
    front_matter, parts = sections(text)
    lines = [
        part if index % 2 or part.lstrip().startswith(_API) else placeholder(index // 2)
        for index, part in enumerate(parts)
    ]
    blocks = [_DRAWN.sub(r"<a xlink:\1", block) for block in parts[::2]]
    return front_matter + "\n\n".join(lines) + "\n", blocks


def is_alike_everywhere(text: str, extensions: Iterable[Any]) -> bool:
    """Say whether Markdown with these extensions makes the same of a text whichever page it is on."""
    return all(map(_is_pure, extensions)) and all(map(_PLAIN.fullmatch, text.split("\n")))


def _is_pure(extension: Any) -> bool:
    # What is no name is a plugin's, which may take notes of every page.
    return isinstance(extension, str) and _PURE.fullmatch(extension) is not None


class Addresses:
    """Addresses of the files of a site. Pages of one folder share them."""

    def __init__(self, files: Mapping[str, File]) -> None:
        self._files = files
        self._known: dict[tuple[str, str | None], dict[str, str]] = {}
        """Addresses as pages of a folder have them, by the link."""

    def resolved(self, html: str, file: File) -> str:
        """Return a block with its links to files of the docs folder turned into addresses of the site.

        One to a file that the site does not have, as another plugin has left it out, is text.
        """
        # Splitting at two groups: a text, what is before a link, the link, a text, …
        parts = _LINK.split(html)
        if len(parts) == 1:
            return html
        folder = posixpath.dirname(file.src_uri)
        above = posixpath.dirname(file.url.rstrip("/")) if file.url not in _ROOT else None
        known = self._known.setdefault((folder, above), {})
        # What leads to the page itself or to its parts leads there from nowhere else.
        own = posixpath.splitext(posixpath.basename(file.src_uri))[0]
        parts[2::3] = [
            (known.get(link) if not link.startswith(own) else None)
            or self._address(link, folder, file, known)
            for link in parts[2::3]
        ]
        return without_nowhere("".join(parts))

    def _address(self, link: str, folder: str, file: File, known: dict[str, str]) -> str:
        """Return where a link leads; other pages of its folder know it from now on, if it is theirs too."""
        target = self._files.get(posixpath.normpath(posixpath.join(folder, link)))
        leads = target.url_relative_to(file) if target else NOWHERE
        if target is None or not target.url.startswith(file.url):
            known[link] = leads
        return leads
