"""The audit beside one before: what is new, since which commit, in what words; and parts of jobs that ran apart."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from conftest import CATALOG, CUDA, LOADER
from module_catalog.catalog.evidence_files import DETAILS, EVIDENCE
from module_catalog.cli import main
from repositories import commit, git, repository

OPTION = 'option(USE_CUDA "Run on GPUs" OFF)\nif(USE_CUDA)\nendif()\n'
FILES = {"src/loader/load.cc": "int load;\n", "src/cuda/run.cc": "int run;\n", "CMakeLists.txt": OPTION}


def run(root, *arguments):
    return CliRunner().invoke(main, ["-C", str(root), "audit", *map(str, arguments)])


@pytest.fixture
def source(tmp_path_factory):
    """Make a source tree that agrees with the small project."""
    folder = repository(tmp_path_factory.mktemp("source"))
    commit(folder, FILES, day="2026-01-05")
    return folder


@pytest.fixture
def audited(project, source):
    """Return a small project in a repository of its own, with the evidence of its first audit committed."""
    root = repository(project({"catalog.yaml": CATALOG}))
    assert run(root, "--source", source).exit_code == 0
    commit(root, {".gitignore": ".cache\n"})
    return root


def changed(source):
    """Change some things of which one is the default of a toggle, and return the commit that did it."""
    commit(source, {"README.md": "A quokka.\n"}, day="2026-01-12")
    commit(source, {"src/loader/more.cc": "int more;\n"}, day="2026-01-19")
    guilty = commit(source, {"CMakeLists.txt": OPTION.replace("OFF", "ON")}, day="2026-01-26")
    commit(source, {"src/cuda/run.cc": "int faster;\n"}, day="2026-02-02")
    commit(source, {"README.md": "A quick quokka.\n"}, day="2026-02-09")
    return guilty


def test_what_is_contradicted_since_then_is_said_with_the_commit_since_which_it_is(audited, source):
    start = git(source, "rev-parse", "HEAD")
    guilty = changed(source)
    done = run(audited, "--source", source, "--base", "HEAD")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == (
        f"error[MC906]: since {guilty[:10]} of 2026-01-26, `USE_CUDA` is `ON` when nobody sets it, not `OFF`;"
        " see CMakeLists.txt:1: write the default the tree has"
    )
    end = git(source, "rev-parse", "HEAD")
    assert done.stdout.splitlines()[-1] == f"1 new contradiction in {start[:10]}..{end[:10]}."


def test_what_was_contradicted_before_ends_with_0(audited, source):
    changed(source)
    assert run(audited, "--source", source).exit_code == 1
    commit(audited, {})
    commit(source, {"src/cuda/run.cc": "int fastest;\n"})
    done = run(audited, "--source", source, "--base", "HEAD")
    assert (done.exit_code, "MC906" in done.stdout) == (0, False)
    assert done.stdout.splitlines()[-1].startswith("0 new contradictions in ")


def test_a_file_can_be_compared_with_as_it_was_before_it_is_written(audited, source):
    changed(source)
    assert run(audited, "--source", source, "--base", audited / EVIDENCE).exit_code == 1
    assert run(audited, "--source", source, "--base", audited / EVIDENCE).exit_code == 0


def test_a_merge_counts_as_one_commit_of_the_branch(audited, source):
    git(source, "checkout", "-q", "-b", "topic")
    commit(source, {"CMakeLists.txt": OPTION.replace("OFF", "ON")}, day="2026-01-06")
    git(source, "checkout", "-q", "main")
    commit(source, {"README.md": ""}, day="2026-01-07")
    git(source, "merge", "-q", "--no-ff", "-m", "Merge it", "topic", day="2026-01-08")
    merge = git(source, "rev-parse", "HEAD")
    commit(source, {"README.md": "More.\n"}, day="2026-01-09")
    done = run(audited, "--source", source, "--base", "HEAD")
    assert done.stdout.startswith(f"error[MC906]: since {merge[:10]} of 2026-01-08, ")


def test_a_commit_to_what_a_claim_was_seen_in_is_found_too(audited, source):
    entry = audited / "catalog/modules/cuda.yaml"
    entry.write_text(entry.read_text() + "tests: {paths: [checks/cuda]}\n")
    commit(source, {"checks/cuda/a.py": ""}, day="2026-01-10")
    assert run(audited, "--source", source).exit_code == 0
    commit(audited, {})
    commit(source, {"README.md": "1"}, day="2026-01-11")
    gone = commit(source, {"checks/cuda/a.py": None}, day="2026-01-12")
    commit(source, {"README.md": "2"}, day="2026-01-13")
    done = run(audited, "--source", source, "--base", "HEAD")
    assert done.stdout.startswith(f"error[MC912]: since {gone[:10]} of 2026-01-12, ")


def test_where_the_entry_has_changed_the_tree_contradicted_it_already(audited, source):
    start = git(source, "rev-parse", "HEAD")
    entry = audited / "catalog/modules/cuda.yaml"
    entry.write_text(entry.read_text().replace("default: 'OFF'", "default: 'ON'"))
    commit(source, {"README.md": "More.\n"})
    done = run(audited, "--source", source, "--base", "HEAD")
    assert done.stdout.startswith(f"error[MC906]: already at {start[:10]}, `USE_CUDA` is `OFF` when nobody")


def test_a_clone_without_the_commits_between_says_where_it_looked(audited, source, tmp_path_factory):
    changed(source)
    clone = tmp_path_factory.mktemp("clones") / "shallow"
    git(clone.parent, "clone", "-q", "--depth", "1", f"file://{source}", "shallow")
    done = run(audited, "--source", clone, "--base", "HEAD")
    assert done.stdout.startswith(f"error[MC906]: at {git(source, 'rev-parse', 'HEAD')[:10]}, `USE_CUDA`")


def test_beside_a_revision_without_evidence_everything_is_new(project, source):
    root = repository(project({"catalog.yaml": CATALOG}))
    commit(root, {".gitignore": ".cache\n"})
    changed(source)
    done = run(root, "--source", source, "--base", "HEAD")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1] == f"1 new contradiction in {git(source, 'rev-parse', 'HEAD')[:10]}."


def test_what_is_waived_is_no_new_contradiction(audited, source):
    changed(source)
    entry = audited / "catalog/modules/cuda.yaml"
    entry.write_text(entry.read_text() + "waivers: [{rule: MC906, reason: Soon., until: 2099-01-01}]\n")
    done = run(audited, "--source", source, "--base", "HEAD")
    assert (done.exit_code, done.stdout.splitlines()[-1][:21]) == (0, "0 new contradictions ")


def test_the_text_of_an_issue_has_a_list_for_each_owner(audited, source):
    guilty = changed(source)
    commit(source, {"src/loader/load.cc": None, "src/loader/more.cc": None})
    end = git(source, "rev-parse", "HEAD")
    entry = audited / "catalog/modules/cuda.yaml"
    entry.write_text(entry.read_text().replace("eva,", "cleo}, {person: eva,"))
    done = run(audited, "--source", source, "--base", "HEAD", "--output-format", "markdown")
    start = json.loads(git(audited, "show", f"HEAD:{EVIDENCE}"))["commit"]
    item = (
        f"- CUDA: since `{guilty[:10]}` of `2026-01-26`, `USE_CUDA` is `ON` when nobody sets it, not `OFF`: write the"
        " default the tree has (`catalog/modules/cuda.yaml:7:55`;"
        f" [`CMakeLists.txt:1`](https://github.com/quokka/quokka/blob/{end}/CMakeLists.txt#L1); MC906)\n"
    )
    assert done.exit_code == 1
    assert done.stdout == (
        f"2 new contradictions in {start[:10]}..{end[:10]}.\n"
        "\n### Ana Alves (`ana`)\n\n"
        f"- Loader: since `{end[:10]}` of `2026-05-05`, `src/loader` is not in the tree: write the path it has now, or"
        " add it to `former_namespaces` (`catalog/modules/loader.yaml:5:14`; MC902)\n"
        f"\n### Cleo Costa (`cleo`)\n\n{item}"
        f"\n### Eva Engel (`eva`)\n\n{item}"
    )
    assert done.stderr.startswith("Wrote catalog/evidence.json: 2 modules at ")


def test_without_a_base_an_issue_has_everything_and_modules_without_an_owner_come_last(project, source):
    gone = {"owners": "owners: []\nno_owners: Nobody knows."}
    loader = LOADER.replace("owners: [{person: ana}]", gone["owners"]).replace("src/loader", "src/lost")
    root = project({"catalog.yaml": CATALOG, "modules/loader.yaml": loader})
    changed(source)
    lines = run(root, "--source", source, "--output-format", "markdown").stdout.splitlines()
    at = git(source, "rev-parse", "HEAD")[:10]
    assert lines[0] == f"2 contradictions at {at} of 2026-02-09."
    assert [line for line in lines if line.startswith("#")] == [
        "### Eva Engel (`eva`)",
        "### No declared owner",
    ]


def test_an_issue_has_no_more_than_a_host_takes(project, source):
    many = "".join(f", src/lost-{number:04}-{'x' * 60}" for number in range(400))
    root = project(
        {"catalog.yaml": CATALOG, "modules/cuda.yaml": CUDA.replace("src/cuda", f"src/cuda{many}")}
    )
    text = run(root, "--source", source, "--output-format", "markdown").stdout
    assert len(text) < 65_536
    shown = text.count("\n- ")
    assert text.endswith(f"\n{400 - shown} more are not shown here: `module-catalog audit` lists them all.\n")


# What is reviewed, and what changes with every commit.


def test_commits_that_change_no_verdict_leave_nothing_but_the_commit_to_review(audited, source):
    before = (audited / EVIDENCE).read_text().splitlines()
    commit(
        source,
        {"CMakeLists.txt": f"# More.\n\n{OPTION}", "src/cuda/more.cc": "int more;\n"},
        day="2026-01-12",
    )
    run(audited, "--source", source)
    after = (audited / EVIDENCE).read_text().splitlines()
    assert [line.split(":")[0] for line in after if line not in before] == ['  "commit"', '  "date"']
    details = json.loads((audited / DETAILS).read_text())
    assert {"module": "cuda", "kind": "namespace", "subject": "src/cuda", "count": 2} in [
        {key: value for key, value in one.items() if key != "places"} for one in details["claims"]
    ]


def test_evidence_says_what_found_it_and_in_what_languages(audited):
    data = json.loads((audited / EVIDENCE).read_text())
    assert (data["program"], data["languages"]) == ("mkdocs-module-catalog 0.1.0", ["C and C++"])


def test_details_of_another_commit_are_a_finding_and_count_for_nothing(audited, source):
    kept = (audited / DETAILS).read_bytes()
    commit(source, {"src/cuda/more.cc": "int more;\n"})
    run(audited, "--source", source)
    (audited / DETAILS).write_bytes(kept)
    done = CliRunner().invoke(main, ["-C", str(audited), "check", "--output-format", "concise"])
    assert done.stdout.splitlines()[0] == (
        "catalog/evidence-details.json:1:1: error[MC901]: this is not what `module-catalog audit` writes: run it"
        " again, and leave the file as it is"
    )


# Jobs that ran apart.

SEVERAL = {
    "catalog.yaml": CATALOG.replace(
        "repository: {url: https://github.com/quokka/quokka}\n",
        "repositories:\n  core: {url: https://github.com/quokka/quokka}\n"
        "  contrib: {url: https://github.com/quokka/contrib}\n",
    ),
    "modules/loader.yaml": LOADER.replace("src/loader", "core:src/loader, contrib:src/loader"),
    "modules/cuda.yaml": CUDA.replace("src/cuda", "contrib:src/cuda"),
}


@pytest.fixture
def repositories(source, tmp_path_factory):
    """Return the options for two source trees, of which the toggle is only in the second."""
    core = repository(tmp_path_factory.mktemp("core"))
    commit(core, {"src/loader/load.cc": '#include "../cuda/run.h"\n', "src/lost/a.cc": ""})
    return [f"core={core}", f"contrib={source}"]


def test_parts_of_jobs_that_ran_apart_make_what_one_job_finds(project, repositories, tmp_path):
    root = project(SEVERAL)
    given = [f"--source={one}" for one in repositories]
    together = run(root, *given)
    whole = [(root / path).read_bytes() for path in (EVIDENCE, DETAILS)]
    (root / EVIDENCE).unlink()
    for number, one in enumerate(given):
        done = run(root, one, "--part", tmp_path / f"{number}.json")
        assert (done.exit_code, (root / EVIDENCE).exists()) == (0, False)
        assert done.stdout.startswith(f"Wrote {tmp_path / f'{number}.json'}: what co")
    merged = run(root, "--merge", tmp_path / "1.json", tmp_path / "0.json")
    assert [(root / path).read_bytes() for path in (EVIDENCE, DETAILS)] == whole
    assert (merged.exit_code, merged.stdout) == (together.exit_code, together.stdout)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say with --source where the project's source is, or --merge FILES"),
        (["--merge"], "--merge and the FILES that --part wrote belong together"),
        (["{part}", "--source", "core={tmp}"], "--merge and the FILES that --part wrote belong together"),
        (["--merge", "{part}", "{part}"], "is of the same repository as another of the files"),
        (["--merge", "{other}"], "is not what `module-catalog audit` writes"),
        (["--merge", "{part}", "{few}"], "other probes have looked for"),
        (["--merge", "{part}", "--only", "toggles"], "--merge takes no --only"),
        (["--source", "core={tmp}", "--part", "x.json", "--write"], "--part takes no --write"),
        (["--source", "core=a", "--source", "contrib=b", "--part", "x"], "--part takes one --source"),
    ],
)
def test_parts_that_do_not_belong_together_end_in_one_sentence(
    arguments, message, project, repositories, tmp_path
):
    root = project(SEVERAL)
    part, few, other = (tmp_path / f"{name}.json" for name in ("part", "few", "other"))
    run(root, "--source", repositories[0], "--part", part)
    run(root, "--source", repositories[1], "--part", few, "--only", "toggles")
    other.write_text("{}")
    known = {"part": part, "few": few, "other": other, "tmp": tmp_path}
    done = run(root, *(argument.format(**known) for argument in arguments))
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_part_says_nothing_of_a_module_that_has_left_the_catalog_since(project, repositories, tmp_path):
    root = project(SEVERAL)
    for number, one in enumerate(repositories):
        run(root, "--source", one, "--part", tmp_path / f"{number}.json")
    (root / "catalog/modules/cuda.yaml").unlink()
    (root / "catalog/showcase/fast.yaml").unlink()
    done = run(root, "--merge", tmp_path / "0.json", tmp_path / "1.json")
    assert "Wrote catalog/evidence.json: 1 module at " in done.stdout
