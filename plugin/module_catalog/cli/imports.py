"""`import`: what another format says becomes a catalog, and stays up to date where nobody edited it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from .. import clock, disk
from ..audit.tree import MAX_BYTES, Tree
from ..catalog.reading import documents
from ..catalog.reading.paths import covers
from ..catalog.reading.sources import FOLDER
from ..checks import pipeline
from ..diagnostics import CatalogError
from ..edit import files, start
from ..edit.files import Edit
from ..importers import FORMATS, TABLE, Format, record, renewal, report, table, writing
from ..importers.catalog_files import catalog_files
from ..importers.drafts import Files, Imported
from ..importers.renewal import Digests, Renewed
from ..importers.report import Written
from ..reports.parts import sentence
from .group import main
from .read import write_schemas

_LISTED = "\b\n" + "\n".join(f"{name:<14} {one.summary}" for name, one in FORMATS.items())


@main.command("import", epilog=_LISTED)
@click.argument("form", metavar="FORMAT", type=click.Choice([*FORMATS, TABLE]))
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that gets the catalog. Default: the current folder.",
)
@click.option("--rev", help="A revision of a git repository. Default: the files as they are.")
@click.option(
    "--mapping",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"For `{TABLE}`: how records become entries.",
)
@click.pass_obj
def import_(  # noqa: PLR0917  # click gives them by name
    folder: Path, form: str, source: Path, into: Path | None, rev: str | None, mapping: Path | None
) -> None:
    """Bring in what another format says.

    FORMAT is one of these, or `table` for records in YAML, JSON, TOML or CSV. SOURCE is a folder, a file or a
    git repository. Run it again to renew what nobody has edited since.
    """
    root = (into or folder).resolve()
    wanted = _format(form, mapping)
    texts, unread = _texts(source, rev, wanted)
    imported = wanted.read(texts)
    imported.unread[:0] = unread
    if not imported.drafts:
        for line in report.lines(imported, Written(), texts):
            click.echo(line)
        raise CatalogError(f"{source} has nothing that `{form}` reads, which is {', '.join(wanted.files)}")
    written = _write(root, imported)
    result = pipeline.check(root, today=clock.today())
    if result.catalog:
        write_schemas(root, result.catalog)
    for line in report.lines(imported, written, texts):
        click.echo(line)
    click.echo("Next, run `module-catalog check`: what it finds is what the source says.")


def _format(form: str, mapping: Path | None) -> Format:
    """Return the format of a name; that of a table follows from the mapping."""
    if form != TABLE:
        if mapping:
            raise click.UsageError(f"--mapping is for `{TABLE}`")
        return FORMATS[form]
    if mapping is None:
        raise click.UsageError(f"`{TABLE}` needs --mapping FILE: how records become entries")
    reading = documents.read_text(mapping, mapping.name, inside=None)
    said, findings = table.mapping(reading.text, mapping.name) if reading.text is not None else ({}, ())
    for finding in (*reading.findings, *findings):
        raise CatalogError(f"{finding.place.path}:{finding.place.line}: {sentence(finding)}")
    return Format(TABLE, tuple(table.globs(said)), partial(table.read, said=said))


def _texts(source: Path, rev: str | None, form: Format) -> tuple[Files, list[tuple[str, str]]]:
    """Return the texts of the files that are wanted, in the order of their paths, and what cannot be read."""
    texts: dict[str, str] = {}
    unread: list[tuple[str, str]] = []
    for path, content in sorted(_contents(source, rev, form.files), key=lambda one: one[0]):
        if content is not None and form.having not in content:
            continue
        if content is None or len(content) > MAX_BYTES:
            unread.append((path, f"the file is larger than {MAX_BYTES:,} bytes, or not there"))
            continue
        reading = documents.decode_text(content, path)
        unread += [(path, finding.message) for finding in reading.findings]
        if reading.text is not None:
            texts[path] = reading.text
    return texts, unread


def _contents(source: Path, rev: str | None, globs: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
    def is_wanted(path: str) -> bool:
        return any(covers(one, path) for one in globs)

    if source.is_file() and not rev:
        yield source.name, source.read_bytes()[: MAX_BYTES + 1]
    elif rev or _is_bare(source):
        tree = Tree(source, rev or "HEAD", needed_by="import --rev")
        wanted = tuple(file for file in tree.files if is_wanted(file.path))
        yield from ((file.path, content) for file, content in tree.contents(wanted))
    else:
        for path, file in _walked(source):
            if is_wanted(path):
                with file.open("rb") as stream:
                    yield path, stream.read(MAX_BYTES + 1)


def _is_bare(source: Path) -> bool:
    return (source / "HEAD").is_file() and (source / "objects").is_dir()


def _walked(source: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder that are no links, without what git keeps there."""
    for above, folders, names in os.walk(source):
        folders[:] = [one for one in folders if one != ".git"]
        for name in names:
            file = Path(above) / name
            if file.is_file() and not file.is_symlink():
                path = file.relative_to(source).as_posix()
                yield path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"), file


def _write(root: Path, imported: Imported) -> Written:
    """Write the catalog, renew what nobody edited, and return what became of each file."""
    known = _known(root)
    written, digests = Written(), dict(known)
    wanted = catalog_files(imported)
    for path, file in wanted.items():
        found = _one(root, path, file, known.get(path), written)
        if found:
            digests[path] = found.digests
    gone = [path for path in known if path not in wanted and (root / path).exists()]
    written.gone += [path for path in gone if path.startswith(f"{FOLDER}/modules/")]
    disk.save(root / record.PATH, record.text(digests).encode())
    site = start.Project(str(imported.catalog["name"]), noun=_noun(imported.catalog))
    for path, text in start.files(site, clock.today(), has_site=(root / "mkdocs.yml").exists()).items():
        if not (root / path).exists():
            files.create(path, text, root, inside=".")
    return written


def _noun(catalog: Mapping[str, Any]) -> tuple[str, str] | None:
    noun = catalog.get("noun")
    return (str(noun["one"]), str(noun["many"])) if isinstance(noun, dict) and len(noun) == 2 else None


def _known(root: Path) -> dict[str, Digests]:
    file = root / record.PATH
    if not file.exists():
        return {}
    text = documents.read_text(file, record.PATH, inside=root / FOLDER).text
    if text is None:
        raise CatalogError(f"{record.PATH} cannot be read")
    return record.read(text)


def _one(
    root: Path, path: str, wanted: tuple[str, writing.Blocks], known: Digests | None, written: Written
) -> Renewed | None:
    """Write one file, or renew it, and say what became of it; None where it stays somebody's own."""
    file, (head, blocks) = root / path, wanted
    if not os.path.lexists(file):
        if known is not None and path.startswith(f"{FOLDER}/modules/"):
            written.removed.append(path)
            return None
        made = renewal.new(head, blocks)
        files.create(path, made.text, root)
        written.new.append(path)
        return made
    text = documents.read_text(file, path, inside=root / FOLDER).text
    if known is None or text is None:
        written.theirs.append(path)
        return None
    made = renewal.renewed(path, text, blocks, known)
    if made.edited:
        written.edited.append((path, made.edited))
    (written.same if made.text == text else written.renewed).append(path)
    files.save(Edit(path, text, made.text), root)
    return made
