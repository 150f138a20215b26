"""documents.py: text in, data and places out."""

from __future__ import annotations

import pytest

from module_catalog.catalog.reading.documents import Document, parse
from module_catalog.catalog.reading.yaml_reader import MAX_DEPTH
from module_catalog.diagnostics import Place


def document(text: str) -> Document:
    reading = parse(text, "a.yaml")
    assert reading.findings == ()
    assert reading.document is not None
    return reading.document


def only(text: str) -> tuple[str, int, int, str]:
    """Return the one finding in a text, which has no document then or a readable rest."""
    (finding,) = parse(text, "a.yaml").findings
    return finding.code, finding.place.line, finding.place.column, finding.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0.10", "0.10"),
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("0091", "0091"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2024-01-19", "2024-01-19"),
        ("true", "true"),
        ("'null'", "null"),
        ("null", None),
        ("~", None),
        ("", None),
        ("''", ""),
        ("|\n  two\n  lines\n\n", "two\nlines"),
        (">\n  folded\n  text\n", "folded text"),
    ],
)
def test_a_scalar_is_what_a_person_means(written, meant):
    assert document(f"a: {written}\n").data == {"a": meant}


TEXT = """\
name: Relax
owners:
  - person: ana
  - {person: ben, since: 0.10}
empty:
"""


@pytest.mark.parametrize(
    ("key", "value", "name"),
    [
        (("name",), (1, 7, 1, 12), (1, 1, 1, 5)),
        (("owners", 0, "person"), (3, 13, 3, 16), (3, 5, 3, 11)),
        (("owners", 1, "since"), (4, 26, 4, 30), (4, 19, 4, 24)),
        (("owners", 1), (4, 5, 4, 6), (4, 5, 4, 6)),
        (("empty",), (5, 7, 5, 7), (5, 1, 5, 6)),
    ],
)
def test_every_value_and_key_has_its_place(key, value, name):
    read = document(TEXT)
    assert read.where(*key) == Place("a.yaml", *value)
    assert read.where_key(*key) == Place("a.yaml", *name)


def test_a_value_that_is_not_there_is_where_its_parent_is():
    assert document(TEXT).where("owners", 0, "since", "x") == document(TEXT).where("owners", 0)
    assert document(TEXT).where("nothing") == Place("a.yaml", 1, 1, 1, 5)


def test_columns_count_characters_not_bytes():
    assert document("name: ‘größe’\nx: {größe: ä}\n").where("x", "größe") == Place("a.yaml", 2, 12, 2, 13)


def test_a_key_written_twice_names_the_first_line_and_leaves_the_rest_readable():
    reading = parse("a: 1\nb: 2\na: [3]\n", "a.yaml")
    (finding,) = reading.findings
    assert (finding.code, finding.place.line, finding.place.column) == ("MC002", 3, 1)
    assert finding.related[0].place.line == 1
    assert reading.document is not None
    assert reading.document.data == {"a": "1", "b": "2"}


