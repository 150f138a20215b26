"""The one place that knows the order of the steps: the files of a catalog → Result."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from ..catalog import (
    addresses,
    claim_kinds,
    documents,
    evidence,
    generated_json,
    lifecycle,
    model,
    requirements,
    schema,
    settings,
)
from ..catalog.documents import Document
from ..catalog.evidence import Evidence
from ..catalog.lifecycle import Lifecycle
from ..catalog.model import Catalog
from ..catalog.noun import InNoun
from ..catalog.page_kinds import PAGE_KINDS
from ..catalog.requirements import Requirement
from ..catalog.settings import Settings
from ..catalog.sources import FOLDER, Folder, Source
from ..catalog.validator import SchemaValidator
from ..diagnostics import CatalogError, Finding, Place, Related, closest, in_reading_order
from .gates import conditions, definition
from .names import with_names
from .result import Result
from .rules import RULES
from .rules.rule import require_reasons
from .rules.waivers import waived

SCHEMAS = ("module", "showcase", "people", "catalog", "lifecycle", "evidence")
"""The sorts of file that have a JSON Schema."""
WRITTEN_SCHEMAS = {name: f"{FOLDER}/{name}.schema.json" for name in SCHEMAS[:3]}
"""Where the schemas that editors use are written, by name."""
WORDS = f"{FOLDER}/words.po"
"""What pages say in place of English, if a project says it."""

_GIVEN: Mapping[str, Mapping[str, schema.Data]] = {"lifecycle": {"gate": definition()}}
"""By the name of a schema: definitions that only the checks know."""

EVIDENCE = f"{FOLDER}/evidence.json"
"""Where an audit writes what it found."""

_ID = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_Entries = dict[str, Document | None]
"""Entries of one sort by id, in the order of ids; None for a file that could not be read."""
_Words = Mapping[str, list[str]]
_NONE: Mapping[str, schema.Data] = {}
Progress = Callable[[list[str]], Iterable[str]]
"""Hands on the paths that are read, one by one: a progress bar can count them."""


def find_root(start: Path) -> Path:
    """Return the nearest folder from *start* upwards that holds a catalog.

    Raises CatalogError when none does.
    """
    try:
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / FOLDER / "catalog.yaml").exists():
                return folder
    except (OSError, RuntimeError) as error:
        raise CatalogError(
            f"no catalog here: {start} cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error
    raise CatalogError(f"no catalog here: neither {start} nor a folder above it holds {FOLDER}/catalog.yaml")


def check(root: Path, *, today: date, base: Source | None = None, progress: Progress = iter) -> Result:
    """Read and check the catalog below *root*, as on the day *today*.

    Checks the change from *base*, an earlier catalog, too. Raises CatalogError when there is no catalog.
    """
    require_reasons()
    if not (root / FOLDER / "catalog.yaml").exists():
        raise CatalogError(f"no catalog here: {root / FOLDER / 'catalog.yaml'} does not exist")
    return check_source(Folder(root), today=today, base=base, progress=progress)


def check_source(
    source: Source, *, today: date, base: Source | None = None, progress: Progress = iter
) -> Result:
    """Read and check a catalog wherever its files come from; as `check`.

    Raises nothing, whatever they hold.
    """
    with _uncollected():
        before = _Run(base, today, iter).result().catalog if base else None
        return _Run(source, today, progress).result(before)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector away from what is read: it looks through it again and again, and none is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def schema_text(name: str, catalog: Catalog) -> str:
    """Return the JSON Schema of a sort of file, with a catalog's words and what its lifecycle always asks."""
    asked = (*requirements.conditions(catalog.requirements), *conditions(catalog)) if name == "module" else ()
    return schema.text(
        name,
        {**catalog.settings.words(), **catalog.lifecycle.words(), **claim_kinds.WORDS},
        asked,
        _GIVEN.get(name),
        catalog.settings.own(name),
    )


