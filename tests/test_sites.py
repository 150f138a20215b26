"""Real sites by real hosts, in a subprocess each."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from conftest import CATALOG, CUDA, write
from sites import MKDOCS, dead_links, pages, run

HOSTS = ("mkdocs", "properdocs", "zensical")
REPOSITORY = Path(__file__).parent.parent

# What people, and attackers, put into a line of text. None of it may do anything on a page.
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} ${x} `<b>` [a](javascript:alert(3)) [b][module.x] "
    "*c* _d_ ~~e~~ | f | &lt;g&gt; &#60;h --8<-- 'mkdocs.yml' ::: os :smile: !!! note <!-- i --> ]]> \\< {: #j onclick=k } \"l' مرحبا"
)


def hostile(text: str) -> str:
    """Return an entry whose name and every sentence is hostile."""
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    short = "'" + HOSTILE[:60].replace("'", "''") + "'"
    text = re.sub(r"(?m)^name: .*$", f"name: {short}", text)
    text = re.sub(r"(?m)^summary: .*$", f"summary: '{HOSTILE[:157].replace(chr(39), chr(39) * 2)}'", text)
    text = text.replace("why: It is loaded by it", f"why: {quoted}").replace(
        "title: Graphs", f"title: {quoted}"
    )
    text = text.replace("basis: MAINTAINERS file", f"basis: {quoted}").replace(
        "basis: reading", f"note: {quoted}"
    )
    return (
        text + f"stage_reason: [{{claim: {quoted}, source: {quoted}}}]\nproposal: {{objective: {quoted}}}\n"
    )


@pytest.fixture
def plain(once, build):
    """Return a function that gives the site of the small project by a host."""

    def make(host: str, root: Path) -> None:
        write(root, {})
        done = build(host, root)
        assert done.returncode == 0, done.stdout + done.stderr

    return lambda host: once(f"plain-{host}", functools.partial(make, host)) / "site"


@pytest.mark.parametrize("host", HOSTS)
def test_a_site_is_built_with_every_page_and_no_dead_link(host, plain):
    expected = [
        "",
        "modules/",
        "modules/cuda/",
        "modules/loader/",
        "modules/rules/",
        "modules/stages/",
        "showcase/",
    ]
    assert set(pages(plain(host))) >= {f"{path}index.html" for path in expected}
    assert dead_links(plain(host)) == []


@pytest.mark.parametrize("host", HOSTS)
def test_hostile_text_is_text_on_every_host(host, project, plain, build):
    root = project({"modules/cuda.yaml": hostile(CUDA)})
    without = {path: page.tags for path, page in pages(plain(host)).items()}
    extensions = "markdown_extensions: [attr_list, md_in_html, pymdownx.snippets, pymdownx.superfences, pymdownx.tilde, tables]\n"
    done = build(host, root, "" if host == "zensical" else extensions)
    assert done.returncode == 0, done.stdout + done.stderr
    built = pages(root / "site")
    for path, page in built.items():
        assert page.tags.count("script") == without[path].count("script")
        assert page.tags.count("img") == without[path].count("img")
        assert page.handlers == []
        assert not [link for link in page.links if link.startswith("javascript")]
    without_code = HOSTILE.replace("`", "")
    assert without_code in built["modules/cuda/index.html"].text
    assert dead_links(root / "site") == []


def test_the_two_hosts_of_the_plugin_give_the_same_pages(plain):
    bodies = []
    for host in ("mkdocs", "properdocs"):
        html = {file.relative_to(plain(host)): file.read_text() for file in plain(host).rglob("*.html")}
        bodies.append({path: re.sub(r'<meta name="generator".*?>', "", text) for path, text in html.items()})
    assert bodies[0] == bodies[1]


def test_directory_urls_can_be_turned_off(project, build):
    root = project()
    (root / "mkdocs.yml").write_text(MKDOCS + "use_directory_urls: false\n")
    assert build("mkdocs", root).returncode == 0
    assert (root / "site/modules/cuda.html").is_file()
    assert dead_links(root / "site") == []


def test_a_page_of_the_user_s_own_takes_the_place_of_a_generated_one(project):
    root = project()
    (root / "docs/modules").mkdir(parents=True)
    (root / "docs/index.md").write_text("# Our own home\n\n[CUDA](modules/cuda.md#history)\n")
    (root / "docs/modules/stages.md").write_text("# Our own stages\n\n## S0 Scoped {#s0}\n")
    (root / "mkdocs.yml").write_text(MKDOCS)
    run("mkdocs", "build", cwd=root)
    built = pages(root / "site")
    assert "Our own home" in built["index.html"].text
    assert "Our own stages" in built["modules/stages/index.html"].text
    assert "modules/cuda/#history" in built["index.html"].links


@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_docs_with_a_front_page_keep_it_and_the_catalog_s_stands_in_its_folder(host, project, build):
    root = project()
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Our own home\n\n[The catalog](modules/overview.md)\n")
    if host == "zensical":
        assert run("module-catalog", "build", "--out", "docs", cwd=root).returncode == 0
    else:
        (root / "mkdocs.yml").write_text(MKDOCS)
    done = build(host, root)
    assert done.returncode == 0, done.stdout + done.stderr
    built = pages(root / "site")
    assert "Our own home" in built["index.html"].text
    assert "Modules of Quokka" in built["modules/overview/index.html"].text
    assert dead_links(root / "site") == []


def test_the_pencil_of_a_page_opens_its_entry(project, build):
    root = project()
    features = "repo_url: https://github.com/quokka/catalog\nedit_uri: edit/main/docs/\n"
    (root / "mkdocs.yml").write_text(
        MKDOCS.replace("  font: false\n", "  font: false\n  features: [content.action.edit]\n") + features
    )
    assert build("mkdocs", root).returncode == 0
    built = pages(root / "site")
    edit = "https://github.com/quokka/catalog/edit/main/catalog/"
    assert f"{edit}modules/cuda.yaml" in built["modules/cuda/index.html"].links
    assert f"{edit}catalog.yaml" in built["modules/index.html"].links


def test_a_navigation_that_lists_everything_lists_sections_and_not_every_module(plain):
    links = pages(plain("mkdocs"))["modules/rules/index.html"].links
    assert "../stages/" in links
    assert "../cuda/" not in links


@pytest.mark.parametrize("host", HOSTS)
def test_a_mistake_ends_a_build_with_its_place(host, project, build):
    root = project({"modules/cuda.yaml": CUDA.replace("module: loader", "module: loadr")})
    done = build(host, root)
    assert done.returncode == 1
    assert "error[MC201]: no module has the id `loadr`" in done.stderr
    assert "catalog/modules/cuda.yaml:9:32" in done.stderr
    assert "did you mean `loader`?" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "site").exists()


def test_a_warning_ends_a_strict_build_and_no_other(project, build):
    files = {
        "modules/cuda.yaml": CUDA.replace("eva", "evaa"),
        "catalog.yaml": CATALOG + "rules: {MC501: warning}\n",
    }
    root = project(files)
    assert build("mkdocs", root).returncode == 1
    assert run("mkdocs", "build", cwd=root).returncode == 0


def test_no_catalog_ends_a_build_with_one_line(tmp_path, build):
    done = build("mkdocs", tmp_path)
    assert done.returncode == 1
    assert "no catalog here" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_catalog_without_entries_has_a_site_that_says_how_to_begin(project, build):
    root = project({"modules/cuda.yaml": None, "modules/loader.yaml": None, "showcase/fast.yaml": None})
    assert build("mkdocs", root).returncode == 0
    built = pages(root / "site")
    assert "No modules yet." in built["modules/index.html"].text
    assert "showcase/index.html" not in built
    assert dead_links(root / "site") == []


def test_the_site_of_this_project_has_no_dead_link(project_site):
    assert dead_links(project_site) == []


@pytest.mark.parametrize("host", ["properdocs", "zensical"])
def test_the_catalog_of_this_project_has_a_site_without_a_dead_link_on_the_other_hosts(host, tmp_path, build):
    (tmp_path / "catalog").symlink_to(REPOSITORY / "catalog")
    done = build(host, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert dead_links(tmp_path / "site") == []
