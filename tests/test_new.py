"""new: an entry with blanks, which check names one by one and which checks clean once they are filled in."""

from __future__ import annotations

import re

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE, TODAY, WORK, found
from module_catalog.catalog.reading.sources import Texts
from module_catalog.checks import pipeline
from module_catalog.edit import draft, layout
from repositories import commit, repository
from test_cli import run

PATH = "catalog/modules/metal.yaml"
ANSWERS = {
    "name": "Metal",
    "summary": "Runs programs on Apple GPUs.",
    "kind": "backend",
    "person": "ana",
    "mechanism": "cmake",
    "type": "depends-on",
    "module": "loader",
    "why": "It is loaded by it.",
    "title": "Metal for quokkas",
    "status": "planned",
    "date": "2026-03-01",
    "decided": "2026-02-01",
    "url": "https://quokka.example/metal",
    "for": "4",
    "against": "0",
    "": "src/metal",
}


def catalog(files):
    base = {
        "catalog.yaml": CATALOG,
        "people.yaml": PEOPLE,
        "modules/loader.yaml": LOADER,
        "modules/cuda.yaml": CUDA,
        "showcase/fast.yaml": WORK,
    }
    return Texts({f"catalog/{name}": text for name, text in {**base, **files}.items()})


def check(name, text):
    return pipeline.check_source(catalog({name: text}), today=TODAY)


@pytest.fixture(scope="module")
def known():
    return pipeline.check_source(catalog({}), today=TODAY).catalog


def filled(text, name="modules/metal.yaml", **answers):
    """Return a draft with an answer at each place that check names, and nothing else changed."""
    lines = text.split("\n")
    for finding in check(name, text).findings:
        at = finding.place.line - 1
        before, key = re.match(r"( *-? *(?:(\w+):|-))", lines[at]).groups()
        lines[at] = f"{before} {({**ANSWERS, **answers})[key or '']}{lines[at][len(before) :]}"
    return "\n".join(lines)


def completed(text):
    """Return a draft with its commented-out lines made real."""
    return re.sub(r"(?m)^( *)# ( *(?:- )?\w+:(?:  #| [\w']+|$))", r"\1\2", text)


def test_a_new_module_has_every_required_key_a_hint_at_each_and_what_its_stage_asks(known, golden):
    golden("new/module.yaml", draft.text("module", known, None))


def test_a_new_showcase_entry_has_every_required_key_and_a_hint_at_each(known, golden):
    golden("new/showcase.yaml", draft.text("showcase", known, "paper"))


def test_check_names_every_blank_at_its_line(known):
    text = draft.text("module", known, None)
    lines = text.split("\n")
    blanks = [
        number
        for number, line in enumerate(lines, 1)
        if re.match(r"name:|summary:|kind:|  -$|  (- |  )\w+:(  #|$)", line)
    ]
    findings = check("modules/metal.yaml", text).findings
    assert [(one.place.line, one.code) for one in findings] == [(number, "MC102") for number in blanks]
    assert [one.message.partition(" has no value")[0] for one in findings] == [
        "`name`", "`summary`", "`kind`", "an item of `namespaces`", "`person`", "`name`", "`mechanism`", "`type`", "`module`", "`why`",
        "`title`", "`status`", "`date`",
    ]  # fmt: skip


def test_a_module_with_its_blanks_filled_in_checks_clean_where_no_gate_binds(known):
    text = filled(draft.text("module", known, None), date="2025-06-01")
    assert found(check("modules/metal.yaml", text)) == []


def test_where_gates_bind_check_asks_for_the_rest(known):
    text = filled(draft.text("module", known, "backend"))
    codes = [one.code for one in check("modules/metal.yaml", text).findings]
    assert sorted(codes) == ["MC410", "MC411", "MC411", "MC412", "MC413", "MC414"]


def test_a_module_with_the_lines_of_its_gates_completed_checks_clean(known):
    text = completed(draft.text("module", known, "backend"))
    people = iter(["ana", "ben", "cleo", "dan", "ana", "ana", "ben", "cleo", "dan"])
    text = re.sub(r"person:", lambda _: f"person: {next(people)}", text)
    assert list(people) == []
    assert found(check("modules/metal.yaml", filled(text))) == []


