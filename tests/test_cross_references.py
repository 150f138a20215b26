"""What pages and other sites can refer to by name, and the reference of a module's Python API; on real sites."""

from __future__ import annotations

from io import BytesIO

import pytest
from mkdocstrings import Inventory

from conftest import CUDA, LOADER, PEOPLE
from module_catalog.site.build import site_files
from module_catalog.site.references import references
from sites import MKDOCS, dead_links, pages, run
from test_sites import hostile

HOSTS = ("mkdocs", "properdocs", "zensical")
PYTHON = MKDOCS.replace(
    "plugins: [search, module-catalog]\n",
    "plugins:\n  - search\n  - module-catalog\n  - mkdocstrings: {handlers: {python: {paths: [src]}}}\n",
)
GUIDE = """\
# Guide

[a][module.cuda], [b][toggle.USE_CUDA], [c][stage.S1], [d][rule.MC201], [module.loader][].

`[e][module.cuda]` and text with [brackets].
"""


def inventory(content: bytes) -> dict[str, tuple[str, str]]:
    """Return the labels of an inventory: by name, where each leads and what it is called."""
    items = Inventory.parse_sphinx(BytesIO(content)).values()
    assert {(item.domain, item.role) for item in items if "." in item.name} <= {
        ("std", "label"),
        ("py", "module"),
        ("py", "function"),
    }
    return {item.name: (item.uri, item.dispname) for item in items}


def exported(result) -> dict[str, tuple[str, str]]:
    return inventory({file.path: file.content for file in site_files(result)}["modules/objects.inv"])


@pytest.mark.parametrize("host", HOSTS)
def test_a_page_refers_to_modules_toggles_stages_and_rules_by_name(host, project, build_docs):
    root = project()
    done = build_docs(host, root, {"guide/start.md": GUIDE})
    assert done.returncode == 0, done.stdout + done.stderr
    page = pages(root / "site")["guide/start/index.html"]
    named = (
        "cuda/#module.cuda",
        "toggles/#toggle-use-cuda",
        "stages/#s1",
        "rules/#mc201",
        "loader/#module.loader",
    )
    assert [link for link in page.links if "/modules/" in link and "#" in link] == [
        f"../../modules/{one}" for one in named
    ]
    assert "[e][module.cuda] and text with [brackets]." in page.text
    assert dead_links(root / "site") == []
    built = pages(root / "site")
    for uri, _ in inventory((root / "site/modules/objects.inv").read_bytes()).values():
        path, anchor = uri.split("#")
        assert anchor in built[f"modules/{path}index.html"].ids


def test_a_name_that_nothing_has_ends_a_strict_build(project, build_docs):
    done = build_docs("mkdocs", project(), {"guide.md": "# Guide\n\n[a][module.cudda]\n"})
    assert done.returncode == 1
    assert "guide.md: Could not find cross-reference target 'module.cudda'" in done.stderr


def test_what_a_page_itself_says_of_a_name_holds(project, build_docs):
    root = project()
    text = "# Guide\n\n[a][module.cuda]\n\n[module.cuda]: https://quokka.example/cuda\n"
    assert build_docs("zensical", root, {"guide.md": text}).returncode == 0
    assert "https://quokka.example/cuda" in pages(root / "site")["guide/index.html"].links


def test_a_plain_link_to_an_anchor_of_the_catalog_is_no_mistake(project, build_docs):
    anchors = ("stages.md#s0", "toggles.md#toggle-use-cuda", "cuda.md#module.cuda", "owners.md#owner-e_va")
    text = "".join(f"[a](modules/{anchor}) " for anchor in anchors)
    root = project(
        {"people.yaml": PEOPLE.replace("eva:", "e_va:"), "modules/cuda.yaml": CUDA.replace("eva", "e_va")}
    )
    done = build_docs("mkdocs", root, {"guide.md": f"# Guide\n\n{text}\n"})
    assert done.returncode == 0, done.stderr


