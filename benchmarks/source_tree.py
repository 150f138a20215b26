"""A git repository with the source tree that a generated catalog is about: C++, Python and CMake.

The same catalog gives the same commits. Files include and import those of modules that theirs need, ask for
their toggles, and change over the years; what is removed goes in one of the commits.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

START, YEARS = 1_420_070_400, 11 * 365 * 86_400
"""The first second of 2015 in UTC, and how many the history is long."""
LINES = 300
"""About how many lines a file has."""

Files = dict[str, str]
"""Texts by path."""


def write(project: Path, repository: Path, commits: int) -> Path:
    """Write the repository that a project's catalog is about, and return it."""
    stream = b"".join(part.encode() for part in _stream(project, commits))
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", repository], check=True)  # noqa: S607
    subprocess.run(["git", "fast-import", "--quiet"], cwd=repository, input=stream, check=True)  # noqa: S607
    return repository


def _stream(project: Path, commits: int) -> Iterator[str]:
    """Yield what `git fast-import` reads."""
    entries = {
        file.stem: yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for file in sorted((project / "catalog/modules").glob("*.yaml"))
    }
    roster = yaml.safe_load((project / "catalog/people.yaml").read_text(encoding="utf-8"))["people"]
    authors = [f"{person['name']} <{handle}@example.org>" for handle, person in roster.items()]
    source = random.Random(1)  # noqa: S311 - The same tree every time.
    files, gone = _files(entries, source)
    yield _commit(START, authors[0], "The tree", {**files, **gone})
    for number in range(1, commits):
        removed = list(gone) if number == commits // 2 else []
        changed = source.sample(sorted(files), source.randint(1, 4))
        for path in changed:
            files[path] += f"{_comment(path)} Changed in commit {number}.\n"
        message = f"Change {', '.join(path.split('/')[-1] for path in changed)}"
        moment = START + number * YEARS // commits
        changes = {path: files[path] for path in changed}
        yield _commit(moment, source.choice(authors), message, changes, removed)


def _commit(
    moment: int, author: str, message: str, files: Mapping[str, str], removed: Sequence[str] = ()
) -> str:
    lines = [
        "commit refs/heads/main\n",
        f"author {author} {moment} +0000\n",
        f"committer {author} {moment} +0000\n",
        _data(message),
        *(f"D {path}\n" for path in removed),
        *(f"M 100644 inline {path}\n{_data(text)}" for path, text in files.items()),
    ]
    return "".join(lines)


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"


def _comment(path: str) -> str:
    return "//" if path.endswith((".h", ".cc")) else "#"


@dataclass(frozen=True)
class _Part:
    """A folder of a module."""

    path: str
    needs: Sequence[str]
    """The folders of modules that it needs."""
    toggles: Sequence[str]


def _files(entries: Mapping[str, Any], source: random.Random) -> tuple[Files, Files]:
    """Return the files that stay, and those of modules that are removed."""
    folders = {id_: entry.get("namespaces", []) for id_, entry in entries.items()}
    stay: Files = {"CMakeLists.txt": _cmake(entries)}
    gone: Files = {}
    for id_, entry in entries.items():
        needs = [path for one in entry["relations"] for path in folders.get(one.get("module"), [])]
        toggles = [toggle["name"] for toggle in entry["toggles"]]
        for path in folders[id_]:
            stay |= _texts(_Part(path, needs, toggles), source)
        for former in entry.get("former_namespaces", []):
            gone |= _texts(_Part(former["path"], [], toggles), source)
        stay[f"tests/{id_}/test_{id_.replace('-', '_')}.py"] = _python(_Part("", needs, toggles), source)
    return stay, gone


def _texts(part: _Part, source: random.Random) -> Files:
    """Return the files of a folder."""
    name = part.path.rpartition("/")[2]
    if part.path.startswith("python/"):
        files = [f"{part.path}/{file}.py" for file in ("__init__", name, f"{name}_ops", f"{name}_passes")]
        return {path: _python(part, source) for path in files}
    files = [f"{part.path}/{name}{ending}" for ending in (".h", ".cc", "_ops.cc", "_passes.cc")]
    return {path: _cpp(part, source) for path in files}


def _python(part: _Part, source: random.Random) -> str:
    packages = [
        path.removeprefix("python/").replace("/", ".") for path in part.needs if path.startswith("python/")
    ]
    lines = [f"from {package} import {package.rpartition('.')[2]}_ops" for package in packages]
    lines += [f'ENABLED = os.environ.get("{toggle}", "OFF")' for toggle in part.toggles]
    for _ in range(LINES // 4):
        number = source.randrange(10**6)
        lines += [
            f"def step_{number}(value):",
            f'    """Return step {number} of value."""',
            f"    return value + {number}",
            "",
        ]
    return "".join(f"{line}\n" for line in ["import os", "", *lines])


def _cpp(part: _Part, source: random.Random) -> str:
    headers = [
        f'#include "{path}/{path.rpartition("/")[2]}.h"'
        for path in part.needs
        if not path.startswith("python/")
    ]
    guards = [
        line for toggle in part.toggles for line in (f"#ifdef {toggle}", f"void Enable{toggle}();", "#endif")
    ]
    steps = []
    for _ in range(LINES // 4):
        number = source.randrange(10**6)
        steps += [f"// Step {number}.", f"int Step{number}(int value) {{", f"  return value + {number};", "}"]
    return "".join(
        f"{line}\n" for line in ["#include <vector>", *headers, *guards, "namespace quokka {", *steps, "}"]
    )


def _cmake(entries: Mapping[str, Any]) -> str:
    lines = ["cmake_minimum_required(VERSION 3.18)", "project(quokka C CXX)"]
    for entry in entries.values():
        for toggle in entry["toggles"] if entry["stage"] != "removed" else []:
            lines += [
                f'option({toggle["name"]} "Build {entry["name"]}" {toggle["default"]})',
                f"if({toggle['name']})",
            ]
            lines += [f"  file(GLOB SOURCES {path}/*.cc)" for path in entry.get("namespaces", [])]
            lines.append("endif()")
    return "".join(f"{line}\n" for line in lines)
