"""The pages about modules together, from small catalogs, and their scripts in Chromium on every host."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import CATALOG, write
from module_catalog.site.build import site_files
from sites import VIEWS, dead_links, flaws, needs_chromium, served, window
from sites import Page as Html

HOSTS = ("mkdocs", "properdocs", "zensical")
KINDS = CATALOG.replace(
    "kinds:\n", "kinds:\n  frontend: {name: Frontend}\n  ir: {name: Representation}\n  tuner: {name: Tuner}\n"
)


def entry(name: str, kind: str, compatibility: str = "", relations: str = "") -> str:
    """Return the entry of a module that is there since v1.0."""
    return f"""\
name: {name}
summary: Does what {name} does.
kind: {kind}
stage: S0
namespaces: [src/{name.lower()}]
owners: [{{person: eva}}]
no_toggle: Always built.
relations: [{relations}]
{"" if relations else "stands_alone: It touches nothing else."}
roadmap: []
nothing_planned: Waiting for users.
history: [{{date: 2024-01-01, event: introduced, release: v1.0}}, {{date: 2025-03-01, event: entered, stage: S0, basis: reading}}]
{"" if not compatibility else f"compatibility: [{compatibility}]"}
"""


def gone(name: str, kind: str, compatibility: str = "", relations: str = "") -> str:
    """Return the entry of a module that v1.0 had and v2.0 has no more."""
    return f"""\
name: {name}
summary: Did what {name} did.
kind: {kind}
stage: removed
owners: []
no_owners: Its file named nobody.
former_namespaces: [{{path: src/{name.lower()}, until: v2.0}}]
no_toggle: Always built.
relations: [{relations}]
{"" if relations else "stands_alone: It touched nothing else."}
history: [{{date: 2024-01-01, event: introduced, stage: S0, release: v1.0}}, {{date: 2025-01-02, event: removed, stage: removed, release: v2.0}}]
deprecation: {{reason: Others do it, replacement: none, removal: v2.0}}
compatibility: [{compatibility}]
"""


FILES = {
    "catalog.yaml": KINDS,
    "modules/flow.yaml": entry("Flow", "ir"),
    "modules/old.yaml": gone("Old", "ir"),
    "modules/torch.yaml": entry("Torch", "frontend", "{with: [flow], status: works, since: v1.0}"),
    "modules/onnx.yaml": entry(
        "Onnx", "frontend", "{with: [flow], status: partial, since: v2.0, note: Only fixed shapes}"
    ),
    "modules/lite.yaml": entry(
        "Lite",
        "frontend",
        "{with: [old], status: works, until: v1.0}, {with: [flow], status: works, until: v2.0}",
    ),
    "modules/meta.yaml": entry(
        "Meta",
        "tuner",
        "{with: [flow], status: works}",
        "{type: depends-on, module: loader, why: It measures through it}",
    ),
    "modules/auto.yaml": gone(
        "Auto",
        "tuner",
        "{with: [old], status: works, until: v1.0}, {with: [flow], status: fails, note: Never}",
    ),
    "modules/swift.yaml": entry(
        "Swift",
        "backend",
        "{with: [flow, cuda], status: works, since: v2.0}",
        "{type: depends-on, module: cuda, why: It is built with it}, {type: overlaps-with, module: rival, why: Both take `CUDA` graphs}",
    ),
    "modules/lone.yaml": entry(
        "Lone", "backend", relations="{type: depends-on, module: loader, why: It is loaded by it}"
    ),
    "modules/rival.yaml": entry(
        "Rival",
        "backend",
        "{with: [flow], status: untested}",
        "{type: conflicts-with, module: cuda, why: Only one can be loaded}",
    ),
}


def site(check, files=FILES) -> dict[str, str]:
    result = check(files)
    assert result.is_clean, result.findings
    return {file.path: file.content for file in site_files(result) if file.path.endswith(".md")}


def section(page: str, heading: str) -> str:
    """Return what stands below a heading, until the next one."""
    return re.split(r"(?m)^## ", page.split(f"\n## {heading}\n")[1])[0]


def shown(html: str) -> str:
    """Return the text of HTML with single blanks."""
    text = re.sub(r"<(?:small|div|/span|/td|/th)[^>]*>", " ", html)
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]*>", "", text).replace("&nbsp;", "").replace("&#95;", "_")
    ).strip()


def matrices(html: str) -> dict[str, list[list[str]]]:
    """Return the text of the cells of each matrix, by its caption; what only a screen reader says is text too."""
    return {
        shown(table.partition("</caption>")[0]): [
            [shown(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<table.*?</table>", html, re.DOTALL)
    }


def listed(html: str) -> list[str]:
    """Return the text of each item of the outer lists."""
    return [shown(item) for item in re.findall(r"(?m)^<li(?:>| data-all)(.*?)</li>$", html, re.DOTALL)]


def reach(page: str, id_: str) -> list[str]:
    """Return the text of each step in a module's row."""
    row = page.split(f'<li id="with-{id_}"')[1].split('\n<li id="with-', maxsplit=1)[0]
    return [
        shown(step) for step in re.findall(r"<span(?: class=\"mc-past\")? (data-to=.*?)</dd>", row, re.DOTALL)
    ]


