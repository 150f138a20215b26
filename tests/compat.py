"""Builds a catalog beside the plugins, hosts, themes and settings that people use: `make compat`.

    .venv/bin/python tests/compat.py PROGRAMS ENVIRONMENTS [--only NAME …]
    .venv/bin/python tests/compat.py --packages

*PROGRAMS* is the `bin` of an environment with all the plugins, and in the folder *ENVIRONMENTS* each host gets one of its own. The
project builds in strict mode, and the catalog's pages must say and link to what those of a plain build do. Prints tables, which a whole
run also writes into the docs.
"""

from __future__ import annotations

import argparse
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

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
ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@tern.example",
    "GIT_AUTHOR_DATE": "2024-05-06T12:00:00Z",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@tern.example",
    "GIT_COMMITTER_DATE": "2024-05-06T12:00:00Z",
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "CI": "1",
}


@dataclass(frozen=True)
class Row:
    """A plugin, a setting or a host: how the project is built with it, and how one sees that it goes with the catalog."""

    name: str
    package: str = ""
    """The distribution a plugin comes in; empty for those of Material."""
    of: str = ""
    called: str = ""
    """What the table says, where that is not the name."""
    config: Mapping[str, Any] = field(default_factory=dict)
    beside: Sequence[str] = ()
    """Plugins that it needs."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    arguments: Sequence[str] = ()
    """Those of `build`."""
    crlf: bool = False
    order: str = ""
    """`last` where a plugin wants to be."""
    finds: Mapping[str, str] = field(default_factory=dict)
    """What a file of the site must say."""
    lacks: Sequence[str] = ()
    """Pages that must not be there."""
    says: str = ""
    """Why it is not tried."""
    packages: Sequence[str] = ()
    """What the environment of a host has."""
    program: str = "mkdocs"

    @property
    def listed(self) -> Any:
        """Return the plugin as mkdocs.yml lists it."""
        return {self.name: dict(self.config)} if self.config else self.name


def tables() -> dict[str, Any]:
    """Return the tables of the file, their rows in its order."""
    found = yaml.safe_load((Path(__file__).parent / "compat.yaml").read_text(encoding="utf-8"))
    renamed = {"as": "called", "with": "beside"}
    for name in ("plugins", "settings", "hosts"):
        found[name] = [
            Row(**{renamed.get(key, key): value for key, value in one.items()}) for one in found[name]
        ]
    return found


class Article(HTMLParser):
    """What a page itself says and links to, without what the theme puts around it."""

    def __init__(self, html: str, *, whole: bool) -> None:
        super().__init__()
        self.words: set[str] = set()
        self.links: set[str] = set()
        self._open = 1 if whole else 0
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open += tag == "article"
        self._silent += tag in ("script", "style")
        link = dict(attrs).get("href") or ""
        if tag == "a" and self._open and not link.startswith("#") and "/edit/" not in link:
            self.links.add(link)

    def handle_endtag(self, tag: str) -> None:
        self._open -= tag == "article"
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self.words |= {*data.split()}


def articles(site: Path, *, whole: bool) -> dict[str, Article]:
    """Return the pages of the catalog in a built site: what is theirs, or *whole*."""
    found = {
        file.relative_to(site).as_posix(): Article(file.read_text(encoding="utf-8"), whole=whole)
        for folder in ("modules", "showcase")
        for file in sorted((site / folder).rglob("*.html"))
    }
    for path, article in found.items():
        article.links = {_end(path, link) for link in article.links} - {_end(path, posixpath.basename(path))}
    return found


def _end(path: str, link: str) -> str:
    """Return where a link of a page leads, with and without an address for each folder."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return link
    there = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path))
    return f"{re.sub(r'(^|/)index[.]html$|[.]html$', '', there)}#{parts.fragment}"


