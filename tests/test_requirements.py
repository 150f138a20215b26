"""What entries must say: what their lifecycle and their catalog require, and what is said to be unrecorded."""

from __future__ import annotations

import json

import pytest

from conftest import CATALOG, CUDA, LOADER, found
from module_catalog.catalog.settings import ModuleKind
from module_catalog.checks.readiness import readiness
from module_catalog.site.build import site_files
from programs import run

FEATURES = CATALOG.replace("effective: 2026-01-01", "effective: 2026-01-01\nlifecycle: feature-stages")
FEATURE = """\
name: Paging
kind: core
stage: alpha
owners: [{person: ana}]
history:
  - {event: entered, stage: alpha, release: v1.0}
"""
SHORT = """\
name: Loader
summary: Loads plugins when they are first used.
kind: core
stage: S1
unrecorded: [namespaces, owners, toggles, relations, roadmap]
history:
  - {date: 2025-01-01, event: entered, stage: S1, release: v2.0}
"""


def features(text, catalog=FEATURES):
    return {
        "catalog.yaml": catalog,
        "modules/loader.yaml": text,
        "modules/cuda.yaml": None,
        "showcase/fast.yaml": None,
    }


def without(key, text=LOADER):
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"{key}:"))


@pytest.mark.parametrize(
    ("key", "finding"),
    [
        ("name", "1:1 MC102 the entry has no `name`"),
        ("summary", "1:1 MC102 the entry has no `summary`"),
        ("owners", "1:1 MC102 the entry has no `owners`"),
        ("relations", "1:1 MC102 the entry has no `relations`"),
        ("namespaces", "1:1 MC102 the entry has no `namespaces`"),
        ("roadmap", "1:1 MC102 the entry has no `roadmap`"),
        ("no_toggle", "1:1 MC107 a module has `toggles`"),
        ("stands_alone", "8:1 MC107 `relations` is empty"),
        ("nothing_planned", "10:1 MC107 `roadmap` is empty"),
    ],
)
def test_scoped_modules_need_what_they_always_did(key, finding, check):
    files = {"modules/loader.yaml": without(key), "modules/cuda.yaml": None, "showcase/fast.yaml": None}
    (one,) = found(check(files))
    assert one.startswith(f"modules/loader.yaml:{finding}")


def test_a_removed_module_needs_neither_a_place_nor_a_plan(check):
    text = without("roadmap", without("namespaces", without("nothing_planned"))).replace("S1", "removed")
    codes = [line.split()[1] for line in found(check({"modules/loader.yaml": text}))]
    assert "MC102" not in codes


def test_a_feature_needs_little(check):
    assert found(check(features(FEATURE))) == []


def test_a_feature_needs_owners_or_to_say_that_they_are_unrecorded(check):
    (one,) = found(check(features(without("owners", FEATURE))))
    assert "MC102 the entry has no `owners`" in one
    assert found(check(features(without("owners", FEATURE) + "unrecorded: [owners]\n"))) == []


def test_a_reason_is_asked_for_only_where_something_is_required(check):
    assert found(check(features(FEATURE + "relations: []\nroadmap: []\n"))) == []
    (one,) = found(check(features(FEATURE + "relations: []\n", FEATURES + "requires: [relations]\n")))
    assert "MC107 `relations` is empty" in one


def test_a_catalog_requires_more_than_its_lifecycle(check):
    (one,) = found(check(features(FEATURE, FEATURES + "requires: [links]\n")))
    assert "MC102 the entry has no `links`" in one


def test_a_catalog_requires_only_fields_that_there_are(check):
    (one,) = found(check(features(FEATURE, FEATURES + "requires: [ownres]\n")))
    assert "MC104 `ownres` is not a value of an item of `requires`" in one


def test_a_lifecycle_of_a_project_requires_fields_at_single_stages(check):
    lifecycle = """\
name: Rings
stages:
  - {id: outer, name: Outer, means: It may change.}
  - {id: inner, name: Inner, means: It may not change., requires: [tests]}
transitions: [{from: null, to: outer}, {from: outer, to: inner}]
"""
    catalog = CATALOG + "lifecycle: lifecycle.yaml\n"
    files = {**features(FEATURE.replace("alpha", "outer"), catalog), "lifecycle.yaml": lifecycle}
    assert found(check(files)) == []
    files["modules/loader.yaml"] = FEATURE.replace("alpha", "inner")
    assert "MC102 the entry has no `tests`" in found(check(files))[0]


