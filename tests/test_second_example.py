"""The example under another lifecycle: clean, built on every host, and in its own words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sites import dead_links, pages
from test_cli import run

EXAMPLE = Path(__file__).parent.parent / "examples/feature-stages"


@pytest.fixture
def example(tmp_path):
    return shutil.copytree(EXAMPLE, tmp_path / "tern", ignore=shutil.ignore_patterns("site"))


def test_it_is_clean_and_in_shape():
    assert (
        run("check", "--strict", cwd=EXAMPLE).stdout
        == "Checked 7 modules and 2 showcase entries: no findings.\n"
    )
    assert run("fmt", "--check", cwd=EXAMPLE).returncode == 0
    assert run("schema", "--check", cwd=EXAMPLE).returncode == 0


@pytest.mark.parametrize("host", ["mkdocs", "properdocs", "zensical"])
def test_its_site_has_no_dead_link_and_no_word_of_the_other_lifecycle(host, example, build):
    done = build(host, example)
    assert done.returncode == 0, done.stdout + done.stderr
    assert dead_links(example / "site") == []
    read = {path: page.text for path, page in pages(example / "site").items()}
    assert [path for path, text in read.items() if "Scoped" in text or "S0" in text or "TVM" in text] == []
