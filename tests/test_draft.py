"""init --from: a catalog that is drafted from a source tree loads, says where its guesses come from, and invents nothing."""

from __future__ import annotations

import shutil
import subprocess

import pytest
import yaml
from click.testing import CliRunner

from module_catalog.cli import main
from programs import BIN
from repositories import commit, git, repository
from test_discovery import PROJECT


def run(folder, *arguments, code=0):
    done = CliRunner().invoke(main, ["-C", str(folder), *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done.output


def drafted(tmp_path, files, *arguments):
    """Return the folder of a catalog that is drafted from a repository with these files."""
    source = repository(tmp_path / "quokka")
    commit(source, files, day="2024-03-01")
    root = tmp_path / "root"
    root.mkdir()
    run(root, "init", "--from", source, *arguments)
    return root


def entry(root, id_):
    return yaml.safe_load((root / f"catalog/modules/{id_}.yaml").read_text())


@pytest.fixture(scope="module")
def mill(tmp_path_factory):
    return drafted(tmp_path_factory.mktemp("mill"), PROJECT)


def test_a_draft_says_what_the_tree_says_and_why_it_guesses(mill):
    source = mill.parent / "quokka"
    first = git(source, "rev-parse", "--short=10", "HEAD")
    assert (mill / "catalog/modules/wind.yaml").read_text() == (
        "# yaml-language-server: $schema=../module.schema.json\n"
        f"# Drafted from src/engine/backend/wind at {first}.\n"
        "# guessed: the folder is called wind\n"
        "name: Wind\n"
        "# guessed: src/engine/backend/wind is a folder in src/engine/backend/\n"
        "kind: backend\n"
        "# guessed: no file says the stage: this is the first that a module can have\n"
        "stage: S0\n"
        "# guessed: src/engine/backend/wind: a folder in src/engine/backend/\n"
        "namespaces: [src/engine/backend/wind]\n"
        "# guessed: USE_WIND: CMakeLists.txt:2 declares it, by its name for this one\n"
        "toggles:\n"
        "  - {name: USE_WIND, mechanism: cmake, default: 'ON', requires: [USE_STEAM]}\n"
        "# guessed: by folders and imports; of a circle of imports, the weakest part is left out\n"
        "relations:\n"
        "  - {type: part-of, module: engine, why: All that it has lies in folders of it}\n"
        "  - {type: depends-on, module: steam, why: Its toggle is built only with USE_STEAM}\n"
        f"# guessed: {first} is the first commit at its paths: it may be older than they are\n"
        "history:\n"
        "  - {date: 2024-03-01, event: introduced, stage: S0}\n"
    )


def test_owners_are_those_that_files_name_and_nobody_else(mill):
    assert entry(mill, "wheel")["owners"] == [
        {"person": "ana", "basis": ".github/CODEOWNERS line 4"},
        {"person": "quokka/wheels", "basis": ".github/CODEOWNERS line 4"},
    ]
    assert "owners" not in entry(mill, "wind")
    roster = yaml.safe_load((mill / "catalog/people.yaml").read_text())
    assert roster == {
        "people": {"ana": {"name": "ana"}, "cy": {"name": "Cy Cole"}},
        "teams": {"quokka/wheels": {"name": "quokka/wheels"}},
    }


def test_a_draft_loads_and_check_lists_what_is_left(mill):
    output = run(mill, "check", "--output-format", "concise")
    assert output.endswith("in 5 modules and 0 showcase entries.\n")
    assert "error" not in output
    assert "catalog/modules/wind.yaml:4:1: warning[MC102]: the entry has no `owners`" in output
    assert "catalog/modules/wind.yaml:4:1: warning[MC102]: the entry has no `summary`" in output


def test_the_catalog_says_which_rules_a_draft_breaks(mill):
    catalog = (mill / "catalog/catalog.yaml").read_text()
    assert catalog.endswith(
        "# What is left to fill in or to decide is no error yet. Remove this when it is done.\n"
        "rules: {MC102: warning, MC107: warning}\n"
    )
    assert yaml.safe_load(catalog)["kinds"] == {
        "core": {"name": "Core part"},
        "backend": {"name": "Backend"},
        "frontend": {"name": "Frontend"},
    }


def test_a_draft_is_as_fmt_writes_it(mill):
    assert run(mill, "fmt", "--check") == "7 files already formatted\n"


def test_the_same_tree_gives_the_same_files(mill, tmp_path):
    again = tmp_path / "again"
    again.mkdir()
    run(again, "init", "--from", mill.parent / "quokka")
    files = {path.relative_to(mill): path.read_bytes() for path in mill.rglob("*") if path.is_file()}
    others = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert files == others


def test_releases_are_the_tags_with_their_days(tmp_path):
    source = repository(tmp_path / "quokka")
    for day, tag in (("2024-01-01", "v1.0"), ("2024-02-01", "v1.1.0"), ("2024-02-02", "nightly")):
        commit(source, {"src/wheel/turn.cc": day, "src/wheel/x.cc": "", "src/wheel/y.cc": ""}, day=day)
        git(source, "tag", tag)
    run(tmp_path, "init", "--from", source)
    catalog = yaml.safe_load((tmp_path / "catalog/catalog.yaml").read_text())
    assert [one["name"] for one in catalog["releases"]] == ["v1.0", "v1.1.0"]


def test_an_older_revision_can_be_drafted(tmp_path):
    source = repository(tmp_path / "quokka")
    first = commit(source, {f"src/wheel/{at}.cc": "" for at in range(6)})
    commit(source, {f"src/engine/{at}.cc": "" for at in range(6)})
    run(tmp_path, "init", "--from", source, "--rev", first)
    assert [path.name for path in (tmp_path / "catalog/modules").iterdir()] == ["wheel.yaml"]


METADATA = "type: {0}\nstatus:\n  class: receiver\n  stability:\n    beta: [logs]\n  codeowners:\n    active: [ben]\n"


def test_where_the_tree_describes_its_modules_these_are_the_entries_and_the_tree_adds_to_them(tmp_path):
    files = {
        f"receiver/{name}/{file}": text
        for name in ("corn", "oats", "rye")
        for file, text in (("metadata.yaml", METADATA.format(name)), ("go.mod", "module x\n"), ("x.go", ""))
    }
    files |= {
        "receiver/corn/README.md": "# Corn\n\nReceives corn. And more.\n",
        ".github/CODEOWNERS": "receiver/corn/ @ana @ben\n",
        "internal/loft/loft.go": "",
    }
    root = drafted(tmp_path, files)
    assert sorted(path.stem for path in (root / "catalog/modules").iterdir()) == ["corn", "oats", "rye"]
    corn = entry(root, "corn")
    assert (corn["stage"], corn["summary"]) == ("beta", "Receives corn.")
    assert [one["person"] for one in corn["owners"]] == ["ben", "ana"]
    assert str(corn["history"][0]["date"]) == "2024-03-01"
    assert "error" not in run(root, "check")


def test_a_lifecycle_that_is_given_is_not_replaced_by_that_of_metadata(tmp_path):
    files = {f"receiver/{name}/metadata.yaml": METADATA.format(name) for name in ("corn", "oats", "rye")}
    files |= {f"receiver/{name}/go.mod": "module x\n" for name in ("corn", "oats", "rye")}
    files |= {f"receiver/{name}/x.go": "" for name in ("corn", "oats", "rye")}
    root = drafted(tmp_path, files, "--lifecycle", "feature-stages")
    assert entry(root, "corn")["stage"] == "alpha"


def test_nothing_of_the_users_is_overwritten(tmp_path):
    source = repository(tmp_path / "quokka")
    commit(source, PROJECT)
    mine = {
        "mkdocs.yml": "site_name: Mine\n",
        "catalog/people.yaml": "people: {}\n",
        "catalog/modules/wheel.yaml": "x",
    }
    for path, text in mine.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    output = run(tmp_path, "init", "--from", source)
    assert "Kept catalog/modules/wheel.yaml, which already exists." in output
    assert {path: (tmp_path / path).read_text() for path in mine} == mine


def test_a_catalog_that_is_there_is_not_drafted_again(mill):
    output = run(mill, "init", "--from", mill.parent / "quokka", code=2)
    assert "there is a catalog in" in output
    assert "--discover" in output
    assert output.count("\n") == 1


def test_a_revision_needs_a_source(tmp_path):
    assert "--rev is for --from SOURCE" in run(tmp_path, "init", "--rev", "main", code=2)


def test_a_source_without_modules_and_one_without_git_are_refused(tmp_path):
    source = repository(tmp_path / "quokka")
    commit(source, {"README.md": "# Nothing\n"})
    root = tmp_path / "root"
    root.mkdir()
    assert "has no folder that seems to be a module" in run(root, "init", "--from", source, code=2)
    shutil.rmtree(source / ".git")
    assert "is no git repository, which `init --from` needs" in run(root, "init", "--from", source, code=2)
    assert list(root.iterdir()) == []


HOSTILE = {
    "src/aux/a.cc": "",
    "src/con/go.mod": "module con\n",
    "src/con/a.go": "// Package con <script>alert(1)</script> {{ 7 * 7 }} ${jndi:ldap://x}.\npackage con\n",
    "src/'\"><b>/a.cc": "",
    "src/a\nb: [c]/a.cc": "",
    "src/# x/a.cc": "",
    "src/{{ x }}/__init__.py": '"""%YAML 1.2 \u202e: {a: !!python/object:os.system x}"""\n',
    "src/null/a.cc": "",
    "src/" + "deep/" * 90 + "a.cc": "",
    "src/big/package.json": '{"a":' * 20_000,
    "src/big/Cargo.toml": "[" + "a." * 5000 + "b]\n",
    "src/big/pyproject.toml": "[project]\nname = 7\ndescription = ['x']\n",
    "src/big/pom.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><project><artifactId>&e;</artifactId></project>',
    "src/big/a.rs": "",
    "CMakeLists.txt": "if(USE_X)\n" * 5000 + 'option(USE_NULL "" OFF)\noption(${X} "" OFF)\n',
    "OWNERS": "approvers: &a [*a]\n",
    "src/null/OWNERS": "approvers: {a: b}\nreviewers: ['@x y', 7, null, 'ok', '../../x']\n",
    ".github/CODEOWNERS": "src/null/ @a/../../b @@x @-x @ok ::error::x\n[*]\n!x\n\\\n"
    + "**/*a*/ @x\n" * 2000,
    "CONTRIBUTORS.md": "- [](https://github.com/x): @x - " + "null, " * 500 + "\n",
    "src/null/README.md": "<!-- " * 5000 + "[x](javascript:alert(1)) " + "*" * 5000 + "\n",
}


@pytest.mark.slow
def test_a_hostile_tree_gives_a_catalog_that_loads_and_harms_nobody(tmp_path):
    source = repository(tmp_path / "quokka")
    commit(source, HOSTILE)
    (source / "src/null/doc.go").symlink_to("/etc/passwd")
    git(source, "add", "-A")
    git(source, "commit", "-qm", "Link")
    root = tmp_path / "root"
    root.mkdir()
    run(root, "init", "--from", source)
    names = sorted(path.stem for path in (root / "catalog/modules").iterdir())
    assert {"aux-module", "con-module", "null"} <= set(names)
    assert "error" not in run(root, "check", "--output-format", "concise")
    assert not any("root:" in path.read_text() for path in root.rglob("*") if path.is_file())
    assert [one["person"] for one in entry(root, "null")["owners"]] == ["ok"]


@pytest.mark.slow
def test_a_draft_has_a_site(mill):
    subprocess.run([BIN / "mkdocs", "build"], cwd=mill, check=True, timeout=300)
    assert (mill / "site/modules/wheel/index.html").is_file()
