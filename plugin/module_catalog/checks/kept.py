"""What a check found, kept for the next one: a file in .cache which is never needed, and never wrong.

A check is a function of the day, of this program, and of what it asks a `Source`. All three are kept with
what was found. When the same questions have the same answers, the findings are the same. When only entries
differ, these are checked alone; and if their facts differ too, so are the rules across entries, which need no
more than the facts of all others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from .. import cache
from ..catalog.entry_files import SHOWCASE, EntryFiles
from ..catalog.noun import Noun
from ..catalog.reading.globs import is_glob
from ..catalog.reading.sources import Folder, Source
from ..diagnostics import Finding, Place, Related, Severity, in_reading_order
from . import pipeline
from .asked import Asked, Only, Question
from .facts import Facts, facts
from .pipeline import Progress
from .result import Result
from .rules import RULES

NAME = "check"
_LIBRARY = "jsonschema-rs"
"""What has a say in what is found, beside this program."""
LEAST = 200
"""So many entries a catalog has before anything is kept: fewer are read in no time."""
MOST = 1000
"""So many entries are read again: with more, a whole check is as fast."""


def check(root: Path, *, today: date, progress: Progress = iter, least: int = LEAST) -> Result:
    """Check as `pipeline.check` does.

    A result that comes from the check before has findings, counts and the texts these are about, and nothing
    else. Nothing is kept of a catalog with fewer than *least* modules.
    """
    source = Asked(Folder(root))
    kept = _Kept.read(root, today)
    if kept and (found := kept.again(source, today)):
        if found is not kept:
            found.write(root, today)
        return found.result(source)
    result = pipeline.check_source(source, today=today, progress=progress)
    if result.counts["modules"] >= least:
        _Kept.of(source, result).write(root, today)
    return result


@dataclass(frozen=True)
class _KeptFacts:
    """The facts of each accepted entry without waivers, as they are kept: who needs none reads none."""

    text: bytes

    @classmethod
    def of(cls, facts: Mapping[str, Facts]) -> _KeptFacts:
        """Return facts as they are kept."""
        return cls(json.dumps(facts).encode())

    @cached_property
    def by_path(self) -> Mapping[str, Facts]:
        """What rules across entries look at."""
        found: Mapping[str, Facts] = json.loads(self.text)
        return found


@dataclass(frozen=True)
class _Kept:
    """What a check asked, was told, and found."""

    answers: Mapping[Question, str]
    facts: _KeptFacts
    findings: tuple[Finding, ...]
    texts: tuple[str, ...]
    """The paths of the files that findings are about, and that could be read."""
    counts: Mapping[str, int]
    rules: str | None
    """Where the page of the rules is published."""
    noun: Noun

    @classmethod
    def of(cls, source: Asked, result: Result) -> _Kept:
        texts = _texts(result.findings, result.texts)
        facts_ = _KeptFacts.of(_facts(result))
        return cls(source.answers, facts_, result.findings, texts, result.counts, result.rules, result.noun)

    def again(self, source: Asked, today: date) -> _Kept | None:
        """Return what a check of the source finds; None when that takes a whole check."""
        changed = {question for question, before in self.answers.items() if source.answer(question) != before}
        if not changed:
            return self
        if len(changed) > MOST or not all(map(self._is_of_entries, changed)):
            return None
        paths = {path for kind, path in changed if kind == "content"}
        about = _about(filter(_is_across, self.findings))
        is_known = paths <= self.facts.by_path.keys()
        alone = len(paths) == len(changed) and is_known and not paths & about
        found = self._with_entries(paths, source, today) if alone else None
        return found or self._with_facts(paths | about, source, today)

    def _with_entries(self, paths: Collection[str], source: Asked, today: date) -> _Kept | None:
        """Return this with what is found in some entries alone; None when their facts are others now."""
        alone = pipeline.check_source(Only(source, paths), today=today)
        if _facts(alone) != {path: self.facts.by_path[path] for path in paths}:
            return None
        found = [one for one in alone.findings if one.place.path in paths and not _is_across(one)]
        others = [one for one in self.findings if one.place.path not in paths]
        findings = in_reading_order([*found, *others])
        return replace(
            self,
            answers={question: source.answer(question) for question in self.answers},
            findings=findings,
            texts=_texts(findings, {*self.texts, *alone.texts}),
        )

    def _with_facts(self, paths: Collection[str], source: Asked, today: date) -> _Kept | None:
        """Return what is found when only some entries are read, and of all others the facts are known.

        For their places, those that findings across entries are about are read too. None when it is too many.
        """
        if len(paths) > MOST:
            return None
        files = {*self._entries.paths(source), *source.below(SHOWCASE)}
        facts_ = self.facts.by_path.items()
        known = {path: one for path, one in facts_ if path in files and path not in paths}
        result = pipeline.check_source(source, today=today, known=known)
        if about := _about(result.findings) & known.keys():
            return self._with_facts({*paths, *about}, source, today)
        before = [one for one in self.findings if one.place.path in known and not _is_across(one)]
        findings = in_reading_order([*result.findings, *before])
        answers = {**self.answers, **source.answers}
        return replace(
            self,
            answers={one: answers[one] for one in sorted(answers) if self._is_there(one, files)},
            facts=_KeptFacts.of(known | _facts(result, known)),
            findings=findings,
            texts=_texts(findings, {*self.texts, *result.texts}),
            counts=result.counts,
        )

    def result(self, source: Source) -> Result:
        """Return the result, with the texts that excerpts are of."""
        texts = {path: text for path in self.texts if (text := source.text(path).text) is not None}
        return Result(self.findings, None, texts, self.counts, {}, {}, self.rules, self.noun)

    @cached_property
    def _entries(self) -> EntryFiles:
        """Where the entries of modules are: the catalog was asked for them."""
        return EntryFiles(tuple(path for kind, path in self.answers if kind == "below" and is_glob(path)))

    def _is_of_entries(self, question: Question) -> bool:
        """Say whether a question is about entries and no other files."""
        _, path = question
        return path in (*self._entries.places, SHOWCASE) or self._is_entry(path)

    def _is_entry(self, path: str) -> bool:
        return path.startswith(f"{SHOWCASE}/") or self._entries.has(path)

    def _is_there(self, question: Question, files: Collection[str]) -> bool:
        """Say whether a question is of use in the next check: a file that is no longer there is not read."""
        kind, path = question
        return kind != "content" or not self._is_entry(path) or path in files

    @classmethod
    def read(cls, root: Path, today: date) -> _Kept | None:
        """Return what the last check kept; None when there is nothing, or it is of another day or program."""
        with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
            head, _, facts_ = (cache.read(root, NAME, cache.program(_LIBRARY)) or b"").partition(b"\n")
            if head and (data := json.loads(head))["today"] == str(today):
                return cls(
                    {(kind, path): answer for kind, path, answer in data["answers"]},
                    _KeptFacts(facts_),
                    tuple(map(_finding, data["findings"])),
                    tuple(data["texts"]),
                    data["counts"],
                    data["rules"],
                    Noun(*data["noun"]),
                )
        return None

    def write(self, root: Path, today: date) -> None:
        """Keep this for the next check, whole or not at all; without a word where nothing can be written."""
        data = {
            "today": str(today),
            "answers": [[*question, answer] for question, answer in self.answers.items()],
            "findings": [_data(one) for one in self.findings],
            "texts": self.texts,
            "counts": self.counts,
            "rules": self.rules,
            "noun": astuple(self.noun),
        }
        # Such JSON is one line.
        body = json.dumps(data).encode() + b"\n" + self.facts.text
        cache.write(root, NAME, cache.program(_LIBRARY), body)


def _about(findings: Iterable[Finding]) -> set[str]:
    """Return the paths of the files that findings are about."""
    return {place.path for one in findings for place in (one.place, *(other.place for other in one.related))}


def _texts(findings: Iterable[Finding], known: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in _about(findings) if path in known))


def _facts(result: Result, known: Collection[str] = ()) -> dict[str, Facts]:
    """Return the facts of accepted entries, by path: without those known, and without those with waivers.

    What waivers say depends on all that is found. Of an entry that lost something the facts do not say that.
    """
    modules = result.catalog.modules if result.catalog else ()
    accepted = (
        one.document
        for one in modules
        if one.document.path not in known and not one.waivers and not one.document.lost
    )
    return {one.path: facts(one.data) for one in accepted}


def _is_across(finding: Finding) -> bool:
    return RULES[finding.code].across


def _data(finding: Finding) -> list[Any]:
    return [
        finding.code,
        finding.message,
        _spot(finding.place),
        finding.suggestion,
        [[_spot(related.place), related.message] for related in finding.related],
        finding.severity.value,
        finding.stands_for,
        finding.is_certain,
    ]


def _spot(place: Place) -> list[Any]:
    return [place.path, place.line, place.column, place.end_line, place.end_column]


def _finding(data: list[Any]) -> Finding:
    code, message, place, suggestion, related, severity, stands_for, is_certain = data
    others = tuple(Related(Place(*spot), said) for spot, said in related)
    return Finding(
        code, message, Place(*place), suggestion, others, Severity(severity), stands_for, is_certain
    )
