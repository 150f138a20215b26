"""Whatever the files hold: no traceback, every finding has its place, the same answer every time; and editors agree with the check."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import CATALOG, CUDA, LOADER, PEOPLE, TODAY, WORK
from module_catalog.catalog.reading.sources import Texts
from module_catalog.catalog.validation.schema import effective
from module_catalog.checks import examples, pipeline
from module_catalog.checks.rules import RULES
from module_catalog.reports import REPORTS
from module_catalog.site import build

FILES = {
    "catalog/catalog.yaml": CATALOG,
    "catalog/people.yaml": PEOPLE,
    "catalog/modules/loader.yaml": LOADER,
    "catalog/modules/cuda.yaml": CUDA,
    "catalog/showcase/fast.yaml": WORK,
}
TOKENS = [
    "",
    "[]",
    "{}",
    "null",
    "on",
    "0.10",
    "2024-02-30",
    "a: b",
    "- ",
    "'",
    '"',
    "&a x",
    "*a",
    "!!int 1",
    "<<: {a: b}",
    "|",
    ">",
    "#",
]
TOKENS += [
    "S0",
    "S1",
    "removed",
    "cuda",
    "loader",
    "x" * 500,
    "\t",
    "\x00",
    "\ufeff",
    "\u202e",
    "https://a.example",
    "[" * 30,
    "TBD",
    "…",
]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, str]:
    """Draw the small catalog with a few of its lines changed, cut, doubled, moved or filled with what nobody expects."""
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 6))):
        path = draw(st.sampled_from(sorted(files)))
        lines = files[path].splitlines() or [""]
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["value", "cut", "double", "move", "insert", "indent", "swap"])):
            case "value":
                lines[at] = (
                    lines[at].partition(":")[0] + ": " + draw(st.sampled_from(TOKENS) | st.text(max_size=20))
                )
            case "cut":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "move":
                lines.append(lines.pop(at))
            case "insert":
                lines.insert(at, draw(st.sampled_from(TOKENS) | st.text(max_size=20)))
            case "indent":
                lines[at] = " " * draw(st.integers(1, 4)) + lines[at]
            case _:
                words = lines[at].split(" ")
                words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(TOKENS))
                lines[at] = " ".join(words)
        files[path] = "\n".join([*lines, ""])
    return files


@given(mutated())
def test_no_catalog_ends_in_a_traceback_and_every_finding_has_its_place(files):
    result = pipeline.check_source(Texts(files), today=TODAY)
    for finding in result.findings:
        assert finding.code in RULES
        text = files.get(finding.place.path)
        assert text is not None
        lines = text.removeprefix("\ufeff").split("\n")
        assert 1 <= finding.place.line <= len(lines) + 1
        assert finding.place.column >= 1
        assert (finding.place.end_line, finding.place.end_column) >= (
            finding.place.line,
            finding.place.column,
        )
    for report in REPORTS.values():
        assert report(result)
    if result.is_clean:
        assert all(file.content for file in build.site_files(result))


@given(mutated(), st.randoms())
def test_the_order_of_files_and_the_number_of_runs_change_nothing(files, random):
    shuffled = list(files.items())
    random.shuffle(shuffled)
    first = pipeline.check_source(Texts(files), today=TODAY)
    assert pipeline.check_source(Texts(files), today=TODAY).findings == first.findings
    assert pipeline.check_source(Texts(dict(shuffled)), today=TODAY).findings == first.findings


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_end_in_a_traceback(content):
    for path in FILES:
        pipeline.check_source(Texts({**FILES, path: content}), today=TODAY)


def verdicts(source: Texts | object) -> list[tuple[str, bool, bool]]:
    """Return for each module that could be read: its path, what jsonschema says, what the check says of its shape."""
    result = pipeline.check_source(source, today=TODAY)
    if result.catalog is None:
        return []
    words = {**result.catalog.settings.words(), **result.catalog.lifecycle.words()}
    validator = jsonschema.Draft202012Validator(
        effective("module", words), format_checker=jsonschema.FormatChecker(["date"])
    )
    refused = {
        one.place.path
        for one in result.findings
        if one.code.startswith("MC1") and one.code not in ("MC108", "MC109", "MC112")
    }
    accepted = {module.document.path: module.document.data for module in result.catalog.modules}
    found = [(path, validator.is_valid(data), path not in refused) for path, data in accepted.items()]
    return found + [
        (path, False, path not in refused) for path in refused if path.startswith("catalog/modules/")
    ]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_schema_and_the_rules_agree_on_every_example(rule):
    shown = examples.of(rule.code)
    for example in (shown.bad, shown.good):
        assert [
            path for path, schema, check in verdicts(examples.catalog(example)) if schema is not check
        ] == []


def test_the_schema_and_the_rules_agree_on_the_whole_catalog():
    folder = Path(__file__).parent.parent
    texts = {
        path.relative_to(folder).as_posix(): path.read_text() for path in (folder / "catalog").rglob("*.yaml")
    }
    found = verdicts(Texts(texts))
    assert len(found) == 51
    assert [path for path, schema, check in found if schema is not check] == []


# Fifty mistakes: the line of the entry that is replaced, and by what. Each is one finding on that line.
FIFTY = [
    *[(line, text) for line, text in enumerate(["nam: M", "summry: S", "knd: core", "stge: S1"], start=1)],
    (1, "name:"), (1, "name: ''"), (1, "name: [M]"), (1, f"name: {'m' * 101}"), (1, "name: ' M'"), (1, "name: TBD"),
    (2, "summary:"), (2, "summary: {a: b}"), (2, f"summary: {'s' * 301}"), (2, "summary: a: b"), (2, "summary: &s It is"), (2, "summary: '…'"),
    (3, "kind: cor"), (3, "kind: [core]"), (3, "kind: !!str core"), (3, "kind: nothing"),
    (4, "stage: S9"), (4, "stage: {S1: S0}"), (4, "stage: S2"), (4, "stage: s1"),
    (5, "namespaces: src"), (5, "namespaces: []"), (5, "namespaces: [../src]"), (5, "namespaces: [/src]"), (5, "namespaces: [a, a]"),
    (5, "namespaces: [a\\b]"), (5, "namespaces: [src/loader]"), (5, "namespaces: [{a: b}]"),
    (6, "owners: ana"), (6, "owners: []"), (6, "owners: [{person: annna}]"), (6, "owners: [{person: '@ana'}]"),
    (6, "owners: [{person: ana, sinse: v1.0}]"), (6, "owners: [{person: ana}, {person: ana}]"), (6, "owners: [{persn: ana}]"),
    (6, "owners: [{person: ana, since: v9.9}]"), (6, "owners: [{person: ana}, {person: ben, since: v2.0, until: v1.0}]"),
    (7, "toggles: []"), (7, "toggles: [{name: A, mechanism: magic, default: x}]"), (7, "toggles: [{name: A, mechanism: cmake}]"),
    (7, "toggles: [{name: A, mechanism: cmake, default: x, requires: [NOTHING]}]"),
    (8, "relations: [{type: depends-on, module: nobody, why: It does}]"), (8, "relations: [{type: needs, module: loader, why: It does}]"),
    (8, "relations: [{type: depends-on, module: loader}]"), (8, "relations: [{type: depends-on, why: It does}]"),
    (10, "roadmap: [{title: T, status: planned, target: v1.0}]"),
]  # fmt: skip


def test_fifty_mistakes_in_fifty_files_are_fifty_findings_each_at_its_line():
    files = dict(FILES)
    for number, (line, text) in enumerate(FIFTY):
        lines = (
            LOADER.replace("name: Loader", f"name: M{number}")
            .replace("src/loader", f"src/m{number}")
            .splitlines()
        )
        lines[line - 1] = text
        if text.startswith(("relations: [{", "roadmap: [{")):
            lines[line] = "# Nothing denies it."
        files[f"catalog/modules/m{number:02}.yaml"] = "\n".join([*lines, ""])
    found = pipeline.check_source(Texts(files), today=TODAY).findings
    assert len(FIFTY) == 50
    assert [(one.place.path, one.place.line) for one in found] == [
        (f"catalog/modules/m{number:02}.yaml", line) for number, (line, _) in enumerate(FIFTY)
    ]


ODD = (
    "0",
    "-1",
    "9" * 400,
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "999999999",
    ".inf",
    "1e400",
    "''",
    "~",
    "x" * 390,
)
FIELDS = {
    "catalog.yaml": (
        CATALOG,
        ("effective: 2026-01-01", "date: 2024-01-10", "upcoming: [v3.0]", "name: Quokka"),
    ),
    "people.yaml": (PEOPLE, ("role: pmc", "name: Ana Alves")),
    "modules/cuda.yaml": (
        CUDA,
        ("date: 2025-03-01", "target: v3.0", "default: 'OFF'", "stage: S0\n", "person: eva"),
    ),
    "showcase/fast.yaml": (WORK, ("year: 2025", "kind: paper")),
}
ADDED = {
    "catalog.yaml": (
        "limits: {{silent_days: {0}}}",
        "limits: {{review_days: {0}, evidence_days: {0}}}",
        "lifecycle: {0}",
        "folder: {0}",
    ),
    "people.yaml": ("x-a: {0}",),
    "modules/cuda.yaml": (
        "reviewed: {0}",
        "waivers: [{{rule: MC705, reason: r, until: {0}}}]",
        "deprecation: {{since: {0}, reason: r, removal: {0}}}",
    ),
    "showcase/fast.yaml": ("checked: {0}", "picture: {0}"),
}


def changed(odd: str) -> list[tuple[str, str]]:
    """Return every file with one of its values, or one more, that is odd."""
    replaced = [
        (
            path,
            text.replace(field, f"{field.partition(':')[0]}: {odd}" + ("\n" if field.endswith("\n") else "")),
        )
        for path, (text, fields) in FIELDS.items()
        for field in fields
    ]
    return replaced + [
        (path, FIELDS[path][0] + line.format(odd) + "\n") for path, lines in ADDED.items() for line in lines
    ]


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:12])
def test_an_odd_value_anywhere_is_a_finding_or_none_and_what_is_accepted_has_pages(odd):
    for path, text in changed(odd):
        result = pipeline.check_source(Texts({**FILES, f"catalog/{path}": text}), today=TODAY)
        REPORTS["full"](result)
        if result.catalog is not None:
            assert list(build.site_files(result))


@pytest.mark.parametrize("year", ["0000", "0999"])
def test_a_year_that_no_calendar_of_python_has_is_no_day(year):
    text = CUDA.replace("date: 2025-03-01", f"date: {year}-01-01")
    result = pipeline.check_source(Texts({**FILES, "catalog/modules/cuda.yaml": text}), today=TODAY)
    assert [(one.code, one.place.line, one.message) for one in result.findings] == [
        (
            "MC105",
            13,
            f"`{year}-01-01` must be a day such as 2026-01-31, a month such as 2026-01, a year such as 2026, or `unknown`",
        )
    ]
