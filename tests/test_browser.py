"""This project's site in a real browser: nothing from outside, nothing broken, readable by everybody.

The pages are those that `make site` builds, at the width of a desk and of a phone, in light and in dark.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from module_catalog.catalog.page_kinds import PAGE_KINDS
from sites import TARGETS, WCAG, barriers, is_dark, needs_chromium, search_results, served

PAGES = (
    *(
        f"{kind.path.removesuffix('.md')}/".removesuffix("index/")
        for kind in PAGE_KINDS.values()
        if kind.is_one
    ),
    "modules/overview/",
    "modules/relax/",
    "modules/disco/",
    "modules/msc/",
    "modules/tvm-ffi/",
    "modules/by-kind/backend/",
    "modules/by-stage/s1/",
    "modules/by-owner/tqchen/",
    "modules/by-release/v0.20.0/",
    "reference/api/",
    "tutorial/",
    "contributing/",
)
"""Each page that a catalog has once, some of those it has many of, and some of the docs around them."""
WIDTHS = {"desk": 1280, "phone": 390}
ALIKE = {
    "modules/disco/",
    "modules/tvm-ffi/",
    "modules/by-owner/tqchen/",
    "modules/by-release/v0.20.0/",
    "reference/api/",
}
"""Pages of a template that another of PAGES has: their width and targets count, their colours and roles are those of the other."""
SMALL = {"", "modules/", "modules/relax/", "modules/toggles/"}
"""Pages whose parts change with the width: a phone is looked at as closely as a desk."""
pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(project_site: Path) -> Iterator[str]:
    with served(project_site) as root:
        yield root


@pytest.fixture(scope="module", params=WIDTHS.values(), ids=WIDTHS)
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """Open a window of each width once: its pages share what they load."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    opened = window.new_page()
    yield opened
    opened.close()


def schemes(page: Page) -> Iterator[str]:
    """Yield the colour scheme a page is in, then the other one, once the page's own switch has brought it."""
    scheme = page.locator("body").get_attribute("data-md-color-scheme")
    yield scheme
    other = "slate" if scheme == "default" else "default"
    page.locator("[data-md-component=palette] label:visible").click()
    page.locator(f"body[data-md-color-scheme={other}]").wait_for()
    yield other


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_asks_nobody_and_can_be_read_by_all(path, page, address):
    outside: list[str] = []
    broken: list[str] = []
    page.on(
        "request",
        lambda request: outside.append(request.url) if not request.url.startswith(address) else None,
    )
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(address + path)
    is_desk = page.viewport_size["width"] == WIDTHS["desk"]
    is_looked_at = path not in ALIKE if is_desk else path in SMALL
    for scheme in schemes(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        assert is_dark(page) == (scheme == "slate")
        rules = WCAG if is_looked_at else TARGETS
        assert (scheme, barriers(page, rules=rules)) == (scheme, [])
    page.wait_for_load_state("networkidle")
    assert outside == []
    assert broken == []


@pytest.mark.parametrize("path", ["modules/relax/", "modules/disco/", "modules/msc/"])
def test_the_four_answers_stand_on_the_first_screen(path, browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address + path)
    box = page.locator(".mc-facts").bounding_box()
    context.close()
    assert box is not None
    assert box["y"] + box["height"] <= 800


def test_a_page_can_be_read_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "modules/")
    rows = page.locator(".mc-index tbody tr").count()
    context.close()
    assert rows == 51


