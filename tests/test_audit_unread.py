"""What the audit does not read is never counted, and each verdict that it cannot give has its reason."""

from __future__ import annotations

import pytest

from module_catalog.audit import PROBES
from repositories import commit, findings, git, repository, said, survey

RUBY = {
    "src/engine/start.rb": "require 'set'\n",
    "src/wheel/turn.rb": "require_relative '../engine/start'\n",
    "tests/engine_test.rb": "require 'engine/start'\n",
    "config.rb": "option :use_engine, default: false\n",
}
ENTRY = """\
# modules/engine.yaml
kind: core
namespaces: [src/engine]
former_namespaces: [{path: src/motor, until: v1.0}]
owners: [{person: ben}]
toggles: [{name: use_engine, mechanism: bundler, default: 'off', requires: [use_wheel], gates: full}]
relations: [{type: depends-on, module: wheel, why: It turns it}]
tests: {paths: [tests/engine_test.rb], ci: [engine]}
links: {docs: https://docs.quokka.example/engine.html}

# modules/horn.yaml
stage: removed
former_namespaces: [{path: src/horn}]
toggles: [{name: use_horn, mechanism: bundler, default: 'off', until: v1.0}]

# catalog.yaml
mechanisms: {bundler: {name: a group of Bundler}}
"""

UNREAD = {
    "namespaces": [
        "verified namespace: `src/engine` is there; files: 1 @ src/engine/start.rb",
        "verified sole: no other module claims `src/engine`;"
        " modules with paths inside it: 0, with paths around it: 0 @ src/engine/start.rb",
        "verified former: nothing is left in `src/motor`",
        "contradicted existed: no commit ever changed anything in `src/motor`",
    ],
    "toggles": [
        "not-checkable declared: where `use_engine` is declared cannot be told:"
        " nothing has to declare a toggle of this kind",
        "not-checkable default: what `use_engine` is when nobody sets it cannot be told:"
        " nothing that is read gives it a default",
        "verified read: `use_engine` is read; places: 1 @ config.rb:1",
        "not-checkable requires: whether `use_engine` requires `use_wheel` cannot be told: what is read does not say what a toggle of this kind requires",
        "no-claim ci: CI files that name `use_engine`: 0",
    ],
    "gates": [
        "not-checkable gates: how much of it `use_engine` guards cannot be told:"
        " what is read does not say what a toggle of this kind keeps out of a build"
    ],
    "isolation": [
        "not-checkable isolated: whether anything outside needs it cannot be told: Ruby is not read",
        "not-checkable depends: that it needs `wheel` cannot be shown: Ruby is not read",
    ],
    "activity": [
        "no-claim activity: commits mainly to this module in the year before: 0, authors: 0, last: unknown"
    ],
    "owners": [
        "not-checkable owner: no commit can be attributed to `ben`",
        "not-checkable worked: no commit that changed it can be attributed to `ben`",
    ],
    "roster": ["not-checkable roster: the tree has no file that names people"],
    "tests": [
        "verified tests: `tests/engine_test.rb` is there; files: 1 @ tests/engine_test.rb",
        "verified covers: `tests/engine_test.rb` imports it, or names it @ tests/engine_test.rb",
        "not-checkable job: whether the CI has the job `engine` cannot be told: the tree has no CI files",
        "not-checkable tested: how many tests import it cannot be told: Ruby is not read",
    ],
    "docs": [
        "not-checkable page: catalog.yaml does not say where the source of"
        " `https://docs.quokka.example/engine.html` is"
    ],
    "removed": [],
    "removal": [
        "not-checkable removal: files to delete: 1; how many others import it cannot be told: Ruby is not read"
    ],
    "releases": [],
    "toggle_history": [],
    "events": [],
    "lifetimes": [],
    "citations": [],
    "unclaimed": [],
}
"""What each probe says of a module in a language that none of them reads."""


@pytest.mark.parametrize("probe", PROBES)
def test_no_probe_counts_what_is_written_in_a_language_that_is_not_read(probe, tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, RUBY)
    found = survey(ENTRY, folder, only=(probe,))
    assert said(found, "engine") == UNREAD[probe]
    assert not any(claim.kind in ("isolated", "depends") and claim.count for claim in found.claims)


