"""Entries beside the code and in further folders: which files they are, their ids, and every command that reads them."""

from __future__ import annotations

import random
from datetime import date

import pytest

from conftest import CATALOG, CUDA, LOADER, TODAY, found
from module_catalog.catalog.reading.globs import named
from module_catalog.catalog.reading.sources import Folder, Texts
from module_catalog.catalog.revisions import parted
from module_catalog.checks import kept, pipeline
from module_catalog.edit import layout
from module_catalog.hosts.preview import Preview
from programs import run
from repositories import commit, repository

BESIDE = CATALOG + "entries: [src/*/module.yaml]\n"


def named_like(entry, name):
    text = entry.replace("name: CUDA", f"name: {name}").replace("src/cuda", f"src/{name.lower()}")
    return text.replace("USE_CUDA", f"USE_{name.upper()}")


@pytest.fixture
def beside(tmp_path, project):
    """Write a project whose entries stand beside the code; takes the files beside `catalog/`, and of it."""

    def written(files=None, catalog=None):
        project(
            {"catalog.yaml": BESIDE, "modules/cuda.yaml": None, "showcase/fast.yaml": None, **(catalog or {})}
        )
        cuda = {"src/cuda/module.yaml": CUDA}
        for path, text in {**cuda, **(files or {})}.items():
            if text is not None:
                (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / path).write_text(text)
        return tmp_path

    return written


def checked(root):
    return pipeline.check(root, today=TODAY)


def ids(root):
    return [module.id for module in checked(root).catalog.modules]


# Which files are entries.


@pytest.mark.parametrize(
    ("glob", "path", "id_"),
    [
        ("src/*/module.yaml", "src/relax/module.yaml", "relax"),
        ("src/*/docs/module.yaml", "src/relax/docs/module.yaml", "relax"),
        ("entries/*.yaml", "entries/relax.yaml", "relax"),
        ("src/*/*.module.yaml", "src/vm/relax.module.yaml", "relax"),
        ("**/module.yaml", "src/vm/relax/module.yaml", "relax"),
        ("src/**/*.yaml", "src/relax.yaml", "relax"),
        ("src/*/module.yaml", "src/a/b/module.yaml", None),
        ("src/*/module.yaml", "src/module.yaml", None),
        ("src/*/module.yaml", "src/.git/module.yaml", None),
        ("**/module.yaml", "web/node_modules/x/module.yaml", None),
        ("**/*.yaml", "src/.hidden.yaml", None),
        ("src/*/module.yaml", "src/relax/moduleXyaml", None),
    ],
)
def test_the_id_is_what_the_last_star_of_a_glob_stands_for(glob, path, id_, tmp_path):
    assert named(glob, path) == id_
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("")
    # A folder is walked, and never listed whole: what it finds is what the glob names.
    assert [*Folder(tmp_path).below(glob)] == [*Texts({path: ""}).below(glob)] == ([path] if id_ else [])


@pytest.mark.parametrize(
    "glob",
    ["../*.yaml", "/etc/*.yaml", "src/.git/*.yaml", "node_modules/*/x.yaml", "src/*", "src/x.yaml", "a//*.yaml",
     "**/**/x.yaml", "*a*/x.yaml", "a**/x.yaml", "src/[ab]*.yaml", "./*.yaml", "contrib:*/x.yaml", "src\\*.yaml", ""],
)  # fmt: skip
def test_a_glob_that_leads_out_or_anywhere_is_one_finding_and_names_nothing(glob, beside):
    root = beside(catalog={"catalog.yaml": f"{CATALOG}entries: ['{glob}']\n"})
    codes = [(one.place.path, one.code) for one in checked(root).findings]
    assert codes == [("catalog/catalog.yaml", "MC105")]


def test_entries_beside_the_code_are_modules_like_others(beside):
    catalog = {"catalog.yaml": BESIDE.replace("module.yaml]", "module.yaml, 'parts/**/*.module.yaml']")}
    root = beside({"parts/a/b/metal.module.yaml": named_like(CUDA, "Metal")}, catalog)
    assert found(checked(root)) == []
    assert ids(root) == ["cuda", "loader", "metal"]


def test_a_glob_names_no_other_file_of_the_catalog(beside):
    root = beside(catalog={"catalog.yaml": f"{CATALOG}entries: ['**/*.yaml', 'catalog/more/*.yaml']\n", "more/metal.yaml": named_like(CUDA, "Metal")})  # fmt: skip
    assert "metal" in ids(root)
    assert {one.document.path for one in checked(root).catalog.modules} <= {
        "catalog/modules/loader.yaml", "catalog/more/metal.yaml", "src/cuda/module.yaml",
    }  # fmt: skip


def test_links_are_not_followed(beside, tmp_path):
    root = beside()
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    (outside / "metal").mkdir(parents=True)
    (outside / "metal" / "module.yaml").write_text(named_like(CUDA, "Metal"))
    (root / "src/metal").symlink_to(outside / "metal", target_is_directory=True)
    assert ids(root) == ["cuda", "loader"]
    (root / "src/vulkan").mkdir()
    (root / "src/vulkan/module.yaml").symlink_to(outside / "metal" / "module.yaml")
    assert [line[:30] for line in found(checked(root))] == ["src/vulkan/module.yaml:1:1 MC0"]


def test_a_link_that_a_glob_names_is_said_to_be_left_out(beside, tmp_path):
    root = beside({"src/cuda/module.yaml": None})
    (root / "elsewhere").mkdir()
    (root / "src").symlink_to("elsewhere", target_is_directory=True)
    assert [(one.place.path, one.code) for one in checked(root).findings if one.code == "MC007"] == [
        ("src", "MC007")
    ]


