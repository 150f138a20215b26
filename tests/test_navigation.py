"""Finding one's way: a tab and a menu entry are current on every page, every page is reachable, the skip link skips nothing."""

from __future__ import annotations

import functools
import re

import pytest

from conftest import write
from module_catalog.catalog.page_kinds import PAGE_KINDS
from sites import MKDOCS, Page, barriers, needs_chromium, served, window

CURRENT = {
    "": "Home",
    "modules/overview/": "Apache TVM",
    "modules/": "Modules",
    "modules/cuda/": "Modules",
    "modules/compare/": "Modules",
    "modules/by-kind/backend/": "Modules",
    "modules/by-stage/s1/": "Stages",
    "modules/by-owner/tqchen/": "Owners",
    "modules/health/": "Owners",
    "modules/by-release/v0.20.0/": "Changes",
    "modules/trends/": "Changes",
    "modules/rules/": "Docs",
    "tutorial/": "Docs",
}
NAV = """\
nav:
  - Home: index.md
  - Modules: modules/index.md
  - People: [modules/owners.md, modules/health.md]
  - More: [modules/rules.md, own.md]
"""


def active(html):
    """Return the tabs that are current, as they are called."""
    tabs = re.findall(r'md-tabs__item--active">\s*<a [^>]*>(.*?)</a>', html, re.DOTALL)
    return [re.sub(r"\s+", " ", tab).strip() for tab in tabs]


def page(site, path):
    return (site / path / "index.html").read_text()


@pytest.mark.parametrize(("path", "tab"), CURRENT.items())
def test_the_tab_of_a_page_is_current(path, tab, project_site):
    assert active(page(project_site, path)) == [tab]


def test_one_tab_is_current_on_every_page(project_site):
    tabs = {file: active(file.read_text()) for file in project_site.rglob("index.html")}
    assert [file for file, found in tabs.items() if len(found) != 1] == []


def test_tabs_and_the_row_below_them_lead_to_every_page_that_there_is_once(project_site):
    tabs = re.findall(r'<a href="([^"]*)" class="md-tabs__link">', page(project_site, "modules"))
    found = set()
    for tab in tabs:
        target = (project_site / "modules" / tab).resolve()
        rows = re.findall(r'<nav class="mc-beside".*?</nav>', page(target, ""), re.DOTALL)
        beside = re.findall(r'href="([^"]*)"', "".join(rows))
        found |= {target, *((target / link).resolve() for link in beside)}
    docs = {"fields", "rules", "data"}
    wanted = {kind.path for name, kind in PAGE_KINDS.items() if kind.is_one and name not in docs}
    paths = {f"{path.relative_to(project_site.resolve())}/index.md".removeprefix("./") for path in found}
    assert {re.sub(r"(?<!index)\.md$", "/index.md", path) for path in wanted} <= paths


@pytest.mark.parametrize("path", ["modules/rules/", "modules/fields/", "modules/data/"])
def test_a_page_among_those_of_the_docs_has_their_sidebar(path, project_site):
    html = page(project_site, path)
    assert not re.search(r'data-md-type="navigation"\s+hidden', html)
    assert "mc-beside" not in html


def test_the_row_is_not_searched(project_site):
    assert "Module map Compatibility" not in (project_site / "search/search_index.json").read_text()


@needs_chromium
@pytest.mark.parametrize("path", ["modules/", "modules/toggles/", "modules/cuda/", "tutorial/"])
def test_the_skip_link_leads_to_the_top_of_the_content(path, project_site, browser):
    with served(project_site) as address, window(browser) as opened:
        opened.goto(address + path)
        opened.keyboard.press("Tab")
        opened.keyboard.press("Enter")
        assert opened.locator(":target").evaluate("one => one.tagName") == "H1"
        opened.keyboard.press("Tab")
        assert opened.evaluate("document.activeElement.closest('article, main') !== null")


@needs_chromium
def test_the_menu_of_a_phone_opens_at_the_section_of_the_page(project_site, browser):
    with served(project_site) as address, window(browser, 390) as opened:
        opened.goto(f"{address}modules/by-owner/tqchen/")
        opened.locator(".md-header label[for=__drawer]").click()
        entry = opened.locator(".md-nav--primary").get_by_role("link", name="Needs attention")
        entry.wait_for()
        opened.wait_for_timeout(400)  # It slides in.
        assert barriers(opened) == []
        entry.click()
        opened.get_by_role("heading", name="Needs attention").wait_for()
        assert not opened.locator(".mc-beside").is_visible()


@pytest.fixture
def site(once, build):
    """Return a function that gives a small site with a navigation of its own, in a theme."""

    def make(theme, root):
        write(root, {})
        (root / "docs").mkdir()
        (root / "docs/own.md").write_text("# Our own\n")
        config = re.sub(r"(?s)  name: material.*?plugins", f"  name: {theme}\nplugins", MKDOCS)
        (root / "mkdocs.yml").write_text(config + NAV)
        done = build("mkdocs", root)
        assert "Traceback" not in done.stderr

    return lambda theme: once(f"navigation-{theme}", functools.partial(make, theme)) / "site"


def test_where_the_index_is_an_entry_of_its_own_it_is_current_on_pages_of_modules(site):
    html = page(site("mkdocs"), "modules/cuda")
    assert re.findall(r'class="nav-link active" aria-current="page">(.*?)</a>', html) == ["Modules"]
    assert 'aria-current="page"' in page(site("mkdocs"), "modules/by-owner/ana")


def test_other_themes_list_the_headings_of_a_page_below_its_name(site):
    html = page(site("readthedocs"), "modules/rules")
    current = html[html.index('<li class="toctree-l1 current">') :]
    assert 'href="#' in current[: current.index("</ul>")]


def test_no_row_stands_where_the_navigation_is(site):
    assert "mc-beside" not in page(site("readthedocs"), "modules/owners")


def test_the_anchor_of_the_skip_link_is_there_on_every_page(project_site):
    for file in sorted(project_site.rglob("index.html")):
        html = file.read_text()
        skip = re.search(r'<a href="#([^"]*)" class="md-skip">', html)
        assert skip, file
        assert skip[1] in Page(html).ids, file
