"""Pages of large catalogs: what one page had is on several, and links lead to the right one."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser

from conftest import REPOSITORY, TODAY
from module_catalog.checks import pipeline
from module_catalog.site.catalog_templates import templates_of
from module_catalog.site.pages import changes, facet, health, home, kind, modules, owners, release, roadmap
from module_catalog.site.parts import LIMITS, Limit
from sites import needs_chromium, served

SPLIT = {
    "changes": lambda catalog: changes.pages(catalog, 10, 10),
    "facet": lambda catalog: facet.pages(catalog, 4),
    "health": lambda catalog: health.pages(catalog, 10),
    "kind": lambda catalog: kind.pages(catalog, 3, 5),
    "modules": lambda catalog: modules.pages(catalog, 20, 10, 5),
    "owners": lambda catalog: owners.pages(catalog, 20, 5),
    "release": lambda catalog: release.pages(
        catalog, {**LIMITS, "release": Limit(20, "", ""), "list": Limit(4, "", "")}
    ),
    "roadmap": lambda catalog: roadmap.pages(catalog, 5),
}
"""The pages of the catalog of this repository as they would be if few things fitted on a page."""
WHOLE = {
    "changes": changes, "facet": facet, "health": health, "kind": kind, "modules": modules, "owners": owners,
    "release": release, "roadmap": roadmap,
}  # fmt: skip


@pytest.fixture(scope="module")
def tvm():
    """The check of the catalog of this repository."""
    return pipeline.check(REPOSITORY, today=TODAY)


def rendered(pages, result):
    """Return the HTML of pages by their paths; a link is the path it leads to from the docs folder."""
    templates = templates_of(result)
    held = {page.path: page for page in pages}

    def to(path, anchor=""):
        place = held[path].moved.get(anchor, path) if path in held else path
        return f"{place}#{anchor}" if anchor else place

    return {
        path: templates.render(page.template, {**page.names, "page": page, "to": to})
        for path, page in held.items()
    }


def links(html):
    """Return where a page leads."""
    return set(re.findall(r'href="([^"]+)"', html))


@pytest.mark.parametrize("name", SPLIT)
def test_every_link_of_a_page_is_on_one_of_its_parts(name, tvm):
    whole = rendered(WHOLE[name].pages(tvm.catalog), tvm)
    parts = rendered(SPLIT[name](tvm.catalog), tvm)
    assert len(parts) > len(whole)
    ours = re.compile(r"(?!modules/(owners|changes)\.md#|#)")
    for path, page in whole.items():
        held = set().union(*(links(html) for at, html in parts.items() if at.startswith(path[:-3])))
        assert {link for link in links(page) - held if ours.match(link)} == set()


@pytest.mark.parametrize("name", ["changes", "owners"])
def test_an_anchor_leads_to_the_page_that_has_it(name, tvm):
    ((path, whole),) = rendered(WHOLE[name].pages(tvm.catalog), tvm).items()
    pages = {page.path: page for page in SPLIT[name](tvm.catalog)}
    parts = rendered(pages.values(), tvm)
    moved = pages[path].moved
    anchors = {one for one in re.findall(r' id="([^"]+)"', whole) if re.match("release-|owner-|.*-20", one)}
    assert len(anchors) > 20
    empty = re.findall(r'<a href="#([^"]+)" class="mc-none">', whole)
    for anchor in anchors - set(empty):
        assert f' id="{anchor}"' in parts[moved.get(anchor, path)]
    assert all(f'id="{anchor}"' in parts[at] for anchor, at in moved.items())


def test_a_page_that_leads_to_parts_is_the_only_one_in_a_navigation(tvm):
    for pages in SPLIT.values():
        made = list(pages(tvm.catalog))
        assert [page.path for page in made if page.in_nav and page.part] == []


def test_a_front_page_of_many_modules_has_the_first_of_each_kind(tvm):
    ((_, few),) = rendered(home.pages(tvm.catalog, 10), tvm).items()
    ((_, all_),) = rendered(home.pages(tvm.catalog), tvm).items()
    assert len(few) <= len(all_)
    assert 'href="modules/by-kind/runtime.md">' not in all_


def test_a_long_index_has_the_words_of_its_rows_in_a_file_in_their_order(tvm):
    (short,) = rendered(modules.pages(tvm.catalog), tvm).values()
    (page,) = modules.pages(tvm.catalog, 100, 100, 5)
    rows = re.findall(r'data-is="([^"]*)"(?: data-find="([^"]*)")?', short)
    assert [words for words, _ in json.loads(page.data)] == [words for words, _ in rows]
    (bare,) = rendered([page], tvm).values()
    assert "data-is" not in bare
    assert len(bare) < len(short) * 0.7


def written(folder, pages, result):
    """Write an index as a host would, with the script."""
    script = next(file for file in (REPOSITORY / "plugin").rglob("facets.js")).read_text(encoding="utf-8")
    for page in pages:
        ((path, html),) = rendered_beside(page, pages, result).items()
        file = folder / path.replace(".md", ".html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<!doctype html><meta charset=utf-8><main>{html}</main><script>{script}</script>")
        if page.data:
            (folder / page.data_path).write_text(page.data, encoding="utf-8")


def rendered_beside(page, pages, result):
    """Return the HTML of one page, with links from the root of the host."""
    templates = templates_of(result)

    def to(path, anchor=""):
        return f"/{path.replace('.md', '.html')}" + (f"#{anchor}" if anchor else "")

    return {page.path: templates.render(page.template, {**page.names, "page": page, "to": to})}


@needs_chromium
@pytest.mark.slow
@pytest.mark.parametrize("most", [100, 20], ids=["on one page", "on several"])
def test_a_long_index_is_narrowed_and_sorted_like_a_short_one(most, tvm, tmp_path, browser: Browser):
    written(tmp_path, list(modules.pages(tvm.catalog, most, 10, 5)), tvm)
    with served(tmp_path) as address:
        page = browser.new_page()
        page.goto(f"{address}modules/index.html")
        page.get_by_label("Find a module").fill("cuda")
        page.locator("output").filter(has_text="Showing").wait_for()
        page.get_by_label("Backends").check()
        page.locator("output").filter(has_text="Showing 4 of 51").wait_for()
        names = page.locator(".mc-index tbody tr:visible td:nth-child(2) a")
        assert names.all_inner_texts() == ["cuBLAS", "CUDA", "cuDNN", "CUTLASS"]
        page.get_by_role("button", name="Module").click()
        assert names.first.inner_text() == "CUTLASS"
        assert names.first.get_attribute("href").endswith("/modules/cutlass.html")
        page.close()