def test_a_count_names_the_languages_it_is_of_and_those_it_is_not(tmp_path):
    entry = "# modules/engine.yaml\nkind: core\nnamespaces: [engine]\nstage: S1\n"
    files = {"engine/a.py": "", "engine/b.rb": "", "core.py": "import engine.a\n", "engine/__init__.py": ""}
    folder = repository(tmp_path / "source")
    commit(folder, files)
    found = survey(entry, folder, only=("isolation", "tests", "removal"))
    assert said(found, "engine", "isolated", "tested", "removal") == [
        "no-claim isolated: files outside that import or include it: 1; Ruby is not read @ core.py:1",
        "no-claim tested: test files that import or include it: 0; Ruby is not read",
        "no-claim removal: files to delete: 3; files outside that import or include it: 1; Ruby is not read"
        " @ core.py:1",
    ]


def test_a_language_that_reaches_into_another_keeps_it_from_being_called_isolated(tmp_path):
    entry = "# modules/engine.yaml\nkind: core\nnamespaces: [engine]\n"
    folder = repository(tmp_path / "source")
    commit(folder, {"engine/a.h": "", "bind.pyx": 'cdef extern from "engine/a.h"\n'})
    assert said(survey(entry, folder, only=("isolation",)), "engine", "isolated") == [
        "not-checkable isolated: whether anything outside needs it cannot be told: Cython is not read"
    ]


def test_a_module_without_any_code_is_not_called_isolated(tmp_path):
    entry = "# modules/engine.yaml\nkind: core\nnamespaces: [engine]\n"
    folder = repository(tmp_path / "source")
    commit(folder, {"engine/a.yaml": "", "core.py": ""})
    assert said(survey(entry, folder, only=("isolation",)), "engine", "isolated") == [
        "not-checkable isolated: whether anything outside needs it cannot be told:"
        " it has no file of a language that imports others"
    ]


# Toggles.


@pytest.mark.parametrize(
    ("mechanism", "files", "verdict"),
    [
        ("cmake", {"CMakeLists.txt": 'option(USE_TYRE "" OFF)\n'}, ["verified mechanism"]),
        ("config", {"Kconfig": "config USE_TYRE\n\tbool\n"}, ["verified mechanism"]),
        ("config", {"CMakeLists.txt": 'option(USE_TYRE "" OFF)\n'}, ["contradicted mechanism"]),
        ("cmake", {"Kconfig": "config USE_TYRE\n\tbool\n"}, ["contradicted mechanism"]),
        ("python-extra", {"CMakeLists.txt": 'option(USE_TYRE "" OFF)\n'}, ["contradicted mechanism"]),
        ("python-extra", {"setup.py": "setup(extras_require=load())\n", "Kconfig": "config USE_TYRE\n"}, []),
        ("cmake", {"a.cmake": "set(USE_TYRE OFF)\n", "Kconfig": "config USE_TYRE\n"}, ["verified mechanism"]),
        ("env", {"CMakeLists.txt": 'option(USE_TYRE "" OFF)\n'}, []),
        ("config", {"settings.py": "USE_TYRE = 0\n"}, []),
    ],
)
def test_a_toggle_has_the_mechanism_that_declares_it(mechanism, files, verdict, tmp_path):
    entry = (
        f"# modules/engine.yaml\ntoggles:\n  - {{name: USE_TYRE, mechanism: {mechanism}, default: 'OFF'}}\n"
    )
    folder = repository(tmp_path / "source")
    commit(folder, {"src/engine/a.cc": "", **files})
    found = survey(entry, folder, only=("toggles",))
    assert [line.partition(":")[0] for line in said(found, "engine", "mechanism")] == verdict
    wrong = ["modules/engine.yaml:3:33 MC921"] if verdict == ["contradicted mechanism"] else []
    assert [line for line in findings(entry, found) if "MC921" in line] == wrong


