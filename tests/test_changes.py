"""check --base: the catalog of a git revision against the working tree."""

from __future__ import annotations

import subprocess

import pytest

from conftest import CUDA, LOADER, WORK
from module_catalog.catalog import revisions
from module_catalog.checks import pipeline
from module_catalog.diagnostics import CatalogError
from test_cli import run
from test_showcase_page import PNG

S0 = CUDA.replace(
    "2025-03-01, event: entered, stage: S0, basis: reading", "2025-03-01, event: entered, stage: S0"
)


def git(root, *arguments):
    command = [
        "git",
        "-c",
        "user.name=Ana",
        "-c",
        "user.email=ana@quokka.example",
        "-c",
        "init.defaultBranch=main",
        *arguments,
    ]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(project):
    """Commit a small project; takes what `project` takes."""

    def commit(files=None):
        root = project(files)
        git(root, "init")
        git(root, "add", "-A")
        git(root, "commit", "-m", "Catalog")
        return root

    return commit


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("stage: S1\n", "stage: S0\n", "MC452"),
        ("owners: [{person: ana}]", "owners: [{person: ben}]", "MC454"),
        ("2024-01-01, event: introduced", "2024-01-02, event: introduced", "MC456"),
    ],
)
def test_a_silent_change_is_found(repository, old, new, finding):
    root = repository()
    text = LOADER.replace(old, new)
    if finding == "MC452":
        text = text.replace("stage: S1,", "stage: S0,").replace(
            "event: entered, stage: S0, release: v2.0", "event: entered, stage: S0, basis: reading"
        )
    (root / "catalog/modules/loader.yaml").write_text(text)
    done = run(
        "check", "--today", "2026-06-01", "--base", "HEAD", "--strict", "--output-format", "concise", cwd=root
    )
    assert f"[{finding}]" in done.stdout
    assert done.returncode == 1


def test_the_same_catalog_has_no_findings(repository):
    assert run("check", "--base", "HEAD", "--today", "2026-06-01", cwd=repository()).returncode == 0


def test_a_deleted_entry_is_found_at_the_file_it_had(repository):
    root = repository({"showcase/fast.yaml": None})
    (root / "catalog/modules/cuda.yaml").unlink()
    done = run("check", "--base", "HEAD", "--output-format", "concise", cwd=root)
    assert done.stdout.startswith(
        "catalog/modules/cuda.yaml:1:1: error[MC451]: the entry of `cuda` was deleted"
    )


def test_an_entry_may_move_to_another_folder(repository):
    root = repository()
    (root / "catalog/modules/gpu").mkdir()
    (root / "catalog/modules/cuda.yaml").rename(root / "catalog/modules/gpu/cuda.yaml")
    assert run("check", "--base", "HEAD", cwd=root).returncode == 0


def test_a_module_may_go_two_steps_in_one_change_when_its_history_has_both(repository):
    root = repository({"modules/cuda.yaml": S0, "showcase/fast.yaml": None})
    gone = S0.replace(
        "stage: S0\nnamespaces: [src/cuda]\n", "stage: removed\nformer_namespaces: [{path: src/cuda}]\n"
    ).replace("default: 'OFF'", "default: 'OFF', until: v2.0")
    gone += "  - {date: 2026-01-02, event: deprecated, stage: deprecated}\n  - {date: 2026-05-02, event: removed, stage: removed}\n"
    (root / "catalog/modules/cuda.yaml").write_text(gone)
    assert (
        run("check", "--base", "HEAD", "--today", "2026-06-01", cwd=root).stdout
        == "Checked 2 modules and 0 showcase entries: no findings.\n"
    )


def test_a_base_without_a_catalog_has_nothing_to_compare(project, tmp_path):
    git(tmp_path, "init")
    git(tmp_path, "commit", "--allow-empty", "-m", "Nothing yet")
    assert run("check", "--base", "HEAD", cwd=project()).returncode == 0


@pytest.fixture
def parted(repository):
    """Return a repository whose branch `topic` left `main` before the owner of a module changed there."""
    root = repository()
    git(root, "checkout", "-b", "topic")
    (root / "catalog/modules/loader.yaml").write_text(LOADER.replace("Loads plugins", "Finds plugins"))
    git(root, "commit", "-am", "Other words")
    git(root, "checkout", "main")
    changed = LOADER.replace("owners: [{person: ana}]", "owners: [{person: ben}]")
    (root / "catalog/modules/loader.yaml").write_text(changed)
    (root / "catalog/modules/cuda.yaml").write_text(CUDA.replace("Compiles", "Runs"))
    git(root, "commit", "-am", "Another owner")
    git(root, "checkout", "topic")
    return root


