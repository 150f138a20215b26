"""What `make bench` makes of its numbers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from measure import Cost, growth
from results import Row, cost_table, markdown


def test_what_costs_twice_as_much_at_twice_the_size_grows_as_1():
    assert growth({500: 2.0, 1_000: 4.0, 2_000: 8.0}) == pytest.approx(1)
    assert growth({500: 2.0, 1_000: 8.0, 2_000: 32.0}) == pytest.approx(2)


@pytest.mark.parametrize(
    ("number", "cells"),
    [
        (1 / 30, "1/30 | 1/8 | holds"),
        (1 / 6, "1/6 | 1/8 | **33% too much**"),
        (0.5, "0.50 | 1/8 | **4.0 times too much**"),
    ],
)
def test_a_row_says_whether_what_is_promised_holds(number, cells):
    what = "from saving one entry to its page, beside a cold build"
    said = markdown("Server", [Row(what, number, "1,000 entries")])
    assert said.splitlines()[-1] == f"| {what} | {cells} | 1,000 entries |"


def test_what_is_not_measured_at_a_size_is_left_empty():
    cost = Cost(1, 2, 3)
    table = cost_table("", {10: {"ours": cost, "theirs": cost}, 20: {"ours": cost}})
    assert table.lines[1] == ["theirs", "1.00 / 2.00 / 3", "", ""]
