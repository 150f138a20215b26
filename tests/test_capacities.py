"""In what capacity people own modules, who is in a team, and when proposals were made."""

from __future__ import annotations

import json
import re

from conftest import CUDA, PEOPLE, found
from module_catalog.site.build import site_files

OWNERS = (
    "owners: [{person: eva, as: reviewer}, {person: eva, as: approver}, {person: ana, as: pmc},"
    " {person: ben, as: maintainer, until: v2.0}, {person: quokka-maintainers}]"
)
OWNED = re.sub("owners: .*", OWNERS, CUDA)
TEAMS = PEOPLE.replace("role: committer}\n", "role: committer, members: [ana, cleo]}\n").replace(
    "Eva Engel, role: committer, members: [ana, cleo]", "Eva Engel, role: committer"
)


def pages_of(check, files):
    result = check(files)
    assert result.findings == ()
    return {file.path: file.content for file in site_files(result)}


def plain(text):
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def test_owners_say_in_what_capacity_and_former_ones_are_emeritus(check):
    pages = pages_of(check, {"modules/cuda.yaml": OWNED})
    section = plain(pages["modules/cuda.md"].partition('id="section-owners"')[2].partition("\n## ")[0])
    assert "Eva Engel , committer, as reviewer" in section
    assert "Eva Engel , committer, as approver" in section
    assert "Ben Bauer , PMC member, as maintainer, emeritus – until v2.0" in section
    # A capacity that is somebody's role is not said twice.
    assert "as PMC member" not in section
    owners = plain(pages["modules/owners.md"])
    assert "as maintainer emeritus, until v2.0" in owners
    assert "as reviewer" in plain(pages["modules/by-owner/eva.md"])
    assert json.loads(pages["api/v1/modules/cuda.json"])["entry"]["owners"][0]["as"] == "reviewer"


def test_who_owns_a_module_in_two_capacities_is_one_owner(check):
    result = check(
        {"modules/cuda.yaml": re.sub("owners: .*", OWNERS.split(" {person: ana", maxsplit=1)[0] + "]", CUDA)}
    )
    assert result.findings == ()
    assert result.catalog.only_owner(result.catalog.by_id["cuda"]).person == "eva"
    files = {file.path: file.content for file in site_files(result)}
    assert json.loads(files["api/v1/modules/cuda.json"])["owners"] == ["eva"]
    twice = OWNED.replace("as: approver", "as: reviewer")
    assert "MC502 `eva` is listed twice" in found(check({"modules/cuda.yaml": twice}))[0]


def test_a_capacity_is_a_role_of_the_roster_or_one_of_three(check):
    (line,) = found(check({"modules/cuda.yaml": OWNED.replace("as: approver", "as: aprover")}))
    assert "MC104" in line
    assert "aprover" in line


def test_pages_say_who_is_in_a_team(check):
    pages = pages_of(check, {"modules/cuda.yaml": OWNED, "people.yaml": TEAMS})
    for path in ("modules/owners.md", "modules/by-owner/quokka-maintainers.md"):
        assert "Members: Ana Alves , Cleo Costa" in plain(pages[path])
        assert 'owners.md#owner-cleo">Cleo Costa' in pages[path]


def test_the_handle_of_a_team_may_say_its_organisation(check):
    files = {"modules/cuda.yaml": OWNED, "people.yaml": TEAMS}
    pages = pages_of(
        check, {name: text.replace("quokka-maintainers", "wombat/tern") for name, text in files.items()}
    )
    assert "@wombat/tern" in plain(pages["modules/cuda.md"])
    assert 'owners.md#owner-wombat/tern">' in pages["modules/cuda.md"]
    assert '<section id="owner-wombat/tern"' in pages["modules/owners.md"]
    assert "Owner of" in plain(pages["modules/by-owner/wombat-tern.md"])
    assert not [path for path in pages if "by-owner/wombat/" in path]


def test_only_a_team_has_a_slash_in_its_handle(check):
    people = PEOPLE.replace("eva:", "wombat/eva:")
    (line,) = found(check({"people.yaml": people, "modules/cuda.yaml": CUDA.replace("eva", "wombat/eva")}))
    assert line.startswith("people.yaml:6:")
    assert "MC105 `wombat/eva` must be a handle" in line


def test_members_are_on_the_roster(check):
    (line,) = found(check({"people.yaml": TEAMS.replace("[ana, cleo]", "[ana, clea]")}))
    assert line.startswith("people.yaml:8:")
    assert "MC501 `clea` is not on the roster" in line


def test_decisions_say_when_they_were_opened_and_updated(check):
    rfcs = "rfcs: [{title: Take it, status: open, opened: 2025-01-02, updated: 2025-02-03}]\n"
    pages = pages_of(check, {"modules/cuda.yaml": CUDA + rfcs})
    assert "Take it, opened 2 Jan 2025, updated 3 Feb 2025" in plain(pages["modules/cuda.md"])
    wrong = rfcs.replace("2025-02-03", "2025-01-01")
    (line,) = found(check({"modules/cuda.yaml": CUDA + wrong}))
    assert "MC614 2025-01-01 comes before 2025-01-02, when it was opened" in line
