"""The words of pages: one table of messages, what a project says in their place, and what goes wrong with that."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from hypothesis import given
from hypothesis import strategies as st
from jinja2.ext import babel_extract

from conftest import CUDA, LOADER, found
from module_catalog.catalog.claim_kinds import CLAIM_KINDS, PROBES
from module_catalog.catalog.claim_reasons import OF_ANY_KIND, REASONS, UNRECORDED
from module_catalog.catalog.lifecycle import BUILT_IN, built_in
from module_catalog.catalog.reading.documents import parse
from module_catalog.catalog.translation import read
from module_catalog.catalog.vocabulary import (
    CAPACITIES,
    EVENTS,
    MECHANISMS,
    PAST_LABELS,
    PROGRESS,
    RELATIONS,
    RFC_STATUSES,
    SLOT,
    WORDS,
    WORKED,
    WORKS,
)
from module_catalog.checks import examples, pipeline
from module_catalog.checks.gates import requirements
from module_catalog.checks.readiness import readiness
from module_catalog.diagnostics import Severity
from module_catalog.site import evidence
from module_catalog.site.build import site_files
from module_catalog.site.copying import FORMS, HEADINGS, TITLES
from module_catalog.site.exports import EXPORTS
from module_catalog.site.messages import SHORT_MONTHS, Messages
from module_catalog.site.pages import PAGES
from module_catalog.site.pages.health import COLUMNS, NEEDS
from module_catalog.site.pages.release import HEADINGS as RELEASED
from module_catalog.site.pages.roadmap import COLUMNS as PLACES
from module_catalog.site.pages.rules import FAMILIES
from module_catalog.site.pages.toggles import CLASHES
from sites import Page, dead_links, run
from test_evidence_pages import EVIDENCE
from test_pages import FULL, TREES

PACKAGE = Path(pipeline.__file__).parent.parent
TABLES = {
    "catalog/vocabulary.py": [
        *(said for relation in RELATIONS.values() for said in (relation.label, relation.inverse_label)),
        *EVENTS.values(),
        *MECHANISMS.values(),
        *CAPACITIES.values(),
        *PROGRESS.values(),
        *RFC_STATUSES.values(),
        *WORKS.values(),
        *WORKED.values(),
        *PAST_LABELS.values(),
        *WORDS["maturity"],
        *WORDS["showcase_kind"],
        *(severity.value for severity in Severity),
    ],
    "catalog/claim_kinds": [
        *PROBES.values(),
        *(said for kind in CLAIM_KINDS.values() for said in (*kind.sentences.values(), kind.looks_at)),
        *(kind.summary for kind in CLAIM_KINDS.values() if kind.summary),
    ],
    "catalog/claim_reasons.py": [*REASONS.values(), UNRECORDED, *OF_ANY_KIND.values()],
    "site/evidence.py": list(evidence.STATES.values()),
    "site/messages.py": [*SHORT_MONTHS],
    "site/exports/__init__.py": [export.description for export in EXPORTS.values()],
    "site/pages/health.py": [
        *(said for need in NEEDS for said in (need.one, need.many, need.label)),
        *(column.label for column in COLUMNS),
    ],
    "site/pages/release.py": list(RELEASED.values()),
    "site/pages/roadmap.py": [said for column in PLACES.values() for said in column],
    "site/pages/rules.py": FAMILIES,
    "site/copying.py": [
        *HEADINGS.values(),
        *TITLES,
        *(said for form in FORMS.values() for said in (form.label, form.title) if said),
    ],
    "site/pages/toggles.py": list(CLASHES.values()),
}
"""The words that pages take from tables, by the file the table is in."""


def messages() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield every message of the pages, or the two of a plural, with the file it is in."""
    for file in sorted(PACKAGE.rglob("templates/**/*.j2")):
        for _, function, literals, _ in babel_extract(
            BytesIO(file.read_bytes()), ["_", "ngettext", "plain"], (), {}
        ):
            said = literals if isinstance(literals, tuple) else (literals,)
            if said[0]:  # A word from a table stands in a variable.
                yield file.relative_to(PACKAGE).as_posix(), said[:2] if function == "ngettext" else said[0]
    for file in sorted(PACKAGE.glob("site/**/*.py")):
        yield from (
            (file.relative_to(PACKAGE).as_posix(), said)
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            for said in said_in(node)
        )
    yield from ((path, said) for path, table in TABLES.items() for said in table)
    for name in BUILT_IN:
        result = pipeline.check_source(
            examples.catalog(f"# catalog.yaml\nlifecycle: {name}\n"), today=examples.TODAY
        )
        yield from ((f"catalog/lifecycles/{name}.yaml", said) for said in requirements(result.catalog))


