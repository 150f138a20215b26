"""What a toggle was like in each release, and where it is."""

from __future__ import annotations

import pytest

from conftest import CUDA, found
from module_catalog.site.build import site_files

HISTORY = """\
toggles:
  - name: USE_CUDA
    mechanism: cmake
    default: 'OFF'
    enable: set(USE_CUDA ON)
    since: v1.0
    where: [compiler, runtime]
    url: https://quokka.example/cuda
    history:
      - {release: v1.0, stage: S0, default: 'ON'}
      - {release: v2.0, default: 'OFF', note: It was <slow>}
"""
ENTRY = CUDA.replace(
    "toggles: [{name: USE_CUDA, mechanism: cmake, default: 'OFF', enable: set(USE_CUDA ON)}]\n", HISTORY
)


def test_the_page_of_a_module_says_it_by_release(check):
    result = check({"modules/cuda.yaml": ENTRY})
    assert result.findings == ()
    page = {file.path: file.content for file in site_files(result)}["modules/cuda.md"]
    section = page.partition('id="section-toggles"')[2].partition("## ")[0]
    assert "since v1.0: S0 Scoped, on by default" in section
    assert "since v2.0: off by default – It was &lt;slow&gt;" in section
    assert "in compiler and runtime" in section
    assert 'href="https://quokka.example/cuda"' in section


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("since: v1.0", "since: v2.0", "since v2.0, and its history begins with v1.0"),
        (
            "default: 'OFF', note",
            "default: 'ON', note",
            "the default is `OFF`, but `ON` in the history",
        ),
        ("{release: v2.0, default", "{release: v1.0, default", "`v1.0` does not come after `v1.0`"),
        ("where:", "until: v2.0\n    where:", "gone since v2.0, and its history goes on with v2.0"),
        ("{release: v2.0, default", "{release: v2.1, default", "`v2.1` is not a release of the project"),
        (", stage: S0, default: 'ON'}", "}", "a row says which `stage` or which `default`"),
    ],
)
def test_a_history_that_cannot_be_is_told(check, old, new, says):
    (line,) = found(check({"modules/cuda.yaml": ENTRY.replace(old, new)}))
    assert says in line


@pytest.mark.parametrize(
    ("until", "after", "says"),
    [
        ("v1.0", "v3.0", "the row above ends with `v1.0`, and none is about `v2.0`: add or correct one"),
        ("v2.0", "v2.0", "the row above goes on until `v2.0`: correct one of the two"),
        ("v9.0", "v2.0", "`v9.0` is not a release of the project"),
        ("v1.0", "v2.0", ""),
    ],
)
def test_rows_of_a_history_that_leave_a_gap_or_overlap_are_told(check, until, after, says):
    entry = ENTRY.replace("v1.0, stage: S0", f"v1.0, until: {until}, stage: S0")
    entry = entry.replace("{release: v2.0, default: 'OFF'", f"{{release: {after}, default: 'OFF'")
    result = check({"modules/cuda.yaml": entry})
    assert [says in line for line in found(result)] == ([True] if says else [])


def test_a_page_says_until_when_the_last_row_holds(check):
    result = check({"modules/cuda.yaml": ENTRY.replace("note: It was", "until: v2.0, note: It was")})
    page = {one.path: str(one.content) for one in site_files(result)}["modules/cuda.md"]
    assert "since v2.0: off by default, until v2.0" in page


def test_what_is_planned_for_a_later_release_is_no_contradiction(check):
    later = HISTORY + "      - {release: v3.0, default: 'ON'}\n"
    assert check({"modules/cuda.yaml": ENTRY.replace(HISTORY, later)}).findings == ()


def test_a_release_that_is_out_may_have_no_day(check):
    catalog = """\
name: Quokka
effective: 2026-01-01
kinds: {core: {name: Core part}, backend: {name: Backend}}
releases: [{name: v1.0}, {name: v2.0, date: 2025-01-10}, {name: v2.1}]
upcoming: [v3.0]
"""
    entry = CUDA.replace("target: v3.0", "target: v2.1")
    result = check({"catalog.yaml": catalog, "modules/cuda.yaml": entry})
    assert [line.partition(" ")[2] for line in found(result)] == [
        "MC603 `v2.1` is out, and this is still planned: set a new target, or update the status"
    ]
    assert len(list(site_files(result))) > 20
