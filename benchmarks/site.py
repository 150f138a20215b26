"""How quick and how large the index of 2,000 modules is, in Chromium, beside what is promised.

    .venv/bin/python benchmarks/site.py [ENTRIES]

Prints the middle of many measurements of what a reader waits for, script, style and layout, after a letter, a
choice and a click on a column; and how much larger the page is, compressed, than that of an empty catalog.
The modules are those of this repository, over and over: their sentences cost nothing the second time, so that
the number is that of everything around them. It is printed again with sentences of which no two are alike,
for which nothing is promised.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from check import BIN, catalog
from playwright.sync_api import Page, sync_playwright

PROMISED = {"filter": 50.0, "sort": 100.0, "size": 60.0}
"""Milliseconds, milliseconds, kilobytes."""

MKDOCS = "site_name: Quokka\ntheme: {name: material, font: false}\nplugins: [module-catalog]\n"
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


def site(root: Path) -> Path:
    """Build the site of a project and return its folder."""
    (root / "mkdocs.yml").write_text(MKDOCS)
    (root / "docs").mkdir(exist_ok=True)
    subprocess.run([BIN / "mkdocs", "build", "--quiet"], cwd=root, check=True)
    return root / "site"


def packed(folder: Path) -> float:
    """Return the size of a site's index, compressed, in kilobytes."""
    return len(gzip.compress((folder / "modules/index.html").read_bytes())) / 1000


def told_apart(root: Path) -> None:
    """Give every module a sentence of its own, of words that sentences of the catalog have."""
    files = sorted((root / "catalog/modules").glob("*.yaml"))
    words = [
        word
        for file in files
        for word in re.findall(r"(?m)^summary: (.*)$", file.read_text(encoding="utf-8"))[0].split()
    ]
    words = [word for word in words if word.isalpha()]
    source = random.Random(1)  # noqa: S311 - The same sentences every time.
    for file in files:
        sentence = " ".join(source.choice(words) for _ in range(12)).capitalize()
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(?m)^summary: .*$", f"summary: {sentence}", text, count=1), encoding="utf-8")


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


def tell(what: str, number: float, unit: str, promised: float | None = None) -> None:
    kept = (
        "" if promised is None else f" (promised {promised:g}: {'kept' if number < promised else 'NOT KEPT'})"
    )
    sys.stdout.write(f"{what}: {number:.1f} {unit}{kept}\n")


def main() -> None:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder, "empty"), Path(folder, "full")
        for root, number in ((empty, 0), (full, entries)):
            catalog(root, number)
        for file in (empty / "catalog/modules").iterdir():
            file.unlink()
        nothing, everything = packed(site(empty)), site(full)
        with opened(everything) as page:
            sys.stdout.write(f"{page.locator('.mc-index tbody tr').count():,} modules\n")
            for what in ("filter", "choose", "sort"):
                promised = PROMISED["sort" if what == "sort" else "filter"]
                tell(what, statistics.median(page.evaluate(MEASURE, what)), "ms", promised)
        tell("index, compressed, beside an empty one", packed(everything) - nothing, "kB", PROMISED["size"])
        told_apart(full)
        tell("the same with sentences that differ", packed(site(full)) - nothing, "kB")


if __name__ == "__main__":
    main()
