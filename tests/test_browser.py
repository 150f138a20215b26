"""This project's site in a real browser: nothing from outside, nothing broken, readable by everybody.

The pages are those that `make site` builds, at the width of a desk and of a phone, in light and in dark.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from sites import run

REPOSITORY = Path(__file__).parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGES = (
    "",
    "modules/",
    "modules/relax/",
    "modules/disco/",
    "modules/msc/",
    "modules/tvm-ffi/",
    "modules/stages/",
    "modules/rules/",
    "showcase/",
    "api/",
)
VIEWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
# As root a browser has no sandbox; the other flags keep it from asking hosts of its own for news.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ,
    reason="needs Chromium on the PATH; continuous integration always has it",
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build this project's site and serve it."""
    site = tmp_path_factory.mktemp("site")
    done = run("mkdocs", "build", "--strict", "--site-dir", str(site), cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_asks_nobody_and_can_be_read_by_all(path, page, address):
    outside: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(address) else None)
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(address + path, wait_until="networkidle")
    assert outside == []
    assert broken == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found.response["violations"]] == []


@pytest.mark.parametrize("path", ["modules/relax/", "modules/disco/", "modules/msc/"])
def test_the_four_answers_stand_on_the_first_screen(path, browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address + path)
    box = page.locator(".mc-facts").bounding_box()
    context.close()
    assert box is not None
    assert box["y"] + box["height"] <= 800


def test_a_page_can_be_read_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "modules/")
    rows = page.locator(".mc-index tbody tr").count()
    context.close()
    assert rows == 51


def test_the_search_finds_a_module_by_its_summary(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.locator(".md-search__input").fill("quantization pruning")
    result = page.locator(".md-search-result__link").first
    result.wait_for()
    link = result.get_attribute("href")
    context.close()
    assert "modules/msc/" in str(link)