def test_a_showcase_entry_with_its_blanks_filled_in_checks_clean(known):
    text = filled(draft.text("showcase", known, None), "showcase/ride.yaml", kind="paper", **{"": "cuda"})
    assert found(check("showcase/ride.yaml", text)) == []


@pytest.mark.parametrize("sort", ["module", "showcase"])
def test_a_new_entry_is_in_shape(known, sort):
    text = draft.text(sort, known, None)
    path = {"module": "catalog/modules/metal.yaml", "showcase": "catalog/showcase/metal.yaml"}[sort]
    (edit,) = layout.formatting(Texts({path: text}), lambda _: True).edits
    assert edit.after == text


def test_another_lifecycle_begins_at_its_own_first_stage():
    stages = """\
name: Two stages
stages:
  - {id: 'off', name: Gone, means: It is gone., presence: gone}
  - id: 'on'
    name: There
    means: It is there.
    enter: [{gate: fields, of: [links.docs, tests, x-team]}, {gate: isolated}]
transitions: [{from: null, to: 'on'}]
"""
    own = {"catalog.yaml": CATALOG + "lifecycle: stages.yaml\n", "stages.yaml": stages}
    found = pipeline.check_source(catalog(own), today=TODAY).catalog
    text = draft.text("module", found, None)
    assert text.startswith(
        "# yaml-language-server: $schema=../module.schema.json\n\n# To enter on There: No module of a later stage that depends on it\n\n"
    )
    assert "stage: 'on'\n" in text
    assert "# links:\n#   docs:  # The guide.\n" in text
    assert re.search(r"# tests:\n#   paths:  # .*\n#     -\n", text)
    assert [
        re.sub("  #.*", "", line) for line in text.split("\n") if line.startswith(("# tests:", "# x-team:"))
    ] == [
        "# tests:",
        "# x-team:",
    ]


def test_new_writes_the_file_and_says_what_to_do_next(project):
    root = project()
    done = run("new", "metal", "--kind", "backend", cwd=root / "catalog")
    assert (done.returncode, done.stderr) == (0, "")
    schemas = "".join(f"Wrote catalog/{name}.schema.json.\n" for name in ("module", "showcase", "people"))
    assert (
        done.stdout
        == f"{schemas}Wrote {PATH}.\nFill in the blanks: `module-catalog check` lists those that are left.\n"
    )
    assert "kind: backend\n" in (root / PATH).read_text()
    assert run("new", "ride", "--showcase", "--kind", "talk", cwd=root).stdout.startswith(
        "Wrote catalog/showcase/ride.yaml.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["Metal"],
            "`Metal` is not an id: it must be lower-case letters and digits, joined by `-`, `_` or `.`",
        ),
        (
            ["../metal"],
            "`../metal` is not an id: it must be lower-case letters and digits, joined by `-`, `_` or `.`",
        ),
        (
            ["metal\n"],
            "`metal\\n` is not an id: it must be lower-case letters and digits, joined by `-`, `_` or `.`",
        ),
        (["m" * 101], "the id has 101 characters; 100 are allowed"),
        (["loader"], "the id `loader` is taken by catalog/modules/loader.yaml"),
        (["deep"], "the id `deep` is taken by catalog/modules/a/b/deep.yaml"),
        (["old"], "the id `old` is taken by catalog/modules/old.yml"),
        (["upper"], "the id `upper` is taken by catalog/modules/Upper.yaml"),
        (["fast", "--showcase"], "the id `fast` is taken by catalog/showcase/fast.yaml"),
        (["metal", "--kind", "backened"], "there is no kind `backened`: did you mean `backend`?"),
        (["metal", "--kind", "x"], "there is no kind `x`: there are core, backend"),
        (
            ["metal", "--kind", "core", "--showcase"],
            "there is no kind `core`: there are paper, product, project, tutorial, talk",
        ),
    ],
)
def test_new_refuses_with_one_line_and_writes_nothing(arguments, says, project):
    root = project({"modules/a/b/deep.yaml": LOADER, "modules/old.yml": LOADER, "modules/Upper.yaml": LOADER})
    before = {file: file.read_bytes() for file in root.rglob("*.y*ml")}
    done = run("new", *arguments, cwd=root)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"module-catalog: {says}\n")
    assert {file: file.read_bytes() for file in root.rglob("*.y*ml")} == before


