"""check: how it prints a report: in colour, into a file, as counts."""

from __future__ import annotations

import os
import pty
import re
import subprocess

import pytest

import programs
from conftest import CUDA, LOADER
from module_catalog.checks.rules import RULES
from module_catalog.reports import REPORTS

WRONG = {"modules/cuda.yaml": CUDA.replace("module: loader", "module: loadr").replace("eva", "evaa")}
STYLE = re.compile(r"\x1b\[[0-9;]*m")
CHECK = ("module-catalog", "check", "--today", "2026-06-01")


def run(*arguments, cwd, by=programs.run, **variables):
    done = by(
        *CHECK, *arguments, cwd=cwd, env={"NO_COLOR": None, "FORCE_COLOR": None, "TERM": "xterm", **variables}
    )
    assert "Traceback" not in done.stdout + done.stderr
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.encode(), done.stderr.encode())


def on_terminal(*arguments, cwd, **variables):
    """Return what the command prints on a terminal."""
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    command = [programs.BIN / CHECK[0], *CHECK[1:], *arguments]
    with subprocess.Popen(
        command, cwd=cwd, env={**clean, "TERM": "xterm", **variables}, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        printed = b""
        try:
            while part := os.read(ours, 4096):
                printed += part
        except OSError:  # Linux says the end of a terminal so.
            pass
    os.close(ours)
    return printed.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("name", ["full", "concise"])
def test_a_terminal_gets_colours_and_the_same_text(name, project):
    root = project(WRONG)
    painted = on_terminal("--output-format", name, cwd=root)
    assert "\x1b[1;31merror[MC201]\x1b[0m" in painted
    assert STYLE.sub("", painted).encode() == run("--output-format", name, cwd=root).stdout


def test_colours_say_what_is_what(project):
    painted = on_terminal(cwd=project({"modules/cuda.yaml": CUDA.replace("module: loader", "module: loadr")}))
    assert painted.split("\n")[:7] == [
        "\x1b[1;31merror[MC201]\x1b[0m: no module has the id `loadr`",
        " \x1b[2m-->\x1b[0m \x1b[1mcatalog/modules/cuda.yaml:9:32\x1b[0m",
        "\x1b[2m  |\x1b[0m",
        "\x1b[2m8 |\x1b[0m relations:",
        "\x1b[2m9 |\x1b[0m   - {type: depends-on, module: loadr, why: It is loaded by it}",
        "\x1b[2m  |\x1b[0m                                \x1b[1;31m^^^^^\x1b[0m \x1b[32mdid you mean `loader`?\x1b[0m",
        "  \x1b[2m= rule:\x1b[0m `module-catalog explain MC201`",
    ]


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        ([], {"NO_COLOR": "1"}),
        ([], {"TERM": "dumb"}),
        (["--output-format", "json"], {}),
        (["--output-format", "github"], {"FORCE_COLOR": "1"}),
    ],
)
def test_a_terminal_gets_no_colours_when_nobody_wants_them(arguments, variables, project):
    printed = on_terminal(*arguments, cwd=project(WRONG), **variables)
    assert "MC201" in printed
    assert "\x1b" not in printed


def test_what_is_no_terminal_gets_colours_only_when_they_are_asked_for(project):
    root = project(WRONG)
    assert b"\x1b" not in run(cwd=root).stdout
    assert b"\x1b" not in run(cwd=root, FORCE_COLOR="").stdout
    assert b"\x1b[1;31merror[MC201]\x1b[0m" in run(cwd=root, FORCE_COLOR="1").stdout


SUMMARY = b"Found 2 errors in 2 modules and 1 showcase entry.\n"


@pytest.mark.parametrize("name", REPORTS)
def test_an_output_file_holds_the_report_and_only_the_summary_is_printed(name, project, tmp_path_factory):
    root, file = project(WRONG), tmp_path_factory.mktemp("out") / "report"
    done = run("--output-format", name, "--output-file", str(file), cwd=root, FORCE_COLOR="1")
    assert (done.returncode, done.stdout, done.stderr) == (1, SUMMARY, b"")
    assert file.read_bytes() == run("--output-format", name, cwd=root).stdout


