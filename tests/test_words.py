"""The words of pages: one table of messages, what a project says in their place, and what goes wrong with that."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

from module_catalog import examples, pipeline
from module_catalog.diagnostics import Severity
from module_catalog.gates import sentences
from module_catalog.lifecycle import BUILT_IN
from module_catalog.pages.overview import FACETS, FLAGS, TOGGLES
from module_catalog.pages.reference import FAMILIES
from module_catalog.pages.time import COLUMNS
from module_catalog.pages.toggles import CLASHES, HEADINGS
from module_catalog.pages.words import MONTHS, SHORT_MONTHS
from module_catalog.vocabulary import EVENTS, MECHANISMS, PROGRESS, RELATIONS, RFC_STATUSES, SLOT, WORDS, WORKS

PACKAGE = Path(pipeline.__file__).parent
TABLES = {
    "vocabulary.py": [
        *(said for relation in RELATIONS.values() for said in (relation.says, relation.inverse_says)),
        *EVENTS.values(),
        *MECHANISMS.values(),
        *PROGRESS.values(),
        *RFC_STATUSES.values(),
        *WORKS.values(),
        *WORDS["maturity"],
        *WORDS["showcase_kind"],
        *(severity.value for severity in Severity),
    ],
    "pages/words.py": [*MONTHS, *SHORT_MONTHS],
    "pages/overview.py": [*FACETS.values(), *TOGGLES.values(), *FLAGS.values()],
    "pages/reference.py": FAMILIES,
    "pages/time.py": [said for column in COLUMNS.values() for said in column],
    "pages/toggles.py": [*HEADINGS.values(), *CLASHES.values()],
}
"""The words that pages take from tables, by the file the table is in."""


def messages() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield every message of the pages, or the two of a plural, with the file it is in."""
    for file in sorted(PACKAGE.glob("templates/*.j2")):
        for _, function, found, _ in babel_extract(BytesIO(file.read_bytes()), ["_", "ngettext", "plain"], (), {}):
            said = found if isinstance(found, tuple) else (found,)
            if said[0]:  # A word from a table stands in a variable.
                yield file.relative_to(PACKAGE).as_posix(), said[:2] if function == "ngettext" else said[0]
    for file in sorted(PACKAGE.glob("*/*.py")):
        yield from (
            (file.relative_to(PACKAGE).as_posix(), said)
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            for said in said_in(node)
        )
    yield from ((path, said) for path, table in TABLES.items() for said in table)
    for name in BUILT_IN:
        result = pipeline.check_source(examples.catalog(f"# catalog.yaml\nlifecycle: {name}\n"), today=examples.TODAY)
        yield from ((f"lifecycles/{name}.yaml", said) for said in sentences(result.catalog))


def said_in(node: ast.AST) -> Iterator[str | tuple[str, ...]]:
    """Yield the messages that a piece of Python says: by `words`, as the title of a page, as its description."""
    if isinstance(node, ast.Call):
        literals = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        function = ast.unparse(node.func).rpartition(".")[2]
        if function in ("say", "text") and literals and isinstance(literals[0], str):
            yield literals[0]
        elif function == "count" and len(literals) == 3 and isinstance(literals[0], str):
            yield literals[0], literals[1]
        elif function == "Page":
            yield from (said for said in literals[2:4] if isinstance(said, str))
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "description" and isinstance(node.value, ast.Constant):
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
    file = PACKAGE / "words.pot"
    if request.config.getoption("--update-golden"):
        file.write_text(template(), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == template()
