"""Repositories that are broken or mean harm: `audit` and `check --base` end with a finding or one line, and run nothing of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zlib

import pytest
from click.testing import CliRunner

from module_catalog import audit as evidence
from module_catalog import git as plumbing
from module_catalog.audit.languages import python
from module_catalog.audit.languages.cmake import MAX_DEPTH
from module_catalog.audit.tree import MAX_BYTES
from module_catalog.cli import main
from repositories import catalog, commit, git, repository, said, survey

# Each makes repositories, and damages them.
pytestmark = pytest.mark.slow

ENTRY = "# modules/engine.yaml\nkind: core\ntoggles: [{name: USE_ENGINE, mechanism: cmake, default: 'OFF'}]\n"
FILES = {
    "src/engine/start.cc": "int start;\n",
    "src/wheel/turn.cc": "int turn;\n",
    "CMakeLists.txt": 'option(USE_ENGINE "" OFF)\nif(USE_ENGINE)\nendif()\n',
}


@pytest.fixture
def source(tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, FILES)
    return folder


@pytest.fixture
def project(tmp_path):
    """A catalog in a repository of its own, ready for the commands."""
    texts = catalog(ENTRY)
    root = repository(tmp_path / "project")
    commit(root, {path: texts.read(path).text for path in texts.below("catalog")})
    return root


def run(project, *arguments):
    done = CliRunner().invoke(main, ["-C", str(project), *map(str, arguments)])
    assert done.exit_code != 3, done.output
    return done


def audit(project, source):
    return run(project, "audit", "--source", source)


def check(project):
    return run(project, "check", "--today", "2026-06-01", "--base", "HEAD")


def one_line(done, *words):
    """Assert that a command ended with exit code 2 and one line, which has some words."""
    assert (done.exit_code, done.output.count("\n")) == (2, 1), done.output
    assert [word for word in words if word not in done.output] == [], done.output


def object_of(repository_, path, revision="HEAD"):
    """Return the id of the content of a file, and where it lies."""
    id_ = git(repository_, "rev-parse", f"{revision}:{path}")
    return id_, repository_ / ".git/objects" / id_[:2] / id_[2:]


def write_object(repository_, kind, content):
    command = ["git", "hash-object", "-t", kind, "-w", "--literally", "--stdin"]
    return (
        subprocess.run(command, cwd=repository_, input=content, capture_output=True, check=True, timeout=60)
        .stdout.decode()
        .strip()
    )


# Configuration.

CONFIGURATION = {
    "diff.algorithm": "bogus",
    "log.mailmap": "bogus",
    "log.date": "bogus",
    "log.decorate": "bogus",
    "log.diffMerges": "bogus",
    "diff.renames": "bogus",
    "diff.renameLimit": "many",
    "diff.orderFile": "/nowhere",
    "diff.ignoreSubmodules": "bogus",
    "diff.submodule": "bogus",
    "diff.noprefix": "bogus",
    "diff.wsErrorHighlight": "bogus",
    "diff.statGraphWidth": "many",
    "diff.colorMoved": "bogus",
    "diff.trap.xfuncname": "(",
    "format.pretty": "%gibberish",
    "core.commitGraph": "bogus",
    "grep.patternType": "bogus",
    "color.diff": "bogus",
    "submodule.recurse": "bogus",
    "i18n.logOutputEncoding": "no-such-encoding",
    "pretty.oneline": "oneline",
    "mailmap.blob": "HEAD:nothing",
    "gc.auto": "bogus",
}


@pytest.mark.parametrize("name", CONFIGURATION)
def test_a_bad_value_in_the_configuration_changes_nothing(name, project, source):
    before = evidence.text(survey(ENTRY, source))
    for folder in (source, project):
        git(folder, "config", name, CONFIGURATION[name])
    assert evidence.text(survey(ENTRY, source)) == before
    assert check(project).exit_code == 0


@pytest.mark.parametrize(
    "text",
    [
        "[core",
        "[core]\n\trepositoryFormatVersion = 99\n",
        "[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\todd = 1\n",
        "\0",
    ],
)
def test_a_repository_that_git_cannot_read_is_one_line(text, project, source):
    for folder in (source, project):
        (folder / ".git/config").write_text(text)
    one_line(audit(project, source), "git cannot read the repository of")
    one_line(check(project), "git cannot read the repository of")


def test_grafts_and_replaced_objects_do_not_count(source):
    commit(source, {"src/engine/start.cc": "int other;\n"})
    before = evidence.text(survey(ENTRY, source))
    git(source, "replace", "HEAD", "HEAD~1")
    (source / ".git/info/grafts").write_text(git(source, "rev-parse", "HEAD") + "\n")
    assert evidence.text(survey(ENTRY, source)) == before


def partial(tmp_path, origin):
    """Return a clone without contents, whose remote runs a program when git fetches from it, and what that program leaves."""
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{origin}", "partial")
    clone, trap = tmp_path / "partial", tmp_path / "ran"
    for name, value in {
        "remote.origin.url": f"ext::sh -c touch% {trap}",
        "remote.origin.uploadpack": f"touch {trap};",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "core.sshCommand": f"touch {trap};",
        "core.alternateRefsCommand": f"touch {trap};",
    }.items():
        git(clone, "config", name, value)
    return clone, trap


@pytest.mark.parametrize("variable", ["GIT_NO_LAZY_FETCH", "GIT_ALLOW_PROTOCOL", None])
def test_nothing_is_fetched_and_either_of_two_locks_is_enough(variable, source, tmp_path, monkeypatch):
    if variable:
        monkeypatch.delitem(plumbing._ENVIRONMENT, variable)
    clone, trap = partial(tmp_path, source)
    assert said(survey(ENTRY, clone), "wheel", "namespace")[0].startswith("verified")
    assert not trap.exists()


def test_a_base_whose_contents_were_never_cloned_is_one_line_that_names_one(project, tmp_path):
    clone, trap = partial(tmp_path, project)
    shutil.copytree(project / "catalog", clone / "catalog")
    one_line(check(clone), "catalog/catalog.yaml", "fetch the object")
    assert not trap.exists()


# Files of the repository that are something else.


@pytest.mark.parametrize(
    "path", ["config", "HEAD", "packed-refs", "shallow", "objects/info/alternates", "objects/{}"]
)
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(path, source, project, monkeypatch):
    monkeypatch.setattr(plumbing, "SECONDS", 1.0)
    id_, _ = object_of(source, "CMakeLists.txt")
    file = source / ".git" / path.format(f"{id_[:2]}/{id_[2:]}")
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    done = audit(project, source)
    assert done.exit_code in (0, 2)
    assert len(done.output.splitlines()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zlib",
        zlib.compress(b"blob 5\0abc"),
        zlib.compress(b"blob 5\0abcde"),
        zlib.compress(b"blob 999999999999999999999\0abc"),
    ],
)
def test_a_damaged_object_is_named(content, source, project):
    id_, place = object_of(source, "CMakeLists.txt")
    place.chmod(0o644)
    place.write_bytes(content)
    one_line(audit(project, source), id_)
    assert not (project / "catalog/evidence.json").exists()


def test_a_missing_object_is_named_where_nothing_is_left_out_on_purpose(source, project):
    id_, place = object_of(source, "CMakeLists.txt")
    place.unlink()
    one_line(audit(project, source), id_)


@pytest.mark.parametrize("content", [None, b"", b"no zlib"])
@pytest.mark.parametrize("path", ["catalog/modules/engine.yaml", "catalog/modules", "catalog", ""])
def test_a_damaged_base_is_one_line(path, content, project):
    _, place = object_of(project, path)
    place.chmod(0o644)
    place.unlink()
    if content is not None:
        place.write_bytes(content)
    one_line(check(project))


@pytest.mark.parametrize("path", ["", "src"])
def test_a_damaged_tree_is_one_line(path, source, project):
    _, place = object_of(source, path)
    place.chmod(0o644)
    place.write_bytes(b"no zlib")
    one_line(audit(project, source))


def test_a_history_with_a_hole_is_one_line(source, project):
    first = git(source, "rev-parse", "HEAD")
    commit(source, {"a.txt": "1\n"})
    (source / ".git/objects" / first[:2] / first[2:]).unlink()
    one_line(audit(project, source), "cannot be read to its beginning")


# Commits.

WHEN = [
    "1777982400 +0000",
    "-62167219200 +0000",
    "-1 +0000",
    "253402300799 +0000",
    "253402300800 +0000",
    "99999999999999 +0000",
    "18446744073709551615 +0000",
    "99999999999999999999999999 +0000",
    "0 -1200",
    "0 +99999999",
    "1777982400 +2500",
    "yesterday",
    "",
]


def odd_commit(repository_, when, author="Ana <ana@quokka.example>", parents=()):
    """Write a commit of the tree of HEAD as git itself would not write it, and return its id."""
    tree = git(repository_, "rev-parse", "HEAD^{tree}")
    lines = [
        f"tree {tree}",
        *(f"parent {parent}" for parent in parents),
        f"author {author} {when}",
        f"committer {author} {when}",
    ]
    return write_object(repository_, "commit", "\n".join([*lines, "", "Odd", ""]).encode())


@pytest.mark.parametrize("when", WHEN)
def test_a_commit_at_an_odd_time_is_audited_or_is_one_line(when, project, source):
    id_ = odd_commit(source, when)
    done = run(project, "audit", "--source", source, "--rev", id_)
    if done.exit_code == 2:
        one_line(done, id_)
    else:
        assert "MC901" not in done.output
        assert check(project).exit_code == 0


def test_odd_commits_in_the_history_do_not_end_the_audit(source):
    odd = git(source, "rev-parse", "HEAD")
    for when in WHEN:
        for author in ("Ana <ana@quokka.example>", "", "<", ">", "Ana ana@quokka.example", "Ana <a> <b>"):
            odd = odd_commit(source, when, author, (odd,))
    git(source, "reset", "-q", "--hard", odd)
    commit(source, {"src/engine/start.cc": "int other;\n"})
    assert said(survey(ENTRY, source), "engine", "activity")[0].startswith(
        "no-claim activity: commits mainly to this module in the year before: 2"
    )


def test_people_silent_for_a_century_are_no_bug(source):
    settings = "\n# catalog.yaml\nlimits: {silent_days: 36500}\n"
    assert said(survey(f"# modules/engine.yaml\nkind: core\n{settings}", source), "engine", "owner") == [
        "verified owner: `ana` last made a commit on 2026-05-05"
    ]


@pytest.mark.parametrize(
    "revision",
    ["HEAD^{tree}", "HEAD:CMakeLists.txt", ":/Change", "@{-1}", "HEAD@{9999}", "^HEAD", "HEAD..HEAD", ""],
)
def test_a_revision_that_is_no_commit_is_one_line(revision, project, source):
    done = run(project, "audit", "--source", source, "--rev", revision)
    assert done.exit_code == 2 or revision == ":/Change"


@pytest.mark.parametrize(
    "content", ["ref: refs/heads/loop\n", "ref: ../../etc/passwd\n", "f" * 40 + "\n", "\0", ""]
)
def test_odd_references_are_one_line(content, project, source):
    (source / ".git/refs/heads/loop").write_text(content)
    one_line(run(project, "audit", "--source", source, "--rev", "loop"))
    (source / ".git/HEAD").write_text(content)
    one_line(audit(project, source))


def test_few_objects_that_make_an_endless_tree_are_one_line(project, source, monkeypatch):
    monkeypatch.setattr(plumbing, "MAX_ANSWER", 1_000_000)
    inner = write_object(source, "blob", b"x")
    tree = "".join(f"100644 blob {inner}\t{number}\n" for number in range(10))
    for _ in range(12):
        made = subprocess.run(
            ["git", "mktree"], cwd=source, input=tree.encode(), capture_output=True, check=True, timeout=60
        )
        tree = "".join(f"040000 tree {made.stdout.decode().strip()}\t{number}\n" for number in range(10))
    top = git(source, "commit-tree", made.stdout.decode().strip(), "-m", "Bomb")
    one_line(run(project, "audit", "--source", source, "--rev", top), "more than")


@pytest.mark.parametrize("path", ["/".join("d" * 300), "x" * 5000])
def test_a_path_that_no_checkout_has_is_one_line(path, project, source):
    blob = git(source, "rev-parse", "HEAD:CMakeLists.txt")
    command = ["git", "update-index", "--add", "--index-info"]
    subprocess.run(command, cwd=source, input=f"100644 {blob}\t{path}\n".encode(), check=True, timeout=60)
    top = git(source, "commit-tree", git(source, "write-tree"), "-m", "Deep")
    one_line(run(project, "audit", "--source", source, "--rev", top), "longer or deeper")


# Files that take long to read.

MANY = 60_000
SLOW = {
    "comments.cmake": "#[[\n" * MANY,
    "brackets.cmake": "[[ " * MANY,
    "levels.cmake": "".join(f"#[{'=' * level}[\n" for level in range(700)),
    "quotes.cmake": 'option("' + '\\"' * MANY,
    "deep.cmake": "".join(f"if(A{number})\n" for number in range(MANY)),
    "wide.cmake": f"if({' '.join(f'A{number}' for number in range(MANY))})\n" + "set(x ${y})\n" * MANY,
    "Kconfig": "config " + " " * MANY + "\n" + "config x" * MANY,
    "chains.py": "import a\n" + ("a" + ".b" * 900 + "\n") * 300,
    "names.py": f"import {'a.' * MANY}b\nfrom {'b' * MANY}.c import {', '.join(f'd{number}' for number in range(MANY))}\n",
    "comments.cc": "#include <a>\n" + "/*" * MANY,
    "handles": "@-" * MANY + "@" + "_" * MANY,
    "pyproject.toml": "[" * MANY + "\n[project.optional-dependencies]\n" + "a" * MANY + " " * MANY,
    "names/pyproject.toml": "[project.optional-dependencies]\na" + ".a" * (5 * MANY) + " = []\n",
    "setup.py": "import os\nos.environ.get('USE_ENGINE', 0x" + "f" * 5000 + ")\n",
    "lines.go": "\n" * (10 * MANY),
    "calls.go": "package a\n" + "flag.Bool(" * MANY,
    "uses.rs": "use " * (5 * MANY),
    "Cargo.toml": "[features]\na" + ".a" * (5 * MANY) + " = []\n",
    "Comments.java": "/*\n" * (5 * MANY),
    "blocks.js": "import 'a'\n" + "f(function(){" * MANY,
    "variables.js": "process.env." * MANY,
    "package.json": f'{{"optionalDependencies": {{{", ".join(f"{chr(34)}a{n}{chr(34)}: 1" for n in range(MANY))}}}}}',
    "gradle.properties": "a=b\n" * (5 * MANY),
    "meson.build": "get_option(" * MANY,
    "BUILD": "select({" * MANY,
    "pom.xml": '<!DOCTYPE a [<!ENTITY a "a">'
    + "".join(f'<!ENTITY a{level + 1} "{f"&a{level};" * 10}">' for level in range(20))
    + "]><project>&a20;</project>",
}
"""Each took quadratic time, or more memory than there is."""


@pytest.mark.parametrize("path", SLOW)
def test_a_file_that_is_slow_to_read_is_read_in_linear_time(path, source, project):
    (project / "catalog/catalog.yaml").write_text(
        (project / "catalog/catalog.yaml").read_text() + "tree: {roster: [handles]}\n"
    )
    commit(source, {path: SLOW[path]})
    command = [sys.executable, "-m", "module_catalog", "-C", project, "audit", "--source", source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_many_headers_of_one_name_are_told_apart_in_linear_time(source, project):
    includes = "#include <x/a.h>\n" * 100
    commit(source, {f"src/engine/{number}/a.h": includes for number in range(1500)})
    command = [sys.executable, "-m", "module_catalog", "-C", project, "audit", "--source", source]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def test_an_author_line_is_split_in_linear_time(source):
    commit(
        source,
        {"a.txt": "1\n"},
        message="Change\n\nCo-authored-by: " + "a" * MANY + "\nCo-authored-by: " + "<" * MANY,
    )
    assert said(survey(ENTRY, source), "engine", "activity")[0].startswith("no-claim")


# What is not read is no evidence of absence.


@pytest.mark.parametrize(
    "content",
    [
        FILES["CMakeLists.txt"] + "#" * (MAX_BYTES + 1),
        "".join(f"if(A{number})\n" for number in range(MAX_DEPTH + 1)) + FILES["CMakeLists.txt"],
    ],
)
def test_what_a_build_file_that_is_not_read_may_say_is_not_checkable(content, source):
    commit(source, {"CMakeLists.txt": content})
    found = survey(ENTRY, source)
    assert [line.partition(":")[0] for line in said(found, "engine", "declared", "default", "read")] == [
        "not-checkable declared",
        "not-checkable default",
        "not-checkable read",
    ]
    assert [claim for claim in found.claims if claim.verdict == "contradicted"] == []


@pytest.mark.parametrize("content", ["a = " + "-" * 100_000 + "1\n", "import a" + ".b" * 2000 + "\n"])
def test_a_python_file_that_is_not_read_may_need_what_it_names(content, source):
    entry = "# modules/engine.yaml\nkind: core\nstage: S0\n"
    commit(source, {"src/engine/a.py": ""})
    before = [
        claim.verdict for claim in survey(entry, source).by_module["engine"] if claim.kind == "isolated"
    ]
    commit(source, {"tool.py": content})
    after = [claim.verdict for claim in survey(entry, source).by_module["engine"] if claim.kind == "isolated"]
    assert (before, after) in ((["verified"], ["not-checkable"]), (["no-claim"], ["no-claim"]))


def test_a_python_file_with_many_short_names_is_read():
    source = python.read(b"import a.b.c\nfrom d.e import f\na.b\n" * 2000)
    assert {name for name, _ in (*source.imports, *source.uses)} == {"a.b.c", "d.e.f", "a.b"}


# What an audit writes is what a check reads.


def test_evidence_that_is_written_can_be_read(source, project):
    long, name = "x" * 600, "m" * 61
    shutil.copy(project / "catalog/modules/engine.yaml", project / f"catalog/modules/{name}.yaml")
    commit(
        source,
        {
            "CMakeLists.txt": f'option(USE_ENGINE "" "{long}")\noption({"U" * 600} "" ON)\nif(USE_ENGINE)\nendif()\n',
            f"src/engine/{'d' * 250}/{'e' * 250}/{'f' * 250}.cc": "",
            f"src/{'é' * 100}/{'d' * 250}/{'e' * 250}/a.cc": "",
        },
    )
    run(project, "audit", "--source", source)
    done = run(project, "check", "--today", "2026-06-01", "--output-format", "concise")
    assert "MC901" not in done.output
    assert "MC906" in done.output
