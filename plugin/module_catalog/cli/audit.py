"""`audit`: the catalog against the project's source tree."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from .. import evidence, pipeline
from ..claim_kinds import VERDICTS
from ..claims import Evidence
from ..diagnostics import CatalogError, Severity, closest
from ..model import Catalog
from ..pipeline import Result
from ..reports import REPORTS
from .group import checked, counted, main, save, usable

T = TypeVar("T")


@main.command()
@click.option(
    "--source",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The project's git repository: a checkout, or a bare one.",
)
@click.option("--rev", default="HEAD", show_default=True, metavar="REV", help="The revision to look at. Nothing is checked out.")
@click.option("--only", multiple=True, type=click.Choice(list(evidence.PROBES)), help="Look only with this probe.")
@click.option("--select", multiple=True, metavar="ID", help="Look only at the module of this id.")
@click.pass_obj
def audit(folder: Path, source: Path, rev: str, only: tuple[str, ...], select: tuple[str, ...]) -> None:
    """Check what entries claim against the source tree, and write what was found to catalog/evidence.json.

    The tree is read as the revision has it, without the changes of a checkout. Nothing in it is run, and nothing is written there.
    --only and --select look again at a part of what the file already says of the same commit. Exit code 1: the tree contradicts
    an entry.
    """
    root = pipeline.find_root(folder)
    before = checked(folder)
    catalog = usable(before)
    _known(select, catalog)
    tree = evidence.Tree(source, rev)
    found = evidence.audit(catalog, tree, only=only, select=select, watch=_watched)
    if only or select:
        found = _joined(catalog, found, select)
    save(root / pipeline.EVIDENCE, evidence.text(found).encode())
    result = _about_evidence(checked(folder))
    if result.findings:
        click.echo(REPORTS["full"](result), nl=False)
    click.echo(_summary(found))
    sys.exit(1 if result.count(Severity.ERROR) else 0)


def _known(select: Iterable[str], catalog: Catalog) -> None:
    for id_ in select:
        if id_ not in catalog.by_id:
            meant = closest(id_, catalog.by_id)
            raise click.BadParameter(
                f"no module that could be read has the id {id_}" + (f"; did you mean {meant}?" if meant else "")
            )


def _joined(catalog: Catalog, found: Evidence, select: tuple[str, ...]) -> Evidence:
    """Return what was found put into what is known. Raises CatalogError when that is of another commit."""
    if catalog.evidence and catalog.evidence.commit != found.commit:
        known, now = catalog.evidence.commit[:10], found.commit[:10]
        raise CatalogError(f"{pipeline.EVIDENCE} is of the commit {known}: audit all of it at {now}, without --only and --select")
    return evidence.merged(catalog.evidence, found, select) if catalog.evidence else found


def _watched(label: str, items: Iterable[T], length: int) -> Iterator[T]:
    """Hand on what is read; on a terminal, with a bar."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
        yield from bar


def _about_evidence(result: Result) -> Result:
    """Return the result with only what the evidence tells."""
    return replace(result, findings=tuple(one for one in result.findings if one.code.startswith("MC9")))


def _summary(found: Evidence) -> str:
    counts = Counter(claim.verdict for claim in found.claims)
    said = ", ".join(f"{counts[verdict]:,} {_SAID[verdict]}" for verdict in VERDICTS)
    modules = counted(len(found.by_module), "module")
    return f"Wrote {pipeline.EVIDENCE}: {modules} at {found.commit[:10]} of {found.date}; {said}."


_SAID = {
    "verified": "verified",
    "contradicted": "contradicted",
    "not-checkable": "not checkable",
    "no-claim": "facts without a claim",
}
