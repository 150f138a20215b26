"""A project whose source is in several repositories: paths that say in which, links, the audit, CODEOWNERS."""

from __future__ import annotations

import json

import pytest

from conftest import CATALOG, CUDA, LOADER, TODAY, found
from module_catalog.audit import ReadObjects, Tree, text
from module_catalog.audit.several import audit_all
from module_catalog.checks import pipeline
from module_catalog.site.build import site_files
from programs import run
from repositories import commit, git, repository, written

BOTH = """\
repositories:
  core: {url: https://github.com/quokka/quokka, branch: trunk}
  contrib: {url: https://gitlab.com/quokka/contrib}
"""
NAMED = CATALOG.replace("repository: {url: https://github.com/quokka/quokka}\n", BOTH)
BESIDE = CATALOG.replace(
    "effective:", "repositories: {contrib: {url: https://gitlab.com/quokka/contrib}}\neffective:"
)
AT_CORE = LOADER.replace("src/loader", "core:src/loader")
AT_CONTRIB = CUDA.replace("src/cuda", "contrib:src/cuda")
SEVERAL = {"catalog.yaml": NAMED, "modules/loader.yaml": AT_CORE, "modules/cuda.yaml": AT_CONTRIB}


@pytest.fixture
def sources(tmp_path):
    """Make the repositories `core` and `contrib`, of which only the second one declares the toggle."""
    core, contrib = (repository(tmp_path / "sources" / name) for name in ("core", "contrib"))
    commit(
        core,
        {
            "src/loader/load.cc": "int load;\n",
            "src/cuda/old.cc": "int old;\n",
            "CODEOWNERS": "/x @ana @eva\n",
        },
    )
    cmake = 'option(USE_CUDA "Run on GPUs" OFF)\nif(USE_CUDA)\nendif()\n'
    commit(contrib, {"src/cuda/run.cc": "int run;\n", "cmake/cuda.cmake": cmake, "src/lost/x.cc": "int x;\n"})
    return {"core": core, "contrib": contrib}


def audited(root, sources, **how):
    """Audit the project below *root*, as it is in a file, and return the lines of the claims of each module."""
    catalog = pipeline.check(root, today=TODAY).catalog
    trees = {name: Tree(folder, "HEAD") for name, folder in sources.items()}
    evidence = audit_all(
        catalog, trees, objects=ReadObjects(), progress=lambda _, items, __: iter(items), **how
    )
    (root / pipeline.EVIDENCE).write_text(text(evidence))
    return evidence


def lines(evidence, module, *kinds):
    return [
        written(one) for one in evidence.claims if one.module == module and (not kinds or one.kind in kinds)
    ]


# What entries say.


def test_paths_in_several_repositories_are_no_finding(check):
    assert found(check(SEVERAL)) == []


@pytest.mark.parametrize(
    ("catalog", "path", "expected"),
    [
        (NAMED, "contib:src/cuda", "MC231 no repository is called `contib`: `repositories` in catalog.yaml has `core`, `contrib` → contrib:src/cuda"),
        (NAMED, "src/cuda", "MC231 this does not say in which repository it is: write `core:src/cuda`, if it is in that one"),
        (BESIDE, "other:src/cuda", "MC231 no repository is called `other`: `repositories` in catalog.yaml has `contrib`"),
        (CATALOG, "contrib:src/cuda", "MC231 no repository is called `contrib`: describe it in catalog.yaml, under `repositories`"),
        (NAMED, "contrib:../secret", "MC105 `contrib:../secret` must be a path from the root of the repository"),
        (NAMED, "contrib:/etc", "MC105 `contrib:/etc` must be a path from the root of the repository"),
        (NAMED, "contrib:", "MC105 `contrib:` must be a path from the root of the repository"),
    ],
)  # fmt: skip
def test_a_path_in_no_repository_of_the_catalog_is_one_finding(check, catalog, path, expected):
    files = {"catalog.yaml": catalog, "modules/cuda.yaml": CUDA.replace("src/cuda", f"'{path}'")}
    loader = AT_CORE if catalog is NAMED else LOADER
    (one,) = check({**files, "modules/loader.yaml": loader}).findings
    assert (one.place.line, one.place.column) == (5, 14)
    said = f"{one.code} {one.message}" + (f" → {one.suggestion}" if one.suggestion else "")
    assert said.startswith(expected)


