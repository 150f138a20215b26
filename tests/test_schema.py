"""validator.py: one broken field, one finding, at its place and in our own words."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import get_args, get_type_hints

import jsonschema
import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE, WORK, found
from module_catalog.catalog.entries import Module, ShowcaseEntry
from module_catalog.catalog.reading import documents
from module_catalog.catalog.validation.schema import Schema, effective
from module_catalog.catalog.validation.validator import SchemaValidator
from module_catalog.catalog.when import When


def with_line(text: str, number: int, line: str) -> str:
    """Return *text* with its line *number* replaced."""
    lines = text.splitlines()
    lines[number - 1] = line
    return "\n".join([*lines, ""])


PATH = "must be a path from the root of the repository, with `/`, without `..`, without a leading `/` and without control characters"


@pytest.mark.parametrize(
    ("number", "line", "finding"),
    [
        (2, "sumary: Loads plugins.", "2:1 MC101 `sumary` is not a key of the entry"),
        (
            4,
            "stage: S1\nowner: ana",
            "5:1 MC101 `owner` is not a key of the entry, and `owners` is there already: keep one of the two",
        ),
        (1, "x-name: Loader", "1:1 MC102 the entry has no `name`: its name, as people write it"),
        (1, "name:", "1:1 MC102 `name` has no value: write one"),
        (9, "stands_alone:", "9:1 MC102 `stands_alone` has no value: write one, or remove the key"),
        (
            6,
            "owners: [{person: ana, basis: Here, there}]",
            "6:37 MC101 `there` is not a key of an item of `owners`; known here: `as`, `basis`, `confirmed`, `person`, `since`, `until`",
        ),
        (
            6,
            "owners: [{person: ana, basis: Here, and there}]",
            "6:37 MC101 `and there` is not a key of an item of `owners`; if it is the end of a text with a comma in it, "
            "put quotes around the whole text",
        ),
        (6, "owners: ana", "6:9 MC103 `owners` must be a list, not `ana`: write `owners: [{person: ana}]`"),
        (
            6,
            "owners: [ana]",
            "6:10 MC103 an item of `owners` must be a mapping of keys to values, not `ana`: write `{person: ana}`",
        ),
        (
            6,
            "owners: [{person: ana, nick: a}]",
            "6:24 MC101 `nick` is not a key of an item of `owners`; known here: `as`, `basis`, `confirmed`, `person`, `since`, `until`",
        ),
        (1, "name: [Loader]", "1:1 MC103 `name` must be text, not a list"),
        (3, "kind: frontend", "3:7 MC104 `frontend` is not a value of `kind`; allowed: `core`, `backend`"),
        (3, "kind: [core]", "3:1 MC103 `kind` must be one word, not a list or a mapping"),
        (
            5,
            "namespaces: [/src]",
            f"5:14 MC105 `/src` {PATH}",
        ),
        (
            5,
            "namespaces: [src/../etc]",
            f"5:14 MC105 `src/../etc` {PATH}",
        ),
        (5, "namespaces: []", "5:1 MC106 `namespaces` is an empty list: name something, or remove the key"),
        (5, "namespaces: [a, a]", "5:1 MC106 `namespaces` names the same thing twice"),
        (1, f"name: {'m' * 101}", "1:7 MC106 `name` has 101 characters; 100 are allowed"),
        # The limit of the key, and not the wider one that lines have everywhere.
        (2, f"summary: {'m' * 500}", "2:10 MC106 `summary` has 500 characters; 300 are allowed"),
        (1, "name: ''", "1:1 MC106 `name` is empty: write something, or remove the key"),
        (
            1,
            'name: "two\\nlines"',
            "1:7 MC105 `two\nlines` must be text on one line, without leading or trailing spaces and without control characters",
        ),
        (
            1,
            'name: "evil\\u202egnp"',
            "1:7 MC105 `evil\u202egnp` must be text on one line, without leading or trailing spaces and without control characters",
        ),
        # At the ends of a text too, where a control character is no blank.
        *(
            (
                1,
                f'name: "{written}"',
                f"1:7 MC105 `{read}` must be text on one line, without leading or trailing spaces and without control characters",
            )
            for written, read in (
                (r"\e[31m", "\x1b[31m"),
                (r"x\u202e", "x\u202e"),
                (r"\x01", "\x01"),
                (r"\N", "\x85"),
            )
        ),
        *(
            (5, f'namespaces: ["{written}"]', f"5:14 MC105 `{read}` {PATH}")
            for written, read in (
                (r"src\r\r## x", "src\r\r## x"),
                (r"\u202esrc", "\u202esrc"),
                (r"src\L::: os", "src\u2028::: os"),
            )
        ),
        (
            1,
            'name: "Loader\\n"',
            "1:7 MC105 `Loader\n` must be text on one line, without leading or trailing spaces and without control characters",
        ),
        (
            9,
            'stands_alone: Yes.\napi: "quokka\\n"',
            "10:6 MC105 `quokka\n` must be a dotted Python name such as `package.module`; it has the character U+000A in it",
        ),
        (
            7,
            "x-why: no toggle",
            "1:1 MC107 a module has `toggles`, or says with `no_toggle: <why>` why it has none: give one of the two",
        ),
        (
            9,
            "x-why: nothing",
            "8:1 MC107 `relations` is empty: add a relation, or say why there is none with `stands_alone: <why>`",
        ),
        (
            11,
            "x-why: nothing",
            "10:1 MC107 `roadmap` is empty: say what is planned, or why nothing is with `nothing_planned: <why>`",
        ),
        (
            6,
            "owners: []",
            "6:1 MC107 `owners` is empty: name an owner, say why none is on record with `no_owners: <why>`, or ask for one with `seeking_owners: true`",
        ),
        (
            8,
            "relations: [{type: depends-on, why: It is}]",
            "8:13 MC107 a relation names a `module` of this catalog or something `external`: give one of the two",
        ),
        (
            13,
            "  - {date: 2024-02-30, event: introduced}",
            "13:12 MC105 `2024-02-30` must be a day such as 2026-01-31, a month such as 2026-01, a year such as 2026, or `unknown`",
        ),
        (
            13,
            "  - {date: 20240101, event: introduced}",
            "13:12 MC105 `20240101` must be a day such as 2026-01-31, a month such as 2026-01, a year such as 2026, or `unknown`",
        ),
        (
            13,
            "  - {date: 2024-01-01, event: born}",
            "13:31 MC104 `born` is not a value of `event`; allowed: `introduced`, `entered`, `extended`, `changed`, `reduced`, `moved`, `renamed`, `returned`, `deprecated`, `removed`",
        ),
        (
            9,
            "stands_alone: Yes.\nseeking_owners: yes",
            "10:17 MC103 `seeking_owners` must be true or false, not `yes`",
        ),
        (
            9,
            "stands_alone: Yes.\nlinks: {docs: 'javascript:alert(1)'}",
            "10:15 MC105 `javascript:alert(1)` must be a web address that starts with https:// or http://",
        ),
        (
            9,
            "stands_alone: Yes.\nlinks: {docs: 'https://a.example/\"onclick=\"x'}",
            '10:15 MC105 `https://a.example/"onclick="x` must be a web address that starts with https:// or http://',
        ),
        (
            9,
            "stands_alone: Yes.\nrfcs: [{title: A, status: accepted, vote: {for: many, against: 0}}]",
            "10:49 MC103 `for` must be a whole number, not `many`",
        ),
        (
            9,
            "stands_alone: Yes.\nrfcs: [{title: A, status: accepted, vote: {for: -1, against: 0}}]",
            "10:49 MC103 `for` must be a whole number, not `-1`",
        ),
    ],
)
def test_a_broken_field_is_one_finding_at_its_place(check, number, line, finding):
    assert found(check({"modules/loader.yaml": with_line(LOADER, number, line)})) == [
        f"modules/loader.yaml:{finding}"
    ]


@pytest.mark.parametrize(
    ("name", "text", "finding"),
    [
        (
            "people.yaml",
            PEOPLE.replace("role: committer}\nteams", "role: comitter}\nteams"),
            "6:32 MC104 `comitter` is not a value of `role`; allowed: `pmc`, `committer`, `reviewer`",
        ),
        (
            "people.yaml",
            PEOPLE.replace("  ana:", "  '@ana':"),
            "2:3 MC105 `@ana` must be a handle without `@`: letters, digits, `-`, `_` and `.`",
        ),
        (
            "showcase/fast.yaml",
            WORK.replace("2025", "soon"),
            "3:7 MC103 `year` must be a whole number, not `soon`",
        ),
        (
            "showcase/fast.yaml",
            WORK + "picture: ../../secret.png\n",
            "7:10 MC105 `../../secret.png` must be the name of a picture in the same folder: png, jpg, webp or avif",
        ),
    ],
)
def test_other_files_are_checked_the_same_way(check, name, text, finding):
    assert found(check({name: text})) == [f"{name}:{finding}"]


def test_a_wrong_word_comes_with_the_one_that_was_meant(check):
    result = check({"modules/loader.yaml": LOADER.replace("kind: core", "kind: backened")})
    assert [one.suggestion for one in result.findings] == ["backend"]


def test_versions_and_toggles_need_no_quotes(check):
    text = CUDA.replace("default: 'OFF'", "default: off, since: 0.10")
    catalog = CATALOG.replace("name: v1.0", "name: 0.10")
    result = check(
        {
            "modules/cuda.yaml": text,
            "catalog.yaml": catalog,
            "modules/loader.yaml": LOADER.replace("v1.0", "0.10"),
        }
    )
    assert found(result) == []
    assert result.catalog is not None
    toggle = result.catalog.by_id["cuda"].toggles[0]
    assert (toggle.default, toggle.since) == ("off", "0.10")


def test_a_project_s_own_keys_are_kept(check):
    assert found(check({"modules/loader.yaml": LOADER + "x-team: {anything: [goes]}\n"})) == []


@pytest.mark.parametrize("name", ["module", "people", "showcase", "catalog", "lifecycle"])
def test_every_schema_is_one_and_describes_every_field(name):
    schema = effective(name, {})
    jsonschema.Draft202012Validator.check_schema(schema)
    json.dumps(schema)

    def undescribed(part, way):
        for key, value in part.get("properties", {}).items():
            if "description" not in value:
                yield f"{way}.{key}"
            yield from undescribed(value, f"{way}.{key}")
            yield from undescribed(value.get("items", {}), f"{way}.{key}[]")

    assert list(undescribed({"properties": schema["properties"]}, name)) == []


def keys(part, way=""):
    """Yield the dotted way of every key of a schema, also of those inside lists."""
    for name, value in part.properties.items():
        yield f"{way}{name}"
        yield from keys(value, f"{way}{name}.")
        yield from keys(value.items, f"{way}{name}.")


def fields_of(kind, way=""):
    """Yield the dotted way of every field of a dataclass that is read from an entry."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        if way or field.name not in ("id", "document"):
            name = f"{way}{field.name.rstrip('_')}"
            yield name
            yield from (
                one
                for inner in (hints[field.name], *get_args(hints[field.name]))
                if is_dataclass(inner) and inner is not When
                for one in fields_of(inner, f"{name}.")
            )


@pytest.mark.parametrize(("name", "kind"), [("module", Module), ("showcase", ShowcaseEntry)])
def test_an_entry_has_a_field_for_each_key_of_its_schema_and_no_other(name, kind):
    assert sorted(fields_of(kind)) == sorted(keys(Schema.of(effective(name, {}))))


def test_numbers_are_read_into_a_new_document_and_the_old_one_stays_as_it_was():
    document = documents.parse(WORK, "catalog/showcase/fast.yaml").document
    read, misfits = SchemaValidator(effective("showcase", {})).check(document)
    assert (document.value("year"), read.value("year"), misfits) == ("2025", 2025, ())
