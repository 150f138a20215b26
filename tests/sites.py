"""What tests of built sites share: building one, and reading its pages as a browser would."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator
from playwright.sync_api import Page as BrowserPage

from programs import BIN, run

PALETTE = """\
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/weather-night, name: Switch to dark}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/weather-sunny, name: Switch to light}}
"""
MKDOCS = f"""\
site_name: Quokka
theme:
  name: material
  font: false
{PALETTE}plugins: [search, module-catalog]
validation:
  nav: {{omitted_files: warn, not_found: warn, absolute_links: warn}}
  links: {{not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}}
"""
ZENSICAL = f"""\
site_name: Quokka
theme:
  name: material
  variant: classic
  font: false
{PALETTE}extra_css: [assets/module-catalog/catalog.css]
"""


def build(host: str, root: Path, config: str = "") -> subprocess.CompletedProcess[str]:
    """Build the site of a project into `site/` with a host, as strictly as it can; zensical reads pages from disk.

    *config* is added to the mkdocs.yml that this writes.
    """
    if host == "zensical":
        (root / "mkdocs.yml").write_text(ZENSICAL + config)
        written = run("module-catalog", "build", "--out", "docs", cwd=root)
        return written if written.returncode else run("zensical", "build", "--strict", "--clean", cwd=root)
    if not (root / "mkdocs.yml").exists():
        (root / "mkdocs.yml").write_text(MKDOCS + config)
    (root / "docs").mkdir(exist_ok=True)
    return run(host, "build", "--strict", "-f", "mkdocs.yml", cwd=root)


def build_docs(
    host: str, root: Path, pages: Mapping[str, str], config: str = ""
) -> subprocess.CompletedProcess[str]:
    """Build a site with pages of its own, by path, whose text refers to the catalog. *config* is added to mkdocs.yml."""
    for path, text in pages.items():
        (root / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / path).write_text(text, encoding="utf-8")
    if host != "zensical":
        (root / "mkdocs.yml").write_text(
            MKDOCS.replace("[search, module-catalog]", "[search, autorefs, module-catalog]") + config
        )
        return run(host, "build", "--strict", "-f", "mkdocs.yml", cwd=root)
    (root / "mkdocs.yml").write_text(f"{ZENSICAL}markdown_extensions: [module_catalog.markdown]\n{config}")
    written = run("module-catalog", "build", "--out", "docs", cwd=root)
    return written if written.returncode else run("zensical", "build", "--strict", "--clean", cwd=root)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def mkdocs_server(root: Path, host: str = "mkdocs") -> Iterator[str]:
    """Have `mkdocs serve` show a project, which says what it does in the file `log`, and return its address."""
    port = free_port()
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with (root / "log").open("w") as log:
        server = subprocess.Popen(
            [BIN / host, "serve", "-f", "mkdocs.yml", "-a", f"127.0.0.1:{port}"],
            cwd=root,
            env=env,
            stdout=log,
            stderr=log,
        )
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(timeout=30)


def text_at(url: str) -> str:
    """Return what a server of our own on this machine says there; nothing when it does not."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            return answer.read().decode()
    except OSError:
        return ""


def wait_for(url: str, wanted: str, unwanted: str = "\0") -> str:
    """Return what is at an address once it has a text, and another no longer."""
    deadline = time.monotonic() + 60
    while wanted not in (text := text_at(url)) or unwanted in text:
        assert time.monotonic() < deadline, f"{wanted!r} did not come to {url}"
        time.sleep(0.2)
    return text


def search_results(page: BrowserPage, typed: str) -> Locator:
    """Return the links that Material's search shows for words, on a page that was just opened.

    The words come at once, as one that pastes them does, so that what is shown is found for all of them; the search
    looks when a key is let go.
    """
    page.locator(".md-search__input").focus()
    page.get_by_text("Type to start searching").wait_for()
    page.keyboard.insert_text(typed)
    page.keyboard.press("Shift")
    links = page.locator(".md-search-result__link")
    links.first.wait_for()
    return links


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *arguments: object) -> None:
        pass