class _Run:
    """One run over one catalog: gathers findings and texts while the steps go by."""

    def __init__(self, source: Source, today: date, progress: Progress) -> None:
        self.source = source
        self.today = today
        self.progress = progress
        self.findings: list[Finding] = []
        self.texts: dict[str, str] = {}
        self.parts: dict[str, list[tuple[str, Document]]] = {"module": [], "showcase": []}
        """What is right of entries that are not, with their ids, by sort."""
        self.misnamed: frozenset[str] = frozenset()
        """The ids that modules are meant to have whose files have another name."""
        self.own: Mapping[str, schema.Data] = {}
        """What must hold of the project's own keys: nothing, while it is not known."""

    def result(self, before: Catalog | None = None) -> Result:
        """Take the steps in order, each as far as the ones before it allow."""
        modules, showcase = self._entries("modules"), self._entries("showcase")
        catalog, templates = self._catalog(modules, showcase), self._templates()
        pictures = self._pictures(catalog) if catalog else {}
        findings = list(self.findings)
        if catalog is not None:
            wider, partial = self._with_parts(catalog)
            findings += [
                found
                for rule in RULES.values()
                for found in rule.findings(catalog if rule.is_of_whole else wider, before)
            ]
            findings += self._outdated_schemas(catalog)
            findings = [
                weighed
                for found in waived(with_names(findings, self.texts, wider), wider, RULES, partial)
                if (weighed := _weighed(found, catalog.settings))
            ]
        counts = {"modules": len(modules), "showcase": len(showcase)}
        rules = _rules_page(catalog.settings) if catalog else None
        return Result(in_reading_order(findings), catalog, self.texts, counts, templates, pictures, rules)

    def _with_parts(self, catalog: Catalog) -> tuple[Catalog, frozenset[str]]:
        """Return the catalog with what is right of entries that are not, and the paths of these.

        A name that is taken is a mistake whether or not another value of the entry is one.
        """
        if not any(self.parts.values()):
            return catalog, frozenset()
        modules = (model.part_of_module(part, id_) for id_, part in self.parts["module"])
        showcase = (model.part_of_showcase_entry(part, id_) for id_, part in self.parts["showcase"])
        wider = replace(
            catalog,
            modules=tuple(sorted((*catalog.modules, *filter(None, modules)), key=lambda one: one.id)),
            showcase=tuple(sorted((*catalog.showcase, *filter(None, showcase)), key=lambda one: one.id)),
        )
        return wider, frozenset(part.path for parts in self.parts.values() for _, part in parts)

    def _catalog(self, modules: _Entries, showcase: _Entries) -> Catalog | None:
        found = self._settings()
        stages = self._lifecycle(found) if found else None
        words = {**(found.words() if found else {}), **(stages.words() if stages else {})}
        has_roster, roster = self._roster(words)
        asked = stages.requirements(found.required) if found and stages else ()
        accepted = {
            "module": [*self._accepted(modules, "module", _validator("module", words, asked, self.own))],
            "showcase": [*self._accepted(showcase, "showcase", _validator("showcase", words))],
        }
        # What is wrong with one file does not hide what is wrong with others: all of it is read before the
        # first way out.
        if found is None or stages is None:
            return None
        read = {document.path for _, document in accepted["module"]}
        return Catalog(
            settings=found,
            lifecycle=stages,
            modules=tuple(model.module(document, id_) for id_, document in accepted["module"]),
            showcase=tuple(model.showcase_entry(document, id_) for id_, document in accepted["showcase"]),
            people=model.people(roster) if roster else {},
            roster=roster,
            has_roster=has_roster,
            known_ids=frozenset(modules) | self.misnamed,
            rejected=tuple(
                text
                for path, text in self.texts.items()
                if path.startswith(f"{FOLDER}/modules/") and path not in read
            ),
            pictures=frozenset(
                path
                for path in self.source.below(f"{FOLDER}/showcase")
                if not path.endswith((".yaml", ".yml"))
            ),
            today=self.today,
            translation=self._translation(found),
            evidence=self._evidence(found),
        )

    def _translation(self, found: Settings) -> NullTranslations:
        english = InNoun(found.noun)
        if not self.source.has(WORDS) or (text := self._text(WORDS)) is None:
            return english
        from ..catalog import translation  # noqa: PLC0415  # most catalogs have none, and its library takes time to load

        translated, findings = translation.read(text, WORDS)
        self.findings += findings
        translated.add_fallback(english)
        return translated

    def _templates(self) -> dict[str, str]:
        self.findings += self.source.unread(f"{FOLDER}/templates")
        paths = sorted(path for path in self.source.below(f"{FOLDER}/templates") if path.endswith(".j2"))
        return {path: text for path in paths if (text := self._text(path)) is not None}

    def _pictures(self, catalog: Catalog) -> dict[str, bytes]:
        """Read the pictures that showcase entries have, by their paths."""
        found = {}
        for path in sorted({path for entry in catalog.showcase if (path := catalog.picture_of(entry))}):
            content, findings = self.source.picture(path)
            self.findings += findings
            if content is not None:
                found[path] = content
        return found

    def _text(self, path: str) -> str | None:
        """Return the text of a file that is no entry, or None when it cannot be read."""
        reading = self.source.text(path)
        self.findings += reading.findings
        if reading.text is not None:
            self.texts[path] = reading.text
        return reading.text

    def _evidence(self, found: Settings) -> Evidence | None:
        """Return what the last audit found; None when there was none."""
        if not self.source.has(EVIDENCE):
            return None
        reading = self.source.text(EVIDENCE)
        self.findings += reading.findings
        if reading.text is None:
            return None
        data, line = generated_json.read("evidence", reading.text, claim_kinds.WORDS)
        if line is not None:
            self.texts[EVIDENCE] = reading.text
            message = (
                "this is not what `module-catalog audit` writes: run it again, and leave the file as it is"
            )
            self._report("MC901", message, Place(EVIDENCE, line, 1, line, 2))
            return None
        return evidence.build(data, found.repository.url if found.repository else None)

    def _outdated_schemas(self, catalog: Catalog) -> Iterator[Finding]:
        """Yield a finding for each written schema that is no longer the catalog's own.

        A schema that was never written is none.
        """
        for name, path in WRITTEN_SCHEMAS.items():
            # A checkout on Windows may have turned the line ends.
            if self.source.has(path) and (self.source.text(path).text or "").replace(
                "\r\n", "\n"
            ) != schema_text(name, catalog):
                message = "this is no longer the schema of this catalog: run `module-catalog schema --write`"
                yield Finding("MC108", message, Place(path))

    def _settings(self) -> Settings | None:
        # An earlier revision may be from before there was a catalog.
        if not self.source.has(f"{FOLDER}/catalog.yaml"):
            return None
        read = self._read(f"{FOLDER}/catalog.yaml")
        document = self._fitting(read, _validator("catalog", {}))
        if document is None:
            # One mistake is one finding: what may be a key of the project's own is not unknown.
            fields = read.value("fields") if read else None
            self.own = {str(key): {} for key in fields} if isinstance(fields, dict) else {}
            return None
        found = settings.build(document)
        self.own = found.own("module")
        return found

    def _lifecycle(self, found: Settings) -> Lifecycle | None:
        name = found.lifecycle
        if name in lifecycle.BUILT_IN:
            document = documents.parse(lifecycle.built_in(name), f"{name}.yaml").document
        elif name.endswith(".yaml") and self.source.has(f"{FOLDER}/{name}"):
            document = self._read(f"{FOLDER}/{name}")
        else:
            known = ", ".join(f"`{built_in}`" for built_in in lifecycle.BUILT_IN)
            message = (
                f"`{name}` is neither a built-in lifecycle ({known}) nor a .yaml file in the catalog folder"
            )
            meant = closest(name, lifecycle.BUILT_IN)
            self.findings.append(Finding("MC104", message, found.document.where("lifecycle"), meant))
            return None
        document = self._fitting(document, _validator("lifecycle", {}))
        return lifecycle.build(document) if document else None

    def _roster(self, words: _Words) -> tuple[bool, Document | None]:
        """Return whether it is known who there is, and the roster. No roster at all is an empty one."""
        path = f"{FOLDER}/people.yaml"
        if not self.source.has(path):
            return True, None
        document = self._fitting(self._read(path), _validator("people", words))
        return document is not None, document

    def _entries(self, sort: str) -> _Entries:
        """Read the entries of one sort, in the order of their ids.

        Files that would be left out in silence are reported.
        """
        found: _Entries = {}
        places: dict[str, Place] = {}
        self.findings += self.source.unread(f"{FOLDER}/{sort}")
        if sort == "modules":
            stems = {_stem(path) for path in self.source.below(f"{FOLDER}/{sort}")}
            self.misnamed = frozenset(stem.lower() for stem in stems)
        paths = [path for path in self.source.below(f"{FOLDER}/{sort}") if path.endswith((".yaml", ".yml"))]
        for path in self.progress(sorted(paths, key=lambda path: (_stem(path), path))):
            place, id_ = Place(path), _stem(path)
            if path.endswith(".yml"):
                self._report("MC009", f"entries end in .yaml: rename the file to `{id_}.yaml`", place)
            elif id_ in found:
                first = Related(places[id_], "first given here")
                self._report(
                    "MC202", f"the id `{id_}` is taken by another file: rename one of the two", place, first
                )
            else:
                if not _ID.fullmatch(id_):
                    message = (
                        "the file's name is the id: lower-case letters and digits, joined by `-`, `_` or `.`"
                    )
                    self._report("MC203", message, place)
                places[id_] = place
                found[id_] = self._read(path)
        return found

    def _report(self, code: str, message: str, place: Place, *related: Related) -> None:
        self.findings.append(Finding(code, message, place, related=related))

    def _read(self, path: str) -> Document | None:
        reading = self.source.read(path)
        self.findings += reading.findings
        if reading.text is not None:
            self.texts[path] = reading.text
        return reading.document

    def _fitting(self, document: Document | None, validator: SchemaValidator) -> Document | None:
        """Return the document as its schema reads it, if there is one and it fits; report what does not."""
        if document is None:
            return None
        read, misfits = validator.check(document)
        self.findings += misfits
        return None if misfits else read

    def _accepted(
        self, entries: _Entries, name: str, validator: SchemaValidator
    ) -> Iterator[tuple[str, Document]]:
        for id_, document in entries.items():
            if document is None or not _ID.fullmatch(id_):
                self._fitting(document, validator)
            elif fitting := self._fitting(document, validator):
                yield id_, fitting
            else:
                part = validator.fitting(document)
                # Without the waivers it is not known what still counts.
                if ("waivers" in part.data) == ("waivers" in document.data):
                    self.parts[name].append((id_, part))


