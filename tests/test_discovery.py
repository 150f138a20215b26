"""Discovery: what a source tree says of its modules before there is a catalog, and where it says so."""

from __future__ import annotations

import pytest

from module_catalog.audit import ReadObjects, Tree
from module_catalog.audit.discovery import Discovery, Proposal, about
from repositories import commit, git, repository

PROJECT = {
    "CMakeLists.txt": (
        'option(USE_STEAM "Build the steam backend" OFF)\n'
        'option(USE_WIND "Build the wind backend" ON)\n'
        "if(USE_WIND AND USE_STEAM)\n  file(GLOB SRCS src/engine/backend/wind/*.cc)\nendif()\n"
    ),
    "src/engine/start.cc": '#include <mill/wheel/turn.h>\n#include "../wheel/spoke.h"\n',
    "src/engine/stop.cc": "#include <mill/wheel/turn.h>\n",
    "src/engine/backend/steam/boil.cc": "int boil;\n",
    "src/engine/backend/wind/blow.cc": "int blow;\n",
    "src/wheel/turn.cc": "#include <mill/wheel/turn.h>\n",
    "src/wheel/spoke.h": "int spoke;\n",
    "include/mill/wheel/turn.h": "int turn;\n",
    "include/mill/engine/start.h": "int start;\n",
    "python/mill/wheel/__init__.py": '"""A wheel that turns. It has spokes.\n\nMore of it.\n"""\n',
    "python/mill/engine/frontend/corn/__init__.py": "import corn\n",
    "python/mill/steam.py": "",
    "tests/wheel/test_turn.py": "import mill.wheel\n",
    "docs/wheel.md": "# Wheel\n",
    ".github/CODEOWNERS": "* @everybody\n/src/wheel/ @ana @quokka/wheels\nsrc/** @ben\n/src/wheel/ @ana @quokka/wheels\n",
    "CONTRIBUTORS.md": "- [Cy Cole](https://github.com/cy): @cy - steam, mill-engine\n",
}


@pytest.fixture(scope="module")
def mill(tmp_path_factory):
    folder = repository(tmp_path_factory.mktemp("mill"))
    commit(folder, PROJECT)
    return folder


def look(folder) -> Discovery:
    return Discovery(
        Tree(folder, "HEAD"), objects=ReadObjects(), progress=lambda label, items, length: iter(items)
    )


@pytest.fixture(scope="module")
def found(mill) -> dict[str, Proposal]:
    return {one.candidate.name: one for one in look(mill).proposals()}


def of(tmp_path, files) -> dict[str, Proposal]:
    folder = repository(tmp_path / "source")
    commit(folder, files)
    return {one.candidate.name: one for one in look(folder).proposals()}


def said(proposal: Proposal) -> tuple[str | None, str | None]:
    found = proposal.summary
    return (found.text, found.place.path) if found else (None, None)


def test_folders_of_one_name_below_the_tops_of_the_languages_are_one_module(found):
    assert found["wheel"].candidate.paths == ("include/mill/wheel", "python/mill/wheel", "src/wheel")


def test_the_folders_in_a_container_are_of_its_kind(found):
    kinds = {name: one.candidate.kind for name, one in found.items()}
    assert kinds == {
        "corn": "frontend",
        "engine": "core",
        "steam": "backend",
        "wheel": "core",
        "wind": "backend",
    }


def test_tests_and_documentation_are_no_modules(found):
    assert not any(
        path.startswith(("tests", "docs")) for one in found.values() for path in one.candidate.paths
    )


def test_the_rule_of_a_folder_itself_names_its_owners_and_one_of_all_does_not(found):
    assert [(one.handle, str(one.place)) for one in found["wheel"].owners] == [
        ("ana", ".github/CODEOWNERS:4"),
        ("quokka/wheels", ".github/CODEOWNERS:4"),
    ]
    assert [one.handle for one in found["wind"].owners] == []


def test_an_area_in_a_list_of_people_names_owners_with_and_without_the_name_of_the_project(found):
    assert [one.basis for one in found["steam"].owners] == ["CONTRIBUTORS.md line 1 names the area steam"]
    assert [one.handle for one in found["engine"].owners] == ["cy"]


