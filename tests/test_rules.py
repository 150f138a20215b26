"""Rules: what is wrong between entries, and with what a stage asks."""

from __future__ import annotations

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE, WORK, found
from module_catalog.checks.rules import RULES

OTHER = LOADER.replace("name: Loader", "name: Linker").replace("src/loader", "src/linker")
S0_2026 = CUDA.replace(
    "{date: 2025-03-01, event: entered, stage: S0, basis: reading}",
    "{date: 2026-03-01, event: entered, stage: S0}",
)
ENDORSED = "endorsements: [{person: ana}, {person: ben}, {person: cleo}, {person: dan}]\n"
OWNED = "owners: [{person: ana}, {person: ben}, {person: cleo}, {person: eva}]"
CHAMPION = "champion: {person: ana}\n"
VOTED = "rfcs: [{title: CUDA, for: S0, status: accepted, vote: {for: 5, against: 1}}]\n"
COMPLETE = (
    S0_2026.replace("owners: [{person: eva, basis: MAINTAINERS file}]", OWNED) + ENDORSED + CHAMPION + VOTED
)


def test_a_whole_catalog_has_no_findings(check):
    assert found(check()) == []


def test_a_module_that_shows_all_its_stage_asks_has_no_findings(check):
    assert found(check({"modules/cuda.yaml": COMPLETE})) == []