def test_pairs_of_two_kinds_are_a_matrix(check):
    now = section(site(check)["modules/compatibility.md"], "Pairs")
    assert matrices(now) == {
        "Frontends with Representations": [
            ["", "Flow"],
            ["Lite", "works until v2.0"],
            ["Onnx", "in part since v2.0 Only fixed shapes"],
            ["Torch", "works since v1.0"],
        ]
    }


def test_pairs_that_would_leave_a_matrix_empty_are_a_list(check):
    many = {
        f"modules/{a}{n}.yaml": entry(f"{a.upper()}{n}", kind)
        for a, kind in (("f", "frontend"), ("i", "ir"))
        for n in range(4)
    }
    for number in range(4):
        many[f"modules/f{number}.yaml"] = entry(
            f"F{number}", "frontend", f"{{with: [i{number}], status: works}}"
        )
    now = section(site(check, {"catalog.yaml": KINDS, **many})["modules/compatibility.md"], "Pairs")
    assert matrices(now) == {}
    assert [re.sub("^> ?", "", line) for line in listed(now)] == [f"F{n} with I{n} works" for n in range(4)]


def test_a_cell_without_a_word_says_no_record(check):
    past = section(site(check)["modules/compatibility.md"], "No longer current")
    assert "unknown" not in str(matrices(past))
    files = {**FILES, "modules/third.yaml": gone("Third", "tuner", "{with: [old], status: untested}")}
    past = section(site(check, files)["modules/compatibility.md"], "No longer current")
    assert matrices(past) == {
        "Representations with Tuners": [
            ["", "Auto", "Third"],
            ["Flow", "did not work Never", "– unknown"],
            ["Old", "worked until v1.0", "was not tested"],
        ]
    }


def test_what_is_gone_or_ended_stands_only_under_once_worked(check):
    page = site(check)["modules/compatibility.md"]
    assert "Old" not in section(page, "Pairs")
    assert "Auto" not in section(page, "Pairs")
    assert "worked until v1.0" in shown(section(page, "No longer current"))


def test_three_together_are_listed_as_a_whole_with_who_says_so(check):
    page = site(check)["modules/compatibility.md"]
    assert "Swift + Flow + CUDA" in shown(section(page, "Combinations"))
    assert "since v2.0 · according to Swift" in shown(section(page, "Combinations"))


def test_a_pair_shows_from_both_sides_with_what_it_needs_beside(check):
    page = site(check)["modules/compatibility.md"]
    assert any("works Swift since v2.0 with CUDA" in step for step in reach(page, "flow"))
    assert any("works Flow since v2.0 with CUDA" in step for step in reach(page, "swift"))


