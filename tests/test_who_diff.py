"""`who --diff`: a change to the source in, whom it concerns out. With real repositories."""

from __future__ import annotations

import json

import pytest

from conftest import CATALOG, CUDA, LOADER, write
from module_catalog.catalog.queries.touched import code_change
from repositories import commit, git, repository
from test_answers import GRAPHS, MICRO
from test_cli import run

FILES = {
    "catalog.yaml": CATALOG + "site: https://quokka.example/docs/\n",
    "modules/cuda.yaml": CUDA + "tests: {paths: [tests/gpu], ci: [ci/gpu.yaml]}\n",
    "modules/graphs.yaml": GRAPHS,
    "modules/micro.yaml": MICRO,
}
TREE = {
    "src/cuda/run.cc": "",
    "src/cuda/graphs/run.cc": "",
    "src/loader/a.cc": "",
    "src/old.cc": "",
    "tests/gpu/test_run.py": "",
}
CHANGE = {
    "src/cuda/run.cc": "int run;\n",
    "src/cuda/graphs/run.cc": "int again;\n",
    "src/old.cc": None,
    "src/new.cc": "int fresh;\n",
    "tests/gpu/test_run.py": "assert True\n",
    "catalog/modules/loader.yaml": LOADER + "# A comment.\n",
}


@pytest.fixture
def changed(tmp_path):
    """Return a repository with source and catalog, in which a branch has changed both since it left main."""
    root = repository(tmp_path)
    write(root, FILES)
    base = commit(root, TREE)
    git(root, "checkout", "-q", "-b", "topic")
    head = commit(root, CHANGE)
    git(root, "checkout", "-q", "main")
    commit(root, {"src/loader/a.cc": "int elsewhere;\n"})
    git(root, "checkout", "-q", "topic")
    return root, base[:10], head[:10]


def told(root, *more, base="main", ends=0):
    done = run("who", "--diff", base, *more, cwd=root)
    assert done.returncode == ends, done.stderr
    return done.stdout


def test_a_change_is_told_by_module_with_whom_to_ask_and_what_its_stage_asks(changed):
    root, base, head = changed
    assert told(root).splitlines() == [
        f"6 files changed from main ({base}) to HEAD ({head}), of 2 modules.",
        "",
        "CUDA (cuda), S0 Scoped: 2 files",
        "  eva (Eva Engel, committer)",
        "  tests: tests/gpu, ci/gpu.yaml",
        "  toggles: USE_CUDA (OFF by default)",
        "  src/cuda/run.cc",
        "  tests/gpu/test_run.py",
        "",
        "Graphs (graphs), S0 Scoped: 1 file",
        "  eva (Eva Engel, committer)",
        "  tests: no record",
        "  toggles: USE_CUDA (OFF by default)",
        "  src/cuda/graphs/run.cc",
        "",
        "What S0 Scoped asks of a change",
        "  A part in its own folders, behind its own toggle, that some users need. The rest of the project neither needs it"
        " nor notices it, and it may overlap with what exists.",
        "  it may: Live in its own folders; Overlap with what exists; Depend on any module; Change files outside its folders,"
        " with a separate review; Be removed by deleting its folders",
        "  it may not: Be on by default; Be needed by integrated or central modules; Replace what exists",
        "",
        "1 file of no module",
        "  src/new.cc",
    ]


def test_programs_get_all_that_is_known(changed):
    root, base, head = changed
    data = json.loads(told(root, "--output-format", "json"))
    assert [(one["id"], one["files"]) for one in data["modules"]] == [
        ("cuda", ["src/cuda/run.cc", "tests/gpu/test_run.py"]),
        ("graphs", ["src/cuda/graphs/run.cc"]),
    ]
    assert data["modules"][0]["owners"] == ["eva"]
    assert data["modules"][0]["tests"] == {"paths": ["tests/gpu"], "ci": ["ci/gpu.yaml"]}
    assert data["modules"][1]["toggles"] == [{"name": "USE_CUDA", "default": "OFF"}]
    assert [stage["id"] for stage in data["stages"]] == ["S0"]
    assert (data["version"], data["files"], data["unclaimed"]) == (1, 6, ["src/new.cc"])
    assert (data["base"], data["head"]) == (f"main ({base})", f"HEAD ({head})")


