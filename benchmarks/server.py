"""What it costs to see an edit: from saving one entry until the server of MkDocs gives its new page."""

from __future__ import annotations

import contextlib
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from build import BUILD, COLD
from measure import BIN, Command, costs, cpu, start
from projects import Run, forget
from results import Results, Row

EDITS = 5
PATIENCE = 600
"""Seconds to wait for a page."""


def measured(at: Run) -> Results:
    """Yield what is measured of the server."""
    root = at.site(at.entries)
    cold = Command(BUILD, root, lambda turn: forget(root / ".cache", root / "site"))
    whole = costs({COLD: cold}, turns=at.turns)[COLD].cpu
    with _served(root) as (server, address):
        edits = [_edit(entry, server, address) for entry in _some(root)]
    edit, wall = (statistics.median(numbers) for numbers in zip(*edits, strict=True))
    of = f"{at.entries:,} entries"
    yield Row(
        "from saving one entry to its page, beside a cold build",
        edit / whole,
        f"{of}: {edit:.2f} s, {whole:.2f} s",
    )
    yield Row("from saving one entry to its page", edit, f"{of}, on screen after {wall:.2f} s")


def _some(root: Path) -> list[Path]:
    entries = sorted((root / "catalog/modules").glob("*.yaml"))
    return entries[:: max(1, len(entries) // EDITS)][:EDITS]


@contextlib.contextmanager
def _served(root: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Serve a project, and give the process and the address once the first page is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    server = start(BIN / "mkdocs", "serve", "--livereload", "--dev-addr", place, folder=root)
    try:
        _wait(f"http://{place}/", "Quokka")
        time.sleep(2)  # Until it watches.
        yield server, f"http://{place}"
    finally:
        server.terminate()
        server.wait()


def _edit(entry: Path, server: subprocess.Popen[bytes], address: str) -> tuple[float, float]:
    """Edit an entry and return the seconds of CPU and on the clock until its page says so."""
    text = re.sub(
        r"(?m)^summary: .*", f"summary: {entry.stem} was edited now.", entry.read_text(encoding="utf-8")
    )
    cpu_before, wall_before = cpu(server), time.perf_counter()
    entry.write_text(text, encoding="utf-8")
    _wait(f"{address}/modules/{entry.stem}/", f"{entry.stem} was edited now.")
    return cpu(server) - cpu_before, time.perf_counter() - wall_before


def _wait(address: str, text: str) -> None:
    """Wait until a page has a text."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            page = urllib.request.urlopen(address, timeout=PATIENCE)  # noqa: S310 - Our own server.
            if text in page.read().decode():
                return
        time.sleep(0.1)
    sys.exit(f"{address} did not say {text!r} within {PATIENCE} seconds")
