"""The audit reads what toggles were like in each release: defaults and stages in the files of its tag."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from conftest import CUDA
from module_catalog.catalog import evidence_files
from module_catalog.cli import main
from repositories import commit, findings, git, repository, said, survey

RELEASES = (
    "\n\n# gates.yaml\nname: Gates\ntransitions: [{from: null, to: S0}, {from: S0, to: S1}, {from: S1, to: S2}]\n"
    "stages:\n  - {id: S0, name: Alpha, means: Off.}\n  - {id: S1, name: Beta, means: On.}\n"
    "  - {id: S2, name: Stable, means: Always on.}\n"
    "\n\n# catalog.yaml\nlifecycle: gates.yaml\n"
    "releases: [{name: v1.0, date: 2024-02-01}, {name: v1.1, date: 2024-06-01}, {name: v1.2, date: 2024-10-01}]\n"
)
OTEL = """\
package engine

import "go.opentelemetry.io/collector/featuregate"

var gate = featuregate.GlobalRegistry().MustRegister("engine.turbo", featuregate.STAGE)
"""
TABLE = """\
package features

import "k8s.io/component-base/featuregate"

const EngineTurbo featuregate.Feature = "EngineTurbo"

var gates = map[featuregate.Feature]featuregate.FeatureSpec{
	EngineTurbo: {Default: DEFAULT, PreRelease: featuregate.STAGE},
	other.WheelTurbo: {Default: false, PreRelease: featuregate.Alpha},
}
"""
COMPUTED = OTEL.replace('"engine.turbo"', "prefix() + name").replace("STAGE", "StageAlpha")


@pytest.fixture
def source(tmp_path):
    """Make a repository with three releases of what it is told."""

    def make(*releases):
        folder = repository(tmp_path / "source")
        days = ("2024-01-20", "2024-05-20", "2024-09-20")
        for number, (files, day) in enumerate(zip(releases, days, strict=True)):
            commit(folder, {"src/engine/a.cc": "", **files}, day=day)
            git(folder, "tag", f"v1.{number}")
        return folder

    return make


def entry(name, mechanism, *rows):
    history = f", history: [{', '.join(rows)}]" if rows else ""
    return f"# modules/engine.yaml\ntoggles:\n  - {{name: {name}, mechanism: {mechanism}, default: 'off'{history}}}{RELEASES}"


def option(default):
    return {"CMakeLists.txt": f'option(USE_ENGINE "" {default})\nif(USE_ENGINE)\nendif()\n'}


def gate(stage):
    return {"engine/gate.go": OTEL.replace("STAGE", f"Stage{stage}")}


def table(default, stage):
    return {"pkg/features/gates.go": TABLE.replace("DEFAULT", default).replace("STAGE", stage)}


def only(found):
    return said(found, "engine", "was", "staged")


def test_defaults_of_a_build_option_are_those_of_the_tags(source):
    folder = source(option("OFF"), option("ON"), option("OFF"))
    rows = (
        "{release: v1.0, default: 'off'}",
        "{release: v1.1, default: 'off'}",
        "{release: v1.2, default: 'OFF'}",
    )
    text = entry("USE_ENGINE", "cmake", *rows)
    found = survey(text, folder, only=("toggle_history",))
    assert only(found) == [
        "verified was: `USE_ENGINE@v1.0` is `off` when nobody sets it",
        "contradicted was: `USE_ENGINE@v1.1` is `ON` when nobody sets it, not `off`",
        "verified was: `USE_ENGINE@v1.2` is `OFF` when nobody sets it",
    ]
    assert [line for line in findings(text, found) if line.endswith("MC936")] == [
        "modules/engine.yaml:3:126 MC936"
    ]


@pytest.mark.parametrize("say", [gate, lambda stage: table("false" if stage == "Alpha" else "true", stage)])
def test_stages_of_a_gate_are_those_of_the_tags(say, source):
    name = "engine.turbo" if say is gate else "EngineTurbo"
    folder = source(say("Alpha"), say("Beta"), say("Stable" if say is gate else "GA"))
    rows = (
        "{release: v1.0, stage: S0, default: off}",
        "{release: v1.1, stage: S0}",
        "{release: v1.2, stage: S2}",
    )
    text = entry(name, "feature-gate", *rows)
    found = survey(text, folder, only=("toggle_history",))
    assert only(found) == [
        f"verified was: `{name}@v1.0` is `off` when nobody sets it",
        f"verified staged: `{name}@v1.0` is at the stage `S0`",
        f"contradicted staged: `{name}@v1.1` is at the stage `Beta`, not `S0`",
        f"verified staged: `{name}@v1.2` is at the stage `S2`",
    ]
    assert [line.split()[1] for line in findings(text, found) if "MC93" in line] == ["MC937"]


def test_the_first_and_the_last_release_of_a_gate_are_those_of_the_tags(source):
    folder = source({}, gate("Alpha"), {"engine/gate.go": None})
    text = entry("engine.turbo", "feature-gate").replace(
        "default: 'off'", "default: 'off', since: v1.0, until: v1.2"
    )
    assert said(survey(text, folder, only=("releases",)), "engine", "came", "went") == [
        "contradicted came: the first release with `engine.turbo` is `v1.1`, not `v1.0`",
        "verified went: the first release without `engine.turbo` is `v1.2`",
    ]


@pytest.mark.parametrize(
    ("name", "mechanism", "files"),
    [
        ("turbo", "cargo-feature", {"Cargo.toml": '[package]\nname = "engine"\n[features]\nturbo = []\n'}),
        ("turbo", "meson", {"meson_options.txt": "option('turbo', type: 'boolean', value: false)\n"}),
        ("turbo", "gradle", {"gradle.properties": "turbo=false\n"}),
        (
            "turbo",
            "maven",
            {"pom.xml": "<project><profiles><profile><id>turbo</id></profile></profiles></project>\n"},
        ),
        ("turbo", "npm-optional", {"package.json": '{"optionalDependencies": {"turbo": "1"}}\n'}),
    ],
)
def test_toggles_of_other_build_files_have_releases_too(name, mechanism, files, source):
    folder = source({}, files, {})
    text = entry(name, mechanism).replace("default: 'off'", "default: 'off', since: v1.0")
    assert said(survey(text, folder, only=("releases",)), "engine", "came") == [
        f"contradicted came: the first release with `{name}` is `v1.1`, not `v1.0`"
    ]


def test_a_gate_whose_name_is_computed_may_be_any(source):
    folder = source(gate("Alpha"), {"engine/more.go": COMPUTED}, {})
    text = entry("engine.turbo", "feature-gate", "{release: v1.0, stage: S0}")
    assert [line.split(":")[0] for line in only(survey(text, folder, only=("toggle_history",)))] == [
        "not-checkable staged"
    ]


def test_gates_of_tests_are_none(source):
    folder = source(gate("Alpha"), {"engine/a_test.go": COMPUTED}, gate("Beta"))
    text = entry("engine.turbo", "feature-gate", "{release: v1.2, stage: S1}")
    assert only(survey(text, folder, only=("toggle_history",))) == [
        "verified staged: `engine.turbo@v1.2` is at the stage `S1`"
    ]


def test_a_release_without_a_tag_and_a_computed_default_say_nothing(source):
    folder = source(option("OFF"), option("${WITH_ENGINE}"), option("OFF"))
    git(folder, "tag", "-d", "v1.2")
    rows = ("{release: v1.1, default: 'off'}", "{release: v1.2, default: 'off'}")
    assert only(survey(entry("USE_ENGINE", "cmake", *rows), folder, only=("toggle_history",))) == [
        "not-checkable was: what `USE_ENGINE@v1.1` is when nobody sets it cannot be told: nothing that is read gives it"
        " a default",
        "not-checkable was: what `USE_ENGINE@v1.2` is when nobody sets it cannot be told: this clone has no tag of `v1.2`",
    ]


@pytest.mark.parametrize(
    ("releases", "rows", "said_of_it"),
    [
        ((option("OFF"), option("OFF"), option("ON")), (), ["v1.0: OFF; v1.2: ON"]),
        # What never changed is known as well.
        ((option("OFF"), option("OFF"), option("OFF")), (), ["v1.0: OFF"]),
        (({}, option("OFF"), {"CMakeLists.txt": ""}), (), ["v1.1: OFF; until v1.2"]),
        ((option("OFF"), {"CMakeLists.txt": ""}, option("OFF")), (), ["v1.0: OFF; until v1.1; v1.2: OFF"]),
        # It is there, and by how its default is written it may be anything.
        ((option("OFF"), option("${WITH_ENGINE}"), option("ON")), (), ["v1.0: OFF; from v1.1; v1.2: ON"]),
        # Whatever the entry says of it.
        ((option("OFF"), {}, {}), ("{release: v1.0, default: 'off'}",), ["v1.0: OFF"]),
        (({}, {}, {}), (), []),
    ],
)
def test_what_a_toggle_was_in_the_tags_is_a_fact(releases, rows, said_of_it, source):
    found = survey(entry("USE_ENGINE", "cmake", *rows), source(*releases), only=("toggle_history",))
    assert said(found, "engine", "became") == [
        f"no-claim became: by the tags of releases `USE_ENGINE` was `{one}`" for one in said_of_it
    ]


@pytest.mark.parametrize(
    ("name", "mechanism", "files", "place"),
    [
        ("USE_ENGINE", "cmake", {"more/CMakeLists.txt": "\n" + option("OFF")["CMakeLists.txt"]}, "more/CMakeLists.txt:2"),
        ("engine.turbo", "feature-gate", gate("Alpha"), "engine/gate.go:5"),
        ("EngineTurbo", "feature-gate", table("true", "Beta"), "pkg/features/gates.go:8"),
        ("turbo", "gradle", {"gradle.properties": "# Fast\nturbo=false\n"}, "gradle.properties:2"),
        ("turbo", "python-extra", {"setup.py": "setup(extras_require={'turbo': []})\n"}, "setup.py:1"),
    ],
)  # fmt: skip
def test_evidence_has_the_line_of_the_tag_in_which_something_changed(name, mechanism, files, place, source):
    folder = source({}, files, {path: f"\n\n{text}" for path, text in files.items()})
    found = survey(entry(name, mechanism), folder, only=("toggle_history",))
    (claim,) = [one for one in found.claims if one.kind == "became"]
    assert [(one.release, f"{one.path}:{one.line}") for one in claim.releases] == [("v1.1", place)]


def test_what_a_tag_says_of_a_default_is_text_on_one_line(source):
    folder = source(option('"\x1b[31mon\u202e"'), {}, {})
    found = survey(entry("USE_ENGINE", "cmake"), folder, only=("toggle_history",))
    (claim,) = [one for one in found.claims if one.kind == "became"]
    assert claim.releases[0].default.isprintable()
    assert "\x1b" not in evidence_files.text(found)


def test_the_command_lists_it_with_the_line_it_goes_to(project, source):
    folder = source(gate("Alpha"), gate("Beta"), gate("Stable"))
    toggle = (
        "name: engine.turbo, mechanism: feature-gate, default: 'on', enable: --feature-gates=engine.turbo"
    )
    cuda = CUDA.replace("name: USE_CUDA, mechanism: cmake, default: 'OFF', enable: set(USE_CUDA ON)", toggle)
    git(folder, "tag", "v2.0", "v1.2")
    root = project({"modules/cuda.yaml": cuda})
    done = CliRunner().invoke(main, ["-C", str(root), "audit", "--source", str(folder), "--releases"])
    assert (
        "catalog/modules/cuda.yaml:7: engine.turbo: history: v1.0: Alpha, off; v2.0: Stable, on\n"
        in done.stdout
    )