def test_the_comment_of_a_pull_request_is_a_table_the_stages_and_the_files_of_no_module(changed):
    root, base, head = changed
    lines = told(root, "--output-format", "markdown").splitlines()
    assert lines[:9] == [
        f"**6 files changed from main (`{base}`) to HEAD (`{head}`), of 2 modules.**",
        "",
        "| Module | Stage | Files | Ask | Tests | Toggles |",
        "|---|---|---|---|---|---|",
        "| [CUDA](https://quokka.example/docs/modules/cuda/) | `S0` Scoped | 2 | eva (Eva Engel, committer)"
        " | `tests/gpu`, `ci/gpu.yaml` | `USE_CUDA` (OFF by default) |",
        "| [Graphs](https://quokka.example/docs/modules/graphs/) | `S0` Scoped | 1 | eva (Eva Engel, committer)"
        " | no record | `USE_CUDA` (OFF by default) |",
        "",
        "What the stages ask of a change:",
        "",
    ]
    assert lines[9].startswith("- **`S0` Scoped**: A part in its own folders, ")
    assert lines[10:] == ["", "1 file of no module:", "", "- `src/new.cc`"]


def test_a_large_change_is_one_screen_and_the_rest_unfolds(tmp_path):
    root = repository(tmp_path)
    many = {
        f"modules/part-{number}.yaml": LOADER.replace("src/loader", f"src/part-{number}")
        for number in range(12)
    }
    write(root, {**FILES, **many})
    commit(root, {})
    source = {f"src/part-{number}/a.cc": "" for number in range(12)}
    commit(root, source | {f"other/{number:03}.cc": "" for number in range(200)})
    lines = told(root, "--output-format", "markdown", base="HEAD~1").splitlines()
    seen = lines[: lines.index("<details><summary>2 more</summary>")]
    assert len([line for line in seen if line.startswith("| [Loader]")]) == 10
    assert "<details><summary>195 more</summary>" in lines
    assert lines[-3:] == ["- `other/199.cc`", "", "</details>"]


def test_of_more_than_a_comment_holds_it_is_said_what_lists_it(tmp_path):
    root = repository(tmp_path)
    write(root, FILES)
    commit(root, {})
    commit(root, {f"other/{'long' * 20}-{number:03}.cc": "" for number in range(200)})
    text = told(root, "--output-format", "markdown", base="HEAD~1")
    assert len(text) < 9_000
    left = 200 - text.count("\n- `other/")
    assert text.endswith(f"\n{left} more are not shown here: `module-catalog who --diff` lists them all.\n")


def test_nothing_is_commented_on_a_change_to_the_catalog_alone(tmp_path):
    root = repository(tmp_path)
    write(root, FILES)
    commit(root, {})
    commit(root, {"catalog/modules/loader.yaml": LOADER + "# A comment.\n"})
    assert told(root, "--output-format", "markdown", base="HEAD~1") == ""
    assert " changed from HEAD~1 (" in told(root, base="HEAD~1")


