"""What a server shows while a catalog is edited: the last good page, what is wrong on top of it, and all as before once it is mended."""

from __future__ import annotations

import pytest

from conftest import CATALOG, CUDA, LOADER, TODAY, WORK
from module_catalog.diagnostics import CatalogError
from module_catalog.hosts.preview import LIST, Preview
from sites import MKDOCS, needs_chromium, text_at, wait_for, window

TYPO = CUDA.replace("kind: backend", "kind: bakend")
SAYS = "`bakend` is not a value of `kind`"
PAGE = "modules/cuda.md"
OVERRIDE = (
    '{% extends "module-catalog/module.md.j2" %}\n{% block reason %}\nBuilt every night.\n{% endblock %}\n'
)


def look(preview, root):
    """Return the text of each page that a server would show, by path, with what it would put on top."""
    _, made = preview.site(preview.result(root, TODAY), apis=(), has_front_page=False)
    return {
        one.path: preview.banner(one.path) + one.content
        for one in made
        if one.path.endswith(".md") and isinstance(one.content, str)
    }


@pytest.fixture
def edited(project):
    """Return a function that writes files into a project and looks at its pages; first it has none to write."""
    preview, root = Preview(), project()
    look(preview, root)

    def edit(files):
        for path, text in files.items():
            file = root / "catalog" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink() if text is None else file.write_text(text)
        return look(preview, root)

    return edit


def test_a_catalog_without_findings_has_nothing_on_top(edited):
    pages = edited({})
    assert not [path for path, text in pages.items() if "mc-preview" in text]
    assert "The catalog has no findings." in pages[LIST]


def test_an_entry_with_a_typo_keeps_its_last_good_page_with_the_finding_on_top(edited):
    pages = edited({"modules/cuda.yaml": TYPO})
    assert SAYS in pages[PAGE]
    assert "catalog/modules/cuda.yaml:3:7" in pages[PAGE]
    assert "kind: bakend" in pages[PAGE]
    assert "did you mean `backend`?" in pages[PAGE]
    assert "Runs programs on NVIDIA GPUs." in pages[PAGE]
    assert "CUDA" in pages["modules/index.md"]


def test_every_other_page_counts_the_findings_and_leads_to_all_of_them(edited):
    pages = edited({"modules/cuda.yaml": TYPO})
    assert SAYS in pages.pop(LIST)
    del pages[PAGE]
    assert {path for path, text in pages.items() if ">1 error</a>" not in text} == set()
    assert f'<a href="../{LIST}">1 error</a>' in pages["modules/loader.md"]
    assert not [path for path, text in pages.items() if SAYS in text]


def test_what_is_good_in_the_same_edit_shows(edited):
    pages = edited(
        {"modules/cuda.yaml": TYPO, "modules/loader.yaml": LOADER.replace("Loads", "Fetches")},
    )
    assert "Fetches plugins" in pages["modules/loader.md"]


def test_once_it_is_mended_everything_is_as_before(edited):
    before = edited({})
    edited({"modules/cuda.yaml": TYPO, "catalog.yaml": CATALOG.replace("name:", "nam:")})
    assert edited({"modules/cuda.yaml": CUDA, "catalog.yaml": CATALOG}) == before


def test_an_entry_that_is_accepted_shows_as_it_is_now(edited):
    pages = edited(
        {"modules/cuda.yaml": CUDA.replace("module: loader, why: It", "module: loadr, why: So it")}
    )
    assert "no module has the id `loadr`" in pages[PAGE]
    assert "So it is loaded by it" in pages[PAGE]


def test_a_mistake_in_the_settings_stands_on_every_page(edited):
    pages = edited({"catalog.yaml": CATALOG.replace("effective: 2026-01-01", "effective: soon")})
    assert {path for path, text in pages.items() if "effective: soon" not in text} == set()
    assert "Runs programs on NVIDIA GPUs." in pages[PAGE]


def test_settings_that_fit_no_entry_any_more_leave_the_site_as_it_was(edited):
    pages = edited({"catalog.yaml": CATALOG.replace("  backend: {name: Backend}\n", "")})
    assert "is not a value of `kind`" in pages[PAGE]
    assert "Runs programs on NVIDIA GPUs." in pages[PAGE]


def test_a_catalog_that_is_gone_leaves_the_site_as_it_was(edited):
    pages = edited({"catalog.yaml": None})
    assert "no catalog here" in pages[PAGE]
    assert "Runs programs on NVIDIA GPUs." in pages[PAGE]


def test_what_follows_from_a_mistake_alone_is_not_told(edited):
    pages = edited({"modules/loader.yaml": LOADER.replace("kind: core", "kind: cor")})
    assert ">1 error</a>" in pages[PAGE]
    pages = edited({"modules/loader.yaml": LOADER.replace("name: Loader", "name: [")})
    assert ">1 error</a>" in pages[PAGE]


