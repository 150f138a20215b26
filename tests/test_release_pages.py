"""The page of each release: what changed with it, and what was there in it, as far as histories tell."""

from __future__ import annotations

import json
import re

import pytest

from conftest import CATALOG, CUDA, LOADER
from module_catalog.catalog.queries.released import by_release, since_release
from module_catalog.catalog.queries.snapshot import snapshots
from module_catalog.site.build import site_files
from module_catalog.site.pages import release
from module_catalog.site.parts import LIMITS, Limit
from sites import Page
from test_evidence_pages import audit, claim
from test_list_pages import TREES
from test_split_pages import rendered

THREE = CATALOG.replace("upcoming", "  - {name: v2.1, date: 2025-02-10}\nupcoming")
"""A catalog with a release more, that no entry of these names."""


def catalog(check, **modules):
    """Return a catalog with a module that has left; *modules* replace entries, or the settings."""
    given = {"trees": TREES, **modules}
    named = {
        f"modules/{name}.yaml" if name != "catalog" else "catalog.yaml": text for name, text in given.items()
    }
    return check(named)


def site(check, **modules):
    return {file.path: file.content for file in site_files(catalog(check, **modules))}


def page_of(check, name, **modules):
    return site(check, **modules)[f"modules/by-release/{name}.md"]


def listed(page):
    """Return the names of each list of a page, by its heading without the count."""
    parts = re.split(r"<h3[^>]*>(.*?)</h3>|(?m:^## (.*)$)", page.partition('<nav class="mc-foot"')[0])
    found = {}
    for at in range(1, len(parts), 3):
        title = Page(parts[at] or parts[at + 1]).text
        names = re.findall(r'<li>(?:<span>.*?)?<a href="[^"]*\.md"[^>]*>([^<]+)</a>', parts[at + 2])
        if names:
            found[re.sub(r" \d+$", "", " ".join(title.split()))] = names
    return found


def history(*events):
    """Return the entry of the loader with another history."""
    kept, _, _ = LOADER.partition("history:")
    return kept + "history:\n" + "".join(f"  - {{{event}}}\n" for event in events)


def then(check, name, **modules):
    """Return in which list the loader stood in a release, and at which stage."""
    result = catalog(check, **modules)
    loader = result.catalog.by_id["loader"]
    found = snapshots(result.catalog, [loader])(name)
    for which in ("there", "unknown", "gone"):
        for one in getattr(found, which):
            return which, one.stage
    return "later", None


def test_a_page_is_written_like_this(check, golden):
    golden("site/modules/by-release/v2.0.md", page_of(check, "v2.0"))


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        (
            "v1.0",
            {
                "New": ["Loader", "Trees"],
                "Toggles": ["Trees"],
                "S0 Scoped": ["Trees"],
                "At a stage of which there is no record": ["Loader"],
                "No record whether they were there": ["CUDA"],
            },
        ),
        (
            "v2.0",
            {
                "Removed": ["Trees"],
                "Toggles": ["Trees"],
                "Also happened": ["Loader", "Trees"],
                "S1 Integrated": ["Loader"],
                "No record whether they were there": ["CUDA"],
                "No longer there": ["Trees"],
            },
        ),
        ("v3.0", {"Planned": ["CUDA"]}),
    ],
)
def test_a_release_has_what_changed_and_what_was_there(name, lists, check):
    assert listed(page_of(check, name)) == lists


def test_a_page_leads_to_the_releases_beside_it_to_the_json_and_to_diff(check):
    page = page_of(check, "v2.0")
    assert '<a href="v1.0.md" rel="prev">' in page
    assert '<a href="v3.0.md" rel="next">' in page
    assert 'href="../../api/v1/releases.json"' in page
    assert "## What changed since v1&#46;0" in page
    assert "<code>module-catalog diff v1.0 v2.0</code>" in page
    first = page_of(check, "v1.0")
    assert "## What came with it" in first
    assert "module-catalog diff" not in first


