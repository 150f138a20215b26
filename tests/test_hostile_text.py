"""Text of entries under the plugins and extensions that read pages as templates or as more than Markdown: it stays text.

Each site is built by a real host with the real plugins, all of them on at once, and every page of it is opened in Chromium.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import CATALOG, CUDA, LOADER, PEOPLE, WORK, Check, found, write
from module_catalog.site.build import site_files
from sites import needs_chromium, pages, run, served

CANARY = "pwn"
PAYLOADS = {
    "jinja": f"{{{{lipsum.__globals__.os.mkdir(dict({CANARY}=1)|first)}}}}",
    "block": "{% include 'secret.txt' %}",
    "macros": "{{ macros_info() }}",
    "brackets": "[[7*7]] [%7*7%] ((7*7)) <<7*7>> ${7*7}",
    "include": "{%include-markdown 'secret.txt'%}",
    "snippet": "--8<-- 'secret.txt'",
    "emoji": ":smile: :material-skull:",
    "address": "https://evil.example/a www.evil.example",
    "mail": "eve@evil.example @eve eve/evil#1 #1",
    "mark": "==m== ^^i^^ ~~d~~ ++ctrl++ {++n++} H~2~O",
    "reference": "[r][module.cuda] [c](//evil.example) *[It]: abbr",
    "picture": "![p](https://evil.example/p.png)",
    "attributes": "x {: onclick=alert(1) #own .own }",
    "html": "<img src=//evil.example/x onerror=alert(1)>",
    "api": "::: os",
}
"""One for each notation of the plugins and extensions below, short enough for a name."""
FOLDER = '"><img src=x onerror=alert(1)> {{7*7}}'
EXTENSIONS = """\
markdown_extensions:
  - abbr
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - toc
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.critic
  - pymdownx.emoji: {emoji_generator: !!python/name:pymdownx.emoji.to_png ''}
  - pymdownx.keys
  - pymdownx.magiclink: {repo_url_shorthand: true, social_url_shorthand: true, user: eve, repo: evil}
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.snippets: {base_path: [.], check_paths: true}
  - pymdownx.superfences
  - pymdownx.tilde
"""
VALIDATION = (
    "validation: {links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}}\n"
)


def quoted(text: str) -> str:
    """Return a text as a scalar of YAML."""
    return json.dumps(text)


def hostile(root: Path) -> None:
    """Write a catalog whose texts are payloads: names, sentences, titles, stages, kinds, people, toggles, a translation, a folder."""
    files: dict[str, str | None] = {}
    everything = quoted(" ".join(PAYLOADS.values())[:150])
    for id_, payload in PAYLOADS.items():
        text, lines = quoted(payload), quoted(f"## {payload}\n# {payload}\n\n::: os\n{payload}")
        toggle = (
            f"[{{name: {quoted(payload.replace(' ', ''))}, mechanism: cmake, default: 'OFF', enable: {text}, disable: {text},"
            f" what: {text}}}, {{name: {quoted(f'B{id_}')}, mechanism: cmake, default: {text}, enable: {quoted(f'## ::: os {payload}')}}}]"
        )
        # Folders mean nothing, but their names are in the addresses of what edits an entry.
        files[f"modules/{FOLDER if id_ == 'html' else id_}/{id_}.yaml"] = (
            CUDA.replace("name: CUDA", f"name: {text}")
            .replace("summary: Runs programs on NVIDIA GPUs.", f"summary: {text}")
            .replace(
                "toggles: [{name: USE_CUDA, mechanism: cmake, default: 'OFF', enable: set(USE_CUDA ON)}]",
                f"toggles: {toggle}",
            )
            .replace("namespaces: [src/cuda]", f"namespaces: ['src/{id_}']")
            .replace("why: It is loaded by it", f"why: {text}")
            .replace("title: Graphs", f"title: {text}")
            .replace("basis: MAINTAINERS file", f"basis: {text}")
            .replace("basis: reading}", f"basis: reading, note: {text}}}")
        ) + f"proposal: {{objective: {lines}, risks: {lines}}}\nx-own: {{deep: {lines}}}\n"
    files["modules/cuda.yaml"] = CUDA
    files["modules/loader.yaml"] = LOADER
    files["showcase/fast.yaml"] = WORK.replace("Fast quokkas", quoted(PAYLOADS["jinja"])).replace(
        "Shows how fast a quokka is.", everything
    )
    files["people.yaml"] = PEOPLE.replace("Eva Engel", quoted(PAYLOADS["jinja"])).replace(
        "Ana Alves", quoted(PAYLOADS["mail"])
    )
    titles = "pages:\n" + "".join(
        f"  {page}: {{title: {quoted(payload)}}}\n"
        for page, payload in zip(
            ("stages", "toggles", "roadmap", "changes", "owners", "health"), PAYLOADS.values(), strict=False
        )
    )
    stage = "name: {}, means: {}, may: [{}]"
    lifecycle = f"""\
