"""What all commands share: the group, the catalog they work on, how they end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from .. import __version__, clock
from ..catalog.model import Catalog
from ..catalog.reading.sources import Source
from ..checks import pipeline
from ..checks.result import Result
from ..checks.rules import RULES
from ..checks.rules.rule import require_reasons
from ..diagnostics import CatalogError, capped, closest, printable
from ..reports import REPORTS
from . import streams

_FILES = {
    "audit": "audit",
    "build": "build",
    "check": "check",
    "deprecate": "deprecate",
    "diff": "diff",
    "doctor": "doctor",
    "explain": "read",
    "export": "export",
    "fmt": "fmt",
    "import": "imports",
    "init": "init",
    "list": "listing",
    "mcp": "agents",
    "new": "new",
    "own": "own",
    "promote": "promote",
    "ready": "ready",
    "remind": "remind",
    "remove": "remove",
    "rename": "rename",
    "review": "review",
    "schema": "read",
    "show": "show",
    "who": "who",
    "words": "words",
}
"""The file of each command. Only that one is loaded: a check has no use for what builds a site."""


class _Commands(click.Group):
    """A group that ends in one line when it cannot go on.

    The exit code is 2 when there is nothing to work on, 3 when the program itself is wrong.
    """

    def add_command(self, command: click.Command, name: str | None = None) -> None:
        """Add a command, which may be told the folder too: a hook adds its arguments after the command."""
        command.params.append(_folder(None))
        super().add_command(command, name)

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the name of every command."""
        return list(_FILES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return the command of a name, from the file it is in; None when there is none."""
        if name in _FILES:
            import_module(f".{_FILES[name]}", __package__)
        return super().get_command(context, name)

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Read the command line, which prints too: the help, the version."""
        streams.prepare()
        with _ended():
            return super().make_context(*arguments, **options)

    def invoke(self, context: click.Context) -> object:
        """Run the command that was named, and say in one line why it could not go on."""
        with _ended():
            return super().invoke(context)


@contextmanager
def _ended() -> Iterator[None]:
    """Exit in one line, and with the code that says why, when what runs here cannot go on."""
    try:
        yield
    except CatalogError as error:
        _exit(printable(str(error)), 2)
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise  # What click itself ends well: wrong use, an exit.
    except BrokenPipeError:  # The reader has left: nobody is there to be told.
        streams.drop()
        sys.exit(streams.LEFT)
    except OSError as error:  # The disk, or where the output goes.
        streams.drop()
        of = f"{printable(str(error.filename))}: " if error.filename is not None else ""
        _exit(f"{of}{error.strerror or error}", 2)
    except Exception:  # the one place where a bug ends, so that it ends in words
        import tempfile  # noqa: PLC0415  # nearly never needed
        import traceback  # noqa: PLC0415

        with tempfile.NamedTemporaryFile(
            "w", prefix="module-catalog-", suffix=".log", delete=False, encoding="utf-8"
        ) as log:
            traceback.print_exc(file=log)
        _exit(f"this is a bug in the program, not in your catalog; the details are in {log.name}", 3)


def _exit(message: str, code: int) -> NoReturn:
    click.echo(f"module-catalog: {message}", err=True)
    sys.exit(code)


def _chosen(context: click.Context, parameter: click.Parameter, folder: Path | None) -> None:
    if folder is not None:
        context.obj = folder


def _folder(default: Path | None) -> click.Option:
    """Return the option that names the folder of the catalog; the last one that is given counts."""
    return click.Option(
        ["-C", "folder"],
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=default,
        metavar="DIR",
        help="The folder of the catalog, or one below it. Default: the current folder.",
        callback=_chosen,
        expose_value=False,
    )


@click.group(
    cls=_Commands, params=[_folder(Path())], context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="module-catalog")
def main() -> None:
    """Check a catalog of modules and build its site."""
    require_reasons()


def _countable(context: click.Context, parameter: click.Parameter, today: datetime | None) -> datetime | None:
    if today and today.date() > clock.LAST:
        raise click.BadParameter(f"the last day there can be is {clock.LAST}")
    return today


TODAY = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_countable,
    metavar="DAY",
    help="Check as if it were this day, such as 2026-01-31. Default: SOURCE_DATE_EPOCH, or today.",
)


