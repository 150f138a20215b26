"""How large the pages are, by kind, and how much a module adds to the index and to what the search loads."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from projects import OURS, Run, built, hosted
from results import Results, Row, Table

INDEX = "modules/"
SHOWN = 12
"""How many kinds of page are listed, the largest first."""


def measured(at: Run) -> Results:
    """Yield what is measured of sizes."""
    usual, large = ((size, _pages(at.site(size))) for size in (at.entries, max(at.sizes)))
    empty = _emptied(at)
    yield _largest("largest page but the index", *usual)
    yield _largest("largest page of a large catalog", *large)
    yield _largest(
        "largest page where 150 modules are related each to each",
        200,
        _pages(at.site(200, "--related", "150")),
    )
    yield from _index(at, empty)
    search = [len(_search(root)) for root in (at.site(at.entries), empty)]
    about = f"{at.entries:,} entries: search_index.json {search[0] / 1000:,.0f} KB, {search[1] / 1000:,.0f} KB of an empty catalog"
    yield Row("search, a module", (search[0] - search[1]) / at.entries, about)
    for size, pages in (usual, large):
        yield _kinds(size, pages)


def _pages(root: Path) -> Mapping[str, bytes]:
    """Return the HTML of all pages by their addresses."""
    site = built(root)
    files = sorted(site.rglob("index.html"))
    return {f"{file.parent.relative_to(site).as_posix()}/": file.read_bytes() for file in files}


def _emptied(at: Run) -> Path:
    """Return a project whose catalog has settings and no entries."""
    root = at.catalog(0, "--mistakes", "0")
    (root / "catalog/modules").mkdir(exist_ok=True)
    return hosted(root, OURS)


def _kind(address: str, ids: frozenset[str]) -> str:
    """Return what kind of page an address leads to."""
    path = PurePosixPath(address)
    if path.name in ids and len(path.parts) == 2:
        return "modules/&lt;id&gt;/"
    return f"{path.parts[0]}/{path.parts[1]}/…/" if len(path.parts) > 2 else address


def _kinds(size: int, pages: Mapping[str, bytes]) -> Table:
    """Return the largest page of each kind."""
    found: dict[str, list[str]] = {}
    ids = frozenset(
        PurePosixPath(address).stem
        for address in pages
        if f"modules/by-kind/{PurePosixPath(address).stem}/" != address
    )
    for address in sorted(pages, key=lambda one: (-len(pages[one]), one)):
        found.setdefault(_kind(address, ids), []).append(address)
    lines = []
    for kind, addresses in list(found.items())[:SHOWN]:
        html = pages[addresses[0]]
        packed = len(gzip.compress(html, mtime=0)) / 1000
        lines.append([kind, f"{len(addresses):,}", f"{len(html) / 1000:,.0f}", f"{packed:,.0f}"])
    return Table(f"Largest pages at {size:,} entries:", ["page", "pages", "KB", "KB, compressed"], lines)


def _largest(what: str, size: int, pages: Mapping[str, bytes]) -> Row:
    address = max((len(html), address) for address, html in pages.items() if address != INDEX)[1]
    return Row(what, len(pages[address]) / 1000, f"{size:,} entries: {address}")


def _index(at: Run, empty: Path) -> Results:
    """Yield how large the index is beside that of an empty catalog: HTML, and compressed."""
    nothing = _pages(empty)[INDEX]
    real, made = at.copies(at.entries), at.site(at.entries)
    rows = len(list((made / "catalog/modules").glob("*.yaml")))
    html = _pages(made)[INDEX]
    yield Row("index, a row", (len(html) - len(nothing)) / rows, f"{rows:,} rows: {len(html) / 1000:,.0f} KB")
    for what, root in (("real", real), ("generated", made)):
        packed = len(gzip.compress(_pages(root)[INDEX])) - len(gzip.compress(nothing))
        yield Row(
            f"index of {what} entries, compressed, beside an empty one",
            packed / 1000,
            f"{len(list((root / 'catalog/modules').glob('*.yaml'))):,} rows",
        )


def _search(root: Path) -> bytes:
    return (built(root) / "search/search_index.json").read_bytes()
