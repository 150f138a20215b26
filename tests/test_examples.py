"""The examples of every rule: the bad one breaks this rule and no other, the good one none."""

from __future__ import annotations

import pytest

from module_catalog.checks import examples, pipeline
from module_catalog.checks.rules import RULES
from module_catalog.reports import REPORTS


def checked(example, before):
    base = examples.catalog(before) if before else None
    return pipeline.check_source(examples.catalog(example), today=examples.TODAY, base=base)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_bad_example_breaks_this_rule_and_no_other(rule, golden):
    result = checked(rule.bad, rule.before)
    assert {finding.code for finding in result.findings} == {rule.code}
    assert {finding.severity for finding in result.findings} == {rule.severity}
    golden(f"rules/{rule.code}.txt", f"{rule.bad.strip()}\n\n{'=' * 80}\n{REPORTS['full'](result)}")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_good_example_breaks_none(rule):
    assert [(finding.code, finding.message) for finding in checked(rule.good, rule.before).findings] == []