@pytest.mark.parametrize(
    ("files", "findings"),
    [
        # Ids and what they lead to.
        (
            {"modules/cuda.yaml": CUDA.replace("module: loader", "module: loadr")},
            ["modules/cuda.yaml:9:32 MC201 no module has the id `loadr`"],
        ),
        (
            {"showcase/fast.yaml": WORK.replace("[cuda,", "[cude,")},
            ["showcase/fast.yaml:6:11 MC201 no module has the id `cude`"],
        ),
        (
            {"modules/cuda.yaml": CUDA + "compatibility: [{with: [lader], status: works}]\n"},
            ["modules/cuda.yaml:14:25 MC201 no module has the id `lader`"],
        ),
        (
            {"modules/cuda.yaml": CUDA + "deprecation: {reason: Old, replacement: hip}\n"},
            ["modules/cuda.yaml:14:41 MC201 no module has the id `hip`: name one that is there"],
        ),
        ({"modules/cuda.yaml": CUDA + "deprecation: {reason: Old, replacement: none}\n"}, []),
        (
            {"modules/more/loader.yaml": OTHER},
            [
                "modules/more/loader.yaml:1:1 MC202 the id `loader` is taken by another file: rename one of the two"
            ],
        ),
        (
            {"modules/My Linker.yaml": OTHER},
            [
                "modules/My Linker.yaml:1:1 MC203 the file's name is the id: lower-case letters and digits, joined by `-`, `_` or `.`"
            ],
        ),
        (
            {"modules/aux.yaml": OTHER},
            [
                "modules/aux.yaml:1:1 MC203 `aux` is the name of a device on Windows, where no file can have it: choose another id"
            ],
        ),
        ({"modules/auxiliary.yaml": OTHER}, []),
        (
            {"modules/linker.yml": OTHER},
            ["modules/linker.yml:1:1 MC009 entries end in .yaml: rename the file to `linker.yaml`"],
        ),
        (
            {"modules/linker.yaml": OTHER.replace("Linker", "LOADER")},
            [
                "modules/loader.yaml:1:7 MC204 the name `Loader` is taken by `linker`: give the two different names"
            ],
        ),
        (
            {"modules/linker.yaml": OTHER.replace("src/linker", "src/loader/")},
            [
                "modules/loader.yaml:5:14 MC205 `src/loader` is also a namespace of `linker`: keep it in one of the two"
            ],
        ),
        ({"modules/linker.yaml": OTHER.replace("src/linker", "src/loader/inner")}, []),
        (
            {
                "modules/linker.yaml": OTHER.replace(
                    "no_toggle: Always built.", "toggles: [{name: USE_CUDA, mechanism: cmake, default: 'ON'}]"
                )
            },
            [
                "modules/linker.yaml:7:18 MC206 the toggle `USE_CUDA` is also listed by `cuda`: if it turns both on, write `uses: cuda/USE_CUDA` in place of it here"
            ],
        ),
        # Relations.
        (
            {"modules/cuda.yaml": CUDA.replace("module: loader", "module: cuda")},
            ["modules/cuda.yaml:9:32 MC301 `cuda` is this module: name another one"],
        ),
        (
            {
                "modules/cuda.yaml": CUDA.replace(
                    "roadmap:", "  - {type: depends-on, module: loader, why: Again}\nroadmap:"
                )
            },
            ["modules/cuda.yaml:10:32 MC302 `depends-on` `loader` is written twice: keep one of the two"],
        ),
        (
            {
                "modules/cuda.yaml": CUDA.replace("depends-on", "overlaps-with"),
                "modules/loader.yaml": LOADER.replace(
                    "relations: []\nstands_alone: It touches nothing else.",
                    "relations: [{type: overlaps-with, module: cuda, why: Both}]",
                ),
            },
            [
                "modules/loader.yaml:8:43 MC303 `cuda` already says `overlaps-with` `loader`: keep one of the two"
            ],
        ),
        # Two answers.
        (
            {
                "modules/cuda.yaml": CUDA.replace("roadmap:", "stands_alone: It does.\nroadmap:")
                + "no_owners: None.\nnothing_planned: Nothing.\n"
            },
            [
                "modules/cuda.yaml:10:1 MC112 `stands_alone` and `relations` contradict each other: keep one of the two",
                "modules/cuda.yaml:15:1 MC112 `no_owners` and `owners` contradict each other: keep one of the two",
                "modules/cuda.yaml:16:1 MC112 `nothing_planned` and `roadmap` contradict each other: keep one of the two",
            ],
        ),
        (
            {
                "modules/cuda.yaml": CUDA.replace("eva,", "eva, until: v1.0,").replace(
                    "status: planned, target: v3.0", "status: dropped"
                )
                + "no_owners: She left.\nnothing_planned: Nothing.\n"
            },
            [
                "modules/cuda.yaml:6:1 MC420 `cuda` is at S0, which requires one active owner (found: none): name an owner, ask for one with `seeking_owners: true`, or deprecate the module"
            ],
        ),
        # Tags and shortened sentences are no blanks.
        (
            {
                "modules/cuda.yaml": CUDA.replace(
                    "Runs programs on NVIDIA GPUs.", "Runs programs on NVIDIA GPUs, and on …"
                )
                + "tags: [na]\n"
            },
            [],
        ),
        (
            {"modules/cuda.yaml": CUDA + "links: {docs: 'https://…'}\n"},
            [
                "modules/cuda.yaml:14:15 MC105 `https://…` must be a web address that starts with https:// or http://"
            ],
        ),
        # One run shows what is wrong with every file.
        (
            {
                "catalog.yaml": CATALOG + "lifecycle: own.yaml\n",
                "own.yaml": "name: Own\nstage: []\n",
                "people.yaml": "people: {ana: {nam: Ana}}\n",
                "modules/cuda.yaml": CUDA.replace("kind:", "knd:"),
            },
            [
                "modules/cuda.yaml:3:1 MC101 `knd` is not a key of the entry",
                "own.yaml:1:1 MC102 own.yaml has no `transitions`: the transitions between the stages. `from: null` is for modules that enter the catalog",
                "own.yaml:2:1 MC101 `stage` is not a key of own.yaml",
                "people.yaml:1:16 MC101 `nam` is not a key of `ana`",
            ],
        ),
        # Stages.
        (
            {"modules/loader.yaml": LOADER.replace("stage: S1\nn", "stage: S2\nn")},
            [
                "modules/loader.yaml:4:8 MC401 the stage is S2, but the history ends at S1: add the event that led to S2, or correct the stage"
            ],
        ),
        (
            {"modules/loader.yaml": LOADER.replace(", stage: S1,", ",")},
            [
                "modules/loader.yaml:12:1 MC401 the history names no stage: add the event with which `loader` entered S1"
            ],
        ),
        (
            {"modules/loader.yaml": LOADER + "  - {date: 2026-02-01, event: entered, stage: S0}\n"},
            [
                "modules/loader.yaml:4:8 MC401 the stage is S1, but the history ends at S0: add the event that led to S1, or correct the stage",
                "modules/loader.yaml:15:47 MC402 no transition leads from S1 to S0; allowed: S2, deprecated",
            ],
        ),
        # Gates.
        (
            {"modules/cuda.yaml": COMPLETE.replace(VOTED, "")},
            [
                "modules/cuda.yaml:1:1 MC410 `cuda` entered S0 on 2026-03-01, which requires `rfcs`: add it",
                "modules/cuda.yaml:4:1 MC413 `cuda` entered S0 on 2026-03-01, which requires an accepted decision about S0: add it to `rfcs` with `for: S0`, `status: accepted` and its `url`",
                "modules/cuda.yaml:4:1 MC414 `cuda` entered S0 on 2026-03-01, which requires a vote won by majority: record it as `vote: {for: …, against: …}` of the decision",
            ],
        ),
        (
            {"modules/cuda.yaml": COMPLETE.replace("{person: dan}]", "{person: eva}]")},
            [
                "modules/cuda.yaml:14:1 MC411 `cuda` entered S0 on 2026-03-01, which requires 4 PMC members in `endorsements` (found: 3): add 1 more"
            ],
        ),
        (
            {"modules/cuda.yaml": COMPLETE.replace(OWNED, "owners: [{person: ana}]")},
            [
                "modules/cuda.yaml:6:1 MC411 `cuda` entered S0 on 2026-03-01, which requires 4 committers in `owners` (found: 1): add 3 more"
            ],
        ),
        (
            {"modules/cuda.yaml": COMPLETE.replace(CHAMPION, "")},
            [
                "modules/cuda.yaml:4:1 MC412 `cuda` entered S0 on 2026-03-01, which requires a champion: name a PMC member with `champion: {person: …}`"
            ],
        ),
        (
            {"modules/cuda.yaml": COMPLETE.replace(CHAMPION, "champion: {person: eva}\n")},
            [
                "modules/cuda.yaml:15:20 MC412 `cuda` entered S0 on 2026-03-01, which requires a champion who is a PMC member, and `eva` is not: name another one"
            ],
        ),
        (
            {"modules/cuda.yaml": COMPLETE.replace("for: 5, against: 1", "for: 2, against: 2")},
            [
                "modules/cuda.yaml:16:49 MC414 `cuda` entered S0 on 2026-03-01, which requires a vote won by majority, and 2 for, 2 against is not enough: vote again, or restore the stage"
            ],
        ),
        (
            {"modules/cuda.yaml": COMPLETE.replace("default: 'OFF'", "default: 'ON'")},
            [
                "modules/cuda.yaml:7:55 MC415 `cuda` entered S0 on 2026-03-01, which requires toggles that are off by default, and `USE_CUDA` is `ON`: change that, or wait"
            ],
        ),
        (
            {
                "modules/loader.yaml": LOADER.replace(
                    "relations: []\nstands_alone: It touches nothing else.",
                    "relations: [{type: depends-on, module: cuda, why: It does}]",
                ),
                "modules/cuda.yaml": CUDA.replace("depends-on", "integrates-with"),
            },
            [
                "modules/loader.yaml:8:40 MC416 `cuda` is at S0, which requires that nothing at S1 needs it, and `loader` depends-on it: remove the relation, or move one of the two"
            ],
        ),
        (
            {
                "modules/loader.yaml": LOADER.replace("stage: S1", "stage: S2")
                .replace(", release: v2.0", "")
                .replace("2025-01-01", "2026-02-01")
                + "rfcs: [{title: A, status: accepted, for: S2, decided: 2025-10-01}]\n"
            },
            [
                "modules/loader.yaml:8:1 MC417 `loader` entered S2 on 2026-02-01, which requires a relation of `type: supersedes`: add it",
                "modules/loader.yaml:14:47 MC402 no transition leads in to S2; allowed: S0",
            ],
        ),
        (
            {
                "modules/loader.yaml": LOADER.replace("stage: S1", "stage: removed")
                .replace("namespaces: [src/loader]", "former_namespaces: [{path: src/loader}]")
                .replace("2025-01-01, event: entered", "2025-01-01, event: removed"),
                "showcase/fast.yaml": WORK.replace("[cuda, loader]", "[cuda]"),
            },
            [
                "modules/cuda.yaml:9:32 MC418 `loader` is at removed, which requires that nothing at S0 needs it, and `cuda` depends-on it: remove the relation, or move one of the two"
            ],
        ),
        # People, releases, order.
        (
            {"modules/cuda.yaml": CUDA.replace("person: eva", "person: evaa")},
            ["modules/cuda.yaml:6:19 MC501 `evaa` is not on the roster: add them to people.yaml"],
        ),
        ({"modules/cuda.yaml": CUDA.replace("person: eva", "person: quokka-maintainers")}, []),
        (
            {"modules/cuda.yaml": CUDA.replace("[{person: eva,", "[{person: eva}, {person: Eva,")},
            [
                "modules/cuda.yaml:6:34 MC501 `Eva` is not on the roster: add them to people.yaml",
                "modules/cuda.yaml:6:34 MC502 `Eva` is listed twice in `owners`: keep one of the two",
            ],
        ),
        (
            {
                "modules/loader.yaml": LOADER.replace(
                    "2024-01-01, event: introduced, release: v1.0", "2025-06-01, event: introduced"
                )
            },
            [
                "modules/loader.yaml:14:12 MC601 2025-01-01 is listed after 2025-06-01, which is later: put the events in order, oldest first"
            ],
        ),
        (
            {"modules/loader.yaml": LOADER.replace("release: v1.0", "release: 1.0")},
            [
                "modules/loader.yaml:13:52 MC602 `1.0` is not a release of the project: add it to `releases` or `upcoming` of catalog.yaml"
            ],
        ),
    ],
)
def test_a_mistake_is_found_at_its_place(check, files, findings):
    assert found(check(files)) == findings


