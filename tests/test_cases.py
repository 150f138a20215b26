"""What pages said wrongly of other projects' data: each a small catalog, with what is right."""

from __future__ import annotations

import re

import pytest

from conftest import CATALOG, CUDA, LOADER
from module_catalog.site.build import site_files
from sites import Page

STAGES = """\
name: Four
stages:
  - {id: beta, name: Beta, brief: tested, means: It is tested.}
  - {id: discouraged, name: Discouraged, presence: leaving, brief: use something else, means: Use something else.}
  - {id: removed, name: Removed, presence: gone, brief: gone, means: Gone.}
  - {id: declined, name: Declined, presence: gone, brief: never came, means: It never came.}
transitions:
  - {from: null, to: beta}
  - {from: beta, to: discouraged}
  - {from: discouraged, to: removed}
  - {from: beta, to: declined}
"""
NEW = CUDA.replace("stage: S0", "stage: beta").replace(
    "module: loader", "external: {name: X, url: 'https://x.example'}"
)
OLD = """\
name: Old
summary: The first design, withdrawn for the second.
kind: backend
stage: declined
former_namespaces: [{path: src/old}]
owners: []
no_owners: None on record.
toggles: [{name: USE_CUDA, mechanism: cmake, default: 'OFF'}]
relations: []
stands_alone: It was used alone.
history:
  - {date: 2020-01-01, event: entered, stage: beta, release: v1.0}
  - {date: 2022-06-01, event: removed, stage: declined, basis: reading}
"""
GOING = (
    NEW.replace("name: CUDA", "name: Going")
    .replace("src/cuda", "src/going")
    .replace("stage: beta", "stage: discouraged")
    .replace(
        "toggles: [{name: USE_CUDA, mechanism: cmake, default: 'OFF', enable: set(USE_CUDA ON)}]",
        "no_toggle: It is always built.",
    )
)


def site(check, **modules):
    files = {f"modules/{name}.yaml": text for name, text in modules.items()}
    settings = CATALOG.replace("effective: 2026-01-01\n", "") + "lifecycle: own.yaml\nrules: {MC206: 'off'}\n"
    others = {"modules/loader.yaml": None, "showcase/fast.yaml": None, "modules/cuda.yaml": NEW}
    result = check({"catalog.yaml": settings, "own.yaml": STAGES, **others, **files})
    return {file.path: file.content for file in site_files(result)}


def text(page):
    return " ".join(Page(page).text.split())


def test_a_toggle_that_a_present_module_has_is_not_gone(check):
    pages = site(check, old=OLD)
    assert "should drop the line" not in text(pages["modules/old.md"])
    assert pages["modules/toggles.md"].count('id="toggle-use-cuda') == 1
    assert "Removed toggles" not in text(pages["modules/toggles.md"])


def test_only_a_stage_that_the_catalog_assigned_is_said_to_be_assigned(check):
    entered = "{date: 2020-01-01, event: entered, stage: beta, release: v1.0"
    removed = "{date: 2022-06-01, event: removed, stage: declined"
    assert OLD.count(f"{entered}}}") == OLD.count(f"{removed}, basis: reading}}") == 1
    swapped = OLD.replace(f"{removed}, basis: reading}}", f"{removed}}}")
    swapped = swapped.replace(f"{entered}}}", f"{entered}, basis: reading}}")
    assert "Declined was assigned by this catalog" in text(site(check, old=OLD)["modules/old.md"])
    assert "was assigned by this catalog" not in text(site(check, old=swapped)["modules/old.md"])


def test_the_banner_names_every_toggle_to_drop(check):
    toggles = (
        "toggles: [{name: USE_ONE, mechanism: cmake, default: 'OFF', until: v1.0},"
        " {name: USE_TWO, mechanism: cmake, default: 'OFF', until: v1.0}]"
    )
    old = re.sub(r"(?m)^toggles: .*$", toggles, OLD)
    page = text(site(check, old=old)["modules/old.md"])
    assert "A build that still sets one of USE_ONE, USE_TWO should drop the line." in page
    assert "Removed in" in page
    assert "What it controlled" not in page


def test_a_stage_has_its_own_name_and_no_day_that_was_only_read(check):
    page = text(site(check, old=OLD)["modules/old.md"])
    assert "Declined. The reason is not recorded." in page
    assert "Removed on" not in page


@pytest.mark.parametrize(
    ("deprecation", "said"),
    [
        ("replacement: no-record", "Discouraged. It is slow. What replaces it is not recorded."),
        ("replacement: none", "Discouraged. It is slow. Nothing replaces it as a whole."),
        (
            "replacement: cuda, removal: 2025-09-15",
            "Discouraged. Its removal was planned for 15 Sep 2025. It is slow. Use CUDA instead.",
        ),
        ("replacement: cuda, removal: 2027-09-15", "Discouraged. To be removed on 15 Sep 2027. It is slow."),
        (
            "replacement: cuda, removal: v3.0, since: v2.0",
            "Discouraged since v2.0. To be removed in v3.0. It is slow.",
        ),
    ],
)
def test_what_leaves_is_told_in_the_words_of_its_lifecycle_and_by_the_calendar(deprecation, said, check):
    entry = GOING + f"deprecation: {{reason: It is slow., {deprecation}}}\n"
    assert said in text(site(check, going=entry)["modules/going.md"])


