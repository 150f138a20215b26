"""Pieces of the catalog in pages of the docs: what a comment shows, what is a mistake, and real sites."""

from __future__ import annotations

import re
from html import unescape

import pytest

from conftest import CATALOG, CUDA, LOADER, WORK, write
from module_catalog.site.embed import Pieces
from module_catalog.site.links import links_from
from sites import MKDOCS, VIEWS, Page, dead_links, flaws, needs_chromium, pages, served, wait_for, window
from test_sites import hostile

HOSTS = ("mkdocs", "properdocs", "zensical")
TREES = """\
name: Trees
summary: Drew trees.
kind: core
stage: removed
owners: [{person: ben}]
toggles: [{name: USE_TREES, mechanism: cmake, default: 'OFF', until: v2.0}]
former_namespaces: [{path: src/trees, until: v2.0}]
relations: [{type: depends-on, module: loader, why: It was loaded by it}]
roadmap: [{title: Leaves, status: planned}]
history: [{date: 2025-01-02, event: removed, stage: removed, release: v2.0}]
deprecation: {reason: Nobody drew, replacement: none}
"""
LENIENT = "rules: {MC601: warning, MC602: warning}\n"
FILES = {"modules/trees.yaml": TREES}
ALL = (
    "badge cuda",
    "card cuda loader trees",
    "roadmap",
    "showcase module=loader",
    "stages",
    "table kind=core",
)


def put(result, words: str, path: str = "index.md") -> str:
    """Return the HTML that stands in the place of one comment."""
    html, mistakes = Pieces(result).put_into(
        f"<!-- module-catalog: {words} -->", links_from(path, result.catalog)
    )
    assert mistakes == []
    return html


def mistakes(result, html: str) -> list[str]:
    return [one.message for one in Pieces(result).put_into(html, links_from("index.md", result.catalog))[1]]


def rows(html: str, part: str) -> list[str]:
    """Return the text of each part of a piece, on one line."""
    found = re.findall(rf"<{part}[ >].*?</{part}>", html, re.DOTALL)
    return [" ".join(Page(one.replace("<wbr>", "").replace("<", " <")).text.split()) for one in found]


def test_a_card_gives_the_short_answers(check):
    assert rows(put(check(FILES), "card cuda"), "article") == [
        "CUDA S0 Scoped Runs programs on NVIDIA GPUs. "
        "May I rely on it? Inside its own namespace. How do I turn it on? USE_CUDA Whom do I ask? @eva"
    ]


def test_a_card_of_what_is_gone_asks_in_the_past(check):
    assert rows(put(check(FILES), "card trees"), "article") == [
        "Trees Removed Drew trees. May I rely on it? No, it was removed. What was the toggle? USE_TREES Who maintained it? @ben"
    ]


def test_a_card_of_a_module_that_nobody_owns_says_so(check):
    nobody = LOADER.replace("owners: [{person: ana}]", "owners: []\nno_owners: No file names one.")
    assert (
        "Whom do I ask? No owner is declared yet."
        in rows(put(check({"modules/loader.yaml": nobody}), "card loader"), "article")[0]
    )


def test_cards_stand_in_the_order_in_which_they_are_named_and_each_once(check):
    names = rows(put(check(FILES), "card trees cuda,loader trees"), "article")
    assert [name.split()[0] for name in names] == ["Trees", "CUDA", "Loader"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("table", ["CUDA", "Loader", "Trees"]),
        ("table kind=core", ["Loader", "Trees"]),
        ("table stage=S0,S1", ["CUDA", "Loader"]),
        ("table stage=S0 stage=removed", ["CUDA", "Trees"]),
        ("table kind=core stage=S1", ["Loader"]),
        ("table module=trees,cuda kind=core", ["Trees"]),
        ("table loader", ["Loader"]),
    ],
)
def test_a_table_has_the_modules_that_fit_every_filter(words, names, check):
    assert [row.split()[0] for row in rows(put(check(FILES), words), "tr")[1:]] == names


def test_where_nothing_fits_the_page_says_so(check):
    result = check(FILES)
    assert [
        Page(put(result, f"{name} kind=backend stage=S2")).text.strip()
        for name in ("table", "stages", "roadmap", "showcase")
    ] == [
        "No module matches.",
        "No module matches.",
        "Nothing is planned, as far as is recorded.",
        "No showcase entry uses it.",
    ]


