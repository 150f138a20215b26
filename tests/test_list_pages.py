"""Lists by stage, person and release, and what the page of stages draws."""

from __future__ import annotations

import json
import re

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE
from module_catalog.catalog.lifecycle import BUILT_IN
from module_catalog.site.build import site_files
from module_catalog.site.drawings.transitions import EDGE, STEP, drawing
from module_catalog.site.list_paths import file_names
from sites import MKDOCS, Page, dead_links, pages
from test_sites import HOSTILE

TREES = """\
name: Trees
summary: Drew trees.
kind: core
stage: removed
owners: [{person: ana}, {person: ben, until: v1.0}]
champion: {person: cleo, date: 2022-12-01, url: https://quokka.example/champion}
endorsements: [{person: dan, url: https://quokka.example/dan}, {person: ana}]
former_namespaces: [{path: src/trees, until: v2.0}]
toggles: [{name: USE_TREES, mechanism: cmake, default: 'OFF', since: v1.0, until: v2.0}]
relations: []
stands_alone: It touched nothing else.
roadmap: []
nothing_planned: It left.
history:
  - {date: 2023-01-01, event: entered, stage: S0, release: v1.0}
  - {date: 2024-06-01, event: extended, release: v2.0, note: It drew leaves.}
  - {date: 2025-01-02, event: removed, stage: removed, release: v2.0}
"""


def site(check, **files):
    """Return the pages of a catalog with a module that has left; *files* replace entries, the roster or the settings."""
    given = {"trees": TREES, **files}
    named = {
        f"modules/{name}.yaml" if name not in ("catalog", "people") else f"{name}.yaml": text
        for name, text in given.items()
    }
    return {file.path: file.content for file in site_files(check(named))}


def listed(page):
    """Return the modules of each part of a list, in their order, by the heading of the part."""
    parts = re.split(r"(?m)^## (.*)$", page)
    rows = (
        re.findall(r'<td role="cell" class="mc-list-name">.*?<a [^>]*>([^<]+)</a>', part)
        for part in parts[2::2]
    )
    return {title: names for title, names in zip(parts[1::2], rows, strict=True) if names}


LIST = re.compile(r"modules/by-(?:stage|owner|release)/")


@pytest.mark.parametrize("path", ["by-stage/s0", "by-owner/ana", "by-release/v2.0"])
def test_a_list_is_written_like_this(path, check, golden):
    golden(f"site/modules/{path}.md", site(check)[f"modules/{path}.md"])


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("by-stage/s0", {"Modules": ["CUDA"]}),
        ("by-stage/removed", {"Modules": ["Trees"]}),
        ("by-stage/s2", {}),
        ("by-owner/ana", {"Owner of": ["Loader"], "Former owner of": ["Trees"], "Endorsed": ["Trees"]}),
        ("by-owner/ben", {"Former owner of": ["Trees"]}),
        ("by-owner/cleo", {"Champion of": ["Trees"]}),
    ],
)
def test_a_list_has_its_modules(path, parts, check):
    assert listed(site(check)[f"modules/{path}.md"]) == parts


def test_there_is_a_list_for_each_stage_and_for_whom_and_what_an_entry_names(check):
    files = site(check, catalog=CATALOG.replace("[v3.0]", "[v3.0, v4.0]"))
    found = sorted(path.removeprefix("modules/by-") for path in files if LIST.match(path))
    people = [f"owner/{handle}.md" for handle in ("ana", "ben", "cleo", "dan", "eva")]
    stages = [f"stage/{stage}.md" for stage in ("deprecated", "removed", "s0", "s1", "s2")]
    assert found == [*people, *(f"release/v{n}.0.md" for n in (1, 2, 3)), *stages]


def test_lists_are_in_no_navigation_and_come_last_in_a_search_but_those_of_people(check):
    result = check({"modules/trees.yaml": TREES})
    lists = [file for file in site_files(result) if LIST.match(file.path)]
    assert lists
    assert not any(file.in_nav for file in lists)
    boosts = {"by-owner" in file.path: file.content.partition("boost: ")[2].split("\n")[0] for file in lists}
    assert boosts == {False: "0.1", True: "2"}


