"""In every language, and of every kind of toggle: the truth is contradicted nowhere, and each lie where it stands.

Of a lie that no tree can tell from the truth it is said so. The tables say which those are.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from repositories import commit, findings, repository, said, survey

ENTRIES = """\
# modules/engine.yaml
stage: S1
namespaces: [ENGINE]
tests: {paths: [tests]}
links: {docs: 'https://github.com/quokka/quokka/blob/main/docs/engine.md'}
relations: []
stands_alone: The others need it.

# modules/wheel.yaml
stage: S1
namespaces: [WHEEL]
relations: [{type: depends-on, module: engine, why: It turns it}]

# modules/horn.yaml
namespaces: [HORN]
relations: []
stands_alone: It needs no other.
"""
"""Wheel imports engine; nothing imports wheel and horn."""

LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "Python": {
        "q/__init__.py": "",
        "q/engine/__init__.py": "def start(): ...\n",
        "q/wheel/__init__.py": "from q.engine import start\n",
        "q/horn/__init__.py": "",
        "tests/test_start.py": "import q.engine\n",
    },
    "C": {
        "q/engine/start.h": "int start(void);\n",
        "q/engine/start.c": '#include "start.h"\n',
        "q/wheel/turn.c": '#include "../engine/start.h"\n',
        "q/horn/honk.c": "int honk;\n",
        "tests/start_test.c": '#include "../q/engine/start.h"\n',
    },
    "C++": {
        "include/q/engine/start.hpp": "int start();\n",
        "src/wheel/turn.cc": "#include <q/engine/start.hpp>\n",
        "src/horn/honk.cc": "int honk;\n",
        "tests/start_test.cc": "#include <q/engine/start.hpp>\n",
    },
    "Go": {
        "go.mod": "module quokka.example/q\n",
        "q/engine/start.go": "package engine\n",
        "q/wheel/turn.go": 'package wheel\nimport "quokka.example/q/q/engine"\n',
        "q/horn/honk.go": "package horn\n",
        "tests/start_test.go": 'package tests\nimport "quokka.example/q/q/engine"\n',
    },
    "Rust": {
        "Cargo.toml": '[workspace]\nmembers = ["q/*"]\n[package]\nname = "car"\n[dependencies]\nengine = { path = "q/engine" }\n',
        "q/engine/Cargo.toml": '[package]\nname = "engine"\n',
        "q/engine/src/lib.rs": "pub fn start() {}\n",
        "q/wheel/Cargo.toml": '[package]\nname = "wheel"\n[dependencies]\nengine = { path = "../engine" }\n',
        "q/wheel/src/lib.rs": "use engine::start;\n",
        "q/horn/Cargo.toml": '[package]\nname = "horn"\n',
        "q/horn/src/lib.rs": "pub fn honk() {}\n",
        "tests/start.rs": "use engine::start;\n",
    },
    "Java": {
        "q/engine/Start.java": "package q.engine;\npublic class Start {}\n",
        "q/wheel/Turn.java": "package q.wheel;\nimport q.engine.Start;\nclass Turn {}\n",
        "q/horn/Honk.java": "package q.horn;\nclass Honk {}\n",
        "tests/StartTest.java": "package q.tests;\nimport q.engine.Start;\n",
    },
    "Kotlin": {
        "q/engine/Start.kt": "package q.engine\nfun start() {}\n",
        "q/wheel/Turn.kt": "package q.wheel\nimport q.engine.start\n",
        "q/horn/Honk.kt": "package q.horn\nfun honk() {}\n",
        "tests/StartTest.kt": "package q.tests\nimport q.engine.start\n",
    },
    "JavaScript": {
        "q/engine/start.js": "export const start = 1\n",
        "q/wheel/turn.js": "import { start } from '../engine/start.js'\n",
        "q/horn/honk.js": "export const honk = 1\n",
        "tests/start.test.js": "import '../q/engine/start.js'\n",
    },
    "TypeScript": {
        "q/engine/start.ts": "export const start = 1\n",
        "q/wheel/turn.ts": "import { start } from '../engine/start'\n",
        "q/horn/honk.ts": "export const honk = 1\n",
        "tests/start.test.ts": "import '../q/engine/start'\n",
    },
    "Protobuf": {
        "q/engine/start.proto": 'syntax = "proto3";\n',
        "q/wheel/turn.proto": 'syntax = "proto3";\nimport "q/engine/start.proto";\n',
        "q/horn/honk.proto": 'syntax = "proto3";\n',
        "tests/start.proto": 'import "q/engine/start.proto";\n',
    },
}
BESIDE = {"docs/engine.md": "# The engine\n", "docs/fog.md": "# Fog\n", "checks/fog.txt": "Fog\n"}
"""A page of the engine; a page and a test of something else."""

NEEDS_WHEEL = "relations: [{type: depends-on, module: wheel, why: It turns it}]  # "
LIES: Mapping[str, tuple[str, str, str]] = {
    # What a lie puts in the place of what, and what is said of it: the rule and the place, or the verdict.
    "it is at a stage at which nothing may need it": ("S1\nnamespaces: [E", "S0\nnamespaces: [E", "MC908 engine:2:8"),
    "it is elsewhere": ("[ENGINE]", "[q/motor, ENGINE]", "MC902 engine:3:14"),
    "it is where another module is": ("[ENGINE]", "[WHEEL, ENGINE]", "MC903 engine:3:14 MC903 wheel:3:14"),
    "it needs what needs it": ("relations: []\nstands_alone: The", NEEDS_WHEEL, "MC909 engine:6:20"),
    "it needs what has nothing to do with it": ("relations: []\nstands_alone: It", NEEDS_WHEEL, "not-checkable horn depends"),
    "its tests are elsewhere": ("[tests]", "[exams, tests]", "MC912 engine:4:17"),
    "it has the tests of something else": ("[tests]", "[checks]", "not-checkable engine covers"),
    "its page is elsewhere": ("docs/engine.md", "docs/motor.md", "MC914 engine:5:15"),
    "it has the page of something else": ("docs/engine.md", "docs/fog.md", "not-checkable engine about"),
}  # fmt: skip


def of_languages(text, files):
    """Return entries with the folders that the files of a language are in."""
    for name in ("engine", "wheel", "horn"):
        place = next(path for path in files if f"/{name}/" in path)
        text = text.replace(name.upper(), f"{place.partition(f'/{name}/')[0]}/{name}")
    return text


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Return a function that makes a repository of some files; of the same files it is the same one."""
    made = {}

    def source(name, files):
        if name not in made:
            made[name] = repository(tmp_path_factory.mktemp("source") / "tree")
            commit(made[name], files)
        return made[name]

    return source