def test_what_changed_is_what_diff_says(check):
    result = catalog(check)
    told = since_release(result.catalog, "v1.0", "v2.0")
    found = by_release(result.catalog)["v2.0"]
    assert sorted((one.kind, one.module.id) for one in found) == sorted((one.kind, one.id) for one in told)
    page = Page(page_of(check, "v2.0")).text
    assert "It drew leaves." in page
    assert "toggle USE_TREES has no effect from v2.0 on" in page


def test_what_has_no_release_came_with_the_first_one_after_its_date(check):
    loader = history("date: 2024-01-01, event: introduced", "date: 2024-05, event: entered, stage: S1")
    assert listed(page_of(check, "v1.0", loader=loader))["New"] == ["Loader", "Trees"]
    assert "Loader" in listed(page_of(check, "v2.0", loader=loader))["Also happened"]


def test_what_may_have_come_with_two_releases_is_on_the_page_of_neither(check):
    loader = history("date: 2024, event: introduced", "date: 2025-01-01, event: entered, stage: S1")
    result = catalog(check, loader=loader)
    assert [
        name for name, held in by_release(result.catalog).items() for one in held if one.module.id == "loader"
    ] == ["v2.0"]
    assert listed(page_of(check, "v1.0", loader=loader))["No record whether they were there"] == [
        "CUDA",
        "Loader",
    ]


def test_a_release_with_which_nothing_came_has_a_page_of_what_was_there(check):
    files = site(check, catalog=THREE)
    assert "The entries record nothing." in files["modules/by-release/v2.1.md"]
    assert "Loader" in files["modules/by-release/v2.1.md"]
    loader = LOADER + "  - {date: 2025-02-01, event: extended, note: It is faster.}\n"
    files = site(check, catalog=THREE, loader=loader)
    assert listed(files["modules/by-release/v2.1.md"])["Also happened"] == ["Loader"]


def test_a_release_before_the_first_that_entries_name_has_no_page(check):
    earlier = "releases:\n  - {name: v0.1, date: 2019-01-10}\n"
    files = site(check, catalog=CATALOG.replace("releases:\n", earlier))
    assert "modules/by-release/v0.1.md" not in files
    assert "modules/by-release/v1.0.md" in files


def test_pages_of_releases_can_be_left_out_without_the_lists_by_stage(check):
    files = site(check, catalog=CATALOG + "pages: {release: 'off'}\n")
    assert "modules/by-stage/s0.md" in files
    assert not [path for path in files if "by-release" in path]
    assert "by-release" not in files["modules/index.md"] + files["modules/loader.md"]


# What was there


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (["date: 2024-01-01, event: introduced"], ("there", None)),
        (["date: 2024-01-01, event: introduced, stage: S0"], ("there", "S0")),
        (["date: 2025-01-01, event: introduced, stage: S0"], ("later", None)),
        # Its release counts before its day.
        (["date: 2024-01-01, event: introduced, stage: S0, release: v2.0"], ("later", None)),
        (["date: 2025-01-01, event: introduced, stage: S0, release: v1.0"], ("there", "S0")),
        # Nothing tells when it came, or whether it came before.
        (["date: unknown, event: introduced, stage: S0"], ("unknown", None)),
        (["date: 2024, event: introduced, stage: S0"], ("unknown", None)),
        (["date: 2025-03-01, event: entered, stage: S0, basis: reading"], ("unknown", None)),
        (["date: 2025-03-01, event: moved, stage: S0"], ("unknown", None)),
        # What has no date happened before what comes after it.
        (
            ["date: unknown, event: introduced, stage: S0", "date: 2024-01-01, event: extended"],
            ("there", "S0"),
        ),
        (
            ["date: 2023-01-01, event: introduced, stage: S0", "date: unknown, event: entered, stage: S1"],
            ("there", None),
        ),
        (
            ["date: 2023-01-01, event: introduced, stage: S0", "date: unknown, event: extended"],
            ("there", "S0"),
        ),
        (
            [
                "date: 2023-01-01, event: introduced, stage: S0",
                "date: 2023-06-01, event: removed, stage: removed",
            ],
            ("gone", None),
        ),
        (
            ["date: 2023-01-01, event: introduced, stage: S0", "date: 2024, event: removed, stage: removed"],
            ("unknown", None),
        ),
        # The catalog found later that it is gone: since when is not known.
        (
            [
                "date: 2023-01-01, event: introduced, stage: S0",
                "date: 2026-01-01, event: removed, stage: removed, basis: reading",
            ],
            ("unknown", None),
        ),
    ],
)
def test_a_module_stood_in_a_release_as_its_history_says_and_no_further(events, expected, check):
    assert then(check, "v1.0", loader=history(*events)) == expected


