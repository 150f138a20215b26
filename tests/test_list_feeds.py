"""The feeds of lists: one for each kind, stage and owner, and what stands in each."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as ET

import pytest

from conftest import CATALOG, CUDA, LOADER
from module_catalog.site.build import site_files
from test_roadmap_and_changes import ATOM, full

SITED = CATALOG + "site: https://quokka.example/modules-of/\n"


def titles(made):
    """Return the titles of the entries of each feed of a list, by the path of the feed."""
    return {
        path.removeprefix("modules/"): [
            one.findtext("a:title", None, ATOM) for one in root.iterfind("a:entry", ATOM)
        ]
        for path, content in made.items()
        if path.endswith(".atom.xml") and path.count("/") > 1
        if (root := ET.fromstring(content)) is not None  # noqa: S314  # our own file
    }


def test_each_kind_stage_and_owner_in_which_something_happened_has_a_feed(check):
    assert titles(full(check)) == {
        "by-kind/backend.atom.xml": ["CUDA: S0 Scoped"],
        "by-kind/core.atom.xml": ["Trees: Removed", "Loader: S1 Integrated", "Loader: introduced", "Trees: S0 Scoped"],
        "by-owner/ana.atom.xml": ["Loader: S1 Integrated", "Loader: introduced"],
        "by-owner/eva.atom.xml": ["CUDA: S0 Scoped"],
        "by-stage/removed.atom.xml": ["Trees: Removed"],
        "by-stage/s0.atom.xml": ["CUDA: S0 Scoped", "Trees: Removed", "Trees: S0 Scoped"],
        "by-stage/s1.atom.xml": ["Loader: S1 Integrated"],
    }  # fmt: skip


def test_the_feed_of_a_list_leads_to_the_list_and_the_list_to_the_feed(check):
    made = full(check)
    root = ET.fromstring(made["modules/by-kind/core.atom.xml"])  # noqa: S314  # our own file
    assert root.findtext("a:title", None, ATOM) == "Core parts, Quokka: changes"
    assert [link.get("href") for link in root.iterfind("a:link", ATOM)] == [
        "https://quokka.example/catalog/modules/by-kind/core/",
        "https://quokka.example/catalog/modules/by-kind/core.atom.xml",
    ]
    for page in ("by-kind/core", "by-stage/s0", "by-owner/ana"):
        assert f'href="{page.partition("/")[2]}.atom.xml"' in made[f"modules/{page}.md"]


def test_the_head_of_a_list_names_its_feed_first(check):
    page = next(
        file for file in site_files(check({"catalog.yaml": SITED})) if file.path == "modules/by-kind/core.md"
    )
    assert page.head.alternates[0] == (
        "application/atom+xml", "Core parts, Quokka: changes", "modules/by-kind/core.atom.xml",
    )  # fmt: skip


def test_a_kind_within_another_is_in_the_feed_of_that_one_too(check):
    kinds = SITED.replace("backend: {name: Backend}", "backend: {name: Backend, parent: core}")
    made = {file.path: file.content for file in site_files(check({"catalog.yaml": kinds}))}
    assert "CUDA: S0 Scoped" in titles(made)["by-kind/core.atom.xml"]


@pytest.mark.parametrize(
    ("catalog", "feeds"),
    [
        (CATALOG, set()),
        (f"{SITED}pages: {{changes: 'off'}}\n", set()),
        (f"{SITED}pages: {{kind: 'off'}}\n", {"by-stage", "by-owner"}),
        (f"{SITED}pages: {{facet: 'off'}}\n", {"by-kind"}),
    ],
)
def test_there_is_no_feed_of_a_list_that_is_not_there(catalog, feeds, check):
    made = {file.path: file.content for file in site_files(check({"catalog.yaml": catalog}))}
    assert {path.partition("/")[0] for path in titles(made)} == feeds


def test_the_number_of_feeds_grows_with_kinds_stages_and_owners_and_not_with_modules(check):
    more = {
        f"modules/m{one}.yaml": LOADER.replace("Loader", f"M{one}").replace("src/loader", f"src/m{one}")
        for one in range(30)
    }
    few, many = (
        {file.path: file.content for file in site_files(check({"catalog.yaml": SITED, **entries}))}
        for entries in ({}, more)
    )
    assert set(titles(few)) == set(titles(many))


def test_the_index_knows_the_feed_of_each_word_that_narrows_it(check):
    hostile = CUDA.replace("person: eva", "person: a.b-c_d")
    made = {
        file.path: file.content
        for file in site_files(check({"catalog.yaml": SITED, "modules/cuda.yaml": hostile}))
    }
    (feeds,) = re.findall(r'data-feeds="([^"]*)"', made["modules/index.md"])
    assert "owner:a.b-c_d" in html.unescape(feeds)
    assert "modules/by-owner/a.b-c_d.atom.xml" in made
