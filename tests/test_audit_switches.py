"""Toggles of every build tool that an audit reads: a planted lie is contradicted at its place, and nothing true is."""

from __future__ import annotations

import pytest

from repositories import commit, repository, said, survey

TRUE = {"src/engine/start.cc": "int start;\n", "src/wheel/turn.cc": "int turn;\n"}
GATE = """\
package engine

const gateID = "car.engine.turbo"

var turbo = featuregate.GlobalRegistry().MustRegister(
\tgateID,
\tfeaturegate.StageAlpha,
\tfeaturegate.WithRegisterDescription("more, faster"),
\tfeaturegate.WithRegisterFromVersion("v0.1.0"),
)
var Beta, _ = featuregate.GlobalRegistry().Register("car.engine.beta", featuregate.StageBeta)
// featuregate.MustRegister("car.engine.old", featuregate.StageAlpha)
"""
KUBERNETES = {
    "features/names.go": 'package features\nconst (\n\tTurbo featuregate.Feature = "Turbo"\n\tNitro featuregate.Feature = "NitroBoost"\n)\n',
    "features/table.go": """\
package features

var gates = map[featuregate.Feature]featuregate.VersionedSpecs{
\tTurbo: {
\t\t{Version: version.MustParse("1.9"), Default: false, PreRelease: featuregate.Alpha},
\t\t{Version: version.MustParse("1.10"), Default: true, PreRelease: featuregate.Beta},
\t},
}
var more = map[featuregate.Feature]featuregate.FeatureSpec{
\tNitro: {Default: false, PreRelease: featuregate.Alpha},
}
var needs = map[featuregate.Feature][]featuregate.Feature{
\tNitro: {Turbo},
}
""",
    "go.mod": "module car.example/car\n",
    "src/engine/a.go": 'package engine\nimport "car.example/car/features"\nfunc f() bool { return gate.Enabled(features.Turbo) }\n',
}
CARGO = {
    "src/engine/Cargo.toml": """\
[package]
name = "engine"
[dependencies]
zip = { version = "1", optional = true }
tar = { version = "1", optional = true }
[features]
default = ["turbo"]
turbo = ["spark"]
spark = []
nitro = ["turbo", "dep:tar"]
idle = []
""",
    "src/engine/src/lib.rs": '#[cfg(all(feature = "spark", unix))]\nmod spark;\n// feature = "idle"\n',
    "src/wheel/Cargo.toml": '[package]\nname = "wheel"\n[features]\ndefault = ["nitro"]\nnitro = []\n',
}
MESON = {
    "meson_options.txt": """\
# option('old', type: 'boolean', value: true)
option('turbo', type: 'boolean', value: false, description: 'It\\'s fast, (really)')
option('spark', type : 'feature')
option('fuel', type: 'combo',
  choices: ['petrol', 'air'])
option('idle', type: 'boolean')
""",
    "meson.build": "if get_option('turbo') and get_option('spark').enabled()\nendif\nx = get_option('fuel')\n",
}
BAZEL = {
    "src/engine/BUILD.bazel": """\
bool_flag(
    name = "turbo",
    build_setting_default = False,
)
string_flag(name = "fuel", build_setting_default = "petrol", values = ["petrol", "air"])
config_setting(
    name = "turbo_on",
    flag_values = {":turbo": "True"},
)
config_setting(name = "old", values = {"define": "nitro=true"})
""",
    "src/wheel/BUILD": 'cc_library(name = "w", srcs = select({"//src/engine:turbo_on": ["a.cc"]}))\n',
}
GRADLE = {
    "gradle.properties": "# turbo=true\nnitro=true\nfuel = petrol\n",
    "build.gradle.kts": 'if (project.hasProperty("nitro")) { }\nval f = providers.gradleProperty("fuel")\n',
}
MAVEN = {
    "pom.xml": """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <profiles>
    <!-- <profile><id>old</id></profile> -->
    <profile>
      <id>turbo</id>
      <activation><activeByDefault>true</activeByDefault></activation>
    </profile>
    <profile><id>nitro</id></profile>
  </profiles>
</project>
""",
}
NPM = {
    "src/engine/package.json": '{\n"name": "engine",\n"optionalDependencies": {"turbo": "1"},\n"peerDependencies": {"nitro": "1"},\n"peerDependenciesMeta": {\n  "nitro": {"optional": true}}\n}\n',
}
FLAGS = {
    "src/engine/main.go": """\
package main

func init() {
\tflag.Bool("turbo", true, "go, faster")
\tcmd.Flags().StringVarP(&fuel, "fuel", "f", "petrol", "what to burn")
\tlog.String("key", "value")
}
""",
    "src/engine/cli.py": """\
parser.add_argument("-n", "--nitro", action="store_true", help="more")
@click.option("--spark/--no-spark", default=True)
def run(): ...
parser.add_argument("--depth", default=(1 + 2))
# parser.add_argument("--old")
""",
    "src/wheel/main.rs": '#[arg(long = "wind", default_value_t = 3)]\nwind: u8,\n',
}
ENVIRONMENT = {
    "src/engine/a.go": 'package a\nconst name = "CAR_GO"\nvar a = os.Getenv(name)\n',
    "src/engine/a.ts": 'const a = process.env.CAR_TS ?? "fast"\nconst b = process.env["CAR_OTHER"]\n',
    "src/engine/A.java": 'class A { String s = System.getenv().getOrDefault("CAR_JAVA", "slow"); }\n',
    "src/engine/a.kt": 'val s = System.getenv("CAR_KOTLIN") ?: "slow"\n',
    "src/engine/a.rs": 'fn f() { std::env::var("CAR_RUST").unwrap(); }\n',
}
TAGS = {
    "src/engine/a.go": "// Copyright\n\n//go:build turbo && linux && !nitro\n\npackage engine\n",
    "src/engine/b.go": "package engine\n\n//go:build late\n",
}