def test_a_toggle_of_another_mechanism_is_one_mistake(tmp_path):
    entry = "# modules/engine.yaml\ntoggles:\n  - {name: USE_TYRE, mechanism: config, default: 'ON'}\n"
    folder = repository(tmp_path / "source")
    commit(folder, {"CMakeLists.txt": 'option(USE_TYRE "" OFF)\n'})
    found = survey(entry, folder, only=("toggles",))
    assert said(found, "engine", "mechanism", "declared", "default", "read") == [
        "contradicted mechanism: `USE_TYRE` is declared as `cmake`, not as `config` @ CMakeLists.txt:1"
    ]


def test_an_environment_variable_that_is_still_read_was_not_removed(tmp_path):
    entry = "# modules/engine.yaml\ntoggles:\n  - {name: TYRE, mechanism: env, default: '0', until: v1.0}\n"
    folder = repository(tmp_path / "source")
    commit(folder, {"a.py": 'import os\nos.environ.get("TYRE", "0")\n'})
    assert said(survey(entry, folder, only=("toggles",)), "engine", "ended") == [
        "contradicted ended: the toggle `TYRE` is still declared, and said to be gone since v1.0 @ a.py:2"
    ]


@pytest.mark.parametrize(
    ("kconfig", "required", "default"),
    [
        ("if WHEEL\nconfig TYRE\n\tdefault n\nendif\n", "verified", "verified"),
        ('menu "Wheels"\n\tdepends on WHEEL\nconfig TYRE\n\tdefault n\nendmenu\n', "verified", "verified"),
        ("config TYRE\n\tdepends on X && WHEEL\n", "verified", "verified"),
        ("if X\nif WHEEL\nendif\nconfig TYRE\nendif\n", "not-checkable", "verified"),
        ("if WHEEL # round\nconfig X\nendif # WHEEL\nconfig TYRE\n", "not-checkable", "verified"),
        ('if WHEEL\nconfig X\n\tbool "# 1" # one\nconfig TYRE\nendif\n', "verified", "verified"),
        ("config TYRE\n\thelp\n\t  depends on WHEEL\n\n\t  default y\n", "not-checkable", "verified"),
        ("if WHEEL\nconfig X\n\t---help---\n\t\tif wet\nendif\nconfig TYRE\n", "not-checkable", "verified"),
        ("config TYRE\n\thelp\n\t  Round.\n\tdepends on WHEEL\n", "verified", "verified"),
        ("if !WHEEL\nconfig TYRE\nendif\n", "not-checkable", "verified"),
        ("if WHEEL || X\nconfig TYRE\nendif\n", "not-checkable", "verified"),
        ("config TYRE\n\tdepends on !WHEEL\n", "not-checkable", "verified"),
        ("config TYRE\nconfig X\n\tselect TYRE\n", "not-checkable", "not-checkable"),
        ("config TYRE\n\tdefault n if X\n", "not-checkable", "not-checkable"),
    ],
)
def test_kconfig_requires_what_is_around_it_and_is_set_by_what_selects_it(
    kconfig, required, default, tmp_path
):
    entry = (
        "# modules/engine.yaml\ntoggles:\n"
        "  - {name: TYRE, mechanism: config, default: n, requires: [WHEEL]}\n"
        "\n# modules/wheel.yaml\ntoggles: [{name: WHEEL, mechanism: config, default: n}]\n"
    )
    folder = repository(tmp_path / "source")
    commit(folder, {"Kconfig": kconfig})
    found = survey(entry, folder, only=("toggles",))
    verdicts = [line.partition(":")[0] for line in said(found, "engine", "requires", "default")]
    assert verdicts == [f"{default} default", f"{required} requires"]


