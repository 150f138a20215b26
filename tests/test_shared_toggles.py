"""Toggles that several modules share, and toggles that take several lines."""

from __future__ import annotations

import json
import re
from html import unescape

import jsonschema
import pytest

from conftest import CUDA, LOADER, TODAY, found, write
from module_catalog.catalog.reading.sources import Folder
from module_catalog.checks.facts import facts
from module_catalog.checks.pipeline import check_source
from module_catalog.site.build import site_files
from module_catalog.site.kept import Kept
from sites import needs_chromium, served
from test_toggles_page import backend, blocks, module_page, page_of, rows, visible

USES = "toggles: [{uses: cuda/USE_CUDA, gates: partial, what: What runs on it}]"
SHARED = LOADER.replace("no_toggle: Always built.", USES)
GRAPHS = backend("Graphs", "[{uses: cuda/USE_CUDA}]")


def entry(toggles: str) -> str:
    return LOADER.replace("no_toggle: Always built.", f"toggles: {toggles}")


def test_a_module_has_what_the_entry_of_the_owner_says_of_a_toggle(check):
    result = check({"modules/loader.yaml": SHARED})
    assert result.findings == ()
    (toggle,) = result.catalog.by_id["loader"].toggles
    assert (toggle.name, toggle.mechanism, toggle.default) == ("USE_CUDA", "cmake", "OFF")
    assert (toggle.enable, toggle.gates) == (("set(USE_CUDA ON)",), "partial")


