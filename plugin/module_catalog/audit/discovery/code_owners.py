"""The files in which people declare what they look after → who owns which path, and whom an area names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ...catalog.evidence import SourceLocation
from ...catalog.reading.paths import ancestors, covers
from ..code_owners import Line, lines
from ..owners_files import ALIASES, OWNERS, aliases_in, owners_file
from ..renames import moved_to
from ..tree import Tree
from .candidate import key

_RULES = re.compile(r"(?:(?:\.github|\.gitlab|docs)/)?CODEOWNER(?:S|SHIP)")
_PEOPLE = re.compile(r"(?:[^/]+/)?(?:CONTRIBUTORS|MAINTAINERS|COMMITTERS)(?:\.md|\.rst|\.txt)?")
_HANDLE = re.compile(r"(?<![\w@/.-])@([A-Za-z0-9][A-Za-z0-9-]{0,38}(?:/[A-Za-z0-9][\w.-]{0,99})?)(?![\w@/.])")
_NAMED = re.compile(r"\[([^\]\n]{1,100})\]\(https://github\.com/([A-Za-z0-9-]{1,39})/?\)")
_AREAS = re.compile(r"\s[-\u2013\u2014:]\s+([^@]{1,300})$")
_MOST_RULES = 20_000


@dataclass(frozen=True)
class Owner:
    """Somebody whom a file of the tree names as an owner."""

    handle: str
    basis: str
    """What names the owner, and where, in words for a person."""
    place: SourceLocation
    capacity: str | None = None
    """As in catalog/vocabulary.py."""


@dataclass(frozen=True)
class Rule:
    """A line of CODEOWNERS, and who looks after what it stands for."""

    line: Line
    handles: tuple[str, ...]
    place: SourceLocation
    was: str | None = None
    """The path that the file still has, where what it is about has moved."""

    def covers(self, path: str, *, is_file: bool) -> bool:
        """Say whether it decides about a file, or about what is in a folder."""
        if self.line.folder == path:
            return True
        return (
            covers(self.line.pattern, path) and (not self.line.is_shallow or is_file) and self.line.fits(path)
        )

    @property
    def owners(self) -> tuple[Owner, ...]:
        """Those whom it names."""
        basis = f"{self.place.path} line {self.place.line}"
        if self.was:
            basis += f", for {self.was}, which is {self.line.folder} now"
        return tuple(Owner(handle, basis, self.place) for handle in self.handles)

    def is_about(self, path: str) -> bool:
        """Say whether it is about a path itself, and not much more: `receiver/*/` is about each in there."""
        return self.line.folder == path or self.line.top.count("/") == path.count("/") > 0


@dataclass(frozen=True)
class Declared:
    """All that the files of a tree say of owners."""

    rules: tuple[Rule, ...]
    """Those of files like CODEOWNERS: the last one that fits counts."""
    folders: Mapping[str, tuple[Owner, ...]]
    """Those of files called OWNERS, by their folder: the nearest one counts."""
    areas: Mapping[str, tuple[Owner, ...]]
    """Those whom a list of people names for an area, by its key."""
    names: Mapping[str, str]
    """What people are called, by their handles in lower case."""
    files: Collection[str] = ()
    """All files of the tree: of every other path it is known that it is a folder."""

    def of(self, path: str) -> tuple[Owner, ...]:
        """Return who owns a path by itself, and not just a folder around it, or files anywhere."""
        is_file = path in self.files
        rule = next((one for one in reversed(self.rules) if one.covers(path, is_file=is_file)), None)
        if rule and rule.is_about(path):
            return rule.owners
        return self.folders.get(path, ())


def declared(tree: Tree) -> Declared:
    """Return what the files of a tree say of owners. What cannot be read says nothing."""
    known = (_RULES, OWNERS, _PEOPLE)
    files = tuple(
        file for file in tree.files if file.path == ALIASES or any(one.fullmatch(file.path) for one in known)
    )
    texts = {
        file.path: content.decode("utf-8", "replace") for file, content in tree.contents(files) if content
    }
    aliases = aliases_in(texts.pop(ALIASES, ""))
    rules: list[Rule] = []
    folders: dict[str, tuple[Owner, ...]] = {}
    areas: dict[str, list[Owner]] = {}
    names: dict[str, str] = {}
    for path, text in texts.items():
        if _RULES.fullmatch(path):
            rules += _rules(path, text)
        elif OWNERS.fullmatch(path):
            folders[path.rpartition("/")[0]] = tuple(_owners(path, text, aliases))
        else:
            names |= {handle.casefold(): name for name, handle in _NAMED.findall(text)}
            for area, owner in _areas(path, text):
                areas.setdefault(area, []).append(owner)
    return Declared(
        tuple(rules[-_MOST_RULES:]),
        folders,
        {key_: tuple(one) for key_, one in areas.items()},
        names,
        frozenset(file.path for file in tree.files),
    )


def moved(rules: Iterable[Rule], tree: Tree) -> Iterator[Rule]:
    """Yield the rules of folders that are no longer there, as rules of what they are called now."""
    present = frozenset(folder for file in tree.files for folder in ancestors(file.path))
    for rule in rules:
        was = rule.line.folder
        now = moved_to(tree, was, present) if was and was not in present else None
        if was and now:
            yield replace(
                rule, line=replace(rule.line, pattern=rule.line.pattern.replace(was, now, 1)), was=was
            )


def _rules(path: str, text: str) -> Iterator[Rule]:
    for line in lines(text):
        handles = tuple(dict.fromkeys(one for one in line.owners if _HANDLE.fullmatch(f"@{one}")))
        yield Rule(line, handles, SourceLocation(path, line.number))


def _owners(path: str, text: str, aliases: Mapping[str, tuple[str, ...]]) -> Iterator[Owner]:
    """Yield those whom a file called OWNERS names, as Kubernetes writes them: approvers before reviewers."""
    seen: set[str] = set()
    for role, name in owners_file(path, text, aliases).people:
        for handle in aliases.get(name, (name,)):
            if _HANDLE.fullmatch(f"@{handle}") and handle not in seen:
                seen.add(handle)
                yield Owner(handle, f"{role} in {path}", SourceLocation(path), role.removesuffix("s"))


def _areas(path: str, text: str) -> Iterator[tuple[str, Owner]]:
    """Yield what the lines of a list of people name after the handle: `- Ana: @ana - engine, wheel`."""
    for number, line in enumerate(text.splitlines(), 1):
        handles, areas = _HANDLE.findall(line), _AREAS.search(line)
        if len(handles) == 1 and areas:
            for area in filter(None, map(str.strip, areas[1].split(","))):
                place = SourceLocation(path, number)
                yield key(area), Owner(handles[0], f"{path} line {number} names the area {area}", place)