@pytest.fixture
def toggle(tmp_path):
    """Say what an audit finds of a toggle of the engine: kind and verdict, with the places."""

    def ask(files, name, mechanism, default, requires=""):
        folder = repository(tmp_path / "source")
        commit(folder, {**TRUE, **files})
        entry = f"# modules/engine.yaml\ntoggles:\n  - {{name: '{name}', mechanism: {mechanism}, default: '{default}'"
        entry += f", requires: [{requires}]}}\n" if requires else "}\n"
        other = f"  - {{name: '{requires}', mechanism: {mechanism}, default: 'off'}}\n"
        wheel = f"\n# modules/wheel.yaml\ntoggles:\n{other}" if requires else ""
        found = survey(entry + wheel, folder, only=("toggles",))
        claims = {one.kind: one for one in found.by_module["engine"]}
        return {
            kind: " ".join([claims[kind].verdict, *map(str, claims[kind].places)])
            for kind in ("declared", "default", "read", "requires")
            if kind in claims
        }

    return ask


def test_what_reads_a_gate_may_be_in_another_repository(tmp_path):
    entry = "# modules/engine.yaml\ntoggles: [{name: NitroBoost, mechanism: feature-gate, default: 'off'}]\n"
    folder = repository(tmp_path / "source")
    commit(folder, {**TRUE, **KUBERNETES})
    assert said(survey(entry, folder, only=("toggles",)), "engine", "read") == [
        "not-checkable read: what reads `NitroBoost` cannot be told:"
        " it may be read under another name, or in another repository"
    ]


GO_GATE, TABLE = "src/engine/a.go", "features/table.go"
ENGINE_CARGO, LIB = "src/engine/Cargo.toml", "src/engine/src/lib.rs"
BUILD = "src/engine/BUILD.bazel"


