"""What toggles keep out of a build: a lie about it is contradicted, and what is not written plainly is not decided."""

from __future__ import annotations

import pytest

from repositories import commit, findings, repository, said, survey

TOP = "project(q)\noption(USE_TYRE '' OFF)\noption(USE_HORN '' OFF)\n"


def entry(gates, mechanism="cmake", name="USE_TYRE"):
    return (
        "# modules/engine.yaml\nnamespaces: [src/engine]\n"
        f"toggles:\n  - {{name: {name}, mechanism: {mechanism}, default: 'OFF', gates: {gates}}}\n"
    )


UNGUARDED = "# modules/engine.yaml\nnamespaces: [src/engine]\nno_toggle: It is always built.\n"


@pytest.fixture
def look(tmp_path):
    """Audit the gates of a module of two files in C, with other files beside them."""

    def look(text, files, kind="gates"):
        folder = repository(tmp_path / "source")
        commit(folder, {"src/engine/a.cc": "", "src/engine/b.cc": "", **files})
        found = survey(text, folder, only=("gates",))
        (line,) = said(found, "engine", kind)
        return line, findings(text, found)

    return look


def cmake(text):
    return {"CMakeLists.txt": TOP + text}


IN_ONE = "if(USE_TYRE)\n  add_library(q SHARED src/engine/a.cc src/engine/b.cc)\nendif()\n"
IN_NONE = "add_library(q SHARED src/engine/a.cc src/engine/b.cc)\n"
IN_PART = (
    "if(USE_TYRE)\n  set(MORE src/engine/a.cc)\nendif()\nadd_library(q SHARED src/engine/b.cc ${MORE})\n"
)


@pytest.mark.parametrize(
    ("text", "full", "partial"),
    [
        (IN_ONE, "verified", "contradicted"),
        (IN_NONE, "contradicted", "not-checkable"),
        (IN_PART, "contradicted", "verified"),
        ("if(USE_TYRE AND USE_HORN)\nadd_executable(q src/engine/a.cc src/engine/b.cc)\nendif()\n", "verified", "contradicted"),
        ("if(USE_TYRE OR USE_HORN)\nadd_executable(q src/engine/a.cc src/engine/b.cc)\nendif()\n", "not-checkable", "not-checkable"),
        ("if(NOT USE_TYRE)\nreturn()\nendif()\nadd_executable(q src/engine/a.cc src/engine/b.cc)\n", "verified", "contradicted"),
        ("if(NOT USE_TYRE)\nelse()\nadd_executable(q src/engine/a.cc src/engine/b.cc)\nendif()\n", "verified", "contradicted"),
        ("if(USE_TYRE)\nelse()\nadd_executable(q src/engine/a.cc src/engine/b.cc)\nendif()\n", "not-checkable", "not-checkable"),
        ("if(TYRE_FOUND)\nadd_executable(q src/engine/a.cc src/engine/b.cc)\nendif()\n", "not-checkable", "not-checkable"),
        ("file(GLOB S src/engine/*.cc)\nadd_executable(q ${S})\n", "contradicted", "not-checkable"),
        ("file(GLOB_RECURSE S src/*.cc)\nif(USE_TYRE)\nadd_executable(q ${S})\nendif()\n", "verified", "contradicted"),
        ("file(GLOB S src/engine/*.cc)\nsource_group(q FILES ${S})\n", "not-checkable", "not-checkable"),
        ("file(GLOB S src/engine/*.cc)\nlist(FILTER S EXCLUDE REGEX a)\nadd_executable(q ${S})\n", "not-checkable", "not-checkable"),
        ("file(GLOB S src/engine/*.cc)\nunset(S)\nadd_executable(q ${S} r.cc)\n", "not-checkable", "not-checkable"),
        ("string(REPLACE / . NAME ${CMAKE_CURRENT_SOURCE_DIR})\n" + IN_ONE, "verified", "contradicted"),
        ("find_sources(S)\nadd_executable(q ${S})\n" + IN_ONE, "not-checkable", "not-checkable"),
        ("q_library(src/engine/a.cc src/engine/b.cc)\n", "not-checkable", "not-checkable"),
        ("q_library_ifdef(USE_TYRE src/engine/a.cc src/engine/b.cc)\n", "verified", "contradicted"),
        ("function(q_add name)\nadd_library(${name} SHARED ${ARGN})\nendfunction()\nq_add(q src/engine/a.cc src/engine/b.cc)\n", "contradicted", "not-checkable"),
        ("macro(q_add)\nlist(APPEND S ${ARGN})\nendmacro()\nif(USE_TYRE)\nq_add(src/engine/a.cc src/engine/b.cc)\nendif()\nadd_executable(q ${S})\n", "verified", "contradicted"),
        ("add_library(q OBJECT src/engine/a.cc src/engine/b.cc)\nif(USE_TYRE)\nadd_executable(r $<TARGET_OBJECTS:q>)\nendif()\n", "not-checkable", "not-checkable"),
        ("add_library(q STATIC src/engine/a.cc src/engine/b.cc)\nadd_executable(r r.cc)\nif(USE_TYRE)\ntarget_link_libraries(r q)\nendif()\n", "not-checkable", "not-checkable"),
        ("add_library(q STATIC EXCLUDE_FROM_ALL src/engine/a.cc src/engine/b.cc)\n", "not-checkable", "not-checkable"),
    ],
)  # fmt: skip
def test_what_cmake_lists_says_how_much_a_toggle_guards(text, full, partial, look):
    for gates, expected in (("full", full), ("partial", partial)):
        line, found = look(entry(gates), cmake(text))
        assert line.split()[0] == expected, line
        assert ("modules/engine.yaml:4:63 MC938" in found) == (expected == "contradicted"), found