@pytest.mark.parametrize(
    ("toggles", "expected"),
    [
        ("[{gates: full}]", "MC107 a toggle has `name`, `mechanism` and `default`"),
        ("[{uses: cuda/USE_CUDA, name: USE_X, mechanism: cmake, default: 'ON'}]", "MC107 a toggle has `name`"),
        ("[{uses: cuda/USE_CUDA, default: 'ON'}]", "MC107 a toggle has `name`"),
        ("[{use: cuda/USE_CUDA}]", "MC101 `use` is not a key of an item of `toggles`"),
        ("[{nme: USE_X, mechanism: cmake, default: 'ON'}]", "MC101 `nme` is not a key of an item of"),
        ("[{name: USE_X, mechanism: cmake}]", "MC102 an item of `toggles` has no `default`: its value if not set"),
        ("[{uses: USE_CUDA}]", "MC105 `USE_CUDA` must be the id of a module, a slash"),
        ("[{uses: cuad/USE_CUDA}]", "MC201 no module has the id `cuad` → cuda/USE_CUDA"),
        ("[{uses: cuda/USE_CUDE}]", "MC215 `cuda` has no toggle `USE_CUDE` → cuda/USE_CUDA"),
        ("[{uses: loader/USE_CUDA}]", "MC215 `loader` is this module: describe the toggle here"),
        ("[{uses: cuda/USE_CUDA}, {uses: cuda/USE_CUDA, what: It}]", "MC215 the module has a toggle `USE_CUDA` already"),
        ("[{name: USE_X, mechanism: cmake, default: x, enable: []}]", "MC106 `enable` is an empty list"),
        ("[{name: USE_X, mechanism: cmake, default: x, enable: ['']}]", "MC106 an item of `enable` is empty"),
        ("[{name: USE_X, mechanism: cmake, default: x, enable: {a: b}}]", "MC103 `enable` must be text or a list"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_toggle_is_one_finding(check, toggles, expected):
    result = check({"modules/loader.yaml": entry(toggles)})
    lines = [
        line + (f" → {finding.suggestion}" if finding.suggestion else "")
        for line, finding in zip(found(result), result.findings, strict=True)
        if line.startswith("modules/loader")
    ]
    assert len(lines) == len(result.findings) == 1, lines
    assert expected in lines[0]


def test_who_uses_what_another_one_uses_is_told_whose_it_is(check):
    files = {
        "modules/loader.yaml": SHARED,
        "modules/graphs.yaml": backend("Graphs", "[{uses: loader/USE_CUDA}]"),
    }
    result = check(files)
    (line,) = found(result)
    assert line.endswith("MC215 `loader` uses the toggle `USE_CUDA` of another module: name that module")
    assert result.findings[0].suggestion == "cuda/USE_CUDA"


def test_a_former_id_leads_to_the_toggle_and_is_mended(check):
    renamed = f"{CUDA}former_ids: [nvidia]\n"
    result = check({"modules/cuda.yaml": renamed, "modules/loader.yaml": entry("[{uses: nvidia/USE_CUDA}]")})
    (finding,) = result.findings
    assert (finding.code, finding.suggestion, finding.is_certain) == ("MC211", "cuda/USE_CUDA", True)
    assert result.catalog.by_id["loader"].toggles[0].mechanism == "cmake"


def test_the_toggle_of_a_removed_module_is_not_used(check):
    gone = CUDA.replace("stage: S0\n", "stage: removed\n").replace("namespaces: [src/cuda]\n", "")
    gone = gone.replace("history:\n", "history:\n").replace(
        "basis: reading}",
        "basis: reading}\n  - {date: 2025-04-01, event: removed, stage: removed, release: v2.0}",
    )
    gone = re.sub(
        r"roadmap:\n.*\n", "deprecation: {reason: It is gone, replacement: none, removal: v2.0}\n", gone
    )
    files = {"modules/cuda.yaml": gone, "modules/loader.yaml": SHARED, "showcase/fast.yaml": None}
    assert "MC215 `cuda` is removed: describe the toggle here" in "\n".join(found(check(files)))


def test_pages_leave_out_what_no_entry_describes(check):
    result = check({"modules/loader.yaml": entry("[{uses: cuda/NOTHING}]")})
    assert [finding.code for finding in result.findings] == ["MC215"]
    assert result.catalog.by_id["loader"].toggles == ()
    assert len(list(site_files(result))) > 20


def test_a_gate_asks_for_the_default_that_the_owner_says(check):
    catalog = {
        "modules/cuda.yaml": CUDA.replace("default: 'OFF'", "default: 'ON'"),
        "modules/graphs.yaml": GRAPHS,
    }
    new = GRAPHS.replace("date: 2025-03-01", "date: 2026-03-01").replace(", basis: reading", "")
    lines = found(check({**catalog, "modules/graphs.yaml": new}))
    assert any(
        "modules/graphs.yaml" in line and "MC415" in line and "`USE_CUDA` is `ON`" in line for line in lines
    )


def test_facts_are_all_that_rules_about_shared_toggles_need(project):
    files = {"modules/loader.yaml": entry("[{uses: cuda/USE_CUDE}]"), "modules/graphs.yaml": GRAPHS}
    source = Folder(project(files))
    whole = check_source(source, today=TODAY)
    known = {one.document.path: facts(one.document.data) for one in whole.catalog.modules}
    again = check_source(source, today=TODAY, known=known)
    assert [(one.code, one.message, one.suggestion) for one in again.findings] == [
        (one.code, one.message, one.suggestion) for one in whole.findings
    ]


def test_a_shared_toggle_has_one_row_with_all_its_modules(check):
    page = page_of(check, {"modules/loader.yaml": SHARED, "modules/graphs.yaml": GRAPHS})
    assert rows(page, "CMake options") == {
        "toggle-use-cuda": ["USE_CUDA", "CUDA, Graphs, Loader", "off", "| Loader: A part. What runs on it"]
    }
    assert re.findall(r'<input type="checkbox" value="(\w+)" data-sets="([^"]*)"', page) == [
        ("loader", "toggle-use-cuda"),
        ("cuda", "toggle-use-cuda"),
        ("graphs", "toggle-use-cuda"),
    ]
    assert 'data-module="cuda graphs loader"' in page


def test_the_page_of_a_module_shows_how_the_toggle_it_uses_is_set(check):
    page = module_page(check, "graphs", {"modules/graphs.yaml": GRAPHS})
    assert "toggles.md#toggle-use-cuda" in page
    assert (
        blocks(page)[0] == ("CMake options", "set(USE_CUDA ON)") or "set(USE_CUDA ON)" in blocks(page)[0][1]
    )


def test_several_lines_are_copied_as_one_in_each_form(check):
    lines = "enable: [set(USE_X ON), set(X_PATH /opt/x)], disable: [set(USE_X OFF), unset(X_PATH)]"
    files = {
        "modules/graphs.yaml": backend(
            "Graphs", f"[{{name: USE_X, mechanism: cmake, default: 'OFF', {lines}}}]"
        )
    }
    page = module_page(check, "graphs", files)
    assert [text for _, text in blocks(page)][:3] == [
        "set(USE_X ON)\nset(X_PATH /opt/x)",
        "-DUSE_X=ON -DX_PATH=/opt/x",
        '"USE_X": "ON",\n"X_PATH": "/opt/x"',
    ]
    assert "<code>set(USE_X OFF)\nunset(X_PATH)</code>" in unescape(page)


def test_what_a_toggle_was_like_by_release_and_where_it_is_stands_in_its_row(check):
    toggle = """\
[{name: USE_CUDA, mechanism: cmake, default: 'OFF', enable: set(USE_CUDA ON), since: v1.0, where: [compiler, runtime],
  url: https://quokka.example/cuda, history: [{release: v1.0, stage: S0, default: 'ON'}, {release: v2.0, default: 'OFF'}]}]"""
    cuda = re.sub(r"toggles: .*", lambda _: f"toggles: {toggle}", CUDA)
    page = page_of(check, {"modules/cuda.yaml": cuda, "modules/graphs.yaml": GRAPHS})
    (row,) = rows(page, "CMake options").values()
    assert row[0].startswith("USE_CUDA | in compiler and runtime, described here")
    assert row[-1] == "since v1.0: S0 Scoped, on by defaultsince v2.0: off by default"
    assert re.findall(r"<option[^>]*>([^<]*)", page) == ["any", "v3.0", "v2.0", "v1.0"]
    assert 'data-changes="0:on 1:off"' in page


def test_what_was_kept_of_a_module_is_made_anew_when_the_toggle_it_uses_changes(check):
    kept = Kept()
    for default in ("'OFF'", "AUTO", "'OFF'"):
        files = {"modules/cuda.yaml": CUDA.replace("'OFF'", default), "modules/graphs.yaml": GRAPHS}
        result = check(files)
        plain = {file.path: file.content for file in site_files(result)}
        assert {file.path: file.content for file in site_files(result, kept=kept)} == plain


def test_the_json_of_both_says_whose_toggle_it_is(check):
    result = check({"modules/graphs.yaml": GRAPHS})
    by_path = {file.path: file.content for file in site_files(result)}
    own, used = (json.loads(by_path[f"api/v1/modules/{id_}.json"]) for id_ in ("cuda", "graphs"))
    assert own["toggles_used_by"] == [{"toggle": "USE_CUDA", "modules": ["graphs"]}]
    assert used["used_toggles"] == [{"module": "cuda", "toggle": own["entry"]["toggles"][0]}]
    assert used["toggles"] == ["USE_CUDA"]
    schema = json.loads(by_path["api/v1/schema.json"])
    for one in (own, used):
        jsonschema.Draft202012Validator(schema).validate(one)


CUTLASS = backend(
    "CUTLASS",
    "[{name: USE_CUTLASS, mechanism: cmake, default: 'OFF', enable: set(USE_CUTLASS ON), requires: [USE_CUDA], since: v2.0}]",
)
HISTORY = """toggles:
  - name: USE_CUDA
    mechanism: cmake
    default: 'OFF'
    enable: [set(USE_CUDA ON), set(CUDA_PATH /opt/cuda)]
    history: [{release: v1.0, default: 'ON'}, {release: v2.0, default: 'OFF'}]
"""
RELEASES = {
    "modules/cuda.yaml": re.sub(r"toggles: .*\n", lambda _: HISTORY, CUDA),
    "modules/cutlass.yaml": CUTLASS,
    "modules/graphs.yaml": GRAPHS,
}


def far(count: int) -> str:
    """Return the entry of a module with so many toggles of its own."""
    names = (
        f"{{name: PART_{n}, mechanism: cmake, default: 'OFF', enable: set(PART_{n} ON)}}"
        for n in range(count)
    )
    return backend("Parts", f"[{', '.join(names)}]")


@needs_chromium
@pytest.mark.parametrize("files", [{}, {"modules/parts.yaml": far(160)}], ids=["page", "file"])
def test_for_a_release_only_what_was_there_and_off_is_to_be_set(browser, build, tmp_path, files):
    write(tmp_path, {**RELEASES, **files})
    done = build("mkdocs", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    page = browser.new_page()
    with served(tmp_path / "site") as there:
        page.goto(f"{there}modules/toggles/?on=graphs,cutlass")
        page.wait_for_selector(".mc-config-lines li:visible")
        lines = ["set(USE_CUDA ON) set(CUDA_PATH /opt/cuda) # needed by CUTLASS", "set(USE_CUTLASS ON)"]
        assert visible(page, ".mc-config-lines li") == lines
        page.get_by_label("Release").select_option("v1.0")
        assert visible(page, ".mc-config-lines li") == []
        assert visible(page, ".mc-config-notes > li")[:2] == [
            "On by default In v1.0: USE_CUDA",
            "Not there yet In v1.0: USE_CUTLASS",
        ]
        assert page.url == f"{there}modules/toggles/?on=cutlass,graphs&in=v1.0"
        page.reload()
        page.wait_for_selector(".mc-config-notes li:visible")
        marked = page.locator("label[data-not-yet]").all_text_contents()
        assert [text.strip() for text in marked] == ["CUTLASS"]
        page.get_by_label("Release").select_option("v2.0")
        assert visible(page, ".mc-config-lines li") == lines
    page.close()


def test_without_a_history_no_release_is_to_be_chosen(check):
    page = page_of(check, {})
    assert "<select" not in page
    assert "data-changes" not in page
