"""Builds a catalog beside the plugins, hosts, themes and settings that people use: `make compat`.

    .venv/bin/python tests/compat.py PROGRAMS [--only NAME …]
    .venv/bin/python tests/compat.py --packages

Each plugin of compat.yaml stands before ours in the list and after it. A build must be clean in strict mode, and the
catalog's pages must say and link to what those of a plain build do. Prints a table, which a whole run also writes
into the docs.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sites import Page, pages

REPOSITORY = Path(__file__).parent.parent
PROJECT = REPOSITORY / "examples/feature-stages"
DOCS = REPOSITORY / "docs/guides/hosts.md"
BEGINS, ENDS = "<!-- plugins -->", "<!-- until here -->"
SETTINGS = {
    "site_name": "Tern",
    "site_url": "https://tern.example/docs/",
    "repo_url": "https://github.com/tern-example/tern",
    "edit_uri": "edit/main/docs/",
    "theme": {"name": "material", "font": False, "features": ["content.action.edit"]},
}
PAGES = {"docs/index.md": "# Home\n\n[Counters](modules/counters.md)\n", "docs/guide.md": "# Guide\n"}
WHO = {"GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@tern.example"}
COMMITTER = {"GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@tern.example"}
DAYS = {"GIT_AUTHOR_DATE": "2024-05-06T12:00:00Z", "GIT_COMMITTER_DATE": "2024-05-06T12:00:00Z"}


@dataclass(frozen=True)
class Row:
    """A plugin: how it is listed, and how one sees that it works with the catalog."""

    name: str
    package: str = ""
    """The distribution it comes in; empty for those of Material."""
    of: str = ""
    called: str = ""
    """What the table says, where that is not the name."""
    config: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    """`last` where the plugin wants to be."""
    finds: Mapping[str, str] = field(default_factory=dict)
    """What a file of the site must say."""
    lacks: tuple[str, ...] = ()
    """Pages that must not be there."""
    offline: str = ""
    """Why it cannot be built without a network."""


def rows() -> list[Row]:
    """Return the plugins in the order of the file."""
    listed = yaml.safe_load((Path(__file__).parent / "compat.yaml").read_text(encoding="utf-8"))["plugins"]
    return [Row(**{"called" if key == "as" else key: value for key, value in one.items()}) for one in listed]


def built(programs: Path, listed: list[Any], more: Mapping[str, str], where: Path) -> str:
    """Build the project in a folder with some plugins; return what is wrong, or nothing."""
    shutil.copytree(PROJECT, where, ignore=shutil.ignore_patterns(".cache", "site"))
    for path, text in (PAGES | dict(more)).items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        if text:
            (where / path).write_text(text, encoding="utf-8")
    (where / "mkdocs.yml").write_text(yaml.safe_dump({**SETTINGS, "plugins": listed}), encoding="utf-8")
    env = {**os.environ, **WHO, **COMMITTER, **DAYS, "NO_MKDOCS_2_WARNING": "1", "CI": "1"}
    env["PATH"] = f"{programs}{os.pathsep}{env['PATH']}"
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "All of it"]):
        subprocess.run(["git", *command], cwd=where, check=True, env=env)
    done = subprocess.run(
        [programs / "mkdocs", "build", "--strict"],
        cwd=where,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.returncode:
        return ""
    lines = (done.stdout + done.stderr).strip().splitlines()
    told = [line for line in lines if line.startswith(("WARNING", "ERROR"))] or lines[-1:]
    return re.sub(r"\s+", " ", told[0])


def words(page: Page) -> set[str]:
    """Return the words of a page."""
    return set(page.text.split())


def differences(plain: Mapping[str, Page], site: Path, row: Row) -> Iterator[str]:
    """Yield how the catalog's pages differ from those of a plain build, and what the plugin has not seen."""
    found = pages(site)
    for path, page in plain.items():
        there = found.get(path) or found.get(path.replace("/index.html", ".html"))
        if path in row.lacks:
            if there:
                yield f"{path} is there"
        elif not there:
            yield f"{path} is missing"
        else:
            yield from _lost(path, page, there, row)
    for path, text in row.finds.items():
        file = site / path
        if not file.exists() or text not in file.read_text(encoding="utf-8"):
            yield f"{path} has no {text}"


def _lost(path: str, page: Page, there: Page, row: Row) -> Iterator[str]:
    if lost := words(page) - words(there):
        yield f"{path} does not say {' '.join(sorted(lost)[:5])}"
    # A page that the plugin leaves out is linked by none, and what is beside a page in a menu is the plugin's.
    if (links := _ends(page) - _ends(there) - {f"../{Path(path).parent.name}"}) and not row.lacks:
        yield f"{path} does not link to {' '.join(sorted(links)[:3])}"


def _ends(page: Page) -> set[str]:
    """Return where links lead, as it is written with and without an address for each folder."""
    inner = (link for link in page.links if not link.startswith("#"))
    return {re.sub(r"(?:/?index)?\.html(?=$|#)|/(?=$|#)|^\.$", "", link) for link in inner}


def answers(row: Row, plain: Mapping[str, Page], programs: Path, folder: Path) -> Iterator[str]:
    """Yield what is to be said of the plugin before ours, and after it."""
    given = {row.name: dict(row.config)} if row.config else row.name
    for listed in (["search", given, "module-catalog"], ["search", "module-catalog", given]):
        if row.order == "last" and listed[-1] == "module-catalog":
            yield "it must be the last"
            continue
        where = folder / f"{row.called or row.name}-{listed.index('module-catalog')}"
        wrong = built(programs, listed, row.files, where)
        yield wrong or next(differences(plain, where / "site", row), "yes")


def main() -> int:
    """Build with every plugin, and return 1 when something is wrong with one."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument(
        "programs", type=Path, nargs="?", help="the folder of mkdocs in an environment with all plugins"
    )
    asked.add_argument("--packages", action="store_true", help="only print what such an environment needs")
    asked.add_argument("--only", nargs="*", help="the plugins to try, by name")
    options = asked.parse_args()
    if options.packages:
        print(*sorted({row.package for row in rows() if row.package}))
        return 0
    programs = options.programs.absolute()
    lines = ["| plugin | before ours | after ours |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if wrong := built(programs, ["search", "module-catalog"], {}, folder / "plain"):
            print(f"a plain build fails: {wrong}", file=sys.stderr)
            return 1
        plain = pages(folder / "plain/site")
        for row in rows():
            if options.only and row.name not in options.only:
                continue
            said = [row.offline] * 2 if row.offline else list(answers(row, plain, programs, folder))
            lines.append(f"| {row.called or row.name} | {' | '.join(said)} |")
            print(lines[-1], flush=True)
    if not options.only:
        text = DOCS.read_text(encoding="utf-8")
        before, _, after = text.partition(BEGINS)
        table = "\n".join(lines)
        DOCS.write_text(f"{before}{BEGINS}\n\n{table}\n\n{ENDS}{after.partition(ENDS)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
