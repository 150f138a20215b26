"""Entries as nearly all are written: read as libyaml reads them, and places found as it finds them."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from module_catalog.catalog.reading import documents, plain_yaml
from module_catalog.catalog.reading.yaml_reader import Reader

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from generator import generated

SIGNS = (
    " ",
    "  ",
    "- ",
    ": ",
    ":",
    "#",
    " #",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    ",",
    "|",
    ">-\n",
    "!",
    "&a",
    "*a",
)
SIGNS += (
    "?",
    "~",
    "null",
    "\t",
    "---",
    "\\",
    "''",
    "é",
    "\u2028",
    "<<: ",
    "x: y",
    "\n  ",
    "\n\n",
    "- - ",
    "`",
)


def with_libyaml(text):
    reader = Reader("x.yaml")
    try:
        data = reader.read(text)
    except Exception:
        return None
    return None if reader.findings else data


@pytest.mark.parametrize("seed", range(8))
def test_what_is_read_plainly_is_what_libyaml_reads(seed):
    source = random.Random(seed)
    root = Path(__file__).parent.parent
    texts = [file.read_text(encoding="utf-8") for file in sorted(root.glob("catalog/*/*.yaml"))]
    texts += [text for path, text in generated(20, seed=seed).files.items()]
    for _ in range(400):
        lines = source.choice(texts).split("\n")
        start = source.randrange(len(lines))
        text = "\n".join(lines[start : start + source.randint(1, 20)])
        for _ in range(source.randint(0, 3)):
            at = source.randrange(len(text) + 1)
            text = text[:at] + source.choice(SIGNS) + text[at + source.choice([0, 0, 1, 2]) :]
        if (plain := plain_yaml.read(text)) is not None:
            assert plain == with_libyaml(text), text


def test_nearly_all_entries_are_read_plainly():
    entries = sorted((Path(__file__).parent.parent / "catalog/modules").glob("*.yaml"))
    plain = [file for file in entries if plain_yaml.read(file.read_text(encoding="utf-8")) is not None]
    assert len(plain) > 0.9 * len(entries)


def texts_of(seed):
    files = sorted((Path(__file__).parent.parent / "catalog/modules").glob("*.yaml"))
    return [
        *(file.read_text(encoding="utf-8") for file in files),
        *(text for path, text in generated(40, seed=seed).files.items() if "/modules/" in path),
    ]


def test_a_place_is_the_same_whether_a_part_of_the_file_is_read_for_it_or_all():
    for text in texts_of(3):
        found = documents.parse(text, "x.yaml").document
        whole = replace(found, is_plain=False) if found else None
        keys = [key for key, _ in found.scalars()] if found else []
        for key in [*keys, *(key[:-1] for key in keys), *((*key, "more") for key in keys), ("no", 1), ()]:
            assert found.where(*key) == whole.where(*key)
            assert found.where_key(*key) == whole.where_key(*key)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb:\n- x\n- y\nc: 2\n",
        "# first\n\na: >-\n  some\n  text\n\n# last\nab: [b, c]\n# end\n",
        "a: |\n  text\nb:\nc: {a: b,\n  c: d}\n",
        "a:\n  a: 1\n  b: 'a: b'\nb: x",
    ],
)
def test_a_place_does_not_depend_on_what_stands_around_its_part(text):
    found = documents.parse(text, "x.yaml").document
    assert found.is_plain
    whole = replace(found, is_plain=False)
    for key, _ in found.scalars():
        assert (found.where(*key), found.where_key(*key)) == (whole.where(*key), whole.where_key(*key))
