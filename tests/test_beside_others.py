"""The plugin beside other plugins, hooks and settings of a site: each sees the catalog's pages, and may leave some out."""

from __future__ import annotations

import json
import subprocess

import pytest

from programs import run
from sites import Page

SITE = """\
site_name: Quokka
theme: mkdocs
plugins: [search, module-catalog]
repo_url: https://github.com/quokka/quokka
edit_uri: edit/main/docs/
"""
SEES = """\
import json

def on_files(files, config):
    file = files.get_file_from_path("modules/cuda.md")
    config.extra["seen"] = [file.abs_src_path, file.generated_by]

def on_page_content(html, page, config, files):
    if page.file.src_uri == "modules/cuda.md":
        print("SEEN", json.dumps([*config.extra["seen"], "Ben Bauer" in html or "Eva Engel" in html]))
"""


@pytest.fixture
def site(project):
    """Return a function that builds a site with lines of mkdocs.yml and files of its own; a text or None by path."""

    def built(config: str = "", files: dict[str, str] | None = None, entries=None):
        root = project(entries)
        for path, text in {"mkdocs.yml": SITE + config, "docs/index.md": "# Home\n", **(files or {})}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        done = run("mkdocs", "build", "--strict", cwd=root)
        return root, done

    return built


def told(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_another_plugin_sees_the_pages_whole_and_from_where_they_come(site):
    root, done = site("hooks: [sees.py]\n", {"sees.py": SEES})
    seen = next(line for line in told(done).splitlines() if line.startswith("SEEN "))
    assert json.loads(seen.removeprefix("SEEN ")) == [str(root / "catalog/modules/cuda.yaml"), None, True]


@pytest.mark.parametrize(
    ("setting", "is_there", "is_listed"),
    [
        ("", True, True),
        ("exclude_docs: modules/toggles.md\n", False, False),
        ("draft_docs: modules/toggles.md\n", False, False),
        ("not_in_nav: modules/toggles.md\n", True, False),
    ],
)
def test_what_is_said_of_pages_in_mkdocs_yml_is_said_of_those_of_the_catalog(
    setting, is_there, is_listed, site
):
    root, done = site(setting)
    told(done)
    assert (root / "site/modules/toggles/index.html").exists() == is_there
    home = Page((root / "site/index.html").read_text())
    assert ("modules/toggles/" in home.links) == is_listed
    overview = Page((root / "site/modules/cuda/index.html").read_text())
    assert any("toggles/" in link for link in overview.links) == is_there


def test_no_page_links_to_a_file_for_programs_that_is_left_out(site):
    root, done = site("exclude_docs: llms.txt\n")
    told(done)
    assert not (root / "site/llms.txt").exists()
    links = Page((root / "site/modules/data/index.html").read_text()).links
    assert not any("llms" in link for link in links)
    assert any("catalog.json" in link for link in links)


def test_a_page_of_the_user_s_at_the_same_address_takes_the_place_of_the_catalog_s(site):
    root, done = site("", {"docs/modules/README.md": "# Ours\n\nWritten by hand.\n"})
    told(done)
    assert "Written by hand." in (root / "site/modules/index.html").read_text()


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("edit_uri: edit/main/docs/", "https://github.com/quokka/quokka/edit/main/catalog/modules/cuda.yaml"),
        ("edit_uri: ?file=app/docs/", "https://github.com/quokka/quokka?file=app/catalog/modules/cuda.yaml"),
        (
            "edit_uri_template: edit?path=docs%2F{path!q}",
            "https://github.com/quokka/quokka/edit?path=catalog%2Fmodules%2Fcuda.yaml",
        ),
    ],
)
@pytest.mark.parametrize("moved", [False, True], ids=["docs in place", "docs moved by a hook"])
def test_a_page_is_edited_where_its_entry_is(said, address, moved, site):
    hook = "def on_config(config):\n    config.docs_dir = config.docs_dir.replace('docs', 'moved')\n"
    config = said + "\n" + ("hooks: [moves.py]\n" if moved else "")
    text = SITE.replace("edit_uri: edit/main/docs/\n", "")
    files = {"mkdocs.yml": text + config, "moves.py": hook, "moved/index.md": "# Home\n"}
    root, done = site("", files)
    told(done)
    assert address in Page((root / "site/modules/cuda/index.html").read_text()).links
