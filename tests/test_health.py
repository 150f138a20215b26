"""Needs attention, what is on record, and modules over time."""

from __future__ import annotations

import re

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE
from module_catalog.site.build import site_files
from module_catalog.site.pages.health import COLUMNS, NEEDS
from sites import Page

OLD = """\
name: Old
summary: Does what the loader did.
kind: core
stage: deprecated
namespaces: [src/old]
owners: [{person: quokka-maintainers}]
no_toggle: It was always built.
relations: []
stands_alone: It touches nothing else.
roadmap: []
nothing_planned: It leaves.
reviewed: 2026-05-01
deprecation: {reason: The loader does it, replacement: loader, removal: v3.0}
history:
  - {date: 2023-01-01, event: introduced, stage: S1, release: v1.0}
  - {date: 2025-01-01, event: deprecated, stage: deprecated, release: v2.0}
"""
GONE = """\
name: Gone
summary: Was there.
kind: backend
stage: removed
owners: []
no_owners: Its file named nobody.
former_namespaces: [{path: src/gone, until: v2.0}]
no_toggle: It was always built.
relations: []
stands_alone: It touched nothing else.
roadmap: [{title: More, status: planned, target: v1.0}]
history:
  - {date: 2023-01-01, event: introduced, stage: S0, release: v1.0}
  - {date: 2025-01-01, event: removed, stage: removed, release: v2.0}
"""
NOBODY = "owners: []\nno_owners: No file names anybody.\n"
READ = {"loader": LOADER + "reviewed: 2026-05-01\n", "cuda": CUDA + "reviewed: 2026-05-01\n", "old": OLD}


def site(check, **files):
    """Return the pages of a catalog in which nobody needs anything but second owners; *files* replace entries or settings."""
    named = {
        f"modules/{name}.yaml" if name not in ("catalog", "people") else f"{name}.yaml": text
        for name, text in files.items()
    }
    return {file.path: file.content for file in site_files(check(named))}


def needs(page):
    """Return the names of the modules below each need of a page, by its id."""
    items = re.findall(r'(?s)<li id="([\w-]+)"><b class="mc-need-count">(\d+)</b>(.*?)</li>', page)
    names = {id_: re.findall(r'<a href="[^"]+">([^<]+)</a>', html) for id_, _, html in items}
    assert [len(one) for one in names.values()] == [int(count) for _, count, _ in items]
    return names


