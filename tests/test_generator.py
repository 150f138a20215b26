"""The catalogs and source trees that benchmarks are run on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from module_catalog.checks import pipeline

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
import source_tree
from generator import TODAY, generated


@pytest.mark.parametrize("shape", [{}, {"mistakes": 0, "related": 20}, {"misspelt": True}])
def test_the_same_seed_gives_the_same_files(shape):
    assert generated(60, seed=3, **shape) == generated(60, seed=3, **shape)
    assert generated(60, seed=3, **shape) != generated(60, seed=4, **shape)


@pytest.mark.parametrize("related", [0, 40])
def test_a_catalog_without_mistakes_has_no_finding(tmp_path, related):
    generated(200, mistakes=0, related=related).write(tmp_path)
    assert pipeline.check(tmp_path, today=TODAY).findings == ()


def test_modules_of_the_related_kind_are_related_each_to_each():
    files = generated(60, related=20).files.values()
    mesh = [text for text in files if "\nkind: mesh\n" in text]
    assert sum(text.count("type: depends-on") for text in mesh) == 20 * 19 / 2


def test_the_same_catalog_gives_the_same_source_tree(tmp_path):
    generated(30, mistakes=0).write(tmp_path)
    trees = [source_tree.write(tmp_path, tmp_path / f"{name}.git", commits=10) for name in ("one", "other")]
    one, other = (subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=tree) for tree in trees)
    assert one == other


def test_a_source_tree_has_all_folders_of_its_catalog(tmp_path):
    generated(30, mistakes=0).write(tmp_path)
    tree = source_tree.write(tmp_path, tmp_path / "tree.git", commits=10)
    subprocess.run(
        [sys.executable, "-m", "module_catalog", "audit", "--source", tree], cwd=tmp_path, check=False
    )
    claims = json.loads((tmp_path / "catalog/evidence.json").read_text())["claims"]
    verdicts = {claim["verdict"] for claim in claims if claim["kind"] in ("namespace", "former", "declared")}
    assert verdicts == {"verified"}