def test_a_rule_and_an_area_of_what_has_moved_name_owners_of_where_it_is_now(tmp_path):
    folder = repository(tmp_path / "source")
    people = "- Cy: @cy - disk, other\n- Dan: @dan - steam backend\n- Eva: @eva - ash\n"
    files = {
        "src/disk/turn.cc": "int turn;\n" * 9,
        "src/disk/hub.cc": "int hub;\n" * 9,
        "src/gone/ash.cc": "int ash;\n" * 9,
        "src/gone/dust.cc": "int dust;\n",
        "src/gone/soot.cc": "int soot;\n",
        "src/backend/steam/a.cc": "int a;\n",
        ".github/CODEOWNERS": "/src/disk/** @ana\n/src/gone/** @ben\n",
        "CONTRIBUTORS.md": people,
    }
    commit(folder, files)
    git(folder, "mv", "src/disk", "src/wheel")
    # Most of it is deleted: that one file found a place elsewhere does not make that its new name.
    (folder / "src/fire").mkdir()
    git(folder, "mv", "src/gone/ash.cc", "src/fire/ash.cc")
    git(folder, "rm", "-q", "-r", "src/gone")
    commit(folder, {})
    found = {one.candidate.name: one for one in look(folder).proposals()}
    assert [(one.handle, one.basis) for one in found["wheel"].owners] == [
        ("ana", ".github/CODEOWNERS line 1, for src/disk, which is src/wheel now"),
        ("cy", "CONTRIBUTORS.md line 1 names the area disk"),
    ]
    assert found["fire"].owners == ()
    assert [one.handle for one in found["steam"].owners] == ["dan"]


def test_a_toggle_is_of_the_module_it_is_named_after_with_what_else_it_is_built_with(found):
    toggles = [(one.name, one.default, one.requires, one.why) for one in found["wind"].toggles]
    assert toggles == [
        ("USE_WIND", "ON", ("USE_STEAM",), "CMakeLists.txt:2 declares it, by its name for this one")
    ]


def test_a_package_that_only_the_module_of_its_name_imports_turns_it_on(found):
    assert [(one.name, one.mechanism) for one in found["corn"].toggles] == [("corn", "import")]


def test_what_imports_a_module_needs_it_and_a_required_toggle_too(found):
    assert [(one.other.name, one.files, str(one.place)) for one in found["engine"].needs] == [
        ("wheel", 2, "src/engine/start.cc:1")
    ]
    assert [(one.other.name, one.toggle) for one in found["wind"].needs] == [("steam", "USE_STEAM")]


def test_the_comment_that_begins_a_package_says_what_it_is_for(found):
    assert said(found["wheel"]) == ("A wheel that turns. It has spokes.", "python/mill/wheel/__init__.py")


def test_people_are_counted_and_never_named(tmp_path):
    folder = repository(tmp_path / "source")
    first = commit(folder, {"src/wheel/turn.cc": "int turn;\n"}, day="2019-05-05")
    for day, author in (("2026-05-06", "Ben <ben@quokka.example>"), ("2026-05-07", "Cy <cy@quokka.example>")):
        commit(folder, {"src/wheel/turn.cc": f"// {day}\n"}, day=day, author=author)
    commit(folder, {f"src/{at}.cc": day for at in "abcdef"} | {"src/wheel/turn.cc": ""}, day="2026-05-08")
    activity = look(folder).proposals()[0].activity
    assert activity is not None
    assert (str(activity.first), activity.first_commit, str(activity.last), activity.people) == (
        "2019-05-05",
        first,
        "2026-05-07",
        2,
    )
    assert "Ben" not in repr(activity)


def test_a_command_of_the_project_that_declares_options_is_known(tmp_path):
    files = {
        "cmake/Utils.cmake": (
            "macro(__mill_option variable text value)\n  set(${variable} ${value} CACHE STRING ${text})\nendmacro()\n"
            "macro(mill_option variable text value)\n  __mill_option(${variable} ${text} ${value})\nendmacro()\n"
        ),
        "CMakeLists.txt": 'mill_option(USE_STEAM "" OFF)\n',
        "src/backend/steam/boil.cc": "int boil;\n",
    }
    folder = repository(tmp_path / "source")
    commit(folder, files)
    discovery = look(folder)
    assert discovery.options == ("__mill_option", "mill_option")
    assert [one.name for one in discovery.toggles] == ["USE_STEAM"]


