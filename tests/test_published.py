"""A site at its address: the page for what is not there, canonical addresses, the site map, feeds and the links to edit a page."""

from __future__ import annotations

import functools
import json
import re
from xml.etree import ElementTree

import extruct
import pytest

from conftest import CATALOG, write
from module_catalog.catalog.addresses import FEEDS
from sites import MKDOCS, Page, flaws, needs_chromium, published, window

SITE = "https://module-catalog.example.org/tvm"
EDIT = "https://code.example.org/module-catalog/edit/main/"
BELOW = "/sub/path"
SMALL = f"https://quokka.example{BELOW}"


@pytest.fixture
def small(once, build):
    """Return a function that gives a small site that will be published below a path, in a theme."""

    def make(theme, root):
        write(root, {"catalog.yaml": f"{CATALOG}site: {SMALL}\n"})
        config = MKDOCS.replace("name: material\n  font: false", f"name: {theme}").partition("  palette")[0]
        urls = f"site_url: {SMALL}/\nuse_directory_urls: {str(theme != 'mkdocs').lower()}\n"
        (root / "mkdocs.yml").write_text(f"{config}plugins: [search, module-catalog]\n{urls}")
        done = build("mkdocs", root)
        assert done.returncode == 0, done.stderr

    return lambda theme: once(f"published-{theme}", functools.partial(make, theme)) / "site"


@pytest.mark.parametrize(
    ("theme", "index", "of_module"),
    [
        ("material", "modules/", "modules/{id}/"),
        ("mkdocs", "modules/index.html", "modules/{id}.html"),
        ("readthedocs", "modules/", "modules/{id}/"),
    ],
)
def test_the_page_for_what_is_not_there_leads_to_modules_from_any_depth(theme, index, of_module, small):
    site = small(theme)
    html = (site / "404.html").read_text()
    assert f'<form action="{BELOW}/{index}"' in html
    assert f'<a href="{BELOW}/{index}">All modules</a>' in html
    (shown,) = re.findall(r'data-catalog="(.*?)" data-page="(.*?)" data-folder="(.*?)"', html)
    page = shown[1].replace("&#123;", "{").replace("&#125;", "}")
    assert (shown[0], page, shown[2]) == (
        f"{BELOW}/api/v1/catalog.json",
        f"{BELOW}/{of_module}",
        f"{BELOW}/modules/",
    )
    script = f"{BELOW}/assets/module-catalog/not-found/not-found.js"
    assert f'<script src="{script}">' in html
    for path in (index, of_module.format(id="cuda"), script.removeprefix(f"{BELOW}/"), "api/v1/catalog.json"):
        target = site / path
        assert (target / "index.html" if path.endswith("/") else target).is_file()


@pytest.mark.parametrize(
    ("theme", "page"),
    [
        ("material", "modules/loader/"),
        ("mkdocs", "modules/loader.html"),
        ("readthedocs", "modules/loader/"),
    ],
)
def test_the_head_of_a_page_is_whole_in_every_theme_and_says_everything_once(theme, page, small):
    site = small(theme)
    html = (site / page / "index.html" if page.endswith("/") else site / page).read_text()
    (graph,) = extruct.extract(html, syntaxes=["opengraph"])["opengraph"]
    said = dict(graph["properties"])
    assert len(said) == len(graph["properties"])
    assert (said["og:title"], said["og:url"]) == ("Loader", f"{SMALL}/{page}")
    assert (site / said["og:image"].removeprefix(f"{SMALL}/")).is_file()
    (facts,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    assert (facts["@type"], facts["url"]) == ("SoftwareSourceCode", f"{SMALL}/{page}")
    head = html.partition("</head>")[0]
    assert head.count('name="description"') == 1
    assert re.findall(r'<link rel="canonical" href="(.*?)"', head) == [f"{SMALL}/{page}"]
    others = re.findall(r'<link rel="alternate" type=".*?" title=".*?" href="(.*?)"', head)
    assert len(others) == 4
    assert all((site / one.removeprefix(f"{SMALL}/")).is_file() for one in others)


def test_no_other_page_loads_the_script_of_that_page(small):
    assert not [file for file in small("material").rglob("index.html") if "not-found.js" in file.read_text()]


def test_a_page_of_the_user_s_own_for_what_is_not_there_is_left_alone(project, build):
    root = project()
    (root / "theme").mkdir()
    (root / "theme/404.html").write_text("<h1>Gone</h1>")
    (root / "mkdocs.yml").write_text(MKDOCS.replace("  font:", "  custom_dir: theme\n  font:"))
    assert build("mkdocs", root).returncode == 0
    assert (root / "site/404.html").read_text() == "<h1>Gone</h1>"


def test_without_an_index_of_modules_that_page_is_the_theme_s(project, build):
    root = project()
    with (root / "catalog/catalog.yaml").open("a") as file:
        file.write("pages: {modules: off}\n")
    assert build("mkdocs", root).returncode == 0
    assert "mc-lost" not in (root / "site/404.html").read_text()


@pytest.fixture
def address(project_site, tmp_path):
    with published(project_site, "tvm", tmp_path) as url:
        yield url


@needs_chromium
@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("modules/cudda/", "CUDA"),
        ("modules/tensor-rt/", "TensorRT"),
        ("modules/relax/vm/deep/down.html", "Relax"),
        ("guide/metaschedul", "MetaSchedule"),
    ],
)
def test_an_address_that_is_not_there_has_the_nearest_modules(path, nearest, browser, address):
    asked = []
    with window(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + path)
        link = page.locator(".mc-lost li a").first
        link.wait_for()
        assert link.inner_text() == nearest
        link.click()
        page.get_by_role("heading", name=nearest, level=1).wait_for()
    assert [url for url in asked if not url.startswith(address)] == []


