"""The page for those who write entries: it cannot say anything else than the schemas and the gates."""

from __future__ import annotations

import re

from module_catalog.checks.gates import GATES
from module_catalog.site.build import site_files
from sites import Page

LINE = re.compile(
    r'<td role="cell">(?:<small>(?P<parents>[^<]*)</small>)?<code>(?P<name>.*?)</code>(?P<required> <small>required</small>)?</td>'
)


def page(check, files=None):
    text = next(file.content for file in site_files(check(files)) if file.path == "modules/fields.md")
    return text.replace("<wbr>", "").replace("&#95;", "_").replace("&#91;", "[").replace("&#93;", "]")


def keys(text):
    return {
        f"{found['parents'] or ''}{found['name']}": bool(found["required"]) for found in LINE.finditer(text)
    }


def test_it_has_the_keys_of_every_file_and_says_which_are_required(check):
    found = keys(page(check))
    wanted = {
        "owners": True,
        "no_owners": False,
        "toggles[].name": True,
        "rfcs[].vote.for": True,
        "people.&lt;name&gt;.role": False,
        "kinds.&lt;name&gt;.name": True,
        "stages[].means": True,
        "gate": True,
        "more_than": False,
    }
    assert {key: found.get(key) for key in wanted} == wanted


def test_it_speaks_the_words_of_this_catalog(check):
    text = Page(page(check)).text
    assert "one of core, backend" in text
    assert "one of pmc, committer, reviewer" in text


def test_it_has_every_gate(check):
    text = page(check)
    assert [name for name in GATES if f'id="gate-{name}"' not in text] == []
