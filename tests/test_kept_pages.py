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
from mkdocs.livereload import LiveReloadServer

logging.disable()
ADDRESS = "http://127.0.0.1:8000/"
built = []


def configuration():
    return load_config("mkdocs.yml", site_dir="../served", site_url=ADDRESS)


def builder(config=None):
    built.append(True)
    build(config or configuration(), serve_url=ADDRESS)


server = LiveReloadServer(builder, "127.0.0.1", 8000, "../served")
for count, _ in enumerate(sys.stdin):
    if count:
        server.builder()
    else:
        config = configuration()
        config.plugins.on_startup(command="serve", dirty=False)
        builder(config)
        server = config.plugins.on_serve(server, config=config, builder=builder)
    print("whole" if built else "some", flush=True)
    built.clear()
"""
"""What `mkdocs serve` does at each change, told to by a line. It says whether the host built the whole site."""
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
    lambda text, other: re.sub(r"(?m)^tags: .*", f"tags: [{other}]", text),
    lambda text, other: re.sub(r"(?m)^  - title: .*", f"  - title: About {other}", text, count=1),
    lambda text, other: re.sub(r"(?m)^reviewed: .*", "reviewed: 2026-06-01", text),
    lambda text, other: re.sub(r"(?m)^    status: works", "    status: fails", text),
    lambda text, other: f"{text}endorsements: [{{person: ada}}]\n",
    lambda text, other: f"{text}maturity: {other}\nparts: [{{id: {other}, name: {other}, stage: S1}}]\n",
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


def test_what_stands_in_a_server_is_what_a_plain_build_makes(tmp_path):
    write(tmp_path, 30)
    source, server = random.Random(0), Kept()
    for turn in range(30):
        now = result(tmp_path)
        if now.catalog:
            assert contents(site_files(now, kept=server)) == contents(site_files(now))
        file, other = source.sample(sorted((tmp_path / "catalog/modules").glob("*.yaml")), 2)
        change = EDITS[:-1][turn % len(EDITS[:-1])]
        file.write_text(change(file.read_text(encoding="utf-8"), other.stem), encoding="utf-8")


@pytest.fixture
def catalog(tmp_path):
    write(tmp_path, 40)
    return tmp_path


def rendered(root, kept, day=TODAY):
    """Return the pages that a build renders, by what it asks to."""
    asked = []

    class Counted(kept_pages._Texts):
        def text(self, page, path, to, shared, render):
            return super().text(page, path, to, shared, lambda: asked.append(page.path) or render())

    build_, kept_pages._Texts = kept_pages._Texts, Counted
    try:
        list(site_files(result(root, day), kept=kept))
    finally:
        kept_pages._Texts = build_
    return set(asked)


def made(root, kept):
    """Return the files of the site that a build makes, by their paths."""
    made = []

    class Counted(kept_pages.Standing):
        def files(self, path, name, source, make):
            return super().files(path, name, source, lambda: made.append(path) or make())

    build_, kept_pages.Standing = kept_pages.Standing, Counted
    try:
        list(site_files(result(root), kept=kept))
    finally:
        kept_pages.Standing = build_
    return made


def test_an_edit_makes_only_what_may_show_the_key(catalog):
    kept = Kept(remembers=True)
    list(site_files(result(catalog), kept=kept))
    file = min((catalog / "catalog/modules").glob("*.yaml"))
    file.write_text(re.sub("(?m)^summary: .*", "summary: Another one.", file.read_text()))
    again = made(catalog, kept)
    assert {f"modules/{file.stem}.md", f"api/v1/modules/{file.stem}.json", "modules/index.md"} <= {*again}
    others = {one.stem for one in (catalog / "catalog/modules").glob("*.yaml")} - {file.stem}
    assert not is_of(again, others)
    assert not [
        path for path in again if path.startswith(("modules/changes", "modules/compat", "modules/toggles"))
    ]
    assert made(catalog, kept) == []


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
    file.write_text(re.sub(r"(?m)^name: .*", "name: Another One", file.read_text()))
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


def test_templates_show_of_another_part_of_a_list_no_more_than_how_much_is_in_it():
    environment = Environment(autoescape=True)
    for file in TEMPLATES.rglob("*.j2"):
        tree = environment.parse(file.read_text(encoding="utf-8"))
        counted = {id(one.node) for one in tree.find_all(nodes.Filter) if one.name == "length"}
        methods = {id(one.node) for one in tree.find_all(nodes.Call)}
        items = {id(one) for one in tree.find_all(nodes.Getattr) if one.attr == "items"}
        assert items <= counted | methods, file


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


def served(root, steps, configuration=None):
    """Return what a server has after each of some edits, the first of which is none, and whether all of it was built."""
    script = root.parent / "server.py"
    script.write_text(SERVER)
    (root / "mkdocs.yml").write_text(configuration or MKDOCS.format(theme="material", extensions="[toc]"))
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
            built = server.stdout.readline()
            assert built in ("whole\n", "some\n")
            found.append((site(root.parent / "served"), built == "whole\n"))
        server.stdin.close()
    return found


def both(root, edits, configuration=None):
    """Return what a server has after each edit, what a fresh one has, and whether the first built the whole site."""
    fresh = []

    def compared(step):
        step()
        copy = root.parent / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(root, copy / "project", ignore=shutil.ignore_patterns(".cache"))
        now = (root / "mkdocs.yml").read_text()
        fresh.append(served(copy / "project", [lambda: None], now)[0][0])

    steps = [lambda step=step: compared(step) for step in (lambda: None, *edits)]
    found = served(root, steps, configuration)
    return [(one, other, whole) for (one, whole), other in zip(found, fresh, strict=True)][1:]


def about(root, text):
    """Return an edit of one entry that changes what some pages say of it, and nothing that is wrong."""
    file = min((root / "catalog/modules").glob("*.yaml"))

    def step():
        file.write_text(re.sub("(?m)^summary: .*", f"summary: {text}.", file.read_text(encoding="utf-8")))

    return step


@pytest.mark.parametrize("seed", range(3))
def test_a_server_has_what_a_fresh_one_has_after_each_edit(tmp_path, seed):
    root = tmp_path / "project"
    write(root, 16, seed)
    (root / "docs").mkdir()
    shown = min((root / "catalog/modules").glob("*.yaml")).stem
    (root / "docs/piece.md").write_text(f"# Piece\n\n<!-- module-catalog: card {shown} -->\n")
    source = random.Random(seed)

    def own_page():
        (root / "docs/own.md").write_text(f"---\ntitle: Own {source.random()}\n---\n\nText.\n")

    def settings():
        file = root / "mkdocs.yml"
        file.write_text(file.read_text().replace("site_name: ", "site_name: A "))

    def accepted():
        # Of a file that is refused a server shows what it was, which a fresh one cannot know.
        edit(root, source, EDITS[:-1])

    edits = [
        about(root, "One"),
        *[accepted] * 4,
        own_page,
        settings,
        about(root, "Two"),
        about(root, "Three"),
    ]
    found = both(root, edits)
    for one, other, _ in found:
        assert one == other
    assert [whole for *_, whole in found][-2:] == [False, False]


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
@pytest.mark.parametrize("plugins", ["search", "search: {lang: [en, de]}"])
def test_an_edit_of_an_entry_is_shown_without_a_build_of_the_whole_site(tmp_path, theme, plugins):
    root = tmp_path / "project"
    write(root, 12)
    known = MKDOCS.format(theme=theme, extensions="[toc, tables]").replace(
        "search", f"{{{plugins}}}" if ":" in plugins else plugins
    )
    found = both(root, [about(root, "Quite another thing"), about(root, "One more")], known)
    for one, other, whole in found:
        assert one == other
        assert not whole
    assert (
        b"One more."
        in found[-1][0][f"modules/{min((root / 'catalog/modules').glob('*.yaml')).stem}/index.html"]
    )


@pytest.mark.parametrize(
    "more",
    [
        "hooks: [hook.py]\n",
        "strict: true\n",
        "extra_templates: [all.xml]\n",
        "theme: {name: material, custom_dir: overrides}\n",
        "plugins: [search, module-catalog, autorefs]\n",
        "markdown_extensions: [pymdownx.snippets]\n",
        "extra: {path: !relative $config_dir}\n",
    ],
)
def test_the_host_builds_the_whole_site_where_pages_may_show_what_nobody_knows_of(tmp_path, more):
    root = tmp_path / "project"
    write(root, 8)
    (root / "hook.py").write_text("")
    (root / "overrides").mkdir()
    (root / "docs").mkdir()
    (root / "docs/all.xml").write_text("{{ nav }}")
    key = more.partition(":")[0]
    lines = MKDOCS.format(theme="material", extensions="[toc]").splitlines(keepends=True)
    configuration = "".join(line for line in lines if not line.startswith(f"{key}:")) + more
    for one, other, whole in both(root, [about(root, "Another")], configuration):
        assert one == other
        assert whole


def test_a_page_of_the_users_own_in_the_place_of_a_generated_one_stays(tmp_path):
    root = tmp_path / "project"
    write(root, 12)
    file = min((root / "catalog/modules").glob("*.yaml"))
    (root / "docs/modules").mkdir(parents=True)
    (root / f"docs/modules/{file.stem}.md").write_text("# Mine\n")
    for one, other, whole in both(root, [about(root, "Another")]):
        assert one == other
        assert not whole
        assert b"Mine" in one[f"modules/{file.stem}/index.html"]