def test_a_toggle_that_one_module_has_and_another_had_is_there(check):
    had = "toggles: [{name: USE_CUDA, mechanism: cmake, default: 'OFF', until: v1.0}]"
    needs = "toggles: [{name: USE_RUN, mechanism: cmake, default: 'OFF', requires: [USE_CUDA]}]"
    files = {
        "modules/runner.yaml": OTHER.replace("Linker", "Runner")
        .replace("linker", "runner")
        .replace("no_toggle: Always built.", needs)
    }
    assert (
        found(check({**files, "modules/loader.yaml": LOADER.replace("no_toggle: Always built.", had)})) == []
    )


def test_enter_gates_do_not_bind_what_entered_before_the_lifecycle_took_effect(check):
    before = S0_2026.replace("2026-03-01", "2025-12-31")
    assert found(check({"modules/cuda.yaml": before})) == []


@pytest.mark.parametrize(("day", "is_free"), [("2026-01-01", True), ("2026-01-02", False)])
def test_a_reading_made_on_the_day_the_lifecycle_took_effect_is_grandfathered_and_a_later_one_is_not(
    check, day, is_free
):
    result = check({"modules/cuda.yaml": CUDA.replace("2025-03-01", day)})
    assert (found(result) == []) is is_free


def test_an_id_of_a_module_that_could_not_be_read_is_still_known(check):
    result = check({"modules/loader.yaml": "name: [\n"})
    assert [one.code for one in result.findings] == ["MC001"]


