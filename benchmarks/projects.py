"""The projects that are measured: each is made once, below the folder that a run works in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import copies
from measure import BIN, run

BENCHMARKS = Path(__file__).parent
HOST = """site_name: Quokka
theme: {name: material, font: false, features: [navigation.tabs, content.code.copy]}
markdown_extensions: [admonition, attr_list, md_in_html, tables, pymdownx.highlight, pymdownx.superfences]
nav:
  - Home: index.md
  - Modules: [modules/index.md, modules/map.md, modules/compatibility.md, modules/compare.md]
  - Stages: modules/stages.md
  - Toggles: modules/toggles.md
  - Changes: [modules/changes.md, modules/roadmap.md, modules/trends.md]
  - Owners: [modules/owners.md, modules/health.md]
  - Showcase: showcase/index.md
  - Reference: [modules/fields.md, modules/rules.md, modules/data.md]
"""
"""What all sites of a run have in common. A page that is in no navigation costs the others nothing."""
OURS = f"{HOST}plugins: [search, module-catalog]\n"
PLAIN = f"{HOST}plugins: [search]\n"


@dataclass(frozen=True)
class Run:
    """What a run measures, and where."""

    work: Path
    entries: int = 1_000
    """How many entries most numbers are about."""
    source: Path | None = None
    """A git repository that this repository's own catalog is about, to audit it too."""
    rev: str = "HEAD"

    @property
    def is_full(self) -> bool:
        return self.entries >= 1_000

    @property
    def most(self) -> int:
        """How many entries the largest check has."""
        return 10 * self.entries if self.is_full else self.entries

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of entries that growth is told from."""
        return (
            self.entries // 2,
            self.entries,
            2 * self.entries,
            *([5 * self.entries] if self.is_full else []),
        )

    @property
    def turns(self) -> int:
        return 3 if self.is_full else 1

    def turns_at(self, size: int) -> int:
        """Return how often what costs much is measured at a size."""
        return self.turns if size <= self.entries else 1

    def catalog(self, entries: int, *options: str) -> Path:
        """Return a project with a generated catalog, made if need be."""
        root = self.work / "-".join([f"{entries}", *(option.strip("-") for option in options)])
        if not root.exists():
            run(BIN / "python", BENCHMARKS / "generator.py", f"{entries}", root, *options, folder=self.work)
        return root

    def site(self, entries: int, *options: str) -> Path:
        """Return a project with a generated catalog without mistakes, of which MkDocs can build a site."""
        return hosted(self.catalog(entries, "--mistakes", "0", *options), OURS)

    def copies(self, entries: int) -> Path:
        """Return a project with about that many entries: this repository's own, over and over."""
        root = self.work / f"copies-{entries}"
        if not root.exists():
            copies.write(root, entries)
        return hosted(root, OURS)


def hosted(root: Path, configuration: str) -> Path:
    """Give a project a configuration of MkDocs and a docs folder, and return it."""
    (root / "docs").mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(configuration, encoding="utf-8")
    return root


def built(root: Path) -> Path:
    """Return the folder of a project's site, built if need be."""
    site = root / "site"
    if not (site / "index.html").exists():
        run(BIN / "mkdocs", "build", "--quiet", folder=root)
    return site


def forget(*paths: Path) -> None:
    """Remove files and folders, so that what made them starts anew."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
