"""rewriting.py: an entry is made to say something else, and every other byte of it stays."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import LOADER, REPOSITORY
from module_catalog.catalog.reading import documents
from module_catalog.catalog.validation.schema import effective
from module_catalog.diagnostics import CatalogError
from module_catalog.edit.layout import formatted
from module_catalog.edit.rewriting import rewritten

ORDER = list(effective("module", {})["properties"])
ENTRIES = sorted((REPOSITORY / "catalog/modules").glob("*.yaml"))


def edited(text, change):
    document = documents.parse(text, "catalog/modules/x.yaml").document
    data = copy.deepcopy(document.value())
    change(data)
    after = rewritten(document, data, ORDER)
    assert documents.parse(after, "").document.value() == data
    return after


def put(*way, value):
    """Return what puts a value at a place of plain data."""

    def change(data):
        for part in way[:-1]:
            data = data[part]
        data[way[-1]] = value

    return change


def more(*way, value):
    def change(data):
        for part in way:
            data = data[part]
        data.append(value)

    return change


def less(*way):
    def change(data):
        for part in way[:-1]:
            data = data[part]
        del data[way[-1]]

    return change


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        pytest.param("name: a # n\nstage: S0  # low\n", put("stage", value="S1"), "name: a # n\nstage: S1  # low\n", id="a comment beside a value stays"),
        pytest.param("stage: 'S0'\n", put("stage", value="it's"), "stage: 'it''s'\n", id="so do its quotes"),
        pytest.param('stage: "S0"\n', put("stage", value='a "b"'), 'stage: "a \\"b\\""\n', id="of both sorts"),
        pytest.param("stage: S0\n", put("stage", value="on"), "stage: 'on'\n", id="a value that could be read as another gets quotes"),
        pytest.param("stage:\nname: a\n", put("stage", value="S1"), "stage: S1\nname: a\n", id="a blank is filled in"),
        pytest.param("name: a\n\n# The end.\n", put("stage", value="S1"), "name: a\nstage: S1\n\n# The end.\n", id="a new key goes below the last"),
        pytest.param("name: a\nstage: b\n", put("kind", value="c"), "name: a\nkind: c\nstage: b\n", id="into the order of the schema, if that was kept"),
        pytest.param("stage: b\nname: a\n", put("kind", value="c"), "stage: b\nname: a\nkind: c\n", id="and to the end, if it was not"),
        pytest.param("name: a", put("stage", value="b"), "name: a\nstage: b\n", id="below a line that does not end"),
        pytest.param("name: a\r\nstage: b\r\n", put("tags", value=["c", "d"]), "name: a\r\nstage: b\r\ntags: [c, d]\r\n", id="lines end as the others do"),
        pytest.param("owners: [{person: a}]  # us\n", more("owners", value={"person": "b"}), "owners: [{person: a}, {person: b}]  # us\n", id="a list in brackets grows in them"),
        pytest.param("owners:\n- person: a\n  as: b # c\n# d\nname: x\n", more("owners", value={"person": "e"}), "owners:\n- person: a\n  as: b # c\n- {person: e}\n# d\nname: x\n", id="a list in lines by a line"),
        pytest.param("history:\n  - {event: a,\n     note: b}  # c\n", more("history", value={"event": "d"}), "history:\n  - {event: a,\n     note: b}  # c\n  - {event: d}\n", id="below an item of several lines"),
        pytest.param("history:\n  - event: a\n    note: >-\n      b\n      c\n\nname: x\n", more("history", value={"event": "d"}), "history:\n  - event: a\n    note: >-\n      b\n      c\n  - {event: d}\n\nname: x\n", id="below a block of text"),
        pytest.param("owners: []\nno_owners: Nobody.\n", put("owners", value=[{"person": "a"}]), "owners:\n  - {person: a}\nno_owners: Nobody.\n", id="an empty list gets lines"),
        pytest.param("owners:\n  - {person: a, # b\n     as: c}\n", put("owners", 0, "until", value="v1"), "owners:\n  - {person: a, # b\n     as: c, until: v1}\n", id="a mapping in brackets grows in them"),
        pytest.param("owners:\n  - person: a  # b\n  - person: c\n", put("owners", 0, "until", value="2026-01-01"), "owners:\n  - person: a  # b\n    until: 2026-01-01\n  - person: c\n", id="one in lines by a line"),
        pytest.param("owners: [{person: a, until: v1}]\n", less("owners", 0, "until"), "owners: [{person: a}]\n", id="a key goes from brackets"),
        pytest.param("owners: [{until: v1, person: a}]\n", less("owners", 0, "until"), "owners: [{person: a}]\n", id="also the first"),
        pytest.param("owners:\n  - person: a\n    until: v1 # b\n", less("owners", 0, "until"), "owners:\n  - person: a\n# b\n", id="and from lines, where its comment stays"),
        pytest.param("namespaces:\n  - a/b # the core\n  # more\n  - 'c#d'\nname: x\n", less("namespaces"), "# the core\n# more\nname: x\n", id="what a person said of a key stays"),
        pytest.param("links: {docs: a}\n", put("links", "issues", value="https://x.y/z?q=1"), "links: {docs: a, issues: https://x.y/z?q=1}\n", id="an address is plain"),
        pytest.param("deprecation:\n  reason: a\n", put("deprecation", value={"reason": "It's old. Use b, c", "since": "v1"}), "deprecation:\n  reason: 'It''s old. Use b, c'\n  since: v1\n", id="a sentence with a comma is not"),
        pytest.param("tags: [a, b]\n", put("tags", value=["b"]), "tags: [b]\n", id="a list that loses items is written anew"),
        pytest.param("proposal: {risks: {}}\n", put("proposal", value={"risks": {}, "audience": "us"}), "proposal: {risks: {}, audience: us}\n", id="after an empty mapping"),
    ],
)  # fmt: skip
def test_an_edit_changes_nothing_else(before, change, after):
    assert edited(before, change) == after


def test_what_has_no_lines_of_its_own_is_refused():
    with pytest.raises(CatalogError, match="cannot be edited in place: write each key on a line of its own"):
        edited("{name: a, stage: b}\n", put("kind", value="c"))


def test_nothing_to_say_changes_no_byte():
    assert edited("name:  a   \n", lambda data: None) == "name:  a   \n"


@pytest.mark.parametrize("file", ENTRIES, ids=lambda file: file.stem)
def test_a_line_that_says_the_same_stays_in_every_entry_of_this_catalog(file):
    text = file.read_text(encoding="utf-8")

    def change(data):
        data["stage"] = "gone"
        data["reviewed"] = "2026-06-01"
        data["history"].append({"date": "2026-06-01", "event": "removed", "stage": "gone"})
        for item in (*data.get("owners", ()), *data.get("toggles", ())):
            item["note"] = "It's 'new', here: # yes"

    after = edited(text, change)
    assert formatted(documents.parse(after, "").document, ORDER) == after
    before, now = (
        [line for line in one.splitlines() if not line.startswith(("stage:", "reviewed:"))]
        for one in (text, after)
    )
    # Items in brackets grow in their lines, which begin as before.
    assert all(any(new.startswith(line.rstrip("}]")) for new in now) for line in before)


@given(
    st.dictionaries(
        st.sampled_from(["reason", "note", "url", "x-y"]), st.text(min_size=1, max_size=12), min_size=1
    )
)
def test_whatever_is_said_is_read_again_as_it_was_said(facts):
    readable = documents.parse("\n".join(f"{key}: {value!r}" for key, value in facts.items()), "").document
    if readable is None or any(not value.isprintable() for value in facts.values()):
        return

    def change(data):
        data["deprecation"] = facts
        data["history"].append({"event": "changed", **facts})

    edited(LOADER, change)