def test_a_word_leads_to_the_entry_that_says_it(check):
    page = site(check)["modules/compatibility.md"]
    links = re.findall(r'<a class="mc-status-link" href="([^"]+)" title="([^"]+)"', section(page, "Pairs"))
    assert ("torch.md#section-compatibility", "according to Torch") in links
    row = page.split('<li id="with-meta"')[1]
    assert '<a class="mc-status-link" href="meta.md#section-relations"' in row


def further(page: str, id_: str) -> list[str]:
    row = page.split(f'<li id="with-{id_}"')[1].split('\n<li id="with-', maxsplit=1)[0]
    return [shown(line) for line in re.findall(r"<li>(via .*?)</li>", row, re.DOTALL)]


def test_one_step_further_goes_on_from_declared_steps_alone(check):
    page = site(check)["modules/compatibility.md"]
    # Meta and CUDA both rest on the loader: that does not make them a chain.
    assert further(page, "meta") == ["via Flow: in part Onnx; not tested Rival; works Lite, Torch, Swift"]


def test_one_step_further_stays_within_releases_that_had_all(check):
    page = site(check)["modules/compatibility.md"]
    assert further(page, "auto") == ["via Old: worked Lite"]
    assert "Old" not in str(further(page, "torch"))


def test_without_any_combination_the_page_says_how_to_write_one(check):
    page = site(check, {})["modules/compatibility.md"]
    assert "No entry says yet which modules work together." in shown(page)
    assert "compatibility:\n" in page
    assert "\n## " not in page


HOSTILE = (
    '<img src=x onerror=alert(1)>\\" {{ 7*7 }} `a` [x](javascript:alert(1)) [a][module.x] | \\u05d0'
    + "A" * 300
)


def blank_lines(page: str) -> list[str]:
    """Return what follows a blank line and is neither a heading nor a block: there the HTML would end for Markdown."""
    return [
        rest[:40]
        for rest in page.split("---", 2)[2].strip().split("\n\n")
        if not rest.startswith(("<div", "## "))
    ]


@pytest.mark.parametrize("files", [FILES, {}], ids=["full", "empty"])
def test_no_block_of_html_ends_early(files, check):
    pages = site(check, files)
    assert blank_lines(pages["modules/compatibility.md"]) == []
    assert blank_lines(pages["modules/compare.md"]) == []


@pytest.mark.parametrize("page", ["modules/compatibility.md", "modules/compare.md"])
def test_hostile_text_is_text(page, check):
    name = '<b onclick=x>"{{1}}|*a*`b`\\u05d0'.replace('"', '\\"')
    bad = entry("Bad", "ir", f'{{with: [loader], status: partial, note: "{HOSTILE}"}}, {{with: [loader, flow], status: works, note: "{HOSTILE}"}}',
                f'{{type: overlaps-with, module: loader, why: "{HOSTILE}"}}').replace("name: Bad", f'name: "{name}"')  # fmt: skip
    result = check({"catalog.yaml": KINDS, "modules/bad.yaml": bad, "modules/flow.yaml": entry("Flow", "ir")})
    text = next(file.content for file in site_files(result) if file.path == page)
    built = Html(text)
    assert not {"img", "script"} & set(built.tags)
    assert built.handlers == []
    assert [link for link in built.links if link.startswith("javascript")] == []
    assert "onerror=alert(1)" in built.text
    assert blank_lines(text) == []


def rows(page: str) -> dict[str, list[str]]:
    """Return the text of the facts of each module, by its id."""
    found = re.findall(r'<tr id="row-[^"]+" data-id="([^"]+)"[^>]*>(.*?)</tr>', page, re.DOTALL)
    return {
        id_: [shown(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)]
        for id_, cells in found
    }


