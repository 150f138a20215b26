"""What a project calls its entries, wherever the program speaks of them."""

from __future__ import annotations

import re

import pytest

from conftest import CATALOG, found
from module_catalog.catalog.lifecycle import built_in
from module_catalog.catalog.noun import Noun
from module_catalog.reports.parts import summary
from module_catalog.site.build import site_files
from test_evidence_pages import EVIDENCE
from test_messages import Read
from test_pages import FULL, TREES

PROPOSALS = f"{CATALOG}noun: {{one: enhancement, many: enhancements}}\nlifecycle: lifecycle.yaml\n"
STAGES = built_in("scoped-module").replace("module", "part")


@pytest.fixture
def proposals(check):
    """Check a catalog whose entries are called enhancements."""

    def made(**files):
        paths = {
            "words.po" if name == "words" else f"modules/{name}.yaml": text for name, text in files.items()
        }
        return check({"catalog.yaml": PROPOSALS, "lifecycle.yaml": STAGES, **paths})

    return made


class Visible(Read):
    """The words of a page, without what is code: keys, paths, lines to copy."""

    depth = 0

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        self.depth += tag in ("code", "pre")

    def handle_endtag(self, tag):
        self.depth -= tag in ("code", "pre")

    def handle_data(self, data):
        if not self.depth:
            super().handle_data(data)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("A module", "A proposal"),
        ("no module has the id `module`", "no proposal has the id `module`"),
        ("{n} modules of {module}", "{n} proposals of {module}"),
        ("the module’s page", "the proposal’s page"),
        (
            "run `module-catalog` in modules/, or module-catalog",
            "run `module-catalog` in modules/, or module-catalog",
        ),
        ("`x` is a submodule in modules.yaml", "`x` is a submodule in modules.yaml"),
        ("Modules.", "Proposals."),
    ],
)
def test_only_the_word_for_an_entry_is_replaced(sentence, said):
    assert Noun("proposal", "proposals").put_in(sentence) == said


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("enhancement", "an enhancement"),
        ("proposal", "a proposal"),
        ("RFC", "an RFC"),
        ("KEP", "a KEP"),
        ("SIG", "a SIG"),
        ("API", "an API"),
        ("UEP", "a UEP"),
        ("user story", "a user story"),
        ("update", "an update"),
        ("unit", "a unit"),
    ],
)
def test_the_article_is_that_of_the_noun(noun, said):
    assert Noun(noun, f"{noun}s").put_in("a module") == said
    assert Noun(noun, f"{noun}s").put_in("A module") == said[0].upper() + said[1:]


def test_no_page_or_feed_of_a_project_with_a_noun_of_its_own_speaks_of_modules(proposals, check):
    with_evidence = check(
        {
            "catalog.yaml": f"{PROPOSALS}site: https://quokka.example/catalog\n",
            "lifecycle.yaml": STAGES,
            "evidence.json": EVIDENCE,
            "modules/graphs.yaml": FULL,
            "modules/trees.yaml": TREES,
        }
    )
    for result in (with_evidence, proposals(loader=None, cuda=None)):
        texts = {
            file.path: "\n".join(Visible(file.content).texts)
            for file in site_files(result)
            if isinstance(file.content, str) and file.path.endswith((".md", ".xml", "feed.json"))
        }
        assert len(texts) > 20
        left = {
            path: re.findall(r".*(?<![\w./-])modules?(?![\w/-]|\.\w).*", text, re.IGNORECASE)
            for path, text in texts.items()
        }
        assert {path: lines for path, lines in left.items() if lines} == {}
        assert "Enhancements" in texts["modules/index.md"]


def test_findings_and_their_summary_use_the_noun(proposals):
    result = proposals(graphs=FULL.replace("module: trees", "module: tree"))
    assert [one for one in found(result) if "enhancement has" in one] == [
        "modules/graphs.yaml:16:32 MC201 no enhancement has the id `tree`: name one that is there, or something `external`"
    ]
    assert summary(result).endswith("in 3 enhancements and 1 showcase entry.")


def test_what_a_project_translates_stays_as_it_is_written(proposals):
    result = proposals(words='msgid "No modules yet."\nmsgstr "Not one module."\n')
    assert result.catalog.translation.gettext("No modules yet.") == "Not one module."
    assert result.catalog.translation.gettext("Every module") == "Every enhancement"
    assert result.catalog.translation.ngettext("{n} module", "{n} modules", 2) == "{n} enhancements"


@pytest.mark.parametrize(
    "noun", ["{one: '{n}', many: x}", "{one: x}", "{one: '`x`', many: x}", "{one: '', many: x}"]
)
def test_a_noun_that_could_not_stand_in_a_sentence_is_refused(noun, check):
    assert check({"catalog.yaml": f"{CATALOG}noun: {noun}\n"}).catalog is None
