"""What `make fuzz` feeds: each target takes choices, and fails when the program breaks a promise."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from conftest import CUDA, TODAY
from module_catalog.catalog import translation
from module_catalog.catalog.reading import documents, plain_yaml
from module_catalog.catalog.reading.sources import Texts
from module_catalog.catalog.reading.yaml_reader import Reader
from module_catalog.catalog.validation.schema import effective
from module_catalog.checks import pipeline
from module_catalog.diagnostics import CatalogError
from module_catalog.edit import fixes, layout, rewriting
from module_catalog.importers import FORMATS
from module_catalog.importers.drafts import Imported
from module_catalog.reports import REPORTS
from test_robustness import FILES, TOKENS

T = TypeVar("T")
WORDS = [
    *TOKENS,
    *(f"{key}: " for key in effective("module", {})["properties"]),
    "[{",
    "}]",
    "- {",
    ", ",
    "\r",
    "\u2028",
]
ORDER = list(effective("module", {})["properties"])


class Choices:
    """What is chosen, one byte after the other: the same bytes choose the same."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def number(self, most: int) -> int:
        """Return a number from 0 to one less than *most*."""
        size = 1 if most <= 256 else 2
        taken, self._data = self._data[:size], self._data[size:]
        return int.from_bytes(taken, "big") % most

    def one(self, things: Sequence[T]) -> T:
        return things[self.number(len(things))]

    def text(self) -> str:
        size = self.number(24)
        taken, self._data = self._data[:size], self._data[size:]
        return taken.decode("utf-8", "replace")

    def rest(self) -> bytes:
        return self._data

    def __bool__(self) -> bool:
        return bool(self._data)


def mutated(text: str, choices: Choices, words: Sequence[str]) -> str:
    """Return a text of which some lines are cut, doubled, moved, indented, or say something else."""
    lines = text.splitlines()
    for _ in range(choices.number(8)):
        at = choices.number(len(lines)) if lines else 0
        word = choices.one(words) if choices.number(3) else choices.text()
        lines[at : at + 1] = _changed(lines[at] if lines else "", word, choices)
    return "".join(f"{line}\n" for line in lines)


def _changed(line: str, word: str, choices: Choices) -> list[str]:
    key, colon, _ = line.partition(":")
    parts = line.split(" ")
    parts[choices.number(len(parts))] = word
    ways = (
        [f"{key}{colon} {word}"],
        [],
        [line, line],
        [line, word],
        [" " * choices.number(5) + line],
        [" ".join(parts)],
    )
    return choices.one(ways)


def of_bytes(choices: Choices) -> None:
    documents.decode(choices.rest(), "a.yaml")


def of_document(choices: Choices) -> None:
    text = mutated(CUDA, choices, WORDS)
    read = documents.parse(text, "a.yaml").document
    plain = plain_yaml.read(text)
    assert plain is None or Reader("a.yaml").read(text) == plain, "the two readers disagree"
    for key, _ in read.scalars() if read else ():
        place = read.where(*key)  # type: ignore[union-attr]
        assert 1 <= place.line <= text.count("\n") + 2, "a place that is not there"


def of_check(choices: Choices) -> None:
    files = dict(FILES)
    for _ in range(1 + choices.number(3)):
        path = choices.one(sorted(files))
        files[path] = mutated(files[path], choices, WORDS)
    result = pipeline.check_source(Texts(files), today=TODAY)
    assert pipeline.check_source(Texts(files), today=TODAY).findings == result.findings
    choices.one([*REPORTS.values()])(result)


def of_words(choices: Choices) -> None:
    text = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\nmsgid "{n} team"\nmsgid_plural "{n} teams"\nmsgstr[0] "a"\nmsgstr[1] "{n}"\n'
    said, _ = translation.read(
        mutated(text, choices, ["msgid", "msgstr", '"', "n/0", "#, fuzzy", "[2]", "\\"]), "words.po"
    )
    said.ngettext("{n} team", "{n} teams", choices.number(9))


def of_edits(choices: Choices) -> None:
    text = mutated(CUDA, choices, WORDS)
    source = Texts({**FILES, "catalog/modules/cuda.yaml": text})
    for edit in layout.formatting(source, lambda path: path.endswith("cuda.yaml")).edits:
        again = layout.formatting(Texts({"catalog/modules/cuda.yaml": edit.after}), lambda _: True).edits
        assert [one.after for one in again] == [edit.after], "what is formatted is not"
    fixes.fix(source, today=TODAY, is_wanted=lambda _: True)


def of_rewriting(choices: Choices) -> None:
    before = documents.parse(mutated(CUDA, choices, WORDS), "a.yaml")
    after = documents.parse(mutated(CUDA, choices, WORDS), "b.yaml").document
    if before.document is None or before.findings or after is None:
        return
    with contextlib.suppress(CatalogError):
        text = rewriting.rewritten(before.document, after.value(), ORDER)
        read = documents.parse(text, "a.yaml").document
        assert read is not None and read.value() == after.value(), "an edit says something else"  # noqa: PT018


def of_import(choices: Choices) -> None:
    name = choices.one(sorted(FORMATS))
    path, text = SEEDS[name]
    imported = FORMATS[name].read({path: mutated(text, choices, [*WORDS, "---", "name: ", "stage: "])})
    assert isinstance(imported, Imported)


SEEDS = {
    "kep": ("keps/sig-node/1-x/kep.yaml", "title: X\nkep-number: 1\nauthors: ['@ana']\nowning-sig: sig-node\nstatus: implementable\ncreation-date: 2020-01-01\nstage: alpha\nlatest-milestone: v1.20\nmilestone:\n  alpha: v1.20\nfeature-gates:\n  - name: X\n    components: [kubelet]\n"),
    "feature-gates": ("feature-gates/X.md", "---\ntitle: X\ncontent_type: feature_gate\n_build: {list: never}\nstages:\n  - stage: alpha\n    defaultValue: false\n    fromVersion: '1.20'\n---\nIt does x.\n"),
    "otel": ("receiver/x/metadata.yaml", "type: x\nstatus:\n  class: receiver\n  stability:\n    alpha: [metrics]\n  codeowners:\n    active: [ana]\n    emeritus: [ben]\n"),
    "backstage": ("catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: x\n  description: It is x.\nspec:\n  type: service\n  lifecycle: production\n  owner: ana\n  dependsOn: [component:y]\n---\nkind: Component\nmetadata: {name: y}\nspec: {owner: team}\n"),
    "landscape": ("landscape.yml", "landscape:\n  - category:\n    name: A\n    subcategories:\n      - subcategory:\n        name: B\n        items:\n          - item:\n            name: C\n            homepage_url: https://c.example\n            project: sandbox\n"),
}  # fmt: skip


TARGETS: dict[str, Callable[[Choices], None]] = {
    one.__name__.removeprefix("of_"): one
    for one in (of_bytes, of_document, of_check, of_words, of_edits, of_rewriting, of_import)
}


def feed(data: bytes, only: Sequence[str]) -> None:
    """Give bytes to the target that the first of them chooses, of all or of some."""
    choices = Choices(data)
    TARGETS[choices.one([*only] or [*TARGETS])](choices)
