"""--at: the catalog as it was at a revision, a release or a day."""

from __future__ import annotations

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE
from repositories import commit, git, repository
from test_cli import run

FILES = {
    "catalog/catalog.yaml": CATALOG.replace("upcoming:", "  - {name: v2.1, date: 2025-12-10}\nupcoming:"),
    "catalog/people.yaml": PEOPLE,
    "catalog/modules/loader.yaml": LOADER,
    "catalog/modules/cuda.yaml": CUDA,
    "catalog/module.schema.json": "{}\n",
}
ON = {"catalog/modules/cuda.yaml": CUDA.replace("default: 'OFF'", "default: 'ON'")}


@pytest.fixture
def history(tmp_path):
    """A catalog of 2025-05-05, changed on 2026-02-02."""
    root = repository(tmp_path / "project")
    first = commit(root, {"README": "Nothing yet"}, day="2024-12-01")
    git(root, "tag", "nothing", first)
    commit(root, FILES, day="2025-05-05")
    commit(root, {**ON, "catalog/module.schema.json": None}, day="2026-02-02")
    return root


@pytest.mark.parametrize(
    ("at", "default"),
    [("HEAD", "ON"), ("HEAD~1", "OFF"), ("2025-06-01", "OFF"), ("2026-02-02", "ON"), ("v2.1", "OFF")],
)
def test_a_module_is_shown_as_it_was_at_a_revision_a_day_or_a_release(at, default, history):
    assert f"{default} by default" in run("show", "cuda", "--at", at, cwd=history).stdout


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("nothing", "there was no catalog at nothing"),
        ("2023-01-01", "nothing was committed until 2023-01-01"),
        ("v9", "the revision `v9` is not in this clone"),
    ],
)
def test_what_was_not_there_is_told_in_one_line(at, message, history):
    done = run("list", "--at", at, cwd=history)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr


def test_a_site_of_yesterday_is_built_though_an_earlier_version_wrote_its_schemas(history, tmp_path):
    done = run("build", "--out", str(tmp_path / "out"), "--at", "HEAD~1", "--no-cache", cwd=history)
    assert done.returncode == 0, done.stderr
    assert "OFF" in (tmp_path / "out/api/v1/modules/cuda.json").read_text()
