"""Owners without a commit for long: the audit says so, and the command that lets them step down does what it says."""

from __future__ import annotations

import json
import re

import pytest

from conftest import CATALOG, CUDA, LOADER
from repositories import commit, git, repository
from test_moves import on

DAY = "2026-06-01"
EVA = "Eva Engel <eva@quokka.example>"
BEN = "Ben Bauer <ben@quokka.example>"
OWNED = "owners: [{person: eva, basis: MAINTAINERS file}]"
ALONE = "if `eva` has stepped down: `module-catalog own cuda --remove eva --seek`"


@pytest.fixture
def source(tmp_path_factory):
    """Make a source tree in which Eva and Ben were active long ago, and Ana is."""
    folder = repository(tmp_path_factory.mktemp("source"))
    option = 'option(USE_CUDA "" OFF)\nif(USE_CUDA)\nendif()\n'
    commit(folder, {"src/cuda/run.cc": "", "CMakeLists.txt": option}, day="2020-01-05", author=EVA)
    commit(folder, {"src/cuda/more.cc": ""}, day="2020-02-05", author=BEN)
    commit(folder, {"src/loader/load.cc": ""}, day="2026-05-05")
    return folder


@pytest.fixture
def audited(project, source):
    """Return what makes a small project that was audited; takes CUDA's lines about owners and what catalog.yaml has more."""

    def made(owners=OWNED, more=""):
        root = project({"catalog.yaml": CATALOG + more, "modules/cuda.yaml": CUDA.replace(OWNED, owners)})
        return root, on(DAY, "audit", "--source", source, cwd=root)

    return made


def proposed(told):
    return [line for line in told.splitlines() if line.startswith("cuda: if ")]


def test_the_only_owner_who_is_silent_can_leave_with_the_command_and_the_entry_asks_for_another(audited):
    root, told = audited()
    assert proposed(told) == [f"cuda: {ALONE}"]
    command = re.search(r"`module-catalog (own .*?)`", told)[1]
    on(DAY, *command.split(), cwd=root)
    text = (root / "catalog/modules/cuda.yaml").read_text()
    assert (
        "owners: [{person: eva, basis: MAINTAINERS file, until: 2026-06-01}]\nseeking_owners: true\n" in text
    )
    assert not re.search("MC4|MC910|MC918", on(DAY, "check", cwd=root))
    on(DAY, "fmt", "--check", cwd=root)
    assert "stepped down" not in on(DAY, "remind", cwd=root)


def test_where_others_own_it_too_only_those_who_are_silent_leave(audited):
    owners = "owners: [{person: eva}, {person: ana}, {person: ben}]"
    root, told = audited(owners)
    assert proposed(told) == [
        "cuda: if `eva` and `ben` have stepped down: `module-catalog own cuda --remove eva --remove ben`"
    ]
    on(DAY, "own", "cuda", "--remove", "eva", "--remove", "ben", cwd=root)
    assert "seeking_owners" not in (root / "catalog/modules/cuda.yaml").read_text()


def test_what_the_stage_needs_before_is_said(audited):
    stages = "lifecycle: garden.yaml\nroles: {pmc: PMC member, committer: Committer}\n"
    garden = (
        "name: Garden\nstages:\n"
        "  - {id: S0, name: Seed, means: It is new., stay: [{gate: people, in: owners, role: committer, more_than: 1}]}\n"
        "  - {id: S1, name: Plant, means: It grows.}\n"
        "transitions: [{from: null, to: S0}, {from: S0, to: S1}, {from: null, to: S1}]\n"
    )
    owners = "owners: [{person: eva}, {person: ana}]"
    root, _ = audited(owners)
    (root / "catalog/garden.yaml").write_text(garden)
    catalog = root / "catalog/catalog.yaml"
    catalog.write_text(catalog.read_text() + stages)
    told = on(DAY, "remind", cwd=root)
    assert (
        "cuda: if `eva` has stepped down: `module-catalog own cuda --remove eva`; before that, its stage needs 2 Committers in `owners`"
        in told
    )
    refused = on(DAY, "own", "cuda", "--remove", "eva", cwd=root, ends=1)
    assert "MC411" in refused


def test_owners_are_reminded_with_the_command_and_programs_get_it_apart(audited):
    root, _ = audited("owners: [{person: eva}, {person: ana}]")
    command = "module-catalog own cuda --remove eva"
    told = on(DAY, "remind", cwd=root)
    assert told.count(f"  cuda: if `eva` has stepped down: `{command}`\n") == 2
    markdown = on(DAY, "remind", "--output-format", "markdown", cwd=root)
    assert f"- [ ] CUDA: if `eva` has stepped down: `{command}`\n" in markdown
    data = json.loads(on(DAY, "remind", "--output-format", "json", cwd=root))
    assert [one["person"] for one in data["reminders"] if one.get("command") == command] == ["ana", "eva"]


def test_the_issue_of_an_audit_has_the_command_below_each_owner(audited, source):
    root, _ = audited()
    issue = on(DAY, "audit", "--source", source, "--output-format", "markdown", cwd=root)
    assert "\n### Eva Engel (`eva`)\n\n- CUDA: at `" in issue
    assert issue.endswith(f"\n- CUDA: {ALONE}\n")


@pytest.mark.parametrize(
    "owners",
    [
        "owners: [{person: eva, confirmed: 2025-06-01}]",
        "owners: [{person: eva, since: 2025-06-01}]",
        "owners: [{person: eva, until: 2021-01-01}, {person: ana}]",
        "owners: [{person: cleo}]",
        "owners: [{person: eva}]\nwaivers: [{rule: MC910, reason: She reviews., until: 2027-01-01}]",
    ],
    ids=["confirmed", "began", "left already", "was never seen", "waived"],
)
def test_nobody_is_asked_to_leave_who_spoke_or_left_or_was_never_seen(owners, audited):
    root, told = audited(owners)
    assert "stepped down: `" not in told
    assert "stepped down: `" not in on(DAY, "remind", cwd=root)


def test_nothing_is_proposed_where_activity_was_not_read(audited, source, tmp_path_factory):
    clone = tmp_path_factory.mktemp("clone") / "shallow"
    git(source, "clone", "-q", "--depth=1", f"file://{source}", str(clone))
    root, _ = audited()
    (root / "catalog/evidence.json").unlink()
    assert "stepped down: `" not in on(DAY, "remind", cwd=root)
    assert "stepped down: `" not in on(DAY, "audit", "--source", clone, cwd=root)
    assert "stepped down: `" not in on(DAY, "remind", cwd=root)


def test_a_catalog_that_turns_the_rule_off_proposes_nothing(audited):
    assert proposed(audited(more="rules: {MC910: 'off'}\n")[1]) == []


def test_the_limit_is_that_of_the_catalog(audited):
    assert proposed(audited(more="limits: {silent_days: 3000}\n")[1]) == []


def test_an_entry_that_asks_for_an_owner_keeps_those_it_had_on_record(check):
    former = LOADER.replace("owners: [{person: ana}]", "owners: [{person: ana, until: v2.0}]")
    assert [one.code for one in check({"modules/loader.yaml": former}).findings] == ["MC420"]
    assert check({"modules/loader.yaml": former + "seeking_owners: true\n"}).findings == ()
