"""What docs/contributing.md says of adding one thing, done to a copy of the program: it is all that it takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import module_catalog
from conftest import CATALOG, CUDA
from repositories import commit, repository

PACKAGE = Path(module_catalog.__file__).parent
CONTRIBUTING = (Path(__file__).parent.parent / "docs/contributing.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Block:
    """A piece of text, and where it belongs."""

    path: str
    place: str
    """What the title says behind the path: "at the end", "among the imports", "last in TABLE", "below WORD"; nothing for a file of its own."""
    text: str


@dataclass(frozen=True)
class Proof:
    """What shows that the new thing is there."""

    command: tuple[str, ...]
    """For `module-catalog`, in a small project."""
    says: str
    """Some of what it prints or, with a *file*, of what it writes."""
    file: str = ""
    entries: Mapping[str, str] = field(default_factory=dict)
    """The files of the project that use the new thing."""
    tree: Mapping[str, str] = field(default_factory=dict)
    """The files of its source tree, in `tree`."""


GARDEN = """\
name: Garden
stages:
  - {id: S0, name: Seed, means: It is in the ground., stay: [{gate: endorsed, at_least: 1}]}
  - {id: S1, name: Plant, means: It stands.}
transitions: [{from: null, to: S0}, {from: null, to: S1}]
"""

PROOFS = {
    "A rule": Proof(
        ("check",),
        "say what the module does",
        entries={
            "modules/cuda.yaml": CUDA.replace("summary: Runs programs on NVIDIA GPUs.", "summary: CUDA.")
        },
    ),
    "A gate": Proof(
        ("check",),
        "more endorsements",
        entries={"catalog.yaml": f"{CATALOG}lifecycle: garden.yaml\n", "garden.yaml": GARDEN},
    ),
    "A probe of `audit`": Proof(
        ("audit", "--source", "tree", "--only", "licences"),
        '"kind": "licence"',
        "catalog/evidence.json",
        tree={"src/cuda/LICENSE": "", "src/loader/load.cc": ""},
    ),
    "A page": Proof(
        ("build", "--out", "docs"),
        'id="__skip">Calm</h1>',
        "docs/modules/quiet.md",
        {"catalog.yaml": f"{CATALOG}pages: {{rules: off, quiet: {{title: Calm}}}}\n"},
    ),
    "An export": Proof(("export", "handles"), "ana\nben\ncleo\n"),
    "A report format": Proof(
        ("check", "--output-format", "files"),
        "   1 catalog/modules/cuda.yaml\n",
        entries={"modules/cuda.yaml": CUDA.replace("module: loader", "module: lodaer")},
    ),
    "A relation type, an event, a mechanism": Proof(
        ("check",),
        "no findings",
        entries={"modules/cuda.yaml": CUDA.replace("type: depends-on", "type: tests")},
    ),
    "A field of an entry": Proof(
        ("build", "--out", "docs"),
        '<dt>chat</dt><dd><a href="https://chat.example/cuda">',
        "docs/modules/cuda.md",
        {
            "catalog.yaml": f"{CATALOG}pages: {{rules: off}}\n",
            "modules/cuda.yaml": f"{CUDA}chat: https://chat.example/cuda\n",
        },
    ),
    "A lifecycle": Proof(
        ("check",), "no findings", entries={"catalog.yaml": f"{CATALOG}lifecycle: two-rings\n"}
    ),
}


def blocks(heading: str) -> list[Block]:
    """Return the blocks of a recipe that have a title, in the order in which they stand."""
    section = re.split(r"(?m)^##+ ", CONTRIBUTING.partition(f"\n### {heading}\n")[2])[0]
    found = re.findall(r'(?ms)^```\w+ title="([^",]+)(?:, ([^"]+))?"\n(.*?)^```$', section)
    return [Block(path, place, text) for path, place, text in found]


def followed(block: Block, text: str) -> str:
    """Return the text of a file with a block in its place."""
    lines = text.splitlines(keepends=True)
    where, _, table = block.place.partition("last in ")
    if table:
        at, indent = _end(table, lines)
        rows = textwrap.indent(block.text, indent)
        return "".join([*lines[:at], rows if rows.endswith(",\n") else f"{rows[:-1]},\n", *lines[at:]])
    if where == "among the imports":
        at = max(number for number, line in enumerate(lines, 1) if re.match(r"from \S+ import .*[^(]$", line))
        return "".join([*lines[:at], block.text, *lines[at:]])
    if word := where.partition("below ")[2]:
        at = 1 + next(number for number, line in enumerate(lines) if re.search(rf"\b{word}\b", line))
        return "".join([*lines[:at], block.text, *lines[at:]])
    assert where == "at the end"
    return f"{text}\n\n{block.text}"


def _end(table: str, lines: Sequence[str]) -> tuple[int, str]:
    """Return where the rows of a table end, and how far they are indented."""
    start = next(number for number, line in enumerate(lines) if re.match(rf"{table}\b.*[({{\[]$", line))
    at = next(number for number in range(start, len(lines)) if re.match(r"[)}\]]$", lines[number]))
    while re.match(r" +[)}\]]$", lines[at - 1]):
        at -= 1
    return at, " " * (len(lines[at]) - len(lines[at].lstrip()) + 4)


def follow(heading: str, package: Path) -> None:
    """Do what a recipe says to a copy of the program."""
    for block in blocks(heading):
        file = package / block.path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8") if block.place else ""
        # What is there already would prove nothing.
        assert block.text not in text if block.place else not file.exists()
        file.write_text(followed(block, text) if block.place else block.text, encoding="utf-8")


@pytest.mark.parametrize("heading", PROOFS)
def test_a_recipe_is_all_that_it_takes(heading, tmp_path, project):
    follow(heading, shutil.copytree(PACKAGE, tmp_path / "copy" / PACKAGE.name))
    proof, root = PROOFS[heading], project(PROOFS[heading].entries)
    commit(repository(root / "tree"), proof.tree)
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "copy")}
    command = [sys.executable, "-m", "module_catalog", *proof.command]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False, timeout=60)
    said = (root / proof.file).read_text(encoding="utf-8") if (root / proof.file).is_file() else done.stdout
    assert proof.says in said, done.stdout + done.stderr


@pytest.mark.parametrize("heading", PROOFS)
def test_the_table_says_how_many_files_a_recipe_touches(heading):
    number = len({block.path for block in blocks(heading)})
    row = next(
        line for line in CONTRIBUTING.splitlines() if line.lower().startswith(f"| {heading.lower()} |")
    )
    assert f": {number} file{'s' if number > 1 else ''} |" in row
