"""`doctor`: what is here for the program to work with, what is missing, and how to get it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import click

from .. import __version__, cache
from ..catalog.reading.sources import Folder
from ..checks import pipeline
from ..checks.result import Result
from ..diagnostics import CatalogError, Severity
from ..reports.parts import summary
from ..site.drawings import graphviz
from .answers import answer_json, answer_lines, output_format
from .group import checked, counted, main

_MARKS = {"there": "✓", "missing": "-", "wrong": "✗"}


@dataclass(frozen=True)
class Condition:
    """One thing that the program works with, and how it stands."""

    name: str
    state: str
    """there, missing where the program does without it, or wrong."""
    said: str
    remedy: str = ""
    """What to run to get it."""


@dataclass(frozen=True)
class _Place:
    """Where the program was asked, and the catalog there, if there is one."""

    root: Path | None
    result: Result | None
    why: str = ""
    """Why there is none."""


@main.command(epilog="Example: module-catalog doctor")
@output_format()
@click.pass_obj
def doctor(folder: Path, output_format: str) -> None:
    """Say what is missing here, and how to get it.

    It looks at this program, the catalog, git, what builds sites, draws and reads source trees, editors, the
    evidence and what is kept from run to run. Nothing is written. Exit code 1: something is wrong.
    """
    place = _place(folder)
    found = [one for look in _LOOKS for one in look(place)]
    if output_format == "json":
        answer_json({"version": 1, "conditions": [asdict(one) for one in found]})
    else:
        answer_lines(_lines(found))
    sys.exit(1 if any(one.state == "wrong" for one in found) else 0)


def _place(folder: Path) -> _Place:
    try:
        return _Place(pipeline.find_root(folder), checked(folder))
    except CatalogError as error:
        return _Place(None, None, str(error))


def _lines(found: list[Condition]) -> Iterator[str]:
    longest = max(len(one.name) for one in found)
    for one in found:
        yield f"{_MARKS[one.state]} {one.name:{longest}}  {one.said}"
        if one.remedy:
            yield f"  {'':{longest}}  {one.remedy}"


def _program(place: _Place) -> Iterator[Condition]:
    said = f"module-catalog {__version__} on Python {platform.python_version()}"
    yield Condition("program", "there", said)


def _catalog(place: _Place) -> Iterator[Condition]:
    if place.result is None:
        yield Condition("catalog", "missing", place.why, "module-catalog init")
        return
    is_wrong = place.result.count(Severity.ERROR) or place.result.catalog is None
    said = f"{place.root}: {summary(place.result)}"
    yield Condition(
        "catalog", "wrong" if is_wrong else "there", said, "module-catalog check" if is_wrong else ""
    )


def _git(place: _Place) -> Iterator[Condition]:
    if found := shutil.which("git"):
        yield Condition("git", "there", found)
    else:
        yield Condition("git", "missing", "check --base, diff and audit need it", "install git")


_HOSTS = {"mkdocs": "MkDocs", "properdocs": "ProperDocs", "zensical": "Zensical"}


def _host(place: _Place) -> Iterator[Condition]:
    found = [f"{name} {version}" for package, name in _HOSTS.items() if (version := _version(package))]
    if found:
        yield Condition("site", "there", ", ".join(found))
    else:
        said = "nothing here builds a site; `build` writes its pages"
        yield Condition("site", "missing", said, _extra("mkdocs"))


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _extra(name: str) -> str:
    return f"pip install 'mkdocs-module-catalog[{name}]'"


_EXTRAS: dict[str, tuple[str, Callable[[], bool], str, str]] = {
    "graph": (
        "drawings",
        graphviz.is_available,
        "relations are drawn",
        "relations are lists: nothing here lays out a drawing",
    ),
    "audit": (
        "languages",
        lambda: all(map(find_spec, ("tree_sitter_javascript", "tree_sitter_typescript"))),
        "an audit reads JavaScript and TypeScript too",
        "an audit does not read JavaScript and TypeScript",
    ),
    "calendar": (
        "calendar",
        lambda: find_spec("icalendar") is not None,
        "`export calendar` works",
        "`export calendar` needs a library",
    ),
}
"""What each extra is for, whether that works here, and what to say where it does and where it does not."""


def _extras(place: _Place) -> Iterator[Condition]:
    for extra, (name, works, with_, without) in _EXTRAS.items():
        if works():
            yield Condition(name, "there", with_)
        else:
            yield Condition(name, "missing", without, _extra(extra))


def _editors(place: _Place) -> Iterator[Condition]:
    catalog = place.result.catalog if place.result else None
    if place.root is None or catalog is None:
        return
    source, write = Folder(place.root), "module-catalog schema --write"
    missing = [path for path in pipeline.WRITTEN_SCHEMAS.values() if not source.has(path)]
    outdated = [path for path, *_ in pipeline.outdated_schemas(source, catalog)]
    silent = [
        one for one in catalog.modules if "yaml-language-server" not in one.document.text.split("\n")[0]
    ]
    if missing:
        yield Condition("editors", "missing", f"they do not know entries: no {', '.join(missing)}", write)
    elif outdated:
        yield Condition("editors", "wrong", f"older than the catalog: {', '.join(outdated)}", write)
    elif silent:
        count, path = counted(len(silent), "module"), silent[0].document.path
        said = f"the first line of {count} names no schema, as in {path}"
        yield Condition("editors", "missing", catalog.settings.noun.put_in(said), _MODELINE)
    else:
        yield Condition("editors", "there", "their schemas are those of the catalog")


_MODELINE = "# yaml-language-server: $schema=../module.schema.json"


def _evidence(place: _Place) -> Iterator[Condition]:
    catalog = place.result.catalog if place.result else None
    if catalog is None:
        return
    audit = "module-catalog audit --source PATH"
    if catalog.evidence is None:
        yield Condition("evidence", "missing", "no audit has compared entries with a source tree", audit)
        return
    days, most = (catalog.today - catalog.evidence.date).days, catalog.settings.limits.evidence_days
    said = f"of {catalog.evidence.date}, {counted(max(days, 0), 'day')} old"
    is_old = most is not None and days > most
    yield Condition("evidence", "wrong" if is_old else "there", said, audit if is_old else "")


def _kept(place: _Place) -> Iterator[Condition]:
    if place.root is None:
        return
    folder = place.root / cache.FOLDER
    around = next(one for one in (folder, *folder.parents) if one.is_dir())
    if os.environ.get("CI"):
        yield Condition("cache", "missing", "not used where CI is set")
    elif not os.access(around, os.W_OK):
        yield Condition("cache", "missing", f"each run begins anew: {around} cannot be written")
    else:
        size = sum(file.stat().st_size for file in folder.glob("*") if file.is_file())
        yield Condition("cache", "there", f"{folder}: {size / 1e6:.1f} MB")


_SHELLS = {
    "bash": 'eval "$(_MODULE_CATALOG_COMPLETE=bash_source module-catalog)"',
    "zsh": 'eval "$(_MODULE_CATALOG_COMPLETE=zsh_source module-catalog)"',
    "fish": "_MODULE_CATALOG_COMPLETE=fish_source module-catalog | source",
}
"""What a line in the file that a shell begins with must be, for the shell to complete words of a catalog."""


def _shell(place: _Place) -> Iterator[Condition]:
    name = Path(os.environ.get("SHELL", "")).name
    if name in _SHELLS:
        said = f"{name} completes ids, stages, people and codes with this line where it begins"
        yield Condition("shell", "there", said, _SHELLS[name])


_LOOKS = (_program, _catalog, _git, _host, _extras, _editors, _evidence, _kept, _shell)