def test_the_search_finds_a_module_by_its_summary(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    link = search_results(page, "quantization pruning").first.get_attribute("href")
    context.close()
    assert "modules/msc/" in str(link)


@pytest.fixture
def index(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{address}modules/")
    yield page
    context.close()


def names(page, count):
    """Return the names of the modules that the index shows, in its order, once it says that it shows so many."""
    page.locator(".mc-facets output").filter(has_text=f"Showing {count} of 51").wait_for()
    return page.locator(".mc-index tbody tr:visible .mc-cell-name a").all_inner_texts()


def test_the_index_is_narrowed_by_words_and_choices_which_stand_in_the_address(index):
    index.get_by_label("Find a module").fill("cuda")
    index.get_by_label("Backends").check()
    assert names(index, 4) == ["cuBLAS", "CUDA", "cuDNN", "CUTLASS"]
    assert index.url.endswith("modules/?find=cuda&kind=backend")


def test_a_link_to_a_choice_shows_it_and_back_takes_it_away(index):
    index.goto(index.url + "?kind=tuner&stage=S2")
    assert names(index, 1) == ["MetaSchedule"]
    index.get_by_label("Tuners").focus()
    index.keyboard.press("Space")
    assert len(names(index, 7)) == 7
    index.go_back()
    assert names(index, 1) == ["MetaSchedule"]
    index.get_by_role("search", name="Modules").get_by_role("button", name="Clear").click()
    assert len(names(index, 51)) == 51


def test_the_index_is_sorted_by_a_column_with_the_keyboard(index):
    index.get_by_role("button", name="Since").focus()
    index.keyboard.press("Enter")
    first = index.locator(".mc-index tbody tr .mc-cell-since").all_inner_texts()
    assert first[0] == "v0.2"
    assert index.url.endswith("?sort=since")
    assert index.locator("th[aria-sort=ascending]").inner_text().startswith("Since")
    index.keyboard.press("Enter")
    assert index.locator("th[aria-sort=descending]").count() == 1


def test_what_is_narrowed_can_be_taken_along_as_files_in_its_order_and_as_feeds(index):
    line = index.locator(".mc-taken")
    assert line.is_hidden()
    index.goto(index.url + "?kind=backend&stage=S0&sort=-since")
    assert names(index, 7)[:2] == ["Trainium", "Example NPU"]
    with index.expect_download() as json_file:
        line.get_by_role("link", name="JSON").click()
    with index.expect_download() as csv_file:
        line.get_by_role("link", name="CSV").click()
    taken = json.loads(json_file.value.path().read_bytes())
    rows = list(csv.DictReader(csv_file.value.path().read_text(encoding="utf-8").splitlines()))
    assert list(taken) == ["version", "modules"]
    assert [one["name"] for one in taken["modules"]] == [one["name"] for one in rows] == names(index, 7)
    assert {one["stage"] for one in rows} == {"S0"}
    feeds = line.get_by_role("link", name="Changes: ")
    assert feeds.all_inner_texts() == ["Changes: Backends", "Changes: S0 Scoped"]
    for feed in feeds.all():
        assert index.request.get(feed.evaluate("link => link.href")).text().startswith("<?xml")
    index.get_by_role("search", name="Modules").get_by_role("button", name="Clear").click()
    index.get_by_role("button", name="Module", exact=True).click()
    names(index, 51)
    assert line.is_hidden()


def test_counts_follow_what_is_chosen(index):
    index.get_by_label("S2 Central").check()
    names(index, 7)
    counts = index.locator("input[name=kind] + span small").all_inner_texts()
    assert sum(map(int, counts)) == 7
    assert "0" in counts


@pytest.mark.parametrize("text", ["Tianqi Chen", "tqchen", "@tqchen"])
def test_who_owns_something_is_found_by_any_of_their_names(index, text):
    index.get_by_label("Find a module").fill(text)
    index.locator(".mc-facets output").filter(has_text="Showing 7 of 51").wait_for()


def test_what_a_release_changed_is_one_click_from_the_top_of_changes(index, address):
    index.goto(f"{address}modules/changes/")
    assert index.evaluate("document.documentElement.scrollHeight") < 9000
    link = index.get_by_role("navigation", name="Releases").get_by_role("link", name="v0.20.0")
    assert link.bounding_box()["y"] < 800
    link.click()
    index.wait_for_url("**/changes/#release-v0.20.0")
    heading = index.get_by_role("heading", name="v0.20.0")
    assert 0 < heading.bounding_box()["y"] < 200
    index.get_by_label("stage changes").check()
    shown = index.locator("section[data-section]:visible li:visible")
    assert shown.count() > 10
    assert all("what:stage" in str(line.get_attribute("data-is")) for line in shown.all())
    index.get_by_label("Find a change").fill("scheduling half")
    assert index.locator("section[data-section]:visible h2").all_inner_texts() == ["v0.20.0"]
    index.get_by_label("stage changes").uncheck()
    index.get_by_label("Find a change").fill("submodule")
    assert index.locator("details[open] li:visible").count() > 0


def test_a_search_that_finds_nothing_says_so_and_names_what_is_near(index):
    index.get_by_label("Find a module").fill("cutlas dispatch")
    assert names(index, 0) == []
    nothing = index.locator(".mc-nothing")
    assert nothing.locator("p").first.inner_text() == "No module matches “cutlas dispatch”."
    assert "CUTLASS" in nothing.inner_text()


def test_what_is_searched_for_is_text(index):
    index.get_by_label("Find a module").fill("<img src=x onerror=alert(1)>")
    assert index.locator(".mc-nothing img").count() == 0


def test_a_link_to_a_section_shows_its_heading_below_the_header(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{address}modules/relax/#section-history")
    heading = page.get_by_role("heading", name="History").bounding_box()
    header = page.locator(".md-header").bounding_box()
    context.close()
    assert heading is not None
    assert header is not None
    assert 0 <= heading["y"] - header["y"] - header["height"] < 100


@pytest.mark.parametrize(
    "path", ["", "modules/", "modules/relax/", "modules/stages/", "modules/toggles/", "showcase/"]
)
def test_paper_shows_no_controls_and_what_is_on_it_fits(path, browser, address):
    context = browser.new_context(viewport={"width": 700, "height": 1000}, color_scheme="dark")
    page = context.new_page()
    page.goto(address + path)
    page.emulate_media(media="print")
    chrome = (
        page.locator(".md-header, .md-tabs, .md-sidebar, .mc button, .mc input")
        .locator("visible=true")
        .count()
    )
    wide = page.evaluate("document.documentElement.scrollWidth")
    tables = page.locator(".mc-table").evaluate_all("all => all.map((one) => getComputedStyle(one).display)")
    heads = page.locator(".mc-table thead").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).display)"
    )
    ink = page.evaluate("getComputedStyle(document.querySelector('.mc .mc-lede')).color")
    context.close()
    assert chrome == 0
    assert wide <= 700
    assert set(tables) <= {"table"}
    assert set(heads) <= {"table-header-group"}
    assert ink == "rgb(0, 0, 0)"


