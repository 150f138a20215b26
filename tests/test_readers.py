"""Exports, as the programs read them that they are for: those of Node, and a browser that draws."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import cmarkgfm
import pytest

from conftest import CUDA, LOADER
from module_catalog.site.exports import EXPORTS, FORMATS
from test_exports import GONE, HOSTILE, OWNED, SITED, hostile

READER = Path(__file__).parent / "readers/read.mjs"
HOSTILE_SITE = {**hostile(), "catalog.yaml": SITED}


@pytest.fixture
def read(npm, check):
    """Return a function that gives exports of a catalog to the programs they are for, and returns what each makes of its own."""
    npm("readers")

    def reading(entries, *names):
        catalog = check(entries).catalog
        texts = {name: next(EXPORTS[name].make(catalog))[2]().decode() for name in names}
        done = subprocess.run(
            ["node", READER],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return reading


def test_backstage_takes_every_component(read):
    tagged = (
        CUDA.replace("[{person: eva, basis: MAINTAINERS file}]", "[]\nno_owners: Nobody.")
        + "tags: [a.b_c, 0o14, 'on']\n"
    )
    (found,) = read({**OWNED, "modules/cuda.yaml": tagged}, "backstage").values()
    assert [one["ref"] for one in found] == ["component:default/cuda", "component:default/loader"]


def test_backstage_takes_hostile_text_as_text(read):
    (found,) = read(hostile(), "backstage").values()
    assert found[0]["description"] == HOSTILE


def test_a_calendar_program_reads_whole_days_with_ids_of_their_own(read):
    waiver = "waivers: [{rule: MC404, reason: Being mended, until: 2026-09-01}, {rule: MC405, reason: Being mended, until: 9999-12-31}]\n"
    (found,) = read({"modules/loader.yaml": LOADER + waiver}, "calendar").values()
    assert [(one["summary"], one["day"], one["isDay"]) for one in found] == [
        ("Loader: the waiver of MC404 ends", "2026-09-01", True),
        ("Loader: the waiver of MC405 ends", "9999-12-31", True),
    ]
    assert len({one["uid"] for one in found}) == 2


def test_a_calendar_program_reads_hostile_text_as_text(read):
    planned = CUDA.replace("title: Graphs", "title: 'a;b,c\\n BEGIN:VEVENT \"q\" 🦘'").replace(
        "v3.0", "2026-07-01"
    )
    (found,) = read({"modules/cuda.yaml": planned}, "calendar").values()
    assert [one["summary"] for one in found] == ['CUDA: a;b,c\\n BEGIN:VEVENT "q" 🦘']


@pytest.mark.parametrize("entries", [{"catalog.yaml": SITED, "modules/trees.yaml": GONE}, HOSTILE_SITE])
def test_a_feed_reader_reads_the_same_in_both_feeds(entries, read):
    atom, by_json = read(entries, "atom", "json-feed").values()
    assert atom == by_json
    assert len(atom) > 1
    assert not any("<script" in one["html"] for one in atom)


@pytest.mark.parametrize("entries", [{}, hostile()])
def test_shields_io_draws_the_badge_it_is_given(entries, read):
    (badge,) = read(entries, "shields").values()
    assert badge["schemaVersion"] == 1
    assert badge["svg"].startswith("<svg ")


@pytest.mark.parametrize("entries", [{}, hostile()])
def test_mermaid_draws_every_module_and_relation(entries, npm, browser, check):
    script = npm("readers") / "mermaid/dist/mermaid.min.js"
    text = FORMATS["mermaid"].content(check(entries).catalog).decode()
    page = browser.new_page()
    page.add_script_tag(path=script)
    drawn = page.evaluate("async text => (await mermaid.render('drawn', text)).svg", text)
    page.set_content(drawn)
    counted = [page.locator(kind).count() for kind in ("g.node", "g.cluster", "path.flowchart-link")]
    has_script = page.locator("script").count()
    page.close()
    assert (counted, has_script) == ([2, 2, 1], 0)


@pytest.mark.parametrize("entries", [{}, hostile()])
def test_markdown_of_github_shows_a_table_with_a_row_for_each_module(entries, check):
    text = FORMATS["markdown"].content(check(entries).catalog).decode()
    shown = cmarkgfm.github_flavored_markdown_to_html(text)
    assert (shown.count("<table>"), shown.count("<tr>"), shown.count("<script")) == (2, 4, 0)
    assert "javascript:" not in shown.replace("(javascript:b)", "")


# What the parser of https://llmstxt.org (`llms_txt.parse_llms_file`, 0.0.7) takes for a link: it fails at a line that is none.
LINK = re.compile(r"-\s*\[(?P<title>[^\]]+)\]\((?P<url>[^\)]+)\)(?::\s*(?P<desc>.*))?")


@pytest.mark.parametrize("entries", [{"catalog.yaml": SITED, "modules/trees.yaml": GONE}, HOSTILE_SITE])
def test_the_parser_of_llmstxt_org_finds_a_link_in_every_line_below_a_heading(entries, check):
    text = FORMATS["llms"].content(check(entries).catalog).decode()
    head, *sections = re.split(r"(?m)^## .*$", text)
    links = [LINK.search(line)["url"] for part in sections for line in part.splitlines() if line]
    assert head.startswith("# Modules of Quokka\n")
    assert [link.rpartition("/")[2] for link in links] == [
        "loader.txt", *(["trees.txt"] if "modules/trees.yaml" in entries else []), "cuda.txt",
    ]  # fmt: skip
