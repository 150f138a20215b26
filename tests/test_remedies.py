"""What `ready` and findings print to be pasted: it is pasted as they say, and checks clean but for its blanks."""

from __future__ import annotations

import re

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE, REPOSITORY, TODAY, WORK
from module_catalog.catalog.reading.sources import Folder, Texts
from module_catalog.catalog.validation.schema import Schema, effective
from module_catalog.checks import examples, pipeline
from module_catalog.checks.gates import GATES, stage_shortfalls
from module_catalog.checks.readiness import readiness
from module_catalog.cli.ready import ready_text
from module_catalog.edit.additions import additions

ANSWERS = {
    "name": "USE_THIS",
    "mechanism": "cmake",
    "default": "'off'",
    "date": "2026-03-01",
    "decided": "2025-01-01",
    "reviewed": "2026-05-31",
    "url": "https://quokka.example/x",
    "docs": "https://quokka.example/x",
    "paths": "tests/this",
    "for": "9",
    "against": "0",
    "replacement": "none",
    "removal": "2027-01-01",
    "since": "2026-01-01",
    "namespaces": "src/this",
    "title": "This",
    "status": "planned",
}
"""What a person writes for a blank, by its key; text for any other."""


def pasted(text: str, told: str) -> str:
    """Return an entry after what is told has been pasted into it, one after the other."""
    lines = text.splitlines()
    for where, block in re.findall(r"(?m)^(Below|In place of|Remove)(.*\n(?:    .*\n)*)", f"{told}\n"):
        place, *new = block.splitlines()
        numbers = [int(number) for number in re.findall(r"\d+", place.partition(",")[0])]
        start, end = (numbers[0], numbers[0]) if where == "Below" else (numbers[0] - 1, numbers[-1])
        lines[start:end] = [line[4:] for line in new]
    return "\n".join(lines) + "\n"


def filled(text: str, others: list[str], people: list[str]) -> str:
    """Return an entry with an answer in place of each blank: somebody new in each list of people."""
    left = [one for one in people if one not in re.findall(r"person: ([\w-]+)", text)] or people

    def answer(found: re.Match[str]) -> str:
        key = found[1]
        if key == "person":
            return f"person: {left.pop(0) if len(left) > 1 else left[0]}"
        if key == "module":
            return f"module: {others[0]}"
        return f"{key}: {found[2]}{ANSWERS.get(key, 'An answer')}"

    return re.sub(r"(\w+): (\[?)…", answer, text)


def checked(source, path: str, text: str):
    files = {file: source.text(file).text for file in source.below("catalog") if "schema" not in file}
    return pipeline.check_source(Texts({**files, path: text}), today=source_day(source))


def source_day(source):
    return examples.TODAY if isinstance(source, Texts) else TODAY


def sources():
    yield "tvm", Folder(REPOSITORY)
    yield "feature stages", Folder(REPOSITORY / "examples/feature-stages")
    base = {"catalog.yaml": CATALOG, "people.yaml": PEOPLE, "showcase/fast.yaml": WORK}
    forms = {
        "modules/loader.yaml": LOADER,
        "modules/cuda.yaml": CUDA,
        "modules/flow.yaml": LOADER.replace("name: Loader", "name: Flow").replace("src/loader", "src/flow")
        + "links: {issues: 'https://quokka.example/i', api: https://quokka.example/a}\n"
        + "rfcs: [{title: 'A, b', status: open}, {title: It's said 'so', status: open}, {title: Two,\n  status: draft}]\n# The end.\n",
        "modules/block.yaml": LOADER.replace("name: Loader", "name: Block").replace("src/loader", "src/block")
        + "links:\n    # A comment.\n    issues: https://quokka.example/i\n\nrfcs:\n- title: One\n  status: open\n\ntags: []\n",
        "modules/nobody.yaml": CUDA.replace("name: CUDA", "name: Nobody")
        .replace("src/cuda", "src/nobody")
        .replace(
            "owners: [{person: eva, basis: MAINTAINERS file}]", "owners: []\nno_owners: Nobody is named."
        )
        .replace("USE_CUDA", "USE_NOBODY"),
    }
    yield "forms", Texts({f"catalog/{name}": text for name, text in {**base, **forms}.items()})
    for code in sorted(kind.code for kind in GATES.values()):
        yield code, examples.catalog(examples.of(code).bad)


SOURCES = dict(sources())


