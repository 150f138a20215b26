"""What a build keeps for the next one: never needed, never wrong."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from module_catalog import cache
from module_catalog.catalog.page_kinds import PAGE_KINDS
from module_catalog.checks import pipeline
from module_catalog.hosts import held
from module_catalog.site import kept as kept_pages
from module_catalog.site import pages as site_pages
from module_catalog.site.build import site_files
from module_catalog.site.kept import Kept
from programs import run

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from generator import TODAY, generated

TEMPLATES = Path(site_pages.__file__).parent.parent / "templates"
REACHED = {"people", "evidence", "is_gone"}
"""What templates take from the catalog: what stands beside entries, and what is known of one in hand."""
THAT_DAY = {"SOURCE_DATE_EPOCH": "1795176000"}
MKDOCS = """\
site_name: Quokka
theme: {{name: {theme}}}
plugins: [search, module-catalog]
markdown_extensions: {extensions}
"""
UNKNOWN = """\
from markdown import Extension


class Unknown(Extension):
    def extendMarkdown(self, md):
        pass


def makeExtension(**options):
    return Unknown(**options)
"""
"""An extension that does nothing. Nobody knows that, so Markdown converts every page anew."""
SERVER = """\
import logging
import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config

logging.disable()
is_first = True
for _ in sys.stdin:
    config = load_config("mkdocs.yml", site_dir="../served", site_url="http://127.0.0.1:8000/")
    if is_first:
        config.plugins.on_startup(command="serve", dirty=False)
    is_first = False
    build(config, serve_url="http://127.0.0.1:8000/")
    print("built", flush=True)