@pytest.mark.parametrize("path", ["prj.conf", "boards/a.conf", "configs/b_defconfig"])
def test_a_file_that_sets_an_option_does_not_read_it(path, tmp_path):
    entry = "# modules/engine.yaml\ntoggles: [{name: CONFIG_TYRE, mechanism: config, default: n}]\n"
    folder = repository(tmp_path / "source")
    commit(folder, {"Kconfig": "config TYRE\n", path: "CONFIG_TYRE=y\n"})
    assert said(survey(entry, folder, only=("toggles",)), "engine", "read") == [
        "contradicted read: nothing reads `CONFIG_TYRE`"
    ]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("sed -n 's/^CONFIG_CAR_TYRE_\\(.*\\)=y/\\1/p' .config", "not-checkable"),
        ("#define FOR(x) CONFIG_CAR_TYRE_##x", "not-checkable"),
        ("#define FOR CONFIG_CAR_TYRE_WET", "contradicted"),
        ("# CONFIG_CAR_", "contradicted"),
    ],
)
def test_an_option_may_be_read_by_the_part_of_its_name_that_it_shares(line, verdict, tmp_path):
    entry = "# modules/engine.yaml\ntoggles: [{name: CAR_TYRE_DRY, mechanism: config, default: n}]\n"
    folder = repository(tmp_path / "source")
    commit(folder, {"Kconfig": "config CAR_TYRE_DRY\n", "Makefile": f"all:\n\t{line}\n"})
    found = said(survey(entry, folder, only=("toggles",)), "engine", "read")
    assert [one.partition(" ")[0] for one in found] == [verdict]


# Modules inside others.

NESTED = (
    "# modules/engine.yaml\nkind: core\nnamespaces: [q/engine]\n"
    "relations: [{type: depends-on, module: wheel, why: It turns it}]\n\n"
    "# modules/horn.yaml\nnamespaces: [q/engine/horn]\n\n# modules/wheel.yaml\nnamespaces: [q/wheel]\n"
)
FILES = {f"q/{name}/__init__.py": "" for name in ("engine", "engine/horn", "wheel")}


@pytest.mark.parametrize(
    ("files", "line"),
    [
        (
            {"q/engine/horn/a.py": "import q.wheel\n"},
            "not-checkable depends: that it needs `wheel` cannot be shown:"
            " only files of modules inside one of the two import the other @ q/engine/horn/a.py:1",
        ),
        (
            {"q/engine/a.py": "import q.wheel\n", "q/wheel/a.py": "import q.engine\n"},
            "verified depends: its files that import or include `wheel`: 1;"
            " files of `wheel` that import or include it: 1 @ q/engine/a.py:1",
        ),
        (
            {"q/engine/horn/a.py": "import q.wheel\n", "q/wheel/a.py": "import q.engine\n"},
            "not-checkable depends: that it needs `wheel` cannot be shown:"
            " only files of modules inside one of the two import the other @ q/engine/horn/a.py:1",
        ),
        (
            {},
            "not-checkable depends: that it needs `wheel` cannot be shown: no import or include shows it",
        ),
    ],
)
def test_a_dependency_is_not_shown_by_a_file_of_a_module_inside(files, line, tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, {"q/__init__.py": "", **FILES, **files})
    assert said(survey(NESTED, folder, only=("isolation",)), "engine", "depends") == [line]


# The cost of removal.


def test_a_file_that_imports_a_module_twice_counts_once(tmp_path):
    folder = repository(tmp_path / "source")
    twice = "import q.wheel.rim\nimport q.wheel.hub\n"
    parts = {"q/wheel/rim.py": "", "q/wheel/hub.py": "import q.engine\nimport q.engine.a\n"}
    commit(folder, {"q/__init__.py": "", **FILES, **parts, "q/engine/a.py": twice, "q/engine/b.py": twice})
    assert said(survey(NESTED, folder, only=("isolation",)), "engine", "depends") == [
        "verified depends: its files that import or include `wheel`: 2;"
        " files of `wheel` that import or include it: 1 @ q/engine/a.py:1 @ q/engine/b.py:1"
    ]


def test_the_cost_of_removal_has_the_cmake_files_that_name_its_paths(tmp_path):
    entry = "# modules/engine.yaml\nkind: core\nnamespaces: [src/engine]\n"
    files = {
        "src/engine/a.cc": "",
        "src/engine/CMakeLists.txt": "add_library(engine a.cc)\n",
        "CMakeLists.txt": "project(q)\nfile(GLOB E ${CMAKE_SOURCE_DIR}/src/engine/*.cc)\n",
        "src/CMakeLists.txt": "add_subdirectory(engine)\n",
        "wheel/CMakeLists.txt": "add_subdirectory(src/engines)\n# src/engine\n",
    }
    folder = repository(tmp_path / "source")
    commit(folder, files)
    assert said(survey(entry, folder, only=("removal",)), "engine", "built") == [
        "no-claim built: CMake files outside that name its paths: 2 @ CMakeLists.txt:2 @ src/CMakeLists.txt:1"
    ]


