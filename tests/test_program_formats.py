"""Exports that other programs open: each is opened by the program it is for, or by its library."""

from __future__ import annotations

import re
import sqlite3
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from icalendar import Calendar
from prometheus_client.parser import text_string_to_metric_families

from conftest import LOADER, TODAY
from module_catalog.checks import pipeline
from module_catalog.site.build import site_files
from module_catalog.site.exports import FORMATS
from programs import awaited
from test_cli import run
from test_exports import GONE, HOSTILE, REPOSITORY, SITED, hostile


def content(name, check, entries=None):
    return FORMATS[name].content(check(entries).catalog)


@pytest.fixture
def database(check, tmp_path):
    def opened(entries=None):
        file = tmp_path / "catalog.db"
        file.write_bytes(content("sqlite", check, entries))
        return file

    return opened


def test_a_database_has_a_row_for_each_fact_and_no_key_that_leads_nowhere(database):
    with sqlite3.connect(database({"modules/trees.yaml": GONE})) as opened:
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.execute("SELECT id, stage, presence FROM modules").fetchall() == [
            ("cuda", "S0", "live"), ("loader", "S1", "live"), ("trees", "removed", "gone"),
        ]  # fmt: skip
        assert opened.execute("SELECT * FROM toggles WHERE module = 'cuda'").fetchall() == [
            ("cuda", "USE_CUDA", "cmake", "OFF", None, None, None, None)
        ]
        assert opened.execute("SELECT module, other FROM relations").fetchall() == [
            ("cuda", "loader"), ("trees", "loader"),
        ]  # fmt: skip
        found = opened.execute("SELECT name FROM modules_fts WHERE modules_fts MATCH 'nvidia'").fetchall()
        assert found == [("CUDA",)]


def test_a_database_holds_hostile_text_as_text_and_the_same_catalog_gives_the_same_bytes(database, check):
    with sqlite3.connect(database(hostile())) as opened:
        ((summary,),) = opened.execute("SELECT summary FROM modules WHERE id = 'cuda'").fetchall()
    assert summary == HOSTILE
    assert content("sqlite", check) == content("sqlite", check)


def test_datasette_serves_the_database_as_it_is_with_its_search(database):
    file = database()

    async def asked(*paths):
        server = Datasette([str(file)])
        return [(await server.client.get(path)) for path in paths]

    sql = quote("select person from owners where module = 'cuda'")
    found, page, answer = awaited(
        asked(
            "/catalog/modules.json?_search=nvidia&_shape=array",
            "/catalog/modules",
            f"/catalog.json?sql={sql}&_shape=array",
        )
    )
    assert [row["id"] for row in found.json()] == ["cuda"]
    assert page.status_code == 200
    assert '<a href="/catalog/stages/S0">Scoped</a>' in page.text, "a stage is linked by its name"
    assert answer.json() == [{"person": "eva"}]


def test_prometheus_reads_how_many_modules_there_are_and_what_they_need(check):
    text = content("prometheus", check, {"modules/trees.yaml": GONE}).decode()
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["module_catalog_modules", "backend", "S0"] == 1
    assert found["module_catalog_modules", "core", "removed"] == 1
    assert found["module_catalog_attention", "unread"] == 2
    assert found["module_catalog_showcase_entries",] == 1


def test_a_calendar_has_what_is_due_from_today_on_as_whole_days(check):
    waiver = "waivers: [{rule: MC404, reason: Being mended, until: 2026-09-01}]\n"
    planned = "roadmap:\n  - {title: Faster start, status: planned, target: 2026-07-01}\n  - {title: Old, status: planned, target: 2026-05-01}\n"
    entry = LOADER.replace("roadmap: []\nnothing_planned: Waiting for users.\n", planned) + waiver
    (calendar,) = Calendar.from_ical(
        content("calendar", check, {"modules/loader.yaml": entry}), multiple=True
    )
    events = [(str(one["summary"]), one["dtstart"].dt.isoformat()) for one in calendar.walk("VEVENT")]
    assert events == [
        ("Loader: Faster start", "2026-07-01"),
        ("Loader: the waiver of MC404 ends", "2026-09-01"),
    ]