def test_an_id_in_two_places_is_said_at_both(beside):
    root = beside(catalog={"modules/cuda.yaml": CUDA})
    (one,) = checked(root).findings
    places = (one.place.path, *(other.place.path for other in one.related))
    assert (one.code, places) == ("MC202", ("src/cuda/module.yaml", "catalog/modules/cuda.yaml"))


def test_a_folder_that_is_no_id_is_named(beside):
    root = beside({"src/Metal/module.yaml": named_like(CUDA, "Metal")})
    (one,) = checked(root).findings
    assert (one.code, one.place.path, one.message[:17]) == (
        "MC203",
        "src/Metal/module.yaml",
        "`Metal` is the id",
    )


def test_a_glob_that_names_nothing_is_said(beside):
    root = beside({"src/cuda/module.yaml": None})
    assert found(checked(root))[0].startswith("catalog.yaml:12:11 MC232 `src/*/module.yaml` names no file")


def test_globs_count_whatever_else_is_wrong_in_the_settings(beside):
    root = beside(catalog={"catalog.yaml": BESIDE.replace("\nurl:", "\nulr:")})
    (root / "src/cuda/module.yaml").write_text(CUDA.replace("kind: backend", "kind: [backend]"))
    assert [one.place.path for one in checked(root).findings] == [
        "catalog/catalog.yaml",
        "src/cuda/module.yaml",
    ]


# What reads and writes them.


def test_a_new_entry_is_put_where_there_is_a_folder_for_it(beside):
    root = beside({"src/metal/metal.cc": "", "parts/readme": ""})
    assert "Wrote src/metal/module.yaml." in run("module-catalog", "new", "metal", cwd=root).stdout
    head = (root / "src/metal/module.yaml").read_text().partition("\n")[0]
    assert head == "# yaml-language-server: $schema=../../catalog/module.schema.json"
    assert "Wrote catalog/modules/vulkan.yaml." in run("module-catalog", "new", "vulkan", cwd=root).stdout
    taken = run("module-catalog", "new", "cuda", cwd=root)
    assert (taken.returncode, "is taken by src/cuda/module.yaml" in taken.stderr) == (2, True)


def test_entries_beside_the_code_are_formatted(beside):
    root = beside({"src/cuda/module.yaml": f"{CUDA}licence: MIT   \n"})
    edits = layout.formatting(Folder(root), lambda path: path.startswith("src/")).edits
    assert [(edit.path, edit.before != edit.after) for edit in edits] == [("src/cuda/module.yaml", True)]
    done = run("module-catalog", "fmt", cwd=root)
    assert "Formatted src/cuda/module.yaml" in done.stdout


def test_entries_beside_the_code_are_fixed(beside):
    root = beside({"src/cuda/module.yaml": CUDA.replace("summary:", "sumary:")})
    run("module-catalog", "check", "--fix", cwd=root)
    assert (root / "src/cuda/module.yaml").read_text() == CUDA


def test_a_change_is_compared_with_entries_beside_the_code(beside):
    root = beside()
    repository(root)
    commit(root, {"src/cuda/run.cc": "int run;\n", "src/cuda/other.yaml": "a: b\n"})
    assert sorted(parted(root, "HEAD").texts().files) == [
        "catalog/catalog.yaml", "catalog/modules/loader.yaml", "catalog/people.yaml", "src/cuda/module.yaml",
    ]  # fmt: skip
    (root / "src/cuda/module.yaml").unlink()
    done = run("module-catalog", "check", "--base", "HEAD", "--output-format", "concise", cwd=root)
    assert "src/cuda/module.yaml:1:1: error[MC451]: the entry of `cuda` was deleted" in done.stdout


def test_a_server_shows_the_last_good_page_of_an_entry_beside_the_code(beside):
    root, preview = beside(), Preview()
    preview.site(preview.result(root, TODAY), apis=(), has_front_page=False)
    (root / "src/cuda/module.yaml").write_text(CUDA.replace("kind: backend", "kind: backends"))
    preview.site(preview.result(root, TODAY), apis=(), has_front_page=False)
    assert "backends" in preview.banner("modules/cuda.md")
    assert "backends" not in preview.banner("modules/loader.md")


def test_what_a_check_keeps_is_what_a_whole_check_finds(beside):
    """Entries are edited, added and removed at random, and no check differs from a whole one."""
    root = beside({f"src/m{number}/module.yaml": named_like(CUDA, f"M{number}") for number in range(6)})
    source = random.Random(13)
    day = date(2026, 6, 1)
    for _ in range(25):
        file = root / f"src/m{source.randrange(8)}/module.yaml"
        text = named_like(CUDA, f"M{source.randrange(8)}")
        edits = (
            text,
            text.replace("loader", "loadre"),
            text.replace("kind: backend", "kind: x"),
            text[:80],
            None,
        )
        edited = source.choice(edits)
        file.parent.mkdir(exist_ok=True)
        file.unlink(missing_ok=True)
        if edited is not None:
            file.write_text(edited)
        again, whole = kept.check(root, today=day, least=0), pipeline.check(root, today=day)
        assert (again.findings, again.counts) == (whole.findings, whole.counts)
    assert (root / ".cache/module-catalog").exists()


def test_a_page_says_where_its_entry_is_edited(beside, build):
    root = beside(catalog={"modules/loader.yaml": LOADER})
    done = build("mkdocs", root, "repo_url: https://github.com/quokka/quokka\nedit_uri: edit/main/docs/\n")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (root / "site/modules/cuda/index.html").read_text()
    assert "https://github.com/quokka/quokka/edit/main/src/cuda/module.yaml" in page.replace("docs/../", "")
