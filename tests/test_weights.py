"""A catalog that weighs mistakes of form otherwise: what does not fit counts as not recorded, and is said so."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE, TODAY, found
from module_catalog.catalog.reading.sources import Folder, Texts
from module_catalog.checks import pipeline
from module_catalog.diagnostics import Severity
from module_catalog.site.build import site_files

REPOSITORY = Path(__file__).parent.parent
FORM = [f"MC{number}" for number in range(101, 108)]


def weighing(severity, *codes):
    """Return catalog.yaml with a weight for each of some rules."""
    return CATALOG + f"rules: {{{', '.join(f'{code}: {severity!r}' for code in codes)}}}\n"


def lowered(check, entry, *codes, severity="warning"):
    return check({"catalog.yaml": weighing(severity, *codes), "modules/cuda.yaml": entry})


def test_a_value_that_does_not_fit_counts_as_not_recorded_and_the_rest_is_there(check):
    result = lowered(
        check, CUDA.replace("owners: [{person: eva,", "owners: [{person: eva, since: '?',"), "MC105"
    )
    assert result.is_clean
    assert found(result) == [
        "modules/cuda.yaml:6:31 MC105 `?` must be a release such as v0.25.0 or a date such as 2026-01-31;"
        " until then it counts as not recorded"
    ]
    (owner,) = result.catalog.by_id["cuda"].owners
    assert (owner.person, owner.since) == ("eva", None)


def test_a_rule_of_form_that_is_off_says_nothing(check):
    result = lowered(check, CUDA + "colour: red\n", "MC101", severity="off")
    assert (result.findings, list(result.catalog.by_id)) == ((), ["cuda", "loader"])


def test_an_item_of_which_a_required_value_does_not_fit_is_left_out_alone(check):
    toggles = (
        "toggles: [{name: A, mechanism: cmak, default: 'OFF'}, {name: B, mechanism: cmake, default: 'ON'}]"
    )
    result = lowered(check, re.sub("toggles: .*", toggles, CUDA), "MC104")
    assert [one.name for one in result.catalog.by_id["cuda"].toggles] == ["B"]
    assert [one.severity for one in result.findings] == [Severity.WARNING]


def test_a_day_that_is_none_is_one_that_nobody_knows(check):
    result = lowered(check, CUDA.replace("2025-03-01", "2023-14-05"), "MC105")
    (event,) = result.catalog.by_id["cuda"].history
    assert (str(event.date), event.stage) == ("unknown", "S0")
    assert result.is_clean


@pytest.mark.parametrize("severity", ["warning", "off"])
@pytest.mark.parametrize(
    ("old", "new"), [("kind: backend", "kind: none"), ("stage: S0\nn", "stage: S7\nn"), ("name: CUDA\n", "")]
)
def test_an_entry_without_what_its_page_stands_on_is_left_out_and_never_in_silence(check, severity, old, new):
    result = lowered(check, CUDA.replace(old, new), "MC104", "MC102", severity=severity)
    (finding,) = result.findings
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith("; until then the whole entry is left out")
    assert list(result.catalog.by_id) == ["loader"]
    assert result.is_clean


@pytest.mark.parametrize(("name", "code"), [("Cuda2", "MC203"), ("more/cuda", "MC202")])
def test_a_file_with_a_name_that_is_none_or_taken_is_left_out_and_never_in_silence(check, name, code):
    result = check({"catalog.yaml": weighing("off", code), f"modules/{name}.yaml": CUDA})
    assert [(one.code, one.severity) for one in result.findings] == [(code, Severity.WARNING)]
    assert list(result.catalog.by_id) == ["cuda", "loader"]


def test_one_error_beside_a_warning_keeps_the_entry_out(check):
    result = lowered(check, CUDA.replace("OFF'", "OFF', since: '?'") + "colour: red\n", "MC101")
    assert [(one.code, one.severity.value) for one in result.findings] == [
        ("MC105", "error"),
        ("MC101", "warning"),
    ]
    assert "left out" not in str(found(result))
    assert list(result.catalog.by_id) == ["loader"]


def test_what_a_value_was_needed_for_is_not_a_second_finding(check):
    entry = CUDA.replace("stage: S0, basis", "stage: S7, basis").replace("OFF'", "OFF', until: '?'")
    result = lowered(
        check, entry + "parts: [{id: a, name: A, stage: S0, toggle: USE_CUDA}]\n", "MC104", "MC105"
    )
    assert [one.code for one in result.findings] == ["MC105", "MC104"]


def test_a_stage_that_is_none_is_one_mistake_wherever_the_entry_says_it(check):
    (finding,) = check({"modules/cuda.yaml": CUDA.replace("stage: S0", "stage: S00")}).findings
    assert (finding.code, finding.place.line, finding.suggestion) == ("MC104", 4, "S0")
    assert [(one.place.line, one.message) for one in finding.related] == [(13, "and here")]
    (other,) = check({"modules/cuda.yaml": CUDA.replace("stage: S0, basis", "stage: S00, basis")}).findings
    assert (other.place.line, other.related) == (13, ())


def test_the_roster_can_be_read_without_what_does_not_fit(check):
    people = PEOPLE.replace("role: committer}\nteams", "role: comitter}\nteams")
    result = check({"catalog.yaml": weighing("warning", "MC104"), "people.yaml": people})
    assert [one.code for one in result.findings] == ["MC104"]
    assert result.catalog.people["eva"].role is None


def test_a_catalog_file_with_a_mistake_is_an_error_whatever_it_says_of_weights(check):
    result = check({"catalog.yaml": weighing("off", "MC101") + "colour: red\n"})
    assert [(one.code, one.severity) for one in result.findings] == [("MC101", Severity.ERROR)]


def test_mistakes_behind_one_of_form_are_told_in_the_same_run(check):
    relations = """relations:
  - {type: depends-on, module: loader, why: It is loaded by it, wy: x}
  - {type: depends-on, module: lodaer, why: It needs it}
