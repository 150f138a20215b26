"""CMake files → the toggles they declare, set and ask for. They are read as text, never run."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ... import cache
from .language import Language, UnreadError

MAX_DEPTH = 200
"""A file whose conditions are nested deeper than this is no file that people write, and is not read."""

_BEGIN = re.compile(
    r"""(?P<bracket>\#?\[(?P<level>=*)\[) | (?P<comment>\#) | (?P<quote>") | [()] | [^\s()\#"]+""", re.VERBOSE
)
_LINE = re.compile(r"[^\n]*")
_BARE = re.compile(r"""[^\s()\#"]+""")
_QUOTED = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_CLOSING = re.compile(r"\](?P<level>=*)(?=\])")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""A name in a CMake or Kconfig file."""


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
        if part in ("(", ")"):
            depth += 1 if part == "(" else -1
            if depth == 0 and name:
                yield Command(name.casefold(), tuple(arguments), start)
            if depth <= 0:
                name, depth, arguments = "", 0, []
            elif depth > 1 or part == ")":
                arguments.append(part)
        elif depth:
            arguments.append(part.strip('"') if part.startswith('"') else part)
        else:
            name, start = part, line


@dataclass(frozen=True)
class Condition:
    """What has to hold at a place of a build file."""

    words: frozenset[str] = frozenset()
    """The words that the condition of the place itself names, in whatever way."""
    required: frozenset[str] = frozenset()
    """Those of them that have to be on."""
    around: Condition | None = None

    def __contains__(self, word: str) -> bool:
        """Say whether a condition here or around it requires a word."""
        return any(word in one.required for one in self._all())

    def __and__(self, other: Condition) -> Condition:
        """Return what has to hold where both do; what is around them is left out."""
        return Condition(self.words | other.words, self.required | other.required)

    @property
    def named(self) -> frozenset[str]:
        """The words that conditions here and around it name."""
        return frozenset(word for one in self._all() for word in one.words)

    def _all(self) -> Iterator[Condition]:
        here: Condition | None = self
        while here is not None:
            yield here
            here = here.around


@dataclass(frozen=True)
class OptionUse:
    """A place of a build file that has to do with a toggle."""

    how: str
    """declared, set or read."""
    name: str
    line: int
    value: str | None = None
    """The default where it is declared or set."""
    beside: Condition = Condition()
    """What has to hold there."""


def option_uses(text: str, options: Collection[str]) -> Iterator[OptionUse]:
    """Yield what a CMake file does with toggles. Raises UnreadError when it is nested too deep.

    *options* are the commands, in lower case, that declare a toggle.
    """
    around: list[Condition] = [Condition()]
    for command in commands(text):
        arguments = command.arguments
        if command.name in BRANCHES:
            branch(command, around)
        here = around[-1]
        if command.name in options and arguments:
            depends = tuple(part for argument in arguments[3:] for part in argument.split(";"))
            beside = Condition(frozenset(depends), _required(_joined(depends)), here)
            yield OptionUse("declared", arguments[0], command.line, _default(arguments[2:]), beside)
            arguments = depends
        elif command.name == "set" and arguments:
            value = arguments[1] if len(arguments) > 1 else ""
            yield OptionUse("set", arguments[0], command.line, value, here)
            arguments = tuple(argument for argument in arguments[1:] if "${" in argument)
        if command.name not in ("endif", "else"):
            words = _words(arguments, is_condition=command.name in (*_CONDITIONS, *options))
            yield from (OptionUse("read", word, command.line, beside=here) for word in sorted(words))


def branch(command: Command, around: list[Condition]) -> None:
    """Enter, change or leave what has to hold from a command on; the first of *around* is never left."""
    before: frozenset[str] = frozenset()
    if command.name != "if" and len(around) > 1:
        before = around.pop().words
    elif command.name != "if":
        return
    if command.name == "endif":
        return
    if len(around) > MAX_DEPTH:
        raise UnreadError
    here = condition(command.arguments)
    # Which words an else needs off is not asked for: they are still named by what it hangs on.
    around.append(Condition(here.words | before, here.required, around[-1]))


def condition(arguments: Sequence[str]) -> Condition:
    """Return what the arguments of an `if` ask for."""
    return Condition(_words(arguments, is_condition=True), _required(arguments))


def _default(values: Sequence[str]) -> str:
    """Return the default among what follows the help of an option, which may be in several pieces."""
    return next((value for value in values if value.casefold() in _SWITCHES), values[0] if values else "OFF")


_SWITCHES = frozenset({"on", "off", "true", "false", "yes", "no", "1", "0"})


def _joined(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the conditions of a list, all of which have to hold, as one condition."""
    return tuple(word for part in parts for word in ("AND", *part.split()))[1:]


MAX_PARENTHESES = 50


