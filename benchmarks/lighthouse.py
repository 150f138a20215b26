"""What Lighthouse says of this project's site: four numbers a page, each to be 95 at least.

    .venv/bin/python benchmarks/lighthouse.py [PAGE ...]

Needs Chromium and npm. Lighthouse is installed once, into the cache folder of the person who runs this. The
site is served as hosts of static sites do: compressed. Prints the middle one of three runs, as the number for
speed wavers, what cost points, and what Lighthouse takes the machine for: where that is far below its best,
the machine was busy, and the number for speed says little.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
VERSION = "12.8.2"
"""The last that runs on Node 20."""
CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    / "module-catalog"
    / f"lighthouse-{VERSION}"
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = ("modules/", "modules/relax/")
PROMISED = 95
RUNS = 3
PACKED = (".html", ".css", ".js", ".json", ".svg", "/")


class Packing(http.server.SimpleHTTPRequestHandler):
    """Serves files compressed, where that helps, over connections that stay, and says nothing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in PACKED or not path.is_file():
            return super().do_GET()
        content = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def log_message(self, *arguments: object) -> None:
        pass


def lighthouse() -> Path:
    """Return the program, installed if need be."""
    program = CACHE / "node_modules/.bin/lighthouse"
    if not program.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm") or sys.exit("npm is needed, which comes with Node")
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", f"lighthouse@{VERSION}"], cwd=CACHE, check=True
        )
    return program


def report(address: str) -> dict[str, Any]:
    """Return what Lighthouse says of a page."""
    chromium = shutil.which("chromium") or sys.exit("chromium is needed")
    flags = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
    command = [
        lighthouse(),
        address,
        "--quiet",
        "--no-enable-error-reporting",
        "--output=json",
        f"--chrome-flags={flags}",
    ]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    done = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def lost(found: dict[str, Any]) -> list[str]:
    """Return what cost points, by category."""
    audits = found["audits"]
    return [
        f"{name}: {audits[ref['id']]['title']} {audits[ref['id']].get('displayValue', '')}".strip()
        for name in CATEGORIES
        for ref in found["categories"][name]["auditRefs"]
        if ref["weight"]
        and (audits[ref["id"]]["score"] or 0) < 0.9
        and audits[ref["id"]]["scoreDisplayMode"] != "notApplicable"
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as site:
        subprocess.run([BIN / "mkdocs", "build", "--quiet", "--site-dir", site], cwd=REPOSITORY, check=True)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Packing, directory=site))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in sys.argv[1:] or PAGES:
            reports = [report(f"http://127.0.0.1:{server.server_port}/{page}") for _ in range(RUNS)]
            points = {
                name: round(100 * statistics.median(found["categories"][name]["score"] for found in reports))
                for name in CATEGORIES
            }
            is_kept = all(number >= PROMISED for number in points.values())
            numbers = ", ".join(f"{name} {number}" for name, number in points.items())
            machine = round(statistics.median(found["environment"]["benchmarkIndex"] for found in reports))
            kept = f"promised {PROMISED}: {'kept' if is_kept else 'NOT KEPT'}"
            sys.stdout.write(f"{page or 'home'}: {numbers} ({kept}; machine {machine})\n")
            sys.stdout.writelines(f"  {line}\n" for line in lost(reports[0]))
        server.shutdown()


if __name__ == "__main__":
    main()
