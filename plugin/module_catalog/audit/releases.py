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

from ..catalog.evidence import TagState
from ..catalog.reading.paths import Listing
from ..catalog.settings import Settings
from .languages.go import GATES
from .languages.language import Language, UnreadError
from .languages.python import PYTHON
from .objects import ReadObjects
from .release_toggles import State, reader_of, readers, states
from .tree import File, Tree

_VERSION = re.compile(r"^v(?=[0-9])")


@dataclass
class ReleaseTree:
    """What is known of one release."""

    name: str
    files: tuple[File, ...]
    others: tuple[str, ...] = ()
    """The paths of links, and of submodules: these are there too, whatever is behind them."""
    toggles: dict[str, dict[str, tuple[State, ...]]] = field(default_factory=dict)
    """By mechanism: the toggles that files declare or read, each with what they say of it.

    What is only set has no effect: such lines are left over.
    """
    unread: set[str] = field(default_factory=set)
    """The mechanisms of which a file cannot be read, or does not say what it declares."""

    @cached_property
    def _listing(self) -> Listing:
        return Listing((*(file.path for file in self.files), *self.others))

    def has(self, pattern: str) -> bool:
        """Say whether a path or glob names anything in it."""
        return bool(self._listing.below(pattern))


class Releases:
    """The releases of a catalog that have a tag in a repository, oldest first."""

    def __init__(
        self,
        tree: Tree,
        settings: Settings,
        objects: ReadObjects,
        mechanisms: Collection[str],
        *,
        only: Collection[str] = (),
    ) -> None:
        """Take the mechanisms of the toggles that are asked for: no others are looked for.

        Where it is not all of them, *only* is what these are called: files without their names are not read.
        """
        self._tree, self._objects = tree, objects
        self._only = tuple(name.encode() for name in only)
        self._readers = readers(mechanisms, settings.tree.options)
        tags = tree.tags
        found = ((name, tags.get(tag(name, settings.tree.tag))) for name in settings.out)
        self.commits: Mapping[str, str] = {name: commit for name, commit in found if commit}
        """What their tags name, by their names."""
        self.names = tuple(self.commits)
        """The releases, oldest first."""
        self.has_older_tags = any(
            _is_older(one, self.names[0], settings.tree.tag) for one in tags if self.names
        )
        """Whether a tag looks like that of a release before all of them, which the catalog does not have."""
        self.has = lru_cache(maxsize=None)(self._has)

    @cached_property
    def _trees(self) -> tuple[ReleaseTree, ...]:
        trees = ((name, self._tree.at(commit)) for name, commit in self.commits.items())
        return tuple(ReleaseTree(name, one.files, (*one.links, *one.submodules)) for name, one in trees)

    @cached_property
    def _read_trees(self) -> tuple[ReleaseTree, ...]:
        self._read(self._trees)
        return self._trees

    def _has(self, pattern: str) -> tuple[bool, ...]:
        """Say for each release whether a path or glob names anything in it."""
        return tuple(tree.has(pattern) for tree in self._trees)

    def is_apart(self, path: str) -> bool:
        """Say whether a path leads into a link or a submodule of a release, which are not entered."""
        return any(path.startswith(f"{other}/") for tree in self._trees for other in tree.others)

    def declares(self, mechanism: str, name: str) -> tuple[bool, ...] | None:
        """Say for each release whether it declares or reads a toggle; None where that cannot be told."""
        found = self.states(mechanism, name)
        return None if found is None else tuple(map(bool, found))

    def states(self, mechanism: str, name: str) -> tuple[tuple[State, ...], ...] | None:
        """Return for each release what its files say of a toggle, nothing where it does not have it.

        None where that cannot be told.
        """
        is_read = any(reader.mechanism == mechanism for reader in self._readers)
        if not is_read or any(mechanism in tree.unread for tree in self._read_trees):
            return None
        key = name.removeprefix("CONFIG_") if mechanism == "config" else name
        return tuple(tree.toggles.get(mechanism, {}).get(key, ()) for tree in self._read_trees)

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
                toggles[state.name] = (*toggles.get(state.name, ()), state._replace(path=file.path))

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
        if (
            self._only
            and content
            and language not in (PYTHON, GATES)
            and not any(map(content.__contains__, self._only))
        ):
            return ()
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


def _is_older(tagged: str, first: str, pattern: str | None) -> bool:
    """Say whether a tag is like that of a release, with a lower version."""
    like = re.escape(tag(first, pattern)).replace(re.escape(_number(first)), r"([0-9]+(?:\.[0-9]+)*)", 1)
    found = re.fullmatch(like, tagged)
    return found is not None and bool(found.groups()) and _parts(found[1]) < _parts(_number(first))


def _number(name: str) -> str:
    found = _NUMBER.search(name)
    return found[0] if found else name


def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(part[:9]) for part in number.split(".") if part.isdecimal())


_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def changes(states: Iterable[TagState]) -> tuple[TagState, ...]:
    """Return of how something is in each release what differs from the one before.

    It is not there before the first of them.
    """
    found: list[TagState] = []
    for state in states:
        before = found[-1] if found else TagState("", is_gone=True)
        if _said(before) != _said(state):
            found.append(state)
    return tuple(found)


def _said(state: TagState) -> tuple[object, ...]:
    """Return what is said of it, wherever it stands."""
    return state.is_gone, state.default, state.stage


def arrivals(had: Iterable[bool], names: Iterable[str]) -> tuple[str, ...]:
    """Return the releases that have something which the one before does not have."""
    before = (False, *had)
    return tuple(name for name, has, was in zip(names, had, before, strict=False) if has and not was)


def departures(had: Iterable[bool], names: Iterable[str]) -> tuple[str, ...]:
    """Return the releases that do not have something which the one before has."""
    before = (False, *had)
    return tuple(name for name, has, was in zip(names, had, before, strict=False) if was and not has)
