"""What a check keeps for the next one: never needed, never wrong."""

from __future__ import annotations

import random
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from module_catalog.catalog import plain_yaml
from module_catalog.catalog.yaml_reader import Reader
from module_catalog.checks import kept, pipeline
from module_catalog.reports import REPORTS

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from generator import TODAY, generated

EDITS = (
    lambda text, other: re.sub(r"(?m)^summary: .*", "summary: TODO.", text),
    lambda text, other: re.sub(r"(?m)^summary: .*", f"summary: About {other} things.", text),
    lambda text, other: re.sub(r"(?m)^name: .*", f"name: {other}", text),
    lambda text, other: re.sub(r"(?m)^    module: .*", f"    module: {other}", text, count=1),
    lambda text, other: re.sub(r"(?m)^stage: .*", "stage: S1", text),
    lambda text, other: text.replace("depends-on", "depend-on", 1),
    lambda text, other: f"# a line more\n{text}",
    lambda text, other: f"{text}waivers:\n  - {{rule: MC501, reason: they join, until: 2027-01-01}}\n",
    lambda text, other: f"{text}licence: Apache 2\n",
    lambda text, other: re.sub(r"(?m)^namespaces: .*", f"namespaces: [src/{other}]", text),
    lambda text, other: text.replace("OFF", "off", 1),
    lambda text, other: text[: len(text) // 2],
    lambda text, other: "\x00",
)


def reports(result):
    return [REPORTS[name](result) for name in ("full", "json", "sarif", "rdjson")]


@pytest.mark.parametrize("seed", range(4))
def test_a_check_with_what_was_kept_says_what_a_plain_one_says_whatever_is_edited(tmp_path, seed):
    generated(30, seed=seed, mistakes=10).write(tmp_path)
    source = random.Random(seed)
    for _ in range(25):
        entries = sorted((tmp_path / "catalog/modules").glob("*.yaml"))
        for file in source.sample(entries, source.choice([0, 1, 1, 1, 3])):
            text = file.read_text(encoding="utf-8")
            file.write_text(source.choice(EDITS)(text, source.choice(entries).stem), encoding="utf-8")
        if source.random() < 0.15:
            source.choice(entries).unlink()
        found = kept.check(tmp_path, today=TODAY, least=1)
        assert reports(found) == reports(pipeline.check(tmp_path, today=TODAY))


def test_an_edit_that_no_other_entry_sees_is_checked_alone(tmp_path):
    generated(30, mistakes=0).write(tmp_path)
    kept.check(tmp_path, today=TODAY, least=1)
    file = min((tmp_path / "catalog/modules").glob("*.yaml"))
    file.write_text(re.sub(r"(?m)^summary: .*", "summary: TODO.", file.read_text()))
    found = kept.check(tmp_path, today=TODAY, least=1)
    assert found.catalog is None
    assert [finding.code for finding in found.findings] == ["MC109"]


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\n\xff", b"0\n{}"])
def test_a_file_that_was_not_kept_like_this_is_not_used(tmp_path, content):
    generated(20).write(tmp_path)
    kept.check(tmp_path, today=TODAY, least=1)
    (tmp_path / kept.PATH).write_bytes(content)
    assert kept.check(tmp_path, today=TODAY, least=1).catalog is not None


def test_what_was_kept_on_another_day_is_not_used(tmp_path):
    generated(20).write(tmp_path)
    kept.check(tmp_path, today=TODAY, least=1)
    assert kept.check(tmp_path, today=date(2027, 11, 20), least=1).catalog is not None


def test_nothing_is_written_through_a_link_out_of_the_project(tmp_path):
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    elsewhere.mkdir()
    generated(20).write(project)
    (project / ".cache").symlink_to(elsewhere)
    kept.check(project, today=TODAY, least=1)
    assert list(elsewhere.iterdir()) == []


def test_nothing_is_kept_of_a_small_catalog(tmp_path):
    generated(20).write(tmp_path)
    kept.check(tmp_path, today=TODAY)
    assert not (tmp_path / ".cache").exists()


def test_every_rule_looks_at_one_entry_or_at_what_others_say_of_themselves():
    assert kept.CLASSIFIED


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


def test_the_same_seed_gives_the_same_catalog():
    assert generated(200, seed=7) == generated(200, seed=7)


def test_a_generated_catalog_has_the_mistakes_it_says_it_has(tmp_path):
    made = generated(300, mistakes=15)
    made.write(tmp_path)
    found = pipeline.check(tmp_path, today=TODAY).findings
    assert sorted((one.place.path, one.code) for one in found) == sorted(made.mistakes.items())
