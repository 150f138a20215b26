"""The one place that knows the order of the steps: a folder → Result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from . import documents, lifecycle, model, schema, settings
from .diagnostics import CatalogError, Finding, Place, Related, Severity, in_reading_order, printable
from .documents import Document
from .lifecycle import Lifecycle
from .model import Catalog, Person
from .rules import RULES
from .schema import Shape
from .settings import Settings

FOLDER = "catalog"
"""The catalog's folder in the project."""

_ID = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_Entries = dict[str, Document | None]
"""Entries of one sort by id, in the order of ids; None for a file that could not be read."""
_Words = Mapping[str, list[str]]


@dataclass(frozen=True)
class Result:
    """All that a run found out. CLI, plugin and tests get nothing else."""

    root: Path
    """The project folder, which every path of a finding starts from."""
    findings: tuple[Finding, ...]
    """In reading order: by file, line and column."""
    catalog: Catalog | None
    """The entries that could be accepted; None when catalog.yaml or the lifecycle could not."""
    texts: Mapping[str, str]
    """The text of each file that could be read, by its path, for excerpts."""
    counts: Mapping[str, int]
    """How many files there are of each sort: modules, showcase."""

    def count(self, severity: Severity) -> int:
        """Return how many findings weigh that much."""
        return sum(finding.severity is severity for finding in self.findings)

    def rule_url(self, code: str) -> str | None:
        """Return the address of the rule's page on the published catalog; None when catalog.yaml does not say where that is."""
        site = self.catalog.settings.site if self.catalog else None
        return f"{site.rstrip('/')}/modules/rules/#{code.lower()}" if site else None

    @property
    def is_clean(self) -> bool:
        """Whether there is a catalog and no error in it."""
        return self.catalog is not None and not self.count(Severity.ERROR)


def find_root(start: Path) -> Path:
    """Return the nearest folder from *start* upwards that holds a catalog. Raises CatalogError when none does."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FOLDER / "catalog.yaml").exists():
            return folder
    raise CatalogError(f"no catalog here: neither {start} nor a folder above it holds {FOLDER}/catalog.yaml")


def check(root: Path) -> Result:
    """Read and check the catalog below *root*. Raises CatalogError when there is none."""
    if not (root / FOLDER / "catalog.yaml").exists():
        raise CatalogError(f"no catalog here: {root / FOLDER / 'catalog.yaml'} does not exist")
    return _Run(root).result()


class _Run:
    """One run over one folder: gathers findings and texts while the steps go by."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / FOLDER
        self.findings: list[Finding] = []
        self.texts: dict[str, str] = {}

    def result(self) -> Result:
        """Take the steps in order, each as far as the ones before it allow."""
        modules, works = self._entries("modules"), self._entries("showcase")
        catalog = self._catalog(modules, works)
        findings = list(self.findings)
        if catalog is not None:
            findings += [found for rule in RULES.values() for found in rule.findings(catalog)]
            findings = [weighed for found in findings if (weighed := _weighed(found, catalog.settings))]
        counts = {"modules": len(modules), "showcase": len(works)}
        return Result(self.root, in_reading_order(findings), catalog, self.texts, counts)

    def _catalog(self, modules: _Entries, works: _Entries) -> Catalog | None:
        found = self._settings()
        stages = self._lifecycle(found) if found else None
        if found is None or stages is None:
            return None
        words = {**found.words(), **stages.words()}
        has_roster, people = self._people(words)
        return Catalog(
            settings=found,
            lifecycle=stages,
            modules=tuple(model.module(document, id_) for id_, document in self._accepted(modules, "module", words)),
            showcase=tuple(model.work(document, id_) for id_, document in self._accepted(works, "showcase", words)),
            people=people,
            has_roster=has_roster,
            known_ids=frozenset(modules),
        )

    def _settings(self) -> Settings | None:
        document = self._fitting(self._read(self.folder / "catalog.yaml"), _shape("catalog", {}))
        return settings.build(document) if document else None

    def _lifecycle(self, found: Settings) -> Lifecycle | None:
        name = found.lifecycle
        if name in lifecycle.BUILT_IN:
            text = (Path(__file__).parent / "lifecycles" / f"{name}.yaml").read_text(encoding="utf-8")
            document = documents.parse(text, f"{name}.yaml").document
        elif (self.folder / name).is_file():
            document = self._read(self.folder / name)
        else:
            known = ", ".join(f"`{built_in}`" for built_in in lifecycle.BUILT_IN)
            message = f"`{name}` is neither a built-in lifecycle ({known}) nor a file in the catalog folder"
            self.findings.append(Finding("MC104", message, found.document.where("lifecycle")))
            return None
        document = self._fitting(document, _shape("lifecycle", {}))
        return lifecycle.build(document) if document else None

    def _people(self, words: _Words) -> tuple[bool, Mapping[str, Person]]:
        """Return whether the roster says who there is, and the people on it. No roster at all is an empty one."""
        file = self.folder / "people.yaml"
        if not file.exists():
            return True, {}
        document = self._fitting(self._read(file), _shape("people", words))
        return document is not None, model.people(document) if document else {}

    def _entries(self, sort: str) -> _Entries:
        """Read the entries of one sort, in the order of their ids; report files that would be left out in silence."""
        found: _Entries = {}
        paths: dict[str, Place] = {}
        for file in sorted((self.folder / sort).rglob("*.y*ml"), key=lambda file: (file.stem, file)):
            place = Place(self._path(file))
            if file.suffix not in (".yaml", ".yml"):
                continue
            if file.suffix == ".yml":
                self._report("MC009", f"entries end in .yaml: rename the file to `{file.stem}.yaml`", place)
            elif file.stem in found:
                first = Related(paths[file.stem], "it is here first")
                self._report("MC202", f"the id `{file.stem}` is taken by another file: rename one of the two", place, first)
            else:
                if not _ID.fullmatch(file.stem):
                    self._report(
                        "MC203", "the file's name is the id: lower-case letters and digits, joined by `-`, `_` or `.`", place
                    )
                paths[file.stem] = place
                found[file.stem] = self._read(file)
        return found

    def _report(self, code: str, message: str, place: Place, *related: Related) -> None:
        self.findings.append(Finding(code, message, place, related=related))

    def _read(self, file: Path) -> Document | None:
        reading = documents.read(file, self._path(file), inside=self.folder)
        self.findings += reading.findings
        if reading.text is not None:
            self.texts[self._path(file)] = reading.text
        return reading.document

    def _fitting(self, document: Document | None, shape: Shape) -> Document | None:
        """Return the document if there is one and it has the shape; report what does not fit."""
        misfits = tuple(shape.check(document)) if document else ()
        self.findings += misfits
        return None if misfits else document

    def _accepted(self, entries: _Entries, name: str, words: _Words) -> Iterator[tuple[str, Document]]:
        shape = _shape(name, words)
        for id_, document in entries.items():
            if self._fitting(document, shape) and document and _ID.fullmatch(id_):
                yield id_, document

    def _path(self, file: Path) -> str:
        """Return what findings call the file. A name that is not text, or that would break a line, is written out."""
        name = file.relative_to(self.root).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        return printable(name)


def _shape(name: str, words: _Words) -> Shape:
    return Shape(schema.effective(name, words))


def _weighed(finding: Finding, found: Settings) -> Finding | None:
    """Return the finding with the weight that catalog.yaml gives its rule, or None when the rule is off."""
    severity = found.severity(finding.code, finding.severity)
    return replace(finding, severity=severity) if severity else None