def said_in(node: ast.AST) -> Iterator[str | tuple[str, ...]]:
    """Yield the messages that a piece of Python says: by `messages`, as the title of a page, as its description."""
    if isinstance(node, ast.Call):
        literals = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        function = ast.unparse(node.func).rpartition(".")[2]
        if function in ("gettext", "text") and literals and isinstance(literals[0], str):
            yield literals[0]
        elif (
            function == "ngettext"
            and len(literals) == 3
            and isinstance(literals[0], str)
            and isinstance(literals[1], str)
        ):
            yield literals[0], literals[1]
        elif function == "Page":
            yield from (said for said in literals[1:3] if isinstance(said, str))
        yield from (
            str(one.value.value)
            for one in node.keywords
            if one.arg == "title" and isinstance(one.value, ast.Constant)
        )
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict):
        yield from (
            one.value for one in node.elts[:1] if isinstance(one, ast.Constant) and isinstance(one.value, str)
        )
    elif (
        isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "description"
        and isinstance(node.value, ast.Constant)
    ):
        yield node.value.value


HEADER = """\
# The words of the catalog's pages. `module-catalog words` makes catalog/words.po of them, for you to translate.
msgid ""
msgstr ""
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def template() -> str:
    """Return the table of all messages, as gettext keeps it."""
    catalog = Catalog(charset="utf-8")
    for path, message in messages():
        if SLOT.sub("", "".join(message)).strip(" ,"):
            catalog.add(message, locations=[(path, 1)])
    written = BytesIO()
    write_po(written, catalog, width=100, omit_header=True, include_lineno=False)
    return HEADER + written.getvalue().decode()


def test_the_table_of_messages_is_up_to_date(request):
    file = PACKAGE / "catalog/words.pot"
    if request.config.getoption("--update-golden"):
        file.write_text(template(), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == template()


def said(check, po, **files):
    """Return the files of a small catalog by path, as a project says them with the words of a gettext file."""
    result = check({"words.po": po, **{f"modules/{name}.yaml": text for name, text in files.items()}})
    assert found(result) == []
    return {file.path: file.content for file in site_files(result) if isinstance(file.content, str)}


def test_titles_and_descriptions_are_in_the_table(check):
    known = {message for _, message in messages()}
    catalog = check({"modules/graphs.yaml": FULL, "modules/trees.yaml": TREES}).catalog
    shown = [
        text for pages in PAGES.values() for page in pages(catalog) for text in (page.title, page.description)
    ]
    assert [
        text for text in shown if text not in known and text not in ("{name}", "{summary}", "{kind}")
    ] == []


ENGLISH = {"modules/rules.md", "modules/fields.md", "modules/data.md"}
"""Pages that are not only in words of the table: what the command says too, and what programs read."""
NOT_WORDS = set(
    re.findall(
        r"\w+",
        "Backends PMC member committer title description search boost hide navigation toc CI Atom JSON CSV module modules yaml cmake on off"
        # What is cited is cited in English: BibTeX has words of its own.
        " Markdown BibTeX misc author year month url note Module of source tree at commit"
        # The codes of rules, and the letters of a commit.
        " MC dc",
    )
)


class Read(HTMLParser):
    """The words of a page that somebody reads or hears."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [
            value
            for name, value in attrs
            if value and name in ("aria-label", "title", "placeholder", "data-label")
        ]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def foreign(files: Mapping[str, str]) -> set[str]:
    """Return every word in the values of YAML files."""

    def values(data: object) -> Iterator[str]:
        inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
        yield from (str(data),) if isinstance(data, str) else (text for one in inner for text in values(one))

    said = [value for path, text in files.items() for value in values(parse(text, path).document.data)]
    return {word for value in said for word in re.findall(r"[^\W_]+", value)}


def test_every_word_of_a_page_is_in_the_table_or_in_an_entry(check):
    marked = Catalog(charset="utf-8")
    for _, message in messages():
        marked.add(
            message, tuple(f"⟦{one}⟧" for one in message) if isinstance(message, tuple) else f"⟦{message}⟧"
        )
    po = BytesIO()
    write_po(po, marked)
    result = check(
        {
            "words.po": po.getvalue(),
            "evidence.json": EVIDENCE,
            "modules/graphs.yaml": FULL,
            "modules/trees.yaml": TREES,
        }
    )
    lifecycle = built_in("scoped-module")
    yaml = {path: text for path, text in result.texts.items() if path.endswith(".yaml")}
    known = foreign({**yaml, "lifecycle.yaml": lifecycle, "evidence.json": EVIDENCE}) | NOT_WORDS
    # The codes of rules.
    known |= {"MC"}
    # What a check says of a gap is the check's own sentence, on pages too.
    gaps = [
        gap
        for module in result.catalog.modules
        for step in readiness(module, result.catalog).steps
        for gap in step.missing
    ]
    known |= {word for gap in gaps for word in re.findall(r"[^\W_]+", gap)}
    known |= {word.lower() for word in known}
    known |= {f"D{word}" for word in known}  # An option of CMake on the command line: -DUSE_X.
    left = {}
    for file in site_files(result):
        if isinstance(file.content, str) and file.path.endswith(".md"):
            text = "\n".join(Read(file.content).texts)
            while text != (text := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)):
                pass
            left[file.path] = {word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in known}
    assert {path: words for path, words in left.items() if words and path not in ENGLISH} == {}
    assert all(left[path] for path in ENGLISH)


