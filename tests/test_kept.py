"""What a check keeps for the next one: never needed, never wrong."""

from __future__ import annotations

import json
import random
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from module_catalog import cache
from module_catalog.catalog.reading import documents
from module_catalog.catalog.reading.sources import Folder, Texts
from module_catalog.checks import examples, kept, pipeline
from module_catalog.checks.asked import Only
from module_catalog.checks.facts import FACTS, facts
from module_catalog.checks.rules import RULES
from module_catalog.reports import REPORTS
from module_catalog.reports.text import summary

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
    lambda text, other: re.sub(r"with: \[", f"with: [{other}x, ", text, count=1),
    lambda text, other: re.sub(r"date: 20\d\d", "date: 2026", text),
    lambda text, other: "\x00",
    lambda text, other: text.replace("toggles:\n", f"toggles:\n  - {{uses: {other}/{toggle_of(other)}}}\n"),
    lambda text, other: text.replace("toggles:\n", f"toggles:\n  - {{uses: {other}/USE_X}}\n"),
    lambda text, other: text.replace("'OFF'", "'ON'"),
    lambda text, other: re.sub(r"(?m)^kind: .*", "kind: none", text),
    lambda text, other: re.sub(r"date: 20\d\d-", "date: 2026.", text, count=1),
    lambda text, other: re.sub(r"(?m)^( +)module: (.*)", r"\1module: \2\n\1modul: x", text, count=1),
    lambda text, other: f"{text}colour: red\n",
    lambda text, other: re.sub(r"(?m)^summary: .*\n", "", text),
)
WEIGHTS = "rules: {MC101: warning, MC102: info, MC103: 'off', MC104: warning, MC105: 'off', MC106: 'off'}\n"
"""With them, entries are accepted without what does not fit."""


def toggle_of(id_):
    """Return the name of the toggle that a generated module has."""
    return f"USE_{id_.upper().replace('-', '_')}"


def reports(result):
    return result.findings, result.counts, *(REPORTS[name](result) for name in ("full", "concise"))


def across(result):
    """Return what rules across entries found; not where, which the facts of an entry do not tell."""
    found = [one for one in result.findings if RULES[one.code].across]
    return {(one.code, one.place.path, one.message, one.suggestion) for one in found}


def by_facts(source, whole, today):
    """Return what is found when of every module only the facts are known, if they can be."""
    modules = whole.catalog.modules if whole.catalog else ()
    known = {
        one.document.path: facts(one.document.data)
        for one in modules
        if not one.waivers and not one.document.lost
    }
    return pipeline.check_source(source, today=today, known=known)


@pytest.mark.parametrize("seed", range(8))
def test_a_check_with_what_was_kept_says_what_a_plain_one_says_whatever_is_edited(tmp_path, seed):
    generated(30, seed=seed, mistakes=10).write(tmp_path)
    with (tmp_path / "catalog/catalog.yaml").open("a", encoding="utf-8") as settings:
        settings.write(WEIGHTS if seed % 2 else "")
    source = random.Random(seed)
    files = []
    for _ in range(25):
        entries = sorted((tmp_path / "catalog/modules").glob("*.yaml"))
        for file in source.sample(entries, source.choice([0, 1, 1, 1, 3])):
            text = file.read_text(encoding="utf-8")
            files = [*files[-5:], (file, text)]
            file.write_text(source.choice(EDITS)(text, source.choice(entries).stem), encoding="utf-8")
        if source.random() < 0.15:
            lost = source.choice(entries)
            files = [*files, (lost, lost.read_text(encoding="utf-8"))]
            lost.unlink()
        elif source.random() < 0.3 and files:
            file, text = files.pop()
            file.write_text(text, encoding="utf-8")
        whole = pipeline.check(tmp_path, today=TODAY)
        assert reports(kept.check(tmp_path, today=TODAY, least=1)) == reports(whole)
        assert across(by_facts(Folder(tmp_path), whole, TODAY)) == across(whole)


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
    (tmp_path / cache.FOLDER / kept.NAME).write_bytes(content)
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


def examples_of(rule):
    """Return the catalogs that show a rule, as texts by path: without those that hold a link."""
    shown = examples.of(rule.code)
    return [one for one in (files(shown.bad), files(shown.good)) if None not in one.values()]


