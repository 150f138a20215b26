"""The toggles page: its tables from small catalogs, and its configurator in Chromium on every host."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import CATALOG, CUDA, write
from module_catalog.catalog.vocabulary import MECHANISMS
from module_catalog.site.build import site_files
from module_catalog.site.pages.toggles import HEADINGS
from sites import VIEWS, dead_links, flaws, needs_chromium, served, window
from sites import Page as Html

HOSTS = ("mkdocs", "properdocs", "zensical")


def backend(
    name: str, toggles: str, relations: str = "[{type: depends-on, module: loader, why: It is loaded by it}]"
) -> str:
    """Return the entry of a backend with these toggles and relations."""
    return f"""\
name: {name}
summary: Runs programs by {name}.
kind: backend
stage: S0
namespaces: [src/{name.lower()}]
owners: [{{person: eva}}]
toggles: {toggles}
relations: {relations}
roadmap: []
nothing_planned: Waiting for users.
history: [{{date: 2025-03-01, event: entered, stage: S0, basis: reading}}]
"""


CUTLASS = backend(
    "CUTLASS",
    "[{name: USE_CUTLASS, mechanism: cmake, default: 'OFF', enable: set(USE_CUTLASS ON), requires: [USE_CUDA], gates: full, since: v2.0}]",
    """
  - {type: depends-on, module: cuda, why: It is built with it}
  - {type: overlaps-with, module: tensorrt, why: Both take `CUDA` graphs}""",
)
TENSORRT = backend(
    "TensorRT",
    "[{name: USE_TENSORRT, mechanism: cmake, default: AUTO, enable: set(USE_TENSORRT ON), requires: [USE_CUDA, TRT_HOME], gates: partial, what: The runtime}, "
    "{name: TRT_LOG, mechanism: env, default: Quiet, enable: export TRT_LOG=1}, "
    "{name: TRT_HOME, mechanism: env, default: no record}, {name: USE_TRT, mechanism: cmake, default: 'OFF', until: v2.0}]",
    "[{type: conflicts-with, module: vulkan, why: Only one of them can be loaded}, {type: depends-on, module: loader, why: It is loaded by it}]",
)
VULKAN = backend("Vulkan", "[{name: use-trt, mechanism: flag, default: absent, enable: --use-trt}]")
TREES = """\
name: Trees
summary: Drew trees.
kind: core
stage: removed
owners: []
no_owners: Its file named nobody.
former_namespaces: [{path: src/trees, until: v2.0}]
toggles: [{name: USE_TREES, mechanism: cmake, default: 'OFF'}, {name: USE_TENSORRT, mechanism: cmake, default: 'OFF', since: v1.0, until: v2.0}]
relations: []
stands_alone: It touched nothing else.
history: [{date: 2023-01-01, event: entered, stage: S0}, {date: 2025-01-02, event: removed, stage: removed, release: v2.0}]
deprecation: {reason: Others do it, replacement: loader, removal: v2.0, migration: Draw them by hand.}
"""
FILES = {
    "modules/cutlass.yaml": CUTLASS,
    "modules/tensorrt.yaml": TENSORRT,
    "modules/vulkan.yaml": VULKAN,
    "modules/trees.yaml": TREES,
}


def page_of(check, files=FILES) -> str:
    result = check(files)
    assert result.is_clean, result.findings
    return next(file.content for file in site_files(result) if file.path == "modules/toggles.md")


def rows(page: str, heading: str) -> dict[str, list[str]]:
    """Return the text of the cells of the table below a heading, by the anchor of the row."""
    table = page.split(f"\n## {heading}\n")[1].partition("</table>")[0]
    found = re.findall(r'(?s)<tr role="row" id="([^"]+)">(.*?)</tr>', table)
    return {anchor: [shown(cell) for cell in cells.split("</td>")[:-1]] for anchor, cells in found}


def shown(html: str) -> str:
    text = re.sub(r"<small>", " | ", html).replace("&nbsp;", "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text).replace("&#95;", "_")).strip()


def test_each_mechanism_has_a_table_of_its_own(check):
    page = page_of(check)
    assert re.findall(r"(?m)^## (.*)$", page) == [
        "CMake options",
        "Environment variables",
        "Command line flags",
        "Removed toggles",
    ]
    assert rows(page, "CMake options") == {
        "toggle-use-cuda": ["USE_CUDA", "CUDA", "off", "–", "no record", "no record"],
        "toggle-use-cutlass": ["USE_CUTLASS", "CUTLASS", "off", "USE_CUDA", "The whole module.", "v2.0"],
        "toggle-use-tensorrt": [
            "USE_TENSORRT",
            "TensorRT",
            "auto",
            "USE_CUDA, TRT_HOME",
            "A part. The runtime",
            "no record",
        ],
    }
    assert rows(page, "Environment variables") == {
        "toggle-trt-home": ["TRT_HOME", "TensorRT", "no record", "–", "no record", "no record"],
        "toggle-trt-log": ["TRT_LOG", "TensorRT", "Quiet", "–", "no record", "no record"],
    }


def test_what_is_gone_stands_apart_with_what_to_do(check):
    page = page_of(check)
    assert rows(page, "Removed toggles") == {
        "toggle-use-trees": ["USE_TREES", "Trees", "no record", "no record | its module was removed in v2.0", "Drop the line. Trees was replaced by Loader. | How to migrate: Draw them by hand."],
        "toggle-use-trt-tensorrt": ["USE_TRT", "TensorRT", "no record", "v2.0", "Drop the line."],
    }  # fmt: skip
    assert page.count("<s>") == 2


def test_the_page_is_written_like_this(check, golden):
    golden("site/modules/toggles.md", page_of(check))


def test_hostile_names_and_lines_are_text(check):
    name = '<img src=x onerror=alert(1)>" {{ 7*7 }} `a`'
    toggle = f"{{name: '{name}', mechanism: env, default: '{name}', enable: 'export {name}', what: '{name}'}}"
    entry = backend("Vulkan", f"[{toggle}]").replace("name: Vulkan", f"name: '{name}'")
    built = Html(page_of(check, {"modules/vulkan.yaml": entry}))
    assert "img" not in built.tags
    assert built.handlers == []
    assert 'export <img src=x onerror=alert(1)>" {{ 7*7 }} `a`' in built.text


def test_every_mechanism_has_a_heading():
    assert set(HEADINGS) == set(MECHANISMS)


def test_a_toggle_that_another_one_joins_keeps_its_anchor(check):
    before = set(re.findall(r'<tr role="row" id="([^"]+)">', page_of(check)))
    aardvark = TREES.replace("Trees", "Aardvark").replace("trees", "aardvark").replace("TREES", "AARDVARK")
    after = set(
        re.findall(r'<tr role="row" id="([^"]+)">', page_of(check, {**FILES, "modules/zebra.yaml": aardvark}))
    )
    assert after - before == {"toggle-use-aardvark"}
    assert before <= after


def test_toggles_without_a_latin_letter_have_anchors_that_differ(check):
    page = page_of(
        check,
        {
            "modules/vulkan.yaml": backend(
                "Vulkan",
                "[{name: ключ, mechanism: env, default: '0'}, {name: 鍵, mechanism: env, default: '0'}]",
            )
        },
    )
    assert len(rows(page, "Environment variables")) == 2


def test_a_name_on_a_module_s_page_leads_to_its_row(check):
    files = {file.path: file.content for file in site_files(check(FILES))}
    assert re.findall(r'href="(toggles\.md#[^"]*)"', files["modules/trees.md"]) == [
        "toggles.md#toggle-use-trees",
        "toggles.md#toggle-use-tensorrt",
    ]


def test_lines_stand_after_those_they_require_also_in_a_circle(check):
    circle = "[{name: USE_A, mechanism: cmake, default: 'OFF', enable: set(USE_A ON), requires: [USE_C]}, "
    circle += "{name: USE_B, mechanism: cmake, default: 'OFF', enable: set(USE_B ON), requires: [USE_A]}, "
    circle += (
        "{name: USE_C, mechanism: cmake, default: 'OFF', enable: set(USE_C ON), requires: [USE_B, USE_CUDA]}]"
    )
    page = page_of(check, {"modules/circle.yaml": backend("Circle", circle)})
    assert re.findall(r'<li data-key="([^"]+)"', page) == [
        "toggle-use-b",
        "toggle-use-cuda",
        "toggle-use-c",
        "toggle-use-a",
    ]


def test_only_modules_that_are_there_and_have_a_line_can_be_chosen(check):
    assert re.findall(r'type="checkbox" value="([^"]+)"', page_of(check)) == [
        "cuda",
        "cutlass",
        "tensorrt",
        "vulkan",
    ]


def test_a_catalog_without_toggles_says_so(check):
    switchless = CUDA.replace(re.search(r"toggles: .*\n", CUDA)[0], "no_toggle: Always built.\n")
    page = page_of(check, {"modules/cuda.yaml": switchless})
    assert "No toggles yet." in page
    assert "<table" not in page
    assert "mc-configurator" not in page


@pytest.fixture
def site_by(once, build):
    """Return a function that gives a small site by a host, with the scripts as our own words after `build` say."""

    def make(host: str, root: Path) -> None:
        # Nothing is recorded of the end of one toggle, and that is to be seen.
        write(root, {**FILES, "catalog.yaml": f"{CATALOG}rules: {{MC612: 'off'}}\n"})
        scripts = "extra_javascript: [assets/module-catalog/configurator.js]\n"
        done = build(host, root, scripts if host == "zensical" else "")
        assert done.returncode == 0, done.stdout + done.stderr
        assert dead_links(root / "site") == []

    return lambda host: once(f"toggles-{host}", functools.partial(make, host)) / "site"


@pytest.fixture
def address(site_by) -> Iterator[str]:
    with served(site_by("mkdocs")) as there:
        yield f"{there}modules/toggles/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield context.new_page()
    context.close()


def visible(page: Page, selector: str) -> list[str]:
    """Return the text of what can be seen, with single blanks."""
    found = page.locator(selector).locator("visible=true").all_inner_texts()
    return [re.sub(r"\s+", " ", text).strip() for text in found]


@needs_chromium
def test_choosing_a_module_gives_its_lines_after_those_they_require(page, address):
    page.goto(address)
    assert visible(page, ".mc-config-lines li") == []
    page.get_by_label("CUTLASS").check()
    assert visible(page, ".mc-config-lines li") == [
        "set(USE_CUDA ON) # needed by CUTLASS",
        "set(USE_CUTLASS ON)",
    ]
    assert page.url == f"{address}?on=cutlass"
    page.get_by_label("TensorRT").check()
    assert visible(page, ".mc-config-lines li") == [
        "set(USE_CUDA ON) # needed by CUTLASS and TensorRT",
        "set(USE_CUTLASS ON)",
        "set(USE_TENSORRT ON)",
        "export TRT_LOG=1",
    ]
    assert page.url == f"{address}?on=cutlass,tensorrt"
    assert page.get_by_role("link", name="Link to this choice").get_attribute("href") == page.url
    page.go_back()
    assert visible(page, ".mc-config-lines li") == [
        "set(USE_CUDA ON) # needed by CUTLASS",
        "set(USE_CUTLASS ON)",
    ]
    assert not page.get_by_label("TensorRT").is_checked()


@needs_chromium
@pytest.mark.parametrize("host", HOSTS)
def test_every_host_loads_the_script(host, page, site_by):
    with served(site_by(host)) as there:
        page.goto(f"{there}modules/toggles/?on=cutlass")
        page.get_by_label("TensorRT").check()
        assert visible(page, ".mc-config-lines li")[1:3] == ["set(USE_CUTLASS ON)", "set(USE_TENSORRT ON)"]
        page.get_by_role("button", name="Copy").first.click()
        page.get_by_role("button", name="Copied").wait_for()


@needs_chromium
def test_an_address_brings_a_choice_back_with_its_notes(page, address):
    page.goto(f"{address}?on=vulkan,cutlass,tensorrt,nobody")
    assert [box.get_attribute("value") for box in page.locator(".mc-config-choice input:checked").all()] == [
        "cutlass",
        "tensorrt",
        "vulkan",
    ]
    assert visible(page, ".mc-config-notes > li") == [
        "Conflict TensorRT and Vulkan – Only one of them can be loaded",
        "Overlap CUTLASS and TensorRT – Both take CUDA graphs",
        "Also needed USE_TENSORRT requires TRT_HOME, but no line that turns it on is recorded.",
        "Parts TensorRT has 2 lines. Leave out those you do not need.",
        "Always on Loader",
    ]
    page.get_by_label("Vulkan").uncheck()
    assert "No conflict None of the modules you chose is recorded as conflicting with another." in visible(
        page, ".mc-config-notes > li"
    )
    page.get_by_label("TensorRT").uncheck()
    # CUDA needs no word: its line is there.
    assert visible(page, ".mc-config-notes > li") == []


@needs_chromium
def test_the_lines_are_copied_as_they_stand_and_that_is_said(page, address):
    page.goto(f"{address}?on=cutlass")
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.locator(".mc-configurator [role=status]").inner_text() == "Copied"
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == "set(USE_CUDA ON)   # needed by CUTLASS\nset(USE_CUTLASS ON)\n"
    )
    page.get_by_role("button", name="Copy", exact=True).wait_for()


@needs_chromium
def test_the_lines_are_copied_where_a_browser_keeps_the_clipboard_back(page, address):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{address}?on=cutlass")
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert (
        page.evaluate("getSelection().toString().trim()")
        == "set(USE_CUDA ON)   # needed by CUTLASS\nset(USE_CUTLASS ON)"
    )


@needs_chromium
def test_a_keyboard_is_enough(page, address):
    page.goto(address)
    page.get_by_label("CUDA").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert visible(page, ".mc-config-lines li") == [
        "set(USE_CUDA ON) # needed by CUTLASS",
        "set(USE_CUTLASS ON)",
    ]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()


@needs_chromium
def test_a_choice_can_be_read_by_all(browser, address):
    for width, scheme in VIEWS:
        with window(browser, width, scheme) as page:
            page.goto(f"{address}?on=cutlass,tensorrt,vulkan")
            assert (width, scheme, flaws(page, ".mc")) == (width, scheme, [])


@needs_chromium
def test_without_scripts_there_is_no_configurator_and_every_table(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    is_shown, tables = page.locator(".mc-configurator").is_visible(), page.locator(".mc-toggles").count()
    context.close()
    assert not is_shown
    assert tables == 4