@pytest.mark.parametrize(
    ("files", "entry", "found"),
    [
        ({GO_GATE: GATE}, ("car.engine.turbo", "feature-gate", "off"), (f"verified {GO_GATE}:6", f"verified {GO_GATE}:6", "not-checkable")),
        ({GO_GATE: GATE}, ("car.engine.turbo", "feature-gate", "on"), (f"verified {GO_GATE}:6", f"contradicted {GO_GATE}:6", "not-checkable")),
        ({GO_GATE: GATE}, ("car.engine.beta", "feature-gate", "on"), (f"verified {GO_GATE}:11", f"verified {GO_GATE}:11", "not-checkable")),
        ({GO_GATE: GATE + "\nfunc f() bool { return turbo.IsEnabled() }\n"}, ("car.engine.turbo", "feature-gate", "off"), (f"verified {GO_GATE}:6", f"verified {GO_GATE}:6", f"verified {GO_GATE}:14")),
        ({GO_GATE: GATE}, ("car.engine.old", "feature-gate", "off"), ("contradicted", "not-checkable", "not-checkable")),
        ({GO_GATE: GATE + "\nvar x = r.MustRegister(name(), featuregate.StageBeta)\n"}, ("car.engine.nitro", "feature-gate", "on"), ("not-checkable", "not-checkable", "contradicted")),
        ({"src/engine/a_test.go": GATE}, ("car.engine.turbo", "feature-gate", "off"), ("not-checkable", "not-checkable", "contradicted")),
        (KUBERNETES, ("Turbo", "feature-gate", "on"), (f"verified {TABLE}:4", f"verified {TABLE}:4", "verified src/engine/a.go:3")),
        (KUBERNETES, ("Turbo", "feature-gate", "off"), (f"verified {TABLE}:4", f"contradicted {TABLE}:4", "verified src/engine/a.go:3")),
        (KUBERNETES, ("NitroBoost", "feature-gate", "off"), (f"verified {TABLE}:10", f"verified {TABLE}:10", "not-checkable")),
        (CARGO, ("spark", "cargo-feature", "on"), (f"verified {ENGINE_CARGO}:9", f"verified {ENGINE_CARGO}:9", f"verified {LIB}:1")),
        (CARGO, ("engine/nitro", "cargo-feature", "off"), (f"verified {ENGINE_CARGO}:10", f"verified {ENGINE_CARGO}:10", f"verified {ENGINE_CARGO}:10")),
        (CARGO, ("nitro", "cargo-feature", "on"), (f"verified {ENGINE_CARGO}:10", f"contradicted {ENGINE_CARGO}:10", f"verified {ENGINE_CARGO}:10")),
        (CARGO, ("zip", "cargo-feature", "off"), (f"verified {ENGINE_CARGO}:4", f"verified {ENGINE_CARGO}:4", f"verified {ENGINE_CARGO}:4")),
        (CARGO, ("tar", "cargo-feature", "off"), ("contradicted", "not-checkable", "contradicted")),
        (CARGO, ("idle", "cargo-feature", "off"), (f"verified {ENGINE_CARGO}:11", f"verified {ENGINE_CARGO}:11", "contradicted")),
        (MESON, ("turbo", "meson", "off"), ("verified meson_options.txt:2", "verified meson_options.txt:2", "verified meson.build:1")),
        (MESON, ("turbo", "meson", "on"), ("verified meson_options.txt:2", "contradicted meson_options.txt:2", "verified meson.build:1")),
        (MESON, ("spark", "meson", "auto"), ("verified meson_options.txt:3", "verified meson_options.txt:3", "verified meson.build:1")),
        (MESON, ("fuel", "meson", "petrol"), ("verified meson_options.txt:4", "verified meson_options.txt:4", "verified meson.build:3")),
        (MESON, ("idle", "meson", "on"), ("verified meson_options.txt:6", "verified meson_options.txt:6", "contradicted")),
        (MESON, ("old", "meson", "on"), ("contradicted", "not-checkable", "contradicted")),
        (BAZEL, ("turbo", "bazel", "off"), (f"verified {BUILD}:1", f"verified {BUILD}:1", f"verified {BUILD}:6")),
        (BAZEL, ("--//src/engine:turbo", "bazel", "on"), (f"verified {BUILD}:1", f"contradicted {BUILD}:1", "not-checkable")),
        (BAZEL, ("fuel", "bazel", "air"), (f"verified {BUILD}:5", f"contradicted {BUILD}:5", "not-checkable")),
        (BAZEL, ("turbo_on", "bazel", "off"), (f"verified {BUILD}:6", "not-checkable", "verified src/wheel/BUILD:1")),
        (GRADLE, ("nitro", "gradle", "on"), ("verified gradle.properties:2", "verified gradle.properties:2", "verified build.gradle.kts:1")),
        (GRADLE, ("fuel", "gradle", "air"), ("verified gradle.properties:3", "contradicted gradle.properties:3", "verified build.gradle.kts:2")),
        (MAVEN, ("turbo", "maven", "on"), ("verified pom.xml:5", "verified pom.xml:5", "not-checkable")),
        (MAVEN, ("nitro", "maven", "on"), ("verified pom.xml:8", "contradicted pom.xml:8", "not-checkable")),
        (NPM, ("turbo", "npm-optional", "off"), ("verified src/engine/package.json:3", "verified src/engine/package.json:3", "not-checkable")),
        (NPM, ("nitro", "npm-optional", "off"), ("verified src/engine/package.json:4", "verified src/engine/package.json:4", "not-checkable")),
        (NPM, ("horn", "npm-optional", "off"), ("contradicted", "not-checkable", "not-checkable")),
        (FLAGS, ("--turbo", "flag", "on"), ("verified src/engine/main.go:4", "verified src/engine/main.go:4", "not-checkable")),
        (FLAGS, ("fuel", "flag", "air"), ("verified src/engine/main.go:5", "contradicted src/engine/main.go:5", "not-checkable")),
        (FLAGS, ("--nitro", "flag", "off"), ("verified src/engine/cli.py:1", "verified src/engine/cli.py:1", "not-checkable")),
        (FLAGS, ("--spark", "flag", "off"), ("verified src/engine/cli.py:2", "contradicted src/engine/cli.py:2", "not-checkable")),
        (FLAGS, ("--depth", "flag", "3"), ("verified src/engine/cli.py:4", "not-checkable", "not-checkable")),
        (FLAGS, ("--wind", "flag", "3"), ("verified src/wheel/main.rs:1", "verified src/wheel/main.rs:1", "not-checkable")),
        (TAGS, ("turbo", "build-tag", "off"), ("verified src/engine/a.go:3", "verified src/engine/a.go:3", "verified src/engine/a.go:3")),
        (TAGS, ("turbo", "build-tag", "on"), ("verified src/engine/a.go:3", "contradicted src/engine/a.go:3", "verified src/engine/a.go:3")),
        (TAGS, ("late", "build-tag", "off"), ("contradicted", "not-checkable", "contradicted")),
    ],
)  # fmt: skip
def test_a_toggle_of_any_tool_is_declared_has_its_default_and_is_read(files, entry, found, toggle):
    assert tuple(toggle(files, *entry).values()) == found


