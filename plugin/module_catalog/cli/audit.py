"""`audit`: the catalog against the project's source tree."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from .. import audit as evidence
from .. import disk
from ..audit import several, since
from ..catalog.claim_kinds import VERDICTS
from ..catalog.evidence import Evidence
from ..catalog.evidence_files import EVIDENCE, texts
from ..catalog.model import Catalog
from ..catalog.reading.sources import Folder
from ..checks import pipeline
from ..checks.contradictions import Contradiction, contradictions
from ..checks.result import Result
from ..checks.silent_owners import silent_owners
from ..diagnostics import CatalogError, Severity
from ..edit import files, fixes, releases
from ..reports import by_owner
from .answers import answer_lines
from .audit_lists import commands, lines
from .audit_sources import before, known_modules, named, parts
from .group import checked, counted, main, report, usable
from .progress import watched

T = TypeVar("T")
Look = Callable[[Catalog], Evidence]


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source",
    "sources",
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
    "--base",
    metavar="FILE|REV",
    help="Report only what was not contradicted before: by that evidence.json, or by the one at that revision"
    " of the catalog.",
)
@click.option(
    "--output-format",
    type=click.Choice(["full", "markdown"]),
    default="full",
    show_default=True,
    help="The format of the report: markdown is the text of an issue, with a list for each owner.",
)
@click.option(
    "--suggest",
    is_flag=True,
    help="Print a patch that takes moved paths and defaults from the tree; with --releases, what it lists.",
)
@click.option("--write", "writes", is_flag=True, help="Apply that patch to the entries, and audit again.")
@click.option(
    "--discover",
    is_flag=True,
    help="Only list folders and toggles that no entry covers, as commands that create one.",
)
@click.option(
    "--releases",
    is_flag=True,
    help="Only list what the tags of releases say and entries leave out, as lines to fill in.",
)
@click.option(
    "--part",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Only write to FILE what this one source says, for --merge.",
)
@click.option(
    "--merge", "merges", is_flag=True, help="Put together the FILES that --part wrote, in place of --source."
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Keep nothing in .cache of what was read, and use nothing of it. So it is where CI is set, too.",
)
@click.pass_obj
def audit(folder: Path, /, **given: Any) -> None:
    """Compare what entries claim with the source tree.

    What was found is written to catalog/evidence.json, and what of it changes with every commit to
    catalog/evidence-details.json. The tree is read at the revision: uncommitted changes do not count. Nothing
    in it is run, and nothing is written there. --only and --select update a part of the files, which must be
    of the same commit. Exit code 1: the tree contradicts an entry, with --base one that it did not contradict
    before; or an entry cannot be read.
    """
    # What is read of a file has no cycles, and looking for them takes a tenth of the time.
    gc.disable()
    options = _Options(**given)
    options.require_fitting()
    first = checked(folder)
    catalog = usable(first)
    known_modules(options.select, catalog)
    run = _Run(folder, options, catalog)
    unread = _of_unread(first, catalog)
    if unread.findings:
        count = counted(len({one.place.path for one in unread.findings}), "file")
        click.echo(
            f"{report(unread)}Left out of the audit: {count} that cannot be read as an entry.", err=True
        )
    sys.exit(1 if run.ends_badly() or unread.findings else 0)


@dataclass(frozen=True)
class _Options:
    """What the command was given."""

    files: tuple[Path, ...]
    sources: tuple[str, ...]
    rev: str
    only: tuple[str, ...]
    select: tuple[str, ...]
    base: str | None
    output_format: str
    suggest: bool
    writes: bool
    discover: bool
    releases: bool
    part: Path | None
    merges: bool
    no_cache: bool

    def require_fitting(self) -> None:
        """Raise click's error for options of which one leaves nothing for another to do."""
        if self.merges != bool(self.files):
            raise click.UsageError("--merge and the FILES that --part wrote belong together")
        if self.merges == bool(self.sources):
            raise click.UsageError("say with --source where the project's source is, or --merge FILES")
        useless = {
            "--merge": self.merges and ("only", "select", "discover", "releases", "part"),
            "--part": self.part and ("select", "base", "suggest", "writes", "discover", "releases"),
        }
        for option, others in useless.items():
            for other in others or ():
                if getattr(self, other):
                    raise click.UsageError(f"{option} takes no --{other.removesuffix('s')}")
        if self.part and len(self.sources) > 1:
            raise click.UsageError("--part takes one --source: each has a file of its own")