TOGGLE = CUDA.replace("date: 2025-03-01, event: entered, stage: S0, basis: reading", "date: 2023-01-01, event: introduced, stage: S0")  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", ("USE_CUDA no record", "USE_CUDA no record")),
        (", since: v1.0", ("USE_CUDA no record", "USE_CUDA no record")),
        (", since: v2.0", ("", "USE_CUDA no record")),
        (", since: v1.0, until: v2.0", ("USE_CUDA no record", "")),
        (
            ", history: [{release: v1.0, default: 'ON'}, {release: v2.0, default: 'OFF'}]",
            ("USE_CUDA on", "USE_CUDA off"),
        ),
        (", since: v1.0, history: [{release: v2.0, default: 'OFF'}]", ("USE_CUDA no record", "USE_CUDA off")),
    ],
)
def test_a_toggle_has_the_default_of_the_release_and_not_that_of_today(said, expected, check):
    cuda = TOGGLE.replace("default: 'OFF'", f"default: 'OFF'{said}")
    found = [
        re.search(r">CUDA</a>(.*?)</li>", page_of(check, name, cuda=cuda).partition("## What was there")[2], re.DOTALL)[1]
        for name in ("v1.0", "v2.0")
    ]  # fmt: skip
    assert tuple(Page(one).text.strip() for one in found) == expected


def test_a_new_toggle_has_the_default_that_is_recorded_for_its_release(check):
    cuda = TOGGLE.replace(
        "default: 'OFF'", "default: 'OFF', since: v2.0, history: [{release: v2.0, default: 'ON'}]"
    )
    assert "since v2.0: on by default" in Page(page_of(check, "v2.0", cuda=cuda)).text
    found = since_release(catalog(check, cuda=cuda).catalog, "v1.0", "v2.0")
    assert "new toggle `USE_CUDA` in v2.0 (default ON)" in [one.sentence for one in found]
    without = TOGGLE.replace("default: 'OFF'", "default: 'OFF', since: v2.0")
    assert "off by default today" in Page(page_of(check, "v2.0", cuda=without)).text
    # What has gone has no default today.
    assert "last default: off" in Page(page_of(check, "v1.0")).text


# Where they are reached from


def test_the_index_has_a_menu_of_releases_the_newest_first_and_older_ones_folded(check):
    index = site(check)["modules/index.md"]
    menu = index.partition('<nav class="mc-releases"')[2].partition("</nav>")[0]
    assert re.findall(r"by-release/([^\"]+)\.md", menu) == ["v3.0", "v2.0", "v1.0"]
    assert "<details" not in menu
    many = "".join(f"  - {{name: v2.{n}, date: 2025-02-{n:02}}}\n" for n in range(1, 9))
    events = "".join(f"  - {{date: 2025-02-{n:02}, event: extended, release: v2.{n}}}\n" for n in range(1, 9))
    index = site(check, catalog=CATALOG.replace("upcoming", many + "upcoming"), loader=LOADER + events)[
        "modules/index.md"
    ]
    menu = index.partition('<nav class="mc-releases"')[2].partition("</nav>")[0]
    shown, _, folded = menu.partition("<details")
    assert re.findall(r"by-release/([^\"]+)\.md", shown) == [
        "v3.0", *(f"v2.{n}" for n in range(8, 3, -1))]  # fmt: skip
    assert re.findall(r"by-release/([^\"]+)\.md", folded) == ["v2.3", "v2.2", "v2.1", "v2.0", "v1.0"]
    assert "5 more" in folded


