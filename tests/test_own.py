"""own and review: owners come and go with a word, and a reading has a day."""

from __future__ import annotations

import re

import pytest

import programs
from conftest import CATALOG, CUDA
from test_moves import on

DAY = "2026-06-01"
NOBODY = CUDA.replace(
    "owners: [{person: eva, basis: MAINTAINERS file}]",
    "owners: []\nno_owners: No file names one.\nseeking_owners: true",
)
UNRECORDED = CUDA.replace("owners: [{person: eva, basis: MAINTAINERS file}]\n", "") + "unrecorded: [owners]\n"
TWO = CUDA.replace(
    "owners: [{person: eva, basis: MAINTAINERS file}]",
    "owners:\n  - {person: eva, basis: MAINTAINERS file} # since ever\n  - {person: ana, as: reviewer, until: v2.0}",
)


@pytest.mark.parametrize(
    ("before", "options", "lines"),
    [
        (TWO, ["--add", "ben"], ["owners:", "  - {person: eva, basis: MAINTAINERS file} # since ever", "  - {person: ana, as: reviewer, until: v2.0}", "  - {person: ben, since: 2026-06-01}"]),
        (TWO, ["--add", "ana", "--remove", "eva"], ["owners:", "  - {person: eva, basis: MAINTAINERS file, until: 2026-06-01} # since ever", "  - {person: ana, as: reviewer, since: 2026-06-01}"]),
        (TWO, ["--add", "ben", "--as", "approver", "--date", "2026-05-04"], ["owners:", "  - {person: eva, basis: MAINTAINERS file} # since ever", "  - {person: ana, as: reviewer, until: v2.0}", "  - {person: ben, as: approver, since: 2026-05-04}"]),
        (NOBODY, ["--add", "ben"], ["owners:", "  - {person: ben, since: 2026-06-01}", "seeking_owners: true"]),
        (UNRECORDED, ["--add", "ben", "--add", "quokka-maintainers"], ["owners:", "  - {person: ben, since: 2026-06-01}", "  - {person: quokka-maintainers, since: 2026-06-01}"]),
    ],
)  # fmt: skip
def test_owners_come_and_go_and_stay_on_record(before, options, lines, project):
    root = project({"modules/cuda.yaml": before})
    file = root / "catalog/modules/cuda.yaml"
    on(DAY, "own", "cuda", *options, cwd=root)
    text = file.read_text()
    assert "\n".join(["", *lines, ""]) in text
    assert "no_owners" not in text
    assert "unrecorded" not in text
    on(DAY, "check", "--strict", cwd=root)
    on(DAY, "fmt", "--check", cwd=root)


def test_the_last_owner_does_not_leave_before_another_one_comes(project):
    root = project()
    told = on(DAY, "own", "cuda", "--remove", "eva", cwd=root, ends=1)
    wanted = "name an owner, ask for one with `seeking_owners: true`, or deprecate the module"
    assert f"one active owner (found: none): {wanted}" in told
    assert (root / "catalog/modules/cuda.yaml").read_text() == CUDA
    on(DAY, "own", "cuda", "--remove", "eva", "--add", "quokka-maintainers", cwd=root)


def test_the_last_owner_can_leave_where_the_entry_asks_for_another(project):
    root = project()
    on(DAY, "own", "cuda", "--remove", "eva", "--seek", cwd=root)
    text = (root / "catalog/modules/cuda.yaml").read_text()
    assert (
        "owners: [{person: eva, basis: MAINTAINERS file, until: 2026-06-01}]\nseeking_owners: true\n" in text
    )
    assert on(DAY, "own", "cuda", "--seek", cwd=root) == "Nothing is to be changed.\n"
    on(DAY, "check", "--strict", cwd=root)


@pytest.mark.parametrize(
    "options",
    [[], ["--add", "eva"], ["--add", "evaa"], ["--remove", "ana"], ["--add", "ana", "--as", "boss"]],
)
def test_what_makes_no_sense_of_owners_is_wrong_use(options, project):
    assert on(DAY, "own", "cuda", *options, cwd=project(), ends=2) == ""


def test_entries_that_were_read_have_the_day(project):
    root = project({"modules/cuda.yaml": CUDA + "reviewed: 2025-05-05 # by eva\n"})
    assert on(DAY, "review", "cuda", "loader", cwd=root) == "2 modules reviewed on 2026-06-01.\n"
    assert (root / "catalog/modules/cuda.yaml").read_text().endswith("reviewed: 2026-06-01 # by eva\n")
    assert (root / "catalog/modules/loader.yaml").read_text().endswith("\nreviewed: 2026-06-01\n")
    on(DAY, "review", "cuda", "loaderr", "--date", "2026-05-05", cwd=root, ends=2)
    assert on(DAY, "review", "cuda", cwd=root) == "Nothing is to be changed.\n"


def test_an_owner_who_says_so_again_is_confirmed_by_the_command_that_the_finding_names(project):
    limit = CATALOG + "limits: {confirm_days: 365}\nrules: {MC505: error}\n"
    root = project({"catalog.yaml": limit})
    told = on(DAY, "check", "--select", "MC505", cwd=root, ends=1)
    commands = re.findall(r"`module-catalog (own \w+ --confirm \w+)`", told)
    assert commands == ["own cuda --confirm eva", "own loader --confirm ana"]
    for command in commands:
        on(DAY, *command.split(), cwd=root)
    text = (root / "catalog/modules/cuda.yaml").read_text()
    assert "owners: [{person: eva, basis: MAINTAINERS file, confirmed: 2026-06-01}]\n" in text
    assert on(DAY, "check", cwd=root).endswith(": no findings.\n")


def test_who_is_no_owner_of_a_module_without_any_is_told_plainly(project):
    root = project({"modules/cuda.yaml": NOBODY})
    done = programs.run("module-catalog", "own", "cuda", "--remove", "eva", cwd=root)
    assert done.returncode == 2
    assert done.stderr.endswith("Error: Invalid value: cuda has no owner eva\n")
