"""What a server shows of a catalog that is being edited: what was good last, and the findings on top."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path

from ..catalog.addresses import module_path, placed
from ..catalog.entry_files import SHOWCASE, EntryFiles
from ..catalog.page_kinds import PAGE_KINDS
from ..catalog.reading.sources import FOLDER, Folder, Overlay, Readings
from ..checks import pipeline
from ..checks.result import Result
from ..diagnostics import CatalogError, Finding, Severity, capped, in_reading_order
from ..reports.text import block
from ..site import html
from ..site.build import site_files
from ..site.kept import Kept
from ..site.site_file import SiteFile
from ..site.static_files import assets

LIST = "module-catalog-findings.md"
"""The page that lists all findings. Only a server has it."""
STYLESHEET = "assets/module-catalog/preview.css"
"""What findings look like on pages. Only a server has it."""

_ID = re.compile("[a-z0-9][a-z0-9._-]*")
_PLACE = re.compile(r"(?P<path>[^:]+):(?P<line>\d+): (?P<says>.*)", re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """One finding, as pages show it."""

    path: str
    """The file it is in."""
    severity: Severity
    says: str
    """What is wrong, in a line."""
    more: str
    """Its place, the lines and what to do, as the command prints them."""


class Preview:
    """Remembers from one rebuild to the next what could be shown."""

    def __init__(self) -> None:
        self.problems: tuple[Problem, ...] = ()
        """What there is to tell of the catalog as it is now."""
        self._readings = Readings()
        self._texts: dict[str, str] = {}
        self._last: Result | None = None
        self._templates: Mapping[str, str] = {}
        self._sources: dict[str, str | None] = {}
        self._entries = EntryFiles()

    def result(self, root: Path, today: date) -> Result:
        """Check a catalog, and return what can be shown of it.

        The last good text of a file stands in for one that is refused. Raises CatalogError when there is no
        catalog and never was.
        """
        try:
            found = pipeline.check(root, today=today, folder=self._readings.folder)
        except CatalogError as error:
            if self._last is None:
                raise
            self.problems = (Problem(f"{FOLDER}/catalog.yaml", Severity.ERROR, str(error), ""),)
            return self._last
        self._entries = EntryFiles.of(Folder(root))
        refused = _refused(found)
        kept = {path: text for path, text in self._texts.items() if path in refused}
        shown = found
        if kept:
            shown = pipeline.check_source(Overlay(Folder(root), kept), today=today)
        told = _told(found, shown, kept)
        if self._last and (shown.catalog is None or kept.keys() & _refused(shown)):
            shown, told = self._last, _told(found, found, ())
        self.problems = tuple(_problem(finding, result) for finding, result in told)
        self._texts.update({path: text for path, text in found.texts.items() if path not in refused})
        if shown.catalog is not None:
            self._last = shown
        return shown

    def site(
        self, result: Result, *, apis: Collection[str], has_front_page: bool, kept: Kept | None = None
    ) -> tuple[Result, list[SiteFile]]:
        """Return the files of the site, and the result they were made from.

        Without a template of the project's own that fails: the last good ones stand in for all of them.
        """
        made: list[SiteFile] = []
        if result.catalog is None:
            made = list(assets())
        else:
            for templates in (result.templates, self._templates, {}):
                shown = replace(result, templates=templates)
                try:
                    made = list(site_files(shown, apis=apis, has_front_page=has_front_page, kept=kept))
                except CatalogError as error:
                    if templates is result.templates:
                        self.problems += (_of_template(str(error), templates),)
                    if not templates:
                        raise
                else:
                    self._templates, result = templates, shown
                    break
        made += self._stand_ins({file.path for file in made}, result)
        self._sources = {file.path: file.source for file in made}
        return result, [*made, _list(self.problems), _stylesheet()]

    def _stand_ins(self, there: Collection[str], result: Result) -> Iterator[SiteFile]:
        """Yield a page for each that could not be made: somebody may be looking at it."""
        files = self._entries
        ids = {one.path: files.id(one.path) for one in self.problems if files.has(one.path)}
        missing: dict[str, str | None] = {
            module_path(id_): path
            for path, id_ in ids.items()
            if path.endswith(".yaml") and _ID.fullmatch(id_)
        }
        if result.catalog is None:
            missing |= {kind.path: None for kind in PAGE_KINDS.values() if kind.is_one}
        for path, source in missing.items():
            at = placed(path, result.catalog.settings) if result.catalog else path
            if at not in there:
                title = files.id(source) if source else "This catalog has errors"
                yield SiteFile(at, _page(title, ("<p>The page is here when they are fixed.</p>",)), source)

    def banner(self, page: str) -> str:
        """Return the HTML on top of a page: how many findings there are, and those that are about it.

        Nothing while there are none. Links lead to Markdown files.
        """
        if not self.problems or page == LIST:
            return ""
        to = posixpath.relpath(LIST, posixpath.dirname(page) or ".")
        about = [problem for problem in self.problems if self._is_about(problem, page)]
        return _box(f'<p><a href="{to}">{_count(self.problems)}</a></p>', about)

    def _is_about(self, problem: Problem, page: str) -> bool:
        if problem.path.startswith(f"{SHOWCASE}/"):
            return page == PAGE_KINDS["showcase"].path
        if self._entries.has(problem.path):
            return self._sources.get(page) == problem.path
        return problem.severity is Severity.ERROR


def notice(says: Iterable[str]) -> str:
    """Return the HTML on top of a page of the user's own, with what is wrong in it."""
    return _box("", [Problem("", Severity.ERROR, one, "") for one in says])


