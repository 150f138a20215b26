"""Every date and count at its edge: just before, on it, just after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conftest import CATALOG, CUDA, TODAY, found
from module_catalog.audit.languages.cpp import Headers
from module_catalog.catalog.entries import Vote, Waiver
from module_catalog.catalog.model import Person
from module_catalog.checks.gates import is_grandfathered
from module_catalog.checks.gates.decisions import MAJORITIES
from module_catalog.site.pages.compatibility import _is_full
from repositories import commit, repository, said, survey

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("rule", "votes", "is_won"),
    [
        ("majority", (1, 1), False),
        ("majority", (2, 1), True),
        ("majority", (0, 0), False),
        ("two-thirds", (3, 2), False),
        ("two-thirds", (4, 2), True),
        ("two-thirds", (1, 0), True),
        ("two-thirds", (0, 0), False),
        ("lazy-two-thirds", (2, 0), False),
        ("lazy-two-thirds", (3, 0), True),
        ("lazy-two-thirds", (2, 1), True),
        ("lazy-two-thirds", (3, 2), False),
        ("lazy-two-thirds", (4, 2), True),
    ],
)
def test_a_vote_is_won_from_so_many_on(rule, votes, is_won):
    assert MAJORITIES[rule](Vote(*votes)) is is_won


@pytest.mark.parametrize(
    ("until", "has_left"), [(TODAY - DAY, True), (TODAY, True), (TODAY + DAY, False), (None, False)]
)
def test_who_leaves_on_a_day_has_left_on_it(until, has_left):
    assert Person("ana", "Ana", until=until).has_left(TODAY) is has_left


@pytest.mark.parametrize(("until", "holds"), [(TODAY - DAY, False), (TODAY, True), (TODAY + DAY, True)])
def test_a_waiver_holds_on_its_last_day(until, holds):
    assert Waiver("MC705", "It changes soon", until).holds(TODAY) is holds


@pytest.mark.parametrize(
    ("target", "has_passed"),
    [(TODAY - DAY, True), (TODAY, True), (TODAY + DAY, False)],
    ids=["before", "today", "after"],
)
def test_a_target_has_passed_on_its_day(target, has_passed, check):
    lines = found(check({"modules/cuda.yaml": CUDA.replace("target: v3.0", f"target: {target}")}))
    assert any("MC603" in line for line in lines) is has_passed


@pytest.mark.parametrize(
    ("entered", "basis", "expected"),
    [
        ("2025-12-31", "", True),
        ("2026-01-01", "", False),
        ("2026-01-02", "", False),
        ("2025-12-31", ", basis: reading", True),
        ("2026-01-01", ", basis: reading", True),
        ("2026-01-02", ", basis: reading", False),
    ],
)
def test_who_enters_on_the_day_the_rules_take_effect_is_bound_by_them(entered, basis, expected, check):
    text = CUDA.replace(
        "{date: 2025-03-01, event: entered, stage: S0, basis: reading}",
        f"{{date: {entered}, event: entered, stage: S0{basis}}}",
    )
    catalog = check({"modules/cuda.yaml": text, "catalog.yaml": CATALOG}).catalog
    assert is_grandfathered(catalog.by_id["cuda"], catalog) is expected


@pytest.mark.parametrize(
    ("inside", "outside", "counts"),
    [(1, 2, True), (1, 3, False), (3, 7, True), (3, 8, False), (2, 4, True)],
    ids=["three files", "four, a quarter inside", "30 of 100", "less than 30 of 100", "a third"],
)
def test_a_commit_is_focused_up_to_three_files_or_from_30_in_100_on(inside, outside, counts, tmp_path):
    source = repository(tmp_path / "source")
    commit(
        source,
        {"src/engine/first.cc": "", **{f"other/{number}.cc": "" for number in range(99)}},
        day="2020-01-01",
    )
    files = {f"src/engine/{number}.cc": "x" for number in range(inside)} | {
        f"other/{number}.cc": "x" for number in range(outside)
    }
    commit(source, files, day="2026-05-01", author="Ben Bauer <ben@quokka.example>")
    (line,) = said(
        survey("# modules/engine.yaml\nkind: core\n", source, only=("activity",)), "engine", "activity"
    )
    assert ("in the year before: 1," in line) is counts, line


@pytest.mark.parametrize(
    ("pairs", "rows", "columns", "is_full"),
    [
        (2, 2, 1, False),
        (3, 3, 1, True),
        (3, 3, 3, True),
        (3, 5, 2, False),
        (6, 6, 3, True),
        (12, 6, 6, True),
        (14, 6, 7, False),
    ],
)
def test_a_matrix_is_drawn_from_a_third_on_and_up_to_six_columns(pairs, rows, columns, is_full):
    assert _is_full(pairs, rows, columns) is is_full


def test_an_include_that_could_be_two_files_is_none_of_them():
    one, other = "a/include/foo/foo.h", "b/include/foo/foo.h"
    assert Headers([one]).find("foo/foo.h", "apps/main.cc") == one
    assert Headers([one, other]).find("foo/foo.h", "apps/main.cc") is None


@pytest.mark.parametrize(("days", "is_due"), [(29, True), (30, False), (31, False)])
def test_a_review_is_overdue_the_day_after_its_limit(days, is_due, check):
    reviewed = date(2026, 5, 2)
    assert (TODAY - reviewed).days == 30
    settings = CATALOG + f"limits: {{review_days: {days}}}\n"
    catalog = check({"catalog.yaml": settings, "modules/cuda.yaml": CUDA + f"reviewed: {reviewed}\n"}).catalog
    assert catalog.is_overdue(catalog.by_id["cuda"]) is is_due