def test_a_contradicted_coverage_says_how_many_files_need_the_toggle_and_where(look):
    line, _ = look(entry("full"), cmake(IN_PART))
    assert line == (
        "contradicted gates: `USE_TYRE` is said to guard `full`; compiled files that need it: 1 of 2"
        " @ CMakeLists.txt:7"
    )


@pytest.mark.parametrize(
    ("nested", "taken"),
    [
        ("src/engine/CMakeLists.txt", "add_subdirectory(src/engine)"),
        ("cmake/engine.cmake", "include(cmake/engine.cmake)"),
        ("cmake/engine.cmake", "include(${CMAKE_SOURCE_DIR}/cmake/engine.cmake)"),
    ],
)
def test_a_file_that_is_taken_in_only_with_a_toggle_builds_nothing_without_it(nested, taken, look):
    place = "" if nested.startswith("src") else "src/engine/"
    files = {nested: f"add_library(q SHARED {place}a.cc {place}b.cc)\n"}
    for around, full in ((f"if(USE_TYRE)\n{taken}\nendif()\n", "verified"), (f"{taken}\n", "contradicted")):
        line, _ = look(entry("full"), {**files, **cmake(around)})
        assert line.split()[0] == full, line


def test_a_folder_hands_a_list_of_files_to_the_one_around_it(look):
    nested = "set(S ${CMAKE_CURRENT_SOURCE_DIR}/a.cc ${CMAKE_CURRENT_SOURCE_DIR}/b.cc PARENT_SCOPE)\n"
    text = "add_subdirectory(src/engine)\nadd_executable(q ${S})\n"
    files = {"src/engine/CMakeLists.txt": nested, **cmake(text)}
    assert look(entry("full"), files)[0].split()[0] == "contradicted"
    files |= cmake(text.replace("add_executable", "if(USE_TYRE)\nadd_executable") + "endif()\n")
    assert look(entry("full"), files)[0].split()[0] == "verified"


def test_functions_of_another_build_are_not_those_that_are_called(look):
    files = {
        "wasm/CMakeLists.txt": "function(q_library)\nendfunction()\nproject(wasm)\n",
        **cmake("if(USE_TYRE)\nq_library(src/engine/a.cc src/engine/b.cc)\nendif()\n"),
    }
    assert look(entry("full"), files)[0].split()[0] == "verified"