def test_a_submodule_says_that_its_files_are_elsewhere(tmp_path):
    other, folder = repository(tmp_path / "other"), repository(tmp_path / "source")
    commit(other, {"a.py": ""})
    commit(folder, {"core.py": ""})
    git(folder, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "3rd/engine")
    commit(folder, {})
    entry = "# modules/engine.yaml\nkind: core\nnamespaces: [3rd/engine]\n"
    assert said(survey(entry, folder, only=("tests",)), "engine", "tested") == [
        "not-checkable tested: how many tests import it cannot be told: its files are in another repository"
    ]


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("src/a.yaml", "not-checkable"),
        ("deploy/values.json", "not-checkable"),
        ("src/a.rb", "verified"),
        ("NOTICE", "contradicted"),
    ],
)
def test_files_of_data_may_only_speak_of_a_toggle(path, verdict, tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, {"src/engine/a.cc": "", path: "USE_TYRE: 1\n"})
    entry = "# modules/engine.yaml\ntoggles:\n  - {name: USE_TYRE, mechanism: env, default: unset}\n"
    (line,) = said(survey(entry, folder, only=("toggles",)), "engine", "read")
    assert line.split()[0] == verdict
    assert verdict != "not-checkable" or line.endswith(
        "what reads `USE_TYRE` cannot be told: only files of data name it, which may set it or speak of it"
    )


# Files that are not read.

LARGE = "/" * (2 * 1024 * 1024) + "\n"


@pytest.mark.parametrize(
    ("path", "text", "verdicts"),
    [
        ("src/all.c", "", ["contradicted declared", "not-checkable isolated", "contradicted depends"]),
        ("src/engine/all.c", "", ["contradicted declared", "verified isolated", "not-checkable depends"]),
        ("tests/all.c", "", ["contradicted declared", "verified isolated", "contradicted depends"]),
        ("all.go", "package a", ["contradicted declared", "verified isolated", "contradicted depends"]),
        ("all.cmake", "", ["contradicted declared", "verified isolated", "contradicted depends"]),
        ("all.cmake", "USE_TYRE", ["not-checkable declared", "verified isolated", "contradicted depends"]),
        ("all.json", "USE_TYRE", ["contradicted declared", "verified isolated", "contradicted depends"]),
    ],
)
def test_only_what_a_file_that_is_too_large_may_say_is_not_checkable(path, text, verdicts, tmp_path):
    entry = (
        "# modules/engine.yaml\nnamespaces: [src/engine]\n"
        "toggles: [{name: USE_TYRE, mechanism: cmake, default: 'OFF'}]\n"
        "relations: [{type: depends-on, module: wheel, why: It turns it}]\n\n"
        "# modules/wheel.yaml\nstage: S0\nnamespaces: [src/wheel]\n"
    )
    files = {"src/engine/a.h": "", "src/wheel/a.c": '#include "../engine/a.h"\n'}
    folder = repository(tmp_path / "source")
    commit(folder, {**files, path: LARGE + text})
    found = said(survey(entry, folder), "engine", "declared", "isolated", "depends")
    assert [line.partition(":")[0] for line in found] == verdicts


@pytest.mark.parametrize(
    ("size", "toggle", "verdict"),
    [
        (2, "USE_TYRE", "contradicted"),
        (2, "CONFIG_USE_HORN", "not-checkable"),
        (17, "USE_TYRE", "not-checkable"),
    ],
)
def test_words_are_looked_for_in_a_file_that_is_too_large_to_be_read(size, toggle, verdict, tmp_path):
    entry = f"# modules/engine.yaml\ntoggles: [{{name: {toggle}, mechanism: config, default: 'n'}}]\n"
    folder = repository(tmp_path / "source")
    commit(
        folder,
        {
            "src/engine/a.h": "",
            "Kconfig": "config A\n",
            "b/Kconfig.all": "config USE_HORN\n" + "#" * (size * 2**20),
        },
    )
    assert said(survey(entry, folder, only=("toggles",)), "engine", "read")[0].split()[0] == verdict