def test_the_roadmap_has_what_is_still_to_come(check):
    result = check(FILES)
    assert rows(put(result, "roadmap"), "li") == ["planned Graphs CUDA for v3.0"]
    assert rows(put(result, "roadmap cuda"), "li") == ["planned Graphs for v3.0"]
    assert Page(put(result, "roadmap loader")).text.strip() == "Waiting for users."


def test_a_plan_that_is_late_says_so(check):
    files = {
        "modules/cuda.yaml": CUDA.replace("target: v3.0", "target: v2.0, toward: S1"),
        "catalog.yaml": CATALOG + LENIENT,
    }
    assert rows(put(check(files), "roadmap cuda"), "li") == [
        "planned Graphs late since v2.0 toward S1 Integrated"
    ]


def test_the_bar_counts_the_modules_that_fit(check):
    result = check(FILES)
    assert rows(put(result, "stages"), "b") == ["1", "1", "1"]
    assert rows(put(result, "stages kind=core"), "b") == ["1", "1"]


def test_the_showcase_has_the_works_that_use_a_module(check):
    files = {
        "showcase/other.yaml": WORK.replace("Fast quokkas", "Slow quokkas").replace(
            "[cuda, loader]", "[loader]"
        )
    }
    result = check(files)
    assert rows(put(result, "showcase"), "h3") == ["Fast quokkas", "Slow quokkas"]
    assert rows(put(result, "showcase cuda"), "h3") == ["Fast quokkas"]


def test_links_start_from_the_page_a_piece_stands_in(check):
    assert Page(put(check(), "badge cuda", "guide/deep/start.md")).links == ["../../modules/cuda.md"]


@pytest.mark.parametrize("words", ALL)
def test_a_piece_is_one_block_without_blank_lines(words, check):
    html = put(check(FILES), words)
    assert "\n\n" not in html
    assert re.match(r'<(div|span) class="mc mc-piece', html)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "there is no piece ``: there are `badge`, `card`, `roadmap`, `showcase`, `stages`, `table`"),
        ("crad cuda", "there is no piece `crad`; did you mean `card`?"),
        ("card", "`card` is about a module: write its id after it"),
        ("badge kind=core", "`badge` is about a module: write its id after it"),
        ("card cudda", "there is no module `cudda`; did you mean `cuda`?"),
        ("card cuda,", "there is no module ``: there are `cuda`, `loader`"),
        ("table knd=core", "there is no filter `knd`; did you mean `kind`?"),
        ("table kind=cores", "there is no kind `cores`; did you mean `core`?"),
        ("table stage=s0", "there is no stage `s0`; did you mean `S0`?"),
        ("roadmap x\u202ey", "there is no module `x\\u202ey`: there are `cuda`, `loader`"),
    ],
)
def test_what_is_not_there_is_a_mistake_that_says_what_was_meant(words, message, check):
    assert mistakes(check(), f"<!-- module-catalog: {words} -->") == [message]


def test_every_mistake_of_a_page_is_told_and_the_rest_is_shown(check):
    html = "<!-- module-catalog: card x --><!-- module-catalog: badge cuda --><!-- module-catalog: y -->"
    put_in, wrong = Pieces(check()).put_into(html, links_from("index.md", check().catalog))
    assert len(wrong) == 2
    assert "CUDA: S0 Scoped" in Page(put_in).text


@pytest.mark.parametrize(
    "html", ["<!-- a comment -->", "&lt;!-- module-catalog: card x --&gt;", "<p>module-catalog: card x</p>"]
)
def test_what_is_no_comment_to_the_catalog_stays_as_it_is(html, check):
    assert Pieces(check()).put_into(html, links_from("index.md", check().catalog)) == (html, [])


def test_hostile_text_is_text_in_every_piece(check):
    plain, wild = check(FILES), {**FILES, "modules/cuda.yaml": hostile(CUDA)}
    for words in ("badge cuda", "card cuda", "roadmap", "table", "showcase"):
        before, after = Page(put(plain, words)), Page(put(check(wild), words))
        assert set(after.tags) - set(before.tags) <= {"code"}
        assert after.handlers == []
        assert not [link for link in after.links if link.startswith("javascript")]
        assert words == "showcase" or "<script>alert(1)</script>" in after.text