def test_a_plain_link_to_an_anchor_that_is_not_there_still_is_one(project, build_docs):
    done = build_docs("mkdocs", project(), {"guide.md": "# Guide\n\n[a](modules/stages.md#s9)\n"})
    assert done.returncode == 1
    assert "does not contain an anchor '#s9'" in done.stderr


def test_the_inventory_lists_everything_with_its_address(check):
    found = exported(check())
    assert {name: item for name, item in found.items() if not name.startswith("rule.")} == {
        "module.cuda": ("cuda/#module.cuda", "CUDA"),
        "module.loader": ("loader/#module.loader", "Loader"),
        "stage.S0": ("stages/#s0", "S0 Scoped"),
        "stage.S1": ("stages/#s1", "S1 Integrated"),
        "stage.S2": ("stages/#s2", "S2 Central"),
        "stage.deprecated": ("stages/#deprecated", "Deprecated"),
        "stage.removed": ("stages/#removed", "Removed"),
        "toggle.USE_CUDA": ("toggles/#toggle-use-cuda", "USE_CUDA"),
    }
    assert found["rule.MC201"] == ("rules/#mc201", "MC201")


@pytest.mark.parametrize(
    "name",
    [
        "A std:label 1 https://evil.example/ B",
        "`x`",
        "a]b",
        "<b>",
        '"onclick="x',
        "[a][b]",
        "(x",
        "A\\tB std:label 1 x y",
    ],
)
def test_a_toggle_that_is_no_word_is_not_referred_to(name, check):
    result = check({"modules/cuda.yaml": CUDA.replace("name: USE_CUDA", f"name: {name!r}")})
    if result.is_clean:
        assert [one for one in exported(result) if one.startswith("toggle.")] == []
        assert all("evil" not in uri for uri, _ in exported(result).values())
    else:
        assert name == "A\\tB std:label 1 x y"


def test_of_two_toggles_with_one_name_the_one_that_stands_is_meant(check):
    gone = LOADER.replace(
        "no_toggle: Always built.", "toggles: [{name: USE_CUDA, mechanism: env, default: 'ON', until: v2.0}]"
    )
    result = check({"modules/loader.yaml": gone.replace("name: Loader", "name: A loader")})
    assert result.catalog is not None
    assert references(result.catalog)["toggle.USE_CUDA"].anchor == "toggle-use-cuda"


def test_a_hostile_name_reaches_no_attribute_of_what_refers_to_it(project, build):
    name = """'" onclick="x() <script>'"""
    root = project(
        {
            "modules/cuda.yaml": hostile(CUDA).replace(
                "'<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7'", name
            )
        }
    )
    (root / "src").mkdir()
    (root / "docs").mkdir()
    (root / "docs/guide.md").write_text(
        "# Guide\n\n[a][module.cuda] [module.cuda][]\n\n<!-- module-catalog: badge cuda -->\n"
    )
    (root / "mkdocs.yml").write_text(PYTHON)
    done = build("mkdocs", root)
    assert done.returncode == 0, done.stderr
    page = pages(root / "site")["guide/index.html"]
    assert page.handlers == []
    assert page.links.count("../modules/cuda/#module.cuda") == 2
    assert '" onclick="x() <script>' in page.text
    assert (
        inventory((root / "site/modules/objects.inv").read_bytes())["module.cuda"][1]
        == '" onclick="x() <script>'
    )


PACKAGE = {
    "src/quokka/__init__.py": '"""All of it. See [the backend][module.cuda]."""\nfrom .nowhere import lost\n',
    "src/quokka/cuda.py": '"""Runs programs."""\n\n\ndef launch(count: int) -> None:\n    """Launch so many threads."""\n',
    "src/broken/__init__.py": "def launch(:\n",
}


def with_api(project, api: str | None, config: str = PYTHON):
    """Write a project with Python sources, whose module CUDA names its API."""
    root = project({"modules/cuda.yaml": CUDA + (f"api: {api}\n" if api else "")})
    for path, text in PACKAGE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / "mkdocs.yml").write_text(config)
    return root


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_a_module_s_page_has_its_python_api_where_mkdocstrings_is(host, project, build):
    root = with_api(project, "quokka.cuda")
    done = build(host, root)
    assert done.returncode == 0, done.stderr
    page = pages(root / "site")["modules/cuda/index.html"]
    assert "Launch so many threads." in page.text
    assert {"python-api", "quokka.cuda.launch"} <= page.ids
    assert dead_links(root / "site") == []


