"""Pages and figures of a small catalog."""

from __future__ import annotations

import re

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE, WORK
from module_catalog.site import html
from module_catalog.site.build import site_files
from module_catalog.site.drawings import relation_key
from module_catalog.site.messages import Messages
from sites import Page

FULL = """\
name: Graphs & <Nodes>
summary: Draws graphs, `big` ones too.
kind: core
stage: S2
stage_reason: [{claim: It took over, source: https://github.com/quokka/quokka/commit/0123456789abcdef}]
maturity: mature
namespaces: [src/graphs, src/nodes, include/graphs, python/graphs]
former_namespaces: [{path: src/old, until: v2.0}]
owners: [{person: ana, since: 2024-01-01}, {person: quokka-maintainers}, {person: ben, until: v2.0}]
champion: {person: cleo, date: 2024-01-02, url: https://quokka.example/champion}
endorsements: [{person: dan, url: https://quokka.example/dan}]
toggles:
  - {name: USE_GRAPHS, mechanism: cmake, default: 'ON', enable: set(USE_GRAPHS ON), requires: [USE_CUDA], gates: partial, what: The layout}
  - {name: QUOKKA_GRAPHS, mechanism: env, default: '1', disable: export QUOKKA_GRAPHS=0, since: v1.0}
relations:
  - {type: supersedes, module: trees, why: It draws trees too}
  - {type: integrates-with, external: {name: Graphviz, url: https://graphviz.org}, why: For the layout}
roadmap:
  - {title: Curves, status: in-progress, target: v3.0, url: https://github.com/quokka/quokka/issues/7}
  - {title: Colours, status: done, toward: S2}
rfcs:
  - {title: Graphs, url: https://quokka.example/rfc, for: S2, status: accepted, decided: 2024-12-24, vote: {rule: majority, for: 4, against: 0, abstain: 1}}
history:
  - {date: 2024-01-01, event: introduced, release: v1.0, url: https://github.com/quokka/quokka/pull/1}
  - {date: 2024-06-01, event: entered, stage: S1, note: Plugins use it.}
  - {date: 2025-01-01, event: entered, stage: S2, release: v2.0, rfc: Graphs}
compatibility: [{with: [cuda, loader], status: partial, since: v1.0, until: v2.0, note: Only small ones}]
proposal: {objective: Draw graphs., risks: "Two lines\\nof risk."}
tests: {paths: [tests/graphs], ci: [linux]}
links: {docs: https://quokka.example/graphs, discussion: https://quokka.example/forum}
api: quokka.graphs
reviewed: 2025-12-31
tags: [layout]
waivers: [{rule: MC404, reason: It is being fixed, until: 2026-12-31}]
"""
TREES = """\
name: Trees
summary: Drew trees.
kind: core
stage: removed
owners: []
no_owners: Its file named nobody.
former_namespaces: [{path: src/trees, until: v2.0}]
toggles: [{name: USE_TREES, mechanism: cmake, default: 'OFF', until: v2.0}]
relations: [{type: depends-on, module: loader, why: It was loaded by it}]
roadmap: [{title: Leaves, status: planned}]
history:
  - {date: 2023-01-01, event: entered, stage: S0}
  - {date: 2025-01-02, event: removed, stage: removed, release: v2.0}
deprecation: {reason: Graphs do it, replacement: graphs, removal: v2.0}
"""


def site(check, **files):
    """Return the pages of a small catalog with a full entry and one of a module that is gone."""
    result = check({"modules/graphs.yaml": FULL, "modules/trees.yaml": TREES, **files})
    assert result.is_clean
    return {file.path: file.content for file in site_files(result)}


@pytest.mark.parametrize(
    "path",
    [
        "index.md",
        "modules/index.md",
        "modules/graphs.md",
        "modules/trees.md",
        "modules/stages.md",
        "showcase/index.md",
    ],
)
def test_a_page_is_written_like_this(path, check, golden):
    golden(f"site/{path}", site(check)[path])


