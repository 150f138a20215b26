"""Badges: a module's name and stage in a small picture, for READMEs; and the same for shields.io to draw.

A badge stands on pages of any colour, so it brings its own ground. It has no ids, which pages with several
would mix up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, partial
from html import escape
from pathlib import Path

from ...catalog.addresses import BADGES, badge_path
from ...catalog.entries import Module
from ...catalog.lifecycle import Stage
from ...catalog.model import Catalog
from .. import html
from .api import Data, written
from .export import ID, Content, Export, export_of_each
from .samples import laid_out

_PADDING = 7
_GLYPH = 18
"""The width that a glyph takes, with the gap after it."""
_SIZE = 11
"""Of letters, in pixels."""


@cache
def colours() -> dict[str, str]:
    """Return the colours of the stylesheet by name, those of light pages."""
    style = (Path(__file__).parent.parent / "styles" / "_base.css").read_text(encoding="utf-8")
    # Those of dark pages come after them.
    return dict(reversed(re.findall(r"--mc-([\w-]+): (#[0-9a-f]{6});", style)))


def endpoint(module: Module, catalog: Catalog) -> Data:
    """Return what shields.io asks for at the address of an endpoint."""
    stage = catalog.stage_of(module)
    colour = colours()[f"{html.tone(stage, catalog.lifecycle)}-text"]
    return {"schemaVersion": 1, "label": module.name, "message": stage.label, "color": colour}


@export_of_each(
    "shields",
    "Badge data for shields.io.",
    path=f"{BADGES}/{ID}.json",
    sample=lambda module, catalog: laid_out(endpoint(module, catalog)),
)
def shields(module: Module, catalog: Catalog) -> bytes:
    """Return what is at the address of an endpoint."""
    return written(endpoint(module, catalog))


def _badges(catalog: Catalog) -> Iterator[tuple[str, Module, Content]]:
    """Yield the badge of each module, and below its id those of its parts."""
    for module in catalog.modules:
        yield module.id, module, partial(svg, module.name, catalog.stage_of(module), catalog)
        for part in module.parts:
            stage = catalog.lifecycle.by_id[part.stage]
            content = partial(svg, f"{module.name} {part.name}", stage, catalog)
            yield f"{module.id}/{part.id}", module, content


badge = Export(
    "badge",
    "A badge with the name and stage of a module, as SVG.",
    _badges,
    path=badge_path(ID),
    is_format=False,
)


def svg(name: str, stage: Stage, catalog: Catalog) -> bytes:
    """Return a badge as SVG, 20 pixels high: a name, then the glyph and label of a stage."""
    tone, colour = html.tone(stage, catalog.lifecycle), colours()
    name, label = (text.translate(_NO_XML) for text in (name, stage.label))
    left = width_of(name) + 2 * _PADDING
    width = left + _GLYPH + width_of(label) + 2 * _PADDING
    glyph = "".join(f"<{element} {given}/>" for element, given in html.shapes(stage, catalog.lifecycle))
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img">',
        f"<title>{escape(name)}: {escape(label)}</title>",
        f'<path d="M{left} 0H{width - 3}a3 3 0 0 1 3 3V17a3 3 0 0 1-3 3H{left}z" '
        f'fill="{colour[f"{tone}-tint"]}"/>',
        f'<path d="M3 0H{left}V20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="{colour["ink2"]}"/>',
        f'<g transform="translate({left + _PADDING + 6} 10) scale(.8)" '
        f'color="{colour[f"{tone}-text"]}">{glyph}</g>',
        f'<g font-family="Verdana,DejaVu Sans,sans-serif" font-size="{_SIZE}">',
        _text(name, _PADDING, colour["paper"]),
        _text(label, left + _PADDING + _GLYPH, colour[f"{tone}-text"]),
        "</g>",
        "</svg>",
    )
    return ("\n".join(lines) + "\n").encode()


_NO_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""XML has no way to write these two, not even as a reference."""


def _text(text: str, x: int, colour: str) -> str:
    # Whatever face a reader has, the letters take the room that was made for them.
    fitted = f'textLength="{width_of(text)}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{x}" y="14" fill="{colour}" {fitted}>{escape(text)}</text>'


_WIDTHS = {
    letter: width
    for letters, width in (("fijlrtI !|.,:;'()[]/", 40), ("mwMW@%", 95), ("&+<=>#_", 80))
    for letter in letters
}
"""How wide letters are in Verdana, in hundredths of their size: those that are far from the others.

Whole numbers, because versions of Python add up fractions in different ways.
"""


def width_of(text: str) -> int:
    """Return how wide a text is, in whole pixels, near enough for letters to be fitted into it."""
    return (_SIZE * sum(map(_letter_width, text)) + 50) // 100


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 100
    return _WIDTHS.get(letter) or (70 if letter.isupper() else 62)
