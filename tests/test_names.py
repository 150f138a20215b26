"""Who writes the name of something in place of its id, handle or word is told which one is meant."""

from __future__ import annotations

import pytest

from conftest import CUDA, found


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("person: eva", "person: Eva Engel", "eva"),
        ("module: loader", "module: Loader", "loader"),
        ("stage: S0\nnamespaces", "stage: Scoped\nnamespaces", "S0"),
        ("stage: S0\nnamespaces", "stage: 0\nnamespaces", "S0"),
        ("kind: backend", "kind: Backends", "backend"),
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
