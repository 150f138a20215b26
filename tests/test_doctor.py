"""doctor: what is here to work with, what is missing, and what to run to get it."""

from __future__ import annotations

import json

import programs
from conftest import CUDA
from test_moves import on

DAY = "2026-06-01"


def conditions(root, env=None, ends=0):
    done = programs.run("module-catalog", "doctor", "--output-format", "json", cwd=root, env=env)
    assert done.returncode == ends, done.stdout + done.stderr
    return {one["name"]: (one["state"], one["remedy"]) for one in json.loads(done.stdout)["conditions"]}


def test_without_a_catalog_the_way_to_one_is_told(tmp_path):
    found = conditions(tmp_path)
    assert found["catalog"] == ("missing", "module-catalog init")
    assert {"editors", "evidence", "cache"} & found.keys() == set()
    assert found["site"] == found["drawings"] == ("there", "")


def test_what_a_catalog_lacks_is_told_with_what_to_run(project):
    root = project()
    found = conditions(root)
    assert found["catalog"] == ("there", "")
    assert found["editors"] == ("missing", "module-catalog schema --write")
    assert found["evidence"] == ("missing", "module-catalog audit --source PATH")
    on(DAY, "schema", "--write", cwd=root)
    assert conditions(root)["editors"] == ("missing", "# yaml-language-server: $schema=../module.schema.json")
    for file in (root / "catalog/modules").iterdir():
        file.write_text(f"# yaml-language-server: $schema=../module.schema.json\n{file.read_text()}")
    assert conditions(root)["editors"] == ("there", "")
    (root / "catalog/modules/new.yaml").write_text(CUDA)
    found = conditions(root, ends=1)
    assert found["catalog"] == ("wrong", "module-catalog check")
    assert found["editors"] == ("wrong", "module-catalog schema --write")


def test_what_this_machine_lacks_is_told(project):
    env = {"PATH": "/nowhere", "CI": "1", "SHELL": "/bin/fish"}
    found = conditions(project(), env)
    assert found["git"] == ("missing", "install git")
    assert found["cache"][0] == "missing"
    assert found["shell"] == ("there", "_MODULE_CATALOG_COMPLETE=fish_source module-catalog | source")


def test_people_read_a_mark_a_name_and_a_sentence(project):
    done = programs.run("module-catalog", "doctor", cwd=project(), env={"SHELL": None})
    lines = done.stdout.splitlines()
    assert lines[0].startswith("✓ program    module-catalog ")
    assert "- evidence   no audit has compared entries with a source tree" in lines
    assert "             module-catalog audit --source PATH" in lines