@pytest.mark.parametrize(
    ("name", "said", "verdict"),
    [
        ("CAR_TS", "fast", "verified src/engine/a.ts:1"),
        ("CAR_TS", "slow", "contradicted src/engine/a.ts:1"),
        ("CAR_JAVA", "slow", "verified src/engine/A.java:1"),
        ("CAR_KOTLIN", "fast", "contradicted src/engine/a.kt:1"),
        ("CAR_OTHER", "fast", "not-checkable"),
        ("CAR_GO", "", "not-checkable"),
        ("CAR_RUST", "", "not-checkable"),
    ],
)
def test_a_variable_of_the_environment_has_the_default_that_any_language_gives_it(
    name, said, verdict, toggle
):
    assert toggle(ENVIRONMENT, name, "env", said or "unset")["default"] == verdict


@pytest.mark.parametrize(
    ("files", "entry", "verdict"),
    [
        (CARGO, ("nitro", "cargo-feature", "off", "turbo"), f"verified {ENGINE_CARGO}:10"),
        (CARGO, ("spark", "cargo-feature", "off", "turbo"), f"contradicted {ENGINE_CARGO}:8"),
        (KUBERNETES, ("NitroBoost", "feature-gate", "off", "Turbo"), f"verified {TABLE}:10"),
        (TAGS, ("turbo", "build-tag", "off", "linux"), "verified src/engine/a.go:3"),
        (TAGS, ("turbo", "build-tag", "off", "nitro"), "not-checkable"),
    ],
)
def test_what_a_toggle_of_any_tool_requires_is_verified_and_never_guessed(files, entry, verdict, toggle):
    assert toggle(files, *entry)["requires"] == verdict
