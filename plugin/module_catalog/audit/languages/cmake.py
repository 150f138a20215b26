"""CMake and Kconfig files → the toggles they declare, set and ask for. They are read as text, never run."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

MAX_DEPTH = 200
"""A file whose conditions are nested deeper than this is no file that people write, and is not read."""

_BEGIN = re.compile(
    r"""(?P<bracket>\#?\[(?P<level>=*)\[) | (?P<comment>\#) | (?P<quote>") | [()] | [^\s()\#"]+""", re.VERBOSE
)
_LINE = re.compile(r"[^\n]*")
_BARE = re.compile(r"""[^\s()\#"]+""")
_QUOTED = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_CLOSING = re.compile(r"\](?P<level>=*)(?=\])")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Command:
    """One command."""

    name: str
    """In lower case."""
    arguments: tuple[str, ...]
    """As written, but for quotes."""
    line: int


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield comments, texts, parentheses and words of a CMake file, each with its place, in linear time."""
    closing: dict[int, list[int]] = {}
    for found in _CLOSING.finditer(text):
        closing.setdefault(len(found["level"]), []).append(found.start())
    at, is_quotable = 0, True
    while begin := _BEGIN.search(text, at):
        start, at = begin.span()
        if begin["bracket"]:
            ends = closing.get(len(begin["level"]), [])
            index = bisect_left(ends, at)
            rest = _LINE if text[start] == "#" else _BARE
            # What is never closed is no bracket.
            at = ends[index] + len(begin["level"]) + 2 if index < len(ends) else _end(rest, text, start)
        elif begin["comment"]:
            at = _end(_LINE, text, start)
        elif begin["quote"]:
            quoted = _QUOTED.match(text, start) if is_quotable else None
            if quoted is None:
                # Every quote that follows is escaped in this text without an end, so that none of them ends
                # either.
                is_quotable = False
                continue
            at = quoted.end()
        yield start, text[start:at]


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def commands(text: str) -> Iterator[Command]:
    """Yield the commands of a CMake file in order; what is no command is passed over."""
    name, start, depth = "", 1, 0
    arguments: list[str] = []
    line, last = 1, 0
    for at, part in _parts(text):
        line, last = line + text.count("\n", last, at), at
        if part.startswith("#"):
            continue
        if part == "(":
            depth += 1
        elif part == ")":
            depth -= 1
            if depth == 0 and name:
                yield Command(name.casefold(), tuple(arguments), start)
            if depth <= 0:
                name, depth, arguments = "", 0, []
        elif depth:
            arguments.append(part.strip('"') if part.startswith('"') else part)
        else:
            name, start = part, line


@dataclass(frozen=True)
class Condition:
    """The words that conditions name at a place of a build file."""

    words: frozenset[str]
    """Those of the place itself."""
    around: Condition | None = None

    def __contains__(self, word: str) -> bool:
        """Say whether a condition here or around it names a word."""
        here: Condition | None = self
        while here is not None and word not in here.words:
            here = here.around
        return here is not None


@dataclass(frozen=True)
class OptionUse:
    """A place of a build file that has to do with a toggle."""

    how: str
    """declared, set or read."""
    name: str
    line: int
    value: str | None = None
    """The default where it is declared or set."""
    beside: Condition = Condition(frozenset())
    """Where it is read: the words that conditions name here, this one's own and those around it."""


class _TooDeepError(Exception):
    """Conditions are nested deeper than MAX_DEPTH."""


def option_uses(text: str, options: Collection[str]) -> list[OptionUse] | None:
    """Return what a CMake file does with toggles; None when it is nested too deep to be read.

    *options* are the commands, in lower case, that declare a toggle.
    """
    try:
        return list(_option_uses(text, options))
    except _TooDeepError:
        return None


def _option_uses(text: str, options: Collection[str]) -> Iterator[OptionUse]:
    around: list[Condition] = []
    for command in commands(text):
        arguments = command.arguments
        if command.name in options and arguments:
            value = arguments[2] if len(arguments) > 2 else "OFF"
            yield OptionUse("declared", arguments[0], command.line, value)
            arguments = arguments[3:]
        elif command.name == "set" and arguments:
            yield OptionUse("set", arguments[0], command.line, arguments[1] if len(arguments) > 1 else "")
            arguments = tuple(argument for argument in arguments[1:] if "${" in argument)
        elif command.name == "endif" and around:
            around.pop()
            continue
        words = _words(arguments, is_condition=command.name in (*_CONDITIONS, *options))
        if command.name == "if":
            if len(around) == MAX_DEPTH:
                raise _TooDeepError
            around.append(Condition(words, around[-1] if around else None))
        beside = Condition(words, around[-1] if around else None)
        yield from (OptionUse("read", word, command.line, beside=beside) for word in sorted(words))


_CONDITIONS = ("if", "elseif", "while")


def _words(arguments: Iterable[str], *, is_condition: bool) -> frozenset[str]:
    """Return the names that arguments read: every word of a condition, elsewhere what stands in `${…}`."""
    return frozenset(
        word for argument in arguments if is_condition or "${" in argument for word in _WORD.findall(argument)
    )


_KCONFIG = re.compile(r"\s*(?:menu)?config\s+(?P<name>\w+)\s*$")
_DEFAULT = re.compile(r"\s+(?:default|def_bool|def_tristate)\s+(?P<value>\S+)\s*$")


def kconfig(text: str) -> Iterator[OptionUse]:
    """Yield the toggles that a Kconfig file declares; without a default one is `n`."""
    name, line, value = "", 0, "n"
    for number, row in enumerate((*text.split("\n"), "config end"), 1):
        if found := _KCONFIG.match(row):
            if name:
                yield OptionUse("declared", name, line, value)
            name, line, value = found["name"], number, "n"
        elif (found := _DEFAULT.match(row)) and name:
            value = found["value"].strip('"')
