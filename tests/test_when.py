"""Dates of the history that are a day, a month, a year, or not recorded."""

from __future__ import annotations

import json
from datetime import date

import pytest

from conftest import CATALOG, LOADER, found
from module_catalog.catalog.when import UNDATED, When
from module_catalog.site.build import site_files
from module_catalog.site.changes import changes_of
from module_catalog.site.drawings.timeline import timelines

ENTERED = "  - {date: 2025-01-01, event: entered, stage: S1, release: v2.0}\n"
ALONE = {"modules/cuda.yaml": None, "showcase/fast.yaml": None}


def dated(*events, catalog=CATALOG):
    start = LOADER[: LOADER.index("  - {date")]
    lines = "".join(f"  - {{{event}}}\n" for event in events)
    return {"modules/loader.yaml": start + lines, "catalog.yaml": catalog, **ALONE}


def pages(result):
    return {
        one.path: one.content if isinstance(one.content, str) else one.content.decode()
        for one in site_files(result)
        if one.path.endswith((".md", ".json"))
    }


@pytest.mark.parametrize("text", ["2023-05-03", "2023-05", "2023", "unknown"])
def test_a_date_is_written_as_it_was_read(text):
    assert str(When.read(text)) == text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-05-03", date(2023, 5, 3), date(2023, 5, 3)),
        ("unknown", None, None),
    ],
)
def test_a_date_has_the_days_it_may_be(text, first, last):
    assert (When.read(text).first, When.read(text).last) == (first, last)


def test_a_date_covers_what_says_the_same_more_exactly():
    assert When(2023).covers(When(2023, 5, 3))
    assert UNDATED.covers(When(2023))
    assert not When(2023, 5).covers(When(2023))


@pytest.mark.parametrize(
    "when", ["date: 2024-03", "date: 2024", "date: unknown", "release: v1.0", "date: 2024, release: v2.0"]
)
def test_an_event_has_as_much_of_a_date_as_is_known(when, check):
    assert found(check(dated(f"{when}, event: introduced", "date: 2025, event: entered, stage: S1"))) == []


@pytest.mark.parametrize("when", ["2024-13", "2024-02-30", "24", "May 2024", "2024-5", "2024-14-05"])
def test_what_is_no_date_is_one_finding(when, check):
    (one,) = found(check(dated(f"date: {when}, event: entered, stage: S1")))
    assert f"MC105 `{when}` must be a day such as 2026-01-31, a month such as 2026-01" in one


def test_an_event_without_date_and_release_is_asked_for_one(check):
    (one,) = found(check(dated("event: entered, stage: S1")))
    assert "MC107 an event has a `date`, or the `release` it came with" in one


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("date: 2024-05", "date: 2024-05-03", False),
        ("date: 2024-05-03", "date: 2024-05", False),
        ("date: 2024-05-03", "date: 2024-04", True),
        ("date: 2024", "date: 2023", True),
        ("date: unknown", "date: 2023", False),
        ("release: v2.0", "release: v1.0", True),
        ("release: v2.0", "date: 2024-01-01", False),
        ("date: 2025-12-01", "release: v1.0", True),
    ],
)
def test_events_are_out_of_order_only_when_that_is_certain(before, after, wrong, check):
    result = check(dated(f"{before}, event: introduced", f"{after}, event: entered, stage: S1"))
    assert bool([one for one in found(result) if "MC601" in one]) == wrong


def test_a_wrong_day_of_a_release_is_one_finding_and_not_one_in_every_entry_that_names_it(check):
    catalog = CATALOG.replace("{name: v2.0, date: 2025-01-10}", "{name: v2.0, date: 2020-01-10}")
    assert catalog != CATALOG
    result = check(dated("date: 2025-01-03, event: entered, stage: S1, release: v2.0", catalog=catalog))
    assert [one.split()[1] for one in found(result)] == ["MC609"]


@pytest.mark.parametrize(
    ("when", "wrong"),
    # The day in tests is 2026-06-01; in New Zealand the next one began at noon of it.
    [("2026", False), ("2026-06-02", False), ("2026-06-03", True), ("2027-01", True), ("2027", True)],
)
def test_a_date_is_in_the_future_only_when_all_its_days_are_wherever_one_is(when, wrong, check):
    result = check(dated(f"date: {when}, event: entered, stage: S1"))
    assert bool([one for one in found(result) if "MC605" in one]) == wrong