def _required(arguments: Sequence[str]) -> frozenset[str]:
    """Return the words that have to be on for a condition to hold, as far as it says so plainly."""
    if arguments.count("(") > MAX_PARENTHESES:
        return frozenset()
    rest = list(reversed(arguments))
    return _either(rest)


def _either(rest: list[str]) -> frozenset[str]:
    found = _both(rest)
    while rest and rest[-1].upper() == "OR":
        rest.pop()
        found &= _both(rest)
    return found


def _both(rest: list[str]) -> frozenset[str]:
    found = _unit(rest)
    while rest and rest[-1].upper() == "AND":
        rest.pop()
        found |= _unit(rest)
    return found


def _unit(rest: list[str]) -> frozenset[str]:
    """Take a word, a comparison or what stands in parentheses; a comparison requires nothing."""
    is_negated = False
    while rest and rest[-1].upper() == "NOT":
        rest.pop()
        is_negated = True
    found: frozenset[str] = frozenset()
    words: list[str] = []
    while rest and rest[-1].upper() not in ("AND", "OR", ")"):
        word = rest.pop()
        if word == "(":
            found = _either(rest)
            words.append(word)
            if rest:
                rest.pop()
        else:
            words.append(word)
    if is_negated:
        return frozenset()
    return found if "(" in words else _word(words)


def _word(words: Sequence[str]) -> frozenset[str]:
    """Return the word of a unit; of several, as in a comparison, none is known to be on."""
    named = [name for word in words for name in WORD.findall(word)]
    return (
        frozenset(named) if len(words) == 1 else frozenset(named[1:]) if words[:1] == ["IF"] else frozenset()
    )


_CONDITIONS = ("if", "elseif", "while")
BRANCHES = ("if", "elseif", "else", "endif")


def _words(arguments: Iterable[str], *, is_condition: bool) -> frozenset[str]:
    """Return the names that arguments read: every word of a condition, elsewhere what stands in `${…}`."""
    return frozenset(
        word for argument in arguments if is_condition or "${" in argument for word in WORD.findall(argument)
    )


def language(options: Collection[str]) -> Language[tuple[OptionUse, ...]]:
    """Return CMake as a language, in which some commands beside its own declare a toggle."""
    known = frozenset({"option", "cmake_dependent_option", *(name.casefold() for name in options)})
    name = f"cmake-{cache.digest(repr(sorted(known)).encode())}"
    return language_of_uses(name, lambda text: option_uses(text, known))


def language_of_uses(key: str, read: Callable[[str], Iterable[OptionUse]]) -> Language[tuple[OptionUse, ...]]:
    """Return a language of which a text says what it does with toggles."""
    return Language(key, lambda content: tuple(read(_text(content))), _packed, _unpacked)


_FOLDER = re.compile(r"^\$\{(?:CMAKE|PROJECT)_(?:CURRENT_)?SOURCE_DIR\}/?")
MAX_NAMED = 500


def paths(text: str) -> Iterator[tuple[str, int]]:
    """Yield what may be a path or a glob among the arguments of a CMake file, with the command's line."""
    for command in commands(text):
        yield from ((name, command.line) for name in named(command))


def named(command: Command) -> Iterator[str]:
    """Yield what may be a path or a glob among the arguments of a command."""
    for argument in command.arguments:
        name = _FOLDER.sub("", argument).removeprefix("./").rstrip("/")
        if name and len(name) <= MAX_NAMED and ("/" in name or "." in name or command.name == _NESTED):
            yield name


_NESTED = "add_subdirectory"


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _packed(uses: Sequence[OptionUse]) -> object:
    """Return uses as JSON can hold them: each condition once, behind those around it."""
    places: dict[int, int] = {}
    conditions: list[object] = []

    def place(condition: Condition | None) -> int | None:
        if condition is None:
            return None
        if id(condition) not in places:
            around = place(condition.around)
            conditions.append([sorted(condition.words), sorted(condition.required), around])
            places[id(condition)] = len(conditions) - 1
        return places[id(condition)]

    return [[[use.how, use.name, use.line, use.value, place(use.beside)] for use in uses], conditions]


def _unpacked(packed: Any) -> tuple[OptionUse, ...]:
    rows, packed_conditions = packed
    conditions: list[Condition] = []
    for words, required, around in packed_conditions:
        beyond = None if around is None else conditions[around]
        conditions.append(Condition(frozenset(words), frozenset(required), beyond))
    return tuple(OptionUse(how, name, line, value, conditions[at]) for how, name, line, value, at in rows)


PATHS = Language[tuple[tuple[str, int], ...]](
    "cmake-paths",
    lambda content: tuple(dict(reversed([*paths(_text(content))])).items()),
    list,
    lambda packed: tuple(map(tuple, packed)),  # type: ignore[call-overload]  # JSON's lists of lists
)
"""Each with the first line that names it."""
