"""What tags of releases show stands beside what entries say, on pages and in the JSON API, and never in its place."""

from __future__ import annotations

import json
import re

import pytest

from conftest import CATALOG, CUDA, LOADER
from module_catalog.catalog.queries.in_tags import InTags, tags_of
from module_catalog.catalog.queries.snapshot import snapshots
from module_catalog.site.build import site_files
from module_catalog.site.drawings.step_chart import Series, chart
from sites import Page
from test_evidence_pages import COMMIT, audit, claim

V1, V2 = ("1" * 40, "2" * 40)
TAGS = {"v1.0": V1, "v2.0": V2}
SINCE = CUDA.replace(
    "{date: 2025-03-01, event: entered, stage: S0, basis: reading}",
    "{date: 2023-01-01, event: introduced, stage: S0}",
)
"""The entry of CUDA with a history from which it is known to have been in every release."""


def rows(*states):
    """Return how something is in tags: `v1.0`, `v1.0 OFF`, or `v2.0 -` where it is gone."""
    found = []
    for state in states:
        release, _, said = state.partition(" ")
        more = {"is_gone": True} if said == "-" else {"default": said} if said else {}
        found.append({"release": release, **more})
    return found


def stood(module, path, *states, kind="stood"):
    return claim(module, kind, "no-claim", subject=path, **({"releases": rows(*states)} if states else {}))


def became(*states, module="cuda", name="USE_CUDA"):
    return claim(module, "became", "no-claim", subject=name, releases=rows(*states))


def checked(check, *claims, tags=TAGS, cuda=SINCE, **more):
    return check(
        {
            "modules/cuda.yaml": cuda,
            "evidence.json": audit(*claims, **({"releases": tags} if tags else {})),
            **more,
        }
    )


def page(check, path, *claims, **more):
    return next(
        file.content
        for file in site_files(checked(check, *claims, **more))
        if file.path == f"modules/{path}.md"
    )


def told(text):
    """Return the text of a page, on one line."""
    return " ".join(Page(text).text.split())


# The question


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((), (None, None)),
        ((stood("cuda", "src/cuda", "v1.0"),), (True, True)),
        ((stood("cuda", "src/cuda", "v2.0"),), (False, True)),
        ((stood("cuda", "src/cuda", "v1.0", "v2.0 -"),), (True, False)),
        # No tag has it: that is known.
        ((stood("cuda", "src/cuda"),), (False, False)),
        # Of a path that the entry does not have nothing counts, nor what begins with a release that it does not have.
        ((stood("cuda", "src/gpu", "v1.0"),), (None, None)),
        ((stood("cuda", "src/cuda", "v0.1"),), (None, None)),
    ],
)
def test_a_module_is_in_a_tag_if_a_path_of_it_is_and_not_if_none_is(claims, expected, check):
    catalog = checked(check, *claims).catalog
    tags = InTags(catalog)
    assert tuple(tags.has(catalog.by_id["cuda"], name) for name in TAGS) == expected
    assert tags.has(catalog.by_id["cuda"], "v3.0") is None


def test_a_module_of_which_one_path_is_not_known_is_not_said_to_be_missing(check):
    both = SINCE.replace("[src/cuda]", "[src/cuda, third/cuda]")
    for states, expected in (((), None), (("v1.0",), True)):
        catalog = checked(check, stood("cuda", "src/cuda", *states), cuda=both).catalog
        assert InTags(catalog).has(catalog.by_id["cuda"], "v1.0") is expected


def test_a_release_whose_tag_was_not_read_says_nothing(check):
    catalog = checked(check, stood("cuda", "src/cuda", "v1.0"), tags={"v1.0": V1}).catalog
    tags = InTags(catalog)
    assert tags.releases == ("v1.0",)
    assert tags.has(catalog.by_id["cuda"], "v2.0") is None


def test_a_toggle_of_another_entry_is_as_that_one_has_it(check):
    loader = LOADER.replace("no_toggle: Always built.", "toggles: [{uses: cuda/USE_CUDA}]")
    catalog = checked(check, became("v2.0 ON"), **{"modules/loader.yaml": loader}).catalog
    (module,), (toggle,) = [catalog.by_id["loader"]], catalog.by_id["loader"].toggles
    assert InTags(catalog).toggle(module, toggle, "v2.0").default == "ON"
    assert InTags(catalog).toggle(module, toggle, "v1.0").is_gone