name: {everything}
stages:
  - {{id: S0, {stage.format(quoted(":smile: {{7*7}}"), everything, everything)}}}
  - {{id: S1, {stage.format(quoted("www.evil.example"), everything, everything)}}}
  - {{id: S2, {stage.format(quoted("{% include 'x' %}"), everything, everything)}}}
  - {{id: removed, presence: gone, {stage.format(quoted("==m== ^^i^^ ~~d~~"), everything, everything)}}}
transitions:
  - {{from: null, to: S0, why: {everything}}}
  - {{from: S0, to: S1, why: {everything}}}
  - {{from: S1, to: S2, why: {everything}}}
  - {{from: S2, to: removed, why: {everything}}}
"""
    files["lifecycle.yaml"] = lifecycle
    files["catalog.yaml"] = (
        CATALOG.replace("name: Quokka\n", f"name: {quoted(PAYLOADS['jinja'])}\n")
        .replace("name: Core part", f"name: {quoted('{{7*7}} {%if%}')}, plural: {quoted(PAYLOADS['emoji'])}")
        .replace("name: Backend", f"name: {quoted(PAYLOADS['mail'])}, plural: {quoted(PAYLOADS['address'])}")
        + f"lifecycle: lifecycle.yaml\n{titles}"
    )
    messages = {
        "Evidence": "emoji",
        "History": "jinja",
        "Roadmap": "address",
        "Relations": "mark",
        "Owners": "block",
        "By stage": "mail",
    }
    files["words.po"] = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + "".join(
        f"msgid {quoted(message)}\nmsgstr {quoted(PAYLOADS[payload])}\n\n"
        for message, payload in messages.items()
    )
    write(root, files)
    (root / "secret.txt").write_text("the secret\n")
    (root / "docs").mkdir()


def test_no_text_of_an_entry_begins_a_heading_where_it_begins_a_line(check: Check) -> None:
    texts = [f"{'#' * level} ::: os {level}" for level in range(1, 7)]
    toggles = [
        {"name": f"USE_{text}", "mechanism": "cmake", "default": text, "enable": text, "what": text}
        for text in texts
    ]
    switched = re.sub("(?m)^toggles: .*$", f"toggles: {json.dumps(toggles)}", CUDA)
    every = re.sub(
        r"(?m)^(name|summary): .*$|(?<=why: )[^}]*|(?<=title: )[^,]*",
        lambda one: f"{one[1]}: '## os'" if one[1] else "'## os'",
        switched,
    )
    result = check(
        {
            "modules/cuda.yaml": every,
            "showcase/fast.yaml": re.sub("(?m)^(title|summary): .*$", r"\1: '## os'", WORK),
        }
    )
    assert found(result) == []
    written = [file.content for file in site_files(result) if isinstance(file.content, str)]
    assert [
        line for text in written for line in re.findall(r"(?m)^#.*$", text) if re.search(r"\bos\b", line)
    ] == []


def configuration(theme: str, plugins: str) -> str:
    """Return a mkdocs.yml with everything on."""
    options = (
        "font: false, features: [content.action.edit, content.action.view]"
        if theme == "material"
        else "highlightjs: false"
    )
    where = "repo_url: https://quokka.example/quokka\nedit_uri: edit/main/docs/\n"
    return f"site_name: Q\n{where}theme: {{name: {theme}, {options}}}\n{EXTENSIONS}{VALIDATION}plugins: [{plugins}]\n"


OPENED = (
    "index.html",
    *(
        f"modules/{path}index.html"
        for path in ("", "stages/", "toggles/", "roadmap/", "changes/", "owners/", "map/", "data/")
    ),
    *(
        f"modules/{path}/index.html"
        for path in ("by-stage/s0", "by-kind/core", "by-owner/eva", "html", "picture", "attributes")
    ),
    "showcase/index.html",
)
"""The pages that a browser opens: each kind that shows text of entries, and the modules whose text would do something there.