def clone(root, where, *options):
    git(where, "clone", *options, f"file://{root}", "clone")
    return where / "clone"


def test_a_branch_is_compared_with_where_it_left_the_other(parted):
    assert run("check", "--base", "main", "--strict", cwd=parted).returncode == 0
    changed = LOADER.replace("owners: [{person: ana}]", "owners: [{person: cleo}]")
    (parted / "catalog/modules/loader.yaml").write_text(changed)
    assert "[MC454]" in run("check", "--base", "main", "--output-format", "concise", cwd=parted).stdout


def test_the_merge_of_a_pull_request_is_compared_with_its_target_though_nothing_before_it_is_there(
    repository, tmp_path_factory
):
    root = repository()
    git(root, "checkout", "-b", "topic")
    (root / "catalog/modules/loader.yaml").write_text(
        LOADER.replace("owners: [{person: ana}]", "owners: [{person: ben}]")
    )
    git(root, "commit", "-am", "Another owner")
    git(root, "checkout", "-b", "merge", "main")
    git(root, "merge", "--no-ff", "topic")
    shallow = clone(root, tmp_path_factory.mktemp("runner"), "--depth=1", "--branch=merge")
    git(shallow, "fetch", "--depth=1", "origin", "main:refs/remotes/origin/main")
    assert (
        "[MC454]" in run("check", "--base", "origin/main", "--output-format", "concise", cwd=shallow).stdout
    )


def test_what_a_clone_lacks_is_one_line_with_the_command_that_brings_it(parted, tmp_path_factory):
    shallow = clone(parted, tmp_path_factory.mktemp("runner"), "--depth=1", "--branch=topic")
    fetch = "git fetch --unshallow origin main:refs/remotes/origin/main"
    done = run("check", "--base", "origin/main", cwd=shallow)
    assert (done.returncode, done.stderr) == (
        2,
        "module-catalog: the revision `origin/main` is not in this clone: fetch it first, for example with"
        f" `{fetch}`\n",
    )
    git(shallow, *fetch.split()[1:])
    assert run("check", "--base", "origin/main", "--strict", cwd=shallow).returncode == 0


def test_a_history_that_ends_too_early_is_one_line_with_the_command_that_brings_the_rest(
    parted, tmp_path_factory
):
    shallow = clone(parted, tmp_path_factory.mktemp("runner"), "--depth=1", "--branch=topic")
    git(shallow, "fetch", "--depth=1", "origin", "main:refs/remotes/origin/main")
    done = run("check", "--base", "origin/main", cwd=shallow)
    assert (done.returncode, done.stderr) == (
        2,
        "module-catalog: this clone does not reach back to where HEAD left `origin/main`: fetch the rest of its"
        " history with `git fetch --unshallow`\n",
    )
    git(shallow, "fetch", "--unshallow", "origin", "main:refs/remotes/origin/main", "topic")
    assert run("check", "--base", "origin/main", "--strict", cwd=shallow).returncode == 0


@pytest.mark.parametrize(
    ("revision", "says"),
    [
        ("release", "`git fetch origin release:refs/remotes/origin/release`, and name it `origin/release`"),
        ("0123abc", "`git fetch origin 0123abc`"),
    ],
)
def test_a_revision_that_is_not_there_is_fetched_by_its_kind(revision, says, repository):
    done = run("check", "--base", revision, cwd=repository())
    assert done.stderr.endswith(f"fetch it first, for example with {says}\n")


def test_histories_that_never_met_are_not_compared(repository):
    root = repository()
    git(root, "checkout", "--orphan", "other")
    git(root, "commit", "-m", "Anew")
    done = run("check", "--base", "main", cwd=root)
    assert (done.returncode, done.stderr) == (
        2,
        "module-catalog: HEAD and `main` have no commit in common, so there is no change to check\n",
    )


def test_a_repository_without_a_commit_has_nothing_to_compare_with(project):
    root = project()
    git(root, "init")
    done = run("check", "--base", "main", cwd=root)
    assert (done.returncode, done.stderr.endswith(" has no commit yet to compare with\n")) == (2, True)


