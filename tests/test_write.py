"""build --out: files on disk, and nothing of anybody else's lost."""

from __future__ import annotations

import json

import pytest

from conftest import CUDA, PEOPLE, TODAY
from module_catalog import pipeline
from module_catalog.diagnostics import CatalogError
from module_catalog.render import SiteFile, site_files
from module_catalog.write import MANIFEST, write

ONE = [SiteFile("modules/a.md", "one\n"), SiteFile("assets/x.bin", b"\xff")]


def files(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_files_are_written_and_listed(tmp_path):
    write(ONE, tmp_path)
    listed = json.loads((tmp_path / MANIFEST).read_text())
    assert sorted(files(tmp_path)) == [MANIFEST, "assets/x.bin", "modules/a.md"]
    assert sorted(listed["files"]) == ["assets/x.bin", "modules/a.md"]


def test_a_second_run_replaces_and_removes_only_what_the_first_wrote(tmp_path):
    write(ONE, tmp_path)
    (tmp_path / "modules/own.md").write_text("mine")
    done = write([SiteFile("modules/b.md", "two\n")], tmp_path)
    assert (done.files, done.removed) == (1, 2)
    assert sorted(files(tmp_path)) == [MANIFEST, "modules/b.md", "modules/own.md"]


@pytest.mark.parametrize("change", ["foreign", "edited", "folder", "link"])
def test_a_file_of_somebody_else_stops_the_run_before_anything_is_written(change, tmp_path):
    out = tmp_path / "out"
    target = out / "modules/a.md"
    if change == "edited":
        write(ONE, out)
    target.parent.mkdir(parents=True, exist_ok=True)
    match change:
        case "folder":
            target.mkdir()
        case "link":
            (tmp_path / "elsewhere.md").write_text("mine")
            target.symlink_to(tmp_path / "elsewhere.md")
        case _:
            target.write_text("mine")
    before = files(tmp_path)
    with pytest.raises(CatalogError, match="was not written by this command"):
        write([SiteFile("modules/0.md", "zero"), SiteFile("modules/a.md", "two")], out)
    assert files(tmp_path) == before


def test_a_file_that_was_edited_is_not_removed(tmp_path):
    write(ONE, tmp_path)
    (tmp_path / "modules/a.md").write_text("mine")
    write([], tmp_path)
    assert (tmp_path / "modules/a.md").read_text() == "mine"


def test_a_manifest_cannot_reach_out_of_its_folder(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    write(ONE, tmp_path / "out")
    digest = "3fd30542fe3f61b14bd4a4b2dc0b6fb30fa6f63ebce52dd1778aaa8c4dc02cff"  # of a file that says "mine"
    (tmp_path / "out" / MANIFEST).write_text(json.dumps({"files": {"../outside.txt": digest}}))
    (tmp_path / "out/modules/a.md").unlink()
    (tmp_path / "out/assets/x.bin").unlink()
    write([], tmp_path / "out")
    assert outside.exists()


def test_a_manifest_that_cannot_be_read_stops_the_run(tmp_path):
    (tmp_path / MANIFEST).write_text("[]")
    with pytest.raises(CatalogError, match="cannot be read"):
        write(ONE, tmp_path)


def test_the_same_catalog_gives_the_same_bytes(project, tmp_path_factory):
    folders = [tmp_path_factory.mktemp("out") for _ in range(2)]
    for folder in folders:
        write(site_files(pipeline.check(project(), today=TODAY)), folder)
    assert files(folders[0]) == files(folders[1])


def test_the_order_of_people_on_the_roster_changes_no_page(project, tmp_path_factory):
    everybody, _, teams = PEOPLE.partition("teams:")
    head, *people = everybody.splitlines()
    turned = "\n".join([head, *reversed(people), f"teams:{teams}"])
    folders = [tmp_path_factory.mktemp("out") for _ in range(2)]
    for folder, roster in zip(folders, (PEOPLE, turned), strict=True):
        write(site_files(pipeline.check(project({"people.yaml": roster, "modules/cuda.yaml": CUDA}), today=TODAY)), folder)
    assert files(folders[0]) == files(folders[1])
