"""Unclaimed: folders and toggles that no entry covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...catalog.evidence import Claim, SourceLocation
from ...catalog.reading.paths import ancestors, is_glob
from ..survey import Survey


def unclaimed(survey: Survey) -> Iterator[Claim]:
    """Yield the outermost folders beside claimed ones that no entry covers, and toggles that none names."""
    yield from _folders(survey)
    known = {toggle.name for module in survey.catalog.modules for toggle in module.toggles}
    known |= {
        name for module in survey.catalog.modules for toggle in module.toggles for name in toggle.requires
    }
    for name, found in sorted(survey.scan.option_uses.items()):
        spots = [spot for spot, use in found if use.how == "declared"]
        if spots and name not in known:
            yield survey.claim("switch", "no-claim", None, spots, subject=name)


def _folders(survey: Survey) -> Iterator[Claim]:
    roots = {
        path.partition("/")[0] for module in survey.present for path in module.namespaces if not is_glob(path)
    }
    apart = survey.tests | survey.docs | survey.ci
    covered: set[str] = set()
    counts: Counter[str] = Counter()
    for file in survey.tree.files:
        folders = list(ancestors(file.path.rpartition("/")[0]))
        if survey.claims.of(file.path):
            covered.update(folders)
        elif file.path not in apart and file.path.partition("/")[0] in roots:
            counts.update(folders)
    for folder, count in sorted(counts.items()):
        if folder not in covered and folder.rpartition("/")[0] in covered:
            yield survey.claim(
                "folder", "no-claim", None, [SourceLocation(folder)], subject=folder, count=count
            )