def test_pages_lead_to_the_lists(check):
    files = site(check)
    assert 'href="by-owner/ana.md"' in files["modules/owners.md"]
    # On the roster without a module, but a champion.
    assert 'id="owner-cleo"><a href="by-owner/cleo.md"' in files["modules/owners.md"]
    assert '<a href="by-stage/s1.md">1 module</a>' in files["modules/stages.md"]
    assert 'href="by-release/v2.0.md"' in files["modules/changes.md"]


def test_a_release_that_nobody_names_is_no_link(check):
    catalog = CATALOG.replace("upcoming", "  - {name: v2.1, date: 2025-02-10}\nupcoming")
    page = site(check, catalog=catalog)["modules/changes.md"]
    assert '<h2 id="release-v2.1">v2.1</h2>' in page
    assert "All of v2.1" not in page
    assert "All of v2.0" in page


def test_a_person_s_list_says_who_that_is(check):
    people = PEOPLE.replace(
        "ana: {name: Ana Alves", "ana: {from: 2020-02-03, until: 2026-05-01, name: Ana Alves"
    )
    people = people.replace("eva: {name: Eva Engel", "eva: {until: 2027-01-01, name: Eva Engel")
    files = site(check, people=people)
    ana, eva = (Page(files[f"modules/by-owner/{handle}.md"]).text for handle in ("ana", "eva"))
    assert "@ana, PMC member, since 3 Feb 2020, left on 1 May 2026" in ana
    assert "@eva, committer, until 1 Jan 2027" in eva


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ({}, ["# loader", "/src/loader @ana"]),
        (
            {"loader": LOADER.replace("[{person: ana}]", "[{person: ben}, {person: ana}]")},
            ["# loader", "/src/loader @ben @ana"],
        ),
        (
            {"loader": LOADER.replace("[src/loader]", "['src/my loader', 'src/a#b/**']")},
            ["# loader", "/src/a?b/** @ana", r"/src/my\ loader @ana"],
        ),
        (
            {"loader": LOADER.replace("{person: ana}", "{person: quokka-maintainers}, {person: ana}")},
            ["# loader", "/src/loader @quokka/quokka-maintainers @ana"],
        ),
        (
            {"loader": LOADER.replace("{person: ana}", "{person: ana}, {person: ben, until: v2.0}")},
            ["# loader", "/src/loader @ana"],
        ),
        ({"people": PEOPLE.replace("name: Ana Alves", "name: Ana Alves, until: 2026-01-01")}, []),
    ],
)
def test_a_person_s_list_has_the_lines_that_export_prints(changed, lines, check):
    found = re.findall(
        r'<pre class="mc-copy"[^>]*><code>(.*?)</code>',
        site(check, **changed)["modules/by-owner/ana.md"],
        re.DOTALL,
    )
    assert [line for block in found for line in Page(block).text.split("\n")] == lines


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (["ana", "Ben", "c.d_e-f"], ["ana", "ben", "c.d_e-f"]),
        (["Ana", "ana", "ANA"], ["ana-3", "ana", "ana-2"]),
        (["Ana", "ana", "ana-2"], ["ana-3", "ana", "ana-2"]),
        (
            ["index", "README", "con", "nul.txt", "com1", "console"],
            ["index-", "readme-", "con-", "nul.txt-", "com1-", "console"],
        ),
        (["v1.0+cu12", "v1.0.", "v1.0"], ["v1.0-cu12", "v1.0-2", "v1.0"]),
        (
            ["../../etc/passwd", "a/b", "a\\b", "", ".", "ä"],
            ["-..-etc-passwd", "a-b", "a-b-2", "-", "--2", "--3"],
        ),
    ],
)
def test_every_name_has_a_file_of_its_own_on_every_file_system(names, files):
    found = file_names(names)
    assert [found[name] for name in names] == files


def test_a_file_name_does_not_depend_on_the_order_of_names():
    names = ["Ana", "ana", "ANA", "aNA", "ana-2"]
    assert file_names(names) == file_names(reversed(names))
    assert len(set(file_names(names).values())) == len(names)