def test_every_path_of_an_entry_and_of_the_tree_names_a_repository(check):
    catalog = NAMED + "tree: {ci: [ci, contirb:ci], docs: {https://quokka.example/: cor:docs}}\n"
    cuda = AT_CONTRIB + (
        "former_namespaces: [{path: contrb:old}]\n"
        "tests: {paths: [contribb:tests]}\n"
        "parts: [{id: a, name: A, stage: S0, namespaces: [contrip:a]}]\n"
    )
    result = check({**SEVERAL, "catalog.yaml": catalog, "modules/cuda.yaml": cuda})
    assert [(one.place.path.rpartition("/")[2], one.code, one.suggestion) for one in result.findings] == [
        ("catalog.yaml", "MC231", "contrib:ci"),
        ("catalog.yaml", "MC231", "core:docs"),
        ("cuda.yaml", "MC231", "contrib:old"),
        ("cuda.yaml", "MC231", "contrib:tests"),
        ("cuda.yaml", "MC231", "contrib:a"),
    ]


def test_a_colon_in_the_name_of_a_folder_is_written_as_a_glob(check):
    assert found(check({"modules/cuda.yaml": CUDA.replace("src/cuda", "'odd[:]name/cuda'")})) == []


def test_modules_share_a_path_only_in_one_repository(check):
    """MC205 (one namespace) and MC306 (inside another module) ask within one repository."""
    apart = {**SEVERAL, "modules/loader.yaml": LOADER.replace("src/loader", "core:src/cuda")}
    assert found(check(apart)) == []
    same = {**SEVERAL, "modules/loader.yaml": LOADER.replace("src/loader", "contrib:src/cuda")}
    assert [one.code for one in check(same).findings] == ["MC205"]


# Pages and files for programs.


def pages(root):
    result = pipeline.check(root, today=TODAY)
    return {file.path: file.content for file in site_files(result)}


def test_links_lead_to_the_repository_and_branch_of_each_path(project):
    cuda = AT_CONTRIB.replace("[contrib:src/cuda]", "[contrib:src/cuda, 'core:src/*/cuda']")
    page = pages(project({**SEVERAL, "modules/cuda.yaml": cuda}))["modules/cuda.md"]
    page = page.decode() if isinstance(page, bytes) else page
    assert 'href="https://gitlab.com/quokka/contrib/tree/main/src/cuda"' in page
    assert 'href="https://github.com/quokka/quokka/tree/trunk/src"' in page


def test_the_data_has_the_repositories(project):
    data = json.loads(pages(project(SEVERAL))["api/v1/catalog.json"])
    assert data["project"]["repositories"] == {
        "core": {"url": "https://github.com/quokka/quokka", "branch": "trunk"},
        "contrib": {"url": "https://gitlab.com/quokka/contrib", "branch": "main"},
    }
    assert "repository" not in data["project"]


def test_a_path_is_found_by_what_it_is_in_its_repository(project):
    (page,) = [
        one
        for one in site_files(pipeline.check(project(SEVERAL), today=TODAY))
        if one.path == "modules/cuda.md"
    ]
    assert any("src/cuda" in words.split() for words in page.search[0].words)


def test_the_list_of_modules_is_filtered_by_paths_with_their_repository(project):
    (index,) = [text for path, text in pages(project(SEVERAL)).items() if path == "modules/index.md"]
    assert "contrib:src/cuda" in (index.decode() if isinstance(index, bytes) else index)


def test_a_codeowners_file_is_for_one_repository(project):
    root = project(SEVERAL)
    refused = run("module-catalog", "export", "codeowners", cwd=root)
    assert (refused.returncode, "name it with --repository, one of core, contrib" in refused.stderr) == (
        2,
        True,
    )
    contrib = run("module-catalog", "export", "codeowners", "--repository", "contrib", cwd=root)
    assert contrib.stdout.splitlines()[3:] == ["# cuda", "/src/cuda @eva"]
    wrong = run("module-catalog", "export", "codeowners", "--repository", "contrip", cwd=root)
    assert (wrong.returncode, "did you mean contrib?" in wrong.stderr) == (2, True)