def built(programs: Path, row: Row, listed: Sequence[Any], where: Path) -> str:
    """Build the project in a folder with some plugins; return what is wrong, or nothing."""
    shutil.copytree(PROJECT, where, ignore=shutil.ignore_patterns(".cache", "site"))
    config = yaml.safe_dump({**SETTINGS, "plugins": [*listed], **row.settings})
    for path, text in {**PAGES, **row.files, "mkdocs.yml": config}.items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        if text:
            (where / path).write_text(text, encoding="utf-8")
    for file in where.rglob("*.*") if row.crlf else ():
        if file.suffix in (".md", ".yaml", ".yml"):
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    env = {**os.environ, **ENVIRONMENT, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "All of it"]):
        subprocess.run(["git", *command], cwd=where, check=True, env=env)
    for command in _commands(row, where):
        done = subprocess.run(command, cwd=where, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = (done.stdout + done.stderr).strip().splitlines()
            told = [line for line in lines if line.startswith(("WARNING", "ERROR"))] or lines[-1:]
            return re.sub(r"[\s|]+", " ", told[0])
    return ""


def _commands(row: Row, where: Path) -> list[list[str]]:
    if row.program != "zensical":
        strict = [] if "--dirty" in row.arguments else ["--strict"]  # Of the argument itself it warns.
        return [[row.program, "build", *strict, "-f", "mkdocs.yml", *row.arguments]]
    settings = {**SETTINGS, "theme": {"name": "material", "variant": "classic", "font": False}}
    more = {
        "extra_css": ["assets/module-catalog/catalog.css"],
        "markdown_extensions": ["module_catalog.markdown"],
    }
    (where / "mkdocs.yml").write_text(yaml.safe_dump({**settings, **more}), encoding="utf-8")
    return [["module-catalog", "build", "--out", "docs"], ["zensical", "build", "--strict", "--clean"]]


def differences(plain: Mapping[str, Article], site: Path, row: Row) -> Iterator[str]:
    """Yield how the catalog's pages differ from those of a plain build, and what the plugin has not seen."""
    found = articles(site, whole=True)
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


def _lost(path: str, page: Article, there: Article, row: Row) -> Iterator[str]:
    if lost := page.words - there.words:
        yield f"{path} does not say {' '.join(sorted(lost)[:5])}"
    # A page that the plugin leaves out is linked by none.
    if (links := page.links - there.links) and not row.lacks:
        yield f"{path} does not link to {' '.join(sorted(links)[:3])}"


@dataclass(frozen=True)
class Trial:
    """Where things are built, and what a plain build looks like."""

    programs: Path
    environments: Path
    folder: Path
    plain: Mapping[str, Article]

    def answer(self, row: Row, listed: Sequence[Any], programs: Path | None = None) -> str:
        """Build with plugins, and return what is wrong, or `yes`."""
        with tempfile.TemporaryDirectory(dir=self.folder) as temporary:
            where = Path(temporary, "project")
            wrong = built(programs or self.programs, row, listed, where)
            return wrong or next(differences(self.plain, where / "site", row), "yes")

    def plugin(self, row: Row) -> Iterator[str]:
        """Yield what is to be said of a plugin before ours, and after it."""
        if row.says:
            yield from (row.says, row.says)
            return
        before = "it must be the last" if row.order == "last" else None
        yield before or self.answer(row, ["search", *row.beside, row.listed, "module-catalog"])
        yield self.answer(row, ["search", "module-catalog", *row.beside, row.listed])

    def together(self, rows: Sequence[Row]) -> Iterator[str]:
        """Yield the same of several plugins in one list."""
        row = Row(
            "",
            files={path: text for one in rows for path, text in one.files.items()},
            lacks=[path for one in rows for path in one.lacks],
            finds={path: text for one in rows for path, text in one.finds.items()},
        )
        listed = [one.listed for one in rows]
        yield self.answer(row, ["search", *listed, "module-catalog"])
        yield self.answer(row, ["search", "module-catalog", *listed])

    def host(self, row: Row) -> str:
        """Build with versions of their own."""
        where = self.environments / re.sub(r"\W+", "-", row.name)
        if not (where / "ready").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", where], check=True)
            pip = [
                where / "bin/python",
                "-m",
                "pip",
                "install",
                "--quiet",
                "--editable",
                f"{REPOSITORY}[graph]",
            ]
            subprocess.run([*pip, *row.packages], check=True, stderr=subprocess.DEVNULL)
            (where / "ready").touch()
        return self.answer(row, ["search", "module-catalog"], where / "bin")


def lines(trial: Trial, only: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the tables, all or those of some names."""
    found = tables()
    by_name = {row.name: row for row in found["plugins"]}
    yield from ("| plugin | before ours | after ours |", "|---|---|---|")
    for row in _asked(found["plugins"], only):
        yield f"| {row.called or row.name} | {' | '.join(trial.plugin(row))} |"
    for names in found["together"] if not only or "together" in only else ():
        yield f"| {', '.join(names)} | {' | '.join(trial.together([by_name[name] for name in names]))} |"
    yield from ("", "| setting or host | builds the same pages |", "|---|---|")
    for row in _asked(found["settings"], only):
        yield f"| {row.name} | {trial.answer(row, ['search', 'module-catalog'])} |"
    for row in _asked(found["hosts"], only):
        yield f"| {row.name} | {trial.host(row)} |"


def _asked(rows: Sequence[Row], only: Sequence[str]) -> Iterator[Row]:
    return (row for row in rows if not only or any(name in (row.called, row.name) for name in only))


def main() -> int:
    """Build with everything, and return 1 when the plain site cannot be built."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("programs", type=Path, nargs="?")
    asked.add_argument("environments", type=Path, nargs="?")
    asked.add_argument("--packages", action="store_true", help="only print what all the plugins come in")
    asked.add_argument("--only", nargs="*", default=[], help="what to try, by name")
    options = asked.parse_args()
    if options.packages:
        print(*sorted({row.package for row in tables()["plugins"] if row.package}))
        return 0
    programs, environments = options.programs.absolute(), options.environments.absolute()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if wrong := built(programs, Row("plain"), ["search", "module-catalog"], folder / "plain"):
            print(f"a plain build fails: {wrong}", file=sys.stderr)
            return 1
        trial = Trial(programs, environments, folder, articles(folder / "plain/site", whole=False))
        table = []
        for line in lines(trial, options.only):
            table.append(line)
            print(line, flush=True)
    if not options.only:
        before, _, after = DOCS.read_text(encoding="utf-8").partition(BEGINS)
        text = "\n".join(table)
        DOCS.write_text(f"{before}{BEGINS}\n\n{text}\n\n{ENDS}{after.partition(ENDS)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
