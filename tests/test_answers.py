"""show, list and who: what a terminal, a pipe and a program are told, and what a shell completes."""

from __future__ import annotations

import json
import os
import pty
import subprocess

import pytest

import programs
from conftest import CATALOG, CUDA, LOADER, REPOSITORY
from module_catalog.catalog.queries.selection import Selection
from module_catalog.catalog.queries.whose import contacts, whose
from programs import BIN
from test_cli import run

GRAPHS = """\
name: Graphs
summary: Records programs, and runs them again.
kind: backend
stage: S0
namespaces: [src/cuda/graphs, 'tests/**/graphs']
owners: [{person: eva}, {person: ana, until: v2.0}]
champion: {person: ben}
endorsements: [{person: ben}, {person: cleo}, {person: eva}]
toggles: [{uses: cuda/USE_CUDA}]
relations: [{type: part-of, module: cuda, why: It needs its streams}]
roadmap: []
nothing_planned: It is done.
history: [{date: 2025-03-01, event: entered, stage: S0, basis: reading}]
former_ids: [replay]
tags: [fast]
links: {issues: 'https://quokka.example/graphs'}
"""
MICRO = """\
name: Micro
summary: Ran on small devices.
kind: core
stage: removed
former_namespaces: [{path: src/micro, until: v2.0}]
owners: []
no_owners: Nobody is on record.
toggles: [{name: USE_MICRO, mechanism: cmake, default: 'OFF', until: v2.0}]
relations: []
stands_alone: It touched nothing.
history: [{date: 2024-02-01, event: removed, stage: removed, release: v2.0}]
"""
FILES = {
    "catalog.yaml": CATALOG + "contact: {forum: {name: Forum, url: 'https://quokka.example/forum'}}\n",
    "modules/graphs.yaml": GRAPHS,
    "modules/micro.yaml": MICRO,
}


@pytest.fixture
def known(check):
    result = check(FILES)
    assert [one.message for one in result.findings] == []
    return result.catalog


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("src/cuda/graphs/run.cc", [("graphs", "src/cuda/graphs"), ("cuda", "src/cuda")]),
        ("src/cuda/graph.cc", [("cuda", "src/cuda")]),
        ("src/cudart", []),
        ("tests/gpu/graphs/a.py", [("graphs", "tests/**/graphs")]),
        ("USE_CUDA", [("cuda", "USE_CUDA"), ("graphs", "USE_CUDA")]),
        ("USE_MICRO", [("micro", "USE_MICRO")]),
        ("src/micro/x", [("micro", "src/micro")]),
        ("loader", [("loader", "loader")]),
        ("replay", [("graphs", "graphs")]),
        ("nothing", []),
    ],
)
def test_a_path_a_toggle_or_an_id_leads_to_modules_the_nearest_first(asked, found, known):
    assert [(one.module.id, one.by) for one in whose(asked, known)] == found


def test_only_what_was_is_told_as_past(known):
    past = {
        asked: [one.is_former for one in whose(asked, known)]
        for asked in ("replay", "graphs", "USE_MICRO", "USE_CUDA", "src/micro", "src/cuda")
    }
    assert {asked for asked, were in past.items() if any(were)} == {"replay", "USE_MICRO", "src/micro"}


def test_owners_come_first_then_each_once_who_else_knows(known):
    told = contacts(known.by_id["graphs"], known)
    assert [owner.person for owner in told.owners] == ["eva"]
    assert told.others == (("ben", "champion"), ("cleo", "endorsed it"), ("ana", "former owner"))


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        ({}, ["cuda", "graphs", "loader", "micro"]),
        ({"stages": ("S0",)}, ["cuda", "graphs"]),
        ({"stages": ("S0", "removed"), "kinds": ("core",)}, ["micro"]),
        ({"owners": ("ana",)}, ["loader"]),
        ({"where": (("tags", "FAST"),)}, ["graphs"]),
        ({"where": (("toggles.mechanism", "cmake"),)}, ["cuda", "micro"]),
        ({"where": (("former_ids", None),)}, ["graphs"]),
        ({"where": (("history.basis", "reading"), ("champion.person", "ben"))}, ["graphs"]),
        ({"where": (("naem", None),)}, []),
    ],
)
def test_modules_are_selected_by_what_their_entries_say(selection, ids, known):
    assert [module.id for module in Selection(**selection).modules(known)] == ids


def test_show_says_on_a_screen_what_is_known(project, golden):
    root = project(FILES)
    golden("show.txt", "\n".join(run("show", id_, cwd=root).stdout for id_ in ("cuda", "graphs", "micro")))


def test_show_in_json_is_the_file_of_the_api(project):
    root = project(FILES)
    told = json.loads(run("show", "graphs", "--output-format", "json", cwd=root).stdout)
    assert (told["version"], told["type"], told["id"], told["entry"]["tags"]) == (
        1,
        "module",
        "graphs",
        ["fast"],
    )


