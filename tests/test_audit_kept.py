"""What an audit keeps of a repository, and what it reads for one module: never needed, and never wrong."""

from __future__ import annotations

import random

import pytest

from module_catalog import audit as evidence
from module_catalog import cache
from module_catalog.audit import objects
from module_catalog.audit.languages.python_mentions import Mentions
from module_catalog.audit.languages.python_names import Names
from repositories import commit, git, repository, said, survey

ENTRIES = """\
# catalog.yaml
tree: {roster: [CODEOWNERS], ci: [.ci], options: [quokka_option], tests: [tests]}

# modules/engine.yaml
kind: core
stage: S0
namespaces: [quokka/engine, src/engine, go/engine, web/engine, rs/src/engine, jvm/engine]
toggles:
  - {name: engine.turbo, mechanism: feature-gate, default: "off"}
  - {name: turbo, mechanism: cargo-feature, default: "off", requires: [spark]}
  - {name: USE_ENGINE, mechanism: cmake, default: "ON"}
  - {name: QUOKKA_ENGINE, mechanism: env, default: "1"}
owners: [{person: ana}]
tests: {paths: [tests/test_engine.py], ci: [engine-job]}

# modules/wheel.yaml
kind: core
stage: S0
namespaces: ["quokka/wheel*", src/wheel]
former_namespaces: [{path: old/wheel}]
relations: [{type: depends-on, module: engine, why: it turns}]
toggles:
  - {name: wheel, mechanism: python-extra, default: "off"}
  - {name: torch, mechanism: import, default: absent}

# modules/axle.yaml
kind: core
namespaces: [quokka/engine/axle]
relations: [{type: extends, module: engine, why: it turns}]
toggles: [{name: CONFIG_AXLE, mechanism: config, default: "n", requires: [CONFIG_WHEEL]}]
"""
MODULES = ("engine", "wheel", "axle")
FILES = {
    "quokka/__init__.py": ("", "from . import engine\n", "from .engine import *\n"),
    "quokka/engine/__init__.py": ("", "from ..wheel import turn\n", "import quokka.wheel.turn as t\n"),
    "quokka/engine/start.py": ("import os\nos.environ.get('QUOKKA_' 'ENGINE', '1')\n", "start = 1\n"),
    "quokka/engine/axle/__init__.py": ("from .. import start\n", "from ...wheel import turn\n"),
    "quokka/wheel/__init__.py": ("import torch\n", "from quokka import engine\nengine.start\n"),
    "quokka/wheel/turn.py": ("from ..engine.start import start\n", "import quokka\nquokka.engine.start.x\n"),
    "quokka/wheels.py": ("from quokka.engine \\\n  import start\n", "x = [\n"),
    "tools/run.py": (
        "import importlib\nimportlib.import_module('quok' 'ka.engine')\n",
        "import importlib\nimportlib.import_module(f'quokka.{name}')\n",
        "import quokka.\uff45\uff4e\uff47\uff49\uff4e\uff45\n",
        "# coding: utf-7\nimport quokka.+AGU-ngine\n",
        "# engine\nimport sys\n",
    ),
    "tools/env.py": ("x = 1\n", "import os\nos.getenv('QUOKKA_' 'ENGINE', '0')\n"),
    "tools/setup.py": ("x = 2\n", "setup(extras_require={'wh' 'eel': []})\n"),
    "tools/deep.py": ("x = 1\n", "engine = " + "-" * 9000 + "1\n", "x = " + "-" * 9000 + "1\n"),
    "tests/test_engine.py": ("import quokka.engine\n", "def test():\n    from quokka.engine import axle\n"),
    "setup.py": ("setup(extras_require={'wheel': []})\n", "setup(extras_require=all())\n"),
    "pyproject.toml": ("[project.optional-dependencies]\nwheel = []\n", "[project\n", ""),
    "src/engine/start.cc": ('#include "start.h"\n', '#include "../wheel/turn.h"\n', "\0"),
    "src/engine/start.h": ("", "// one\n"),
    "src/wheel/turn.cc": ('#include "engine/start.h"\n', '#include "start.h"\n'),
    "src/wheel/turn.h": ("", "#include <engine/start.h>\n"),
    "CMakeLists.txt": (
        'option(USE_ENGINE "" ON)\nif(USE_ENGINE)\nendif()\n',
        'if(WIN32)\nset(USE_ENGINE OFF)\nendif()\nquokka_option(USE_ENGINE "" ON)\n',
        "if(A)\n" * 300,
    ),
    "Kconfig": ("config AXLE\n  default y if X\n", "config AXLE\n  depends on WHEEL\n"),
    "CODEOWNERS": ("* @ana\n", "* @somebody\n"),
    ".ci/jobs.yaml": ("engine-job: USE_ENGINE\n", "other-job: CONFIG_AXLE\n"),
    "old/wheel/turn.py": ("turn = 1\n",),
    "go.mod": ("module quokka.example/car\n", "module other.example/car\n", ""),
    "go/engine/start.go": (
        'package engine\nvar turbo = r.MustRegister("engine.turbo", featuregate.StageAlpha)\n',
        "package engine\nvar turbo = r.MustRegister(name(), featuregate.StageBeta)\n",
    ),
    "go/core/core.go": ('package core\nimport "quokka.example/car/go/engine"\n', "package core\n", "no Go\n"),
    "rs/Cargo.toml": ("[package]\nname = 'car'\n[features]\nspark = []\nturbo = ['spark']\n", "[package\n"),
    "rs/src/lib.rs": ("mod engine;\n", "#[cfg(test)]\nmod engine;\n", "mod core { use super::engine; }\n"),
    "rs/src/engine/mod.rs": ('#[cfg(feature = "turbo")]\nfn f() {}\n', ""),
    "web/engine/index.ts": ("export const a = 1\n", ""),
    "web/a.ts": ("import './engine'\n", "import('./' + name)\n", "f(" * 600 + "import x\n"),
    "jvm/engine/Engine.java": ("package engine;\nclass Engine {}\n", "class Engine {}\n"),
    "jvm/Core.kt": ("package engine\nval e = Engine()\n", "import engine.Engine\n"),
    "docs/\u00e9.md": ("USE_ENGINE\n", "nothing\n"),
}
AUTHORS = (
    "Ana Alves <ana@quokka.example>",
    "Somebody <1+ana@users.noreply.forge.example>",
    "Ben Bauer <ben@quokka.example>",
)