@needs_chromium
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_page_for_what_is_not_there_can_be_read_and_searches(width, scheme, browser, address):
    with window(browser, width, scheme) as page:
        page.goto(f"{address}modules/cudda/")
        page.locator(".mc-lost li a").first.wait_for()
        assert flaws(page, ".mc-lost") == []
        page.get_by_role("search", name="Modules").get_by_role("searchbox").fill("quantization")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("heading", name="Modules", level=1).wait_for()
        assert page.url == f"{address}modules/?find=quantization"


@needs_chromium
def test_what_is_not_about_modules_has_nothing_about_them(browser, address):
    with window(browser) as page:
        page.goto(f"{address}xyzzy/")
        page.locator(".mc-lost").wait_for(state="hidden")


@needs_chromium
def test_without_scripts_that_page_leads_to_the_list(browser, address):
    with window(browser, java_script_enabled=False) as page:
        page.goto(f"{address}a/b/c/")
        page.get_by_role("link", name="All modules").click()
        page.get_by_role("heading", name="Modules", level=1).wait_for()


def urls(site):
    """Return the addresses that the site has when it is published."""
    return {
        f"{SITE}/{file.parent.relative_to(site).as_posix()}/".replace("/./", "/")
        for file in site.rglob("index.html")
    }


def test_every_page_says_its_address(project_site):
    for file in project_site.rglob("index.html"):
        (found,) = re.findall(r'<link rel="canonical" href="(.*?)">', file.read_text())
        own = file.parent.relative_to(project_site).as_posix()
        assert found == f"{SITE}/{own}/".replace("/./", "/")


def test_the_site_map_has_every_page_and_no_other(project_site):
    tree = ElementTree.parse(project_site / "sitemap.xml")  # noqa: S314  # our own file
    listed = {one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert listed == urls(project_site)


def test_feeds_lead_to_pages_that_are_there_and_pages_to_the_feed(project_site):
    atom = ElementTree.parse(project_site / FEEDS["Atom"])  # noqa: S314  # our own file
    links = {one.get("href") for one in atom.iter("{http://www.w3.org/2005/Atom}link")}
    links |= {one["url"] for one in json.loads((project_site / FEEDS["JSON"]).read_text())["items"]}
    files = {f"{SITE}/{path}" for path in FEEDS.values()}
    assert {link for link in links if link.split("#")[0] not in urls(project_site) | files} == set()
    html = (project_site / "modules/changes/index.html").read_text()
    assert {f"../{path.rpartition('/')[2]}" for path in FEEDS.values()} <= set(Page(html).links)


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("modules/cuda", "catalog/modules/cuda.yaml"),
        ("modules", "catalog/catalog.yaml"),
        ("tutorial", "docs/tutorial.md"),
    ],
)
def test_a_page_leads_to_where_its_source_is_edited(page, source, project_site):
    links = Page((project_site / page / "index.html").read_text()).links
    assert EDIT + source in links