def test_the_history_of_a_module_leads_to_the_pages_of_its_releases(check):
    assert '<small><a href="by-release/v2.0.md">v2.0</a></small>' in site(check)["modules/loader.md"]


# Where there is much


def test_what_does_not_fit_stands_on_pages_by_letter_and_none_is_missing(check):
    result = catalog(check)
    limits = {**LIMITS, "release": Limit(1, "", ""), "list": Limit(5, "", "")}
    pages = [page for page in release.pages(result.catalog, limits) if page.names["release"] == "v1.0"]
    whole, *parts = pages
    assert [len(listed_) for _, listed_ in whole.names["changed"]] == [2, 1]
    assert not whole.names["standing"]
    assert "unknown" not in whole.names["lists"]
    held = [one.name for page in parts for _, those in page.names["standing"] for one in those]
    held += [one.name for page in parts for one in page.names["lists"].get("unknown", ())]
    assert sorted(held) == ["CUDA", "Loader", "Trees"]
    # What changed is too much as well.
    limits["list"] = Limit(1, "", "")
    whole, *parts = (
        page for page in release.pages(result.catalog, limits) if page.names["release"] == "v1.0"
    )
    assert not whole.names["changed"]
    assert sum(len(those) for page in parts for _, those in page.names["changed"]) == 3


def test_what_is_planned_for_a_release_is_reached_where_it_is_too_much(check):
    result = catalog(check)
    limits = {**LIMITS, "release": Limit(1, "", ""), "list": Limit(0, "", "")}
    pages = [page for page in release.pages(result.catalog, limits) if page.names["release"] == "v3.0"]
    whole, part = rendered(pages, result).values()
    assert f'href="{pages[1].path}"' in whole
    assert "Graphs" not in whole
    assert "Graphs" in part


def test_an_edit_of_what_no_release_tells_leaves_their_pages_as_they_are(check):
    first = page_of(check, "v2.0")
    assert page_of(check, "v2.0", cuda=CUDA.replace("NVIDIA GPUs", "other GPUs")) == first


def test_the_json_has_the_changes_that_pages_have(check):
    loader = history("date: 2024-01-01, event: introduced", "date: 2024-05, event: entered, stage: S1")
    found = json.loads(site(check, loader=loader)["api/v1/releases.json"])
    assert [(one["name"], [change["module"] for change in one["changes"]]) for one in found["releases"]] == [
        ("v1.0", ["loader", "trees"]),
        ("v2.0", ["loader", "trees", "trees"]),
        ("v3.0", []),
    ]


@pytest.mark.parametrize(
    ("verdict", "said", "mark"),
    [
        ("verified", "v1.0", "✓ Verified"),
        ("contradicted", "v1.0", "✕ Contradicted"),
        ("no-claim", "v1.0", None),
        ("verified", "v2.0", None),
    ],
)
def test_what_came_with_a_release_has_a_mark_where_an_audit_compared_it_with_the_tags(
    check, verdict, said, mark
):
    found = audit(claim("cuda", "came", verdict, subject="USE_CUDA", said=said, found="v1.0"))
    entry = CUDA.replace("default: 'OFF'", "default: 'OFF', since: v1.0")
    result = check({"modules/cuda.yaml": entry, "evidence.json": found})
    pages = {file.path: file.content for file in site_files(result)}
    page = Page(pages["modules/by-release/v1.0.md"])
    assert "new toggle" in page.text
    assert [one for one in ("✓ Verified", "✕ Contradicted") if one in page.text] == ([mark] if mark else [])