def test_a_roster_that_could_not_be_read_makes_nobody_unknown(check):
    assert [one.code for one in check({"people.yaml": PEOPLE + "team: {}\n"}).findings] == ["MC101"]


def test_a_catalog_can_weigh_rules_otherwise(check):
    files = {
        "modules/cuda.yaml": CUDA.replace("person: eva", "person: evaa"),
        "modules/loader.yaml": LOADER.replace("v1.0", "1.0"),
    }
    result = check({**files, "catalog.yaml": CATALOG + "rules: {MC501: warning, MC602: off}\n"})
    assert [(one.code, one.severity.value) for one in result.findings] == [("MC501", "warning")]


@pytest.mark.parametrize("code", ["MC001", "MC009", "MC0", "mc105"])
def test_that_a_file_cannot_be_read_cannot_be_turned_off(check, code):
    (finding,) = check({"catalog.yaml": CATALOG + f"rules: {{{code}: off}}\n"}).findings
    assert (finding.code, finding.place.line, finding.place.column) == ("MC105", 12, 9)


def test_a_project_can_have_a_lifecycle_of_its_own(check):
    own = """\
name: Three rooms
stages:
  - {id: attic, name: Attic, means: Nobody goes there.}
  - {id: parlour, name: Parlour, means: Guests see it., enter: [{gate: rfc, for: parlor}]}
transitions:
  - {from: null, to: attic}
  - {from: attic, to: parlour}
"""
    files = {"catalog.yaml": CATALOG + "lifecycle: rooms.yaml\n", "rooms.yaml": own}
    modules = {
        name: text.replace("S0", "attic").replace("S1", "attic")
        for name, text in (("modules/cuda.yaml", CUDA), ("modules/loader.yaml", LOADER))
    }
    result = check({**files, **modules})
    assert found(result) == ["rooms.yaml:4:82 MC403 the lifecycle has no stage `parlor`"]
    assert result.findings[0].suggestion == "parlour"


GATED = """\
name: Rooms
stages: [{id: attic, name: Attic, means: Nobody goes there., stay: [GATE]}]
transitions: [{from: null, to: attic}]
"""


