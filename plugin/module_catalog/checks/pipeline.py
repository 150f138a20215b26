"""The one place that knows the order of the steps: the files of a catalog → Result."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from ..catalog import addresses, claim_kinds, model, requirements
from ..catalog.entry_files import SHOWCASE
from ..catalog.evidence_files import EVIDENCE
from ..catalog.lifecycle import Lifecycle
from ..catalog.model import Catalog
from ..catalog.noun import MODULE
from ..catalog.page_kinds import PAGE_KINDS
from ..catalog.queries import lookups
from ..catalog.queries.shared_toggles import shared, without_unknown
from ..catalog.reading.documents import Document
from ..catalog.reading.sources import FOLDER, Folder, Source
from ..catalog.requirements import Requirement
from ..catalog.settings import Settings
from ..catalog.unread import Partial, UnreadError, known
from ..catalog.validation import schema
from ..catalog.weights import Weights, severity, weights
from ..diagnostics import CatalogError, Finding, Place, Severity, in_reading_order
from .facts import Facts
from .files import GIVEN, WORDS, Entries, Files, Progress, validator_of
from .gates import conditions
from .names import with_names
from .result import Result, Translations
from .rules import RULES, Rule, reading
from .rules.rule import require_reasons
from .rules.waivers import waived

SCHEMAS = ("module", "showcase", "people", "catalog", "lifecycle", "evidence")
"""The sorts of file that have a JSON Schema."""
WRITTEN_SCHEMAS = {name: f"{FOLDER}/{name}.schema.json" for name in SCHEMAS[:3]}
"""Where the schemas that editors use are written, by name."""
OUTDATED = "this is no longer the schema of this catalog: run `module-catalog schema --write`"

_OF_READING = frozenset(rule.code for rule in reading.RULES)
"""The rules that may leave an entry out."""

__all__ = [
    "EVIDENCE",
    "SCHEMAS",
    "WORDS",
    "WRITTEN_SCHEMAS",
    "Progress",
    "check",
    "check_source",
    "editor_schema",
    "find_root",
    "schema_text",
]


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


def check(
    root: Path,
    *,
    today: date,
    base: Source | None = None,
    only_new: bool = False,
    progress: Progress = iter,
    folder: Callable[[Path], Source] = Folder,
) -> Result:
    """Read and check the catalog below *root*, as on the day *today*.

    Checks the change from *base*, an earlier catalog, too, and with *only_new* leaves out the findings that
    the earlier one has as well; *folder* is what reads the files below a root.
    Raises CatalogError when there is no catalog.
    """
    require_reasons()
    if not (root / FOLDER / "catalog.yaml").exists():
        raise CatalogError(f"no catalog here: {root / FOLDER / 'catalog.yaml'} does not exist")
    return check_source(folder(root), today=today, base=base, only_new=only_new, progress=progress)


def read(root: Path, *, today: date, progress: Progress = iter) -> Result:
    """Read the catalog below *root* as `check` does, to answer from it: no rule is applied.

    The findings are those of reading alone.
    """
    with uncollected():
        return _Run(Files(Folder(root), progress, {}), today).result(rules=())


def check_source(
    source: Source,
    *,
    today: date,
    base: Source | None = None,
    only_new: bool = False,
    progress: Progress = iter,
    known: Mapping[str, Facts] = {},
) -> Result:
    """Read and check a catalog wherever its files come from; as `check`. Raises nothing, whatever they hold.

    Modules of which the facts are *known*, by path, are accepted and not read: only rules across entries find
    something in them.
    """
    with uncollected():
        before = _Run(Files(base), today).result() if base else None
        found = _Run(Files(source, progress, known), today).result(before.catalog if before else None)
        return found.since(before) if before and only_new else found


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector away from what is made: it looks through it again and again, and none is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def frozen() -> Iterator[None]:
    """Keep the collector away from what is there, and let it collect what is made meanwhile."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def schema_text(name: str, catalog: Catalog) -> str:
    """Return the JSON Schema of a sort of file, with a catalog's words and what its lifecycle always asks."""
    asked = (*requirements.conditions(catalog.requirements), *conditions(catalog)) if name == "module" else ()
    return schema.text(
        name,
        {**catalog.settings.words(), **catalog.lifecycle.words(), **claim_kinds.WORDS},
        asked,
        GIVEN.get(name),
        catalog.settings.own(name),
    )


