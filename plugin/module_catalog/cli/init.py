"""`init`: what a catalog begins with."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from .. import clock, git
from ..catalog.entry_files import CATALOG, MODULES
from ..catalog.lifecycle import BUILT_IN, Stage
from ..catalog.reading import documents
from ..catalog.reading.sources import FOLDER, Texts
from ..checks import pipeline
from ..diagnostics import CatalogError, printable
from ..edit import files, start
from ..reports.parts import sentence
from .group import checked, main, usable
from .read import written_schemas


@main.command()
@click.option("--name", help="The project's name. Default: the name of the folder.")
@click.option(
    "--lifecycle",
    metavar="NAME|FILE",
    help=f"The stages of modules: {' or '.join(BUILT_IN)}, or a .yaml file of your own. "
    f"Default: {start.Project.lifecycle}.",
)
@click.option(
    "--noun", metavar="ONE,MANY", help="What pages call an entry: `proposal,proposals`. Default: module."
)
@click.option(
    "--from",
    "source",
    metavar="SOURCE",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A git repository, a checkout or a bare one, whose modules are drafted.",
)
@click.option("--rev", metavar="REV", help="The revision of SOURCE. Default: HEAD. Nothing is checked out.")
@click.pass_obj
def init(  # noqa: PLR0917  # click gives them by name
    folder: Path,
    name: str | None,
    lifecycle: str | None,
    noun: str | None,
    source: Path | None,
    rev: str | None,
) -> None:
    """Create a catalog in the current folder.

    It has catalog.yaml, the roster, schemas for editors, and a site if there is none. In a terminal, what no
    option says is asked for. Existing files are left as they are.

    With --from, it has a draft of each module that a source tree seems to have. A guess has its reason in a
    comment, and what the tree does not say is left out: `check` lists it. Nothing of the tree is run.
    For example: module-catalog init --from ../quokka
    """
    root = folder.resolve()
    if rev and not source:
        raise click.UsageError("--rev is for --from SOURCE")
    has_site = (root / "mkdocs.yml").exists()
    is_new = not (root / CATALOG).exists()
    if source and not is_new:
        raise CatalogError(
            f"there is a catalog in {root}: `audit --source {source} --discover` lists what it does not have"
        )
    asks = sys.stdin.isatty() and sys.stdout.isatty() and is_new and not source
    known = _known(source.resolve() if source else root)
    own, copied = _lifecycle(root, _answer(_LIFECYCLE, lifecycle, known.lifecycle, asks=asks))
    project = replace(
        known,
        name=_answer("The project's name", name, known.name, asks=asks),
        lifecycle=own,
        noun=_noun(_answer("What an entry is called: one,many", noun, _NOUN, asks=asks)),
    )
    if printable(project.name) != project.name:
        raise CatalogError(
            f"`{printable(project.name)}` is not text on one line: give the project's name with --name"
        )
    written = {**start.files(project, clock.today(), has_site=has_site), **copied}
    stage = _refuse_mistakes(written)
    drafted: tuple[str, ...] = ()
    if source:
        from . import drafting  # noqa: PLC0415  # what reads source trees takes time to load

        options = {"name": name, "lifecycle": lifecycle, "noun": noun}
        given = [option for option, said in options.items() if said]
        draft = drafting.drafted(source, rev or "HEAD", project, stage, given=given, today=clock.today())
        project = draft.project
        written = {**start.files(project, clock.today(), has_site=has_site), **copied, **draft.files}
        drafted = draft.lines
    # Nothing is told before all is written: who reads may stop.
    told = [*drafted, *_write_all(root, written)]
    told += written_schemas(root, usable(checked(root)), only_missing=True)
    for line in (*told, *_left_to_do(root, project, has_site=has_site)):
        click.echo(line)
    click.echo(
        "Next, run `module-catalog check`: it lists what is left to fill in."
        if source
        else "Next, list the kinds that there are in catalog/catalog.yaml, "
        "and create the first entry with `module-catalog new ID`."
    )


_LAST = ("mkdocs.yml", CATALOG)
"""The files by which a site and a catalog are known to be there: they come after all else, so that a run
after one that was killed does the rest."""
_LIFECYCLE = f"The stages of modules: {', '.join(BUILT_IN)}, or a .yaml file of your own"
_NOUN = "module,modules"


def _answer(question: str, given: str | None, default: str, *, asks: bool) -> str:
    if given is not None or not asks:
        return default if given is None else given
    return str(click.prompt(question, default=default))


def _known(root: Path) -> start.Project:
    """Return what the repository that a folder is in says of the project."""
    name, branch = git.remote(root) or ("", "")
    address = start.web_address(name)
    known = start.Project(root.name, repository=address)
    return replace(known, branch=branch) if address else known


def _lifecycle(root: Path, said: str) -> tuple[str, dict[str, str]]:
    """Return what catalog.yaml calls a lifecycle, and a copy to write of one from elsewhere."""
    if said in BUILT_IN:
        return said, {}
    file = next((file for file in (root / FOLDER / said, root / said) if file.is_file()), None)
    if file is None or file.suffix != ".yaml":
        raise CatalogError(
            f"`{printable(said)}` is neither a built-in lifecycle ({', '.join(BUILT_IN)}) nor a .yaml file"
        )
    text = documents.read_text(file, said, inside=file.parent).text
    if text is None:
        raise CatalogError(f"{said} cannot be read")
    return file.name, {f"{FOLDER}/{file.name}": text}


def _noun(said: str) -> tuple[str, str] | None:
    one, comma, many = (part.strip() for part in said.partition(","))
    if not (one and comma and many):
        raise CatalogError(
            f"`{printable(said)}` is not what one is called and what several are: give both, as in `{_NOUN}`"
        )
    return None if f"{one},{many}" == _NOUN else (one, many)


def _refuse_mistakes(written: Mapping[str, str]) -> Stage:
    """Return the first stage that a module can have.

    Raises CatalogError for what was answered that the new catalog could not say.
    """
    result = pipeline.check_source(Texts(written), today=clock.today())
    for finding in result.findings:
        raise CatalogError(sentence(finding))
    lifecycle = usable(result).lifecycle
    return (lifecycle.live or lifecycle.stages)[0]


def _write_all(root: Path, written: Mapping[str, str]) -> list[str]:
    """Write files that are not there yet, and return what to say of each but of new entries."""
    paths = sorted(written, key=lambda path: _LAST.index(path) if path in _LAST else -1)
    kept = {path for path in paths if (root / path).exists()}
    for path in paths:
        if path not in kept:
            files.create(path, written[path], root, inside=".")
    return [
        f"Kept {path}, which already exists." if path in kept else f"Wrote {path}."
        for path in paths
        if path in kept or not path.startswith(f"{MODULES}/")
    ]


def _left_to_do(root: Path, project: start.Project, *, has_site: bool) -> Iterator[str]:
    """Yield what files that were there before lack."""
    if has_site:
        yield f"Add to mkdocs.yml what it lacks of this:\n\n{start.plugin(project)}"
    ignored = root / ".gitignore"
    lines = ignored.read_text(errors="replace").splitlines() if ignored.is_file() else [start.IGNORED]
    if not has_site and not {start.IGNORED, "site/", "site", "/site"} & set(lines):
        yield f"Add `{start.IGNORED}` to .gitignore: it is what MkDocs writes."