def table(html):
    """Return the cells of every row of a page's tables, as text."""
    rows = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    return [
        [Page(cell).text.replace("\xa0", " ").strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


def test_a_page_says_who_can_do_what(check, golden):
    golden("site/modules/health.md", site(check, **READ, gone=GONE)["modules/health.md"])


@pytest.mark.parametrize(
    ("need", "changed", "names"),
    [
        (
            "seeking",
            {"loader": LOADER.replace("owners: [{person: ana}]", "owners: []\nseeking_owners: true")},
            ["Loader"],
        ),
        ("seeking", {"loader": LOADER + "seeking_owners: true\n"}, ["Loader"]),
        ("nobody", {"loader": LOADER.replace("owners: [{person: ana}]\n", NOBODY)}, ["Loader"]),
        ("nobody", {"loader": LOADER.replace("person: ana", "person: ana, until: v2.0")}, ["Loader"]),
        ("alone", {}, ["Loader", "CUDA"]),
        ("alone", {"loader": LOADER.replace("{person: ana}", "{person: ana}, {person: ben}")}, ["CUDA"]),
        ("alone", {"loader": LOADER.replace("{person: ana}", "{person: quokka-maintainers}")}, ["CUDA"]),
        (
            "alone",
            {"loader": LOADER.replace("{person: ana}", "{person: ana}, {person: ben, until: v2.0}")},
            ["Loader", "CUDA"],
        ),
        (
            "left",
            {"people": PEOPLE.replace("name: Eva Engel", "name: Eva Engel, until: 2026-01-01")},
            ["CUDA"],
        ),
        ("review", {"catalog": CATALOG + "limits: {review_days: 10}\n"}, ["Loader", "CUDA", "Old"]),
        ("late", {"cuda": CUDA.replace("target: v3.0", "target: v2.0")}, ["CUDA"]),
        ("removal", {"old": OLD.replace("removal: v3.0", "removal: v2.0")}, ["Old"]),
        ("way-out", {"old": OLD.replace("replacement: loader, ", "")}, ["Old"]),
        ("way-out", {"old": OLD.replace(", removal: v3.0", "")}, ["Old"]),
        ("way-out", {"old": OLD.replace("replacement: loader", "replacement: no-record")}, ["Old"]),
        ("way-out", {"old": re.sub(r"(?m)^deprecation: .*\n", "", OLD)}, ["Old"]),
        (
            "waiver",
            {"loader": LOADER + "waivers: [{rule: MC501, reason: Soon, until: 2026-08-30}]\n"},
            ["Loader"],
        ),
        ("unread", {"loader": LOADER}, ["Loader"]),
    ],
)
def test_a_module_stands_under_what_it_needs(need, changed, names, check):
    assert needs(site(check, **{**READ, "gone": GONE, **changed})["modules/health.md"]).get(need) == names


@pytest.mark.parametrize(
    ("need", "changed"),
    [
        ("left", {"people": PEOPLE.replace("name: Eva Engel", "name: Eva Engel, until: 2026-06-02")}),
        ("late", {"cuda": CUDA.replace("target: v3.0", "target: 2026-06-02")}),
        (
            "late",
            {
                "cuda": CUDA.replace("target: v3.0", "target: v2.0"),
                "catalog": CATALOG + "rules: {MC603: 'off'}\n",
            },
        ),
        (
            "late",
            {
                "cuda": CUDA.replace("v3.0", "v2.0")
                + "waivers: [{rule: MC603, reason: Soon, until: 2027-01-01}]\n"
            },
        ),
        ("removal", {"old": OLD}),
        ("way-out", {"old": OLD.replace("replacement: loader", "replacement: none")}),
        ("waiver", {"loader": LOADER + "waivers: [{rule: MC501, reason: Soon, until: 2026-08-31}]\n"}),
        ("unread", {"loader": LOADER, "catalog": CATALOG + "limits: {review_days: 10}\n"}),
    ],
)
def test_what_is_not_due_is_not_asked_for(need, changed, check):
    assert need not in needs(site(check, **{**READ, "gone": GONE, **changed})["modules/health.md"])


def test_what_nobody_owes_is_no_need(check):
    """No RFC, no champion, no tests, a stage from before the rules, and a module that is gone: none of them is a fault."""
    both = {name: text.replace("{person: ", "{person: cleo}, {person: ") for name, text in READ.items()}
    page = site(check, **both, gone=GONE)["modules/health.md"]
    assert needs(page) == {}
    assert "Nothing needs attention today." in page


def test_needs_stand_in_the_order_in_which_people_can_act(check):
    people = PEOPLE.replace("name: Eva Engel", "name: Eva Engel, until: 2026-01-01")
    loader = LOADER.replace(
        "roadmap: []\nnothing_planned: Waiting for users.\n",
        "roadmap: [{title: A, status: planned, target: v1.0}]\n",
    )
    page = site(check, people=people, loader=loader)["modules/health.md"]
    assert list(needs(page)) == ["nobody", "alone", "left", "late", "unread"]
    assert len({need.id for need in NEEDS}) == len(NEEDS)


def test_many_names_are_folded_but_there(check):
    many = {f"m{n}": LOADER.replace("Loader", f"M {n}").replace("src/loader", f"src/m{n}") for n in range(30)}
    page = site(check, **many)["modules/health.md"]
    assert len(needs(page)["alone"]) == 32
    assert "<summary>and 8 more</summary>" in page


def test_the_table_has_what_is_on_record_and_says_what_is_not(check):
    cuda = (
        CUDA
        + "champion: {person: ana}\ntests: {ci: [linux]}\nreviewed: 2026-05-01\nrfcs: [{title: CUDA, status: accepted}]\n"
    )
    head, *rows = table(site(check, cuda=cuda, gone=GONE)["modules/health.md"])
    assert head == [
        "Module",
        "Owner2 of 2",
        "Champion1 of 2",
        "Tests1 of 2",
        "Reviewed1 of 2",
        "Toggle2 of 2",
        "RFC1 of 2",
    ]
    assert rows == [
        [
            "Loader",
            "✓ 1 active",
            "–unknown",
            "–unknown",
            "–unknown",
            "✓ none, with its reason",
            "–unknown",
        ],
        ["CUDA", "✓ 1 active", "✓ @ana", "✓ on record", "✓ 2026-05-01", "✓ 1 on record", "✓ 1 accepted"],
    ]
    assert len(COLUMNS) + 1 == len(head)


def test_one_owner_is_the_same_on_every_page(check):
    team = CUDA.replace("{person: eva, basis: MAINTAINERS file}", "{person: quokka-maintainers}")
    files = site(check, cuda=team, old=OLD)
    flagged = re.findall(
        r'(?s)data-is="([^"]*)".*?mc-cell-name"><a href="([^"]+)\.md"', files["modules/index.md"]
    )
    assert [id_ for words, id_ in flagged if "flag:alone" in words.split()] == ["loader"]
    assert needs(files["modules/health.md"])["alone"] == ["Loader"]
    assert "; 1 has one owner only" in files["modules/owners.md"]


# Over time


def numbers(page, heading="In numbers"):
    """Return the rows of one of the tables of numbers."""
    return table(page.split(f"## {heading}")[1].split("\n## ")[0])


def test_a_release_counts_what_came_with_it_by_the_name_the_entry_gives(check):
    """CUDA came on a day before v2.0, but on a branch that only v3.0 had."""
    releases = CATALOG.replace("upcoming: [v3.0]", "  - {name: v3.0, date: 2026-01-10}")
    cuda = CUDA.replace("date: 2025-03-01", "date: 2024-06-01").replace(
        "basis: reading", "basis: reading, release: v3.0"
    )
    cuda = cuda.replace("target: v3.0", "target: 2027-01-01")
    page = site(check, catalog=releases, cuda=cuda, gone=GONE)["modules/trends.md"]
    assert numbers(page) == [
        ["Release", "Day", "All modules", "Core parts", "Backends", "Added", "Removed"],
        ["now", "1 Jun 2026", "2", "1", "1", "–", "–"],
        ["v3.0", "10 Jan 2026", "2", "1", "1", "1", "–"],
        ["v2.0", "10 Jan 2025", "1", "1", "–", "–", "1"],
        ["v1.0", "10 Jan 2024", "2", "1", "1", "2", "–"],
    ]


def test_without_releases_the_years_count(check):
    catalog = re.sub(r"(?s)releases:.*", "", CATALOG)
    entries = {
        name: re.sub(r", (release|target): v\d\.0", "", text)
        for name, text in (("loader", LOADER), ("cuda", CUDA))
    }
    rows = numbers(site(check, catalog=catalog, **entries)["modules/trends.md"])
    assert rows[0][:3] == ["Year", "Day", "All modules"]
    assert [row[:3] for row in rows[1:]] == [
        ["now", "1 Jun 2026", "2"],
        ["2025", "31 Dec 2025", "2"],
        ["2024", "31 Dec 2024", "1 to 2"],
    ]


def test_a_module_that_came_back_counts_again(check):
    history = "  - {date: 2023-01-01, event: introduced, release: v1.0}\n  - {date: 2024-06-01, event: removed, release: v2.0}\n"
    loader = re.sub(
        r"(?s)history:.*",
        f"history:\n{history}  - {{date: 2025-06-01, event: returned, stage: S1}}\n",
        LOADER,
    )
    rows = numbers(site(check, loader=loader)["modules/trends.md"])
    assert [(row[0], row[3]) for row in rows[1:]] == [("now", "1"), ("v2.0", "–"), ("v1.0", "1")]


def test_stages_that_were_only_read_are_not_drawn(check):
    loader = LOADER.replace("stage: S1, release", "stage: S1, basis: reading, release")
    page = site(check, loader=loader)["modules/trends.md"]
    text = Page(page.split("## By stage")[1]).text
    assert "the project has recorded none. The stages of 2 modules were assigned by this catalog." in text
    assert page.count("<svg viewBox") == 2


def test_stages_on_record_are_drawn_and_readings_are_marked(check):
    page = site(check, old=OLD)["modules/trends.md"]
    assert numbers(page, "By stage") == [
        ["Release", "Day", "S0 Scoped", "S1 Integrated", "Deprecated"],
        ["now", "1 Jun 2026", "1, 1 of them assigned by this catalog", "1", "1"],
        ["v2.0", "10 Jan 2025", "–", "1", "1"],
        ["v1.0", "10 Jan 2024", "–", "1", "–"],
    ]
    # The stage, and all modules and those of its kind: one was found, and since when it is there is not known.
    assert page.count('class="mc-chart-row-read"') == 3


def test_a_step_goes_up_when_a_module_comes(check):
    page = site(check)["modules/trends.md"]
    first = re.search(r'class="mc-chart-row" d="([^"]+)"', page)[1]
    bottom, *tops = [float(y) for y in re.findall(r"[MV](?:[\d.]+ )?([\d.]+)", first)]
    assert [bottom - top for top in tops] == [7, 7, 14, 0]


def test_a_catalog_without_modules_has_these_pages_too(check):
    result = check({"modules/loader.yaml": None, "modules/cuda.yaml": None, "showcase/fast.yaml": None})
    files = {file.path: file.content for file in site_files(result)}
    assert "Nothing needs attention today." in files["modules/health.md"]
    assert "The entries record no events yet" in files["modules/trends.md"]


def test_every_page_counts_the_same_modules_as_without_an_owner(check):
    """Names nobody, names somebody who has left, looks for an owner with and without one, is gone."""
    left = PEOPLE.replace(
        "ben: {name: Ben Bauer, role: pmc}", "ben: {name: Ben Bauer, role: pmc, until: 2026-01-01}"
    )
    named = "owners: [{person: ana}]"
    entries = {
        "none": LOADER.replace(named, NOBODY),
        "left": LOADER.replace(named, "owners: [{person: ben}]"),
        "wanted": LOADER.replace(named, NOBODY + "seeking_owners: true"),
        "owned": LOADER.replace(named, f"{named}\nseeking_owners: true"),
    }
    modules = {
        id_: text.replace("name: Loader", f"name: {id_.title()}").replace("src/loader", f"src/{id_}")
        for id_, text in entries.items()
    }
    pages = site(check, **modules, gone=GONE, people=left)
    unowned = {"None", "Left", "Wanted"}
    assert set(needs(pages["modules/health.md"])["nobody"]) == unowned
    assert "3 have no owner on record" in Page(pages["modules/owners.md"]).text
    index = re.findall(r"<tr[^>]*flag:nobody[^>]*>.*?</tr>", pages["modules/index.md"], re.DOTALL)
    assert {re.findall(r'href="\w+\.md"[^>]*>(\w+)</a>', row)[0] for row in index} == unowned
    wanted = pages["index.md"].partition("## Owners wanted")[2]
    front, another = wanted.split("</ul>")[:2]
    assert set(re.findall(r'href="modules/\w+.md"[^>]*>(\w+)</a>', front)) == unowned
    assert "are looking for another one." in another
    assert re.findall(r'href="modules/\w+.md"[^>]*>(\w+)</a>', another) == ["Owned"]
