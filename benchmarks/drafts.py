"""How much of a catalog that people wrote `init --from` finds by itself in the source tree.

    python benchmarks/drafts.py --source ../tvm --rev 5d4dc87 --catalog .
    python benchmarks/drafts.py --source ../opentelemetry-collector

The catalog is that of a folder; without one, what the files `metadata.yaml` of the tree say, of which the
draft then knows nothing. Nothing is timed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from module_catalog.audit import ReadObjects, Tree
from module_catalog.audit.discovery import Discovery, Proposal, likely
from module_catalog.catalog.reading.paths import covers
from module_catalog.catalog.reading.sources import Folder
from module_catalog.checks import pipeline
from module_catalog.clock import today
from module_catalog.importers import otel

HALF = 0.5
"""With this share of its files in common, a draft is of a module, though no path is the same."""


@dataclass(frozen=True)
class Known:
    """A module as people describe it."""

    id: str
    paths: frozenset[str]
    toggles: frozenset[str]
    owners: frozenset[str]
    related: frozenset[str]
    """The ids of the modules that it has a relation to, or that have one to it."""


def of_catalog(root: Path) -> list[Known]:
    """Return the modules of a catalog that are there."""
    catalog = pipeline.check_source(Folder(root), today=today()).catalog
    if catalog is None:
        raise SystemExit(f"{root} has no readable catalog")
    present = [module for module in catalog.modules if not catalog.is_gone(module)]
    pairs = {frozenset((one.id, other.module)) for one in present for other in one.relations if other.module}
    return [
        Known(
            one.id,
            frozenset(one.namespaces),
            frozenset(toggle.name for toggle in one.toggles),
            frozenset(owner.person.lower() for owner in one.current_owners),
            frozenset(other for pair in pairs if one.id in pair for other in pair - {one.id}),
        )
        for one in present
    ]


def of_metadata(tree: Tree) -> list[Known]:
    """Return the components that the files `metadata.yaml` of a tree describe."""
    files = tuple(file for file in tree.files if file.path.endswith("/metadata.yaml"))
    texts = {file.path: content.decode() for file, content in tree.contents(files) if content}
    return [
        Known(
            draft.id,
            frozenset(draft.data["namespaces"]),
            frozenset(one["name"] for one in draft.data.get("toggles", ())),
            frozenset(one["person"].lower() for one in draft.data.get("owners", ())),
            frozenset(),
        )
        for draft in otel.read(texts).drafts
    ]


def matched(known: Iterable[Known], drafts: Iterable[Proposal], files: list[str]) -> dict[str, Proposal]:
    """Return the draft of each module, by its id, as far as there is one; no draft is of two."""
    inside = {one.candidate: _files(one.candidate.paths, files) for one in drafts}
    found: dict[str, Proposal] = {}
    rows = sorted(
        (
            (_likeness(one, draft, inside[draft.candidate], files), one.id, draft)
            for one in known
            for draft in drafts
        ),
        key=lambda row: -row[0],
    )
    taken = set()
    for likeness, id_, draft in rows:
        if likeness and id_ not in found and draft.candidate not in taken:
            found[id_] = draft
            taken.add(draft.candidate)
    return found


def _likeness(known: Known, draft: Proposal, inside: frozenset[str], files: list[str]) -> float:
    """Return how much a draft is like a module: 0 for too little."""
    own = _files(known.paths, files)
    share = len(own & inside) / len(own | inside) if own | inside else 0
    is_same = bool(known.paths & {*draft.candidate.paths})
    return share + is_same if is_same or share >= HALF else 0


_SEEN: dict[frozenset[str], frozenset[str]] = {}


def _files(paths: Iterable[str], files: list[str]) -> frozenset[str]:
    key = frozenset(paths)
    if key not in _SEEN:
        _SEEN[key] = frozenset(file for file in files if any(covers(path, file) for path in key))
    return _SEEN[key]


def rows(known: list[Known], found: Mapping[str, Proposal], drafts: tuple[Proposal, ...]) -> Iterator[str]:
    """Yield the lines of the result."""
    yield _row("modules", len(found), len(known))
    yield _shared("namespaces", known, found, lambda one: one.paths, lambda one: one.candidate.paths)
    yield _shared(
        "toggles", known, found, lambda one: one.toggles, lambda one: [toggle.name for toggle in one.toggles]
    )
    yield _shared(
        "owners",
        known,
        found,
        lambda one: one.owners,
        lambda one: [who.handle.lower() for who in one.owners],
    )
    ids = {draft.candidate: id_ for id_, draft in found.items()}
    ties = {
        frozenset((id_, ids[other]))
        for id_, draft in found.items()
        for other in (draft.inside, *(need.other for need in draft.needs))
        if other in ids
    }
    related = {frozenset((one.id, other)) for one in known for other in one.related}
    yield _row("relations", len(ties & related), len(related))
    noise = sorted(one.candidate.name for one in drafts if one.candidate not in ids)
    yield f"relations that no entry has: {len(ties - related)}"
    yield f"drafts of no module: {len(noise)} of {len(drafts)}: {', '.join(noise)}"
    yield f"not found: {', '.join(sorted(one.id for one in known if one.id not in found)) or 'none'}"


def _shared(
    what: str,
    known: list[Known],
    found: Mapping[str, Proposal],
    said: Callable[[Known], frozenset[str]],
    drafted: Callable[[Proposal], Iterable[str]],
) -> str:
    """Return the line about how much of what entries say their drafts say too."""
    both = sum(len(said(one) & {*drafted(found[one.id])}) for one in known if one.id in found)
    return _row(what, both, sum(len(said(one)) for one in known))


def _row(what: str, part: int, whole: int) -> str:
    return f"{what:<12}{part:>5} of {whole:>4}  {part / whole:>5.0%}" if whole else f"{what:<12} none"


def main() -> None:
    """Measure one draft."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--source", type=Path, required=True, help="a git repository")
    parser.add_argument("--rev", default="HEAD", help="a revision of it")
    parser.add_argument("--catalog", type=Path, help="the folder of the catalog that people wrote")
    options = parser.parse_args()
    tree = Tree(options.source, options.rev, needed_by="drafts.py --source")
    discovery = Discovery(tree, objects=ReadObjects(), progress=lambda label, items, length: iter(items))
    drafts = likely(discovery.proposals())
    known = of_catalog(options.catalog) if options.catalog else of_metadata(tree)
    found = matched(known, drafts, list(discovery.layout.files))
    lines = (f"{tree.commit[:10]} of {tree.date}", *rows(known, found, drafts))
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    main()
