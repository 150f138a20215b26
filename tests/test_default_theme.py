"""The catalog's pages in Material as it comes: nothing of ours is at fault there, and nothing at all with the optional stylesheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from conftest import CATALOG, CUDA, LOADER, PEOPLE, WORK
from sites import build, needs_chromium, served
from test_pages import FULL, TREES

pytestmark = needs_chromium
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
PAGES = ("", "guide/", "modules/", "modules/graphs/", "modules/trees/", "modules/changes/", "modules/toggles/", "showcase/")
MKDOCS = """\
site_name: Quokka
copyright: Copyright 2026 [the quokkas](https://quokka.example)
theme:
  name: material
  font: false
  features: [navigation.tabs, navigation.footer, navigation.top]
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/weather-night, name: Dark}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/weather-sunny, name: Light}}
plugins: [search, module-catalog]
markdown_extensions: [admonition, attr_list, toc: {permalink: true}, pymdownx.highlight, pymdownx.superfences]
"""
# What a page of the host's own is made of.
GUIDE = '''\
# Guide

Text with a [link](modules/index.md), `code` and [`code that is a link`](modules/index.md).

```sh
# A comment
export QUOKKA=$HOME
cmake -DUSE_CUDA=ON "$HOME/src" | tee log
```

```python
@cached
def turn(wheel: int = 0x1F) -> str:
    """Turn it."""
    return f"{wheel!r} {len([None, 1.5, 'a'])}"  # always
```

!!! note "A note"
    Text with a [link](modules/index.md).

| one | two |
|---|---|
| 1 | [2](modules/index.md) |

[A button](modules/index.md){ .md-button } [Another](modules/index.md){ .md-button .md-button--primary }
'''


@pytest.fixture(scope="module", params=["as it comes", "fixed"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str | None]]:
    """Build and serve a site; yield its address, and what in it must be without fault."""
    root = tmp_path_factory.mktemp("theme")
    entries = {"loader": LOADER, "cuda": CUDA, "graphs": re.sub(r"(?m)^waivers: .*\n", "", FULL), "trees": TREES}
    files = {"catalog.yaml": CATALOG, "people.yaml": PEOPLE, "showcase/fast.yaml": WORK}
    for name, text in {**files, **{f"modules/{id_}.yaml": entry for id_, entry in entries.items()}}.items():
        file = root / "catalog" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs/guide.md").write_text(GUIDE)
    is_mended = request.param == "fixed"
    (root / "mkdocs.yml").write_text(MKDOCS + ("extra_css: [assets/module-catalog/a11y.css]\n" if is_mended else ""))
    done = build("mkdocs", root)
    assert done.returncode == 0, done.stdout + done.stderr
    with served(root / "site") as address:
        yield address, None if is_mended else ".mc"


def faults(page: Page, context: str | None) -> list[tuple[str, list[str]]]:
    """Return what axe finds on a page, or in the parts of it that a selector names."""
    found = Axe().run(page, context=context, options=RULES)
    return [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found.response["violations"]]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_every_page(width, scheme, browser: Browser, site):
    address, part = site
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(address + path)
        if part is None or path != "guide/":
            found[path] = faults(page, part)
    context.close()
    assert {path: what for path, what in found.items() if what} == {}


def test_the_theme_as_it_comes_has_faults_that_the_stylesheet_mends(browser: Browser, site):
    address, part = site
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{address}guide/")
    found = {name for name, _ in faults(page, None)}
    context.close()
    assert found == (set() if part is None else {"color-contrast", "link-in-text-block"})
