"""docs/guides/customise.md: whoever does what it says gets what it says."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2

from conftest import CATALOG
from module_catalog.site import build as site_build
from module_catalog.site.static_files import scripts, stylesheets
from sites import dead_links, pages, run

DOCS = Path(__file__).parent.parent / "docs/guides/customise.md"
TEMPLATES = Path(site_build.__file__).parent / "templates"


def example(language: str) -> str:
    """Return the one example of a language."""
    (text,) = re.findall(rf"(?ms)^```{language}\n(.*?)^```$", DOCS.read_text(encoding="utf-8"))
    return text


def table() -> str:
    """Return the blocks of each template, as a table in Markdown."""
    lines = ["| template | blocks |", "|---|---|"]
    for file in sorted(TEMPLATES.glob("*.md.j2")):
        tree = jinja2.Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
        blocks = sorted(tree.find_all(jinja2.nodes.Block), key=lambda block: block.lineno)
        lines.append(f"| `{file.name}` | {', '.join(f'`{block.name}`' for block in blocks) or '–'} |")
    return "\n".join(lines)


def test_the_table_of_blocks_is_up_to_date(request):
    before, _, rest = DOCS.read_text(encoding="utf-8").partition("<!-- blocks -->\n")
    _, _, after = rest.partition("<!-- end of blocks -->\n")
    text = f"{before}<!-- blocks -->\n{table()}\n<!-- end of blocks -->\n{after}"
    if request.config.getoption("--update-golden"):
        DOCS.write_text(text, encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == text


def test_the_examples_do_what_is_said_of_them(project, build):
    root = project({"catalog.yaml": CATALOG + example("yaml")})
    command, said = example("console").splitlines()
    done = run(*command.removeprefix("$ ").split(), cwd=root)
    assert done.stdout == f"{said}\n"
    words = root / "catalog/words.po"
    text = words.read_text(encoding="utf-8")
    for part in example("po").strip().split("\n\n"):
        message = part.partition("\nmsgstr")[0]
        text, count = re.subn(
            rf"(?m)^{re.escape(message)}\n(msgstr.*\n)+", lambda _, part=part: f"{part}\n", text
        )
        assert count == 1, message
    words.write_text(text, encoding="utf-8")
    own = root / "catalog/templates/module.md.j2"
    own.parent.mkdir()
    own.write_text(example("jinja"))
    done = build("mkdocs", root)
    assert done.returncode == 0, done.stdout + done.stderr
    built = pages(root / "site")
    assert "CUDA is built every night." in built["parts/cuda/index.html"].text
    assert "Zuständige" in built["parts/cuda/index.html"].text
    assert "seit Jan 2025, v2.0" in built["parts/loader/index.html"].text
    assert "Maturity levels" in built["parts/stages/index.html"].text
    assert "showcase/index.html" not in built
    assert dead_links(root / "site") == []


def test_an_error_in_a_template_reads_as_it_is_shown(project):
    root = project({"templates/module.md.j2": "\n" * 6 + "{{ modul.name }}"})
    assert example("text").strip() in run("module-catalog", "build", "--out", "docs", cwd=root).stderr


def test_the_guide_to_hosts_names_every_script_and_stylesheet():
    guide = (DOCS.parent / "hosts.md").read_text(encoding="utf-8")
    assert re.findall(r"  - (assets/\S+\.js)", guide) == list(scripts())
    assert [path for path in stylesheets() if path not in guide] == []