def test_an_output_file_takes_the_place_of_the_one_before(project):
    root = project()
    (root / "report.txt").write_text("old")
    (root / "link.txt").symlink_to("report.txt")
    (root / "kept.txt").hardlink_to(root / "report.txt")
    assert run("--output-file", "link.txt", cwd=root).returncode == 0
    assert (root / "report.txt").read_text() == "Checked 2 modules and 1 showcase entry: no findings.\n"
    assert (root / "kept.txt").read_text() == "old"  # It was replaced, not written over.
    assert sorted(os.listdir(root)) == ["catalog", "kept.txt", "link.txt", "report.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(project):
    root = project(WRONG)
    (root / "report.txt").write_text("old")
    limited = [
        "sh",
        "-c",
        'ulimit -f 0; exec "$@"',
        "sh",
        programs.BIN / CHECK[0],
        *CHECK[1:],
        "--output-file",
        "report.txt",
    ]
    done = subprocess.run(limited, cwd=root, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"module-catalog: report.txt cannot be written: File too large\n"
    assert (root / "report.txt").read_text() == "old"
    assert sorted(os.listdir(root)) == ["catalog", "report.txt"]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("missing/report.txt", "No such file or directory"),
        ("catalog", "Is a directory"),
        ("catalog/catalog.yaml/report.txt", "Not a directory"),
    ],
)
def test_an_output_file_that_cannot_be_written_is_one_line_and_2(file, reason, project):
    done = run("--output-file", file, cwd=project(WRONG))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"module-catalog: {file} cannot be written: {reason}\n"


def test_an_output_file_may_be_a_pipe(project):
    done = run(
        "--output-format", "concise", "--output-file", "/dev/stdout", cwd=project(WRONG), by=programs.started
    )
    assert done.stdout.endswith(b"did you mean `loader`?\n" + SUMMARY + SUMMARY)


def test_statistics_count_each_code_most_first(project):
    loader = LOADER.replace("person: ana}", "person: anna}, {person: benn}")
    done = run("--statistics", cwd=project({**WRONG, "modules/loader.yaml": loader}))
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        f"3  MC501  {RULES['MC501'].title}",
        f"1  MC201  {RULES['MC201'].title}",
        "Found 4 errors in 2 modules and 1 showcase entry.",
    ]


def test_statistics_of_a_clean_catalog_are_the_summary(project):
    done = run("--statistics", "--output-format", "concise", cwd=project())
    assert (done.returncode, done.stdout) == (0, b"Checked 2 modules and 1 showcase entry: no findings.\n")


@pytest.mark.parametrize("name", sorted(set(REPORTS) - {"full", "concise"}))
def test_statistics_of_a_format_for_machines_are_wrong_use(name, project):
    done = run("--statistics", "--output-format", name, cwd=project(WRONG))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.endswith(b"Error: --statistics works only with the formats full and concise\n")


@pytest.mark.parametrize("name", REPORTS)
def test_a_terminal_without_the_characters_of_a_report_is_no_reason_to_fail(name, project):
    root = project({"modules/cuda.yaml": CUDA + "広い😀: x\n"})
    done = run("--output-format", name, cwd=root, PYTHONIOENCODING="latin-1")
    assert done.returncode == 1
    written = r"\u5e83\u3044\U0001f600" if name in ("full", "concise") else "広い😀"
    assert f"`{written}` is not a key of the entry".encode() in done.stdout


@pytest.mark.slow
def test_work_that_takes_long_shows_a_bar_on_a_terminal_and_nowhere_else(project):
    long = LOADER + f"x-notes: [{', '.join('abcdefgh' * 9000)}]\n"
    root = project(
        {
            f"modules/m{n}.yaml": long.replace("Loader", f"M{n}").replace("src/loader", f"src/m{n}")
            for n in range(40)
        }
    )
    assert "Reading entries" in on_terminal(cwd=root)
    assert run(cwd=root).stderr == b""