@pytest.mark.parametrize("path", ["modules/changes/", "modules/trends/"])
def test_a_chart_scrolls_sideways_where_the_page_is_narrow(path, browser, address):
    context = browser.new_context(viewport={"width": WIDTHS["phone"], "height": 800})
    page = context.new_page()
    page.goto(address + path)
    chart = page.locator(".mc-chart .mc-scroll").first
    inner, outer = chart.evaluate("one => [one.scrollWidth, one.clientWidth]")
    context.close()
    assert 0 < outer < inner


def test_a_table_on_paper_has_its_heads(browser, address):
    context = browser.new_context(viewport={"width": 700, "height": 1000})
    page = context.new_page()
    page.goto(f"{address}modules/")
    page.locator(".mc-facets output").filter(has_text="Showing 51").wait_for()
    page.emulate_media(media="print")
    heads = [text.strip() for text in page.locator(".mc-index th").all_inner_texts()]
    context.close()
    assert heads == ["Stage", "Module", "What it is for", "Kind", "Toggle", "Owners", "Since"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_where_the_reader_s_system_sets_the_colours_nothing_vanishes(scheme, browser, address):
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme=scheme, forced_colors="active"
    )
    page = context.new_page()
    found = {}
    for path in ("", "modules/", "modules/relax/", "modules/msc/", "modules/toggles/", "showcase/"):
        page.goto(address + path)
        found[path] = page.evaluate(
            """() => {
              const canvas = getComputedStyle(document.body).backgroundColor;
              const drawn = [...document.querySelectorAll(".mc svg :is(circle, path, rect)")].filter((one) => one.getClientRects().length);
              const inks = drawn.flatMap((one) => [getComputedStyle(one).fill, getComputedStyle(one).stroke]);
              const parts = [...document.querySelectorAll(".mc-bar-part")].map((one) => getComputedStyle(one).backgroundColor);
              return [canvas, ...new Set([...inks, ...parts].filter((ink) => ink !== "none" && ink !== canvas))];
            }"""
        )
    page.goto(f"{address}modules/?kind=backend")
    pressed, other = (
        page.locator(f"input[value={value}] + span").evaluate(
            "(one) => getComputedStyle(one).backgroundColor"
        )
        for value in ("backend", "tuner")
    )
    context.close()
    ink = "rgb(255, 255, 255)" if scheme == "dark" else "rgb(0, 0, 0)"
    assert {path: inks[1:] for path, inks in found.items()} == {path: [ink] for path in found}
    assert pressed != other


