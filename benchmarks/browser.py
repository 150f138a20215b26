"""How quick the index is in Chromium: what a reader waits for after a letter, a choice, a click on a column.

The middle of many measurements of script, style and layout. The modules are this repository's, over and over.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import statistics
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from projects import Run, built
from results import Results, Row

ACTS = {"a letter typed": "filter", "a filter chosen": "choose", "a column sorted": "sort"}
MEASURE = """async (what) => {
  const find = document.querySelector("[name=find]");
  const boxes = document.querySelectorAll(".mc-facets input[type=checkbox]");
  const heads = document.querySelectorAll(".mc-index th button");
  const texts = ["a", "cuda", "re", "nothing has this", "e 1", ""];
  const acts = {
    filter: (turn) => {
      find.value = texts[turn % texts.length];
      find.dispatchEvent(new Event("input", { bubbles: true }));
    },
    choose: (turn) => boxes[turn % 8].click(),
    sort: (turn) => heads[turn % heads.length].click(),
  };
  const times = [];
  for (let turn = 0; turn < 48; turn += 1) {
    await new Promise((done) => setTimeout(done, 30));
    const start = performance.now();
    acts[what](turn);
    document.body.getBoundingClientRect();
    times.push(performance.now() - start);
  }
  return times;
}"""


def measured(at: Run) -> Results:
    """Yield what is measured in Chromium, where there is one."""
    if not shutil.which("chromium"):
        return
    with opened(built(at.copies(at.entries))) as page:
        rows = page.locator(".mc-index tbody tr").count()
        for what, act in ACTS.items():
            yield Row(what, statistics.median(page.evaluate(MEASURE, act)), f"{rows:,} rows")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *arguments: object) -> None:
        pass


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Page]:
    """Open the index of a site in Chromium."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"http://127.0.0.1:{server.server_port}/modules/")
        page.locator(".mc-facets output").filter(has_text="Showing").wait_for()
        yield page
        browser.close()
    server.shutdown()