@pytest.mark.parametrize("host", HOSTS)
def test_a_module_s_page_names_its_python_api_where_mkdocstrings_is_not(host, project, build):
    root = with_api(project, "quokka.cuda", MKDOCS)
    assert build(host, root).returncode == 0
    page = pages(root / "site")["modules/cuda/index.html"]
    assert "python-api" in page.ids
    assert "quokka.cuda" in page.text
    assert ":::" not in page.text


@pytest.mark.parametrize(
    "plugin", ["mkdocstrings: {enabled: false}", "mkdocstrings: {default_handler: python}"]
)
def test_a_project_whose_code_is_not_here_is_no_mistake(plugin, project, build):
    config = MKDOCS.replace("[search, module-catalog]", f"[search, module-catalog, {{{plugin}}}]")
    root = with_api(project, "quokka.cuda", config)
    done = build("mkdocs", root)
    assert done.returncode == 0, done.stderr
    assert "quokka.cuda" in pages(root / "site")["modules/cuda/index.html"].text


@pytest.mark.parametrize("api", ["quokka.cudda", "quokka.lost"])
def test_a_wrong_name_in_a_package_that_is_here_ends_a_strict_build_with_its_place(api, project, build):
    root = with_api(project, api)
    done = build("mkdocs", root)
    assert done.returncode == 1
    assert (
        f"catalog/modules/cuda.yaml:14:6: mkdocstrings finds no `{api}`, so the page only names it"
        in done.stderr
    )
    assert "Traceback" not in done.stderr
    assert run("mkdocs", "build", cwd=root).returncode == 0


def test_a_package_with_a_mistake_in_its_source_does_not_end_a_build(project):
    root = with_api(project, "broken")
    (root / "docs").mkdir()
    assert run("mkdocs", "build", cwd=root).returncode == 0
    assert "broken" in pages(root / "site")["modules/cuda/index.html"].text


@pytest.mark.parametrize(
    "api", ["quokka:cuda", "quokka cuda", "quokka\\n\\n# x", "::: os", "../quokka", "a..b", "a\\n"]
)
def test_an_api_is_a_dotted_name_and_nothing_else(api, check):
    result = check({"modules/cuda.yaml": f'{CUDA}api: "{api}"\n'})
    assert [(one.code, one.place.line) for one in result.findings] == [("MC105", 14)]


def test_docstrings_refer_to_the_catalog_and_one_inventory_lists_both(project, build):
    root = with_api(project, None)
    (root / "docs").mkdir()
    (root / "docs/api.md").write_text("# API\n\n::: quokka\n\n::: quokka.cuda\n")
    done = build("mkdocs", root)
    assert done.returncode == 0, done.stderr
    assert "../modules/cuda/#module.cuda" in pages(root / "site")["api/index.html"].links
    both = inventory((root / "site/objects.inv").read_bytes())
    assert both["quokka.cuda.launch"][0] == "api/#quokka.cuda.launch"
    assert both["module.cuda"] == ("modules/cuda/#module.cuda", "CUDA")
    assert inventory((root / "site/modules/objects.inv").read_bytes())["module.cuda"] == (
        "cuda/#module.cuda",
        "CUDA",
    )


def test_an_entry_is_edited_where_the_site_says_it_is(project, build):
    root = project()
    (root / "mkdocs.yml").write_text(
        f"{MKDOCS}repo_url: https://github.com/quokka/catalog\nedit_uri: edit/main/docs/\n"
    )
    assert build("mkdocs", root).returncode == 0
    page = pages(root / "site")["modules/cuda/index.html"]
    assert "https://github.com/quokka/catalog/edit/main/catalog/modules/cuda.yaml" in page.links
