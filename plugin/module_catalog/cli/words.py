"""`words`: the file in which a project translates its pages."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..checks import pipeline
from ..checks.gates import requirements
from ..diagnostics import CatalogError
from ..edit import files
from .group import checked, main, usable


@main.command()
@click.argument("language", default="en")
@click.pass_obj
def words(folder: Path, language: str) -> None:
    """Write catalog/words.po, to translate the pages.

    It has every message of the pages, for any gettext editor. LANGUAGE, such as de or pt_BR, sets the plural
    forms of a new file. An existing file keeps its translations and gets the new messages; that of a site in
    several languages is words.LANGUAGE.po.
    """
    from ..catalog import translation  # noqa: PLC0415  # its library takes time to load, which no other command needs

    result = checked(folder)
    catalog, root = usable(result), pipeline.find_root(folder)
    own, _ = result.translations.get(language, (pipeline.WORDS, None))
    text = result.texts.get(own)
    if text is None and os.path.lexists(root / own):
        raise CatalogError(f"{own} cannot be read: `module-catalog check` says why")
    updated = translation.updated(text, language, requirements(catalog))
    if text is None:
        files.create(own, updated, root)
    else:
        files.save(files.Edit(own, text, updated), root)
    click.echo(f"Wrote {own}.")