def test_a_date_in_the_future_is_one_finding_and_what_follows_it_is_compared_with_what_came_before(check):
    future = "date: 2095-01-01, event: changed"
    entered = "event: entered, stage: S1"
    assert [one.split()[1] for one in found(check(dated(future, f"date: 2024-05-03, {entered}")))] == [
        "MC605"
    ]
    before = "date: 2024-06-01, event: introduced"
    assert [
        one.split()[1] for one in found(check(dated(before, future, f"date: 2024-05-03, {entered}")))
    ] == ["MC605", "MC601"]


@pytest.mark.parametrize(
    ("when", "binds"),
    [
        ("date: 2025", False),
        ("date: 2026", False),
        ("date: 2026-02", True),
        ("date: unknown", False),
        ("release: v1.0", False),
    ],
)
def test_what_enters_a_stage_requires_binds_who_certainly_entered_after_it_took_effect(when, binds, check):
    result = check(
        dated(f"{when}, event: entered, stage: S1", catalog=CATALOG.replace("2026-01-01", "2026-01-15"))
    )
    assert bool([one for one in found(result) if "MC413" in one]) == binds


def test_a_finding_says_as_much_as_is_known(check):
    result = check(dated("date: 2026-02, event: entered, stage: S1"))
    assert any("`loader` entered S1 in 2026-02, which requires" in one for one in found(result))


def test_pages_show_a_month_as_a_month(check):
    shown = pages(check(dated("date: 2023-05, event: introduced", "date: 2024, event: entered, stage: S1")))
    assert '<time datetime="2023-05">May 2023</time>' in shown["modules/loader.md"]
    assert '<time datetime="2024">2024</time>' in shown["modules/loader.md"]
    assert "since 2024" in shown["modules/loader.md"]
    assert '<time datetime="2023-05">May 2023</time>' in shown["modules/changes.md"]


def test_pages_show_the_release_of_what_has_no_date_and_say_what_is_not_recorded(check):
    shown = pages(
        check(dated("date: unknown, event: introduced", "release: v1.0, event: entered, stage: S1"))
    )
    assert '<span class="mc-undated">not recorded</span>' in shown["modules/loader.md"]
    assert '<span class="mc-undated">v1.0</span>' in shown["modules/loader.md"]
    assert "since v1.0" in shown["modules/loader.md"]
    assert "Date not recorded" in shown["modules/changes.md"]


def test_what_came_with_a_release_to_come_is_not_released_yet(check):
    events = ("date: 2024, event: introduced", "release: v3.0, event: entered, stage: S1")
    shown = pages(
        check(dated(*events, catalog=CATALOG.replace("effective: 2026-01-01\n", "effective: 2026-09-01\n")))
    )
    assert ">v3.0" in shown["modules/changes.md"]


def test_changes_are_newest_first_whatever_is_known_of_their_dates(check):
    events = (
        "date: unknown, event: introduced",
        "date: 2023, event: changed",
        "date: 2023-05, event: changed",
        "date: 2023-05-09, event: entered, stage: S1",
    )
    found_ = changes_of(check(dated(*events)).catalog)
    assert [str(one.when) for one in found_] == ["2023-05-09", "2023-05", "2023", "unknown"]


def test_feeds_have_what_has_a_day(check):
    catalog = CATALOG + "site: https://quokka.example/catalog/\n"
    events = ("date: 2023-05, event: introduced", "date: 2024-05-09, event: entered, stage: S1")
    (feed,) = [
        text
        for path, text in pages(check(dated(*events, catalog=catalog))).items()
        if path.endswith("feed.json")
    ]
    assert [one["date_published"][:10] for one in json.loads(feed)["items"]] == ["2024-05-09"]


def test_a_module_without_any_date_has_no_line_in_the_chart(check):
    result = check(dated("date: unknown, event: introduced", "date: unknown, event: entered, stage: S1"))
    (chart,) = timelines(result.catalog)
    assert [line.segments for line in chart.lines] == [()]


def test_pages_do_not_say_before_where_that_is_not_recorded(check):
    shown = pages(check(dated("date: unknown, event: entered, stage: S1")))
    assert (
        "1 of them is grandfathered because it is not recorded whether it entered before"
        in shown["modules/stages.md"]
    )
    assert "It is grandfathered" not in shown["modules/stages.md"]