def edit(folder, source):
    """Commit a few changes, on a day and by somebody."""
    paths = source.sample(sorted(FILES), source.choice([1, 2, 8]))
    changes = {path: source.choice(FILES[path]) for path in paths}
    there = [path for path in FILES if (folder / path).exists()]
    if there and source.random() < 0.4:
        changes[source.choice(there)] = None
    day = f"202{source.randrange(2, 7)}-0{source.randrange(1, 10)}-11"
    commit(folder, changes, day=day, author=source.choice(AUTHORS))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_and_what_is_left_out_change_nothing_that_is_found(seed, tmp_path):
    source = random.Random(seed)
    folder = repository(tmp_path / "source")
    commit(folder, {path: texts[0] for path, texts in FILES.items()}, day="2021-05-05")
    for _ in range(8):
        edit(folder, source)
        plain = survey(ENTRIES, folder)
        assert len(plain.claims) > 30
        id_ = source.choice(MODULES)
        assert said(survey(ENTRIES, folder, select=(id_,)), id_) == said(plain, id_)
        if source.random() < 0.5:
            assert said(survey(ENTRIES, folder, select=(id_,), kept=tmp_path), id_) == said(plain, id_)
        assert evidence.text(survey(ENTRIES, folder, kept=tmp_path)) == evidence.text(plain)


