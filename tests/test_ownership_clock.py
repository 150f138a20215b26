"""Owners confirm by a date, and toggles have an end: what is found when the day has passed."""

from __future__ import annotations

import pytest

from conftest import CATALOG, CUDA, LOADER, found

LIMIT = CATALOG + "limits: {confirm_days: 365}\n"


@pytest.mark.parametrize(
    ("owner", "is_found"),
    [
        ("{person: ana, confirmed: 2026-05-01}", False),
        ("{person: ana, confirmed: 2025-05-01}", True),
        ("{person: ana, since: 2026-05-01}", False),
        ("{person: ana, since: v1.0}", True),
        ("{person: ana}", True),
        ("{person: ana, confirmed: 2020-05-01, until: 2025-01-01}, {person: ben, confirmed: 2026-05-01}", False),
    ],
)  # fmt: skip
def test_an_owner_says_so_again_within_the_limit_and_begins_with_a_day(owner, is_found, check):
    entry = LOADER.replace("owners: [{person: ana}]", f"owners: [{owner}]")
    cuda = CUDA.replace("basis: MAINTAINERS file", "confirmed: 2026-05-01")
    result = check({"catalog.yaml": LIMIT, "modules/loader.yaml": entry, "modules/cuda.yaml": cuda})
    assert any("MC505" in line for line in found(result)) == is_found


def test_without_a_limit_nobody_has_to_say_so_again(check):
    assert found(check()) == []


@pytest.mark.parametrize(
    ("said", "is_found"),
    [
        ("expires: 2026-05-31", True),
        ("expires: 2026-06-02", False),
        ("expires: v2.0", True),
        ("expires: v3.0", False),
        ("expires: v2.0, until: v2.0", False),
        ("permanent: Hardware that not everybody has", False),
    ],
)
def test_a_toggle_is_gone_by_the_day_or_the_release_that_was_set(said, is_found, check):
    entry = CUDA.replace("default: 'OFF'", f"default: 'OFF', {said}")
    assert any("MC615" in line for line in found(check({"modules/cuda.yaml": entry}))) == is_found


def test_a_release_by_which_a_toggle_is_to_be_gone_is_one_of_the_project(check):
    entry = CUDA.replace("default: 'OFF'", "default: 'OFF', expires: 2.0")
    assert "MC602" in found(check({"modules/cuda.yaml": entry}))[0]