def test_one_line_says_what_is_unrecorded_in_place_of_a_sentence_each(check):
    assert (
        found(check({"modules/loader.yaml": SHORT, "modules/cuda.yaml": None, "showcase/fast.yaml": None}))
        == []
    )


@pytest.mark.parametrize(
    ("field", "line"), [("owners", "owners: [{person: ana}]"), ("toggles", "no_toggle: Always built.")]
)
def test_what_is_unrecorded_and_given_is_a_contradiction(field, line, check):
    text = SHORT.replace(f"{field}, ", "") + f"{line}\n"
    assert [one for one in found(check({"modules/loader.yaml": text})) if "MC112" in one] == []
    (one,) = [one for one in found(check({"modules/loader.yaml": f"{SHORT}{line}\n"})) if "MC112" in one]
    assert f"`{field}` is said to be unrecorded, and `{line.split(':')[0]}` is given" in one


def test_the_page_says_what_is_not_recorded_and_nothing_in_its_place(check):
    files = {"modules/loader.yaml": SHORT, "modules/cuda.yaml": None, "showcase/fast.yaml": None}
    text = next(one.content for one in site_files(check(files)) if one.path == "modules/loader.md")
    text = text if isinstance(text, str) else text.decode()
    assert "not recorded" in text
    assert "No relations:" not in text
    assert "Nothing is planned" not in text
    assert "No owner is declared yet" not in text


def test_editors_ask_for_what_the_lifecycle_requires(project):
    schema = json.loads(run("module-catalog", "schema", "module", cwd=project(features(FEATURE))).stdout)
    required = [key for one in schema["allOf"] for key in one["then"].get("required", ())]
    assert "owners" in required
    assert "relations" not in required


def test_a_long_summary_is_clipped_in_lists_and_whole_on_its_page(check):
    summary = "It reads " + "plugins and " * 20 + "ends."
    files = site_files(
        check({"modules/loader.yaml": LOADER.replace("Loads plugins when they are first used.", summary)})
    )
    texts = {one.path: one.content for one in files if one.path in ("modules/index.md", "modules/loader.md")}
    texts = {path: text if isinstance(text, str) else text.decode() for path, text in texts.items()}
    assert summary in texts["modules/loader.md"]
    assert "plugins…</td>" in texts["modules/index.md"] or "and…</td>" in texts["modules/index.md"]


@pytest.mark.parametrize(
    ("name", "plural"), [("Core part", "Core parts"), ("Backend", "Backends"), ("SIG Node", "SIG Node")]
)
def test_a_kind_without_a_plural_reads_well(name, plural):
    assert ModuleKind(name).plural == plural


ASIDE = """\
name: With a side track
stages:
  - {id: S0, name: Seed, means: It is in the ground.}
  - {id: S1, name: Tree, means: It is there., enter: [{gate: fields, of: [tests]}]}
  - {id: idle, name: Unmaintained, presence: aside, means: Nobody looks after it., enter: [{gate: fields, of: [tags]}]}
transitions:
  - {from: null, to: S0}
  - {from: S0, to: S1}
  - {from: S0, to: idle}
  - {from: S1, to: idle}
  - {from: idle, to: S0}
"""


def test_a_stage_beside_the_ladder_is_no_next_step_and_its_modules_are_there(check):
    idle = CUDA.replace("stage: S0\n", "stage: idle\n").replace("stage: S0,", "stage: idle,")
    files = {
        "catalog.yaml": CATALOG + "lifecycle: aside.yaml\n",
        "aside.yaml": ASIDE,
        "modules/cuda.yaml": f"{idle}tags: [old]\n",
        "modules/loader.yaml": LOADER,
    }
    result = check(files)
    assert found(result) == []
    catalog = result.catalog
    assert [stage.id for stage in catalog.lifecycle.live] == ["S0", "S1"]
    assert readiness(catalog.by_id["loader"], catalog).stage.id == "S1"
    pages = {one.path: str(one.content) for one in site_files(result)}
    assert "Requirements for" not in pages["modules/cuda.md"]
    assert "mc-is-gone" not in pages["modules/index.md"]
    assert not catalog.is_gone(catalog.by_id["cuda"])