def test_a_codeowners_file_without_a_name_is_for_paths_without_one(project):
    root = project({**SEVERAL, "catalog.yaml": BESIDE, "modules/loader.yaml": LOADER})
    shown = run("module-catalog", "export", "codeowners", cwd=root)
    assert shown.stdout.splitlines()[3:] == ["# loader", "/src/loader @ana"]


# The audit.


def test_each_path_is_looked_for_in_its_repository(project, sources):
    moved = AT_CORE.replace("core:src/loader", "core:src/cuda/gone")
    evidence = audited(project({**SEVERAL, "modules/loader.yaml": moved}), sources)
    assert lines(evidence, "cuda", "namespace") == [
        "verified namespace: `contrib:src/cuda` is there; files: 1 @ contrib:src/cuda/run.cc"
    ]
    assert lines(evidence, "loader", "namespace") == [
        "contradicted namespace: `core:src/cuda/gone` is not in the tree"
    ]


def test_a_toggle_is_looked_for_in_the_repositories_of_its_module(project, sources):
    two = AT_CONTRIB.replace("[contrib:src/cuda]", "[contrib:src/cuda, core:src/cuda]")
    expected = "verified declared: the toggle `USE_CUDA` is declared @ contrib:cmake/cuda.cmake:1"
    for cuda in (AT_CONTRIB, two):
        evidence = audited(project({**SEVERAL, "modules/cuda.yaml": cuda}), sources)
        assert lines(evidence, "cuda", "declared") == [expected]


def test_that_nothing_needs_a_module_is_not_checkable_where_another_repository_may(project, sources):
    evidence = audited(
        project({**SEVERAL, "catalog.yaml": BESIDE, "modules/loader.yaml": LOADER}),
        {**sources, "": sources["core"]},
    )
    assert lines(evidence, "cuda", "isolated")[0].startswith("not-checkable isolated: ")
    commit(
        sources["contrib"],
        {"src/other/use.cc": '#include "src/cuda/run.h"\n', "src/cuda/run.h": "int run;\n"},
    )
    evidence = audited(project(SEVERAL), sources)
    assert lines(evidence, "cuda", "isolated")[0].startswith("contradicted isolated: ")


def test_what_is_left_in_one_of_two_repositories_is_left(project, sources):
    former = "former_namespaces: [{path: contrib:src/other}, {path: core:src/cuda}]\n"
    evidence = audited(project({**SEVERAL, "modules/cuda.yaml": AT_CONTRIB + former}), sources)
    assert lines(evidence, "cuda", "former") == [
        "verified former: nothing is left in `contrib:src/other`",
        "contradicted former: `core:src/cuda` is still there; files: 1 @ core:src/cuda/old.cc",
    ]


def test_a_repository_that_was_not_given_is_not_checkable(project, sources):
    root = project(SEVERAL)
    evidence = audited(root, {"core": sources["core"]})
    # People may be anywhere, and what else an entry says is in the repository of its module.
    assert [one for one in lines(evidence, "cuda") if " owner: " not in one and " roster: " not in one] == [
        "not-checkable namespace: `contrib:src/cuda` cannot be checked: the repository `contrib` was not given"
    ]
    assert [one.code for one in pipeline.check(root, today=TODAY).findings if one.code[:3] == "MC9"] == []


def test_what_may_be_in_a_repository_that_was_not_given_is_not_said_to_be_nowhere(project, sources):
    two = AT_CONTRIB.replace("[contrib:src/cuda]", "[core:src/cuda, contrib:src/cuda]")
    evidence = audited(project({**SEVERAL, "modules/cuda.yaml": two}), {"core": sources["core"]})
    said = "`USE_CUDA` cannot be checked: the repository `contrib` was not given"
    assert lines(evidence, "cuda", "declared", "read") == [
        f"not-checkable declared: {said}",
        f"not-checkable read: {said}",
    ]
    # Numbers of a part are no numbers of the module.
    assert lines(evidence, "cuda", "activity", "removal", "ci") == []
    assert [one for one in evidence.claims if one.verdict == "contradicted"] == []


