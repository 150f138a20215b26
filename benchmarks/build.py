"""What a site costs, in floors: beside as many pages of one line at the same places, by the same host.

Beside it also stand the same pages as Markdown on disk, built by the same host without the plugin, and by
Zensical.
"""

from __future__ import annotations

import re
from pathlib import Path

from measure import BIN, Command, Cost, Words, costs, growth, run
from projects import PLAIN, Run, forget, hosted
from results import Results, Row, cost_table

COLD, WARM, FLOOR = "site, cold", "site, nothing changed", "floor: pages of one line"
PAGES, PAGES_AGAIN = "`build --out`, cold", "`build --out`, nothing changed"
MARKDOWN, ZENSICAL = "the same pages as Markdown, MkDocs", "the same pages as Markdown, Zensical"
BUILD = (BIN / "mkdocs", "build", "--quiet")


def measured(at: Run) -> Results:
    """Yield what is measured of the site."""
    by_size = {size: _at(size, at) for size in at.sizes}
    usual, most = by_size[at.entries], max(by_size)
    floor, of = usual[FLOOR].cpu, f"{at.entries:,} entries"
    for what, name in (("cold", COLD), ("nothing changed", WARM)):
        cost = usual[name].cpu
        yield Row(what, cost / floor, f"{of}: {cost:.2f} s, floor {floor:.2f} s")
    grows = growth({size: found[COLD].cpu for size, found in by_size.items()})
    yield Row("growth, cold", grows, f"{min(by_size):,} to {most:,} entries")
    yield Row("memory, cold", by_size[most][COLD].peak, f"{most:,} entries")
    yield _beside("cold, beside the same pages as Markdown", usual, MARKDOWN, of)
    yield _beside("cold, beside Zensical on these", usual, ZENSICAL, of)
    yield Row("only our pages, by `build --out`", usual[PAGES].cpu, of)
    yield _related(at)
    yield cost_table("Beside others, by the number of entries:", by_size)


def _at(size: int, at: Run) -> dict[str, Cost]:
    """Return what all of it costs at a size; what is not about growth only at the usual one."""
    root = at.site(size)
    pages = _pages(root)
    # Where nothing changed, a command follows on one like it.
    commands = {
        COLD: Command(BUILD, root, lambda turn: forget(root / ".cache", root / "site")),
        WARM: Command(BUILD, root),
        FLOOR: Command(BUILD, _floor(root, pages)),
    }
    if size == at.entries:
        write: Words = [BIN / "module-catalog", "build", "--out", root / "again"]
        plain = hosted(pages.parent, f"{PLAIN}{_assets(pages)}")
        zensical: Words = [BIN / "zensical", "build", "--clean"]
        commands |= {
            PAGES: Command(write, root, lambda turn: forget(root / ".cache", root / "again")),
            PAGES_AGAIN: Command(write, root),
            MARKDOWN: Command(BUILD, plain),
            ZENSICAL: Command(zensical, plain, lambda turn: forget(plain / "site", plain / ".cache")),
        }
    return costs(commands, turns=at.turns_at(size))


def _pages(root: Path) -> Path:
    """Return the docs folder that has the pages of a catalog on disk."""
    docs = root / "plain/docs"
    run(BIN / "module-catalog", "build", "--out", docs, folder=root)
    return docs


def _assets(pages: Path) -> str:
    """Return the lines of mkdocs.yml that load what pages on disk need."""
    files = sorted((pages / "assets/module-catalog").iterdir())
    css = [f"assets/module-catalog/{file.name}" for file in files if file.suffix == ".css"]
    scripts = [f"assets/module-catalog/{file.name}" for file in files if file.suffix == ".js"]
    return f"extra_css: [{', '.join(css)}]\nextra_javascript: [{', '.join(scripts)}]\n"


def _floor(root: Path, pages: Path) -> Path:
    """Return a project with a page of one line in the place of every page of ours."""
    floor = root / "floor"
    forget(floor)
    for page in pages.rglob("*.md"):
        line = floor / "docs" / page.relative_to(pages)
        line.parent.mkdir(parents=True, exist_ok=True)
        line.write_text(f"A line about {re.sub(r'[^a-z]+', ' ', page.stem)}.\n", encoding="utf-8")
    return hosted(floor, PLAIN)


def _related(at: Run) -> Row:
    root = at.site(200, "--related", "150")
    found = costs({COLD: Command(BUILD, root)}, turns=1)[COLD]
    return Row(
        "a kind of 150 modules, each related to each", found.cpu, f"among 200 entries, {found.peak:,.0f} MiB"
    )


def _beside(what: str, found: dict[str, Cost], other: str, of: str) -> Row:
    ours, theirs = found[COLD].cpu, found[other].cpu
    return Row(what, ours / theirs, f"{of}: {ours:.2f} s, {theirs:.2f} s")
