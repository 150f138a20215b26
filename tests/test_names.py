"""Who writes the name of something in place of its id, handle or word is told which one is meant."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import CATALOG, CUDA, PEOPLE, REPOSITORY, found
from module_catalog.catalog.reading.sources import Folder, Texts
from module_catalog.checks import pipeline


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("person: eva", "person: Eva Engel", "eva"),
        ("module: loader", "module: Loader", "loader"),
        ("stage: S0\nnamespaces", "stage: Scoped\nnamespaces", "S0"),
        ("stage: S0\nnamespaces", "stage: 0\nnamespaces", "S0"),
        ("kind: backend", "kind: Backends", "backend"),
        ("person: eva", "person: '@eva'", "eva"),
        ("person: eva", "person: “@eva”", "eva"),
        ("2025-03-01", "2025-3-1", "2025-03-01"),
        ("2025-03-01", "2025/03/01", "2025-03-01"),
        ("2025-03-01", "2025-14-03", "2025-03-14"),
        ("mechanism: cmake", "mechanism: CMake option", "cmake"),
        ("type: depends-on", "type: requires", "depends-on"),
        ("status: planned", "status: achieved", "done"),
        ("status: planned", "status: WIP", "in-progress"),
        ("event: entered", "event: graduated", "entered"),
        ("person: eva", "name: eva", "person"),
        ("basis: MAINTAINERS file", "role: maintainer", "as"),
        ("namespaces:", "folders:", "namespaces"),
        ("why: It is", "reason: It is", "why"),
    ],
)
def test_a_name_is_told_what_it_is_the_name_of(check, old, new, meant):
    assert old in CUDA
    result = check({"modules/cuda.yaml": CUDA.replace(old, new)})
    assert [finding.suggestion for finding in result.findings] == [meant]


def test_a_relation_seen_from_the_other_end_is_told_as_that(check):
    (line,) = found(check({"modules/cuda.yaml": CUDA.replace("type: depends-on", "type: required-by")}))
    assert "`required-by` is `depends-on` seen from the other end" in line
    assert "allowed" not in line


def test_a_name_that_two_have_means_neither(check):
    people = "people:\n  eva: {name: Eva Engel}\n  eve: {name: Eva Engel}\n  ana: {name: Ana}\n"
    entry = CUDA.replace("person: eva", "person: Eva Engel")
    result = check({"people.yaml": people, "modules/cuda.yaml": entry})
    assert [finding.suggestion for finding in result.findings if finding.code == "MC105"] == [None]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: backend", "kind: requires"),
        ("status: planned", "status: removed"),
        ("2025-03-01", "01.03.2025"),
        ("2025-03-01", "2025-31-31"),
        ("person: eva", "person: '@'"),
    ],
)
def test_what_no_other_word_is_meant_by_has_no_suggestion(check, old, new):
    result = check({"modules/cuda.yaml": CUDA.replace(old, new)})
    assert [finding.suggestion for finding in result.findings] == [None]


def test_a_misspelt_key_beside_the_right_one_is_told_as_that(check):
    own = "fields: {sig: {title: SIG}}\n"
    files = {"catalog.yaml": CATALOG + own, "modules/cuda.yaml": CUDA + "sig: Node\nsigg: Node\n"}
    assert found(check(files)) == [
        "modules/cuda.yaml:15:1 MC101 `sigg` is not a key of the entry, and `sig` is there already:"
        " keep one of the two"
    ]


@pytest.mark.parametrize("word", ["CUDA", "cuda"])
def test_a_module_in_place_of_the_toggle_that_is_required_is_told_as_that(check, word):
    rocm = CUDA.replace("CUDA", "ROCm").replace("src/cuda", "src/rocm")
    entry = rocm.replace("default: 'OFF'", f"default: 'OFF', requires: [{word}]")
    result = check({"modules/rocm.yaml": entry})
    assert found(result) == [
        f"modules/rocm.yaml:7:73 MC207 `{word}` is a module: name its toggle, `USE_CUDA`"
    ]
    assert result.findings[0].suggestion == "USE_CUDA"


def test_a_placeholder_for_a_person_is_told_once_whatever_rule_tells_it(check):
    entry = CUDA.replace("person: eva", "person: TBD")
    assert [one.code for one in check({"modules/cuda.yaml": entry}).findings] == ["MC109"]
    files = {"modules/cuda.yaml": entry, "catalog.yaml": CATALOG + "rules: {MC109: off}\n"}
    assert [one.code for one in check(files).findings] == ["MC501"]


def test_a_roster_that_cannot_be_read_fails_no_gate(check):
    people = PEOPLE.replace("role: committer}\nteams", "role: Committer}\nteams")
    asked = "{gate: people, in: owners, role: committer, more_than: 0}"
    lifecycle = f"""\
name: Rooms
stages: [{{id: S0, name: Attic, means: Up., stay: [{asked}]}}, {{id: S1, name: Hall, means: Down.}}]
transitions: [{{from: null, to: S0}}, {{from: S0, to: S1}}]
"""
    files = {
        "people.yaml": people,
        "rooms.yaml": lifecycle,
        "catalog.yaml": CATALOG + "lifecycle: rooms.yaml\n",
    }
    assert [one.code for one in check(files).findings] == ["MC104"]


def test_a_rule_that_does_not_exist_cannot_be_weighed(check):
    (line,) = found(check({"catalog.yaml": CATALOG + "rules: {MC999: off}\n"}))
    assert line.startswith("catalog.yaml:12:9 MC105 `MC999` must be the code of a rule such as `MC404`")


def test_one_wrong_stage_is_one_finding_in_a_real_catalog():
    source = Folder(REPOSITORY)
    files = {
        path: source.text(path).text for path in source.below("catalog") if not path.endswith(".schema.json")
    }
    relax = "catalog/modules/relax.yaml"
    result = pipeline.check_source(
        Texts({**files, relax: files[relax].replace("stage: S2\n", "stage: S0\n", 1)}),
        today=date(2026, 11, 26),
    )
    assert [(one.code, one.place.path) for one in result.findings] == [("MC401", relax)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "[src/cuda]",
            "src/cuda, src/ptx",
            "not `src/cuda, src/ptx`: write `namespaces: [src/cuda, src/ptx]`",
        ),
        ("[src/cuda]", "\n  src/cuda\n  - src/ptx", ": write `namespaces: [src/cuda, src/ptx]`"),
        (
            "[{person: eva, basis: MAINTAINERS file}]",
            "eva, ana",
            ": write `owners: [{person: eva}, {person: ana}]`",
        ),
        (
            "{type: depends-on, module: loader, why: It is loaded by it}",
            "loader",
            "not `loader`: it needs `type` and `why`",
        ),
    ],
)
def test_a_word_in_place_of_a_list_or_a_mapping_is_told_what_to_write(check, old, new, says):
    assert old in CUDA
    (line,) = found(check({"modules/cuda.yaml": CUDA.replace(old, new)}))
    assert line.endswith(says)
