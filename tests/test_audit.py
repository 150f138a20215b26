"""The audit: for each probe a planted lie is contradicted at its place, and nothing true is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from module_catalog import audit as evidence
from module_catalog.audit.tree import Tree
from module_catalog.catalog.reading.sources import Texts
from module_catalog.checks import pipeline
from module_catalog.checks.readiness import readiness
from repositories import catalog, commit, findings, repository, said, survey

PLAIN = "# modules/engine.yaml\nkind: core\n"
TRUE = {"src/engine/start.cc": "int start;\n", "src/wheel/turn.cc": "int turn;\n"}


@pytest.fixture
def source(tmp_path):
    """Make a repository with some files in one commit."""

    def make(files=None, **how):
        folder = (
            repository(tmp_path / "source") if not (tmp_path / "source").exists() else tmp_path / "source"
        )
        commit(folder, {**TRUE, **(files or {})}, **how)
        return folder

    return make


def test_nothing_true_is_contradicted(source):
    found = survey(PLAIN, source())
    assert [claim for claim in found.claims if claim.verdict == "contradicted"] == []
    assert findings(PLAIN, found) == []


# Namespaces.


@pytest.mark.parametrize(
    "path",
    [
        "src/engine",
        "src/engine/",
        "src/engine/start.cc",
        "src/eng*",
        "**/engine",
        "src/engine/**",
        "src/*/start.cc",
    ],
)
def test_a_namespace_that_is_there_is_verified(path, source):
    found = survey(f"# modules/engine.yaml\nnamespaces: ['{path}']\n", source(), only=("namespaces",))
    assert said(found, "engine", "namespace") == [
        f"verified namespace: `{path}` is there; files: 1 @ src/engine/start.cc"
    ]


@pytest.mark.parametrize(
    "path",
    [
        "src/motor",
        "src/eng",
        "src/engine/start",
        "src/engine/start.cc/more",
        "*/motor",
        "src/engine/start.cc/**",
    ],
)
def test_a_namespace_that_is_not_there_is_contradicted(path, source):
    entry = f"# modules/engine.yaml\nkind: core\nnamespaces: [src/engine, '{path}']\n"
    found = survey(entry, source(), only=("namespaces",))
    assert f"contradicted namespace: `{path}` is not in the tree" in said(found, "engine")
    assert findings(entry, found) == ["modules/engine.yaml:3:26 MC902"]


def test_two_globs_for_the_same_files_are_contradicted(source):
    entry = "# modules/engine.yaml\nnamespaces: ['src/en*']\n\n# modules/wheel.yaml\nnamespaces: ['src/*e', src/wheel]\n"
    found = survey(entry, source(), only=("namespaces",))
    assert said(found, "engine", "sole") == [
        "contradicted sole: `wheel` claims files of `src/en*` as well: 1 @ src/engine/start.cc"
    ]


def test_a_namespace_inside_another_is_its_own(source):
    entry = "# modules/engine.yaml\nnamespaces: [src]\n"
    found = survey(entry, source(), only=("namespaces",))
    assert said(found, "engine", "sole") == [
        "verified sole: no other module claims `src`; modules with paths inside it: 1, with paths around it: 0 @ src/engine/start.cc"
    ]
    assert said(found, "wheel", "sole") == [
        "verified sole: no other module claims `src/wheel`; modules with paths inside it: 0, with paths around it: 1 @ src/wheel/turn.cc"
    ]


def test_a_former_namespace_that_is_still_there_is_contradicted(source):
    entry = (
        "# modules/engine.yaml\nformer_namespaces: [{path: src/motor}, {path: src/gone}, {path: src/wheel}]\n"
    )
    found = survey(entry, source({"src/motor/old.cc": "int old;\n"}), only=("namespaces",))
    assert said(found, "engine", "former") == [
        "verified former: nothing is left in `src/gone`",
        "contradicted former: `src/motor` is still there; files: 1 @ src/motor/old.cc",
        "not-checkable former: `src/wheel` is there and belongs to `wheel` now @ src/wheel/turn.cc",
    ]
    assert findings(entry, found) == ["modules/engine.yaml:2:28 MC904", "modules/engine.yaml:2:47 MC919"]


def test_a_former_namespace_in_a_path_that_the_module_has_is_still_there(source):
    entry = (
        "# modules/engine.yaml\nnamespaces: [src/motor, src/old/new]\n"
        "former_namespaces: [{path: src/motor/valve}, {path: src/motor/gone}, {path: src/old}]\n"
    )
    files = {"src/motor/valve/a.cc": "int a;\n", "src/old/new/b.cc": "int b;\n"}
    found = survey(entry, source(files), only=("namespaces",))
    assert said(found, "engine", "former") == [
        "verified former: nothing is left in `src/motor/gone`",
        "contradicted former: `src/motor/valve` is still there; files: 1 @ src/motor/valve/a.cc",
        "verified former: nothing is left in `src/old`",
    ]


def test_a_former_namespace_that_never_was_is_contradicted(source):
    entry = "# modules/engine.yaml\nformer_namespaces: [{path: src/motor}, {path: src/moter}]\n"
    folder = source({"src/motor/old.cc": "int old;\n"}, day="2024-01-01")
    commit(folder, {"src/motor/old.cc": None}, day="2024-02-01")
    found = survey(entry, folder, only=("namespaces",))
    assert said(found, "engine", "existed") == [
        "contradicted existed: no commit ever changed anything in `src/moter`",
        "verified existed: `src/motor` was last changed on 2024-02-01",
    ]
    assert findings(entry, found) == ["modules/engine.yaml:2:47 MC919"]


def test_folders_and_toggles_that_no_entry_covers_are_listed(source):
    files = {
        "src/horn/deep/a.cc": "int a;\n",
        "src/horn/b.cc": "int b;\n",
        "CMakeLists.txt": 'option(USE_HORN "Honk" OFF)\n',
        "other/c.cc": "",
    }
    found = survey(PLAIN, source(files), only=("unclaimed",))
    assert [(claim.module, claim.sentence) for claim in found.claims] == [
        (None, "no entry covers `src/horn`; files: 2"),
        (None, "no entry names the toggle `USE_HORN`"),
    ]


def test_every_file_of_a_tree_is_read_however_many_there_are(source):
    files = {f"src/wheel/spoke{number}.py": f"import engine{number}\n" for number in range(450)}
    seen = Tree(source(files), "HEAD")
    assert [file for file, _ in seen.contents(seen.files)] == list(seen.files)


# Toggles.

CMAKE = """\
# option(USE_OLD "In a comment" OFF)
option(USE_ENGINE "Build the engine" OFF)
our_option(USE_WHEEL "Build the wheel" ON IF USE_ENGINE)
if(USE_ENGINE)
  if(USE_TYRE AND NOT "${USE_WHEEL}" STREQUAL "")
    message("USE_HORN")
  endif()