GERMAN = r"""
msgid ""
msgstr ""
"Language: de\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Owners"
msgstr "Zuständige"

msgid "Modules of {project}"
msgstr "Die Module von {project}"

msgid "since {when}"
msgstr "seit {when}"

msgid "Jan"
msgstr "Jän."

msgid "{count} of {total}"
msgstr "{count} von {total}"

#, fuzzy
msgid "History"
msgstr "Vergangenes"

msgid "Roadmap"
msgstr ""

msgid "More than three PMC members among those who endorse it"
msgstr "Mehr als drei aus dem PMC stehen dafür ein, siehe `endorsements`."

msgid "depends on"
msgstr "braucht"
"""


def test_a_project_says_what_it_likes_and_the_rest_stays_english(check):
    files = said(check, GERMAN)
    module = files["modules/cuda.md"]
    assert 'title: "Die Module von Quokka"' in files["index.md"]
    assert "\n## Zuständige <a " in module
    assert ">braucht</text>" in module
    assert "seit Jän. 2025, v2.0" in files["modules/loader.md"]
    assert "\n## History <a " in module
    assert "\n## Relations <a " in module
    stages = said(check, GERMAN, cuda=CUDA.replace("S0, basis: reading", "S0"))["modules/cuda.md"]
    assert " von " in stages


def test_what_an_entry_says_is_not_translated(check):
    module = said(check, GERMAN, loader=LOADER.replace("name: Loader", "name: Owners"))["modules/loader.md"]
    assert 'title: "Owners"' in module
    assert '<h1 id="__skip">Owners <code>' in module


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 moduł"), (2, "2 moduły"), (5, "5 modułów"), (22, "22 moduły"), (1025, "1,025 modułów")],
)
def test_a_language_counts_in_its_own_way(count, said):
    po = (
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
        'msgid "{n} module"\nmsgid_plural "{n} modules"\nmsgstr[0] "{n} moduł"\nmsgstr[1] "{n} moduły"\nmsgstr[2] "{n} modułów"\n'
    )
    translation, findings = read(po, "words.po")
    assert findings == []
    assert Messages(translation).ngettext("{n} module", "{n} modules", count) == said


HOSTILE = "<script>alert(1)</script> {{ 7*7 }} [a](javascript:alert(3)) `b` *c*\n\n\r\r## d | e \u2028 -->"


def test_a_hostile_translation_is_text(check):
    plain = said(check, "")
    hostile = Catalog(charset="utf-8")
    for _, message in messages():
        slots = "".join(f"{{{slot}}}" for slot in sorted(set(SLOT.findall("".join(message)))))
        hostile.add(message, (HOSTILE + slots,) * 2 if isinstance(message, tuple) else HOSTILE + slots)
    po = BytesIO()
    write_po(po, hostile)
    for path, text in said(check, po.getvalue()).items():
        if path.endswith(".md"):
            assert Page(text).tags.count("script") == 0
            assert [link for link in Page(text).links if link.startswith("javascript")] == []
            # A blank line, or one more heading, would end a block of HTML for Markdown.
            assert text.count("\n\n") == plain[path].count("\n\n")
            assert len(re.findall(r"(?m)^## ", text)) == len(re.findall(r"(?m)^## ", plain[path]))
            assert "{{" not in text.split("---\n", 2)[2]


