"""What is read in a file of any language: what it imports, and the toggles it declares and reads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .language import Language


@dataclass(frozen=True)
class Switch:
    """A place that has to do with a toggle."""

    mechanism: str
    """As in catalog/vocabulary.py."""
    how: str
    """declared or read."""
    name: str
    line: int
    default: str | None = None
    """What it is when nobody sets it; None where the place does not say."""
    requires: tuple[str, ...] = ()
    """The toggles of its kind that are on whenever it is, or have to be."""


@dataclass(frozen=True)
class FileFacts:
    """What one file says."""

    imports: tuple[tuple[str, int], ...] = ()
    """What it imports, as the language writes it, each with its first line."""
    switches: tuple[Switch, ...] = ()
    notes: tuple[tuple[str, ...], ...] = ()
    """What has to be known of it to place the imports of others, each beginning with what it is."""

    def noted(self, what: str) -> Iterator[tuple[str, ...]]:
        """Yield the rest of the notes that begin with a word."""
        return (note[1:] for note in self.notes if note[0] == what)

    def note(self, what: str) -> str | None:
        """Return the first text of the first note that begins with a word."""
        return next((note[0] for note in self.noted(what)), None)


class Import(NamedTuple):
    """The files that an import takes in."""

    targets: frozenset[str]
    line: int
    is_certain: bool = True
    """Whether it takes in all of them; it may take in any of them if not."""


class Placed(NamedTuple):
    """What a file says, once it is known what else is in the tree."""

    imports: tuple[Import, ...] = ()
    switches: tuple[Switch, ...] = ()


Place = Callable[[Mapping[str, FileFacts], Collection[str]], Iterator[tuple[str, Placed]]]
"""Takes what the files of a family of languages say, by their paths, and all paths of the tree."""


@dataclass(frozen=True)
class Family:
    """Languages whose files are read together, because some say what the imports of others mean."""

    languages: tuple[Language[FileFacts], ...]
    place: Place


def in_place(files: Mapping[str, FileFacts], paths: Collection[str]) -> Iterator[tuple[str, Placed]]:
    """Yield what files say that import nothing: it means the same wherever they lie."""
    return ((path, Placed(switches=facts.switches)) for path, facts in files.items())


def included(path: str, facts: FileFacts, paths: Collection[str]) -> Iterator[Import]:
    """Yield the files that one at a path says it includes, by where they lie from there."""
    for name, line in facts.noted("included"):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
        if target in paths:
            yield Import(frozenset({target}), int(line))


def first(found: Iterator[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return each name with its first line, in the order of lines."""
    lines: dict[str, int] = {}
    for name, line in found:
        lines[name] = min(line, lines.get(name, line))
    return tuple(sorted(lines.items(), key=lambda one: (one[1], one[0])))


def with_lines(pattern: re.Pattern[bytes], content: bytes) -> Iterator[tuple[re.Match[bytes], int]]:
    """Yield what a pattern finds, each with its line, in linear time."""
    line, last = 1, 0
    for found in pattern.finditer(content):
        line, last = line + content.count(b"\n", last, found.start()), found.start()
        yield found, line


def packed(facts: FileFacts) -> object:
    """Return facts as JSON can hold them."""
    return [facts.imports, [tuple(vars(switch).values()) for switch in facts.switches], facts.notes]


def unpacked(data: Any) -> FileFacts:
    """Return facts from what JSON held."""
    imports, switches, notes = data
    return FileFacts(
        tuple((name, line) for name, line in imports),
        tuple(
            Switch(mechanism, how, name, line, default, tuple(requires))
            for mechanism, how, name, line, default, requires in switches
        ),
        tuple(map(tuple, notes)),
    )