def test_outside_a_repository_is_one_line(project):
    done = run("check", "--base", "main", cwd=project())
    assert done.returncode == 2
    assert done.stderr.endswith("is in no git repository, and --base needs one\n")


def test_a_revision_cannot_be_an_option_of_git(repository):
    with pytest.raises(CatalogError, match="is not in this clone"):
        revisions.parted(repository(), "--output=x")


def test_a_catalog_in_a_folder_of_the_repository_is_compared_with_itself(repository, tmp_path):
    root = repository()
    inner = root / "docs/site"
    inner.mkdir(parents=True)
    (root / "catalog").rename(inner / "catalog")
    git(root, "add", "-A")
    git(root, "commit", "-m", "Move")
    (inner / "catalog/modules/loader.yaml").write_text(
        LOADER.replace("owners: [{person: ana}]", "owners: [{person: ben}]")
    )
    assert "[MC454]" in run("check", "--base", "HEAD", "--output-format", "concise", cwd=inner).stdout


def test_names_that_are_not_text_and_links_do_no_harm(repository):
    root = repository()
    modules = root / "catalog/modules"
    (modules / "línk\n.yaml").write_text(LOADER)
    (modules / "leak.yaml").symlink_to("/etc/passwd")
    git(root, "add", "-A")
    git(root, "commit", "-m", "Odd names")
    source = revisions.parted(root, "HEAD").texts()
    assert source.read("catalog/modules/leak.yaml").document is None
    assert pipeline.check_source(source, today=pipeline.date(2026, 6, 1)).catalog is not None


@pytest.mark.parametrize(
    ("before", "after", "is_found"),
    [
        ("date: 2024", "date: 2024-01", False),
        ("date: 2024-01", "date: 2024-01-09", False),
        ("date: unknown", "date: 2024-01-09", False),
        ("date: 2024-01-09", "date: 2024", True),
        ("date: 2024", "date: 2023-05", True),
    ],
)
def test_a_date_may_be_written_more_exactly_and_not_less(repository, before, after, is_found):
    root = repository({"modules/loader.yaml": LOADER.replace("date: 2024-01-01", before)})
    (root / "catalog/modules/loader.yaml").write_text(LOADER.replace("date: 2024-01-01", after))
    done = run("check", "--today", "2026-06-01", "--base", "HEAD", "--output-format", "concise", cwd=root)
    assert ("[MC456]" in done.stdout) == is_found


OLD_DEBT = CUDA.replace("person: eva", "person: evaa")


def test_only_what_a_change_adds_is_reported_wherever_the_old_findings_stand_now(repository):
    root = repository({"modules/cuda.yaml": OLD_DEBT})
    checked = ("check", "--base", "HEAD", "--new", "--output-format", "concise")
    (root / "catalog/modules/cuda.yaml").write_text(f"# A line above.\n{OLD_DEBT}")
    assert run(*checked, cwd=root).returncode == 0
    (root / "catalog/modules/cuda.yaml").write_text(OLD_DEBT.replace("kind: backend", "kind: backends"))
    done = run(*checked, cwd=root)
    assert done.returncode == 1
    assert [line.split("]")[0].split("[")[1] for line in done.stdout.splitlines() if "[MC" in line] == [
        "MC104"
    ]


def test_a_second_finding_like_an_old_one_is_new(repository):
    root = repository({"modules/cuda.yaml": OLD_DEBT})
    twice = OLD_DEBT.replace("roadmap:", "endorsements: [{person: evaa}]\nroadmap:")
    (root / "catalog/modules/cuda.yaml").write_text(twice)
    done = run("check", "--base", "HEAD", "--new", "--output-format", "concise", cwd=root)
    assert done.stdout.count("[MC501]") == 1


def test_a_picture_that_a_change_takes_away_is_found_though_the_base_is_read_from_git(repository):
    picture = {"showcase/fast.yaml": f"{WORK}picture: fast.png\n", "showcase/fast.png": PNG}
    root = repository(picture)
    checked = ("check", "--base", "HEAD", "--new", "--output-format", "concise")
    assert run(*checked, cwd=root).stdout.startswith("Checked")
    (root / "catalog/showcase/fast.png").unlink()
    assert "fast.yaml" in run(*checked, cwd=root).stdout


def test_what_is_new_needs_something_to_be_newer_than(repository):
    assert "--new needs --base" in run("check", "--new", cwd=repository()).stderr
