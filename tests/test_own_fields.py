"""The fields of entries that a project declares for itself."""

from __future__ import annotations

import csv
import html
import json
import re
from io import StringIO

from jsonschema import Draft202012Validator

from conftest import CATALOG, CUDA, LOADER, found
from module_catalog.checks.pipeline import schema_text
from module_catalog.edit import draft
from module_catalog.site.build import site_files

DECLARED = """\
fields:
  sig: {title: SIG, type: choice, choices: {net: SIG Net, node: SIG Node}, required: true, description: Who reviews it.}
  reviewers: {title: Reviewers, type: person, many: true}
  number: {title: Proposal, type: number}
  decided: {title: Decided on, type: date}
  page: {title: Page, type: url}
  see: {title: See, type: module, many: true}
  slogan: {title: Slogan}
  secret: {title: Secret, show: false}
"""
SAID = """\
sig: node
reviewers: [ana, ben]
number: 12.5
decided: 2025-04-01
page: https://quokka.example/cuda
see: [loader]
slogan: "<b>Fast</b>"
secret: hush
"""


def project_of(cuda=CUDA + SAID, declared=DECLARED, loader=LOADER + "sig: net\n"):
    return {
        "catalog.yaml": CATALOG + declared,
        "modules/cuda.yaml": cuda,
        "modules/loader.yaml": loader,
    }


def test_an_entry_says_them_as_plain_keys(check):
    result = check(project_of())
    assert result.findings == ()
    module = result.catalog.by_id["cuda"]
    assert [module.value(key) for key in ("sig", "number", "see")] == ["node", 12.5, ["loader"]]


def test_the_page_of_a_module_shows_them_by_their_titles(check):
    pages = {file.path: file.content for file in site_files(check(project_of()))}
    section = pages["modules/cuda.md"].partition('id="section-details"')[2].partition("## ")[0]
    for said in ("SIG Node", "Ben Bauer", "12.5", "1 Apr 2025", "https://quokka.example/cuda", "loader.md"):
        assert said in section
    assert "&lt;b&gt;Fast" in section
    assert "hush" not in pages["modules/cuda.md"]


def test_programs_get_them(check):
    files = {file.path: file.content for file in site_files(check(project_of()))}
    entry = json.loads(files["api/v1/modules/cuda.json"])["entry"]
    assert (entry["sig"], entry["number"], entry["secret"]) == ("node", 12.5, "hush")
    rows = {row["id"]: row for row in csv.DictReader(StringIO(files["api/v1/modules.csv"].decode()))}
    assert (rows["cuda"]["reviewers"], rows["loader"]["sig"]) == ("ana; ben", "net")
    # A column of that name is there already.
    assert rows["cuda"]["own_page"] == "https://quokka.example/cuda"


def test_what_an_entry_says_in_them_is_checked(check):
    wrong = (
        SAID.replace("sig: node", "sigg: node")
        .replace("ana", "anna")
        .replace("number: 12.5", "number: many")
        .replace("2025-04-01", "2025-04-31")
        .replace("https://", "javascript:")
        .replace("[loader]", "[loadr]")
    )
    codes = sorted(line.split()[1] for line in found(check(project_of(CUDA + wrong))))
    assert codes == ["MC101", "MC103", "MC105", "MC105", "MC201", "MC501"]


def test_what_is_required_is_missed_unless_it_is_unrecorded(check):
    (line,) = found(check(project_of(loader=LOADER)))
    assert "MC102 the entry has no `sig`: who reviews it" in line
    assert found(check(project_of(loader=LOADER + "unrecorded: [sig]\n"))) == []


def test_a_missing_one_without_a_description_is_called_by_its_name_alone(check):
    files = {"catalog.yaml": f"{CATALOG}fields: {{size: {{title: Size, type: number, required: true}}}}\n"}
    assert {line.partition(" MC")[2] for line in found(check(files))} == {"102 the entry has no `size`"}


def test_a_mistake_in_their_declaration_is_the_only_finding(check):
    (line,) = found(check(project_of(declared=DECLARED.replace("type: number", "type: numbr"))))
    assert line.startswith("catalog.yaml:15:")
    (line,) = found(check(project_of(declared=DECLARED.replace("slogan:", "summary:"), cuda=CUDA)))
    assert "`summary` cannot be a key of your own" in line


def test_editors_and_new_entries_know_them(check):
    catalog = check(project_of()).catalog
    schema = json.loads(schema_text("module", catalog))
    assert schema["properties"]["sig"] == {
        "enum": ["net", "node"],
        "enumDescriptions": ["SIG Net", "SIG Node"],
        "description": "Who reviews it.",
    }
    Draft202012Validator.check_schema(schema)
    assert "sig:" in draft.text("module", catalog, "core")


def index_of(result) -> str:
    return next(file.content for file in site_files(result) if file.path == "modules/index.md")


FACETS = """\
fields:
  sig: {title: SIG, type: choice, choices: {big net: SIG Net, node: SIG Node}, facet: true}
  reviewers: {title: Reviewers, type: person, many: true, facet: true}
  flag: {title: Flag of it, facet: true}
  secret: {title: Secret, show: false, facet: true}
  slogan: {title: Slogan}
"""


def test_the_index_is_narrowed_by_those_that_are_facets(check):
    cuda = CUDA + "sig: big net\nreviewers: [ana, ben]\nflag: red <b>\nsecret: hush\nslogan: Go\n"
    page = index_of(check(project_of(cuda, FACETS, LOADER + "sig: node\nflag: blue\n")))
    facets = re.findall(r'class="mc-facet" role="group" aria-label="([^"]*)"', page)
    assert facets[facets.index("Kind") + 1 :][:3] == ["SIG", "Reviewers", "Flag of it"]
    assert not {"Secret", "Slogan"} & set(facets)
    assert 'name="sig" value="big\N{NO-BREAK SPACE}net"><span>SIG Net <small>1</small>' in page
    assert 'name="reviewers" value="ben"><span>Ben Bauer' in page
    # A key that the address says something else with has another word in it.
    assert 'value="red\N{NO-BREAK SPACE}&lt;b&gt;"><span>red &lt;b&gt; <small>1' in page
    assert 'name="own_flag"' in html.unescape(page)
    assert "sig:big\N{NO-BREAK SPACE}net reviewers:ana reviewers:ben own_flag:red" in html.unescape(page)
    assert "hush" not in page


def test_what_a_facet_says_of_a_module_is_what_it_is_found_by(check):
    page = index_of(check(project_of(CUDA + "sig: node\nreviewers: [ben]\n", FACETS)))
    (found,) = re.findall(r'data-find="(cuda [^"]*)"', page)
    assert "SIG Node" in found
    assert "Ben Bauer" in found
