"""Small pieces of pages: glyphs, code, links. Each returns text or safe HTML."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from ..catalog.lifecycle import Lifecycle, Stage
from ..diagnostics import printable

# Characters that Markdown extensions read before they see that they stand in HTML: fences, snippets, macros.
_MARKS = {ord(mark): f"&#{ord(mark)};" for mark in "`{}~\\[]*_$"}
# Characters that turn around what follows them, up to the end of the line: they are written out.
_MARKS |= {turn: f"&#92;u{turn:x}" for turn in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}

_SAFE = re.compile(rf"(?!#)[^&<>'\"\n{re.escape(''.join(map(chr, _MARKS)))}]*")
"""A text that is HTML as it stands, as most are."""


_kept = lru_cache(maxsize=1 << 14, typed=True)
"""Keeps what a function made of a text: pages say the same again and again. HTML is not the text it looks
like, so that the type counts."""


@_kept
def safe(text: str) -> Markup:
    """Return text of an entry as HTML that stays text in a browser, in Markdown and in a template.

    It stays in its place too. It never begins with `#`: where a template puts it at the beginning of a line,
    that would begin a heading.
    """
    if _SAFE.fullmatch(text):
        # Not by what `Markup` does: it would ask a text for its HTML.
        return str.__new__(Markup, text)
    html = str(escape(text)).translate(_MARKS).replace("\n", "<br>")
    return Markup(f"&#35;{html[1:]}" if html.startswith("#") else html)


_SHORT = 160
"""How many characters of a summary have room in a list."""


def clipped(text: str) -> str:
    """Return a text as a list has room for it: one that is longer ends in … after a whole word."""
    if len(text) <= _SHORT:
        return text
    start = text[:_SHORT].rpartition(" ")[0] or text[: _SHORT - 1]
    if start.count("`") % 2:
        start = start.rpartition("`")[0]
    return f"{start.rstrip(' ,;:.')}…"


_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_IN_HTML = re.compile(rf"(<[^>]*>|&#?\w+;|[,?])|({_PUNCTUATION})")
_IN_TITLES = re.compile(
    rf"(<[^>]*>|&#?\w+;)|([`{{}}~\\\[\]$]|{_PUNCTUATION}(?={_PUNCTUATION})|(?<={_PUNCTUATION}){_PUNCTUATION})"
)


def heading(html: str) -> str:
    """Return the HTML of a Markdown heading with nothing in it that an extension of Markdown reads.

    Emoji (`:smile:`), addresses, mentions, marks (`==`), abbreviations, attributes, macros and includes all
    begin with punctuation: what is no tag and no character reference already becomes a reference.
    """
    return _IN_HTML.sub(_referenced, html)


def title(text: str) -> str:
    """Return a text as HTML for front matter.

    Themes put it into pages as it is, and plugins read it as a template. A single mark between words stays as
    it is, because themes search titles too; the delimiters of templates are two marks.
    """
    return _IN_TITLES.sub(_referenced, str(escape(text)))


def _referenced(found: re.Match[str]) -> str:
    return found[1] or f"&#{ord(found[2])};"


def shown(value: object) -> Markup:
    """Return what a template puts into a page: HTML as it is, anything else as text that stays text."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, int):
        return str.__new__(Markup, value)
    return safe(value) if isinstance(value, str) else escape(value)


_CODE = re.compile(r"`([^`]+)`")


@_kept
def prose(text: str) -> Markup:
    """Return a sentence of an entry as HTML: text, with `code` between backticks."""
    parts = _CODE.split(text)
    return Markup("").join(code(part) if index % 2 else safe(part) for index, part in enumerate(parts))


@_kept
def code(text: str) -> Markup:
    """Return a name, path or line as code that breaks only after `_` and `/`."""
    return Markup("<code>{}</code>").format(breakable(text))


def block(text: str) -> Markup:
    """Return several lines as they stand, for a block of code.

    No line is blank, which would end the HTML for Markdown.
    """
    return Markup("\n").join(safe(line) if line else Markup("&#8203;") for line in printable_lines(text))


def printable_lines(text: str) -> list[str]:
    """Return the lines of a text, with what does not show written out."""
    return [printable(line) for line in text.split("\n")]


@_kept
def breakable(text: str) -> Markup:
    """Return a long name, or lines, as HTML that may break after `_` and `/`."""
    lines = Markup("\n").join(map(safe, text.split("\n")))
    return Markup(re.sub(r"(&#95;|/)(?=[^\s<])", r"\1<wbr>", str(lines)))


