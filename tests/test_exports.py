"""What the catalog publishes for programs: JSON, CSV, badges, CODEOWNERS, Backstage; and the command that writes it."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml
from codeowners import CodeOwners

from conftest import CATALOG, CUDA, LOADER, PEOPLE, TODAY, WORK
from module_catalog.catalog import settings
from module_catalog.catalog.reading.documents import parse
from module_catalog.checks import pipeline
from module_catalog.site.build import site_files
from module_catalog.site.exports import EXPORTS, FORMATS
from module_catalog.site.exports.api import schema
from module_catalog.site.exports.badges import width_of
from sites import Page, run

REPOSITORY = Path(__file__).parent.parent
SITED = CATALOG + "site: https://quokka.example/modules-of/\n"
# What people, and attackers, put into a line of text.
HOSTILE = "<script>alert(1)</script> ]]> &lt; {{ 7*7 }} `x` \"q\" 'q' | a, b; =HYPERLINK(1) [a](javascript:b) \\ # --- مرحبا \u200f\ufffe 🦘"
GONE = """\
name: Trees
summary: Drew trees.
kind: core
stage: removed
owners: [{person: ben}]
former_namespaces: [{path: src/trees, until: v2.0}]
toggles: [{name: USE_TREES, mechanism: cmake, default: 'OFF'}]
relations: [{type: depends-on, module: loader, why: It was loaded by it}]
history:
  - {date: 2023-01-01, event: entered, stage: S0}
  - {date: 2025-01-02, event: removed, stage: removed, release: v2.0}
deprecation: {reason: Nobody drew them, replacement: none, removal: v2.0}
"""


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\ufffe", "\\uFFFE") + '"'


def files(check, entries=None):
    """Return the files of a small catalog's site, without its pages."""
    result = check(entries)
    assert result.is_clean, result.findings
    return {file.path: file.content for file in site_files(result) if not file.path.endswith(".md")}


def documents(check, entries=None):
    """Return the JSON files of a small catalog's API."""
    return {
        path: json.loads(text)
        for path, text in files(check, entries).items()
        if path.startswith("api/") and path.endswith(".json")
    }


def text_of(name, check, entries=None):
    return FORMATS[name].content(check(entries).catalog).decode()


def hostile():
    """Return the small catalog with hostile text wherever text may stand."""
    line, short = quoted(HOSTILE), quoted(HOSTILE[:60].strip())
    cuda = CUDA.replace("name: CUDA", f"name: {short}").replace("why: It is loaded by it", f"why: {line}")
    cuda = cuda.replace("summary: Runs programs on NVIDIA GPUs.", f"summary: {line}").replace(
        "title: Graphs", f"title: {line}"
    )
    cuda = cuda.replace(
        "namespaces: [src/cuda]", 'namespaces: ["src/cu da @mallory", "src/c#@mallory", "src/[a-z]*.{c,h}"]'
    )
    return {
        "catalog.yaml": CATALOG.replace("name: Quokka", f"name: {short}").replace("Core part", "=1+1"),
        "modules/cuda.yaml": cuda + f"x-ours: {{deep: [{line}, null]}}\n",
        "showcase/fast.yaml": WORK.replace("title: Fast quokkas", f"title: {line}"),
    }


