"""reports/: the same findings in every format."""

from __future__ import annotations

import json

import pytest

from conftest import CATALOG, CUDA, LOADER, found
from module_catalog.reports import REPORTS

# One file with four mistakes, one that cannot be read, and one whose name and text try to break a line.
MISTAKES = {
    "modules/cuda.yaml": CUDA.replace("module: loader", "module: loadr")
    .replace("person: eva", "person: evaa")
    .replace("kind:", "knid:"),
    "modules/loader.yaml": LOADER.replace("name: Loader", 'name: "a\\r\\n::error file=x::b%0A"'),
    "modules/broken.yaml": "name: 'Broken\n",
    "modules/latin.yaml": "name: größe".encode("latin-1"),
    "modules/wide.yaml": LOADER.replace("name: Loader", "name: 広い").replace(
        "owners: [", "owners: [{person: 広い}, "
    ),
    "modules/soft.yaml": LOADER.replace("name: Loader", "name: Soft")
    .replace("src/loader", "src/soft")
    .replace("v1.0", "1.0"),
    "catalog.yaml": CATALOG + "rules: {MC602: warning}\n",
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_reads_like_this(name, check, golden):
    golden(f"report.{name}.txt", REPORTS[name](check(MISTAKES)))


@pytest.mark.parametrize("name", REPORTS)
def test_a_catalog_without_mistakes_reads_like_this(name, check, golden):
    golden(f"clean.{name}.txt", REPORTS[name](check()))


def test_the_json_report_is_the_contract(check):
    result = check(MISTAKES)
    report = json.loads(REPORTS["json"](result))
    assert list(report) == ["version", "findings", "summary"]
    assert report["version"] == 1
    assert report["summary"] == {"modules": 6, "showcase": 1, "errors": 7, "warnings": 1}
    assert len(report["findings"]) == len(result.findings)
    keys = [
        "code",
        "severity",
        "message",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "suggestion",
        "rule_url",
        "related",
    ]
    assert all(list(one) == keys for one in report["findings"])


def test_a_published_catalog_links_to_its_rules(check):
    result = check({**MISTAKES, "catalog.yaml": CATALOG + "site: https://quokka.example/catalog/\n"})
    report = json.loads(REPORTS["json"](result))
    assert report["findings"][0]["rule_url"] == "https://quokka.example/catalog/modules/rules/#mc001"
    assert "= rule: https://quokka.example/catalog/modules/rules/#mc001" in REPORTS["full"](result)


@pytest.mark.parametrize("name", ["full", "concise", "github"])
def test_no_text_of_an_entry_starts_a_line(name, check):
    lines = REPORTS[name](check(MISTAKES)).splitlines()
    assert not [
        line
        for line in lines
        if line.startswith("::") and not line.startswith(("::error title=MC", "::warning title=MC"))
    ]


def test_findings_come_in_the_order_of_files_and_lines(check):
    places = [one.place for one in check(MISTAKES).findings]
    assert places == sorted(places)


def test_two_runs_say_the_same(check):
    assert found(check(MISTAKES)) == found(check(MISTAKES))


def test_of_a_long_line_the_part_around_the_mistake_is_shown(check):
    relations = ", ".join(
        f"{{type: overlaps-with, external: {{name: N{number}, url: https://n.example}}, why: Both do it}}"
        for number in range(4)
    )
    entry = CUDA.replace(
        "relations:\n  - {type: depends-on, module: loader, why: It is loaded by it}",
        f"relations: [{relations}, {{type: overlap-with, module: loader, why: So}}]",
    )
    result = check({"modules/cuda.yaml": entry})
    shown = [line for line in REPORTS["full"](result).splitlines() if line.startswith(("8 |", "  |"))]
    at = next(index for index, line in enumerate(shown) if "overlap-with" in line)
    start = shown[at + 1].index("^")
    assert shown[at][start : start + len("overlap-with")] == "overlap-with"
    assert max(map(len, shown)) < 240
