"""What a check found out: findings, the catalog, and the texts they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from gettext import NullTranslations

from ..catalog.model import Catalog
from ..catalog.noun import MODULE, Noun
from ..diagnostics import Finding, Place, Severity

_FILES = 32
"""So many files are kept in lines: a finding may be about several, and all would take much memory."""


def _about(finding: Finding) -> tuple[str, str, str]:
    """Return what a finding is told from others by, whatever lines were added above it."""
    return finding.code, finding.place.path, finding.message


Translations = Mapping[str, tuple[str, NullTranslations]]
"""What pages say in place of English: the path of a file and what that says, by language.

The empty one stands for all that have no file of their own."""


@dataclass(frozen=True)
class Result:
    """All that a run found out. CLI, plugin and tests get nothing else."""

    findings: tuple[Finding, ...]
    """In reading order: by file, line and column."""
    catalog: Catalog | None
    """The entries that could be accepted; None when catalog.yaml or the lifecycle could not."""
    texts: Mapping[str, str]
    """The text of each file that could be read, by its path, for excerpts."""
    counts: Mapping[str, int]
    """How many files there are of each sort: modules, showcase."""
    templates: Mapping[str, str]
    """The project's own templates of pages, by path."""
    pictures: Mapping[str, bytes]
    """The pictures that showcase entries have, by path."""
    rules: str | None = None
    """The address of the page about rules on the published catalog, where each is an anchor; None when
    catalog.yaml does not say where that is."""
    noun: Noun = MODULE
    """What the project calls an entry."""
    translations: Translations = field(default_factory=dict)
    """What pages could say; without a catalog nothing."""
    words: str = ""
    """The path of the file that has what pages say now."""

    def in_language(self, language: str) -> Result:
        """Return the result with the words of a language; without a file of its own, with those of all."""
        if self.catalog is None or not self.translations:
            return self
        path, translation = self.translations.get(language) or self.translations[""]
        return replace(self, catalog=replace(self.catalog, translation=translation), words=path)

    def count(self, severity: Severity) -> int:
        """Return how many findings weigh that much."""
        return sum(finding.stands_for for finding in self.findings if finding.severity is severity)

    def since(self, before: Result, moved: Mapping[str, str] | None = None) -> Result:
        """Return the result without the findings that an earlier one has too, on whatever line.

        *moved* are the paths that files had, with those that they have now: what a finding of such a file
        says may name either, so that its rule is enough to know it again.
        """
        known = Counter(map(_about, before.findings))
        at = moved or {}
        of_moved = Counter((one.code, at[one.place.path]) for one in before.findings if one.place.path in at)
        added = []
        for finding in self.findings:
            rule = (finding.code, finding.place.path)
            if known[_about(finding)]:
                known[_about(finding)] -= 1
            elif of_moved[rule]:
                of_moved[rule] -= 1
            else:
                added.append(finding)
        return replace(self, findings=tuple(added))

    def below(self, folder: str) -> Result:
        """Return the result with each path from a folder above the project.

        *folder* is the project's path from there, with `/` at its end, or empty.
        """

        def moved(place: Place) -> Place:
            return replace(place, path=folder + place.path)

        findings = tuple(
            replace(
                found,
                place=moved(found.place),
                related=tuple(replace(one, place=moved(one.place)) for one in found.related),
            )
            for found in self.findings
        )
        return replace(
            self, findings=findings, texts={folder + path: text for path, text in self.texts.items()}
        )

    def lines(self, path: str) -> list[str]:
        """Return the lines of a file that could be read, none for another.

        They are split once for all findings of a file, which follow each other.
        """
        if path not in self._lines:
            if len(self._lines) >= _FILES:
                self._lines.clear()
            self._lines[path] = self.texts[path].split("\n") if path in self.texts else []
        return self._lines[path]

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        return {}

    def rule_url(self, code: str) -> str | None:
        """Return the address of the rule's page on the published catalog; None when that is not known."""
        return f"{self.rules}#{code.lower()}" if self.rules else None

    @property
    def is_clean(self) -> bool:
        """Whether there is a catalog and no error in it."""
        return self.catalog is not None and not self.count(Severity.ERROR)