def closed(part):
    """Return a part of the schema that takes nothing but what it describes."""
    if isinstance(part, list):
        return [closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    inner = {key: closed(value) for key, value in part.items()}
    is_object = "properties" in part and part.get("type", "object") == "object"
    return (
        {**inner, "unevaluatedProperties": False}
        if is_object or part.get("$ref") in ("#/$defs/row", "#/$defs/module")
        else inner
    )


SETTINGS = settings.build(parse(CATALOG, "catalog.yaml").document)


def strict_schema():
    """Return the published schema, closed, with what others build upon left open."""
    found = closed({key: part for key, part in schema(SETTINGS).items() if key != "properties"})
    for name in ("row", "overview", "module"):
        del found["$defs"][name]["unevaluatedProperties"]
    return found


def misfits(data):
    validator = jsonschema.Draft202012Validator(
        strict_schema(), format_checker=jsonschema.FormatChecker(["date"])
    )
    return [error.message[:300] for error in validator.iter_errors(data)]


def test_the_published_schema_is_one_and_lets_later_fields_through(check):
    published = documents(check)["api/v1/schema.json"]
    jsonschema.Draft202012Validator.check_schema(published)
    module = documents(check)["api/v1/modules/cuda.json"]
    later = {**module, "later": 1, "entry": {**module["entry"], "later": {}}}
    assert jsonschema.Draft202012Validator(published).is_valid(later)
    assert not jsonschema.Draft202012Validator(published).is_valid({**module, "version": 2})
    assert not jsonschema.Draft202012Validator(published).is_valid({**module, "owners": None})
    assert misfits(later) != []


@pytest.mark.parametrize(
    "entries",
    [None, hostile(), {"catalog.yaml": SITED, "modules/trees.yaml": GONE}],
    ids=["small", "hostile", "sited"],
)
def test_every_file_is_as_the_schema_says(entries, check):
    made = documents(check, entries)
    del made["api/v1/schema.json"]
    assert set(made) >= {
        "api/v1/catalog.json",
        "api/v1/showcase.json",
        "api/v1/changes.json",
        "api/v1/people.json",
        "api/v1/toggles.json",
        "api/v1/releases.json",
        "api/v1/modules/cuda.json",
        "api/v1/modules/loader.json",
    }
    assert {path: misfits(data) for path, data in made.items()} == {path: [] for path in made}
    assert misfits(json.loads(text_of("json", check, entries))) == []


def test_every_file_of_this_project_s_catalog_is_as_the_schema_says():
    catalog = pipeline.check(REPOSITORY, today=TODAY).catalog
    made = json.loads(FORMATS["json"].content(catalog))
    assert len(made["modules"]) == 51
    assert misfits(made) == []


def test_the_file_of_a_module_is_written_like_this(check, golden):
    golden("api/cuda.json", files(check, {"catalog.yaml": SITED})["api/v1/modules/cuda.json"].decode())


def test_the_overview_is_written_like_this(check, golden):
    made = files(check, {"modules/trees.yaml": GONE})["api/v1/catalog.json"].decode()
    golden("api/catalog.json", re.sub(r'(?<="version": ")[^"]+', "…", made))


def test_an_entry_is_in_its_file_word_for_word(check):
    result = check(hostile())
    made = {file.path: file.content for file in site_files(result)}
    assert json.loads(made["api/v1/modules/cuda.json"])["entry"] == result.catalog.by_id["cuda"].document.data
    assert json.loads(made["api/v1/modules/cuda.json"])["entry"]["x-ours"] == {"deep": [HOSTILE, None]}


def nulls(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (value is None) + sum(map(nulls, inner))


def test_what_is_not_on_record_is_absent_and_nothing_is_null(check):
    made = documents(check)
    assert sum(map(nulls, made.values())) == 0
    rows = {row["id"]: row for row in made["api/v1/catalog.json"]["modules"]}
    assert rows["loader"]["first_release"] == "v1.0"
    assert "first_release" not in rows["cuda"]
    assert "stage_reason" not in made["api/v1/modules/cuda.json"]["entry"]


def test_what_others_say_of_a_module_is_in_its_file(check):
    made = documents(check)["api/v1/modules/loader.json"]
    assert made["inverse_relations"] == [
        {"type": "required-by", "module": "cuda", "why": "It is loaded by it"}
    ]
    assert [work["id"] for work in made["showcase"]] == ["fast"]
    assert made["readiness"]["stage"] == "S2"


def test_a_module_that_is_gone_has_nobody_and_no_toggle_now(check):
    made = documents(check, {"modules/trees.yaml": GONE})["api/v1/modules/trees.json"]
    assert (made["presence"], made["owners"], made["toggles"]) == ("gone", [], [])
    assert made["entry"]["owners"] == [{"person": "ben"}]
    assert "readiness" not in made


def addresses(value):
    """Yield each address of the site that plain data holds."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if key in ("page", "json", "badge"):
            yield inner
        elif key == "files":
            yield from inner.values()
        elif isinstance(inner, (dict, list)) and key != "entry":
            yield from addresses(inner)


@pytest.mark.parametrize(
    ("text", "begin"),
    [(CATALOG, ""), (SITED, "https://quokka.example/modules-of/")],
    ids=["relative", "whole"],
)
def test_every_address_leads_to_a_file_of_the_site(text, begin, check):
    paths = {file.path for file in site_files(check({"catalog.yaml": text}))}
    found = [
        one
        for path, data in documents(check, {"catalog.yaml": text}).items()
        if "schema" not in path
        for one in addresses(data)
    ]
    files_, rows, modules, works, events = 7, 2 * 2, 2 * 3, 1, 3
    assert len(found) == files_ + rows + modules + works + events
    assert [one for one in found if not one.startswith(begin)] == []
    targets = [
        re.sub(r"/(#.*)?$", ".md", one.removeprefix(begin)).replace("showcase.md", "showcase/index.md")
        for one in found
    ]
    assert set(targets) - paths == set()


def table(check, entries=None):
    text = files(check, entries)["api/v1/modules.csv"].decode()
    return text, list(csv.DictReader(StringIO(text, newline="")))


def test_the_table_has_a_row_for_each_module(check):
    text, rows = table(
        check, {"modules/loader.yaml": LOADER.replace("[{person: ana}]", "[{person: ana}, {person: ben}]")}
    )
    assert text.splitlines(keepends=True)[0].endswith("\r\n")
    assert [row["id"] for row in rows] == ["cuda", "loader"]
    assert rows[1]["owners"] == "ana; ben"
    assert rows[0]["first_release"] == ""


def test_the_table_ends_with_what_an_entry_says_in_a_word(check):
    said = "licence: MIT OR Apache-2.0\nreviewed: 2026-05-01\n"
    text, (cuda, loader) = table(check, {"modules/cuda.yaml": CUDA + said})
    columns = text.partition("\r\n")[0].split(",")
    assert columns[:12][-2:] == ["page", "json"]
    assert {"maturity", "licence", "api", "reviewed"} <= set(columns[12:])
    assert not {"no_owners", "stands_alone", "tags", "links", "seeking_owners"} & set(columns)
    assert (cuda["licence"], cuda["reviewed"], loader["licence"]) == ("MIT OR Apache-2.0", "2026-05-01", "")


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1", "'＝1"),
        ('=x",","y', '\'=x",","y'),
        ("a;=1", "a;'=1"),
        ("a; -1", "a; '-1"),
        ("C++ = fast, C- slow", "C++ = fast, C- slow"),
    ],
)
def test_a_spreadsheet_takes_no_cell_for_a_formula(name, cell, check):
    _, rows = table(check, {"modules/cuda.yaml": CUDA.replace("name: CUDA", f"name: {quoted(name)}")})
    assert rows[0]["name"] == cell
    assert rows[0]["kind"] == "backend"


SVG = "{http://www.w3.org/2000/svg}"


def badge(check, entries=None, id_="cuda"):
    return ET.fromstring(files(check, entries)[f"badges/{id_}.svg"])  # noqa: S314  # our own


def test_a_badge_says_name_and_stage_to_all(check):
    drawn = badge(check)
    assert (drawn.get("role"), drawn.get("height")) == ("img", "20")
    assert drawn.findtext(f"{SVG}title") == "CUDA: S0 Scoped"
    assert [text.text for text in drawn.iter(f"{SVG}text")] == ["CUDA", "S0 Scoped"]
    assert len(list(drawn.iter(f"{SVG}circle"))) == 2


def test_a_badge_is_the_same_beside_others_and_alone(check):
    both, alone = files(check), files(check, {"modules/cuda.yaml": None, "showcase/fast.yaml": None})
    assert both["badges/loader.svg"] == alone["badges/loader.svg"]
    assert b" id=" not in both["badges/loader.svg"]


def test_hostile_text_is_text_in_a_badge(check):
    drawn = badge(check, hostile())
    shown = HOSTILE[:60].strip().replace("\ufffe", "\ufffd")
    assert drawn.findtext(f"{SVG}title") == f"{shown}: S0 Scoped"
    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} == {
        "svg",
        "title",
        "path",
        "g",
        "circle",
        "text",
    }


def test_a_sign_that_xml_cannot_write_leaves_a_badge_whole(check):
    drawn = badge(check, {"modules/cuda.yaml": CUDA.replace("name: CUDA", 'name: "C\\uFFFEU"')})
    assert drawn.findtext(f"{SVG}title") == "C\ufffdU: S0 Scoped"


def test_the_texts_of_a_badge_stand_beside_each_other(check):
    name = "漢字 WIDE illicit " + "W" * 30
    drawn = badge(check, {"modules/cuda.yaml": CUDA.replace("name: CUDA", f"name: {name}")})
    first, second = drawn.iter(f"{SVG}text")
    assert int(first.get("x")) + int(first.get("textLength")) < int(second.get("x")) - 18
    assert int(second.get("x")) + int(second.get("textLength")) < int(drawn.get("width"))


def test_wide_letters_take_more_room_than_narrow_ones():
    assert width_of("illicit") < width_of("mammoth") < width_of("漢字漢字漢字漢字")
    assert width_of("e\u0301") == width_of("e")
    assert width_of("") == 0


def luminance(colour):
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("stage", ["S0", "S1", "S2", "deprecated", "removed"])
def test_a_badge_can_be_read_at_every_stage(stage, check):
    # Only the drawing is looked at: what the stage would ask of an entry does not matter.
    result = check(
        {
            "modules/cuda.yaml": CUDA.replace("stage: S0\n", f"stage: {stage}\n").replace(
                "stage: S0,", f"stage: {stage},"
            )
        }
    )
    drawn = ET.fromstring({file.path: file.content for file in site_files(result)}["badges/cuda.svg"])  # noqa: S314  # our own
    right, left = (path.get("fill") for path in drawn.findall(f"{SVG}path"))
    name, label = (text.get("fill") for text in drawn.iter(f"{SVG}text"))
    assert contrast(name, left) >= 4.5
    assert contrast(label, right) >= 4.5
    assert drawn.find(f"{SVG}g").get("color") == label


def test_shields_io_gets_what_it_asks_for(check):
    made = json.loads(files(check, hostile())["badges/cuda.json"])
    assert made == {
        "schemaVersion": 1,
        "label": HOSTILE[:60].strip(),
        "message": "S0 Scoped",
        "color": "#7a4d00",
    }


OWNED = {
    "people.yaml": PEOPLE.replace(
        "Eva Engel, role: committer", "Eva Engel, role: committer, until: 2026-01-01"
    ),
    "modules/loader.yaml": LOADER.replace("[src/loader]", "[src, src/loader/**/*.cc]").replace(
        "[{person: ana}]", "[{person: ana}, {person: quokka-maintainers}, {person: ben, until: v2.0}]"
    ),
    "modules/trees.yaml": GONE,
}


def test_codeowners_is_written_like_this(check, golden):
    golden("export/CODEOWNERS", text_of("codeowners", check, OWNED))


@pytest.mark.parametrize(
    ("namespace", "pattern", "path"),
    [
        ("src/cuda/[ab]_x", "/src/cuda/?_x", "src/cuda/a_x/one.py"),
        ("src/cuda/[!a-c]?/[]x]", "/src/cuda/??/?", "src/cuda/de/x"),
        ("src/cuda/[id/a b", "/src/cuda/?id/a\\ b", "src/cuda/[id/a b/one.py"),
        ("src/cuda/**/v*", "/src/cuda/**/v*", "src/cuda/deep/er/v2/one.py"),
    ],
)
def test_a_glob_is_written_as_hosts_know_it(namespace, pattern, path, check):
    entry = CUDA.replace("namespaces: [src/cuda]", f"namespaces: ['{namespace}']")
    text = text_of("codeowners", check, {"modules/cuda.yaml": entry})
    assert f"\n{pattern} @eva\n" in text
    assert CodeOwners(text).of(path) == [("USERNAME", "@eva")]


def test_codeowners_names_who_owns_a_file_now(check):
    owners = CodeOwners(text_of("codeowners", check, OWNED))
    both = [("USERNAME", "@ana"), ("TEAM", "@quokka/quokka-maintainers")]
    assert owners.of("src/loader/deep/load.cc") == both
    # Eva has left, and nobody else owns CUDA: it stays with those of the folder around it.
    assert owners.of("src/cuda/graph.cc") == both
    assert owners.of("docs/index.md") == []


def test_a_team_stands_alone_where_the_host_knows_no_organisation(check):
    catalog = CATALOG.replace("https://github.com/quokka/quokka", "https://gitlab.example/quokka/quokka")
    assert " @ana @quokka-maintainers\n" in text_of("codeowners", check, {**OWNED, "catalog.yaml": catalog})


def test_a_team_that_says_its_organisation_keeps_it(check):
    owned = {
        name: text.replace("quokka-maintainers", "wombat/platform") if isinstance(text, str) else text
        for name, text in {"people.yaml": PEOPLE, **OWNED}.items()
    }
    assert " @ana @wombat/platform\n" in text_of("codeowners", check, owned)


def test_a_path_names_no_owner(check):
    text = text_of("codeowners", check, hostile())
    assert [line for line in text.splitlines() if line.startswith(("/src/c", "/src/?"))] == [
        "/src/?*.{c,h} @eva",
        "/src/c?@mallory @eva",
        "/src/cu\\ da\\ @mallory @eva",
    ]
    assert CodeOwners(text).of("src/cu da @mallory/x") == [("USERNAME", "@eva")]


def test_two_modules_of_one_path_are_both_asked(check):
    entries = {
        "modules/cuda.yaml": CUDA.replace("src/cuda", "src/loader"),
        "catalog.yaml": CATALOG + "rules: {MC206: off, MC207: off}\n",
    }
    assert "\n# cuda, loader\n/src/loader @eva @ana\n" in text_of("codeowners", check, entries)


def test_backstage_is_written_like_this(check, golden):
    links = "links: {docs: https://quokka.example/docs}\ntags: [on_off, 0o14]\n"
    entries = {"modules/cuda.yaml": CUDA + links, "modules/trees.yaml": GONE, "catalog.yaml": SITED}
    golden("export/catalog-info.yaml", text_of("backstage", check, entries))


# What Backstage lets through, by its documentation.
NAME = re.compile(r"[A-Za-z0-9]([-_.]?[A-Za-z0-9]){0,62}")
TAG = re.compile(r"[a-z0-9:+#]+(-[a-z0-9:+#]+)*")


def components(text):
    return list(yaml.safe_load_all(text))


def test_backstage_gets_components_that_it_takes(check):
    cuda = (
        CUDA.replace("[{person: eva, basis: MAINTAINERS file}]", "[]\nno_owners: Nobody.")
        + "tags: [a.b_c, 0o14, 'on']\n"
    )
    found = components(text_of("backstage", check, {**OWNED, "modules/cuda.yaml": cuda}))
    assert [one["metadata"]["name"] for one in found] == ["cuda", "loader"]
    assert [one["spec"]["owner"] for one in found] == [
        "group:default/no-record",
        "group:default/quokka-maintainers",
    ]
    assert found[0]["spec"]["dependsOn"] == ["component:default/loader"]
    assert found[0]["metadata"]["tags"] == ["0o14", "a-b-c", "on"]
    assert all(NAME.fullmatch(one["metadata"]["name"]) for one in found)
    assert all(TAG.fullmatch(tag) for tag in found[0]["metadata"]["tags"])


def test_hostile_text_is_text_in_backstage(check):
    found = components(text_of("backstage", check, hostile()))
    assert len(found) == 2
    assert found[0]["metadata"]["description"] == HOSTILE
    assert found[0]["metadata"]["title"] == HOSTILE[:60].strip()


def export(root, *arguments):
    return run("module-catalog", "export", *arguments, cwd=root)


def test_export_prints_or_writes_the_same(project):
    root = project()
    printed = export(root, "csv")
    written = export(root, "csv", "-o", "table.csv")
    assert (printed.returncode, written.returncode, written.stdout) == (0, 0, "Wrote table.csv.\n")
    assert (root / "table.csv").read_bytes() == printed.stdout.encode()
    assert (root / "table.csv").read_bytes().count(b"\r\n") == 3


def test_export_checks_a_file_and_leaves_it_alone(project):
    root = project()
    missing = export(root, "codeowners", "-o", "CODEOWNERS", "--check")
    message = "CODEOWNERS is out of date: run `module-catalog export codeowners -o CODEOWNERS`\n"
    assert (missing.returncode, missing.stdout) == (1, message)
    assert not (root / "CODEOWNERS").exists()
    export(root, "codeowners", "-o", "CODEOWNERS")
    assert export(root, "codeowners", "-o", "CODEOWNERS", "--check").returncode == 0
    (root / "CODEOWNERS").write_text("mine\n")
    assert export(root, "codeowners", "-o", "CODEOWNERS", "--check").returncode == 1
    assert (root / "CODEOWNERS").read_text() == "mine\n"


def test_export_replaces_a_file_in_one_step_and_keeps_its_mode(project):
    root = project()
    (root / "real").write_text("old")
    (root / "real").chmod(0o640)
    (root / "link").symlink_to("real")
    assert export(root, "json", "-o", "link").returncode == 0
    assert (root / "link").is_symlink()
    assert json.loads((root / "real").read_text(encoding="utf-8"))["version"] == 1
    assert (root / "real").stat().st_mode & 0o777 == 0o640
    assert sorted(file.name for file in root.iterdir()) == ["catalog", "link", "real"]


def test_a_catalog_with_mistakes_is_not_exported(project):
    root = project({"modules/cuda.yaml": CUDA.replace("kind: backend", "kind: bakend")})
    (root / "CODEOWNERS").write_text("mine\n")
    done = export(root, "codeowners", "-o", "CODEOWNERS")
    assert (done.returncode, done.stdout) == (1, "")
    assert "MC104" in done.stderr
    assert (root / "CODEOWNERS").read_text() == "mine\n"


def test_wrong_use_of_export_is_2(project):
    root = project()
    assert export(root, "csv", "--check").returncode == 2
    assert export(root, "xls").returncode == 2
    done = export(root, "atom")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "`site`" in done.stderr


@pytest.mark.parametrize(
    ("name", "path"),
    [("atom", "modules/feed.atom.xml"), ("json-feed", "modules/feed.json"), ("csv", "api/v1/modules.csv")],
)
def test_a_format_that_the_site_has_too_is_the_same_there(name, path, check):
    assert (
        FORMATS[name].content(check({"catalog.yaml": SITED}).catalog)
        == files(check, {"catalog.yaml": SITED})[path]
    )


def test_every_format_is_explained(project):
    said = export(project(), "--help").stdout
    assert all(name in said and format_.description in said for name, format_ in FORMATS.items())


def data_page(check, entries=None):
    return {file.path: file.content for file in site_files(check(entries))}["modules/data.md"]


def test_the_data_page_links_each_file_and_explains_each_format(check):
    page = Page(data_page(check, {"catalog.yaml": SITED}))
    links = {
        f"../api/v1/{name}"
        for name in ("catalog.json", "showcase.json", "schema.json", "modules.csv", "modules/cuda.json")
    }
    assert links | {"feed.atom.xml", "feed.json", "../badges/cuda.svg", "../badges/loader.svg"} <= set(
        page.links
    )
    assert (
        "[![Stage of cuda](https://quokka.example/modules-of/badges/cuda.svg)](https://quokka.example/modules-of/modules/cuda/)"
        in page.text
    )
    assert all(export.description in page.text for export in EXPORTS.values())


def test_hostile_text_is_text_on_the_data_page(check):
    plain, page = Page(data_page(check)), Page(data_page(check, hostile()))
    assert sorted(page.tags) == sorted(plain.tags)
    assert page.handlers == []
    assert "<script>" in page.text


def test_a_catalog_without_entries_has_a_data_page_without_examples(check):
    page = Page(
        data_page(check, {"modules/cuda.yaml": None, "modules/loader.yaml": None, "showcase/fast.yaml": None})
    )
    assert "../api/v1/catalog.json" in page.links
    assert "pre" not in page.tags


def test_the_lists_across_modules_say_whose_each_thing_is(check):
    made = documents(check, {"modules/trees.yaml": GONE})
    lists = {name: made[f"api/v1/{name}.json"][name] for name in ("changes", "people", "toggles", "releases")}
    newest = lists["changes"][0]
    assert (newest["module"], newest["event"]["event"]) == ("cuda", "entered")
    ben = next(one for one in lists["people"] if one["handle"] == "ben")
    assert (ben["owns"], ben["owned"]) == ([], ["trees"])
    assert [(one["toggle"]["name"], one["modules"], one["is_gone"]) for one in lists["toggles"]] == [
        ("USE_CUDA", ["cuda"], False),
        ("USE_TREES", ["trees"], True),
    ]
    assert [(one["name"], one["is_out"], len(one["changes"])) for one in lists["releases"]] == [
        # The module that has left came without a release, before the day of this one.
        ("v1.0", True, 2),
        ("v2.0", True, 2),
        ("v3.0", False, 0),
    ]