def test_list_is_columns_ids_or_json(project):
    root = project(FILES)
    assert run("list", "--kind", "backend", cwd=root).stdout == (
        "cuda    S0  backend  eva  CUDA\ngraphs  S0  backend  eva  Graphs\n"
    )
    assert run("list", "--owner", "ana", "--output-format", "ids", cwd=root).stdout == "loader\n"
    told = json.loads(run("list", "--stage", "removed", "--output-format", "json", cwd=root).stdout)
    assert [(one["id"], one["stage"]) for one in told["modules"]] == [("micro", "removed")]


def test_on_a_terminal_a_table_has_a_head_and_fits(project):
    root = project({"modules/cuda.yaml": CUDA.replace("name: CUDA", f"name: {'CUDA ' * 19}")})
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [BIN / "module-catalog", "list"], cwd=root, stdout=theirs, stderr=theirs, check=False, timeout=60,
        env={**os.environ, "COLUMNS": "60", "TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    lines = os.read(ours, 1 << 16).decode().splitlines()
    os.close(ours)
    assert done.returncode == 0
    assert lines[0].startswith("\x1b[1mid      stage  kind")
    assert [len(line) for line in lines[1:]] == [60, len("loader  S1     core     ana     Loader")]


def test_who_tells_people_and_programs(project, golden):
    root = project(FILES)
    golden("who.txt", run("who", "src/cuda/graphs/run.cc", cwd=root).stdout)
    told = json.loads(run("who", "./src/cuda/", "--output-format", "json", cwd=root).stdout)
    assert told == {
        "version": 1,
        "asked": "./src/cuda/",
        "modules": [
            {"id": "cuda", "name": "CUDA", "stage": "S0", "by": "src/cuda", "former": False,
             "owners": ["eva"], "others": [], "forum": "https://quokka.example/forum"}
        ],
    }  # fmt: skip


def test_who_takes_a_path_as_the_shell_has_it(project):
    root = project(FILES)
    (root / "src/cuda").mkdir(parents=True)
    for asked, cwd in (("cuda", root / "src"), (".", root / "src/cuda"), (str(root / "src/cuda"), root)):
        assert "CUDA (cuda), S0 Scoped" in run("-C", str(root), "who", asked, cwd=cwd).stdout


def test_nobody_ends_with_1_and_says_where_to_ask(project):
    done = run("who", "src/nobody", cwd=project(FILES))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "No module has src/nobody: ask at https://quokka.example/forum.\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["show", "cudda"], "no module has the id cudda; did you mean cuda?"),
        (["show", "replay"], "the module replay has the id graphs now"),
        (
            ["list", "--stage", "S9"],
            "the lifecycle has no stage S9; there are S0, S1, S2, deprecated, removed",
        ),
        (["list", "--kind", "bakend"], "there is no kind bakend; did you mean backend?"),
        (
            ["list", "--where", "toggles.mechansm=cmake"],
            "`toggles` has no key mechansm; did you mean mechanism?",
        ),
        (["list", "--where", "tag"], "entries have no key tag; did you mean tags?"),
        (["list", "--owner", "evaa"], "the roster has no evaa; did you mean eva?"),
    ],
)
def test_what_is_not_there_ends_with_2_and_says_what_is(command, said, project):
    done = run(*command, cwd=project(FILES))
    assert done.returncode == 2
    assert done.stderr.endswith(f"Error: Invalid value: {said}\n")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("show lo", ["loader", "Loader"]),
        ("list --stage S1", ["S1", "Integrated"]),
        ("list --owner e", ["eva", "Eva Engel"]),
        ("diff v1", ["v1.0"]),
        ("explain mc45", ["MC451", "MC452", "MC453", "MC454", "MC455", "MC456"]),
    ],
)
def test_a_shell_completes_what_the_catalog_has(words, offered, project):
    env = {
        "_MODULE_CATALOG_COMPLETE": "zsh_complete",
        "COMP_WORDS": f"module-catalog {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    done = programs.run("module-catalog", cwd=project(FILES), env=env)
    told = [line for line in done.stdout.splitlines() if line != "plain"]
    assert [line for line in told if line in offered] == offered
    assert len(told) == 2 * len([one for one in offered if one[:2].isupper() or one.islower()])


def test_who_to_ask_about_a_path_of_the_catalog_of_this_repository():
    asked = "python/tvm/relax/frontend/onnx.py"
    told = json.loads(run("who", asked, "--output-format", "json", cwd=REPOSITORY).stdout)
    assert [one["id"] for one in told["modules"]] == ["relax"]


def test_text_of_an_entry_cannot_command_a_terminal(project):
    text = LOADER.replace("name: Loader", 'name: "Load\\e[2Jer"')
    done = run("list", cwd=project({"modules/loader.yaml": text}))
    assert "\x1b" not in done.stdout