def test_a_heading_of_a_module_shows_its_address_and_hands_it_out(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}modules/cuda/")
    heading = page.get_by_role("heading", name="Relations")
    anchor = heading.get_by_role("link", name="Link to this section")
    hidden = anchor.evaluate("one => getComputedStyle(one).opacity")
    box = anchor.bounding_box()
    heading.hover()
    shown = anchor.evaluate("one => getComputedStyle(one).opacity")
    anchor.click()
    url = page.url
    contents = page.locator(".md-nav--secondary a").all_inner_texts()
    context.close()
    assert (hidden, shown) == ("0", "1")
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    assert url.endswith("modules/cuda/#section-relations")
    assert "Relations" in [text.strip() for text in contents]


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_evidence_is_folded_and_opens_without_scripts(width, browser, address):
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}modules/cuda/")
    claims = page.locator(".mc-claim")
    folded = claims.evaluate_all("all => all.filter(one => one.open).length")
    file = page.locator("a", has_text="src/backend/cuda/codegen/codegen_cuda.cc")
    line = claims.filter(has=file).first.locator("summary")
    place = claims.filter(has=file).first.locator(file).first
    before = place.is_visible()
    line.click()
    after = place.is_visible()
    page.locator(".mc-cite summary").click()
    cited = page.locator(".mc-cite pre").last.inner_text()
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert folded == 0
    assert (before, after) == (False, True)
    assert cited.startswith("@misc{apache-tvm-cuda,")
    assert wide <= width


def test_who_finds_no_owner_finds_people_and_the_way_to_become_one(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{address}modules/cuda/")
    answer = page.locator(".mc-facts > div").nth(2)
    links = answer.locator("a").evaluate_all("all => all.map(one => one.href)")
    answer.get_by_role("link", name="Become an owner").click()
    lines = page.locator("pre", has_text="person: your-handle")
    lines.wait_for()
    context.close()
    assert links == [
        "https://github.com/apache/tvm/commits/main/src/backend/cuda",
        "https://discuss.tvm.apache.org/",
        "https://github.com/apache/tvm/issues",
        f"{address}modules/cuda/#section-owners",
    ]


def test_the_commands_page_shows_what_the_commands_say_and_no_value_that_is_not_set(project_site):
    page = (project_site / "reference/commands/index.html").read_text(encoding="utf-8")
    assert "Sentinel" not in page
    assert "The revision to audit." in page


@needs_chromium
def test_disco_is_set_by_one_of_its_two_libraries_and_what_that_one_needs(browser, address):
    page = browser.new_page()
    page.goto(f"{address}modules/toggles/?on=disco")
    lines = page.locator(".mc-config-lines li").locator("visible=true")
    assert lines.all_inner_texts() == []
    page.get_by_label("USE_NCCL").check()
    assert lines.all_inner_texts() == ["set(USE_CUDA ON)   # needed by Disco", "set(USE_NCCL ON)"]
    # RPC, which it depends on, is on by default.
    assert "RPC" not in page.locator(".mc-config-notes").inner_text()
    page.goto(f"{address}modules/disco/")
    for block in page.locator(".mc-copy", has_text="USE_").all_text_contents():
        assert ("NCCL" in block) != ("RCCL" in block), block
    page.close()
