"""`words`: the file in which a project translates its pages."""

from __future__ import annotations

from pathlib import Path

import click

from .. import pipeline
from ..diagnostics import CatalogError
from ..gates import sentences
from .group import checked, main, usable


@main.command()
@click.argument("language", default="en")
@click.pass_obj
def words(folder: Path, language: str) -> None:
    """Write catalog/words.po, with every message of the pages, for you to translate with any gettext editor.

    LANGUAGE, such as de or pt_BR, is needed once: it says how a new file counts. A file that is there keeps what it says, and
    gets the messages that are new.
    """
    from .. import translation  # noqa: PLC0415  # its library takes time to load, which no other command needs

    result = checked(folder)
    catalog, file = usable(result), pipeline.find_root(folder) / pipeline.WORDS
    text = translation.updated(result.texts.get(pipeline.WORDS), language, sentences(catalog))
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CatalogError(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"Wrote {pipeline.WORDS}.")
