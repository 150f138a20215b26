"""The examples of every rule: the bad one breaks this rule and no other, the good one none."""

from __future__ import annotations

from pathlib import Path

import pytest

from module_catalog.checks import examples, pipeline
from module_catalog.checks.rules import RULES
from module_catalog.reports import REPORTS

FOLDER = Path(examples.__file__).parent


def checked(example, before):
    base = examples.catalog(before) if before else None
    return pipeline.check_source(examples.catalog(example), today=examples.TODAY, base=base)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_bad_example_breaks_this_rule_and_no_other(rule, golden):
    shown = examples.of(rule.code)
    result = checked(shown.bad, shown.before)
    assert {finding.code for finding in result.findings} == {rule.code}
    assert {finding.severity for finding in result.findings} == {rule.severity}
    golden(f"rules/{rule.code}.txt", f"{shown.bad.strip()}\n\n{'=' * 80}\n{REPORTS['full'](result)}")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_good_example_breaks_none(rule):
    shown = examples.of(rule.code)
    assert [(finding.code, finding.message) for finding in checked(shown.good, shown.before).findings] == []


def test_every_folder_of_examples_is_a_rule_s_and_has_its_files():
    files = {
        (file.parent.name, file.name) for file in FOLDER.glob("*/*") if file.parent.name != "__pycache__"
    }
    before = {(code, "before.yaml") for code, rule in RULES.items() if rule.between}
    assert files == {(code, name) for code in RULES for name in ("bad.yaml", "good.yaml")} | before
