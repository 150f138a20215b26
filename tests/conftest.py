"""What tests share: small projects on disk, golden files."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

import sites
from module_catalog.checks import pipeline
from module_catalog.checks.result import Result
from programs import run
from sites import CHROMIUM, FLAGS

TODAY = date(2026, 6, 1)
"""The day it is in every test."""
REPOSITORY = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"

CATALOG = """\
name: Quokka
url: https://quokka.example
repository: {url: https://github.com/quokka/quokka}
effective: 2026-01-01
kinds:
  core: {name: Core part}
  backend: {name: Backend}
releases:
  - {name: v1.0, date: 2024-01-10}
  - {name: v2.0, date: 2025-01-10}
upcoming: [v3.0]
"""
PEOPLE = """\
people:
  ana: {name: Ana Alves, role: pmc}
  ben: {name: Ben Bauer, role: pmc}
  cleo: {name: Cleo Costa, role: pmc}
  dan: {name: Dan Duarte, role: pmc}
  eva: {name: Eva Engel, role: committer}
teams:
  quokka-maintainers: {name: Quokka maintainers, role: committer}
"""
LOADER = """\
name: Loader
summary: Loads plugins when they are first used.
kind: core
stage: S1
namespaces: [src/loader]
owners: [{person: ana}]
no_toggle: Always built.
relations: []
stands_alone: It touches nothing else.
roadmap: []
nothing_planned: Waiting for users.
history:
  - {date: 2024-01-01, event: introduced, release: v1.0}
  - {date: 2025-01-01, event: entered, stage: S1, release: v2.0}
"""
CUDA = """\
name: CUDA
summary: Runs programs on NVIDIA GPUs.
kind: backend
stage: S0
namespaces: [src/cuda]
owners: [{person: eva, basis: MAINTAINERS file}]
toggles: [{name: USE_CUDA, mechanism: cmake, default: 'OFF', enable: set(USE_CUDA ON)}]
relations:
  - {type: depends-on, module: loader, why: It is loaded by it}
roadmap:
  - {title: Graphs, status: planned, target: v3.0}
history:
  - {date: 2025-03-01, event: entered, stage: S0, basis: reading}
"""
WORK = """\
title: Fast quokkas
kind: paper
year: 2025
url: https://quokka.example/paper
summary: Shows how fast a quokka is.
modules: [cuda, loader]
"""

# The same examples in every run: EXAMPLES=1000 tries more of them.
hypothesis.settings.register_profile(
    "all",
    max_examples=int(os.environ.get("EXAMPLES", "60")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("all")

Project = Callable[..., Path]
Check = Callable[..., Result]


def write(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write a small project: two modules, a roster, a work; *files* replace or add files of `catalog/`, None leaves one out."""
    base = {
        "catalog.yaml": CATALOG,
        "people.yaml": PEOPLE,
        "modules/loader.yaml": LOADER,
        "modules/cuda.yaml": CUDA,
        "showcase/fast.yaml": WORK,
    }
    for name, content in {**base, **files}.items():
        if content is not None:
            file = root / "catalog" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Write a small project into a folder of the test's own; takes the files of `write`."""

    def written(files: Mapping[str, str | bytes | None] | None = None) -> Path:
        write(tmp_path, files or {})
        return tmp_path

    return written


@pytest.fixture
def check(project: Project) -> Check:
    """Check a small project; takes what `project` takes."""
    return lambda files=None: pipeline.check(project(files), today=TODAY)


def found(result: Result) -> list[str]:
    """Return the findings as `path:line:column code message`, paths below `catalog/`."""
    return [
        f"{one.place.path.removeprefix('catalog/')}:{one.place.line}:{one.place.column} {one.code} {one.message}"
        for one in result.findings
    ]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="Write what tests got into tests/golden/, to be read in review.",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare text with a file of tests/golden/."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium, once."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def build() -> Callable[..., CompletedProcess[str]]:
    """Have a host build the site of a project."""
    return sites.build


@pytest.fixture(scope="session")
def build_docs() -> Callable[..., CompletedProcess[str]]:
    """Have a host build a site with pages of its own."""
    return sites.build_docs


@pytest.fixture(scope="session")
def mkdocs_server() -> Callable[[Path], AbstractContextManager[str]]:
    """Have `mkdocs serve` show a project."""
    return sites.mkdocs_server


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Have a folder made that tests only read: by the first test that asks for it, of all that run side by side."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "once"
    shared.mkdir(exist_ok=True)

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, ready = shared / name, shared / f"{name}.ready"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                ready.touch()
        return folder

    return made


def _build_project_site(site: Path) -> None:
    done = run("mkdocs", "build", "--strict", "--site-dir", str(site), cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def project_site(once: Once) -> Path:
    """Return this project's own site, as `make site` builds it."""
    return once("project", _build_project_site)


@pytest.fixture(scope="session")
def npm(once: Once) -> Callable[[str], Path]:
    """Return a function that installs what the lock file of a folder of tests names, once, and returns where: beside it, out of git."""

    def installed(name: str) -> Path:
        if not (shutil.which("node") and shutil.which("npm")):
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{name} needs node and npm")
        folder = Path(__file__).parent / name
        once(f"npm-{name}", lambda _: _install(folder))
        return folder / "node_modules"

    return installed


def _install(folder: Path) -> None:
    done = folder / "node_modules/.package-lock.json"
    if not done.exists() or done.stat().st_mtime < (folder / "package-lock.json").stat().st_mtime:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, check=True, timeout=300)


SLOW = {
    "npm",
    "project_site",
    "release",
    "language_server",
    "browser",
    "build",
    "build_docs",
    "mkdocs_server",
}
"""Fixtures that take seconds: a browser, a host that builds a site, an environment that pip fills."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that `make check` leaves out."""
    for item in items:
        if SLOW & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")
