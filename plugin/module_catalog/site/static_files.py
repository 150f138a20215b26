"""What pages load, whatever the catalog says: the stylesheet, scripts and fonts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .site_file import SiteFile

ASSETS = "assets/module-catalog"
"""The folder of the site that stylesheets and fonts stand in."""
STYLESHEET = f"{ASSETS}/catalog.css"
NOT_FOUND = f"{ASSETS}/not-found/not-found.js"
"""The script of the page for what is not there, which no other page loads."""


def assets() -> Iterator[SiteFile]:
    """Yield what pages load, whatever the catalog says: stylesheet, scripts and fonts."""
    yield SiteFile(STYLESHEET, _stylesheet())
    yield from _assets(Path(__file__).parent / "assets", ASSETS)


def scripts() -> tuple[str, ...]:
    """Return the paths of the scripts that make pages quicker to use, relative to the docs folder.

    Pages are whole without them.
    """
    folder = Path(__file__).parent / "assets"
    return tuple(f"{ASSETS}/{file.name}" for file in sorted(folder.glob("*.js")))


def stylesheets() -> tuple[str, ...]:
    """Return the paths of the stylesheets that pages need, relative to the docs folder."""
    return (STYLESHEET,)


def _stylesheet() -> bytes:
    """Return the one stylesheet of all pages: what they share, then what is one page's own."""
    styles = sorted((Path(__file__).parent / "styles").glob("*.css"))
    return b"\n".join(file.read_bytes() for file in styles)


def _assets(folder: Path, path: str) -> Iterator[SiteFile]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _assets(item, f"{path}/{item.name}")
        else:
            yield SiteFile(f"{path}/{item.name}", item.read_bytes())