"""
"""What `mkdocs serve` does at each change, told to by a line."""
OWN = """\
{% extends "module-catalog/module.md.j2" %}
{% block roadmap %}
<p>{{ catalog.modules | map(attribute="name") | join(", ") }}</p>
{% endblock %}
"""
EDITS = (
    lambda text, other: re.sub(r"(?m)^summary: .*", f"summary: About {other} things.", text),
    lambda text, other: re.sub(r"(?m)^name: .*", f"name: The {other}", text),
    lambda text, other: re.sub(r"(?m)^    module: .*", f"    module: {other}", text, count=1),
    lambda text, other: re.sub(r"(?m)^stage: .*", "stage: S1", text),
    lambda text, other: f"# a line more\n{text}",
    lambda text, other: f"{text}tags: [{other}]\n",
    lambda text, other: re.sub(r"(?m)^(namespaces:).*", rf"\1 [src/{other}]", text),
    lambda text, other: text[: len(text) // 2],
)


def write(root, entries, seed=1):
    """Write a catalog without errors."""
    generated(entries, seed=seed, mistakes=0).write(root)
    with (root / "catalog/catalog.yaml").open("a") as settings:
        settings.write("rules: {MC611: 'off', MC612: 'off'}\n")


def contents(files):
    return {file.path: file.content for file in files}


def result(root, day=TODAY):
    return pipeline.check(root, today=day)


def removed(root, file, other):
    file.unlink()


def renamed(root, file, other):
    file.rename(file.with_stem(f"{file.stem}-again"))


def added(root, file, other):
    text = file.read_text(encoding="utf-8")
    file.with_stem(f"{file.stem}-new").write_text(re.sub("(?m)^name: ", "name: New ", text), encoding="utf-8")


def settings_changed(root, file, other):
    settings = root / "catalog/catalog.yaml"
    settings.write_text(re.sub(r"(?m)^name: .*", f"name: Project {other.stem}", settings.read_text()))


def roster_changed(root, file, other):
    people = root / "catalog/people.yaml"
    people.write_text(re.sub(r"name: \w+", f"name: {other.stem}", people.read_text(), count=1))


def templates_changed(root, file, other):
    folder = root / "catalog/templates"
    if folder.exists():
        shutil.rmtree(folder)
    else:
        folder.mkdir()
        (folder / "module.md.j2").write_text(OWN)


SOME = (removed, renamed, added, settings_changed, roster_changed, templates_changed)


def edit(root, source, edits=EDITS):
    """Change something of a catalog, as somebody might."""
    file, other = source.sample(sorted((root / "catalog/modules").glob("*.yaml")), 2)
    if source.random() < 0.4:
        source.choice(SOME)(root, file, other)
    else:
        text = source.choice(edits)(file.read_text(encoding="utf-8"), other.stem)
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("seed", range(2))
def test_a_site_with_what_was_kept_is_that_of_a_plain_build_whatever_is_edited(tmp_path, seed):
    write(tmp_path, 40, seed)
    source, day, server = random.Random(seed), TODAY, Kept()
    for _ in range(9):
        now = result(tmp_path, day)
        if now.catalog:
            plain = contents(site_files(now))
            assert contents(site_files(now, kept=Kept(tmp_path))) == plain
            assert contents(site_files(now, kept=server)) == plain
        for _ in range(source.choice([0, 1, 1, 2])):
            edit(tmp_path, source)
        day += timedelta(days=source.choice([0, 0, 1, 40]))


@pytest.fixture
def catalog(tmp_path):
    write(tmp_path, 40)
    return tmp_path


def rendered(root, kept, day=TODAY):
    """Return the pages that a build renders, by what it asks to."""
    asked = []

    class Counted(kept_pages._Build):
        def text(self, page, path, to, shared, render):
            return super().text(page, path, to, shared, lambda: asked.append(page.path) or render())

    build_, kept_pages._Build = kept_pages._Build, Counted
    try:
        list(site_files(result(root, day), kept=kept))
    finally:
        kept_pages._Build = build_
    return set(asked)


def is_of(pages, names):
    return {page for page in pages if Path(page).stem in names}


def test_nothing_is_made_when_nothing_has_changed_since_the_last_run(catalog):
    assert len(rendered(catalog, Kept(catalog))) > 60
    assert rendered(catalog, Kept(catalog)) == set()


def test_an_edit_renders_no_page_of_a_module_that_does_not_show_the_entry(catalog):
    kept = Kept()
    rendered(catalog, kept)
    file = min((catalog / "catalog/modules").glob("*.yaml"))
    module = result(catalog).catalog.by_id[file.stem]
    neighbours = {one.module.id for one in result(catalog).catalog.neighbours(module) if one.module}
    file.write_text(re.sub(r"(?m)^summary: .*", "summary: Another one.", file.read_text()))
    ids = {one.id for one in result(catalog).catalog.modules}
    again = is_of(rendered(catalog, kept), ids)
    assert f"modules/{file.stem}.md" in again
    assert len(again) < 12
    assert {Path(page).stem for page in again} >= neighbours


def test_another_day_renders_only_pages_that_show_what_day_it_is(catalog):
    kept = Kept()
    rendered(catalog, kept)
    ids = {one.id for one in result(catalog).catalog.modules}
    assert is_of(rendered(catalog, kept, TODAY + timedelta(days=1)), ids) == set()


def test_another_day_renders_no_page_again_that_is_about_one_thing(catalog):
    kept = Kept()
    list(site_files(result(catalog), kept=kept))
    again = rendered(catalog, kept, date(2026, 11, 21))
    of_all = [kind.path.removesuffix(".md") for kind in PAGE_KINDS.values() if kind.is_one]
    assert [path for path in again if not path.removesuffix(".md").startswith(tuple(of_all))] == []


def test_what_was_kept_in_one_process_serves_another_whatever_it_hashes(catalog):
    script = (
        "import sys; from datetime import date; from pathlib import Path; from module_catalog.checks import pipeline;"
        "from module_catalog.site.build import site_files; from module_catalog.site.kept import Kept;"
        "keys = lambda: {path: one.key for path, one in kept._stored._places.items() if one.key};"
        "kept = Kept(Path('.')); was = keys() if kept._stored else {};"
        "list(site_files(pipeline.check(Path('.'), today=date(2026, 11, int(sys.argv[1]))), kept=kept));"
        "print(sum(keys()[path] == key for path, key in was.items()))"
    )
    (catalog / "program.py").write_text(script)
    assert run("python", "program.py", "20", cwd=catalog).stdout == "0\n"
    assert int(run("python", "program.py", "21", cwd=catalog).stdout) > 60


def test_a_site_forgets_what_is_gone(catalog):
    file = min((catalog / "catalog/modules").glob("*.yaml"))
    list(site_files(result(catalog), kept=Kept(catalog)))
    stored = catalog / cache.FOLDER / "pages"
    assert file.stem.encode() in stored.read_bytes()
    for one in (catalog / "catalog/modules").glob("*.yaml"):
        text = one.read_text()
        if one == file or file.stem in text:
            one.unlink()
    list(site_files(result(catalog), kept=Kept(catalog)))
    assert f"modules/{file.stem}.md".encode() not in stored.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"summary", b"summery", 1) + b"x",
        lambda content: b"0" * 32 + content[32:],
        lambda content: b"\xff\xfe",
    ],
)
def test_a_damaged_cache_is_as_good_as_none(catalog, damage):
    plain = contents(site_files(result(catalog), kept=Kept(catalog)))
    stored = catalog / cache.FOLDER / "pages"
    stored.write_bytes(damage(stored.read_bytes()))
    assert rendered(catalog, Kept(catalog)) != set()
    assert contents(site_files(result(catalog), kept=Kept(catalog))) == plain


def test_nothing_is_read_or_written_through_a_link_out_of_the_project(tmp_path):
    root, outside = tmp_path / "project", tmp_path / "outside"
    write(root, 20)
    outside.mkdir()
    (root / ".cache").symlink_to(outside)
    list(site_files(result(root), kept=Kept(root)))
    assert list(outside.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(catalog):
    (catalog / ".cache").write_text("a file")
    assert rendered(catalog, Kept(catalog)) != set()


def test_git_leaves_the_cache_alone(catalog):
    list(site_files(result(catalog), kept=Kept(catalog)))
    assert (catalog / cache.FOLDER / ".gitignore").read_text() == "*\n"


def test_templates_take_no_entry_from_the_catalog_that_their_page_does_not_show():
    environment = Environment(autoescape=True)
    for file in TEMPLATES.rglob("*.j2"):
        tree = environment.parse(file.read_text(encoding="utf-8"))
        names = [one for one in tree.find_all(nodes.Name) if one.name == "catalog"]
        reached = [
            one.attr
            for one in tree.find_all(nodes.Getattr)
            if isinstance(one.node, nodes.Name) and one.node.name == "catalog"
        ]
        assert len(names) == len(reached), file
        assert set(reached) <= REACHED, file


@pytest.mark.parametrize("no_cache", [[], ["--no-cache"]])
def test_build_writes_the_same_with_and_without_what_was_kept(catalog, no_cache):
    def tree():
        done = run("module-catalog", "build", "--out", "out", *no_cache, cwd=catalog, env=THAT_DAY)
        assert done.returncode == 0, done.stderr
        return {file: file.read_bytes() for file in sorted((catalog / "out").rglob("*")) if file.is_file()}

    assert tree() == tree()
    assert (catalog / cache.FOLDER / "pages").exists() == (not no_cache)


def site(root):
    """Return the files of a built site that are the same whenever it is built."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and not file.name.startswith("sitemap")
    }