def told(entries, found):
    """Return the rules about the tree that a catalog breaks, as `MC902 engine:3:14`.

    That not all was looked at (MC918) is no lie.
    """
    lines = (line.split() for line in findings(entries, found))
    return [
        f"{code} {place.removeprefix('modules/').replace('.yaml', '')}"
        for place, code in lines
        if code.startswith("MC9") and code != "MC918"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_truth_about_modules_in_any_language_is_verified(language, sources):
    files = {**LANGUAGES[language], **BESIDE}
    entries = of_languages(ENTRIES, files)
    found = survey(entries, sources(language, files))
    assert told(entries, found) == []
    assert [claim for claim in found.claims if claim.verdict == "contradicted"] == []
    known = {(claim.module, claim.kind, claim.verdict) for claim in found.claims}
    assert known >= {
        ("wheel", "depends", "verified"),
        ("horn", "isolated", "verified"),
        ("engine", "namespace", "verified"),
        ("engine", "tests", "verified"),
        ("engine", "covers", "verified"),
        ("engine", "about", "verified"),
    }
    assert [claim.count for claim in found.by_module["engine"] if claim.kind == "tested"] == [1]


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lie_about_a_module_in_any_language_is_told_where_it_stands(language, lie, sources):
    files = {**LANGUAGES[language], **BESIDE}
    old, new, expected = LIES[lie]
    assert ENTRIES.count(old) == 1
    entries = of_languages(ENTRIES.replace(old, new), files)
    found = survey(entries, sources(language, files))
    if expected.startswith("MC"):
        assert " ".join(told(entries, found)) == expected
        return
    verdict, *claim = expected.split()
    assert told(entries, found) == []
    assert [line.split()[0] for line in said(found, *claim)] == [verdict]


TOGGLE = """\
# modules/engine.yaml
toggles:
- name: {name}
  mechanism: {mechanism}
  default: '{default}'
  requires: [{needed}]{more}

# catalog.yaml
releases: [{{name: v1.0, date: 2024-02-01}}]
"""

TOGGLES: Mapping[str, tuple[Mapping[str, str], str, str]] = {
    # Files; the name of a toggle, its default, another one, what it requires, another that nothing reads; and what
    # is said of the first five lies below: the rules, or why the tree cannot tell.
    "cmake": (
        {"CMakeLists.txt": "option(USE_TURBO '' ON)\noption(USE_FUEL '' ON)\noption(USE_IDLE '' ON)\nif(USE_FUEL AND USE_TURBO)\nendif()\nif(USE_FUEL)\nendif()\n"},
        "USE_TURBO ON OFF USE_FUEL USE_IDLE",
        "MC906 MC905+MC907 MC907 alone MC921",
    ),
    "config": (
        {
            "Kconfig": "config TURBO\n\tbool\n\tdepends on FUEL\n\tdefault y\nconfig FUEL\n\tbool\n\tdefault y\nconfig IDLE\n\tbool\n\tdefault y\n",
            "src/a.c": "#if defined(CONFIG_TURBO) || defined(CONFIG_FUEL)\n#endif\n",
        },
        "CONFIG_TURBO y n CONFIG_FUEL CONFIG_IDLE",
        "MC906 MC907 MC907 MC942 MC921",
    ),
    "env": (
        {"src/a.py": "import os\nTURBO = os.environ.get('Q_TURBO', 'fast')\nFUEL = os.environ.get('Q_FUEL', 'fast')\n"},
        "Q_TURBO fast slow Q_FUEL Q_IDLE",
        "MC906 MC907 MC907 conditions MC905",
    ),
    "python-extra": (
        {"pyproject.toml": "[project.optional-dependencies]\nturbo = []\nfuel = []\n"},
        "turbo off on fuel fuel",
        "MC906 MC905 installed conditions MC921",
    ),
    "feature-gate": (
        {
            "a.go": "package a\n"
            + "".join(
                f'var {name} = featuregate.GlobalRegistry().MustRegister("q.{name}", featuregate.StageBeta)\n'
                for name in ("turbo", "fuel", "idle")
            )
            + "func f() bool { return turbo.IsEnabled() && fuel.IsEnabled() }\n"
        },
        "q.turbo on off q.fuel q.idle",
        "MC906 MC905 readers none MC921",
    ),
    "feature-gate of Kubernetes": (
        {
            "go.mod": "module q.example/q\n",
            "a.go": 'package a\nconst (\n\tTurbo featuregate.Feature = "Turbo"\n\tFuel featuregate.Feature = "Fuel"\n\tIdle featuregate.Feature = "Idle"\n)\n'
            "var gates = map[featuregate.Feature]featuregate.FeatureSpec{\n"
            "\tTurbo: {Default: true, PreRelease: featuregate.Beta},\n"
            "\tFuel: {Default: true, PreRelease: featuregate.Beta},\n"
            "\tIdle: {Default: true, PreRelease: featuregate.Beta},\n}\n"
            "var needs = map[featuregate.Feature][]featuregate.Feature{\n\tTurbo: {Fuel},\n}\n"
            "func f() bool { return gate.Enabled(Turbo) && gate.Enabled(Fuel) }\n",
        },
        "Turbo on off Fuel Idle",
        "MC906 MC905 readers MC942 MC921",
    ),
    "cargo-feature": (
        {
            "Cargo.toml": "[package]\nname = 'q'\n[features]\ndefault = ['turbo', 'idle']\nturbo = ['fuel']\nfuel = []\nidle = []\n",
            "src/lib.rs": '#[cfg(feature = "turbo")]\nmod turbo;\n#[cfg(feature = "fuel")]\nmod fuel;\n',
        },
        "turbo on off fuel idle",
        "MC906 MC905+MC907 MC907 MC942 MC921",
    ),
    "build-tag": (
        {"a.go": "//go:build turbo && fuel\n\npackage a\n", "b.go": "//go:build fuel\n\npackage a\n"},
        "turbo off on fuel idle",
        "MC906 MC905+MC907 MC905+MC907 alone MC921",
    ),
    "flag": (
        {"a.py": "parser.add_argument('--turbo', default='fast')\nparser.add_argument('--fuel', default='fast')\n"},
        "--turbo fast slow --fuel --idle",
        "MC906 MC907 MC907 conditions MC921",
    ),
    "meson": (
        {
            "meson_options.txt": "".join(f"option('{name}', type: 'boolean', value: true)\n" for name in ("turbo", "fuel", "idle")),
            "meson.build": "if get_option('turbo') and get_option('fuel')\nendif\n",
        },
        "turbo on off fuel idle",
        "MC906 MC905+MC907 MC907 conditions MC921",
    ),
    "bazel": (
        {
            "BUILD.bazel": "".join(f"bool_flag(name = '{name}', build_setting_default = True)\n" for name in ("turbo", "fuel", "idle"))
            + "config_setting(name = 'fast', flag_values = {':turbo': 'True', ':fuel': 'True'})\n"
        },
        "turbo on off fuel idle",
        "MC906 MC907 readers conditions MC921",
    ),
    "gradle": (
        {"gradle.properties": "turbo=true\nfuel=true\nidle=true\n", "build.gradle.kts": 'if (project.hasProperty("turbo")) { }\n'},
        "turbo on off fuel idle",
        "MC906 MC907 readers conditions MC921",
    ),
    "maven": (
        {
            "pom.xml": "<project><profiles>\n"
            + "".join(
                f"<profile><id>{name}</id><activation><activeByDefault>true</activeByDefault></activation></profile>\n"
                for name in ("turbo", "fuel", "idle")
            )
            + "</profiles></project>\n"
        },
        "turbo on off fuel idle",
        "MC906 MC907 readers conditions MC921",
    ),
    "npm-optional": (
        {"package.json": '{"name": "q", "optionalDependencies": {"turbo": "1", "fuel": "1"}}\n'},
        "turbo off on fuel fuel",
        "MC906 MC905 readers conditions MC921",
    ),
}  # fmt: skip
TOGGLE_LIES: Mapping[str, tuple[Mapping[str, str], str]] = {
    # What a lie puts in the place of what, and the kind of claim that is not checkable where it is not contradicted.
    "its default is another": ({"default": "wrong"}, "default"),
    "nothing declares it": ({"name": "unknown"}, "declared"),
    "nothing reads it": ({"name": "idle"}, "read"),
    "it requires what requires it": ({"name": "needed", "needed": "name"}, "requires"),
    "it is of another kind": ({"mechanism": "other"}, "mechanism"),
    "it is gone": ({"more": "until"}, "ended"),
}
PLACES = {"MC905": "3:9", "MC906": "5:12", "MC907": "3:9", "MC920": "7:10", "MC921": "4:14", "MC942": "6:14"}
"""Where the entry says what each rule is about."""


def toggle(mechanism, lie=None):
    """Return an entry with a toggle of a kind of which one thing is a lie, or none."""
    words = dict(
        zip(("name", "default", "wrong", "needed", "idle"), TOGGLES[mechanism][1].split(), strict=True)
    )
    words |= {"mechanism": mechanism.split()[0], "more": "", "until": "\n  until: v1.0"}
    words |= {"unknown": f"{words['name']}s", "other": "config" if mechanism == "cmake" else "cmake"}
    swapped = TOGGLE_LIES[lie][0] if lie else {}
    return TOGGLE.format(**words | {one: words[other] for one, other in swapped.items()})


@pytest.mark.parametrize("mechanism", TOGGLES)
def test_the_truth_about_a_toggle_of_any_kind_is_contradicted_nowhere(mechanism, sources):
    found = survey(toggle(mechanism), sources(mechanism, TOGGLES[mechanism][0]), only=("toggles",))
    assert told(toggle(mechanism), found) == []
    assert [line.split()[0] for line in said(found, "engine", "default")] == ["verified"]


@pytest.mark.parametrize("lie", TOGGLE_LIES)
@pytest.mark.parametrize("mechanism", TOGGLES)
def test_a_lie_about_a_toggle_of_any_kind_is_told_where_it_stands(mechanism, lie, sources):
    files, _, row = TOGGLES[mechanism]
    expected = dict(zip(TOGGLE_LIES, [*row.split(), "MC920"], strict=True))[lie]
    entry = toggle(mechanism, lie)
    found = survey(entry, sources(mechanism, files), only=("toggles",))
    if expected.startswith("MC"):
        assert told(entry, found) == [f"{code} engine:{PLACES[code]}" for code in expected.split("+")]
        return
    assert told(entry, found) == []
    (claim,) = (one for one in found.by_module["engine"] if one.kind == TOGGLE_LIES[lie][1])
    assert (claim.verdict, claim.reason or "none") == ("not-checkable", expected)