Every page is read for its elements and links, these or not.
"""


ON = "macros: {on_undefined: strict, on_error_fail: true}"
WAYS = {
    "mkdocs, macros first": (
        "mkdocs",
        "material",
        f"search, autorefs, {{{ON}}}, include-markdown, module-catalog",
    ),
    "mkdocs, macros last": (
        "mkdocs",
        "mkdocs",
        f"search, module-catalog, include-markdown, {{{ON}}}, autorefs",
    ),
    "properdocs": ("properdocs", "material", f"search, module-catalog, autorefs, {{{ON}}}, include-markdown"),
    "mkdocs, from disk": ("mkdocs", "material", f"search, autorefs, {{{ON}}}, include-markdown"),
    "properdocs, from disk": ("properdocs", "material", f"search, autorefs, {{{ON}}}, include-markdown"),
    "zensical, from disk": ("zensical", "material", ""),
}


@needs_chromium
@pytest.mark.parametrize("way", WAYS)
def test_no_text_of_an_entry_becomes_an_element_a_request_or_an_expression(
    way: str, tmp_path: Path, browser: Browser
) -> None:
    host, theme, plugins = WAYS[way]
    hostile(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(configuration(theme, plugins))
    if way.endswith("from disk"):
        written = run("module-catalog", "build", "--out", "docs", cwd=tmp_path)
        assert written.returncode == 0, written.stderr
    if host == "zensical":
        (tmp_path / "mkdocs.yml").write_text(
            configuration(theme, plugins)
            .replace("plugins: []\n", "")
            .replace("pymdownx.emoji.to_png", "pymdownx.emoji.to_svg")
        )
    done = run(host, "build", "--strict", "-f", "mkdocs.yml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(tmp_path.rglob(f"*{CANARY}*"))

    site = tmp_path / "site"
    built = pages(site)
    for path, page in built.items():
        leads = [link for link in page.links if re.search("//evil|/eve|^mailto:", link)]
        elements = {"mark", "ins", "del", "abbr", "sub", "sup", "img"} & set(page.tags)
        kept = {
            tag
            for tag in elements
            if not re.search(rf"<{tag}[^>]*mc-", (site / path).read_text(encoding="utf-8"))
        }
        assert (path, leads, page.handlers, kept - {"img"}) == (path, [], [], set())
        assert (path, "the secret" in page.text, "uid=" in page.text) == (path, False, False)
    for id_, payload in PAYLOADS.items():
        headings = re.findall(
            "(?s)<h2.*?</h2>", (site / f"modules/{id_}/index.html").read_text(encoding="utf-8")
        )
        assert (id_, [one for one in headings if " os " in one]) == (id_, [])
        text = " ".join(built[f"modules/{id_}/index.html"].text.split())
        assert payload in text

    asked, said = [], []
    with served(site) as address:
        page_ = browser.new_page()
        page_.on("request", lambda request: asked.append(request.url))
        page_.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        for path in OPENED:
            page_.goto(f"{address}{path}", wait_until="domcontentloaded")
            assert page_.locator("[onclick], [onerror], .own, #own").count() == 0
        page_.close()
        assert (said, [url for url in asked if not url.startswith((address, "data:", "blob:"))]) == ([], [])
