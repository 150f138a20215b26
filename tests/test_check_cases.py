"""What a check said wrongly of other projects' data: each a small catalog, with what is right."""

from __future__ import annotations

import re
import time

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE, WORK, found
from module_catalog.diagnostics import Severity, capped

TWO_STAGES = """\
name: Two
stages:
  - {id: S0, name: Development, means: It may change., stay: [GATES]}
  - {id: S1, name: Stable, means: It stays.}
transitions: [{from: null, to: S0}, {from: null, to: S1}, {from: S0, to: S1}]
"""
RECEIVER = LOADER.replace("name: Loader", "name: Receiver").replace("src/loader", "receiver")
RECEIVER = RECEIVER.replace("stage: S1", "stage: S0")
KAFKA = RECEIVER.replace("name: Receiver", "name: Kafka").replace("[receiver]", "[receiver/kafka]")
PART = KAFKA.replace(
    "relations: []\n", "relations: [{type: part-of, module: receiver, why: It is one of them}]\n"
).replace("stands_alone", "x-stands_alone")


def two_stages(*gates: str) -> dict[str, str]:
    """Return a catalog with a lifecycle of its own, whose first stage has these gates."""
    return {
        "catalog.yaml": f"{CATALOG}lifecycle: two.yaml\n",
        "two.yaml": TWO_STAGES.replace("GATES", ", ".join(f"{{gate: {gate}}}" for gate in gates)),
    }


@pytest.mark.parametrize(
    ("files", "findings"),
    [
        (two_stages(), []),
        (two_stages("isolated"), []),
        (
            two_stages("own_namespaces"),
            [
                "modules/kafka.yaml:5:14 MC306 `kafka` is at S0, which requires namespaces of its own, and `receiver/kafka`"
                " is inside one of `receiver`: if it is a part, add `{type: part-of, module: receiver, why: …}` to"
                " `relations`"
            ],
        ),
    ],
    ids=["no gate", "another gate", "the gate"],
)
def test_a_module_may_lie_in_another_one_unless_the_lifecycle_has_a_gate_against_it(files, findings, check):
    entries = {"modules/receiver.yaml": RECEIVER, "modules/kafka.yaml": KAFKA}
    assert found(check({**files, **entries})) == findings


@pytest.mark.parametrize("files", [{}, two_stages("own_namespaces")], ids=["scoped-module", "its own"])
def test_a_part_lies_in_the_whole(files, check):
    entries = {"modules/receiver.yaml": RECEIVER, "modules/kafka.yaml": PART}
    assert found(check({**files, **entries})) == []


TWIN = LOADER.replace("src/loader", "src/twin") + "links: {docs: 'https://quokka.example/twin '}\n"


def test_what_does_not_depend_on_a_broken_value_is_checked_in_the_same_run(check):
    assert found(check({"modules/twin.yaml": TWIN})) == [
        "modules/twin.yaml:1:7 MC204 the name `Loader` is taken by `loader`: give the two different names",
        "modules/twin.yaml:15:15 MC105 `https://quokka.example/twin ` must be a web address that starts with"
        " https:// or http://; it has a space in it",
    ]


def test_a_waiver_of_an_entry_with_a_broken_value_holds(check):
    waivers = "waivers: [{rule: MC204, reason: It is, until: 2026-12-31}, {rule: MC410, reason: x, until: 2026-12-31}]\n"
    assert [one.code for one in check({"modules/twin.yaml": TWIN + waivers}).findings] == ["MC105"]


WHOLE = """\
name: Graphs
summary: Draws graphs.
kind: core
stage: S2
maturity: mature
namespaces: [src/graphs]
former_namespaces: [{path: src/old, until: v2.0}]
owners: [{person: ana}]
champion: {person: cleo, date: 2024-01-02}
endorsements: [{person: dan}]
toggles: [{name: USE_GRAPHS, mechanism: cmake, default: 'ON', requires: [USE_CUDA]}]
relations: [{type: supersedes, module: loader, why: It loads too}]
roadmap: [{title: Curves, status: planned, target: v2.0}]
rfcs: [{title: Graphs, for: S2, status: accepted, decided: 2024-12-24, vote: {for: 4, against: 0}}]
history: [{date: 2026-03-01, event: entered, stage: S0}, {date: 2026-03-02, event: entered, stage: S1, rfc: Graphs}, {date: 2026-04-01, event: entered, stage: S2, rfc: Graphs}]
compatibility: [{with: [cuda], status: works}]
tests: {paths: [tests/graphs]}
links: {docs: 'https://quokka.example/graphs'}
reviewed: 2026-04-02
tags: [layout]
waivers: [{rule: MC603, reason: It is late, until: 2026-12-31}, {rule: MC308, reason: It stays, until: 2026-12-31}]
"""
KEYS = [line.partition(":")[0] for line in WHOLE.splitlines()]