def test_a_long_text_and_one_that_runs_the_other_way_stay_in_their_piece(check):
    long = CUDA.replace("Runs programs on NVIDIA GPUs.", "مرحبا " * 25 + "x").replace(
        "title: Graphs", f"title: {'x' * 399}"
    )
    html = put(check({"modules/cuda.yaml": long}), "card cuda") + put(
        check({"modules/cuda.yaml": long}), "roadmap cuda"
    )
    assert Page(html).text.count("مرحبا") == 25
    assert "x" * 399 in Page(html).text


GUIDE = "# Guide\n\nBEGIN <!-- module-catalog: badge cuda --> in a sentence.\n\n" + "".join(
    f"<!-- module-catalog: {words} -->\n\nText.\n\n" for words in ALL
)
CODE = "`<!-- module-catalog: card x -->`\n\n    <!-- module-catalog: card x -->\n\n```\n<!-- module-catalog: card x -->\n```\n"


def body(root, path: str) -> str:
    """Return what a page of a built site says between its first and its last word."""
    html = (root / "site" / path / "index.html").read_text()
    return re.sub(r">\s+<", "><", unescape(html[html.index("BEGIN") : html.index("END")]))


def test_every_host_shows_the_same_pieces_and_leaves_code_alone(project, build_docs):
    bodies = []
    for host in HOSTS:
        root = project(FILES)
        done = build_docs(host, root, {"guide/start.md": f"{GUIDE}END\n\n{CODE}"})
        assert done.returncode == 0, done.stdout + done.stderr
        bodies.append(body(root, "guide/start"))
        page = pages(root / "site")["guide/start/index.html"]
        assert page.text.count("<!-- module-catalog: card x -->") == 3
        assert page.links.count("../../modules/cuda/") >= 4
        assert dead_links(root / "site") == []
    assert len(set(bodies)) == 1
    assert bodies[0].count("mc-piece") == 7


@pytest.mark.parametrize("host", HOSTS)
def test_a_mistake_ends_a_build_with_the_place_of_each(host, project, build_docs):
    wrong = "---\ntitle: Guide\n---\n\nText.\n\n<!-- module-catalog: card cudda -->\n\nAnd <!-- module-catalog: bagde cuda -->.\n"
    done = build_docs(host, project(), {"guide/start.md": wrong})
    assert done.returncode == 1
    assert "guide/start.md:7: there is no module `cudda`; did you mean `cuda`?" in done.stdout + done.stderr
    assert "guide/start.md:9: there is no piece `bagde`; did you mean `badge`?" in done.stdout + done.stderr


def test_a_server_goes_on_with_a_page_that_has_a_mistake(project, mkdocs_server):
    root = project()
    (root / "docs").mkdir()
    (root / "docs/guide.md").write_text("# Guide\n\nText.\n\n<!-- module-catalog: card cudda -->\n")
    (root / "mkdocs.yml").write_text(MKDOCS)
    with mkdocs_server(root) as address:
        shown = wait_for(f"{address}guide/", "<p>Text.</p>")
        assert "<p>guide.md:5: there is no module `cudda`" in shown
        (root / "docs/guide.md").write_text("# Guide\n\n<!-- module-catalog: card cuda -->\n")
        wait_for(f"{address}guide/", "mc-card", "cudda")
    assert "guide.md:5: there is no module `cudda`" in (root / "log").read_text()


@pytest.fixture
def address(once, build_docs):
    """Serve a site with an ordinary page of docs, with the navigation and the table of contents beside it."""

    def make(root):
        write(root, FILES)
        done = build_docs("mkdocs", root, {"guide.md": GUIDE})
        assert done.returncode == 0, done.stderr

    with served(once("pieces", make) / "site") as url:
        yield f"{url}guide/"


@needs_chromium
def test_pieces_can_be_read_by_all_beside_a_navigation(browser, address):
    for width, scheme in VIEWS:
        with window(browser, width, scheme) as page:
            page.goto(address)
            wide = page.evaluate(
                "[...document.querySelectorAll('.mc-piece *')].filter(e => e.getBoundingClientRect().right > "
                "document.querySelector('.md-content__inner').getBoundingClientRect().right + 1).map(e => e.className)"
            )
            assert (width, scheme, wide, flaws(page, ".mc-piece")) == (width, scheme, [], [])