def _refused(result: Result) -> frozenset[str]:
    """Return the files with errors that the catalog is without."""
    wrong = frozenset(one.place.path for one in result.findings if one.severity is Severity.ERROR)
    catalog = result.catalog
    if catalog is None:
        return wrong
    entries = {module.document.path for module in catalog.modules}
    entries |= {work.document.path for work in catalog.showcase}
    roster = {catalog.roster.path} if catalog.roster else set()
    return wrong - entries - roster - {f"{FOLDER}/catalog.yaml", f"{FOLDER}/{catalog.settings.lifecycle}"}


def _told(found: Result, shown: Result, kept: Collection[str]) -> Iterator[tuple[Finding, Result]]:
    """Yield each finding with the result it is of.

    What files say of one that is refused, such as that nobody has its toggles, is true of the files as they
    are and false of those that show: where the last good text stands in, only the mistake itself is told.
    """
    of_kept = (finding for finding in found.findings if finding.place.path in kept)
    others = (finding for finding in shown.findings if finding.place.path not in kept)
    for finding in capped(in_reading_order([*of_kept, *others])):
        yield finding, found if finding.place.path in kept else shown


def _problem(finding: Finding, result: Result) -> Problem:
    says, _, more = block(finding, result).partition("\n")
    return Problem(finding.place.path, finding.severity, says, more)


def _of_template(message: str, templates: Mapping[str, str]) -> Problem:
    found = _PLACE.fullmatch(message)
    if found is None or found["path"] not in templates:
        return Problem(f"{FOLDER}/templates", Severity.ERROR, message, "")
    number = int(found["line"])
    lines = templates[found["path"]].split("\n")[max(0, number - 2) : number]
    shown = "\n".join(f"{at:>4} | {line}" for at, line in enumerate(lines, max(1, number - 1)))
    return Problem(found["path"], Severity.ERROR, found["says"], f"   --> {found['path']}:{number}\n{shown}")


def _count(problems: Iterable[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(
        f"{counts[one]} {one.value}{'s' * (counts[one] > 1 and one is not Severity.INFO)}"
        for one in Severity
        if counts[one]
    )


def _box(top: str, problems: Iterable[Problem]) -> str:
    shown = "".join(
        f'<div class="mc-preview-{one.severity.value}"><p>{escape(one.says)}</p>'
        + (f'<pre tabindex="0">{escape(one.more)}</pre>' if one.more else "")
        + "</div>"
        for one in problems
    )
    return f'<aside class="mc-preview" aria-label="Findings">{top}{shown}</aside>' if top or shown else ""


def _list(problems: tuple[Problem, ...]) -> SiteFile:
    body = _box("", problems) or "<p>The catalog has no findings.</p>"
    return SiteFile(LIST, _page("Findings", (body,)))


def _page(title: str, body: Iterable[str]) -> str:
    named = json.dumps(html.title(title))
    head = f"---\ntitle: {named}\nsearch: {{exclude: true}}\nhide: [navigation, toc]\n---"
    top = f'<div class="mc mc-page"><h1 id="__skip">{escape(title)}</h1>'
    return "\n".join((head, "", top, *body, "</div>\n"))


def _stylesheet() -> SiteFile:
    return SiteFile(STYLESHEET, Path(__file__).with_suffix(".css").read_bytes())
