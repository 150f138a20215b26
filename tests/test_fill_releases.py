"""`audit --releases --suggest` and `--write`: what tags show and entries leave out is put where it belongs, and nothing else."""

from __future__ import annotations

import subprocess

import pytest
from click.testing import CliRunner

from conftest import CATALOG, CUDA
from module_catalog.cli import main
from repositories import commit, git, repository

OFF, ON = (f'option(USE_CUDA "" {value})\nif(USE_CUDA)\nendif()\n' for value in ("OFF", "ON"))
ENTRY = CUDA.replace(
    "namespaces: [src/cuda]\n",
    "namespaces: [src/cuda]\nformer_namespaces:\n  # Two of them.\n  - {path: src/gpu, until: v2.0}  # once\n"
    "  - path: src/nvidia\n    until: v3.0\n",
)


@pytest.fixture
def source(tmp_path):
    """Make a repository in which two releases have tags."""
    folder = repository(tmp_path / "source")
    old = {"src/gpu/a.cc": "", "src/loader/a.cc": "", "CMakeLists.txt": OFF}
    commit(folder, old, day="2024-01-01")
    git(folder, "tag", "v1.0")
    commit(folder, {"src/gpu/a.cc": None, "src/nvidia/a.cc": "", "CMakeLists.txt": ON}, day="2025-01-01")
    git(folder, "tag", "v2.0")
    commit(folder, {"src/nvidia/a.cc": None, "src/cuda/a.cc": ""}, day="2025-06-01")
    return folder


def run(root, source, *options):
    given = ["-C", str(root), "audit", "--source", str(source), "--releases", *options]
    return CliRunner().invoke(main, given, catch_exceptions=False)


def written(root):
    return (root / "catalog/modules/cuda.yaml").read_text(encoding="utf-8")


FILLED = (
    ENTRY.replace("{path: src/gpu, until: v2.0}", "{path: src/gpu, from: v1.0, until: v2.0}")
    .replace("path: src/nvidia\n", "path: src/nvidia\n    from: v2.0\n")
    .replace(
        "default: 'OFF', enable: set(USE_CUDA ON)",
        "default: 'OFF', enable: set(USE_CUDA ON), since: v1.0,"
        " history: [{release: v1.0, default: 'OFF'}, {release: v2.0, default: 'ON'}]",
    )
)


def test_what_entries_leave_out_is_filled_in_and_comments_and_layout_stay(project, source):
    root = project({"modules/cuda.yaml": ENTRY})
    done = run(root, source, "--write")
    assert written(root) == FILLED
    # It was audited again: the default that the entry gives is not that of the tree, and no release is contradicted.
    assert "Wrote catalog/evidence.json" in done.stdout
    assert [line for line in done.stdout.splitlines() if "[MC9" in line and "MC906" not in line] == []
    before = written(root)
    assert run(root, source).stdout.strip() == ""
    assert run(root, source, "--suggest").stdout == ""
    assert written(root) == before


def test_the_patch_leads_to_the_same_and_nothing_is_written(project, source):
    root = project({"modules/cuda.yaml": ENTRY})
    done = run(root, source, "--suggest")
    assert written(root) == ENTRY
    assert not (root / "catalog/evidence.json").exists()
    subprocess.run(["git", "apply", "-"], cwd=root, input=done.stdout, text=True, check=True, timeout=60)
    assert written(root) == FILLED


def test_nothing_is_said_to_have_come_with_the_oldest_release_where_a_tag_is_older(project, source):
    git(source, "tag", "v0.9", "v1.0")
    root = project({"modules/cuda.yaml": ENTRY})
    run(root, source, "--write")
    # Nor is there a history that would begin with it.
    assert written(root) == ENTRY.replace("path: src/nvidia\n", "path: src/nvidia\n    from: v2.0\n")
    assert "USE_CUDA: history: v1.0: OFF; v2.0: ON" in run(root, source).stdout


def test_nothing_is_said_to_have_come_with_a_release_where_the_one_before_has_no_tag(project, source):
    git(source, "tag", "-d", "v1.0")
    root = project({"modules/cuda.yaml": ENTRY})
    assert run(root, source, "--suggest").stdout == ""


def test_a_toggle_that_came_back_has_no_history_that_is_certain(project, source):
    commit(source, {"CMakeLists.txt": ""}, day="2025-07-01")
    git(source, "tag", "v2.1")
    commit(source, {"CMakeLists.txt": OFF}, day="2025-08-01")
    git(source, "tag", "v2.2")
    more = "  - {name: v2.1, date: 2025-07-02}\n  - {name: v2.2, date: 2025-08-02}\n"
    root = project(
        {"modules/cuda.yaml": CUDA, "catalog.yaml": CATALOG.replace("upcoming", f"{more}upcoming")}
    )
    assert "since: v1.0}]" in run(root, source, "--suggest").stdout
    assert "USE_CUDA: history: v1.0: OFF; v2.0: ON; v2.2: OFF" in run(root, source).stdout


@pytest.mark.parametrize("name", ["Alpha", "Young"])
def test_a_stage_is_that_of_the_lifecycle_which_is_called_as_in_the_source_or_a_person_says_it(
    project, source, name
):
    gates = "name: Gates\nstages: [{id: S0, name: NAME, means: Off.}, {id: S1, name: Beta, means: On.}]\n".replace(
        "NAME", name
    )
    gates += "transitions: [{from: null, to: S0}, {from: null, to: S1}, {from: S0, to: S1}]\n"
    registered = (
        'package cuda\n\nimport "go.opentelemetry.io/collector/featuregate"\n\n'
        'var gate = featuregate.GlobalRegistry().MustRegister("cuda.turbo", featuregate.StageSTAGE)\n'
    )
    for stage, tag in (("Alpha", "v1.0"), ("Beta", "v2.0")):
        commit(source, {"gate.go": registered.replace("STAGE", stage)})
        git(source, "tag", "-f", tag)
    toggle = "name: cuda.turbo, mechanism: feature-gate, default: 'on', enable: --feature-gates=cuda.turbo"
    cuda = CUDA.replace(
        "name: USE_CUDA, mechanism: cmake, default: 'OFF', enable: set(USE_CUDA ON)", f"{toggle}, since: v1.0"
    )
    root = project(
        {
            "modules/cuda.yaml": cuda,
            "gates.yaml": gates,
            "catalog.yaml": CATALOG + "lifecycle: gates.yaml\n",
        }
    )
    told = run(root, source, "--suggest").stdout
    rows = "history: [{release: v1.0, stage: S0, default: 'off'}, {release: v2.0, stage: S1, default: 'on'}]"
    assert (rows in told) is (name == "Alpha")
    assert "cuda.turbo: history: v1.0: Alpha, off; v2.0: Beta, on" in run(root, source).stdout


def test_only_the_module_that_is_asked_for_is_filled_in(project, source):
    root = project({"modules/cuda.yaml": ENTRY})
    assert run(root, source, "--suggest", "--select", "loader").stdout == ""