HOOK = """\
def on_page_content(html, *, page, config, files):
    print(page.file.src_uri, html.count("<h1"))
"""


@pytest.mark.parametrize(
    "theme",
    [
        "mkdocs",
        "material, features: [navigation.tabs, navigation.sections, navigation.indexes]",
        "material, features: [navigation.tabs, navigation.prune, toc.integrate]",
    ],
)
def test_other_plugins_see_whole_pages_and_the_site_is_the_same(theme, tmp_path):
    write(tmp_path, 20)
    (tmp_path / "docs").mkdir()
    (tmp_path / "hook.py").write_text(HOOK)
    built, seen = [], []
    for more in ("", "hooks: [hook.py]\n"):
        (tmp_path / "mkdocs.yml").write_text(MKDOCS.format(theme=theme, extensions="[toc]") + more)
        done = run("mkdocs", "build", cwd=tmp_path, env=THAT_DAY)
        assert done.returncode == 0, done.stderr
        built.append(site(tmp_path / "site"))
        seen.append(done.stdout)
    assert "modules/index.md 1\n" in seen[1]
    assert built[0] == built[1]


@pytest.mark.parametrize("place", [None, "/nowhere"])
def test_blocks_are_held_on_disk_or_in_memory_where_it_has_no_place(place, monkeypatch):
    if place:
        monkeypatch.setattr(tempfile, "tempdir", place)
    blocks = held.Held()
    blocks.put("a.md", ["one", "", "two → ü"])
    blocks.put("b.md", [])
    assert [blocks["a.md"], blocks["b.md"], blocks["a.md"]] == [
        ["one", "", "two → ü"],
        [],
        ["one", "", "two → ü"],
    ]
    assert "c.md" not in blocks
    blocks.close()


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_mkdocs_builds_the_same_site_with_what_was_kept_and_with_headings_made_once(tmp_path, theme):
    write(tmp_path, 20, 3)
    (tmp_path / "unknown_extension.py").write_text(UNKNOWN)
    (tmp_path / "docs").mkdir()
    built = []
    for extensions in ("[toc]", "[toc]", "[toc, unknown_extension]"):
        (tmp_path / "mkdocs.yml").write_text(MKDOCS.format(theme=theme, extensions=extensions))
        env = {**THAT_DAY, "PYTHONPATH": str(tmp_path)}
        done = run("mkdocs", "build", "--strict", cwd=tmp_path, env=env)
        assert done.returncode == 0, done.stderr
        built.append(site(tmp_path / "site"))
    assert built[0] == built[1] == built[2]