def test_an_owner_is_active_who_works_in_any_repository(project, sources):
    commit(sources["contrib"], {"src/cuda/more.cc": "int more;\n"}, author="Eva Engel <eva@quokka.example>")
    cuda = AT_CONTRIB.replace("contrib:src/cuda", "core:src/cuda")
    evidence = audited(project({**SEVERAL, "modules/cuda.yaml": cuda}), sources)
    assert lines(evidence, "cuda", "owner") == ["verified owner: `eva` last made a commit on 2026-05-05"]


def test_folders_that_no_entry_covers_are_named_with_their_repository(project, sources):
    evidence = audited(project(SEVERAL), sources, only=("unclaimed",))
    assert [one.subject for one in evidence.claims] == ["contrib:src/lost", "core:src/cuda"]


def test_pages_and_findings_name_each_commit(project, sources):
    root = project({**SEVERAL, "modules/loader.yaml": AT_CORE.replace("core:src/loader", "core:src/gone")})
    trees = audited(root, sources).trees
    (one,) = [one for one in pipeline.check(root, today=TODAY).findings if one.code == "MC902"]
    core, contrib = trees["core"].commit, trees["contrib"].commit
    assert one.message.startswith(
        f"at core {core[:10]}, contrib {contrib[:10]}, `core:src/gone` is not in the"
    )
    page = pages(project(SEVERAL))["modules/cuda.md"]
    page = page.decode() if isinstance(page, bytes) else page
    assert f'href="https://gitlab.com/quokka/contrib/tree/{contrib}"' in page
    assert f'href="https://gitlab.com/quokka/contrib/blob/{contrib}/cmake/cuda.cmake#L1"' in page
    assert 'href="https://gitlab.com/quokka/contrib/-/commits/main/src/cuda"' in page


def test_an_audit_of_one_repository_is_written_as_before(project, sources):
    root = project()
    evidence = audited(root, {"": sources["core"]})
    data = json.loads((root / pipeline.EVIDENCE).read_text())
    assert [*data] == ["version", "commit", "date", "program", "languages", "probes", "claims"]
    assert data["commit"] == evidence.trees[""].commit


def test_the_command_takes_a_source_for_each_repository(project, sources):
    root = project(SEVERAL)
    given = (f"--source=core={sources['core']}", f"--source=contrib={sources['contrib']}")
    done = run("module-catalog", "audit", *given, cwd=root)
    assert "Wrote catalog/evidence.json: 2 modules at core " in done.stdout
    assert [*json.loads((root / pipeline.EVIDENCE).read_text())["repositories"]] == ["core", "contrib"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["{core}"], "say of which repository"),
        (["cor={core}"], "no repository is called cor; did you mean core?"),
        (["core={core}", "core={contrib}"], "two sources of the repository core were given"),
    ],
)
def test_a_source_of_no_repository_is_refused(project, sources, given, expected):
    options = [f"--source={one.format(**sources)}" for one in given]
    done = run("module-catalog", "audit", *options, cwd=project(SEVERAL))
    assert (done.returncode, expected in " ".join(done.stderr.split())) == (2, True)


# Releases.


def test_each_repository_has_the_tags_of_its_own_and_a_path_is_as_its_own_has_it(project, sources):
    git(sources["core"], "tag", "v1.0")
    git(sources["contrib"], "tag", "v2.0")
    evidence = audited(project(SEVERAL), sources, only=("releases", "toggle_history"))
    assert {name: list(tree.releases) for name, tree in evidence.trees.items()} == {
        "core": ["v1.0"],
        "contrib": ["v2.0"],
    }
    assert lines(evidence, "cuda", "stood", "became") == [
        "no-claim stood: by the tags of releases `contrib:src/cuda` was there `from v2.0`",
        "no-claim became: by the tags of releases `USE_CUDA` was `v2.0: OFF`",
    ]


def test_a_toggle_that_two_repositories_have_otherwise_is_in_no_release_for_certain(project, sources):
    other = 'option(USE_CUDA "Run on GPUs" ON)\nif(USE_CUDA)\nendif()\n'
    commit(sources["core"], {"CMakeLists.txt": other})
    for source in sources.values():
        git(source, "tag", "v1.0")
    both = AT_CONTRIB.replace("[contrib:src/cuda]", "[contrib:src/cuda, core:src/cuda]")
    evidence = audited(project({**SEVERAL, "modules/cuda.yaml": both}), sources, only=("toggle_history",))
    assert lines(evidence, "cuda", "became") == []