def test_an_entry_that_is_removed_has_no_page(edited):
    assert "modules/loader.md" not in edited({"modules/loader.yaml": None})


def test_a_mistake_in_a_showcase_entry_stands_on_the_showcase(edited):
    pages = edited({"showcase/fast.yaml": WORK.replace("kind: paper", "kind: papr")})
    assert "`papr` is not a value of `kind`" in pages["showcase/index.md"]
    assert "Fast quokkas" in pages["showcase/index.md"]
    assert "`papr`" not in pages[PAGE]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (OVERRIDE.replace("reason", "resaon"), "has no block `resaon`"),
        (OVERRIDE.replace("Built", "{{ modul.name }} built"), "modul"),
        (OVERRIDE.replace("{% endblock %}", ""), "end of template"),
    ],
)
def test_a_mistake_in_a_template_leaves_pages_as_they_were_and_stands_on_top(edited, text, says):
    edited({"templates/module.md.j2": OVERRIDE})
    pages = edited({"templates/module.md.j2": text})
    assert "Built every night." in pages[PAGE]
    assert "catalog/templates/module.md.j2:" in pages[PAGE]
    assert says in pages[PAGE]
    assert says in pages[LIST]
    assert "mc-preview" not in edited({"templates/module.md.j2": OVERRIDE})[PAGE]


def test_a_server_that_starts_with_a_mistake_says_it_where_the_page_would_be(project):
    root = project({"modules/cuda.yaml": TYPO, "templates/module.md.j2": "{{ x }}\n"})
    pages = look(Preview(), root)
    assert SAYS in pages[PAGE]
    assert ">2 errors</a>" in pages["modules/loader.md"]
    assert "Loads plugins" in pages["modules/loader.md"]


def test_a_server_that_starts_with_broken_settings_says_it_on_every_page(project):
    pages = look(Preview(), project({"catalog.yaml": "name: [\n"}))
    assert {"index.md", "modules/index.md", "modules/stages.md"} <= pages.keys()
    assert {path for path, text in pages.items() if "catalog/catalog.yaml:" not in text} == set()


def test_a_server_does_not_start_without_a_catalog(tmp_path):
    with pytest.raises(CatalogError, match="no catalog here"):
        Preview().result(tmp_path, TODAY)


def test_what_a_finding_quotes_is_text(edited):
    pages = edited({"modules/cuda.yaml": CUDA.replace("kind: backend", "kind: <img src=x onerror=alert(1)>")})
    assert "<img" not in pages[PAGE]
    assert "&lt;img" in pages[PAGE]


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_a_server_keeps_the_page_through_a_typo(host, project, mkdocs_server):
    root = project()
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(MKDOCS)
    entry = root / "catalog/modules/cuda.yaml"
    with mkdocs_server(root, host) as address:
        base = f"{address}modules"
        wait_for(f"{base}/cuda/", "Runs programs on NVIDIA GPUs.", "mc-preview-error")
        entry.write_text(TYPO)
        (root / "catalog/modules/loader.yaml").write_text(LOADER.replace("Loads plugins", "Fetches plugins"))
        assert "Runs programs on NVIDIA GPUs." in wait_for(f"{base}/cuda/", SAYS)
        assert 'href="../../module-catalog-findings/">1 error</a>' in wait_for(f"{base}/loader/", "Fetches")
        assert SAYS in text_at(f"{address}module-catalog-findings/")
        assert "mc-preview" in text_at(f"{address}assets/module-catalog/preview.css")
        entry.write_text(CUDA)
        wait_for(f"{base}/cuda/", "NVIDIA", SAYS)
    printed = (root / "log").read_text()
    assert f"error[MC104]: {SAYS}" in printed
    assert "Traceback" not in printed


@needs_chromium
def test_a_page_somebody_looks_at_follows_by_itself(project, mkdocs_server, browser):
    root = project()
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(MKDOCS)
    with mkdocs_server(root) as address, window(browser) as page:
        wait_for(f"{address}modules/cuda/", "NVIDIA")
        page.goto(f"{address}modules/cuda/")
        (root / "catalog/modules/cuda.yaml").write_text(TYPO)
        page.locator(".mc-preview-error").get_by_text(SAYS).wait_for()
        page.get_by_role("link", name="1 error").click()
        page.get_by_role("heading", name="Findings").wait_for()
        (root / "catalog/modules/cuda.yaml").write_text(CUDA)
        page.get_by_text("The catalog has no findings.").wait_for()


def test_a_site_that_is_built_has_none_of_it(project, build):
    root = project()
    assert build("mkdocs", root).returncode == 0
    assert not (root / "site/module-catalog-findings").exists()
    assert "preview.css" not in (root / "site/index.html").read_text()
