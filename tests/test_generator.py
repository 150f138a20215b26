"""The catalogs that benchmarks are run on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from module_catalog.checks import pipeline

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
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
