"""The command: exit codes, and input that nobody should write. Run as a user runs it."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile

import click
import pytest
from click.testing import CliRunner

import programs
from conftest import CATALOG, CUDA, LOADER
from module_catalog import cli
from module_catalog.cli import main
from programs import BIN


def run(*arguments: str, cwd) -> subprocess.CompletedProcess[str]:
    done = programs.run("module-catalog", *arguments, cwd=cwd)
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.mark.parametrize(
    "start", [[BIN / "module-catalog"], [sys.executable, "-m", "module_catalog"]], ids=["script", "module"]
)
def test_the_command_starts_as_a_script_and_as_a_module(start, project):
    done = subprocess.run(
        [*start, "check"], cwd=project(), capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "Checked 2 modules and 1 showcase entry: no findings.\n",
        "",
    )


def test_a_clean_catalog_ends_with_0(project):
    done = run("check", cwd=project())
    assert (done.returncode, done.stdout) == (0, "Checked 2 modules and 1 showcase entry: no findings.\n")


def test_findings_end_with_1(project):
    assert run("check", cwd=project({"modules/cuda.yaml": CUDA.replace("eva", "evaa")})).returncode == 1


def test_warnings_end_with_1_only_when_strict(project):
    catalog = project()
    (catalog / "catalog/catalog.yaml").write_text(CATALOG + "rules: {MC501: warning}\n")
    (catalog / "catalog/modules/cuda.yaml").write_text(CUDA.replace("eva", "evaa"))
    assert [run("check", *strict, cwd=catalog).returncode for strict in ([], ["--strict"])] == [0, 1]


@pytest.mark.parametrize("arguments", [["check"], ["build", "--out", "out"], ["-C", ".", "check"]])
def test_no_catalog_ends_with_2_and_one_line(arguments, tmp_path):
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"module-catalog: no catalog here: neither {tmp_path} nor a folder above it holds catalog/catalog.yaml\n"
    )


@pytest.mark.parametrize(
    "arguments", [["chekc"], ["check", "--nonsense"], ["check", "missing.yaml"], ["-C", "missing", "check"]]
)
def test_wrong_use_ends_with_2(arguments, project):
    assert run(*arguments, cwd=project()).returncode == 2


def test_the_folder_may_be_named_after_the_command_too_and_the_last_one_counts(project, tmp_path):
    root = project({"modules/cuda.yaml": CUDA.replace("eva", "evaa")})
    done = run("-C", str(tmp_path), "check", "-C", str(root), "--output-format", "concise", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0].split(": ")[1]) == (1, "error[MC501]")


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("github", ",file=apps/a b/catalog/modules/cuda.yaml,"),
        ("gitlab", '"path": "apps/a b/catalog/modules/cuda.yaml"'),
        ("rdjson", '"path": "apps/a b/catalog/modules/cuda.yaml"'),
        ("sarif", '"uri": "apps/a%20b/catalog/modules/cuda.yaml"'),
        ("json", '"path": "catalog/modules/cuda.yaml"'),
        ("concise", "catalog/modules/cuda.yaml:6:19"),
    ],
)
def test_what_a_host_reads_names_files_from_the_top_of_the_repository(name, where, project, tmp_path):
    root = tmp_path / "repository/apps/a b"
    shutil.copytree(project({"modules/cuda.yaml": CUDA.replace("eva", "evaa")}) / "catalog", root / "catalog")
    # A worktree has a file where a clone has a folder.
    (tmp_path / "repository/.git").write_text("gitdir: elsewhere\n")
    done = run("-C", str(root), "check", "--output-format", name, cwd=tmp_path)
    assert where in done.stdout


def test_the_catalog_is_found_from_a_folder_below_and_by_name(project, tmp_path_factory):
    root = project()
    assert run("check", cwd=root / "catalog/modules").returncode == 0
    assert run("-C", str(root), "check", cwd=tmp_path_factory.mktemp("elsewhere")).returncode == 0


def test_paths_limit_what_is_reported_not_what_is_read(project):
    root = project(
        {
            "modules/cuda.yaml": CUDA.replace("eva", "evaa"),
            "modules/loader.yaml": LOADER.replace("ana", "anna"),
        }
    )
    done = run("check", "--output-format", "concise", "modules/cuda.yaml", cwd=root / "catalog")
    assert "cuda.yaml:6:19" in done.stdout
    assert "loader.yaml" not in done.stdout


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ([], ["MC201", "MC501", "MC602"]),
        (["--select", "MC2"], ["MC201"]),
        (["--select", "mc201", "--select", "MC602"], ["MC201", "MC602"]),
        (["--ignore", "MC5"], ["MC201", "MC602"]),
        (["--select", "MC2", "--select", "MC5", "--ignore", "MC501"], ["MC201"]),
        (["--ignore", "MC"], []),
    ],
)
def test_rules_can_be_selected_and_ignored_by_the_beginnings_of_their_codes(options, codes, project):
    mistakes = (
        CUDA.replace("module: loader", "module: loadr")
        .replace("eva", "evaa")
        .replace("'OFF',", "'OFF', since: v9,")
    )
    done = run("check", "--output-format", "json", *options, cwd=project({"modules/cuda.yaml": mistakes}))
    assert sorted(finding["code"] for finding in json.loads(done.stdout)["findings"]) == codes
    assert done.returncode == bool(codes)


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_no_rule_has_is_wrong_use(option, project):
    done = run("check", option, "MC9999", cwd=project())
    assert done.returncode == 2
    assert "no rule has the code MC9999" in done.stderr


BAD = {
    "broken.yaml": (b"name: [\n", "MC001"),
    "latin.yaml": b"name: gr\xf6\xdfe\n",
    "empty.yaml": b"",
    "huge.yaml": b"x" * 10_000_000,
    "bomb.yaml": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "deep.yaml": b"[" * 50_000,
    "zero.yaml": b"name: \x00\n",
    "utf16.yaml": "name: x\n".encode("utf-16"),
    "list.yaml": b"- a\n",
    "colons.yaml": b": : :\n",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_finding_and_the_others_are_still_checked(name, project):
    content = BAD[name] if isinstance(BAD[name], bytes) else BAD[name][0]
    root = project({f"modules/{name}": content, "modules/cuda.yaml": CUDA.replace("eva", "evaa")})
    done = run("check", "--output-format", "concise", cwd=root)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert [line.split(":")[0] for line in lines[:-1]] == sorted(
        [f"catalog/modules/{name}", "catalog/modules/cuda.yaml"]
    )
    assert lines[-1] == "Found 2 errors in 3 modules and 1 showcase entry."


def test_what_is_not_a_file_is_one_finding(project):
    root = project()
    modules = root / "catalog/modules"
    (modules / "folder.yaml").mkdir()
    (modules / "leak.yaml").symlink_to("/etc/passwd")
    (modules / "loop.yaml").symlink_to("loop.yaml")
    (modules / "gone.yaml").symlink_to("nowhere.yaml")
    os.mkfifo(modules / "pipe.yaml")
    done = run("check", "--output-format", "concise", cwd=root)
    names = ("folder", "gone", "leak", "loop", "pipe")
    assert [line.split(": ")[:2] for line in done.stdout.splitlines()[:-1]] == [
        [f"catalog/modules/{name}.yaml:1:1", "error[MC007]"] for name in names
    ]


def test_the_lock_of_an_editor_is_no_entry(project):
    root = project()
    (root / "catalog/modules/.#cuda.yaml").symlink_to("ana@quokka.example.4321:1780000000")
    assert run("check", cwd=root).returncode == 0


def test_names_of_files_cannot_break_a_line(project):
    root = project()
    (root / "catalog/modules/a\n::error::b.yaml").write_text(LOADER)
    (root / "catalog/modules" / os.fsdecode(b"b\xff.yaml")).write_text(LOADER)
    for name in ("full", "concise", "json", "github"):
        done = run("check", "--output-format", name, cwd=root)
        assert done.returncode == 1
        assert not [line for line in done.stdout.splitlines() if line.startswith("::error::")]


@pytest.mark.parametrize(
    "content", [b"", b"name: [\n", b"\xff", b"name: Quokka\n", b"- a\n", b"kinds: {}\nname: X\n"]
)
def test_a_broken_catalog_file_ends_with_1_and_its_place(content, project):
    done = run("check", "--output-format", "concise", cwd=project({"catalog.yaml": content}))
    assert done.returncode == 1
    assert done.stdout.startswith("catalog/catalog.yaml:")


def test_explain_says_what_a_rule_asks_and_why(project):
    done = run("explain", "mc201", cwd=project())
    assert done.returncode == 0
    assert done.stdout.startswith("MC201 (error): an id names a module of the catalog\n\n")


def test_explain_of_an_unknown_code_ends_with_2(project):
    assert run("explain", "MC999", cwd=project()).returncode == 2


def test_every_command_says_what_it_does():
    context = click.Context(main)
    assert all(main.get_command(context, name).help for name in main.list_commands(context))
    for file in pkgutil.iter_modules(cli.__path__):
        importlib.import_module(f"{cli.__name__}.{file.name}")
    assert sorted(main.commands) == main.list_commands(context)


def test_a_bug_of_the_program_ends_with_3_and_says_where_to_look(monkeypatch, tmp_path):
    @main.command("break")
    def broken():
        raise ZeroDivisionError("by itself")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    try:
        done = CliRunner().invoke(main, ["break"])
    finally:
        del main.commands["break"]
    assert done.exit_code == 3
    (log,) = tmp_path.iterdir()
    assert (
        done.stderr
        == f"module-catalog: this is a bug in the program, not in your catalog; the details are in {log}\n"
    )
    assert "ZeroDivisionError: by itself" in log.read_text()


def test_a_reader_that_leaves_early_is_no_bug(project):
    root = project({f"modules/m{n}.yaml": "name: [\n" for n in range(2000)})
    with subprocess.Popen(
        [sys.executable, "-m", "module_catalog", "check"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.readline()
        command.stdout.close()
        said = command.stderr.read()
    assert said == b""
    assert command.returncode == 1


@pytest.mark.parametrize("out", ["catalog", "catalog/pages"])
def test_pages_are_not_written_among_the_entries(out, project):
    root = project()
    before = sorted(root.rglob("*"))
    done = run("build", "--out", out, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"module-catalog: {out} is inside the catalog: name a folder outside of it with --out\n"
    )
    assert sorted(root.rglob("*")) == before