def test_the_source_may_be_another_repository_bare_or_one_of_several(project, tmp_path_factory):
    source = repository(tmp_path_factory.mktemp("source"))
    commit(source, {"catalog/a.cc": "", "src/loader/a.cc": ""})
    commit(source, {"catalog/a.cc": "int a;\n", "src/loader/a.cc": "int a;\n"})
    root = project(FILES)
    away = told(root, "--source", source, base="HEAD~1")
    assert "Loader (loader), S1 Integrated: 1 file" in away
    assert away.endswith("1 file of no module\n  catalog/a.cc\n")
    bare = tmp_path_factory.mktemp("bare") / "source.git"
    git(source, "clone", "-q", "--bare", ".", str(bare))
    assert told(root, "--source", bare, base="HEAD~1") == away
    text = (root / "catalog/catalog.yaml").read_text()
    other = text + "repositories: {contrib: {url: https://github.com/quokka/contrib}}\n"
    (root / "catalog/catalog.yaml").write_text(other)
    entry = root / "catalog/modules/loader.yaml"
    entry.write_text(LOADER.replace("src/loader", "contrib:src/loader"))
    named = told(root, "--source", f"contrib={source}", base="HEAD~1")
    assert "\n  contrib:src/loader/a.cc\n" in named
    assert named.endswith("\n  contrib:catalog/a.cc\n")
    assert "Loader" not in told(root, "--source", source, base="HEAD~1")


def test_a_clone_that_ends_too_early_says_what_to_fetch(changed, tmp_path_factory):
    root, _, _ = changed
    clone = tmp_path_factory.mktemp("clone") / "shallow"
    git(root, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{root}", str(clone))
    done = run("who", "--diff", "origin/main", cwd=clone)
    assert (done.returncode, done.stdout) == (2, "")
    assert "`git fetch --unshallow`" in done.stderr
    done = run("who", "--diff", "origin/mian", cwd=clone)
    assert "the revision `origin/mian` is not in this clone: fetch it first" in done.stderr


def test_the_merge_of_a_pull_request_and_its_target_are_enough(changed, tmp_path_factory):
    root, _, _ = changed
    git(root, "checkout", "-q", "-b", "merge", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Merge it", "topic")
    clone = tmp_path_factory.mktemp("clone") / "shallow"
    git(root, "clone", "-q", "--depth=1", "--branch=merge", f"file://{root}", str(clone))
    git(clone, "fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main")
    text = told(clone, base="origin/main")
    assert text.startswith("6 files changed from origin/main (")
    assert "Loader" not in text


def test_the_source_is_the_current_folder_wherever_the_catalog_is(changed, tmp_path_factory):
    root, _, _ = changed
    catalog = tmp_path_factory.mktemp("catalog")
    write(catalog, FILES)
    done = run("-C", str(catalog), "who", "--diff", "main", cwd=root / "src")
    assert "CUDA (cuda), S0 Scoped: 2 files" in done.stdout
    assert done.stdout.endswith("2 files of no module\n  catalog/modules/loader.yaml\n  src/new.cc\n")


def test_a_source_without_git_is_told(project):
    done = run("who", "--diff", "main", cwd=project(FILES))
    assert done.returncode == 2
    assert "is in no git repository, and who --diff needs one" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["loader", "--diff", "main"],
        ["loader", "--source", "."],
        ["loader", "--output-format", "markdown"],
    ],
)
def test_what_does_not_go_together_is_wrong_use(arguments, project):
    assert run("who", *arguments, cwd=project(FILES)).returncode == 2


def test_names_of_files_and_of_modules_are_no_markup(tmp_path):
    root = repository(tmp_path)
    hostile = LOADER.replace("name: Loader", "name: '@ana <b>|</b>'")
    write(root, {**FILES, "modules/loader.yaml": hostile})
    commit(root, {})
    commit(root, {"src/loader/a.cc": "", "@all/`x`<img src=x>\n##[error].cc": ""})
    text = told(root, "--output-format", "markdown", base="HEAD~1")
    assert "`@ana`" in text
    assert "`<b>\\|</b>`" in text
    assert text.splitlines()[-1] == "- `@all/`x`<img src=x>\\n#\\x23[error].cc`"


def test_a_file_of_two_modules_is_of_both(check):
    catalog = check({**FILES, "modules/second.yaml": LOADER}).catalog
    change = code_change({"src/loader/a.cc": True}, catalog, base="a", head="b")
    assert [one.module.id for one in change.modules] == ["loader", "second"]
    assert change.count == 1
