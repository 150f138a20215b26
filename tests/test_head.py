"""What stands in the head of a page: what programs are told that list it, preview it or look for other forms of it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from PIL import Image

from conftest import CATALOG, PEOPLE, TODAY
from conftest import LOADER as LOADER_ENTRY
from module_catalog.catalog.addresses import published
from module_catalog.checks import pipeline
from module_catalog.hosts.heads import headed
from module_catalog.site.build import site_files
from module_catalog.site.drawings.preview import HEIGHT, WIDTH
from module_catalog.site.exports.export import SlowContent
from module_catalog.site.head import tags
from module_catalog.site.kept import Kept
from module_catalog.site.site_file import SiteFile
from programs import run
from sites import ZENSICAL

SITE = "https://quokka.example/docs"
LOADER = f"{SITE}/modules/loader/"
WITH_SITE = {"catalog.yaml": f"{CATALOG}site: {SITE}\n"}
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


class Tags(HTMLParser):
    """What a browser makes of the tags of a head: metas and links in their order, and all else that is there."""

    def __init__(self, html):
        super().__init__()
        self.metas, self.links, self.others = [], [], []
        self.facts = [json.loads(one) for one in SCRIPT.findall(html)]
        self.feed(SCRIPT.sub("", html).partition("</head>")[0])

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            self.metas.append((name, given["content"]))
        elif tag == "link" and given["rel"].strip() in ("alternate", "canonical"):
            self.links.append((given["rel"].strip(), given.get("type"), given.get("title"), given["href"]))
        else:
            self.others.append(tag)

    def handle_data(self, data):
        self.others += data.split()


def loader(**keys):
    """Return the files of the small catalog, with other values of keys in the entry of one module."""
    text = LOADER_ENTRY
    for key, value in keys.items():
        text = re.sub(rf"(?m)^{key}: .*\n", "", text) + f"{key}: {value}\n"
    return {**WITH_SITE, "modules/loader.yaml": text}


@pytest.fixture
def head(check):
    """Return a function that gives the tags of the head of a page of a small catalog, whose site is that of catalog.yaml."""

    def said(path, files=WITH_SITE, already=""):
        result = check(files)
        site, settings = result.catalog.settings.site, result.catalog.settings
        (page,) = (file for file in site_files(result) if file.path == path)
        return tags(page.head, lambda at: published(at, settings) if site else None, already)

    return said


def test_a_page_of_a_module_says_what_it_is_called_where_it_is_and_what_else_there_is_of_it(head):
    found = Tags(head("modules/loader.md"))
    assert found.metas == [
        ("description", "Loads plugins when they are first used."),
        ("og:type", "website"),
        ("og:site_name", "Quokka"),
        ("og:title", "Loader"),
        ("og:description", "Loads plugins when they are first used."),
        ("og:url", LOADER),
        ("twitter:card", "summary_large_image"),
        ("og:image", f"{SITE}/previews/loader.png"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "Loader. S1 Integrated. Loads plugins when they are first used."),
    ]
    assert found.links == [
        ("canonical", None, None, LOADER),
        ("alternate", "application/json", "Loader", f"{SITE}/api/v1/modules/loader.json"),
        ("alternate", "text/markdown", "Loader", f"{SITE}/api/v1/modules/loader.txt"),
        ("alternate", "application/atom+xml", "Modules of Quokka: changes", f"{SITE}/modules/feed.atom.xml"),
        ("alternate", "application/feed+json", "Modules of Quokka: changes", f"{SITE}/modules/feed.json"),
    ]
    assert found.others == []


def test_it_says_it_in_the_words_of_schema_org_too(head):
    owners = "[{person: ana}, {person: quokka-maintainers}, {person: ben, until: 2025-01-01}]"
    files = loader(summary="Loads `plugins`.", licence="MIT", owners=owners)
    assert Tags(head("modules/loader.md", files)).facts == [
        {
            "@context": "https://schema.org",
            "@type": "SoftwareSourceCode",
            "name": "Loader",
            "description": "Loads plugins.",
            "identifier": "loader",
            "creativeWorkStatus": "S1 Integrated",
            "codeRepository": "https://github.com/quokka/quokka",
            "license": {"@type": "CreativeWork", "name": "MIT"},
            "maintainer": [
                {"@type": "Person", "name": "Ana Alves", "url": "https://github.com/ana"},
                {"@type": "Organization", "name": "Quokka maintainers"},
            ],
            "isPartOf": {
                "@type": "SoftwareSourceCode",
                "name": "Quokka",
                "url": "https://quokka.example",
            },
            "url": LOADER,
        }
    ]


def test_a_page_about_all_modules_has_no_facts_of_one_and_no_picture(head):
    found = Tags(head("modules/stages.md"))
    assert ("og:url", f"{SITE}/modules/stages/") in found.metas
    assert ("twitter:card", "summary") in found.metas
    assert not found.facts
    assert "og:image" not in dict(found.metas)


def test_without_an_address_of_the_site_nothing_that_needs_one_is_said(head):
    found = Tags(head("modules/loader.md", {}))
    assert [name for name, _ in found.metas] == [
        *("description", "og:type", "og:site_name", "og:title", "og:description", "twitter:card")
    ]
    assert found.links == []
    assert "url" not in found.facts[0]


def test_what_is_said_already_is_not_said_again(head):
    already = f'<meta name="description" content="Mine."><meta property="og:image" content="x">\n<link rel="canonical" href="{LOADER}">'
    found = Tags(head("modules/loader.md", already=already))
    assert {"description", "og:image"}.isdisjoint(dict(found.metas))
    assert {"og:title", "og:image:alt"} <= dict(found.metas).keys()
    assert "canonical" not in [rel for rel, *_ in found.links]


HOSTILE = "\"><script>x</script><!-- '{{ x }} {% x %} ${x} [x](y) --8<-- </head> & \\ :x:"


def test_text_of_entries_stays_text_and_ends_no_script(head):
    files = {
        **loader(name=json.dumps(HOSTILE), summary=json.dumps(HOSTILE)),
        "people.yaml": PEOPLE.replace("Ana Alves", json.dumps(HOSTILE)),
    }
    html = head("modules/loader.md", files)
    found = Tags(html)
    assert found.others == []
    assert dict(found.metas)["og:title"] == dict(found.metas)["og:description"] == HOSTILE
    assert found.facts[0]["name"] == found.facts[0]["maintainer"][0]["name"] == HOSTILE
    assert not re.search(r"\{\{|\{%|\{#|--8<--|\$\{|</head", html)


def test_pages_on_disk_have_their_head_in_front_matter_with_whole_addresses(project):
    result = pipeline.check(project(WITH_SITE), today=TODAY)
    page = next(file for file in site_files(result) if file.path == "modules/loader.md")
    written = headed(page, result.catalog.settings).content
    line = next(line for line in written.split("\n") if line.startswith("head: "))
    found = Tags(json.loads(line.removeprefix("head: ")))
    assert ("og:url", LOADER) in found.metas
    # Themes have these two themselves.
    assert "description" not in dict(found.metas)
    assert "canonical" not in [rel for rel, *_ in found.links]
    assert written.replace(f"{line}\n", "", 1) == page.content


@pytest.fixture
def pictures(project):
    """Return a function that gives the pictures of a small catalog, by the ids of modules."""

    def drawn(files=WITH_SITE):
        made = site_files(pipeline.check(project(files), today=TODAY))
        found = {file.path: file.content for file in made if file.path.endswith(".png")}
        return {path.removeprefix("previews/").removesuffix(".png"): one for path, one in found.items()}

    return drawn


def test_each_module_has_a_picture_of_the_size_that_is_said_and_the_same_each_time(pictures):
    found = pictures()
    assert found.keys() == {"cuda", "loader"}
    with Image.open(BytesIO(found["loader"])) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert pictures() == found


@pytest.mark.parametrize("change", [{"name": "Ladder"}, {"summary": "Other words."}, {"stage": "S0"}])
def test_a_picture_shows_the_name_the_summary_and_the_stage_of_its_module(change, pictures):
    before, after = pictures(), pictures(loader(**change))
    assert after["loader"] != before["loader"]
    assert after["cuda"] == before["cuda"]


def test_what_takes_long_to_make_is_kept_as_long_as_it_is_made_from_the_same(project):
    root = project(WITH_SITE)
    result = pipeline.check(root, today=TODAY)
    made = []

    def draw(given):
        made.append(given)
        return given.encode()

    def site(given, shown):
        def make(build):
            yield SiteFile("a.png", build.content("a.png", SlowContent(draw, shown)))

        return [file.content for file in Kept(root).site(result, (given,), make)]

    assert site("first", "x") == site("second", "x") == site("third", "x") == [b"x"]
    assert made == ["x"]
    assert site("fourth", "y") == [b"y"]
    assert made == ["x", "y"]


@pytest.mark.parametrize("text", ["Лоадер", "加载器", "محمّل", "🦘 Loader"])
def test_what_the_font_has_no_letters_for_is_not_drawn(text, pictures, head):
    named, told = loader(name=text), loader(summary=text)
    assert pictures(named).keys() == {"cuda"}
    assert "og:image" not in dict(Tags(head("modules/loader.md", named)).metas)
    assert pictures(told)["loader"] == pictures(loader(summary="日本語"))["loader"]


@pytest.mark.parametrize("name", ["W" * 100, "Module of many " * 6 + "words", "a", "x" * 40 + " y"])
def test_a_name_of_any_length_has_room(name, pictures):
    long = "Words without end. " * 15 + "End."
    files = loader(name=name, summary=long)
    with Image.open(BytesIO(pictures(files)["loader"])) as picture:
        shown = picture.convert("L")
    paper = shown.getpixel((1, 1))
    # Nothing is at the edges, nor where the ground of the stage begins.
    for edge in ((0, 0, 60, 490), (1140, 0, WIDTH, 490), (0, 0, WIDTH, 50), (0, 494, WIDTH, 499)):
        assert {colour for _, colour in shown.crop(edge).getcolors()} == {paper}


def test_without_the_address_of_the_site_nothing_is_drawn(pictures):
    assert pictures({}) == {}


OVERRIDE = """\
{% extends "base.html" %}
{% block extrahead %}{% if page and page.meta %}{{ page.meta.head }}{% endif %}{% endblock %}
"""


@pytest.mark.slow
def test_zensical_says_it_where_a_template_of_the_site_prints_it(project):
    root = project(WITH_SITE)
    (root / "overrides").mkdir()
    (root / "overrides/main.html").write_text(OVERRIDE)
    config = ZENSICAL.replace("  font: false", "  font: false\n  custom_dir: overrides")
    (root / "mkdocs.yml").write_text(f"{config}site_url: {SITE}\n")
    assert run("module-catalog", "build", "--out", "docs", cwd=root).returncode == 0
    done = run("zensical", "build", "--strict", "--clean", cwd=root)
    assert done.returncode == 0, done.stdout
    found = Tags((root / "site/modules/loader/index.html").read_text())
    assert ("og:url", LOADER) in found.metas
    assert [name for name, _ in found.metas].count("description") == 1
    assert [href for rel, *_, href in found.links if rel == "canonical"] == [LOADER]
    assert [one["identifier"] for one in found.facts] == ["loader"]
