"""Rules are explained in the words of the catalog they are shown in: its stages, roles, kinds, mechanism and noun."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import CATALOG, TODAY
from module_catalog.catalog.noun import Noun
from module_catalog.checks import examples, pipeline
from module_catalog.checks.dialect import PLAIN, Dialect, dialect
from module_catalog.checks.rules import RULES
from module_catalog.site.build import site_files
from programs import run

REPOSITORY = Path(__file__).parent.parent
FEATURES = REPOSITORY / "examples/feature-stages"
OURS = r"\b(S0|S1|S2|Scoped|Integrated|pmc|PMC|committer|cmake|kind: core)\b"


def of(root):
    return dialect(pipeline.check(root, today=TODAY).catalog)


def stages(**presences):
    return tuple((id_, id_.title(), presence) for id_, presence in presences.items())


DIALECTS = {
    "tvm": lambda: of(REPOSITORY),
    "features": lambda: of(FEATURES),
    "one of each": lambda: Dialect(stages(only="live"), (("backend", "B"),), (("boss", "Boss"),)),
    "our words in other places": lambda: Dialect(
        stages(removed="live", S2="live", S0="live", S1="gone"),
        (("backend", "B"), ("core", "C")),
        (("reviewer", "R"), ("pmc", "P")),
        ("feature-gate", "gate"),
    ),
    "more than we have": lambda: Dialect(
        stages(a="live", b="live", c="live", d="live", e="leaving", f="leaving", g="gone"),
        (("sig-node", "SIG: Node"), ("core", "yes"), ("x", "X")),
        (("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")),
        ("helm", "Helm {value}"),
        Noun("proposal", "proposals"),
    ),
}


def codes(example, before, words):
    base = examples.catalog(before, words) if before else None
    result = pipeline.check_source(examples.catalog(example, words), today=examples.TODAY, base=base)
    return {finding.code for finding in result.findings}


@pytest.mark.parametrize("words", DIALECTS.values(), ids=DIALECTS)
def test_examples_are_right_in_any_words(words):
    told = words()
    shown = {code: examples.of(code, told) for code in RULES}
    assert {code: codes(one.bad, one.before, told) for code, one in shown.items()} == {
        code: {code} for code in RULES
    }
    assert {code: codes(one.good, one.before, told) for code, one in shown.items()} == {
        code: set() for code in RULES
    }


def test_examples_stay_as_they_are_written_where_there_is_no_catalog():
    assert examples.of("MC401").bad == (Path(examples.__file__).parent / "MC401/bad.yaml").read_text()
    assert PLAIN.put_in("stage: S0, kind: core, role: pmc") == "stage: S0, kind: core, role: pmc"


def test_the_page_of_rules_speaks_of_the_stages_roles_kinds_and_mechanism_of_the_catalog():
    files = {
        file.path: file.content
        for file in site_files(pipeline.check(FEATURES, today=TODAY))
        if "rules" in file.path
    }
    page = files["modules/rules.md"]
    assert re.findall(OURS, page) == []
    assert "stage: alpha" in page
    assert "role: maintainer" in page
    assert "mechanism: env" in page
    assert "&#96;filters&#96; is not a value of &#96;kind&#96;" in page


def test_explain_speaks_the_words_of_the_catalog_it_is_asked_in(project):
    root = project({"catalog.yaml": CATALOG + "noun: {one: proposal, many: proposals}\n"})
    told = run("module-catalog", "explain", "MC201", cwd=root).stdout
    assert told.startswith("MC201 (error): an id names a proposal of the catalog\n")
    assert "no proposal has the id" in told
    assert "stage: beta" in run("module-catalog", "explain", "MC604", cwd=FEATURES).stdout


@pytest.mark.parametrize("catalog", [None, "name: [\n"], ids=["none", "broken"])
def test_explain_needs_no_catalog(catalog, project):
    root = project({"catalog.yaml": catalog})
    done = run("module-catalog", "explain", "MC604", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "S1" in done.stdout
