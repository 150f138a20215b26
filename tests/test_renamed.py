"""Modules that were renamed or split: what was called something else still leads to them."""

from __future__ import annotations

import pytest

from conftest import CUDA, LOADER
from module_catalog.checks.result import Result
from module_catalog.site.build import site_files
from programs import run
from test_changes import git, repository  # noqa: F401  # a fixture


def pages_of(result: Result) -> dict[str, str]:
    return {file.path: file.content for file in site_files(result) if file.path.endswith(".md")}


RENAMED = {"modules/loader.yaml": None, "modules/plugins.yaml": LOADER + "former_ids: [loader]\n"}


def test_what_names_a_former_id_is_told_the_present_one(check):
    finding, *others = check(RENAMED).findings
    assert {(one.code, one.suggestion) for one in (finding, *others)} == {("MC211", "plugins")}
    assert finding.place.path == "catalog/modules/cuda.yaml"
    assert finding.related[0].place.path == "catalog/modules/plugins.yaml"


def test_fix_writes_the_present_id(project):
    root = project(RENAMED)
    assert run("module-catalog", "check", "--fix", cwd=root).returncode == 0
    assert (root / "catalog/modules/cuda.yaml").read_text() == CUDA.replace(
        "module: loader", "module: plugins"
    )


def test_an_id_that_is_given_away_again_means_who_has_it_now(check):
    findings = check(
        {"modules/plugins.yaml": LOADER.replace("oader", "ugins") + "former_ids: [loader]\n"}
    ).findings
    assert [finding.code for finding in findings] == ["MC212"]


@pytest.mark.parametrize("former", ["former_ids: [loader]\n", ""])
def test_a_renamed_module_is_not_a_deleted_one(repository, former):  # noqa: F811
    root = repository()
    modules = root / "catalog/modules"
    (modules / "loader.yaml").rename(modules / "plugins.yaml")
    (modules / "plugins.yaml").write_text(LOADER + former)
    (modules / "cuda.yaml").write_text(CUDA.replace("module: loader", "module: plugins"))
    (root / "catalog/showcase/fast.yaml").unlink()
    done = run("module-catalog", "check", "--base", "HEAD", "--output-format", "concise", cwd=root)
    if former:
        assert done.returncode == 0, done.stdout
    else:
        assert "MC451" in done.stdout
        assert "if it was renamed, add `former_ids: [loader]`" in done.stdout


def test_a_renamed_module_keeps_its_history_and_owners(repository):  # noqa: F811
    root = repository()
    modules = root / "catalog/modules"
    (modules / "loader.yaml").unlink()
    (modules / "plugins.yaml").write_text(
        LOADER.replace("{person: ana}", "{person: ben}") + "former_ids: [loader]\n"
    )
    (modules / "cuda.yaml").write_text(CUDA.replace("module: loader", "module: plugins"))
    done = run("module-catalog", "check", "--base", "HEAD", "--output-format", "concise", cwd=root)
    assert "MC454" in done.stdout
    assert "MC451" not in done.stdout


def test_the_page_of_a_former_id_leads_on(check):
    pages = pages_of(
        check({**RENAMED, "modules/cuda.yaml": CUDA.replace("module: loader", "module: plugins")})
    )
    assert 'content="0; url=plugins.md"' in pages["modules/loader.md"]
    assert 'href="plugins.md' in pages["modules/loader.md"]
    assert "Formerly <code>loader</code>" in pages["modules/plugins.md"]


def test_a_removed_module_says_what_it_became(check):
    gone = """\
name: Toolbox
summary: Loaded and ran.
kind: core
stage: removed
former_namespaces: [{path: src/toolbox}]
owners: []
no_owners: Nobody was needed.
no_toggle: It had none.
relations: []
stands_alone: It is gone.
roadmap: []
nothing_planned: It is gone.
history:
  - {date: 2023-01-01, event: introduced, stage: S0, basis: reading}
  - {date: 2024-01-01, event: deprecated, stage: deprecated}
  - {date: 2025-01-01, event: removed, stage: removed, release: v2.0}
split_into: [loader, cuda]
"""
    page = pages_of(check({"modules/toolbox.yaml": gone}))["modules/toolbox.md"]
    became = page.partition("It became ")[2].partition("</p>")[0]
    assert "cuda.md" in became
    assert "loader.md" in became
    assert "The reason is not recorded" not in page