def test_new_needs_the_words_of_the_catalog(project):
    done = run("new", "metal", cwd=project({"catalog.yaml": "name: Quokka\n"}))
    assert (done.returncode, done.stderr) == (
        2,
        "module-catalog: catalog.yaml or the lifecycle has errors: `module-catalog check` lists them\n",
    )


def test_new_warns_of_an_id_that_is_easily_taken_for_another(project):
    done = run("new", "loaders", cwd=project())
    assert done.returncode == 0
    assert (
        done.stderr
        == "module-catalog: catalog/modules/loader.yaml has a similar name: make sure that this is not a duplicate\n"
    )


# What a source tree says, and people.


TREE = {
    "CMakeLists.txt": 'option(USE_METAL "Build Metal" OFF)\nif(USE_METAL)\n  file(GLOB M src/metal/*.cc)\nendif()\n',
    "CODEOWNERS": "/src/metal/ @eva @zed\n",
    "src/metal/a.cc": "int a;\n",
    "src/cuda/b.cc": "int b;\n",
    "src/plain/c.cc": "int c;\n",
}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    root = repository(tmp_path_factory.mktemp("source"))
    commit(root, TREE)
    return root


def test_a_path_of_the_source_tree_fills_in_what_files_there_say(project, source):
    root = project()
    done = run("new", "metal", "--from-path", "src/metal/", "--source", str(source), cwd=root)
    assert re.fullmatch(
        r"Taken from the tree at \w{10}: namespaces, owners, toggles\.\n(?s:.*)Wrote catalog/modules/metal\.yaml\.\n.*\n",
        done.stdout,
    )
    text = re.sub(r"  #.*|^#.*\n|\n(?=\n)", "", (root / PATH).read_text(), flags=re.MULTILINE)
    assert "namespaces:\n  - src/metal\n" in text
    assert re.search(r"owners:\n  - person: eva\n    basis: .*\n  - person: zed\n    basis: .*\n", text)
    assert "toggles:\n  - name: USE_METAL\n    mechanism: cmake\n    default: 'OFF'\n" in text


def test_what_no_file_says_stays_a_blank(project, source):
    root = project()
    run("new", "plain", "--from-path", "src/plain", "--source", str(source), cwd=root)
    text = (root / "catalog/modules/plain.yaml").read_text()
    assert "namespaces:\n  - src/plain\n" in text
    assert "  - person:  # A person or team of people.yaml.\n" in text


def test_a_default_that_the_tree_does_not_say_is_not_that_of_a_gate(known):
    given = {"toggles": [{"name": "metal", "mechanism": "import", "default": None}]}
    text = draft.text("module", known, None, given=given)
    assert re.search(r"    mechanism: import .*\n    default:  #", text)


def test_a_person_joins_the_roster_where_it_is_written(project):
    root = project()
    done = run("new", "finn", "--person", "--name", "Finn Finke", "--role", "reviewer", cwd=root)
    assert (done.returncode, done.stdout) == (0, "Finn Finke is on the roster now, as finn.\n")
    text = PEOPLE.replace("teams:", "  finn: {name: Finn Finke, role: reviewer}\nteams:")
    assert (root / "catalog/people.yaml").read_text() == text


def test_the_first_person_joins_an_empty_roster(tmp_path):
    run("init", cwd=tmp_path)
    run("new", "finn", "--person", "--name", "Finn O'Hara", cwd=tmp_path)
    text = (tmp_path / "catalog/people.yaml").read_text()
    assert "\npeople:\n  finn: {name: Finn O'Hara}\n#  ana: " in text
    assert run("fmt", "--check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "options",
    [
        ["eva", "--person", "--name", "Eva"],
        ["finn", "--person"],
        ["finn", "--person", "--name", "F", "--role", "boss"],
        ["finn finke", "--person", "--name", "F"],
        ["metal", "--name", "Metal"],
        ["metal", "--source", "."],
        ["metal", "--showcase", "--from-path", "src"],
    ],
)
def test_what_makes_no_new_thing_changes_nothing(options, project):
    root = project()
    assert run("new", *options, cwd=root).returncode in (1, 2)
    assert (root / "catalog/people.yaml").read_text() == PEOPLE
    assert not (root / PATH).exists()


def test_editors_know_a_new_entry_at_once(project):
    root = project()
    run("new", "metal", cwd=root)
    assert '"metal"' in (root / "catalog/module.schema.json").read_text()
    assert run("schema", "--check", cwd=root).returncode == 0
