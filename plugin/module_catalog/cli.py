"""The command `module-catalog`: the only file that prints and exits."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from . import __version__, pipeline, write
from .diagnostics import CatalogError, Severity, closest
from .pipeline import Result
from .render import site_files, stylesheets
from .reports import REPORTS
from .rules import RULES


class _Commands(click.Group):
    """A group that ends in one line and exit code 2 when there is nothing to work on."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except CatalogError as error:
            click.echo(f"module-catalog: {error}", err=True)
            sys.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="module-catalog")
@click.option(
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("."),
    metavar="DIR",
    help="Work on the catalog of this folder, or of the nearest one above it; the current folder without it.",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Check a catalog of modules and build its site."""
    context.obj = folder


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--output-format", type=click.Choice(list(REPORTS)), default="full", show_default=True, help="How to print what was found."
)
@click.option("--strict", is_flag=True, help="Let warnings fail the check too.")
@click.pass_obj
def check(folder: Path, paths: tuple[Path, ...], output_format: str, strict: bool) -> None:
    """Check every entry. PATHS limit what is reported, not what is read.

    Exit code 0: no mistakes. 1: there are some. 2: there is no catalog to check.
    """
    result = _limited(_check(folder), paths)
    click.echo(REPORTS[output_format](result), nl=False)
    fails = result.count(Severity.ERROR) or (strict and result.count(Severity.WARNING))
    sys.exit(1 if fails else 0)


@main.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder to write the pages into.")
@click.pass_obj
def build(folder: Path, out: Path) -> None:
    """Write the site's pages, as Markdown with its stylesheet and fonts, for any generator that reads a docs folder.

    Nothing is written when the catalog has mistakes, and no file that this command did not write is ever overwritten or removed.
    """
    result = _check(folder)
    if not result.is_clean:
        click.echo(REPORTS["full"](result), nl=False, err=True)
        sys.exit(1)
    done = write.write(site_files(result), out)
    removed = f", removed {done.removed:,} that are no longer needed" if done.removed else ""
    click.echo(f"Wrote {done.files:,} files to {out}{removed}.")
    click.echo(f"Have the site load {' and '.join(stylesheets())} (extra_css).")


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what the rule CODE asks, and why."""
    rule = RULES.get(code.upper())
    if rule is None:
        meant = closest(code.upper(), RULES)
        raise click.BadParameter(f"no rule has the code {code}" + (f"; did you mean {meant}?" if meant else ""))
    click.echo(f"{rule.code} ({rule.severity.value}): {rule.title}\n\n{rule.why}")


def _check(folder: Path) -> Result:
    return pipeline.check(pipeline.find_root(folder))


def _limited(result: Result, paths: tuple[Path, ...]) -> Result:
    """Return the result with only the findings in files at or below *paths*, or all of them without paths."""
    wanted = [path.resolve() for path in paths]
    if not wanted:
        return result
    kept = tuple(
        found
        for found in result.findings
        if any((result.root / found.place.path).resolve().is_relative_to(path) for path in wanted)
    )
    return replace(result, findings=kept)
