"""What a check said wrongly of other projects' data: each a small catalog, with what is right."""

from __future__ import annotations

import pytest

from conftest import CATALOG, LOADER, found

TWO_STAGES = """\
name: Two
stages:
  - {id: S0, name: Development, means: It may change., stay: [GATES]}
  - {id: S1, name: Stable, means: It stays.}
transitions: [{from: null, to: S0}, {from: null, to: S1}, {from: S0, to: S1}]
"""
RECEIVER = LOADER.replace("name: Loader", "name: Receiver").replace("src/loader", "receiver")
RECEIVER = RECEIVER.replace("stage: S1", "stage: S0")
KAFKA = RECEIVER.replace("name: Receiver", "name: Kafka").replace("[receiver]", "[receiver/kafka]")
PART = KAFKA.replace(
    "relations: []\n", "relations: [{type: part-of, module: receiver, why: It is one of them}]\n"
).replace("stands_alone", "x-stands_alone")


def two_stages(*gates: str) -> dict[str, str]:
    """Return a catalog with a lifecycle of its own, whose first stage has these gates."""
    return {
        "catalog.yaml": f"{CATALOG}lifecycle: two.yaml\n",
        "two.yaml": TWO_STAGES.replace("GATES", ", ".join(f"{{gate: {gate}}}" for gate in gates)),
    }


@pytest.mark.parametrize(
    ("files", "findings"),
    [
        (two_stages(), []),
        (two_stages("isolated"), []),
        (
            two_stages("own_namespaces"),
            [
                "modules/kafka.yaml:5:14 MC306 `kafka` is at S0, which requires namespaces of its own, and `receiver/kafka`"
                " is inside one of `receiver`: if it is a part of it, add `{type: part-of, module: receiver, why: …}` to"
                " `relations`"
            ],
        ),
    ],
    ids=["no gate", "another gate", "the gate"],
)
def test_a_module_may_lie_in_another_one_unless_the_lifecycle_has_a_gate_against_it(files, findings, check):
    entries = {"modules/receiver.yaml": RECEIVER, "modules/kafka.yaml": KAFKA}
    assert found(check({**files, **entries})) == findings


@pytest.mark.parametrize("files", [{}, two_stages("own_namespaces")], ids=["scoped-module", "its own"])
def test_a_part_lies_in_the_whole(files, check):
    entries = {"modules/receiver.yaml": RECEIVER, "modules/kafka.yaml": PART}
    assert found(check({**files, **entries})) == []
