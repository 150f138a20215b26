"""Input of any size and shape ends in time, and with findings that a person can read."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import programs
from conftest import CUDA, PEOPLE, TODAY, found
from module_catalog.checks import pipeline
from module_catalog.diagnostics import MOST_IN_A_FILE, Finding, Place, Severity, capped, closest
from module_catalog.reports import REPORTS
from module_catalog.site.exports.badges import width_of


def command(*arguments: str, cwd: Path, flags: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does. What hangs is ended, and fails the test."""
    if not flags:
        return programs.run("module-catalog", *arguments, cwd=cwd)
    program = [sys.executable, *flags, "-m", "module_catalog", *arguments]
    return subprocess.run(program, cwd=cwd, capture_output=True, text=True, check=False, timeout=60)


def repeated(count: int) -> str:
    return CUDA + "x-a: {" + ", ".join("a: 1" for _ in range(count)) + "}\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_a_file_full_of_mistakes_is_reported_in_every_format(name, project):
    root = project({"modules/cuda.yaml": repeated(4_000)})
    done = command("check", "--output-format", name, cwd=root)
    assert (done.returncode, done.stderr) == (1, "")
    assert len(done.stdout) < 200_000
    assert "3,898 more of this file are not shown: fix those above first" in done.stdout.replace("`", "")


@pytest.mark.parametrize(
    ("words", "count"), [("build --out docs", 40_000), ("export csv", 4_000), ("fmt", 4_000)]
)
def test_what_needs_a_whole_catalog_does_not_flood_a_log_either(words, count, project):
    done = command(*words.split(), cwd=project({"modules/cuda.yaml": repeated(count)}))
    assert done.returncode == 1
    assert len(done.stderr) < 200_000
    assert f"{count - 102:,} more of this file are not shown: fix those above first" in done.stderr