# The page of stages


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_lifecycle_is_drawn_with_every_way(name, check):
    entries = {"modules/loader.yaml": LOADER, "modules/cuda.yaml": CUDA}
    if name == "feature-stages":
        entries = {
            path: text.replace("stage: S0", "stage: alpha").replace("stage: S1", "stage: beta")
            for path, text in entries.items()
        }
    result = check({**entries, "catalog.yaml": CATALOG + f"lifecycle: {name}\n"})
    lifecycle = result.catalog.lifecycle
    drawn = drawing(lifecycle)
    assert {way.transition for way in drawn.arrows} == set(lifecycle.transitions)
    assert [spot.x for spot in drawn.boxes] == [EDGE + STEP * place for place in range(1, 6)]
    assert max(y for way in drawn.arrows for y, _ in way.lines) < drawn.height
    assert min(y for way in drawn.arrows for y, _ in way.lines) > 10
    page = {file.path: file.content for file in site_files(result)}["modules/stages.md"]
    assert page.count('<g class="mc-transition') == len(lifecycle.transitions)
    assert "not specified" not in page


def test_a_way_back_leads_under_the_row_and_a_jump_over_it(check):
    drawn = drawing(check().catalog.lifecycle)
    arrows = {(way.transition.from_, way.transition.to): way for way in drawn.arrows}
    assert arrows["deprecated", "S0"].is_back
    assert min(y for y, _ in arrows["deprecated", "S0"].lines) > drawn.y
    assert max(y for y, _ in arrows["S0", "deprecated"].lines) < drawn.y
    assert "C" not in arrows["S0", "S1"].path


FIVE = {
    "name": "Five",
    "stages": [
        {"id": f"s{n}", "name": f"Stage {n}", "means": "One of five.", "may": [f"Do {n}"]} for n in range(5)
    ],
    "transitions": [
        {"from": None, "to": "s0"},
        {"from": "s0", "to": "s0", "why": "it stays"},
        {"from": "s0", "to": "s4"},
    ],
}


def own(**changed):
    """Return the files of a catalog with a lifecycle of five stages."""
    modules = {
        "modules/loader.yaml": LOADER.replace("S1", "s1"),
        "modules/cuda.yaml": CUDA.replace("S0", "s0"),
    }
    return {
        "catalog.yaml": CATALOG + "lifecycle: five.yaml\n",
        "five.yaml": json.dumps({**FIVE, **changed}),
        **modules,
    }


def stages(check, **changed):
    return {file.path: file.content for file in site_files(check(own(**changed)))}["modules/stages.md"]


def test_a_lifecycle_of_any_stages_is_drawn(check):
    page = stages(check)
    assert re.findall(r"<title>([^<]*→[^<]*)", page) == [
        "s0 Stage 0 → s4 Stage 4",
        "a proposal → s0 Stage 0",
        "s0 Stage 0 → s0 Stage 0: it stays",
    ]


def test_stages_that_speak_of_different_things_make_no_table(check):
    page = stages(check)
    assert "What a module may do at each stage" not in page
    assert page.count("<h3>It may</h3>") == 5


def test_stages_that_speak_of_the_same_make_a_table_and_what_is_not_said_stays_so(check):
    said = [
        dict(stage, may=["Fly"] if n > 2 else [], may_not=["Fly"] if n == 0 else [])
        for n, stage in enumerate(FIVE["stages"])
    ]
    page = stages(check, stages=said)
    row = re.search(r'(?s)<tr role="row"><th role="rowheader" scope="row">Fly</th>(.*?)</tr>', page)[1]
    cells = [Page(cell).text for cell in re.findall(r"<td.*?</td>", row)]
    assert cells == ["– no", "not specified", "not specified", "✓ yes", "✓ yes"]
    assert "<h3>It may</h3>" not in page


def test_a_way_to_a_stage_that_does_not_exist_is_left_out_while_a_server_shows_the_rest(check):
    arrows = [*FIVE["transitions"], {"from": "s0", "to": "s9"}]
    assert stages(check, transitions=arrows).count('<g class="mc-transition') == 3