def test_a_calendar_without_days_to_come_is_refused_in_a_sentence(project):
    done = run("export", "calendar", cwd=project())
    assert (done.returncode, done.stderr) == (
        2, "module-catalog: nothing in this catalog has a day that is still to come\n",
    )  # fmt: skip


def test_mermaid_has_modules_by_kind_and_an_arrow_for_each_relation(check):
    assert content("mermaid", check).decode().splitlines() == [
        "flowchart LR",
        '  subgraph k0["Core parts"]',
        '    m1["Loader"]',
        "  end",
        '  subgraph k1["Backends"]',
        '    m0["CUDA"]',
        "  end",
        '  m0 -->|"depends on"| m1',
    ]


def test_hostile_text_ends_no_label_of_mermaid(check):
    text = content("mermaid", check, hostile()).decode()
    labels = re.findall(r'\["(.*)"\]', text)
    assert all(re.fullmatch(r"[\w .,()/\-#;]*", label) for label in labels)


def test_the_table_for_a_readme_is_one_row_for_each_module_that_is_there(check):
    text = content("markdown", check, {"catalog.yaml": SITED, "modules/trees.yaml": GONE}).decode()
    assert "| [CUDA](https://quokka.example/modules-of/modules/cuda/) | `S0` Scoped | Eva Engel |" in text
    assert "Trees" not in text


README = b"# Quokka\n\n<!-- begin module-catalog -->\nold\n<!-- end module-catalog -->\n\nThe end.\n"


def test_only_what_stands_between_the_marks_of_a_file_is_replaced_and_checked(project):
    root = project()
    (root / "README.md").write_bytes(README)
    checked = ("export", "markdown", "-o", "README.md", "--check")
    assert run(*checked, cwd=root).returncode == 1
    assert run(*checked[:-1], cwd=root).returncode == 0
    text = (root / "README.md").read_text()
    assert text.startswith("# Quokka\n\n<!-- begin module-catalog -->\n**Core parts**\n")
    assert text.endswith("|\n<!-- end module-catalog -->\n\nThe end.\n")
    assert run(*checked, cwd=root).stdout == "README.md is up to date.\n"


@pytest.mark.parametrize(
    "text",
    ["<!-- begin module-catalog -->\n", "# end module-catalog\n# begin module-catalog\n"],
    ids=["alone", "the wrong way round"],
)
def test_a_file_whose_marks_are_no_pair_is_left_alone(text, project):
    root = project()
    (root / "README.md").write_text(text)
    done = run("export", "markdown", "-o", "README.md", cwd=root)
    assert (done.returncode, (root / "README.md").read_text()) == (2, text)
    assert "must stand in the file once each" in done.stderr


def test_the_texts_for_language_models_are_files_of_the_site_and_lead_to_each_other(check):
    made = {
        file.path: file.content
        for file in site_files(check({"catalog.yaml": SITED}))
        if file.path.endswith(".txt") and "fonts" not in file.path
    }
    assert set(made) == {"llms.txt", "api/v1/modules/cuda.txt", "api/v1/modules/loader.txt"}
    listed = re.findall(r"\]\((.*?)\)", made["llms.txt"].decode())
    assert [one.removeprefix("https://quokka.example/modules-of/") for one in listed] == [
        "api/v1/modules/loader.txt",
        "api/v1/modules/cuda.txt",
    ]


def test_the_text_of_a_module_is_written_like_this(check, golden):
    golden("export/cuda.txt", content_of("api/v1/modules/cuda.txt", check, {"catalog.yaml": SITED}))


def content_of(path, check, entries):
    return {file.path: file.content for file in site_files(check(entries))}[path].decode()


def test_hostile_text_is_on_one_line_of_a_text_and_no_html(check):
    text = content_of("api/v1/modules/cuda.txt", check, hostile())
    assert "<script" not in text
    assert text.splitlines()[0].startswith("# ")
    assert len([line for line in text.splitlines() if line.startswith("> ")]) == 1


def test_this_project_s_catalog_is_in_every_format():
    catalog = pipeline.check(REPOSITORY, today=TODAY).catalog
    for name in ("sqlite", "mermaid", "markdown", "prometheus", "calendar", "llms"):
        assert FORMATS[name].content(catalog)
