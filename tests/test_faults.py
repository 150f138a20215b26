"""What goes wrong around the command: it is killed, runs twice at once, finds files gone, no git, no home, another locale.

A file is then as it was or as it shall be, what cannot go on says so in one line, and the next run does the rest. `make faults` tries
every moment; a run of all tests takes a few.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from conftest import CUDA, Project
from programs import run
from repositories import commit, repository

EVERY = "EVERY_FAULT" in os.environ
"""Whether all moments are tried."""
UNORDERED = f"kind: backend\n{CUDA.replace('kind: backend', '', 1)}"
FILES = {"modules/cuda.yaml": UNORDERED, "words.po": 'msgid "Roadmap"\nmsgstr "Plan"\n'}
MISSPELT = {"modules/cuda.yaml": CUDA.replace("kind: backend", "kind: backnd")}
MANY = {
    f"modules/m{number}.yaml": CUDA.replace("CUDA", f"M{number}").replace("src/cuda", f"m/{number}")
    for number in range(200)
}
"""So many that a check keeps what it found."""
COMMANDS = {
    "fmt": ["fmt"],
    "fix": ["check", "--fix"],
    "check": ["check"],
    "build": ["build", "--out", "out"],
    "new": ["new", "gpu"],
    "init": ["-C", "fresh", "init"],
    "audit": ["audit", "--source", "."],
}
if EVERY:
    COMMANDS |= {
        "schema": ["schema", "--write"],
        "words": ["words", "de"],
        "export": ["export", "csv", "-o", "modules.csv"],
        "report": ["check", "--output-file", "report.txt"],
    }
ENV: dict[str, str | None] = {"SOURCE_DATE_EPOCH": "1780300000", "CI": None}
"""Where CI is set, nothing is kept for the next run."""
LIST = ".module-catalog.json"
"""What `build` writes twice: at first it also lists what was there before."""


def files(root: Path) -> dict[str, bytes]:
    """Return the files of a project but for those of git and of the cache, and what a killed run left beside others."""
    found = {file.relative_to(root).as_posix(): file for file in sorted(root.rglob("*")) if file.is_file()}
    return {
        path: file.read_bytes()
        for path, file in found.items()
        if not path.startswith((".git/", ".cache/")) and not path.endswith(".tmp")
    }


@pytest.fixture
def begun(project: Project, request: pytest.FixtureRequest) -> Path:
    """Return a project to copy: each run begins with it as it is."""
    name = request.node.callspec.params.get("name")
    root = repository(project({"fix": MISSPELT, "check": MANY}.get(name, FILES)))
    (root / "fresh").mkdir()
    commit(root, {"src/cuda/a.py": "import loader\n"})
    return root


def copied(root: Path, name: object) -> Path:
    where = root.with_name(f"{root.name}-{name}")
    shutil.rmtree(where, ignore_errors=True)
    return Path(shutil.copytree(root, where))


def moments(count: int) -> list[int]:
    """Return which of so many moments are tried, from 1: the first, the last and two between."""
    few = {1, count // 2, count - 1, count}
    return [number for number in range(1, count + 1) if EVERY or number in few]


def counted(words: list[str], root: Path) -> tuple[CompletedProcess[str], int, int]:
    """Run the command, and return how often it touched the disk and opened files of the project."""
    done = run("faults.py", "count", "0", *words, cwd=root, env=ENV)
    touched, opened = map(int, done.stderr.split()[-2:])
    return done, touched, opened


def half(left: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    """Return the files that a run left neither as they were nor as they shall be."""
    return [
        path
        for path, content in left.items()
        if content not in (old.get(path), new.get(path)) and not path.endswith(LIST)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_run_that_is_killed_leaves_files_old_or_new_and_the_next_run_does_the_rest(
    name: str, begun: Path
) -> None:
    words, whole = COMMANDS[name], copied(begun, "whole")
    done, touched, _ = counted(words, whole)
    old, new = files(begun), files(whole)
    for number in moments(touched):
        root = copied(begun, "killed")
        assert run("faults.py", "killed", str(number), *words, cwd=root, env=ENV).returncode == -9
        assert half(files(root), old, new) == []
        again = run("module-catalog", *words, cwd=root, env=ENV)
        # Of `new`, the entry is the last file: when that is there, so is all else, and it is not written again.
        expected = 2 if name == "new" and "taken by" in again.stderr else done.returncode
        assert (number, again.returncode, again.stderr.count("Traceback")) == (number, expected, 0)
        assert files(root) == new
    assert "Traceback" not in done.stderr
    assert touched


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS if EVERY else ["fmt"])
def test_a_run_that_is_killed_at_any_time_leaves_files_old_or_new(name: str, begun: Path) -> None:
    words, whole = COMMANDS[name], copied(begun, "whole")
    _, touched, opened = counted(words, whole)
    old, new = files(begun), files(whole)
    for number in random.Random(name).sample(range(1, 400), 200 if EVERY else 5):
        root = copied(begun, "killed")
        run("faults.py", "late", str(number), *words, cwd=root, env=ENV)
        assert half(files(root), old, new) == []
    assert touched + opened


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fmt", "check", "build", "audit"])
def test_runs_at_once_end_as_one_does_or_say_in_one_line_that_they_cannot(name: str, begun: Path) -> None:
    words, whole = COMMANDS[name], copied(begun, "whole")
    expected = counted(words, whole)[0].returncode
    with ThreadPoolExecutor(4) as several:
        done = [
            *several.map(
                lambda _: run("module-catalog", *words, cwd=begun, env=ENV), range(8 if EVERY else 4)
            )
        ]
    assert {one.returncode for one in done} <= {expected, 2}
    assert [one.stderr for one in done if one.returncode == 2 and one.stderr.count("\n") != 1] == []
    if any(one.returncode == 2 for one in done):
        assert run("module-catalog", *words, cwd=begun, env=ENV).returncode == expected
    assert files(begun) == files(whole)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["check", "fmt", "build", "audit"])
def test_a_file_that_is_gone_when_it_is_opened_is_said_and_no_bug(name: str, begun: Path) -> None:
    words = COMMANDS[name]
    _, _, opened = counted(words, copied(begun, "whole"))
    assert opened
    for number in moments(opened):
        done = run("faults.py", "vanished", str(number), *words, cwd=copied(begun, "vanished"), env=ENV)
        assert done.returncode in (0, 1, 2), done.stderr
        assert "Traceback" not in done.stderr
        assert done.returncode < 2 or done.stderr.count("\n") == 1, done.stderr


AROUND = {
    "no home": {"HOME": None},
    "a home that is not there": {"HOME": "/nonexistent"},
    "the C locale": {"LC_ALL": "C", "LANG": "C"},
    "the C locale, and no UTF-8": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "another locale": {"LC_ALL": "de_DE.UTF-8"},
    "Python without assertions": {"PYTHONOPTIMIZE": "1"},
    "no git": {"PATH": "/nonexistent"},
    "no place for temporary files": {"TMPDIR": "/nonexistent"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "another hash": {"PYTHONHASHSEED": "7"},
}


@pytest.mark.slow
@pytest.mark.parametrize("around", AROUND)
def test_nothing_around_the_command_changes_what_it_writes(around: str, begun: Path) -> None:
    words = COMMANDS["build"]
    whole = copied(begun, "whole")
    assert run("module-catalog", *words, cwd=whole, env=ENV).returncode == 0
    done = run("module-catalog", *words, cwd=begun, env={**ENV, **AROUND[around]})
    assert (done.returncode, done.stderr) == (0, "")
    assert files(begun) == files(whole)


@pytest.mark.parametrize("words", [["audit", "--source", "."], ["check", "--base", "main"]], ids=" ".join)
def test_without_git_what_needs_it_says_so_in_one_line(words: list[str], begun: Path) -> None:
    done = run("module-catalog", *words, cwd=begun, env={**ENV, "PATH": "/nonexistent"})
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "git is not installed" in done.stderr


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 2 MiB, which only root can make."""
    folder = tmp_path.with_name(f"{tmp_path.name}-tiny")
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be made here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_disk_that_is_full_is_one_line_and_leaves_files_old_or_new(
    name: str, begun: Path, tiny: Path
) -> None:
    root, whole = Path(shutil.copytree(begun, tiny / "project")), copied(begun, "whole")
    expected = counted(COMMANDS[name], whole)[0].returncode
    old, new = files(root), files(whole)
    with (tiny / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(4096))
    done = run("module-catalog", *COMMANDS[name], cwd=root, env=ENV)
    assert done.returncode in (expected, 2), done.stderr
    assert done.returncode < 2 or (done.stderr.count("\n"), "cannot be written" in done.stderr) == (1, True)
    assert half(files(root), old, new) == []
    assert done.returncode == 2 or files(root) == new
