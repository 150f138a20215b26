"""What the docs say of contracts and of the source: it is what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path

from conftest import CUDA
from module_catalog.reports import REPORTS
from module_catalog.site.exports import EXPORTS

ROOT = Path(__file__).parent.parent
JSON = (ROOT / "docs/reference/json.md").read_text(encoding="utf-8")
FORMATS = (ROOT / "docs/reference/formats.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "docs/contributing.md").read_text(encoding="utf-8")


def test_the_example_of_the_report_has_its_keys_and_no_other(check):
    (example,) = (json.loads(text) for text in re.findall(r"(?ms)^```json\n(.*?)^```$", JSON))
    report = json.loads(
        REPORTS["json"](check({"modules/cuda.yaml": CUDA.replace("module: loader", "module: lodaer")}))
    )
    assert list(example) == list(report)
    assert list(example["findings"][0]) == list(report["findings"][0])
    assert list(example["summary"]) == list(report["summary"])


def test_every_format_says_what_stays_what_may_come_and_what_reads_it():
    exports, reports = (
        [
            name
            for row in re.findall(r"(?m)^\| (`.*?) \|.+\|.+\|.+\|$", part)
            for name in re.findall(r"`([\w-]+)`", row)
        ]
        for part in FORMATS.split("\n## ")[1:]
    )
    assert sorted(exports) == sorted(EXPORTS)
    assert sorted(reports) == sorted(REPORTS)


def test_every_key_of_a_finding_is_explained():
    explained = {key for row in re.findall(r"(?m)^\| (`.*?) \|", JSON) for key in re.findall(r"`(\w+)`", row)}
    (example,) = (json.loads(text) for text in re.findall(r"(?ms)^```json\n(.*?)^```$", JSON))
    assert [key for key in example["findings"][0] if key not in explained] == []


def test_what_a_newcomer_is_told_to_edit_is_there():
    package = ROOT / "plugin/module_catalog"
    named = set(
        re.findall(r"`((?:catalog|checks|audit|site|reports|edit|hosts|cli)/[\w./]*|\w+\.py)`", CONTRIBUTING)
    )
    assert len(named) > 12
    assert [path for path in sorted(named) if not (package / path).exists()] == []
