"""The words of lists that a project declares beside the built-in ones."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator

from conftest import CATALOG, CUDA, LOADER, WORK, found
from module_catalog.catalog.settings import ModuleKind
from module_catalog.checks.pipeline import schema_text
from module_catalog.site.build import site_files
from module_catalog.site.exports.graph import graph

DECLARED = """\
relations:
  tests: {inverse: tested-by, line: dashed}
  mirrors: {label: is a mirror of}
mechanisms:
  helm: {name: Helm value}
copy_to: {helm: values.yaml}
events:
  donated: Given to the project.
rfc_statuses:
  last-call: in last call
showcase_kinds:
  podcast: podcast
"""
OWN = (
    CUDA.replace(
        "{type: depends-on, module: loader, why: It is loaded by it}",
        "{type: tests, module: loader, why: It runs it}",
    )
    .replace("mechanism: cmake", "mechanism: helm")
    .replace("history:\n", "history:\n  - {date: 2025-02-01, event: donated}\n")
    + "rfcs: [{title: Take it, status: last-call}]\n"
)
FILES = {
    "catalog.yaml": CATALOG + DECLARED,
    "modules/cuda.yaml": OWN,
    "showcase/fast.yaml": WORK.replace("kind: paper", "kind: podcast"),
}


def pages_of(check, files=FILES):
    result = check(files)
    assert result.findings == ()
    return {file.path: file.content for file in site_files(result)}


def test_pages_say_them_from_both_ends(check):
    pages = pages_of(check)
    assert "<dt>tests</dt>" in pages["modules/cuda.md"]
    assert "<dt>tested by</dt>" in pages["modules/loader.md"]
    assert "mc-line-dashed" in pages["modules/cuda.md"]
    assert "Given to the project." in pages["modules/cuda.md"]
    assert "in last call" in pages["modules/cuda.md"]
    assert "## Helm values" in pages["modules/toggles.md"]
    assert "values.yaml" in pages["modules/toggles.md"]
    assert "podcast <small>" not in pages["showcase/index.md"]  # A kind that all have narrows nothing.
    assert ">podcast</text>" in pages["showcase/index.md"]


def test_programs_get_them_and_a_schema_that_knows_them(check):
    pages = pages_of(check)
    loader = json.loads(pages["api/v1/modules/loader.json"])
    assert loader["inverse_relations"] == [{"type": "tested-by", "module": "cuda", "why": "It runs it"}]
    schema = json.loads(pages["api/v1/schema.json"])
    for path in ("modules/loader.json", "modules/cuda.json", "showcase.json"):
        Draft202012Validator(schema).validate(json.loads(pages[f"api/v1/{path}"]))
    assert b'relation="tests"' in graph.content(check(FILES).catalog)


def test_editors_know_them(check):
    schema = json.loads(schema_text("module", check(FILES).catalog))
    assert schema["$defs"]["relation"]["enum"][-2:] == ["tests", "mirrors"]
    assert "donated" in schema["$defs"]["event"]["enum"]


def test_without_an_inverse_a_relation_is_the_same_from_both_ends(check):
    files = {**FILES, "modules/cuda.yaml": OWN.replace("type: tests", "type: mirrors")}
    pages = pages_of(check, files)
    assert "<dt>is a mirror of</dt>" in pages["modules/loader.md"]
    back = LOADER.replace(
        "relations: []\nstands_alone: It touches nothing else.",
        "relations: [{type: mirrors, module: cuda, why: So}]",
    )
    assert "MC303" in found(check({**files, "modules/loader.yaml": back}))[0]


def test_the_word_of_an_inverse_is_told_where_to_write_the_relation(check):
    (line,) = found(check({**FILES, "modules/cuda.yaml": OWN.replace("type: tests", "type: tested-by")}))
    assert "`tested-by` is `tests` seen from the other end" in line


def test_a_row_of_a_built_in_word_changes_what_it_says_and_no_more(check):
    forbidden = CATALOG + "relations: {depends-on: {may_cycle: false, label: builds upon}}\n"
    back = LOADER.replace(
        "relations: []\nstands_alone: It touches nothing else.",
        "relations: [{type: depends-on, module: cuda, why: So}]",
    )
    assert not [line for line in found(check({"modules/loader.yaml": back})) if "MC305" in line]
    told = found(check({"catalog.yaml": forbidden, "modules/loader.yaml": back}))
    (line,) = [line for line in told if "MC305" in line]
    assert "MC305 `depends-on` forms a cycle, `cuda` → `loader` → `cuda`" in line
    page = pages_of(check, {"catalog.yaml": forbidden})["modules/cuda.md"]
    assert "<dt>builds upon</dt>" in page
    assert "needed by" in pages_of(check, {"catalog.yaml": forbidden})["modules/loader.md"]


def test_words_of_a_project_stay_words(check):
    name = "<img src=x onerror=alert(1)> {{ 7*7 }} `a`"
    declared = re.sub(
        r"Given to the project\.|in last call|: podcast|Helm value|is a mirror of",
        lambda said: f"{said[0][:2] if said[0][0] == ':' else ''}'{name[:40]}'",
        DECLARED,
    )
    for page in pages_of(check, {**FILES, "catalog.yaml": CATALOG + declared}).values():
        assert "<img src=x" not in str(page)


def test_a_mistake_in_them_is_the_only_finding(check):
    (line,) = found(
        check({**FILES, "catalog.yaml": CATALOG + DECLARED.replace("line: dashed", "line: dashd")})
    )
    assert line.startswith("catalog.yaml:13:37 MC104 `dashd` is not a value of `line`")


KINDS = CATALOG.replace("core: {name: Core part}", "core: {name: Core part}\n  whole: {name: Whole}").replace(
    "backend: {name: Backend}", "backend: {name: Backend, parent: whole}\n  gpu: {name: GPU, parent: backend}"
)
GPU = {"catalog.yaml": KINDS, "modules/cuda.yaml": CUDA.replace("kind: backend", "kind: gpu")}


def test_a_kind_has_the_modules_of_its_parts(check):
    pages = pages_of(check, GPU)
    for kind in ("whole", "backend", "gpu"):
        assert "cuda.md" in pages[f"modules/by-kind/{kind}.md"]
        assert f'name="kind" value="{kind}"' in pages["modules/index.md"]
    assert 'data-is="stage:S0 kind:gpu kind:backend kind:whole' in pages["modules/index.md"]
    assert '<a href="backend.md">Backends <small>1</small></a>' in pages["modules/by-kind/whole.md"]
    assert 'A part of <a href="whole.md">Wholes</a>.' in pages["modules/by-kind/backend.md"]
    kinds = {one["id"]: one for one in json.loads(pages["api/v1/catalog.json"])["kinds"]}
    assert (kinds["gpu"]["parent"], kinds["gpu"]["modules"], kinds["whole"]["modules"]) == ("backend", 1, 0)


def test_parents_that_are_unknown_or_form_a_cycle_are_told(check):
    (line,) = found(check({**GPU, "catalog.yaml": KINDS.replace("parent: backend", "parent: backnd")}))
    assert "MC216 `backnd` is no kind of this catalog" in line
    circle = KINDS.replace("whole: {name: Whole}", "whole: {name: Whole, parent: gpu}")
    (line,) = found(check({**GPU, "catalog.yaml": circle}))
    assert "MC216 kinds form a cycle, `backend` → `whole` → `gpu` → `backend`" in line


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("Library", "Libraries"),
        ("Gateway", "Gateways"),
        ("Patch", "Patches"),
        ("Bus", "Buses"),
        ("Board", "Boards"),
        ("Message bus", "Message buses"),
        ("SIG Node", "SIG Node"),
    ],
)
def test_a_kind_without_a_plural_has_that_of_an_english_noun(name, plural):
    assert ModuleKind(name).plural == plural