endif()
"""


def toggle(name, default, more="", settings=""):
    entry = f"# modules/engine.yaml\ntoggles:\n  - {{name: {name}, mechanism: cmake, default: '{default}'{more}}}\n"
    return entry + (f"\n# catalog.yaml\n{settings}\n" if settings else "")


@pytest.mark.parametrize(
    ("name", "default", "expected", "codes"),
    [
        ("USE_ENGINE", "OFF", ["verified declared", "verified default", "verified read"], []),
        ("USE_ENGINE", "off", ["verified declared", "verified default", "verified read"], []),
        ("USE_ENGINE", "ON", ["verified declared", "contradicted default", "verified read"], ["3:51 MC906"]),
        ("USE_WHEEL", "ON", ["verified declared", "verified default", "verified read"], []),
        ("USE_WHEEL", "OFF", ["verified declared", "contradicted default", "verified read"], ["3:50 MC906"]),
        (
            "USE_OLD",
            "OFF",
            ["contradicted declared", "not-checkable default", "contradicted read"],
            ["3:12 MC905", "3:12 MC907"],
        ),
        (
            "USE_HORN",
            "OFF",
            ["contradicted declared", "not-checkable default", "contradicted read"],
            ["3:12 MC905", "3:12 MC907"],
        ),
    ],
)
def test_a_cmake_option_is_declared_has_its_default_and_is_read(name, default, expected, codes, source):
    entry = toggle(name, default, settings="tree: {options: [our_option]}")
    found = survey(entry, source({"CMakeLists.txt": CMAKE}), only=("toggles",))
    kinds = ("declared", "default", "read")
    assert [line.partition(":")[0] for line in said(found, "engine", *kinds)] == expected
    assert [line for line in findings(entry, found) if "engine" in line] == [
        f"modules/engine.yaml:{code}" for code in codes
    ]


def test_a_toggle_that_is_only_set_and_that_nothing_reads_is_contradicted_where_it_stands(source):
    entry = toggle("USE_ENGINE", "OFF")
    found = survey(entry, source({"cmake/config.cmake": "set(USE_ENGINE OFF)\n"}), only=("toggles",))
    assert said(found, "engine", "declared", "default", "read") == [
        "verified declared: the toggle `USE_ENGINE` is declared @ cmake/config.cmake:1",
        "verified default: `USE_ENGINE` is `OFF` when nobody sets it @ cmake/config.cmake:1",
        "contradicted read: nothing reads `USE_ENGINE`",
    ]


def test_two_files_with_two_defaults_agree_with_an_entry_that_names_either(source):
    files = {
        "CMakeLists.txt": 'option(USE_ENGINE "" AUTO)\nif(USE_ENGINE)\nendif()\n',
        "config.cmake": "set(USE_ENGINE OFF)\n",
    }
    folder = source(files)
    for default in ("AUTO", "OFF"):
        found = survey(toggle("USE_ENGINE", default), folder, only=("toggles",))
        assert [line.partition(":")[0] for line in said(found, "engine", "default")] == ["verified default"]


def test_a_toggle_that_was_removed_is_declared_no_more(source):
    entry = toggle("USE_ENGINE", "OFF", ", until: v1.0") + (
        "  - {name: USE_MOTOR, mechanism: cmake, default: 'OFF', until: v1.0}\n"
    )
    found = survey(entry, source({"CMakeLists.txt": CMAKE}), only=("toggles",))
    assert said(found, "engine", "ended") == [
        "contradicted ended: the toggle `USE_ENGINE` is still declared, and said to be gone since v1.0 @ CMakeLists.txt:2",
        "verified ended: nothing declares the toggle `USE_MOTOR` any more",
    ]
    assert [line for line in findings(entry, found) if "MC920" in line] == ["modules/engine.yaml:3:65 MC920"]


def test_what_a_toggle_requires_is_verified_by_a_condition_and_never_guessed(source):
    entry = toggle("USE_TYRE", "OFF", ", requires: [USE_ENGINE, USE_WHEEL, USE_PEDAL]") + (
        "\n# modules/wheel.yaml\ntoggles:\n"
        + "".join(
            f"  - {{name: {name}, mechanism: cmake, default: 'OFF'}}\n"
            for name in ("USE_ENGINE", "USE_WHEEL", "USE_PEDAL")
        )
    )
    found = survey(entry, source({"CMakeLists.txt": CMAKE}), only=("toggles",))
    assert [line.partition(":")[0] for line in said(found, "engine", "requires")] == [
        "verified requires",
        "not-checkable requires",
        "not-checkable requires",
    ]


@pytest.mark.parametrize(
    ("build", "verdict"),
    [
        ("if(USE_ENGINE AND USE_TYRE)\nendif()\n", "verified"),
        ("if(USE_ENGINE)\n  if(USE_TYRE)\n  endif()\nendif()\n", "verified"),
        ("if((USE_TYRE OR USE_WHEEL) AND USE_ENGINE)\nendif()\n", "verified"),
        ("if(X)\nelseif(USE_ENGINE)\n  if(USE_TYRE)\n  endif()\nendif()\n", "verified"),
        ('cmake_dependent_option(USE_TYRE "Tyres" ON "USE_WHEEL;USE_ENGINE" OFF)\n', "verified"),
        ("if(USE_ENGINE OR USE_TYRE)\nendif()\n", "not-checkable"),
        ("if(USE_TYRE AND NOT USE_ENGINE)\nendif()\n", "not-checkable"),
        ("if(USE_TYRE AND NOT (X AND USE_ENGINE))\nendif()\n", "not-checkable"),
        ("if(USE_ENGINE)\nelse()\n  if(USE_TYRE)\n  endif()\nendif()\n", "not-checkable"),
        ("if(USE_ENGINE)\nelseif(USE_TYRE)\nendif()\n", "not-checkable"),
        ('cmake_dependent_option(USE_HORN "Horn" ON "USE_TYRE;USE_ENGINE" OFF)\n', "not-checkable"),
        ('cmake_dependent_option(USE_TYRE "Tyres" ON "NOT USE_ENGINE" OFF)\n', "not-checkable"),
        ('message("${USE_ENGINE} ${USE_TYRE}")\n', "not-checkable"),
    ],
)
def test_a_toggle_requires_what_has_to_be_on_for_it(build, verdict, source):
    entry = toggle("USE_TYRE", "OFF", ", requires: [USE_ENGINE]")
    found = survey(entry, source({"CMakeLists.txt": build}), only=("toggles",))
    assert [line.partition(" ")[0] for line in said(found, "engine", "requires")] == [verdict]


@pytest.mark.parametrize(
    ("path", "build", "mechanism", "verdict"),
    [
        ("CMakeLists.txt", 'option(USE_TYRE "Tyres" ON)\n', "cmake", "verified"),
        ("CMakeLists.txt", 'option(USE_TYRE "Tyres, " "of rubber" ON)\n', "cmake", "verified"),
        (
            "CMakeLists.txt",
            'option(USE_TYRE "" ON)\nif(WIN32)\nset(USE_TYRE OFF)\nendif()\n',
            "cmake",
            "not-checkable",
        ),
        (
            "CMakeLists.txt",
            'option(USE_TYRE "" ON)\nif(UNIX)\nelse()\nset(USE_TYRE OFF)\nendif()\n',
            "cmake",
            "not-checkable",
        ),
        (
            "CMakeLists.txt",
            'option(USE_ALL "" ON)\noption(USE_TYRE "" ON)\nif(NOT USE_ALL)\nset(USE_TYRE OFF)\nendif()\n',
            "cmake",
            "verified",
        ),
        ("Kconfig", "config USE_TYRE\n\tbool\n\tdefault y\n", "config", "verified"),
        ("Kconfig", "config USE_TYRE\n\tbool\n\tdefault n\n", "config", "contradicted"),
        ("Kconfig", "config USE_TYRE\n\tbool\n\tdefault y if RUBBER\n", "config", "not-checkable"),
        ("Kconfig", "config USE_TYRE\n\tbool\n\tdefault n if WOOD\n\tdefault y\n", "config", "not-checkable"),
    ],
)
def test_a_default_that_hangs_on_something_else_is_no_default(path, build, mechanism, verdict, source):
    entry = (
        f"# modules/engine.yaml\ntoggles:\n  - {{name: USE_TYRE, mechanism: {mechanism}, default: 'ON'}}\n"
    )
    found = survey(entry, source({path: build}), only=("toggles",))
    assert [line.partition(" ")[0] for line in said(found, "engine", "default")] == [verdict]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("EXTRAS = {'turbo': []}\nsetup(extras_require=EXTRAS)\n", "verified"),
        ("EXTRAS = {'nitro': []}\nsetup(extras_require=EXTRAS)\n", "contradicted"),
        ("EXTRAS = {}\nEXTRAS['turbo'] = []\nsetup(extras_require=EXTRAS)\n", "not-checkable"),
        ("setup(extras_require={**EXTRAS, 'nitro': []})\n", "not-checkable"),
        ("setup(extras_require=load())\n", "not-checkable"),
    ],
)
def test_an_extra_whose_name_is_computed_is_not_called_undeclared(text, verdict, source):
    entry = "# modules/engine.yaml\ntoggles:\n  - {name: turbo, mechanism: python-extra, default: not installed}\n"
    found = survey(entry, source({"src/engine/a.py": "", "setup.py": text}), only=("toggles",))
    assert [line.partition(" ")[0] for line in said(found, "engine", "declared")] == [verdict]


@pytest.mark.parametrize(
    "path", ["NOTICE", "lib/README", "lib/notes.md", "configs/board_defconfig", "lib/use.txt"]
)
def test_a_file_that_only_speaks_of_a_toggle_does_not_read_it(path, source):
    entry = "# modules/engine.yaml\ntoggles:\n  - {name: ENGINE_ON, mechanism: env, default: '1'}\n"
    found = survey(entry, source({path: "ENGINE_ON\n"}), only=("toggles",))
    assert said(found, "engine", "read") == ["contradicted read: nothing reads `ENGINE_ON`"]


def test_the_files_of_the_ci_that_name_a_toggle_are_counted(source):
    files = {"CMakeLists.txt": CMAKE, ".github/workflows/build.yml": "run: cmake -DUSE_ENGINE=ON\n"}
    found = survey(toggle("USE_ENGINE", "OFF"), source(files), only=("toggles",))
    assert said(found, "engine", "ci") == [
        "no-claim ci: CI files that name `USE_ENGINE`: 1 @ .github/workflows/build.yml:1"
    ]


@pytest.mark.parametrize(
    ("mechanism", "name", "default", "expected"),
    [
        ("env", "ENGINE_ON", "1", ["not-checkable declared", "verified default", "verified read"]),
        ("env", "ENGINE_ON", "0", ["not-checkable declared", "contradicted default", "verified read"]),
        ("env", "ENGINE_OUT", "0", ["not-checkable declared", "not-checkable default", "contradicted read"]),
        (
            "python-extra",
            "turbo",
            "not installed",
            ["verified declared", "verified default", "not-checkable read"],
        ),
        (
            "python-extra",
            "turbo",
            "installed",
            ["verified declared", "contradicted default", "not-checkable read"],
        ),
        (
            "python-extra",
            "nitro",
            "not installed",
            ["contradicted declared", "not-checkable default", "not-checkable read"],
        ),
        (
            "python-extra",
            "steam",
            "not installed",
            ["verified declared", "verified default", "not-checkable read"],
        ),
        ("import", "torch", "absent", ["not-checkable declared", "not-checkable default", "verified read"]),
        (
            "import",
            "tensorflow",
            "absent",
            ["not-checkable declared", "not-checkable default", "contradicted read"],
        ),
        (
            "pass-context",
            "engine.fast",
            "off",
            ["not-checkable declared", "not-checkable default", "verified read"],
        ),
        (
            "pass-context",
            "engine.slow",
            "off",
            ["not-checkable declared", "not-checkable default", "contradicted read"],
        ),
        ("config", "ENGINE", "n", ["verified declared", "verified default", "verified read"]),
        ("config", "CONFIG_ENGINE", "y", ["verified declared", "contradicted default", "verified read"]),
    ],
)
def test_other_toggles_are_looked_for_where_they_would_be(mechanism, name, default, expected, source):
    files = {
        "src/engine/run.py": (
            '"""import tensorflow is only talked of here."""\nimport os\nfast = os.environ.get("ENGINE_ON", "1")\n'
            'def lazy():\n    import torch.nn\n    key("engine.fast")\n'
        ),
        "README.md": "engine.slow and ENGINE_OUT are only talked of here\n",
        "pyproject.toml": '[project]\nname = "x"\n[project.optional-dependencies]\nturbo = ["x"]\n[tool.x]\nnitro = 1\n',
        "setup.py": "setup(extras_require={'steam': []})\n",
        "Kconfig": "config ENGINE\n\tbool 'Engine'\n\tdefault n\n",
        "Makefile": "obj-$(CONFIG_ENGINE) += engine.o\n",
    }
    entry = f"# modules/engine.yaml\ntoggles:\n  - {{name: {name}, mechanism: {mechanism}, default: '{default}'}}\n"
    found = survey(entry, source(files), only=("toggles",))
    assert [
        line.partition(":")[0] for line in said(found, "engine", "declared", "default", "read")
    ] == expected


@pytest.mark.parametrize(
    ("path", "text", "verdict", "line"),
    [
        ("pyproject.toml", '[project]\noptional-dependencies = {turbo = ["x"]}\n', "verified", 2),
        ("pyproject.toml", '[project]\nname = "x"\noptional-dependencies.turbo = ["x"]\n', "verified", 3),
        ("pyproject.toml", '[project.optional-dependencies]\n"turbo" = [\n  "x",\n]\n', "verified", 2),
        ("pyproject.toml", '[tool.poetry.extras]\nturbo = ["x"]\n', "verified", 2),
        (
            "pyproject.toml",
            '[project]\ndescription = """\n[project.optional-dependencies]\nturbo = 1\n"""\n',
            "contradicted",
            None,
        ),
        ("setup.cfg", "[options.extras_require]\nturbo =\n    x\n", "verified", 2),
        ("setup.cfg", "[options.extras_require]\nTurbo = x\n", "contradicted", None),
        ("pyproject.toml", "[project\n", "not-checkable", None),
        ("setup.cfg", "turbo = x\n", "not-checkable", None),
    ],
)
def test_an_extra_is_declared_however_toml_writes_it_and_a_broken_manifest_says_nothing(
    path, text, verdict, line, source
):
    entry = "# modules/engine.yaml\ntoggles:\n  - {name: turbo, mechanism: python-extra, default: not installed}\n"
    found = survey(entry, source({"src/engine/a.py": "", path: text}), only=("toggles",))
    (claim,) = (claim for claim in found.claims if claim.kind == "declared")
    assert (claim.verdict, [(spot.path, spot.line) for spot in claim.places]) == (
        verdict,
        [(path, line)] if line else [],
    )


# Isolation.

PACKAGE = {
    "python/quokka/__init__.py": "",
    "python/quokka/engine/__init__.py": "",
    "python/quokka/engine/parts.py": "",
    "python/quokka/wheel.py": "",
}
ENGINE = "# modules/engine.yaml\nnamespaces: [src/engine, include/quokka/engine.h, python/quokka/engine]\n"


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("python/quokka/core.py", "x = 1\nimport quokka.engine\n"),
        ("python/quokka/core.py", "x = 1\nimport quokka.engine.parts as p\n"),
        ("python/quokka/core.py", "x = 1\nfrom quokka import wheel, engine\n"),
        ("python/quokka/core.py", "x = 1\nfrom . import engine\n"),
        ("python/quokka/core.py", "x = 1\nfrom .engine.parts import piston\n"),
        ("python/quokka/sub/core.py", "x = 1\nfrom ..engine import *\n"),
        ("python/quokka/core.py", "def later():\n    from quokka.engine import parts\n"),
        ("python/quokka/core.py", "import quokka\nquokka.engine.parts.run()\n"),
        (
            "python/quokka/core.py",
            "from quokka import wheel as w\nimport quokka.engine as e\ne.parts.run()\n",
        ),
        (
            "python/quokka/sub/core.py",
            "from .. import sub\nimport importlib as i; i.import_module('quokka.engine')\n",
        ),
        ("src/core/core.cc", "//\n#include <quokka/engine.h>\n"),
        ("src/core/core.cc", '//\n#  include "../engine/start.h"\n'),
        ("src/core/core.cu", '/*\n*/#include "engine/start.h"\n'),
        ("src/core/core.hip", '//\n#include "engine/start.h"\n'),
        ("src/core/core.cc", 'auto all = "src/*.cc";\n#include "engine/start.h" // and */\n'),
        ("src/core/core.cc", '#define START "engine/start.h"\n#include START\n'),
        ("src/core/core.cc", '#include \\\n"engine/start.h"\n'),
        ("python/quokka/core.pyi", "x: int\nimport quokka.engine\n"),
        ("bin/start", "#!/usr/bin/env python3\nimport quokka.engine\n"),
        ("python/quokka/core.py", "import importlib\nimportlib.import_module(name='quokka.engine')\n"),
        ("python/quokka/core.py", "import runpy\nrunpy.run_module('quokka.engine')\n"),
    ],
)
def test_an_import_from_outside_is_contradicted_at_the_stage_that_asks_for_none(path, content, source):
    files = {
        **PACKAGE,
        "python/quokka/sub/__init__.py": "",
        "include/quokka/engine.h": "",
        "src/engine/start.h": "",
        path: content,
    }
    found = survey(ENGINE, source(files), only=("isolation",))
    line = f"contradicted isolated: at S0 nothing of a later stage, or of no module, may need it, and such files import it: 1 @ {path}:2"
    assert said(found, "engine", "isolated") == [line]
    assert findings(ENGINE + "kind: core\nstage: S0\n", found) == ["modules/engine.yaml:4:8 MC908"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("python/quokka/core.py", '"""\nimport quokka.engine\n"""\n'),
        ("python/quokka/core.py", "# import quokka.engine\nfrom quokka import wheel\n"),
        ("python/quokka/core.py", "import engine\nfrom ...... import engine\n"),
        ("python/quokka/core.py", "import quokka.wheel\nthis is no Python\n"),
        ("python/other/core.py", "from . import engine\n"),
        ("python/quokka/engine/more.py", "import quokka.engine.parts\n"),
        ("tests/test_engine.py", "import quokka.engine\n"),
        ("docs/engine.py", "import quokka.engine\n"),
        ("src/core/core.cc", "// #include <quokka/engine.h>\n/*\n#include <quokka/engine.h>\n*/\n"),
        ("src/core/core.cc", "#include <missing/engine.h>\n#include <engine>\n"),
        ("src/core/core.cc", 'auto text = R"x(\n#include "engine/start.h"\n)x";\n'),
        ("python/quokka/core.py", "from quokka.engine_of import parts\nx = parts\n"),
        ("python/quokka/core.py", "from importlib import import_module\nimport_module('quokka.wheel')\n"),
        ("python/quokka/core.py", "def load(name):\n    lib.import_module(name)\n"),
        (
            "python/quokka/wheel/__init__.py",
            "from importlib import import_module\nimport_module(f'{__name__}.{x}')\n",
        ),
    ],
)
def test_what_does_not_import_a_module_is_not_taken_for_it(path, content, source):
    files = {**PACKAGE, "include/quokka/engine.h": "", "src/engine/start.h": "", path: content}
    found = survey(ENGINE, source(files), only=("isolation",))
    assert said(found, "engine", "isolated") == [
        "verified isolated: nothing of a later stage, or of no module, imports or includes it"
    ]


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        ("python/quokka/core.py", "import importlib\nimportlib.import_module(name)\n", 2),
        ("python/quokka/core.py", "import importlib as i\ni.import_module(f'quokka.{name}')\n", 2),
        ("python/quokka/core.py", "from importlib import import_module as load\nload('quokka.en' + x)\n", 2),
        ("python/quokka/core.py", "__import__(name)\n", 1),
        ("python/quokka/__init__.py", "import importlib\nimportlib.import_module('.' + x, __name__)\n", 2),
        ("python/quokka/__init__.py", "import importlib\nimportlib.import_module(f'{__name__}.{x}')\n", 2),
        ("apps/core/core.cc", '#include "quokka/engine.h"\n', 1),
        ("apps/core/core.cc", '//\n#include "start.h"\n', 2),
        ("apps/core/core.cc", "#include <start.h>\n", 1),
        ("apps/core/core.cc", "#include OF_ANOTHER_FILE\n", 1),
        (
            "python/quokka/core.py",
            "try:\n    import quokka as q\nexcept E:\n    q = None\nq.engine.go()\n",
            5,
        ),
        ("python/quokka/core.py", "import quokka\nq = quokka\nq.engine.go()\n", 2),
        ("python/quokka/core.py", "import quokka\ngetattr(quokka, 'engine').go()\n", 2),
        ("python/quokka/core.py", "import quokka as q\ndef go(q=q):\n    q.engine.go()\n", 3),
        ("python/quokka/core.py", "import importlib\nload = importlib.import_module\n", 2),
        ("python/quokka/core.py", "load = [__import__]\n", 1),
    ],
)
def test_a_module_is_not_called_isolated_when_a_file_may_import_it(path, content, line, source):
    files = {**PACKAGE, "lib/quokka/engine.h": "", "src/engine/start.h": "", path: content}
    entry = ENGINE.replace("include/quokka", "lib/quokka")
    for select in ((), ("engine",)):
        found = survey(entry, source(files), only=("isolation",), select=select)
        reason = (
            "a file that may need it puts together what it imports, or hands a package on"
            if ".py" in path
            else "a file includes what may be one of its files or another, or what a macro names"
        )
        assert said(found, "engine", "isolated") == [
            "not-checkable isolated: whether anything outside needs it cannot be told:"
            f" {reason} @ {path}:{line}"
        ]


def test_what_a_language_that_is_not_read_would_say_is_not_counted(source):
    entry = "# modules/engine.yaml\nkind: core\nnamespaces: [swift/engine]\n"
    files = {
        "swift/engine/a.swift": "class A {}\n",
        "swift/engine/a_test.swift": "class T {}\n",
        "swift/b.swift": "import engine\n",
    }
    found = survey(entry, source(files), only=("tests", "removal"))
    assert said(found, "engine", "tested", "removal") == [
        "not-checkable tested: how many tests import it cannot be told: Swift is not read",
        "not-checkable removal: files to delete: 2; how many others import it cannot be told: Swift is not read",
    ]


def test_a_module_of_the_same_stage_may_import_one_that_must_be_isolated(source):
    entry = "# modules/wheel.yaml\nnamespaces: [python/quokka/wheel.py]\n\n" + ENGINE
    found = survey(
        entry,
        source({**PACKAGE, "python/quokka/wheel.py": "import quokka.engine\n"}),
        only=("isolation", "removal"),
    )
    assert said(found, "engine", "isolated", "removal") == [
        "verified isolated: nothing of a later stage, or of no module, imports or includes it",
        "no-claim removal: files to delete: 3; files outside that import or include it: 1, in C and C++, Python @ python/quokka/wheel.py:1",
    ]


def test_a_stage_that_does_not_ask_for_isolation_is_told_the_number(source):
    entry = ENGINE + "stage: S1\n"
    found = survey(
        entry, source({**PACKAGE, "python/quokka/core.py": "import quokka.engine\n"}), only=("isolation",)
    )
    assert said(found, "engine", "isolated") == [
        "no-claim isolated: files outside that import or include it: 1, in C and C++, Python @ python/quokka/core.py:1"
    ]


@pytest.mark.parametrize(
    ("engine", "wheel", "verdict"),
    [
        ("import quokka.wheel\n", "", "verified"),
        ("", "import quokka.engine\n", "contradicted"),
        ("", "", "not-checkable"),
    ],
)
def test_a_relation_is_borne_out_by_imports_or_not(engine, wheel, verdict, source):
    entry = (
        ENGINE
        + "relations: [{type: depends-on, module: wheel, why: It turns it}]\n\n# modules/wheel.yaml\nnamespaces: [python/quokka/wheel.py]\n"
    )
    found = survey(
        entry,
        source({**PACKAGE, "python/quokka/engine/parts.py": engine, "python/quokka/wheel.py": wheel}),
        only=("isolation",),
    )
    assert [line.partition(" ")[0] for line in said(found, "engine", "depends")] == [verdict]
    assert ("modules/engine.yaml:3:20 MC909" in findings(entry, found)) == (verdict == "contradicted")


def test_a_module_inside_the_one_it_extends_is_told_apart_from_it(source):
    entry = (
        "# modules/engine.yaml\nnamespaces: [python/quokka/engine]\nrelations: [{type: extends, module: wheel, why: It is inside}]\n\n"
        "# modules/wheel.yaml\nnamespaces: [python/quokka]\n"
    )
    files = {
        **PACKAGE,
        "python/quokka/__init__.py": "from . import engine\n",
        "python/quokka/engine/parts.py": "from quokka import wheel\n",
    }
    found = survey(entry, source(files), only=("isolation",))
    assert [line.partition(" ")[0] for line in said(found, "engine", "depends")] == ["verified"]


def test_what_extends_another_may_be_imported_by_it(source):
    entry = (
        "# modules/engine.yaml\nnamespaces: [python/quokka/engine]\nrelations: [{type: extends, module: wheel, why: It is a part}]\n\n"
        "# modules/wheel.yaml\nnamespaces: [python/quokka/wheel.py]\n"
    )
    found = survey(
        entry, source({**PACKAGE, "python/quokka/wheel.py": "from . import engine\n"}), only=("isolation",)
    )
    assert [line.partition(" ")[0] for line in said(found, "engine", "depends")] == ["not-checkable"]


# History.

EVERYTHING = {f"src/more/{number}.cc": "" for number in range(20)}


def test_a_change_to_the_whole_tree_is_no_sign_of_life(source):
    folder = source(day="2025-01-01")
    commit(
        folder,
        {"src/engine/start.cc": "int one;\n"},
        day="2025-12-01",
        author="Ben Bauer <ben@quokka.example>",
    )
    commit(
        folder,
        {"src/engine/start.cc": "int two;\n", **EVERYTHING},
        day="2026-05-01",
        author="Cleo Costa <cleo@quokka.example>",
    )
    found = survey(PLAIN, folder, only=("activity",))
    assert said(found, "engine") == [
        "no-claim activity: commits mainly to this module in the year before: 1, authors: 1, last: 2025-12-01"
    ]


def test_one_person_with_two_addresses_is_one_author(source):
    folder = source(day="2024-01-01")
    for number, author in enumerate(
        (
            "Ben <ben@home.example>",
            "Ben <ben@work.example>",
            "Ben Bauer <ben@work.example>",
            "Eva <eva@work.example>",
        )
    ):
        commit(folder, {"src/engine/start.cc": f"int a{number};\n"}, day="2025-12-01", author=author)
    assert "authors: 2" in said(survey(PLAIN, folder, only=("activity",)), "engine")[0]


OWNED = "# modules/engine.yaml\nowners:\n  - {person: ana}\n  - {person: ben}\n"


def test_an_owner_who_was_silent_for_three_years_is_contradicted(source):
    folder = source(day="2022-05-01", author="Ben Bauer <ben@quokka.example>")
    commit(folder, {"README.md": "Quokka\n"})
    found = survey(OWNED, folder, only=("owners",))
    assert said(found, "engine", "owner") == [
        "verified owner: `ana` last made a commit on 2026-05-05",
        "contradicted owner: `ben` has made no commit since 2022-05-01",
    ]
    assert findings(OWNED, found) == ["modules/engine.yaml:4:14 MC910"]


@pytest.mark.parametrize(
    "author",
    [
        "ben <ben@quokka.example>",
        "Somebody <12345+ben@users.noreply.github.com>",
        "BEN BAUER <other@quokka.example>",
        "Benny <old@quokka.example>",
    ],
)
def test_an_owner_is_known_by_name_handle_and_address(author, source):
    folder = source(day="2022-05-01", author="Ben Bauer <old@quokka.example>")
    commit(folder, {"README.md": "Quokka\n"}, author=author)
    verdicts = said(survey(OWNED, folder, only=("owners",)), "engine", "owner")
    assert verdicts[1:] == ["verified owner: `ben` last made a commit on 2026-05-05"]


def test_an_owner_who_only_helped_with_a_commit_is_active(source):
    folder = source(day="2022-05-01", author="Ben Bauer <old@quokka.example>")
    commit(
        folder, {"README.md": "Quokka\n"}, message="Change\n\nCo-authored-by: Ben Bauer <ben@quokka.example>"
    )
    assert "verified owner: `ben` last made a commit on 2026-05-05" in said(
        survey(OWNED, folder, only=("owners",)), "engine"
    )


def test_an_owner_who_may_go_by_another_name_is_not_contradicted(source):
    folder = source(day="2022-05-01", author="Ben Bauer <old@quokka.example>")
    commit(folder, {"README.md": "Quokka\n"}, author="Bauer <new@quokka.example>")
    assert "not-checkable owner: no commit can be attributed to `ben`" in said(
        survey(OWNED, folder, only=("owners",)), "engine"
    )
    people = (
        "\n# people.yaml\npeople:\n  ana: {name: Ana Alves}\n  ben: {name: Ben Bauer, commits_as: [Bauer]}\n"
    )
    assert "verified owner: `ben` last made a commit on 2026-05-05" in said(
        survey(OWNED + people, folder, only=("owners",)), "engine"
    )


def test_no_address_gets_into_the_evidence(source):
    folder = source(
        {"CODEOWNERS": "src/ @ana ben@quokka.example\n"}, author="ana@quokka.example <ana@quokka.example>"
    )
    assert "@quokka.example" not in evidence.text(survey(OWNED, folder)).replace("quokka.example/", "")


def test_who_has_a_role_and_is_in_no_list_of_the_project_is_contradicted(source):
    found = survey(
        OWNED, source({"CODEOWNERS": "# People\nsrc/ @Ana @quokka/ben ben@dan.example\n"}), only=("roster",)
    )
    assert said(found, "engine") == [
        "verified roster: `ana` is named by the project @ CODEOWNERS:2",
        "verified roster: `ben` is named by the project @ CODEOWNERS:2",
    ]
    listed = {
        "CODEOWNERS": "",
        "src/OWNERS": "approvers:\n  - Ana # since v1\nreviewers:\n- 'ben'\n- see ben\n",
    }
    found = survey(OWNED, source(listed), only=("roster",))
    assert [line.partition(" @ ")[2] for line in said(found, "engine")] == ["src/OWNERS:2", "src/OWNERS:4"]
    found = survey(
        OWNED, source({"CODEOWNERS": "src/ @ana ana@ben\n", "src/OWNERS": "- see ben\n"}), only=("roster",)
    )
    assert said(found, "engine")[1:] == [
        "contradicted roster: `ben` has the role `pmc`, and no file of the project names them"
    ]
    assert findings(OWNED, found) == ["modules/engine.yaml:4:14 MC911"]


# Tests, docs, removed modules.


def test_tests_and_jobs_that_are_not_there_are_contradicted(source):
    entry = (
        "# modules/engine.yaml\ntests:\n  paths: [tests/engine, tests/motor]\n  ci: [engine-gpu, motor-gpu]\n"
    )
    files = {
        "tests/engine/test_start.cc": '#include "../../src/engine/start.h"\n',
        "src/engine/start.h": "",
        "Jenkinsfile": "stage('engine-gpu')\n",
    }
    found = survey(entry, source(files), only=("tests",))
    assert said(found, "engine") == [
        "verified tests: `tests/engine` is there; files: 1 @ tests/engine/test_start.cc",
        "contradicted tests: `tests/motor` is not in the tree",
        "verified covers: `tests/engine` imports it, or names it @ tests/engine/test_start.cc:1",
        "verified job: the CI has the job `engine-gpu` @ Jenkinsfile:1",
        "contradicted job: no CI file names `motor-gpu`",
        "not-checkable runs: whether the job `engine-gpu` runs its tests cannot be told:"
        " what it runs is in other files, or is not written there plainly @ Jenkinsfile:1",
        "no-claim tested: test files that import or include it: 1, in C and C++ @ tests/engine/test_start.cc:1",
    ]
    assert findings(entry, found) == ["modules/engine.yaml:3:25 MC912", "modules/engine.yaml:4:20 MC913"]


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        ("https://quokka.example/docs/engine.html", "verified"),
        ("https://quokka.example/docs/engine.html#start", "verified"),
        ("https://quokka.example/docs/guide/", "verified"),
        ("https://quokka.example/docs/motor.html", "contradicted"),
        ("https://elsewhere.example/engine.html", "not-checkable"),
        ("https://github.com/quokka/quokka/blob/main/docs/engine.rst#start", "verified"),
        ("https://github.com/quokka/quokka/tree/main/docs/guide/", "verified"),
        ("https://github.com/quokka/quokka/blob/main/docs/motor.rst", "contradicted"),
        ("https://github.com/quokka/quokka/blob/v1.0/docs/motor.rst", "not-checkable"),
    ],
)
def test_a_linked_page_without_a_source_is_contradicted(page, verdict, source):
    entry = f"# catalog.yaml\ntree: {{docs: {{https://quokka.example/docs/: docs}}}}\n\n# modules/engine.yaml\nlinks: {{docs: {page}}}\n"
    found = survey(entry, source({"docs/engine.rst": "", "docs/guide/index.md": ""}), only=("docs",))
    assert [line.partition(" ")[0] for line in said(found, "engine", "page")] == [verdict]


REMOVED = """\
# modules/engine.yaml
stage: removed
former_namespaces: [{path: src/engine}, {path: src/motor}]
toggles:
  - {name: USE_ENGINE, mechanism: cmake, default: 'OFF', until: v2.0}
  - {name: USE_MOTOR, mechanism: cmake, default: 'OFF', until: v2.0}