def leaves(value):
    """Yield every text of plain data."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from leaves(inner)
    if isinstance(value, str):
        yield value


def test_every_field_of_an_entry_is_on_its_page(check):
    result = check({"modules/graphs.yaml": FULL, "modules/trees.yaml": TREES})
    pages = {file.path: file.content for file in site_files(result)}
    page = Page(pages["modules/graphs.md"])
    # Words that a page says otherwise: dates, stages, kinds of relation, event, mechanism.
    otherwise = {
        "core",
        "supersedes",
        "integrates-with",
        "introduced",
        "entered",
        "in-progress",
        "done",
        "accepted",
        "majority",
    }
    otherwise |= {
        "cmake",
        "env",
        "partial",
        "trees",
        "cuda",
        "loader",
        "export QUOKKA_GRAPHS=0",
        "ON",
        "Two lines\nof risk.",
    }
    shown = page.text + " ".join(page.links)
    said = [
        text.replace("`", "")
        for text in leaves(result.catalog.by_id["graphs"].document.data)
        if text not in otherwise
    ]
    assert [text for text in said if text not in shown and not re.fullmatch(r"\d{4}-\d\d-\d\d", text)] == []


def test_a_module_s_page_leads_to_its_entry(check):
    files = check()
    assert {file.path: file.source for file in site_files(files)}[
        "modules/cuda.md"
    ] == "catalog/modules/cuda.yaml"


def test_a_module_in_a_sub_folder_has_the_same_address(check):
    paths = {
        file.path
        for file in site_files(check({"modules/cuda.yaml": None, "modules/gpu/nvidia/cuda.yaml": CUDA}))
    }
    assert "modules/cuda.md" in paths


def test_sections_without_data_are_left_out_and_questions_are_not(check):
    page = site(check)["modules/loader.md"]
    headings = re.findall(r"(?m)^## (.*) <a ", page)
    assert headings == [
        "Requirements for S2",
        "Relations",
        "History",
        "Owners",
        "Where it lives",
        "Papers, projects and talks",
    ]


def test_what_is_gone_is_not_said_to_need_anything(check):
    assert "Trees" not in site(check)["modules/loader.md"]
    assert "Trees" in site(check)["modules/graphs.md"]


def test_a_relation_shows_on_both_ends(check):
    files = site(check)
    assert "depends on" in files["modules/cuda.md"]
    assert "needed by" in files["modules/loader.md"]
    assert "It is loaded by it" in files["modules/loader.md"]


def test_a_lifecycle_with_other_stages_gets_its_glyphs_by_rule(check):
    own = "name: Five\nstages:\n" + "".join(
        f"  - {{id: s{n}, name: Stage {n}, means: One of five.}}\n" for n in range(5)
    )
    own += (
        "  - {id: old, name: Old, means: Leaving., presence: leaving}\ntransitions: [{from: null, to: s0}]\n"
    )
    files = {"catalog.yaml": CATALOG + "lifecycle: five.yaml\n", "five.yaml": own}
    modules = {
        "modules/loader.yaml": LOADER.replace("S1", "s1"),
        "modules/cuda.yaml": CUDA.replace("S0", "s0"),
    }
    result = check({**files, **modules})
    assert result.catalog is not None
    lifecycle = result.catalog.lifecycle
    radii = [
        re.findall(r'r="([\d.]+)" fill="currentColor"', html.glyph(stage, lifecycle))
        for stage in lifecycle.stages
    ]
    assert radii == [["2.3"], [], [], [], ["7.35"], []]
    parts = re.findall(
        r"M0 0V-4.9A[^z]*", "".join(html.glyph(stage, lifecycle) for stage in lifecycle.stages)
    )
    assert parts == [
        "M0 0V-4.9A4.9 4.9 0 0 1 4.9 0",
        "M0 0V-4.9A4.9 4.9 0 0 1 0 4.9",
        "M0 0V-4.9A4.9 4.9 0 1 1 -4.9 0",
    ]
    assert [html.tone(stage, lifecycle) for stage in lifecycle.stages] == [
        "narrow",
        "wider",
        "wider-2",
        "wider-3",
        "widest",
        "leaving",
    ]


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://github.com/a/b/pull/12", "#12"),
        ("https://github.com/a/b/issues/12#issuecomment-1", "#12"),
        ("https://github.com/a/b/commit/0123456789ab", "0123456"),
        ("https://github.com/a/b/blob/main/src/x.py#L3", "src/x.py"),
        ("https://www.quokka.example/a/b?c", "quokka.example"),
    ],
)
def test_a_link_without_a_name_gets_a_short_one(url, text):
    assert html.link_text(url) == text


def test_a_cover_follows_from_the_entry_alone_and_no_ground_stands_twice_in_a_row(check):
    result = check({f"showcase/w{n}.yaml": WORK.replace("Fast", f"No. {n}") for n in range(20)})
    catalog = result.catalog
    assert catalog is not None
    covers, ground = [], 0
    for work in catalog.showcase:
        cover = relation_key.cover(work, catalog, not_ground=ground)
        assert cover.ground != ground
        assert cover == relation_key.cover(work, catalog, not_ground=ground)
        covers.append(cover)
        ground = cover.ground
    assert len({cover.ground for cover in covers}) > 3


def test_a_group_of_many_says_how_many_more(check):
    names = [f"m{n}" for n in range(9)]
    lines = "".join(f"  - {{type: integrates-with, module: {name}, why: It does}}\n" for name in names)
    others = {
        f"modules/{name}.yaml": LOADER.replace("Loader", name).replace("src/loader", f"src/{name}")
        for name in names
    }
    hub = (
        LOADER.replace("Loader", "Hub")
        .replace("src/loader", "src/hub")
        .replace("relations: []\nstands_alone: It touches nothing else.\n", f"relations:\n{lines}")
    )
    result = check({**others, "modules/hub.yaml": hub, "people.yaml": PEOPLE})
    assert result.catalog is not None
    key = relation_key.bracket_key(
        result.catalog.by_id["hub"], result.catalog.neighbours(result.catalog.by_id["hub"])
    )
    assert key is not None
    assert [name.text for _, name in key.names] == ["m0", "m1", "m2", "m3", "m4", "and 4 more"]


@pytest.mark.parametrize(
    ("said", "html"),
    [
        (Messages().gettext("{count} of {total}", count=1, total=2), "1 of 2"),
        (Messages().gettext("by {who}", who=Messages().gettext("<b>")), "by &lt;b&gt;"),
        (Messages().gettext("by {who}", who="<b>*x*"), "by &lt;b&gt;&#42;x&#42;"),
        (Messages().gettext("{nothing} <i>"), "&#123;nothing&#125; &lt;i&gt;"),
        (Messages().ngettext("{n} module", "{n} modules", 1), "1 module"),
        (Messages().ngettext("{n} module", "{n} modules", 2000), "2,000 modules"),
    ],
)
def test_a_message_is_text_and_so_are_its_values(said, html):
    assert said == html
