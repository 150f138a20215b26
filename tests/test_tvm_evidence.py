"""The committed evidence of Apache TVM beside facts.yaml, which people and scripts gathered by other means from the same commit."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from module_catalog.checks import pipeline

REPOSITORY = Path(__file__).parent.parent
CATALOG = pipeline.check(REPOSITORY, today=date(2026, 11, 20)).catalog
FIELDS = ("files", "commits", "authors", "last", "outside", "tests")
"""Files inside; focused commits and their authors in the year before; the last focused commit; files outside that import it; tests."""

FACTS = {
    "relax": (469, 346, 57, "2026-08-22", 17, 243),
    "tirx": (174, 73, 20, "2026-08-20", 497, 315),
    "s-tir": (388, 64, 19, "2026-08-18", 48, 188),
    "tvmscript": (109, 22, 9, "2026-08-09", 96, 521),
    "meta-schedule": (199, 21, 10, "2026-06-14", 8, 57),
    "dlight": (34, 7, 7, "2026-08-18", 7, 26),
    "topi": (178, 20, 14, "2026-08-19", 28, 33),
    "te": (17, 2, 2, "2026-08-18", 117, 53),
    "tvm-ffi": (1, 50, 7, "2026-08-05", 1026, 0),
    "relax-vm": (27, 14, 6, "2026-08-12", 6, 6),
    "kv-cache": (14, 16, 7, "2026-08-12", 1, 7),
    "disco": (27, 4, 2, "2026-04-29", 5, 8),
    "rpc": (93, 6, 4, "2026-06-19", 14, 15),
    "relax-byoc": (25, 4, 4, "2026-06-18", 20, 4),
    "cutlass": (32, 4, 1, "2026-07-10", 1, 3),
    "cublas": (8, 1, 1, "2026-04-23", 3, 3),
    "cudnn": (11, 0, 0, "2023-08-16", 1, 1),
    "tensorrt": (10, 4, 2, "2026-06-18", 0, 2),
    "nnapi": (7, 1, 1, "2025-09-01", 0, 1),
    "example-npu": (5, 3, 2, "2026-06-19", 0, 1),
    "clml": (8, 0, 0, "2025-02-11", 0, 2),
    "coreml": (4, 2, 1, "2026-06-14", 0, 2),
    "cuda": (96, 18, 7, "2026-08-20", 6, 12),
    "vulkan": (34, 3, 3, "2026-07-20", 0, 0),
    "opencl": (14, 2, 2, "2026-04-27", 5, 0),
    "metal": (14, 9, 8, "2026-08-09", 0, 1),
    "web": (56, 37, 9, "2026-08-22", 0, 0),
    "rocm": (14, 0, 0, "2025-06-02", 1, 0),
    "hexagon": (52, 5, 3, "2026-06-16", 1, 1),
    "trn": (43, 0, 0, None, 0, 2),
    "frontend-onnx": (2, 65, 26, "2026-08-17", 0, 4),
    "frontend-torch": (5, 83, 15, "2026-08-22", 0, 5),
    "frontend-tflite": (3, 55, 13, "2026-08-18", 0, 1),
    "frontend-stablehlo": (2, 0, 0, "2023-05-26", 0, 1),
    "nn-module": (19, 19, 10, "2026-08-12", 4, 19),
    "distir": (38, 0, 0, "2023-11-29", 11, 2),
    "arith": (47, 18, 9, "2026-08-05", 157, 27),
    "runtime": (190, 68, 20, "2026-08-12", 357, 199),
}
"""What facts.yaml says of each module that is there, in the order of FIELDS."""

MOVED = "facts.yaml counts a moved file once; here it goes and comes, because following it needs contents that a clone may not have"
HOURS = "facts.yaml counts a year to the hour, and here it is whole days: the evidence has the commits of the first morning too"
NAMES = (
    "the evidence tells people by names and addresses together, facts.yaml by names and a table of its own"
)
HELPERS = "python/tvm/testing helps tests and no user: the evidence counts it among the tests"
WEB = "facts.yaml looks at C++ in src, include and apps only; web/emcc includes it too"
PARTS = "the evidence also resolves imports of its parts that lie inside Relax and TIRx"
ALL_TESTS = "facts.yaml counts Python tests in tests/; the evidence also those in C++, those beside apps, jvm and web, and helpers of tests"
TEXT = "facts.yaml finds a name in a text of a test; the evidence counts imports only"
BOUND = "facts.yaml looks at import statements; the evidence follows the names that they bind, such as `relax.distributed`"
SUBMODULE = "its files are in another repository, which the evidence does not enter"

DIFFERENT = {
    ("relax", "commits"): (345, MOVED),
    ("relax", "authors"): (56, MOVED),
    ("relax", "tests"): (247, ALL_TESTS),
    ("tirx", "commits"): (74, MOVED),
    ("tirx", "outside"): (496, HELPERS),
    ("tirx", "tests"): (317, ALL_TESTS),
    ("s-tir", "commits"): (63, MOVED),
    ("s-tir", "outside"): (46, HELPERS),
    ("s-tir", "tests"): (195, ALL_TESTS),
    ("tvmscript", "outside"): (103, PARTS),
    ("tvmscript", "tests"): (525, ALL_TESTS),
    ("meta-schedule", "outside"): (7, HELPERS),
    ("meta-schedule", "tests"): (58, ALL_TESTS),
    ("topi", "tests"): (34, ALL_TESTS),
    ("te", "outside"): (116, HELPERS),
    ("te", "tests"): (64, ALL_TESTS),
    ("tvm-ffi", "files"): (0, SUBMODULE),
    ("tvm-ffi", "commits"): (51, HOURS),
    ("tvm-ffi", "outside"): (None, SUBMODULE),
    ("tvm-ffi", "tests"): (None, SUBMODULE),
    ("relax-vm", "outside"): (7, WEB),
    ("kv-cache", "outside"): (2, WEB),
    ("rpc", "outside"): (16, WEB),
    ("rpc", "tests"): (19, ALL_TESTS),
    ("relax-byoc", "tests"): (5, BOUND),
    ("cutlass", "tests"): (2, TEXT),
    ("cudnn", "outside"): (0, HELPERS),
    ("cudnn", "tests"): (2, ALL_TESTS),
    ("clml", "outside"): (1, BOUND),
    ("cuda", "authors"): (8, NAMES),
    ("web", "tests"): (13, ALL_TESTS),
    ("hexagon", "outside"): (0, HELPERS),
    ("hexagon", "tests"): (2, ALL_TESTS),
    ("trn", "tests"): (1, TEXT),
    ("frontend-onnx", "authors"): (25, NAMES),
    ("distir", "tests"): (7, BOUND),
    ("arith", "commits"): (17, MOVED),
    ("arith", "outside"): (156, HELPERS),
    ("arith", "tests"): (28, ALL_TESTS),
    ("runtime", "commits"): (69, HOURS),
    ("runtime", "outside"): (360, WEB),
    ("runtime", "tests"): (220, ALL_TESTS),
}
"""Where the two differ: what the evidence says, and why it does. The evidence is right but for MOVED, where both are a choice."""


def told(module: str) -> dict[str, object]:
    """Return what the evidence says of a module, by field."""
    found = {claim.kind: claim for claim in CATALOG.evidence_of(CATALOG.by_id[module])}
    activity, removal = found["activity"], found["removal"]
    values = (removal.count, activity.count, activity.of, activity.found, removal.of, found["tested"].count)
    return dict(zip(FIELDS, values, strict=True))


@pytest.mark.parametrize("module", FACTS)
def test_the_evidence_agrees_with_the_facts_or_says_why_not(module):
    facts = dict(zip(FIELDS, FACTS[module], strict=True))
    known = {field: value for (id_, field), (value, _) in DIFFERENT.items() if id_ == module}
    assert told(module) == {**facts, **known}


def test_every_difference_is_one():
    assert [
        key for key, (value, _) in DIFFERENT.items() if FACTS[key[0]][FIELDS.index(key[1])] == value
    ] == []


def test_the_facts_have_every_module_that_is_there():
    assert sorted(FACTS) == [module.id for module in CATALOG.modules if not CATALOG.is_gone(module)]


def test_what_the_tree_contradicts_is_known():
    contradicted = {
        (claim.module, claim.kind, claim.subject)
        for claim in CATALOG.evidence.claims
        if claim.verdict == "contradicted"
    }
    # The entry of cuBLAS says so itself, and waives the rule. That owners are silent is said on the pages: see catalog.yaml.
    assert {one for one in contradicted if one[1] != "owner"} == {("cublas", "isolated", "S0")}


def test_no_address_is_in_the_evidence():
    text = (REPOSITORY / "catalog/evidence.json").read_text(encoding="utf-8")
    assert "@" not in text
    assert json.loads(text)["commit"] == "5d4dc8721307cf9677becacf0395c19be130e206"


def test_the_explanation_says_how_much_agrees():
    said = (REPOSITORY / "docs/explanation/evidence.md").read_text(encoding="utf-8")
    every, different = len(FACTS) * len(FIELDS), Counter(reason for _, reason in DIFFERENT.values())
    verdicts = Counter(claim.verdict for claim in CATALOG.evidence.claims)
    assert f"agrees on {every - different.total()} of the {every}" in " ".join(said.split())
    assert sorted(map(int, re.findall(r"(?m)\| (\d+) \|$", said))) == sorted(different.values())
    counts = f"Of {verdicts.total():,} answers at that commit {verdicts['verified']} are verified, {verdicts['no-claim']} are facts, "
    counts += f"{verdicts['not-checkable']} are not checkable and {verdicts['contradicted']} contradicted."
    assert counts in " ".join(said.split())
