"""The files of a catalog, read one by one: what each of them says, and what is wrong with it in itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from gettext import NullTranslations
from hashlib import sha256

from ..catalog import evidence_files, included, lifecycle, own_words, requirements, settings, unread
from ..catalog.entry_files import CATALOG, SHOWCASE, EntryFiles, misnamed
from ..catalog.evidence import Evidence
from ..catalog.evidence_files import DETAILS, EVIDENCE
from ..catalog.included import CATALOG_FILE, Included, IncludedCatalog, UnusableError
from ..catalog.lifecycle import Lifecycle
from ..catalog.model import Catalog
from ..catalog.noun import InNoun
from ..catalog.reading import documents
from ..catalog.reading.documents import Document
from ..catalog.reading.globs import named
from ..catalog.reading.sources import FOLDER, Source
from ..catalog.requirements import Requirement
from ..catalog.settings import Include, Settings
from ..catalog.validation import schema
from ..catalog.validation.fitting import its_item, the_value
from ..catalog.validation.validator import SchemaValidator
from ..diagnostics import Finding, Place, Related, Severity, closest
from . import facts
from .facts import Facts
from .gates import definition
from .result import Translations
from .rules import RULES

WORDS = f"{FOLDER}/words.po"
"""What pages say in place of English, if a project says it."""
_OF_LANGUAGES = f"{FOLDER}/words.*.po"
"""The same for one language each, of a site that has several."""

_CODES: schema.Data = {
    "type": "string",
    "pattern": f"^({'|'.join(code for code in RULES if not code.startswith('MC0'))})$",
    "errorMessage": (
        "must be the code of a rule such as `MC404`; those about files that cannot be read (MC0xx) cannot be"
        " changed"
    ),
}
GIVEN: Mapping[str, Mapping[str, schema.Data]] = {
    "lifecycle": {"gate": definition(), "rule_code": _CODES},
    "catalog": {"rule_code": _CODES},
}
"""By the name of a schema: definitions that only the checks know."""

Entries = dict[str, Document | None]
"""Entries of one sort by id, in the order of ids; None for a file that could not be read."""
Words = Mapping[str, list[str]]
Weigh = Callable[[Finding], Severity | None]
"""Returns how severe a finding is in this catalog; None for one of a rule that is off."""
_UNTIL_THEN = {
    True: "; until then it counts as not recorded",
    False: "; until then the whole entry is left out",
}
"""What is said of a misfit that is no error, by whether the entry is shown."""
Progress = Callable[[list[str]], Iterable[str]]
"""Hands on the paths that are read, one by one: a progress bar can count them."""


class Files:
    """The files of one source: gathers findings and texts while they are read."""

    def __init__(self, source: Source, progress: Progress = iter, known: Mapping[str, Facts] = {}) -> None:
        self.source = source
        self.progress = progress
        self.known = known
        self.findings: list[Finding] = []
        self.binding: list[Finding] = []
        """What is wrong with the files that say how severe findings are: errors, whatever they say."""
        self.texts: dict[str, str] = {}
        self.parts: dict[str, list[tuple[str, Document]]] = {"module": [], "showcase": []}
        """What is right of entries that are not, with their ids, by sort."""
        self.left_out: set[str] = set()
        """The paths of entries that are not shown, although no finding about them may be an error."""
        self.misnamed: frozenset[str] = frozenset()
        """The ids that modules are meant to have whose files have another name."""
        self.own: Mapping[str, schema.Data] = {}
        """What must hold of the project's own keys: nothing, while it is not known."""
        self.entry_files = EntryFiles()
        """Where the entries of modules are, whatever else catalog.yaml says."""
        self.declared: Document | None = None
        """catalog.yaml as it was read."""
        self.words: Words = {}
        """The words of lists that catalog.yaml declares, with the built-in ones, whatever else it says."""

    def declaration(self) -> Document | None:
        """Read catalog.yaml, and note what other files need of it even where something in it is wrong."""
        # An earlier revision may be from before there was a catalog.
        read = self._read(CATALOG) if self.source.has(CATALOG) else None
        if read:
            self.declared = read
            self.words = own_words.declared(read.value())
            self.entry_files = EntryFiles.declared(read.value())
        return read

    def settings(self, read: Document | None) -> Settings | None:
        """Return what catalog.yaml says, as far as it is right; None when it could not be read at all."""
        if read is None:
            return None
        validator = validator_of("catalog", self.words)
        document, misfits = validator.check(read)
        self.binding += misfits
        if misfits:
            # One mistake is one finding: what may be a key of the project's own is not unknown.
            fields = read.value("fields")
            self.own = {str(key): {} for key in fields} if isinstance(fields, dict) else {}
            return unread.of_settings(validator.fitting(read, unread.its_setting), read)
        found = settings.build(document)
        self.own = found.own("module")
        for index, glob in enumerate(found.entries):
            if not any(map(found.entry_files.has, self.source.below(glob))):
                message = f"`{glob}` names no file: a path begins at the folder that holds `{FOLDER}/`"
                self._report("MC232", message, document.where("entries", index))
        return found

    def lifecycle(self, found: Settings) -> Lifecycle:
        """Return the lifecycle that catalog.yaml names, as far as it is right."""
        read = unread.known(lambda: self._named_lifecycle(found), None)
        validator = validator_of("lifecycle", {})
        if read is None:
            return unread.without_lifecycle(found.document)
        document, misfits = validator.check(read)
        self.binding += misfits
        if misfits:
            return unread.of_lifecycle(validator.fitting(read, unread.its_gate), read)
        return lifecycle.build(document)

    def _named_lifecycle(self, found: Settings) -> Document | None:
        """Return the lifecycle as it was read; None when there is none, or it could not be read."""
        name = found.lifecycle
        if name in lifecycle.BUILT_IN:
            return _built_in(name)
        if name.endswith(".yaml") and self.source.has(f"{FOLDER}/{name}"):
            return self._read(f"{FOLDER}/{name}")
        known = ", ".join(f"`{built_in}`" for built_in in lifecycle.BUILT_IN)
        message = f"`{name}` is neither a built-in lifecycle ({known}) nor a .yaml file in the catalog folder"
        meant = closest(name, lifecycle.BUILT_IN)
        self.binding.append(Finding("MC104", message, found.document.where("lifecycle"), meant))
        return None

    def roster(self, words: Words, weigh: Weigh) -> tuple[bool, Document | None]:
        """Return whether it is known who there is, and the roster. No roster at all is an empty one."""
        path = f"{FOLDER}/people.yaml"
        if not self.source.has(path):
            return True, None
        document = self._fitting(self._read(path), validator_of("people", words), weigh)
        return document is not None and not document.lost, document

    def entries(self, sort: str) -> Entries:
        """Read the entries of one sort, in the order of their ids.

        Files that would be left out in silence are reported.
        """
        found: Entries = {}
        places: dict[str, Place] = {}
        for folder in self.entry_files.places if sort == "modules" else (SHOWCASE,):
            self.findings += self.source.unread(folder)
        there = self.entry_files.paths(self.source) if sort == "modules" else self.source.below(SHOWCASE)
        ids = {path: self.entry_files.id(path) for path in there}
        if sort == "modules":
            self.misnamed = frozenset(id_.lower() for id_ in ids.values())
        paths = [path for path in ids if path.endswith((".yaml", ".yml"))]
        for path in self.progress(sorted(paths, key=lambda path: (ids[path], path))):
            place, id_ = Place(path), ids[path]
            if path.endswith(".yml"):
                self._report("MC009", f"entries end in .yaml: rename the file to `{id_}.yaml`", place)
            elif id_ in found:
                first = Related(places[id_], "first given here")
                self.left_out.add(path)
                self._report(
                    "MC202", f"the id `{id_}` is taken by another file: rename one of the two", place, first
                )
            else:
                if wrong := misnamed(id_, path):
                    self._report("MC203", wrong, place)
                places[id_] = place
                is_known = path in self.known
                found[id_] = facts.document(path, self.known[path]) if is_known else self._read(path)
        return found

    def accepted(
        self, entries: Entries, name: str, validator: SchemaValidator, weigh: Weigh
    ) -> Iterator[tuple[str, Document]]:
        """Yield the entries that are shown, with their ids; `parts` gets what is right of others.

        Where no misfit is an error, an entry is shown without what does not fit, which its document has lost.
        """
        for id_, document in entries.items():
            if document and document.path in self.known:
                yield id_, document
            elif document is None:
                continue
            elif misnamed(id_, document.path):
                self._fitting(document, validator)
                self.left_out.add(document.path)
            elif fitting := self._fitting(document, validator, weigh):
                yield id_, fitting
                if fitting.lost:
                    self._add_part(name, id_, document, validator)
            else:
                self._add_part(name, id_, document, validator)

    def _add_part(self, name: str, id_: str, document: Document, validator: SchemaValidator) -> None:
        part = validator.fitting(document, its_item)
        # Without the waivers it is not known what still counts.
        if "waivers" not in part.lost:
            self.parts[name].append((id_, part))

    def translations(self, found: Settings) -> Translations:
        """Return what pages say in place of English, by the languages that have a file of their own."""
        paths = ((named(_OF_LANGUAGES, path) or "", path) for path in self.source.below(_OF_LANGUAGES))
        return {
            language: (path, self._translation(path, found))
            for language, path in [("", WORDS), *sorted(paths)]
        }

    def _translation(self, path: str, found: Settings) -> NullTranslations:
        english = InNoun(found.noun)
        if not self.source.has(path) or (text := self._text(path)) is None:
            return english
        from ..catalog import translation  # noqa: PLC0415  # most catalogs have none, and its library takes time to load

        translated, findings = translation.read(text, path)
        self.findings += findings
        translated.add_fallback(english)
        return translated

    def evidence(self, found: Settings) -> Evidence | None:
        """Return what the last audit found; None when there was none."""
        text, details = self._generated(EVIDENCE), self._generated(DETAILS)
        return evidence_files.read(text, details, found.sources, self._misread) if text is not None else None

    def _generated(self, path: str) -> str | None:
        """Return the text of a file that the program wrote; None when there is none, or it cannot be read."""
        if not self.source.has(path):
            return None
        reading = self.source.text(path)
        self.findings += reading.findings
        return reading.text

    def _misread(self, path: str, line: int) -> None:
        self.texts[path] = self.source.text(path).text or ""
        message = "this is not what `module-catalog audit` writes: run it again, and leave the file as it is"
        self._report("MC901", message, Place(path, line, 1, line, 2))

    def included(self, found: Settings) -> Included:
        """Return the catalogs of other projects, as their copies have them."""
        includes = unread.known(lambda: found.includes, None)
        if includes is None:
            named = self.declared and self.declared.value("includes")
            return dict.fromkeys(map(str, named)) if isinstance(named, dict) else {}
        return {name: self._copy(name, one, found.document) for name, one in includes.items()}

    def _copy(self, name: str, include: Include, document: Document) -> IncludedCatalog | None:
        path, place = f"{FOLDER}/{include.file}", document.where("includes", name, "file")
        if not self.source.has(path):
            message = f"there is no file `{path}`: save the `{CATALOG_FILE}` of that project there"
            self._report("MC234", message, place)
            return None
        reading = self.source.text(path)
        self.findings += reading.findings
        if reading.text is None:
            return None
        try:
            found = included.read(reading.text, include.url)
        except UnusableError as error:
            self._report("MC234", f"`{path}` cannot be used: {error}", place)
            return None
        digest = sha256(reading.text.encode()).hexdigest()
        if digest != include.sha256.lower():
            message = "the copy has another hash: if it is the one that is meant, write its own"
            place = document.where("includes", name, "sha256")
            self.findings.append(Finding("MC233", message, place, digest, is_certain=True))
        return found

    def templates(self) -> dict[str, str]:
        """Return the project's own templates of pages, by path."""
        self.findings += self.source.unread(f"{FOLDER}/templates")
        paths = sorted(path for path in self.source.below(f"{FOLDER}/templates") if path.endswith(".j2"))
        return {path: text for path in paths if (text := self._text(path)) is not None}

    def pictures(self, catalog: Catalog) -> dict[str, bytes]:
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

    def _read(self, path: str) -> Document | None:
        reading = self.source.read(path)
        self.findings += reading.findings
        if reading.text is not None:
            self.texts[path] = reading.text
        return reading.document

    def _fitting(
        self, document: Document | None, validator: SchemaValidator, weigh: Weigh = lambda _: Severity.ERROR
    ) -> Document | None:
        """Return the document as its schema reads it, if it can be used; report what does not fit.

        It is used without what does not fit where that is no error and no key is missing that it stands on.
        """
        if document is None:
            return None
        read, misfits = validator.check(document)
        if any(weigh(one) is Severity.ERROR for one in misfits):
            self.findings += misfits
            return None
        rest = read
        if misfits:
            told = tuple(filter(weigh, misfits))
            rest = replace(validator.fitting(document, the_value), misfits=told)
        is_usable = validator.required <= rest.data.keys()
        self.findings += [replace(one, message=one.message + _UNTIL_THEN[is_usable]) for one in misfits]
        if not is_usable:
            self.left_out.add(document.path)
        return rest if is_usable else None

    def _report(self, code: str, message: str, place: Place, *related: Related) -> None:
        self.findings.append(Finding(code, message, place, related=related))


def validator_of(
    name: str, words: Words, asked: tuple[Requirement, ...] = (), own: Mapping[str, schema.Data] = {}
) -> SchemaValidator:
    """Return what checks files of a sort: with a catalog's words, what it asks for, and its *own* keys."""
    allowed = tuple((word, tuple(those)) for word, those in words.items())
    return _made(name, allowed, asked, json.dumps(own))


# Kept, as what follows is, because a server checks the same catalog again and again, and the examples of all
# rules share one.
@cache
def _built_in(name: str) -> Document | None:
    return documents.parse(lifecycle.built_in(name), f"{name}.yaml").document


@lru_cache(maxsize=32)
def _made(
    name: str, words: tuple[tuple[str, tuple[str, ...]], ...], asked: tuple[Requirement, ...], own: str
) -> SchemaValidator:
    needed = requirements.conditions(asked)
    return SchemaValidator(schema.effective(name, dict(words), GIVEN.get(name), needed, json.loads(own)))