def test_every_module_has_its_facts_in_one_table(check):
    found = rows(site(check)["modules/compare.md"])
    assert found["cuda"] == ["Runs programs on NVIDIA GPUs.", "S0 Scoped", "Backend", "USE_CUDA, off by default", "nothing declared",
                             "@eva", "Loader", "Swift", "conflicts with Rival", "unknown", "unknown"]  # fmt: skip
    assert found["swift"][6:] == ["CUDA", "nothing declared", "overlaps with Rival", "v1.0", "Jan 2024, v1.0"]
    assert list(found)[-2:] == ["auto", "old"]


def test_pairs_that_stand_close_are_listed_with_their_reason(check):
    close = shown(section(site(check)["modules/compare.md"], "Overlapping modules"))
    assert close == (
        "overlaps with Swift and Rival – Both take CUDA graphs Compare Swift and Rival "
        "conflicts with Rival and CUDA – Only one can be loaded Compare Rival and CUDA"
    )


@pytest.fixture
def site_by(once, build):
    """Return a function that gives a small site by a host."""

    def make(host: str, root: Path) -> None:
        write(root, FILES)
        scripts = "extra_javascript: [assets/module-catalog/chains.js, assets/module-catalog/compare.js]\n"
        done = build(host, root, scripts if host == "zensical" else "")
        assert done.returncode == 0, done.stdout + done.stderr
        assert dead_links(root / "site") == []

    return lambda host: once(f"pairs-{host}", functools.partial(make, host)) / "site"


@pytest.fixture
def address(site_by) -> Iterator[str]:
    with served(site_by("mkdocs")) as there:
        yield f"{there}modules/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def answer(page: Page) -> list[str]:
    """Return the lines of the answer, with single blanks."""
    lines = page.locator(".mc-found :is(p, .mc-chain > li, ul > li)").all_inner_texts()
    return [re.sub(r"\s+", " ", line).strip() for line in lines]


@needs_chromium
def test_a_chain_is_found_and_stands_in_the_address(page, address):
    page.goto(f"{address}compatibility/")
    page.locator("select[name=from]").select_option("torch")
    page.locator("select[name=to]").select_option("meta")
    assert answer(page) == [
        "Torch",
        "works Flow since v1.0 · according to Torch",
        "works Meta according to Meta",
        "Not before v1.0, as far as releases are on record.",
        "Each step is declared, but not the chain as a whole.",
    ]
    assert page.url == f"{address}compatibility/?from=torch&to=meta"
    page.locator("select[name=to]").select_option("auto")
    page.go_back()
    assert "Meta" in answer(page)[2]


@needs_chromium
@pytest.mark.parametrize("host", HOSTS)
def test_every_host_loads_the_scripts(host, page, site_by):
    with served(site_by(host)) as there:
        page.goto(f"{there}modules/compatibility/?from=flow")
        page.locator("select[name=to]").select_option("cuda")
        assert answer(page)[-1] == "works Swift + Flow + CUDA since v2.0 · according to Swift"
        page.goto(f"{there}modules/compare/?modules=swift,rival")
        page.get_by_role("heading", name="Swift and Rival").wait_for()


@needs_chromium
def test_a_chain_by_way_of_a_module_takes_it(page, address):
    page.goto(f"{address}compatibility/?from=meta&via=swift&to=cuda")
    assert answer(page) == [
        "Meta",
        "works Flow according to Meta",
        "works Swift since v2.0 with CUDA · according to Swift",
        "works CUDA since v2.0 with Flow · according to Swift",
        "Not before v2.0, as far as releases are on record.",
        "Each step is declared, but not the chain as a whole.",
        "Of these, declared as a whole:",
        "works Swift + Flow + CUDA since v2.0 · according to Swift",
    ]


@needs_chromium
def test_what_is_declared_as_a_whole_says_so(page, address):
    page.goto(f"{address}compatibility/?from=flow&to=cuda")
    assert answer(page)[-2:] == [
        "Declared as a whole:",
        "works Swift + Flow + CUDA since v2.0 · according to Swift",
    ]


