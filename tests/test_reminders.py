"""`remind`: what has passed and what is due soon, by owner."""

from __future__ import annotations

import json

from conftest import CATALOG, CUDA, LOADER
from test_cli import run

FILES = {
    "catalog.yaml": CATALOG + "site: https://quokka.example/docs/\nlimits: {review_days: 365}\n",
    "modules/loader.yaml": LOADER.replace(
        "roadmap: []\nnothing_planned: Waiting for users.\n",
        "roadmap:\n"
        "  - {title: Faster start, status: planned, target: 2026-06-20}\n"
        "  - {title: Later, status: planned, target: 2026-12-01}\n"
        "  - {title: Overdue, status: planned, target: 2026-01-01}\n",
    )
    + "reviewed: 2025-06-10\n",
    "modules/cuda.yaml": CUDA.replace(
        "owners: [{person: eva, basis: MAINTAINERS file}]", "owners: []\nseeking_owners: true"
    )
    + "reviewed: 2024-01-01\n",
}
DAY = ("--today", "2026-06-01")


def test_what_has_passed_and_what_is_due_is_listed_by_owner_and_nobody_last(project):
    done = run("remind", *DAY, cwd=project(FILES))
    assert done.stdout.splitlines() == [
        "ana",
        "  loader: Overdue: its target was 2026-01-01",
        "  loader: its review is due, on 2026-06-10",
        "  loader: Faster start, on 2026-06-20",
        "",
        "Modules without an owner",
        "  cuda: the last review was on 2024-01-01, more than 365 days ago: review the entry, and set `reviewed`",
    ]
    assert done.returncode == 0


def test_only_what_is_due_within_the_days_that_are_asked_for_is_listed(project):
    near = run("remind", *DAY, "--within", "9", cwd=project(FILES)).stdout
    assert "its review is due" in near
    assert "Faster start" not in near
    assert "Later, on 2026-12-01" in run("remind", *DAY, "--within", "365", cwd=project(FILES)).stdout


def test_nothing_is_printed_when_there_is_nothing_to_do(project):
    done = run("remind", *DAY, "--output-format", "markdown", cwd=project())
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_issue_of_a_month_mentions_each_owner_and_has_a_box_for_each_thing_to_do(project):
    text = run("remind", *DAY, "--output-format", "markdown", cwd=project(FILES)).stdout
    assert text.startswith(
        "### @ana\n\n- [ ] [Loader](https://quokka.example/docs/modules/loader/): Overdue: its target was `2026-01-01`"
    )
    assert "\n\n### Modules without an owner\n\n- [ ] [CUDA](" in text


def test_json_says_for_whom_and_when(project):
    found = json.loads(run("remind", *DAY, "--output-format", "json", cwd=project(FILES)).stdout)
    assert found["version"] == 1
    assert found["reminders"][1] == {
        "person": "ana", "module": "loader", "what": "its review is due", "due": "2026-06-10",
    }  # fmt: skip
    assert "person" not in found["reminders"][-1]


def test_hostile_titles_mention_nobody_and_are_no_markup(project):
    hostile = LOADER.replace(
        "roadmap: []\nnothing_planned: Waiting for users.\n",
        "roadmap: [{title: '@everyone <b>x</b> [a](javascript:b)', status: planned, target: 2026-06-20}]\n",
    )
    files = {"modules/loader.yaml": hostile}
    text = run("remind", *DAY, "--output-format", "markdown", cwd=project(files)).stdout
    line = text.splitlines()[2]
    assert "`@everyone`" in line
    assert "`<b>x</b>`" in line


def test_a_review_on_the_last_day_there_is_is_no_trouble(project):
    entry = LOADER + "reviewed: 9999-12-31\n"
    done = run("remind", *DAY, cwd=project({**FILES, "modules/loader.yaml": entry}))
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