def _stem(path: str) -> str:
    """Return the name of a file without its extension; PurePosixPath takes long for thousands of them."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _validator(
    name: str, words: _Words, asked: tuple[Requirement, ...] = (), own: Mapping[str, schema.Data] = _NONE
) -> SchemaValidator:
    allowed = tuple((word, tuple(those)) for word, those in words.items())
    return _validator_of(name, allowed, asked, json.dumps(own))


# Kept, because a server checks the same catalog again and again, and the examples of all rules share one.
@lru_cache(maxsize=32)
def _validator_of(
    name: str,
    words: tuple[tuple[str, tuple[str, ...]], ...],
    asked: tuple[Requirement, ...],
    own: str,
) -> SchemaValidator:
    needed = requirements.conditions(asked)
    return SchemaValidator(schema.effective(name, dict(words), _GIVEN.get(name), needed, json.loads(own)))


def _rules_page(found: Settings) -> str | None:
    """Return the address of the page about rules on the published catalog, if it is known where that is."""
    if found.site is None or found.pages.get("rules") == "off":
        return None
    return addresses.published(PAGE_KINDS["rules"].path, found)


def _weighed(finding: Finding, found: Settings) -> Finding | None:
    """Return the finding in the weight of its rule, or in that which catalog.yaml gives it, with its noun.

    None when the rule is off.
    """
    severity = found.severity(finding.code, RULES[finding.code].severity)
    message = found.noun.put_in(finding.message)
    return replace(finding, severity=severity, message=message) if severity else None
