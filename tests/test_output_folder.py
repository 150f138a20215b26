"""build --out: files on disk, and nothing of anybody else's lost."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import pytest

from conftest import CUDA, PEOPLE, TODAY
from module_catalog.checks import pipeline
from module_catalog.diagnostics import CatalogError
from module_catalog.hosts.output_folder import MANIFEST, write
from module_catalog.site.build import site_files
from module_catalog.site.site_file import SiteFile
from programs import run

ONE = [SiteFile("modules/a.md", "one\n"), SiteFile("assets/x.bin", b"\xff")]


def files(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


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


@pytest.mark.parametrize(
    "change", ["foreign", "edited", "folder", "link", "loop", "linked folder", "file above"]
)
def test_a_file_of_somebody_else_stops_the_run_before_anything_is_written(change, tmp_path):
    out = tmp_path / "out"
    target = out / "modules/a.md"
    if change == "edited":
        write(ONE, out)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (target.parent if change not in ("linked folder", "file above") else out).mkdir(
        parents=True, exist_ok=True
    )
    match change:
        case "folder":
            target.mkdir()
        case "link":
            (tmp_path / "elsewhere.md").write_text("mine")
            target.symlink_to(tmp_path / "elsewhere.md")
        case "loop":
            target.symlink_to(target)
        case "linked folder":
            (out / "modules").symlink_to(elsewhere)
        case "file above":
            (out / "modules").write_text("mine")
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


@pytest.mark.parametrize(
    "text",
    ["[]", "", '{"files": []}', '{"files": {"a.md": []}}', '{"files": {}, "before": 1}', "[" * 100_000],
)
def test_a_manifest_that_cannot_be_read_stops_the_run(text, tmp_path):
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(CatalogError, match="cannot be read"):
        write(ONE, tmp_path)


def test_a_folder_that_is_a_link_the_user_named_is_written_to(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "named").symlink_to("real")
    write(ONE, tmp_path / "named")
    assert sorted(files(tmp_path / "real")) == [MANIFEST, "assets/x.bin", "modules/a.md"]


def test_what_lies_behind_a_link_is_not_removed(tmp_path):
    out = tmp_path / "out"
    write(ONE, out)
    (out / "modules").rename(tmp_path / "elsewhere")
    (out / "modules").symlink_to(tmp_path / "elsewhere")
    write([], out)
    assert (tmp_path / "elsewhere/a.md").read_text() == "one\n"


KILLED = """
import sys
from pathlib import Path
from module_catalog.site.site_file import SiteFile
from module_catalog.hosts.output_folder import write
write([SiteFile(f"modules/{number}.md", sys.argv[2] * 100_000) for number in range(3000)], Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_a_run_that_was_killed_leaves_whole_files_and_can_be_run_again_and_again(tmp_path):
    last = tmp_path / "modules/2999.md"
    for letter in "ab":  # The second run changes what the first one, which was killed too, has written.
        with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), letter]) as running:
            while f'"{hashlib.sha256(letter.encode() * 100_000).hexdigest()}"' not in list_of(
                tmp_path
            ) or not seen(tmp_path, letter):
                assert running.poll() is None
            running.kill()
        assert running.returncode == -9
        assert not last.exists()
        assert {content for path, content in files(tmp_path).items() if path.endswith(".md")} <= {
            b"a" * 100_000,
            b"b" * 100_000,
        }
    assert write([SiteFile("modules/0.md", "c")], tmp_path).files == 1
    left = [path for path in files(tmp_path) if not path.endswith(".tmp")]
    assert left == [MANIFEST, "modules/0.md"]


def list_of(out):
    return (out / MANIFEST).read_text() if (out / MANIFEST).exists() else ""


def seen(out, letter):
    file = out / "modules/1.md"
    return file.exists() and file.read_text().startswith(letter)


FULL = [
    (["schema", "--write"], 0),
    (["new", "gpu"], 0),
    (["words", "de"], 0),
    (["-C", "fresh", "init"], 0),
    (["build", "--out", "out"], 0),
    (["build", "--out", "out"], 40_000),  # It has room for the list, not for all that is in it.
    (["export", "backstage", "-o", "backstage.yaml"], 0),
    (["check", "--output-file", "report.txt"], 0),
]


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "room"), FULL)
def test_a_full_disk_is_one_line_and_no_half_file_and_the_command_can_be_run_again(arguments, room, project):
    root = project()
    (root / "fresh").mkdir()
    before = files(root)
    limited = ["prlimit", f"--fsize={room}", sys.executable, "-m", "module_catalog", *arguments]
    done = subprocess.run(limited, cwd=root, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.endswith("cannot be written: File too large\n")
    written = files(root)
    assert {path: written[path] for path in before} == before
    assert room or written == before
    assert run("module-catalog", *arguments, cwd=root).returncode == 0
    assert all(files(root)[path] == content for path, content in written.items() if path != f"out/{MANIFEST}")


def test_words_that_cannot_be_read_are_not_written_over(project):
    root = project({"words.po": b"msgid \xff"})
    done = run("module-catalog", "words", "de", cwd=root)
    assert (done.returncode, done.stderr) == (
        2,
        "module-catalog: catalog/words.po cannot be read: `module-catalog check` says why\n",
    )
    assert (root / "catalog/words.po").read_bytes() == b"msgid \xff"


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
        write(
            site_files(
                pipeline.check(project({"people.yaml": roster, "modules/cuda.yaml": CUDA}), today=TODAY)
            ),
            folder,
        )
    assert files(folders[0]) == files(folders[1])
