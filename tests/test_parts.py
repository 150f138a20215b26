"""Parts of a module that have a stage of their own."""

from __future__ import annotations

import json

from conftest import CUDA, found
from module_catalog.site.build import site_files

PARTS = """\
parts:
  - {id: linux, name: Linux, stage: S1, since: v2.0}
  - {id: windows, name: "Windows <b>", stage: S0, namespaces: [src/cuda/win], toggle: USE_CUDA, note: Builds only}
"""


def files_of(check):
    result = check({"modules/cuda.yaml": CUDA + PARTS})
    assert result.findings == ()
    return {file.path: file.content for file in site_files(result)}


def test_the_page_of_a_module_lists_its_parts_each_with_its_stage(check):
    page = files_of(check)["modules/cuda.md"]
    section = page.partition('id="section-parts"')[2].partition("## ")[0]
    for said in ("stages.md#s1", "stages.md#s0", "cuda/<wbr>win", "CUDA</code>", "Builds only"):
        assert said in section
    assert "<b>Windows <b>" not in section


def test_the_stage_of_a_module_is_not_computed_from_its_parts(check):
    files = files_of(check)
    assert json.loads(files["api/v1/modules/cuda.json"])["entry"]["stage"] == "S0"
    assert [part["stage"] for part in json.loads(files["api/v1/modules/cuda.json"])["entry"]["parts"]] == [
        "S1",
        "S0",
    ]


def test_a_part_has_a_badge(check):
    files = files_of(check)
    assert b"<title>CUDA Linux: S1 Integrated</title>" in files["badges/cuda/linux.svg"]
    assert 'href="../badges/cuda/linux.svg"' in files["modules/cuda.md"]


def test_two_parts_of_one_id_and_a_stage_that_is_not_there_are_told(check):
    entry = CUDA + PARTS.replace("id: windows", "id: linux").replace("stage: S1", "stage: S9")
    assert [line.partition(" ")[2][:5] for line in found(check({"modules/cuda.yaml": entry}))] == ["MC104"]
    entry = CUDA + PARTS.replace("id: windows", "id: linux")
    (line,) = found(check({"modules/cuda.yaml": entry}))
    assert "MC213 the id `linux` is taken by another part" in line