class _Published(_Quiet):
    """Answers as a host of static sites does: what is not found has the page `404.html` of the site."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        path = unquote(urlsplit(self.path).path).lstrip("/")
        page = Path(self.directory, path.split("/")[0], "404.html")
        content = page.read_bytes() if page.exists() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextlib.contextmanager
def served(folder: Path, handler: type[_Quiet] = _Quiet) -> Iterator[str]:
    """Serve a folder on this machine, and return its address, which ends in `/`."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def published(site: Path, below: str, root: Path) -> Iterator[str]:
    """Serve a site below a path, as a host of static sites does; *root* is an empty folder."""
    (root / below).symlink_to(site, target_is_directory=True)
    with served(root, _Published) as address:
        yield f"{address}{below}/"


# The first of them opens no window, which takes a second of each test.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
# As root a browser has no sandbox; the other flags keep it from asking hosts of its own for news.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ,
    reason="needs Chromium on the PATH; continuous integration always has it",
)


WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
TARGETS = ("wcag22aa",)
"""Of the rules of axe those about the size of what a finger is to hit."""
VIEWS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
"""A desk and a phone, by day and by night."""


@contextlib.contextmanager
def window(
    browser: Browser, width: int = 1280, scheme: str = "light", **options: object
) -> Iterator[BrowserPage]:
    """Open a page in a window of its own, whose system wants light or dark pages."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def barriers(
    page: BrowserPage, within: str | None = None, rules: Sequence[str] = WCAG
) -> list[tuple[str, list[object]]]:
    """Return what axe finds against WCAG 2.2 AA on a page, or only inside a selector: the id of each rule, and where."""
    # The colours of what a browser has not laid out yet are those of before the scheme was switched; so are, for a while, those that fade.
    page.add_style_tag(content="* { content-visibility: visible !important; transition: none !important; }")
    # What passes, axe would describe too: most of the time, and a megabyte.
    options = {
        "runOnly": rules,
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found]


def is_dark(page: BrowserPage) -> bool:
    """Return whether the ground of a page is darker than half of white."""
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(float, re.findall(r"[\d.]+", ground)[:3])) < 3 * 255 / 2


def flaws(page: BrowserPage, within: str | None = None) -> list[object]:
    """Return what keeps somebody from reading a page in a window: it is too wide, in the wrong colours, or axe finds barriers."""
    width = page.evaluate("document.documentElement.scrollWidth")
    wants_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    wide = [f"{width} pixels wide"] if width > page.viewport_size["width"] else []
    colours = [] if is_dark(page) == wants_dark else ["the colours of the other scheme"]
    return [*wide, *colours, *barriers(page, within)]


class Page(HTMLParser):
    """One built page: its links, its anchors, its tags and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        """Attributes that would run something."""
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.links += [value for name in ("href", "xlink:href", "src") if (value := given.get(name))]
        self.ids |= {value for name in ("id", "name") if (value := given.get(name))}
        self.handlers += [name for name in given if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def pages(site: Path) -> dict[str, Page]:
    """Return every page of a built site by its path; the page for what is not found has links of its own kind."""
    return {
        file.relative_to(site).as_posix(): Page(file.read_text(encoding="utf-8"))
        for file in sorted(site.rglob("*.html"))
        if file.name != "404.html"
    }


def dead_links(site: Path) -> list[str]:
    """Return every link that stays inside the site and leads to no file or no anchor there, as `page: link`."""
    found = pages(site)
    dead = []
    for path, page in found.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (site / path).parent / unquote(parts.path) if parts.path else site / path
            target = Path(os.path.normpath(target / "index.html" if target.is_dir() else target))
            name = target.relative_to(site).as_posix() if target.is_relative_to(site) else ""
            if not target.is_file() or (
                parts.fragment and name in found and parts.fragment not in found[name].ids
            ):
                dead.append(f"{path}: {link}")
    return dead
