"""What an edit of an entry reaches: what is said to stand shows nothing that was edited."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from module_catalog.catalog.entries import Module
from module_catalog.catalog.reading.documents import Document
from module_catalog.checks import pipeline
from module_catalog.site import build
from module_catalog.site.build import Build, site_files
from module_catalog.site.exports import EXPORTS
from module_catalog.site.pages import PAGES
from module_catalog.site.standing import ANYWHERE, OF_ONE, SHOWN

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from generator import TODAY, generated

ROOT = Path(__file__).parent.parent
ALWAYS = {"id", "document", "path"}
"""What no edit of an entry changes: its id and where it is."""


def recorded(base, reads):
    """Return a class like *base* that notes who reads what of its instances."""

    class Recorded(base):
        __hash__ = object.__hash__
        __eq__ = object.__eq__

        def __getattribute__(self, name):
            if name in FIELDS:
                reads.add((vars(vars(self).get("document", self))["path"], name))
            return object.__getattribute__(self, name)

        def value(self, *key):
            if not key:
                return super().value()
            document = vars(vars(self).get("document", self))
            reads.add((document["path"], key[0]))
            return Document(document["path"], document["text"], document["data"]).value(*key)

    return Recorded


FIELDS = {one.name for kind in (Module, Document) for one in dataclasses.fields(kind)}


class Noting(Build):
    """Makes all anew, and takes note of what of whom is read meanwhile."""

    def __init__(self, reads):
        self.reads = reads
        self.found = []
        """The entry that a file is about, and what was read of modules for it."""

    def site(self, result, given, make):
        return make(self)

    def noted(self, source, make):
        for one in make():
            self.found.append((getattr(one, "source", None) or source, set(self.reads)))
            self.reads.clear()
            yield one

    def pages(self, kind, make):
        return [*self.noted(None, make)]

    def files(self, path, name, source, make):
        return [*self.noted(source, make)]


@pytest.fixture
def read(root, monkeypatch):
    """Return what looks at the pages of a kind or an export alone."""

    def look(name):
        for table, whole in (("PAGES", PAGES), ("EXPORTS", EXPORTS)):
            monkeypatch.setattr(build, table, {key: one for key, one in whole.items() if key == name})
        return looked(root)

    return look


def looked(root):
    """Return what a site reads: of which entry each is, of which it is read, and what."""
    reads = set()
    result = pipeline.check(root, today=TODAY)
    module_class, document_class = recorded(Module, reads), recorded(Document, reads)
    modules = []
    for module in result.catalog.modules:
        given = {one.name: getattr(module, one.name) for one in dataclasses.fields(Module)}
        document = object.__new__(document_class)
        document.__dict__.update(vars(module.document))
        modules.append(module_class(**given | {"document": document}))
    catalog = dataclasses.replace(result.catalog, modules=tuple(modules))
    found = Noting(reads)
    list(site_files(dataclasses.replace(result, catalog=catalog), kept=found))
    return {(source, of, what) for source, what_of in found.found for of, what in what_of}


@pytest.fixture(params=["generated", "ours"])
def root(request, tmp_path):
    if request.param == "ours":
        return ROOT
    generated(30, seed=5, mistakes=0).write(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_what_pages_and_exports_show_of_entries_is_in_their_row(read, name):
    assert {what for *_, what in read(name)} <= ANYWHERE | SHOWN[name] | ALWAYS


@pytest.mark.parametrize("name", sorted(OF_ONE))
def test_what_is_about_one_module_shows_of_others_what_may_be_shown_anywhere(read, name):
    assert {what for source, of, what in read(name) if source != of} <= ANYWHERE | ALWAYS


def test_rows_are_of_kinds_of_page_and_of_exports():
    assert SHOWN.keys() | OF_ONE <= PAGES.keys() | EXPORTS.keys()
    assert not SHOWN.keys() & OF_ONE