@pytest.mark.parametrize("name", SOURCES)
def test_what_ready_prints_checks_clean_once_it_is_pasted_and_filled_in(name):
    source = SOURCES[name]
    before = pipeline.check_source(source, today=source_day(source))
    for module in before.catalog.modules:
        shown = readiness(module, before.catalog)
        told = ready_text(shown, before.catalog).partition("To add to")[2]
        if not told:
            continue
        path = module.document.path
        with_blanks = pasted(module.document.text, told)
        blank = checked(source, path, with_blanks)
        assert {one.code for one in blank.findings if one.place.path == path} <= {"MC102", "MC109"} | {
            one.code for one in before.findings
        }
        text = filled(
            with_blanks,
            [other.id for other in before.catalog.modules if other is not module],
            list(before.catalog.people),
        )
        after = checked(source, path, text)
        known = {(one.code, one.place.path) for one in before.findings}
        # MC308: that what is replaced leaves is another entry's to say.
        new = [
            one for one in after.findings if one.code != "MC308" and (one.code, one.place.path) not in known
        ]
        assert [(one.code, one.message) for one in new] == [], text
        now = {step.code: step for step in readiness(after.catalog.by_id[module.id], after.catalog).steps}
        open_still = [step.sentence for step in shown.steps if step.pastes and now[step.code].state != "met"]
        assert open_still == []


@pytest.mark.parametrize("kind", GATES.values(), ids=lambda kind: kind.code)
def test_what_a_gate_offers_takes_its_finding_away(kind):
    source = examples.catalog(examples.of(kind.code).bad)
    before = pipeline.check_source(source, today=examples.TODAY)
    schema = Schema.of(effective("module", {}))
    for module in before.catalog.modules:
        offers = [
            shortfall.paste
            for _, shortfall in stage_shortfalls(module, kind, before.catalog)
            if shortfall.paste
        ]
        if not offers:
            continue
        lines = module.document.text.splitlines()
        for one in additions(offers, module.document, schema, {}):
            lines[one.start - 1 : one.end] = one.lines
        others = [other.id for other in before.catalog.modules if other is not module]
        text = filled("\n".join(lines), others, list(before.catalog.people))
        after = checked(source, module.document.path, text)
        found = {one.code for one in after.findings if one.place.path == module.document.path}
        # MC308: that what is replaced leaves is another entry's to say.
        assert found <= {"MC308"}, text


OWNERS = "owners: [{person: eva, basis: MAINTAINERS file}]"


@pytest.mark.parametrize(
    ("owners", "line", "remedy"),
    [
        ("owners: ana", "owners: ana", "owners: [{person: ana}]"),
        ("owners: [ana]", "ana", "{person: ana}"),
        ("owners: [{person: ben},\n  ana]", "ana", "{person: ana}"),
        ("owners:\n  - ana", "- ana", "- person: ana"),
        ("owners:\n- ana", "- ana", "- person: ana"),
    ],
)
def test_a_word_where_a_mapping_must_stand_is_told_as_it_can_be_pasted_there(owners, line, remedy, check):
    broken = CUDA.replace(OWNERS, owners)
    (finding,) = check({"modules/cuda.yaml": broken}).findings
    assert finding.message.endswith(f": write `{remedy}`")
    fixed = broken.replace(owners, owners.replace(line, remedy))
    assert check({"modules/cuda.yaml": fixed}).findings == ()


@pytest.mark.parametrize(("paths", "written"), [("src/a b", "['src/a b']"), ("it's", "['it''s']")])
def test_a_word_that_needs_quotes_gets_them(paths, written, check):
    broken = CUDA.replace("namespaces: [src/cuda]", f'namespaces: "{paths}"')
    (finding,) = check({"modules/cuda.yaml": broken}).findings
    assert finding.message.endswith(f": write `namespaces: {written}`")


@pytest.mark.parametrize(
    ("broken", "added"),
    [
        (CUDA.replace(OWNERS, "owners: []"), "no_owners: <why>"),
        (CUDA.replace(OWNERS, "owners: []"), "seeking_owners: true"),
        (LOADER.replace("stands_alone: It touches nothing else.\n", ""), "stands_alone: <why>"),
        (LOADER.replace("nothing_planned: Waiting for users.\n", ""), "nothing_planned: <why>"),
        (LOADER.replace("no_toggle: Always built.\n", ""), "no_toggle: <why>"),
    ],
)
def test_what_a_finding_offers_in_place_of_a_list_checks_clean(broken, added, check):
    path = f"modules/{'cuda' if 'CUDA' in broken else 'loader'}.yaml"
    (finding,) = check({path: broken}).findings
    assert f"`{added}`" in finding.message
    assert check({path: f"{broken}{added}\n"}).findings == ()