def test_lines_that_follow_from_a_toggle_do_not_make_a_page_of_any_size(project):
    names = [f"{number:04d}{'e' * 70}" for number in range(300)]
    many = {"name": "e", "mechanism": "cmake", "default": "OFF", "enable": "e" * 400, "requires": names}
    others = [{"name": name, "mechanism": "cmake", "default": "OFF"} for name in names]
    root = project(
        {"modules/cuda.yaml": re.sub("(?m)^toggles: .*$", f"toggles: {json.dumps([many, *others])}", CUDA)}
    )
    done = command("build", "--out", "docs", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert (root / "docs/modules/cuda.md").stat().st_size < 1_000_000


@pytest.mark.parametrize(
    ("count", "shown", "more"),
    [(101, 100, None), (102, 101, None), (103, 101, "; 1 more"), (104, 101, "; 2 more")],
)
def test_the_summary_counts_what_is_not_shown(count, shown, more, project):
    # One key of as many is the first, and no mistake.
    done = command("check", "--output-format", "concise", cwd=project({"modules/cuda.yaml": repeated(count)}))
    lines = done.stdout.splitlines()
    assert (len(lines), lines[-1]) == (
        shown + 1,
        f"Found {count - 1} errors in 2 modules and 1 showcase entry.",
    )
    assert ("not shown" in lines[-2]) is (more is not None)
    assert more is None or more in lines[-2]
    report = json.loads(
        command(
            "check", "--output-format", "json", cwd=project({"modules/cuda.yaml": repeated(count)})
        ).stdout
    )
    assert (len(report["findings"]), report["summary"]["errors"]) == (shown, count - 1)


def test_each_file_and_each_severity_has_its_own_sum():
    findings = [
        Finding("MC101", "m", Place(path, line), severity=severity)
        for path, severity in (("a", Severity.ERROR), ("a", Severity.WARNING), ("b", Severity.ERROR))
        for line in range(1, MOST_IN_A_FILE + 1)
    ]
    sums = [
        (one.place.path, one.severity.value, one.stands_for) for one in capped(findings) if one.stands_for > 1
    ]
    assert sums == [("a", "warning", MOST_IN_A_FILE)]
    assert sum(one.stands_for for one in capped(findings)) == len(findings)


def test_a_selected_rule_is_not_hidden_behind_others(project):
    root = project({"modules/cuda.yaml": repeated(400), "modules/engine.yml": ""})
    (root / "catalog/modules/cuda.yaml").write_text(repeated(400).replace("module: loader", "module: loadr"))
    done = command("check", "--select", "MC201", "--output-format", "concise", cwd=root)
    assert "did you mean `loader`?" in done.stdout


@pytest.mark.slow
def test_thousands_of_unknown_ids_among_thousands_end_in_time(project):
    entry = (
        CUDA.replace("USE_CUDA", "USE_{0}")
        .replace("src/cuda", "src/{0}")
        .replace("{", "{{")
        .replace("}", "}}")
    )
    entry = entry.replace("{{0}}", "{0}").replace("module: loader", "module: modul-{0}")
    files = {f"modules/module-{number}.yaml": entry.format(number) for number in range(1500)}
    root = project({**files, "modules/cuda.yaml": None})
    done = command("check", "--output-format", "concise", "--select", "MC201", cwd=root)
    assert done.stdout.count("no module has the id") >= 1500
    assert done.stdout.count("did you mean `module-") >= 1500


def test_a_word_that_is_meant_is_another_one():
    known = frozenset({"relax", "relay", "tir"})
    assert (closest("relaxx", known), closest("relax", known, unless="relax"), closest("cuda", known)) == (
        "relax",
        "relay",
        None,
    )


@pytest.mark.parametrize("folder", ["modules", "showcase", "templates"])
@pytest.mark.parametrize("target", ["/usr", "/", ".", "../elsewhere"])
def test_a_folder_that_is_a_link_is_one_finding_and_is_not_walked(folder, target, project, tmp_path):
    root = project()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/secret.yaml").write_text("name: x\n")
    link = root / "catalog" / folder
    if link.exists():
        link.rename(tmp_path / "moved")
    link.symlink_to(target, target_is_directory=True)
    result = pipeline.check(root, today=TODAY)
    about = [one for one in result.findings if one.code == "MC007"]
    assert [(one.place.path, "link to a folder" in one.message) for one in about] == [
        (f"catalog/{folder}", True)
    ]
    assert not [
        one
        for one in result.findings
        if not one.place.path.startswith("catalog/") or "secret" in one.place.path
    ]


def test_links_to_folders_below_and_in_circles_are_one_finding_each(project):
    root = project()
    (root / "catalog/modules/deep").mkdir()
    (root / "catalog/modules/deep/round").symlink_to("..", target_is_directory=True)
    (root / "catalog/modules/away").symlink_to("/usr", target_is_directory=True)
    assert [line.split(" ")[:2] for line in found(pipeline.check(root, today=TODAY))] == [
        ["modules/away:1:1", "MC007"],
        ["modules/deep/round:1:1", "MC007"],
    ]


def test_a_folder_that_cannot_be_read_is_a_finding(project, tmp_path):
    root = project({"modules/closed/engine.yaml": CUDA})
    program = (
        "import os, sys\nfrom module_catalog.cli import check, main\n"
        # Everything is loaded once before: who has no rights cannot read the libraries either.
        "try: main(['-C', sys.argv[1], 'check'])\nexcept SystemExit: pass\n"
        "os.chdir(sys.argv[1]); os.setuid(65534)\nmain(['check', '--output-format', 'concise'])"
    )
    closed = root / "catalog/modules/closed"
    closed.chmod(0o000)
    try:
        for folder in (root, *root.parents):
            if Path(tempfile.gettempdir()) in folder.parents:
                folder.chmod(0o755)
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                program if os.getuid() == 0 else program.replace("; os.setuid(65534)", ""),
                str(root),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        closed.chmod(0o700)
    assert (
        "catalog/modules/closed:1:1: error[MC007]: the folder cannot be read: Permission denied"
        in done.stdout
    ), done.stderr


def test_a_python_without_docstrings_is_refused_in_a_line(project):
    done = command("check", cwd=project(), flags=("-OO",))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("module-catalog: Python runs with -OO")
    assert done.stderr.count("\n") == 1
    assert command("check", cwd=project(), flags=("-O",)).returncode == 0


def test_widths_are_whole_numbers_that_every_python_adds_up_to_the_same():
    assert [width_of(text) for text in ("TOPI", "USE_CUDA", "S1 Integrated", "iiiiii", "漢字", "")] == [
        28,
        63,
        77,
        26,
        22,
        0,
    ]


def test_many_people_that_nobody_knows_end_in_time(project):
    owners = ", ".join(f"{{person: nobody-{number}}}" for number in range(3000))
    people = PEOPLE.replace(
        "teams:",
        "".join(f"  somebody-{number}: {{name: N, role: pmc}}\n" for number in range(3000)) + "teams:",
    )
    root = project(
        {
            "modules/cuda.yaml": CUDA.replace("[{person: eva, basis: MAINTAINERS file}]", f"[{owners}]"),
            "people.yaml": people,
        }
    )
    done = command("check", cwd=root)
    assert "Found 3,000 errors" in done.stdout


def test_thousands_of_mappings_in_a_list_are_compared_in_linear_time(project):
    items = ", ".join(f"{{a: b{number}}}" for number in range(18_000))
    root = project({"modules/cuda.yaml": CUDA.replace("namespaces: [src/cuda]", f"namespaces: [{items}]")})
    assert "Found 18,000 errors" in command("check", cwd=root).stdout


@pytest.mark.parametrize(
    ("items", "count"), [("src/a, src/a", 1), ("src/a, src/b", 0), ("{a: b, c: d}, {c: d, a: b}", 3)]
)
def test_items_are_the_same_whatever_the_order_of_their_keys(items, count, check):
    entry = CUDA.replace("namespaces: [src/cuda]", f"namespaces: [{items}]")
    assert (
        len([one for one in check({"modules/cuda.yaml": entry}).findings if one.code.startswith("MC1")])
        == count
    )


def test_a_long_key_is_not_said_in_full_for_each_mistake_below_it(check):
    mistakes = ", ".join(f"a{number}: 1" for number in range(1_000))
    found = check({"people.yaml": f"people:\n  ? {'k' * 100_000}\n  : {{{mistakes}}}\n"}).findings
    assert (
        sum(len(one.message) for one in found if one.code == "MC101" and one.message.startswith("`a"))
        < 1_000_000
    )
