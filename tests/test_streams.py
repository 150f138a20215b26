"""Standard output of any encoding, full, closed or without a reader; folders that are gone or may not be read: never exit code 3."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import programs
import test_cli
from conftest import CATALOG

# Each starts the command as a shell does.
pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "module_catalog"]
PRINTING = [
    ["check"],
    ["--help"],
    ["--version"],
    ["ready"],
    ["schema"],
    ["explain", "MC201"],
    ["check", "--output-format", "json"],
]


def run(command, cwd, **options):
    done = subprocess.run(
        command, cwd=cwd, stderr=subprocess.PIPE, text=True, check=False, timeout=60, **options
    )
    assert "Traceback" not in done.stderr
    assert "bug of the program" not in done.stderr
    return done


@pytest.mark.parametrize("arguments", PRINTING)
def test_a_full_output_is_one_line_and_2(arguments, project):
    with open("/dev/full", "w") as full:
        done = run([*COMMAND, *arguments], project(), stdout=full)
    assert (done.returncode, done.stderr) == (2, "module-catalog: No space left on device\n")


@pytest.mark.parametrize("arguments", PRINTING)
def test_a_closed_output_changes_nothing(arguments, project):
    done = run(["sh", "-c", '"$@" >&-', "sh", *COMMAND, *arguments], project())
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("arguments", PRINTING)
def test_a_reader_that_has_left_is_no_mistake_and_no_finding(arguments, project):
    ours, theirs = os.pipe()
    os.close(ours)
    with open(theirs, "w") as gone:
        done = run([*COMMAND, *arguments], project(), stdout=gone)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_character_that_the_output_lacks_is_written_out(encoding, project):
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = run([*COMMAND, "ready"], project(), stdout=subprocess.PIPE, env=env)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, r"cuda    S0 \u2192 S1  2 of 4")


@pytest.mark.parametrize("command", [["check"], ["init"], ["new", "gpu"], ["words"], ["-C", ".", "check"]])
def test_a_current_folder_that_is_gone_is_one_line(command, tmp_path):
    (tmp_path / "gone").mkdir()
    done = run(["sh", "-c", 'rmdir ../gone; exec "$@"', "sh", *COMMAND, *command], tmp_path / "gone")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr


BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
"""Root may read everything, unless it is told not to."""


@pytest.mark.parametrize(
    "command",
    [["check"], ["build", "--out", "out"], ["words", "de"], ["schema", "--write"], ["new", "gpu"], ["fmt"]],
)
@pytest.mark.parametrize(
    "folder", [".", "catalog", "catalog/modules", "catalog/people.yaml", "catalog/catalog.yaml"]
)
def test_what_may_not_be_read_or_written_is_never_a_bug(folder, command, project):
    root = project()
    mode = (root / folder).stat().st_mode
    (root / folder).chmod(0)
    done = run([*BOUND, *COMMAND, "-C", str(root), *command], "/", stdout=subprocess.PIPE)
    (root / folder).chmod(mode)
    assert done.returncode in (0, 1, 2)
    assert done.returncode or (folder, command[0]) != ("catalog/people.yaml", "check")


ODD = [
    ("limits: {silent_days: 999999999}\n", 1),
    ("limits: {review_days: 36501}\n", 1),
    ("limits: {evidence_days: -1}\n", 1),
    (f"lifecycle: {'a' * 390}.yaml\n", 1),
]


@pytest.mark.parametrize(("text", "code"), ODD)
def test_a_number_or_a_name_beyond_all_bounds_is_a_finding(text, code, project):
    assert test_cli.run("check", cwd=project({"catalog.yaml": CATALOG + text})).returncode == code


@pytest.mark.parametrize(
    ("option", "epoch"), [(["--today", "9999-12-31"], "0"), ([], "253402300799"), ([], "9" * 30)]
)
def test_a_day_that_nobody_can_count_from_is_wrong_use(option, epoch, project):
    done = programs.run("module-catalog", "check", *option, cwd=project(), env={"SOURCE_DATE_EPOCH": epoch})
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


@pytest.mark.parametrize(
    "plural", ["n%0", "n/0", "n/(n-7)", "2", "(" * 200 + "n" + ")" * 200, "-n", "999999999"]
)
def test_a_rule_for_plurals_that_fails_is_a_finding(plural, project):
    text = f'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural={plural};\\n"\n\nmsgid "Modules"\nmsgstr "Module"\n'
    done = test_cli.run("check", "--output-format", "concise", cwd=project({"words.po": text}))
    assert (done.returncode, "MC110" in done.stdout) == (1, True)


def test_what_is_said_of_a_name_stands_on_one_line(tmp_path):
    done = subprocess.run(
        [*COMMAND, "words", "a\nb"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    done = subprocess.run(
        [*COMMAND, "init", "--name", b"\xff"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "module-catalog: `\\udcff` is not text on one line: give the project's name with --name\n",
    )
    assert list(tmp_path.iterdir()) == []