def test_what_tags_answer_leads_to_them_and_to_the_path_in_them(check):
    claims = (
        claim("cuda", "came", "verified", subject="USE_CUDA", said="v1.0"),
        stood("cuda", "src/cuda", "v1.0", "v2.0 -"),
        claim("cuda", "default", "verified", subject="USE_CUDA", said="OFF"),
        claim(
            "cuda",
            "became",
            "no-claim",
            subject="USE_CUDA",
            releases=[{"release": "v2.0", "default": "OFF", "path": "a b.cmake", "line": 7}],
        ),
    )
    evidence = checked(check, *claims, cuda=SINCE.replace("'OFF'", "'OFF', since: v1.0")).catalog.evidence
    tree = "https://github.com/quokka/quokka/tree"
    assert {one.kind: tags_of(one, evidence) for one in evidence.claims} == {
        "came": (("v1.0", f"{tree}/{V1}"),),
        "stood": (("v1.0", f"{tree}/{V1}/src/cuda"), ("v2.0", f"{tree}/{V2}")),
        "default": (),
        "became": (("v2.0", f"https://github.com/quokka/quokka/blob/{V2}/a%20b.cmake#L7"),),
    }


# The page of a release


def default_of(text):
    found = re.search(r">CUDA</a>(.*?)</li>", text.partition("## What was there")[2], re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("states", "said", "expected"),
    [
        (("v1.0 OFF",), "", ("USE_CUDA off", True)),
        (("v1.0 OFF", "v2.0 ON"), "", ("USE_CUDA on", True)),
        # A path is not a word.
        (("v1.0 /Opt/CUDA",), "", ("USE_CUDA /Opt/CUDA", True)),
        (("v1.0",), "", ("USE_CUDA no record", False)),
        # What the entry says is not replaced.
        (("v1.0 OFF",), ", history: [{release: v1.0, default: 'ON'}]", ("USE_CUDA on", False)),
        # The tag does not have it: it is not there, unless the entry says that it is.
        (("v1.0 OFF", "v2.0 -"), "", ("", False)),
        (("v1.0 OFF", "v2.0 -"), ", since: v1.0", ("USE_CUDA no record", False)),
    ],
)
def test_a_default_that_no_entry_states_is_that_of_the_tag_and_marked_so(states, said, expected, check):
    cuda = SINCE.replace("default: 'OFF'", f"default: 'OFF'{said}")
    text = page(check, "by-release/v2.0", became(*states), cuda=cuda)
    assert (told(default_of(text)), '<em class="mc-by-tag">' in default_of(text)) == expected
    assert f'the files of the tag <a href="https://github.com/quokka/quokka/tree/{V2}">v2.0</a>' in text


def test_without_a_tag_a_page_is_as_it_was_without_an_audit(check):
    text = page(check, "by-release/v2.0", became("v1.0 OFF"), tags={"v1.0": V1})
    assert told(default_of(text)) == "USE_CUDA no record"
    assert "italics" not in text


def test_a_toggle_that_came_with_a_release_has_the_default_of_its_tag(check):
    cuda = SINCE.replace("default: 'OFF'", "default: 'OFF', since: v2.0")
    assert "since v2.0: on by default" in told(page(check, "by-release/v2.0", became("v2.0 ON"), cuda=cuda))
    assert "off by default today" in told(page(check, "by-release/v2.0", cuda=cuda))


@pytest.mark.parametrize(
    ("cuda", "states", "mark"),
    [
        (SINCE, ("v1.0",), None),
        (SINCE, (), "not in the tag"),
        # Of these it is not recorded whether they were there.
        (CUDA, ("v1.0",), "in the tag"),
        (CUDA, (), "not in the tag"),
    ],
)
def test_a_module_that_the_tag_has_otherwise_than_its_history_is_marked(cuda, states, mark, check):
    text = page(check, "by-release/v2.0", stood("cuda", "src/cuda", *states), cuda=cuda)
    found = re.search(r'mc-by-tag">([^<]*in the tag)<', default_of(text))
    assert (found and found[1]) == mark


def test_what_a_tag_says_is_text_on_a_page(check):
    text = page(check, "by-release/v2.0", became("v1.0 <b>*a*</b>{{ 7*7 }}"))
    assert "<b>" not in default_of(text)
    assert told(default_of(text)) == "USE_CUDA <b>*a*</b>{{ 7*7 }}"


# Trends


def columns(text):
    """Return for each row of the table of trends its name, the number of all modules and that in the tag."""
    table = text.partition("## In numbers")[2].partition("</table>")[0].partition("<tbody>")[2]
    found = re.findall(r"<tr><th[^>]*>(.*?)</th>(.*?)</tr>", table, re.DOTALL)
    cells = (
        (Page(name).text.strip(), re.findall(r'<td class="mc-number">(.*?)</td>', more))
        for name, more in found
    )
    return {name: tuple(values[:2]) for name, values in cells}


BOTH = (
    stood("cuda", "src/cuda", "v2.0"),
    stood("loader", "src/loader", "v1.0"),
)


def test_trends_say_of_how_many_modules_the_tag_has_a_path(check):
    text = page(check, "trends", *BOTH)
    assert '<th scope="col" class="mc-number">In the tag</th>' in text
    assert columns(text) == {"now": ("2", ""), "v2.0": ("2", "2"), "v1.0": ("2", "1")}
    assert "Modules by entries and by tags" in text


