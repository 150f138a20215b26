"""`diff`: what changed between two states of the catalog, in what it means."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import click

from .. import clock
from ..catalog.model import Catalog
from ..catalog.queries.differences import Comparison, differences
from ..catalog.queries.released import since_release
from ..catalog.releases import day
from ..catalog.revisions import Revision, parted, revision
from ..catalog.revisions import at as revision_at
from ..checks import pipeline
from ..checks.result import Result
from ..diagnostics import CatalogError, printable
from ..reports.differences import DIFFERENCE_REPORTS
from . import named
from .group import checked, main, usable

_WORKING_TREE = "the working tree"


@main.command(
    epilog="""\b
Examples:
  module-catalog diff                            since the last commit
  module-catalog diff origin/main                what this branch changes
  module-catalog diff v1.0 v1.1                  between two tags, or releases
  module-catalog diff v1.0 v1.1 --output-format release-notes
"""
)
@click.argument("base", default="HEAD", shell_complete=named.releases)
@click.argument("head", required=False, shell_complete=named.releases)
@click.option(
    "--output-format",
    type=click.Choice(list(DIFFERENCE_REPORTS)),
    default="text",
    show_default=True,
    help="The format of the report.",
)
@click.option(
    "--preview",
    metavar="ADDRESS",
    callback=lambda _context, _option, value: _address(value),
    help="Where a site of HEAD is, such as the preview of a pull request: names in Markdown lead there.",
)
@click.pass_obj
def diff(folder: Path, base: str, head: str | None, *, output_format: str, preview: str | None) -> None:
    """List what changed from BASE to HEAD: not the lines, but what they say.

    Both are revisions of git, or days. BASE is the last commit by default, HEAD the files as they are. With
    BASE alone, what happened to it since this branch left it is no change. Names of releases in catalog.yaml
    that git does not know are compared by the histories of entries.
    """
    root = pipeline.find_root(folder)
    by_history = _by_history(folder, root, base, head)
    comparison = by_history or _by_git(folder, root, base, head)
    if preview:
        settings = replace(comparison.catalog.settings, site=preview)
        comparison = replace(comparison, catalog=replace(comparison.catalog, settings=settings))
    click.echo(DIFFERENCE_REPORTS[output_format](comparison).encode(), nl=False)


def _address(said: str | None) -> str | None:
    """Return the address that is given. Raises BadParameter when it is none of the web."""
    if said and not re.match(r"https?://[^/\s]", said):
        raise click.BadParameter(f"`{printable(said)}` does not begin with https://")
    return said


def _by_history(folder: Path, root: Path, base: str, head: str | None) -> Comparison | None:
    """Return what came with releases, as the histories tell it.

    None where git knows a name, or no release has it.
    """
    if base == "HEAD" or any(_has_catalog(root, name) for name in (base, head) if name):
        return None
    catalog = usable(checked(folder))
    names = catalog.settings.release_names
    if unknown := [name for name in (base, head) if name and name not in names]:
        named.no_mistyped_release(unknown[0], catalog)
        return None
    if head is not None and names.index(base) > names.index(head):
        raise CatalogError(f"{base} is a later release than {head}: name the earlier one first")
    return Comparison(base, head or names[-1], catalog, since_release(catalog, base, head))


def _has_catalog(root: Path, name: str) -> bool:
    """Say whether git knows a revision of that name in which there is a catalog."""
    try:
        return revision(root, name, user="diff").has_catalog
    except CatalogError:
        return False


def _by_git(folder: Path, root: Path, base: str, head: str | None) -> Comparison:
    is_branch = not head and day(base) is None
    before = parted(root, base, user="diff") if is_branch else revision_at(root, base, {}, user="diff")
    after = revision_at(root, head, {}, user="diff") if head else None
    old = _at(before)
    new = _at(after) if after else checked(folder)
    earlier, later = _catalog_of(old, _named(before)), _catalog_of(new, _named(after))
    notes = (*_unread(old, earlier, _named(before)), *_unread(new, later, _named(after)))
    return Comparison(_named(before), _named(after), later, differences(earlier, later), notes)


def _named(at: Revision | None) -> str:
    return at.label if at else _WORKING_TREE


def _at(at: Revision) -> Result:
    source = at.texts()
    if not source.files:
        raise CatalogError(f"there was no catalog at {_named(at)}")
    return pipeline.check_source(source, today=clock.today())


def _catalog_of(result: Result, name: str) -> Catalog:
    if result.catalog is None:
        raise CatalogError(
            f"catalog.yaml or the lifecycle has errors in {name}, so that nothing can be compared with it"
        )
    return result.catalog


def _unread(result: Result, catalog: Catalog, name: str) -> list[str]:
    """Return a sentence about the entries that could not be read."""
    missing = sorted(catalog.known_ids - catalog.by_id.keys())
    listed = ", ".join(f"`{id_}`" for id_ in missing[:10])
    more = f" and {len(missing) - 10:,} more" if len(missing) > 10 else ""
    return [f"Not read in {name}, because of errors: {listed}{more}."] if missing else []