def editor_schema(name: str, catalog: Catalog) -> str:
    """Return the JSON Schema of a sort of file, and in it what its author looks up, such as handles."""
    return lookups.with_lookups(schema_text(name, catalog), catalog)


def outdated_schemas(source: Source, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Yield each written schema that is older than the catalog: its path, its text, and what it should be.

    A schema that was never written is none.
    """
    for name, path in WRITTEN_SCHEMAS.items():
        written = source.text(path).text or "" if source.has(path) else None
        # A checkout on Windows may have turned the line ends.
        if written is not None and written.replace("\r\n", "\n") != (now := editor_schema(name, catalog)):
            yield path, written, now


class _Run:
    """One run over the files of one catalog."""

    def __init__(self, files: Files, today: date) -> None:
        self.files = files
        self.today = today

    def result(
        self, before: Catalog | None = None, rules: Collection[Rule] = tuple(RULES.values())
    ) -> Result:
        """Take the steps in order, each as far as the ones before it allow."""
        declared = self.files.declaration()
        modules, showcase = self.files.entries("modules"), self.files.entries("showcase")
        catalog, templates = self._catalog(declared, modules, showcase), self.files.templates()
        pictures = self.files.pictures(catalog) if catalog else {}
        translations: Translations = {}
        if catalog:
            translations = known(partial(self.files.translations, catalog.settings), translations)
        findings = list(self.files.findings)
        if catalog is not None and rules:
            sound = _sound(catalog)
            wider, unsound = self._with_parts(sound)
            alone, wider_alone = self._read_of(sound), self._read_of(wider)
            for rule in rules:
                whole, each = (sound, alone) if rule.is_of_whole else (wider, wider_alone)
                findings += _until_unread(rule.findings(whole if rule.across else each, before))
            findings += _until_unread(self._outdated_schemas(catalog))
            named = known(partial(with_names, findings, self.files.texts, wider), findings)
            findings = [
                weighed
                for found in waived(named, wider, RULES, unsound)
                if (weighed := self._weighed(found, catalog))
            ]
        counts = {"modules": len(modules), "showcase": len(showcase)}
        page = known(partial(_rules_page, catalog.settings), None) if catalog else None
        noun = catalog.settings.noun if catalog else MODULE
        is_whole = catalog is not None and not _is_partial(catalog)
        shown = replace(catalog, modules=without_unknown(catalog.modules)) if catalog and is_whole else None
        result = Result(
            in_reading_order([*self.files.binding, *findings]),
            shown,
            self.files.texts,
            counts,
            templates,
            pictures,
            page,
            noun,
            translations,
        )
        return result.in_language("")

    def _read_of(self, catalog: Catalog) -> Catalog:
        """Return the catalog without the modules that were not read."""
        if not self.files.known:
            return catalog
        modules = tuple(one for one in catalog.modules if one.document.path not in self.files.known)
        return replace(catalog, modules=modules)

    def _with_parts(self, catalog: Catalog) -> tuple[Catalog, frozenset[str]]:
        """Return the catalog with what is right of entries that are not, and the paths of these.

        Where not every rule was applied, they are those of all entries.

        A name that is taken is a mistake whether or not another value of the entry is one.
        """
        unsound = frozenset(part.path for parts in self.files.parts.values() for _, part in parts)
        if _is_partial(catalog):
            unsound |= {one.document.path for one in catalog.modules}
        if not any(self.files.parts.values()):
            return catalog, unsound
        modules = (model.part_of_module(part, id_) for id_, part in self.files.parts["module"])
        showcase = (model.part_of_showcase_entry(part, id_) for id_, part in self.files.parts["showcase"])
        wider = replace(
            catalog,
            modules=shared(sorted((*catalog.modules, *filter(None, modules)), key=lambda one: one.id)),
            showcase=tuple(sorted((*catalog.showcase, *filter(None, showcase)), key=lambda one: one.id)),
        )
        return wider, unsound

    def _catalog(self, declared: Document | None, modules: Entries, showcase: Entries) -> Catalog | None:
        found = self.files.settings(declared)
        stages = self.files.lifecycle(found) if found else None
        words = self.files.words
        if found and stages:
            words = {**known(found.words, words), **known(stages.words, {})}
        asked = _asked(found, stages) if found and stages else ()
        said = weights(found, stages) if found and stages else {}
        weigh = partial(_severity, said=said)
        has_roster, roster = self.files.roster(words, weigh)
        of_modules, of_showcase = (
            validator_of("module", words, asked, self.files.own),
            validator_of("showcase", words),
        )
        accepted = {
            "module": [*self.files.accepted(modules, "module", of_modules, weigh)],
            "showcase": [*self.files.accepted(showcase, "showcase", of_showcase, weigh)],
        }
        # What is wrong with one file does not hide what is wrong with others: all of it is read before the
        # first way out.
        if found is None or stages is None:
            return None
        read = {document.path for _, document in accepted["module"] if not document.lost}
        return Catalog(
            settings=found,
            lifecycle=stages,
            modules=shared([model.module(document, id_) for id_, document in accepted["module"]]),
            showcase=tuple(model.showcase_entry(document, id_) for id_, document in accepted["showcase"]),
            people=model.people(roster) if roster else {},
            roster=roster,
            has_roster=has_roster,
            known_ids=frozenset(modules) | self.files.misnamed,
            rejected=tuple(
                text
                for path, text in self.files.texts.items()
                if self.files.entry_files.has(path) and path not in read
            ),
            pictures=frozenset(
                path for path in self.files.source.below(SHOWCASE) if not path.endswith((".yaml", ".yml"))
            ),
            today=self.today,
            included=self.files.included(found),
            evidence=known(lambda: self.files.evidence(found), None),
        )

    def _weighed(self, finding: Finding, catalog: Catalog) -> Finding | None:
        """Return the finding as severe as its rule is in the catalog, and with the noun of the project.

        None when the rule is off; but no entry is left out without a word.
        """
        weight = catalog.severity(finding.code, RULES[finding.code].severity)
        if weight is None and finding.code in _OF_READING and finding.place.path in self.files.left_out:
            weight = Severity.WARNING
        message = catalog.settings.noun.put_in(finding.message)
        return replace(finding, severity=weight, message=message) if weight else None

    def _outdated_schemas(self, catalog: Catalog) -> Iterator[Finding]:
        """Yield a finding for each written schema that asks for something else than the catalog does.

        What editors offer may be older: an entry more takes no new schema.
        """
        for name, path in WRITTEN_SCHEMAS.items():
            if self.files.source.has(path) and not lookups.is_same(
                self.files.source.text(path).text or "", schema_text(name, catalog)
            ):
                yield Finding("MC108", OUTDATED, Place(path))


def _rules_page(found: Settings) -> str | None:
    """Return the address of the page about rules on the published catalog, if it is known where that is."""
    if found.site is None or found.pages.get("rules") == "off":
        return None
    return addresses.published(PAGE_KINDS["rules"].path, found)


def _severity(finding: Finding, said: Weights) -> Severity | None:
    """Return how severe a finding is by what is *said* of rules; None when its rule is off."""
    return severity(said, finding.code, RULES[finding.code].severity)


def _asked(found: Settings, stages: Lifecycle) -> tuple[Requirement, ...]:
    """Return the fields that entries need, as far as that is known."""
    none: tuple[Any, ...] = ()
    return known(partial(stages.requirements, known(lambda: found.required, none)), none)


def _is_partial(catalog: Catalog) -> bool:
    """Say whether not all of catalog.yaml and of the lifecycle could be read."""
    return isinstance(catalog.settings, Partial) or isinstance(catalog.lifecycle, Partial)


def _until_unread(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield findings until one would depend on what could not be read."""
    with suppress(UnreadError):
        yield from findings


def _sound(catalog: Catalog) -> Catalog:
    """Return the catalog without the entries that lost something: what they leave out is not missing."""
    return replace(
        catalog,
        modules=tuple(one for one in catalog.modules if not one.document.lost),
        showcase=tuple(one for one in catalog.showcase if not one.document.lost),
    )
