"""The page of a module: what leads on where nobody owns it, what a removed one says, and what is left out."""

from __future__ import annotations

import re

import pytest

from conftest import CATALOG, CUDA, LOADER, found
from module_catalog.catalog.repositories import Repository
from module_catalog.site.build import site_files
from sites import Page, dead_links
from test_evidence_pages import ACTIVE, COMMIT, DEFAULT, audit, claim, section
from test_pages import FULL, TREES

CONTACT = """\
contact:
  forum: {name: Quokka forum, url: https://quokka.example/talk}
  issues: https://quokka.example/issues?label={id}
"""
OWNED = "owners: [{person: eva, basis: MAINTAINERS file}]"
NOBODY = CUDA.replace(OWNED, "owners: []\nno_owners: No file names one.")
STRICT = CATALOG.replace("effective: 2026-01-01\n", "")


def files(check, evidence=None, catalog=CATALOG, **modules):
    """Return the pages of a small catalog by their paths."""
    entries = {f"modules/{name}.yaml": text for name, text in modules.items()}
    audited = {"evidence.json": evidence} if evidence else {}
    result = check({"catalog.yaml": catalog, **entries, **audited})
    return {file.path: file.content for file in site_files(result)}


def page(check, **given):
    return files(check, **given)["modules/cuda.md"]


def text(html):
    return " ".join(Page(re.sub("<(small|li|p|dt|dd|div)", r" <\1", html)).text.split())


def answer(html, question):
    """Return what a page answers to one of its four questions, as HTML."""
    return re.search(rf"(?s)<dt>{re.escape(question)}</dt><dd>(.*?)</dd></div>", html)[1]


# Whom do I ask?


def test_without_an_owner_the_answer_leads_to_people_and_to_what_they_did(check):
    html = answer(
        page(check, cuda=NOBODY, catalog=CATALOG + CONTACT, evidence=audit(ACTIVE)), "Whom do I ask?"
    )
    assert text(html) == (
        "No owner is declared yet. No file names one."
        " 4 commits mainly to this module by 2 people in the year before 5 May 2026, the last on 29 Apr 2026."
        " All commits to src/cuda Quokka forum · Issues Become an owner"
    )
    assert Page(html).links == [
        "https://github.com/quokka/quokka/commits/main/src/cuda",
        "https://quokka.example/talk",
        "https://quokka.example/issues?label=cuda",
        "#section-owners",
    ]


def test_the_links_of_an_entry_come_before_those_of_the_catalog(check):
    links = "links: {discussion: https://cuda.example/talk, issues: https://cuda.example/issues}\n"
    shown = Page(answer(page(check, cuda=CUDA + links, catalog=CATALOG + CONTACT), "Whom do I ask?")).links
    assert shown[-2:] == ["https://cuda.example/talk", "https://cuda.example/issues"]


def test_who_owned_it_before_is_said_where_nobody_owns_it_now(check):
    cuda = CUDA.replace(OWNED, "owners: [{person: eva, until: v2.0}]")
    assert "Before: @eva until v2.0." in text(answer(page(check, cuda=cuda), "Whom do I ask?"))


@pytest.mark.parametrize(
    ("entry", "taken"),
    [
        (CUDA.replace(OWNED, "owners:\n  - {person: ana}\nseeking_owners: true"), "\nseeking_owners: true"),
        (NOBODY, "owners: []\nno_owners: No file names one."),
        (CUDA.replace(OWNED, "owners: []\nseeking_owners: true"), "owners: []"),
    ],
    ids=["owners", "no_owners", "seeking_owners"],
)
def test_the_lines_that_make_somebody_an_owner_check_clean(entry, taken, check):
    owners = section(page(check, cuda=entry), "Owners")
    lines = Page(re.search(r'(?s)<pre class="mc-copy"><code>(.*?)</code>', owners)[1]).text
    assert 'class="mc-edit"' in owners
    lines = lines.replace("your-handle", "eva")
    before = "" if lines.startswith("owners:") else "\n"
    assert found(check({"modules/cuda.yaml": entry.replace(taken, before + lines.rstrip())})) == []


def test_a_removed_module_asks_for_no_owner(check):
    html = files(check, graphs=FULL, trees=TREES, catalog=CATALOG + CONTACT)["modules/trees.md"]
    assert "Become an owner" not in html
    assert "quokka.example/talk" not in html


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/commits/main/src/x%20y"),
        ("https://gitlab.example.org/a/b/", "https://gitlab.example.org/a/b/-/commits/main/src/x%20y"),
        ("https://codeberg.org/a/b", "https://codeberg.org/a/b/commits/branch/main/src/x%20y"),
        ("https://git.example.org/a/b", None),
    ],
)
def test_commits_to_a_path_have_an_address_where_the_host_is_known(url, address):
    assert Repository(url).history("src/x y") == address
    assert Repository(url).history("src/*") is None