@pytest.mark.parametrize(
    ("manifest", "text", "kind", "summary"),
    [
        ("go.mod", "module example.org/mill/wheel\n", "package", None),
        ("Cargo.toml", '[package]\nname = "wheel"\ndescription = "It turns."\n', "crate", "It turns."),
        ("package.json", '{"name": "@mill/wheel", "description": "It turns."}', "package", "It turns."),
        ("pyproject.toml", '[project]\nname = "wheel"\ndescription = "It turns."\n', "package", "It turns."),
        ("setup.cfg", "[metadata]\nname = wheel\ndescription = It turns.\n", "package", "It turns."),
        ("pom.xml", "<project><artifactId>wheel</artifactId></project>", "package", None),
    ],
)
def test_a_folder_with_a_manifest_is_a_package(tmp_path, manifest, text, kind, summary):
    found = of(tmp_path, {f"parts/wheel/{manifest}": text, "parts/wheel/turn.go": "package wheel\n"})
    assert (found["wheel"].candidate.kind, said(found["wheel"])[0]) == (kind, summary)


def test_two_packages_of_one_name_are_two(tmp_path):
    files = {f"{path}/{name}": "module x\n" for path in ("a/wheel", "b/wheel") for name in ("go.mod", "x.go")}
    folder = repository(tmp_path / "source")
    commit(folder, files)
    assert [one.paths for one in look(folder).candidates if one.name == "wheel"] == [
        ("a/wheel",),
        ("b/wheel",),
    ]


def test_files_called_owners_name_those_of_their_folder(tmp_path):
    found = of(
        tmp_path,
        {
            "OWNERS": "approvers: [everybody]\n",
            "OWNERS_ALIASES": "aliases:\n  millers: [ana, ben]\n",
            "pkg/wheel/OWNERS": "approvers:\n- millers\nreviewers:\n- cy\n- ana\n",
            "pkg/wheel/turn.go": "package wheel\n",
            "pkg/engine/start.go": "package engine\n",
        },
    )
    assert [(one.handle, one.capacity) for one in found["wheel"].owners] == [
        ("ana", "approver"),
        ("ben", "approver"),
        ("cy", "reviewer"),
    ]
    assert found["engine"].owners == ()


def test_of_modules_that_need_each_other_the_weaker_tie_is_left_out(tmp_path):
    files = {f"src/{one}/{number}.h": "" for one in ("engine", "wheel") for number in range(4)}
    files |= {f"src/engine/{at}.cc": f'#include "../wheel/{at}.h"\n' for at in range(3)}
    files |= {f"src/wheel/{at}.cc": f'#include "../engine/{at}.h"\n' for at in range(2)}
    found = of(tmp_path, files)
    assert [(one.other.name, one.files) for one in found["engine"].needs] == [("wheel", 3)]
    assert found["wheel"].needs == ()


def test_a_path_is_asked_about_by_itself(mill):
    def ask(path):
        return about(
            Tree(mill, "HEAD"), path, objects=ReadObjects(), progress=lambda label, items, length: iter(items)
        )

    assert ask("src/wheel").candidate.paths == ("include/mill/wheel", "python/mill/wheel", "src/wheel")
    assert [one.handle for one in ask("src/wheel").owners] == ["ana", "quokka/wheels"]
    assert [one.name for one in ask("src/engine/backend/steam/").toggles] == ["USE_STEAM"]
    nothing = ask("src/nothing/here")
    assert (nothing.candidate.paths, nothing.owners, nothing.toggles) == (("src/nothing/here",), (), ())


def test_the_best_candidate_comes_first(mill):
    scores = [one.score for one in look(mill).proposals()]
    assert scores == sorted(scores, reverse=True)
    assert look(mill).proposals()[0].candidate.name == "wheel"
