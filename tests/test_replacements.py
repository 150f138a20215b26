"""A module that is replaced by several."""

from __future__ import annotations

import pytest

from conftest import found
from module_catalog.site.build import site_files
from test_pages import TREES

BOTH = TREES.replace("replacement: graphs", "replacement: [loader, cuda]")


def test_pages_name_all_that_replace_a_module(check):
    assert BOTH != TREES
    result = check({"modules/trees.yaml": BOTH})
    assert result.findings == ()
    pages = {file.path: file.content for file in site_files(result)}
    both = '<a href="loader.md">Loader</a> and <a href="cuda.md">CUDA</a>'
    assert f"Use {both} instead." in pages["modules/trees.md"]
    assert "Trees was replaced by" in pages["modules/toggles.md"]
    assert (
        pages["modules/toggles.md"].partition("Trees was replaced by")[2].partition(".</")[0].count("<a ")
        >= 2
    )


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        ("[loader, cudda]", "MC201 no module has the id `cudda`"),
        ("[loader, Cuda]", "MC105 `Cuda` must be lower-case letters and digits, joined by `-`, `_` or `.`"),
        ("Cuda", "MC105 `Cuda` must be lower-case letters and digits, joined by `-`, `_` or `.`"),
        ("[loader, loader]", "MC106 "),
        ("[]", "MC106 "),
        ("12", "MC201 no module has the id `12`"),
        ("{a: b}", "MC103 `replacement` must be text"),
    ],
)
def test_a_mistake_in_one_is_one_finding_at_its_place(said, finding, check):
    (line,) = found(
        check({"modules/trees.yaml": TREES.replace("replacement: graphs", f"replacement: {said}")})
    )
    assert finding in line
