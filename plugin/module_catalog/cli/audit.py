"""`audit`: the catalog against the project's source tree."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from .. import audit as evidence
from .. import disk
from ..audit.several import audit_all
from ..catalog.claim_kinds import CLAIM_KINDS, VERDICTS
from ..catalog.evidence import Evidence
from ..catalog.model import Catalog
from ..catalog.repositories import UNNAMED, split
from ..catalog.sources import Folder
from ..checks import pipeline
from ..checks.result import Result
from ..diagnostics import CatalogError, Severity, closest
from ..edit import files, fixes
from .group import checked, counted, known_repository, main, report, usable

T = TypeVar("T")


@main.command()
@click.option(
    "--source",
    "sources",
    required=True,
    multiple=True,
    metavar="[NAME=]PATH",
    help="The project's git repository: a checkout, or a bare one. One of several is given with its name.",
)
@click.option(
    "--rev",
    default="HEAD",
    show_default=True,
    metavar="REV",
    help="The revision to audit. Nothing is checked out.",
)
@click.option("--only", multiple=True, type=click.Choice(list(evidence.PROBES)), help="Run only this probe.")
@click.option("--select", multiple=True, metavar="ID", help="Audit only the module with this id.")
@click.option(
    "--suggest", is_flag=True, help="Print a patch that takes moved paths and defaults from the tree."
)
@click.option("--write", "writes", is_flag=True, help="Apply that patch to the entries, and audit again.")
@click.option(
    "--discover",
    is_flag=True,
    help="Only list folders and toggles that no entry covers, as commands that create one.",
)
@click.option(
    "--releases",
    "lists_releases",
    is_flag=True,
    help="Only list what the tags of releases say and entries leave out, as lines to fill in.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Keep nothing in .cache of what was read, and use nothing of it. So it is where CI is set, too.",
)
@click.pass_obj
def audit(
    folder: Path,
    *,
    sources: tuple[str, ...],
    rev: str,
    only: tuple[str, ...],
    select: tuple[str, ...],
    suggest: bool,
    writes: bool,
    discover: bool,
    lists_releases: bool,
    no_cache: bool,
) -> None:
    """Compare what entries claim with the source tree.

    What was found is written to catalog/evidence.json. The tree is read at the revision: uncommitted changes
    do not count. Nothing in it is run, and nothing is written there. --only and --select update a part of the
    file, which must be of the same commit. Exit code 1: the tree contradicts an entry, or an entry cannot be
    read.
    """
    # What is read of a file has no cycles, and looking for them takes a tenth of the time.
    gc.disable()
    root = pipeline.find_root(folder)
    first = checked(folder)
    catalog = usable(first)
    _known(select, catalog)
    trees = {name: evidence.Tree(path, rev) for name, path in _named(sources, catalog).items()}
    objects = evidence.ReadObjects(None if no_cache or os.environ.get("CI") else root)
    unread = _of_unread(first, catalog)
    if unread.findings:
        count = counted(len({one.place.path for one in unread.findings}), "file")
        click.echo(
            f"{report(unread)}Left out of the audit: {count} that cannot be read as an entry.", err=True
        )
    lister = _LISTERS["discover"] if discover else _LISTERS["releases"] if lists_releases else None
    if lister:
        probes, lines = lister
        asked = () if discover else select
        told = audit_all(catalog, trees, only=probes, select=asked, objects=objects, progress=_watched)
        click.echo("\n".join(lines(catalog, told)))
        sys.exit(1 if unread.findings else 0)
    found = _looked(root, catalog, trees, objects, only=only, select=select)
    if suggest or writes:
        applied = fixes.fix(
            Folder(root), today=catalog.today, is_wanted=lambda path: True, rules=fixes.EVIDENT
        )
        for edit in applied.edits:
            if writes:
                files.save(edit, root)
            else:
                click.echo(files.diff(edit, root).encode(), nl=False)
        if writes and applied.edits:
            found = _looked(root, usable(checked(folder)), trees, objects, only=only, select=select)
    result = _about_evidence(checked(folder))
    if result.findings and (writes or not suggest):
        click.echo(report(result), nl=False)
    # A patch is for another program to read, so that nothing else may stand beside it.
    click.echo(_summary(found), err=suggest and not writes)
    sys.exit(1 if unread.findings or result.count(Severity.ERROR) else 0)


def _named(sources: Iterable[str], catalog: Catalog) -> dict[str, Path]:
    """Return the folders that were given by the names of their repositories, in the order of the catalog."""
    found: dict[str, Path] = {}
    for source in sources:
        name, sign, path = source.partition("=")
        if not sign or Path(source).exists():
            name, path = UNNAMED, source
        else:
            known_repository(name, catalog)
        if name in found:
            what = f"of the repository {name}" if name else "without a name"
            raise click.BadParameter(f"two sources {what} were given")
        found[name] = Path(path)
    settings = catalog.settings
    if UNNAMED in found and settings.repositories and not settings.repository:
        raise click.BadParameter(
            f"say of which repository {found[UNNAMED]} is, as in"
            f" --source {next(iter(settings.repositories))}={found[UNNAMED]}"
        )
    return {name: found[name] for name in (UNNAMED, *settings.repositories) if name in found}


def _of_unread(result: Result, catalog: Catalog) -> Result:
    """Return the result with only what is wrong with entries that are not in the catalog, and why."""
    known = {module.document.path for module in catalog.modules}
    of_entries = (one for one in result.findings if catalog.settings.entry_files.has(one.place.path))
    wrong = (one for one in of_entries if one.severity is Severity.ERROR and one.place.path not in known)
    return replace(result, findings=tuple(wrong))


def _looked(
    root: Path,
    catalog: Catalog,
    trees: Mapping[str, evidence.Tree],
    objects: evidence.ReadObjects,
    *,
    only: tuple[str, ...],
    select: tuple[str, ...],
) -> Evidence:
    """Look at the trees, write what was found, and return it."""
    found = audit_all(catalog, trees, only=only, select=select, objects=objects, progress=_watched)
    if only or select:
        found = _joined(catalog, found, select)
    disk.save(root / pipeline.EVIDENCE, evidence.text(found).encode())
    return found


def _commands(catalog: Catalog, found: Evidence) -> Iterator[str]:
    """Yield a command that begins an entry for what none covers.

    Folders and toggles of one name are one module.
    """
    about: dict[str, list[str]] = {}
    for claim in found.claims:
        name = split(str(claim.subject))[1].rpartition("/")[2].removeprefix("USE_")
        about.setdefault(re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-"), []).append(str(claim.subject))
    for id_, subjects in sorted(about.items()):
        if id_ and id_ not in catalog.known_ids:
            yield f"module-catalog new {id_}  # {', '.join(subjects)}"


def _lines(catalog: Catalog, found: Evidence) -> Iterator[str]:
    """Yield a line for each release that an entry leaves out and that tags show, with where it goes."""
    for claim in found.claims:
        module = catalog.by_id.get(claim.module or "")
        says = CLAIM_KINDS[claim.kind].says
        if module and says and claim.verdict == "no-claim":
            place = module.where(*(claim.key(module) or ("name",)))
            yield f"{place.path}:{place.line}: {claim.subject}: {says}: {claim.found}"


_LISTERS = {"discover": (("unclaimed",), _commands), "releases": (("releases", "events"), _lines)}
"""What only lists what was found: the probes that look, and what makes lines of it."""


def _known(select: Iterable[str], catalog: Catalog) -> None:
    for id_ in select:
        if id_ not in catalog.by_id:
            meant = closest(id_, catalog.by_id)
            raise click.BadParameter(
                f"no module that could be read has the id {id_}"
                + (f"; did you mean {meant}?" if meant else "")
            )


def _joined(catalog: Catalog, found: Evidence, select: tuple[str, ...]) -> Evidence:
    """Return what was found put into what is known. Raises CatalogError when that is of another commit."""
    if catalog.evidence and catalog.evidence.trees != found.trees:
        known, now = catalog.evidence.revision(), found.revision()
        raise CatalogError(
            f"{pipeline.EVIDENCE} is of the commit {known}: "
            f"audit all of it at {now}, without --only and --select"
        )
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
    return f"Wrote {pipeline.EVIDENCE}: {modules} at {found.revision()} of {found.date}; {said}."


_SAID = {
    "verified": "verified",
    "contradicted": "contradicted",
    "not-checkable": "not checkable",
    "no-claim": "facts without a claim",
}
