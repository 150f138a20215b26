"""Everything that is promised of speed and size, measured side by side in one run: `make bench`.

    .venv/bin/python benchmarks/bench.py [--entries N] [--only PART …] [--source REPOSITORY [--rev REV]]

Prints the results. A full run, of 1,000 entries and more and of all parts, also writes them into the docs. A
small number of entries tries everything out in minutes; what is promised is about 1,000, 5,000 and 10,000.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import audit
import browser
import build
import check
import server
import sizes
from measure import run
from projects import Run
from results import Results, markdown

PAGE = Path(__file__).parent.parent / "docs/explanation/performance.md"
BEFORE, AFTER = "<!-- measured -->", "<!-- until here -->"
PEERS = ("check-jsonschema", "mkdocs", "mkdocs-material", "zensical", "jsonschema-rs", "playwright")
PARTS: Mapping[str, Callable[[Run], Results]] = {
    "Check": check.measured,
    "Site": build.measured,
    "Server": server.measured,
    "Sizes": sizes.measured,
    "Audit": audit.measured,
    "Chromium": browser.measured,
}


def report(at: Run, parts: list[str]) -> Iterator[str]:
    """Yield the results part by part."""
    small = "" if at.is_full else " What is promised is about 1,000, 5,000 and 10,000."
    yield f"Measured on {datetime.now(timezone.utc):%Y-%m-%d} with {at.entries:,} entries.{small} {machine()}"
    for part in parts:
        yield markdown(part, PARTS[part](at))


def machine() -> str:
    """Return a sentence about what this runs on, and one about the versions of what is compared."""
    known = Path("/proc/cpuinfo")
    names = re.findall(r"(?m)^model name\s*: (.*)$", known.read_text() if known.exists() else "")
    cores = f"{os.cpu_count()} cores of {names[0] if names else platform.processor()}"
    peers = [f"{name} {version(name)}" for name in PEERS]
    if check.AJV_PROGRAM.exists():
        packages = json.loads((Path(__file__).parent / "package.json").read_text(encoding="utf-8"))
        peers += [f"{name} {pinned}" for name, pinned in packages["dependencies"].items()]
    return (
        f"Machine: {cores}, {platform.system()}, Python {platform.python_version()}. With {', '.join(peers)},"
        f" {run('git', '--version', folder=PAGE.parent).strip()}."
    )


def save(results: str) -> None:
    """Put results into the docs, between the two comments that stand there."""
    page = PAGE.read_text(encoding="utf-8")
    start, end = page.index(BEFORE) + len(BEFORE), page.index(AFTER)
    PAGE.write_text(f"{page[:start]}\n\n{results}\n\n{page[end:]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=1_000)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--source", type=Path)
    parser.add_argument("--rev", default="HEAD")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        at = Run(Path(work), asked.entries, asked.source and asked.source.resolve(), asked.rev)
        told = []
        for text in report(at, asked.only):
            sys.stdout.write(f"{text}\n\n")
            sys.stdout.flush()
            told.append(text)
    if at.is_full and len(asked.only) == len(PARTS):
        save("\n\n".join(told))


if __name__ == "__main__":
    main()
