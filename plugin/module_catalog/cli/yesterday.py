"""The option --at: the catalog as it was at a revision, a release or a day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from .. import clock
from ..checks import pipeline
from ..checks.result import Result
from ..diagnostics import CatalogError
from .group import checked, reading
from .named import no_mistyped_release, releases

_OF_VERSIONS = ("MC108", "MC901")
"""The rules about files that this program writes: what an earlier version of it wrote was no mistake."""

AT = click.option(
    "--at",
    metavar="REV|RELEASE|DAY",
    shell_complete=releases,
    help="The catalog as it was then: at a revision of git, or on the day, or the day of the release.",
)


def read_at(folder: Path, at: str | None) -> Result:
    """Read the catalog of a folder to answer from it; as it was, as `checked_at` does."""
    return reading(folder) if at is None else checked_at(folder, at)


def checked_at(folder: Path, at: str | None) -> Result:
    """Check the catalog of a folder as it is; or as it was, on the day it was so.

    Raises CatalogError when it was not there.
    """
    if at is None:
        return checked(folder)
    from ..catalog.revisions import at as revision_at  # noqa: PLC0415  # what runs git takes time to load

    root = pipeline.find_root(folder)
    now = pipeline.read(root, today=clock.today()).catalog
    try:
        found = revision_at(root, at, now.settings.release_days if now else {})
    except CatalogError:
        if now:
            no_mistyped_release(at, now)
        raise
    source = found.texts(whole=True)
    if not source.files:
        raise CatalogError(f"there was no catalog at {at}")
    result = pipeline.check_source(source, today=found.day)
    kept = (one for one in result.findings if one.code not in _OF_VERSIONS)
    return replace(result, findings=tuple(kept))