@needs_chromium
def test_a_chain_of_the_past_is_said_to_be_past(page, address):
    page.goto(f"{address}compatibility/?from=lite&to=auto")
    assert answer(page) == [
        "Auto is at the stage Removed.",
        "No chain of declared steps leads there now. There used to be one:",
        "Lite",
        "worked Old until v1.0 · according to Lite",
        "worked Auto until v1.0 · according to Auto",
        "Not before v1.0 and not after v1.0, as far as releases are on record.",
        "Each step is declared, but not the chain as a whole.",
    ]


@needs_chromium
def test_what_only_rests_on_the_same_is_no_chain_and_a_clash_is_no_step(page, address):
    page.goto(f"{address}compatibility/?from=lone&to=meta")
    assert answer(page) == [
        "No entry says whether Lone works with Meta, and no chain of declared steps leads there. "
        "That does not mean that they do not work together."
    ]
    page.goto(f"{address}compatibility/?from=rival&to=cuda")
    assert answer(page)[:2] == [
        "Rival with CUDA:",
        "conflicts with according to Rival Only one can be loaded",
    ]


@needs_chromium
def test_what_a_module_needs_is_a_step_with_its_word(page, address):
    page.goto(f"{address}compatibility/?from=loader&to=torch")
    assert answer(page)[:4] == [
        "Loader",
        "needed by Meta according to Meta",
        "works Flow according to Meta",
        "works Torch since v1.0 · according to Torch",
    ]


@needs_chromium
def test_an_address_of_nobody_shows_nothing(page, address):
    page.goto(f"{address}compatibility/?from=%3Cimg%20src%3Dx%3E&to=torch")
    assert answer(page) == []
    page.goto(f"{address}compare/?modules=%3Cimg%20src%3Dx%3E,nobody")
    assert page.locator(".mc-compared").is_hidden()


def compared(page: Page) -> dict[str, list[str]]:
    """Return the facts of the modules side by side, by label; one begins with a dot where they differ."""
    found = page.locator(".mc-compared tbody tr").all()
    return {
        " ".join(row.locator("th").inner_text().replace("differs:", "").split()): row.locator(
            "td"
        ).all_inner_texts()
        for row in found
    }


@needs_chromium
def test_two_modules_stand_side_by_side_with_a_dot_where_they_differ(page, address):
    page.goto(f"{address}compare/?modules=swift,rival")
    assert page.locator("h1").inner_text() == "Swift and Rival"
    assert page.locator(".mc-lede").inner_text() == "They differ in 3 of 11 points."
    found = compared(page)
    assert found["● Builds on"] == ["CUDA", "nothing declared"]
    assert found["Kind"] == ["Backend", "Backend"]
    assert [label for label in found if label.startswith("●")] == [
        "● What it is for",
        "● Builds on",
        "● Related",
    ]
    between = page.locator(".mc-between li").inner_text()
    assert " ".join(between.split()) == "overlaps with Swift overlaps with Rival – Both take `CUDA` graphs"


def add(page: Page, name: str) -> None:
    """Put a module beside the others."""
    page.get_by_label("Add a module").select_option(label=name)
    page.get_by_role("button", name="Add", exact=True).click()


def heads(page: Page) -> list[str]:
    """Return the names of the modules side by side, as a screen reader has the heads of columns."""
    return page.locator(".mc-compared th[scope=col] a").all_inner_texts()


@needs_chromium
def test_modules_to_compare_are_added_removed_and_taken_back(page, address):
    page.goto(f"{address}compare/")
    add(page, "Torch")
    assert page.url == f"{address}compare/?modules=torch"
    assert (heads(page), page.locator(".mc-between").is_hidden()) == (["Torch"], True)
    assert page.locator(".mc-lede").inner_text() == "Add another one to see where they differ."
    add(page, "Old")
    assert page.url == f"{address}compare/?modules=torch,old"
    assert page.locator(".mc-lede").inner_text().endswith("No relation between them is recorded.")
    add(page, "Swift")
    assert page.locator("h1").inner_text() == "Torch, Old and Swift"
    page.get_by_role("button", name="Remove Old").click()
    assert (heads(page), page.url) == (["Torch", "Swift"], f"{address}compare/?modules=torch,swift")
    assert page.evaluate("document.activeElement.name") == "add"
    page.go_back()
    assert heads(page) == ["Torch", "Old", "Swift"]
    for _ in range(3):
        page.go_back()
    assert page.locator("h1").inner_text() == "Compare modules"
    page.goto(f"{address}compare/#row-cuda")
    assert heads(page) == ["CUDA"]