# A removed module


def test_a_removed_module_names_the_last_release_that_has_it(check):
    html = files(check, graphs=FULL, trees=TREES)["modules/trees.md"]
    assert "Removed on 2 Jan 2025, with v2.0. The last release that has it is v1.0." in text(html)
    assert "In releases up to v1.0" in answer(html, "Where was it?")


def test_a_removed_module_worked_with_others_and_depended_on_them(check):
    trees = TREES + "compatibility: [{with: [graphs], status: works}, {with: [cuda], status: fails}]\n"
    html = files(check, graphs=FULL, trees=trees)["modules/trees.md"]
    told = text(section(html, "Worked with"))
    assert "worked" in told
    assert "did not work" in told
    assert "depended on" in text(section(html, "Relations it had"))
    assert "depends on" not in html


# Rows


def test_what_nobody_wrote_down_and_no_gate_asks_for_has_no_row(check):
    html = page(check)
    for label in ("champion", "endorsements", "tests", "notice"):
        assert f"<dt>{label}</dt>" not in html
    assert "no record" not in section(html, "Owners") + section(html, "Where it lives")
    assert "Last reviewed" not in html


def test_what_a_binding_gate_asks_for_has_a_row(check):
    html = page(check, catalog=STRICT, cuda=CUDA.replace(", basis: reading", ""))
    assert "champion Unknown" in text(section(html, "Owners"))
    assert "endorsements Unknown" in text(section(html, "Owners"))


def test_tests_that_the_evidence_counts_stand_where_the_entry_names_none(check):
    counted = claim("cuda", "tested", "no-claim", count=12, places=[{"path": "tests/a.py", "line": 3}])
    places = section(page(check, evidence=audit(counted)), "Where it lives")
    assert "tests 12 test files import or include it: tests/a.py:3" in text(places)
    assert f"https://github.com/quokka/quokka/blob/{COMMIT}/tests/a.py#L3" in Page(places).links


# Ways on


def test_a_requirement_leads_to_its_rule(check):
    assert "rules.md#mc413" in Page(section(page(check), "Requirements for S1")).links


def test_every_heading_has_a_link_to_itself(check):
    html = files(check, graphs=FULL, trees=TREES)["modules/graphs.md"]
    headings = re.findall(r"(?m)^## (.*)$", html)
    assert len(headings) > 8
    for heading in headings:
        name, id_, target = re.fullmatch(
            r'(.*) <a class="mc-anchor" id="([\w-]+)" href="#([\w-]+)" aria-label="Link to this section"></a>',
            heading,
        ).groups()
        assert name
        assert id_ == target
        assert html.count(f'id="{id_}"') == 1


def test_a_page_is_cited_with_its_address_day_and_commit(check):
    html = page(check, catalog=CATALOG + "site: https://catalog.example/\n", evidence=audit(DEFAULT))
    cite = Page(html.split('class="mc-details mc-cite">')[1]).text
    assert "as of 5 May 2026, source tree at commit 5d4dc87" in cite
    assert "[CUDA](https://catalog.example/modules/cuda/), Quokka, commit 5d4dc87, 2026-05-05" in cite
    assert "url = {https://catalog.example/modules/cuda/}," in cite


def test_without_an_audit_a_page_is_cited_as_of_the_newest_thing_its_entry_says(check):
    cite = Page(page(check).split('class="mc-details mc-cite">')[1]).text
    assert "CUDA, Quokka, 2025-03-01" in cite
    assert "url =" not in cite


def test_a_name_in_a_citation_is_no_command(check):
    cuda = CUDA.replace("name: CUDA", "name: 'A_[b] & {c}%\\'")
    cite = Page(page(check, cuda=cuda).split('class="mc-details mc-cite">')[1]).text
    assert r"A\_\[b\] & {c}%\\, Quokka" in cite
    assert r"title = {{A\_[b] \& \{c\}\%\textbackslash{}}}," in cite


def test_a_page_tells_what_it_needs_before_others_its_history_and_its_evidence(check):
    html = files(check, graphs=FULL, trees=TREES, evidence=audit(DEFAULT), loader=LOADER)["modules/cuda.md"]
    assert re.findall(r'class="mc-anchor" id="section-(\w+)"', html) == [
        "toggles",
        "requirements",
        "relations",
        "roadmap",
        "history",
        "owners",
        "places",
        "works",
        "reason",
        "evidence",
    ]


@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_the_link_of_a_heading_is_not_in_the_table_of_contents(host, project, build):
    root = project()
    done = build(host, root)
    assert done.returncode == 0, done.stdout + done.stderr
    html = (root / "site/modules/cuda/index.html").read_text(encoding="utf-8")
    assert re.search(r'<h2 id="relations">Relations <a class="mc-anchor" id="section-relations"', html)
    assert html.count('id="section-relations"') == 1
    assert dead_links(root / "site") == []
