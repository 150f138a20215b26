"""A project's own templates, titles, folder and choice of pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from conftest import CATALOG, LOADER, found
from module_catalog.catalog.page_kinds import PAGE_KINDS
from module_catalog.diagnostics import CatalogError
from module_catalog.site import pages as site_pages
from module_catalog.site.build import site_files
from module_catalog.site.catalog_templates import templates_of
from module_catalog.site.pages import PAGES, neighbours
from module_catalog.site.parts import LIMITS, Limit
from module_catalog.site.pieces import PIECES
from sites import dead_links, pages, run

TEMPLATES = Path(site_pages.__file__).parent.parent / "templates"
LONGEST = 160
"""As many columns as a line of a template may have."""

OWN_BLOCK = """\
{% extends "module-catalog/module.md.j2" %}
{% block roadmap %}
## Plans

<div class="mc">
<p>{{ module.name }} plans {{ module.roadmap | length }}.</p>
</div>
{{ super() }}
{% endblock %}
"""


def site(check, files=None, settings=""):
    """Return the pages of a small catalog by path; *files* are below `catalog/`, *settings* are added to catalog.yaml."""
    result = check({"catalog.yaml": CATALOG + settings, **(files or {})})
    assert found(result) == []
    return {file.path: file.content for file in site_files(result) if isinstance(file.content, str)}


def test_a_block_of_a_template_can_be_replaced_and_the_rest_stays(check):
    plain, own = site(check), site(check, {"templates/module.md.j2": OWN_BLOCK})
    assert '## Plans\n\n<div class="mc">\n<p>CUDA plans 1.</p>' in own["modules/cuda.md"]
    without = own["modules/cuda.md"].replace(
        '## Plans\n\n<div class="mc">\n<p>CUDA plans 1.</p>\n</div>\n', ""
    )
    assert re.sub(r"\n+", "\n", without) == re.sub(r"\n+", "\n", plain["modules/cuda.md"])
    assert {
        path: text
        for path, text in own.items()
        if not path.startswith("modules/cuda") and path != "modules/loader.md"
    } == {
        path: text
        for path, text in plain.items()
        if not path.startswith("modules/cuda") and path != "modules/loader.md"
    }


def test_a_template_can_be_replaced_as_a_whole_and_have_pieces_of_its_own(check):
    files = {
        "templates/roadmap.md.j2": '<div class="mc mc-page">\n<h1>Ours</h1>\n{% include "_own.md.j2" %}\n</div>\n',
        "templates/_own.md.j2": "<p>{{ settings.name }}: {{ '<b>' }}</p>\n",
    }
    text = site(check, files)["modules/roadmap.md"]
    assert '<div class="mc mc-page">\n<h1>Ours</h1>\n<p>Quokka: &lt;b&gt;</p></div>' in text
    assert 'title: "Roadmap"' in text


def test_text_of_an_entry_is_text_in_a_template_of_the_project_s_own(check):
    own = '{% extends "module-catalog/module.md.j2" %}{% block history %}<p title="{{ module.summary }}">{{ module.summary }}</p>{% endblock %}'
    entry = "modules/loader.yaml"
    text = site(
        check,
        {
            "templates/module.md.j2": own,
            entry: LOADER.replace("Loads plugins", '<b onclick="x">Loads</b> {{ 7*7 }}'),
        },
    )
    assert "<b onclick" not in text["modules/loader.md"]
    assert (
        "&lt;b onclick=&#34;x&#34;&gt;Loads&lt;/b&gt; &#123;&#123; 7&#42;7 &#125;&#125;"
        in text["modules/loader.md"]
    )


WRONG = [
    (
        "module.md.j2",
        "<p>\n{% if module %}\n",
        "2: Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'.",
    ),
    ("module.md.j2", "\n\n{{ modul.name }}", "3: 'modul' is undefined"),
    (
        "module.md.j2",
        "{{ module.nme }}",
        "1: 'module_catalog.catalog.entries.Module object' has no attribute 'nme'",
    ),
    ("module.md.j2", "{{ 1 // 0 }}", "1: integer division or modulo by zero"),
    ("module.md.j2", "\n{{ module.name | upercase }}", "2: No filter named 'upercase'."),
    ("module.md.j2", "{% include '_mine.j2' %}", "1: no template is called _mine.j2"),
    (
        "module.md.j2",
        "{{ module.__class__.__mro__ }}",
        "1: access to attribute '__class__' of 'Module' object is unsafe.",
    ),
    (
        "module.md.j2",
        "{{ settings.kinds.clear() }}",
        "1: access to attribute 'clear' of 'dict' object is unsafe.",
    ),
    (
        "module.md.j2",
        "{% for a in range(999999999) %}{% endfor %}",
        "1: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).",
    ),
    (
        "module.md.j2",
        "{% extends 'module.md.j2' %}",
        "1: to extend the built-in template, write `module-catalog/module.md.j2`",
    ),
    (
        "module.md.j2",
        "{% extends 'module-catalog/module.md.j2' %}\n{% block raodmap %}{% endblock %}",
        "2: `module-catalog/module.md.j2` has no block `raodmap`; did you mean `roadmap`?",
    ),
    (
        "modul.md.j2",
        "",
        " no page has this template, and a piece of your own begins with `_`; did you mean `module.md.j2`?",
    ),
]


@pytest.mark.parametrize(("name", "text", "said"), WRONG)
def test_a_mistake_in_a_template_is_told_with_its_line(name, text, said, check):
    with pytest.raises(CatalogError) as raised:
        site(check, {f"templates/{name}": text})
    assert str(raised.value) == f"catalog/templates/{name}:{said}"


@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_a_mistake_in_a_template_ends_a_build_with_one_line(host, project, build):
    root = project({"templates/module.md.j2": "\n{{ modul.name }}"})
    done = build(host, root)
    assert done.returncode == (1 if host == "mkdocs" else 2)
    assert "catalog/templates/module.md.j2:2: 'modul' is undefined" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "site").exists()


def test_a_template_that_cannot_be_read_is_a_finding(check):
    assert found(check({"templates/module.md.j2": b"\xff"})) == [
        "templates/module.md.j2:1:1 MC003 the file is not UTF-8 text, from byte 0xff here: save it as UTF-8"
    ]


def test_a_page_that_is_off_is_left_out_and_what_led_to_it_is_text(check, project):
    files = site(check, settings="pages: {stages: off, showcase: off}\nsite: https://quokka.example\n")
    assert {"modules/stages.md", "showcase/index.md"}.isdisjoint(files)
    assert "modules/roadmap.md" in files
    assert 'class="mc-stage mc-wider">' in files["modules/index.md"]
    assert not [
        path
        for path, text in files.items()
        if "stages.md" in text or "mc-nowhere" in text or "showcase/index" in text
    ]


@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_a_site_in_another_folder_without_some_pages_has_no_dead_link(host, project, build):
    settings = "folder: parts/all\nsite: https://quokka.example\npages: {stages: off, owners: off, roadmap: {title: Our <plans>}}\n"
    root = project({"catalog.yaml": CATALOG + settings})
    done = build(host, root)
    assert done.returncode == 0, done.stdout + done.stderr
    built = pages(root / "site")
    assert {"index.html", "parts/all/index.html", "parts/all/cuda/index.html", "showcase/index.html"} <= set(
        built
    )
    assert not [path for path in built if path.startswith("modules/") or "stages" in path or "owners" in path]
    assert "Our <plans>" in built["parts/all/roadmap/index.html"].text
    assert "https://quokka.example/parts/all/cuda/#" in (root / "site/parts/all/feed.json").read_text()
    assert dead_links(root / "site") == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("pages: {stage: off}\n", "12:9 MC101 `stage` is not a key of `pages`"),
        ("pages: {stages: on}\n", "12:17 MC107 a page is `off`, or has a `title`: write one of the two"),
        ("pages: {module: {title: Part}}\n", "12:9 MC103 `module` must be one word, not a list or a mapping"),
        (
            "folder: ../x\n",
            "12:9 MC105 `../x` cannot be the folder for pages: write a path in lower case such as `catalog`; `api`, `assets`, `badges` and `showcase` are taken",
        ),
        (
            "folder: showcase\n",
            "12:9 MC105 `showcase` cannot be the folder for pages: write a path in lower case such as `catalog`; `api`, `assets`, `badges` and `showcase` are taken",
        ),
    ],
)
def test_a_choice_of_pages_that_cannot_be_is_a_finding(settings, said, check):
    assert found(check({"catalog.yaml": CATALOG + settings})) == [f"catalog.yaml:{said}"]


def test_a_page_whose_name_is_misspelt_is_found_with_the_one_that_is_meant(check):
    (finding,) = check({"catalog.yaml": CATALOG + "pages: {compares: off}\n"}).findings
    assert finding.suggestion == "compare"


def test_each_kind_of_page_has_a_file_and_a_template_of_its_name(check):
    catalog = check({"modules/loader.yaml": LOADER + "former_ids: [reader]\n"}).catalog
    made = {page.id: page for made_of in PAGES.values() for page in made_of(catalog)}
    # No module of so small a catalog has too many neighbours for its own page.
    assert list(made) == [name for name in PAGE_KINDS if name != "neighbours"]
    assert list(PAGES) == list(PAGE_KINDS)
    assert [id_ for id_, page in made.items() if page.in_nav and page.path != PAGE_KINDS[id_].path] == []
    site = Path(site_pages.__file__).parent
    assert {file.stem for file in site.glob("[!_]*.py")} == set(PAGE_KINDS)
    assert {file.name.removesuffix(".md.j2") for file in (site.parent / "templates").glob("*.md.j2")} == set(
        PAGE_KINDS
    )


LINE = [
    *(
        "Modules of Quokka",
        "Modules",
        "Stages",
        "Toggles",
        "Module map",
        "Compatibility",
        "Compare modules",
        "Roadmap",
        "News",
    ),
    *("Trends", "Needs attention", "Showcase", "YAML reference", "Check rules", "Data and API"),
]


def test_every_page_but_those_of_modules_ends_with_the_line_of_all_pages(check):
    for path, text in site(check, settings="pages: {owners: off, changes: {title: News}}\n").items():
        line = re.findall(
            r'<li><a href="([^"]*)"( aria-current="page")?>(.*?)</a></li>',
            text.partition('<nav class="mc-foot"')[2],
        )
        if path in ("modules/cuda.md", "modules/loader.md"):
            assert line == []
        else:
            names = [name for _, _, name in line]
            assert names == LINE
            # A list, or the page of a kind, is none of them.
            current = [] if "/by-" in path else [path.rpartition("/")[2]]
            assert [href for href, mark, _ in line if mark] == current


def test_the_command_says_where_pages_went(project):
    root = project({"catalog.yaml": CATALOG + "folder: parts\n"})
    assert run("module-catalog", "build", "--out", "docs", cwd=root).returncode == 0
    assert (root / "docs/parts/cuda.md").is_file()
    assert not (root / "docs/modules").exists()


ENDLESS = [
    "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in range(9999) %}{% for b in range(99) %}{{ 'x' * 9999 }}{% endfor %}{% endfor %}",
    "{{ 'x' * 10**10 }}",
    "{{ 10**(10**10) }}",
    "{{ 'x' | center(10**9) }}",
    "{{ 'x'.ljust(10**9) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%*d' % (10**9, 1) }}",
    "{{ '{:>1000000000}'.format(1) }}",
    "{{ '{:>{}}'.format(1, 10**9) }}",
    "{{ '{x:{y}}'.format_map({'x': 1, 'y': 10**9}) }}",
    "{{ lipsum(10**6) }}",
    "{{ (1).to_bytes(10**9, 'big') }}",
    "{{ 'x'.encode().ljust(10**9) }}",
    "{% set n = namespace(t='xxxxxxxxxx') %}{% for a in range(99) %}{% set n.t = n.t ~ n.t %}{% endfor %}",
    "{% set n = namespace(t='xxxxxxxxxx') %}{% for a in range(99) %}{% set n.t = n.t.replace('x', n.t) %}{% endfor %}",
    "{% for a in [1, 2] recursive %}{{ loop([1, 2]) }}{% endfor %}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{{ " + "-" * 3000 + "1 }}",
    "{% if a %}" * 150 + "{% endif %}" * 150,
]


@pytest.mark.slow
@pytest.mark.parametrize("text", ENDLESS)
def test_a_template_that_would_not_end_is_told_in_one_line(text, check):
    with pytest.raises(CatalogError) as raised:
        site(check, {"templates/module.md.j2": text})
    assert str(raised.value).startswith("catalog/templates/module.md.j2:")
    assert "\n" not in str(raised.value)


def test_a_template_of_a_project_may_loop_join_and_pad(check):
    own = "{% for id in ['a', 'b'] %}{{ loop.index }}/{{ loop.length }} {{ id ~ '<' ~ 3 }} {{ ('%3d' % 7) | center(9) }}{% endfor %}"
    assert "1/2 a&lt;3" in site(check, {"templates/module.md.j2": own})["modules/loader.md"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ 'Since {}'.format(2024) }}", "Since 2024"),
        ("{{ 'Since %d' | format(2024) }}", "Since 2024"),
        ("{{ 'Since %d' % 2024 }}", "Since 2024"),
        ("{{ 20245.4 | round }} {{ 2024 | round(2) }}", "20245.0 2024"),
        ("{{ [2024, 2025] | join(' ') }} {{ 2024 | tojson }}", "2024 2025 2024"),
        ("{{ '2024' | replace('20', '19') }}", "1924"),
    ],
)
def test_numbers_of_a_usual_size_are_no_widths(text, shown, check):
    assert shown in site(check, {"templates/module.md.j2": text})["modules/loader.md"]


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.j2")), ids=lambda file: file.name)
def test_a_line_of_a_template_can_be_read(file):
    assert [line for line in file.read_text(encoding="utf-8").splitlines() if len(line) > LONGEST] == []


def taken(name: str, environment: Environment) -> set[str]:
    """Return the names that a template takes from outside, with those of the templates it imports."""
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    others = [taken(other, environment) for other in meta.find_referenced_templates(tree)]
    # A block looks up what stands before it, and a branch what it sets, as if they came from outside.
    own = map(
        defined, tree.find_all((nodes.Macro, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock))
    )
    return meta.find_undeclared_variables(tree).difference(*own).union(*others)


def defined(node: nodes.Node) -> set[str]:
    """Return the names that a statement gives to the rest of its template."""
    if isinstance(node, nodes.Macro):
        return {node.name}
    if isinstance(node, nodes.Import):
        return {node.target}
    if isinstance(node, nodes.FromImport):
        return {one if isinstance(one, str) else one[1] for one in node.names}
    return {one.name for one in node.find_all(nodes.Name) if one.ctx == "store"}


def test_a_template_takes_what_it_is_shown_and_nothing_else(check):
    """A branch that seldom shows has its typo found here, and what nobody shows any more is no longer collected."""
    result = check(
        {
            "modules/trees.yaml": LOADER.replace("name: Loader", "name: Trees").replace(
                "src/loader", "src/trees"
            )
            + "former_ids: [forest]\n",
        }
    )
    environment = templates_of(result)._environment
    shown = [
        (page.template, set(page.names)) for pages_of in PAGES.values() for page in pages_of(result.catalog)
    ]
    none_fits = dict.fromkeys(LIMITS, Limit(0, "", ""))
    shown += [(page.template, set(page.names)) for page in neighbours.pages(result.catalog, none_fits)]
    shown += [
        (piece.template, set(piece.shows(result.catalog.modules, result.catalog)))
        for piece in PIECES.values()
    ]
    assert {template for template, _ in shown} | {"_foot.html.j2"} >= {
        file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("[!_]*.j2")
    }
    for template, names in shown:
        found = taken(template, environment) - {"page", "to"}
        assert (template, found - names) == (template, set())
        assert (template, names - found) == (template, set())


def test_no_blank_line_ends_the_html_of_a_page_before_its_end(check):
    for path, text in site(check).items():
        if path.endswith(".md"):
            blocks = [one for one in re.split(r"\n\s*\n", text) if "<div" in one or "</div>" in one]
            assert [one for one in blocks if len(re.findall(r"<div\b", one)) != one.count("</div>")] == []