@pytest.mark.parametrize(
    ("files", "partial"),
    [
        ({}, "contradicted"),
        ({"src/engine/a.h": "", "src/engine/README.md": ""}, "contradicted"),
        ({"src/engine/a.py": ""}, "not-checkable"),
        ({"src/engine/a.S": ""}, "not-checkable"),
    ],
)
def test_what_is_not_compiled_is_kept_out_by_no_toggle(files, partial, look):
    line, _ = look(entry("partial"), {**cmake(IN_ONE), **files})
    assert line.split()[0] == partial, line
    if partial == "not-checkable":
        assert ": all its compiled files need it, and the others are no part of a build @ " in line


@pytest.mark.parametrize(
    ("mechanism", "files", "reason"),
    [
        ("env", {}, "what is read does not say what a toggle of this kind keeps out of a build"),
        ("build-tag", {"src/engine/a.go": "package engine\n"}, "what is read does not say what a toggle of this kind keeps out of a build"),
        ("cmake", {"src/engine/a.cc": None, "src/engine/b.cc": None, "src/engine/a.rs": ""}, "it has no file that is compiled by itself"),
        ("cmake", {}, "the CMake files do not say it plainly of all its compiled files"),
        ("cmake", cmake("if(" * 300), "the CMake files do not say it plainly of all its compiled files"),
        ("cmake", cmake("if(A)\n" * 300), "the CMake files do not say it plainly of all its compiled files"),
        ("cmake", cmake("function(f)\nf()\nf()\nendfunction()\nf()\n"), "the CMake files do not say it plainly of all its compiled files"),
        ("cmake", cmake("include(CMakeLists.txt)\n"), "the CMake files do not say it plainly of all its compiled files"),
        ("cmake", cmake(f"set(S {' '.join(map(str, range(9000)))})\n" + "q_more(${S})\n" * 9000), "the CMake files do not say it plainly of all its compiled files"),
        ("cmake", cmake("set(S ${S} ${S} a;b)\n" * 500), "the CMake files do not say it plainly of all its compiled files"),
    ],
)  # fmt: skip
def test_what_build_files_cannot_say_is_not_checkable(mechanism, files, reason, tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, {"src/engine/a.cc": "", "src/engine/b.cc": ""})
    commit(folder, files)
    (line,) = said(survey(entry("full", mechanism), folder, only=("gates",)), "engine", "gates")
    assert line == f"not-checkable gates: how much of it `USE_TYRE` guards cannot be told: {reason}"


def test_an_option_of_kconfig_guards_what_cmake_builds_with_it(look):
    files = {
        "Kconfig": "config TYRE\n\tbool\n",
        "CMakeLists.txt": "add_subdirectory_ifdef(CONFIG_TYRE src/engine)\n",
        "src/engine/CMakeLists.txt": "zephyr_library_sources(a.cc b.cc)\n",
    }
    for name in ("CONFIG_TYRE", "TYRE"):
        assert look(entry("full", "config", name), files)[0].split()[0] == "verified"
        assert look(entry("partial", "config", name), files)[0].split()[0] == "contradicted"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (IN_ONE, "contradicted unguarded: its compiled files are built only with `USE_TYRE`: 2 @ CMakeLists.txt:5"),
        (IN_NONE, "not-checkable unguarded: whether a toggle guards it cannot be told: its compiled files are built in any case, and what is asked while they run is not read"),
        (IN_PART, "not-checkable unguarded: whether a toggle guards it cannot be told: the CMake files do not say it plainly of all its compiled files"),
        (IN_ONE.replace("USE_TYRE", "WIN32"), "not-checkable unguarded: whether a toggle guards it cannot be told: the CMake files do not say it plainly of all its compiled files"),
    ],
)  # fmt: skip
def test_a_module_without_a_toggle_has_none_that_guards_it(text, expected, look):
    line, found = look(UNGUARDED, cmake(text), "unguarded")
    assert line == expected
    assert ("modules/engine.yaml:3:12 MC939" in found) == expected.startswith("contradicted")


def test_a_reason_for_no_toggle_that_names_the_one_around_it_is_not_contradicted(look):
    text = UNGUARDED.replace("It is always built.", "It comes with USE_TYRE.")
    assert look(text, cmake(IN_ONE), "unguarded")[0].startswith("not-checkable")
