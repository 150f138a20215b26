"""promote, deprecate and remove: a module's whole life by command, and refusals that can be followed word by word."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone

import pytest

import programs
import test_new
import test_remedies
from conftest import CATALOG, CUDA, LOADER
from repositories import git, repository

METAL = "catalog/modules/metal.yaml"
PEOPLE = ["ana", "ben", "cleo", "dan"]


def on(day, *command, cwd, ends=0):
    """Run a command on a day, and return what it printed."""
    epoch = int(datetime.fromisoformat(day).replace(tzinfo=timezone.utc).timestamp())
    done = programs.run("module-catalog", *command, cwd=cwd, env={"SOURCE_DATE_EPOCH": str(epoch)})
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == ends, done.stdout + done.stderr
    return done.stdout


def followed(root, path, told):
    """Do what a refusal says, word by word, with an answer for each blank."""
    file = root / path
    text = test_remedies.pasted(file.read_text(), told.partition("To add to")[2])
    file.write_text(test_remedies.filled(text, ["loader"], PEOPLE))


def kept(root, day):
    """Format and commit the catalog, which is clean, as a whole and as a change."""
    on(day, "fmt", cwd=root)
    assert on(day, "check", "--strict", "--base", "HEAD", cwd=root).endswith(": no findings.\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", day, day=day)


@pytest.fixture
def project_in_git(project, tmp_path):
    root = repository(project())
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Begin")
    return root


def test_a_module_goes_from_proposal_to_removal_by_commands_alone(project_in_git, golden):
    root = project_in_git
    entry = root / METAL

    on("2026-03-02", "new", "metal", "--kind", "backend", cwd=root)
    people = iter(["ana", "ben", "cleo", "dan", "ana", "ana", "ben", "cleo", "dan"])
    text = re.sub(r"person:", lambda _: f"person: {next(people)}", test_new.completed(entry.read_text()))
    entry.write_text(test_new.filled(text))
    kept(root, "2026-03-02")

    told = on("2026-06-01", "promote", "metal", cwd=root, ends=1)
    followed(root, METAL, told)
    on("2026-06-01", "promote", "metal", "--to", "S1", cwd=root)
    kept(root, "2026-06-01")

    told = on("2026-09-01", "deprecate", "metal", cwd=root, ends=1)
    followed(root, METAL, told)
    on("2026-09-01", "deprecate", "metal", cwd=root)
    kept(root, "2026-09-01")

    on("2026-12-01", "remove", "metal", "--release", "v3.0", "--date", "2026-11-30", cwd=root)
    on("2026-12-01", "fmt", "--check", cwd=root)
    kept(root, "2026-12-01")
    golden("removed.yaml", re.sub(r"(?m)^#.*\n", "", entry.read_text()))
    assert on("2026-12-01", "promote", "metal", cwd=root, ends=2) == ""


def test_a_refusal_changes_no_byte_and_says_what_to_do_first(project):
    root = project()
    file = root / "catalog/modules/cuda.yaml"
    done = programs.run("module-catalog", "promote", "cuda", cwd=root)
    assert done.returncode == 1
    assert done.stdout.startswith("CUDA is at S0 Scoped. Requirements for S1 Integrated: ")
    assert done.stderr == "Nothing was changed: do this first, and run the command again.\n"
    assert file.read_text() == CUDA


def test_what_a_refused_command_was_told_is_in_the_lines_to_paste(project):
    root = project()
    told = on("2026-06-01", "deprecate", "cuda", "--reason", "It is old.", cwd=root, ends=1)
    lines = [
        "    deprecation:",
        "      since: '2026-06-01'",
        "      reason: 'It is old.'",
        "      replacement: …",
        "      removal: …",
        "",
        "Or tell the command: --replacement ID (none if there is none), --removal RELEASE|DAY",
        "",
    ]
    assert told.endswith("\n".join(lines))
    followed(root, "catalog/modules/cuda.yaml", told)
    on("2026-06-01", "deprecate", "cuda", cwd=root)


def test_a_dry_run_prints_a_patch_and_changes_no_byte(project):
    root = project()
    command = ["deprecate", "cuda", "--reason", "It is old.", "--replacement", "none", "--removal", "v3.0"]
    told = on("2026-06-01", *command, "--url", "https://quokka.example/1", "--dry-run", cwd=root)
    assert (root / "catalog/modules/cuda.yaml").read_text() == CUDA
    (root / "patch").write_text(told)
    git(root, "init", "-q")
    git(root, "apply", "patch")
    after = (root / "catalog/modules/cuda.yaml").read_text()
    assert "stage: deprecated\n" in after
    assert (
        "  - {date: 2026-06-01, event: deprecated, stage: deprecated, url: https://quokka.example/1}\n"
        in after
    )
    assert after.endswith(
        "deprecation:\n  since: 2026-06-01\n  reason: It is old.\n  replacement: none\n  removal: v3.0\n  url: https://quokka.example/1\n"
    )


def test_a_plan_that_led_to_the_stage_is_done_and_one_that_cannot_be_reached_any_more_is_dropped(project):
    plans = "roadmap:\n  - {title: Use it, toward: S1, status: planned} # soon\n  - {title: More, toward: S2, status: in-progress}\n"
    ready = CUDA.replace("roadmap:\n  - {title: Graphs, status: planned, target: v3.0}\n", plans)
    ready += "rfcs: [{title: Use CUDA, for: S1, status: accepted, url: 'https://quokka.example/1'}]\ntests: {ci: [gpu]}\nlinks: {docs: 'https://quokka.example/d'}\n"
    root = project({"modules/cuda.yaml": ready})
    file = root / "catalog/modules/cuda.yaml"
    on("2026-06-01", "promote", "cuda", cwd=root)
    assert "toward: S1, status: done} # soon\n" in file.read_text()
    assert "toward: S2, status: in-progress}\n" in file.read_text()
    assert "{date: 2026-06-01, event: entered, stage: S1, rfc: Use CUDA}" in file.read_text()
    on("2026-06-01", "deprecate", "cuda", "--reason", "x", "--replacement", "loader", "--removal", "v3.0", cwd=root)  # fmt: skip
    assert "toward: S2, status: dropped}\n" in file.read_text()


def test_a_module_that_others_need_is_not_removed(project):
    leaving = LOADER.replace("stage: S1\nname", "stage: deprecated\nname").replace(
        "roadmap: []",
        "deprecation: {since: v2.0, reason: Old., replacement: none, removal: v3.0}\nroadmap: []",
    )
    leaving = leaving.replace("stage: S1\n", "stage: deprecated\n")
    leaving += "  - {date: 2026-02-01, event: deprecated, stage: deprecated}\n"
    root = project({"modules/loader.yaml": leaving})
    told = on("2026-06-01", "remove", "loader", "--release", "v3.0", cwd=root, ends=1)
    assert (
        "nothing at S0 needs it, and `cuda` depends-on it: remove the relation, or move one of the two"
        in told
    )
    cuda = root / "catalog/modules/cuda.yaml"
    cuda.write_text(
        CUDA.replace(
            "  - {type: depends-on, module: loader, why: It is loaded by it}\n", "  []\nstands_alone: Now.\n"
        )
    )
    on("2026-06-01", "remove", "loader", "--release", "v3.0", cwd=root)
    assert (
        "former_namespaces:\n  - {path: src/loader, until: v3.0}\n"
        in (root / "catalog/modules/loader.yaml").read_text()
    )


def test_a_toggle_that_another_module_has_goes_on(project):
    leaving = CUDA.replace("stage: S0\n", "stage: deprecated\n").replace(
        "}]\nrelations", "}, {name: USE_GPU, mechanism: cmake, default: 'OFF'}]\nrelations"
    )
    leaving += "  - {date: 2026-02-01, event: deprecated, stage: deprecated}\ndeprecation: {since: v2.0, reason: Old., replacement: none, removal: v3.0}\n"
    heir = CUDA.replace("name: CUDA", "name: Heir").replace("src/cuda", "src/heir")
    root = project({"modules/cuda.yaml": leaving, "modules/heir.yaml": heir})
    on("2026-06-01", "check", cwd=root, ends=1)
    on("2026-06-01", "remove", "cuda", "--release", "v3.0", cwd=root)
    text = (root / "catalog/modules/cuda.yaml").read_text()
    assert "enable: set(USE_CUDA ON)}" in text
    assert "{name: USE_GPU, mechanism: cmake, default: 'OFF', until: v3.0}" in text
    assert on("2026-06-01", "check", cwd=root).endswith("no findings.\n")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["promote", "cuda", "--to", "S2"], "module-catalog: no transition leads from S0, where cuda is, to S2; allowed: S1, deprecated"),
        (["promote", "cuda", "--to", "S3"], "Error: Invalid value: the lifecycle has no stage S3; there are S0, S1, S2, deprecated, removed"),
        (["promote", "cuda", "--to", "removed"], "Error: Invalid value: `module-catalog remove cuda` leads to removed"),
        (["promote", "cudda"], "Error: Invalid value: no module has the id cudda; did you mean cuda?"),
        (["remove", "cuda"], "module-catalog: no transition leads from S0, where cuda is, to removed; allowed: S1, deprecated"),
    ],
)  # fmt: skip
def test_a_way_that_there_is_not_is_told_with_those_that_there_are(command, said, project):
    done = programs.run("module-catalog", *command, cwd=project())
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, said)


def test_a_removal_without_a_release_asks_for_it_where_there_are_releases(project):
    leaving = CUDA.replace("stage: S0\n", "stage: deprecated\n")
    leaving += "  - {date: 2026-02-01, event: deprecated, stage: deprecated}\ndeprecation: {since: v2.0, reason: Old., replacement: none, removal: v3.0}\n"
    root = project({"modules/cuda.yaml": leaving})
    done = programs.run("module-catalog", "remove", "cuda", cwd=root)
    assert (
        done.stderr
        == "module-catalog: say with --release which is the first release without cuda: v3.0 was announced\n"
    )
    without = CATALOG[: CATALOG.index("releases:")]
    root = project({"catalog.yaml": without, "modules/cuda.yaml": leaving})
    on("2026-06-01", "remove", "cuda", cwd=root)
    text = (root / "catalog/modules/cuda.yaml").read_text()
    assert "former_namespaces:\n  - {path: src/cuda, until: 2026-06-01}\n" in text


def test_what_would_be_wrong_is_refused_with_its_finding(project):
    root = project()
    told = on("2026-06-01", "deprecate", "cuda", "--reason", "x", "--replacement", "lodaer", "--removal", "v3.0", cwd=root, ends=1)  # fmt: skip
    assert "error[MC201]: no module has the id `lodaer`" in told
    assert (root / "catalog/modules/cuda.yaml").read_text() == CUDA


def test_the_return_of_a_removed_module_is_told_and_that_no_transition_leads_back(project):
    gone = CUDA.replace("stage: S0\n", "stage: removed\n").replace(
        "namespaces: [src/cuda]", "former_namespaces: [{path: src/cuda, until: v2.0}]"
    )
    gone = (
        gone.replace("set(USE_CUDA ON)}", "set(USE_CUDA ON), until: v2.0}")
        + "  - {date: 2026-02-01, event: removed, stage: removed, basis: reading}\n"
    )
    root = project({"modules/cuda.yaml": gone})
    told = on("2026-06-01", "ready", "cuda", cwd=root, ends=1)
    assert told.startswith("CUDA is at Removed. Requirements to come back to S0 Scoped: ")
    assert "The lifecycle has no transition for that: it would need `{from: removed, to: S0}`.\n" in told


def test_ready_answers_programs(project):
    told = json.loads(on("2026-06-01", "ready", "cuda", "--output-format", "json", cwd=project(), ends=1))
    assert (told["id"], told["at"], told["stage"], told["met"], len(told["gates"])) == (
        "cuda",
        "S0",
        "S1",
        2,
        4,
    )