@_kept
def slug(text: str) -> str:
    """Return the id that hosts give to the heading of a section, as Python-Markdown does."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


_SHORT_LINKS = (
    (re.compile(r"^https://github\.com/[^/]+/[^/]+/(?:pull|issues)/(\d+)"), "#{}"),
    (re.compile(r"^https://github\.com/[^/]+/[^/]+/commit/([0-9a-f]{7})"), "{}"),
    (re.compile(r"^https://github\.com/[^/]+/[^/]+/(?:blob|tree)/[^/]+/(.+?)(?:#L(?:\d+).*)?$"), "{}"),
    (re.compile(r"^https?://(?:www\.)?([^/?#]+)"), "{}"),
)


@_kept
def link_text(url: str) -> str:
    """Return what a link is called when nobody named it: #123, a commit, a path, a host."""
    for pattern, text in _SHORT_LINKS:
        if found := pattern.match(url):
            return text.format(found[1])
    return url


def number(count: int) -> str:
    """Return a count as sentences have it: 2,413."""
    return f"{count:,}"


_TONES = {"live": 3, "leaving": 2, "gone": 2}
"""How many colours there are for stages of each presence, beside those of the first and the last live one."""


def tone(stage: Stage, lifecycle: Lifecycle) -> str:
    """Return the colour word of a stage: narrow, wider, widest, leaving or gone.

    It goes by rule, whatever the stages are called. That of a second stage of a sort ends in `-2`:
    stages next to each other have different colours.
    """
    if stage.presence == "live" and stage in (lifecycle.live[0], lifecycle.live[-1]):
        return "widest" if stage is lifecycle.live[-1] else "narrow"
    if stage.presence == "aside":
        return "gone-2"
    same = [one for one in lifecycle.stages if one.presence == stage.presence]
    place = same.index(stage) - (stage.presence == "live")
    number = place % _TONES[stage.presence] + 1
    word = "wider" if stage.presence == "live" else stage.presence
    return f"{word}-{number}" if number > 1 else word


_DISCS = 4
"""How many live stages discs of different sizes tell apart; between more, parts of a disc do."""


class Sign(NamedTuple):
    """What a stage's glyph consists of, around the origin: the fuller the disc, the wider the reach."""

    ring: str = ""
    """`whole` or `dashed`, where there is one, of the radius 6.6 and 1.5 wide."""
    disc: float = 0
    """The radius of a disc."""
    share: float = 0
    """The part of a disc of the radius 4.9, which begins at the top and goes with the clock."""
    is_half: bool = False
    """Whether the lower half of what is in the ring is full."""


RING, SECTOR = 6.6, 4.9


def sign(stage: Stage, lifecycle: Lifecycle) -> Sign:
    """Return what a stage's glyph consists of: a dot for the first live stage, a full disc for the last.

    What has left has a dashed ring, and what is on no step an empty one.
    """
    if stage.presence == "gone":
        return Sign("dashed")
    if stage.presence == "aside":
        return Sign("whole")
    if stage.presence == "leaving":
        return Sign("whole", is_half=True)
    if stage is lifecycle.live[-1]:
        return Sign(disc=7.35)
    rank, live = lifecycle.live.index(stage), len(lifecycle.live)
    if rank and live > _DISCS:
        return Sign("whole", share=rank / (live - 1))
    return Sign("whole", disc=2.3 + 2.2 * rank / max(1, live - 2))


def shapes(stage: Stage, lifecycle: Lifecycle) -> tuple[tuple[str, str], ...]:
    """Return a stage's glyph as circles and paths around the origin, radius 8: elements and attributes."""
    found = sign(stage, lifecycle)
    dashes = ' stroke-dasharray="2.6 2.58"' if found.ring == "dashed" else ""
    ring = f'r="{RING}" fill="none" stroke="currentColor" stroke-width="1.5"{dashes}'
    return (
        *([("circle", ring)] if found.ring else []),
        *([("path", 'd="M-6.6 0a6.6 6.6 0 0 0 13.2 0z" fill="currentColor"')] if found.is_half else []),
        *([("path", f'd="{_sector(found.share)}" fill="currentColor"')] if found.share else []),
        *([("circle", f'r="{found.disc:g}" fill="currentColor"')] if found.disc else []),
    )


def _sector(share: float, radius: float = SECTOR) -> str:
    """Return the path of a part of a disc, which begins at the top and goes with the clock."""
    angle = 2 * math.pi * share
    x, y = (round(radius * part, 2) + 0 for part in (math.sin(angle), -math.cos(angle)))
    return f"M0 0V{-radius:g}A{radius:g} {radius:g} 0 {int(share > 1 / 2)} 1 {x:g} {y:g}z"


def glyph(stage: Stage, lifecycle: Lifecycle) -> Markup:
    """Return a stage's glyph for running text, hidden from screen readers: its word stands beside it."""
    drawn = "".join(f"<{element} {attributes}/>" for element, attributes in shapes(stage, lifecycle))
    classes = f"mc-glyph mc-{tone(stage, lifecycle)}"
    return Markup(
        f'<svg class="{classes}" viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">{drawn}</svg>'
    )