def test_a_module_alone_is_told_what_all_are_told(tmp_path):
    folder = repository(tmp_path / "source")
    for at in range(5):
        commit(folder, {path: texts[at % len(texts)] for path, texts in FILES.items()})
        plain = survey(ENTRIES, folder)
        for id_ in MODULES:
            found = survey(ENTRIES, folder, select=(id_,))
            assert [claim.module for claim in found.claims] == [id_] * len(found.claims)
            assert said(found, id_) == said(plain, id_)


def test_a_file_that_was_read_at_another_commit_is_not_read_again(tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, {path: texts[0] for path, texts in FILES.items()})
    survey(ENTRIES, folder, kept=tmp_path)
    commit(folder, {"tools/new.py": "import quokka\n", "quokka/wheels.py": "x = 3\n"})
    reading = []
    survey(ENTRIES, folder, kept=tmp_path, reading=reading)
    assert ("Reading the tree", 2) in reading


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"a b\n0 python x y"])
def test_a_file_that_was_not_kept_like_this_is_not_used(content, tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, {path: texts[0] for path, texts in FILES.items()})
    plain = evidence.text(survey(ENTRIES, folder))
    file = tmp_path / cache.FOLDER / objects.NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert evidence.text(survey(ENTRIES, folder, kept=tmp_path)) == plain
    assert file.read_bytes() != content
    assert (file.parent / ".gitignore").read_text() == "*\n"


def test_what_another_version_kept_is_not_used(tmp_path):
    cache.write(tmp_path, "audit", "one", b"text")
    assert cache.read(tmp_path, "audit", "one") == b"text"
    assert cache.read(tmp_path, "audit", "other") is None


def test_nothing_is_kept_through_a_link_that_leads_out_of_the_project(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "project/.cache").symlink_to(tmp_path / "outside")
    cache.write(tmp_path / "project", "audit", "one", b"text")
    assert list((tmp_path / "outside").iterdir()) == []


def test_what_has_been_of_no_use_for_long_is_dropped(tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, {"src/engine/start.cc": "", "src/wheel/turn.cc": "int turn;\n"})
    old = git(folder, "rev-parse", "HEAD:src/wheel/turn.cc")
    survey(ENTRIES, folder, kept=tmp_path)
    file = tmp_path / cache.FOLDER / objects.NAME
    assert old in file.read_text()
    commit(folder, {"src/wheel/turn.cc": None})
    for _ in range(objects.RUNS):
        survey(ENTRIES, folder, kept=tmp_path, select=("engine",))
    assert old in file.read_text()
    for _ in range(objects.RUNS):
        survey(ENTRIES, folder, kept=tmp_path)
    assert old not in file.read_text()


def test_no_address_is_kept(tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, {"a.txt": "1"}, message="Change\n\nCo-authored-by: Ben <ben@quokka.example>")
    survey(ENTRIES, folder, kept=tmp_path)
    kept = (tmp_path / cache.FOLDER / objects.NAME).read_text()
    assert "Ana Alves" in kept
    assert "@" not in kept


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.py", "import quokka.engine", True),
        ("a.py", "from quokka import (\n    engine,\n)", True),
        ("a.py", "import quokka.wheel  # its engines", False),
        ("a.py", "# quokka engine\n\nimport os", False),
        ("quokka/a.py", "from . import engine", True),
        ("quokka/a.py", "from . import wheel", False),
        ("quokka/engine/b.py", "from . import x", True),
        ("a.py", "import quokka.\uff45ngine", True),
        ("a.py", "# \u00e9\nimport quokka", False),
        ("a.py", "# coding: utf-7\nimport quokka", True),
        ("a.py", "__import__(name)", True),
    ],
)
def test_a_search_finds_every_file_that_may_import_a_module(path, text, expected):
    names = Names(["quokka/__init__.py", "quokka/engine/__init__.py", "quokka/engine/b.py", "quokka/a.py"])
    mentions = Mentions(names, ["quokka/engine/__init__.py", "quokka/engine/b.py"], [b"__import__"])
    assert mentions.may_be_in(path, text.encode()) is expected