"""
    entry = re.sub(r"relations:\n.*\n", relations, CUDA).replace(
        "person: eva,", "person: eva, as: x}, {person: evaa,"
    )
    assert [one.split(" must")[0].split(";")[0] for one in found(check({"modules/cuda.yaml": entry}))] == [
        "modules/cuda.yaml:6:28 MC104 `x` is not a value of `as`",
        "modules/cuda.yaml:6:41 MC501 `evaa` is not on the roster: add them to people.yaml",
        "modules/cuda.yaml:9:65 MC101 `wy` is not a key of an item of `relations`, and `why` is there already: keep one of the two",
        "modules/cuda.yaml:10:32 MC201 no module has the id `lodaer`",
    ]


SPOILT = (
    lambda line: re.sub(r": .*", ": [{}]", line),
    lambda line: re.sub(r": [^{\[].*", ": '?'", line),
    lambda line: re.sub(r"(\w+): (?=[^ ]*$)", r"\1x: ", line),
    lambda line: re.sub(r"[0-9]{4}-[0-9]{2}", "2023-14", line),
    lambda line: re.sub(r"\{(\w+): ", r"{\1x: ", line),
    lambda line: re.sub(r"\[.*\]", "[]", line),
    lambda line: re.sub(r"\b\w+\b", "x" * 500, line, count=2),
    lambda line: "",
)


def spoilt(text, chance):
    """Return the text of an entry with a line in twenty spoilt."""
    return "\n".join(
        chance.choice(SPOILT)(line) if chance.random() < 0.05 else line for line in text.split("\n")
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("folder", "least"), [(".", 10), ("examples/feature-stages", 1)], ids=["tvm", "features"]
)
def test_no_page_fails_whatever_does_not_fit(folder, least, seed):
    source, chance = Folder(REPOSITORY / folder), random.Random(seed)
    paths = [path for path in sorted(source.below("catalog")) if path.endswith(".yaml")]
    files = {path: source.text(path).text for path in paths}
    entries = {
        path: spoilt(text, chance)
        for path, text in files.items()
        if "/modules/" in path or "/showcase/" in path
    }
    settings = re.sub(r"(?m)^rules:\n(  .*\n)*", "", files["catalog/catalog.yaml"])
    weights = "".join(f"  {code}: 'off'\n" for code in FORM)
    result = pipeline.check_source(
        Texts({**files, **entries, "catalog/catalog.yaml": f"{settings}rules:\n{weights}"}), today=TODAY
    )
    shown = {file.path for file in site_files(result)}
    partial = [one.id for one in result.catalog.modules if one.document.lost]
    assert len(partial) >= least
    assert {f"modules/{id_}.md" for id_ in partial} <= shown


LOADER_WRONG = {
    "modules/loader.yaml": LOADER.replace("[{person: ana}]", "[{person: anna}]").replace("v2.0", "v9.0"),
    "modules/cuda.yaml": CUDA.replace("kind: backend", "kind: backen"),
}
ALL_WRONG = [
    "modules/cuda.yaml MC104 `backen` is not a value of `kind`",
    "modules/loader.yaml MC501 `anna` is not on the roster",
    "modules/loader.yaml MC602 `v9.0` is not a release of the project",
]


def told(result):
    """Return the findings without their lines and the ends of their sentences."""
    return [
        f"{one.place.path[8:]} {one.code} {re.split('[;:,] ', one.message)[0]}" for one in result.findings
    ]


@pytest.mark.parametrize(
    ("old", "new", "said", "missing"),
    [
        ("", "", None, []),
        ("name: Quokka", "nam: Quokka", "MC101", []),
        ("kinds:", "kindz:", "MC101", ["backen"]),
        ("name: Core part", "nam: Core part", "MC101", ["backen"]),
        ("date: 2024-01-10", "date: 2024-14-10", "MC105", ["v9.0"]),
        ("name: Quokka", "name: Quokka\ncolour: red", "MC101", []),
        ("name: Quokka", "name: Quokka\nrules: {MC501: of}", "MC104", []),
        ("name: Quokka", "name: Quokka\nrules: {MC602: off, MC999: off}", "MC105", ["v9.0"]),
    ],
)
def test_what_does_not_depend_on_a_mistake_in_catalog_yaml_is_told_in_the_same_run(
    check, old, new, said, missing
):
    assert not old or old in CATALOG
    result = check({**LOADER_WRONG, "catalog.yaml": CATALOG.replace(old, new, 1)})
    of_catalog = [one for one in told(result) if one.startswith("catalog.yaml")]
    others = [one for one in told(result) if not one.startswith("catalog.yaml")]
    assert {one.split()[1] for one in of_catalog} == ({said} if said else set())
    assert others == [one for one in ALL_WRONG if not any(word in one for word in missing)]
    assert (result.catalog is None) == bool(said)


LADDER = """\
name: Ladder
rules: {MC501: warning, MC602: 'off'}
stages:
  - {id: S0, name: Seed, means: It is in the ground., stay: [{gate: champion, role: pmc}]}
  - {id: S1, name: Sprout, means: It is seen., stay: [{gate: fields, of: [tests]}]}