history: [{date: 2025-06-01, event: removed, stage: removed, basis: reading}]

# showcase/ride.yaml
modules: [wheel]
"""


def test_what_is_left_of_a_removed_module_is_contradicted(source):
    files = {
        "ci/build.sh": "cmake \\\n  -DUSE_ENGINE=ON -DUSE_MOTORS=ON\n",
        "docs/old.md": "USE_MOTOR was its switch\n",
    }
    found = survey(REMOVED, source(files), only=("removed",))
    assert said(found, "engine") == [
        "contradicted left: it is removed, and files are left in `src/engine`: 1 @ src/engine/start.cc",
        "verified left: nothing is left in `src/motor`",
        "contradicted named: it is removed, and places still name its toggle `USE_ENGINE`: 1 @ ci/build.sh:2",
        "verified named: nothing names the toggle `USE_MOTOR` any more",
    ]
    assert [line for line in findings(REMOVED, found) if "engine" in line] == [
        "modules/engine.yaml:3:28 MC915",
        "modules/engine.yaml:5:12 MC916",
    ]


# What uses it.

PROPOSED = """
# modules/engine.yaml
stage: S0
toggles: [{name: USE_ENGINE, mechanism: cmake, default: 'OFF'}]
"""
LAST = "Evidence from the source tree that its namespaces exist, its toggles work as stated and nothing outside needs it"


def step(entries, found=None):
    """Return how the engine stands to the gate that asks for evidence."""
    files = catalog(entries)
    paths = {path: files.text(path).text for path in files.below("catalog")}
    if found:
        paths[pipeline.EVIDENCE] = evidence.text(found)
    checked = pipeline.check_source(Texts(paths), today=date(2026, 6, 1)).catalog
    steps = readiness(
        checked.by_id["engine"], replace(checked, lifecycle=replace(checked.lifecycle, transitions=()))
    ).steps
    (one,) = (one for one in steps if one.sentence == LAST)
    return one.missing


def test_a_stage_that_asks_for_evidence_names_what_is_missing(source):
    true = {"CMakeLists.txt": 'option(USE_ENGINE "" OFF)\nif(USE_ENGINE)\nendif()\n'}
    run = "run `module-catalog audit`"
    assert step(PROPOSED) == tuple(
        f"evidence of {name}: {run}" for name in ("namespace", "toggle", "isolation")
    )
    assert step(PROPOSED, survey(PROPOSED, source(true))) == ()
    assert step(PROPOSED, survey(PROPOSED, source(true), only=("namespaces", "toggles"))) == (
        f"evidence of isolation: {run}",
    )
    wrong = {"CMakeLists.txt": true["CMakeLists.txt"].replace("OFF", "ON")}
    assert step(PROPOSED, survey(PROPOSED, source(wrong))) == (
        "evidence of toggle, and `USE_ENGINE` is `ON` when nobody sets it, not `OFF`: fix the entry or the source",
    )


def test_a_contradiction_can_be_waived(source):
    waived = (
        PROPOSED + "waivers: [{rule: MC905, reason: It comes with the next release, until: 2027-01-01}]\n"
    )
    assert [
        line.rpartition(" ")[2]
        for line in findings(PROPOSED, survey(PROPOSED, source(), only=("toggles",)))
        if "engine" in line
    ] == ["MC905", "MC907"]
    assert [
        line.rpartition(" ")[2]
        for line in findings(waived, survey(waived, source(), only=("toggles",)))
        if "engine" in line
    ] == ["MC907"]
