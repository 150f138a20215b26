"""Previews: a picture of each module, which chats and social networks show beside a link to its page."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addresses import preview_path
from ...catalog.entries import Module
from ...catalog.model import Catalog
from .. import html
from ..drawings.preview import Preview, can_draw, drawn, has_letters
from .badges import colours
from .export import ID, Content, Export, SlowContent


def preview_of(module: Module, catalog: Catalog) -> Preview | None:
    """Return what the picture of a module shows; None where there is none, or no font with letters for it."""
    if missing(catalog) is not None:
        return None
    stage, colour = catalog.stage_of(module), colours()
    tone = html.tone(stage, catalog.lifecycle)
    if not has_letters(module.name) or not has_letters(stage.label):
        return None
    summary = " ".join(module.summary.replace("`", "").split())
    return Preview(
        catalog.settings.name if has_letters(catalog.settings.name) else "",
        module.name,
        summary if has_letters(summary) else "",
        stage.label,
        html.sign(stage, catalog.lifecycle),
        (colour[f"{tone}-text"], colour[f"{tone}-tint"]),
        (colour["paper"], colour["ink"], colour["ink2"]),
    )


def missing(catalog: Catalog) -> str | None:
    """Return what a site must have first for pictures."""
    if not catalog.settings.site:
        return "pictures need whole addresses: set `site` in catalog.yaml"
    return None if can_draw() else "pictures need Pillow: install mkdocs-module-catalog[previews]"


def _previews(catalog: Catalog) -> Iterator[tuple[str, Module, Content]]:
    for module in catalog.modules:
        if shown := preview_of(module, catalog):
            yield module.id, module, SlowContent(drawn, shown)


preview = Export(
    "preview",
    "A picture with the name, stage and summary of a module, for previews of links to its page.",
    _previews,
    path=preview_path(ID),
    is_format=False,
    missing=missing,
)
