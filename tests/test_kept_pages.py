"""What a build keeps for the next one: never needed, never wrong."""

from __future__ import annotations

import random
import re
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from conftest import REPOSITORY
from module_catalog import cache
from module_catalog.checks import pipeline
from module_catalog.site import kept as kept_pages
from module_catalog.site import pages as site_pages
from module_catalog.site.build import site_files
from module_catalog.site.kept import Kept
from programs import run
from sites import MKDOCS, build

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from generator import TODAY, generated

TEMPLATES = Path(site_pages.__file__).parent.parent / "templates"
COMPUTED = {"data", "fields", "rules"}
"""The pages that are made anew each time: what they show are functions."""
REACHED = {"people", "evidence", "is_gone"}
"""What templates take from the catalog: what stands beside entries, and what is known of one in hand."""
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


def contents(files):
    return {file.path: file.content for file in files}


def result(root, day=TODAY):
    return pipeline.check(root, today=day)


def edit(root, source):
    """Change something of a catalog, as somebody might."""
    modules = sorted((root / "catalog/modules").glob("*.yaml"))
    file, other = source.sample(modules, 2)
    settings, what = root / "catalog/catalog.yaml", source.random()
    if what < 0.08:
        file.unlink()
    elif what < 0.16:
        file.rename(file.with_stem(f"{file.stem}-again"))
    elif what < 0.24:
        text = file.read_text(encoding="utf-8")
        file.with_stem(f"{file.stem}-new").write_text(re.sub("(?m)^name: ", "name: New ", text))
    elif what < 0.3:
        text = settings.read_text(encoding="utf-8")
        settings.write_text(re.sub(r"(?m)^name: .*", f"name: Project {source.random()}", text))
    elif what < 0.34:
        shutil.copytree(REPOSITORY / "catalog/showcase", root / "catalog/showcase", dirs_exist_ok=True)
    elif what < 0.38:
        (root / "catalog/templates").mkdir(exist_ok=True)
        (root / "catalog/templates/module.md.j2").write_text(OWN)
    elif what < 0.42:
        shutil.rmtree(root / "catalog/templates", ignore_errors=True)
    elif what < 0.5:
        people = root / "catalog/people.yaml"
        people.write_text(re.sub(r"name: \w+", f"name: {other.stem}", people.read_text(), count=1))
    else:
        file.write_text(source.choice(EDITS)(file.read_text(encoding="utf-8"), other.stem))


@pytest.mark.parametrize("seed", range(4))
def test_a_site_with_what_was_kept_is_that_of_a_plain_build_whatever_is_edited(tmp_path, seed):
    generated(40, seed=seed, mistakes=0).write(tmp_path)
    source, day, server = random.Random(seed), TODAY, Kept()
    for _ in range(14):
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
    generated(40, mistakes=0).write(tmp_path)
    return tmp_path


def rendered(root, kept, day=TODAY):
    """Return the pages that a build renders, by what it asks to."""
    asked = []

    class Counted(kept_pages._Build):
        def text(self, page, paths, shared, render):
            return super().text(page, paths, shared, lambda: asked.append(page.path) or render())

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


def test_every_page_is_kept_but_those_that_show_functions(catalog):
    shutil.copytree(REPOSITORY / "catalog/showcase", catalog / "catalog/showcase")
    kept = Kept()
    list(site_files(result(catalog), kept=kept))
    again = rendered(catalog, kept, date(2026, 11, 21)) - {"modules/changes.md", "modules/owners.md"}
    assert {Path(page).stem for page in again} <= COMPUTED | {"trends", "health", "roadmap"}


def test_what_was_kept_in_one_process_serves_another_whatever_it_hashes(catalog):
    script = (
        "import sys; from datetime import date; from pathlib import Path; from module_catalog.checks import pipeline;"
        "from module_catalog.site.build import site_files; from module_catalog.site.kept import Kept;"
        "kept = Kept(Path('.')); was = dict(kept._pages);"
        "list(site_files(pipeline.check(Path('.'), today=date(2026, 11, int(sys.argv[1]))), kept=kept));"
        "print(sum(kept._pages[path] == page for path, page in was.items()))"
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
    generated(20, mistakes=0).write(root)
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
    environment = Environment()
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
        assert run("module-catalog", "build", "--out", "out", *no_cache, cwd=catalog).returncode == 0
        return {file: file.read_bytes() for file in sorted((catalog / "out").rglob("*")) if file.is_file()}

    assert tree() == tree()
    assert (catalog / cache.FOLDER).exists() is not no_cache
    assert (catalog / cache.FOLDER / "pages").exists() == (not no_cache)


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_mkdocs_builds_the_same_site_with_what_was_kept_and_with_headings_made_once(tmp_path, theme):
    sites = []
    # An extension that nobody knows has Markdown convert every page anew.
    for name, more in (("kept", "[toc]"), ("plain", "[toc, unknown_extension]")):
        root = tmp_path / name
        generated(40, seed=3, mistakes=0).write(root)
        config = MKDOCS.replace("  name: material", f"  name: {theme}") if theme == "material" else (
            "site_name: Quokka\ntheme: mkdocs\nplugins: [search, module-catalog]\n"
        )
        (root / "mkdocs.yml").write_text(f"{config}markdown_extensions: {more}\n")
        for _ in range(2 if name == "kept" else 1):
            assert build("mkdocs", root).returncode == 0
        sites.append(
            {
                file.relative_to(root / "site").as_posix(): file.read_bytes()
                for file in sorted((root / "site").rglob("*"))
                if file.is_file() and not file.name.startswith("sitemap")
            }
        )
    assert sites[0] == sites[1]
