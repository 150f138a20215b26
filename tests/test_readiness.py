"""readiness.py: what the next stage would ask, as information."""

from __future__ import annotations

import pytest

from conftest import CUDA, LOADER
from module_catalog.checks.readiness import readiness
from test_cli import run


def ready(check, id_, files=None):
    catalog = check(files).catalog
    return readiness(catalog.by_id[id_], catalog)


def test_a_scoped_module_is_shown_what_the_next_stage_would_ask(check):
    shown = ready(check, "cuda")
    assert (shown.stage.id, shown.is_next, shown.met, shown.is_ready) == ("S1", True, 2, False)
    assert [(step.state, step.sentence) for step in shown.steps] == [
        ("open", "An accepted decision about S1"),
        ("open", "An entry with `tests` and `links.docs`"),
        ("met", "At least one active owner"),
        ("met", "At most 365 days without a review of its entry"),
    ]


def test_what_is_open_comes_with_lines_to_paste(check):
    assert [step.pastes for step in ready(check, "cuda").steps if step.pastes] == [
        ("rfcs:\n  - {title: …, for: 'S1', status: accepted, url: …, decided: …}",),
        ("tests: …", "links:\n  docs: …"),
    ]


def test_at_the_last_stage_it_is_what_keeps_a_module_there(check):
    text = LOADER.replace("stage: S1", "stage: S2").replace("S1, release: v2.0", "S2, basis: reading")
    shown = ready(check, "loader", {"modules/loader.yaml": text})
    assert (shown.stage.id, shown.is_next) == ("S2", False)
    assert [step.state for step in shown.steps] == ["not required", "not required", "not required", "met"]


def test_nobody_on_record_is_open_and_no_finding(check):
    files = {
        "modules/cuda.yaml": CUDA.replace(
            "owners: [{person: eva, basis: MAINTAINERS file}]", "owners: []\nno_owners: No file names one."
        )
    }
    assert check(files).findings == ()
    assert [step.state for step in ready(check, "cuda", files).steps][2] == "open"


def test_the_command_lists_what_is_met_and_open_and_what_to_paste(project, golden):
    done = run("ready", "--today", "2026-06-01", "cuda", cwd=project())
    golden("ready.txt", done.stdout)
    assert done.returncode == 1


def test_the_command_without_an_id_lists_every_module(project):
    done = run("ready", "--today", "2026-06-01", cwd=project())
    assert (done.returncode, done.stdout) == (0, "cuda    S0 → S1  2 of 4\nloader  S1 → S2  1 of 4\n")


@pytest.mark.parametrize(
    ("id_", "said"), [("cudaa", "did you mean cuda?"), ("nothing", "no module has the id nothing")]
)
def test_an_unknown_id_ends_with_2(id_, said, project):
    done = run("ready", id_, cwd=project())
    assert done.returncode == 2
    assert said in done.stderr