@pytest.mark.parametrize("key", [None, *KEYS])
def test_a_value_that_cannot_be_read_is_not_taken_for_missing(key, check):
    lines = [f"{key}: [[x]]" if line.startswith(f"{key}:") else line for line in WHOLE.splitlines()]
    findings = check({"modules/graphs.yaml": "\n".join(lines)}).findings
    assert [one.place.line for one in findings] == ([1 + KEYS.index(key)] if key else [])
    assert {one.code for one in findings} <= {"MC103", "MC104"}


@pytest.mark.parametrize(
    ("entry", "count"),
    [
        (CUDA + "".join(f"k{number}: 1\n" for number in range(25_000)), 25_000),
        (CUDA + "x-a: {" + "a: 1, " * 25_001 + "}\n", 25_000),
        (re.sub("owners: .*", f"owners: [{'{},' * 60_000}]", CUDA), 60_000),
    ],
    ids=["unknown keys", "duplicate keys", "empty items"],
)
def test_tens_of_thousands_of_mistakes_are_counted_in_little_time(entry, count, check):
    started = time.process_time()
    result = check({"modules/cuda.yaml": entry})
    shown = capped(result.findings)
    # Half of it on a machine of 2026.
    assert time.process_time() - started < 4
    assert (result.count(Severity.ERROR), len(shown)) == (count, 101)
    assert f"{count - 101:,} more of this file are not shown" in shown[-1].message


@pytest.mark.parametrize(
    "files",
    [
        {"catalog.yaml": CATALOG.replace("2026-01-01", "0000-01-01")},
        {"catalog.yaml": CATALOG.replace("2024-01-10", "0000-01-01")},
        {"people.yaml": PEOPLE.replace("role: pmc}", "role: pmc, until: 0000-01-01}")},
        {"modules/cuda.yaml": CUDA.replace("2025-03-01", "0000-01-01")},
        {"modules/cuda.yaml": f"{CUDA}reviewed: 0000-01-01\n"},
        {"modules/cuda.yaml": f"{CUDA}deprecation: {{reason: It is, since: 0000-01-01}}\n"},
        {"modules/cuda.yaml": f"{CUDA}waivers: [{{rule: MC204, reason: It is, until: 0000-01-01}}]\n"},
        {"showcase/fast.yaml": f"{WORK}checked: 0000-01-01\n"},
        *(
            {"words.po": f'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural={form};\\n"\n'}
            for form in ("n%0", "n/(n-n)", "9**9**9", "(n", "-1")
        ),
    ],
)
def test_a_day_or_a_plural_that_cannot_be_is_a_finding(files, check):
    result = check(files)
    assert {one.place.path for one in result.findings} == {f"catalog/{path}" for path in files}


GONE = (
    CUDA.replace("stage: S0\n", "stage: removed\n")
    .replace("namespaces: [src/cuda]", "former_namespaces: [{path: src/cuda}]")
    .replace("basis: reading}", "basis: reading}\n  - {date: 2026-02-01, event: removed, stage: removed}")
    .replace("event: removed", "event: removed, basis: reading")
)


@pytest.mark.parametrize(
    ("files", "findings"),
    [
        (
            {"modules/cuda.yaml": f"{GONE}namespaces: [src/cuda]\n"},
            ["MC612 7", "MC611 15"],
        ),
        ({"modules/cuda.yaml": GONE}, ["MC612 7"]),
        ({"modules/cuda.yaml": GONE.replace("mechanism: cmake,", "mechanism: cmake, until: v2.0,")}, []),
        (
            {
                "modules/cuda.yaml": GONE,
                "modules/hip.yaml": CUDA.replace("name: CUDA", "name: HIP").replace("src/cuda", "src/hip"),
            },
            [],
        ),
    ],
    ids=["folders", "a toggle", "an ended toggle", "a toggle of another module"],
)
def test_what_a_removed_module_had_has_ended(files, findings, check):
    files = {"showcase/fast.yaml": WORK.replace("[cuda, loader]", "[loader]"), **files}
    assert [f"{one.code} {one.place.line}" for one in check(files).findings] == findings


