"""init: a folder with a catalog that checks clean, a site that builds, and nothing of the user's lost."""

from __future__ import annotations

import pytest

from sites import MKDOCS
from test_cli import run


def written(root):
    return sorted(
        file.relative_to(root).as_posix()
        for file in root.rglob("*")
        if file.is_file() and "site" not in file.parts
    )


def test_an_empty_folder_gets_a_catalog_that_checks_clean_and_a_site_that_builds(tmp_path, build):
    done = run("init", "--name", 'Quokka: "the" <b>', cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert written(tmp_path) == [
        "catalog/catalog.yaml",
        "catalog/module.schema.json",
        "catalog/people.schema.json",
        "catalog/people.yaml",
        "catalog/showcase.schema.json",
        "docs/.gitkeep",
        "mkdocs.yml",
    ]
    assert (
        run("check", "--strict", cwd=tmp_path).stdout
        == "Checked 0 modules and 0 showcase entries: no findings.\n"
    )
    assert run("fmt", "--check", cwd=tmp_path).returncode == 0
    assert build("mkdocs", tmp_path).returncode == 0


def test_the_project_is_called_like_its_folder_when_nobody_says_otherwise(tmp_path):
    run("init", cwd=tmp_path)
    assert (tmp_path / "catalog/catalog.yaml").read_text().startswith(f'name: "{tmp_path.name}"\n')


def test_a_second_run_changes_nothing(tmp_path):
    run("init", cwd=tmp_path)
    before = {path: (tmp_path / path).read_bytes() for path in written(tmp_path)}
    assert run("init", "--name", "Other", cwd=tmp_path).returncode == 0
    assert {path: (tmp_path / path).read_bytes() for path in written(tmp_path)} == before


def test_a_site_that_is_there_stays_and_is_told_about(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    done = run("init", cwd=tmp_path)
    assert (tmp_path / "mkdocs.yml").read_text() == MKDOCS
    assert not (tmp_path / "docs").exists()
    assert "Add `module-catalog` to the plugins in mkdocs.yml." in done.stdout


@pytest.mark.parametrize("path", ["catalog", "catalog/people.yaml"])
def test_nothing_is_written_through_a_link_that_leads_out(tmp_path, path):
    root, outside = tmp_path / "project", tmp_path / "outside"
    root.mkdir()
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).symlink_to(outside / "file")
    assert run("init", cwd=root).returncode == 2
    assert not outside.exists()
