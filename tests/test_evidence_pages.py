"""What readers see of an audit: on the page of a module, among what needs attention, in the index and in the files for programs."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
import yaml

from conftest import CATALOG, CUDA, LOADER, found
from module_catalog.audit import probes
from module_catalog.catalog.claim_kinds import CLAIM_KINDS, PROBES
from module_catalog.catalog.lifecycle import built_in
from module_catalog.site.build import site_files
from repositories import commit, repository
from sites import VIEWS, Page, dead_links, flaws, needs_chromium, pages, run, served, window

COMMIT = "5d4dc8721307cf9677becacf0395c19be130e206"
TREE = f"https://github.com/quokka/quokka/blob/{COMMIT}"


def claim(module, kind, verdict, **facts):
    return {"module": module, "kind": kind, "verdict": verdict, **facts}


def audit(*claims, **more):
    """Return evidence.json with some claims."""
    return json.dumps(
        {
            "version": 1,
            "commit": COMMIT,
            "date": "2026-05-05",
            "probes": list(PROBES),
            "claims": list(claims),
            **more,
        }
    )


def fine(module, path):
    """Return claims of a module that nothing contradicts."""
    return [
        claim(module, "namespace", "verified", subject=path, count=4, places=[{"path": f"{path}/a.cc"}]),
        claim(module, "sole", "verified", subject=path, count=0),
    ]


DEFAULT = claim(
    "cuda",
    "default",
    "contradicted",
    subject="USE_CUDA",
    said="OFF",
    found="ON",
    places=[{"path": "CMakeLists.txt", "line": 12}],
)
SILENT = claim("cuda", "owner", "contradicted", subject="eva", found="2022-02-03")
ISOLATED = claim(
    "cuda", "isolated", "contradicted", subject="S0", count=2, places=[{"path": "src/core/a.cc", "line": 7}]
)
ACTIVE = claim("cuda", "activity", "no-claim", count=4, of=2, found="2026-04-29")
EVIDENCE = audit(
    claim(None, "folder", "no-claim", subject="src/nobody’s", count=3, places=[{"path": "src/nobody’s"}]),
    *fine("cuda", "src/cuda"),
    claim(
        "cuda",
        "declared",
        "verified",
        subject="USE_CUDA",
        count=1,
        places=[{"path": "CMakeLists.txt", "line": 12}],
    ),
    DEFAULT,
    claim("cuda", "read", "not-checkable", subject="USE_CUDA", reason="repository"),
    claim("cuda", "ci", "no-claim", subject="USE_CUDA", count=0),
    claim("cuda", "isolated", "verified", subject="S0", count=0),
    claim("cuda", "depends", "verified", subject="loader", said="depends-on", count=2, of=0),
    ACTIVE,
    claim("cuda", "owner", "verified", subject="eva", found="2026-03-04"),
    *fine("loader", "src/loader"),
).replace('"module": null, ', "")


def site(check, found, **files):
    """Return the pages of the small catalog beside what an audit found; *files* replace entries or settings."""
    named = {
        f"modules/{name}.yaml" if name != "catalog" else "catalog.yaml": text for name, text in files.items()
    }
    result = check({"evidence.json": found, **named})
    assert result.catalog is not None
    return {file.path: file.content for file in site_files(result)}


def module(check, *claims, name="cuda", **files):
    """Return the page of one module beside claims."""
    return site(check, audit(*claims), **files)[f"modules/{name}.md"]


ROW = r"(?s)<li><details class=\"mc-claim\".*?</details></li>"
"""A row of the section of evidence."""


def section(page, heading):
    """Return a section of a page."""
    return re.split(r"(?m)^## ", re.split(rf"\n## {re.escape(heading)}(?: <a .*)?\n", page)[1])[0]


def text(html):
    """Return what somebody reads of a piece of HTML, on one line."""
    return " ".join(Page(re.sub("<(small|li|p|summary|details|td|span|dt|dd)", r" <\1", html)).text.split())


def rows(page):
    """Return the rows of the section of evidence as text."""
    return [text(row) for row in re.findall(ROW, section(page, "Evidence"))]


def checked(page):
    return [
        text(one)
        for one in re.findall(
            r"<span.*?</span>(?=<span|</p>)", re.search(r'(?s)"mc-checked">(.*?</p>)', page)[1]
        )
    ]


def banners(page):
    """Return the banners of a page as text."""
    return [text(one) for one in re.findall(r'(?s)<div class="mc-banner.*?</div></div>', page)]


def marks(html):
    """Return what is marked as contradicted, as text."""
    return [text(one) for one in re.findall(r'(?s)<small class="mc-contradicted">.*?</small>', html)]


def broken(page):
    """Return the blocks of HTML that a blank line cuts in two for Markdown."""
    blocks = [one for one in page.split("\n\n") if one.lstrip().startswith("<div") or "</div>" in one]
    return [one[:80] for one in blocks if one.count("<div") != one.count("</div>")]


# The page of a module


def test_without_an_audit_a_page_says_so_and_has_no_evidence(check):
    page = {file.path: file.content for file in site_files(check())}["modules/cuda.md"]
    assert checked(page) == ["– Not checked against the source tree yet"]
    assert "section-evidence" not in page


def test_what_no_audit_has_looked_at_is_not_checked_even_when_others_are(check):
    assert checked(module(check, *fine("loader", "src/loader"))) == [
        "– Not checked against the source tree yet"
    ]


def test_a_page_with_evidence_is_written_like_this(check, golden):
    page = site(check, EVIDENCE)["modules/cuda.md"]
    golden("site/evidence.md", page)
    assert broken(page) == []


def test_below_the_answers_stand_three_states_and_the_commit(check):
    assert checked(site(check, EVIDENCE)["modules/cuda.md"]) == [
        "✕ Contradicted in one point",
        "✓ Verified src/cuda is there; files: 4",
        "✓ Verified nothing of a later stage, or of no module, imports or includes it",
        "source tree at 5d4dc87, 5 May 2026",
    ]


def test_nothing_is_green_that_was_not_verified(check):
    page = module(check, claim("cuda", "namespace", "not-checkable", subject="src/cuda"), ACTIVE)
    assert "Verified" not in text(page)
    assert checked(page)[0] == "– Not checkable src/cuda is a submodule: its files are in another repository"


def test_what_is_contradicted_stands_first_and_what_is_verified_is_short(check):
    page = site(check, EVIDENCE)["modules/cuda.md"]
    assert [" ".join(row.split()[:3]) for row in rows(page)] == [
        "✕ Contradicted Toggles",
        "– Not checkable",
        "✓ Verified Source",
        "✓ Verified Toggles",
        "✓ Verified Dependencies",
        "✓ Verified Owners",
        "observed Toggles CI",
        "observed Activity commits",
    ]
    assert rows(page)[0] == (
        "✕ Contradicted Toggles USE_CUDA is ON when nobody sets it, not OFF CMakeLists.txt:12 Checked: where the toggle is declared"
    )


def test_many_verified_claims_are_one_line_with_the_rest_behind_it(check):
    cuda = CUDA.replace("[src/cuda]", "[src/a, src/b, src/c]")
    (row,) = rows(module(check, *(one for name in "abc" for one in fine("cuda", f"src/{name}")), cuda=cuda))
    assert row.startswith(
        "✓ Verified Source paths 3 source paths are there; no other module claims 3 source paths "
    )
    assert "src/b is there; files: 4 src/b/a.cc" in row


def test_a_row_is_one_line_and_only_a_contradiction_is_open(check):
    names = [f"p{n}" for n in range(8)]
    cuda = CUDA.replace(
        "[{person: eva, basis: MAINTAINERS file}]",
        "[" + ", ".join(f"{{person: {name}}}" for name in names) + "]",
    )
    claims = [{**SILENT, "subject": name} for name in names]
    alarmed, calm = (
        re.search(ROW, section(module(check, *claims, cuda=cuda, **more), "Evidence"))[0]
        for more in ({}, {"catalog": CATALOG + "rules: {MC910: 'off'}\n"})
    )
    assert '<details class="mc-claim" open>' in alarmed
    assert '<details class="mc-claim">' in calm
    line, rest = map(text, calm.split("</summary>"))
    assert line == "observed Owners p0 has made no commit since 3 Feb 2022, and 7 more"
    assert "p7 has made no commit since 3 Feb 2022" in rest


def test_a_place_is_a_link_to_the_repository_at_the_commit(check):
    page = Page(site(check, EVIDENCE)["modules/cuda.md"])
    assert f"{TREE}/CMakeLists.txt#L12" in page.links
    assert f"{TREE}/src/cuda/a.cc" in page.links
    assert TREE.replace("/blob/", "/tree/") in page.links


def test_without_a_repository_places_are_text(check):
    page = module(check, DEFAULT, catalog=re.sub("repository: .*\n", "", CATALOG))
    assert "CMakeLists.txt:12" in text(page)
    assert [link for link in Page(page).links if COMMIT in link] == []


def test_all_places_stand_behind_the_line(check):
    places = [{"path": f"src/core/{n}.cc", "line": n} for n in range(1, 6)]
    row = re.search(ROW, section(module(check, {**ISOLATED, "places": places}), "Evidence"))[0]
    line, rest = map(text, row.split("</summary>"))
    assert "src/core" not in line
    assert rest.startswith(
        "src/core/1.cc:1 · src/core/2.cc:2 · src/core/3.cc:3 · src/core/4.cc:4 · src/core/5.cc:5"
    )


def test_a_contradiction_has_a_banner_that_names_it_and_leads_to_the_evidence(check):
    page = module(check, DEFAULT, ISOLATED)
    assert banners(page) == [
        "The source tree of 5 May 2026 contradicts this page in 2 points. USE_CUDA is ON when nobody sets it, not OFF "
        "at S0 nothing of a later stage, or of no module, may need it, and such files import it: 2 "
        "Either the entry or the tree is out of date. See the evidence"
    ]
    assert '<a href="#section-evidence">' in page
    assert 'id="section-evidence"' in page
    assert page.index("mc-facts") < page.index("mc-banner")
    assert "in one point." in banners(module(check, DEFAULT))[0]
    assert banners(module(check, *fine("cuda", "src/cuda"), ACTIVE)) == []


RICH = (
    CUDA
    + """\
