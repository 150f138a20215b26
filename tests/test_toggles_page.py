"""The toggles page: its tables from small catalogs, and its configurator in Chromium on every host."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import CATALOG, CUDA, write
from module_catalog.catalog.vocabulary import MECHANISMS
from module_catalog.site.build import site_files
from module_catalog.site.copying import HEADINGS
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
        "toggle-use-cuda": ["USE_CUDA", "CUDA", "off", "–", "–", "–"],
        "toggle-use-cutlass": ["USE_CUTLASS", "CUTLASS", "off", "USE_CUDA", "The whole module.", "v2.0"],
        "toggle-use-tensorrt": [
            "USE_TENSORRT",
            "TensorRT",
            "auto",
            "USE_CUDA, TRT_HOME",
            "A part. The runtime",
            "–",
        ],
    }
    assert rows(page, "Environment variables") == {
        "toggle-trt-home": ["TRT_HOME", "TensorRT", "–", "–"],
        "toggle-trt-log": ["TRT_LOG", "TensorRT", "Quiet", "–"],
    }


def test_what_is_gone_stands_apart_with_what_to_do(check):
    page = page_of(check)
    assert rows(page, "Removed toggles") == {
        "toggle-use-trees": ["USE_TREES", "Trees", "v2.0 | with its module", "Drop the line. Trees was replaced by Loader. | How to migrate: Draw them by hand."],
        "toggle-use-trt-tensorrt": ["USE_TRT", "TensorRT", "v2.0", "Drop the line."],
    }  # fmt: skip
    assert page.count("<s>") == 2


def test_the_page_is_written_like_this(check, golden):
    golden("site/modules/toggles.md", page_of(check))


def test_hostile_names_and_lines_are_text(check):
    name = '<img src=x onerror=alert(1)>" {{ 7*7 }} `a`'
    toggle = f"{{name: '{name}', mechanism: env, default: '{name}', enable: 'export {name}', what: '{name}'}}"
    entry = backend("Vulkan", f"[{toggle}]").replace("name: Vulkan", f"name: '{name}'")
    settings = f"{CATALOG}copy_to: {{env: '{name}', cmake: '{name}'}}\n"
    files = {"modules/vulkan.yaml": entry, "catalog.yaml": settings}
    assert "img" not in Html(module_page(check, "vulkan", files)).tags
    built = Html(page_of(check, files))
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


DISCO = backend(
    "Disco",
    "[{name: USE_NCCL, mechanism: cmake, default: 'OFF', enable: set(USE_NCCL ON), gates: partial, requires: [USE_CUDA]}, "
    "{name: USE_RCCL, mechanism: cmake, default: 'OFF', enable: set(USE_RCCL ON), gates: partial, requires: [USE_ROCM]}]\n"
    "one_of: [[USE_NCCL, USE_RCCL]]",
)
ROCM = backend("ROCm", "[{name: USE_ROCM, mechanism: cmake, default: 'OFF', enable: set(USE_ROCM ON)}]")
ALTERNATIVES = {
    "modules/disco.yaml": DISCO,
    "modules/rocm.yaml": ROCM,
    # Nothing is recorded of the end of one toggle, and that is to be seen.
    "catalog.yaml": CATALOG + "copy_to: {cmake: build/config.cmake}\nrules: {MC612: 'off'}\n",
}


def blocks(page: str) -> list[tuple[str, str]]:
    """Return the blocks to copy of a page, each with what stands above it."""
    found = re.findall(
        r'(?s)<p class="mc-copy-title">(.*?)</p>\n<pre class="mc-copy"><code>(.*?)</code></pre>', page
    )
    return [(unescape(shown(title)), unescape(re.sub(r"<[^>]*>", "", lines))) for title, lines in found]


def module_page(check, id_, files) -> str:
    return next(file.content for file in site_files(check(files)) if file.path == f"modules/{id_}.md")


def test_alternatives_are_never_in_one_block_and_each_says_where_it_goes(check):
    page = module_page(check, "disco", ALTERNATIVES)
    assert "One of these" in page
    assert blocks(page) == [
        ("Add to build/config.cmake:", "set(USE_CUDA ON)   # required by USE_NCCL\nset(USE_NCCL ON)"),
        ("Add to the cmake command:", "-DUSE_CUDA=ON -DUSE_NCCL=ON"),
        ("Add to cacheVariables of a preset:", '"USE_CUDA": "ON",\n"USE_NCCL": "ON"'),
        ("Add to build/config.cmake:", "set(USE_ROCM ON)   # required by USE_RCCL\nset(USE_RCCL ON)"),
        ("Add to the cmake command:", "-DUSE_ROCM=ON -DUSE_RCCL=ON"),
        ("Add to cacheVariables of a preset:", '"USE_ROCM": "ON",\n"USE_RCCL": "ON"'),
    ]


@pytest.mark.parametrize(
    ("toggle", "expected"),
    [
        (
            "mechanism: cmake, enable: 'set(USE_X \"a b\")'",
            [("Add to build/config.cmake:", 'set(USE_X "a b")')],
        ),
        ("mechanism: cmake, enable: 'set(OTHER ON)'", [("Add to build/config.cmake:", "set(OTHER ON)")]),
        ("mechanism: cmake, enable: '-DUSE_X=a;b'", [("Add to the cmake command:", "-DUSE_X=a;b")]),
        ("mechanism: cmake, enable: ./configure --x", [("CMake options", "./configure --x")]),
        ("mechanism: flag, enable: --use-x", [("Command line flags", "--use-x")]),
        ("mechanism: env, enable: export USE_X=1", [("Add to ~/.profile:", "export USE_X=1")]),
        (
            "mechanism: cmake, enable: '-DUSE_X:BOOL=ON'",
            [
                ("Add to build/config.cmake:", "set(USE_X ON)"),
                ("Add to the cmake command:", "-DUSE_X:BOOL=ON"),
                ("Add to cacheVariables of a preset:", '"USE_X": "ON"'),
            ],
        ),
    ],
)
def test_a_line_has_another_form_only_if_its_name_and_value_are_plain(toggle, expected, check):
    entry = backend("Vulkan", f"[{{name: USE_X, default: 'OFF', {toggle}}}]")
    settings = CATALOG + "copy_to: {cmake: build/config.cmake, env: ~/.profile}\n"
    page = module_page(check, "vulkan", {"modules/vulkan.yaml": entry, "catalog.yaml": settings})
    assert blocks(page) == expected


def test_what_a_required_toggle_requires_is_set_too_and_what_has_no_line_is_named(check):
    chain = "[{name: USE_A, mechanism: cmake, default: 'OFF', enable: set(USE_A ON), requires: [USE_B]}, "
    chain += "{name: USE_B, mechanism: cmake, default: 'OFF', enable: set(USE_B ON), requires: [USE_CUDA, USE_C]}, "
    chain += "{name: USE_C, mechanism: cmake, default: 'OFF'}]"
    page = module_page(check, "vulkan", {"modules/vulkan.yaml": backend("Vulkan", chain)})
    lines = "set(USE_CUDA ON)   # required by USE_B\nset(USE_B ON)   # required by USE_A\nset(USE_A ON)"
    assert blocks(page)[0][1] == lines
    assert "USE_A requires USE_C, but no line that turns it on is recorded." in shown(page)


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
        write(root, {**FILES, **ALTERNATIVES})
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
    page.get_by_label("TensorRT", exact=True).check()
    page.get_by_label("USE_TENSORRT").check()
    assert visible(page, ".mc-config-lines li") == [
        "set(USE_CUDA ON) # needed by CUTLASS and TensorRT",
        "set(USE_CUTLASS ON)",
        "set(USE_TENSORRT ON)",
    ]
    page.get_by_label("TRT_LOG").check()
    assert visible(page, ".mc-config-lines li")[3:] == ["export TRT_LOG=1"]
    assert page.url == f"{address}?on=cutlass,tensorrt&with=use-tensorrt,trt-log"
    assert page.get_by_role("link", name="Link to this choice").get_attribute("href") == page.url
    for _ in range(3):
        page.go_back()
    assert visible(page, ".mc-config-lines li") == [
        "set(USE_CUDA ON) # needed by CUTLASS",
        "set(USE_CUTLASS ON)",
    ]
    assert not page.get_by_label("TensorRT", exact=True).is_checked()


@needs_chromium
def test_alternatives_set_nothing_until_one_is_chosen_and_then_only_what_it_requires(page, address):
    page.goto(address)
    page.get_by_label("Disco", exact=True).check()
    assert visible(page, ".mc-config-lines li") == []
    assert "To choose Disco has alternatives: choose one of USE_NCCL, USE_RCCL." in visible(
        page, ".mc-config-notes > li"
    )
    page.get_by_label("USE_NCCL").check()
    assert visible(page, ".mc-config-lines li") == ["set(USE_CUDA ON) # needed by Disco", "set(USE_NCCL ON)"]
    page.get_by_label("USE_RCCL").check()
    assert visible(page, ".mc-config-lines li") == ["set(USE_ROCM ON) # needed by Disco", "set(USE_RCCL ON)"]
    assert page.url == f"{address}?on=disco&with=use-rccl"
    page.get_by_label("Disco", exact=True).uncheck()
    assert visible(page, ".mc-config-lines li") == []


@needs_chromium
@pytest.mark.parametrize(
    ("form", "title", "copied"),
    [
        (
            "build/config.cmake",
            "Add to build/config.cmake:",
            "set(USE_CUDA ON)   # needed by Disco\nset(USE_NCCL ON)\n",
        ),
        ("Command line", "Add to the cmake command:", "-DUSE_CUDA=ON -DUSE_NCCL=ON\n"),
        ("Preset", "Add to cacheVariables of a preset:", '"USE_CUDA": "ON",\n"USE_NCCL": "ON"\n'),
    ],
)
def test_the_lines_are_copied_in_the_form_that_is_chosen(form, title, copied, page, address):
    page.goto(f"{address}?on=disco&with=use-nccl")
    page.get_by_role("radio", name=form).check()
    assert visible(page, ".mc-config-kind .mc-form") == [title]
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == copied


@needs_chromium
def test_a_module_s_page_shows_one_form_and_all_of_them_without_style(page, address, browser):
    page.goto(address.replace("toggles", "disco"))
    assert visible(page, ".mc-copy-title") == ["Add to build/config.cmake:"] * 2
    page.get_by_role("radio", name="Command line").check()
    assert visible(page, ".mc-copy-title") == ["Add to the cmake command:"] * 2
    page.evaluate("document.querySelectorAll('link[rel=stylesheet], style').forEach((one) => one.remove())")
    assert len(visible(page, ".mc-copy-title")) == 6


@needs_chromium
def test_copy_shows_its_word_in_colours_of_the_reader_s_system(browser, address):
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}?on=cutlass")
    style = "(one) => { const is = getComputedStyle(one); return [is.color, is.backgroundColor]; }"
    word, ground = page.get_by_role("button", name="Copy").evaluate(style)
    context.close()
    assert word != ground


@needs_chromium
@pytest.mark.parametrize("host", HOSTS)
def test_every_host_loads_the_script(host, page, site_by):
    with served(site_by(host)) as there:
        page.goto(f"{there}modules/toggles/?on=cutlass")
        page.get_by_label("TensorRT", exact=True).check()
        page.get_by_label("USE_TENSORRT").check()
        assert visible(page, ".mc-config-lines li")[1:3] == ["set(USE_CUTLASS ON)", "set(USE_TENSORRT ON)"]
        page.get_by_role("button", name="Copy").first.click()
        page.get_by_role("button", name="Copied").wait_for()


@needs_chromium
def test_an_address_brings_a_choice_back_with_its_notes(page, address):
    page.goto(f"{address}?on=vulkan,cutlass,tensorrt,nobody&with=use-tensorrt,nothing")
    assert [
        box.get_attribute("value") for box in page.locator(".mc-config-choice input[value]:checked").all()
    ] == [
        "cutlass",
        "tensorrt",
        "vulkan",
    ]
    assert visible(page, ".mc-config-notes > li") == [
        "Conflict TensorRT and Vulkan – Only one of them can be loaded",
        "Overlap CUTLASS and TensorRT – Both take CUDA graphs",
        "Also needed USE_TENSORRT requires TRT_HOME, but no line that turns it on is recorded.",
        "Always on Loader",
    ]
    page.get_by_label("Vulkan").uncheck()
    assert "No conflict None of the modules you chose is recorded as conflicting with another." in visible(
        page, ".mc-config-notes > li"
    )
    page.get_by_label("TensorRT", exact=True).uncheck()
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
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()


@needs_chromium
def test_a_choice_can_be_read_by_all(browser, address):
    for width, scheme in VIEWS:
        with window(browser, width, scheme) as page:
            page.goto(f"{address}?on=cutlass,tensorrt,vulkan,disco&with=use-nccl")
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
