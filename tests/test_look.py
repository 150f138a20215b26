"""What everything on a page takes up: nothing leaves its column, nothing lies on anything, and neighbours are told apart.

The catalog has eight stages, an account as long as they can be, and toggles of 51 letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from module_catalog import site
from sites import TARGETS, barriers, needs_chromium, pages, served, window
from test_exports import contrast

HANDLE = "a-name-as-long-as-an-account-can-have-0"
MODULE = "SeparateCacheWatchFromStorageAndStreaming"
TOGGLES = (
    "SeparateCacheWatchFromStorageAndStreamingOfListsXYZ",
    "SERVER_SEPARATE_CACHE_WATCH_FROM_STORAGE_AND_LISTS_",
)
STAGES = {
    "provisional": "live",
    "implementable": "live",
    "alpha": "live",
    "beta": "live",
    "stable": "live",
    "discouraged": "leaving",
    "removed": "gone",
    "declined": "gone",
}
CATALOG = """\
name: Mini
repository: {url: https://github.com/example/core, branch: main}
lifecycle: lifecycle.yaml
effective: 2026-01-01
kinds: {part: {name: Part}, tool: {name: Tool}}
releases: [{name: v1.0, date: 2020-01-01}, {name: v2.0, date: 2022-01-01}]
"""
LIFECYCLE = "name: Eight\nstages:\n" + "".join(
    f"  - {{id: {id_}, name: {id_.title()}, presence: {presence}, brief: it may still change and nobody is told,"
    f" means: It is {id_}.}}\n"
    for id_, presence in STAGES.items()
)
LIFECYCLE += "transitions:\n  - {from: null, to: provisional}\n" + "".join(
    f"  - {{from: {one}, to: {other}, why: it was decided}}\n"
    for one, other in [*zip(STAGES, list(STAGES)[1:], strict=False), ("alpha", "declined"), ("beta", "alpha")]
)


def entry(number: int, stage: str) -> str:
    """Return the entry of a module that was at every stage up to this one."""
    gone = STAGES[stage] == "gone"
    is_long = number == 3
    before = list(STAGES)[: number + 1] if stage != "declined" else ["alpha", "declined"]
    history = "".join(
        f"  - {{date: {2016 + at}-01-01, event: {'removed' if STAGES[one] == 'gone' else 'entered'}, stage: {one}}}\n"
        for at, one in enumerate(before)
    )
    needs = "[{type: depends-on, module: m2, why: It is built on it}]\n" if is_long else "[]\n"
    toggles = ", ".join(
        f"{{name: {name}, mechanism: feature-gate, default: 'off', enable: {name}=true}}" for name in TOGGLES
    )
    return (
        f"name: {MODULE if is_long else f'Module {number}'}\nsummary: It is what it is.\n"
        f"kind: {'tool' if number % 2 else 'part'}\nstage: {stage}\n"
        + (f"former_namespaces: [{{path: src/m{number}}}]\n" if gone else f"namespaces: [src/m{number}]\n")
        + f"owners: [{{person: {HANDLE if is_long else 'team-contributor-experience'}}}]\n"
        + (f"toggles: [{toggles}]\n" if is_long else "no_toggle: Always on.\n")
        + f"relations: {needs}"
        + ("" if is_long else "stands_alone: It is alone.\n")
        + ("" if gone else "roadmap: []\nnothing_planned: It is done.\n")
        + ("" if STAGES[stage] == "live" else "deprecation: {reason: It was slow, replacement: none}\n")
        + f"history:\n{history}"
    )


def write(root: Path, config: str) -> None:
    """Write a project with one module at each stage but the second."""
    people = f"people: {{{HANDLE}: {{name: Ana}}}}\nteams: {{team-contributor-experience: {{name: Contributors}}}}\n"
    (root / "catalog/modules").mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "catalog/catalog.yaml").write_text(CATALOG)
    (root / "catalog/lifecycle.yaml").write_text(LIFECYCLE)
    (root / "catalog/people.yaml").write_text(people)
    for number, stage in enumerate(STAGES):
        if stage != "implementable":
            (root / f"catalog/modules/m{number}.yaml").write_text(entry(number, stage))
    (root / "mkdocs.yml").write_text(f"site_name: Mini\n{config}plugins: [search, module-catalog]\n")


@pytest.fixture
def project(once, build):
    """Return a site of the catalog, as a theme shows it."""

    def built(theme: str) -> Path:
        def make(root: Path) -> None:
            palette = '[{media: "(prefers-color-scheme: light)", scheme: default}, {media: "(prefers-color-scheme: dark)", scheme: slate}]'
            more = f", font: false, palette: {palette}" if theme == "material" else ""
            write(root, f"theme: {{name: {theme}{more}}}\n")
            done = build("mkdocs", root)
            assert done.returncode == 0, done.stdout + done.stderr

        return once(f"look-{theme}", make) / "site"

    return built


@pytest.fixture
def address(project) -> Iterator[str]:
    with served(project("material")) as there:
        yield there


# Lines of text that leave what they stand in, or lie on others; what scrolls in itself may be wider.
MISPLACED = """
() => {
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const hides = "[hidden], details:not([open]) > :not(summary), template, script, .md-typeset .mc-hidden";
  const lines = [];
  const wrong = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, holder = text.parentElement;
    const unseen = (one) => one && getComputedStyle(one).clipPath !== "none";
    if (!text.data.trim() || !holder.closest(".mc") || holder.closest(`${hides}, svg`)) continue;
    if (unseen(holder) || unseen(holder.closest("thead"))) continue;
    const scrolled = holder.closest(".mc-scroll, pre");
    if (scrolled && [scrolled, ...scrolled.children].some((one) => one.scrollWidth > one.clientWidth)) continue;
    const room = holder.closest("td, th, li, dd, dt, summary, p, label, section, h1, h2, h3, button, div").getBoundingClientRect();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      const said = text.data.trim().slice(0, 40);
      if (box.right > room.right + 1.5 || box.right > innerWidth) wrong.push(`${said}: out of its room`);
      lines.push({ box, holder, said });
    }
  }
  lines.forEach(({ box, holder, said }, place) => lines.slice(place + 1, place + 40).forEach((other) => {
    const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
    const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
    if (holder !== other.holder && across > 2 && down > 6) wrong.push(`${said}: on ${other.said}`);
  }));
  return wrong;
}
"""


@needs_chromium
@pytest.mark.parametrize("width", [1280, 1000, 390])
def test_no_text_leaves_its_room_or_lies_on_other_text(width, project, browser: Browser, address):
    wrong = {}
    with window(browser, width) as page:
        for path in pages(project("material")):
            page.goto(address + path)
            page.add_style_tag(content="* { content-visibility: visible !important; }")
            found = page.evaluate(MISPLACED)
            wide = page.evaluate("document.documentElement.scrollWidth")
            wrong[path] = [*found, *([f"{wide} pixels wide"] if wide > width else [])]
    assert {path: found for path, found in wrong.items() if found} == {}


@needs_chromium
@pytest.mark.parametrize("width", [1280, 390])
def test_what_a_finger_is_to_hit_stands_apart(width, project, browser: Browser, address):
    with window(browser, width) as page:
        found = {}
        for path in pages(project("material")):
            page.goto(address + path)
            found[path] = barriers(page, ".mc", TARGETS) if page.locator(".mc").count() else []
    assert {path: targets for path, targets in found.items() if targets} == {}


@needs_chromium
@pytest.mark.parametrize("width", [720, 960, 1280, 1440])
def test_all_stages_are_in_the_drawing_and_in_the_bar_beside_the_contents(width, browser: Browser, address):
    with window(browser, width) as page:
        page.goto(f"{address}modules/stages/")
        article = page.locator("article").bounding_box()
        edge = article["x"] + article["width"]
        names = page.locator(".mc-transition-name").all()
        parts = page.locator(".mc-bar > li, .mc-bar-part, .mc-bar-label").all()
        boxes = [one.bounding_box() for one in (*names, *parts)]
        assert [name.text_content() for name in names] == [id_.title() for id_ in STAGES]
        assert max(box["x"] + box["width"] for box in boxes) <= edge + 1
        drawn = page.locator(".mc-transitions .mc-scroll").evaluate(
            "one => one.scrollWidth - one.clientWidth"
        )
        assert drawn <= 0


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_stages_next_to_each_other_have_different_colours(scheme, browser: Browser, address):
    with window(browser, scheme=scheme) as page:
        page.goto(f"{address}modules/stages/")
        bar = colours(page, ".mc-bar-part", "backgroundColor")
        page.goto(f"{address}modules/trends/")
        rows = colours(
            page, ".mc-chart-row:is([class^=mc-narrow] *, [class^=mc-wid] *, [class^=mc-leaving] *)", "stroke"
        )
        page.goto(f"{address}modules/m6/")
        steps = colours(page, ".mc-strip .mc-glyph", "color")[:1]
        page.goto(f"{address}modules/changes/")
        line = colours(page, "a:has(title:text('Module 6')) .mc-span", "stroke")
    assert len(bar) == len(set(bar)) == len(STAGES) - 1
    assert len(set(rows)) == len(rows) > 4
    assert steps
    assert len(set(line)) == len(line) == 6


def colours(page, selector, name):
    """Return a colour of each element that a selector finds, in their order."""
    return page.locator(selector).evaluate_all(f"all => all.map((one) => getComputedStyle(one)[{name!r}])")


@needs_chromium
def test_where_the_reader_s_system_sets_the_colours_neighbours_have_gaps_or_dashes_of_their_own(
    browser: Browser, address
):
    with window(browser, forced_colors="active") as page:
        page.goto(f"{address}modules/changes/")
        dashes = colours(page, "a:has(title:text('Module 6')) .mc-span", "strokeDasharray")
        page.goto(f"{address}modules/toggles/")
        page.locator(".mc-configurator input[type=checkbox]").first.check()
        system = page.evaluate(
            """() => {
              const plain = document.body.appendChild(document.createElement("button"));
              plain.style.backgroundColor = "ButtonFace";
              return getComputedStyle(plain).backgroundColor;
            }"""
        )
        grounds = colours(page, ".mc-configurator button:visible", "backgroundColor")
    assert all(one != other for one, other in pairwise(dashes))
    assert set(grounds) == {system}


@needs_chromium
@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
@pytest.mark.parametrize("width", [1280, 390])
def test_other_themes_say_which_stage_is_the_current_one(width, theme, project, browser: Browser):
    with served(project(theme)) as there, window(browser, width) as page:
        page.goto(f"{there}modules/m3/")
        current = page.locator(".mc-strip [aria-current]")
        said = " ".join(current.inner_text().split())
        last = " ".join(page.locator(".mc-colophon").inner_text().split())
        wide = page.evaluate("document.documentElement.scrollWidth")
    assert said.startswith("Beta (now)")
    assert "JSON Badge" in last
    assert wide <= width


def test_no_id_stands_twice_on_a_page(project, project_site):
    for folder in (project("material"), project_site):
        twice = {
            file.relative_to(folder): [id_ for id_, number in Counter(ids).items() if number > 1]
            for file in folder.rglob("*.html")
            if (ids := re.findall(r'<[a-z][^<>]* id="([^"]*)"', file.read_text(encoding="utf-8")))
        }
        assert {path: ids for path, ids in twice.items() if ids} == {}


STYLES = (Path(site.__file__).parent / "styles/_base.css").read_text(encoding="utf-8")
TOKEN = re.compile(r"--mc-([\w-]+): (#[0-9a-f]{6});")
LIGHT, DARK = (dict(TOKEN.findall(part)) for part in STYLES.split("@media screen {", 1))
TONES = [name.removesuffix("-mark") for name in LIGHT if name.endswith("-mark")]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", TONES)
def test_the_colours_of_stages_can_be_seen_on_their_grounds(tone, scheme):
    mark, text, tint = (scheme[f"{tone}-{part}"] for part in ("mark", "text", "tint"))
    assert contrast(mark, scheme["paper"]) >= 3
    assert contrast(text, scheme["paper"]) >= 4.5
    assert contrast(text, tint) >= 4.5