former_namespaces: [{path: src/old, until: v1.0}]
tests: {paths: [tests/cuda], ci: [gpu]}
links: {docs: https://quokka.example/cuda}
"""
)
FIELDS = [
    ("Turn it on", "declared", {"subject": "USE_CUDA"}),
    ("Turn it on", "default", {"subject": "USE_CUDA", "said": "OFF", "found": "ON"}),
    ("Turn it on", "read", {"subject": "USE_CUDA"}),
    ("Relations", "depends", {"subject": "loader", "said": "depends-on", "count": 1}),
    ("Owners", "owner", {"subject": "eva", "found": "2022-02-03"}),
    ("Owners", "roster", {"subject": "eva", "found": "committer"}),
    ("Where it lives", "namespace", {"subject": "src/cuda"}),
    ("Where it lives", "sole", {"subject": "src/cuda", "found": "loader", "count": 1}),
    ("Where it lives", "former", {"subject": "src/old", "count": 1}),
    ("Where it lives", "tests", {"subject": "tests/cuda", "count": 0}),
    ("Where it lives", "job", {"subject": "gpu"}),
]


@pytest.mark.parametrize(("heading", "kind", "facts"), FIELDS, ids=[kind for _, kind, _ in FIELDS])
def test_a_contradiction_is_said_where_the_fact_stands(heading, kind, facts, check):
    page = module(check, claim("cuda", kind, "contradicted", **facts), cuda=RICH)
    assert broken(page) == []
    (mark,) = marks(section(page, heading))
    assert mark.startswith("✕ contradicted: ")
    assert len(banners(page)) == 1


@pytest.mark.parametrize(
    "wrong",
    [ISOLATED, DEFAULT, claim("cuda", "page", "contradicted", subject="https://quokka.example/cuda")],
    ids=["isolated", "default", "page"],
)
def test_a_contradiction_is_said_at_the_answer_it_spoils(wrong, check):
    answers = module(check, wrong, cuda=RICH).split('<dl class="mc-facts">')[1].split("</dl>")[0]
    assert len(marks(answers)) == 1


def test_what_a_removed_module_left_behind_is_marked(check):
    gone = (
        CUDA.replace(
            "stage: S0\nnamespaces: [src/cuda]",
            "stage: removed\nformer_namespaces: [{path: src/cuda, until: v2.0}]",
        )
        + "  - {date: 2025-06-01, event: removed, stage: removed, release: v2.0}\n"
    )
    left = claim("cuda", "left", "contradicted", subject="src/cuda", count=2)
    named = claim("cuda", "named", "contradicted", subject="USE_CUDA", count=1)
    page = module(check, left, named, cuda=gone)
    assert marks(section(page, "Where it lived")) == [
        "✕ contradicted: it is removed, and files are left in src/cuda: 2"
    ]
    assert len(marks(section(page, "Its toggle"))) == 1
    assert len(banners(page)) == 2


def test_a_rule_that_is_off_raises_no_alarm_but_the_fact_is_said(check):
    page = module(check, SILENT, catalog=CATALOG + "rules: {MC910: 'off'}\n")
    assert (banners(page), marks(page)) == ([], [])
    assert "Eva Engel, committer – no commit of theirs since 3 Feb 2022" in text(section(page, "Owners"))
    assert rows(page) == [
        "observed Owners eva has made no commit since 3 Feb 2022 Checked: authors of commits"
    ]


def test_an_owner_who_is_active_has_the_day_of_the_last_commit(check):
    page = site(check, EVIDENCE)["modules/cuda.md"]
    assert "Eva Engel, committer – last commit on 4 Mar 2026" in text(section(page, "Owners"))


def waived(until):
    return CUDA + f"waivers: [{{rule: MC906, reason: It changes soon, until: {until}}}]\n"


def test_a_waiver_takes_the_alarm_and_not_the_evidence(check):
    page = module(check, DEFAULT, cuda=waived("2026-06-01"))
    assert (banners(page), marks(page)) == ([], [])
    assert (
        "– Waived Toggles USE_CUDA is ON when nobody sets it, not OFF Waived until 1 Jun 2026: It changes soon"
        in rows(page)[0]
    )
    assert len(banners(module(check, DEFAULT, cuda=waived("2026-05-31")))) == 1


def test_evidence_of_what_an_entry_no_longer_says_is_not_shown(check):
    page = module(
        check, DEFAULT, *fine("cuda", "src/cuda"), cuda=CUDA.replace("default: 'OFF'", "default: 'ON'")
    )
    assert banners(page) == []
    assert [row.split()[2] for row in rows(page)] == ["Source"]
    assert "The entry has changed since, in: Toggles." in section(page, "Evidence")


def test_who_works_on_a_module_is_not_called_its_owner(check):
    owners = text(
        section(
            site(
                check,
                EVIDENCE,
                cuda=CUDA.replace(
                    "owners: [{person: eva, basis: MAINTAINERS file}]", "seeking_owners: true\nowners: []"
                ),
            )["modules/cuda.md"],
            "Owners",
        )
    )
    assert "No owner is declared yet." in owners
    assert (
        "activity 4 commits mainly to this module by 2 people in the year before 5 May 2026, the last on 29 Apr 2026"
        in owners
    )
    assert "Making commits does not make somebody an owner." in owners


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"count": 0, "of": 0, "found": "2023-08-16"}, "no commit mainly to this module since 16 Aug 2023"),
        ({"count": 0, "of": 0}, "no commit mainly to this module is on record"),
        (
            {"count": 1, "of": 1, "found": "2026-05-01"},
            "1 commit mainly to this module by 1 person in the year before 5 May 2026",
        ),
    ],
)
def test_a_quiet_module_is_said_to_be_quiet(facts, says, check):
    assert f"activity {says}" in text(
        section(module(check, claim("cuda", "activity", "no-claim", **facts)), "Owners")
    )


def test_there_are_at_most_two_banners(check):
    cuda = (
        CUDA.replace("stage: S0", "stage: deprecated").replace(
            "owners: [{person: eva, basis: MAINTAINERS file}]", "seeking_owners: true\nowners: []"
        )
        + "  - {date: 2025-06-01, event: deprecated, stage: deprecated}\ndeprecation: {reason: It is slow, replacement: loader}\n"
    )
    page = module(check, DEFAULT, cuda=cuda)
    assert [one.split()[0] for one in banners(page)] == ["Deprecated.", "The"]
    assert "This module is looking for an owner." in page


def test_a_namespace_that_moved_comes_with_where_it_is(check):
    page = module(check, claim("cuda", "namespace", "contradicted", subject="src/cuda", found="src/gpu/cuda"))
    assert "src/cuda is not in the tree; it seems to be src/gpu/cuda now" in rows(page)[0]


def test_what_an_audit_says_is_said_in_the_words_of_the_catalog(check):
    po = """
msgid "`{subject}` is `{found}` when nobody sets it, not `{said}`"
msgstr "`{said}` soll `{subject}` sein und ist `{found}`"

msgid "Contradicted"
msgstr "Widersprochen"

msgid "where the toggle is declared"
msgstr "wo der Schalter steht"

msgid "Toggles"
msgstr "Schalter"
"""
    result = check({"evidence.json": audit(DEFAULT), "words.po": po})
    page = {file.path: file.content for file in site_files(result)}["modules/cuda.md"]
    assert rows(page) == [
        "✕ Widersprochen Schalter OFF soll USE_CUDA sein und ist ON CMakeLists.txt:12 Checked: wo der Schalter steht"
    ]


def test_every_file_of_probes_is_asked():
    files = {file.stem for file in Path(probes.__file__).parent.glob("*.py")} - {"__init__"}
    assert {probe.__module__.rpartition(".")[2] for probe in probes.PROBES.values()} == files


def test_every_kind_of_claim_has_what_is_said_of_it():
    assert [*dict.fromkeys(kind.probe for kind in CLAIM_KINDS.values())] == [*PROBES]
    assert {name for name, kind in CLAIM_KINDS.items() if kind.rule} == {
        name for name, kind in CLAIM_KINDS.items() if "contradicted" in kind.sentences
    }
    single = ("stage", "api", "deprecation.removal")
    several = {
        name
        for name, kind in CLAIM_KINDS.items()
        if "verified" in kind.sentences and kind.field not in single
    }
    assert {name for name, kind in CLAIM_KINDS.items() if kind.summary} == several
    ranks = sorted(kind.rank for kind in CLAIM_KINDS.values() if kind.rank)
    assert ranks == list(range(1, len(ranks) + 1))


# Needs attention, and the index


def needs(page):
    """Return number and names of each need of a page, by its id."""
    found = re.findall(r'(?s)<li id="([\w-]+)"><b class="mc-need-count">(\d+)</b>(.*?)</div></li>', page)
    return {id_: (int(count), Page(rest).links, text(rest)) for id_, count, rest in found}


def test_what_the_tree_contradicts_needs_a_hand_first(check):
    found = needs(site(check, EVIDENCE)["modules/health.md"])
    assert next(iter(found)) == "contradicted"
    assert found["contradicted"][:2] == (1, ["cuda.md"])
    assert "contradicted" not in needs(site(check, EVIDENCE, cuda=waived("2026-12-31"))["modules/health.md"])
    assert "contradicted" not in needs(
        site(check, EVIDENCE, catalog=CATALOG + "rules: {MC906: 'off'}\n")["modules/health.md"]
    )


def test_an_entry_that_changed_since_needs_another_look(check):
    assert "unaudited" not in needs(site(check, EVIDENCE)["modules/health.md"])
    loader = LOADER.replace("src/loader", "src/loading")
    found = needs(site(check, EVIDENCE, loader=loader)["modules/health.md"])
    assert found["unaudited"][:2] == (1, ["loader.md"])


@pytest.mark.parametrize(("days", "is_said"), [(10, True), (365, False)])
def test_evidence_that_is_old_is_said_to_be(days, is_said, check):
    found = needs(
        site(check, EVIDENCE, catalog=CATALOG + f"limits: {{evidence_days: {days}}}\n")["modules/health.md"]
    )
    assert ("old" in found) is is_said
    assert not is_said or found["old"][2] == (
        "days since the audited commit. The limit is 10. Run module-catalog audit again."
    )
    assert not is_said or found["old"][0] == 27


def test_folders_that_no_entry_covers_are_counted_and_named(check):
    count, links, says = needs(site(check, EVIDENCE)["modules/health.md"])["unclaimed"]
    assert (count, links) == (1, [f"{TREE.replace('/blob/', '/tree/')}/src/nobody%E2%80%99s"])
    assert "Not every folder belongs to a module." in says


def test_without_an_audit_nobody_is_asked_for_one(check):
    page = {file.path: file.content for file in site_files(check())}["modules/health.md"]
    assert not {"contradicted", "unaudited", "old", "unclaimed"} & set(needs(page))
    assert "Source tree audit" not in page


def test_the_table_of_what_was_looked_at_has_the_state_that_matters_most(check):
    table = section(site(check, EVIDENCE)["modules/health.md"], "Source tree audit")
    found = [
        [text(cell) for cell in re.findall(r"(?s)<t[hd] .*?</t[hd]>", row)]
        for row in re.findall(r"(?s)<tr .*?</tr>", table)
    ]
    assert found == [
        ["Module", "Source paths", "Toggles", "Dependencies", "Commits mainly to it in a year"],
        ["Loader", "✓ Verified", "no claim", "no claim", "– unknown"],
        ["CUDA", "✓ Verified", "✕ Contradicted 1 of 3", "✓ Verified", "4 by 2"],
    ]


def test_the_index_flags_what_is_contradicted(check):
    flags = re.findall(
        r'(?s)data-is="([^"]*)".*?mc-cell-name"><a href="([^"]+)\.md"',
        site(check, EVIDENCE)["modules/index.md"],
    )
    assert [id_ for words, id_ in flags if "flag:contradicted" in words.split()] == ["cuda"]


# Files for programs


def test_programs_get_claims_places_and_the_commit(check):
    files = site(check, EVIDENCE)
    overview, cuda = (json.loads(files[f"api/v1/{name}.json"]) for name in ("catalog", "modules/cuda"))
    assert overview["evidence"] == {
        "commit": COMMIT,
        "date": "2026-05-05",
        "url": TREE.replace("/blob/", "/tree/"),
        "probes": list(PROBES),
    }
    assert {row["id"]: row["contradicted"] for row in overview["modules"]} == {"cuda": 1, "loader": 0}
    assert [one for one in cuda["claims"] if one["verdict"] == "contradicted"] == [
        {
            "kind": "default",
            "verdict": "contradicted",
            "reported": True,
            "says": "`USE_CUDA` is `ON` when nobody sets it, not `OFF`",
            "subject": "USE_CUDA",
            "said": "OFF",
            "found": "ON",
            "places": [{"path": "CMakeLists.txt", "line": 12, "url": f"{TREE}/CMakeLists.txt#L12"}],
        }
    ]
    schema = json.loads(files["api/v1/schema.json"])
    for name in ("catalog", "modules/cuda", "modules/loader"):
        jsonschema.validate(json.loads(files[f"api/v1/{name}.json"]), schema)


def test_programs_learn_what_was_not_looked_at(check):
    files = {file.path: file.content for file in site_files(check())}
    overview, cuda = (json.loads(files[f"api/v1/{name}.json"]) for name in ("catalog", "modules/cuda"))
    assert "evidence" not in overview
    assert not {"claims", "contradicted"} & set(cuda)


def test_a_table_for_spreadsheets_counts_what_is_contradicted(check):
    table = csv.DictReader(StringIO(site(check, EVIDENCE)["api/v1/modules.csv"].decode(), newline=""))
    assert {row["id"]: row["contradicted"] for row in table} == {"cuda": "1", "loader": "0"}


# What anybody may write into a tree or into evidence.json

HOSTILE = (
    "<script>alert(1)</script> </li></ul> [a](javascript:alert(2)) {{ 7*7 }} {% raw %} [x][module.cuda] ::: os | `b` ![](x) **c** "
    "``` {subject} %s &#60; "
)


def test_hostile_evidence_stays_text(check):
    wild = HOSTILE + "x" * 300
    cuda = CUDA.replace(
        "namespaces: [src/cuda]", "namespaces: [src/cuda]\ntests: {ci: [" + json.dumps(wild[:200]) + "]}"
    )
    claims = [
        {**DEFAULT, "found": wild, "places": [{"path": f"{wild}/../../{n}", "line": n} for n in range(1, 6)]},
        claim("cuda", "namespace", "contradicted", subject="src/cuda", found=wild),
        claim("cuda", "job", "contradicted", subject=wild[:200]),
        {**ACTIVE, "found": wild},
        {**SILENT, "found": wild},
        # Words that no audit puts together.
        claim("cuda", "ci", "contradicted", subject="USE_CUDA"),
        claim("cuda", "folder", "verified", subject=wild),
        claim("cuda", "sole", "not-checkable", subject="src/cuda"),
        {"kind": "folder", "verdict": "no-claim", "subject": wild, "places": [{"path": wild}]},
        {"kind": "folder", "verdict": "no-claim"},
    ]
    files = site(check, audit(*claims), cuda=cuda)
    for path in ("modules/cuda.md", "modules/health.md"):
        page = Page(files[path])
        assert not {"script", "img", "object", "iframe"} & set(page.tags)
        assert page.tags.count("li") == len(re.findall("</li>", files[path]))
        assert page.handlers == []
        assert [link for link in page.links if re.match(r"\s*(javascript:|data:|//)", link)] == []
        assert broken(files[path]) == []
        assert not re.search(r"\{\{|\{%|^:::|```|\]\[", files[path].split("---\n", 2)[2], re.MULTILINE)
    assert "<script>alert(1)</script>" in Page(files["modules/cuda.md"]).text
    assert len(banners(files["modules/cuda.md"])) == 1


def test_a_place_in_evidence_leads_nowhere_but_into_the_repository(check):
    odd = {
        **DEFAULT,
        "places": [{"path": "../../../evil"}, {"path": "https://evil.example/"}, {"path": "a?b#c\"d'e"}],
    }
    links = [link for link in Page(module(check, odd)).links if "/blob/" in link]
    assert len(links) == 3
    assert [link for link in links if not link.startswith(f"{TREE}/")] == []


# The guide

GUIDE = Path(__file__).parent.parent / "docs/guides/audit.md"
SOURCE = {
    "CMakeLists.txt": 'project(quokka)\noption(USE_CUDA "Run on NVIDIA GPUs" ON)\noption(USE_TRACE "Write a trace" OFF)\n'
    "if(USE_CUDA)\n  add_subdirectory(src/cuda)\nendif()\n",
    "src/cuda/cuda.cc": '#include "../loader/loader.h"\n',
    "src/loader/loader.h": "",
    "src/trace/trace.cc": '#include "../loader/loader.h"\n',
    "CODEOWNERS": "src/loader @ana\nsrc/cuda @eva\n",
}


def fences(language):
    """Return the blocks of the guide in one language."""
    return re.findall(
        rf'(?ms)^```{language}(?: title="[^"]+")?\n(.*?)^```', GUIDE.read_text(encoding="utf-8")
    )


def test_the_commands_of_the_guide_print_what_it_says(project):
    root = project()
    commit(repository(root.parent / "quokka"), SOURCE)
    printed = []
    for block in fences("sh"):
        command = block.splitlines()[-1].split()
        printed.append(run(*command, cwd=root).stdout)
    first, last = fences("text")
    assert printed == [first, *fences("diff"), last]


def test_the_examples_of_the_guide_are_valid(check):
    places, gate, job = fences("yaml")
    assert found(check({"catalog.yaml": CATALOG + places})) == []
    scoped = built_in("scoped-module")
    assert gate.splitlines()[1].strip() in scoped
    scripts = [step["run"] for step in yaml.safe_load(job)["jobs"]["audit"]["steps"] if "run" in step]
    assert [subprocess.run(["bash", "-n", "-c", script], check=False).returncode for script in scripts] == [
        0,
        0,
        0,
    ]


# In a browser

BANNERS = audit(
    *json.loads(EVIDENCE)["claims"],
    claim(
        "cuda",
        "isolated",
        "contradicted",
        subject="S0",
        count=2,
        places=[{"path": "src/core/a_long_name/of_a_file.cc", "line": 7}],
    ),
    claim("loader", "namespace", "contradicted", subject="src/loader"),
)


# A site is not built while the check finds errors.
KNOWN = CATALOG + "rules: {MC902: info, MC906: info, MC908: info}\n"


@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_a_site_with_evidence_has_no_dead_link(host, project, build):
    root = project({"evidence.json": BANNERS, "catalog.yaml": KNOWN})
    done = build(host, root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert dead_links(root / "site") == []
    assert "contradicts this page" in pages(root / "site")["modules/cuda/index.html"].text


@needs_chromium
def test_a_page_with_a_banner_can_be_read_by_all(project, browser, build):
    root = project({"evidence.json": BANNERS, "catalog.yaml": KNOWN})
    assert build("mkdocs", root).returncode == 0
    with served(root / "site") as address:
        for width, scheme in VIEWS:
            with window(browser, width, scheme) as page:
                for path in ("modules/cuda/", "modules/health/"):
                    page.goto(address + path)
                    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                    assert (path, width, scheme, flaws(page, ".mc")) == (path, width, scheme, [])