def served(root, steps, theme="material"):
    """Return what a server has after each of some edits, the first of which is none."""
    script = root.parent / "server.py"
    script.write_text(SERVER)
    (root / "mkdocs.yml").write_text(MKDOCS.format(theme=theme, extensions="[toc]"))
    (root / "docs").mkdir(exist_ok=True)
    found = []
    with subprocess.Popen(
        [sys.executable, str(script)],
        cwd=root,
        env={**os.environ, **THAT_DAY, "NO_MKDOCS_2_WARNING": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        for step in steps:
            step()
            server.stdin.write("again\n")
            server.stdin.flush()
            assert server.stdout.readline() == "built\n"
            found.append(site(root.parent / "served"))
        server.stdin.close()
    return found


@pytest.mark.parametrize("seed", range(2))
def test_a_server_has_what_a_fresh_one_has_after_each_edit(tmp_path, seed):
    root = tmp_path / "project"
    write(root, 16, seed)
    source = random.Random(seed)

    def own_page():
        (root / "docs/own.md").write_text(f"---\ntitle: Own {source.random()}\n---\n\nText.\n")

    def settings():
        file = root / "mkdocs.yml"
        file.write_text(file.read_text().replace("site_name: ", "site_name: A "))

    fresh = []

    def accepted():
        # Of a file that is refused a server shows what it was, which a fresh one cannot know.
        edit(root, source, EDITS[:-1])

    edits = [lambda: None, *[accepted] * 3, own_page, settings, accepted]

    def compared(step):
        step()
        copy = tmp_path / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(root, copy / "project", ignore=shutil.ignore_patterns(".cache"))
        config = (root / "mkdocs.yml").read_text()
        fresh.extend(served(copy / "project", [lambda: (copy / "project/mkdocs.yml").write_text(config)]))

    for one, other in zip(
        served(root, [lambda step=step: compared(step) for step in edits]), fresh, strict=True
    ):
        assert one == other
