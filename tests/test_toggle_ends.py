"""Kinds of toggle, each with a longest life: what follows for toggles that do not say themselves when they end."""

from __future__ import annotations

import json

import pytest

from conftest import CATALOG, CUDA, found
from module_catalog.catalog.lifecycle import built_in
from module_catalog.site.build import site_files
from test_cli import run

KINDS = """\
toggle_kinds:
  experiment: {means: To try something out., days: 90}
  release: {means: 'Off until the release is out, then on.', releases: 1}
  rework: {means: To go back while something is rewritten., releases: 2}
  ops: {means: For those who run it.}
"""
CATALOG_WITH_KINDS = f"{CATALOG}lifecycle: lifecycle.yaml\n"


def files(said: str = "", kinds: str = KINDS, **others: str) -> dict[str, str]:
    """Return a catalog whose lifecycle has kinds of toggle, and whose toggle says something more."""
    return {
        "catalog.yaml": CATALOG_WITH_KINDS,
        "lifecycle.yaml": built_in("scoped-module") + kinds,
        "modules/cuda.yaml": CUDA.replace("default: 'OFF'", f"default: 'OFF'{said}"),
        **others,
    }


@pytest.mark.parametrize(
    ("said", "ended"),
    [
        ("kind: experiment, since: v2.0", "2025-04-10"),
        ("kind: release, since: v1.0", "v2.0"),
        ("kind: release, history: [{release: v1.0, default: 'OFF'}]", "v2.0"),
        ("kind: release, since: v2.0", None),
        ("kind: rework, since: v1.0", None),
        ("kind: ops, since: v1.0", None),
        ("kind: release", None),
        ("kind: release, since: v1.0, expires: v3.0", None),
        ("kind: release, since: v1.0, permanent: Hardware that not everybody has", None),
        ("kind: release, since: v1.0, until: v2.0", None),
        ("kind: experiment, since: 2026-05-31", None),
        ("kind: experiment, since: 9999-12-31", None),
    ],
)  # fmt: skip
def test_a_toggle_ends_when_it_has_lived_as_long_as_its_kind_may(said, ended, check):
    message = f"warning MC615 {ended}" if ended else None
    result = check(files(f", {said}"))
    lines = [one.message for one in result.findings if one.code == "MC615"]
    assert [f"warning MC615 {line.split(' by ')[1].split(',')[0]}" for line in lines] == (
        [message] if message else []
    )


def test_the_finding_says_from_what_the_end_follows_and_stands_at_the_kind(check):
    assert found(check(files(", kind: release, since: v1.0"))) == [
        "modules/cuda.yaml:7:68 MC615 `USE_CUDA` was to be gone by v2.0, as a toggle of the kind `release` that is there"
        " since v1.0: remove it and set `until`, set `expires`, or say under `permanent` why it stays"
    ]


def test_a_kind_that_the_lifecycle_does_not_name_is_a_finding(check):
    assert found(check(files(", kind: experimnt"))) == [
        "modules/cuda.yaml:7:68 MC104 `experimnt` is not a value of `kind`; allowed: `experiment`, `release`, `rework`, `ops`"
    ]


def test_where_the_lifecycle_names_no_kinds_none_is_taken(check):
    assert found(check(files(", kind: ops", kinds=""))) == [
        "modules/cuda.yaml:7:68 MC104 `ops` is not a value of `kind`: the project has no words for it yet, so remove the key"
    ]


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        ("{ops: {}}", "lifecycle.yaml:67:16 MC102 `ops` has no `means`: what such a toggle is for, in a sentence"),
        (
            "{ops: {means: To run it., days: 3, releases: 1}}",
            "lifecycle.yaml:67:16 MC107 a kind of toggle may live so many `days`, or in so many `releases`: keep one of the two",
        ),
        ("{ops: {means: To run it., days: 0}}", "lifecycle.yaml:67:47 MC106 `days` is 0; 1 is the smallest value allowed"),
        ("{}", "lifecycle.yaml:67:1 MC106 `toggle_kinds` is empty: name at least one"),
    ],
)  # fmt: skip
def test_a_kind_of_toggle_says_what_it_means_and_has_one_limit_at_most(kinds, message, check):
    line = len(built_in("scoped-module").splitlines()) + 1
    expected = message.replace(":67:", f":{line}:")
    assert expected in found(check(files(kinds=f"toggle_kinds: {kinds}\n")))


def test_pages_and_files_for_programs_say_the_kind_and_the_end(check):
    result = check(files(", kind: rework, since: v1.0"))
    made = {file.path: file.content for file in site_files(result)}
    says = [
        made["modules/toggles.md"],
        made["modules/cuda.md"],
    ]
    assert all(">rework</a>, to be gone by v3.0" in page for page in says)
    assert "For those who run it." in made["modules/stages.md"]
    assert "2 releases" in made["modules/stages.md"]
    assert json.loads(made["api/v1/toggles.json"])["toggles"][0]["end"] == "v3.0"
    kinds = json.loads(made["api/v1/catalog.json"])["lifecycle"]["toggle_kinds"]
    assert kinds["rework"] == {"means": "To go back while something is rewritten.", "releases": 2}


def test_a_toggle_whose_end_is_not_known_says_how_long_its_kind_may_live(check):
    made = {file.path: file.content for file in site_files(check(files(", kind: rework, since: v2.0")))}
    assert ">rework</a>, for at most 2 releases" in made["modules/toggles.md"]


def test_what_is_overdue_is_listed_by_owner(check, project):
    entry = CUDA.replace("default: 'OFF'", "default: 'OFF', kind: release, since: v1.0")
    shared = entry.replace("{person: eva, basis: MAINTAINERS file}", "{person: ana}, {person: ben}")
    named = {
        "modules/cuda.yaml": entry,
        "modules/rocm.yaml": shared.replace("CUDA", "ROCm").replace("src/cuda", "src/rocm"),
    }
    made = {file.path: file.content for file in site_files(check({**files(), **named}))}
    listed = made["modules/health.md"].partition('<li id="expired">')[2].partition("</li>")[0]
    assert [part.partition("</a>:")[0].rpartition(">")[2] for part in listed.split("; ")] == [
        "@ana",
        "@ben",
        "@eva",
    ]
    root = project({**files(), **named})
    said = run("remind", "--today", "2026-06-01", cwd=root).stdout
    assert said.count("was to be gone by v2.0") == 3
    assert run("show", "cuda", cwd=root).stdout.count("release, to be gone by v2.0") == 1


def test_a_catalog_without_kinds_says_nothing_of_them(check):
    made = {file.path: file.content for file in site_files(check())}
    assert "Kinds of toggle" not in made["modules/stages.md"]
    assert "toggle_kinds" not in json.loads(made["api/v1/catalog.json"])["lifecycle"]