def test_what_stands_below_a_second_key_does_not_move_what_stands_below_the_first():
    reading = parse("name: x\nlinks: {docs: a}\nlinks: {name: y, docs: b}\n", "a.yaml")
    assert reading.document is not None
    assert reading.document.where("name") == Place("a.yaml", 1, 7, 1, 8)
    assert reading.document.where("links", "docs") == Place("a.yaml", 2, 15, 2, 16)


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\r"])
def test_a_character_that_ends_a_line_only_for_some_is_refused(sign):
    assert only(f"a: b\nc: d{sign}e: f\n")[:3] == ("MC003", 2, 5)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", ("MC006", 1, 1, "the file is empty: an entry is a mapping of keys to values")),
        ("# only a comment\n", ("MC006", 1, 1, "the file is empty: an entry is a mapping of keys to values")),
        (
            "- a\n",
            ("MC006", 1, 1, "the file holds no entry: an entry is a mapping, with one `key: value` a line"),
        ),
        ("a: &b c\n", ("MC005", 1, 4, "`&b` is an anchor, which entries do not use: write the plain value")),
        ("a: *b\n", ("MC005", 1, 4, "`*b` is an alias, which entries do not use: write the plain value")),
        (
            "a: !!python/name:os.system x\n",
            (
                "MC005",
                1,
                4,
                "`!!python/name:os.system` is a tag, which entries do not use: write the plain value",
            ),
        ),
        (
            "<<: {a: b}\n",
            ("MC005", 1, 1, "`<<` merges mappings, which entries do not use: write the keys out"),
        ),
        ("a: b\n---\nc: d\n", ("MC005", 2, 1, "a second document starts here: a file holds one entry")),
        ("? [a]\n: b\n", ("MC008", 1, 3, "a key is plain text: write `key: value`")),
        (
            "a: b: c\n",
            (
                "MC001",
                1,
                5,
                "a colon is not allowed here: put the value in quotes, or check the indentation of this line",
            ),
        ),
        ("a: b\n\tc: d\n", ("MC001", 2, 1, "this line is indented with a tab: YAML takes only spaces")),
        ("a: 'b\n", ("MC001", 2, 1, "the text ends inside quotes or brackets: close them")),
        (
            "a: {b: c: d}\n",
            (
                "MC001",
                1,
                9,
                "a colon is not allowed here: put the value in quotes, or check the indentation of this line",
            ),
        ),
        ("a: [b\nc: d\n", ("MC001", 2, 2, "a comma or a closing bracket is missing before this")),
        (
            "<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> theirs\n",
            (
                "MC001",
                1,
                1,
                "a merge conflict is left here: keep one of its sides, and remove the lines of `<<<<<<<`,"
                " `=======` and `>>>>>>>`",
            ),
        ),
        (
            "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> theirs\n",
            (
                "MC001",
                2,
                1,
                "a merge conflict is left here: keep one of its sides, and remove the lines of `<<<<<<<`,"
                " `=======` and `>>>>>>>`",
            ),
        ),
        (
            "a: b\nc:d\ne: f\n",
            ("MC001", 2, 1, "after the colon of `c` there must be a plain space: write one"),
        ),
        ("a:\xa0b\n", ("MC001", 1, 1, "after the colon of `a` there must be a plain space: write one")),
        (
            "a: b\nkind\uff1a c\n",
            ("MC001", 2, 1, "`\uff1a` is not the colon that YAML knows: write `kind: `"),
        ),
        ("a: [\n", ("MC001", 2, 1, "a value or a closing bracket is missing before this")),
        (
            "a: b\nkey\nc: d\n",
            (
                "MC001",
                2,
                1,
                "a key without a colon: write `key: value`, and check quotes that were not closed",
            ),
        ),
        ("a: @b\n", ("MC001", 1, 4, "a value cannot start with this character: put the value in quotes")),
        ("a: b\x07\n", ("MC003", 1, 5, "the character U+0007 is not allowed in YAML: remove it")),
        ("[" * 900, ("MC004", 1, MAX_DEPTH + 1, "more than 12 levels deep: flatten the entry")),
    ],
)
def test_what_is_not_an_entry_is_one_finding_that_says_how_to_fix_it(text, finding):
    assert only(text) == finding
    assert parse(text, "a.yaml").document is None


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert only(bomb)[:3] == ("MC005", 1, 4)


def test_what_is_deeper_than_libyaml_goes_by_itself_is_told_as_too_deep():
    code, line, _, message = only("[" * 100_000)
    assert (code, line, message) == ("MC004", 1, "more than 12 levels deep: flatten the entry")


def test_a_value_is_asked_for_by_its_way():
    said = document("a: {b: [x, y]}\nc:\n")
    assert [
        said.value("a", "b", 1),
        said.value("a", "b", 2),
        said.value("a", "b", "z"),
        said.value("a", "z", "b"),
    ] == [
        "y",
        None,
        None,
        None,
    ]
    assert said.value() == {"a": {"b": ["x", "y"]}, "c": None}
    assert list(said.scalars()) == [(("a", "b", 0), "x"), (("a", "b", 1), "y"), (("c",), None)]


def test_a_line_that_is_indented_too_far_is_told_that():
    assert only("kind: core\n  stage: S0\n")[3].startswith("this line is indented more than the one above it")
    assert only("kind: core: part\n")[3].startswith("a colon is not allowed here")
