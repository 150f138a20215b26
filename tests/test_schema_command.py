"""`module-catalog schema`: the JSON Schemas of a catalog, printed, written, and found when they are out of date."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from conftest import CATALOG, CUDA
from module_catalog.checks.gates import GATES
from sites import run

REPOSITORY = Path(__file__).parent.parent
OUTDATED = "this is no longer the schema of this catalog: run `module-catalog schema --write`"


def listed(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_the_schema_of_a_module_has_the_words_of_the_catalog_and_only_definitions_it_uses(project):
    done = run("module-catalog", "schema", cwd=project())
    schema = json.loads(done.stdout)
    assert list(schema)[:2] == ["$schema", "$comment"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$defs"]["kind"] == {
        "enum": ["core", "backend"],
        "enumDescriptions": ["Core part", "Backend"],
    }
    assert schema["$defs"]["stage"]["enum"] == ["S0", "S1", "S2", "deprecated", "removed"]
    assert set(schema["$defs"]) == set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', done.stdout))


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("module", ["name", "kind", "stage", "history"]),
        ("showcase", ["title", "kind", "url", "summary", "modules"]),
        ("people", ["people"]),
        ("catalog", ["name", "kinds"]),
        ("lifecycle", ["name", "stages", "transitions"]),
    ],
)
def test_each_sort_of_file_has_a_schema(name, required, project):
    done = run("module-catalog", "schema", name, cwd=project())
    schema = json.loads(done.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["required"] == required
    assert schema["$comment"] == f"Made by `module-catalog schema {name}`: do not edit."


@pytest.mark.parametrize("name", ["module", "showcase", "people", "lifecycle"])
def test_no_schema_has_a_choice_of_nothing_which_ajv_refuses(name, project):
    printed = run("module-catalog", "schema", name, cwd=project()).stdout
    assert '"enum": []' not in printed
    assert ('"not": {}' in printed) == (name == "module")


def test_roles_are_those_of_the_catalog(project):
    done = run(
        "module-catalog",
        "schema",
        "people",
        cwd=project({"catalog.yaml": CATALOG + "roles: {chair: Chair, hand: Hand}\n"}),
    )
    assert json.loads(done.stdout)["$defs"]["role"]["enum"] == ["chair", "hand"]


def test_a_broken_entry_does_not_keep_the_schema_from_being_printed(project):
    done = run("module-catalog", "schema", cwd=project({"modules/cuda.yaml": "name: [\n"}))
    assert done.returncode == 0
    assert json.loads(done.stdout)["$defs"]["known_module_id"]["enum"] == ["cuda", "loader"]


@pytest.mark.parametrize("arguments", [[], ["people"], ["--write"], ["--check"]])
def test_a_broken_catalog_file_ends_with_1_and_its_findings(arguments, project):
    root = project({"catalog.yaml": "name: Quokka\n"})
    done = run("module-catalog", "schema", *arguments, cwd=root)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error[MC102]: catalog.yaml has no `kinds`")
    assert list(root.glob("catalog/*.json")) == []


@pytest.mark.parametrize(
    "arguments", [["modules"], ["people", "--write"], ["people", "--check"], ["--write", "--check"]]
)
def test_wrong_use_ends_with_2(arguments, project):
    root = project()
    assert run("module-catalog", "schema", *arguments, cwd=root).returncode == 2
    assert list(root.glob("catalog/*.json")) == []


def test_write_puts_three_schemas_into_the_catalog_and_then_leaves_them_alone(project):
    root = project()
    names = ("module", "showcase", "people")
    first = run("module-catalog", "schema", "--write", cwd=root)
    assert (first.returncode, first.stdout) == (
        0,
        listed(*(f"Wrote catalog/{name}.schema.json." for name in names)),
    )
    for name in names:
        assert (root / f"catalog/{name}.schema.json").read_text() == run(
            "module-catalog", "schema", name, cwd=root
        ).stdout
    (root / "catalog/showcase.schema.json").write_text("{}")
    again = run("module-catalog", "schema", "--write", cwd=root / "catalog/modules")
    assert again.stdout == listed(
        "catalog/module.schema.json is up to date.",
        "Wrote catalog/showcase.schema.json.",
        "catalog/people.schema.json is up to date.",
    )


def test_write_follows_no_link_out_of_the_catalog(project):
    root = project()
    (root / "notes.txt").write_text("mine")
    (root / "catalog/module.schema.json").symlink_to(root / "notes.txt")
    assert run("module-catalog", "schema", "--write", cwd=root).returncode == 0
    assert (root / "notes.txt").read_text() == "mine"
    assert json.loads((root / "catalog/module.schema.json").read_text())["title"] == "Module entry"


def test_what_cannot_be_written_ends_with_2_and_one_line(project):
    root = project()
    (root / "catalog/module.schema.json").mkdir()
    done = run("module-catalog", "schema", "--write", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"module-catalog: {root}/catalog/module.schema.json cannot be written: Is a directory\n"
    )


def test_a_schema_that_is_out_of_date_is_a_finding(project):
    root = project()
    run("module-catalog", "schema", "--write", cwd=root)
    assert run("module-catalog", "check", cwd=root).returncode == 0
    (root / "catalog/catalog.yaml").write_text(
        CATALOG.replace("  core:", "  frontend: {name: Frontend}\n  core:")
    )
    done = run("module-catalog", "check", "--output-format", "concise", cwd=root)
    assert done.returncode == 1
    assert done.stdout == listed(
        f"catalog/module.schema.json:1:1: error[MC108]: {OUTDATED}",
        "Found 1 error in 2 modules and 1 showcase entry.",
    )
    only = run("module-catalog", "schema", "--check", cwd=root)
    assert (only.returncode, only.stdout) == (1, f"catalog/module.schema.json: {OUTDATED}\n")
    run("module-catalog", "schema", "--write", cwd=root)
    for command in ("check",), ("schema", "--check"):
        assert run("module-catalog", *command, cwd=root).returncode == 0


ROCM = CUDA.replace("CUDA", "ROCm").replace("src/cuda", "src/rocm")


def test_a_new_entry_outdates_no_schema_and_fmt_has_editors_offer_it(project):
    root = project()
    run("module-catalog", "schema", "--write", cwd=root)
    (root / "catalog/modules/rocm.yaml").write_text(ROCM)
    assert run("module-catalog", "check", cwd=root).returncode == 0
    asked = run("module-catalog", "fmt", "--check", cwd=root)
    written = ["catalog/module.schema.json", "catalog/showcase.schema.json"]
    assert (asked.returncode, asked.stdout) == (
        1,
        listed(*(f"Would format {path}" for path in written), "6 files already formatted"),
    )
    assert run("module-catalog", "schema", "--check", cwd=root).stdout == listed(
        *(f"{path}: {OUTDATED}" for path in written)
    )
    assert run("module-catalog", "fmt", cwd=root).returncode == 0
    known = json.loads((root / written[0]).read_text())["$defs"]
    assert known["known_module_id"] == {
        "enum": ["cuda", "loader", "rocm"],
        "enumDescriptions": ["CUDA", "Loader", "ROCm"],
    }
    assert known["known_toggle_of"]["enum"] == ["cuda/USE_CUDA", "rocm/USE_ROCm"]
    for command in ("fmt", "--check"), ("schema", "--check"):
        assert run("module-catalog", *command, cwd=root).returncode == 0


def test_fmt_writes_no_schema_that_was_never_written(project):
    root = project()
    assert run("module-catalog", "fmt", cwd=root).returncode == 0
    assert list(root.glob("catalog/*.json")) == []


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"x" * 1_000_000, None])
def test_whatever_else_stands_in_its_place_is_the_same_finding(content, project):
    root = project({"people.schema.json": content})
    if content is None:
        (root / "catalog/people.schema.json").mkdir()
    done = run("module-catalog", "check", "--output-format", "concise", cwd=root)
    assert done.stdout.splitlines()[:-1] == [f"catalog/people.schema.json:1:1: error[MC108]: {OUTDATED}"]


def test_a_checkout_that_turned_the_line_ends_is_no_finding(project):
    root = project()
    run("module-catalog", "schema", "--write", cwd=root)
    written = root / "catalog/module.schema.json"
    written.write_bytes(written.read_bytes().replace(b"\n", b"\r\n"))
    assert run("module-catalog", "check", cwd=root).returncode == 0


def test_this_project_s_own_schemas_are_written():
    assert [
        (REPOSITORY / f"catalog/{name}.schema.json").is_file() for name in ("module", "showcase", "people")
    ] == [True] * 3
    assert run("module-catalog", "schema", "--check", cwd=REPOSITORY).returncode == 0


FEATURES = CATALOG.replace("effective: 2026-01-01\n", "lifecycle: feature-stages\n")


def test_editors_know_what_a_stage_always_asks(project):
    root = project({"catalog.yaml": FEATURES})
    schema = json.loads(run("module-catalog", "schema", cwd=root).stdout)
    asked = {}
    for condition in schema["allOf"]:
        stage = condition.get("if", {}).get("properties", {}).get("stage", {}).get("const")
        if stage:
            asked.setdefault(stage, []).append(condition["then"]["errorMessage"])
    assert asked["stable"] == ["Stable requires an entry with `tests` and `links.docs`"]
    assert asked["alpha"] == ["Alpha requires a toggle that turns it off and is off by default"]


def test_a_schema_knows_no_dates_and_so_no_gates_that_hang_on_one(project):
    schema = json.loads(run("module-catalog", "schema", cwd=project()).stdout)
    assert not [
        condition
        for condition in schema["allOf"]
        if "const" in condition.get("if", {}).get("properties", {}).get("stage", {})
    ]


def test_the_schema_of_lifecycles_knows_every_gate_and_its_options(project):
    schema = json.loads(run("module-catalog", "schema", "lifecycle", cwd=project()).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    gate = schema["$defs"]["gate"]
    assert gate["properties"]["gate"]["enum"] == list(GATES)
    assert set(gate["properties"]) == {"gate"} | {name for kind in GATES.values() for name in kind.options}
    assert gate["properties"]["role"]["description"] == "people, champion: the role they must have."
    required = {
        case["if"]["properties"]["gate"]["const"]: case["then"].get("required") for case in gate["allOf"]
    }
    assert required["vote"] == ["rule"]
    assert "toggle" not in required