transitions: [{from: null, to: S0}, {from: S0, to: S1}]
"""
ON_LADDER = {
    **LOADER_WRONG,
    "catalog.yaml": CATALOG + "lifecycle: ladder.yaml\n",
    "modules/cuda.yaml": CUDA,
    "ladder.yaml": LADDER,
}
TESTS, CHAMPION = "modules/loader.yaml MC410", "modules/cuda.yaml MC412"


def codes(result):
    """Return the findings about entries by file and code, with what is no error in brackets."""
    return [
        f"{one.place.path[8:]} {one.code}{'' if one.severity is Severity.ERROR else f' ({one.severity.value})'}"
        for one in result.findings
        if one.place.path.startswith("catalog/modules/")
    ]


def test_a_lifecycle_says_how_severe_rules_are_and_catalog_yaml_takes_precedence(check):
    assert codes(check(ON_LADDER)) == [CHAMPION, TESTS, "modules/loader.yaml MC501 (warning)"]
    said = ON_LADDER["catalog.yaml"] + "rules: {MC501: error, MC602: info}\n"
    assert codes(check({**ON_LADDER, "catalog.yaml": said})) == [
        *(CHAMPION, TESTS, "modules/loader.yaml MC501", "modules/loader.yaml MC602 (info)")
    ]
    wrong = check({**ON_LADDER, "ladder.yaml": LADDER.replace("MC501", "MC001")})
    assert "MC105 `MC001` must be the code of a rule" in found(wrong)[0]


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("role: pmc", "rol: pmc", {CHAMPION}),
        ("of: [tests]", "of: tests", {TESTS}),
        ("gate: fields, ", "", {TESTS}),
        ("means: It is in the ground., ", "", set()),
        ("name: Ladder", "colour: red", set()),
        ("to: S1", "tp: S1", set()),
        ("id: S0, ", "", {CHAMPION, TESTS}),
        ("stages:", "stage:", {CHAMPION, TESTS}),
    ],
)
def test_what_does_not_depend_on_a_mistake_in_a_lifecycle_is_told_in_the_same_run(check, old, new, missing):
    assert old in LADDER
    result = check({**ON_LADDER, "ladder.yaml": LADDER.replace(old, new, 1)})
    assert result.findings[0].place.path == "catalog/ladder.yaml"
    assert result.catalog is None
    rest = [CHAMPION, TESTS, "modules/loader.yaml MC501 (warning)"]
    assert codes(result) == [one for one in rest if one not in missing]


def test_without_a_lifecycle_what_needs_none_is_told(check):
    result = check({**ON_LADDER, "catalog.yaml": CATALOG + "lifecycle: laddr.yaml\n"})
    assert result.findings[0].code == "MC104"
    assert codes(result) == ["modules/loader.yaml MC501", "modules/loader.yaml MC602"]


def test_the_page_of_a_module_and_that_for_maintainers_tell_what_does_not_fit(check):
    entry = CUDA.replace("owners: [{person: eva,", "owners: [{person: eva, since: '?',")
    files = {"catalog.yaml": weighing("warning", "MC105"), "modules/cuda.yaml": entry}
    made = {one.path: str(one.content) for one in site_files(check(files))}
    assert "One value of this entry is not right" in made["modules/cuda.md"]
    assert "<code>?</code> must be a release such as" in made["modules/cuda.md"]
    assert "not right" not in made["modules/loader.md"]
    assert "<strong>entry has a value that is not right" in made["modules/health.md"]
    off = {**files, "catalog.yaml": weighing("off", "MC105")}
    assert "not right" not in "".join(
        str(one.content) for one in site_files(check(off)) if one.path.endswith(".md")
    )


def test_the_page_of_rules_has_those_apart_that_no_check_applies(check):
    files = {**ON_LADDER, "modules/cuda.yaml": CUDA, "modules/loader.yaml": LOADER}
    page = {one.path: str(one.content) for one in site_files(check(files))}["modules/rules.md"]
    applied, _, others = page.partition("## Not applied here")
    for code in ("mc410", "mc412", "mc501"):
        assert f'id="{code}"' in applied
    for code in ("mc421", "mc602"):
        assert f'id="{code}"' in others
