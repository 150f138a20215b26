"""The audit on trees that mean harm, and evidence.json that does: nothing is run, nothing is followed, nothing ends in a traceback."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from module_catalog import audit as evidence
from module_catalog.audit.tree import MAX_BYTES, Tree
from module_catalog.catalog.reading.sources import Texts
from module_catalog.checks import pipeline
from module_catalog.cli import main
from repositories import catalog, commit, git, repository, said, survey

ENTRY = "# modules/engine.yaml\nkind: core\ntoggles: [{name: USE_ENGINE, mechanism: cmake, default: 'OFF'}]\n"
FILES = {
    "src/engine/start.cc": "int start;\n",
    "CMakeLists.txt": 'option(USE_ENGINE "" OFF)\nif(USE_ENGINE)\nendif()\n',
}


@pytest.fixture
def source(tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, FILES)
    return folder


@pytest.fixture
def project(tmp_path, source):
    """A catalog on disk, ready for the command."""
    texts = catalog(ENTRY)
    for path in texts.below("catalog"):
        file = tmp_path / "project" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(texts.read(path).text or "")
    return tmp_path / "project"


def run(project, *arguments):
    return CliRunner().invoke(main, ["-C", str(project), "audit", *map(str, arguments)])


def test_the_same_commit_gives_the_same_bytes_from_a_checkout_and_a_bare_repository(source, tmp_path):
    shutil.copytree(source / ".git", tmp_path / "bare.git")
    git(tmp_path / "bare.git", "config", "core.bare", "true")
    (source / "src/engine/start.cc").write_text("changed, and not committed\n")
    assert evidence.text(survey(ENTRY, source)) == evidence.text(survey(ENTRY, tmp_path / "bare.git", "main"))


def test_an_earlier_revision_is_read_as_it_was(source):
    git(source, "tag", "v1")
    commit(source, {"src/engine/start.cc": None})
    assert said(survey(ENTRY, source, "v1"), "engine", "namespace")[0].startswith("verified")
    assert said(survey(ENTRY, source), "engine", "namespace")[0].startswith("contradicted")


def test_hooks_filters_and_configuration_of_the_repository_are_not_run(source, tmp_path):
    trap = tmp_path / "ran"
    script = tmp_path / "trap.sh"
    script.write_text(f"#!/bin/sh\ntouch {trap}\ncat\n")
    script.chmod(0o755)
    attributes = "* filter=trap diff=trap\n*.cc text\n"
    commit(
        source,
        {
            ".gitattributes": attributes,
            ".gitmodules": f'[submodule "x"]\n\tpath = x\n\turl = ext::{script}\n',
            "a.cc": "1\n",
        },
    )
    for name, value in {
        "core.fsmonitor": script,
        "core.hooksPath": tmp_path,
        "core.pager": script,
        "core.sshCommand": script,
        "filter.trap.smudge": script,
        "filter.trap.clean": script,
        "filter.trap.process": script,
        "diff.trap.textconv": script,
        "diff.trap.command": script,
        "diff.external": script,
        "gpg.program": script,
        "log.showSignature": "true",
        "log.showRoot": "false",
        "log.follow": "true",
        "format.pretty": "oneline",
        "core.quotePath": "true",
        "core.attributesFile": source / ".gitattributes",
        "i18n.logOutputEncoding": "UTF-16",
        "color.ui": "always",
        "alias.log": f"!{script}",
    }.items():
        git(source, "config", name, str(value))
    for hook in ("post-checkout", "reference-transaction", "pre-commit"):
        shutil.copy(script, source / ".git/hooks" / hook)
    found = survey(ENTRY, source)
    assert [line for line in said(found, "engine") if line.startswith("contradicted")] == []
    assert said(found, "engine", "activity") == [
        "no-claim activity: commits mainly to this module in the year before: 1, authors: 1, last: 2026-05-05"
    ]
    assert not trap.exists()


def test_the_configuration_of_the_user_does_not_count(source, tmp_path, monkeypatch):
    (tmp_path / ".gitconfig").write_text(
        "[core]\n\tpager = false\n[log]\n\tshowRoot = false\n[diff]\n\texternal = false\n"
    )
    before = evidence.text(survey(ENTRY, source))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert evidence.text(survey(ENTRY, source)) == before


def test_links_are_not_followed(source, tmp_path):
    (tmp_path / "secret.cmake").write_text('option(USE_ENGINE "" ON)\n')
    (source / "CMakeLists.txt").unlink()
    (source / "CMakeLists.txt").symlink_to(tmp_path / "secret.cmake")
    (source / "src/wheel").symlink_to("../../../../etc")
    commit(source, {})
    found = survey(ENTRY, source)
    assert said(found, "engine", "declared") == [
        "contradicted declared: nothing declares the toggle `USE_ENGINE`"
    ]
    assert said(found, "wheel", "namespace") == [
        "verified namespace: `src/wheel` is there; files: 1 @ src/wheel"
    ]


def test_huge_files_are_not_read(source):
    commit(source, {"CMakeLists.txt": FILES["CMakeLists.txt"] + "#" * MAX_BYTES})
    assert said(survey(ENTRY, source), "engine", "declared")[0].startswith("not-checkable")


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.py", b"\xff\xfe\x00i\x00m"),
        ("b.py", b"# coding: rot13\nvzcbeg bf\n"),
        ("c.py", b"(" * 5000),
        ("d.py", b"-" * 100_000 + b"1"),
        ("e.py", b"x = " + b"a." * 20_000 + b"b"),
        ("f.py", b"import a\x00b"),
        ("g.cc", b'#include "\xff\xfe"\n#include <' + b"../" * 5000 + b">\n"),
        ("h.cmake", b"option(" * 5000 + b'"' * 5001),
        ("i.cmake", b"#[[" + b"[" * 50_000 + b"if(" * 1000),
        ("k.cmake", 'option(USE_É "\x1b[31m" ON)\n'.encode()),
        ("pyproject.toml", b"[project.optional-dependencies]\n" + b"[" * 10_000),
        ("Kconfig", b"config \xff\n default\n" * 100),
        ("CODEOWNERS", b"@" * 100_000),
        ("setup.py", b"setup(extras_require={**1, None: 2, 'a': 3}, *x)\n"),
    ],
)
def test_files_that_are_not_what_they_seem_do_no_harm(path, content, source):
    commit(source, {path: content})
    assert [line for line in said(survey(ENTRY, source), "engine") if line.startswith("contradicted")] == []


def test_names_with_line_breaks_and_bytes_that_are_no_text_stay_on_one_line(source):
    commit(source, {"src/engine/new\nline\u202e.cc": "int a;\n", "src/\n/b.cc": "int b;\n"})
    (source / "src/engine" / os.fsdecode(b"\xff.cc")).write_text("")
    commit(source, {})
    found = survey("# modules/engine.yaml\nnamespaces: ['src/engine/[!s]*']\n", source)
    assert said(found, "engine", "namespace") == [
        "verified namespace: `src/engine/[!s]*` is there; files: 2 @ src/engine/\\xff.cc"
    ]
    assert all(line.isprintable() for line in evidence.text(found).split("\n"))


def test_authors_of_all_kinds_do_no_harm(source):
    for author in ("\u202eevil\t<a@b>", "-- <>", "x" * 5000 + " <y@z>"):
        commit(
            source,
            {"src/engine/start.cc": f"int {len(author)};\n"},
            author=author,
            message="\n\nCo-authored-by: <<>>\n Co-authored-by:\x01 a <b",
        )
    assert (
        "mainly to this module in the year before: 4" in said(survey(ENTRY, source), "engine", "activity")[0]
    )


def test_a_submodule_that_is_missing_is_not_checkable(source):
    git(source, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},src/wheel")
    git(source, "commit", "-qm", "Add a submodule")
    found = survey(ENTRY, source)
    assert said(found, "wheel", "namespace") == [
        "not-checkable namespace: `src/wheel` is a submodule: its files are in another repository @ src/wheel"
    ]


def test_the_end_of_a_history_says_nothing_about_who_is_active(source, tmp_path):
    for number in range(3):
        commit(source, {"a.txt": str(number)})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{source}", "shallow")
    found = survey("# modules/engine.yaml\nowners: [{person: ben}]\n", tmp_path / "shallow")
    assert said(found, "engine", "activity") == []
    assert said(found, "engine", "owner") == ["not-checkable owner: no commit can be attributed to `ben`"]


def test_a_clone_without_old_contents_is_enough(source, tmp_path):
    commit(source, {"src/engine/start.cc": "int other;\n"})
    git(source, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{source}", "partial")
    assert evidence.text(survey(ENTRY, tmp_path / "partial")) == evidence.text(survey(ENTRY, source))


# The command.


def test_the_command_writes_evidence_and_says_what_it_found(project, source):
    done = run(project, "--source", source)
    assert done.exit_code == 1
    assert "error[MC902]: at" in done.output
    assert "--> catalog/modules/wheel.yaml:" in done.output
    assert done.output.splitlines()[-1].startswith("Wrote catalog/evidence.json: 2 modules at ")
    first = (project / "catalog/evidence.json").read_bytes()
    run(project, "--source", source)
    assert (project / "catalog/evidence.json").read_bytes() == first


def test_the_command_is_content_when_the_tree_agrees(project, source):
    commit(source, {"src/wheel/turn.cc": ""})
    assert run(project, "--source", source).exit_code == 0


def test_an_entry_that_cannot_be_read_is_named_with_the_reason_and_ends_in_1(project, source):
    commit(source, {"src/wheel/turn.cc": ""})
    entry = project / "catalog/modules/engine.yaml"
    entry.write_text(entry.read_text().replace("toggles: [", "toggles: [7, "))
    for arguments in ((), ("--discover",)):
        done = run(project, "--source", source, *arguments)
        assert done.exit_code == 1
        assert "--> catalog/modules/engine.yaml:" in done.stderr
        assert "error[MC1" in done.stderr
        assert "Left out of the audit: 1 file that cannot be read as an entry." in done.stderr
    assert "MC9" not in done.output


def test_the_command_keeps_what_it_read_unless_it_is_told_not_to_or_runs_in_ci(project, source, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    run(project, "--source", source, "--no-cache")
    assert not (project / ".cache").exists()
    monkeypatch.setenv("CI", "true")
    run(project, "--source", source)
    assert not (project / ".cache").exists()
    monkeypatch.delenv("CI")
    run(project, "--source", source)
    first = (project / "catalog/evidence.json").read_bytes()
    assert (project / ".cache/module-catalog/audit").exists()
    run(project, "--source", source)
    assert (project / "catalog/evidence.json").read_bytes() == first


def test_a_part_takes_the_place_of_that_part_only(project, source):
    run(project, "--source", source)
    whole = (project / "catalog/evidence.json").read_bytes()
    run(project, "--source", source, "--only", "toggles", "--select", "engine")
    assert (project / "catalog/evidence.json").read_bytes() == whole
    commit(source, {"src/wheel/turn.cc": ""})
    done = run(project, "--source", source, "--only", "toggles")
    assert (done.exit_code, (project / "catalog/evidence.json").read_bytes()) == (2, whole)
    assert "audit all of it at" in done.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--source", "{tmp}/nowhere"], "is no git repository"),
        (["--source", "{tmp}"], "is no git repository"),
        (["--source", "{source}", "--rev", "nope"], "the revision `nope` is not in"),
        (["--source", "{source}", "--rev", "--output=x"], "the revision `--output=x` is not in"),
        (["--source", "{source}", "--select", "engin"], "did you mean engine?"),
        (["--source", "{source}", "--only", "toggle"], "Invalid value for '--only'"),
    ],
)
def test_wrong_use_ends_in_one_sentence(arguments, message, project, source):
    done = run(project, *(argument.format(tmp=source.parent, source=source) for argument in arguments))
    assert done.exit_code == 2
    assert message in done.output
    assert not (project / "catalog/evidence.json").exists()


def test_a_path_that_moved_twice_is_followed_and_written_with_its_comments(project, source):
    commit(source, {"src/wheel/turn.cc": "int turn;\n" * 9, "src/wheel/deep/hub.cc": "int hub;\n" * 9})
    git(source, "mv", "src/wheel", "src/round")
    commit(source, {})
    git(source, "mv", "src/round", "lib")
    commit(source, {"CMakeLists.txt": FILES["CMakeLists.txt"].replace("OFF", "AUTO")})
    wheel, engine = project / "catalog/modules/wheel.yaml", project / "catalog/modules/engine.yaml"
    wheel.write_text(wheel.read_text().replace("[src/wheel]", "[src/wheel]  # where it was"))
    shown = run(project, "--source", source, "--suggest")
    assert "-namespaces: [src/wheel]  # where it was\n+namespaces: [lib]  # where it was\n" in shown.stdout
    assert "default: 'AUTO'" in shown.stdout
    assert "src/wheel" in wheel.read_text()
    done = run(project, "--source", source, "--write")
    assert (
        done.exit_code,
        "[lib]  # where it was" in wheel.read_text(),
        "default: 'AUTO'" in engine.read_text(),
    ) == (
        0,
        True,
        True,
    )


def test_what_no_entry_covers_is_listed_as_commands_that_begin_one(project, source):
    commit(
        source,
        {
            "src/Big Horn; rm -rf /x/a.cc": "",
            "src/tyre/b.cc": "",
            "CMakeLists.txt": 'option(USE_TYRE "" OFF)\n',
            "src/wheel/c.cc": "",
        },
    )
    done = run(project, "--source", source, "--discover")
    assert done.stdout.splitlines() == [
        "module-catalog new tyre  # src/tyre: a folder at the top of src; toggle USE_TYRE (CMakeLists.txt:1)",
        "module-catalog new big-horn-rm-rf  # src/Big Horn; rm -rf : a folder at the top of src",
    ]
    assert not (project / "catalog/evidence.json").exists()


# What is read back.


def read(text):
    files = catalog("# modules/engine.yaml\nkind: core\n")
    paths = {path: files.text(path).text for path in files.below("catalog")}
    return pipeline.check_source(Texts({**paths, pipeline.EVIDENCE: text}), today=date(2026, 6, 1))


WHOLE = {"version": 1, "commit": "a" * 40, "date": "2026-05-05", "probes": [], "claims": []}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "NaN",
        "[" * 100_000,
        json.dumps({**WHOLE, "version": 2}),
        json.dumps({**WHOLE, "commit": "HEAD"}),
        json.dumps({**WHOLE, "date": "2026-02-31"}),
        json.dumps({**WHOLE, "more": 1}),
        json.dumps({**WHOLE, "claims": [{"kind": "namespace", "verdict": "true"}]}),
        json.dumps({**WHOLE, "claims": [{"kind": "rumour", "verdict": "verified"}]}),
        json.dumps({**WHOLE, "claims": [{"kind": "ci", "verdict": "no-claim", "count": -1}]}),
        json.dumps({**WHOLE, "claims": [{"kind": "ci", "verdict": "no-claim", "count": 1e400}]}),
        json.dumps({**WHOLE, "claims": [{"kind": "ci", "verdict": "no-claim", "subject": "a\nb"}]}),
        '{"version": 1, "commit": "'
        + "a" * 40
        + '", "date": "2026-05-05", "probes": [], "claims": [], "x": "\\ud800"}',
        json.dumps(WHOLE).replace("2026-05-05", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")),
    ],
)
def test_evidence_that_an_audit_did_not_write_is_one_finding(text):
    result = read(text)
    assert [finding.code for finding in result.findings] == ["MC901"]
    assert result.catalog is not None
    assert result.catalog.evidence is None


def test_hostile_words_in_evidence_stay_words():
    hostile = "{said} {0} %s {{_}} <script>alert(1)</script> `](javascript:x)"
    claim = {
        "module": "engine",
        "kind": "namespace",
        "verdict": "contradicted",
        "subject": "src/engine",
        "places": [{"path": hostile, "line": 3}],
    }
    result = read(
        json.dumps({**WHOLE, "claims": [claim, {"module": "wheel", "kind": "tested", "verdict": "no-claim"}]})
    )
    (finding,) = result.findings
    assert finding.code == "MC902"
    assert f"{hostile}:3" in finding.message
    catalog = result.catalog
    spot = catalog.evidence_of(catalog.by_id["engine"])[0].places[0]
    assert catalog.evidence.url(spot).endswith(
        "/%7Bsaid%7D%20%7B0%7D%20%25s%20%7B%7B_%7D%7D%20%3Cscript%3Ealert%281%29%3C/script%3E%20%60%5D%28javascript%3Ax%29#L3"
    )


def test_an_entry_that_changed_after_the_audit_is_not_contradicted_by_it():
    claim = {"module": "engine", "kind": "namespace", "verdict": "contradicted", "subject": "src/motor"}
    result = read(
        json.dumps(
            {
                **WHOLE,
                "probes": ["namespaces"],
                "claims": [claim, {"module": "wheel", "kind": "tested", "verdict": "no-claim"}],
            }
        )
    )
    assert [finding.code for finding in result.findings] == ["MC918"]


def test_a_link_to_evidence_outside_the_catalog_is_not_followed(project, tmp_path):
    (tmp_path / "secret.json").write_text(json.dumps(WHOLE))
    (project / "catalog/evidence.json").symlink_to(tmp_path / "secret.json")
    result = pipeline.check(project, today=date(2026, 6, 1))
    assert [finding.code for finding in result.findings] == ["MC007"]


def test_a_tree_that_cannot_be_found_says_so_before_anything_is_read(tmp_path):
    with pytest.raises(Exception, match="is no git repository"):
        Tree(tmp_path / "nowhere", "HEAD")
