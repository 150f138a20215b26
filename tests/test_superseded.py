"""That a module supersedes another one may be said in the entry of either."""

from __future__ import annotations

import json

import pytest

from conftest import CUDA, LOADER, found
from module_catalog.site.build import site_files

OLD = (
    LOADER.replace("stage: S1\nnamespaces", "stage: deprecated\nnamespaces")
    .replace(
        "[]\nstands_alone: It touches nothing else.",
        "[{type: superseded-by, module: cuda, why: It is faster}]",
    )
    .replace(
        "stage: S1, release: v2.0}",
        "stage: S1, release: v2.0}\n  - {date: 2025-06-01, event: deprecated, stage: deprecated}",
    )
)
NEW = CUDA.replace(
    "relations:\n  - {type: depends-on, module: loader, why: It is loaded by it}",
    "relations: []\nstands_alone: It needs nothing.",
)
DEPRECATION = "deprecation: {since: v2.0, reason: It is slow, replacement: cuda, removal: v3.0}\n"
SAID_OLD = NEW.replace(
    "relations: []\nstands_alone: It needs nothing.",
    "relations: [{type: supersedes, module: loader, why: It is faster}]",
)
ALONE = OLD.replace(
    "[{type: superseded-by, module: cuda, why: It is faster}]", "[]\nstands_alone: It touches nothing."
)


def files(old, new):
    return {"modules/loader.yaml": old + DEPRECATION, "modules/cuda.yaml": new}


def test_pages_and_drawings_say_the_same_whichever_entry_says_it(check):
    results = [check(files(OLD, NEW)), check(files(ALONE, SAID_OLD))]
    assert [result.findings for result in results] == [(), ()]
    ends = [
        [(one.type.name, one.is_inverse, one.name, one.label) for one in result.catalog.neighbours(module)]
        for result in results
        for module in result.catalog.modules
    ]
    assert (
        ends[:2]
        == ends[2:]
        == [
            [("supersedes", False, "Loader", "replaced")],
            [("supersedes", True, "CUDA", "replaced by")],
        ]
    )
    one, other = ({file.path: file.content for file in site_files(result)} for result in results)
    for path in ("modules/map.md", "modules/compare.md", "modules/kinds/backend.md"):
        assert one.get(path) == other.get(path)
    assert json.loads(one["api/v1/modules/loader.json"])["entry"]["relations"][0]["type"] == "superseded-by"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            OLD,
            SAID_OLD,
            "modules/loader.yaml:8:43 MC303 `cuda` already says `supersedes` `loader`: keep one of the two",
        ),
        (
            OLD.replace("module: cuda", "module: cud"),
            NEW,
            "modules/loader.yaml:8:43 MC201 no module has the id `cud`",
        ),
        (
            OLD.replace("superseded-by", "replaced-by"),
            NEW,
            "modules/loader.yaml:8:20 MC104 `replaced-by` is not a value of `type`; allowed: `supersedes`, `superseded-by`, `depends-on`,"
            " `extends`, `part-of`, `integrates-with`, `related-to`, `overlaps-with`, `conflicts-with`",
        ),
    ],
)
def test_a_mistake_is_told_where_it_is_written(old, new, line, check):
    assert found(check(files(old, new))) == [line]


def test_the_replacement_agrees_with_it(check):
    entry = OLD + DEPRECATION.replace("cuda", "none")
    assert found(check({"modules/loader.yaml": entry, "modules/cuda.yaml": NEW})) == [
        "modules/loader.yaml:15:61 MC304 `loader` says that `cuda` supersedes `loader`, and the replacement here is"
        " `none`: agree on one"
    ]


def test_what_is_superseded_leaves(check):
    live = LOADER.replace(
        "[]\nstands_alone: It touches nothing else.",
        "[{type: superseded-by, module: cuda, why: It is faster}]",
    )
    assert found(check({"modules/loader.yaml": live, "modules/cuda.yaml": NEW})) == [
        "modules/loader.yaml:8:20 MC308 `loader` is still S1, though `cuda` replaces it: move it to `deprecated` or"
        " `removed`, or say `overlaps-with`"
    ]


def test_both_ends_of_a_circle_count(check):
    new = NEW.replace(
        "relations: []\nstands_alone: It needs nothing.",
        "relations: [{type: superseded-by, module: loader, why: So}]",
    )
    codes = [one.code for one in check(files(OLD, new)).findings]
    assert "MC305" in codes
