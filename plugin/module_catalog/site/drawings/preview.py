"""A module in few words → the picture that stands beside a link to its page, as PNG: scrapers take no SVG.

It is drawn with the font of the pages, so one version of Pillow gives one picture, on any machine. That font
has Latin letters alone.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ..html import RING, SECTOR, Sign

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
"""What https://ogp.me and those who read it show whole."""
_MARGIN, _TOP = 80, 62
_BAND = 130
"""How high the ground of the stage is."""
_FONT = Path(__file__).parent.parent / "assets/fonts/source-serif-4-latin-wght-normal.woff2"
_LONGEST = 400
"""As many letters of a text as are looked at."""
_FINE = 4
"""How many times larger a glyph is drawn than it is shown, so that its edges are smooth."""


@dataclass(frozen=True)
class Preview:
    """What the picture of a module shows."""

    project: str
    name: str
    summary: str
    stage: str
    sign: Sign
    colours: tuple[str, str]
    """Those of the stage: of its words and of their ground."""
    ground: tuple[str, str, str]
    """Those of the paper, of the ink and of paler ink."""


@cache
def can_draw() -> bool:
    """Say whether the library that draws is there."""
    return find_spec("PIL") is not None


def has_letters(text: str) -> bool:
    """Say whether the font has each letter of a text."""
    return all(map(_has, text))


@cache
def _has(letter: str) -> bool:
    font = _font(40, 400)
    return letter == " " or bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff"))


def drawn(shown: Preview) -> bytes:
    """Return a picture."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  # Most sites have no pictures.

    paper, ink, pale = shown.ground
    colour, tint = shown.colours
    picture = Image.new("RGB", (WIDTH, HEIGHT), paper)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, HEIGHT - _BAND, WIDTH, HEIGHT), tint)
    y = _TOP
    for text, size, weight, most, tone in (
        (shown.project, 34, 400, 1, pale),
        (shown.name, 84, 600, 2, ink),
        (shown.summary, 38, 400, 3, pale),
    ):
        font = _font(size, weight)
        for line in _lines(text[:_LONGEST], font, most):
            pen.text((_MARGIN, y), line, tone, font)
            y += size * 5 // 4
        y += 16
    middle, font = HEIGHT - _BAND // 2, _font(46, 600)
    _put_sign(picture, shown.sign, colour, (_MARGIN + 26, middle))
    (label,) = _lines(shown.stage[:_LONGEST], font, 1)
    pen.text((_MARGIN + 74, middle), label, colour, font, anchor="lm")
    # Few colours: the picture is drawn in less time, and has a third of the size.
    few = picture.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    stream = BytesIO()
    few.save(stream, "PNG")
    return stream.getvalue()


@cache
def _font(size: int, weight: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    # The other layout depends on libraries of the machine.
    font = ImageFont.truetype(str(_FONT), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


def _lines(text: str, font: FreeTypeFont, most: int) -> Iterator[str]:
    """Yield a text in lines that have room, at least one; the last of too many ends in …."""
    room, rest = WIDTH - 2 * _MARGIN, text.strip()
    for number in range(most):
        if font.getlength(rest) <= room:
            yield rest
            return
        is_last = number == most - 1
        line = _begin(rest, font, room - (font.getlength("…") if is_last else 0))
        yield f"{line.rstrip(' ,;:.')}…" if is_last else line
        rest = rest[len(line) :].strip()


def _begin(text: str, font: FreeTypeFont, room: float) -> str:
    """Return as much of the beginning of a text as has room: whole words, if one has."""
    end = bisect(range(len(text)), room, key=lambda end: font.getlength(text[:end])) - 1
    return text[: text.rfind(" ", 0, end + 1)] if " " in text[1 : end + 1] else text[:end]


_START = {"whole": (0,), "dashed": range(0, 360, 45)}
"""Where the strokes of a ring begin, in degrees."""
_STROKES: Mapping[str, int] = {"whole": 360, "dashed": 23}


def _put_sign(picture: Image.Image, sign: Sign, colour: str, middle: tuple[int, int]) -> None:
    from PIL import Image, ImageDraw  # noqa: PLC0415

    scale, half = 3.4 * _FINE, 26 * _FINE
    mask = Image.new("L", (2 * half, 2 * half))
    pen = ImageDraw.Draw(mask)

    def around(radius: float) -> tuple[float, float, float, float]:
        return half - radius * scale, half - radius * scale, half + radius * scale, half + radius * scale

    for start in _START.get(sign.ring, ()):
        pen.arc(around(RING + 0.75), start, start + _STROKES[sign.ring], 255, round(1.5 * scale))
    if sign.is_half:
        pen.chord(around(RING), 0, 180, 255)
    if sign.share:
        pen.pieslice(around(SECTOR), -90, 360 * sign.share - 90, 255)
    if sign.disc:
        pen.ellipse(around(sign.disc), 255)
    small = mask.resize((2 * half // _FINE, 2 * half // _FINE), Image.Resampling.LANCZOS)
    picture.paste(colour, (middle[0] - small.width // 2, middle[1] - small.height // 2), small)