# Text from strangers

# The longest line that an entry may hold, with a mark that turns the direction of writing and a word without a break.
LINE = f"{HOSTILE} \u200f| {'w' * 400}"[:396]
NAMED = "'" + HOSTILE[:60].replace("'", "''") + "'"
QUOTED = "'" + LINE.replace("'", "''") + "'"


def hostile():
    """Return the files of a catalog in which everything that the new pages show is hostile."""
    entry = f"""\
name: {NAMED}
summary: {QUOTED[:150]}'
kind: core
stage: deprecated
namespaces: ['src/<b>|x', 'src/*_y_*']
owners: [{{person: ana, basis: {QUOTED}}}]
champion: {{person: ben, url: 'https://quokka.example/?a=1&b=$%7B%7D|(x)'}}
endorsements: [{{person: cleo}}]
toggles: [{{name: 'USE_{{{{7*7}}}}|<i>', mechanism: cmake, default: {NAMED}, what: {QUOTED}, since: v1.0, until: v2.0}}]
relations: []
stands_alone: {QUOTED}
roadmap: [{{title: {QUOTED}, status: planned, target: v3.0, note: {json.dumps(LINE)}}}]
deprecation: {{reason: {QUOTED}, since: v1.0, replacement: none, removal: v3.0}}
history:
  - {{date: 2023-01-01, event: introduced, stage: S0, release: v1.0, note: {json.dumps(LINE)}}}
  - {{date: 2025-01-01, event: deprecated, stage: deprecated, release: v2.0, basis: reading, note: {QUOTED}}}
"""
    lifecycle = {
        "name": LINE,
        "source": "https://quokka.example/?a=<x>".replace("<x>", "x"),
        "summary": LINE,
        "stages": [
            {"id": "S0", "name": "<b>|`x`", "means": LINE, "may": [LINE], "brief": "{{7*7}} | <i>"},
            {"id": "S1", "name": "[x](y)", "means": LINE, "may_not": [LINE]},
            {"id": "deprecated", "name": "*d*", "means": LINE, "presence": "leaving", "may": [LINE]},
        ],
        "transitions": [
            {"from": None, "to": "S0", "why": LINE},
            {"from": "S0", "to": "deprecated", "why": LINE},
            {"from": "deprecated", "to": "S1", "why": "<script>alert(1)</script> {{ 7*7 }}"},
        ],
    }
    catalog = (
        CATALOG.replace("name: Core part", f"name: {NAMED[:20]}', plural: '<b>{{{{7*7}}}}|*x*'")
        + "lifecycle: own.yaml\n"
    )
    people = PEOPLE.replace("name: Ana Alves", f"name: {NAMED}").replace(
        "name: Ben Bauer", "name: '[module.x][] <img src=x>'"
    )
    return {
        "modules/loader.yaml": entry,
        "own.yaml": json.dumps(lifecycle),
        "catalog.yaml": catalog,
        "people.yaml": people,
    }


NEW = re.compile(r"modules/(by-(?:stage|owner|release)/.*|health|trends|stages|roadmap)/index\.html")


def test_hostile_text_is_text_on_every_new_page(project, build):
    root = project(hostile())
    extensions = "markdown_extensions: [attr_list, md_in_html, pymdownx.snippets, pymdownx.superfences, pymdownx.tilde, tables]\n"
    (root / "mkdocs.yml").write_text(MKDOCS + extensions)
    done = build("mkdocs", root)
    assert done.returncode == 0, done.stdout + done.stderr
    found = {path: page for path, page in pages(root / "site").items() if NEW.fullmatch(path)}
    assert len(found) == 4 + 3 + 4 + 3
    for page in found.values():
        assert page.handlers == []
        assert not {"img", "i", "h4"} & set(page.tags)
        assert not [link for link in page.links if link.startswith(("javascript", "data"))]
        assert "49" not in re.sub(r"\d{4}-\d\d-\d\d", "", page.text)
    assert dead_links(root / "site") == []
    assert (
        "<script>alert(1)</script><img src=x onerror=alert(2)>"
        in found["modules/by-release/v1.0/index.html"].text
    )
