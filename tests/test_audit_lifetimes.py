"""The audit compares the beginning and the end of a module with the first and the last commit to its paths."""

from __future__ import annotations

import pytest

from repositories import commit, findings, git, repository, said, survey

RELEASES = (
    "\n\n# catalog.yaml\nreleases: [{name: v1.0, date: 2024-02-01}, {name: v1.1, date: 2024-06-01},"
    " {name: v1.2, date: 2024-10-01}]\n"
)


@pytest.fixture
def source(tmp_path):
    """Make a repository in which the module came before v1.1, and left before v1.2."""
    folder = repository(tmp_path / "source")
    commit(folder, {"src/wheel/a.cc": ""}, day="2024-01-10")
    git(folder, "tag", "v1.0")
    commit(folder, {"src/engine/a.cc": "int a;\n"}, day="2024-05-10", message="Add it (#7)")
    git(folder, "tag", "v1.1")
    commit(folder, {"src/engine/a.cc": None, "src/motor/a.cc": "int b;\n"}, day="2024-09-10")
    git(folder, "tag", "v1.2")
    return folder


def entry(day, release="", more="namespaces: [src/motor]\nformer_namespaces: [{path: src/engine}]\n"):
    event = f"{{date: {day}, event: introduced{release and f', release: {release}'}}}"
    entered = "{date: 2025-01-01, event: entered, stage: S0, basis: reading}"
    return f"# modules/engine.yaml\n{more}history: [{event}, {entered}]\n{RELEASES}"


def of(text, source):
    return said(survey(text, source, only=("lifetimes",)), "engine")


@pytest.mark.parametrize("day", ["2024-05-10", "2024-05-12", "2024-05-08", "2024-05", "2024"])
def test_a_beginning_of_about_the_first_commit_is_verified(day, source):
    assert of(entry(day), source) == [
        f"verified lived: `introduced` is of {day}: so is a commit to its paths, the first or the last one"
    ]


def test_a_beginning_before_the_first_commit_is_contradicted(source):
    text = entry("2024-03-01")
    found = survey(text, source, only=("lifetimes",))
    assert said(found, "engine") == [
        "contradicted lived: `introduced` is said to be of 2024-03-01, and the first commit to its paths is of 2024-05-10"
    ]
    assert [line for line in findings(text, found) if "MC93" in line] == ["modules/engine.yaml:4:18 MC934"]


@pytest.mark.parametrize("release", ["", "v1.0"])
def test_a_beginning_before_a_move_from_elsewhere_is_not_checkable(release, source):
    text = entry("2024-01-10", release, "namespaces: [src/horn]\n")
    commit(source, {"src/motor/a.cc": None, "src/horn/a.cc": "int b;\n"}, day="2024-11-10")
    git(source, "tag", "v1.3")
    text = text.replace("date: 2024-10-01}", "date: 2024-10-01}, {name: v1.3, date: 2024-12-01}")
    why = "cannot be told: its paths begin with a move from `src/motor/a.cc`"
    landed = f"not-checkable landed: whether `introduced` came with `v1.0` {why}"
    assert of(text, source) == [
        f"not-checkable lived: whether `introduced` is of 2024-01-10 {why}",
        *([landed] if release else []),
    ]


def test_a_history_that_begins_later_says_nothing_of_what_was_before(source):
    assert of(entry("2023-03-01"), source) == [
        "not-checkable lived: whether `introduced` is of 2023-03-01 cannot be told: the history begins with 2024-01-10"
    ]


def test_a_beginning_after_the_first_commit_may_be_right(source):
    assert of(entry("2024-08-01"), source) == [
        "not-checkable lived: whether `introduced` is of 2024-08-01 cannot be told: its paths have commits since"
        " 2024-05-10, and may have been another's"
    ]


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        (
            "v1.0",
            [
                "contradicted landed: `introduced` is said to have come with `v1.0`, and by the tags its paths show it first in `v1.1`"
            ],
        ),
        ("v1.1", ["verified landed: `introduced` came with `v1.1`: so do the tags say of its paths"]),
        (
            "v1.2",
            [
                "not-checkable landed: whether `introduced` came with `v1.2` cannot be told: its paths have"
                " commits since v1.1, and may have been another's"
            ],
        ),
    ],
)
def test_a_beginning_is_in_the_release_that_the_tags_show(release, expected, source):
    text = entry("2024-05-10", release)
    found = survey(text, source, only=("lifetimes",))
    assert said(found, "engine", "landed") == expected
    assert ["MC935"] * ("contradicted" in str(expected)) == [
        line.split()[1] for line in findings(text, found) if "MC93" in line
    ]


GONE = """\
stage: removed
former_namespaces: [{path: src/engine}]
deprecation: {since: v1.1, reason: Old., replacement: none, removal: v1.2}
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-09-10", "verified lived: `removed` is of 2024-09-10: so is a commit"),
        (
            "2024-07-10",
            "contradicted lived: `removed` is said to be of 2024-07-10, and its paths were changed until 2024-09-10",
        ),
        (
            "2024-12-10",
            "not-checkable lived: whether `removed` is of 2024-12-10 cannot be told: nothing is there since",
        ),
    ],
)
def test_an_end_is_that_of_the_last_commit(day, expected, source):
    text = entry("2024-05-10", more=GONE).replace(
        "{date: 2025-01-01, event: entered, stage: S0, basis: reading}",
        f"{{date: {day}, event: removed, stage: removed, release: v1.2}}",
    )
    found = of(text, source)
    assert any(line.startswith(expected) for line in found)
    assert "verified landed: `removed` came with `v1.2`: so do the tags say of its paths" in found


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (
            "date: 2024-09-11, event: moved, release: v1.2",
            [
                "verified lived: `moved` is of 2024-09-11: so is a commit to its paths, the first or the last one",
                "verified landed: `moved` came with `v1.2`: so do the tags say of its paths",
            ],
        ),
        (
            "date: 2024-07-11, event: renamed, release: v1.0",
            [
                "not-checkable lived: whether `renamed` is of 2024-07-11 cannot be told: none of its paths came or went then",
                "not-checkable landed: whether `renamed` came with `v1.0` cannot be told: none of its paths came or went then",
            ],
        ),
        ("date: 2024-07-11, event: moved, url: 'https://github.com/quokka/quokka/pull/7'", []),
        ("date: 2024-07-11, event: extended", []),
    ],
)  # fmt: skip
def test_a_move_is_of_the_day_on_which_a_path_came_or_went(what, expected, source):
    found = of(entry("2024-05-10").replace("]\n\n\n#", f", {{{what}}}]\n\n\n#"), source)
    assert [line for line in found if "introduced" not in line] == expected


def test_an_event_that_names_its_commit_is_judged_by_that(source):
    text = entry("2024-03-01").replace(
        "event: introduced", "event: introduced, url: https://github.com/quokka/quokka/pull/7"
    )
    assert of(text, source) == []


def test_a_part_of_a_history_says_nothing_of_its_beginning(source, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{source}", "shallow")
    assert of(entry("2024-03-01"), tmp_path / "shallow") == []