def files(example):
    source = examples.catalog(example)
    return {
        path: source.text(path).text if path in present(source) else None for path in source.below("catalog")
    }


def present(source):
    return {path for path in source.below("catalog") if not source.text(path).findings}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_looks_at_each_entry_alone_or_at_the_facts_of_all(rule):
    for number, shown in enumerate(examples_of(rule)):
        for variant in (shown, *(mixed(shown) if number == 0 else ())):
            source = Texts(variant)
            whole = pipeline.check_source(source, today=examples.TODAY)
            assert across(by_facts(source, whole, examples.TODAY)) == across(whole)
            for path in whole.texts.keys() & set(source.below("catalog/modules")):
                if "waivers:" not in variant[path]:
                    alone = pipeline.check_source(Only(source, [path]), today=examples.TODAY)
                    assert alone_in(path, alone) == alone_in(path, whole)


def mixed(shown):
    """Yield the catalog with what one module says of itself said by the others too, and of it."""
    for path in shown:
        found = documents.parse(shown[path], path).document if "/modules/" in path else None
        if found:
            given = {key: found.data[key] for key in FACTS.keys() - {"name", "stage"} if key in found.data}
            yield {other: with_keys(other, text, given, Path(path).stem) for other, text in shown.items()}


def with_keys(path, text, given, giver):
    found = documents.parse(text, path).document if "/modules/" in path else None
    if found is None or Path(path).stem == giver:
        return text
    turned = re.sub(rf'"{re.escape(Path(path).stem)}"', f'"{giver}"', json.dumps(given))
    return json.dumps({**found.data, **json.loads(turned)})


def alone_in(path, result):
    found = [one for one in result.findings if one.place.path == path and not RULES[one.code].across]
    return [(one.code, one.place, one.message, one.suggestion) for one in found]


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.across], ids=lambda rule: rule.code)
def test_each_step_from_a_mistake_to_its_fix_and_back_is_checked_as_if_nothing_was_kept(rule, tmp_path):
    shown = examples_of(rule)
    for before, after in zip(shown, shown[::-1], strict=True):
        for path in sorted(before.keys() | after.keys()):
            for one in (before, after):
                write(tmp_path, path, one.get(path))
                found = kept.check(tmp_path, today=examples.TODAY, least=1)
                assert reports(found) == reports(pipeline.check(tmp_path, today=examples.TODAY))


def write(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True) if text is None else file.write_text(text, encoding="utf-8")


def test_every_fact_is_one_that_a_rule_looks_at():
    fields = pipeline.schema.effective("module", {})["properties"]
    assert FACTS.keys() <= fields.keys()


def test_a_change_that_others_see_takes_the_facts_of_all_others_and_no_more(tmp_path):
    generated(30, mistakes=0).write(tmp_path)
    kept.check(tmp_path, today=TODAY, least=1)
    first, second, *_ = sorted((tmp_path / "catalog/modules").glob("*.yaml"))
    name = re.search(r"(?m)^name: .*", second.read_text())[0]
    first.write_text(re.sub(r"(?m)^name: .*", name, first.read_text()))
    found = kept.check(tmp_path, today=TODAY, least=1)
    assert found.catalog is None
    assert [finding.code for finding in found.findings] == ["MC204"]


def test_a_kept_result_says_what_the_project_calls_its_entries(tmp_path):
    generated(30, mistakes=0).write(tmp_path)
    file = tmp_path / "catalog/catalog.yaml"
    file.write_text(f"{file.read_text()}noun: {{one: plugin, many: plugins}}\n")
    first, again = (kept.check(tmp_path, today=TODAY, least=1) for _ in range(2))
    assert again.catalog is None
    assert summary(again) == summary(first) == "Checked 30 plugins and 1 showcase entry: no findings."


def test_a_generated_catalog_has_the_mistakes_it_says_it_has(tmp_path):
    made = generated(300, mistakes=15)
    made.write(tmp_path)
    found = pipeline.check(tmp_path, today=TODAY).findings
    assert sorted((one.place.path, one.code) for one in found) == sorted(made.mistakes.items())