@pytest.mark.parametrize(
    ("po", "findings"),
    [
        ("", []),
        ("hello", ["1:1 MC110 gettext cannot read this: unknown or misformatted keyword"]),
        (
            'msgid "Owners"\nmsgstr "Pfleger"\nmsgid "Stages"\n',
            ["4:1 MC110 gettext cannot read this: missing msgstr for msgid 'Stages'"],
        ),
        (
            'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=99999999999; plural=n;\\n"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
            [
                "7:1 MC110 gettext cannot read this: its header, or a line up to here, is not as gettext writes it"
            ],
        ),
        (
            'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=open(1);\\n"\n',
            [
                "4:1 MC110 gettext cannot read this: its header, or a line up to here, is not as gettext writes it"
            ],
        ),
        (
            '\nmsgid "since {when}"\nmsgstr ""\n"seit "\n"{wen}"\n',
            ["5:2 MC111 the message has no place for `{wen}`, so pages say it in English: remove it"],
        ),
        (
            '\nmsgid "since {when}"\nmsgstr "seit"\n',
            ["2:1 MC111 the translation has no place for `{when}`, so pages say it in English: put it in"],
        ),
        ('msgid "{n} team"\nmsgid_plural "{n} teams"\nmsgstr[0] "ein Team"\nmsgstr[1] "{n} Teams"\n', []),
        (b"\xff", ["1:1 MC003 the file is not UTF-8 text, from byte 0xff here: save it as UTF-8"]),
    ],
)
def test_what_is_wrong_with_a_translation_is_a_finding_with_its_line(po, findings, check):
    assert found(check({"words.po": po})) == [f"words.po:{one}" for one in findings]


def test_a_near_miss_of_a_place_comes_with_the_one_that_was_meant(check):
    (finding,) = check({"words.po": 'msgid "since {when}"\nmsgstr "seit {whem}"\n'}).findings
    assert (finding.suggestion, finding.severity) == ("{when}", Severity.WARNING)


PIECES = [
    'msgid "',
    'msgstr "',
    'msgstr[1] "',
    'msgid_plural "',
    'msgctxt "',
    '"',
    "\n",
    "\\",
    "\\n",
    "#~ ",
    "#, fuzzy\n",
    "#: a:b\n",
    "[",
    "{a}",
]
PIECES += [
    'msgid ""\nmsgstr ""\n"',
    "Plural-Forms: nplurals=",
    "; plural=",
    "n",
    "1",
    "/0",
    "Language: ",
    "PO-Revision-Date: ",
    "charset=",
    "x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_no_translation_however_broken_stops_a_page(po):
    translation, _ = read(po, "words.po")
    messages = Messages(translation)
    messages.gettext("x")
    messages.ngettext("x", "n", 3)


@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_a_translated_site_has_no_dead_link_and_the_language_of_its_host(host, project, build):
    root = project({"words.po": GERMAN.replace('#, fuzzy\nmsgid "History"', 'msgid "History"')})
    done = build(host, root)
    assert done.returncode == 0, done.stdout + done.stderr
    html = (root / "site/modules/cuda/index.html").read_text(encoding="utf-8")
    assert "Vergangenes" in html
    assert 'id="section-history"' in html
    assert '<html lang="en"' in html
    assert dead_links(root / "site") == []


def test_a_mistake_in_a_translation_ends_a_build_with_its_place(project, build):
    done = build("mkdocs", project({"words.po": "hello"}))
    assert done.returncode == 1
    assert "catalog/words.po:1:1" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_file_to_translate_is_begun_kept_and_brought_up_to_date(project):
    root = project()
    file = root / "catalog/words.po"
    assert run("module-catalog", "words", "pl", cwd=root).stdout == "Wrote catalog/words.po.\n"
    begun = file.read_text(encoding="utf-8")
    assert "nplurals=3" in begun
    assert 'msgid "More than three PMC members among those who endorse it"\nmsgstr ""\n' in begun
    mine = begun.replace('msgid "Owners"\nmsgstr ""', 'msgid "Owners"\nmsgstr "Opiekunowie"').replace(
        'msgid "Stages"\nmsgstr ""\n', ""
    )
    file.write_text(mine + '\nmsgid "Said no more"\nmsgstr "Cicho"\n', encoding="utf-8")
    assert run("module-catalog", "words", cwd=root).returncode == 0
    again = file.read_text(encoding="utf-8")
    assert 'msgid "Owners"\nmsgstr "Opiekunowie"' in again
    assert 'msgid "Stages"\n' in again
    assert '#~ msgid "Said no more"\n#~ msgstr "Cicho"' in again
    assert run("module-catalog", "check", "--strict", cwd=root).returncode == 0


@pytest.mark.parametrize(
    ("files", "language", "said"),
    [
        ({}, "klingon!", "`klingon!` is no language that Babel knows: write it as `de` or `pt_BR`"),
        (
            {"words.po": "hello"},
            "de",
            "catalog/words.po:1: gettext cannot read this: unknown or misformatted keyword",
        ),
    ],
)
def test_a_file_to_translate_that_cannot_be_written_is_told_in_one_line(files, language, said, project):
    done = run("module-catalog", "words", language, cwd=project(files))
    assert (done.returncode, done.stderr) == (2, f"module-catalog: {said}\n")
