"""How large the pages are, by kind, and how much a module adds to the index and to what the search loads."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Mapping
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
    related = _pages(at.site(200, "--related", "150"))
    yield _largest("largest page but the index", *usual)
    yield _largest("largest page of a large catalog", *large)
    yield _largest("largest page where 150 modules are related each to each", 200, related)
    yield from _index(at, empty)
    search, without = (len(_search(root)) / 1000 for root in (at.site(at.entries), empty))
    about = f"{at.entries:,} entries: {search:,.0f} KB of JSON, {without:,.0f} KB of an empty catalog"
    yield Row("search, a module", 1000 * (search - without) / at.entries, about)
    for size, pages in (usual, large):
        yield _kinds(at.site(size), size, pages)


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


def _kind(address: str, ids: Collection[str]) -> str:
    """Return what kind of page an address leads to."""
    first, *others = PurePosixPath(address).parts or ("home",)
    if first == "modules" and others and others[0] in ids:
        return "modules/<id>/"
    return f"{first}/{others[0]}/…/" if len(others) > 1 else address


def _kinds(root: Path, size: int, pages: Mapping[str, bytes]) -> Table:
    """Return the largest page of each kind."""
    ids = {file.stem for file in (root / "catalog/modules").iterdir()}
    found: dict[str, list[str]] = {}
    for address in sorted(pages, key=lambda one: (-len(pages[one]), one)):
        found.setdefault(_kind(address, ids), []).append(address)
    lines = []
    for kind, addresses in list(found.items())[:SHOWN]:
        html = pages[addresses[0]]
        packed = len(gzip.compress(html, mtime=0)) / 1000
        lines.append([f"`{kind}`", f"{len(addresses):,}", f"{len(html) / 1000:,.0f}", f"{packed:,.0f}"])
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