@pytest.mark.parametrize(
    ("gate", "finding", "meant"),
    [
        ("{gate: champoin, role: pmc}", "2:76 MC104 `champoin` is not a value of `gate`", "champion"),
        ("{gate: champion}", "2:69 MC102 an item of `stay` has no `role`", None),
        ("{role: pmc}", "2:69 MC102 an item of `stay` has no `gate`: what is checked", None),
        ("{gate: fields, off: [tests]}", "2:84 MC101 `off` is not a key of an item of `stay`", "of"),
        # A key that gates use for different things is what its own gate takes it for.
        (
            "{gate: fields, of: tests}",
            "2:88 MC103 `of` must be a list, not `tests`: write `of: [tests]`",
            None,
        ),
        ("{gate: vote, rule: majority, of: [pmc]}", "2:98 MC103 `of` must be text, not a list", None),
        (
            "{gate: evidence, of: [namespaces]}",
            "2:91 MC104 `namespaces` is not a value of an item of `of`; allowed: `namespace`, `toggle`, `isolation`",
            "namespace",
        ),
    ],
)
def test_a_gate_that_there_is_not_and_an_option_that_it_has_not_are_found(check, gate, finding, meant):
    result = check(
        {"catalog.yaml": CATALOG + "lifecycle: rooms.yaml\n", "rooms.yaml": GATED.replace("GATE", gate)}
    )
    told = [(text, one.suggestion) for text, one in zip(found(result), result.findings, strict=True)]
    assert [one for one in told if one[0].startswith("rooms.yaml")] == [(f"rooms.yaml:{finding}", meant)]


SMALLEST = """\
name: Lazy loading
summary: Loads plugins when they are first used.
kind: core
stage: alpha
namespaces: [src/lazy]
owners: [{person: octocat}]
toggles: [{name: LAZY, mechanism: env, default: 'off'}]
relations: []
stands_alone: It touches only its own loader.
roadmap: []
nothing_planned: Waiting for users.
history: [{date: 2026-01-31, event: entered, stage: alpha}]
"""


def test_the_smallest_entry_under_a_lighter_lifecycle_is_twelve_lines(check):
    files = {
        "catalog.yaml": "name: Octo\nlifecycle: feature-stages\nkinds: {core: {name: Core part}}\n",
        "people.yaml": "people: {octocat: {name: Mona, role: committer}}\n",
        "modules/lazy.yaml": SMALLEST,
        "modules/cuda.yaml": None,
        "modules/loader.yaml": None,
        "showcase/fast.yaml": None,
    }
    assert found(check(files)) == []


def test_an_unknown_lifecycle_is_a_finding(check):
    result = check({"catalog.yaml": CATALOG + "lifecycle: scoped\n"})
    assert found(result) == [
        "catalog.yaml:12:12 MC104 `scoped` is neither a built-in lifecycle (`feature-stages`, `scoped-module`) nor a .yaml file in the catalog folder"
    ]
    assert result.catalog is None


def test_codes_are_never_dropped(golden):
    golden("codes.txt", "".join(f"{code}\n" for code in RULES))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_says_what_and_why(rule):
    assert rule.title[0].islower() or rule.title.startswith("YAML")
    assert rule.why.endswith(".")


GONE = """\
name: Graph
summary: It drew graphs.
kind: core
stage: removed
former_namespaces: [{{path: src/graph}}]
owners: []
no_owners: It is gone.
no_toggle: It was always on.
relations: []
stands_alone: Nothing needed it.
roadmap: []
nothing_planned: It is gone.
deprecation: {{since: v1.0, reason: Nobody drew any, replacement: none, removal: {removal}}}
history:
  - {{date: 2023-01-01, event: entered, stage: S0, basis: reading}}
  - {{{left}, event: removed, stage: removed, basis: reading}}
"""


@pytest.mark.parametrize(
    ("left", "removal", "is_early"),
    [
        ("date: 2023-12-01, release: v1.0", "v2.0", True),
        ("date: 2025-01-01, release: v2.0", "v2.0", False),
        ("date: 2025-02-01, release: v3.0", "v2.0", False),
        # Whoever takes it out for a release does so before that is out.
        ("date: 2024-12-20", "v2.0", False),
        ("date: 2025-02-01", "2025-06-01", True),
        ("date: 2025-06-01", "2025-06-01", False),
        ("date: 2025", "2025-06-01", False),
        # Users have it until the release.
        ("date: 2024-12-20, release: v2.0", "2025-01-10", False),
        ("date: 2024-12-20, release: v2.0", "2025-01-11", True),
        ("date: 2025-02-01, release: v3.0", "2026-12-01", False),
    ],
)
def test_a_removal_before_the_announced_one_is_found(left, removal, is_early, check):
    files = {"modules/graph.yaml": GONE.format(left=left, removal=removal)}
    codes = [one.code for one in check(files).findings]
    assert codes == ["MC616"] * is_early