READ = NEW.replace(
    "date: 2025-03-01, event: entered, stage: S0", "date: 2025-03-01, event: entered, stage: beta"
)


def test_a_reading_is_no_arrival_and_no_removal(check):
    page = text(site(check, cuda=READ, old=OLD)["modules/trends.md"])
    assert "Added: 0 in all" in page
    assert "Removed: 0 in all" in page
    assert "1 module that this catalog found there; since when it is there is not known" in page


def test_modules_that_were_only_found_have_no_history_to_draw(check):
    page = site(check, cuda=READ)["modules/trends.md"]
    assert "This catalog found 1 module; when it came is not recorded." in text(page)
    assert "<svg viewBox" not in page


def test_what_was_only_read_is_no_change_of_a_release(check):
    page = site(check, cuda=READ, old=OLD)["modules/changes.md"]
    read = page.split('<h2 id="assigned">')[1].split("</section>")[0]
    assert "Declined." in read
    assert "what:removed" not in page
    assert "Declined." not in page.split('<h2 id="assigned">')[0]


@pytest.mark.parametrize(
    ("history", "since"),
    [
        (
            "{date: 2019-01-01, event: introduced}\n  - {date: 2024-06-01, event: deprecated, release: v2.0}",
            "–",
        ),
        ("{date: 2024-01-01, event: introduced, release: v1.0}", "v1.0"),
    ],
)
def test_a_first_release_is_that_of_the_arrival(history, since, check):
    entry = READ.replace("  - {date: 2025-03-01", f"  - {history}\n  - {{date: 2025-03-01")
    page = site(check, cuda=entry)["modules/index.md"]
    assert f'class="mc-cell-since"><span>{since}</span>' in page.replace(' data-label="Since"', "")


def test_a_toggle_that_is_gone_has_no_default_now(check):
    page = site(check, old=OLD)["modules/index.md"]
    row = next(row for row in page.split("<tr ") if 'href="old.md"' in row)
    assert "toggle:none" in row
    assert "removed" in text(row)
    assert "by default" not in text(row)


@pytest.mark.parametrize(
    ("toggles", "answer"),
    [
        (
            "toggles: [{name: OLD, mechanism: cmake, default: 'OFF', until: v1.0}, {name: NEW, mechanism: cmake, default: 'OFF'}]",
            "How do I turn it on? NEW",
        ),
        (
            "toggles: [{name: PART, mechanism: cmake, default: 'OFF', gates: partial}]",
            "How do I turn it on? Part by part. PART, off by default: a part of the module",
        ),
        (
            "toggles: [{name: OLD, mechanism: cmake, default: 'OFF', until: v1.0}]",
            "How do I turn it on? It has no toggle now.",
        ),
        (
            "toggles: [{name: A, mechanism: cmake, default: 'OFF', gates: full}, {name: B, mechanism: cmake, default: 'OFF', gates: full}]\n"
            "one_of: [[A, B]]",
            "How do I turn it on? With one of these. A, off by default: the whole module",
        ),
        ("no_toggle: It is always built.", "How do I turn it on? No toggle. It is always built."),
    ],
)
def test_what_turns_a_module_on_is_a_toggle_that_is_there_and_controls_all_of_it(toggles, answer, check):
    entry = LOADER.replace("no_toggle: Always built.", toggles)
    files = {file.path: file.content for file in site_files(check({"modules/loader.yaml": entry}))}
    assert answer in text(files["modules/loader.md"])


def test_alternatives_are_said_to_be_that(check):
    toggles = (
        "toggles: [{name: USE_A, mechanism: cmake, default: 'OFF', enable: set(USE_A ON), gates: partial}, "
        "{name: USE_B, mechanism: cmake, default: 'OFF', enable: set(USE_B ON), gates: partial}]\n"
        "one_of: [[USE_A, USE_B]]"
    )
    entry = LOADER.replace("no_toggle: Always built.", toggles)
    files = {file.path: file.content for file in site_files(check({"modules/loader.yaml": entry}))}
    page = text(files["modules/loader.md"])
    assert "How do I turn it on? With one of these. USE_A, off by default" in page
    assert "One of these USE_A CMake options set(USE_A ON)" in page


def test_names_of_toggles_in_a_list_are_parted(check):
    toggles = "toggles: [{name: USE_A, mechanism: cmake, default: 'OFF'}, {name: USE_B, mechanism: cmake, default: 'OFF', until: v2.0}]"
    entry = LOADER.replace("no_toggle: Always built.", toggles)
    files = {file.path: file.content for file in site_files(check({"modules/loader.yaml": entry}))}
    for path in ("modules/by-kind/core.md", "modules/by-stage/s1.md"):
        assert "USE_A, USE_B" in text(files[path]), path


def test_a_toggle_of_what_is_gone_is_told_in_the_past(check):
    toggle = "toggles: [{name: USE_OLD, mechanism: cmake, default: 'OFF', requires: [USE_CUDA]}]"
    page = text(
        site(check, old=OLD.replace("toggles: [{name: USE_CUDA, mechanism: cmake, default: 'OFF'}]", toggle))[
            "modules/old.md"
        ]
    )
    assert "What was the toggle? USE_OLD CMake option. It was off by default. It needed USE_CUDA." in page


def test_what_no_toggle_of_a_table_has_takes_no_column(check):
    page = site(check)["modules/toggles.md"]
    assert "Since" not in page
    assert "no record" not in page
