"""What a search finds: a few words for each thing of the catalog, under every host and theme."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from conftest import write
from module_catalog.hosts.searchable import searchable
from module_catalog.site import search
from module_catalog.site.build import site_files
from module_catalog.site.search import SearchEntry
from sites import Page as HtmlPage
from sites import needs_chromium, search_results, served, window

CUDA = """\
name: CUDA
summary: Runs programs on NVIDIA GPUs.
kind: backend
stage: S0
namespaces: [src/cuda, python/quokka/contrib/cuda]
former_namespaces: [{path: src/old_gpu}]
tags: [gpu]
owners: [{person: eva, basis: MAINTAINERS file}]
toggles: [{name: USE_CUDA, mechanism: cmake, default: 'OFF', enable: set(USE_CUDA ON)}]
relations:
  - {type: depends-on, module: loader, why: It is loaded by it}
roadmap:
  - {title: Graphs, status: planned, target: v3.0}
history:
  - {date: 2025-03-01, event: entered, stage: S0, basis: reading, note: Nobody types these words into a search}
"""
THEMES = {
    "material": ("mkdocs", "material", "search"),
    "material, by its own name": ("mkdocs", "material", "material/search"),
    "mkdocs": ("mkdocs", "mkdocs", "search"),
    "readthedocs": ("mkdocs", "readthedocs", "search"),
    "properdocs": ("properdocs", "material", "search"),
    "zensical": ("zensical", "material", ""),
    "zensical, with the extension": ("zensical", "material", ""),
}
EXTENSION = "markdown_extensions: [module_catalog.markdown]\n"


def site_config(theme: str, plugin: str) -> str:
    return f"site_name: Quokka\ntheme: {{name: {theme}}}\nplugins: [{plugin}, module-catalog]\n"


def index(site: Path) -> dict[str, dict[str, Any]]:
    """Return the entries of a built site by their address."""
    files = (site / "search/search_index.json", site / "search.json")
    found = json.loads(next(file for file in files if file.exists()).read_text(encoding="utf-8"))
    # Where a heading of the page has the same address, what was made for a search is before it.
    return {one["location"]: one for one in reversed(found.get("docs") or found["items"])}


def everything(entry: dict[str, Any]) -> str:
    return unescape(f"{entry['title']} {entry['text']}").replace("</p><p>", " ")


@pytest.fixture(scope="module", params=THEMES)
def built(request: pytest.FixtureRequest, once, build) -> Path:
    """Return a site that each host builds once, of a small catalog."""
    host, theme, plugin = THEMES[request.param]

    def make(root: Path) -> None:
        write(root, {"modules/cuda.yaml": CUDA})
        if host != "zensical":
            (root / "mkdocs.yml").write_text(site_config(theme, plugin))
        done = build(host, root, EXTENSION if request.param.endswith("extension") else "")
        assert done.returncode == 0, done.stdout + done.stderr

    return once(f"searched-{request.param}", make) / "site"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "modules/cuda/",
            "CUDA Backend S0 src/cuda python/quokka/contrib/cuda src/old_gpu gpu eva Eva Engel",
        ),
        ("modules/by-owner/eva/", "eva Eva Engel"),
        ("modules/by-kind/backend/", "Backend Backends"),
        ("modules/stages/#s0", "S0"),
        ("modules/rules/#mc201", "MC201"),
        ("modules/fields/#people", "people.yaml commits_as"),
        ("modules/fields/#gate-vote", "vote"),
        ("showcase/#work-fast", "Fast quokkas 2025"),
        ("modules/by-release/v2.0/", "v2.0"),
        ("modules/owners/#owner-ben", "Ben Bauer ben"),
    ],
)
def test_everything_that_has_a_name_is_found_where_it_stands(address, words, built):
    found = everything(index(built)[address])
    assert [word for word in words.split() if word not in found] == []


def test_the_toggles_of_a_module_are_found_on_its_page(built):
    entries = index(built)
    assert any(
        "USE_CUDA" in everything(entries.get(f"modules/cuda/{at}", {"title": "", "text": ""}))
        for at in ("", "#section-toggles")
    )


def test_what_pages_say_besides_is_not_searched_but_still_said(built):
    assert not any("Nobody types" in everything(entry) for entry in index(built).values())
    page = (built / "modules/cuda/index.html").read_text(encoding="utf-8")
    assert "Nobody types these words into a search" in page
    assert 'href="#section-history"' in page


def test_every_address_that_a_search_leads_to_is_there(built):
    for address in index(built):
        path, _, anchor = address.partition("#")
        html = (built / path / "index.html").read_text(encoding="utf-8")
        # What stands in a template is on no page.
        anchors = HtmlPage(re.sub("<template>.*?</template>", "", html)).ids
        assert not anchor or anchor in anchors, address


def test_without_the_extension_zensical_searches_headings_of_markdown_too(once, built):
    if "zensical" in str(built):
        assert ("modules/cuda/#history" in index(built)) is ("extension" not in str(built))


def test_what_another_plugin_puts_around_a_page_meanwhile_stays(project, build):
    hook = "def on_page_context(context, *, page, **_):\n    page.content = f'<p>Before.</p>{page.content}<p>After.</p>'\n"
    root = project()
    (root / "hook.py").write_text(hook)
    assert build("mkdocs", root, "hooks: [hook.py]\n").returncode == 0
    html = (root / "site/modules/cuda/index.html").read_text(encoding="utf-8")
    assert html.index("<p>Before.</p>") < html.index('id="__skip"') < html.index("<p>After.</p>")


def test_a_module_takes_half_a_kilobyte_of_the_index(project, build):
    def module(number: int) -> str:
        text = CUDA.replace("name: CUDA", f"name: CUDA of series {number}").replace(
            "USE_CUDA", f"USE_CUDA_{number}"
        )
        text = (
            text.replace("src/", f"src/{number}/")
            .replace("contrib/", f"contrib/{number}/")
            .replace("owners: [", "owners: [{person: ana}, {person: ben}, ")
        )
        return text.replace(
            "on NVIDIA GPUs.", "on NVIDIA GPUs of a series, and says clearly what it could not run and why."
        )

    root = project({f"modules/cuda-{number}.yaml": module(number) for number in range(40)})
    done = build("mkdocs", root)
    assert done.returncode == 0, done.stdout + done.stderr
    entries = (one for address, one in index(root / "site").items() if address.startswith("modules/cuda-"))
    sizes = [len(json.dumps(one)) for one in entries]
    assert 40 * 200 < sum(sizes) < 40 * 512


def test_text_of_entries_stays_text_in_what_a_search_reads():
    name = "</p></template><script>alert(1)</script> {{ x }} \"'"
    html = search.html([SearchEntry(name, (name,)), SearchEntry(name, (name,), name)])
    assert html.count("<") == html.count("<p>") * 2 + html.count("<h2 id=") * 2 == 6
    assert "{{" not in html


def test_a_page_on_disk_begins_with_its_words_and_leaves_the_rest_out(check):
    files = {file.path: searchable(file) for file in site_files(check())}
    page = str(files["modules/cuda.md"].content).partition("\n---\n\n")[2]
    assert page.startswith(
        '<div hidden class="mc-searched mc mc-page mc-module"><template><p>Runs programs on NVIDIA GPUs.</p>'
    )
    rest = re.sub(r"(?m)^#{2,6} .*$", "", page.partition("</template></div>")[2])
    assert re.sub(r"(?s)<section data-search-exclude>.*?</section>", "", rest).strip() == ""
    assert files["api/v1/catalog.json"].search == ()


FIRST = {
    "src/relax": "modules/relax/",
    "relax": "modules/relax/",
    "python/tvm/contrib/cutlass": "modules/cutlass/",
    "USE_CUDA": "modules/cuda/",
    "tqchen": "modules/by-owner/tqchen/",
    "Tianqi": "modules/by-owner/tqchen/",
    "tuner": "modules/by-kind/tuner/",
    "AutoTVM": "modules/autotvm/",
    "deprecated": "modules/stages/",
    "MC201": "modules/rules/",
    "tensorrt on": "modules/tensorrt/",
    "src/printer": "modules/tvmscript/",
    "src/runtime/vm": "modules/relax-vm/",
    "v0.19.0": "modules/by-release/v0.19.0/",
    "owners": "modules/owners/",
}
PART = {"MC201": "modules/rules/#mc201", "deprecated": "modules/stages/#deprecated"}
"""Where the first part of the page leads that is the first result."""


@pytest.fixture(scope="module")
def our_site(project_site: Path, browser: Browser) -> Iterator[Page]:
    with served(project_site) as address, window(browser) as page:
        page.goto(address)
        yield page


@needs_chromium
@pytest.mark.parametrize(("typed", "wanted"), FIRST.items())
def test_the_search_of_material_finds_first(typed, wanted, our_site):
    our_site.reload(wait_until="networkidle")
    shown = [
        str(link.get_attribute("href")).replace("?h=", "#?h=").partition("?h=")
        for link in search_results(our_site, typed).all()[:2]
    ]
    first, second = (
        (before.strip("#") + "#" + after.partition("#")[2]).strip("#") for before, _, after in (shown * 2)[:2]
    )
    assert first.endswith(f"/{wanted}")
    assert typed not in PART or second.endswith(f"/{PART[typed]}")


@needs_chromium
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("src/cuda", "modules/cuda/"),
        ("src/old_gpu", "modules/cuda/"),
        ("eva", "modules/by-owner/eva/"),
        ("MC201", "modules/rules/#mc201"),
    ],
)
def test_the_search_of_the_theme_mkdocs_finds_first(typed, wanted, project, build, browser):
    root = project({"modules/cuda.yaml": CUDA})
    (root / "mkdocs.yml").write_text(site_config("mkdocs", "search"))
    assert build("mkdocs", root).returncode == 0
    with served(root / "site") as address, window(browser) as page:
        page.goto(f"{address}?q={typed}", wait_until="networkidle")
        link = page.locator("#mkdocs-search-results article a").first
        link.wait_for(state="attached")
        assert str(link.get_attribute("href")).endswith(f"/{wanted}")