@pytest.mark.parametrize(
    "broken",
    [
        CUDA + "links: {docs: nowhere}\n",
        CUDA.replace("mechanism: cmake", "mechanism: cmaek"),
        CUDA.replace("name: CUDA", "name: [CUDA]"),
        CUDA.replace("name: CUDA", "name: 'CUDA"),
    ],
    ids=["elsewhere", "its toggles", "its name", "all of it"],
)
def test_a_toggle_is_not_missing_where_its_entry_cannot_be_read(broken, check):
    needs = "toggles: [{name: USE_LOADER, mechanism: cmake, default: 'ON', requires: [USE_CUDA]}]"
    loader = LOADER.replace("no_toggle: Always built.", needs)
    codes = {one.code for one in check({"modules/loader.yaml": loader, "modules/cuda.yaml": broken}).findings}
    assert "MC207" not in codes


@pytest.mark.parametrize(
    ("files", "findings"),
    [
        (
            {
                "modules/loader.yaml": f"{LOADER}toggles: [{{name: USE_L, mechanism: cmake, default: off, enable: set it}}]\n"
            },
            [
                "modules/loader.yaml:7:1 MC107 a module has `toggles`, or says with `no_toggle: <why>` why it has none:"
                " give one of the two"
            ],
        ),
        (
            {"modules/loader.yaml": LOADER.replace("{person: ana}", "{person:ana}")},
            [
                "modules/loader.yaml:6:11 MC101 `person:ana` is not a key of an item of `owners`: write `person: ana`,"
                " with a space after the colon"
            ],
        ),
        (
            {"people.yaml": PEOPLE.replace("people:\n", "people:\n  zoe: Zoe Zan\n")},
            [
                "people.yaml:2:8 MC103 `zoe` must be a mapping of keys to values, not `Zoe Zan`:"
                " write `zoe: {name: 'Zoe Zan'}`"
            ],
        ),
        (
            {"catalog.yaml": f"{CATALOG}upcomming: [v9]\n"},
            [
                "catalog.yaml:LINE:1 MC101 `upcomming` is not a key of catalog.yaml, and `upcoming` is there already: keep one of the two"
            ],
        ),
        (
            {"modules/cuda.yaml": CUDA.replace("2025-03-01", "2095-03-01")},
            [
                "modules/cuda.yaml:13:12 MC605 2095-03-01 is in the future: move it to `roadmap`, with a target"
            ],
        ),
        (
            {"modules/loader.yaml": None, "modules/loader.yml": LOADER},
            ["modules/loader.yml:1:1 MC009 entries end in .yaml: rename the file to `loader.yaml`"],
        ),
        (
            {"modules/loader.yaml": None, "modules/Loader.yaml": LOADER},
            [
                "modules/Loader.yaml:1:1 MC203 the file's name is the id: lower-case letters and digits,"
                " joined by `-`, `_` or `.`"
            ],
        ),
        (
            {"modules/cuda.yaml": CUDA.replace("module: loader", "module: l\u043eader")},
            [
                "modules/cuda.yaml:9:32 MC105 `l\u043eader` must be lower-case letters and digits, joined by `-`, `_` or `.`;"
                " it has the character U+043E in it"
            ],
        ),
    ],
)
def test_one_mistake_is_one_finding_that_says_how_to_mend_it(files, findings, check):
    line = f":{CATALOG.count(chr(10)) + 1}:"
    assert found(check(files)) == [one.replace(":LINE:", line) for one in findings]


def test_a_plan_of_a_module_that_is_gone_is_dropped_not_done(check):
    gone = LOADER.replace("stage: S1\n", "stage: removed\n").replace("namespaces", "former_namespaces")
    gone = gone.replace("[src/loader]", "[{path: src/loader}]").replace(
        "nothing_planned: Waiting for users.\n", ""
    )
    gone = gone.replace("roadmap: []", "roadmap: [{title: More, toward: S2, status: planned, target: v3.0}]")
    gone += "  - {date: 2025-02-01, event: removed, stage: removed}\n"
    assert [
        one.split(" ", 1)[1] for one in found(check({"modules/loader.yaml": gone})) if "MC604" in one
    ] == ["MC604 `loader` is removed, and this leads to a stage before: set `status: dropped`"]
