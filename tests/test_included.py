"""Catalogs of other projects: a copy in the catalog's folder, its hash, and relations to its modules."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from conftest import CATALOG, LOADER, TODAY, found
from module_catalog.catalog.reading.sources import Folder
from module_catalog.checks import kept, pipeline
from module_catalog.edit import fixes
from module_catalog.site.build import site_files
from module_catalog.site.kept import Kept
from programs import run

BURROW = {"id": "burrow", "name": "Burrow", "page": "https://wombat.example/catalog/modules/burrow/"}
PROJECT = {"name": "Wombat", "site": "https://wombat.example/catalog"}


def copy(**said):
    return (
        json.dumps({"version": 1, "type": "catalog", "project": PROJECT, "modules": [BURROW], **said}) + "\n"
    )


def including(text, hash_=None, more=""):
    hash_ = hash_ or sha256(text.encode()).hexdigest()
    return f"{CATALOG}includes:\n  wombat: {{file: includes/wombat.json, sha256: {hash_}{more}}}\n"


def needing(id_):
    relation = f"relations: [{{type: depends-on, module: '{id_}', why: It lives there}}]"
    return LOADER.replace("relations: []\nstands_alone: It touches nothing else.", relation)


def files(text=None, id_="wombat:burrow", **how):
    text = copy() if text is None else text
    return {
        "catalog.yaml": including(text, **how),
        "includes/wombat.json": text,
        "modules/loader.yaml": needing(id_),
    }


def shown(result):
    return [f"{line} → {one.suggestion}" for line, one in zip(found(result), result.findings, strict=True)]


def pages(root):
    made = site_files(pipeline.check(root, today=TODAY))
    return {one.path: str(one.content) if one.path.endswith(".md") else one.content for one in made}


def test_a_relation_to_a_module_of_another_catalog_leads_to_its_page(project, check):
    assert found(check(files())) == []
    page = pages(project(files()))["modules/loader.md"]
    assert f'<a href="{BURROW["page"]}">Burrow (Wombat)</a>' in page


EVERYWHERE = """compatibility: [{with: ['wombat:burrow'], status: works}, {with: [cuda, 'wombat:burrow'], status: fails}]
deprecation: {reason: It is old, replacement: 'wombat:burrow'}
split_into: ['wombat:burrow']
talks_to: ['wombat:burrow', cuda]
"""
WORK = """title: A talk
kind: talk
url: https://wombat.example/talk
summary: How to dig.
modules: [cuda, 'wombat:burrow']
"""
FIELDS = "fields: {talks_to: {title: Talks to, type: module, many: true, facet: true}}\n"


def everywhere(id_="wombat:burrow"):
    """Return a catalog whose entries name a module of another one wherever they can name a module."""
    held = files()
    return {
        "includes/wombat.json": held["includes/wombat.json"],
        "catalog.yaml": held["catalog.yaml"] + FIELDS,
        "modules/loader.yaml": (LOADER + EVERYWHERE).replace("wombat:burrow", id_),
        "showcase/talk.yaml": WORK.replace("wombat:burrow", id_),
    }


def test_wherever_an_entry_names_a_module_it_can_be_one_of_another_catalog(project, check):
    assert [one.code for one in check(everywhere()).findings] == ["MC613"]
    link = f'<a href="{BURROW["page"]}">Burrow (Wombat)</a>'
    made = pages(project(everywhere()))
    page = made["modules/loader.md"]
    assert page.count(link) == 4
    assert made["showcase/index.md"].count(link) == 1
    assert made["modules/compatibility.md"].count(f"+ {link}") == 2
    assert "Burrow (Wombat)" in made["modules/index.md"]
    works = {one["id"]: one for one in json.loads(made["api/v1/showcase.json"])["works"]}
    for shown in (json.loads(made["api/v1/modules/loader.json"]), works["talk"]):
        assert list(shown["included"]) == ["wombat:burrow"]


def test_what_replaces_a_removed_module_may_be_a_module_of_another_catalog(project):
    gone = "{date: 2026-02-01, event: removed, stage: removed}"
    entry = f"{LOADER.replace('stage: S1', 'stage: removed', 1)}  - {gone}\n{EVERYWHERE}"
    page = pages(project({**everywhere(), "modules/loader.yaml": entry}))["modules/loader.md"]
    link = f'<a href="{BURROW["page"]}">Burrow (Wombat)</a>'
    assert page.count(link) == 5
    assert f"Use {link} instead." in page


def test_every_reference_to_no_module_of_another_catalog_is_found_with_what_was_meant(check):
    found_ = [one for one in check(everywhere("wombat:burow")).findings if one.code == "MC201"]
    assert {one.suggestion for one in found_} == {"wombat:burrow"}
    assert len(found_) == 6


def test_editors_offer_the_modules_of_other_catalogs_in_every_place(project):
    root = project(everywhere())
    catalog = pipeline.check(root, today=TODAY).catalog
    for sort in ("module", "showcase"):
        offered = json.loads(pipeline.editor_schema(sort, catalog))["$defs"]["known_module_id"]["enum"]
        assert offered == ["cuda", "loader", "wombat:burrow"]


def test_what_was_kept_of_a_page_follows_the_copy(project):
    root = project(
        {**files(), "catalog.yaml": including(copy(), hash_="0" * 64) + "rules: {MC233: warning}\n"}
    )
    list(site_files(pipeline.check(root, today=TODAY), kept=Kept(root)))
    renamed = copy(modules=[{**BURROW, "name": "Warren"}])
    (root / "catalog/includes/wombat.json").write_text(renamed)
    again = site_files(pipeline.check(root, today=TODAY), kept=Kept(root))
    assert {one.path: one.content for one in again}["modules/loader.md"] == pages(root)["modules/loader.md"]
    assert "Warren (Wombat)" in pages(root)["modules/loader.md"]


def test_the_data_says_what_a_reference_names(project):
    module = json.loads(pages(project(files()))["api/v1/modules/loader.json"])
    assert module["included"] == {"wombat:burrow": {"name": "Burrow (Wombat)", "url": BURROW["page"]}}
    assert module["entry"]["relations"][0]["module"] == "wombat:burrow"


def test_a_catalog_that_this_program_publishes_can_be_included(project):
    root = project({"catalog.yaml": f"{CATALOG}site: https://quokka.example/catalog\n"})
    published = pages(root)["api/v1/catalog.json"].decode()
    root = project(files(published, "wombat:cuda"))
    assert found(pipeline.check(root, today=TODAY)) == []
    assert (
        'href="https://quokka.example/catalog/modules/cuda/">CUDA (Quokka)'
        in pages(root)["modules/loader.md"]
    )


@pytest.mark.parametrize(
    ("site", "more"),
    [
        ("https://wombat.example/catalog/", ""),
        (None, ", url: 'https://wombat.example/catalog/api/v1/catalog.json'"),
    ],
)
def test_pages_without_a_whole_address_are_below_the_site(project, site, more):
    own = {"name": "Wombat", **({"site": site} if site else {})}
    text = copy(project=own, modules=[{**BURROW, "page": "modules/burrow/"}])
    page = pages(project(files(text, more=more)))["modules/loader.md"]
    assert 'href="https://wombat.example/catalog/modules/burrow/"' in page


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("wombat:burow", "MC201 the copy of the catalog of Wombat has no module with the id `burow` → wombat:burrow"),
        ("wombt:burrow", "MC201 no catalog is included as `wombt`: `includes` in catalog.yaml has those that are → wombat:burrow"),
        ("wombat:", "MC105 `wombat:` must be lower-case letters"),
        ("wombat:a:b", "MC105 `wombat:a:b` must be lower-case letters"),
    ],
)  # fmt: skip
def test_a_reference_to_nothing_is_one_finding(check, id_, expected):
    (line,) = shown(check(files(id_=id_)))
    assert line.partition(" ")[2].startswith(expected)


def test_without_includes_no_catalog_is_included(check):
    (line,) = found(check({"modules/loader.yaml": needing("wombat:burrow")}))
    assert "MC201 no catalog is included as `wombat`" in line


def test_another_hash_is_a_finding_that_can_be_fixed(project):
    text = copy()
    root = project(files(text, hash_="new"))
    (line,) = shown(pipeline.check(root, today=TODAY))
    assert line.startswith("catalog.yaml:13:48 MC233 the copy has another hash")
    run("module-catalog", "check", "--fix", cwd=root)
    assert (root / "catalog/catalog.yaml").read_text() == including(text)


def test_a_fix_writes_no_hash_of_a_copy_that_cannot_be_used(project):
    root = project(files("{}", hash_="new"))
    assert fixes.fix(Folder(root), today=TODAY, is_wanted=lambda path: True).edits == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (copy(version=0), "its version 0 is too old, 1 is read: copy a newer one"),
        (copy(version=2), "its version 2 is of a later module-catalog, 1 is read"),
        (copy(version="1"), "it is no `catalog.json` that module-catalog publishes, from line 1 on"),
        (copy(type="module"), "it is no `catalog.json`"),
        ('{\n"version": 1,\n', "it is no `catalog.json` that module-catalog publishes, from line 3 on"),
        ("[" * 100_000, "it is no `catalog.json`"),
        (copy(modules=[{**BURROW, "id": "../burrow"}]), "it is no `catalog.json`"),
        (copy(modules=[{**BURROW, "name": "Bur\nrow"}]), "it is no `catalog.json`"),
        (copy(modules=[{**BURROW, "page": "javascript:alert(1)"}]), "it is no `catalog.json`"),
        (copy(modules=[{**BURROW, "page": 'https://x.example/"onclick='}]), "it is no `catalog.json`"),
        (copy(modules=[{**BURROW, "page": "//evil.example/"}]), "it is no `catalog.json`"),
        (copy(project={"name": "Wombat"}, modules=[{**BURROW, "page": "modules/burrow/"}]), "it does not say where its pages are: write a `url` that ends in `/api/v1/catalog.json`"),
    ],
)  # fmt: skip
def test_a_copy_that_cannot_be_used_is_one_finding(check, text, expected):
    (one,) = check(files(text)).findings
    assert (one.code, one.place.path) == ("MC234", "catalog/catalog.yaml")
    assert expected in one.message


def test_a_copy_that_is_not_there_is_one_finding(check):
    (line,) = found(check({**files(), "includes/wombat.json": None}))
    assert line.startswith("catalog.yaml:13:18 MC234 there is no file `catalog/includes/wombat.json`")


@pytest.mark.parametrize("file", ["../wombat.json", "/etc/x.json", "includes/.x.json", "people.yaml"])
def test_a_copy_is_a_file_in_the_folder_of_the_catalog(check, file):
    catalog = including(copy()).replace("includes/wombat.json", file)
    assert [one.code for one in check({**files(), "catalog.yaml": catalog}).findings] == ["MC105"]


def test_a_link_out_of_the_catalog_is_not_read(project):
    root = project({**files(), "includes/wombat.json": None})
    (root / "wombat.json").write_text(copy())
    (root / "catalog/includes").mkdir()
    (root / "catalog/includes/wombat.json").symlink_to(root / "wombat.json")
    assert [one.code for one in pipeline.check(root, today=TODAY).findings] == ["MC007"]


def test_the_name_of_a_module_elsewhere_is_text(project):
    text = copy(modules=[{**BURROW, "name": "<b>Bur</b> [x](y) `z`"}])
    page = pages(project(files(text)))["modules/loader.md"]
    assert "<b>Bur" not in page
    assert "[x](y)" not in page


def test_what_a_check_keeps_follows_the_copy(project):
    root = project(files())
    assert kept.check(root, today=TODAY, least=0).findings == ()
    other = copy(modules=[{**BURROW, "id": "tunnel"}])
    (root / "catalog/includes/wombat.json").write_text(other)
    (root / "catalog/catalog.yaml").write_text(including(other))
    assert [one.code for one in kept.check(root, today=TODAY, least=0).findings] == ["MC201"]
    (root / "catalog/modules/loader.yaml").write_text(needing("wombat:tunnel"))
    assert kept.check(root, today=TODAY, least=0).findings == ()
