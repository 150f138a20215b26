"""What a check found, kept for the next one: a file in .cache which is never needed, and never wrong.

A check is a function of the day, of this program, and of what it asks a `Source`. All three are kept with
what was found. When the same questions have the same answers, the findings are the same. When only entries
differ, and nothing in them that rules about other entries look at, these entries are checked alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .. import __version__, disk
from ..catalog import documents
from ..catalog.documents import ParseResult
from ..catalog.entries import Module
from ..catalog.sources import FOLDER, Folder, Source
from ..diagnostics import Finding, Place, Related, Severity, in_reading_order
from . import pipeline
from .pipeline import Progress
from .result import Result
from .rules import RULES

PATH = ".cache/module-catalog/check.json"
LEAST = 200
"""So many entries a catalog has before anything is kept: fewer are read in no time."""
MOST = 200
"""So many changed entries are checked alone: with more, a whole check is as fast."""

_ACROSS = re.compile("MC(20[1-7]|30[3-7]|41[68]|80[12])")
"""The rules about several entries. They look at nothing of an entry but its `_facts`."""
_ALONE = re.compile("MC(0..|10.|11[012]|208|30[12]|40.|41[0-579]|42[0-3]|45.|50.|60.|610|7..|80[34]|9..)")
"""The rules about one entry, or none: what they find in it does not change with other entries."""
CLASSIFIED = all(bool(_ACROSS.fullmatch(code)) != bool(_ALONE.fullmatch(code)) for code in RULES)
"""Whether every rule is of one of the two sorts; where one is of neither, no entry is checked alone."""

_Question = tuple[str, str]


def check(root: Path, *, today: date, progress: Progress = iter, least: int = LEAST) -> Result:
    """Check as `pipeline.check` does.

    A result that comes from the check before has findings, counts and the texts these are about, and nothing
    else. Nothing is kept of a catalog with fewer than *least* modules.
    """
    key = [_program(), str(today)]
    source = _Asked(Folder(root))
    kept = _Kept.read(root, key)
    if kept and (found := kept.again(source, today)):
        if found is not kept:
            found.write(root, key)
        return found.result(source)
    result = pipeline.check_source(source, today=today, progress=progress)
    if result.counts["modules"] >= least:
        _Kept.of(source, result).write(root, key)
    return result


def _program() -> str:
    """Return what tells this program from any other one, also by a change to its files or to a library."""
    package = Path(__file__).parent.parent
    files = sorted(file for kind in ("py", "json", "yaml") for file in package.rglob(f"*.{kind}"))
    states = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files]
    library = find_spec("jsonschema_rs")
    beside = Path(library.origin).parent.parent.stat().st_mtime_ns if library and library.origin else 0
    return _digest(repr((__version__, sys.version, states, beside)).encode())


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


class _Asked:
    """A folder that remembers each question, and a digest of the answer."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._asked: set[_Question] = set()
        self._answers: dict[_Question, str] = {}
        self._contents: dict[str, bytes] = {}

    @property
    def answers(self) -> Mapping[_Question, str]:
        """What a check asked of this source, with the answers."""
        return {question: self._answers[question] for question in sorted(self._asked)}

    def answer(self, question: _Question) -> str:
        """Return a digest of what the folder says; of files, when it was first asked."""
        if question not in self._answers:
            kind, path = question
            self._answers[question] = getattr(self, f"_{kind}")(path)
        return self._answers[question]

    def _below(self, path: str) -> str:
        return _digest("\0".join(sorted(self._folder.below(path))).encode())

    def _unread(self, path: str) -> str:
        return _digest(repr(self._folder.unread(path)).encode())

    def _has(self, path: str) -> str:
        return str(self._folder.has(path))

    def _content(self, path: str) -> str:
        content, findings = self._folder.content(path)
        if content is None:
            return _digest(repr(findings).encode())
        self._contents[path] = content
        return _digest(content)

    def _told(self, kind: str, path: str) -> str:
        self._asked.add((kind, path))
        return self.answer((kind, path))

    def below(self, folder: str) -> Iterable[str]:
        """Return every path below a folder."""
        self._told("below", folder)
        return self._folder.below(folder)

    def unread(self, folder: str) -> Iterable[Finding]:
        """Return a finding for each folder whose files would be left out."""
        self._told("unread", folder)
        return self._folder.unread(folder)

    def has(self, path: str) -> bool:
        """Say whether there is something at a path."""
        return self._told("has", path) == str(True)

    def read(self, path: str) -> ParseResult:
        """Read one file, of which the text is all that is kept in memory."""
        return self._parsed(path, documents.decode)

    def text(self, path: str) -> ParseResult:
        """Read one file that is no YAML."""
        return self._parsed(path, documents.decode_text)

    def _parsed(self, path: str, decode: Callable[[bytes, str], ParseResult]) -> ParseResult:
        # The answer is always of the bytes that are used: a file may change between two readings.
        if path not in self._contents:
            self._answers.pop(("content", path), None)
        self._told("content", path)
        if path not in self._contents:
            return ParseResult(None, self._folder.content(path)[1])
        return decode(self._contents.pop(path), path)

    def picture(self, path: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        """Return the bytes of a picture."""
        self._told("content", path)
        return self._folder.picture(path)


class _Only:
    """A catalog with only some of its modules and no showcase: what an entry alone is checked in."""

    def __init__(self, source: Source, paths: Collection[str]) -> None:
        self._source = source
        self._paths = paths
        self.has, self.read, self.text, self.picture = source.has, source.read, source.text, source.picture

    def below(self, folder: str) -> Iterable[str]:
        """Return the paths of these entries, and all others that are neither modules nor of the showcase."""
        if folder == f"{FOLDER}/modules":
            return self._paths
        return () if folder == f"{FOLDER}/showcase" else self._source.below(folder)

    def unread(self, folder: str) -> Iterable[Finding]:
        """Return nothing: what is left out is known from before."""
        return ()


@dataclass(frozen=True)
class _Kept:
    """What a check asked, was told, and found."""

    answers: Mapping[_Question, str]
    facts: Mapping[str, str]
    """Of each accepted entry without waivers, by path: a digest of what rules about others look at."""
    findings: tuple[Finding, ...]
    texts: tuple[str, ...]
    """The paths of the files that findings are about, and that could be read."""
    counts: Mapping[str, int]
    rules: str | None
    """Where the page of the rules is published."""

    @classmethod
    def of(cls, source: _Asked, result: Result) -> _Kept:
        modules = result.catalog.modules if result.catalog else ()
        facts = {one.document.path: _facts(one) for one in modules if not one.waivers}
        texts = _texts(result.findings, result.texts)
        return cls(source.answers, facts, result.findings, texts, result.counts, result.rules)

    def again(self, source: _Asked, today: date) -> _Kept | None:
        """Return what a check of the source finds; None when that takes a whole check."""
        changed = {question for question, before in self.answers.items() if source.answer(question) != before}
        if not changed:
            return self
        paths = {path for kind, path in changed if kind == "content"} & self.facts.keys()
        if len(paths) < len(changed) or len(paths) > MOST or not CLASSIFIED or self._speak_of(paths):
            return None
        alone = pipeline.check_source(_Only(source, paths), today=today)
        modules = alone.catalog.modules if alone.catalog else ()
        if {one.document.path: _facts(one) for one in modules if not one.waivers} != {
            path: self.facts[path] for path in paths
        }:
            return None
        found = [one for one in alone.findings if one.place.path in paths and not _ACROSS.fullmatch(one.code)]
        others = [one for one in self.findings if one.place.path not in paths]
        findings = in_reading_order([*found, *others])
        return replace(
            self,
            answers={question: source.answer(question) for question in self.answers},
            findings=findings,
            texts=_texts(findings, {*self.texts, *alone.texts}),
        )

    def _speak_of(self, paths: Collection[str]) -> bool:
        """Say whether a finding about several entries is in one of these files: it may have moved."""
        across = [one for one in self.findings if _ACROSS.fullmatch(one.code)]
        return any(place.path in paths for one in across for place in _places(one))

    def result(self, source: Source) -> Result:
        """Return the result, with the texts that excerpts are of."""
        texts = {path: text for path in self.texts if (text := source.text(path).text) is not None}
        return Result(self.findings, None, texts, self.counts, {}, {}, self.rules)

    @classmethod
    def read(cls, root: Path, key: list[str]) -> _Kept | None:
        """Return what the last check kept; None when there is nothing, or it is of another day or program."""
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            head, body = _file(root).read_bytes().split(b"\n", 1)
            if head.decode() == _digest(body) and (data := json.loads(body))["key"] == key:
                return cls(
                    {(kind, path): answer for kind, path, answer in data["answers"]},
                    data["facts"],
                    tuple(map(_finding, data["findings"])),
                    tuple(data["texts"]),
                    data["counts"],
                    data["rules"],
                )
        return None

    def write(self, root: Path, key: list[str]) -> None:
        """Keep this for the next check, whole or not at all; without a word where nothing can be written."""
        data = {
            "key": key,
            "answers": [[*question, answer] for question, answer in self.answers.items()],
            "facts": self.facts,
            "findings": [_data(one) for one in self.findings],
            "texts": self.texts,
            "counts": self.counts,
            "rules": self.rules,
        }
        body = json.dumps(data).encode()
        with suppress(OSError):
            file = _file(root)
            file.parent.mkdir(parents=True, exist_ok=True)
            (file.parent / ".gitignore").write_bytes(b"*\n")
            disk.replace(file, f"{_digest(body)}\n".encode() + body)


def _file(root: Path) -> Path:
    """Return the file for what is kept. Raises OSError when a link would lead out of the project."""
    file = root / PATH
    if not file.resolve().is_relative_to(root.resolve()):
        raise OSError
    return file


def _places(finding: Finding) -> Iterator[Place]:
    yield finding.place
    yield from (related.place for related in finding.related)


def _texts(findings: Iterable[Finding], known: Collection[str]) -> tuple[str, ...]:
    paths = {place.path for one in findings for place in _places(one)}
    return tuple(sorted(path for path in paths if path in known))


def _facts(module: Module) -> str:
    """Return a digest of all that rules about other entries look at in an entry."""
    facts = (
        module.name,
        module.stage,
        [event.stage for event in module.history if event.stage],
        module.namespaces,
        [(relation.type, relation.module) for relation in module.relations],
        [(toggle.name, toggle.until, toggle.requires) for toggle in module.toggles],
        [combination.with_ for combination in module.compatibility],
        module.deprecation.replacement if module.deprecation else None,
    )
    return _digest(json.dumps(facts).encode())


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