def test_trends_name_the_modules_of_which_tags_say_otherwise_than_entries(check):
    text = told(page(check, "trends", *BOTH))
    assert "The tags say otherwise than the entry of 1 module." in text
    assert "CUDA v1.0 not in the tag; the entry has it there" in text
    early = LOADER.replace(
        "date: 2024-01-01, event: introduced, release: v1.0", "date: 2024-06-01, event: introduced"
    )
    text = told(page(check, "trends", *BOTH, **{"modules/loader.yaml": early}))
    assert "Loader v1.0 in the tag; the entry does not have it there" in text


def test_a_module_that_was_only_found_is_not_said_to_be_otherwise(check):
    assert "otherwise than" not in page(check, "trends", *BOTH, cuda=CUDA)


def test_trends_lead_to_the_contradiction_where_there_is_one(check):
    wrong = claim("cuda", "landed", "contradicted", subject="introduced", said="v1.0", found="v2.0")
    cuda = SINCE.replace("event: introduced", "event: introduced, release: v1.0")
    text = page(check, "trends", *BOTH, wrong, cuda=cuda)
    assert re.search(r'href="cuda\.md#section-evidence"><span class="mc-state mc-state-contradicted"', text)


@pytest.mark.parametrize("tags", [{}, {"v9.9": V1}])
def test_there_is_no_line_of_tags_where_none_was_read(tags, check):
    text = page(check, "trends", *BOTH, tags=tags)
    assert "In the tag" not in text
    assert "otherwise than" not in text


def test_a_release_whose_tag_was_not_read_is_a_gap_and_no_zero(check):
    text = page(check, "trends", *BOTH, tags={"v2.0": V2})
    assert columns(text)["v1.0"] == ("2", "no tag read")
    drawn = chart([Series("", (3, 0, 2, 0), gaps=frozenset({1, 3}))], ["a", "b", "c", ""])
    (row,) = drawn.rows
    assert row.path.count("M") == row.path.count("Z") == 2
    assert "H1140" not in row.path


def test_a_catalog_that_only_knows_tags_has_a_chart_of_them(check):
    loader = (
        LOADER.partition("history:")[0]
        + "history:\n  - {date: 2025-03-01, event: entered, stage: S1, basis: reading}\n"
    )
    text = page(check, "trends", *BOTH, cuda=CUDA, **{"modules/loader.yaml": loader})
    assert "So there is nothing to draw" in text
    assert "Modules by entries and by tags" in text


# Programs


def test_the_json_api_has_what_tags_show(check):
    files = {file.path: file.content for file in site_files(checked(check, *BOTH, became("v1.0 OFF")))}
    releases = json.loads(files["api/v1/releases.json"])["releases"]
    assert [one.get("tag") for one in releases] == [
        {"url": f"https://github.com/quokka/quokka/tree/{V1}", "modules": ["loader"]},
        {"url": f"https://github.com/quokka/quokka/tree/{V2}", "modules": ["cuda", "loader"]},
        None,
    ]
    claims = json.loads(files["api/v1/modules/cuda.json"])["claims"]
    assert [one["releases"] for one in claims if one["kind"] == "became"] == [rows("v1.0 OFF")]


def test_a_catalog_of_several_repositories_has_the_tags_of_each(check):
    catalog = CATALOG.replace(
        "repository: {url: https://github.com/quokka/quokka}\n",
        "repositories:\n  core: {url: https://github.com/quokka/core}\n  contrib: {url: https://github.com/quokka/contrib}\n",
    )
    trees = {
        "core": {"commit": COMMIT, "date": "2026-05-05", "releases": {"v1.0": V1}},
        "contrib": {"commit": COMMIT, "date": "2026-05-05", "releases": TAGS},
    }
    data = json.loads(
        audit(stood("cuda", "contrib:src/cuda", "v1.0"), stood("loader", "core:src/loader", "v1.0"))
    )
    data = {key: value for key, value in data.items() if key not in ("commit", "date")} | {
        "repositories": trees
    }
    result = check(
        {
            "catalog.yaml": catalog,
            "modules/cuda.yaml": SINCE.replace("src/cuda", "contrib:src/cuda"),
            "modules/loader.yaml": LOADER.replace("src/loader", "core:src/loader"),
            "evidence.json": json.dumps(data),
        }
    )
    tags, found = InTags(result.catalog), result.catalog.by_id
    assert [tags.has(found["cuda"], name) for name in TAGS] == [True, True]
    # The tag of v2.0 was not read in its repository.
    assert [tags.has(found["loader"], name) for name in TAGS] == [True, None]
    assert [tags.url(name) for name in TAGS] == [None, f"https://github.com/quokka/contrib/tree/{V2}"]
    (then,) = snapshots(result.catalog, [found["loader"]])("v2.0").there
    assert then.in_tag is None
