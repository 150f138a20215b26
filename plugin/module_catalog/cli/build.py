"""`build`: the site's pages on disk."""

from __future__ import annotations

from pathlib import Path

import click

from ..catalog.page_kinds import HOME
from ..catalog.reading.sources import FOLDER
from ..checks import pipeline
from ..diagnostics import CatalogError
from ..hosts import output_folder
from ..hosts.heads import headed
from ..hosts.searchable import searchable
from ..site.build import site_files
from ..site.kept import Kept
from ..site.pages.map import NO_ENGINE, is_engine_missing
from ..site.static_files import scripts, stylesheets
from .group import clean, main
from .yesterday import AT, checked_at


@main.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to write the pages into.",
)
@click.option("--no-cache", is_flag=True, help="Render every page again, and keep nothing for the next time.")
@AT
@click.pass_obj
def build(folder: Path, out: Path, no_cache: bool, at: str | None) -> None:
    """Write the pages of the site to disk.

    They are Markdown, with a stylesheet and fonts, for any generator that reads a docs folder. Nothing is
    written when the catalog has errors, and no file that this command did not write is ever overwritten or
    removed.
    """
    result = clean(checked_at(folder, at))
    root = pipeline.find_root(folder)
    entries = (root / FOLDER).resolve()
    if entries in (out.resolve(), *out.resolve().parents):
        raise CatalogError(f"{out} is inside the catalog: name a folder outside of it with --out")
    has_front_page = output_folder.is_foreign(HOME, out)
    kept = None if no_cache else Kept(root)
    files = site_files(result, has_front_page=has_front_page, kept=kept)
    whole_files = (
        (headed(searchable(file), result.catalog.settings) for file in files) if result.catalog else ()
    )
    done = output_folder.write(whole_files, out)
    removed = f", removed {done.removed:,} that are no longer needed" if done.removed else ""
    click.echo(f"Wrote {done.files:,} files to {out}{removed}.")
    if result.catalog and is_engine_missing(result.catalog):
        click.echo(NO_ENGINE)
    click.echo(
        f"Add {', '.join(stylesheets())} to extra_css "
        f"and {', '.join(scripts())} to extra_javascript of the site."
    )