class _Run:
    """One audit."""

    def __init__(self, folder: Path, options: _Options, catalog: Catalog) -> None:
        self.folder, self.options, self.catalog = folder, options, catalog
        self.root = pipeline.find_root(folder)
        self.trees = {
            name: evidence.Tree(path, options.rev) for name, path in named(options.sources, catalog).items()
        }
        is_kept = not options.no_cache and not os.environ.get("CI")
        self.objects = evidence.ReadObjects(self.root if is_kept else None, in_memory=bool(options.base))

    def ends_badly(self) -> bool:
        """Do what was asked for, and say whether something is contradicted."""
        options = self.options
        if options.discover:
            click.echo("\n".join(commands(self.catalog, self.trees, self.objects)))
            return False
        if options.releases:
            return self._told_of_releases()
        if options.part:
            self._write_part(options.part)
            return False
        known = before(options.base, self.root, self.catalog) if options.base else None
        found = self._looked(self.catalog)
        if options.suggest or options.writes:
            found = self._fixed(found)
        return self._told(found, known)

    def _told_of_releases(self) -> bool:
        """List what entries leave out of releases, or show it as a patch; or fill it in and audit again."""
        options, only = self.options, ("releases", "toggle_history", "events")
        found = self._found(self.catalog, only=only, select=options.select)
        edits = releases.edits(self.catalog, found) if options.suggest or options.writes else ()
        if options.writes:
            files.save_all(edits, self.root)
            self.catalog = usable(checked(self.folder))
            return self._told(self._looked(self.catalog), None)
        for edit in edits:
            click.echo(files.diff(edit, self.root).encode(), nl=False)
        if not options.suggest:
            click.echo("\n".join(lines(self.catalog, found)))
        return False

    def _write_part(self, path: Path) -> None:
        ((name, tree),) = self.trees.items()
        found = several.part(
            self.catalog, name, tree, only=self.options.only, objects=self.objects, progress=watched
        )
        disk.save(path.absolute(), evidence.text(found).encode())
        click.echo(f"Wrote {path}: what {found.revision()} of {found.date} says by itself.")

    def _found(self, catalog: Catalog, *, only: tuple[str, ...], select: tuple[str, ...]) -> Evidence:
        if self.options.merges:
            return several.together(catalog, parts(self.options.files, catalog))
        return several.audit_all(
            catalog, self.trees, only=only, select=select, objects=self.objects, progress=watched
        )

    def _looked(self, catalog: Catalog) -> Evidence:
        """Look at the trees, write what was found, and return it."""
        only, select = self.options.only, self.options.select
        found = self._found(catalog, only=only, select=select)
        if only or select:
            found = _joined(catalog, found, select)
        for path, text in texts(found).items():
            disk.save(self.root / path, text.encode())
        return found

    def _fixed(self, found: Evidence) -> Evidence:
        """Show what the tree says for certain as a patch; or apply it, and return what is found then."""
        applied = fixes.fix(
            Folder(self.root), today=self.catalog.today, is_wanted=lambda path: True, rules=fixes.EVIDENT
        )
        for edit in applied.edits:
            if self.options.writes:
                files.save(edit, self.root)
            else:
                click.echo(files.diff(edit, self.root).encode(), nl=False)
        if self.options.writes and applied.edits:
            return self._looked(usable(checked(self.folder)))
        return found

    def _told(self, found: Evidence, known: Evidence | None) -> bool:
        """Print what was found against entries, and say whether there is an error."""
        options = self.options
        result = _about_evidence(checked(self.folder))
        against = tuple(contradictions(result))
        head = f"{counted(len(against), 'contradiction')} at {found.revision()} of {found.date}."
        if known:
            against = self._new(against, found, known)
            head = _compared(len(against), found, known)
            result = replace(result, findings=tuple(one.finding for one in against))
        # A patch and an issue are for another program to read, so that nothing else may stand beside them.
        is_alone = options.suggest and not options.writes
        if options.output_format == "markdown":
            click.echo(by_owner.report(result, against, head), nl=False)
        elif result.findings and not is_alone:
            click.echo(report(result), nl=False)
            answer_lines(f"{one.module.id}: {one.sentence}" for one in silent_owners(result))
        click.echo(_summary(found), err=is_alone or options.output_format == "markdown")
        if known and options.output_format == "full":
            click.echo(head, err=is_alone)
        return bool(result.count(Severity.ERROR))

    def _new(
        self, against: Iterable[Contradiction], found: Evidence, known: Evidence
    ) -> tuple[Contradiction, ...]:
        """Return what was not contradicted before, each with the commit since which it is."""
        claims = set(since.new(found, known))
        new = [one for one in against if one.claim in claims]
        bisection = since.Bisection(self.catalog, self.trees, known, found, self.objects)
        told = watched("Looking for commits", new, len(new))
        return tuple(one.told(bisection.since(one.claim)) for one in told)


def _of_unread(result: Result, catalog: Catalog) -> Result:
    """Return the result with only what is wrong with entries that are not in the catalog, and why."""
    known = {module.document.path for module in catalog.modules}
    of_entries = (one for one in result.findings if catalog.settings.entry_files.has(one.place.path))
    wrong = (one for one in of_entries if one.severity is Severity.ERROR and one.place.path not in known)
    return replace(result, findings=tuple(wrong))


def _joined(catalog: Catalog, found: Evidence, select: tuple[str, ...]) -> Evidence:
    """Return what was found put into what is known. Raises CatalogError when that is of another commit."""
    if catalog.evidence and catalog.evidence.trees != found.trees:
        known, now = catalog.evidence.revision(), found.revision()
        what = f"the commit {known}" if known != now else "other tags of releases"
        raise CatalogError(f"{EVIDENCE} is of {what}: audit all of it at {now}, without --only and --select")
    return evidence.merged(catalog.evidence, found, select) if catalog.evidence else found


def _about_evidence(result: Result) -> Result:
    """Return the result with only what the evidence tells."""
    return replace(result, findings=tuple(one for one in result.findings if one.code.startswith("MC9")))


def _compared(count: int, found: Evidence, known: Evidence) -> str:
    """Return how many contradictions are new, and between which commits."""
    ranges = []
    for name, tree in found.trees.items():
        earlier = known.trees.get(name)
        start = f"{earlier.commit[:10]}.." if earlier else ""
        ranges.append(f"{name} {start}{tree.commit[:10]}".lstrip())
    return f"{counted(count, 'new contradiction')} in {', '.join(ranges)}."


def _summary(found: Evidence) -> str:
    counts = Counter(claim.verdict for claim in found.claims)
    said = ", ".join(f"{counts[verdict]:,} {_SAID[verdict]}" for verdict in VERDICTS)
    modules = counted(len(found.by_module), "module")
    return f"Wrote {EVIDENCE}: {modules} at {found.revision()} of {found.date}; {said}."


_SAID: Mapping[str, str] = {
    "verified": "verified",
    "contradicted": "contradicted",
    "not-checkable": "not checkable",
    "no-claim": "facts without a claim",
}
