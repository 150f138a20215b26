"""The catalog's pages in Material as it comes: nothing of ours is at fault there, and nothing at all with the optional stylesheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import write
from module_catalog import site
from sites import VIEWS, barriers, flaws, needs_chromium, served, window
from test_pages import FULL, TREES

pytestmark = needs_chromium
ASSETS = Path(site.__file__).parent / "assets"
PAGES = (
    "",
    "guide/",
    "modules/",
    "modules/graphs/",
    "modules/trees/",
    "modules/changes/",
    "modules/toggles/",
    "showcase/",
)
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


@pytest.fixture
def address(once, build) -> Iterator[str]:
    def make(root: Path) -> None:
        write(
            root,
            {"modules/graphs.yaml": re.sub(r"(?m)^waivers: .*\n", "", FULL), "modules/trees.yaml": TREES},
        )
        (root / "docs").mkdir()
        (root / "docs/guide.md").write_text(GUIDE)
        (root / "mkdocs.yml").write_text(MKDOCS)
        done = build("mkdocs", root)
        assert done.returncode == 0, done.stdout + done.stderr

    with served(once("theme", make) / "site") as there:
        yield there


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_everybody_can_read_the_catalog_s_pages_and_with_the_stylesheet_every_page(
    width, scheme, browser: Browser, address
):
    with window(browser, width, scheme) as page:
        for path in PAGES:
            page.goto(address + path)
            assert path == "guide/" or (path, flaws(page, ".mc")) == (path, [])
            page.add_style_tag(path=ASSETS / "a11y.css")
            assert (path, flaws(page)) == (path, [])


def test_the_theme_as_it_comes_has_faults_that_the_stylesheet_fixes(browser: Browser, address):
    with window(browser) as page:
        page.goto(f"{address}guide/")
        assert {name for name, _ in barriers(page)} == {"color-contrast", "link-in-text-block"}
        page.add_style_tag(path=ASSETS / "a11y.css")
        assert barriers(page) == []
