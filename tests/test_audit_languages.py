"""Imports in every language that an audit reads: a planted lie is contradicted at its line, and nothing true is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from repositories import commit, repository, said, survey

ENGINE = "# modules/engine.yaml\nnamespaces: [{}]\n"
TRUE = {"src/wheel/turn.cc": "int turn;\n"}

GO = {
    "go.mod": "module quokka.example/car // the car\n\ngo 1.24\n",
    "engine/engine.go": "package engine\n\nfunc Start() {}\n",
    "engine/internal/spark/spark.go": "package spark\n",
    "engine/spark.h": "",
    "wheel/wheel.go": "package wheel\n",
}
RUST = {
    "Cargo.toml": '[workspace]\nmembers = ["car", "engine"]\n[workspace.dependencies]\nengine = { path = "engine" }\n',
    "engine/Cargo.toml": '[package]\nname = "quokka-engine"\n[lib]\nname = "engine"\n',
    "engine/src/lib.rs": "pub mod spark;\n",
    "engine/src/spark.rs": "pub fn fire() {}\n",
    "car/Cargo.toml": '[package]\nname = "car"\n[dependencies]\nengine = { workspace = true, package = "quokka-engine" }\n',
    "car/src/lib.rs": "",
}
CRATE = {
    "Cargo.toml": '[package]\nname = "car"\n',
    "src/lib.rs": "",
    "src/engine/spark.rs": "",
    "src/engine/mod.rs": "pub mod spark;\n",
}
JAVA = {
    "car/src/main/java/quokka/engine/Engine.java": "package quokka.engine;\npublic class Engine { class Part {} }\n",
    "car/src/main/java/quokka/engine/module-info.java": "module quokka.engine { exports quokka.engine; }\n",
    "car/src/main/java/quokka/wheel/Wheel.java": "package quokka.wheel;\npublic class Wheel {}\n",
}
KOTLIN = {
    "engine/Parts.kt": "package quokka.engine\n\nclass Engine\nfun start() {}\n",
    "wheel/Wheel.kt": "package quokka.wheel\n",
}
NPM = {
    "package.json": '{"name": "car", "private": true, "workspaces": ["packages/*"]}',
    "packages/engine/package.json": '{"name": "@quokka/engine", "exports": {".": {"import": "./dist/index.js"}, "./parts/*": "./src/parts/*.ts"}}',
    "packages/engine/src/index.ts": "export const engine = 1\n",
    "packages/engine/src/parts/spark.ts": "export const spark = 1\n",
    "packages/car/package.json": '{"name": "@quokka/car", "dependencies": {"@quokka/engine": "workspace:*", "left-pad": "1"}}',
}
PROTO = {
    "proto/quokka/engine/engine.proto": 'syntax = "proto3";\n',
    "proto/quokka/wheel.proto": 'syntax = "proto3";\n',
}
PYTHON = {"q/__init__.py": "", "q/engine/__init__.py": "", "q/engine/spark.py": "", "q/wheel.py": ""}
C = {"q/engine/spark.h": "", "q/engine/spark.cc": '#include "spark.h"\n'}
LANGUAGES = {
    "python": (PYTHON, "q/engine"),
    "c": (C, "q/engine"),
    "go": (GO, "engine"),
    "rust": (RUST, "engine"),
    "crate": (CRATE, "src/engine"),
    "java": (JAVA, "car/src/main/java/quokka/engine"),
    "kotlin": (KOTLIN, "engine"),
    "npm": (NPM, "packages/engine"),
    "proto": (PROTO, "proto/quokka/engine"),
}


@pytest.fixture
def isolation(tmp_path):
    """Say what an audit finds of a module in a language that must be isolated, with some more files: the verdict and the places."""

    def ask(language, files):
        own, namespace = LANGUAGES[language]
        folder = repository(tmp_path / "source")
        commit(folder, {**TRUE, **own, **files})
        found = survey(ENGINE.format(namespace), folder, only=("isolation",))
        (claim,) = (one for one in found.by_module["engine"] if one.kind == "isolated")
        return [claim.verdict, *map(str, claim.places)]

    return ask


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"crate"}))
def test_a_module_that_nothing_imports_is_isolated(language, isolation):
    assert isolation(language, {}) == ["verified"]


@pytest.mark.parametrize(
    ("language", "path", "content", "line"),
    [
        ("go", "core/a.go", 'package core\n\nimport "quokka.example/car/engine"\n', 3),
        ("go", "core/a.go", 'package core\nimport (\n\t"fmt"\n\te "quokka.example/car/engine"\n)\n', 4),
        ("go", "core/a.go", 'package core\nimport _ "quokka.example/car/engine/internal/spark"\n', 2),
        ("go", "core/a.go", "package core\nimport /* here */ . `quokka.example/car/engine`\n", 2),
        ("rust", "car/src/lib.rs", "use engine::spark;\n", 1),
        ("rust", "car/src/lib.rs", "\npub use {engine::spark as fire, std::env};\n", 2),
        ("rust", "car/src/lib.rs", "fn go() {\n    engine::spark::fire();\n}\n", 2),
        ("rust", "car/src/lib.rs", "macro_rules! m { () => {\n  engine::start!()\n} }\n", 2),
        ("rust", "car/src/main.rs", "extern crate engine as e;\n", 1),
        ("crate", "src/lib.rs", "mod engine;\n", 1),
        ("crate", "src/lib.rs", "#[cfg(test)]\nmod t { use crate::engine; }\npub(crate) mod engine;\n", 3),
        ("java", "a/Core.java", "package a;\nimport quokka.engine.Engine;\nclass Core {}\n", 2),
        ("java", "a/Core.java", "package a;\n\nimport static quokka.engine.Engine.*;\n", 3),
        ("java", "a/Core.java", "package a;\nimport quokka.engine.Engine.Part;\n", 2),
        ("java", "a/Core.java", "package a;\nimport quokka.engine.*;\nclass Core {\n  Engine e;\n}\n", 4),
        ("java", "a/Core.java", "package a;\nclass Core { quokka.engine.Engine e; }\n", 2),
        ("java", "a/Core.java", "package quokka.engine;\nclass Core {\n  Engine e;\n}\n", 3),
        ("java", "a/Core.java", 'package a;\nclass Core { Object o = Class.forName("quokka.engine.Engine"); }\n', 2),
        ("java", "a/Core.kt", "package a\nimport quokka.engine.Engine\n", 2),
        ("kotlin", "a/core.kt", "package a\n\nimport quokka.engine.start\n", 3),
        ("kotlin", "a/core.kt", "package quokka.engine\n\nval e = Engine()\n", 3),
        ("kotlin", "a/Core.java", "package a;\nimport quokka.engine.Engine;\n", 2),
        ("npm", "packages/car/a.ts", 'import type { x } from "@quokka/engine"\n', 1),
        ("npm", "packages/car/a.ts", "\nexport * from '@quokka/engine/parts/spark'\n", 2),
        ("npm", "packages/car/a.tsx", "const a = <p>don't</p>\nimport '../engine/src'\n", 2),
        ("npm", "packages/car/a.js", "const a = /[`'\"]/\nconst b = require('../engine/src/index.js')\n", 2),
        ("npm", "packages/car/a.mjs", "async () => {\n  await import(`../engine/src/parts/spark.js`)\n}\n", 2),
        ("npm", "packages/car/a.ts", 'import e = require("@quokka/engine")\n', 1),
        ("npm", "packages/car/a.ts", 'let x: import("@quokka/engine").T\n', 1),
        ("npm", "packages/car/a.d.ts", '/// <reference path="../engine/src/index.ts" />\n', 1),
        ("npm", "packages/car/a.vue", "<template>import</template>\n<script setup>\nimport '@quokka/engine'\n</script>\n", 3),
        ("npm", "packages/car/a.js", "new Worker(new URL('../engine/src/index.js', import.meta.url))\n", 1),
        ("npm", "packages/car/a.mjs", "import { createRequire } from 'module'\nconst load = createRequire(import.meta.url)\nload('../engine/src/index.js')\n", 3),
        ("npm", "packages/car/a.js", "const load = require\nload('@quokka/engine')\n", 2),
        ("npm", "packages/car/a.js", "importScripts('../engine/src/index.js')\n", 1),
        ("npm", "packages/car/a.js", "import x from '!!raw-loader!../engine/src/index.js'\n", 1),
        ("go", "core/a.go", 'package core\n\n/*\n#include "../engine/spark.h"\n*/\nimport "C"\n', 4),
        ("go", "core/a.go", 'package core\n// #include "../engine/spark.h"\nimport "C"\n', 2),
        ("rust", "car/src/lib.rs", 'include!("../../engine/src/spark.rs");\n', 1),
        ("rust", "car/src/lib.rs", 'const A: &str =\n    include_str!("../../engine/src/spark.rs");\n', 2),
        ("crate", "src/lib.rs", "mod r#engine;\n", 1),
        ("crate", "src/lib.rs", '#[cfg_attr(unix, path = "engine/mod.rs")]\nmod motor;\n', 2),
        ("crate", "src/lib.rs", '#[cfg(any(test, feature = "fast"))]\nmod engine;\n', 2),
        ("rust", "car/src/lib.rs", "fn go() { ::engine::spark::fire() }\n", 1),
        ("go", "core/a.go", '\ufeffpackage core\nimport "quokka.example/car/engine"\n', 2),
        ("java", "a/module-info.java", "module a {\n  requires static transitive quokka.engine;\n}\n", 2),
        ("java", "a/Core.java", "package a;\nimport module quokka.engine;\n", 2),
        ("npm", "packages/car/a.vue", "<template/>\n<script lang='ts' src='../engine/src/index.ts'></script>\n", 2),
        ("proto", "api/a.proto", 'import "a.proto"; import "engine/engine.proto";\n', 1),
        ("python", "q/a.py", "from q.engine import *\n", 1),
        ("python", "bin/run", "#!/usr/bin/env python3\nimport q.engine\n", 2),
        ("python", "my folder/ä ö.py", "import q.engine\n", 1),
        ("c", "src/a.cc", '\ufeff#include "../q/engine/spark.h"\n', 1),
        ("c", "src/a.cc", 'import "../q/engine/spark.h";\n', 1),
        ("c", "src/a.cc", "export import <q/engine/spark.h>;\n", 1),
        ("c", "src/a.cc", 'const char a[] = {\n#embed "../q/engine/spark.h"\n};\n', 2),
        ("c", "src/a.cc", '#include "..\\\\q\\\\engine\\\\spark.h"\n'.replace("\\\\", "\\"), 1),
        ("c", "src/a.S", '#include "../q/engine/spark.h"\n', 1),
        ("c", "src/a.metal", '#include "../q/engine/spark.h"\n', 1),
        ("c", "src/a.h.in", '#include "../q/engine/spark.h"\n', 1),
        ("c", "src/a b.cc", '#include "../q/engine/spark.h"\n', 1),
        ("proto", "proto/a.proto", 'import public "quokka/engine/engine.proto";\n', 1),
        ("proto", "api/a.proto", 'syntax = "proto3";\nimport "engine/engine.proto";\n', 2),
    ],
)  # fmt: skip
def test_an_import_in_any_language_is_found_at_its_line(language, path, content, line, isolation):
    assert isolation(language, {path: content}) == ["contradicted", f"{path}:{line}"]


@pytest.mark.parametrize(
    ("language", "path", "content"),
    [
        ("go", "core/a.go", 'package core\n// import "quokka.example/car/engine"\n'),
        ("go", "core/a.go", 'package core\n\nconst a = `\nimport "quokka.example/car/engine"\n`\n'),
        ("go", "core/a.go", 'package core\nimport "quokka.example/car/engines"\n'),
        ("go", "core/a_test.go", 'package core\nimport "quokka.example/car/engine"\n'),
        ("go", "engine/more.go", 'package engine\nimport "quokka.example/car/engine/internal/spark"\n'),
        ("go", "other/go.mod", "module quokka.example/car/engine\n"),
        ("rust", "car/src/lib.rs", '// use engine::spark;\n/* /* */ use engine::spark; */\nconst A: &str = r#"\nuse engine;"#;\n'),
        ("rust", "car/src/lib.rs", 'const A: &str = "\nuse engine::spark;\n";\nfn f<\'a>(x: &\'a str) {}\n'),
        ("rust", "car/src/lib.rs", "#[cfg(test)]\nmod tests {\n    use engine::spark;\n}\n"),
        ("rust", "car/tests/a.rs", "use engine::spark;\n"),
        ("rust", "bike/src/lib.rs", "use engine::spark;\n"),
        ("java", "a/Core.java", "package a;\n// import quokka.engine.Engine;\n/* quokka.engine.Engine */\n"),
        ("java", "a/Core.java", 'package a;\nclass Core { String s = """\nimport quokka.engine.Engine;\n"""; }\n'),
        ("java", "a/Core.java", "package a;\nimport quokka.wheel.*;\nclass Core { class Engine {} Engine e; }\n"),
        ("java", "test/Core.java", "package a;\nimport quokka.engine.Engine;\n"),
        ("kotlin", "a/core.kt", "package a\n/* /* */ import quokka.engine.start */\nimport quokka.wheel.start\n"),
        ("npm", "packages/car/a.ts", "// import '@quokka/engine'\nconst a = \"import '@quokka/engine'\"\nimport pad from 'left-pad'\n"),
        ("npm", "packages/car/a.ts", "const a = `\nimport '@quokka/engine'\n`\n"),
        ("npm", "packages/car/a.ts", "import fs from 'node:fs'\nimport path from 'path'\n"),
        ("npm", "packages/car/a.test.ts", "import '@quokka/engine'\n"),
        ("npm", "packages/car/a.js", "x.require('@quokka/engine')\n"),
        ("npm", "packages/car/a.mjs", "const load = createRequire(import.meta.url)\n// load('../engine/src/index.js')\nx.load('../engine/src/index.js')\n"),
        ("go", "core/a.go", 'package core\nimport "C"\n// #include "../engine/spark.h"\n'),
        ("go", "core/a.go", 'package core\n// #include "../engine/spark.h"\nimport "fmt"\n'),
        ("crate", "src/lib.rs", "#[cfg(all(test, unix))]\nmod engine;\n"),
        ("crate", "src/lib.rs", "#[cfg(all(unix, test))]\nmod t { use crate::engine; }\n"),
        ("rust", "car/src/lib.rs", "fn go() { <T as A>::engine::go() }\n"),
        ("rust", "car/src/lib.rs", 'include!(concat!(env!("OUT_DIR"), "/spark.rs"));\n'),
        ("python", "third/q/a.py", "from .engine import x\n"),
        ("python", "q/a.py", "import q.Engine\n"),
        ("c", "src/a.cc", '// a comment \\\n#include "../q/engine/spark.h"\n'),
        ("c", "src/a.cc", 'auto s = R"(\n#include "../q/engine/spark.h"\n)";\n'),
        ("c", "src/a.cc", 'import_it("../q/engine/spark.h");\n'),
        ("proto", "proto/a.proto", '// import "quokka/engine/engine.proto";\nimport "quokka/wheel.proto";\n'),
    ],
)  # fmt: skip
def test_what_is_no_import_in_a_language_is_not_taken_for_one(language, path, content, isolation):
    assert isolation(language, {path: content}) == ["verified"]


@pytest.mark.parametrize(
    ("language", "path", "content", "line"),
    [
        ("java", "a/Core.java", "package a;\nclass Core { Object o = Class.forName(name); }\n", 2),
        ("npm", "packages/car/a.js", "import(name)\n", 1),
        ("npm", "packages/car/a.js", "\nrequire(`../engine/${name}`)\n", 2),
        ("npm", "packages/car/a.ts", "import '@/parts/spark'\n", 1),
        ("npm", "packages/car/a.ts", "const all = import.meta.glob('../engine/src/*.ts')\n", 1),
        ("npm", "packages/car/a.js", "const all = require.context('../engine/src', true)\n", 1),
        ("npm", "packages/car/a.mjs", "const load = createRequire(import.meta.url)\nload(name)\n", 2),
        ("python", "q/__init__.py", "import lazy_loader as lazy\nx = lazy.attach(__name__, ['engine'])\n", 2),
    ],
)
def test_what_may_be_an_import_makes_isolation_not_checkable(language, path, content, line, isolation):
    assert isolation(language, {path: content}) == ["not-checkable", f"{path}:{line}"]


@pytest.mark.parametrize(
    ("files", "path", "verdict"),
    [
        ({"a/go.mod": "module other.example/a\nreplace quokka.example/car => ../\n"}, "a/a.go", "contradicted"),
        ({"a/go.mod": "module other.example/a\n"}, "a/a.go", "contradicted"),
        ({"a/go.mod": "module a.example\nreplace quokka.example/car => ../other\n"}, "a/a.go", "verified"),
        ({"a/go.mod": "module a.example\nreplace (\n\tquokka.example/car => ../other\n\tquokka.example/car/engine v1 => ../engine\n)\n"}, "a/a.go", "contradicted"),
        ({"engine/go.mod": "module quokka.example/car/engine\n"}, "a/a.go", "contradicted"),
        ({"go.mod": "go 1.24\n"}, "a/a.go", "not-checkable"),
        ({"vendor/quokka.example/car/engine/e.go": "package engine\n"}, "a/a.go", "verified"),
        ({"other/go.mod": "module quokka.example/car\n", "other/engine/e.go": "package e\n"}, "a/a.go", "not-checkable"),
    ],
)  # fmt: skip
def test_an_import_of_go_means_what_the_go_mod_around_it_says(files, path, verdict, isolation):
    files = {**files, path: 'package a\nimport "quokka.example/car/engine"\n'}
    assert isolation("go", files)[0] == verdict


@pytest.mark.parametrize(
    ("path", "embeds", "found"),
    [
        ("a.go", "//go:embed engine/parts.html\nvar parts string\n", "a.go:3"),
        ("a.go", "//go:embed b.txt\n//go:embed engine\nvar parts embed.FS\n", "a.go:4"),
        ("a.go", "var (\n\t//go:embed \"engine/*.html\" `x.txt`\n\tparts []byte\n)\n", "a.go:4"),
        ("a.go", "//go:embed */*.html\nvar parts embed.FS\n", "a.go:3"),
        ("a.go", "//go:embed all:engine/_more\nvar parts embed.FS\n", "a.go:3"),
        ("a.go", "//go:embed engine/_more\nvar parts embed.FS\n", None),
        ("a.go", "const a = `\n//go:embed engine\n`\n", None),
        ("a.go", "// //go:embed engine\nvar parts embed.FS\n", None),
        ("a_test.go", "//go:embed engine\nvar parts embed.FS\n", None),
        ("engine/a.go", "//go:embed parts.html\nvar parts embed.FS\n", None),
    ],
)  # fmt: skip
def test_a_file_of_go_takes_in_what_it_embeds(path, embeds, found, isolation):
    files = {"engine/parts.html": "", "engine/_more/.b.html": "", "engine/_c.html": "", "b.txt": ""}
    source = f'package {"engine" if "/" in path else "a"}\nimport "embed"\n{embeds}'
    verdict, *places = isolation("go", {**files, path: source})
    assert (verdict, places) == (("contradicted", [found]) if found else ("verified", []))


def test_whose_file_of_a_package_is_used_is_not_known_of_go(tmp_path):
    folder = repository(tmp_path / "source")
    files = {**TRUE, **GO, "parts/engine.go": "package parts\n", "parts/wheel.go": "package parts\n"}
    commit(folder, {**files, "core/a.go": 'package core\nimport "quokka.example/car/parts"\n'})
    found = survey(ENGINE.format("parts/engine.go"), folder, only=("isolation",))
    (claim,) = (one for one in found.by_module["engine"] if one.kind == "isolated")
    assert [claim.verdict, *map(str, claim.places)] == ["not-checkable", "core/a.go:2", "parts/wheel.go:1"]


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ({"packages/car/tsconfig.json": '{ // paths\n"compilerOptions": {"paths": {"~e/*": ["../engine/src/*"],}}}'}, "contradicted"),
        ({"packages/car/tsconfig.json": '{"extends": "../base"}', "packages/base.json": ""}, "not-checkable"),
        ({"packages/car/tsconfig.json": '{"extends": "../../tsconfig.base"}', "tsconfig.base.json": '{"compilerOptions": {"baseUrl": "packages", "paths": {"~e/*": ["engine/src/*"]}}}'}, "contradicted"),
        ({"packages/car/package.json": '{"name": "c", "imports": {"#x": "./x.js"}}'}, "not-checkable"),
    ],
)  # fmt: skip
def test_a_path_of_typescript_means_what_its_configuration_says(files, verdict, isolation):
    files = {**files, "packages/car/a.ts": "import '~e/parts/spark'\n"}
    assert isolation("npm", files)[0] == verdict


@pytest.mark.parametrize(
    ("files", "places"),
    [
        ({"src/core.rs": "use super::engine::spark;\n"}, ["src/core.rs:1"]),
        ({"src/core.rs": "\nuse crate::{engine, core};\n"}, ["src/core.rs:2"]),
        ({"src/core.rs": "use crate as c;\nfn f() { c::engine::spark::fire() }\n"}, ["src/core.rs:2"]),
        ({"src/core.rs": "mod deep { use super::super::engine; }\n"}, ["src/core.rs:1"]),
        ({"src/core.rs": "use super::*;\n\nfn f() { engine::spark::fire() }\n"}, ["src/core.rs:3"]),
        ({"src/core.rs": "use super::prelude::fire;\n", "src/prelude.rs": "pub use crate::engine::spark::fire;\n"}, ["src/core.rs:1", "src/prelude.rs:1"]),
        ({"src/core.rs": "", "src/main.rs": "use car::engine;\n"}, ["src/main.rs:1"]),
        ({"src/core.rs": "fn engine() { engine::start() }\n"}, []),
        ({"src/core.rs": "mod engine { pub fn go() {} }\nuse self::engine::go;\n"}, []),
        ({"src/core.rs": "", "src/lib.rs": "#[path = \"engine/mod.rs\"]\nmod motor;\n"}, ["src/lib.rs:2"]),
    ],
)  # fmt: skip
def test_a_path_of_rust_is_followed_through_the_modules_of_its_crate(files, places, isolation):
    crate = {"src/lib.rs": "pub mod core;\npub mod prelude;\nmod engine;\n", "src/prelude.rs": ""}
    declared = [] if "src/lib.rs" in files else ["src/lib.rs:3"]
    assert isolation("crate", {**crate, **files}) == ["contradicted", *sorted([*places, *declared])]


@pytest.mark.parametrize("language", ["go", "java", "npm", "proto"])
def test_tests_in_any_language_are_counted(language, tmp_path):
    own, namespace = LANGUAGES[language]
    tests = {
        "go": ("core/a_test.go", 'package core\nimport "quokka.example/car/engine"\n'),
        "java": ("src/test/java/quokka/engine/EngineTest.java", "package quokka.engine;\nclass EngineTest {\n Engine e; }\n"),
        "npm": ("packages/car/__tests__/a.ts", "import '@quokka/engine'\n"),
        "proto": ("test/a.proto", 'import "quokka/engine/engine.proto";\n'),
    }  # fmt: skip
    path, content = tests[language]
    folder = repository(tmp_path / "source")
    commit(folder, {**TRUE, **own, path: content})
    found = survey(ENGINE.format(namespace), folder, only=("tests", "removal"))
    counts = {claim.kind: (claim.count, claim.of) for claim in found.by_module["engine"]}
    assert counts["tested"][0] == 1
    assert counts["removal"][1] == 0


def test_a_module_needs_what_it_imports_in_any_language(tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, {**TRUE, **GO, "wheel/wheel.go": 'package wheel\nimport "quokka.example/car/engine"\n'})
    entries = (
        "# modules/engine.yaml\nnamespaces: [engine]\nrelations: [{type: depends-on, module: wheel, why: it turns}]\n\n"
        "# modules/wheel.yaml\nnamespaces: [wheel]\n"
    )
    found = survey(entries, folder, only=("isolation",))
    (claim,) = (one for one in found.by_module["engine"] if one.kind == "depends")
    assert [claim.verdict, *map(str, claim.places)] == ["contradicted", "wheel/wheel.go:2"]


WITHOUT = """\
import sys
sys.modules["tree_sitter"] = None
sys.path.insert(0, {tests!r})
from pathlib import Path
from repositories import survey, written
found = survey({entries!r}, Path({folder!r}), only=("isolation", "tests", "removal"))
print(*(written(one) for one in found.by_module["engine"]), sep="\\n")
"""

EXTRA = "TypeScript is read once `pip install 'mkdocs-module-catalog[audit]'` has been run"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            {},
            [
                f"not-checkable isolated: whether anything outside needs it cannot be told: {EXTRA}",
                f"not-checkable tested: how many tests import it cannot be told: {EXTRA}",
                f"not-checkable removal: files to delete: 3; how many others import it cannot be told: {EXTRA}",
            ],
        ),
        (
            {"packages/engine/setup.py": "import sys\n"},
            [
                f"not-checkable isolated: whether anything outside needs it cannot be told: {EXTRA}",
                f"no-claim tested: test files that import or include it: 0; {EXTRA}",
                f"no-claim removal: files to delete: 4; files outside that import or include it: 0; {EXTRA}",
            ],
        ),
    ],
)
def test_without_its_grammar_no_number_stands_for_a_language(more, expected, tmp_path):
    folder = repository(tmp_path / "source")
    commit(folder, {**TRUE, **NPM, **more, "packages/car/a.ts": "import '@quokka/engine'\n"})
    script = WITHOUT.format(
        tests=str(Path(__file__).parent), entries=ENGINE.format("packages/engine"), folder=str(folder)
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == expected


@pytest.mark.parametrize(
    ("link", "target", "is_told"),
    [
        ("q/alias", "engine", True),
        ("q/alias.py", "engine/spark.py", True),
        ("alias", "q", True),
        ("q/alias", "..", True),
        ("q/engine/alias.md", "README.md", False),
        ("tests/alias", "../q/engine", False),
        ("q/alias", "wheel.py", False),
        ("q/alias", "/q/engine", False),
        ("q/alias", "../../q/engine", False),
        ("q/alias", "nowhere", False),
    ],
)
def test_a_link_that_leads_to_a_module_makes_its_isolation_not_checkable(link, target, is_told, tmp_path):
    folder = repository(tmp_path / "source")
    (folder / link).parent.mkdir(parents=True, exist_ok=True)
    (folder / link).symlink_to(target)
    commit(folder, {**PYTHON, "q/engine/README.md": ""})
    found = survey(ENGINE.format("q/engine"), folder, only=("isolation",))
    (claim,) = (one for one in found.by_module["engine"] if one.kind == "isolated")
    assert [claim.verdict, *map(str, claim.places)] == (["not-checkable", link] if is_told else ["verified"])


def test_modules_of_c_plus_plus_are_said_not_to_be_read(tmp_path):
    folder = repository(tmp_path / "source")
    commit(
        folder,
        {
            "q/engine/e.cppm": "export module q.engine;\n",
            "src/a.cc": "import q.engine;\n",
            "q/engine/e.h": "",
        },
    )
    (line, *_) = said(survey(ENGINE.format("q/engine"), folder, only=("isolation",)), "engine", "isolated")
    assert (
        line
        == "not-checkable isolated: whether anything outside needs it cannot be told: C++ with modules is not read"
    )


@pytest.mark.parametrize("manifest", ["pyproject.toml", "setup.cfg", "setup.py"])
def test_a_package_below_src_is_called_by_the_folders_that_it_is_in(manifest, tmp_path):
    entry = (
        "# modules/engine.yaml\nkind: core\nnamespaces: [engine-log]\nstage: S1\n\n"
        "# modules/wheel.yaml\nnamespaces: [wheel]\n"
    )
    folder = repository(tmp_path / "source")
    package = {f"engine-log/{manifest}": "", "engine-log/src/q/parts/logging/__init__.py": ""}
    package |= {"engine-log/src/q/transport/requests.py": ""}
    own = "import logging\nfrom logging import handlers\nimport requests\n"
    commit(folder, {**package, "wheel/src/q/parts/wheel/__init__.py": own, "wheel/setup.py": ""})
    assert needing_engine(entry, folder) == []
    commit(folder, {"wheel/src/q/parts/wheel/a.py": "from q.parts.logging import x\n"})
    assert needing_engine(entry, folder) == ["wheel/src/q/parts/wheel/a.py:1"]


def needing_engine(entry, folder):
    """Return the places that import the engine."""
    found = survey(entry, folder, only=("isolation",)).by_module["engine"]
    return [str(spot) for claim in found if claim.kind == "isolated" for spot in claim.places]


def test_a_stub_among_tests_is_found_by_the_files_beside_it_alone(tmp_path):
    entry = "# modules/engine.yaml\nkind: core\nnamespaces: [engine/tests/stubs]\nstage: S1\n"
    folder = repository(tmp_path / "source")
    files = {"engine/tests/stubs/wrapt.py": "", "wheel/a.py": "import wrapt\n"}
    commit(folder, files)
    assert needing_engine(entry, folder) == []
    commit(folder, {"engine/a.py": "import wrapt\n"})
    assert needing_engine(entry, folder) == ["engine/a.py:1"]


def test_of_files_of_one_name_the_nearest_is_imported(tmp_path):
    entry = "# modules/engine.yaml\nkind: core\nnamespaces: [wheel/parts/utils.py]\nstage: S1\n"
    folder = repository(tmp_path / "source")
    files = {f"{name}/parts/{file}.py": "" for name in ("engine", "wheel") for file in ("__init__", "utils")}
    commit(folder, {**files, "engine/parts/a.py": "from .utils import x\n"})
    assert needing_engine(entry, folder) == []
    commit(folder, {"wheel/parts/a.py": "from .utils import x\n"})
    assert needing_engine(entry, folder) == ["wheel/parts/a.py:1"]