def known_codes(
    context: click.Context, parameter: click.Parameter, codes: tuple[str, ...]
) -> tuple[str, ...]:
    """Return codes, or beginnings of codes, in capitals. Raises click's error for one that no rule has."""
    for code in codes:
        if not any(known.startswith(code.upper()) for known in RULES):
            meant = closest(code.upper(), RULES)
            raise click.BadParameter(
                f"no rule has the code {code}" + (f"; did you mean {meant}?" if meant else "")
            )
    return tuple(code.upper() for code in codes)


def known_repository(name: str, catalog: Catalog) -> str:
    """Return the name of a repository of the catalog. Raises click's error for one that it does not have."""
    names = catalog.settings.repositories
    if name not in names:
        meant = closest(name, names)
        listed = f"there are {', '.join(names)}" if names else "catalog.yaml has no `repositories`"
        raise click.BadParameter(
            f"no repository is called {name}; " + (f"did you mean {meant}?" if meant else listed)
        )
    return name


def checked(
    folder: Path, today: datetime | None = None, base: str | None = None, *, only_new: bool = False
) -> Result:
    """Check the catalog of a folder, and the change to it since the revision *base*.

    With *only_new* there are only the findings that the change adds. It is checked as on *today*, or on the
    day it is.
    """
    root, day = pipeline.find_root(folder), today.date() if today else clock.today()
    before = _catalog_at(root, base, whole=only_new) if base else None
    return pipeline.check(root, today=day, base=before, only_new=only_new, progress=watched)


def reading(folder: Path) -> Result:
    """Read the catalog of a folder to answer from it, without a check."""
    return pipeline.read(pipeline.find_root(folder), today=clock.today(), progress=watched)


def _catalog_at(root: Path, revision: str, *, whole: bool) -> Source:
    from ..catalog.revisions import parted  # noqa: PLC0415  # what runs git takes time to load

    return parted(root, revision).texts(whole=whole)


def watched(paths: list[str]) -> Iterator[str]:
    """Hand on the paths that are read; on a terminal, with a bar when that takes longer than a second."""
    remaining, start, done = iter(paths), time.monotonic(), 0
    for path in remaining:
        yield path
        done += 1
        if time.monotonic() - start > 1 and sys.stderr.isatty():
            break
    else:
        return
    with click.progressbar(remaining, length=len(paths), label="Reading entries", file=sys.stderr) as bar:
        bar.update(done)
        yield from bar


def wanted(root: Path, paths: tuple[Path, ...]) -> Callable[[str], bool]:
    """Return what says whether a path of the catalog is at or below one of *paths*.

    Without paths, every one is.
    """
    named = [path.resolve() for path in paths]
    return lambda path: not named or any((root / path).resolve().is_relative_to(one) for one in named)


def counted(count: int, noun: str) -> str:
    """Return how many there are of something, as a sentence says it."""
    return f"{count:,} {noun if count == 1 else f'{noun}s'}"


def shown(result: Result) -> Result:
    """Return a result with no more findings of each file than a person reads, and how many more there are."""
    return replace(result, findings=capped(result.findings))


def report(result: Result) -> str:
    """Return what of a result is shown, for a person."""
    return REPORTS["full"](shown(result))


def usable(result: Result) -> Catalog:
    """Return the catalog of a result; without one, print why there is none and exit with 1."""
    if result.catalog is None:
        click.echo(report(result), nl=False, err=True)
        sys.exit(1)
    return result.catalog


def whole(folder: Path) -> Result:
    """Check the catalog of a folder, and return it when it has no errors; else print them and exit with 1."""
    return clean(checked(folder))


def clean(result: Result) -> Result:
    """Return a result that has no errors; else print them and exit with 1."""
    if not result.is_clean:
        click.echo(report(result), nl=False, err=True)
        sys.exit(1)
    return result
