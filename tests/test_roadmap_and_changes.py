"""Roadmap, changes and owners, and the feeds of what happened."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE
from module_catalog.site.build import site_files
from module_catalog.site.drawings.timeline import timelines
from sites import Page

SITE = CATALOG + "site: https://quokka.example/catalog/\n"
TREES = """\
name: Trees
summary: Drew trees.
kind: core
stage: removed
owners: [{person: ana, until: v2.0}]
former_namespaces: [{path: src/trees, until: v2.0}]
no_toggle: It was always built.
relations: []
stands_alone: It touched nothing else.
roadmap:
  - {title: Leaves, status: planned}
  - {title: Roots, status: dropped}
  - {title: Bark, status: done, target: v1.0}
history:
  - {date: 2023-01-01, event: entered, stage: S0}
  - {date: 2025-01-02, event: removed, stage: removed, release: v2.0, url: https://github.com/quokka/quokka/pull/9}
deprecation: {reason: Nobody drew any, replacement: none, removal: v2.0}
"""
PLANS = """\
roadmap:
  - {title: Started, status: in-progress}
  - {title: Begun for later, status: in-progress, target: v4.0}
  - {title: For the next, status: planned, target: v3.0, toward: S2, note: With care.}
  - {title: Past release, status: planned, target: v2.0, url: https://github.com/quokka/quokka/issues/7}
  - {title: Past day, status: in-progress, target: 2026-02-01}
  - {title: For today, status: planned, target: 2026-06-01}
  - {title: For tomorrow, status: planned, target: 2026-06-02}
  - {title: For the one after, status: planned, target: v4.0}
  - {title: One day, status: planned}
  - {title: Reached first, status: done, target: v1.0}
  - {title: Reached last, status: done, target: v2.0}
  - {title: Reached some day, status: done}
  - {title: Reached early, status: done, target: v3.0}
  - {title: Unknown, status: no-record, target: v1.0}
  - {title: Given up, status: dropped}
"""
NO_PLANS = "roadmap: []\nnothing_planned: Waiting for users.\n"


def site(check, **files):
    """Return the files of a small catalog by their path; `loader` and the like replace an entry, `catalog` the settings."""
    named = {
        f"modules/{name}.yaml" if name not in ("catalog", "people") else f"{name}.yaml": text
        for name, text in files.items()
    }
    return {file.path: file.content for file in site_files(check(named))}


def full(check):
    """Return the site of a catalog that has everything these pages show."""
    catalog = SITE.replace("[v3.0]", "[v3.0, v4.0]")
    return site(check, catalog=catalog, loader=LOADER.replace(NO_PLANS, PLANS), trees=TREES)


def section(page, title):
    """Return the text of a page from one of its headings to the next."""
    parts = re.split(r'(?m)^(?:## |<div><h2 id="\w+">)([^<\n]*)', page)
    return Page(dict(zip(parts[1::2], parts[2::2], strict=True)).get(title, "")).text


@pytest.mark.parametrize(
    "path",
    [
        "modules/roadmap.md",
        "modules/changes.md",
        "modules/owners.md",
        "modules/feed.atom.xml",
        "modules/feed.json",
    ],
)
def test_a_file_is_written_like_this(path, check, golden):
    content = full(check)[path]
    golden(f"site/{path}", content if isinstance(content, str) else content.decode())


@pytest.mark.parametrize(
    ("title", "items"),
    [
        ("Now", ["Past release", "Past day", "For today", "For the next", "Begun for later", "Started"]),
        ("Next", ["For tomorrow", "Graphs", "For the one after"]),
        ("Later", ["One day"]),
        ("Achieved", ["Reached last", "Reached first", "Bark", "Reached early", "Reached some day"]),
        ("Outcome unknown", ["Unknown"]),
        ("Dropped", ["Given up"]),
        ("Obsolete", ["Leaves", "Roots"]),
    ],
)
def test_a_plan_stands_where_it_belongs_soonest_or_newest_first(title, items, check):
    cuda = CUDA.replace("target: v3.0", "target: 2026-12-01")
    files = site(
        check,
        catalog=SITE.replace("[v3.0]", "[v3.0, v4.0]"),
        loader=LOADER.replace(NO_PLANS, PLANS),
        trees=TREES,
        cuda=cuda,
    )
    text = section(files["modules/roadmap.md"], title)
    every = [*re.findall(r"title: ([^,}]*)", PLANS + TREES), "Graphs"]
    assert sorted((item for item in every if item in text), key=text.index) == items


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("Past release", "late since v2.0"),
        ("Past day", "in progress · late since 1 Feb 2026"),
        ("For today", "late since 1 Jun 2026"),
        ("For tomorrow", "for 2 Jun 2026"),
        ("For the next", "for v3.0 · toward S2 Central"),
        ("Reached early", "was planned for v3.0"),
        ("Reached some day", "Loader"),
    ],
)
def test_a_plan_says_how_it_stands(item, said, check):
    columns_and_lists = re.sub(
        r"(?s)## By release.*?(?=^## )", "", full(check)["modules/roadmap.md"], flags=re.MULTILINE
    )
    text = Page(columns_and_lists).text
    line = next(line for line in text.splitlines() if item in line)
    assert said in line
    assert ("late" in line) == ("late" in said)


def by_release(page):
    """Return the rows of the table of plans by release, as text."""
    table = page.split("## By release")[1].split("</table>")[0]
    return [" ".join(Page(row).text.split()) for row in re.findall(r"(?s)<tr.*?</tr>", table)]


def test_every_plan_with_a_target_stands_by_release_in_the_order_they_come(check):
    assert by_release(full(check)["modules/roadmap.md"])[1:] == [
        *("v1.0 Loader Reached first achieved", "Loader Unknown unknown", "Trees Bark achieved"),
        *("v2.0 Loader Past release late, planned", "Loader Reached last achieved"),
        *("1 Feb 2026 Loader Past day late, in progress", "1 Jun 2026 Loader For today late, planned"),
        *(
            "2 Jun 2026 Loader For tomorrow planned",
            "v3.0 CUDA Graphs planned",
            "Loader For the next planned",
            "Loader Reached early achieved",
        ),
        *("v4.0 Loader Begun for later in progress", "Loader For the one after planned"),
    ]


def test_a_plan_of_a_module_that_has_left_is_obsolete_by_release_too(check):
    trees = TREES.replace("Leaves, status: planned", "Leaves, status: planned, target: v3.0")
    assert "Trees Leaves obsolete: the module’s stage is Removed" in by_release(
        site(check, trees=trees)["modules/roadmap.md"]
    )


def test_what_came_to_nothing_is_not_said_to_be_late(check):
    trees = TREES.replace("Leaves, status: planned", "Leaves, status: planned, target: v1.0")
    text = section(site(check, trees=trees)["modules/roadmap.md"], "Obsolete")
    assert "obsolete · was planned for v1.0 · the module’s stage is Removed, since v2.0" in text
    assert "late since" not in text


def test_a_roadmap_without_plans_says_so(check):
    cuda = re.sub(r"roadmap:\n.*\n", NO_PLANS, CUDA)
    page = Page(site(check, cuda=cuda)["modules/roadmap.md"])
    assert "Nothing is declared." in page.text
    assert "2 modules have no plan on record." in page.text
    assert "now" not in page.ids


def test_columns_without_plans_are_one_line(check):
    page = site(check)["modules/roadmap.md"]
    assert "CUDA · for v3.0" in section(page, "Now").replace("\xa0", " ")
    assert "Nothing has a later target. Nothing is planned without a target." in Page(page).text
    assert not {"next", "later"} & set(Page(page).ids)


def part(page, id_):
    """Return the lines of the section of Changes that has this id."""
    found = re.search(rf'(?s)<h2 id="{re.escape(id_)}">.*?</section>', page)
    return [line.replace("\xa0", " ").strip() for line in Page(found[0]).text.splitlines() if line.strip()]


def test_changes_stand_by_release_newest_first(check):
    page = full(check)["modules/changes.md"]
    assert re.findall(r'<h2 id="([^"]*)">', page) == ["release-v2.0", "release-v1.0", "assigned"]
    assert part(page, "release-v2.0") == [
        "v2.010 Jan 2025All of v2.0",
        "2025-01-02Trees – Removed.  #9",
        "2025-01-01Loader – S1 Integrated.",
    ]
    assert part(page, "assigned")[1:] == ["2025-03-01CUDA – S0 Scoped.  assigned by this catalog"]


def test_the_page_begins_with_a_link_to_each_release(check):
    page = full(check)["modules/changes.md"]
    links = [link for link in Page(page).links if link.startswith("#")]
    assert links == ["#release-v2.0", "#release-v1.0", "#assigned"]
    assert page.index('href="#release-v1.0"') < page.index("<h2")


@pytest.mark.parametrize(
    ("event", "release"),
    [
        ("{date: 2025-02-01, event: extended}", "release-next"),
        ("{date: 2025-02-01, event: extended, release: v3.0}", "release-v3.0"),
        ("{date: 2024-12-31, event: extended}", "release-v2.0"),
        ("{date: 2024-12-31, event: extended, release: v1.0}", "release-v1.0"),
        ("{date: 2025-01-10, event: extended}", "release-v2.0"),
    ],
)
def test_a_change_is_under_its_release_or_the_first_one_after_it(event, release, check):
    page = site(check, loader=LOADER.replace("history:\n", f"history:\n  - {event}\n"))["modules/changes.md"]
    assert any("Extended." in line for line in part(page, release))


def test_without_releases_changes_stand_by_year(check):
    catalog = re.sub(r"(?s)releases:.*", "", CATALOG)
    loader, cuda = (re.sub(r", (release|target): v\d\.0", "", text) for text in (LOADER, CUDA))
    page = site(check, catalog=catalog, loader=loader, cuda=cuda)["modules/changes.md"]
    assert re.findall(r'<h2 id="([^"]*)">', page) == ["2025", "2024", "assigned"]


def test_what_leaves_a_module_as_it_is_folds(check):
    loader = LOADER.replace(
        "release: v1.0}\n",
        "release: v1.0}\n  - {date: 2024-07-01, event: moved}\n  - {date: 2024-08-01, event: deprecated}\n",
    )
    page = site(check, loader=loader)["modules/changes.md"]
    folded = "".join(re.findall(r"(?s)<details.*?</details>", page))
    assert re.findall(r'data-is="([^"]*)"', folded) == ["what:small kind:core"]
    assert "Moved." in folded
    assert "Deprecated." not in folded


@pytest.mark.parametrize(("day", "is_shown"), [("2026-01-01", False), ("2025-12-31", True)])
def test_what_the_catalog_read_on_its_first_day_is_no_change(day, is_shown, check):
    page = site(check, cuda=CUDA.replace("2025-03-01", day))["modules/changes.md"]
    assert (f"cuda-{day}-entered" in Page(page).ids) is is_shown
    assert ("this catalog itself assigned 1 stage." in Page(page).text) is not is_shown


def test_a_change_leads_to_the_line_of_its_module_s_history(check):
    files = full(check)
    links = [link for link in Page(files["modules/changes.md"]).links if "#20" in link]
    assert len(links) == 5
    for link in links:
        path, anchor = link.split("#")
        assert anchor in Page(files[f"modules/{path}"]).ids


def test_an_anchor_stays_when_something_older_is_added(check):
    first = "  - {date: 2024-01-01, event: introduced, release: v1.0}\n"
    older = "  - {date: 2023-05-01, event: introduced}\n  - {date: 2024-01-01, event: extended, note: One.}\n"
    twice = older + "  - {date: 2024-01-01, event: extended, note: Two.}\n" + first
    before, after = (
        {anchor for anchor in Page(files["modules/loader.md"]).ids if anchor[:2] == "20"}
        for files in (site(check), site(check, loader=LOADER.replace(first, twice)))
    )
    assert before == {"2024-01-01-introduced", "2025-01-01-entered"}
    assert after - before == {"2023-05-01-introduced", "2024-01-01-extended", "2024-01-01-extended-2"}


def line(check, history, stage="S1"):
    """Return the line of a module with this history in the range chart, from 2020 to today."""
    entry = re.sub(r"(?s)history:.*", f"history:\n{history}", LOADER).replace("stage: S1", f"stage: {stage}")
    catalog = check(
        {"modules/loader.yaml": entry, "modules/cuda.yaml": None, "showcase/fast.yaml": None}
    ).catalog
    (timeline,) = timelines(catalog)
    return timeline.lines[0]


def spans(drawn):
    return [(segment.stage.id, segment.is_known) for segment in drawn.segments]


def test_a_line_has_the_stage_the_module_had_then(check):
    drawn = line(
        check,
        "  - {date: 2020-01-01, event: introduced}\n  - {date: 2021-01-01, event: entered, stage: S0}\n"
        "  - {date: 2022-01-01, event: extended}\n  - {date: 2023-01-01, event: entered, stage: S1}\n",
    )
    assert spans(drawn) == [("S0", False), ("S0", True), ("S1", True)]
    # 988 units for the 2,343 days from 1 January 2020 to 1 June 2026.
    assert [segment.x for segment in drawn.segments] == [172.0, 326.3, 634.2]
    assert all(one.end == two.x for one, two in pairwise(drawn.segments))
    assert drawn.segments[-1].end == drawn.end == 1160.0
    assert not drawn.is_gone


def test_a_module_that_left_and_came_back_has_a_gap(check):
    drawn = line(
        check,
        "  - {date: 2020-01-01, event: introduced}\n  - {date: 2021-01-01, event: removed}\n"
        "  - {date: 2021-06-01, event: reduced}\n  - {date: 2022-01-01, event: returned}\n"
        "  - {date: 2023-01-01, event: entered, stage: S1}\n",
    )
    assert [(segment.x, segment.end) for segment in drawn.segments] == [
        (172.0, 326.3),
        (480.2, 634.2),
        (634.2, 1160.0),
    ]


def test_a_module_that_is_gone_ends_there_whatever_came_after(check):
    drawn = line(
        check,
        "  - {date: 2020-01-01, event: introduced}\n  - {date: 2021-01-01, event: removed, stage: removed}\n"
        "  - {date: 2022-01-01, event: returned, note: One file.}\n  - {date: 2022-02-01, event: reduced}\n",
        stage="removed",
    )
    assert [(segment.x, segment.end) for segment in drawn.segments] == [(172.0, 326.3)]
    assert (drawn.is_gone, drawn.end) == (True, 326.3)


@pytest.mark.parametrize(("count", "charts"), [(58, 1), (59, 2)])
def test_many_modules_have_a_chart_for_each_kind(count, charts, check):
    many = {
        f"modules/m{n}.yaml": LOADER.replace("Loader", f"M{n}").replace("src/loader", f"src/m{n}")
        for n in range(count)
    }
    drawn = timelines(check(many).catalog)
    assert len(drawn) == charts
    assert sum(len(timeline.lines) for timeline in drawn) == count + 2


ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feeds(files):
    """Return the entries of both feeds as (id, title, html, time)."""
    root = ET.fromstring(files["modules/feed.atom.xml"])  # noqa: S314  # our own file
    parts = ("id", "title", "summary", "updated")
    atom = [
        tuple(entry.findtext(f"a:{part}", None, ATOM) for part in parts)
        for entry in root.iterfind("a:entry", ATOM)
    ]
    feed = json.loads(files["modules/feed.json"])
    return atom, [
        (item["id"], item["title"], item["content_html"], item["date_published"]) for item in feed["items"]
    ]


def test_both_feeds_have_the_changes_with_whole_addresses(check):
    atom, by_json = feeds(full(check))
    assert atom == by_json
    assert atom[1] == (
        "https://quokka.example/catalog/modules/trees/#2025-01-02-removed",
        "Trees: Removed",
        '<p>Removed.</p><p>v2.0, <a href="https://github.com/quokka/quokka/pull/9">&#35;9</a></p>',
        "2025-01-02T00:00:00+00:00",
    )
    assert [title for _, title, _, _ in atom] == [
        "CUDA: S0 Scoped",
        "Trees: Removed",
        "Loader: S1 Integrated",
        "Loader: introduced",
        "Trees: S0 Scoped",
    ]


def test_the_feeds_have_what_their_formats_ask(check):
    files = full(check)
    root = ET.fromstring(files["modules/feed.atom.xml"])  # noqa: S314  # our own file
    assert root.findtext("a:id", None, ATOM) == "https://quokka.example/catalog/modules/changes/"
    assert root.findtext("a:updated", None, ATOM) == "2025-03-01T00:00:00+00:00"
    assert root.findtext("a:author/a:name", None, ATOM) == "Quokka"
    links = {link.get("rel"): link.get("href") for link in root.iterfind("a:link", ATOM)}
    assert links == {
        "alternate": "https://quokka.example/catalog/modules/changes/",
        "self": "https://quokka.example/catalog/modules/feed.atom.xml",
    }
    feed = json.loads(files["modules/feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == (
        links["alternate"],
        "https://quokka.example/catalog/modules/feed.json",
    )
    linked = {link for link in Page(files["modules/changes.md"]).links if "feed" in link}
    assert linked == {"feed.atom.xml", "feed.json"}


def test_the_front_page_leads_to_every_answer(check):
    home = full(check)["index.md"]
    pages = ("index", "toggles", "owners", "compatibility", "changes", "roadmap", "stages", "health")
    links = {link.partition("#")[0] for link in Page(home).links}
    assert {f"modules/{name}.md" for name in pages} | {"showcase/index.md"} <= links
    assert "modules/changes.md#release-v2.0" in Page(home).links
    assert {"modules/feed.atom.xml", "modules/feed.json"} <= links
    assert {"feed.atom.xml", "feed.json"} <= set(Page(full(check)["modules/changes.md"]).links)
    assert home.count("<h1") == 1


def test_a_feed_ends_after_fifty_with_each_id_once(check):
    events = "".join(
        f"  - {{date: 2024-02-{1 + n // 3:02}, event: extended, note: No. {n}}}\n" for n in range(70)
    )
    atom, _ = feeds(
        site(check, catalog=SITE, loader=LOADER.replace("  - {date: 2025", f"{events}  - {{date: 2025"))
    )
    assert len({id_ for id_, _, _, _ in atom}) == len(atom) == 50
    assert atom[2][2] == "<p>No. 69</p>"
    assert atom[-1][2] == "<p>No. 22</p>"


def test_without_an_address_there_is_no_feed_and_no_link_to_one(check):
    files = site(check)
    assert [path for path in files if "feed" in path] == []
    assert "feed" not in files["modules/changes.md"]


def test_without_a_change_there_is_no_feed(check):
    files = site(check, catalog=SITE, loader=None, cuda=None)
    assert [path for path in files if "feed" in path] == []
    assert "Atom" not in files["modules/changes.md"]


def test_text_of_an_entry_is_text_in_a_feed(check):
    note = 'note: "<script>alert(1)</script> & `a < b` ]]> \\uFFFF <b>"'
    atom, by_json = feeds(site(check, catalog=SITE, cuda=CUDA.replace("basis: reading", note)))
    assert Page(atom[0][2]).text == "<script>alert(1)</script> & a < b ]]> \ufffd <b>"
    assert Page(by_json[0][2]).tags == ["p", "code"]


def test_the_same_catalog_has_the_same_bytes(check):
    assert full(check) == full(check)


def owned(owners):
    return LOADER.replace("owners: [{person: ana}]", owners)


@pytest.mark.parametrize(
    ("owners", "title"),
    [
        ("owners: []\nno_owners: Nobody said.", "No declared owner"),
        ("owners: [{person: ana, until: v2.0}]\nno_owners: She left.", "No declared owner"),
        ("owners: [{person: ana}]", "One owner only"),
        ("owners: [{person: ana}, {person: finn}]", "One owner only"),
        ("owners: [{person: finn}]", "All named owners have left"),
        ("owners: [{person: ana}, {person: ben}]\nseeking_owners: true", "Looking for another owner"),
        ("owners: [{person: ana}, {person: ben}]", None),
        ("owners: [{person: quokka-maintainers}]", None),
    ],
)
def test_a_module_that_needs_somebody_is_said_to(owners, title, check):
    people = PEOPLE.replace("teams:", "  finn: {name: Finn Falk, role: pmc, until: 2026-05-01}\nteams:")
    page = site(check, people=people, loader=owned(owners))["modules/owners.md"]
    titles = (
        "No declared owner",
        "All named owners have left",
        "One owner only",
        "Looking for another owner",
    )
    assert [one for one in titles if "Loader" in section(page, one)] == ([title] if title else [])


def test_a_person_s_block_has_the_modules_by_stage_and_says_who_left(check):
    people = PEOPLE.replace(
        "eva: {name: Eva Engel, role: committer}",
        "eva: {name: Eva Engel, role: committer, until: 2026-05-31}",
    )
    cuda = CUDA.replace("owners: [{", "owners: [{person: ana, since: v2.0}, {")
    page = site(check, people=people, cuda=cuda, trees=TREES)["modules/owners.md"]
    blocks = {
        id_: Page(block).text
        for id_, block in re.findall(r'(?s)<section id="([^"]*)"[^>]*>(.*?)</section>', page)
    }
    assert list(blocks) == ["owner-ana", "owner-eva"]
    ana = [part for part in blocks["owner-ana"].replace("\xa0", " ").split("\n") if part.strip()]
    assert [part.strip() for part in ana] == [
        "Ana Alves",
        "@ana, PMC member",
        "Loader",
        "CUDA since v2.0",
        "Trees emeritus, until v2.0",
    ]
    assert "left 31 May 2026" in blocks["owner-eva"]
    assert "1 person owns 2 of 2 modules; 2 have one owner only." in Page(page).text
    assert "Ben Bauer" in section(page, "On the roster, without a module")


def test_an_owner_on_a_module_s_page_leads_to_the_block(check):
    files = site(check, loader=owned("owners: [{person: ana}, {person: somebody.else}]"), trees=TREES)
    ids = Page(files["modules/owners.md"]).ids
    links = [
        link
        for page in ("loader", "cuda", "trees")
        for link in Page(files[f"modules/{page}.md"]).links
        if "#owner-" in link
    ]
    assert set(links) == {"owners.md#owner-ana", "owners.md#owner-eva", "owners.md#owner-somebody.else"}
    assert {link.split("#")[1] for link in links} <= ids
    assert "not on the roster" in files["modules/owners.md"]


def test_a_catalog_without_entries_has_pages_that_say_so(check):
    files = site(
        check, loader=None, cuda=None, catalog=re.sub(r"(?s)releases:.*upcoming", "upcoming", CATALOG)
    )
    assert "Nothing is declared." in files["modules/roadmap.md"]
    assert "The entries record no events yet" in files["modules/changes.md"]
    assert "No entry names an owner yet." in files["modules/owners.md"]
