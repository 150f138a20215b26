"""The tags of releases → what was there in each: paths, and toggles that build files declare.

A release whose tag is not in the repository is left out. Each file is read once, in however many releases
it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from ..catalog.paths import ancestors, covers, is_glob
from ..catalog.settings import Settings
from .languages.language import Language, UnreadError
from .objects import ReadObjects
from .release_toggles import State, reader_of, readers, states
from .tree import File, Tree

_VERSION = re.compile(r"^v(?=[0-9])")


@dataclass
class ReleaseTree:
    """What is known of one release."""

    name: str
    files: tuple[File, ...]
    toggles: dict[str, dict[str, tuple[State, ...]]] = field(default_factory=dict)
    """By mechanism: the toggles that files declare or read, each with what they say of it.

    What is only set has no effect: such lines are left over.
    """
    unread: set[str] = field(default_factory=set)
    """The mechanisms of which a file cannot be read, or does not say what it declares."""

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every file and every folder."""
        return frozenset(folder for file in self.files for folder in ancestors(file.path))

    def has(self, pattern: str) -> bool:
        """Say whether a path or glob names anything in it."""
        if is_glob(pattern):
            return any(covers(pattern, file.path) for file in self.files)
        return pattern.rstrip("/") in self.paths


class Releases:
    """The releases of a catalog that have a tag in a repository, oldest first."""

    def __init__(
        self, tree: Tree, settings: Settings, objects: ReadObjects, mechanisms: Collection[str]
    ) -> None:
        """Take the mechanisms of toggles that are asked for: no others are looked for."""
        self._tree, self._objects = tree, objects
        self._readers = readers(mechanisms, settings.tree.options)
        tags = tree.tags
        found = ((name, tags.get(tag(name, settings.tree.tag))) for name in settings.out)
        self._commits = {name: commit for name, commit in found if commit}
        self.names = tuple(self._commits)
        self.has = lru_cache(maxsize=None)(self._has)

    @cached_property
    def _trees(self) -> tuple[ReleaseTree, ...]:
        trees = tuple(
            ReleaseTree(name, self._tree.at(commit).files) for name, commit in self._commits.items()
        )
        self._read(trees)
        return trees

    def _has(self, pattern: str) -> tuple[bool, ...]:
        """Say for each release whether a path or glob names anything in it."""
        return tuple(tree.has(pattern) for tree in self._trees)

    def declares(self, mechanism: str, name: str) -> tuple[bool, ...] | None:
        """Say for each release whether it declares or reads a toggle; None where that cannot be told."""
        found = self.states(mechanism, name)
        return None if found is None else tuple(map(bool, found))

    def states(self, mechanism: str, name: str) -> tuple[tuple[State, ...], ...] | None:
        """Return for each release what its files say of a toggle, nothing where it does not have it.

        None where that cannot be told.
        """
        is_read = any(reader.mechanism == mechanism for reader in self._readers)
        if not is_read or any(mechanism in tree.unread for tree in self._trees):
            return None
        key = name.removeprefix("CONFIG_") if mechanism == "config" else name
        return tuple(tree.toggles.get(mechanism, {}).get(key, ()) for tree in self._trees)

    def _read(self, trees: Iterable[ReleaseTree]) -> None:
        reader = reader_of(self._readers)
        wanted = [
            (tree, file, found)
            for tree in trees
            for file in tree.files
            if (found := reader(file.path.rpartition("/")[2]))
        ]
        known = self._facts({(file.id, found.language): file for _, file, found in wanted})
        for tree, file, (mechanism, _, language) in wanted:
            found = known[file.id, language]
            if found is None or any(not state.name for state in found):
                tree.unread.add(mechanism)
            toggles = tree.toggles.setdefault(mechanism, {})
            for state in found or ():
                toggles[state.name] = (*toggles.get(state.name, ()), state)

    def _facts(
        self, wanted: Mapping[tuple[str, Language[Any]], File]
    ) -> dict[tuple[str, Language[Any]], tuple[State, ...] | None]:
        """Return the toggles that objects declare, for each reader; None for what is not read."""
        found: dict[tuple[str, Language[Any]], tuple[State, ...] | None] = {}
        unknown: dict[File, list[Language[Any]]] = {}
        for (id_, language), file in wanted.items():
            if self._objects.has(language.key, id_):
                packed = self._objects.of(language.key, id_)
                found[id_, language] = () if packed is None else states(language.unpacked(packed))
            else:
                unknown.setdefault(file, []).append(language)
        for file, content in self._tree.contents(tuple(unknown)):
            for language in unknown[file]:
                found[file.id, language] = self._reading(language, file, content)
        return found

    def _reading(
        self, language: Language[Any], file: File, content: bytes | None
    ) -> tuple[State, ...] | None:
        try:
            facts = None if content is None else language.read(content)
        except UnreadError:
            return None
        if content is not None:
            self._objects.keep(language.key, file.id, None if facts is None else language.packed(facts))
        return None if content is None else () if facts is None else states(facts)


def tag(name: str, pattern: str | None) -> str:
    """Return the tag of a release: its own name, or a pattern with its version in it."""
    return pattern.replace("{version}", _VERSION.sub("", name)) if pattern else name


def arrivals(had: Iterable[bool], names: Iterable[str]) -> tuple[str, ...]:
    """Return the releases that have something which the one before does not have."""
    before = (False, *had)
    return tuple(name for name, has, was in zip(names, had, before, strict=False) if has and not was)


def departures(had: Iterable[bool], names: Iterable[str]) -> tuple[str, ...]:
    """Return the releases that do not have something which the one before has."""
    before = (False, *had)
    return tuple(name for name, has, was in zip(names, had, before, strict=False) if was and not has)