@needs_chromium
def test_a_row_of_several_has_a_dot_where_one_differs_and_all_that_stands_between_them_is_listed(
    page, address
):
    page.goto(f"{address}compare/?modules=swift,rival,cuda")
    found = compared(page)
    assert found["Kind"] == ["Backend", "Backend", "Backend"]
    assert found["● Builds on"] == ["CUDA", "nothing declared", "Loader"]
    assert [" ".join(line.split()) for line in page.locator(".mc-between li").all_inner_texts()] == [
        "overlaps with Swift overlaps with Rival – Both take `CUDA` graphs",
        "depends on Swift depends on CUDA – It is built with it",
        "conflicts with Rival conflicts with CUDA – Only one can be loaded",
    ]


@needs_chromium
def test_no_more_than_five_stand_side_by_side_and_none_twice(page, address):
    page.goto(f"{address}compare/?modules=swift,rival,swift,cuda,torch,old,loader")
    assert heads(page) == ["Swift", "Rival", "CUDA", "Torch", "Old"]
    assert page.get_by_label("Add a module").is_disabled()
    assert page.get_by_text("remove one to add another").is_visible()
    page.get_by_role("button", name="Remove Rival").click()
    assert page.locator("select[name=add] option[value=torch]").is_disabled()
    add(page, "Loader")
    assert heads(page) == ["Swift", "CUDA", "Torch", "Old", "Loader"]
    assert page.evaluate("document.activeElement.className").endswith("mc-side-by-side")


@needs_chromium
def test_many_side_by_side_scroll_in_their_own_place(browser, address):
    with window(browser, 390, "light") as page:
        page.goto(f"{address}compare/?modules=swift,rival,cuda,torch,old")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator(".mc-side-by-side").evaluate("one => one.scrollWidth > one.clientWidth")


@needs_chromium
def test_a_keyboard_is_enough(page, address):
    page.goto(f"{address}compare/?modules=swift")
    page.get_by_label("Add a module").focus()
    page.keyboard.type("Riv")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Swift and Rival").wait_for()
    page.get_by_role("button", name="Remove Swift").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Rival", exact=True, level=1).wait_for()
    page.goto(f"{address}compatibility/?from=torch")
    page.locator("select[name=to]").focus()
    page.keyboard.type("Met")
    page.keyboard.press("Tab")
    assert answer(page)[0] == "Torch"
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#with-torch"


@needs_chromium
@pytest.mark.parametrize(
    "path",
    [
        "compatibility/?from=meta&via=swift&to=cuda",
        "compare/?modules=swift,rival",
        "compare/?modules=swift,rival,cuda,torch,old",
    ],
)
def test_an_answer_can_be_read_by_all(path, browser, address):
    for width, scheme in VIEWS:
        with window(browser, width, scheme) as page:
            page.goto(address + path)
            assert (width, scheme, flaws(page, ".mc")) == (width, scheme, [])


@needs_chromium
def test_without_scripts_everything_but_the_forms_is_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}compatibility/")
    chains = page.locator(".mc-chains").is_visible(), page.locator(".mc-further > li").count()
    page.goto(f"{address}compare/")
    compare = (
        page.locator(".mc-choose, .mc-compared, .mc-pair").locator("visible=true").count(),
        page.locator(".mc-all tbody tr").count(),
    )
    context.close()
    assert chains == (False, 12)
    assert compare == (0, 12)
